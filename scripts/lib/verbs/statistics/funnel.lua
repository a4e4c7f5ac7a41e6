-- funnel.lua - t:funnel: which areas differ from a target by more than their size lets chance do.
--
--     local areas, curve = t:funnel { of = "charged", per = "recorded", kind = "proportion" }
--
-- areas is t with value, target, the limits of each level (lower_95, upper_95, lower_99_8 ...), z and position; curve has the limits for
-- sizes from the smallest area to the largest, to be drawn behind the points. Formulas and sources: core/stats/funnel.h.
--
-- Missing in, missing out with the reason; an area of size 0 has [z]. Both tables carry notes: target, phi, tau2, and what the limits take.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local limits = require "lib.figures.limits"
local lists = require "slavelab.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local stats = require "slavelab.stats"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local funnel = {}

local points = 200 -- of the curve

local scales = { proportion = 100, rate = 1e5, ratio = 1 }
local units = { proportion = "percent", ratio = "ratio" }

-- 0.998 as texts: "99.8" for a reader, "99_8" in the name of a column.
local function percent_of(level)
  local text = number.format(lab.round(level * 100, 6))
  return text, (text:gsub("%.", "_"))
end

local function read_levels(given)
  local levels = lists.list(given == nil and { 0.95, 0.998 } or type(given) == "table" and given or { given }, "funnel: levels")
  if #levels == 0 then raise("funnel: levels is a list of one or more, as { 0.95, 0.998 }") end
  for i, level in ipairs(levels) do
    if type(level) ~= "number" or not (level > 0 and level < 1) or (i > 1 and level <= levels[i - 1]) then
      raise("funnel: levels are between 0 and 1 and ascend, as { 0.95, 0.998 }; not %s", tostring(level))
    end
  end
  return levels
end

