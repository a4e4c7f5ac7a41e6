-- rounding.lua - t:round: to decimal places, or to multiples of a base, always half up on the decimal form.

local arguments = require "lib.figures.verb_arguments"
local lists = require "lib.base.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local rounding = {}

-- x to the nearest multiple of base, halves away from zero: which multiple is decided on the decimal form, and it has as many
-- decimals as the base. Integers stay integers; nil when the multiple is beyond 64 bits.
local function to_multiple(x, base)
  if math.type(x) == "integer" and math.type(base) == "integer" then
    local rest = math.fmod(x, base) -- with the sign of x
    local size = math.abs(rest)
    if size < base - size then return x - rest end
    local rounded = x - rest + (x < 0 and -base or base)
    if (rounded < 0) == (x < 0) then return rounded end
    return nil
  end
  return lab.round((lab.round(x / base) + 0.0) * base, number.places(base))
end

-- The columns when none are named: fractions have decimals to round, counts go to multiples.
local function default_columns(t, o)
  local names = {}
  for _, column in ipairs(roles.list(t)) do
    if column.role == "figure" and (column.type == "number" or o.base) then names[#names + 1] = column.name end
  end
  return names
end

-- What a reader knows of the column: lab.disclosure_check asks for it.
local function note_base(t, name, base)
  local fields = lists.copy_of(t:about().fields or {})
  fields[name] = lists.copy_of(fields[name] or {})
  fields[name].rounded = base
  return t:with_about("fields", fields)
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
        local rounded
        if base then rounded = to_multiple(value, base) else rounded = lab.round(value, dp) end
        if not rounded then
          raise('round: column "%s", row %s: %d to the nearest %d does not fit into 64 bits', name, number.format(row), value, base)
        end
        if v.type == "number" then
          rounded = rounded + 0.0
        elseif not math.tointeger(rounded) then
          raise('round: column "%s" holds whole numbers, and multiples of %s are none; make it one of numbers first, as in '
            .. 't:mutate("%s = number(%s)")', name, tostring(base), name, name)
        end
        if o.low and rounded == 0 and value ~= 0 then
          v.values[row], v.markers[row] = nil, "[low]"
        else
          v.values[row] = rounded
        end
      end
    end
    v.from = { name }
    t = vector.put(t, v)
    if math.type(base) == "integer" then t = note_base(t, name, base) end
  end
  if base then
    t = notes.add(t, "round", ("%s: rounded to the nearest %s, each figure by itself, so that totals may differ from "
      .. "the sum of the parts."):format(words.quoted(columns), tostring(base)))
  end
  return o.columns and t or notes.add(t, "round", roles.sentence("round", columns))
end

return rounding
