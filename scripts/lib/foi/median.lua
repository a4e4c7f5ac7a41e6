-- median.lua - the median wait: of those that answered, and of all with the silent ones in.
--
-- Who has not answered after 53 days has waited 53 days or more. The estimator of Kaplan and Meier (1958) uses that: S(t), the share that
-- still waits after t days, falls at each day on which answers came by the share of those waiting until then who got one. The median is the
-- first day on which S is a half or less; there is none when more than half still wait.

local median = {}

-- Of a list of numbers; nil of none.
function median.of(days)
  if #days == 0 then return nil end
  local sorted = table.move(days, 1, #days, 1, {})
  table.sort(sorted)
  local half = (#sorted + 1) // 2
  if #sorted % 2 == 1 then return sorted[half] end
  local mean = (sorted[half] + sorted[half + 1]) / 2
  return math.tointeger(mean) or mean
end

-- waits: a list of { days =, answered = boolean }.
function median.with_silent(waits)
  local sorted = table.move(waits, 1, #waits, 1, {})
  table.sort(sorted, function(a, b) return a.days < b.days end)
  local still, i = 1, 1
  while i <= #sorted do
    local days, waiting, answers = sorted[i].days, #sorted - i + 1, 0
    while sorted[i] and sorted[i].days == days do
      answers = answers + (sorted[i].answered and 1 or 0)
      i = i + 1
    end
    still = still * (waiting - answers) / waiting
    if still <= 0.5 + 1e-12 then return days end
  end
  return nil
end

return median
