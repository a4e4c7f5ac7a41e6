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

local dialect = require "lib.package.description.dialect"
local fields = require "lib.package.description.fields"
local keys = require "lib.package.description.keys"
local objects = require "lib.package.description.objects"
local origins = require "lib.package.description.origins"
local raise = require "lib.base.raise"
local record = require "lib.package.description.record"
local sheet_dialect = require "lib.package.description.sheet_dialect"

local description = {}

local given, take, take_names = objects.given, objects.take, objects.take_names

local known = {
  resource = { "name", "path", "title", "description", "schema", "dialect", "encoding", "format", "mediatype",
    "profile", "sources", "licenses", "licences", "bytes", "hash", "tieouts", "earlierReleaseOf" },
  schema = { "fields", "missingValues", "markers", "primaryKey", "foreignKeys", "record", "catalogue" },
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

-- --- resources and the whole -----------------------------------------------------------------------------------------

local function read_schema(schema, resource, where)
  objects.check_keys(schema, known.schema, where)
  local options = resource.read
  resource.fields, resource.by_name = fields.read(schema, options, where)
  options.missing = options.missing or {}
  for i, text in ipairs(take(schema, "missingValues", "table", where) or {}) do
    if type(text) ~= "string" then raise('%s: "missingValues"[%d] is a text', where, i) end
    if text ~= "" then table.insert(options.missing, text) end
  end
  local markers = take(schema, "markers", "string", where)
  if markers and markers ~= "gss" then raise('%s: "markers" is "gss", not "%s"', where, markers) end
  options.markers = markers or options.markers
  resource.primary_key = take_names(schema, "primaryKey", where) or {}
  keys.check_fields(resource.primary_key, resource, where .. ", primaryKey")
  resource.foreign_keys = {}
  local list = take(schema, "foreignKeys", "table", where) or {}
  for i, entry in ipairs(list) do
    resource.foreign_keys[i] = keys.read_foreign(entry, resource, ("%s, foreignKeys[%d]"):format(where, i))
  end
  resource.record = record.read(schema, resource, where)
  resource.catalogue = record.read_catalogue(schema, resource, where)
end

local function read_resource(entry, package, where)
  if type(entry) ~= "table" then raise("%s is an object", where) end
  local name = take(entry, "name", "string", where)
  if not name or name == "" then raise('%s: "name" is missing', where) end
  where = ('%s: resource "%s"'):format(package.path, name)
  objects.check_keys(entry, known.resource, where)
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
  keys.check_references(package)
  record.read_tieouts(object, package, nil, path)
  for i, resource in ipairs(package.resources) do record.read_tieouts(object.resources[i], package, resource.name, resource.where) end
  keys.check_sources(package)
  return package
end

return description
