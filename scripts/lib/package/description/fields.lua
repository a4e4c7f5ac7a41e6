-- fields.lua - what a description says of the columns of a table: types, formats, roles and rules.

local objects = require "lib.package.description.objects"
local periods = require "slavelab.period"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local fields = {}

local given, take, take_names = objects.given, objects.take, objects.take_names

-- What each type of a field becomes; nil in the second place: no promise, the engine proves the type.
local types = {
  string = "text", integer = "integer", number = "number", boolean = "boolean", date = "date",
  datetime = "datetime", year = "integer",
  quarter = "quarter", ["year-ending"] = "year-ending", month = "month", yearmonth = "month", ["financial-year"] = "financial-year", any = false,
}
local type_names = { "string", "integer", "number", "boolean", "date", "datetime", "year", "yearmonth", "month", "quarter", "financial-year", "year-ending", "any" }

-- Types that are not held, and words of other tools, each with what to write instead.
local instead = {
  text = "string", varchar = "string", int = "integer", float = "number", double = "number", bool = "boolean",
  timestamp = "datetime", time = "string", duration = "string", geopoint = "string",
  geojson = "string", object = "string", array = "string", list = "string",
}

local field_keys = { "name", "type", "format", "title", "description", "unit", "role", "order", "source", "constraints" }
local constraint_keys = { "required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength" }

-- Types whose values are texts here, each as one is written.
local period_words = { date = "2019-03-31", datetime = "2019-03-31 10:30", month = "2019-03", quarter = "2019 Q1", ["financial-year"] = "2018/19",
  ["year-ending"] = "year ending March 2019" }

local function is_period(value, kind)
  if type(value) ~= "string" then return false end
  if kind == "datetime" then return value:find("^%d%d%d%d%-%d%d%-%d%d[ T]%d%d:%d%d") ~= nil end
  if kind == "date" and not value:find("^%d%d%d%d%-%d%d%-%d%d$") then return false end
  return periods.as(kind, value) ~= nil
end

-- Raises unless the value can be compared with cells of the field.
local function check_value(value, field, where)
  local kind, fits = field.type, false
  if kind == "integer" or kind == "number" then
    fits = type(value) == "number"
  elseif kind == "boolean" then
    fits = type(value) == "boolean"
  elseif kind == "text" then
    fits = type(value) == "string"
  elseif period_words[kind] then
    if not is_period(value, kind) then
      raise('%s: %s is no %s as it is written here: "%s"', where, lab.json_encode(value), kind, period_words[kind])
    end
    fits = true
  else
    raise('%s: a field of type "any" takes no such rule, because its type is not known before the file is read', where)
  end
  if not fits then
    raise("%s: %s cannot be compared with a field of type %s", where, lab.json_encode(value), field.stated)
  end
end

-- Said when the package is opened, not when a table of it is read.
local function check_pattern(pattern, where)
  local none = lab.table { columns = { "text" }, types = { text = "text" } }
  local good, said = lab.try(none.filter, none, "matches(text, $pattern)", { pattern = pattern })
  if not good then raise('%s, "pattern": %s', where, said:match('%d: ("[^\n]*)') or said) end
end

local function read_constraints(object, field, where)
  objects.check_keys(object, constraint_keys, where, true)
  local rules = {
    required = take(object, "required", "boolean", where), unique = take(object, "unique", "boolean", where),
    enum = take(object, "enum", "table", where), pattern = take(object, "pattern", "string", where),
    minLength = take(object, "minLength", "number", where), maxLength = take(object, "maxLength", "number", where),
    minimum = given(object.minimum), maximum = given(object.maximum),
  }
  for _, key in ipairs { "minimum", "maximum" } do
    if rules[key] ~= nil then
      if field.type == "text" or field.type == "boolean" then
        raise('%s: "%s" is for numbers and dates, not for a %s', where, key, field.stated)
      end
      check_value(rules[key], field, ('%s, "%s"'):format(where, key))
    end
  end
  if rules.enum and #rules.enum == 0 then raise('%s: "enum" is a list of at least one value', where) end
  for i, value in ipairs(rules.enum or {}) do check_value(value, field, ('%s, "enum"[%d]'):format(where, i)) end
  for _, key in ipairs { "pattern", "minLength", "maxLength" } do
    if rules[key] ~= nil and field.type ~= "text" then
      raise('%s: "%s" is for fields of type string, not %s', where, key, field.stated)
    end
  end
  if rules.pattern then check_pattern(rules.pattern, where) end
  return rules
end

local function read_type(entry, where)
  local stated = take(entry, "type", "string", where) or "string"
  if types[stated] ~= nil then return stated, types[stated] end
  local other = instead[stated]
  if other then
    raise('%s: type "%s" is not supported; declare it "%s"', where, stated, other)
  end
  raise('%s: unknown type "%s"%s', where, stated, suggest.among(stated, type_names, "types are"))
