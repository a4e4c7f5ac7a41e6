-- cite.lua - where a figure comes from, as data and as a sentence.
--
-- A source is a text, or a table of title, publisher, date, url and licence, each a text and each optional, but not
-- all of them. What comes out has a `text`, the sentence without the address, besides the fields it was given.

local lists = require "slavelab.lists"
local suggest = require "lib.base.suggest"

local cite = {}

local fields = { "title", "publisher", "date", "url", "licence", "text" }

local function is_field(name)
  for _, field in ipairs(fields) do
    if field == name then return true end
  end
  return false
end

-- "Home Office, Modern Slavery statistics, 7 March 2024. Open Government Licence v3.0"
local function sentence(source)
  local parts = {}
  for _, field in ipairs { "publisher", "title", "date" } do
    parts[#parts + 1] = source[field]
  end
  local text = table.concat(parts, ", ")
  if source.licence then
    text = (text ~= "" and text .. ". " or "") .. source.licence
  end
  return text ~= "" and text or source.url
end

-- A source in its full form; nil and what is wrong with it when it is none.
function cite.source(given)
  if type(given) == "string" then
    if not given:find("%S") then return nil, "a source needs a text" end
    return { text = given }
  end
  if type(given) ~= "table" then return nil, ("a source is a text or a table, not a %s"):format(type(given)) end
  given = lists.options(given, "source")
  local source, any = {}, false
  for _, name in ipairs(suggest.keys(given)) do
    if not is_field(name) then
      return nil, ('unknown field "%s" in a source%s'):format(name, suggest.among(name, fields, "a source takes"))
    end
    local value = given[name]
    if type(value) ~= "string" then return nil, ('the %s of a source is a text, not a %s'):format(name, type(value)) end
    if value:find("%S") then source[name], any = value, true end
  end
  if not any then return nil, "a source needs a title, a publisher or a url" end
  source.text = source.text or sentence(source)
  return source
end

-- One source or a list of them as a list in full form; nil and what is wrong.
function cite.sources(given)
  if given == nil then return {} end
  if type(given) ~= "table" or given[1] == nil then given = { given } end
  local list = {}
  for _, one in ipairs(lists.list(given, "source")) do
    local source, problem = cite.source(one)
    if not source then return nil, problem end
    list[#list + 1] = source
  end
  return list
end

-- The publications behind the figures of these columns of a table (all unless given), as authors write sources, each once; nil without any.
function cite.of_table(t, columns)
  local list, seen = {}, {}
  for _, record in ipairs(t:sources(columns)) do
    local source = { title = record.title, publisher = record.publisher, date = record.date, url = record.url, licence = record.licence }
    local full = cite.source(source) -- nil where a record names none of these
    local key = full and full.text .. "\0" .. (full.url or "")
    if full and not seen[key] then
      seen[key] = true
      list[#list + 1] = source
    end
  end
  return list[1] and list
end

-- A source on one line, its address at the end.
function cite.line(source)
  if not source.url or source.url == source.text then return source.text end
  return source.text .. (source.text:find("[.!?]$") and " " or ". ") .. source.url
end

return cite
