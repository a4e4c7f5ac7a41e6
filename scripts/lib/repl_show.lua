-- repl_show.lua - how a value looks at the prompt.

local show = {}

local most_items, most_depth = 100, 6

local function is_name(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") ~= nil
end

local function quoted(text)
  return (('"%s"'):format((text:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("\t", "\\t"):gsub("[%c]", function(c)
    return ("\\x%02X"):format(c:byte())
  end))))
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function sorted_keys(t)
  local keys = {}
  for key in next, t do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local rank_a, rank_b = ranks[type(a)] or 4, ranks[type(b)] or 4
    if rank_a ~= rank_b then return rank_a < rank_b end
    if rank_a <= 2 then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

local value_of

-- The pieces of a table: its list first, then the other keys in order.
local function pieces_of(t, width, depth, open)
  local pieces, listed, count = {}, 0, 0
  for i = 1, rawlen(t) do
    if rawget(t, i) == nil then break end
    listed = i
  end
  for i = 1, math.min(listed, most_items) do pieces[i] = value_of(rawget(t, i), width, depth, open) end
  local more = listed - #pieces
  for _, key in ipairs(sorted_keys(t)) do
    if not (math.type(key) == "integer" and key >= 1 and key <= listed) then
      count = count + 1
      if count <= most_items then
        local name = is_name(key) and key or "[" .. value_of(key, width, depth, open) .. "]"
        pieces[#pieces + 1] = name .. " = " .. value_of(rawget(t, key), width, depth, open)
      end
    end
  end
  more = more + math.max(0, count - most_items)
  if more > 0 then pieces[#pieces + 1] = ("... %d more"):format(more) end
  return pieces
end

local function table_text(t, width, depth, open)
  if open[t] then return "{...}" end
  if next(t) == nil then return "{}" end
  if depth >= most_depth then return "{...}" end
  open[t] = true
  local pieces = pieces_of(t, width - 2, depth + 1, open)
  open[t] = nil
  local line = "{ " .. table.concat(pieces, ", ") .. " }"
  if #line <= width and not line:find("\n", 1, true) then return line end
  for i, piece in ipairs(pieces) do pieces[i] = "  " .. piece:gsub("\n", "\n  ") end
  return "{\n" .. table.concat(pieces, ",\n") .. "\n}"
end

function value_of(value, width, depth, open)
  local kind = type(value)
  if kind == "string" then return quoted(value) end
  if kind == "table" then
    local meta = getmetatable(value)
    if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(value) end
    return table_text(value, width, depth, open)
  end
  return tostring(value)
end

-- The text of a value, at most `width` columns wide where that can be done. A text of several lines is shown as it is.
function show.value(value, width)
  if type(value) == "string" and value:find("\n", 1, true) then return (value:gsub("\n$", "")) end
  return value_of(value, width, 0, {})
end

-- One short line about a value, for lists of them.
function show.brief(value, width)
  local kind = type(value)
  if kind == "table" then
    local count = 0
    for _ in next, value do count = count + 1 end
    return ("a Lua table of %d %s"):format(count, count == 1 and "entry" or "entries")
  end
  local text = kind == "string" and quoted(value) or tostring(value)
  local line = text:match("^[^\n]*")
  if line ~= text or #line > width then line = line:sub(1, math.max(1, width - 3)) .. "..." end
  return line
end

return show