end

local date_formats = { default = "iso", ["%Y-%m-%d"] = "iso", ["%d/%m/%Y"] = "dmy", ["%d %B %Y"] = "long", ["%d %b %Y"] = "long", any = false }

-- The same of a date and a time. The specification's own default ends with Z, a zone, which no datetime here has.
local function datetime_format(format)
  if format == "default" or format == "any" then return date_formats[format] end
  local date = format:match("^(%%.-)[ T]%%H:%%M$") or format:match("^(%%.-)[ T]%%H:%%M:%%S$")
  return date and date_formats[date]
end

-- One order of dates, one decimal sign for the whole file: what several fields say about it must agree.
local function agree(options, key, value, where)
  if options[key] ~= nil and options[key] ~= value then
    raise("%s: all fields of a file are written one way, and another field says otherwise (%s)", where, key)
  end
  options[key] = value
end

-- What the column is for verbs that add up, hide and chart: what the field says, else what a declared year or unit says.
local function read_role(entry, field, where)
  local role, is_number = take(entry, "role", "string", where), field.type == "integer" or field.type == "number"
  if role and role ~= "figure" and role ~= "key" and role ~= "basis" and role ~= "remark" then
    raise('%s: "role" is "figure", "key", "basis" or "remark", not "%s"', where, role)
  end
  if role == "figure" and not is_number and field.type then
    raise('%s: a field of type %s is no figure; a figure is a number', where, field.stated)
  end
  return role or (field.stated == "year" and "key") or (field.unit and is_number and "figure") or nil
end

-- The labels of a text in their order; they are all that it may hold.
local function read_order(entry, field, where)
  local order = take_names(entry, "order", where)
  if not order then return nil end
  if field.type ~= "text" then raise('%s: "order" is for fields of type string, not %s', where, field.stated) end
  local seen = {}
  for _, label in ipairs(order) do
    if seen[label] then raise('%s: "order" has "%s" twice', where, label) end
    seen[label] = true
  end
  return order
end

local function read_field(entry, options, where)
  if type(entry) ~= "table" then raise("%s is an object with a name", where) end
  local name = take(entry, "name", "string", where)
  if not name or name == "" then raise('%s: "name" is missing', where) end
  where = ('%s (%s)'):format(where, name)
  objects.check_keys(entry, field_keys, where)
  local field = { name = name, title = take(entry, "title", "string", where),
    unit = take(entry, "unit", "string", where), description = take(entry, "description", "string", where) }
  field.stated, field.type = read_type(entry, where)
  field.role = read_role(entry, field, where)
  field.source = take(entry, "source", "string", where)
  local format = take(entry, "format", "string", where) or "default"
  if field.type == "date" then
    if date_formats[format] == nil then
      raise('%s: format "%s" is not supported; dates are "%%Y-%%m-%%d", "%%d/%%m/%%Y" or "%%d %%B %%Y"', where, format)
    end
    if date_formats[format] then agree(options, "dates", date_formats[format], where) end
  end
  if field.type == "datetime" then
    local order = datetime_format(format)
    if order == nil then
      raise('%s: format "%s" is not supported; datetimes are a date, "%%Y-%%m-%%d", "%%d/%%m/%%Y" or "%%d %%B %%Y", '
        .. "and behind it %%H:%%M or %%H:%%M:%%S, without a time zone", where, format)
    end
    if order then agree(options, "dates", order, where) end
  end
  if field.type == "number" then
    agree(options, "decimal", take(entry, "decimalChar", "string", where) or ".", where)
  end
  if given(entry.bareNumber) == false then raise('%s: "bareNumber" false is not supported', where) end
  if given(entry.missingValues) ~= nil then
    raise('%s: "missingValues" belongs to the schema, for all fields', where)
  end
  local constraints = take(entry, "constraints", "table", where) or {}
  field.constraints = read_constraints(constraints, field, where .. ", constraints")
  field.constraints.order = read_order(entry, field, where)
  if field.stated == "year" then
    field.constraints.minimum = field.constraints.minimum or 1
    field.constraints.maximum = field.constraints.maximum or 9999
  end
  return field
end

-- The fields of a schema in their order, and by name; what they say of how the file is written goes into options.
function fields.read(schema, options, where)
  local list, by_name = {}, {}
  for i, entry in ipairs(take(schema, "fields", "table", where) or {}) do
    local field = read_field(entry, options, ("%s, fields[%d]"):format(where, i))
    if by_name[field.name] then raise('%s: field "%s" is described twice', where, field.name) end
    list[i], by_name[field.name] = field, field
  end
  if #list == 0 then raise('%s: "fields" is missing: one object for each column, in order', where) end
  return list, by_name
end

return fields
