-- reading.lua - the files of a resource as a table with the types described; that they have the columns described.

local raise = require "lib.base.raise"

local reading = {}

local function column_name(resource, i)
  return resource.read.header == false and "col_" .. i or resource.fields[i].name
end

local function reading_options(resource, given)
  local options = { types = {} }
  for key, value in pairs(resource.read) do options[key] = value end
  for key, value in pairs(given) do options[key] = value end
  for i, field in ipairs(resource.fields) do
    if field.type then options.types[column_name(resource, i)] = field.type end
  end
  return options
end

-- What first differs between the columns of the file and those described; nil when nothing does.
local function header_difference(names, resource, path)
  if resource.read.header == false then
    if #names == #resource.fields then return nil end
    return ("it has %d columns, and %s describes %d"):format(#names, path, #resource.fields)
  end
  for i = 1, math.max(#names, #resource.fields) do
    local found, field = names[i], resource.fields[i]
    if not field then return ('column %d is "%s", which %s does not describe'):format(i, found, path) end
    if not found then
      return ('column %d is to be "%s" (%s), and there are only %d'):format(i, field.name, path, #names)
    end
    if found ~= field.name then
      return ('column %d is "%s", and is to be "%s" (%s)'):format(i, found, field.name, path)
    end
  end
end

local function check_header(names, file, resource, path)
  local difference = header_difference(names, resource, path)
  if difference then
    raise('%s: the columns are not those described: %s\n  Fix the file, or the fields of "%s" in %s.', file, difference,
      resource.name, path)
  end
end

-- One file, with `given` beside the options that the description says. A column that is not there cannot keep the promise of its type.
-- That the columns differ is then the better message than what the reader says.
function reading.file(file, resource, given, path)
  local options = reading_options(resource, given)
  local read = resource.is_sheet and lab.read_sheet or lab.read_csv
  local t, problem = lab.try(read, file, options)
  if not t then
    options.types = nil
    local untyped = lab.try(read, file, options)
    if untyped then check_header(untyped:column_names(), file, resource, path) end
    error(problem, 0)
  end
  check_header(t:column_names(), file, resource, path)
  return t
end

-- The tables of the files of a resource, one below the other, with the columns called as described.
function reading.together(tables, resource)
  local t = #tables == 1 and tables[1] or tables[1]:append(table.unpack(tables, 2))
  if resource.read.header ~= false then return t end
  local renamed = {}
  for i, field in ipairs(resource.fields) do renamed[i] = { column_name(resource, i), field.name } end
  return t:rename(renamed)
end

-- The files of a resource as one table.
function reading.files(resource, given, path)
  local tables = {}
  for i, file in ipairs(resource.files) do tables[i] = reading.file(file, resource, given, path) end
  return reading.together(tables, resource)
end

return reading
