-- raise.lua - errors that name the line of the script that called the library, not a line of the library.
--
--     raise('report "%s": no column "%s"', title, name)
--
--     report "Referrals": no column "forse"
--       in scripts/annual.lua:12
--
-- The message is formatted like string.format's; without further arguments it is taken as it stands. The line is that of
-- the nearest caller outside the library (lab.fail), which may be several functions away: a fixed level, as error() takes
-- it, would be wrong as often as right.

local function raise(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  lab.fail(message)
end

return raise
