-- complete.lua - what Tab may put in.
--
-- The words before the cursor tell where it is: after a dot or a colon, inside a text, between the braces of options, or
-- at a plain name. Only names are looked up; nothing that stands in the entry is run.

local help = require "lib.prompt.help"
local lex = require "lib.prompt.lex"
local words = require "lib.prompt.cursor"

local complete = {}

local expression_verbs = { filter = true, mutate = true, summarise = true, summarize = true, expr = true }

-- Methods of expressions that the text form writes as operators.
local operators = {}
for _, name in ipairs { "eq", "ne", "lt", "le", "gt", "ge", "isin", "between", "is_missing", "is_not_missing" } do operators[name] = true end

-- --- candidates -----------------------------------------------------------------------------------------------------------

local function column_names(base)
  local names, seen = {}, {}
  local function add(name)
    if not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  if base and words.kind_of(base.value) == "table" then
    local ok, list = pcall(function() return base.value:column_names() end)
    for _, name in ipairs(ok and list or {}) do add(name) end
  end
  for _, name in ipairs(base and base.extra or {}) do add(name) end
  return names
end

local function methods_of(kind)
  local names = {}
  for _, doc in pairs(help.docs()) do
    if doc.owner == kind then names[#names + 1] = doc.name .. "(" end
  end
  return names
end

local function with_parenthesis(name, value)
  return type(value) == "function" and name .. "(" or name
end

local function fields_of(base)
  local names = {}
  if base.kind == "table" then
    for _, name in ipairs(column_names(base)) do
      if name:find("^[%a_][%w_]*$") then names[#names + 1] = name end
    end
    return names
  end
  if type(base.value) ~= "table" then return names end
  for key, value in next, base.value do
    if type(key) == "string" and key:find("^[%a_][%w_]*$") then names[#names + 1] = with_parenthesis(key, value) end
  end
  if base.value == package.loaded.slavelab then
    for _, doc in pairs(help.docs()) do
      if doc.owner == "lab" and rawget(base.value, doc.name) == nil then names[#names + 1] = doc.name .. "(" end
    end
  end
  local meta = getmetatable(base.value)
  if meta == "slavelab.Workbook" then
    for _, method in ipairs(require("lib.workbook.book").methods()) do names[#names + 1] = method .. "(" end
    return names
  end
  if type(meta) == "table" and meta.__name == "slavelab.Package" then
    for _, name in ipairs(base.value:names()) do names[#names + 1] = name end
    for _, method in ipairs { "names", "load", "describe", "check" } do names[#names + 1] = method .. "(" end
  end
  return names
end

local function global_names()
  local names = {}
  for name, value in next, _G do
    if type(name) == "string" then names[#names + 1] = with_parenthesis(name, value) end
  end
  for word in pairs(lex.keywords) do names[#names + 1] = word end
  return names
end

-- Paths that begin like this one, and where in it the last part begins.
local function paths(terminal, typed)
  local folder, part = typed:match("^(.*/)([^/]*)$")
  folder, part = folder or "", part or typed
  local from = folder == "" and "." or folder
  if from:sub(1, 2) == "~/" then from = (os.getenv("HOME") or "~") .. from:sub(2) end
  local names = {}
  for _, name in ipairs(terminal.list(from)) do
    if part:sub(1, 1) == "." or name:sub(1, 1) ~= "." then names[#names + 1] = folder .. name end
  end
  return names
end

-- The names of options that a signature allows: "{complete?: boolean, ...}".
local function option_names(doc)
  local names = {}
  for braces in (doc and doc.signature or ""):gmatch("%b{}") do
    for name in braces:gmatch("([%a_][%w_]*)%??%s*:") do names[#names + 1] = name .. " = " end
  end
  return names
end

local function keep_prefixed(names, typed)
  local function kept(fits)
    local list, seen = {}, {}
    for _, name in ipairs(names) do
      if fits(name) and not seen[name] then
        seen[name] = true
        list[#list + 1] = name
      end
    end
    table.sort(list)
    return list
  end
  local list = kept(function(name) return name:sub(1, #typed) == typed end)
  if #list > 0 or typed == "" then return list end
  return kept(function(name) return name:sub(1, #typed):lower() == typed:lower() end)
end

-- --- places ---------------------------------------------------------------------------------------------------------------

-- The sheets and tables that sheet = "..." and table = "..." may name: of the workbook that is read, or of the file, wb:read{ sheet = "
-- and lab.read_sheet("x.ods", { table = ". Nil where no such is asked for.
local function names_of_workbook(tokens, doc, verb)
  local last = #tokens
  local option = words.is(tokens, last, "=") and tokens[last - 1] and tokens[last - 1].text
  if option ~= "sheet" and option ~= "table" and option ~= "title" then return nil end
  local is_method = verb == "read" or verb == "read_sheet"
  local reads = doc and doc.name == "read_sheet"
  if not reads and not is_method then return nil end
  local workbook = require "lib.workbook.book"
  for i = last, 1, -1 do
    if tokens[i].kind == "name" and tokens[i].text == verb then
      local value = words.is(tokens, i - 1, ":") and tokens[i - 2] and tokens[i - 2].kind == "name" and rawget(_G, tokens[i - 2].text)
      if getmetatable(value) == "slavelab.Workbook" then return workbook.names(value, option) end
      local path = words.is(tokens, i + 1, "(") and tokens[i + 2] and tokens[i + 2].kind == "string" and words.unquoted(tokens[i + 2])
      if not path then return nil end
      local ok, wb = pcall(workbook.open, path)
      if not ok then return nil end
      local names = workbook.names(wb, option)
      wb:close()
      return names
    end
  end
end

local function in_text(terminal, tokens, content, cursor)
  local before = table.move(tokens, 1, #tokens - 1, 1, {})
  local doc, base, verb = words.enclosing_call(before)
  if not doc and before[#before] and before[#before].kind == "name" then -- f"text", t:select"text"
    doc, base, verb = words.callee(before, #before)
  end
  if words.is(before, #before, "[") then
    base = words.infer(before, #before - 1)
    if base and base.value then
      local names = base.kind == "table" and column_names(base) or fields_of(base)
      return cursor - #content, keep_prefixed(names, content)
    end
  end
  local columns = column_names(base)
  if #columns > 0 and not content:find("/", 1, true) then
    if expression_verbs[verb] then
      local quoted = content:match("`([^`]*)$")
      local _, ticks = content:gsub("`", "")
      if quoted and ticks % 2 == 1 then
        for i, name in ipairs(columns) do columns[i] = name .. "`" end
        return cursor - #quoted, keep_prefixed(columns, quoted)
      end
      local word = content:match("([%a_][%w_]*)$") or ""
      local names = {}
      for i, name in ipairs(columns) do names[i] = name:find("^[%a_][%w_]*$") and name or "`" .. name .. "`" end
      if word ~= "" then
        for _, doc in pairs(help.docs()) do
          if doc.owner == "expression" and not operators[doc.name] then names[#names + 1] = doc.name .. "(" end
        end
      end
      return cursor - #word, keep_prefixed(names, word)
    end
    local word = content:gsub("^%-", "")
    return cursor - #word, keep_prefixed(columns, word)
  end
  local workbook = verb and names_of_workbook(before, doc, verb)
  if workbook then return cursor - #content, keep_prefixed(workbook, content) end
  if doc and doc.name == "indicator" then
    local ok, find = pcall(require, "lib.base.find")
    local names = {}
    for _, one in ipairs(ok and find.indicators() or {}) do names[#names + 1] = one.name end
    return cursor - #content, keep_prefixed(names, content)
  end
  return cursor - #content, keep_prefixed(paths(terminal, content), content)
end

local function in_command(terminal, text, cursor)
  local typed = text:match("^%s*%.(%a*)$")
  if typed then
    local names = {}
    for _, command in ipairs(help.commands) do names[#names + 1] = command[1] .. " " end
    return cursor - #typed, keep_prefixed(names, typed)
  end
  local command, argument = text:match("^%s*%.(%a+)%s+(.*)$")
  if command == "load" or command == "save" then
    return cursor - #argument, keep_prefixed(paths(terminal, argument), argument)
  elseif command == "help" then
    return cursor - #argument, keep_prefixed(help.names(), argument)
  elseif command == "timer" then
    return cursor - #argument, keep_prefixed({ "on", "off", "auto" }, argument)
  elseif command == "mode" then
    return cursor - #argument, keep_prefixed(require("lib.prompt.show").modes, argument)
  end
  return cursor, {}
end

-- Where the text to be replaced begins (in bytes, from 1) and the list of what may stand in its place. The cursor is before
-- byte `cursor`.
function complete.at(terminal, text, cursor)
  local before = text:sub(1, cursor - 1)
  if before:find("^%s*%.%a*$") or before:find("^%s*%.%a+%s") then return in_command(terminal, before, cursor) end
  local asked = before:match("^%s*%?%s*([%w_.:]*)$")
  if asked then return cursor - #asked, keep_prefixed(help.names(), asked) end

  local tokens = lex.tokens(before)
  local last = tokens[#tokens]
  if not last or (last.kind == "comment" and last.to == #before) then return cursor, {} end
  if last.kind == "string" and last.open then
    local content = last.text:gsub("^['\"]", ""):gsub("^%[=*%[", "")
    return in_text(terminal, tokens, content, cursor)
  end

  local word = ""
  if (last.kind == "name" or last.kind == "keyword") and last.to == #before then
    word = last.text
    tokens[#tokens] = nil
  end
  local from, count = cursor - #word, #tokens
  if words.is(tokens, count, ".") or words.is(tokens, count, ":") then
    local base = words.infer(tokens, count - 1)
    if words.is(tokens, count, ":") then
      local kind = base and base.kind or base and type(base.value) == "string" and "string" or nil
      if kind == "string" then return from, keep_prefixed(fields_of({ value = string }), word) end
      if base and not kind and type(base.value) == "table" then return from, keep_prefixed(fields_of(base), word) end
      return from, keep_prefixed(kind and methods_of(kind) or {}, word)
    end
    if words.is(tokens, count, ".") and tokens[count - 1] and tokens[count - 1].text == "col" then
      local _, around = words.enclosing_call(tokens)
      return from, keep_prefixed(column_names(around), word)
    end
    return from, keep_prefixed(base and fields_of(base) or {}, word)
  end
  local open = words.open_bracket(tokens)
  if open and words.is(tokens, open, "{") and (words.is(tokens, count, "{") or words.is(tokens, count, ",")) then
    local doc = words.enclosing_call(tokens)
    local options = keep_prefixed(option_names(doc), word)
    if #options > 0 then return from, options end
  end
  return from, keep_prefixed(global_names(), word)
end

return complete
