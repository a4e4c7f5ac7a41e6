-- cursor.lua - what the words before the cursor mean: the call they are in, and the value that they name, told without running any of it.

local help = require "lib.prompt.help"

local cursor = {}

local kinds = { ["slavelab.Table"] = "table", ["slavelab.Pipeline"] = "table", ["slavelab.Column"] = "column", ["slavelab.Expression"] = "expression" }

-- A pipeline (scan.lua) has the verbs and the columns of a table, and runs when anything else is asked of it.
local function is_pipeline(value)
  local meta = type(value) == "table" and getmetatable(value)
  return type(meta) == "table" and meta.__name == "slavelab.Pipeline"
end

function cursor.kind_of(value)
  if is_pipeline(value) then return "table" end
  if type(value) ~= "userdata" then return nil end
  local meta = debug.getmetatable(value)
  local name = type(meta) == "table" and meta.__name
  return kinds[name] or (type(name) == "string" and name:lower():match("(%w+)$")) or nil
end

local function field(value, name)
  if type(value) == "table" and rawget(value, name) ~= nil then return rawget(value, name) end
  if (type(value) ~= "table" and type(value) ~= "userdata") or is_pipeline(value) then return nil end
  local ok, result = pcall(function() return value[name] end)
  return ok and result or nil
end

local function returned_kind(doc)
  local result = doc and doc.signature:match("%)%s*:%s*([%w_.]+)")
  return result and kinds[result]
end

-- The token that opens the bracket which token i closes.
local function opening(tokens, i)
  local depth = 0
  for k = i, 1, -1 do
    local text = tokens[k].kind == "operator" and tokens[k].text
    if text == ")" or text == "]" or text == "}" then depth = depth + 1 end
    if text == "(" or text == "[" or text == "{" then
      depth = depth - 1
      if depth == 0 then return k end
    end
  end
  return nil
end

function cursor.is(tokens, i, text)
  return tokens[i] ~= nil and tokens[i].kind == "operator" and tokens[i].text == text
end

function cursor.unquoted(token)
  return token.text:match("^['\"](.*)['\"]$")
end

-- Names that the texts in tokens i .. j give to columns: "rate = a / b".
local function assigned_names(tokens, i, j, into)
  for k = i, j do
    local text = tokens[k].kind == "string" and cursor.unquoted(tokens[k])
    local name = text and text:match("^%s*([%a_][%w_]*)%s*=[^=]")
    if name then into[#into + 1] = name end
  end
  return into
end

-- What is called where token i ends the callee: its documentation, and the value before the colon as far as it can be told.
function cursor.callee(tokens, i)
  local known = help.docs()
  local name = tokens[i] and tokens[i].kind == "name" and tokens[i].text
  if not name then return nil end
  if cursor.is(tokens, i - 1, ":") then
    local base = cursor.infer(tokens, i - 2) or {}
    if base.kind then return known[base.kind .. ":" .. name], base, name end
    return known["table:" .. name] or known["column:" .. name] or known["expression:" .. name], base, name
  end
  if cursor.is(tokens, i - 1, ".") and tokens[i - 2] and tokens[i - 2].text == "lab" then return known["lab." .. name], {}, name end
  return nil, {}, name
end

-- What the postfix expression that ends at token i is, as far as that can be told without running it: { value, kind, extra }.
-- `value` is a table of the engine from which the columns come, `extra` names added on the way.
function cursor.infer(tokens, i)
  local token = tokens[i]
  if not token then return nil end
  if token.kind == "name" then
    if cursor.is(tokens, i - 1, ".") then
      local base = cursor.infer(tokens, i - 2)
      local value = base and base.value ~= nil and not base.derived and field(base.value, token.text)
      return value and { value = value, kind = cursor.kind_of(value) } or nil
    end
    if cursor.is(tokens, i - 1, ":") then return nil end
    local value = rawget(_G, token.text)
    return value ~= nil and { value = value, kind = cursor.kind_of(value) } or nil
  end
  if cursor.is(tokens, i, "]") then
    local open = opening(tokens, i)
    local base = open and cursor.infer(tokens, open - 1)
    local key = open == i - 2 and tokens[i - 1]
    if not base or base.derived or not key then return nil end
    local value
    if key.kind == "string" then value = field(base.value, cursor.unquoted(key)) end
    if key.kind == "number" then value = field(base.value, tonumber(key.text)) end
    return value ~= nil and { value = value, kind = cursor.kind_of(value) } or nil
  end
  local open
  if cursor.is(tokens, i, ")") then open = opening(tokens, i) elseif token.kind == "string" or cursor.is(tokens, i, "}") then
    open = token.kind == "string" and i or opening(tokens, i)
  end
  if not open then return nil end
  local doc, base = cursor.callee(tokens, open - 1)
  local kind = returned_kind(doc)
  if not kind then return nil end
  local extra = assigned_names(tokens, open, i, table.move(base.extra or {}, 1, #(base.extra or {}), 1, {}))
  return { value = base.kind == "table" and base.value or nil, kind = kind, derived = true, extra = extra }
end

-- The innermost bracket that is open at the end of the tokens, or nil.
function cursor.open_bracket(tokens, from)
  local depth = 0
  for k = from or #tokens, 1, -1 do
    local text = tokens[k].kind == "operator" and tokens[k].text
    if text == ")" or text == "]" or text == "}" then depth = depth + 1 end
    if text == "(" or text == "[" or text == "{" then
      if depth == 0 then return k end
      depth = depth - 1
    end
  end
  return nil
end

-- The call whose arguments the end of the tokens is among: documentation, base, name.
function cursor.enclosing_call(tokens)
  local at = cursor.open_bracket(tokens)
  while at do
    local called = tokens[at - 1]
    if (cursor.is(tokens, at, "(") or cursor.is(tokens, at, "{")) and called and called.kind == "name" then return cursor.callee(tokens, at - 1) end
    at = at > 1 and cursor.open_bracket(tokens, at - 1) or nil
  end
  return nil
end

return cursor
