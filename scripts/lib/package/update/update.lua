-- update.lua - a newer release of tables of a data package: what it changes, and what is then written.
--
--     plan = update.plan(path, { { file =, table = } }, { add = })      nothing is written
--     update.write(plan)                                                 all files, or none
--
-- How an earlier release is kept depends on the table:
--
--     "release"   it has a column `released`: the new rows stand below the old ones, which stay
--     "add"       a catalogue of sources, or asked for: new rows are added, none is changed
--     "replace"   it holds one release: the file takes its place, and the one until now is kept beside it as a table of its own
--
-- Before anything is written the package is read as it will be, with every rule, key and tie-out; what breaks one is refused.

local changes = require "lib.package.update.changes"
local copy_of = require("lib.base.lists").copy_of
local description = require "lib.package.description.description"
local new_faults = require "lib.package.update.new_faults"
local package = require "lib.package.package"
local raise = require "lib.base.raise"
local update_description = require "lib.package.update.update_description"
local which_table = require "lib.package.update.which_table"
local words = require "lib.base.words"

local update = {}

-- The description with other files for some tables, by their names.
local function with_files(described, files)
  local copy = copy_of(described)
  copy.resources, copy.by_name = {}, {}
  for i, resource in ipairs(described.resources) do
    local own = copy_of(resource)
    own.files = files[resource.name] or resource.files
    copy.resources[i], copy.by_name[own.name] = own, own
  end
  return copy
end

-- --- what the description says ---------------------------------------------------------------------------------------

-- Adds the publications that a table lists to a catalogue: by their ids, as an entry of "sources" has them.
local function add_publications(catalogue, resource, t)
  local columns, words, id = {}, resource.catalogue, resource.primary_key[1]
  for _, name in ipairs(t:column_names()) do columns[name] = t:col(name) end
  local from = { title = words.title, publisher = words.publisher, date = words.published, url = words.url, licence = words.licence,
    retrieved = columns.retrieved and "retrieved" }
  for row = 1, #t do
    local source = { id = columns[id][row] }
    for key, name in pairs(from) do source[key] = columns[name][row] end
    catalogue[source.id] = source
  end
end

