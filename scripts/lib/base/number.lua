-- number.lua - numbers as people read them: rounded half up on their decimal form, with thousands separators.
--
-- A double is first written as the shortest decimal that reads back as the same double, and that decimal is
-- rounded. So 2.675 to two places is 2.68, as anyone who sees 2.675 expects, although the double lies a hair
-- below. Halves go away from zero: -2.5 becomes -3. Nothing here depends on the locale.

local number = {}

-- The parts of a finite number: sign ("" or "-"), its digits as text without leading zeros, and the power of ten
-- that the digits are to be multiplied with. Zero gives "", "0", 0.
local function decimal(x)
  if math.type(x) == "integer" then
    local sign, digits = tostring(x):match("^(%-?)(%d+)$")
    return sign, digits, 0
  end
  local text
  for precision = 14, 16 do
    text = (("%%.%de"):format(precision)):format(x):gsub(",", ".")
    if tonumber(text) == x then break end
  end
  local sign, whole, fraction, exponent = text:match("^(%-?)(%d)%.?(%d*)e([+-]%d+)$")
  local digits = (whole .. fraction):gsub("0+$", "")
  local power = tonumber(exponent) - (#digits - 1)
  if digits == "" then return "", "0", 0 end
  return sign, digits, math.tointeger(power)
end

-- Rounds digits * 10^power half up to `places` decimal places; digits and power of the result.
local function round_digits(digits, power, places)
  local drop = -power - places
  if drop <= 0 then return digits, power end
  if drop > #digits then return "0", 0 end
  local kept = digits:sub(1, #digits - drop)
  local up = digits:byte(#digits - drop + 1) >= ("5"):byte()
  if not up then
    if kept == "" then return "0", 0 end
    return kept, power + drop
  end
  local nines = kept:match("9*$")
  local head = kept:sub(1, #kept - #nines)
  if head == "" then
    head = "1"
  else
    head = head:sub(1, -2) .. string.char(head:byte(-1) + 1)
  end
  return head .. ("0"):rep(#nines), power + drop
end

local function is_finite(x)
  return math.type(x) == "integer" or (x == x and x ~= math.huge and x ~= -math.huge)
end

-- Whole part and fraction of the rounded number as texts, and its sign; zero has none.
local function written(x, places)
  local sign, digits, power = decimal(x)
  if places then digits, power = round_digits(digits, power, places) end
  if power > 0 then digits, power = digits .. ("0"):rep(power), 0 end
  if #digits <= -power then digits = ("0"):rep(-power - #digits + 1) .. digits end
  local whole, fraction = digits:sub(1, #digits + power), digits:sub(#digits + power + 1)
  if places and places >= 0 then
    fraction = fraction .. ("0"):rep(places - #fraction)
  end
  if not (whole .. fraction):find("[1-9]") then sign = "" end
  return sign, whole, fraction
end

-- x rounded half up to `places` decimal places (0 unless given; negative places round to tens, hundreds ...).
-- Integers stay integers; nil, NaN and infinities come back as they are.
function number.round(x, places)
  if x == nil or not is_finite(x) then return x end
  places = places or 0
  if math.type(x) == "integer" and places >= 0 then return x end
  local sign, whole, fraction = written(x, places)
  local text = sign .. whole .. (fraction ~= "" and "." .. fraction or "")
  if math.type(x) == "integer" then return math.tointeger(tonumber(text)) or tonumber(text) end
  return tonumber(text) + 0.0
end

-- x as text. options:
--   decimals   digits after the point, rounded half up; nil shows as many as the number has
--   separator  between thousands: "," unless given; "" for none
-- NaN and infinities are written in words, because "nan" and "inf" mean nothing to a reader.
function number.format(x, options)
  options = options or {}
  if x ~= x then return "not a number" end
  if not is_finite(x) then return x > 0 and "infinite" or "minus infinite" end
  local sign, whole, fraction = written(x, options.decimals)
  local separator = options.separator or ","
  if separator ~= "" then
    whole = whole:reverse():gsub("(%d%d%d)", "%1\0"):reverse():gsub("^%z", ""):gsub("%z", separator)
  end
  return sign .. whole .. (fraction ~= "" and "." .. fraction or "")
end

-- x as a program reads it: no separators, and the same number when read back; integers without a point,
-- whole doubles with none either ("3"), because a reader of CSV or JSON does not tell the two apart. Doubles beyond
-- 15 digits and very small ones have an exponent. NaN and infinities give nil.
function number.exact(x)
  if not is_finite(x) then return nil end
  local sign, digits, power = decimal(x)
  local too_long = math.type(x) == "float" and #digits + power > 15
  if too_long or #digits + power < -5 then
    local mantissa = digits:sub(1, 1) .. (#digits > 1 and "." .. digits:sub(2) or "")
    return ("%s%se%d"):format(sign, mantissa, power + #digits - 1)
  end
  local s, whole, fraction = written(x)
  return s .. whole .. (fraction ~= "" and "." .. fraction or "")
end

-- How many decimals x has in its shortest decimal form (0 for integers, NaN and infinities).
function number.places(x)
  if not is_finite(x) then return 0 end
  local _, _, power = decimal(x)
  return math.max(0, -power)
end

return number
