-- lex.lua - the words of an entry: enough of Lua's grammar to know where a caret goes and what Tab may offer.

local lex = {}

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until while]])
  :gmatch("%a+") do
  keywords[word] = true
end
lex.keywords = keywords

local operators = { "...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", ".." }

-- Where a quoted text that opens at `at` ends; nil when its line or the entry ends first.
local function quoted_end(text, at)
  local quote = text:sub(at, at)
  local i = at + 1
  while i <= #text do
    local c = text:sub(i, i)
    if c == quote then return i end
    if c == "\n" then return nil end
    if c == "\\" then i = i + 1 end
    i = i + 1
  end
  return nil
end

-- The end of a long bracket that opens at `at`: nil when none opens there, false when it stays open.
local function long_end(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local _, stop = text:find("]" .. level .. "]", at + 2 + #level, true)
  return stop or false
end

-- One token from `at`: its kind, where it ends, and whether it stays open.
local function token(text, at)
  if text:find("^%-%-", at) then
    local stop = long_end(text, at + 2)
    if stop then return "comment", stop end
    if stop == false then return "comment", #text, true end
    return "comment", (text:find("\n", at, true) or #text + 1) - 1
  end
  local stop = long_end(text, at)
  if stop then return "string", stop end
  if stop == false then return "string", #text, true end
  local c = text:sub(at, at)
  if c == '"' or c == "'" then
    stop = quoted_end(text, at)
    if stop then return "string", stop end
    return "string", (text:find("\n", at, true) or #text + 1) - 1, true
  end
  local _, name_stop = text:find("^[%a_][%w_]*", at)
  if name_stop then return keywords[text:sub(at, name_stop)] and "keyword" or "name", name_stop end
  local _, number_stop = text:find("^%.?%d[%w.]*", at)
  if number_stop then
    while text:find("^[+-]%d", number_stop + 1) and text:find("^[eEpP]", number_stop) do
      _, number_stop = text:find("^[+-]%w*", number_stop + 1)
    end
    return "number", number_stop
  end
  for _, operator in ipairs(operators) do
    if text:sub(at, at + #operator - 1) == operator then return "operator", at + #operator - 1 end
  end
  return "operator", at
end

-- The tokens of text, a list of { kind, from, to, text, open }. kind is name, keyword, number, string, comment or
-- operator; open says that a text or comment was not closed.
function lex.tokens(text)
  local list, at = {}, 1
  while true do
    at = text:find("%S", at)
    if not at then return list end
    local kind, stop, open = token(text, at)
    list[#list + 1] = { kind = kind, from = at, to = stop, text = text:sub(at, stop), open = open }
    at = stop + 1
  end
end

return lex
