-- control_chart.lua - t:control_chart: which figures of a series are out of the ordinary, and which only look so.
--
--     kind    figures                                     centre         limits
--     "xmr"   any measure, one a period                   mean           mean -/+ 2.66 times the mean of the moving ranges
--     "c"     counts of events                            mean           mean -/+ 3 sqrt(mean)
--     "p"     `of` is a part of `per`, in percent         sum / sum      p -/+ 3 sqrt(p (1 - p) / per)
--     "u"     events `of` a population `per`              sum / sum      u -/+ 3 sqrt(u / per)
--
-- 2.66 = 3 / 1.128, as it is printed. Limits of counts and shares do not go below 0, nor shares above 100. Signals, the strongest
-- first: "outside the limits"; "run of 8" on one side of the centre; "2 of 3 near a limit", beyond two thirds of the way. Missing figures break
-- ranges and runs. Centre and limits come from the periods of base= (all unless given). A break in the series ([b]) begins a new chart in the
-- same columns, with a centre of its own, unless across_breaks = true.
-- Wheeler, Understanding Variation (1993); Montgomery, Introduction to Statistical Quality Control, on p and u charts.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local breaks = require "lib.figures.periods.breaks"
local lists = require "slavelab.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local timeline = require "lib.figures.periods.timeline"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local control_chart = {}

local run_length = 8
local of_range = 2.66

-- --- pieces of a series between breaks ---------------------------------------------------------------------------------------------

