-- json_text.lua - where the parts of a JSON text stand, so that some can be written anew and the rest stays byte for byte as its author
-- laid it out.
--
-- The text is one that lab.json_decode has read: nothing is checked here.

local json_text = {}

local function skip_blanks(text, at) return text:find("[^ \t\r\n]", at) end

local function after_string(text, at)
  at = at + 1
  while true do
    local stop = text:find('["\\]', at)
    if text:sub(stop, stop) == '"' then return stop + 1 end
    at = stop + 2
  end
end

local read

-- The members of an object or the items of a list that begins at `at`, and the first byte behind it.
local function read_inside(text, at, is_object)
  local list, close = {}, is_object and "}" or "]"
  at = skip_blanks(text, at + 1)
  while text:sub(at, at) ~= close do
    local entry = { first = at }
    if is_object then
      local stop = after_string(text, at)
      entry.key = lab.json_decode(text:sub(at, stop - 1))
      at = skip_blanks(text, skip_blanks(text, stop) + 1) -- the colon
    end
    entry.value, at = read(text, at)
    entry.last = at - 1
    list[#list + 1] = entry
    at = skip_blanks(text, at)
    if text:sub(at, at) == "," then at = skip_blanks(text, at + 1) end
  end
  return list, at + 1
end

-- A value is { first =, last = its bytes, kind = "object", "list" or "other", entries = { { key =, first =, last =, value = } } }; entries of
-- objects have keys.
function read(text, at)
  local start = text:sub(at, at)
  local value, stop = { first = at, kind = "other" }, nil
  if start == "{" or start == "[" then
    value.kind = start == "{" and "object" or "list"
    value.entries, stop = read_inside(text, at, start == "{")
  elseif start == '"' then
    stop = after_string(text, at)
  else
    stop = text:find("[,%]} \t\r\n]", at) or #text + 1
  end
  value.last = stop - 1
  return value, stop
end

function json_text.read(text)
  local at = skip_blanks(text, text:sub(1, 3) == "\u{FEFF}" and 4 or 1)
  return (read(text, at))
end

-- The member of an object with that key, an entry; nil when there is none.
function json_text.member(value, key)
  for _, entry in ipairs(value.kind == "object" and value.entries or {}) do
    if entry.key == key then return entry end
  end
end

-- What stands behind the opening bracket, between entries and before the closing bracket of a list or object, as its author wrote it.
function json_text.gaps(text, value)
  local entries = value.entries
  if #entries == 0 then return "", " ", "" end
  local open = text:sub(value.first + 1, entries[1].first - 1)
  return open, open == "" and " " or open, text:sub(entries[#entries].last + 1, value.last - 1)
end

-- The text with some parts in other words: edits are { first =, last =, text = }, which do not overlap.
function json_text.edit(text, edits)
  table.sort(edits, function(a, b) return a.first < b.first end)
  local parts, at = {}, 1
  for _, edit in ipairs(edits) do
    parts[#parts + 1] = text:sub(at, edit.first - 1)
    parts[#parts + 1] = edit.text
    at = edit.last + 1
  end
  parts[#parts + 1] = text:sub(at)
  return table.concat(parts)
end

return json_text
