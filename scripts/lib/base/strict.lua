-- strict.lua - what is said when a script uses a variable that nobody declared.
--
-- The program watches the globals and comes here when one is read that is not there, or assigned by a script. A misspelt
-- name would otherwise be nil, and a missing `local` would change a variable of somebody else: both give wrong figures
-- without a word.

local suggest = require "lib.base.suggest"

local strict = {}

-- Words of other languages, and what Lua says instead.
local elsewhere = {
  null = "nil", NULL = "nil", None = "nil", NA = "nil", undefined = "nil",
  TRUE = "true", True = "true", FALSE = "false", False = "false",
  unpack = "table.unpack", loadstring = "load", printf = "io.write(string.format(...))", len = "#t", length = "#t",
}

-- The names that can be seen from the line at fault: locals and upvalues of its function, then globals.
local function names_in_sight()
  local names, level = {}, 2
  local own = debug.getinfo(1, "S").source
  while true do
    local frame = debug.getinfo(level, "Sf")
    if not frame then break end
    if frame.what ~= "C" and frame.source ~= own then
      local i = 1
      while debug.getlocal(level, i) do
        local name = debug.getlocal(level, i)
        if not name:find("^%(") then names[#names + 1] = name end
        i = i + 1
      end
      i = 1
      while debug.getupvalue(frame.func, i) do
        local name = debug.getupvalue(frame.func, i)
        if name ~= "_ENV" then names[#names + 1] = name end
        i = i + 1
      end
      break
    end
    level = level + 1
  end
  local globals = {}
  for name in pairs(_G) do
    if type(name) == "string" then globals[#globals + 1] = name end
  end
  table.sort(globals)
  table.move(globals, 1, #globals, #names + 1, names)
  return names
end

-- Raises: name was read and is not there.
function strict.read(name)
  if type(name) ~= "string" then lab.fail("there is no global of that kind of name: " .. tostring(name)) end
  local other = elsewhere[name]
  if other then lab.fail(('no variable "%s"; in Lua it is %s'):format(name, other)) end
  local nearest = suggest.nearest(name, names_in_sight())
  lab.fail(('no variable "%s"'):format(name) .. (nearest and ('; did you mean "%s"?'):format(nearest) or ""))
end

-- Raises: name was assigned a value and is not declared.
function strict.write(name, value)
  local line = type(value) == "function" and "local function %s(...)" or "local %s = ..."
  lab.fail(('"%s" is not declared; write  ' .. line):format(tostring(name), tostring(name)))
end

return strict
