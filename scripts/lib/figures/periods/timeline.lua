-- timeline.lua - rows by their period, so that a verb finds the period before by the calendar and not by the row above.
--
--     year   force   people          at      rows of group 1
--     2014   Kent    10              2014    { [2014] = 1, [2016] = 2 }
--     2016   Kent    14              2016    2015 is absent: nothing is one year before 2016
--
-- A period becomes a whole number; how far the one before lies off, in years, quarters, months or days, says steps.lua.

local core = require "slavelab.period"
local period = require "lib.figures.periods.period"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"

local timeline = {}

-- Distinct texts as periods: fills line with index (text -> whole number), at_of (number of its kind -> whole number), kind, step and
-- unit.
local function index_texts(line, texts, where)
  local series, culprit, why = period.series(texts, #texts)
  if not series then
    local is_total = tostring(culprit):lower():find("total", 1, true)
    raise('%s: "%s" %s%s', where, tostring(culprit), why, is_total and "; t:drop_totals() leaves out rows that are totals of others" or "")
  end
  line.kind, line.step, line.unit, line.at_of = series.kind, series.step, series.unit, {}
  for i, text in ipairs(texts) do line.index[text], line.at_of[series.index[i]] = series.at[i], series.at[i] end
end

-- A year as it stands before a quarter, "2018/19 Q1": of a financial year that is written as its months, the short form.
local function short_year(value)
  local kind, at = core.read(value)
  return kind == "financial-year" and core.short(kind, at) or tostring(value)
end

-- The texts of the periods by row; of two columns, a year and a quarter of it, put together: "2019 Q2".
local function texts_of(t, over)
  local values = t:col(over[1]):to_list()
  if not over[2] then return values end
  local second, texts = t:col(over[2]):to_list(), {}
  for row = 1, #t do
    local first, last = values[row], second[row]
    if first ~= nil and last ~= nil then texts[row] = short_year(first) .. " " .. tostring(last) end
  end
  return texts
end

local function whole_numbers(values, rows, where)
  local at = {}
  for row = 1, rows do
    local value = values[row]
    if value ~= nil then
      at[row] = math.tointeger(value) or raise("%s: row %d: %s is no whole number", where, row, tostring(value))
    end
  end
  return at
end

local function type_of(t, name)
  for _, field in ipairs(t:schema()) do
    if field.name == name then return field.type end
  end
end

local function show_key(t, names, row)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = tostring(t:col(name)[row]) end
  return table.concat(parts, ", ")
end

-- The columns that tell two rows apart, figures and remarks aside: a series needs them among by.
local function telling_columns(t, taken, first, second)
  local list = {}
  for _, field in ipairs(t:schema()) do
    local name, counts = field.name, field.type == "integer" or field.type == "number"
    local aside = taken[name] or counts or roles.is_remark(t, name)
    if not aside and t:col(name)[first] ~= t:col(name)[second] then list[#list + 1] = '"' .. name .. '"' end
  end
  return list
end

local function raise_twice(t, verb, over, by, first, second)
  local taken = {}
  for _, name in ipairs(over) do taken[name] = true end
  for _, name in ipairs(by) do taken[name] = true end
  local others = telling_columns(t, taken, first, second)
  local within = #by > 0 and " of " .. show_key(t, by, first) or ""
  local names = table.concat(others, ", ")
  local advice = #others > 0 and "name the columns that tell series apart: by = { " .. names .. " }"
    or "keep one of them, or summarise to one row a period first"
  raise("%s: %s%s stands in two rows (%d and %d), so that the one before is not known; %s", verb,
    show_key(t, over, first), within, first, second, advice)
end

-- { at = by row (nil for a missing period), step =, unit =, and of texts what index_texts() adds } of the column(s) over.
function timeline.positions(t, over, where)
  local line = { step = 1, unit = "year" }
  local values, kind = texts_of(t, over), type_of(t, over[1])
  if kind == "datetime" then
    raise("%s holds datetimes, which are points in time; date(x), month(x), quarter(x) or another function makes periods of them", where)
  end
  if not over[2] and kind == "boolean" then raise("%s holds boolean; periods are needed", where) end
  if not over[2] and (kind == "integer" or kind == "number") then
    line.at = whole_numbers(values, #t, where)
    return line
  end
  local texts, seen = {}, {}
  for row = 1, #t do
    local text = values[row]
    if text ~= nil and not seen[text] then
      seen[text] = true
      texts[#texts + 1] = text
    end
  end
  line.index = {}
  if #texts > 0 then index_texts(line, texts, where) end
  line.at = {}
  for row = 1, #t do
    if values[row] ~= nil then line.at[row] = line.index[values[row]] end
  end
  return line
end

-- The positions, with group = by row, groups = count, rows = { [group] = { [at] = row } }.
function timeline.read(t, verb, over, by)
  local where = ('%s: over: column "%s"'):format(verb, table.concat(over, '", "'))
  if #over > 2 then raise("%s: over is one column, or two: a year and its quarter", verb) end
  local line = timeline.positions(t, over, where)
  line.rows = {}
  line.group, line.groups = t:group_numbers(by)
  for g = 1, line.groups do line.rows[g] = {} end
  for row = 1, #t do
    local at = line.at[row]
    if at then
      local rows = line.rows[line.group[row]]
      if rows[at] then raise_twice(t, verb, over, by, rows[at], row) end
      rows[at] = row
    end
  end
  return line
end

-- The whole number of a period as it is written in a script, in any spelling; nil when the column has no such period.
function timeline.find(line, value)
  if line.index then
    local text = tostring(value)
    return line.index[text] or line.kind and line.at_of[core.as(line.kind, text)]
  end
  return type(value) == "number" and math.tointeger(value) or nil
end

-- The row n periods before; nil when there is none.
function timeline.before(line, row, n)
  local at = line.at[row]
  return at and line.rows[line.group[row]][at - n * line.step]
end

return timeline
