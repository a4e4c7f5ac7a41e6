-- description.lua - a datapackage.json, read and checked, in the words of the engine.
--
-- The Frictionless specifications leave much open; what is said here is what this library keeps. Whatever a description
-- promises and the library cannot hold is an error, never passed over.
--
--     { path = "data/datapackage.json", folder = "data", name =, title =, sources = {...}, licence =,
--       resources = { { name =, title =, description =, files = {"data/nrm.csv"}, read = options of read_csv,
--                       or of read_sheet where is_sheet,
--                       fields = { { name =, type = "integer", unit =, title =, description =, constraints = {...} } },
--                       primary_key = {"year"}, foreign_keys = { { fields = {"source"}, resource = "sources",
--                       references = {"source"} } }, sources = {...}, licence =, record =, catalogue = } }, tieouts = }
--
-- What the last three are is said in record.lua.

local dialect = require "lib.package.dialect"
local objects = require "lib.package.objects"
local origins = require "lib.package.origins"
local periods = require "slavelab.period"
local raise = require "lib.base.raise"
local record = require "lib.package.record"
local sheet_dialect = require "lib.package.sheet_dialect"
local suggest = require "lib.base.suggest"

local description = {}

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

local keys = {
  resource = { "name", "path", "title", "description", "schema", "dialect", "encoding", "format", "mediatype",
    "profile", "sources", "licenses", "licences", "bytes", "hash", "tieouts", "earlierReleaseOf" },
  schema = { "fields", "missingValues", "markers", "primaryKey", "foreignKeys", "record", "catalogue" },
  field = { "name", "type", "format", "title", "description", "unit", "role", "order", "source", "constraints" },
  constraints = { "required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength" },
}

-- --- how the file is written -----------------------------------------------------------------------------------------

local encodings = { ["utf-8"] = "utf-8", utf8 = "utf-8", ["windows-1252"] = "windows-1252", cp1252 = "windows-1252",
  ["utf-16"] = "utf-16", utf16 = "utf-16" }

local function read_files(entry, package, where)
  if given(entry.data) ~= nil then
    raise('%s: "data" within the description is not supported; put it into a CSV file', where)
  end
  local files = take_names(entry, "path", where)
  if not files then raise('%s: "path" is missing: the CSV file, from the folder of %s', where, package.path) end
  local list = {}
  for i, file in ipairs(files) do
    if file:find("^%a[%w+.-]*://") then
      raise('%s: "%s" is an address; fetch the file and name it by its path', where, file)
    end
    if file:find("^[/\\]") or ("/" .. file .. "/"):find("[/\\]%.%.[/\\]") then
      raise('%s: "%s" leaves the folder of the package; paths go down from %s', where, file, package.folder)
    end
    list[i] = package.folder == "." and file or package.folder .. "/" .. file
  end
  return list
end

-- --- fields ----------------------------------------------------------------------------------------------------------

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
  objects.check_keys(object, keys.constraints, where, true)
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
  objects.check_keys(entry, keys.field, where)
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

local function read_fields(schema, options, where)
  local fields, by_name = {}, {}
  for i, entry in ipairs(take(schema, "fields", "table", where) or {}) do
    local field = read_field(entry, options, ("%s, fields[%d]"):format(where, i))
    if by_name[field.name] then raise('%s: field "%s" is described twice', where, field.name) end
    fields[i], by_name[field.name] = field, field
  end
  if #fields == 0 then raise('%s: "fields" is missing: one object for each column, in order', where) end
  return fields, by_name
end

-- --- keys ------------------------------------------------------------------------------------------------------------

local function field_names(fields)
  local names = {}
  for i, field in ipairs(fields) do names[i] = field.name end
  return names
end

local function check_fields(names, resource, where)
  for _, name in ipairs(names) do
    if not resource.by_name[name] then
      raise('%s: there is no field "%s"%s', where, name,
        suggest.among(name, field_names(resource.fields), "fields are"))
    end
  end
end

local function read_foreign_key(entry, resource, where)
  if type(entry) ~= "table" then raise("%s is an object with fields and reference", where) end
  local reference = take(entry, "reference", "table", where)
  if not reference then raise('%s: "reference" is missing: { "resource": ..., "fields": ... }', where) end
  local key = {
    fields = take_names(entry, "fields", where), resource = take(reference, "resource", "string", where) or "",
    references = take_names(reference, "fields", where .. ", reference"),
  }
  if not key.fields or not key.references then raise('%s: "fields" is missing', where) end
  if #key.fields ~= #key.references then raise("%s: as many fields are needed on both sides", where) end
  if key.resource == "" then key.resource = resource.name end
  check_fields(key.fields, resource, where)
  return key
end

-- Foreign keys name other resources, so they are checked when all are known.
local function check_references(package)
  local names = {}
  for i, resource in ipairs(package.resources) do names[i] = resource.name end
  for _, resource in ipairs(package.resources) do
    for i, key in ipairs(resource.foreign_keys) do
      local where = ("%s, foreignKeys[%d]"):format(resource.where, i)
      local other = package.by_name[key.resource]
      if not other then
        raise('%s: there is no resource "%s"%s', where, key.resource,
          suggest.among(key.resource, names, "resources are"))
      end
      check_fields(key.references, other, where .. ", reference")
      for k, name in ipairs(key.fields) do
        local mine, theirs = resource.by_name[name], other.by_name[key.references[k]]
        if mine.type ~= theirs.type then
          raise('%s: "%s" is of type %s, "%s" of %s is of type %s', where, name, mine.stated, theirs.name, other.name,
            theirs.stated)
        end
      end
    end
  end
