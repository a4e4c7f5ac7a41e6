-- origins.lua - where figures come from, as a description says it: the "licenses" and the "sources" of a package or a resource.

local objects = require "lib.package.description.objects"
local raise = require "lib.base.raise"

local origins = {}

local given, take = objects.given, objects.take

-- The titles as one text, and { { title =, name =, rows = } }; nil and an empty list when no licence is stated.
function origins.licence(object, where)
  local list = take(object, "licenses", "table", where) or take(object, "licences", "table", where)
  local titles, licences = {}, {}
  for i, licence in ipairs(list or {}) do
    local title = type(licence) == "table" and (given(licence.title) or given(licence.name) or given(licence.path))
    if type(title) ~= "string" then raise("%s: licenses[%d] needs a name or a title", where, i) end
    titles[i] = title
    licences[i] = { title = title, name = given(licence.name), rows = take(licence, "rows", "number", where) }
  end
  return titles[1] and table.concat(titles, ", "), licences
end

-- { title =, publisher =, date =, url =, licence = } from an entry of "sources"; licence holds when it states none.
local function read_source(entry, licence, where)
  if type(entry) ~= "table" then raise("%s: a source is an object with a title", where) end
  local function text(...)
    for _, key in ipairs { ... } do
      local value = take(entry, key, "string", where)
      if value and value:find("%S") then return value end
    end
  end
  local source = {
    name = text("name"), title = text("title"), publisher = text("publisher"), date = text("date", "published"), url = text("path", "url"),
    licence = text("licence", "license") or origins.licence(entry, where) or licence,
  }
  if not (source.title or source.publisher or source.url) then
    raise("%s: a source needs a title, a publisher or a path", where)
  end
  return source
end

-- The sources that an object lists; licence holds for those that state none.
function origins.sources(object, licence, where)
  local sources = {}
  for i, entry in ipairs(take(object, "sources", "table", where) or {}) do
    sources[i] = read_source(entry, licence, ("%s, sources[%d]"):format(where, i))
  end
  return sources
end

return origins
