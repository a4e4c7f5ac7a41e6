-- raise.lua - errors that point at the line of whoever called the library, not at the library.
--
--     raise('report "%s": no column "%s"', title, name)
--
-- The message is formatted like string.format's; without further arguments it is taken as it stands. The
-- position put before it is that of the nearest caller outside scripts/lib and scripts/formats. A caller may
-- be several functions away, so a fixed level, as error() takes it, would be wrong as often as right.

local here = debug and debug.getinfo(1, "S").source:match("^@(.*)lib[/\\][^/\\]*$")

local function is_library(source)
  if not here or source:sub(1, #here + 1) ~= "@" .. here then return false end
  local rest = source:sub(#here + 2)
  return rest:find("^lib[/\\]") ~= nil or rest:find("^formats[/\\]") ~= nil
end

local function raise(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  if not debug then error(message, 3) end
  local level = 2
  while true do
    local frame = debug.getinfo(level, "Sl")
    if not frame then error(message, 0) end
    if frame.currentline > 0 and not is_library(frame.source) then
      error(("%s:%d: %s"):format(frame.short_src, frame.currentline, message), 0)
    end
    level = level + 1
  end
end

return raise
