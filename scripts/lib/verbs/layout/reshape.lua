-- reshape.lua - what t:pivot and t:unpivot decide before core does the work (bindings/objects/table_reshape.c).
--
--     t:pivot{ names = "year", values = "sum(n)" }     grouped by the other columns and year, summarised, then pivoted
--     t:unpivot{ columns = ..., names = { "measure", "year" }, sep = "_" }     "people_2021" is people, 2021

local core = require "slavelab.scan"
local escape = require "lib.base.escape"
local lists = require "slavelab.lists"
local notice = require "lib.base.notice"
local parts_of = require("slavelab.reshape").parts
local prove = require("slavelab.prove").prove
local raise = require "lib.base.raise"
local set_of = require("lib.base.lists").set_of

local reshape = {}

local function texts(value, where)
  if type(value) == "string" then return { value } end
  if type(value) ~= "table" then raise("%s is a text or a list of texts, not a %s", where, type(value)) end
  local list = lists.list(value, where)
  for i, text in ipairs(list) do
    if type(text) ~= "string" then raise("%s[%d] is a text, not a %s", where, i, type(text)) end
  end
  return list
end

-- --- pivot ----------------------------------------------------------------------------------------------------------------------

-- A text that is meant for an expression rather than for the name of a column, as group_by tells them apart.
local function is_expression(value, there)
  return type(value) ~= "string" or not there[value] and value:find("[=(]") ~= nil
end

