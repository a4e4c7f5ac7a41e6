-- suggest.lua - what a misspelt name may have meant.

local suggest = {}

-- The number of single letters to add, drop, change or swap with a neighbour to get from a to b
-- (optimal string alignment distance).
function suggest.distance(a, b)
  local before, previous = {}, {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local current = { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        best = math.min(best, before[j - 2] + 1)
      end
      current[j] = best
    end
    before, previous = previous, current
  end
  return previous[#b]
end

-- The name nearest to the one given, letter case aside; nil when none is near (a third of the letters differ).
-- names is a list; of equally near names the first is taken.
function suggest.nearest(name, names)
  local length = #tostring(name)
  local most = length < 3 and 0 or math.max(1, length // 3)
  local best, nearest
  for _, candidate in ipairs(names) do
    local distance = suggest.distance(tostring(name):lower(), tostring(candidate):lower())
    if distance <= most and (not best or distance < best) then
      best, nearest = distance, candidate
    end
  end
  return nearest
end

-- The end of a sentence about an unknown name: the nearest name if there is one, and all there are.
--     suggest.among("tilte", {"title", "lead"}, "a report takes")
--     --> '; did you mean "title"? (a report takes title, lead)'
function suggest.among(name, names, introduction)
  local nearest = suggest.nearest(name, names)
  local meant = nearest and ('; did you mean "%s"?'):format(nearest) or ";"
  local list = introduction .. " " .. (#names > 0 and table.concat(names, ", ") or "none")
  return nearest and ("%s (%s)"):format(meant, list) or ("%s %s"):format(meant, list)
end

-- The keys of a table, sorted, as texts.
function suggest.keys(t)
  local names = {}
  for key in pairs(t) do names[#names + 1] = tostring(key) end
  table.sort(names)
  return names
end

return suggest
