-- patch.lua - lab.patch{ ... } and t:patch{ ... }: a correction of published figures that says what it corrects, and why.
--
--     force   year   people        where = { force = "Kent", year = 2022 }, set = { people = 120 },
--     Kent    2022   12            because = "a digit was lost", source = "release of May 2023, table 4"
--
--     t:notes()   Corrected: "people" is 120 instead of 12 in row 1 (force Kent, year 2022), because a digit was lost (release of May
--                 2023, table 4).
--
-- A correction that finds no row, another number of rows than expect, or rows that hold the value already is an error: the data have changed
-- below it, and it must be looked at again. lab.patch without a table is the correction by itself, for t:patch.

local arguments = require "lib.figures.verb_arguments"
local escape = require "lib.base.escape"
local lineage = require "slavelab.lineage"
local lists = require "slavelab.lists"
local markers = require "lib.figures.markers"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local patch = {}

local example = 't:patch{ where = { force = "Kent" }, set = { people = 120 }, because = "a digit was lost", source = "release of May 2023" }'
local keys = { "where", "set", "because", "source", "expect", "params" }
local most_rows = 10 -- whose old values a note tells

-- No column of a table is called so: names of files hold no control characters.
local hit, place = "\1hit", "\1place"

local Patch = { __name = "slavelab.Patch" }

-- --- what is asked for --------------------------------------------------------------------------------------------------------------

local function read_text(given, key, needed)
  local value = given[key]
  if value == nil and not needed then return nil end
  if type(value) ~= "string" or not value:find("%S") then
    raise("patch: %s is %s: %s", key, needed and "needed, a text that a reader of the figures understands" or "a text", example)
  end
  return (value:gsub("%s+", " "):gsub("^ ", ""):gsub("[. ]+$", ""))
end

-- A source as one line, and as a table when it is one.
local function read_source(given)
  if type(given.source) ~= "table" then return read_text(given, "source", false) end
  local source = lists.options(given.source, "patch: source")
  if type(source.title) ~= "string" or source.title == "" then raise 'patch: a source is a text, or a table with a title: { title =, url = }' end
  return source.title, source
end

