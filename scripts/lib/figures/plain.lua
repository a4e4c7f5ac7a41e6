-- plain.lua - a table of any origin as plain lists, with every cell also as the text a reader is shown.
--
--     { rows = 2, missing = "[x]", columns = {
--         { name = "year",   title = "Year", type = "integer", align = "right", values = {2022, 2023}, shown = {"2022", "2023"} },
--         { name = "people", title = "People", unit = "people", ..., values = {nil, 17004}, shown = {"[c]", "17,004"},
--           markers = {"[c]"} } } }
--
-- A missing cell is nil in values, and `rows`, not #values, says how many there are. What is shown for it is its
-- reason ("[c]") or, when it has none, the text chosen for missing cells ("[x]", not available); never 0. A present
-- value with a flag is shown with it ("1,234 [p]"). markers holds reasons and flags by row, sparsely. role is what the column is
-- (roles.lua), where that is known, stands_for what the whole numbers of a key stand for, and order the labels of a text column in the order
-- that t:order gave them.

local core = require "slavelab.plain"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"

local plain = {}

-- The shorthand of the Government Statistical Service, in the order in which a legend lists it.
plain.meanings = {
  { "[c]", "confidential" }, { "[x]", "not available" }, { "[z]", "not applicable" },
  { "[low]", "rounds to zero, but is not zero" }, { "[p]", "provisional" }, { "[r]", "revised" },
  { "[e]", "estimated" }, { "[b]", "break in the series" }, { "[u]", "low reliability" },
}

local marker_names = {}
for _, pair in ipairs(plain.meanings) do marker_names[pair[1]] = true end

local function is_marker(value)
  return type(value) == "string" and marker_names[value] == true
end

local column_settings = { "name", "title", "type", "unit", "decimals", "align", "grouping" }
local types = { integer = true, number = true, text = true, boolean = true, date = true, datetime = true, period = true }

-- "referrals_per_100k" becomes "Referrals per 100k": fit for a heading when nothing better was given.
local function title_of(name)
  local words = name:gsub("_", " "):gsub("^%s+", "")
  return (words:gsub("^%l", string.upper))
end

-- Enough decimals to tell the column's values apart, not so many that they pretend to a precision they lack:
-- as many as the longest has, at most two, or what three significant digits of the largest value take.
local function default_decimals(measured)
  local limit, largest = 2, measured.largest
  if largest > 0 and largest < 1 then limit = 2 - math.floor(math.log(largest, 10)) end
  return math.min(measured.places, limit)
end

local function texts_of(column, values, markers, rows, missing)
  local decimals = column.type == "number" and column.decimals or nil
  return core.show(values, markers, rows, decimals, column.grouping == false and "" or ",", missing)
end

-- The text of one value, without its marker.
function plain.show(value, column) return texts_of(column, { value }, nil, 1)[1] end

-- A column from its values, markers and settings; settings are the author's and win.
local function build_column(given, rows, settings, missing)
  local name, values, markers = given.name, given.values, given.markers
  local measured = core.measure(values, rows)
  local column = {
    name = name,
    title = settings.title or title_of(name),
    type = settings.type or measured.type,
    unit = settings.unit,
    grouping = settings.grouping,
    values = values,
  }
  -- One number of decimals for all columns is meant for those with fractions.
  if column.type == "number" or not settings.only_numbers then column.decimals = settings.decimals end
  if column.decimals == nil then column.decimals = given.decimals end
  if column.type == "text" and not measured.texts then
    for i = 1, rows do
      if values[i] ~= nil and type(values[i]) ~= "string" then values[i] = tostring(values[i]) end
    end
  end
  local numeric = column.type == "integer" or column.type == "number"
  column.role, column.stands_for, column.order = settings.role, settings.stands_for, given.order
  -- Where no role is known, the values say. What has a unit was counted.
  if settings.role == nil and not column.unit and column.type ~= "text" and roles.are_years(measured.low, measured.high, name) then
    column.stands_for = "year"
  end
  -- Years and codes are counted on, not counted: 2023, never 2,023.
  if column.grouping == nil and column.stands_for then column.grouping = false end
  if column.type == "integer" and column.decimals and column.decimals > 0 then column.type = "number" end
  if column.type == "number" and not column.decimals then column.decimals = default_decimals(measured) end
  column.align = settings.align or (numeric and "right" or "left")
  column.shown = texts_of(column, values, markers, rows, missing)
  if markers and next(markers) then column.markers = markers end
  return column
end

