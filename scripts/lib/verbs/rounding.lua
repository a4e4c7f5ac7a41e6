-- rounding.lua - t:round: to decimal places, or to multiples of a base, always half up on the decimal form.

local arguments = require "lib.figures.verb_arguments"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local vector = require "lib.figures.vector"

local rounding = {}

-- x to the nearest multiple of base, halves away from zero. Integers stay integers.
local function to_multiple(x, base)
  if math.type(x) == "integer" and math.type(base) == "integer" then
    local size = x < 0 and -x or x
    local rest = size % base
    local rounded = size - rest + (2 * rest >= base and base or 0)
    return x < 0 and -rounded or rounded
  end
  return lab.round(x / base) * base
end

-- The columns when none are named: fractions have decimals to round, counts go to multiples.
local function default_columns(t, o)
  local names = {}
  for _, column in ipairs(roles.list(t)) do
    if column.role == "figure" and (column.type == "number" or o.base) then names[#names + 1] = column.name end
  end
  return names
end

local function names_of(columns)
  return '"' .. table.concat(columns, '", "') .. '"'
end

function rounding.round(t, ...)
  local o = arguments.read(t, "round", { "columns", columns = "columns", dp = "integer", base = "number",
    low = "boolean" }, ...)
  if o.base and o.dp then raise("round: dp rounds to decimal places, base to multiples; one of them") end
  if o.base and o.base <= 0 then raise("round: base is more than 0, as 5; not %s", tostring(o.base)) end
  local base = o.base and (math.tointeger(o.base) or o.base)
  local columns = o.columns or default_columns(t, o)
  arguments.need_numbers(t, "round", columns)
  if #columns == 0 then raise("round: no column of %s is there", o.base and "numbers" or "fractional numbers") end
  local dp = o.dp or 0
  for _, name in ipairs(columns) do
    local v = vector.read(t, name)
    for row = 1, v.rows do
      local value = v.values[row]
      if value ~= nil then
        local rounded = base and to_multiple(value, base) or lab.round(value, dp)
        if v.type == "number" then rounded = rounded + 0.0 end
        if o.low and rounded == 0 and value ~= 0 then
          v.values[row], v.marks[row] = nil, "[low]"
        else
          v.values[row] = rounded
        end
      end
    end
    t = vector.put(t, v)
  end
  if base then
    t = notes.add(t, "round", ("%s: rounded to the nearest %s, each figure by itself, so that totals may differ from "
      .. "the sum of the parts."):format(names_of(columns), tostring(base)))
  end
  return o.columns and t or notes.add(t, "round", roles.sentence("round", columns))
end

return rounding
