-- repl.lua - the prompt: reads an entry, runs it, shows what it gave, and goes on whatever happened.
--
-- bindings/repl.c calls repl.run(terminal) and offers, in `terminal`, what Lua has not: the line editor, calls that Ctrl-C
-- stops, the terminal's size, private files.

local chunk = require "lib.repl_chunk"
local history = require "lib.repl_history"
local show = require "lib.repl_show"
local suggest = require "lib.suggest"

local repl = {}

local slow_seconds = 0.1
local results_kept = 50
local pack = table.pack

-- --- output --------------------------------------------------------------------------------------------------------------

local colours = { prompt = "1;34", error = "1;31", note = "2" }

local function paint(session, colour, text)
  if not session.colour then return text end
  return ("\27[%sm%s\27[0m"):format(colours[colour], text)
end

local function write(...)
  io.stdout:write(...)
  io.stdout:flush()
end

local function note(session, text)
  write(paint(session, "note", text), "\n")
end

-- --- globals -------------------------------------------------------------------------------------------------------------

local function global_names()
  local names = {}
  for name in next, _G do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- A global that is not there raises; new ones may be made at the prompt.
local function be_strict()
  local meta = getmetatable(_G) or {}
  meta.__newindex = nil
  meta.__index = function(_, name)
    local nearest = suggest.nearest(name, global_names())
    local meant = nearest and ('; did you mean "%s"?'):format(nearest) or ""
    error(('"%s" is not defined%s'):format(tostring(name), meant), 2)
  end
  setmetatable(_G, meta)
end

-- Called at the end of an entry: its locals become globals, for an entry is a chunk of its own and they would be lost.
local function keep_locals(session)
  local kept = {}
  for i = 1, 250 do
    local name, value = debug.getlocal(3, i)
    if not name then break end
    if name:sub(1, 1) ~= "(" then
      rawset(_G, name, value)
      kept[#kept + 1] = name
    end
  end
  if #kept > 0 and not session.told_of_locals then
    session.told_of_locals = true
    session.after = ("(at the prompt a local is kept as a global: %s)"):format(table.concat(kept, ", "))
  end
end

-- --- errors --------------------------------------------------------------------------------------------------------------

local function line_of(text, number)
  local n = 0
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    n = n + 1
    if n == number then return line end
  end
  return ""
end

local function report_syntax(session, entry, problem)
  local line = line_of(entry, problem.line):gsub("\t", " ")
  local several = entry:find("\n", 1, true) and ("line %d: "):format(problem.line) or ""
  write(paint(session, "error", "syntax error: "), several, problem.message, "\n")
  write("    ", line, "\n    ", (" "):rep(session.terminal.width(line:sub(1, (utf8.offset(line, problem.column) or #line + 1) - 1))),
    paint(session, "error", "^"), "\n")
  if problem.hint then write("  ", problem.hint, "\n") end
end

-- The message of an error, and the lines of entries that it names.
local function report_error(session, message)
  if type(message) ~= "string" then
    local meta = getmetatable(message)
    message = type(meta) == "table" and meta.__tostring and tostring(message)
      or "(an error that is no text) " .. show.value(message, 80)
  end
  local places = {}
  local function place(number, line)
    number, line = tonumber(number), tonumber(line)
    local entry = session.entries[number]
    if entry and (number ~= #session.entries or entry:find("\n", 1, true)) then
      local where = number == #session.entries and "line " .. line or ("entry %d, line %d"):format(number, line)
      places[#places + 1] = ("  in %s: %s"):format(where, (line_of(entry, line):match("^%s*(.-)%s*$")))
    end
  end
  message = message:gsub("\n  in typed (%d+):(%d+)", function(number, line)
    place(number, line)
    return ""
  end)
  message = message:gsub("^typed (%d+):(%d+): ", function(number, line)
    place(number, line)
    return ""
  end)
  write(paint(session, "error", "error: "), message, "\n")
  for _, one in ipairs(places) do write(one, "\n") end
end

-- --- an entry ------------------------------------------------------------------------------------------------------------

local function show_results(session, results)
  local columns = session.terminal.size()
  for i = 1, results.n do
    local value = results[i]
    session.result_count = session.result_count + 1
    rawset(_G, "_", value)
    rawset(_G, "_" .. session.result_count, value)
    rawset(_G, "_" .. session.result_count - results_kept, nil)
    if not session.silent then write(show.value(value, columns), "\n") end
  end
end

local function evaluate(session, entry)
  local number = #session.entries + 1
  session.entries[number] = entry
  local fn, is_value = chunk.compile(entry, "typed " .. number)
  if not fn then
    report_syntax(session, entry, is_value)
    return false
  end
  session.silent = is_value and chunk.is_silent(entry)
  local started = session.terminal.clock()
  local outcome = pack(session.terminal.run(function()
    if is_value then show_results(session, pack(fn())) else fn(function() keep_locals(session) end) end
  end))
  local seconds = session.terminal.clock() - started
  if outcome[1] == "error" then
    session.traceback = outcome[3]
    report_error(session, outcome[2])
  elseif outcome[1] == "memory" then
    write(paint(session, "error", "error: "), "not enough memory; what the entry made is let go, the session goes on\n")
  elseif outcome[1] == "interrupted" then
    write(paint(session, "error", "interrupted"), "\n")
  end
  if session.after and session.interactive then
    note(session, session.after)
    session.after = nil
  end
  if session.interactive and seconds >= slow_seconds then note(session, ("(%.2f s)"):format(seconds)) end
  return outcome[1] == "ok"
end

-- --- reading -------------------------------------------------------------------------------------------------------------

-- An entry: whole from the line editor, or lines of a plain input until it is complete.
local function read_entry(session)
  local editor = session.editor
  if not editor:is_plain() then return editor:read("> ", session.colour and colours.prompt or nil) end
  local lines = {}
  while true do
    local prompt = not session.interactive and "" or #lines == 0 and "> " or ">> "
    local line, ending = editor:read(prompt)
    if not line then
      if ending == "end" and #lines > 0 then return table.concat(lines, "\n") end
      return nil, ending
    end
    lines[#lines + 1] = line
    local text = table.concat(lines, "\n")
    if chunk.ready(text) then return text end
  end
end

local function greet(session)
  local library = package.loaded.slavelab
  write("slavelab ", library and library.version or "", " - .help shows what there is, Ctrl-D leaves\n")
end

-- Runs the prompt and returns the exit status.
function repl.run(terminal)
  local session = { terminal = terminal, entries = {}, result_count = 0, failed = false }
  session.interactive = terminal.is_terminal("input")
  session.colour = terminal.is_capable() and (os.getenv("NO_COLOR") or "") == ""
  session.editor = terminal.editor { ready = chunk.ready }
  local past = session.interactive and history.open(terminal)
  if past then
    for _, entry in ipairs(past.entries) do session.editor:add(entry) end
  end
  be_strict()
  if session.interactive then greet(session) end
  while not session.done do
    local entry, ending = read_entry(session)
    if entry then
      if past and past.add(entry) then session.editor:add(entry) end
      if past and past.problem then
        note(session, "(history is not kept: " .. past.problem .. ")")
        past.problem = nil
      end
      if entry:find("%S") and not evaluate(session, entry) then session.failed = true end
    elseif ending == "interrupt" then
      if session.editor:is_plain() then write("\n") end
    else
      if session.interactive then write("\n") end
      break
    end
  end
  session.editor:close()
  return session.failed and not session.interactive and 1 or 0
end

return repl