-- The texts of the positions, the lowest first: "below 99.8%", "below 95%", "within", "above 95%", "above 99.8%".
local function position_texts(levels)
  local texts = { "within 95%" }
  texts[1] = ("within %s%%"):format((percent_of(levels[1])))
  for _, level in ipairs(levels) do
    table.insert(texts, 1, ("below %s%%"):format((percent_of(level))))
    texts[#texts + 1] = ("above %s%%"):format((percent_of(level)))
  end
  return texts
end

local function add_positions(t, levels)
  local texts, cases = position_texts(levels), {}
  for i, text in ipairs(texts) do
    cases[#cases + 1] = lab.col.position:eq(i - #levels - 1)
    cases[#cases + 1] = lab.lit(text)
  end
  local first = table.remove(cases, 1)
  return t:mutate { { "position", first:case_when(table.unpack(cases)) } }:order("position", texts)
end

local function round4(x) return number.format(lab.round(x, 4)) end

-- What the limits rest on, for a methods note.
local function sentences(info, o, scale, levels)
  local shown = {}
  for i, level in ipairs(levels) do shown[i] = percent_of(level) .. "%" end
  local list = { ("Funnel limits (%s) around %s %s: %d areas."):format(table.concat(shown, " and "),
    o.target and "the given target" or o.kind == "ratio" and "the ratio" or "the average of all areas", round4(info.target * scale), info.areas) }
  local phi = ("mean squared z %s, %s with the outer tenths cut"):format(round4(info.mean_square), round4(info.phi))
  if info.phi <= 1 then
    list[2] = ("No over-dispersion (phi, %s): the limits are those of chance alone."):format(phi)
  elseif info.dispersion == "none" then
    list[2] = ("Over-dispersion (phi, %s) is not in the limits: areas differ by more than chance lets them, so that many lie outside for "
      .. "reasons that all of them share."):format(phi)
  else
    list[2] = ("The limits allow for over-dispersion (phi, %s), %s%s: areas differ by more than chance lets them for reasons that nobody measured."):format(
      phi, info.dispersion, info.dispersion == "additive" and ", tau squared " .. number.format(lab.round(info.tau2, 6)) or "")
  end
  return list
end

-- lower_95 ... times scale, in the order of the levels. from: of which cells they were made (vector.lua).
local function limit_columns(t, lower, upper, levels, scale, guard, from)
  local list = {}
  for i, level in ipairs(levels) do
    local _, name = percent_of(level)
    t = t:put("lower_" .. name, lower[i], { from = from }):put("upper_" .. name, upper[i], { from = from })
    for _, side in ipairs { "lower_", "upper_" } do
      local column = lab.col[side .. name] * scale
      list[#list + 1] = { side .. name, guard and column + guard * 0 or column } -- with the guard: missing for its reason
    end
  end
  return t:mutate(list)
end

-- Sizes of areas and the limits that belong to them.
local function curve_of(columns, o, levels, scale)
  local list = { columns = { o.per } }
  for i, size in ipairs(columns.size:to_list()) do list[i] = { size } end
  return limit_columns(lab.table(list), columns.curve_lower, columns.curve_upper, levels, scale)
end

local results = { "value", "target", "z", "position" }

local function check_options(t, o)
  local example = 't:funnel{ of = "charged", per = "recorded", kind = "proportion" }'
  for _, key in ipairs { "of", "per", "kind" } do arguments.need(o, "funnel", key, example) end
  if #o.of > 1 then raise("funnel: of is one column") end
  arguments.need_numbers(t, "funnel", { o.of[1], o.per })
  if o.scale and o.scale <= 0 then raise("funnel: scale is more than 0, as 100 for percent") end
  for _, name in ipairs(results) do
    if o.of[1] == name or o.per == name then raise('funnel: it writes a column "%s"; rename yours first: t:rename{ %s = "..." }', name, name) end
  end
end

local function described(t, unit, levels)
  local fields = { value = { unit = unit }, target = { unit = unit } }
  for _, level in ipairs(levels) do
    local shown, name = percent_of(level)
    fields["lower_" .. name] = { title = ("Lower %s%% limit"):format(shown), unit = unit }
    fields["upper_" .. name] = { title = ("Upper %s%% limit"):format(shown), unit = unit }
  end
  return t:with_fields(fields)
end

function funnel.verb(t, ...)
  local o = arguments.read(t, "funnel", { "of", groups = true, of = "columns", per = "column", by = "columns",
    kind = { "proportion", "rate", "ratio" }, levels = "any", dispersion = { "auto", "none", "additive", "multiplicative" },
    target = "number", scale = "number", weighted = "boolean" }, ...)
  check_options(t, o)
  local levels, scale, by = read_levels(o.levels), (o.scale or scales[o.kind]) + 0.0, arguments.by(t, o)
  bases.refuse(t, "funnel", by)
  bases.refuse_beside(t, "funnel")
  t = total_labels.warn(t, "funnel", {})
  if #by > 0 then t = t:group_by(by):summarise { { o.of[1], lab.col[o.of[1]]:sum() }, { o.per, lab.col[o.per]:sum() } } end
  -- The counts are checked as an interval of this kind would check them.
  t = limits.add(t, { top = o.of[1], bottom = o.per, scale = scale, interval = o.kind == "proportion" and "wilson" or "byar",
    weighted = o.weighted, names = { "value", "lower", "upper" }, where = "funnel",
    hint = 'kind = "rate" or "ratio" is for pairs that are no parts' }):drop("lower", "upper")
  local done, info, columns = pcall(stats.funnel, t:col(o.of[1]), t:col(o.per), { kind = o.kind, target = o.target and o.target / scale,
    dispersion = o.dispersion or "auto", levels = levels, points = points })
  if not done then raise("funnel: %s", info) end
  local value = lab.col.value
  local all = vector.groups(nil, #t)
  -- What all areas together give, and where an area lies among them.
  local function of_all(row, at)
    at(o.of[1], all(row))
    at(o.per, all(row))
  end
  t = t:mutate { { "target", value * 0 + (o.target or info.target * scale) } }
  if not o.target then t = t:put("target", t:col("target"), { from = of_all }) end
  t = limit_columns(t, columns.lower, columns.upper, levels, scale, value, of_all)
  t = add_positions(t:put("z", columns.z, { from = of_all }):put("position", columns.position, { from = of_all }):mutate { { "z", lab.col.z + value * 0 } }, levels)
  local unit = units[o.kind] or "per " .. number.format(scale)
  local curve = described(curve_of(columns, o, levels, scale), unit, levels)
  t = described(t, unit, levels)
  for _, text in ipairs(sentences(info, o, scale, levels)) do t, curve = notes.add(t, "funnel", text), notes.add(curve, "funnel", text) end
  return t, curve
end

lab.method("table", "funnel", funnel.verb, {
  signature = '(of: string|{of: string, per: string, kind: "proportion"|"rate"|"ratio", by?: string|string[], levels?: number[], '
    .. 'dispersion?: "auto"|"none"|"additive"|"multiplicative", target?: number, scale?: number, weighted?: boolean}, options?: table): '
    .. "slavelab.Table, slavelab.Table",
  text = "Which areas differ from a target by more than their size lets chance do: t with value, target, the limits of each level (lower_95, "
    .. "upper_95, lower_99_8, upper_99_8 unless levels= says others), z and position (\"within 95%\", \"above 99.8%\" ...), and a second "
    .. "table with the curves of the limits for a chart. kind: a proportion (percent), a rate (per 100,000) or a ratio of events to "
    .. "expected ones; scale= for other units. The target is the average, of a ratio 1, unless given in the unit of the value. Where areas "
    .. "differ by more than chance (phi above 1), the limits allow for it, additively unless dispersion= says otherwise; the notes say phi, tau "
    .. "squared and what was done. Spiegelhalter 2005; Public Health England's guide.",
  example = [[
local t = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\nAvon,12,160\n")
local areas, curve = t:funnel { of = "charged", per = "recorded", kind = "proportion" }
print(areas)
print(#curve, areas:notes()[1])]],
})

return funnel