-- Licences with how many rows have each, and publications, of a table as it will be.
local function describe_rows(change, described, catalogue)
  local column = changes.source_columns(described, change.resource)
  if not column or change.resource.catalogue then return nil, nil end
  local ids, licences, rows = change.final:col(column), {}, {}
  local sources, seen = {}, {}
  for row = 1, #change.final do
    local source = catalogue[ids[row]]
    if source and not seen[source.id] then
      seen[source.id], sources[#sources + 1] = true, source
    end
    local licence = source and source.licence
    if licence and not rows[licence] then licences[#licences + 1] = { licence = licence } end
    if licence then rows[licence] = (rows[licence] or 0) + 1 end
  end
  for _, one in ipairs(licences) do one.rows = rows[one.licence] end
  return #licences > 0 and licences or nil, sources
end

-- --- the whole -------------------------------------------------------------------------------------------------------

-- The files of tables while changes are only planned; the rows of some stand in files of their own meanwhile.
local function planned_files(list, temporary)
  local files = {}
  for _, change in ipairs(list) do
    if change.kept then
      files[change.resource.name], files[change.kept.name] = { change.file }, { change.resource.files[1] }
    elseif change.bytes then
      local path = os.tmpname()
      temporary[#temporary + 1] = path
      lab.write_file(path, change.bytes)
      files[change.resource.name] = { path }
    end
  end
  return files
end

-- Reads the package as it will be, and checks it.
local function hold(plan, text, temporary)
  local json, names = os.tmpname(), {}
  temporary[#temporary + 1] = json
  lab.write_file(json, text)
  local will_be = description.read(json, plan.described.folder)
  will_be.path = plan.described.path
  will_be = with_files(will_be, planned_files(plan.changes, temporary))
  local kept = {}
  for _, change in ipairs(plan.changes) do
    local name = change.resource.name
    names[will_be.by_name[name].files[1]] = change.kept and change.file or change.resource.files[1]
    kept[name] = change.kept and change.kept.name
  end
  local data = package.of(will_be)
  for _, name in ipairs(data:names()) do data:load(name) end
  new_faults.check(plan.described, will_be, kept, names)
end

local function protected(temporary, f, ...)
  local results = table.pack(pcall(f, ...))
  for _, path in ipairs(temporary) do os.remove(path) end
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

local function read_change(described, request, options)
  local resource = request.table and which_table.named(described, request.table) or which_table.by_columns(described, request.file)
  changes.check_can(resource, described)
  local was = lab.read_file(resource.files[1])
  return { resource = resource, file = request.file, mode = changes.mode_of(resource, options), was = was }
end

-- Publications first: the rows of the others name them.
local function in_order(list)
  local sorted = {}
  for _, first in ipairs { true, false } do
    for _, change in ipairs(list) do
      if (change.resource.catalogue ~= nil) == first then sorted[#sorted + 1] = change end
    end
  end
  return sorted
end

-- What the files change in the package described at path. requests: { { file =, table = its name or nil } }. The plan has changes, one for each
-- file: { resource =, file =, mode =, found = as difference.of gives it, earlier =, later = the tables that `found` counts rows of, keys =,
-- kept = { name =, path = } of an earlier release, bytes = nil when nothing changes }, and writes, { { path =, bytes =, was = } }. Raises where a
-- file is not what the description says, and where the package would not be.
function update.plan(path, requests, options)
  local described = description.read(path, path:match("^(.*)/[^/]*$") or ".")
  local plan, temporary = { described = described, changes = {}, writes = {} }, {}
  local now = package.of(described)
  local seen, files = {}, {}
  for i, request in ipairs(requests) do
    local change = read_change(described, request, options)
    local name = change.resource.name
    if seen[name] then raise('%s and %s are both for "%s"; one at a time', seen[name], request.file, name) end
    seen[name] = request.file
    plan.changes[i] = change
  end
  plan.changes = in_order(plan.changes)
  return protected(temporary, function()
    local catalogue = {}
    for _, resource in ipairs(described.resources) do
      if resource.catalogue and resource.primary_key[1] then add_publications(catalogue, resource, now:load(resource.name)) end
    end
    for _, change in ipairs(plan.changes) do
      local name = change.resource.name
      files[name] = { change.file }
      change.old, change.t = now:load(name), package.of(with_files(described, files)):load(name)
      if change.mode == "replace" then changes.plan_replacement(change, described, catalogue) else changes.plan_addition(change, described) end
      files[name] = planned_files({ change }, temporary)[name]
      if change.resource.catalogue then add_publications(catalogue, change.resource, change.final) end
    end
    local text, changed = lab.read_file(described.path), {}
    for _, change in ipairs(plan.changes) do
      if change.bytes then
        local licences, sources = describe_rows(change, described, catalogue)
        changed[change.resource.name] = { licences = licences, sources = sources, kept = change.kept, bytes = change.bytes }
        if change.kept then plan.writes[#plan.writes + 1] = { path = change.kept.file, bytes = change.was } end
        plan.writes[#plan.writes + 1] = { path = change.resource.files[1], bytes = change.bytes, was = change.was }
      end
    end
    if #plan.writes == 0 then return plan end
    local new_text = update_description.text(text, changed)
    hold(plan, new_text, temporary)
    plan.writes[#plan.writes + 1] = { path = described.path, bytes = new_text, was = text }
    return plan
  end)
end

-- Writes all files of a plan. Each is replaced whole; when one cannot be, those before it are put back.
function update.write(plan)
  for _, write in ipairs(plan.writes) do
    if write.was and lab.read_file(write.path) ~= write.was then
      raise("%s was changed meanwhile, and nothing was written; update once more", write.path)
    end
  end
  local done = {}
  local good, problem = pcall(function()
    for _, write in ipairs(plan.writes) do
      lab.write_file(write.path, write.bytes)
      done[#done + 1] = write
    end
  end)
  if good then return end
  for i = #done, 1, -1 do
    if done[i].was then lab.write_file(done[i].path, done[i].was) else os.remove(done[i].path) end
  end
  error(tostring(problem) .. (#done > 0 and ("\n  %s put back as before."):format(words.count(#done, "file was", "files were")) or ""), 0)
end

return update
