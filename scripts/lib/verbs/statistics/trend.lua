-- trend.lua - t:trend: how much figures grew or fell from period to period, and whether by more than chance.
--
--     kind            value                                   formulas: core/stats/trend.h
--     "poisson"       a ratio: 1.08 is 8 percent more each    counts; of a population with per=
--     "proportion"    percentage points each period           counts `of`, parts of `per`
--     "linear"        units each period                       measures
--
-- One row a group. Periods are counted by the calendar: a gap is a gap. Only figures after the last break ([b]) take part unless
-- across_breaks = true; missing ones take none. Fewer than three, or counts that are all 0, give [z].

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local breaks = require "lib.figures.periods.breaks"
local lineage = require "slavelab.lineage"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local stats = require "slavelab.stats"
local timeline = require "lib.figures.periods.timeline"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local trend = {}

-- The rows of a group in the order of their periods, from the last break on; and how many were before it or miss a figure.
local function points_of(line, group, vectors, found, count)
  local list = {}
  for at, row in pairs(line.rows[group]) do list[#list + 1] = { at = at, row = row } end
  table.sort(list, function(a, b) return a.at < b.at end)
  local last, kept = #list > 0 and breaks.piece(found, group, list[#list].at) or 0, {}
  for _, point in ipairs(list) do
    local there = true
    for _, v in ipairs(vectors) do there = there and v.values[point.row] ~= nil end
    if breaks.piece(found, group, point.at) < last then
      count.before = count.before + 1
    elseif not there then
      count.missing = count.missing + 1
    else
      kept[#kept + 1] = point
    end
  end
  return kept
end

local function check_counts(o, vectors)
  if o.kind == "linear" then return end
  for i, v in ipairs(vectors) do
    for row = 1, v.rows do
      local value = v.values[row]
      if value ~= nil then
        if value < 0 then raise('trend: row %d: "%s" is %s, and counts are not below 0', row, v.name, number.format(value)) end
        if (i == 1 or o.kind == "proportion") and math.tointeger(value) == nil and not o.weighted then
          raise('trend: row %d: "%s" is %s, a fraction of a case; weighted = true says that cases are weighted', row, v.name, number.format(value))
        end
      end
    end
  end
  local of, per = vectors[1], vectors[2]
  for row = 1, of.rows do
    local x, n = of.values[row], per and per.values[row]
    if n == 0 then raise('trend: row %d: "%s" is 0, and nothing can be a part of it', row, per.name) end
    if o.kind == "proportion" and x and n and x > n then
      raise('trend: row %d: "%s" is %s and "%s" %s: the part is more than the whole; kind = "poisson" is for events per population', row, of.name,
        number.format(x), per.name, number.format(n))
    end
  end
end

local function fit(o, line, kept, vectors)
  local t, x, n = {}, {}, vectors[2] and {} or nil
  for i, point in ipairs(kept) do
    t[i], x[i] = (point.at - kept[1].at) / line.step, vectors[1].values[point.row]
    if n then n[i] = vectors[2].values[point.row] end
  end
  return stats.trend(o.kind, t, x, n, o.confidence or 0.95)
end

local scales = { poisson = 1, linear = 1, proportion = 100 }

local function read_options(t, ...)
  local o = arguments.read(t, "trend", { "of", groups = true, of = "columns", over = "columns", per = "column", by = "columns",
    kind = { "poisson", "linear", "proportion" }, confidence = "number", across_breaks = "boolean", weighted = "boolean" }, ...)
  local example = 't:trend{ of = "offences", over = "year", by = "force", kind = "poisson" }'
  for _, key in ipairs { "of", "over", "kind" } do arguments.need(o, "trend", key, example) end
  if #o.of > 1 then raise("trend: of is one column") end
  if o.kind == "proportion" then arguments.need(o, "trend", "per", 't:trend{ of = "charged", per = "recorded", over = "year", kind = "proportion" }') end
  if o.kind == "linear" and o.per then raise('trend: per goes with kind = "poisson" or "proportion"') end
  arguments.need_numbers(t, "trend", { o.of[1], o.per })
  if o.confidence and not (o.confidence > 0 and o.confidence < 1) then raise("trend: confidence is between 0 and 1, as 0.95") end
  return o
end

local function said(result, o, count, over, none, unit)
  local list = {}
  if count.before > 0 then
    list[#list + 1] = ("%s before a break in the series ([b]) %s left out"):format(words.count(count.before, "figure"), words.either(count.before, "is", "are"))
  end
  if count.missing > 0 then list[#list + 1] = words.count(count.missing, "missing figure") .. " took no part" end
  if over > 0 then
    list[#list + 1] = ("%s varied by more than chance lets them: their intervals are widened by the root of the dispersion (quasi-Poisson)"):format(
      words.count(over, "series", "series"))
  end
  if none > 0 then list[#list + 1] = ("of %s no trend can be said: fewer than three figures, or none above 0"):format(words.count(none, "series", "series")) end
  local kind = { poisson = "Ratio each " .. unit .. ", log-linear (Poisson)", linear = "Difference each " .. unit .. ", least squares",
    proportion = "Percentage points each " .. unit .. ", Cochran and Armitage's test" }
  result = notes.add(result, "trend", kind[o.kind] .. ".")
  for _, text in ipairs(list) do result = notes.add(result, "trend", "trend: " .. text .. ".") end
  return result
end

local figures = { "value", "lower", "upper", "p_value", "dispersion" }

function trend.verb(t, ...)
  local o = read_options(t, ...)
  local by = arguments.by(t, o)
  bases.refuse(t, "trend", by)
  local line = timeline.read(t, "trend", o.over, by)
  local _, groups, first = t:group_numbers(by)
  local vectors = { vector.read(t, o.of[1]), o.per and vector.read(t, o.per) or nil }
  check_counts(o, vectors)
  local found = not o.across_breaks and breaks.of(vectors, line) or nil
  local columns, count, over, none, taken = {}, { before = 0, missing = 0 }, 0, 0, {}
  for _, name in ipairs(figures) do columns[name] = vector.new(name, "number", groups) end
  local periods, from, to = vector.new("periods", "integer", groups), vector.new("from", "text", groups), vector.new("to", "text", groups)
  for g = 1, groups do
    local kept = points_of(line, g, vectors, found, count)
    local got = #kept > 0 and fit(o, line, kept, vectors) or nil
    periods.values[g], taken[g] = #kept, {}
    for i, point in ipairs(kept) do taken[g][i] = point.row end
    if #kept > 0 then
      from.values[g], to.values[g] = tostring(t:col(o.over[1])[kept[1].row]), tostring(t:col(o.over[1])[kept[#kept].row])
    end
    for _, name in ipairs(figures) do
      local value = got and got[name]
      if value and (name == "value" or name == "lower" or name == "upper") then value = value * scales[o.kind] end
      columns[name].values[g] = value
      if value == nil then columns[name].markers[g] = "[z]" end
    end
    if not got then none = none + 1 elseif o.kind == "poisson" and got.dispersion > 1 then over = over + 1 end
  end
  local result, names, whole = t:take(first), {}, lineage.keep(t)
  local function made_from(row, at)
    for _, v in ipairs(vectors) do at(v.name, taken[row], whole) end
  end
  for _, name in ipairs(figures) do
    columns[name].from = made_from
    result, names[#names + 1] = vector.put(result, columns[name]), name
  end
  for _, v in ipairs { periods, from, to } do
    v.from = made_from
    result, names[#names + 1] = vector.put(result, v), v.name
  end
  return said(result:select(by, names), o, count, over, none, line.unit)
end

lab.method("table", "trend", trend.verb, {
  signature = '(of: string|{of: string, over: string|string[], kind: "poisson"|"linear"|"proportion", per?: string, by?: string|string[], '
    .. "confidence?: number, across_breaks?: boolean, weighted?: boolean}, options?: table): slavelab.Table",
  text = "How much figures grew or fell from period to period, one row a group: value with lower and upper, p_value, dispersion, periods (how "
    .. 'many took part), from and to. kind = "poisson": counts, as a ratio each period (1.08: 8 percent more), per= being their population; '
    .. 'where they vary by more than chance (dispersion above 1) the interval is widened (quasi-Poisson), and a note says so. "proportion": `of` of '
    .. '`per`, in percentage points, with Cochran and Armitage\'s test. "linear": measures, by least squares. Periods go by the calendar; only '
    .. "figures after the last break ([b]) take part, unless across_breaks = true. Fewer than three figures, or none above 0, give [z].",
  example = [[
local t = lab.parse_csv("year,offences\n2018,23\n2019,31\n2020,28\n2021,40\n2022,47\n2023,52\n")
print(t:trend { of = "offences", over = "year", kind = "poisson" })]],
})

return trend
