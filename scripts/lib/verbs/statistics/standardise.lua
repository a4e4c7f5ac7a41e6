-- standardise.lua - t:standardise: rates of areas whose people differ in age, or in whatever else is named by over=.
--
--     direct       what the area's rate would be, were its people of the standard's ages: rates of its strata, weighted by the standard
--     indirect     how many events it had for each that were to be expected, had its strata the reference's rates
--
-- Direct: D = sum(w x / n) / sum(w), with limits D + sqrt(V / O) (B - O), B Byar's limits of the O events and V = sum(w^2 x / n^2) / sum(w)^2
-- (Dobson, Kuulasmaa, Eberle & Scherer, Stat. Med. 10 (1991) 457-462; Public Health England's technical guide). Where one person may have
-- several events, they are not independent: `persons` says how many people had the events of a row, each equally many, and x becomes
-- x^2 / persons in V.
-- Indirect: O / E, E = sum(n x_ref / n_ref), with Byar's limits of O (exact below 10) over E.
--
-- A group that nothing can be said of is missing, and the others go on: [z] with fewer than 10 events (direct; the guide's rule), with a
-- stratum of the standard in which nobody lives or of which there is no row, and where nothing was to be expected; the reason of a missing
-- cell where there is one. Notes say how many groups.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local collected = require "lib.base.collected"
local limits = require "lib.figures.limits"
local markers = require "lib.figures.markers"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local set_of = require("lib.base.lists").set_of
local standards = require "lib.figures.standards"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local standardise = {}

local fewest_events = 10 -- of a directly standardised rate

-- Names of columns of our own, which no key is likely to have.
local events, people, weight, spread = "(events)", "(people)", "(weight)", "(spread)"

local function col(name) return lab.col[name] end

-- --- the standard ----------------------------------------------------------------------------------------------------------------

-- The text of one stratum: its labels, joined.
local function strata_of(t, over)
  local columns, list = {}, {}
  for i, name in ipairs(over) do columns[i] = t:col(name) end
  for row = 1, #t do
    local parts = {}
    for i, column in ipairs(columns) do parts[i] = tostring(column[row]) end
    list[row] = table.concat(parts, ", ")
  end
  return list
end

local function alone_in(list, set)
  local names = {}
  for _, one in ipairs(list) do
    if not set[one] then names[#names + 1] = '"' .. one .. '"' end
  end
  return names
end

-- Raises when the strata of the data and of the standard are not the same.
local function check_strata(t, over, standard, what)
  local distinct = t:distinct(over)
  local own, theirs = strata_of(distinct, over), strata_of(standard, over)
  local more, fewer = alone_in(own, set_of(theirs)), alone_in(theirs, set_of(own))
  if #more > 0 then
    raise("standardise: the %s has no %s %s; it has %s", what, table.concat(over, ", "), table.concat(more, ", ", 1, math.min(5, #more)),
      table.concat(theirs, ", ", 1, math.min(20, #theirs)))
  end
  if #fewer > 0 then
    raise("standardise: no row has the %s %s of the %s: bands of other widths cannot be compared", table.concat(over, ", "),
      table.concat(fewer, ", ", 1, math.min(5, #fewer)), what)
  end
end

-- The columns of `over` and those named, of a table of the standard; each stratum stands once, and no figure is missing or below 0.
local function read_standard(given, over, names, what)
  given = collected(given)
  for _, name in ipairs(over) do arguments.need_column(given, name, "standardise: the " .. what) end
  for _, name in ipairs(names) do arguments.need_column(given, name, "standardise: the " .. what) end
  arguments.need_numbers(given, "standardise: the " .. what, names)
  local strata, seen = strata_of(given, over), {}
  for row, text in ipairs(strata) do
    if seen[text] then raise("standardise: the %s has %s twice, in rows %d and %d", what, text, seen[text], row) end
    seen[text] = row
    for _, name in ipairs(names) do
      local value = given:col(name)[row]
      if value == nil or value < 0 then
        raise('standardise: the %s, row %d (%s): "%s" is %s', what, row, text, name, value and number.format(value) or "missing")
      end
    end
  end
  local both = {}
  for _, name in ipairs(over) do both[#both + 1] = name end
  for _, name in ipairs(names) do both[#both + 1] = name end
  return given:select(both)
end

-- The weights of a standard: a table of over and one column more, or the name of one that is known.
local function weights_of(t, o)
  if type(o.standard) == "string" then
    if #o.over > 1 then raise('standardise: standard = "%s" is by age alone; over names %s', o.standard, words.count(#o.over, "column")) end
    return standards.weights(o.standard, t, o.over[1], weight)
  end
  if type(o.standard) ~= "userdata" then
    raise('standardise: standard is a table with %s and a column of weights, or one of %s', table.concat(o.over, ", "), standards.names())
  end
  local names = {}
  for _, name in ipairs(o.standard:column_names()) do
    local is_key = false
    for _, key in ipairs(o.over) do is_key = is_key or key == name end
    if not is_key then names[#names + 1] = name end
  end
  local name = o.weight or (#names == 1 and names[1])
  if not name then
    raise('standardise: the standard has %s beside %s: weight = "..." names the one of weights', words.count(#names, "column"),
      table.concat(o.over, ", "))
  end
  return read_standard(o.standard, o.over, { name }, "standard"):rename { [name] = weight }
end

-- --- the data --------------------------------------------------------------------------------------------------------------------

-- Events and people of each stratum of each group, and of how many persons with several events.
local function strata_table(t, o, by)
  local keys = {}
  for _, name in ipairs(by) do keys[#keys + 1] = name end
  for _, name in ipairs(o.over) do keys[#keys + 1] = name end
  local x, sums = col(o.of[1]), {}
  sums[1] = { events, x:sum() }
  sums[2] = { people, col(o.per):sum() }
  if o.persons then sums[3] = { spread, (x * x / col(o.persons)):sum() } else sums[3] = { spread, (x * 1.0):sum() } end
  return t:group_by(keys):summarise(sums)
end

local function check_counts(t, o)
  for _, name in ipairs { o.of[1], o.per, o.persons } do
    local v = t:col(name)
    local least = v:min()
    if least and least < 0 then
      for row = 1, #t do
        if v[row] and v[row] < 0 then raise('standardise: row %d: "%s" is %s, and counts are not below 0', row, name, number.format(v[row])) end
      end
    end
  end
  if o.persons then
    local wrong = t:filter(col(o.persons):gt(col(o.of[1])))
    if #wrong > 0 then
      raise('standardise: %s persons had %s events in a row of "%s": nobody stands there who had none', number.format(wrong:col(o.persons)[1]),
        number.format(wrong:col(o.of[1])[1]), o.persons)
    end
  end
end

-- The state of the cells of each group: which groups have a missing one, and why.
local function states(t, o, by)
  local list, group, count = {}, t:group_numbers(by)
  for g = 1, count do list[g] = {} end
  for _, name in ipairs { o.of[1], o.per, o.persons } do
    if t:col(name):missing() > 0 then
      local v = vector.read(t, name)
      for row = 1, v.rows do
        if v.values[row] == nil then markers.add(list[group[row]], nil, v.markers[row]) end
      end
    end
  end
  return list
end

-- value, lower and upper of the groups that nothing can be said of become missing, and so do the sums where a part of them is missing.
-- why(row) says whether, for which reason, and whether it is a part that is missing.
local function hold(t, why)
  local list, changed = vector.read_all(t, { "value", "lower", "upper", "numerator", "denominator" }), false
  for row = 1, list[1].rows do
    local missing, reason, part = why(row)
    for i, v in ipairs(missing and list or {}) do
      if i <= 3 or part then v.values[row], v.markers[row], changed = nil, reason, true end
    end
  end
  for _, v in ipairs(changed and list or {}) do
    v.from = { v.name }
    t = vector.put(t, v)
  end
  return t
end

local function say(t, count, text)
  return count == 0 and t or notes.add(t, "standardise", ("standardise: %s %s, and missing."):format(words.count(count, "group"), text))
end

local function finish(t, o, by, result, few, empty, nothing)
  local seen, state = { few = 0, empty = 0, nothing = 0, missing = 0 }, states(t, o, by)
  result = hold(result, function(row)
    if state[row].missing then
      seen.missing = seen.missing + 1
      return true, state[row].reason, true
    end
    for name, is in pairs { few = few, empty = empty, nothing = nothing } do
      if is(row) then
        seen[name] = seen[name] + 1
        return true, "[z]"
      end
    end
  end)
  result = say(result, seen.missing, "with a missing count")
  result = say(result, seen.few, ("with fewer than %d events"):format(fewest_events))
  result = say(result, seen.empty, "without people in a stratum of the standard")
  return say(result, seen.nothing, "of which nothing was to be expected")
end

local function never() return false end

-- --- the two methods --------------------------------------------------------------------------------------------------------------

local function direct(t, o, by)
  local standard = weights_of(t, o)
  check_strata(t, o.over, standard, "standard")
  local strata = strata_table(t, o, by):join(standard, { on = o.over })
  local share = col(weight) / col(people)
  local keyed = #by > 0 and strata:group_by(by) or strata
  local sums = keyed:summarise {
    { "numerator", col(events):sum() }, { "denominator", col(people):sum() }, { weight, col(weight):sum() },
    { "rate", (share * col(events)):sum() }, { spread, (share * share * col(spread)):sum() },
    { people, col(people):min() }, { "strata", col(people):count() },
  }
  local scale, confidence = (o.scale or 1e5) + 0.0, o.confidence or 0.95
  local d, n = col("rate") / col(weight), col("numerator")
  local step = (col(spread) / n):sqrt() / col(weight)
  local result = sums:mutate {
    { "value", d * scale },
    { "lower", (d + step * (n:byar_lower(confidence, o.weighted == true) - n)) * scale },
    { "upper", (d + step * (n:byar_upper(confidence, o.weighted == true) - n)) * scale },
  }
  local counts, fewest, present = sums:col("numerator"), sums:col(people), sums:col("strata")
  result = finish(t, o, by, result, function(row) return (counts[row] or 0) < fewest_events end,
    function(row) return present[row] < #standard or fewest[row] == 0 end, never)
  return result, ("directly standardised by %s to %s"):format(table.concat(o.over, ", "),
    type(o.standard) == "string" and standards.title(o.standard) or "a standard of " .. words.count(#standard, "stratum", "strata"))
end

local function indirect(t, o, by)
  if o.reference == nil then raise('standardise: method = "indirect" needs reference = a table with %s, "%s" and "%s"',
    table.concat(o.over, ", "), o.of[1], o.per) end
  local reference = read_standard(o.reference, o.over, { o.of[1], o.per }, "reference")
  for row = 1, #reference do
    if reference:col(o.per)[row] == 0 then raise('standardise: the reference, row %d: "%s" is 0, so that it has no rate', row, o.per) end
  end
  check_strata(t, o.over, reference, "reference")
  local expected, crude = "(expected)", reference:summarise { { "rate", col(o.of[1]):sum() / col(o.per):sum() } }:col("rate")[1]
  local rates = reference:mutate { { expected, col(o.of[1]) / col(o.per) } }:select(o.over, expected)
  local strata = strata_table(t, o, by):join(rates, { on = o.over })
  local keyed = #by > 0 and strata:group_by(by) or strata
  local sums = keyed:summarise { { "numerator", col(events):sum() }, { "denominator", (col(people) * col(expected)):sum() } }
  local scale = o.kind == "rate" and crude * (o.scale or 1e5) or (o.scale or 1)
  local result = limits.add(sums, { top = "numerator", bottom = "denominator", scale = scale, interval = "byar", confidence = o.confidence,
    weighted = o.weighted, names = { "value", "lower", "upper" }, where = "standardise", called = { "events", "expected events" } })
  local below = sums:col("denominator")
  result = finish(t, o, by, result, never, never, function(row) return below[row] == 0 end)
  return result, ("indirectly standardised by %s: events over those expected at the rates of the reference%s"):format(
    table.concat(o.over, ", "), o.kind == "rate" and (", times its crude rate of %s"):format(number.format(lab.round(scale, 4))) or "")
end

function standardise.verb(t, ...)
  local o = arguments.read(t, "standardise", { "of", groups = true, of = "columns", per = "column", over = "columns", by = "columns",
    method = { "direct", "indirect" }, standard = "any", reference = "any", weight = "text", persons = "column", scale = "number",
    kind = { "ratio", "rate" }, confidence = "number", weighted = "boolean" }, ...)
  local example = 't:standardise{ of = "offences", per = "population", over = "age", by = "force", standard = "esp2013" }'
  for _, key in ipairs { "of", "per", "over" } do arguments.need(o, "standardise", key, example) end
  if #o.of > 1 then raise("standardise: of is one column") end
  arguments.need_numbers(t, "standardise", { o.of[1], o.per, o.persons })
  if o.confidence and not (o.confidence > 0 and o.confidence < 1) then raise("standardise: confidence is between 0 and 1, as 0.95") end
  if o.scale and o.scale <= 0 then raise("standardise: scale is more than 0, as 1e5 for a rate per 100,000") end
  local by, indirectly = arguments.by(t, o), o.method == "indirect"
  for key, wanted in pairs { standard = not indirectly, weight = not indirectly, persons = not indirectly, reference = indirectly,
    kind = indirectly } do
    if o[key] ~= nil and not wanted then
      raise('standardise: %s goes with method = "%s"', key, indirectly and "direct" or "indirect")
    end
  end
  if not indirectly and o.standard == nil then raise("standardise: standard is needed: %s", example) end
  check_counts(t, o)
  bases.refuse(t, "standardise", by)
  bases.refuse_beside(t, "standardise")
  local apart = {}
  table.move(by, 1, #by, 1, apart)
  table.move(o.over, 1, #o.over, #apart + 1, apart)
  t = total_labels.warn(t, "standardise", apart)
  local result, said = (indirectly and indirect or direct)(t, o, by)
  local unit = indirectly and o.kind ~= "rate" and "ratio" or "per " .. number.format(o.scale or 1e5)
  result = result:with_fields { value = { unit = unit }, lower = { unit = unit }, upper = { unit = unit } }
  return notes.add(result:select(by, "value", "lower", "upper", "numerator", "denominator"), "standardise", said:sub(1, 1):upper() .. said:sub(2) .. ".")
end

lab.method("table", "standardise", standardise.verb, {
  signature = '(of: string|{of: string, per: string, over: string|string[], by?: string|string[], method?: "direct"|"indirect", '
    .. 'standard?: slavelab.Table|"esp2013", weight?: string, reference?: slavelab.Table, kind?: "ratio"|"rate", persons?: string, '
    .. "scale?: number, confidence?: number, weighted?: boolean}, options?: table): slavelab.Table",
  text = "One row a group: value, lower, upper, numerator (events) and denominator. Directly standardised rates weigh the rates of the "
    .. 'strata (over= names what divides them, most often age) by a standard: a table of over and a weight, or "esp2013"; the denominator is '
    .. 'the population. method = "indirect": events over those expected at the rates of reference=, a table of over, of and per; the '
    .. 'denominator are the expected events, and kind = "rate" multiplies with the crude rate of the reference. persons= says how many '
    .. "people had the events of a row, where one may have several. Missing [z]: fewer than 10 events or a stratum without people (direct), "
    .. "nothing expected (indirect). Dobson et al. 1991; Byar's limits, exact below 10. docs/indicators.md.",
  example = [[
local t = lab.parse_csv("force,age,offences,people\nKent,young,12,42000\nKent,old,11,61000\nEssex,young,30,52000\nEssex,old,9,40000\n")
local standard = lab.parse_csv("age,people\nyoung,22000\nold,31500\n")
print(t:standardise { of = "offences", per = "people", over = "age", by = "force", standard = standard })]],
})

return standardise
