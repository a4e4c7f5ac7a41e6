-- json.lua - JSON out: keys in a stated order, numbers that read back equal, the same bytes every time.

local number = require "lib.base.number"

local json = {}

-- Stands for JSON's null inside lists, where nil would end the list.
json.null = setmetatable({}, { __tostring = function() return "null" end })

-- A list, also when it is empty (an empty Lua table is otherwise written as an object). n counts the elements
-- when some are nil; those are written as null.
function json.list(t, n)
  return setmetatable({}, { list = t, n = n or #t })
end

-- An object whose keys come in the order given: json.object{ {"a", 1}, {"b", 2} }. A nil value leaves its key out.
function json.object(pairs_in_order)
  return setmetatable({}, { entries = pairs_in_order })
end

local short = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- Text as a JSON string. Bytes that are not UTF-8 become U+FFFD, since JSON has no other way to say them.
local function quote(text)
  if not utf8.len(text) then
    local clean, at = {}, 1
    while at <= #text do
      local good, bad = utf8.len(text, at)
      local stop = good and #text or bad - 1
      clean[#clean + 1] = text:sub(at, stop)
      if not good then clean[#clean + 1] = "\u{FFFD}" end
      at = stop + (good and 1 or 2)
    end
    text = table.concat(clean)
  end
  text = text:gsub('[%c"\\\x7f]', function(c) return short[c] or ("\\u%04x"):format(c:byte()) end)
  return '"' .. text .. '"'
end

local encode

local function is_flat(values, n)
  for i = 1, n do
    if type(values[i]) == "table" and values[i] ~= json.null then return false end
  end
  return true
end

local function encode_list(values, n, indent)
  if n == 0 then return "[]" end
  local items, flat, inner = {}, is_flat(values, n), indent .. "  "
  for i = 1, n do
    local item = encode(values[i], inner)
    items[i] = item
  end
  if flat then return "[" .. table.concat(items, ", ") .. "]" end
  return "[\n" .. inner .. table.concat(items, ",\n" .. inner) .. "\n" .. indent .. "]"
end

local function encode_entries(entries, indent)
  local items, inner = {}, indent .. "  "
  for _, entry in ipairs(entries) do
    if entry[2] ~= nil then
      items[#items + 1] = quote(tostring(entry[1])) .. ": " .. encode(entry[2], inner)
    end
  end
  if #items == 0 then return "{}" end
  return "{\n" .. inner .. table.concat(items, ",\n" .. inner) .. "\n" .. indent .. "}"
end

function encode(value, indent)
  local kind = type(value)
  if value == nil or value == json.null then return "null" end
  if kind == "string" then return quote(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then return number.exact(value) or "null" end
  if kind ~= "table" then error("JSON has no word for a " .. kind) end
  local meta = getmetatable(value)
  if meta and meta.list then return encode_list(meta.list, meta.n, indent) end
  if meta and meta.entries then return encode_entries(meta.entries, indent) end
  if value[1] ~= nil then return encode_list(value, #value, indent) end
  local keys, entries = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do entries[i] = { key, value[key] } end
  return encode_entries(entries, indent)
end

-- value as JSON text, two blanks an indent, without a line end. NaN and infinities become null.
function json.encode(value)
  return encode(value, "")
end

return json
