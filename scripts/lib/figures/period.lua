-- period.lua - years, quarters, months and days as whole numbers: how they are read, written and labelled on an axis.
--
-- A column of periods becomes whole numbers (years since 0, quarters since 0, ...), so that an absent period leaves a hole of
-- the right size. Verbs (timeline.lua) and charts ask for them here; how far neighbours lie apart says steps.lua.

local steps = require "lib.figures.steps"

local period = {}

local months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

local month_of = {}
for i, short in ipairs(months) do month_of[short:lower()] = i end

-- Days since 1 March of year 0 in the Gregorian calendar, extended backwards.
local function days_of(year, month, day)
  if month < 3 then year, month = year - 1, month + 12 end
  return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 1
end

local function date_of(days)
  local year = (days * 400 + 591) // 146097
  local function first(y) return 365 * y + y // 4 - y // 100 + y // 400 end
  while first(year) > days do year = year - 1 end
  while first(year + 1) <= days do year = year + 1 end
  local rest = days - first(year)
  local m = (5 * rest + 2) // 153
  local day = rest - (153 * m + 2) // 5 + 1
  local month = m + 3
  if month > 12 then year, month = year + 1, month - 12 end
  return year, month, day
end

local function month_number(text)
  return month_of[text:sub(1, 3):lower()]
end

-- kind and whole number of one period; nil when it is none. Understood are 2014 (as a number too), 2014/15, 2014 Q1,
-- Q1 2014, 2014-03, Mar 2014, March 2014, 2014-03-31, and any month after "year ending".
function period.parse(value)
  value = type(value) == "number" and math.tointeger(value) or value
  if math.type(value) == "integer" then
    if value >= 1000 and value <= 2999 then return "year", value end
    return nil
  end
  if type(value) ~= "string" then return nil end
  local text = value:match("^%s*(.-)%s*$")
  local ending = text:match("^[Yy]ear ending%s+(.+)$") or text:match("^YE%s+(.+)$")
  if ending then
    local kind, index = period.parse(ending)
    if kind == "month" then return "year ending", index end
    if kind == "day" then
      local year, month = date_of(index)
      return "year ending", year * 12 + month - 1
    end
    return nil
  end
  local year = text:match("^(%d%d%d%d)$")
  if year then return "year", math.tointeger(tonumber(year)) end
  local first, last = text:match("^(%d%d%d%d)[/-](%d%d)$")
  if first and (tonumber(first) + 1) % 100 == tonumber(last) and (text:find("/") or tonumber(last) > 12) then
    return "financial year", math.tointeger(tonumber(first))
  end
  local y, q = text:match("^(%d%d%d%d)[ -]?Q([1-4])$")
  if not y then q, y = text:match("^Q([1-4])%s+(%d%d%d%d)$") end
  if y then return "quarter", math.tointeger(y) * 4 + math.tointeger(q) - 1 end
  local ym, mm = text:match("^(%d%d%d%d)%-(%d%d)$")
  if ym and tonumber(mm) >= 1 and tonumber(mm) <= 12 then return "month", math.tointeger(ym) * 12 + math.tointeger(mm) - 1 end
  local name, yn = text:match("^(%a%a%a%a*)%s+(%d%d%d%d)$")
  if name and month_number(name) then return "month", math.tointeger(yn) * 12 + month_number(name) - 1 end
  local yd, md, dd = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if yd and tonumber(md) >= 1 and tonumber(md) <= 12 and tonumber(dd) >= 1 and tonumber(dd) <= 31 then
    return "day", days_of(math.tointeger(yd), math.tointeger(md), math.tointeger(dd))
  end
  return nil
end

-- A period as it stands on an axis.
function period.label(kind, index)
  if kind == "year" then return ("%04d"):format(index) end
  if kind == "financial year" then return ("%04d/%02d"):format(index, (index + 1) % 100) end
  if kind == "quarter" then return ("%04d Q%d"):format(index // 4, index % 4 + 1) end
  if kind == "month" or kind == "year ending" then return ("%s %04d"):format(months[index % 12 + 1], index // 12) end
  local year, month, day = date_of(index)
  return ("%d %s %04d"):format(day, months[month], year)
end

-- A period as ISO 8601 writes its first day: "2014-04-01". Used where a program reads the axis.
function period.iso(kind, index)
  if kind == "year" then return ("%04d-01-01"):format(index) end
  if kind == "financial year" then return ("%04d-04-01"):format(index) end
  if kind == "quarter" then return ("%04d-%02d-01"):format(index // 4, index % 4 * 3 + 1) end
  if kind == "month" or kind == "year ending" then return ("%04d-%02d-01"):format(index // 12, index % 12 + 1) end
  return ("%04d-%02d-%02d"):format(date_of(index))
end

-- "2011-12" is a month or a financial year. A column in which every text names a year and the next, and more than one
-- such pair occurs, is of financial years.
local function is_financial(values, rows)
  local seen, distinct = {}, 0
  for i = 1, rows do
    local value = values[i]
    if value ~= nil then
      local first, last = tostring(value):match("^(%d%d%d%d)%-(%d%d)$")
      if not first or (tonumber(first) + 1) % 100 ~= tonumber(last) then return false end
      if not seen[value] then seen[value], distinct = true, distinct + 1 end
    end
  end
  return distinct > 1
end

-- A column of periods:
--     kind, first, last   first and last as numbers of the kind
--     index               by row, as numbers of the kind
--     step, unit          the distance of neighbours: 12, "month"
--     at                  by row, counted in that unit: one step before is at - step
--     places, points      every period between first and last (steps.lua)
-- nil and the first value that is no period, or not of the kind of those before it; nil alone when there is no value at all.
function period.series(values, rows)
  local kind, index, set = nil, {}, {}
  local financial = is_financial(values, rows)
  for i = 1, rows do
    if values[i] ~= nil then
      local this, at = period.parse(financial and values[i]:gsub("-", "/") or values[i])
      if not this or (kind and this ~= kind) then return nil, values[i] end
      kind, index[i], set[at] = this, at, true
    end
  end
  if not kind then return nil end
  local line = steps.of(kind, set, { date_of = date_of, days_of = days_of })
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
  ["financial year"] = { 1, 2, 5, 10, 20, 50, 100 },
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
  local year, month = date_of(first)
  local last_year, last_month = date_of(last)
  local from, to = year * 12 + month - 1, last_year * 12 + last_month - 1
  for _, step in ipairs(label_steps.month) do
    local list = {}
    for index = from // step * step, to, step do
      local at = days_of(index // 12, index % 12 + 1, 1)
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
  if kind == "day" then return day_ticks(series.first, series.last, most) end
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
  if kind == "day" then
    local _, month, day = date_of(at)
    return (month - 1) * 31 + day - 1
  end
end

-- The labels of ticks, in their order: the year alone where all of them begin one, the month where all begin one.
function period.tick_labels(series, ticks)
  local kind, years, months_only = series.kind, into_year(series.kind, 0) ~= nil, series.kind == "day"
  for _, at in ipairs(ticks) do
    years = years and into_year(kind, at) == 0
    months_only = months_only and select(3, date_of(at)) == 1
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
