-- period.lua - columns of years, quarters, months and days as whole numbers, and how they are labelled on an axis.
--
-- A column of periods becomes whole numbers (years, quarters since the year 0, days since 1970, ...), so that an absent period
-- leaves a hole of the right size. Verbs (timeline.lua) and charts ask for them here; how far neighbours lie apart says steps.lua.
-- What is read as which period, and how one is written, is core's (core/values/period_read.h); kinds are the names of its types,
-- and "date".

local core = require "slavelab.period"
local steps = require "lib.figures.periods.steps"

local period = {}

local months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

-- Kind and number of one period, a text or a year as a number; else nil and why it is none.
function period.parse(value) return core.read(value) end

-- A period as it stands on an axis.
function period.label(kind, index)
  if kind ~= "date" then return core.short(kind, index) end
  local year, month, day = core.date(index)
  return ("%d %s %04d"):format(day, months[month], year)
end

-- A period as ISO 8601 writes its first day, of years ending in a month that of their last: "2014-04-01". Used where a program reads
-- the axis.
function period.iso(kind, index)
  return core.write("date", (core.days(kind == "year-ending" and "month" or kind, index)))
end

-- A column of periods:
--     kind, first, last   first and last as numbers of the kind
--     index               by row, as numbers of the kind
--     step, unit          the distance of neighbours: 12, "month"
--     at                  by row, counted in that unit: one step before is at - step
--     places, points      every period between first and last (steps.lua)
-- nil, the first value that is no period or not of the kind of those before it, and why; nil alone when there is no value at all.
function period.series(values, rows)
  local kind, index, why = core.series(values, rows)
  if not kind then return nil, index, why end
  local set = {}
  for _, at in pairs(index) do set[at] = true end
  local line = steps.of(kind, set)
  local at = index
  if line.counted then
    at = {}
    for row, day in pairs(index) do at[row] = line.counted[day] end
  end
  return { kind = kind, index = index, first = line.places[1], last = line.places[#line.places], step = line.step, unit = line.unit,
    at = at, places = line.places, points = line.points }
end

-- Steps between labelled periods, from close to wide. Labels fall where index % step == 0, so that quarters are labelled
-- at Q1 and months at January.
local label_steps = {
  year = { 1, 2, 5, 10, 20, 50, 100 },
  ["financial-year"] = { 1, 2, 5, 10, 20, 50, 100 },
  quarter = { 1, 2, 4, 8, 20, 40, 80 },
  month = { 1, 3, 6, 12, 24, 60, 120, 240 },
}

-- Days are labelled at the first of months; within about two months, at every so manieth day.
local day_steps = { 1, 2, 7, 14 }

local function day_ticks(first, last, most)
  if last - first <= 62 then
    for _, step in ipairs(day_steps) do
      if (last - first) // step + 1 <= most then
        local list = {}
        for at = first, last, step do list[#list + 1] = at end
        return list
      end
    end
  end
  local year, month = core.date(first)
  local last_year, last_month = core.date(last)
  local from, to = year * 12 + month - 1, last_year * 12 + last_month - 1
  for _, step in ipairs(label_steps.month) do
    local list = {}
    for index = from // step * step, to, step do
      local at = core.day(index // 12, index % 12 + 1, 1)
      if at >= first and at <= last then list[#list + 1] = at end
    end
    if #list <= most and #list > 0 then return list end
  end
  return { first, last }
end

-- Which of the periods first .. last are labelled when there is room for `most` labels: a list of indices.
function period.ticks(series, most)
  most = math.max(most, 2)
  local kind, span = series.kind, series.last - series.first
  if kind == "date" then return day_ticks(series.first, series.last, most) end
  local steps = label_steps[kind]
  if not steps then
    -- Years that end in some month: from the first on, at equal distances.
    local list = {}
    for i = 1, #series.places, math.max(1, math.ceil(#series.places / most)) do list[#list + 1] = series.places[i] end
    return list
  end
  for _, step in ipairs(steps) do
    if step >= series.step and step % series.step == 0 and span // step + 1 <= most then
      local list = {}
      local start = step == series.step and series.first or -(-series.first // step) * step
      for at = start, series.last, step do list[#list + 1] = at end
      if #list > 0 then return list end
    end
  end
  return { series.first, series.last }
end

-- How far an index is into its year: 0 when it begins one. nil for kinds that are not parts of years.
local function into_year(kind, at)
  if kind == "quarter" then return at % 4 end
  if kind == "month" then return at % 12 end
  if kind == "date" then
    local _, month, day = core.date(at)
    return (month - 1) * 31 + day - 1
  end
end

-- The labels of ticks, in their order: the year alone where all of them begin one, the month where all begin one.
function period.tick_labels(series, ticks)
  local kind, years, months_only = series.kind, into_year(series.kind, 0) ~= nil, series.kind == "date"
  for _, at in ipairs(ticks) do
    years = years and into_year(kind, at) == 0
    months_only = months_only and select(3, core.date(at)) == 1
  end
  local labels = {}
  for i, at in ipairs(ticks) do
    if years or months_only then
      local iso = period.iso(kind, at)
      labels[i] = years and iso:sub(1, 4) or period.label("month", tonumber(iso:sub(1, 4)) * 12 + tonumber(iso:sub(6, 7)) - 1)
    else
      labels[i] = period.label(kind, at)
    end
  end
  return labels
end

return period