-- Lists of points { at =, row =, x =, n = } in the order of periods; a point without a figure has no x.
local function pieces_of(line, group, vectors, found)
  local points, pieces, last = {}, {}, nil
  for at, row in pairs(line.rows[group]) do points[#points + 1] = { at = at, row = row } end
  table.sort(points, function(a, b) return a.at < b.at end)
  for _, point in ipairs(points) do
    local x, n = vectors[1].values[point.row], vectors[2] and vectors[2].values[point.row]
    if x ~= nil and (not vectors[2] or (n ~= nil and n > 0)) then point.x, point.n = x, n end
    local piece = breaks.piece(found, group, point.at)
    if piece ~= last then pieces[#pieces + 1], last = {}, piece end
    table.insert(pieces[#pieces], point)
  end
  return pieces
end

local function in_base(point, base) return not base or (point.at >= base[1] and point.at <= base[2]) end

-- The points that centre and limits rest on: those of the base, or all where the piece has none of it.
local function base_points(piece, base)
  local list = {}
  for _, point in ipairs(piece) do
    if point.x and in_base(point, base) then list[#list + 1] = point end
  end
  if #list == 0 and base then return base_points(piece, nil) end
  return list
end

-- The mean of the distances between neighbours; nil where no two are.
local function mean_range(points, step)
  local sum, count = 0, 0
  for i = 2, #points do
    if points[i].at - points[i - 1].at == step then sum, count = sum + math.abs(points[i].x - points[i - 1].x), count + 1 end
  end
  return count > 0 and sum / count or nil
end

-- centre, and a function that gives the distance of the limits for a point; nil where there are too few points.
local measures = {}

function measures.xmr(points, step)
  local range = mean_range(points, step)
  if not range then return nil end
  local sum = 0
  for _, point in ipairs(points) do sum = sum + point.x end
  return sum / #points, function() return of_range * range end
end

function measures.c(points)
  local sum = 0
  for _, point in ipairs(points) do sum = sum + point.x end
  return sum / #points, function() return 3 * math.sqrt(sum / #points) end
end

local function ratio(points)
  local x, n = 0, 0
  for _, point in ipairs(points) do x, n = x + point.x, n + point.n end
  return x / n
end

function measures.p(points)
  local p = ratio(points)
  return p, function(point) return 3 * math.sqrt(p * (1 - p) / point.n) end
end

function measures.u(points)
  local u = ratio(points)
  return u, function(point) return 3 * math.sqrt(u / point.n) end
end

-- --- signals -----------------------------------------------------------------------------------------------------------------------

local signals = { "outside the limits", "run of 8", "2 of 3 near a limit" }

-- Sets point.signal of a piece whose points have value, centre, lower and upper.
local function find_signals(piece, step)
  local side, length, before = 0, 0, nil
  for i, point in ipairs(piece) do
    if before and (not point.value or point.at - before.at ~= step) then side, length = 0, 0 end
    before = point.value and point or nil
    if point.value then
      local here = point.value > point.centre and 1 or point.value < point.centre and -1 or 0
      length = here ~= 0 and here == side and length + 1 or (here ~= 0 and 1 or 0)
      side = here
      local near = 0
      for back = 0, 2 do
        local other = piece[i - back]
        local joined = other and other.value and point.at - other.at == back * step
        if joined and (other.value - other.centre) * here > 2 / 3 * (here > 0 and other.high or other.low) and here ~= 0 then near = near + 1 end
      end
      local own = (point.value - point.centre) * here > 2 / 3 * (here > 0 and point.high or point.low) and here ~= 0
      point.signal = (point.value > point.upper or point.value < point.lower) and signals[1]
        or length >= run_length and signals[2] or own and near >= 2 and signals[3] or nil
    end
  end
end

-- --- the verb ----------------------------------------------------------------------------------------------------------------------

local scales = { xmr = 1, c = 1, p = 100, u = 1e5 }

-- Two periods as whole numbers, the first and the last of the base.
local function read_base(o, line)
  if o.base == nil then return nil end
  local list = type(o.base) == "table" and lists.list(o.base, "control_chart: base") or {}
  local from, to = list[1] ~= nil and timeline.find(line, list[1]), list[2] ~= nil and timeline.find(line, list[2])
  if #list ~= 2 or not from or not to or from > to then
    raise('control_chart: base is the first and the last period of a stable time, as { 2018, 2020 }, and both stand in column "%s"', o.over[1])
  end
  return { from, to }
end

local function check(o, vectors)
  for _, v in ipairs(o.kind == "xmr" and {} or vectors) do
    for row = 1, v.rows do
      local value = v.values[row]
      if value ~= nil and value < 0 then
        raise('control_chart: row %d: "%s" is %s, and counts are not below 0', row, v.name, number.format(value))
      end
      local n = vectors[2] and vectors[2].values[row]
      if o.kind == "p" and v == vectors[1] and value and n and value > n then
        raise('control_chart: row %d: "%s" is %s and "%s" %s: the part is more than the whole; kind = "u" is for events per population', row,
          v.name, number.format(value), vectors[2].name, number.format(n))
      end
    end
  end
end

-- Works a piece out; false where it has too few figures.
local function work_out(piece, o, base, step, scale)
  local points = base_points(piece, base)
  if #points == 0 then return false end
  local centre, distance = measures[o.kind](points, step)
  if not centre then return false end
  for _, point in ipairs(piece) do
    if point.x then
      local half = distance(point)
      point.value = (point.n and point.x / point.n or point.x) * scale
      point.centre, point.low, point.high = centre * scale, half * scale, half * scale
      point.lower, point.upper = (centre - half) * scale, (centre + half) * scale
      if o.kind ~= "xmr" then point.lower = math.max(0, point.lower) end
      if o.kind == "p" then point.upper = math.min(scale, point.upper) end
    end
  end
  find_signals(piece, step)
  return true
end

function control_chart.verb(t, ...)
  local o = arguments.read(t, "control_chart", { "of", groups = true, of = "columns", over = "columns", per = "column", by = "columns",
    kind = { "xmr", "c", "p", "u" }, base = "any", scale = "number", across_breaks = "boolean" }, ...)
  local example = 't:control_chart{ of = "referrals", over = "quarter", kind = "xmr" }'
  for _, key in ipairs { "of", "over", "kind" } do arguments.need(o, "control_chart", key, example) end
  if #o.of > 1 then raise("control_chart: of is one column") end
  local shares = o.kind == "p" or o.kind == "u"
  if shares then arguments.need(o, "control_chart", "per", 't:control_chart{ of = "charged", per = "recorded", over = "quarter", kind = "p" }') end
  if o.per and not shares then raise('control_chart: per goes with kind = "p" or "u"') end
  if o.scale and not (o.scale > 0 and shares) then raise('control_chart: scale is more than 0, and goes with kind = "p" or "u"') end
  arguments.need_numbers(t, "control_chart", { o.of[1], o.per })
  local by = arguments.by(t, o)
  bases.refuse(t, "control_chart", by)
  local line = timeline.read(t, "control_chart", o.over, by)
  local vectors = { vector.read(t, o.of[1]), o.per and vector.read(t, o.per) or nil }
  check(o, vectors)
  local base, found, scale = read_base(o, line), not o.across_breaks and breaks.of(vectors, line) or nil, o.scale or scales[o.kind]
  local names, results, few, pieces = { "value", "centre", "lower", "upper" }, {}, 0, 0
  if not shares then table.remove(names, 1) end
  for _, name in ipairs(names) do results[name] = vector.new(name, "number", #t) end
  local signal = vector.new("signal", "text", #t)
  for g = 1, line.groups do
    for _, piece in ipairs(pieces_of(line, g, vectors, found)) do
      pieces = pieces + 1
      local there = work_out(piece, o, base, line.step, scale)
      if not there then few = few + 1 end
      for _, point in ipairs(piece) do
        for _, name in ipairs(names) do
          results[name].values[point.row] = point[name]
          if not there and point.x then results[name].markers[point.row] = "[z]" end
        end
        signal.values[point.row] = point.signal
      end
    end
  end
  local rows_of = vector.groups(line.group)
  local function from(row, at)
    for _, v in ipairs(vectors) do at(v.name, rows_of(row)) end
  end
  for _, name in ipairs(names) do
    results[name].from = name == "value" and { o.of[1], o.per } or from
    t = vector.put(t, results[name])
  end
  signal.from = from
  t = vector.put(t, signal):order("signal", signals)
  local kinds = { xmr = "Individuals (XmR): limits are the mean -/+ 2.66 times the mean moving range", c = "Counts (c): limits are the mean -/+ 3 times its root",
    p = "Shares (p): limits are 3 standard errors from the share of all", u = "Rates (u): limits are 3 standard errors from the rate of all" }
  t = notes.add(t, "control_chart", kinds[o.kind] .. "; signals: outside the limits, 8 in a row on one side, 2 of 3 beyond two thirds of the way.")
  if found then
    t = notes.add(t, "control_chart", ("control_chart: a break in the series ([b]) begins a new chart: there are %s."):format(words.count(pieces, "piece")))
  end
  if few > 0 then
    t = notes.add(t, "control_chart", ("control_chart: %s %s too few figures for limits."):format(words.count(few, "series", "series"), words.either(few, "has", "have")))
  end
  return t
end

lab.method("table", "control_chart", control_chart.verb, {
  signature = '(of: string|{of: string, over: string|string[], kind: "xmr"|"c"|"p"|"u", per?: string, by?: string|string[], base?: any[], '
    .. "scale?: number, across_breaks?: boolean}, options?: table): slavelab.Table",
  text = 'Which figures of a series are out of the ordinary: adds centre, lower, upper and signal ("outside the limits", "run of 8" on one side of the '
    .. 'centre, "2 of 3 near a limit"; missing where there is none). kind = "xmr": any measure, limits from the moving ranges; "c": counts; "p": `of` '
    .. 'a part of `per`, in percent; "u": events `of` a population `per`, per 100,000 (both with their value; scale= for other units). base = { '
    .. "first, last } takes centre and limits from a stable time. Periods go by the calendar, a gap ends a run, a break ([b]) begins a new "
    .. "chart unless across_breaks = true. Wheeler 1993.",
  example = [[
local t = lab.parse_csv("month,referrals\n2023-01,52\n2023-02,47\n2023-03,61\n2023-04,55\n2023-05,49\n2023-06,90\n")
print(t:control_chart { of = "referrals", over = "month", kind = "xmr" })]],
})

return control_chart
