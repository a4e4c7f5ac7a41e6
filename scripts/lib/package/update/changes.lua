-- changes.lua - what one new file changes in its table: rows added below, or the table replaced and the release until now kept. What a change is
-- is said at update.plan.

local csv_records = require "lib.package.texts.csv_records"
local difference = require "lib.package.update.difference"
local raise = require "lib.base.raise"

local changes = {}

-- The column by which rows name their publications, and all columns that name one.
function changes.source_columns(described, resource)
  local first, all = nil, {}
  for _, key in ipairs(resource.foreign_keys) do
    if described.by_name[key.resource].catalogue and #key.fields == 1 then
      first = first or key.fields[1]
      all[#all + 1] = key.fields[1]
    end
  end
  return first, all
end

function changes.mode_of(resource, options)
  if resource.catalogue or options.add then return "add" end
  return resource.by_name.released and resource.by_name.released.type == "date" and "release" or "replace"
end

function changes.check_can(resource, described)
  if #resource.primary_key == 0 then
    raise('"%s" has no primaryKey in %s, so that a row cannot be told from another, new ones from those that are there', resource.name, described.path)
  end
  if #resource.files > 1 then raise('"%s" lies in %d files; which of them is to change is not known', resource.name, #resource.files) end
  if lab.path_kind(resource.files[1]) ~= "file" then raise("there is no file %s to update", resource.files[1]) end
end

-- What the rows are told apart by when releases of one figure are compared.
local function figure_keys(described, resource)
  local skip = { released = true }
  for _, name in ipairs(select(2, changes.source_columns(described, resource))) do skip[name] = true end
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
function changes.plan_addition(change, described)
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
  local column, day = changes.source_columns(described, change.resource), ""
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

function changes.plan_replacement(change, described, catalogue)
  local resource = change.resource
  change.keys, change.earlier, change.later, change.final = resource.primary_key, change.old, change.t, change.t
  change.found = difference.of(change.old, change.t, change.keys, select(2, changes.source_columns(described, resource)))
  local whole = difference.of(change.old, change.t, change.keys, {})
  if #whole.new + #whole.revised + #whole.gone == 0 then return end
  change.bytes = csv_records.plain(resource.read) and clean_text(change) or lab.read_file(change.file)
  change.kept = keep_earlier(change, described, catalogue)
end

return changes
