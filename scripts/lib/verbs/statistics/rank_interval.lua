-- rank_interval.lua - t:rank_interval: how far the ranks of areas could move, were chance to fall otherwise.
--
--     area    value   lower   upper      rank   best   worst
--     Kent      8.0     6.1    10.2         1      1       2       nobody's lower limit is above 10.2; one upper limit is below 6.1
--     Essex     7.5     5.0    10.9         2      1       3
--
-- The best rank is 1 and the number of areas whose whole interval lies above; the worst is the number of areas less those whose whole interval
-- lies below. Rank 1 is the greatest value unless invert. Where the middle one of these ranges is longer than half the table, a league table says
-- mostly chance, and the notes say "do not rank".

local arguments = require "lib.figures.verb_arguments"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local vector = require "lib.figures.vector"

local rank_interval = {}

-- How many of a sorted list are below a value.
local function below(sorted, value)
  local low, high = 1, #sorted + 1
  while low < high do
    local middle = (low + high) // 2
    if sorted[middle] < value then low = middle + 1 else high = middle end
  end
  return low - 1
end

local function above(sorted, value)
  local low, high = 1, #sorted + 1
  while low < high do
    local middle = (low + high) // 2
    if sorted[middle] <= value then low = middle + 1 else high = middle end
  end
  return #sorted - low + 1
end

local function check(value, lower, upper)
  for row = 1, value.rows do
    local low, x, high = lower.values[row], value.values[row], upper.values[row]
    if low and high and x and not (low <= x and x <= high) then
      raise("rank_interval: row %d: %s is not between its limits %s and %s", row, number.format(x), number.format(low), number.format(high))
    end
  end
end

function rank_interval.verb(t, ...)
  local o = arguments.read(t, "rank_interval", { "of", groups = true, of = "columns", lower = "column", upper = "column", by = "columns",
    invert = "boolean" }, ...)
  local of = o.of and o.of[1] or "value"
  local names = { of, o.lower or "lower", o.upper or "upper" }
  for _, name in ipairs(names) do arguments.need_column(t, name, "rank_interval") end
  arguments.need_numbers(t, "rank_interval", names)
  local by = arguments.by(t, o)
  local group, count = t:group_numbers(by)
  local value, lower, upper = vector.read(t, names[1]), vector.read(t, names[2]), vector.read(t, names[3])
  check(value, lower, upper)
  local lists = {}
  for g = 1, count do lists[g] = { value = {}, lower = {}, upper = {} } end
  local function takes_part(row) return value.values[row] and lower.values[row] and upper.values[row] end
  for row = 1, value.rows do
    if takes_part(row) then
      local list = lists[group[row]]
      table.insert(list.value, value.values[row])
      table.insert(list.lower, lower.values[row])
      table.insert(list.upper, upper.values[row])
    end
  end
  for _, list in ipairs(lists) do
    for _, sorted in pairs(list) do table.sort(sorted) end
  end
  local rank, best, worst = vector.new("rank", "integer", value.rows), vector.new("best_rank", "integer", value.rows), vector.new("worst_rank", "integer", value.rows)
  local lengths, apart = {}, 0
  for row = 1, value.rows do
    local list = lists[group[row]]
    if takes_part(row) then
      local n = #list.value
      local over, under = above(list.lower, upper.values[row]), below(list.upper, lower.values[row])
      rank.values[row] = 1 + (o.invert and below(list.value, value.values[row]) or above(list.value, value.values[row]))
      best.values[row], worst.values[row] = 1 + (o.invert and under or over), n - (o.invert and over or under)
      lengths[#lengths + 1] = (worst.values[row] - best.values[row]) / math.max(n - 1, 1)
      if over + under > 0 then apart = apart + 1 end
    else
      for _, v in ipairs { rank, best, worst } do v.markers[row] = value.markers[row] or lower.markers[row] end
    end
  end
  local rows_of = vector.groups(group)
  for _, v in ipairs { rank, best, worst } do
    v.from = function(row, at)
      for _, name in ipairs(names) do at(name, rows_of(row)) end
    end
    t = vector.put(t, v)
  end
  if #lengths == 0 then return t end
  table.sort(lengths)
  local middle = lengths[(#lengths + 1) // 2]
  t = notes.add(t, "rank_interval", ("Ranks: %d of %d areas can be told from another by their intervals."):format(apart, #lengths))
  if middle > 0.5 then
    t = notes.add(t, "rank_interval", "Do not rank: half of the areas could stand anywhere in more than half of the table, so that a league table would show chance.")
  end
  return t
end

lab.method("table", "rank_interval", rank_interval.verb, {
  signature = "(of?: string|{of?: string, lower?: string, upper?: string, by?: string|string[], invert?: boolean}, options?: table): slavelab.Table",
  text = "How far ranks could move by chance: adds rank (1 is the greatest value, or the least with invert = true; equal ones share it), best_rank "
    .. "and worst_rank, from the limits in the columns lower and upper, as t:indicator gives them. The best rank counts the areas whose whole "
    .. "interval lies above, the worst those whose whole interval lies below. The notes say how many can be told apart, and \"do not rank\" where "
    .. "half of them could stand anywhere in more than half of the table. Missing figures have none and take no part.",
  example = [[
local t = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\n")
print(t:indicator("share", { by = "force", columns = { part = "charged", whole = "recorded" } }):rank_interval())]],
})

return rank_interval