-- The values as a list, and whether they are expressions.
local function read_values(value, there)
  local is_list = type(value) == "table" and getmetatable(value) == nil
  local list = is_list and lists.list(value, "pivot: values") or { value }
  if #list == 0 then raise "pivot: values is empty; name at least one column" end
  local columns, expressions = {}, {}
  for _, one in ipairs(list) do
    local kind = is_expression(one, there) and expressions or columns
    kind[#kind + 1] = one
  end
  if #columns > 0 and #expressions > 0 then
    raise('pivot: values has "%s", a column as it is, beside an aggregate; first(%s) or sum(%s) makes one of it', columns[1], columns[1],
      columns[1])
  end
  return list, #expressions > 0
end

-- The columns that no expression looks at and that are no names.
local function others(t, names, list)
  local used, rows = set_of(names), {}
  for i = 1, #list, 2 do
    local value = list[i + 1]
    if type(value) == "function" or type(value) == "userdata" and getmetatable(value) ~= "slavelab.Expression" then
      raise("pivot: values are texts or composed expressions; group_by says of what there is to be a row when they are functions")
    end
    for _, name in ipairs(core.columns(value)) do used[name] = true end
  end
  for _, name in ipairs(t:column_names()) do
    if not used[name] then rows[#rows + 1] = name end
  end
  return rows
end

-- No column of a table is called so: names of files hold no control characters.
local place = "\1place"

local function pairs_in(list)
  local pairs_of = {}
  for i = 1, #list, 2 do pairs_of[#pairs_of + 1] = { list[i], list[i + 1] } end
  return pairs_of
end

local function joined(a, b) return table.move(b, 1, #b, #a + 1, table.move(a, 1, #a, 1, {})) end

-- One row for each combination of rows and names, with a column for each value: in the order of keys, as groups come.
local function of_groups(t, rows, names, list)
  local keys = joined(rows, names)
  local by = rows.complete and t:group_by(keys, { complete = true }) or t:group_by(keys)
  return by:summarise(pairs_in(list))
end

-- The same where all other columns say what a row is: in the order in which rows appear.
local function of_others(t, rows, names, list)
  local pairs_of = pairs_in(list)
  pairs_of[#pairs_of + 1] = { place, lab.col[place]:min() }
  local by = t:mutate { { place, lab.expr "row_number()" } }:group_by(joined(rows, names))
  return by:summarise(pairs_of):sort(place):drop(place)
end

-- The table to pivot, and options that name columns of it. After group_by a row is a group.
function reshape.prepare(t, options)
  local there = set_of(t:column_names())
  local rows, names = t:grouping(), texts(options.names, "pivot: names")
  local values, expressions = read_values(options.values, there)
  local plain = t:group_by()
  local read = { names = names, values = values, rows = rows and joined(rows, {}), fill = options.fill, sep = options.sep }
  if not expressions then
    if rows and rows.complete then raise "pivot: complete = true of group_by needs an aggregate among values, which absent rows have too" end
    return plain, read
  end
  for _, name in ipairs(names) do
    if not there[name] then plain:col(name) end -- says which names are near
  end
  local list = core.named("pivot", nil, nil, values)
  local made = rows and of_groups(plain, rows, names, list) or nil
  if not made then
    read.rows = others(plain, names, list)
    made = of_others(plain, read.rows, names, list)
  end
  read.values = {}
  for i = 1, #list, 2 do read.values[#read.values + 1] = list[i] end
  return made, read
end

-- A pivot that brought no two rows together is seldom meant: a date or another figure was left beside the names. `keys` of the columns of
-- what was made are those that are no new ones.
function reshape.tell_apart(made, keys)
  local names = table.move(made:column_names(), 1, keys, 1, {})
  for i, name in ipairs(names) do names[i] = ("\"%s\""):format(escape.line(name)) end
  notice.say(("pivot: no two rows came together, as %s tell%s all of them apart; t:group_by(...):pivot{ ... } makes a row of each group"):format(
    table.concat(names, ", "), keys == 1 and "s" or ""))
end

-- --- unpivot --------------------------------------------------------------------------------------------------------------------

local function split(text, separator)
  local parts, at = {}, 1
  while true do
    local first, last = text:find(separator, at, true)
    parts[#parts + 1] = text:sub(at, (first or 0) - 1)
    if not first then return parts end
    at = last + 1
  end
end

local function part_of_name(name, options, count)
  if options.pattern then
    return parts_of(options.pattern, name, count) or raise('unpivot: the pattern "%s" does not fit the column "%s"; leave it out of columns',
      escape.line(options.pattern), escape.line(name))
  end
  local parts = split(name, options.sep)
  if #parts ~= count then
    raise('unpivot: the column "%s", cut at "%s", has %d part%s, and names has %d; leave it out of columns, or say with pattern = "^(...)_(...)$" '
      .. "where to cut", escape.line(name), escape.line(options.sep), #parts, #parts == 1 and "" or "s", count)
  end
  return parts
end

-- At what names are cut when nothing is said of it: at the sign that joins names and stands in none, "_" as pivot writes it or "|", when each
-- then has so many parts; else at the one of the others that does so.
local joints, separators = { "_", "|", " | " }, { " ", "/", ":", ";", ", ", "-", ".", " - " }

local function fits(columns, separator, count)
  for _, column in ipairs(columns) do
    local parts = split(column, separator)
    if #parts ~= count then return false end
    for _, part in ipairs(parts) do
      if part == "" or part:find("^[%s|/:;,.-]") or part:find("[%s|/:;,.-]$") then return false end -- it is cut in the midst of another
    end
  end
  return #columns > 0
end

local function that_fit(list, columns, count)
  local found = {}
  for _, separator in ipairs(list) do
    if fits(columns, separator, count) then found[#found + 1] = separator end
  end
  return found
end

local function proved_separator(columns, count)
  local found = that_fit(joints, columns, count)
  if #found == 0 then found = that_fit(separators, columns, count) end
  if #found == 1 then return found[1] end
  raise('unpivot: names has %d columns, and %s; sep = "_" or pattern = "^(...)_(...)$" says where the names of columns are cut', count,
    #found == 0 and "no separator cuts all names into so many parts" or ('they could be cut at "%s" or "%s"'):format(found[1], found[2]))
end

-- What the names of the columns say, for one column after the other: { "people", "2021", "people", "2022" }.
function reshape.cut(options)
  local columns, names = texts(options.columns, "unpivot: columns"), texts(options.names or "name", "unpivot: names")
  if options.sep ~= nil and options.pattern ~= nil then raise "unpivot: either sep or pattern says where names are cut, not both" end
  if #names == 0 then raise "unpivot: names is empty; name a column for each part" end
  if options.sep == nil and options.pattern == nil then options = { sep = proved_separator(columns, #names) } end
  local how = options.sep ~= nil and "sep" or "pattern"
  if type(options[how]) ~= "string" or options[how] == "" then raise("unpivot: %s is a text that is not empty", how) end
  local list = {}
  for _, column in ipairs(columns) do
    local parts = part_of_name(column, options, #names)
    table.move(parts, 1, #names, #list + 1, list)
  end
  return list
end

local conversions = { integer = "integer", number = "number", text = "text", date = "date" }

-- The result with the columns of names as what all their texts read as.
function reshape.prove(t, options)
  if type(options.convert) ~= "boolean" then raise "unpivot: convert is true or false" end
  if not options.convert then return t end
  if options.types ~= nil then raise "unpivot: either types or convert says what the columns of names are, not both" end
  for _, name in ipairs(texts(options.names or "name", "unpivot: names")) do t = t:put(name, prove(t:col(name)), { from = { name } }) end
  return t
end

-- The result with the types that option types says of the columns of names.
function reshape.convert(t, options)
  local types, list = options.types, {}
  if type(types) ~= "table" then raise('unpivot: types is a table, as in { year = "integer" }, not a %s', type(types)) end
  local names = texts(options.names or "name", "unpivot: names")
  local known = set_of(names)
  local given = lists.options(types, "unpivot: types")
  for name in pairs(given) do
    if not known[name] then raise('unpivot: types has "%s", which is not among names (%s)', tostring(name), table.concat(names, ", ")) end
  end
  for _, name in ipairs(names) do
    local wanted = given[name]
    if wanted ~= nil then
      if not conversions[wanted] then raise('unpivot: types: %s is one of "integer", "number", "text", "date"; not "%s"', name, tostring(wanted)) end
      list[#list + 1] = { name, core.call(conversions[wanted], lab.col[name]) }
    end
  end
  return #list > 0 and t:mutate(list) or t
end

return reshape
