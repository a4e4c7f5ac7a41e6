-- repl.lua - the prompt: reads an entry, runs it, shows what it gave, and goes on whatever happened.
--
-- bindings/prompt/repl.c calls repl.run(terminal) and offers, in `terminal`, what Lua has not: the line editor, calls that Ctrl-C
-- stops, the terminal's size, private files, other programs.

local chunk = require "lib.prompt.chunk"
local history = require "lib.prompt.history"
local Output = require "lib.prompt.output"
local show = require "lib.prompt.show"

local repl = {}

local slow_seconds = 0.1
local results_kept = 50

local Session = setmetatable({}, { __index = Output })
Session.__index = Session

-- --- globals -------------------------------------------------------------------------------------------------------------

-- A global that is not there raises. The program sees to that already; a plain state of Lua does not.
local function be_strict()
  if getmetatable(_G) then return end
  setmetatable(_G, {
    __index = function(_, name)
      local suggest = require "lib.base.suggest"
      local nearest = suggest.nearest(name, suggest.keys(_G))
      error(('no variable "%s"%s'):format(tostring(name), nearest and ('; did you mean "%s"?'):format(nearest) or ""), 2)
    end,
  })
end

local function set_of_globals()
  local names = {}
  for name in next, _G do names[name] = true end
  return names
end

