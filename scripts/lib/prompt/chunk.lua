-- chunk.lua - from the text of an entry to something that runs, or to an error with its place.

local lex = require "lib.prompt.lex"

local chunk = {}

-- Runs at the end of an entry that is no expression; "..." is the function that keeps its locals.
local epilogue = "\n;(...)()"

local function is_incomplete(message)
  return message:find("<eof>$") ~= nil and not message:find("outside a loop", 1, true)
end

local function load_text(text, name)
  return load(text, "=" .. (name or "entry"), "t")
end

-- Whether an entry is complete: it compiles, or it is wrong in a way that more lines cannot mend.
function chunk.ready(text)
  if text:find("^%s*$") or text:find("^%s*[.?]%a") or text:find("^%s*[%w_.:]+%?%s*$") then return true end
  local fn, message = load_text("return " .. text)
  if fn then return true end
  if is_incomplete(message) then return false end
  fn, message = load_text(text)
  return fn ~= nil or not is_incomplete(message)
end

-- The number of the first token that cannot stand where it does; one more than there are when the end is missing.
local function failing_token(text, prefix, tokens)
  local low, high = 1, #tokens + 1
  while low < high do
    local middle = (low + high) // 2
    local fn, message = load_text(prefix .. text:sub(1, tokens[middle].to))
    if fn or is_incomplete(message) then low = middle + 1 else high = middle end
  end
  return low
end

local hints = {
  ["="] = 'for equality write "=="',
  ["!"] = 'for inequality write "~="; for "not", write not',
  ["&&"] = 'write "and"',
  ["||"] = 'write "or"',
}

-- What Lua says about the text, with the line and column (in characters) it says it about.
local function diagnose(text)
  local tokens = {}
  for _, one in ipairs(lex.tokens(text)) do
    if one.kind ~= "comment" then tokens[#tokens + 1] = one end
  end
  local as_value, as_statement = failing_token(text, "return ", tokens), failing_token(text, "", tokens)
  local prefix = as_value > as_statement and "return " or ""
  local _, message = load_text(prefix .. text)
  message = message:gsub("^entry:%d+: ", "")
  local culprit = tokens[math.max(as_value, as_statement)]
  local at = culprit and culprit.from or #text + 1
  local before = text:sub(1, at - 1)
  local _, line = before:gsub("\n", "")
  local column = utf8.len(before:match("[^\n]*$"))
  local hint
  if culprit then
    local following = text:sub(culprit.from, culprit.from + 1)
    hint = hints[following] or hints[culprit.text]
    if following:find("^[-+*/]=") or (culprit.text == "=" and text:sub(at - 1, at - 1):find("[-+*/]")) then
      hint = "write x = x + 1 in full"
    end
  end
  return { message = message, line = line + 1, column = (column or #before) + 1, hint = hint }
end

-- The function of an entry and whether it is an expression; or nil and { message, line, column, hint }.
-- Called with a function, the chunk of a statement calls it at its end, where its locals can be seen.
function chunk.compile(text, name)
  local fn = load_text("return " .. text, name)
  if fn then return fn, true end
  local plain = load_text(text, name)
  if not plain then return nil, diagnose(text) end
  return load_text(text .. epilogue, name) or plain, false
end

-- The same for the text of a script, which is no expression. `name` as load() takes it.
function chunk.compile_statements(text, name)
  local fn = load(text .. epilogue, name, "t") or load(text, name, "t")
  if not fn then return nil, diagnose(text) end
  return fn
end

-- Whether a comment stands in the text, which would swallow what is put behind it on its line.
function chunk.has_comment(text)
  for _, token in ipairs(lex.tokens(text)) do
    if token.kind == "comment" then return true end
  end
  return false
end

-- Whether the entry ends in a semicolon, which keeps its value from being shown.
function chunk.is_silent(text)
  local tokens = lex.tokens(text)
  local last
  for i = #tokens, 1, -1 do
    if tokens[i].kind ~= "comment" then
      last = tokens[i]
      break
    end
  end
  return last ~= nil and last.text == ";"
end

return chunk
