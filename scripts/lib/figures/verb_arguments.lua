-- verb_arguments.lua - what a verb written in Lua is handed, read and checked.
--
--     local o = arguments.read(t, "share", { "of", of = "columns", by = "columns", as = "text" }, ...)
--
-- The first entry of the description names the option that leading names stand for, so that t:share("people", { by =
-- "year" }) is t:share{ of = "people", by = "year" }. Each further entry is option = kind:
--     columns   a name or a list of names, each a column of t; read as a list
--     column    one name of a column of t
--     texts     a text or a list of texts
--     text integer number boolean any
--     a list    one of these texts
-- groups = true in it says that the verb works within the groups of group_by (arguments.by); any other refuses a grouped
-- table, whose grouping would be lost. A verb that has an option of that name gives its kind instead, and works within groups, too.
-- Lists are read raw into lists of our own (slavelab.lists).

local column_sets = require "lib.figures.column_sets"
local foreign = require "slavelab.foreign"
local lists = require "slavelab.lists"
local not_numbers = require "lib.figures.not_numbers"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.base.words"

local arguments = {}

-- Raises unless t has a column of that name.
function arguments.need_column(t, name, where)
  local names = t:column_names()
  for _, have in ipairs(names) do
    if have == name then return name end
  end
  raise('%s: no column "%s"%s', where, tostring(name), suggest.among(name, names, "columns are"))
end

local readers = {}

function readers.texts(_, value, where)
  if type(value) == "string" then return { value } end
  if type(value) ~= "table" then raise("%s is a text or a list of texts, not a %s", where, type(value)) end
  local list, seen, keys = lists.list(value, where), {}, 0
  for i, text in ipairs(list) do
    if type(text) ~= "string" then raise("%s[%d] is a text, not a %s", where, i, type(text)) end
    if seen[text] then raise('%s names "%s" twice', where, text) end
    seen[text] = true
  end
  for _ in next, value do keys = keys + 1 end
  if keys > #list then raise("%s is a list of texts without other keys", where) end
  return list
end

-- A text or a list of texts, as a list.
function arguments.texts(value, where) return readers.texts(nil, value, where) end

-- A list of one text stands for the text.
local function text_alone(value, where)
  if type(value) ~= "table" then return value end
  local list = lists.list(value, where)
  return #list == 1 and type(list[1]) == "string" and list[1] or value
end

function readers.columns(t, value, where)
  if column_sets.among(value) then value = column_sets.expand(t, where, false, value) end
  local list = readers.texts(t, value, where)
  for _, name in ipairs(list) do arguments.need_column(t, name, where) end
  return list
end

function readers.column(t, value, where)
  value = text_alone(value, where)
  if type(value) ~= "string" then raise("%s is the name of one column", where) end
  return arguments.need_column(t, value, where)
end

function readers.text(_, value, where)
  value = text_alone(value, where)
  if type(value) ~= "string" then raise("%s is a text, not a %s", where, type(value)) end
  return value
end

function readers.integer(_, value, where)
  local whole = type(value) == "number" and math.tointeger(value)
  if not whole then
    raise("%s is a whole number, not %s", where, type(value) == "number" and tostring(value) or "a " .. type(value))
  end
  return whole
end

function readers.number(_, value, where)
  if type(value) ~= "number" or value ~= value then raise("%s is a number, not a %s", where, type(value)) end
  return value
end

function readers.boolean(_, value, where)
  if type(value) ~= "boolean" then raise("%s is true or false, not a %s", where, type(value)) end
  return value
end

-- A value of a column: a period of lab.period is one by its text.
function readers.any(_, value)
  local meta = type(value) == "table" and debug.getmetatable(value)
  return meta and rawget(meta, "__name") == "slavelab.Period" and tostring(value) or value
end

local function read_choice(value, choices, where)
  for _, choice in ipairs(choices) do
    if value == choice then return value end
  end
  raise('%s is one of "%s"; not "%s"', where, table.concat(choices, '", "'), tostring(value))
end

local function option_names(description)
  local names = {}
  for key in pairs(description) do
    if type(key) == "string" and description[key] ~= true then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

