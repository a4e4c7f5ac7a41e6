-- roles.lua - what each column of a table is: a figure that counts or measures, a key that says of whom, or a remark.
--
--     force   year   last_year   rate    note
--     Kent    2022   131         1.5     as printed
--     key     key    figure      figure  remark
--
-- One answer for all verbs, tables, charts and the prompt, in this order:
--   1. what was declared: t:roles{ code = "key" }, `role` of a field in a data package, and how a column was made (the result of
--      sum() is a figure, a primary key is a key);
--   2. the type: fractional numbers are figures; texts, dates, datetimes, periods and booleans are keys;
--   3. the values of whole numbers: all from 1800 to 2100 are years, which are keys. Others are figures.
-- A name alone decides nothing: "last_year" with the counts 131 and 3 is a figure. It only speaks where the values say the
-- same: "month" with nothing but 1 to 12, "force_code" with numbers of one length, "note" with cells left empty, and "year" or
-- "people" where a single number, 2010, could be either.
--
-- A whole number that is a key stands for a year, for a part of something ("part": a month, an age) or for a name ("name": a code).
-- Years have neighbours, and parts an order with distances; names have neither, so that a chart lays codes side by side.
-- Periods are dates, quarters and the like by their type, years, and texts that all name periods of one kind. Texts of four digits
-- are names, as 1051 may be a code, unless they may be years and the column is called so.
--
-- What a verb took for what, when it was not told, stands in t:notes() (roles.sentence).

local fields = require "lib.figures.fields"
local lists = require "slavelab.lists"
local period = require "lib.figures.periods.period"
local raise = require "lib.base.raise"
local set_of = require("lib.base.lists").set_of
local suggest = require "lib.base.suggest"

local roles = {}

-- What can be declared: a basis is a key that says of which count a figure is (bases.lua).
roles.declared = { figure = true, key = true, remark = true, basis = true }

local first_year, last_year = 1800, 2100

-- Whole numbers that number parts of a calendar or an age: the least and the greatest there are.
local parts = {
  quarter = { 1, 4 }, qtr = { 1, 4 }, month = { 1, 12 }, week = { 1, 53 }, day = { 1, 31 }, weekday = { 0, 7 }, hour = { 0, 24 },
  age = { 0, 130 },
}

local year_words = { year = true, years = true, yr = true, fy = true, period = true, time = true, date = true, cohort = true, calendar = true }

-- Words that end the names of identifiers, and of remarks.
local identifiers = { code = true, id = true }
local remarks = {
  note = true, notes = true, comment = true, comments = true, remark = true, remarks = true, source = true, sources = true,
  footnote = true, footnotes = true,
}

local longest_label = 100 -- bytes; a longer text says more than whom a row counts

-- "Force_Code" gives "force code" and "code".
local function words_of(name)
  local text = name:lower():gsub("[%s_%-]+", " ")
  return text, text:match("(%S+)$")
end

-- Whether a name speaks of years. "Year to date" does not: it counts so far.
local function speaks_of_years(name)
  local text = words_of(name)
  if text:find("to date$") then return false end
  for word in text:gmatch("%a+") do
    if year_words[word] then return true end
  end
  return false
end

-- Whether whole numbers with these limits (nil: there are none) are years. A single number, 2010, may be one or may count; then
-- the name says.
function roles.are_years(low, high, name)
  if low == nil or low < first_year or high > last_year then return false end
  if low == high then return speaks_of_years(name) end
  return not words_of(name):find("to date$")
end

local function have_one_length(low, high) return low >= 100 and #tostring(low) == #tostring(high) end