local function sorted_keys(t, what)
  local names = {}
  for key in next, t do
    if type(key) ~= "string" then raise("patch: %s has names of columns as keys: { force = \"Kent\" }", what) end
    names[#names + 1] = key
  end
  table.sort(names)
  return names
end

local function is_plain(value) return type(value) == "table" and getmetatable(value) == nil end

local function read_where(where)
  if type(where) == "string" then return { expr = lab.expr(where), text = where } end
  if type(where) == "userdata" and getmetatable(where) == "slavelab.Expression" then return { expr = where, text = tostring(where) } end
  if not is_plain(where) then
    raise("patch: where is needed, an expression or the key of the rows: %s", example)
  end
  local named = lists.options(where, "patch: where")
  local columns = sorted_keys(named, "where")
  if #columns == 0 then raise "patch: where is empty; a correction is of some rows" end
  local expr, texts = nil, {}
  for i, name in ipairs(columns) do
    local is = lab.col[name]:eq(named[name])
    expr = expr and expr & is or is
    texts[i] = name .. " " .. tostring(named[name])
  end
  return { expr = expr, text = table.concat(texts, ", "), columns = columns }
end

-- { { column =, value = | expr = } } in the order of the names.
local function read_set(set)
  if type(set) == "string" then set = { set } end
  if not is_plain(set) then raise("patch: set is needed, the new values: %s", example) end
  local list, texts = {}, lists.list(set, "patch: set")
  if #texts > 0 then
    for i, text in ipairs(texts) do
      if type(text) ~= "string" then text = "" end
      local name, value = text:match("^%s*`?(.-)`?%s*=%s*([^=].*)$")
      if not name then raise('patch: set[%d] is of the form "column = expression"', i) end
      list[i] = { column = name, expr = lab.expr(value) }
    end
    return list
  end
  local named = lists.options(set, "patch: set")
  for i, name in ipairs(sorted_keys(named, "set")) do list[i] = { column = name, value = named[name] } end
  if #list == 0 then raise "patch: set is empty; say which column is to be what" end
  return list
end

local function new(given)
  for _, key in ipairs(suggest.keys(given)) do
    local known = false
    for _, one in ipairs(keys) do known = known or one == key end
    if not known then raise('patch: unknown option "%s"%s', key, suggest.among(key, keys, "it takes")) end
  end
  local o = { where = read_where(given.where), set = read_set(given.set), because = read_text(given, "because", true), params = given.params }
  o.source, o.publication = read_source(given)
  if o.params ~= nil and not is_plain(o.params) then raise "patch: params is a table of the values that where names, { year = 2022 }" end
  o.expect = given.expect
  if o.expect ~= nil and (math.type(o.expect) ~= "integer" or o.expect < 1) then
    raise("patch: expect is how many rows are to be corrected, 1 or more")
  end
  if o.expect == nil and o.where.columns then o.expect = 1 end -- a key is of one row
  return setmetatable(o, Patch)
end

function Patch.__tostring(self)
  local parts = {}
  for i, one in ipairs(self.set) do
    parts[i] = one.column .. " = " .. (one.expr and tostring(one.expr) or type(one.value) == "table" and tostring(one.value[1]) or tostring(one.value))
  end
  return ("correction of %s where %s, because %s%s"):format(table.concat(parts, ", "), self.where.text, self.because,
    self.source and " (" .. self.source .. ")" or "")
end

-- --- carrying it out ----------------------------------------------------------------------------------------------------------------

-- A cell in a sentence, its marker behind it.
local function cell_text(value, marker)
  local text = value == nil and "missing" or type(value) == "number" and (number.exact(value) or tostring(value)) or tostring(value)
  if type(value) == "string" then text = '"' .. escape.line(text) .. '"' end
  return marker and text .. " " .. marker or text
end

local function where_text(o)
  if o.where.columns then return "(" .. o.where.text .. ")" end
  local values = {}
  for _, name in ipairs(suggest.keys(o.params or {})) do values[#values + 1] = ("$%s is %s"):format(name, tostring(o.params[name])) end
  return "where " .. o.where.text .. (#values > 0 and " (" .. table.concat(values, ", ") .. ")" or "")
end

-- The rows that are meant, by number.
local function rows_hit(t, o)
  local marked = t:mutate({ { hit, o.where.expr:coalesce(false) } }, o.params)
  local rows = marked:mutate { { place, lab.expr "row_number()" } }:filter(lab.col[hit]):col(place):to_list()
  if #rows == 0 then
    raise("patch: no row %s; %s of the table are as they were. Either the key is misspelt or the data have changed: look at the correction again",
      where_text(o), words.count(#t, "row"))
  end
  if o.expect and #rows ~= o.expect then
    local shown = {}
    for i = 1, math.min(#rows, 5) do shown[i] = tostring(rows[i]) end
    raise("patch: %s %s, and expect = %d%s: row%s %s%s", words.count(#rows, "row is", "rows are"), where_text(o), o.expect,
      o.where.columns and " (a key is of one row unless expect says more)" or "", #rows > 1 and "s" or "", table.concat(shown, ", "),
      #rows > 5 and " ..." or "")
  end
  return marked, rows
end

-- What set says a cell is to be: value and marker. "[c]" is a missing cell with its reason, { 12, "[p]" } a value with a flag.
local function literal(value)
  if is_plain(value) then
    local pair = lists.list(value, "patch: set")
    return pair[1], pair[2]
  end
  return value, nil
end

-- The column as it is to be, in rows that are hit. Kept: its type, and flags of cells that set says nothing of.
local function corrected(marked, rows, one, kind)
  local old = marked:col(one.column)
  local value, marker = literal(one.value)
  local is_reason = kind ~= "text" and type(value) == "string" and value:find("^%[%l+%]$") ~= nil
  local has_markers = marker ~= nil or is_reason
  for _, row in ipairs(rows) do has_markers = has_markers or old:marker(row) ~= nil end
  if one.expr or not has_markers then
    local new = one.expr or lab.lit(value)
    return marked:mutate { { one.column, lab.col[hit]:if_else(new, lab.col[one.column]) } }:col(one.column)
  end
  local v = vector.read(marked, one.column)
  for _, row in ipairs(rows) do
    if is_reason then
      v.values[row], v.markers[row] = nil, value
    else
      v.markers[row] = marker or v.values[row] ~= nil and v.markers[row] or nil
      v.values[row] = value
    end
  end
  return vector.put(marked, v):col(one.column)
end

local function check_column(t, one)
  arguments.need_column(t, one.column, "patch: set")
  local kind = t:col(one.column):type()
  local value = literal(one.value)
  if one.expr == nil and value == nil then raise('patch: set: "%s" has no value; set = "%s = missing" makes cells missing', one.column, one.column) end
  return kind
end

-- '"people" is 120 instead of 12 in row 1'
local function change_text(one, old, new, rows)
  local parts = {}
  for i = 1, math.min(#rows, most_rows) do
    local row = rows[i]
    parts[i] = ("%s instead of %s in row %d"):format(cell_text(new[row], new:marker(row)), cell_text(old[row], old:marker(row)), row)
  end
  local more = #rows > most_rows and (" and in %s more"):format(words.count(#rows - most_rows, "row")) or ""
  return ('"%s" is %s%s'):format(one.column, table.concat(parts, ", "), more)
end

local function check_changed(one, old, new, rows, o)
  for _, row in ipairs(rows) do
    if old[row] == new[row] and old:marker(row) == new:marker(row) then
      raise('patch: row %d (%s) has "%s" = %s already: nothing is left to correct, and the correction can go', row, o.where.text, one.column,
        cell_text(old[row], old:marker(row)))
    end
  end
end

local function with_publication(t, source)
  if not source then return t end
  local list = table.move(t:about().sources or {}, 1, #(t:about().sources or {}), 1, {})
  list[#list + 1] = source
  return t:with_about("sources", list)
end

-- A table whose only cell is of the publication that a correction was read in.
local function of_publication(source)
  return source and lineage.keep(lab.table { columns = { "value" }, { 1 } }:with_sources { source })
end

local function apply(t, o)
  for _, name in ipairs(o.where.columns or {}) do arguments.need_column(t, name, "patch: where") end
  local marked, rows = rows_hit(t, o)
  local read_in, is_hit = of_publication(o.publication), {}
  for _, row in ipairs(rows) do is_hit[row] = true end
  -- A table whose sources nobody knows gets cells that have some.
  local result, changes = read_in and not select(2, lineage.of(t)) and lineage.set(t, { parts = { { from = lineage.keep(t) } } }) or t, {}
  for i, one in ipairs(o.set) do
    local kind = check_column(t, one)
    local old = t:col(one.column)
    local new, message = lab.try(corrected, marked, rows, one, kind)
    local reason = not new and (message:gsub("\n.*", ""):gsub("^put: ", "")) or new:type() ~= kind and ("the new values would be %s"):format(new:type())
    if reason then raise('patch: set: column "%s" holds %s: %s', one.column, kind, reason) end
    check_changed(one, old, new, rows, o)
    changes[i] = change_text(one, old, new, rows)
    result = result:put(one.column, new, { from = function(row, at)
      if is_hit[row] and read_in then at("value", 1, read_in) else at(one.column, row) end
    end })
  end
  local text = ("Corrected: %s %s, because %s%s."):format(table.concat(changes, "; "), where_text(o), o.because,
    o.source and " (" .. o.source .. ")" or "")
  return notes.add(with_publication(result, o.publication), "patch", text)
end

-- t:patch{ ... }, t:patch(lab.patch{ ... }) or several of them in a list.
function patch.patch(t, given, ...)
  arguments.refuse_groups(t, "patch")
  if select("#", ...) > 0 or type(given) ~= "table" then raise("patch: one table is taken, a correction or a list of corrections: %s", example) end
  if getmetatable(given) == Patch then return apply(t, given) end
  if not is_plain(given) then raise("patch: a correction is a table: %s", example) end
  local list = lists.list(given, "patch")
  if #list == 0 then return apply(t, new(lists.options(given, "patch"))) end
  for i, one in ipairs(list) do
    if type(one) ~= "table" then raise("patch: item %d of the list is no correction", i) end
    t = patch.patch(t, one)
  end
  return t
end

function patch.new(given)
  if not is_plain(given) then
    raise("lab.patch takes one table: lab.patch{ table = t, where =, set =, because =, source = }")
  end
  local o = lists.options(given, "patch")
  local t = o.table
  if t == nil then return new(o) end
  o.table = nil
  t = require "lib.base.collected"(t)
  if getmetatable(t) ~= "slavelab.Table" then raise("lab.patch: table is a table, not a %s", type(t)) end
  return patch.patch(t, new(o))
end

lab.document("lab", "patch", {
  signature = "(options: {table?: slavelab.Table, where: string|slavelab.Expression|table<string, any>, set: string|string[]|table<string, any>, "
    .. "because: string, source?: string|table, expect?: integer, params?: table}): slavelab.Table|slavelab.Patch",
  text = "A documented correction: in the rows of where, an expression or a key { force = \"Kent\", year = 2022 }, the columns of set get these "
    .. "values (\"[c]\" a missing cell with its reason, { 12, \"[p]\" } a value with a flag, \"n = n / 10\" an expression). With table= the corrected "
    .. "table; without, the correction by itself, for t:patch. t:notes(), and with it the methods note of a report, says which rows, the old "
    .. "values, because and source. No row, another number than expect= (a key is of one row), a value that stands there already and one of another "
    .. "type are errors: then the data have changed.",
  example = 'local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 7 } }\n'
    .. 't = lab.patch{ table = t, where = { force = "Kent" }, set = { people = 120 },\n  because = "a digit was lost", source = "release of May 2023" }\n'
    .. "print(t, t:notes()[1])",
})

-- lab.patch is this module, and is called.
return setmetatable(patch, { __call = function(_, given) return patch.new(given) end })
