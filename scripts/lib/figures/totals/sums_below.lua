-- sums_below.lua - rows that are the sum of the rows below them, told by arithmetic alone: sub-totals that no label gives away.
--
--     area         officers
--     England      30          = North + South
--     North        10          = Durham + Cumbria
--     Durham       6
--     Cumbria      4
--     South        20          = Kent + Essex
--     Kent         12
--     Essex        8
--
-- From the last row up, each row is tried against the rows below it that no other row has taken yet; rows it takes are its parts. A
-- single column of small counts has such sums by chance. They count only where two columns agree, or where nearly all rows are sums or
-- their parts.

local sums_below = {}

local most_steps = 5000000 -- additions; a longer search is given up

local nearly_all = 0.85

-- Whether two figures are the same but for rounding, or differ by no more than is put up with.
function sums_below.close(a, b, tolerance)
  if math.type(a) == "integer" and math.type(b) == "integer" then return math.abs(a - b) <= tolerance end
  return math.abs(a - b) <= tolerance + 1e-9 * math.max(math.abs(a), math.abs(b))
end

-- Whether a list of vectors has figures in the row, and none below 0: then a sum that is too large stays so.
local function is_whole(vectors, row)
  for _, v in ipairs(vectors) do
    local value = v.values[row]
    if value == nil or value < 0 then return false end
  end
  return true
end

-- How many of the open rows, the nearest first, add up to the row; nil when none do. Also gives the steps taken.
local function parts_that_add_up(vectors, row, open, tolerance)
  local sums, steps = {}, 0
  for c = 1, #vectors do sums[c] = 0 end
  for back = 0, #open - 1 do
    local part = open[#open - back]
    if not is_whole(vectors, part) then return nil, steps end
    local equal, beyond, any = true, false, false
    for c, v in ipairs(vectors) do
      sums[c] = sums[c] + v.values[part]
      local total = v.values[row]
      local close = sums_below.close(sums[c], total, tolerance)
      equal, beyond, any = equal and close, beyond or sums[c] > total and not close, any or total > 0
    end
    steps = steps + #vectors
    if beyond then return nil, steps end
    if equal and any and back >= 1 then return back + 1, steps end
  end
  return nil, steps
end

-- { { row =, rows = its parts, rows below it } } from the top of the table, of the rows for which counts[row] is true. vectors are
-- the figures (lib.figures.vector); a sum may be off by `tolerance`.
function sums_below.find(vectors, rows, counts, tolerance)
  local open, found, steps, involved, considered = {}, {}, 0, 0, 0
  local is_sum = {}
  if #vectors == 0 then return found end
  for row = rows, 1, -1 do
    if counts[row] then
      considered = considered + 1
      if is_whole(vectors, row) then
        local parts, taken = parts_that_add_up(vectors, row, open, tolerance)
        steps = steps + taken
        if steps > most_steps then return {} end
        if parts then
          involved = involved + 1
          local taken_rows = {}
          for i = 1, parts do
            if not is_sum[open[#open]] then involved = involved + 1 end
            taken_rows[i], open[#open] = open[#open], nil
          end
          table.insert(found, 1, { row = row, rows = taken_rows })
          is_sum[row] = true
        end
      end
      open[#open + 1] = row
    end
  end
  local is_structure = involved >= nearly_all * considered and #found > 0 and considered > 3
  return (#vectors > 1 or is_structure) and found or {}
end

return sums_below