-- The role of a column of whole numbers and why, by its values; of a key, what its numbers stand for.
local function whole_role(column, name)
  local low, high = column:min(), column:max()
  if low == nil then return "figure", "whole numbers, all missing" end
  if roles.are_years(low, high, name) then return "key", ("whole years, %d to %d"):format(low, high), "year" end
  local text, last = words_of(name)
  local range = parts[text]
  if range and low >= range[1] and high <= range[2] then return "key", ("a %s, %d to %d"):format(text, low, high), "part" end
  if identifiers[last] and low >= 0 and (have_one_length(low, high) or column:n_distinct() == #column) then
    return "key", "numbers that name something", "name"
  end
  return "figure", "whole numbers"
end

-- A text is a remark when one of its cells is too long for a label, or when it is called one and does not tell all rows:
-- cells are missing, or no two are alike.
local function longest_of(labels)
  local longest = 0
  for _, text in ipairs(labels) do longest = math.max(longest, #text) end
  return longest
end

local function is_remark(column, name)
  local labels = column:labels(5000) -- of the dictionary, which may have some that no row has any more
  if labels and longest_of(labels) > longest_label and longest_of(column:unique()) > longest_label then return true end
  local _, last = words_of(name)
  local first = (words_of(name)):match("^(%S+)")
  if not remarks[last] and not remarks[first] then return false end
  return column:missing() > 0 or column:n_distinct() == #column
end

local function role_of(column, field, declared)
  if declared == "basis" then return "key", "declared a basis: figures of different ones are not compared", "name" end
  if declared then
    if declared ~= "key" or field.type ~= "integer" then return declared, "declared" end
    local _, _, stands_for = whole_role(column, field.name)
    return declared, "declared", stands_for or "name"
  end
  if field.type == "number" then return "figure", "fractional numbers" end
  if field.type == "integer" then return whole_role(column, field.name) end
  if field.type == "text" and is_remark(column, field.name) then return "remark", "remarks" end
  return "key", field.type
end

-- The role of one column, why, and what the numbers of a key stand for: "key", "whole years, 2014 to 2023", "year".
function roles.of(t, name)
  local declared = (t:about().fields or {})[name]
  for _, field in ipairs(t:schema()) do
    if field.name == name then return role_of(t:col(name), field, declared and declared.role) end
  end
end

-- { name =, type =, role =, why =, stands_for = } of every column, in their order.
function roles.list(t)
  local list, said = {}, t:about().fields or {}
  for i, field in ipairs(t:schema()) do
    local role, why, stands_for = role_of(t:col(field.name), field, said[field.name] and said[field.name].role)
    list[i] = { name = field.name, type = field.type, role = role, why = why, stands_for = stands_for }
  end
  return list
end

local not_periods = { integer = true, number = true, text = true, boolean = true, datetime = true }

-- Whether all texts of a column name periods of one kind. Four digits alone do where the column's name speaks of years, as it does
-- of those that were the names of columns before unpivot.
function roles.name_periods(values, rows, name)
  local series = period.series(values, rows)
  if not series or series.kind ~= "year" then return series ~= nil end
  return series.first >= first_year and series.last <= last_year and speaks_of_years(name)
end

-- Whether a column, an entry of roles.list(t), holds periods.
function roles.are_periods(t, column)
  if column.type == "integer" then return column.stands_for == "year" end
  if column.type ~= "text" then return not not_periods[column.type] end
  local labels = column.role ~= "remark" and t:col(column.name):labels(5000)
  return labels and #labels > 0 and roles.name_periods(labels, #labels, column.name) or false
end

-- Names of the figures that are whole numbers; when there are none and `fractions` is true, of the fractional ones.
function roles.figures(t, fractions)
  local whole, numbers = {}, {}
  for _, column in ipairs(roles.list(t)) do
    if column.role == "figure" then
      local list = column.type == "integer" and whole or column.type == "number" and numbers
      if list then list[#list + 1] = column.name end
    end
  end
  return #whole == 0 and fractions and numbers or whole
end

-- Names of the columns that say whom a row counts, those of `figures` aside.
function roles.keys(t, figures)
  local is_figure, keys = set_of(figures), {}
  for _, column in ipairs(roles.list(t)) do
    if column.role == "key" and not is_figure[column.name] then keys[#keys + 1] = column.name end
  end
  return keys
end

function roles.is_remark(t, name) return roles.of(t, name) == "remark" end

-- The names of the first list that the second lacks.
function roles.without(names, others)
  local is_other, rest = set_of(others), {}
  for _, name in ipairs(names) do
    if not is_other[name] then rest[#rest + 1] = name end
  end
  return rest
end

local function quoted(names) return #names == 0 and "none" or '"' .. table.concat(names, '", "') .. '"' end

-- What a verb took for figures and for keys, for t:notes(). keys may be nil: a verb that needs none.
function roles.sentence(verb, figures, keys)
  return ("%s took as figures: %s%s."):format(verb, quoted(figures), keys and "; as keys: " .. quoted(keys) or "")
end

-- t:roles(): a table column, type, role, why. t:roles{ code = "key" }: the table with the roles declared.
function roles.roles(t, declared)
  if declared == nil then
    local list = { columns = { "column", "type", "role", "why" }, types = { column = "text", type = "text", role = "text", why = "text" } }
    for i, column in ipairs(roles.list(t)) do list[i] = { column.name, column.type, column.role, column.why } end
    return lab.table(list)
  end
  if type(declared) ~= "table" then raise("roles: a table is expected, { code = \"key\" }, not a %s", type(declared)) end
  declared = lists.options(declared, "roles")
  local types, names, said = {}, {}, {}
  for i, field in ipairs(t:schema()) do types[field.name], names[i] = field.type, field.name end
  for _, name in ipairs(suggest.keys(declared)) do
    local role = declared[name]
    if not types[name] then raise('roles: no column "%s"%s', name, suggest.among(name, names, "columns are")) end
    if not roles.declared[role] then
      raise('roles: %s is "figure", "key", "basis" or "remark", not %s', name, type(role) == "string" and '"' .. role .. '"' or tostring(role))
    end
    if role == "figure" and types[name] ~= "integer" and types[name] ~= "number" then
      raise('roles: column "%s" holds %s; a figure is a number', name, types[name])
    end
    said[name] = { role = role }
  end
  return fields.add(t, said)
end

return roles
