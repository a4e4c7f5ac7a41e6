-- package.lua - a folder of CSV files with its description, as tables by name.
--
--     local data = lab.package("data")
--     data.nrm_referrals:group_by("year"):summarise("people = sum(people)")
--
-- A table is read when it is first used, and then kept. It comes only if the file is what datapackage.json says of it
-- (docs/data-packages.md): its columns, their types, every rule, every key. It knows where its figures come from
-- (t:sources()), and so do the files in lab.inputs(), which the methods note of a report lists.

local description = require "lib.package.description.description"
local names_of = require("lib.base.lists").names_of
local place = require "lib.package.place"
local publications = require "lib.package.publications"
local raise = require "lib.base.raise"
local reading = require "lib.package.reading"
local rules = require "lib.package.rules"
local suggest = require "lib.base.suggest"
local table_title = require "lib.figures.table_title"
local where = require "lib.package.where"
local width = require "lib.base.width"

local package = {}

-- The entry of lab.inputs() that is the file.
local function input_of(file)
  local path = lab.short_path(file)
  for _, input in ipairs(lab.inputs()) do
    if lab.short_path(input.path) == path then return input end
  end
end

-- --- reading ---------------------------------------------------------------------------------------------------------

-- The roles that keys promise: rows are told apart by the primary key, and what names a source says nothing of whom they count.
local function roles_of_keys(resource)
  local role_of = {}
  for _, name in ipairs(resource.primary_key or {}) do role_of[name] = "key" end
  for _, key in ipairs(resource.foreign_keys) do
    if key.resource == "sources" and #key.fields == 1 then role_of[key.fields[1]] = "remark" end
  end
  return role_of
end

-- Labels of fields that have an order. In a table that was not checked a label may be none of them: such a column stays as it is.
local function order_fields(t, resource)
  for _, field in ipairs(resource.fields) do
    if field.constraints.order then t = lab.try(t.order, t, field.name, field.constraints.order) or t end
  end
  return t
end

local function describe_fields(t, resource)
  local fields, role_of = {}, roles_of_keys(resource)
  for _, field in ipairs(resource.fields) do
    local role = field.role or role_of[field.name]
    if field.title or field.unit or field.description or role or field.source then
      fields[field.name] = { title = field.title, unit = field.unit, description = field.description, role = role, source = field.source }
    end
  end
  return t:with_fields(fields)
end

-- The files of a resource with their rows, and the table's sources noted with each of them.
local function note_inputs(resource, sources)
  local parts = {}
  for i, file in ipairs(resource.files) do
    local input = input_of(file)
    parts[i] = { file = file, rows = input and input.rows }
    if input then input.sources = sources end
  end
  return parts
end

-- Reads and checks one resource. `keep` is called with the table before its foreign keys are looked up: two tables may
-- refer to each other.
local function read_resource(state, resource, given, keep)
  local path = state.described.path
  local t = reading.files(resource, { on_error = given.on_error }, path)
  local parts = note_inputs(resource)
  parts.shifted = given.on_error == "reject"
  if given.check ~= false then rules.check(t, resource, state.described, parts) end
  t = describe_fields(order_fields(t, resource), resource)
  keep(t)
  if given.check ~= false then rules.check_references(t, resource, state.described, parts, state.load) end
  local sources, column = publications.of(state, t, resource)
  note_inputs(resource, sources)
  t = table_title.put(t:with_sources(sources, column):with_about("read_from", place.read_from(resource, parts)), resource.title)
  if given.where then t = t:filter(given.where) end
  if given.columns then t = t:select(given.columns) end
  return t
end

-- --- the object ------------------------------------------------------------------------------------------------------

local function title_of(described)
  return ('data package "%s" (%s)'):format(described.name or described.title or described.folder, described.path)
end

local function need_resource(state, name)
  local resource = state.described.by_name[name]
  if resource then return resource end
  raise('%s has no table "%s"%s', title_of(state.described), tostring(name),
    suggest.among(tostring(name), names_of(state.described.resources), "tables are"))
end

