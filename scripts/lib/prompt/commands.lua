-- commands.lua - entries that begin with a dot. commands.NAME(session, argument).
--
-- What a session offers them is in repl.lua: write, note, page, evaluate, and its settings.

local chunk = require "lib.prompt.chunk"
local help = require "lib.prompt.help"
local lex = require "lib.prompt.lex"
local show = require "lib.prompt.show"
local suggest = require "lib.base.suggest"

local commands = {}

function commands.help(session, argument)
  session:page(help.about(argument, (session.terminal.size())))
end

function commands.quit(session)
  session.done = true
end

-- --- settings ---------------------------------------------------------------------------------------------------------------

function commands.rows(session, argument)
  if argument ~= "" then
    local rows = math.tointeger(tonumber(argument))
    if not rows or rows < 1 then return session:fail(".rows takes a whole number from 1") end
    session.rows = rows
  end
  session:note(("%d rows of a table are shown"):format(session.rows))
end

function commands.timer(session, argument)
  if argument ~= "" then
    if argument ~= "on" and argument ~= "off" and argument ~= "auto" then return session:fail(".timer takes on, off or auto") end
    session.timer = argument
  end
  local meanings = { on = "every entry is timed", off = "no entry is timed", auto = "entries above 0.1 s are timed" }
  session:note(meanings[session.timer])
end

function commands.mode(session, argument)
  if argument == "" then return session:note("tables are shown as " .. session.mode) end
  local known = false
  for _, mode in ipairs(show.modes) do known = known or mode == argument end
  if not known then return session:fail(".mode takes " .. table.concat(show.modes, ", ")) end
  session.mode = argument
  session:note("tables are shown as " .. argument)
end

-- --- what there is ----------------------------------------------------------------------------------------------------------

local function size(bytes)
  if bytes < 1024 then return ("%d bytes"):format(bytes) end
  local units, i = { "KB", "MB", "GB", "TB" }, 0
  while bytes >= 1024 and i < #units do bytes, i = bytes / 1024, i + 1 end
  return ("%.1f %s"):format(bytes, units[i])
end

function commands.mem(session)
  local library = package.loaded.slavelab
  if library and library.memory then
    local memory = library.memory()
    session:write(("tables  %s (at most %s so far)\n"):format(size(memory.held), size(memory.peak)))
    session:write(("Lua     %s\n"):format(size(memory.lua)))
    session:write(("limit   %s\n"):format(memory.limit and size(memory.limit) or "none"))
  else
    session:write(("Lua     %s\n"):format(size(collectgarbage("count") * 1024)))
  end
end

