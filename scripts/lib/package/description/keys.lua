-- keys.lua - what a description says of the keys of its tables, and that the fields they name are there.

local names_of = require("lib.base.lists").names_of
local objects = require "lib.package.description.objects"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local keys = {}

local take, take_names = objects.take, objects.take_names

function keys.check_fields(names, resource, where)
  for _, name in ipairs(names) do
    if not resource.by_name[name] then
      raise('%s: there is no field "%s"%s', where, name,
        suggest.among(name, names_of(resource.fields), "fields are"))
    end
  end
end

function keys.read_foreign(entry, resource, where)
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
  keys.check_fields(key.fields, resource, where)
  return key
end

-- Foreign keys name other resources, so they are checked when all are known.
function keys.check_references(package)
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
      keys.check_fields(key.references, other, where .. ", reference")
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
function keys.check_sources(package)
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

return keys