-- Called at the end of an entry: its locals become globals, for an entry is a chunk of its own and they would be lost.
function Session:keep_locals()
  local kept = {}
  for i = 1, 250 do
    local name, value = debug.getlocal(3, i) -- 1 is this function, 2 what the entry called, 3 the entry
    if not name then break end
    if name:sub(1, 1) ~= "(" then
      rawset(_G, name, value)
      self.locals[name] = true
      kept[#kept + 1] = name
    end
  end
  if #kept > 0 and not self.told_of_locals and self.interactive then
    self.told_of_locals = true
    local more = #kept > 5 and (" and %d more"):format(#kept - 5) or ""
    self.remark = ("(at the prompt a local is kept as a global: %s%s)"):format(table.concat(kept, ", ", 1, math.min(5, #kept)), more)
  end
end

-- --- values --------------------------------------------------------------------------------------------------------------

function Session:keep_result(value)
  self.result_count = self.result_count + 1
  rawset(_G, "_", value)
  rawset(_G, "_" .. self.result_count, value)
  rawset(_G, "_" .. self.result_count - results_kept, nil)
end

function Session:show_results(results)
  for i = 1, results.n do
    self:keep_result(results[i])
    if not self.silent then
      local columns = self.terminal.size()
      self:page(show.value(results[i], columns, { rows = self.rows, mode = self.mode }))
    end
  end
end

-- --- running -------------------------------------------------------------------------------------------------------------

-- Runs fn so that Ctrl-C stops it, and tells what went wrong. True when nothing did.
function Session:work(fn)
  local outer, started = self.working, self.terminal.clock()
  self.working = true
  if not outer then self.paged = 0 end -- seconds spent reading in the pager are not work
  local outcome = table.pack(self.terminal.run(fn))
  self.working = outer
  local seconds = self.terminal.clock() - started - self.paged
  if outcome[1] == "error" then
    self.traceback = outcome[3]
    self:report_error(outcome[2])
  elseif outcome[1] == "memory" then
    collectgarbage()
    self:fail("not enough memory; what was being made is let go, the session goes on")
  elseif outcome[1] == "interrupted" then
    self:write(self.interactive and "\n" or "", self:paint("error", "interrupted"), "\n") -- the terminal shows ^C
  end
  if self.remark then
    self:note(self.remark)
    self.remark = nil
  end
  if outer then return outcome[1] == "ok" end -- .load runs a script within its own work, which is timed
  if self.timer == "on" or (self.timer == "auto" and self.interactive and seconds >= slow_seconds) then
    self:note(("(%.2f s)"):format(seconds))
  end
  return outcome[1] == "ok"
end

-- Runs a script's text as if it had been typed: what it defines stays.
function Session:run_text(text, name)
  local fn, why = chunk.compile_statements(text, name)
  if not fn then
    self:report_syntax(text, why, name:sub(2))
    return false
  end
  return self:work(function() fn(function() self:keep_locals() end) end)
end

local function new_names(before)
  local names = {}
  for name in next, _G do
    if type(name) == "string" and not before[name] and not name:find("^_%d*$") then names[#names + 1] = name end
  end
  return names
end

-- Compiles an entry, runs it, shows and keeps its values.
function Session:evaluate(entry)
  local number = #self.entries + 1
  self.entries[number] = entry
  local fn, is_value = chunk.compile(entry, "typed " .. number)
  if not fn then
    self:report_syntax(entry, is_value)
    return false
  end
  self.silent = is_value and chunk.is_silent(entry)
  self.locals = {}
  local before, first = set_of_globals(), self.result_count + 1
  local worked = self:work(function()
    if is_value then self:show_results(table.pack(fn())) else fn(function() self:keep_locals() end) end
  end)
  if worked then
    local assigned = {}
    for _, name in ipairs(new_names(before)) do
      if not self.locals[name] then assigned[#assigned + 1] = name end
    end
    self.worked[#self.worked + 1] = { text = entry, is_value = is_value, silent = self.silent, assigned = assigned,
      result = self.result_count >= first and first or nil }
  end
  return worked
end

-- An entry of any kind. False when it failed.
function Session:take(entry)
  if entry:find("^%s*$") then return true end
  if entry:find("^%s*%.%a") then
    local worked = false
    local ok = self:work(function() worked = require("lib.prompt.commands").run(self, entry) end)
    return ok and worked
  end
  local word = entry:match("^%s*(%a+)%s*$") or entry:match("^%s*(%a+)%s*%(%s*%)%s*$")
  if (word == "help" or word == "quit" or word == "exit") and rawget(_G, word) == nil then return self:take("." .. word) end
  local asked = entry:match("^%s*%?%s*([%w_.:]*)%s*$") or entry:match("^%s*([%w_.:]+)%s*%?%s*$")
  if asked then
    return self:work(function() self:page(require("lib.prompt.help").about(asked, (self.terminal.size()))) end)
  end
  return self:evaluate(entry)
end

-- --- reading -------------------------------------------------------------------------------------------------------------

-- An entry: whole from the line editor, or lines of a plain input until it is complete.
function Session:read()
  local editor = self.editor
  if not editor:is_plain() then return editor:read("> ", self.colour and Output.colours.prompt or nil) end
  local lines = {}
  while true do
    local prompt = not self.interactive and "" or #lines == 0 and "> " or ">> "
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

function Session:remember(entry)
  if not self.past or not self.past.add(entry) then return end
  self.editor:add(entry)
  if self.past.problem then
    self:note("(history is not kept: " .. self.past.problem .. ")")
    self.past.problem = nil
  end
end

local function new_session(terminal)
  local session = setmetatable({
    terminal = terminal,
    entries = {},     -- every entry that was run, by its number in messages
    worked = {},      -- those that did, for .save
    locals = {},      -- names that the entry now running declared local
    given = {},       -- globals that were there at the start
    result_count = 0, -- values shown so far
    paged = 0,        -- seconds that the entry now running spent in the pager
    rows = 20,
    mode = "table",
    timer = "auto",
  }, Session)
  session.interactive = terminal.is_terminal("input")
  session.colour = terminal.is_capable() and (os.getenv("NO_COLOR") or "") == ""
  session.editor = terminal.editor {
    ready = chunk.ready,
    complete = function(text, cursor) return require("lib.prompt.complete").at(terminal, text, cursor) end,
  }
  if session.interactive then
    session.past = history.open(terminal)
    for _, entry in ipairs(session.past.entries) do session.editor:add(entry) end
  end
  return session
end

-- Runs the prompt and returns the exit status.
function repl.run(terminal)
  local session = new_session(terminal)
  local failed = false
  be_strict()
  session.given = set_of_globals()
  if session.interactive then
    local library = package.loaded.slavelab
    session:write("slavelab ", library and library.version or "", " - .help shows what there is, Ctrl-D leaves\n")
  end
  while not session.done do
    local entry, ending = session:read()
    if entry then
      session:remember(entry)
      if not session:take(entry) then failed = true end
    elseif ending == "interrupt" then
      if session.editor:is_plain() then session:write("\n") end
    else
      if session.interactive then session:write("\n") end
      break
    end
  end
  session.editor:close()
  return failed and not session.interactive and 1 or 0
end

return repl
