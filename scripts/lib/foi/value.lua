-- value.lua - a figure as a body writes it: a number, or a range when the body holds the exact one back.
--
--     value.read("1,204")           { low = 1204, high = 1204 }
--     value.read("fewer than 5")    { low = 1, high = 4, held_back = true }      "<5"
--     value.read("1-4")             { low = 1, high = 4, held_back = true }      "1 to 4"
--
-- "Fewer than 5" begins at 1, since bodies print a zero as zero. A range is a missing figure with the reason [c].

local value = {}

local below = { "^<%s*(.+)$", "^fewer%s+than%s+(.+)$", "^less%s+than%s+(.+)$", "^under%s+(.+)$" }
local words = { one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10 }

-- A number with or without thousands separators; nil when it is none.
local function number(text)
  if words[text] then return words[text] end
  local sign, digits, fraction = text:match("^(%-?)(%d[%d,]*)(%.?%d*)$")
  if not digits or fraction == "." then return nil end
  if digits:find(",") and not digits:find("^%d%d?%d?,%d%d%d$") and not digits:find("^%d%d?%d?,%d%d%d,%d%d%d$") then return nil end
  local read = tonumber(sign .. digits:gsub(",", "") .. fraction)
  return math.tointeger(read) or read
end

-- nil when the text is neither a number nor a range; money may have its sign of currency.
function value.read(text, kind)
  local plain = text:lower():match("^%s*(.-)%s*$"):gsub("–", "-"):gsub("−", "-")
  if kind == "money" then plain = plain:gsub("£", "") end
  for _, pattern in ipairs(below) do
    local limit = number(plain:match(pattern) or "")
    if limit and limit > 1 and math.type(limit) == "integer" then return { low = 1, high = limit - 1, held_back = true } end
  end
  local from, to = plain:match("^(%d[%d,]*)%s*%-%s*(%d[%d,]*)$")
  if not from then from, to = plain:match("^(%d[%d,]*)%s+to%s+(%d[%d,]*)$") end
  if from then
    local low, high = number(from), number(to)
    return low and high and low < high and { low = low, high = high, held_back = true } or nil
  end
  local exact = number(plain)
  return exact and { low = exact, high = exact } or nil
end

return value