-- Names of globals that were not there when the session began, without results.
local function defined(session)
  local names = {}
  for name in next, _G do
    if type(name) == "string" and not session.given[name] and not name:find("^_%d*$") then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function list_values(session, names)
  local widest = 0
  for _, name in ipairs(names) do widest = math.max(widest, #name) end
  local columns = session.terminal.size()
  local lines = {}
  for i, name in ipairs(names) do
    local gap = (" "):rep(math.max(0, widest - #name) + 2)
    lines[i] = "  " .. name .. gap .. show.brief(rawget(_G, name), math.max(20, columns - widest - 5))
  end
  return table.concat(lines, "\n")
end

function commands.who(session)
  local names, results = defined(session), {}
  for i = math.max(1, session.result_count - 49), session.result_count do
    if rawget(_G, "_" .. i) ~= nil then results[#results + 1] = "_" .. i end
  end
  if #names == 0 and #results == 0 then return session:note("nothing is defined yet") end
  local parts = {}
  if #names > 0 then parts[1] = "defined:\n" .. list_values(session, names) end
  if #results > 0 then parts[#parts + 1] = "results:\n" .. list_values(session, results) end
  session:page(table.concat(parts, "\n"))
end

function commands.reset(session)
  local names = defined(session)
  for _, name in ipairs(names) do rawset(_G, name, nil) end
  rawset(_G, "_", nil)
  for i = 1, session.result_count do rawset(_G, "_" .. i, nil) end
  session.result_count, session.worked = 0, {}
  collectgarbage()
  session:note(("forgot %d %s and the results"):format(#names, #names == 1 and "name" or "names"))
end

function commands.trace(session)
  if not session.traceback then return session:note("no entry has failed yet") end
  session:page((session.traceback:gsub("\n[^\n]*repl%.lua:[^\n]*", ""):gsub("\n[^\n]*in function 'xpcall'", "")))
end

function commands.history(session, argument)
  local found, entries = {}, session.past and session.past.entries or session.entries
  for _, entry in ipairs(entries) do
    if entry:lower():find(argument:lower(), 1, true) and not entry:find("^%.history") then found[#found + 1] = entry end
  end
  if #found == 0 then return session:note("no entry contains " .. argument) end
  session:page(table.concat(found, "\n"))
end

-- --- files ------------------------------------------------------------------------------------------------------------------

function commands.load(session, argument)
  if argument == "" then return session:fail(".load takes the path of a script") end
  local file, why = io.open(argument, "rb")
  local text = file and file:read("a")
  if file then file:close() end
  if not text then return session:fail(why or (argument .. " cannot be read")) end
  return session:run_text(text:gsub("^#[^\n]*", ""), "@" .. argument)
end

local function without_semicolon(text)
  local tokens = lex.tokens(text)
  for i = #tokens, 1, -1 do
    if tokens[i].kind ~= "comment" then
      if tokens[i].text ~= ";" then break end
      text = text:sub(1, tokens[i].from - 1) .. text:sub(tokens[i].to + 1)
    end
  end
  return text
end

-- The names in an entry that are those of results.
local function result_names(text)
  local names = {}
  for _, token in ipairs(lex.tokens(text)) do
    if token.kind == "name" and token.text:find("^_%d*$") then names[token.text] = true end
  end
  return names
end

-- The entries that worked as the text of a script: what was assigned is declared, what was shown is printed, and results
-- that a later entry speaks of get their names.
local function script_of(session)
  local used, declared, lines = {}, {}, {}
  for _, entry in ipairs(session.worked) do
    for name in pairs(result_names(entry.text)) do used[name] = true end
    for _, name in ipairs(entry.assigned) do declared[name] = true end
  end
  for name in pairs(used) do declared[name] = true end
  local names = suggest.keys(declared)
  for i = 1, #names, 10 do lines[#lines + 1] = "local " .. table.concat(names, ", ", i, math.min(i + 9, #names)) end
  for _, entry in ipairs(session.worked) do
    local text = without_semicolon(entry.text)
    local value = chunk.has_comment(text) and text .. "\n" or text
    local named = used._ or used["_" .. (entry.result or "")]
    if not entry.is_value then
      lines[#lines + 1] = entry.text
    elseif named and entry.result then
      lines[#lines + 1] = ("_ = %s"):format(value)
      if used["_" .. entry.result] then lines[#lines + 1] = ("_%d = _"):format(entry.result) end
      if not entry.silent then lines[#lines + 1] = "print(_)" end
    elseif entry.silent or not entry.result then
      if load(text) then lines[#lines + 1] = text end
    else
      lines[#lines + 1] = ("print(%s)"):format(value)
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

function commands.save(session, argument)
  if argument == "" then return session:fail(".save takes the path of the script to write") end
  if #session.worked == 0 then return session:fail("no entry has worked yet") end
  local text = script_of(session)
  local existing = io.open(argument, "rb")
  if existing then
    existing:close()
    if not session.may_overwrite or session.may_overwrite ~= argument then
      session.may_overwrite = argument
      return session:fail(argument .. " exists; the same command again overwrites it")
    end
  end
  local file, why = io.open(argument, "wb")
  local ok = file and file:write(text)
  if file then ok = file:close() and ok end
  if not ok then return session:fail(why or (argument .. " could not be written")) end
  session:note(("%d %s written to %s"):format(#session.worked, #session.worked == 1 and "entry" or "entries", argument))
end

function commands.edit(session, argument)
  if session.editor:is_plain() then return session:fail(".edit needs a terminal") end
  local number = argument == "" and #session.entries or math.tointeger(tonumber(argument))
  local entry = number and session.entries[number]
  if argument ~= "" and not entry then return session:fail(("there is no entry %s; the last is %d"):format(argument, #session.entries)) end
  local path = os.tmpname()
  local named = path .. ".lua"
  local file = assert(io.open(path, "wb"))
  file:write(entry or "", "\n")
  file:close()
  os.rename(path, named)
  local editor = os.getenv("VISUAL") or os.getenv("EDITOR") or "vi"
  local ok = session.terminal.edit(editor .. " '" .. named .. "'")
  local edited = io.open(named, "rb")
  local text = edited and edited:read("a") or ""
  if edited then edited:close() end
  os.remove(named)
  if not ok then return session:fail(("the editor (%s) failed; $VISUAL or $EDITOR names another"):format(editor)) end
  text = text:gsub("%s+$", "")
  if text ~= "" then session.editor:fill(text) end
end

-- Runs an entry that begins with a dot. False when there is no such command or it failed.
function commands.run(session, entry)
  local name, argument = entry:match("^%s*%.(%a+)%s*(.-)%s*$")
  local known, found = {}, nil
  for _, command in ipairs(help.commands) do
    known[#known + 1] = command[1]
    if command[1] == name then found = name end
  end
  if name == "exit" then found = "quit" end
  if not found then
    local nearest = suggest.nearest(name, known)
    return session:fail(("there is no command .%s%s"):format(name, nearest and ("; did you mean .%s?"):format(nearest) or "; .help lists them"))
  end
  if name ~= "save" then session.may_overwrite = nil end
  return commands[found](session, argument) ~= false
end

return commands
