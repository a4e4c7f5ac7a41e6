-- output.lua - what a session of the prompt (repl.lua) writes: notes, errors folded to the width of the terminal, long texts through a pager.

local show = require "lib.prompt.show"
local width = require "lib.base.width"

local Output = {}

Output.colours = { prompt = "1;34", error = "1;31", note = "2" }

function Output:paint(colour, text)
  if not self.colour then return text end
  return ("\27[%sm%s\27[0m"):format(Output.colours[colour], text)
end

function Output:write(...)
  io.stdout:write(...)
  io.stdout:flush()
end

-- What the prompt itself has to say.
function Output:note(text)
  self:write(self:paint("note", text), "\n")
end

-- A message whose long lines are broken at blanks, lines of their own indent. Lines that quote a file or point into one
-- ("  12 | Kent,1O4" and the caret below) stay as they are.
function Output:fold(message, begun)
  local columns, lines = self.terminal.size(), {}
  for line in (message .. "\n"):gmatch("([^\n]*)\n") do
    local room = columns - (#lines == 0 and begun or 0)
    if self.terminal.width(line) <= room or line:find("^%s*%d+ |") or line:find("^%s*%^") then
      lines[#lines + 1] = line
    else
      local indent = line:match("^%s*")
      if #lines == 0 then line = ("."):rep(begun) .. line end -- in place of what stands before it already
      local wrapped = width.wrap(line, math.max(20, columns - #indent))
      if #lines == 0 then wrapped[1] = wrapped[1]:sub(begun + 1) end
      for _, part in ipairs(wrapped) do lines[#lines + 1] = indent .. part end
    end
  end
  return table.concat(lines, "\n")
end

-- Writes an error, at a terminal folded to its width.
function Output:write_error(message)
  if self.interactive then message = self:fold(message, #"error: ") end
  self:write(self:paint("error", "error: "), message, "\n")
end

-- Says what a command could not do; gives false.
function Output:fail(message)
  self:write_error(message)
  return false
end

local function command_exists(name)
  if name:find("/", 1, true) then return true end
  for folder in (os.getenv("PATH") or ""):gmatch("[^:]+") do
    local file = io.open(folder .. "/" .. name, "rb")
    if file then
      file:close()
      return true
    end
  end
  return false
end

-- The command that shows long texts: $SLAVELAB_PAGER, $PAGER or less; nil when there is none ("cat" counts as none).
local function pager_command()
  local pager = os.getenv("SLAVELAB_PAGER") or os.getenv("PAGER") or "less"
  local name = pager:match("^%S+")
  if not name or name == "cat" or not command_exists(name) then return nil end
  return pager == "less" and "less -FRX" or pager
end

-- Writes a text; one that is taller than the terminal goes through the pager.
function Output:page(text)
  local _, lines = text:gsub("\n", "\n")
  local _, rows = self.terminal.size()
  if lines + 2 > rows and not self.editor:is_plain() then
    local pager, begun = pager_command(), self.terminal.clock()
    local shown = pager and self.terminal.feed(pager, text .. "\n")
    self.paged = self.paged + self.terminal.clock() - begun
    if shown then return end
  end
  self:write(text, "\n")
end

local function line_of(text, number)
  local n = 0
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    n = n + 1
    if n == number then return line end
  end
  return ""
end

function Output:report_syntax(text, problem, where)
  local line = line_of(text, problem.line):gsub("\t", " ")
  local before = line:sub(1, (utf8.offset(line, problem.column) or #line + 1) - 1)
  local place = where and ("%s:%d: "):format(where, problem.line)
    or text:find("\n", 1, true) and ("line %d: "):format(problem.line) or ""
  self:write(self:paint("error", "syntax error: "), place, problem.message, "\n")
  self:write("    ", line, "\n    ", (" "):rep(self.terminal.width(before)), self:paint("error", "^"), "\n")
  if problem.hint then self:write("  ", problem.hint, "\n") end
end

-- The message of an error. Where it names a line of an entry, the line itself is shown; not that of an entry of one line
-- that was typed just now.
function Output:report_error(message)
  if type(message) ~= "string" then
    local meta = getmetatable(message)
    message = type(meta) == "table" and meta.__tostring and tostring(message)
      or "an error was raised with " .. show.value(message, 80) .. " instead of a message"
  end
  local places = {}
  local function place(number, line)
    number, line = tonumber(number), tonumber(line)
    local entry = self.entries[number]
    local last = number == #self.entries
    if entry and not (last and not entry:find("\n", 1, true)) then
      local where = last and "line " .. line or ("entry %d, line %d"):format(number, line)
      places[#places + 1] = ("  in %s: %s\n"):format(where, line_of(entry, line):match("^%s*(.-)%s*$"))
    end
    return ""
  end
  message = message:gsub("\n  in typed (%d+):(%d+)", place):gsub("^typed (%d+):(%d+): ", place)
  self:write_error(message)
  self:write(table.concat(places))
end

return Output
