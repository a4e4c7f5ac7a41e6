-- raise.lua - errors that name the line of whoever called the library, not a line of the library.
--
--     raise('report "%s": no column "%s"', title, name)
--
--     report "Referrals": no column "forse"
--       in scripts/annual.lua:12
--
-- The message is formatted like string.format's; without further arguments it is taken as it stands. The line is that of
-- the nearest caller that is not a module of the library: such a caller may be several functions away, so that a
-- fixed level, as error() takes it, would be wrong as often as right. In the program lab.fail does this.

local engine = require "lib.engine"

local function is_library(source)
  local folder, name = source:match("^@.-([^/\\]*)[/\\]([^/\\]*)%.lua$")
  return folder ~= nil and package.loaded[folder .. "." .. name] ~= nil
end

local function place()
  local level = 3
  while true do
    local frame = debug.getinfo(level, "Sl")
    if not frame then return "" end
    if frame.currentline > 0 and not is_library(frame.source) then
      return ("\n  in %s:%d"):format(frame.source:gsub("^@", ""), frame.currentline)
    end
    level = level + 1
  end
end

local function raise(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  local fail = engine "fail"
  if fail then fail(message) end
  error(message .. place(), 0)
end

return raise