-- What a field promises, in words.
local function promises(field, resource)
  local list, rule = {}, field.constraints
  local function add(text, ...)
    list[#list + 1] = text:format(...)
  end
  for i, name in ipairs(resource.primary_key) do
    if name == field.name then add(#resource.primary_key == 1 and "primary key" or "part %d of the primary key", i) end
  end
  if rule.required then add("required") end
  if rule.unique then add("unique") end
  if rule.minimum ~= nil then add("at least %s", rule.minimum) end
  if rule.maximum ~= nil then add("at most %s", rule.maximum) end
  if rule.minLength then add("at least %s characters", rule.minLength) end
  if rule.maxLength then add("at most %s characters", rule.maxLength) end
  if rule.pattern then add("matches %s", rule.pattern) end
  if rule.order then add("in the order %s", table.concat(rule.order, ", ")) end
  if rule.enum then
    local values = {}
    for i, value in ipairs(rule.enum) do values[i] = tostring(value) end
    add("one of %s", table.concat(values, ", "))
  end
  for _, key in ipairs(resource.foreign_keys) do
    for i, name in ipairs(key.fields) do
      if name == field.name then add("in %s of %s", key.references[i], key.resource) end
    end
  end
  return list[1] and table.concat(list, "; ")
end

local methods = {}

local function check_self(self, name)
  local meta = getmetatable(self)
  if type(meta) ~= "table" or not meta.state then raise("write data:%s(...), with a colon", name) end
  return meta.state
end

-- The names of the tables, in the order of the description.
function methods.names(self)
  return names_of(check_self(self, "names").described.resources)
end

-- Everything that can be held against the files and their description: a table of what was found, and one of the tables.
function methods.check(self, options)
  local state = check_self(self, "check")
  if options ~= nil and type(options) ~= "table" then raise("check: the options are a table, not a %s", type(options)) end
  for _, key in ipairs(suggest.keys(options or {})) do
    if key ~= "most" then raise('check: unknown option "%s"; check takes most', tostring(key)) end
  end
  local most = options and options.most or 10
  if type(most) ~= "number" or most < 1 then raise("check: most is a number of findings from 1, not %s", tostring(most)) end
  return require("lib.package.check.check").run(state.described, most)
end

local load_options = { "check", "columns", "on_error", "where" }

-- The table of that name; with options it is read anew, and not kept.
function methods.load(self, name, options)
  local state = check_self(self, "load")
  if options == nil then return state.load(name) end
  if type(options) ~= "table" then raise("load: the options are a table, not a %s", type(options)) end
  for _, key in ipairs(suggest.keys(options)) do
    local known = false
    for _, option in ipairs(load_options) do known = known or option == key end
    if not known then raise('load: unknown option "%s"%s', key, suggest.among(key, load_options, "load takes")) end
  end
  return read_resource(state, need_resource(state, name), options, function() end)
end

-- A table that says what the columns of a resource are; without a name, what tables there are.
function methods.describe(self, name)
  local described, rows = check_self(self, "describe").described, {}
  if name == nil then
    rows.columns = { "table", "title", "description", "file" }
    rows.types = { table = "text", title = "text", description = "text", file = "text" }
    for i, resource in ipairs(described.resources) do
      rows[i] = { table = resource.name, title = resource.title, description = resource.description,
        file = table.concat(resource.files, ", ") }
    end
    return lab.table(rows)
  end
  local resource = need_resource(check_self(self, "describe"), name)
  rows.columns = { "column", "type", "description", "unit", "promises" }
  rows.types = { column = "text", type = "text", description = "text", unit = "text", promises = "text" }
  for i, field in ipairs(resource.fields) do
    rows[i] = { column = field.name, type = field.stated, unit = field.unit, promises = promises(field, resource),
      description = field.description }
  end
  return lab.table(rows)
end

local function as_text(described)
  local lines, widest = { title_of(described) .. (described.title and ": " .. described.title or "") }, 0
  for _, resource in ipairs(described.resources) do widest = math.max(widest, width.of(resource.name)) end
  for _, resource in ipairs(described.resources) do
    lines[#lines + 1] = ("  " .. width.pad(resource.name, widest) .. "  " .. (resource.title or "")):gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

local function new_object(described)
  local state = { described = described, tables = {}, loading = {} }
  function state.load(name)
    local kept = state.tables[name] or state.loading[name]
    if kept then return kept end
    local resource = need_resource(state, name)
    local ok, t = pcall(read_resource, state, resource, {}, function(unsourced) state.loading[name] = unsourced end)
    state.loading[name] = nil
    if not ok then error(t, 0) end
    state.tables[name] = t
    return t
  end
  return setmetatable({}, {
    __name = "slavelab.Package",
    state = state,
    __index = function(_, name) return methods[name] or state.load(name) end,
    __newindex = function() raise("%s is read only", title_of(described)) end,
    __pairs = function()
      local i = 0
      return function()
        i = i + 1
        local resource = described.resources[i]
        if resource then return resource.name, state.load(resource.name) end
      end
    end,
    __tostring = function() return as_text(described) end,
  })
end

-- The data package at a path: its folder, or its datapackage.json. A relative path is looked for in the current folder,
-- then from the script's own folder upwards, then where the program is installed.
function package.open(path)
  if type(path) ~= "string" or path == "" then
    raise("package: the folder of a data package, or its datapackage.json, was expected, not %s",
      path == "" and "an empty text" or type(path))
  end
  local file = where.find(path)
  return new_object(description.read(file, file:match("^(.*)/[^/]*$") or "."))
end

-- The package of a description that description.read gave, for what looks at one under other files than its own.
function package.of(described) return new_object(described) end

local shipped

-- The package that comes with the program, data/ beside its scripts/, whatever the current folder holds: what functions of the library look
-- up. Read once.
function package.shipped()
  for _, place in ipairs(shipped and {} or lab.places()) do
    local file = place.what == "shipped" and where.description_at(lab.short_path(place.folder .. "/../data"))
    if file then
      shipped = new_object(description.read(file, file:match("^(.*)/[^/]*$") or "."))
      break
    end
  end
  return shipped or raise("the program's own data package is not there: the folder data beside its scripts")
end

lab.document("lab", "package", {
  signature = "(path: string): slavelab.Package",
  text = "The data package in a folder, or at its datapackage.json: each of its tables by name (data.nrm_referrals), "
    .. "read and checked when first used. A relative path is looked for in the current folder, then from the "
    .. "script's own folder upwards, then where the program is installed. data:names() lists the tables, "
    .. "data:describe(name) says what the columns are, data:load(name, {where=, columns=, on_error=, check=}) reads one "
    .. "anew, data:check() lists everything that is not as described (slavelab check). Raises where a file is not what the description says.",
  example = 'local data = lab.package("data")\nprint(#data.nrm_referrals)',
})

-- lab.package is this module, and is called.
return setmetatable(package, { __call = function(_, path) return package.open(path) end })