-- What `columns=` says: a list of names, each with its settings (an empty table when it stood alone).
local function read_columns(given, where)
  if given == nil then return nil end
  if type(given) == "string" then given = { given } end
  if type(given) ~= "table" then raise("%s: columns is a list of names, not a %s", where, type(given)) end
  local list, seen = {}, {}
  for i, entry in ipairs(lists.list(given, where .. ": columns")) do
    local settings = type(entry) == "string" and { name = entry } or entry
    if type(settings) == "table" then settings = lists.options(settings, ("%s: columns[%d]"):format(where, i)) end
    if type(settings) ~= "table" or type(settings.name) ~= "string" then
      raise('%s: columns[%d] is a name or { name = "...", title = "...", ... }', where, i)
    end
    for _, key in ipairs(suggest.keys(settings)) do
      local known = false
      for _, allowed in ipairs(column_settings) do known = known or allowed == key end
      if not known then
        raise('%s: columns[%d]: unknown setting "%s"%s', where, i, key, suggest.among(key, column_settings, "a column takes"))
      end
    end
    if settings.type and not types[settings.type] then
      raise('%s: columns[%d]: unknown type "%s"%s', where, i, tostring(settings.type),
        suggest.among(settings.type, suggest.keys(types), "types are"))
    end
    if settings.align and settings.align ~= "left" and settings.align ~= "right" then
      raise('%s: columns[%d]: align is "left" or "right"', where, i)
    end
    if settings.decimals and (math.type(settings.decimals) ~= "integer" or settings.decimals < 0 or settings.decimals > 15) then
      raise("%s: columns[%d]: decimals is a whole number from 0 to 15", where, i)
    end
    if seen[settings.name] then raise('%s: column "%s" is named twice in columns', where, settings.name) end
    seen[settings.name] = true
    list[#list + 1] = settings
  end
  return list
end

-- titles=, units= and decimals= by the name of the column; decimals may be one number for all.
local function settings_for(name, settings, options)
  local merged = {}
  for key, value in pairs(settings or {}) do merged[key] = value end
  if merged.title == nil and options.titles then merged.title = options.titles[name] end
  if merged.unit == nil and options.units then merged.unit = options.units[name] end
  if merged.decimals == nil then
    if type(options.decimals) == "table" then
      merged.decimals = options.decimals[name]
    elseif options.decimals then
      merged.decimals = options.decimals
      merged.only_numbers = true
    end
  end
  return merged
end

local function check_maps(options, names, where)
  for _, key in ipairs { "titles", "units", "decimals" } do
    local map = options[key]
    if map ~= nil and type(map) ~= "table" and not (key == "decimals" and math.type(map) == "integer") then
      raise("%s: %s is a table by column name", where, key)
    end
    if type(map) == "table" then
      map = lists.options(map, where .. ": " .. key)
      for _, name in ipairs(suggest.keys(map)) do
        local known = false
        for _, have in ipairs(names) do known = known or have == name end
        if not known then raise('%s: %s names a column "%s" that is not there%s', where, key, name,
          suggest.among(name, names, "columns are")) end
      end
    end
  end
end

-- Cells of one column out of a list of row tables. A cell is a value, a marker alone ("[c]": missing, and why), or
-- { value, "[p]" }.
local function cells_of_rows(list, name)
  local raw, markers, others = {}, {}, false
  for i, row in ipairs(list) do
    local cell = row[name]
    if type(cell) == "table" and getmetatable(cell) == nil then
      raw[i], markers[i] = cell[1], cell[2]
    else
      raw[i] = cell
    end
    if type(raw[i]) == "string" and not is_marker(raw[i]) then others = true end
  end
  if not others then
    for i = 1, #list do
      if is_marker(raw[i]) then raw[i], markers[i] = nil, raw[i] end
    end
  end
  return raw, markers
end

local function from_rows(list, wanted, where)
  if not wanted then
    raise('%s: a list of rows needs columns = { "name", ... }: a Lua table keeps no order of its own', where)
  end
  local declared = type(list.columns) == "table" and lists.list(list.columns, where .. ": columns") or {}
  list = lists.list(list, where .. ": row")
  -- A column that the list itself declares may be empty throughout; one that only the report asks for is misspelt then.
  local names = {}
  for _, entry in ipairs(declared) do
    names[type(entry) == "table" and entry.name or entry] = true
  end
  for i, row in ipairs(list) do
    if type(row) ~= "table" then raise("%s: row %d is a %s, not a table", where, i, type(row)) end
    for key in pairs(row) do names[key] = true end
  end
  local columns = {}
  for _, settings in ipairs(wanted) do
    if #list > 0 and not names[settings.name] then
      raise('%s: no row has a "%s"%s', where, settings.name, suggest.among(settings.name, suggest.keys(names), "rows have"))
    end
    local values, markers = cells_of_rows(list, settings.name)
    columns[#columns + 1] = { name = settings.name, values = values, markers = markers }
  end
  return columns, #list, suggest.keys(names)
end

-- The engine's types by the names that a document has for them.
local document_types = { int64 = "integer", double = "number", string = "text", bool = "boolean" }

-- A table of the engine.
local function from_engine(t, wanted, where)
  local rows, columns, names, by_name = #t, {}, {}, {}
  for i, entry in ipairs(t:schema()) do
    names[i], by_name[entry.name] = entry.name, entry
  end
  for _, settings in ipairs(wanted or {}) do
    if not by_name[settings.name] then
      raise('%s: no column "%s"%s', where, settings.name, suggest.among(settings.name, names, "columns are"))
    end
  end
  local chosen = names
  if wanted then
    chosen = {}
    for i, settings in ipairs(wanted) do chosen[i] = settings.name end
  end
  local found = {}
  for _, column in ipairs(roles.list(t)) do found[column.name] = column end
  for _, name in ipairs(chosen) do
    local entry = by_name[name]
    local kind = document_types[entry.type] or entry.type
    if not types[kind] then kind = "period" end
    local column = t:col(name)
    local values, markers = core.read(column)
    columns[#columns + 1] = { name = name, values = values, markers = markers, order = column:order(), type = kind, unit = entry.unit, title = entry.title,
      role = found[name].role, stands_for = found[name].stands_for }
  end
  return columns, rows, names
end

-- A table that is in the plain form already; columns= selects from it.
local function from_plain(t, wanted, where)
  local names, by_name = {}, {}
  for i, column in ipairs(t.columns) do
    names[i], by_name[column.name] = column.name, column
  end
  local chosen = {}
  for i, settings in ipairs(wanted or t.columns) do
    local column = by_name[settings.name]
    if not column then raise('%s: no column "%s"%s', where, settings.name, suggest.among(settings.name, names, "columns are")) end
    local copy = {}
    for key, value in pairs(column) do copy[key] = value end
    copy.values, copy.markers = table.move(column.values, 1, t.rows, 1, {}), {}
    for row, marker in pairs(column.markers or {}) do copy.markers[row] = marker end
    chosen[i] = copy
  end
  return chosen, t.rows, names
end

local function is_plain(t)
  return type(t) == "table" and math.type(t.rows) == "integer" and type(t.columns) == "table"
    and (t.columns[1] == nil or (type(t.columns[1]) == "table" and type(t.columns[1].values) == "table"))
end

-- A table in plain form. t is a table of the engine, a list of row tables, or in plain form already.
-- options:
--   columns   names in the order wanted, each a text or { name=, title=, type=, unit=, decimals=, align=, grouping= };
--             needed for a list of rows, otherwise all columns as they come
--   titles, units, decimals   the same settings by the name of the column; decimals may be one number for all
--   missing   what is shown for a missing cell that has no reason: "[x]" unless given
-- where opens the messages of errors. grouping = false leaves the thousands separators out; columns of years never
-- have any.
function plain.table(t, options, where)
  options, where = options or {}, where or "table"
  local columns, rows, names
  local own = type(t) == "table" and not is_plain(t) and t.columns or nil
  local wanted = read_columns(options.columns or own, where)
  if is_plain(t) then
    columns, rows, names = from_plain(t, wanted, where)
  elseif type(t) == "table" then
    columns, rows, names = from_rows(t, wanted, where)
  elseif type(t) == "userdata" and t.schema then
    columns, rows, names = from_engine(t, wanted, where)
  else
    raise("%s: a table is wanted, or a list of rows, not a %s", where, t == nil and "nil" or type(t))
  end
  -- Settings for columns that are there but not chosen do no harm; an empty list of rows has no other names.
  if rows == 0 then
    for _, column in ipairs(columns) do names[#names + 1] = column.name end
  end
  check_maps(options, names, where)
  local missing = options.missing or (is_plain(t) and t.missing) or "[x]"
  local result = { columns = {}, rows = rows, missing = missing }
  for i, column in ipairs(columns) do
    local settings = settings_for(column.name, wanted and wanted[i], options)
    for _, key in ipairs { "type", "unit", "title", "align", "grouping", "role", "stands_for" } do
      if settings[key] == nil then settings[key] = column[key] end
    end
    result.columns[i] = build_column(column, rows, settings, missing)
  end
  return result
end

-- The heading of a column: its title, with its unit in brackets unless the title says it already.
function plain.label(column)
  local unit = column.unit
  if not unit or unit == "" or column.title:lower():find(unit:lower(), 1, true) then return column.title end
  return ("%s (%s)"):format(column.title, unit)
end

-- The markers that a table shows, with their meanings: a list of { "[c]", "confidential" }.
function plain.legend(t)
  local used, list = {}, {}
  for _, column in ipairs(t.columns) do
    for i = 1, t.rows do
      if column.values[i] == nil and marker_names[column.shown[i]] then used[column.shown[i]] = true end
      local marker = column.markers and column.markers[i]
      if marker then
        for one in marker:gmatch("%b[]") do used[one] = true end
      end
    end
  end
  for _, pair in ipairs(plain.meanings) do
    if used[pair[1]] then list[#list + 1] = pair end
  end
  return list
end

return plain