-- Leading names and options out of the arguments: a text or the list part of a table is names, its keys are options.
local function gather(verb, description, ...)
  local main, names, options = description[1], {}, {}
  for i = 1, select("#", ...) do
    local given = select(i, ...)
    if type(given) == "string" or column_sets.is_set(given) then
      names[#names + 1] = given
    elseif type(given) == "table" then
      for _, name in ipairs(lists.list(given, ("%s: argument %d"):format(verb, i))) do names[#names + 1] = name end
      for key, value in next, given do
        if math.type(key) ~= "integer" then options[key] = value end
      end
    elseif given ~= nil then
      raise("%s: argument %d is a name or a table of options, not a %s", verb, i, type(given))
    end
  end
  if #names > 0 then
    if not main then raise("%s takes options, { name = value, ... }, and no names before them", verb) end
    if options[main] ~= nil then raise("%s: %s is named twice: before the options and in them", verb, main) end
    options[main] = names
  end
  return options
end

-- Raises when t is grouped: in the words of the verbs in C.
function arguments.refuse_groups(t, verb)
  if t:grouping() then
    raise("%s after group_by: the grouping would be lost; call %s first and group_by right before the verb that uses the groups", verb, verb)
  end
end

-- The options, checked. Absent ones are nil.
function arguments.read(t, verb, description, ...)
  if not description.groups then arguments.refuse_groups(t, verb) end
  local given, known, read = gather(verb, description, ...), option_names(description), {}
  for _, key in ipairs(suggest.keys(given)) do
    if description[key] == nil or description[key] == true then
      local here = foreign.answer("option", key)
      if here and description[here] then raise('%s: unknown option "%s"; here it is %s', verb, key, here) end
      raise('%s: unknown option "%s"%s', verb, key, suggest.among(key, known, "it takes"))
    end
  end
  for _, key in ipairs(known) do
    if given[key] ~= nil then
      local kind, where = description[key], ("%s: %s"):format(verb, key)
      read[key] = type(kind) == "table" and read_choice(given[key], kind, where) or readers[kind](t, given[key], where)
    end
  end
  return read
end

-- Raises when an option is absent or an empty list; `example` shows how the verb is written.
function arguments.need(options, verb, key, example)
  local value = options[key]
  if value == nil or (type(value) == "table" and #value == 0) then raise("%s: %s is needed: %s", verb, key, example) end
  return value
end

-- Raises when a figure of the column is infinite or not a number, as a function of a script may make it: whatever is worked out from it
-- would be, too. Most columns have none, which their sum tells.
local function need_finite(t, verb, name)
  local column = t:col(name)
  local sum = column:sum()
  if sum == nil or sum - sum == 0 then return end
  for row = 1, #t do
    local value = column[row]
    if value and value - value ~= 0 then
      raise('%s: row %d: "%s" is %s, and figures are finite numbers', verb, row, name, number.format(value))
    end
  end
end

-- Raises unless the columns hold numbers, and finite ones; one without any value may be of any type.
function arguments.need_numbers(t, verb, names)
  for _, field in ipairs(t:schema()) do
    for _, name in ipairs(names) do
      if field.name == name and field.type ~= "integer" and field.type ~= "number" and field.missing < #t then
        local culprit = not_numbers.first(t, name)
        raise('%s: column "%s" holds %s%s; %s needs numbers', verb, name, field.type, culprit and ", " .. culprit or "", verb)
      end
      if field.name == name and field.type == "number" then need_finite(t, verb, name) end
    end
  end
end

-- The columns within whose groups a verb works: by=, else the grouping of t, else none.
function arguments.by(t, options)
  return options.by or t:grouping() or {}
end

-- The name of each result: as= for a single column (or one each), else `word`, behind the column's name when there are
-- several.
function arguments.result_names(options, verb, word)
  local of, as = options.of, options.as
  if as then
    if #as ~= #of then raise("%s: as has %s for %s", verb, words.count(#as, "name"), words.count(#of, "column")) end
    return as
  end
  if #of == 1 then return { word } end
  local names = {}
  for i, name in ipairs(of) do names[i] = name .. "_" .. word end
  return names
end

return arguments
