-- number.lua - numbers as text: for readers, and for programs. Digits and rounding are the engine's: half up on the decimal form,
-- so that 2.675 to two places is 2.68; nothing depends on the locale.

local core = require "slavelab.plain"

local number = {}

local function is_finite(x)
  return math.type(x) == "integer" or (x == x and x ~= math.huge and x ~= -math.huge)
end

-- x as text. options:
--   decimals   digits after the point, rounded half up; nil shows as many as the number has
--   separator  between thousands: "," unless given; "" for none
-- NaN and infinities are written in words, because "nan" and "inf" mean nothing to a reader.
function number.format(x, options)
  return core.number(x, options and options.decimals, options and options.separator or ",")
end

-- x as a program reads it: no separators, and the same number when read back; integers without a point,
-- whole doubles with none either ("3"), because a reader of CSV or JSON does not tell the two apart. Doubles of more than
-- 15 digits before the point and very small ones have an exponent. NaN and infinities give nil.
function number.exact(x)
  if not is_finite(x) then return nil end
  local size, text = math.abs(x), lab.decimal(x)
  if math.type(x) == "integer" or size == 0 or (size >= 1e-6 and size < 1e15) then return text end
  local sign, whole, fraction = text:match("^(%-?)(%d+)%.?(%d*)$")
  local digits = (whole .. fraction):gsub("^0+", ""):gsub("0+$", "")
  local exponent = size < 1 and -#fraction:match("^0*") - 1 or #whole - 1
  return sign .. digits:sub(1, 1) .. (#digits > 1 and "." .. digits:sub(2) or "") .. "e" .. exponent
end

-- How many decimals x has in its shortest decimal form (0 for integers, NaN and infinities).
number.places = core.places

return number
