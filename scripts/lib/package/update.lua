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

local csv_records = require "lib.package.csv_records"
local description = require "lib.package.description"
local difference = require "lib.package.difference"
local new_faults = require "lib.package.new_faults"
local package = require "lib.package.package"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local update_description = require "lib.package.update_description"
local words = require "lib.base.words"

local update = {}

-- --- which table -----------------------------------------------------------------------------------------------------

local function field_names(resource)
  local names = {}
  for i, field in ipairs(resource.fields) do names[i] = field.name end
  return names
end

-- The header of the file as each way of reading gives it: a function of the options of a resource.
local function header_reader(file)
  local kept = {}
  return function(options)
    local way = lab.json_encode(options)
    if kept[way] == nil then
      local t = lab.try(lab.read_csv, file, options)
      kept[way] = t and t:column_names() or false
    end
    return kept[way] or nil
  end
end

-- How many columns two lists of names have in common.
local function in_common(a, b)
  local set, count = {}, 0
  for _, name in ipairs(a) do set[name] = true end
  for _, name in ipairs(b) do count = count + (set[name] and 1 or 0) end
  return count
end

local function quoted(names) return '"' .. table.concat(names, '", "') .. '"' end

-- The resource whose columns the file has. Two that have the same columns are never chosen between; an earlier release that was kept is
-- none to be updated.
local function match(described, file)
  local header_of, fitting, nearest, most = header_reader(file), {}, nil, 0
  for _, resource in ipairs(described.resources) do
    local names = resource.read.header ~= false and header_of(resource.read)
    local wanted = field_names(resource)
    if names and not resource.earlier_release_of and table.concat(names, "\0") == table.concat(wanted, "\0") then fitting[#fitting + 1] = resource end
    local common = names and in_common(names, wanted) or 0
    if common > most then nearest, most = resource, common end
  end
  if #fitting == 1 then return fitting[1] end
  if #fitting == 0 then
    raise("%s has the columns of no table of %s%s", file, described.path, nearest
      and ('; nearest is "%s", which has %s'):format(nearest.name, quoted(field_names(nearest))) or "")
  end
  local names = {}
  for i, resource in ipairs(fitting) do names[i] = resource.name end
  raise("%s has the columns of several tables: %s. Say which one is meant: --table %s", file, quoted(names), names[1])
end

local function named(described, name)
  local names = {}
  for i, resource in ipairs(described.resources) do names[i] = resource.name end
  return described.by_name[name] or raise('%s has no table "%s"%s', described.path, name, suggest.among(name, names, "tables are"))
end

-- --- reading ---------------------------------------------------------------------------------------------------------

-- The description with other files for some tables, by their names.
local function with_files(described, files)
  local copy = {}
  for key, value in pairs(described) do copy[key] = value end
  copy.resources, copy.by_name = {}, {}
  for i, resource in ipairs(described.resources) do
    local own = {}
    for key, value in pairs(resource) do own[key] = value end
    own.files = files[resource.name] or resource.files
    copy.resources[i], copy.by_name[own.name] = own, own
  end
  return copy
end

-- The column by which rows name their publications, and all columns that name one.
local function source_columns(described, resource)
  local first, all = nil, {}
  for _, key in ipairs(resource.foreign_keys) do
    if described.by_name[key.resource].catalogue and #key.fields == 1 then
      first = first or key.fields[1]
      all[#all + 1] = key.fields[1]
    end
  end
  return first, all
end

-- --- what changes ----------------------------------------------------------------------------------------------------

local function mode_of(resource, options)
  if resource.catalogue or options.add then return "add" end
  return resource.by_name.released and resource.by_name.released.type == "date" and "release" or "replace"
end

local function check_can_update(resource, described)
  if #resource.primary_key == 0 then
    raise('"%s" has no primaryKey in %s, so that a row cannot be told from another, new ones from those that are there', resource.name, described.path)
  end
  if #resource.files > 1 then raise('"%s" lies in %d files; which of them is to change is not known', resource.name, #resource.files) end
  if lab.path_kind(resource.files[1]) ~= "file" then raise("there is no file %s to update", resource.files[1]) end
end

-- What the rows are told apart by when releases of one figure are compared.
local function figure_keys(described, resource)
  local skip = { released = true }
  for _, name in ipairs(select(2, source_columns(described, resource))) do skip[name] = true end
  local keys = {}
  for _, name in ipairs(resource.primary_key) do
    if not skip[name] then keys[#keys + 1] = name end
  end
  return #keys > 0 and keys or resource.primary_key
end

-- Of each figure the row released last.
local function latest(t, keys)
  return t:group_by(keys):filter("released == max(released)")
end

-- A row that stands there already says something else: what was published does not change.
local function check_no_conflict(change, whole)
  local one = whole.revised[1]
  if not one then return end
  local parts = {}
  for i, name in ipairs(change.resource.primary_key) do parts[i] = ("%s %s"):format(name, tostring(change.t:col(name)[one.row])) end
  raise('%s: row %d (%s) stands in "%s" already, with another %s: %s there, %s here. Rows that were published stay as they are; a mistake in one '
    .. "is mended in %s itself", change.file, one.row, table.concat(parts, ", "), change.resource.name, one.column, one.old, one.new,
    change.resource.files[1])
end

-- The text of the new file as files of packages are written.
local function clean_text(change)
  return csv_records.clean(lab.read_file(change.file))
    or raise("%s is packed or not UTF-8, and %s is neither; save it as UTF-8", change.file, change.resource.files[1])
end

-- The text of the table's file with rows of the new one below its own.
local function with_rows(change, rows)
  local path = change.resource.files[1]
  local old = csv_records.plain(change.resource.read) and csv_records.clean(change.was)
  if not old then raise("%s is not written as comma-separated UTF-8 with one header line, and rows are added to no other files", path) end
  local records = csv_records.of(clean_text(change))
  if #records ~= #change.t then raise("%s: its lines cannot be told apart: %d records for %d rows", change.file, #records, #change.t) end
  local lines = { old }
  for _, row in ipairs(rows) do lines[#lines + 1] = records[row] .. "\n" end
  return table.concat(lines)
end

-- New rows below those there are.
local function plan_addition(change, described)
  local resource = change.resource
  local whole = difference.of(change.old, change.t, resource.primary_key, {})
  check_no_conflict(change, whole)
  local later = difference.take(change.t, whole.new)
  change.found = { new = whole.new, revised = {}, gone = {}, same = whole.same }
  change.keys = resource.primary_key
  if change.mode == "release" and #later > 0 then
    change.keys = figure_keys(described, resource)
    local earlier = latest(change.old, change.keys)
    local found = difference.of(earlier, later, change.keys, {}, true) -- what else stands in a row is of its release
    local newest, gone = change.old:col("released"):max(), {}
    for _, row in ipairs(found.gone) do
      if earlier:col("released")[row] == newest then gone[#gone + 1] = row end
    end
    found.gone, found.same = gone, found.same + whole.same
    change.found, change.earlier = found, earlier
  end
  change.later, change.final = later, #later > 0 and change.old:append(later) or change.old
  if #later > 0 then change.bytes = with_rows(change, whole.new) end
end

-- The day of the release that a table holds, as far as its publications say: the last of them.
local function day_of(change, described, catalogue)
  local column, day = source_columns(described, change.resource), ""
  for _, id in ipairs(column and change.old:col(column):unique() or {}) do
    local published = catalogue[id] and catalogue[id].date or ""
    if published > day then day = published end
  end
  return day:find("^%d%d%d%d[%d-]*$") and day or nil
end

-- The name and the path under which the release until now is kept: nrm_referrals_2024_03_07, nrm_referrals.2024-03-07.csv.
local function keep_earlier(change, described, catalogue)
  local resource, day = change.resource, day_of(change, described, catalogue)
  local says = day and "release of " .. day or "as it was before " .. os.date("%Y-%m-%d")
  local mark, count = day or os.date("%Y-%m-%d"), 1
  local stem = resource.files[1]:match("([^/]*)%.[^.]*$") or resource.files[1]:match("[^/]*$")
  local folder, ending = resource.files[1]:match("^(.*/)") or "", resource.files[1]:match("%.[^./]*$") or ""
  while true do
    local last = count > 1 and "." .. count or ""
    local name, path = (resource.name .. "_" .. mark .. last):gsub("[-.]", "_"), folder .. stem .. "." .. mark .. last .. ending
    if not described.by_name[name] and not lab.path_kind(path) then
      local inside = described.folder == "." and path or path:sub(#described.folder + 2)
      return { name = name, of = resource.name, path = inside, file = path, says = says }
    end
    count = count + 1
  end
end

local function plan_replacement(change, described, catalogue)
  local resource = change.resource
  change.keys, change.earlier, change.later, change.final = resource.primary_key, change.old, change.t, change.t
  change.found = difference.of(change.old, change.t, change.keys, select(2, source_columns(described, resource)))
  local whole = difference.of(change.old, change.t, change.keys, {})
  if #whole.new + #whole.revised + #whole.gone == 0 then return end
  change.bytes = csv_records.plain(resource.read) and clean_text(change) or lab.read_file(change.file)
  change.kept = keep_earlier(change, described, catalogue)
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
  local column = source_columns(described, change.resource)
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
local function planned_files(changes, temporary)
  local files = {}
  for _, change in ipairs(changes) do
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
  local resource = request.table and named(described, request.table) or match(described, request.file)
  check_can_update(resource, described)
  local was = lab.read_file(resource.files[1])
  return { resource = resource, file = request.file, mode = mode_of(resource, options), was = was }
end

-- Publications first: the rows of the others name them.
local function in_order(changes)
  local sorted = {}
  for _, first in ipairs { true, false } do
    for _, change in ipairs(changes) do
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
      if change.mode == "replace" then plan_replacement(change, described, catalogue) else plan_addition(change, described) end
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
