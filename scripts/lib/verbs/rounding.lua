-- rounding.lua - t:round: to decimal places, or to multiples of a base, half up on the decimal form.
--
-- To a base also at random (random_multiples.lua): to one of the two multiples beside the figure, so that it is right on average, each figure
-- by itself or, with method = "controlled", all of them so that they still add up.

local arguments = require "lib.figures.verb_arguments"
local known_sums = require "lib.verbs.disclosure.known_sums"
local lists = require "lib.base.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local random_multiples = require "lib.verbs.disclosure.random_multiples"
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

-- --- at random ---------------------------------------------------------------------------------------------------------------------

-- The vectors with each figure at a multiple of the base beside it, by the columns' draws.
local function at_random(vectors, o, base)
  for _, v in ipairs(vectors) do
    local draw = random_multiples.draws(o.seed, v.name)
    for row = 1, v.rows do
      if v.values[row] ~= nil then v.values[row] = random_multiples.one(v.values[row], base, draw) end
    end
  end
  return ("%s: each figure was rounded at random to one of the two multiples of %s beside it, so that it is right on average; totals were rounded by "
    .. "themselves and may differ from the sum of the parts."):format(words.quoted(o.columns), tostring(base))
end

-- The sums of the table whose total and parts are all there: { cells =, total = }. A cell is (column - 1) * rows + row.
local function whole_sums(t, o, vectors)
  local rows, list = #t, {}
  local function value(cell) return vectors[(cell - 1) // rows + 1].values[(cell - 1) % rows + 1] end
  for _, line in ipairs(known_sums.read(t, { columns = o.columns, by = {} }, vectors).lines) do
    local sum, whole = 0, line.total ~= nil and value(line.total) ~= nil
    for _, cell in ipairs(line.cells) do
      whole = whole and value(cell) ~= nil
      sum = whole and vector.add(sum, value(cell)) or sum
    end
    if whole and sum == value(line.total) then list[#list + 1] = line end
  end
  return list
end

local function controlled(t, vectors, o, base)
  local rows, values = #t, {}
  for c, v in ipairs(vectors) do
    for row = 1, rows do values[(c - 1) * rows + row] = v.values[row] end
  end
  local sums = whole_sums(t, o, vectors)
  local rounded, culprit = random_multiples.together(values, #vectors * rows, sums, base, random_multiples.draws(o.seed, "all"))
  if not rounded then
    raise('round: row %d of "%s" takes part in more sums than two, or in sums that lie across each other, as in tables of three dimensions: they cannot be '
      .. 'rounded so that all add up. Round fewer columns at once, leave out the totals of one dimension, or say method = "random"',
      (culprit - 1) % rows + 1, vectors[(culprit - 1) // rows + 1].name)
  end
  for c, v in ipairs(vectors) do
    for row = 1, rows do v.values[row] = rounded[(c - 1) * rows + row] end
  end
  return ("%s: rounded at random to one of the two multiples of %s beside each figure, so that all %s of the table still hold (controlled rounding)."):format(
    words.quoted(o.columns), tostring(base), words.count(#sums, "sum"))
end

-- t with figures that were rounded at random, and a note of how.
local function put_random(t, o, base)
  if not (math.type(o.seed) == "integer") then
    raise('round: method = "%s" needs seed = a whole number, so that the same table is rounded in the same way again; who knows it can undo a part of the '
      .. 'rounding, so that it is not published', o.method)
  end
  local vectors = vector.read_all(t, o.columns)
  for _, v in ipairs(vectors) do
    if v.type ~= "integer" and #t > t:col(v.name):missing() or math.type(base) ~= "integer" then
      raise('round: method = "%s" is for whole numbers and a whole base; "%s" holds %s and base is %s', o.method, v.name, v.type, tostring(base))
    end
  end
  local before = {}
  for c, v in ipairs(vectors) do before[c] = table.move(v.values, 1, v.rows, 1, {}) end
  local text = o.method == "random" and at_random(vectors, o, base) or controlled(t, vectors, o, base)
  for c, v in ipairs(vectors) do
    for row = 1, v.rows do
      if o.low and v.values[row] == 0 and before[c][row] ~= 0 then v.values[row], v.markers[row] = nil, "[low]" end
    end
    v.from = { v.name }
    t = vector.put(t, v)
  end
  return notes.add(t, "round", text)
end

-- --- the verb ------------------------------------------------------------------------------------------------------------------------

function rounding.round(t, ...)
  local o = arguments.read(t, "round", { "columns", columns = "columns", dp = "integer", base = "number",
    low = "boolean", method = { "nearest", "controlled", "random" }, seed = "integer" }, ...)
  if o.base and o.dp then raise("round: dp rounds to decimal places, base to multiples; one of them") end
  if o.base and o.base <= 0 then raise("round: base is more than 0, as 5; not %s", tostring(o.base)) end
  local base = o.base and (math.tointeger(o.base) or o.base)
  local columns = o.columns or default_columns(t, o)
  arguments.need_numbers(t, "round", columns)
  if #columns == 0 then raise("round: no column of %s is there", o.base and "numbers" or "fractional numbers") end
  local random, told = o.method == "random" or o.method == "controlled", o.columns
  if o.method and not base then raise('round: method = "%s" rounds to multiples; base = 5 says of what', o.method) end
  if o.seed and not random then raise('round: seed goes with method = "random" or "controlled"') end
  if random then
    o.columns = columns
    t = put_random(t, o, base)
    return told and t or notes.add(t, "round", roles.sentence("round", columns))
  end
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