end

-- A field names by its `source` the column that says where its cells were read; that one is a key into the table of sources.
local function check_sources(package)
  for _, resource in ipairs(package.resources) do
    local columns, is_column = {}, {}
    for _, key in ipairs(resource.foreign_keys) do
      if key.resource == "sources" and #key.fields == 1 then
        columns[#columns + 1], is_column[key.fields[1]] = key.fields[1], true
      end
    end
    for _, field in ipairs(resource.fields) do
      if field.source and not is_column[field.source] then
        raise('%s, field "%s": "source" is a field that is a foreign key into the resource "sources", not "%s"%s', resource.where, field.name,
          field.source, #columns > 0 and suggest.among(field.source, columns, "such are") or "; none is")
      end
    end
  end
end

-- --- resources and the whole -----------------------------------------------------------------------------------------

local function read_schema(schema, resource, where)
  objects.check_keys(schema, keys.schema, where)
  local options = resource.read
  resource.fields, resource.by_name = read_fields(schema, options, where)
  options.missing = options.missing or {}
  for i, text in ipairs(take(schema, "missingValues", "table", where) or {}) do
    if type(text) ~= "string" then raise('%s: "missingValues"[%d] is a text', where, i) end
    if text ~= "" then table.insert(options.missing, text) end
  end
  local markers = take(schema, "markers", "string", where)
  if markers and markers ~= "gss" then raise('%s: "markers" is "gss", not "%s"', where, markers) end
  options.markers = markers or options.markers
  resource.primary_key = take_names(schema, "primaryKey", where) or {}
  check_fields(resource.primary_key, resource, where .. ", primaryKey")
  resource.foreign_keys = {}
  local list = take(schema, "foreignKeys", "table", where) or {}
  for i, entry in ipairs(list) do
    resource.foreign_keys[i] = read_foreign_key(entry, resource, ("%s, foreignKeys[%d]"):format(where, i))
  end
  resource.record = record.read(schema, resource, where)
  resource.catalogue = record.read_catalogue(schema, resource, where)
end

local function read_resource(entry, package, where)
  if type(entry) ~= "table" then raise("%s is an object", where) end
  local name = take(entry, "name", "string", where)
  if not name or name == "" then raise('%s: "name" is missing', where) end
  where = ('%s: resource "%s"'):format(package.path, name)
  objects.check_keys(entry, keys.resource, where)
  local own_licence, licences = origins.licence(entry, where)
  local licence = own_licence or package.licence
  local resource = { name = name, title = take(entry, "title", "string", where), where = where, read = {},
    description = take(entry, "description", "string", where), sources = origins.sources(entry, licence, where),
    licence = licence, licences = licences, earlier_release_of = take(entry, "earlierReleaseOf", "string", where) }
  resource.files = read_files(entry, package, where)
  local format = take(entry, "format", "string", where)
  format = format and format:lower()
  resource.is_sheet = sheet_dialect.is_for(resource.files[1], format)
  if format and format ~= "csv" and format ~= "tsv" and not resource.is_sheet then
    raise('%s: format "%s" is not supported; files are CSV, ODS or XLSX', where, format)
  end
  local encoding = take(entry, "encoding", "string", where)
  if encoding and not resource.is_sheet then
    resource.read.encoding = encodings[encoding:lower()]
    if not resource.read.encoding then
      raise('%s: encoding "%s" is not supported; known are utf-8, utf-16, windows-1252', where, encoding)
    end
  end
  local reads = resource.is_sheet and sheet_dialect or dialect
  reads.read(take(entry, "dialect", "table", where) or {}, resource.read, where .. ", dialect")
  if format == "tsv" then resource.read.delim = resource.read.delim or "\t" end
  local schema = given(entry.schema)
  if type(schema) == "string" then
    raise('%s: a schema in a file of its own is not supported; write it into %s', where, package.path)
  end
  if type(schema) ~= "table" then raise('%s: "schema" is missing: { "fields": [...] }', where) end
  read_schema(schema, resource, where)
  return resource
end

-- The description in that file; folder is where its paths begin.
function description.read(path, folder)
  local object = lab.json_decode(lab.read_file(path), path)
  if type(object) ~= "table" or type(object.resources) ~= "table" or #object.resources == 0 then
    raise('%s: a data package has "resources", a list of at least one', path)
  end
  local package = { path = path, folder = folder, name = take(object, "name", "string", path),
    title = take(object, "title", "string", path), resources = {}, by_name = {}, tieouts = {} }
  package.licence, package.licences = origins.licence(object, path)
  package.sources = origins.sources(object, package.licence, path)
  for i, entry in ipairs(object.resources) do
    local resource = read_resource(entry, package, ("%s: resources[%d]"):format(path, i))
    if package.by_name[resource.name] then raise('%s: resource "%s" is described twice', path, resource.name) end
    package.resources[i], package.by_name[resource.name] = resource, resource
  end
  check_references(package)
  record.read_tieouts(object, package, nil, path)
  for i, resource in ipairs(package.resources) do record.read_tieouts(object.resources[i], package, resource.name, resource.where) end
  check_sources(package)
  return package
end

return description
