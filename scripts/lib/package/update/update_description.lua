-- update_description.lua - what a datapackage.json says of its tables once they have been updated: version, licences with their rows, sources, and
-- a resource for the earlier release that was kept. Everything else stays as its author laid it out.

local json_text = require "lib.package.texts.json_text"

local update_description = {}

local member = json_text.member

local function string_of(text, entry)
  local value = entry and lab.json_decode(text:sub(entry.value.first, entry.value.last))
  return type(value) == "string" and value or nil
end

local function replace(edits, value, text) edits[#edits + 1] = { first = value.first, last = value.last, text = text } end

-- A list with these texts as its items.
local function list_of(text, list, items)
  local open, between, close = json_text.gaps(text, list)
  return #items == 0 and "[]" or "[" .. open .. table.concat(items, "," .. between) .. close .. "]"
end

-- --- licences --------------------------------------------------------------------------------------------------------

-- The text of a licence's entry with another number of rows.
local function with_rows(text, entry, rows)
  local object = entry.value
  local stated = member(object, "rows")
  local all = text:sub(object.first, object.last)
  if stated then
    return json_text.edit(all, { { first = stated.value.first - object.first + 1, last = stated.value.last - object.first + 1, text = tostring(rows) } })
  end
  local _, between, close = json_text.gaps(text, object)
  return all:sub(1, -2 - #close) .. "," .. between .. '"rows": ' .. rows .. close .. "}"
end

local function title_of(text, object) return string_of(text, member(object, "title")) or string_of(text, member(object, "name")) end

-- Entries of licences of all resources by their title, the first of each.
local function licences_by_title(text, resources)
  local by_title = {}
  for _, resource in ipairs(resources) do
    local list = member(resource.value, "licenses")
    for _, entry in ipairs(list and list.value.entries or {}) do
      local title = title_of(text, entry.value)
      if title and not by_title[title] then by_title[title] = entry end
    end
  end
  return by_title
end

-- Whether a resource says how many rows each licence has: only then are they counted.
local function counts_rows(list)
  for _, entry in ipairs(list.value.entries or {}) do
    if member(entry.value, "rows") then return true end
  end
  return false
end

local function edit_licences(text, resource, counted, by_title, edits)
  local list = member(resource.value, "licenses")
  if not list or not counted or not counts_rows(list) then return end
  local own, items, seen = {}, {}, {}
  for _, entry in ipairs(list.value.entries) do own[#own + 1] = title_of(text, entry.value) end
  for _, one in ipairs(counted) do own[#own + 1] = one.licence end
  local rows = {}
  for _, one in ipairs(counted) do rows[one.licence] = one.rows end
  for _, title in ipairs(own) do
    if rows[title] and not seen[title] then
      seen[title] = true
      local entry = by_title[title]
      items[#items + 1] = entry and with_rows(text, entry, rows[title]) or ('{ "title": %s, "rows": %d }'):format(lab.json_encode(title), rows[title])
    end
  end
  replace(edits, list.value, list_of(text, list.value, items))
end

-- --- sources ---------------------------------------------------------------------------------------------------------

-- What an entry of "sources" says of a publication, in this order.
local source_words = { { "name", "id" }, { "title", "title" }, { "publisher", "publisher" }, { "date", "date" }, { "path", "url" },
  { "licence", "licence" }, { "retrieved", "retrieved" } }

local function source_text(source, open, between, close)
  local parts = {}
  for _, words in ipairs(source_words) do
    local value = source[words[2]]
    if value ~= nil then parts[#parts + 1] = ("%s: %s"):format(lab.json_encode(words[1]), lab.json_encode(value)) end
  end
  return "{" .. open .. table.concat(parts, "," .. between) .. close .. "}"
end

local function edit_sources(text, resource, sources, edits)
  local list = member(resource.value, "sources")
  if not list or not sources or #list.value.entries == 0 then return end
  local wanted, listed, items = {}, {}, {}
  for _, source in ipairs(sources) do wanted[source.id] = true end
  for _, entry in ipairs(list.value.entries) do
    local name = string_of(text, member(entry.value, "name"))
    if not name then return end -- of publications without ids it is not known which rows they are of
    if wanted[name] then items[#items + 1], listed[name] = text:sub(entry.first, entry.last), true end
  end
  local open, between, close = json_text.gaps(text, list.value.entries[1].value)
  for _, source in ipairs(sources) do
    if not listed[source.id] then items[#items + 1] = source_text(source, open, between, close) end
  end
  replace(edits, list.value, list_of(text, list.value, items))
end

-- --- the file ---------------------------------------------------------------------------------------------------------

-- How long the file is and what its bytes add up to, where that is stated.
local function edit_file(resource, bytes, edits)
  local length, hash = member(resource.value, "bytes"), member(resource.value, "hash")
  if length then replace(edits, length.value, tostring(#bytes)) end
  if hash then replace(edits, hash.value, lab.json_encode("sha256:" .. lab.sha256(bytes))) end
end

-- --- the earlier release ---------------------------------------------------------------------------------------------

-- The resource once more, under the name and path of the release that is kept.
local function kept_text(text, resource, kept)
  local object, edits = resource.value, {}
  local from = object.first - 1
  local function set(key, value)
    local entry = member(object, key)
    if entry then edits[#edits + 1] = { first = entry.value.first - from, last = entry.value.last - from, text = lab.json_encode(value) } end
  end
  set("name", kept.name)
  local _, between = json_text.gaps(text, object)
  edits[#edits].text = ('%s,%s"earlierReleaseOf": %s'):format(edits[#edits].text, between, lab.json_encode(kept.of))
  set("path", kept.path)
  local title = string_of(text, member(object, "title"))
  if title then set("title", ("%s, %s"):format(title, kept.says)) end
  return json_text.edit(text:sub(object.first, object.last), edits)
end

-- --- the whole -------------------------------------------------------------------------------------------------------

-- "1.4.2" becomes "1.5.0": data were added or revised, and what reads them goes on working.
local function next_version(version)
  local major, minor, rest = version:match("^(%d+)%.(%d+)(.*)$")
  if not major then return version end
  return ("%s.%d%s"):format(major, math.tointeger(tonumber(minor)) + 1, rest:gsub("%d+", "0", 1))
end

-- The text of a datapackage.json after a change. changes: by the name of a resource { licences = { { licence =, rows = } }, sources =
-- { { id =, title =, ... } }, kept = { name =, of =, path =, says = }, bytes = those of its file }; what is nil stays.
function update_description.text(text, changes)
  local whole, edits = json_text.read(text), {}
  local version = member(whole, "version")
  if version and string_of(text, version) then replace(edits, version.value, lab.json_encode(next_version(string_of(text, version)))) end
  local list = member(whole, "resources").value
  local by_title = licences_by_title(text, list.entries)
  local _, between = json_text.gaps(text, list)
  for _, resource in ipairs(list.entries) do
    local change = changes[string_of(text, member(resource.value, "name"))]
    if change then
      edit_licences(text, resource, change.licences, by_title, edits)
      edit_sources(text, resource, change.sources, edits)
      edit_file(resource, change.bytes, edits)
      if change.kept then
        edits[#edits + 1] = { first = resource.last + 1, last = resource.last, text = "," .. between .. kept_text(text, resource, change.kept) }
      end
    end
  end
  return json_text.edit(text, edits)
end

return update_description
