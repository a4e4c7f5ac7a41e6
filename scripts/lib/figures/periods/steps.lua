-- steps.lua - how far neighbours of a series of periods lie apart: decided here, once, for verbs, charts and formats.
--
--     year, financial year   1 year       2010, 2012 and 2014 leave out 2011 and 2013
--     quarter, month         1 quarter, 1 month
--     year ending            12 months: nearer ones overlap. Published each quarter, they stand 3 months apart on an axis
--     day                    12, 3 or 1 months, the largest that all share, when all end months or are of one day that every
--                            month has; otherwise 7 days or 1
--
-- A series is known only by the periods it holds, so that the step never grows with what is missing from it: a column that skips
-- every other year has holes. Dates are the exception, as they are of no length: when no two of them are a step apart, and the step
-- is shorter than a quarter, they are points in time, between which nothing is known to be missing.

local core = require "slavelab.period"

local steps = {}

-- Whether a day is the last of its month.
local function ends_month(day) return select(3, core.date(day + 1)) == 1 end

local function gcd(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

-- The largest of `sizes`, which fall, that all differences of the sorted numbers share.
local function common(numbers, sizes)
  local shared = 0
  for _, at in ipairs(numbers) do shared = gcd(shared, at - numbers[1]) end
  for _, size in ipairs(sizes) do
    if shared % size == 0 then return size end
  end
end

local function sorted(set)
  local list = {}
  for at in pairs(set) do list[#list + 1] = at end
  table.sort(list)
  return list
end

-- Dates by month when each ends its month, or all are of one day that every month has: day -> month, and the way back, month ->
-- day. nil when they are neither.
local function by_month(days)
  local ends, same, one_day, months = true, true, nil, {}
  for _, at in ipairs(days) do
    local year, month, day = core.date(at)
    one_day = one_day or day
    same = same and day == one_day and day <= 28
    ends = ends and ends_month(at)
    if not same and not ends then return nil end
    months[at] = year * 12 + month - 1
  end
  return months, function(at)
    if same then return core.day(at // 12, at % 12 + 1, one_day) end
    return select(2, core.days("month", at))
  end
end

local function have_neighbours(numbers, step)
  for i = 2, #numbers do
    if numbers[i] - numbers[i - 1] == step then return true end
  end
  return false
end

-- All from the first to the last, `step` apart, each turned by `turn`, if given.
local function all_between(numbers, step, turn)
  local list = {}
  for at = numbers[1], numbers[#numbers], step do list[#list + 1] = turn and turn(at) or at end
  return list
end

local function of_days(days)
  local months, back = by_month(days)
  local numbers, unit, sizes, least = days, "day", { 7, 1 }, 8
  if months then
    numbers, unit, sizes, least = {}, "month", { 12, 3, 1 }, 2
    for i, at in ipairs(days) do numbers[i] = months[at] end
  end
  local step = common(numbers, sizes)
  local points = #numbers > 1 and step < least and not have_neighbours(numbers, step)
  return { step = step, unit = unit, counted = months, points = points, places = points and days or all_between(numbers, step, back) }
end

-- What neighbours are in a series of one kind (period.lua), `set` holding its periods as keys:
--     step, unit   the distance of neighbours: 12, "month"
--     counted      period -> number in steps of that unit; nil when it is the period's own number
--     places       every period from the first to the last, those that are missing too, as numbers of the kind, rising
--     points       true when they are dates without a rhythm; places are then those that are there
function steps.of(kind, set)
  local numbers = sorted(set)
  if kind == "date" then return of_days(numbers) end
  if kind == "year-ending" then
    return { step = 12, unit = "month", points = false, places = all_between(numbers, common(numbers, { 12, 6, 3, 1 })) }
  end
  local unit = kind == "financial-year" and "year" or kind
  return { step = 1, unit = unit, points = false, places = all_between(numbers, 1) }
end

return steps
