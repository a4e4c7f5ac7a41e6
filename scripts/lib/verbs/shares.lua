-- shares.lua - t:share and t:rate: a count as percent of its group's total, or per so many of a population.
--
-- Intervals say how far chance alone could move a figure of so few cases; their formulas and sources are those of
-- lab.interval: Wilson's for a share, Byar's for a rate.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local held_back = require "lib.figures.held_back"
local limits = require "lib.figures.limits"
local made_from = require "lib.figures.lineage.made_from"
local markers = require "lib.figures.markers"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local shares = {}

local function check_confidence(confidence, verb)
  if confidence and not (confidence > 0 and confidence < 1) then
    raise("%s: confidence is between 0 and 1, as 0.95; not %s", verb, tostring(confidence))
  end
end

local function result_names(name, interval)
  return interval and { name, name .. "_lower", name .. "_upper" } or { name }
end

-- t with the column moved behind all others.
local function last(t, name)
  local names = {}
  for _, one in ipairs(t:column_names()) do
    if one ~= name then names[#names + 1] = one end
  end
  names[#names + 1] = name
  return t:select(names)
end

local function weighted_note(t, verb, o)
  if not (o.weighted and o.interval) then return t end
  return notes.add(t, verb, ("%s: cases are weighted, and the intervals take the sums of weights for counts."):format(verb))
end

-- Totals of the groups: { sum =, state = } by group. With `skip` missing parts are left out, but for those that suppress held
-- back: they are in the total that is `known`.
local function group_totals(part, group, count, skip, known)
  local totals = {}
  for g = 1, count do totals[g] = { sum = 0, state = {}, present = 0 } end
  for row = 1, part.rows do
    local total, value = totals[group[row]], part.values[row]
    if value ~= nil then total.sum, total.present = vector.add(total.sum, value), total.present + 1 end
    if value ~= nil or not skip then markers.add(total.state, value, part.markers[row]) end
  end
  for g = 1, count do
    if totals[g].present == 0 then totals[g].state.missing = true end
    if skip and known[g] then totals[g].sum = known[g] end
  end
  return totals
end

-- t with a column of the totals that the parts in `of` are shares of.
local function put_totals(t, of, by, total_name, skip)
  if t:col(of):missing() == 0 then
    local grouped = #by > 0 and t:group_by(by) or t
    return grouped:mutate { { total_name, lab.col[of]:sum() } }
  end
  local part, group, count = vector.read(t, of), t:group_numbers(by)
  local known, rows_of = held_back.totals(t, part, by, group, count), vector.groups(group)
  local totals = group_totals(part, group, count, skip, known)
  local whole = vector.new(total_name, part.type, part.rows)
  for row = 1, part.rows do
    local total = totals[group[row]]
    whole.values[row], whole.markers[row] = not total.state.missing and total.sum or nil, markers.of(total.state)
  end
  whole.from = function(row, at) at(of, rows_of(row), nil, skip and known[group[row]] ~= nil) end
  return vector.put(t, whole)
end

function shares.share(t, ...)
  local o = arguments.read(t, "share", { "of", groups = true, of = "columns", by = "columns", as = "texts",
    interval = { "wilson", "clopper-pearson" }, confidence = "number", weighted = "boolean", missing = { "keep", "skip" } }, ...)
  arguments.need(o, "share", "of", 't:share{ of = "people", by = "year" }')
  arguments.need_numbers(t, "share", o.of)
  check_confidence(o.confidence, "share")
  local by = arguments.by(t, o)
  bases.refuse(t, "share", by)
  t = total_labels.warn(t, "share", by)
  for i, name in ipairs(arguments.result_names(o, "share", "share")) do
    local total_name = name .. "_total"
    t = put_totals(t, o.of[i], by, total_name, o.missing == "skip")
    t = limits.add(t, { top = o.of[i], bottom = total_name, scale = 100, interval = o.interval, confidence = o.confidence,
      weighted = o.weighted, names = result_names(name, o.interval), where = "share" })
    t = made_from.note(last(t, total_name), result_names(name, o.interval), { verb = "share", of = o.of[i], by = by })
  end
  return weighted_note(t, "share", o)
end

function shares.rate(t, ...)
  local o = arguments.read(t, "rate", { "of", of = "columns", per = "column", scale = "number", as = "texts",
    interval = { "byar", "poisson", "wilson", "clopper-pearson" }, confidence = "number", weighted = "boolean", over = { "error", "allow" } }, ...)
  local example = 't:rate{ of = "referrals", per = "population", scale = 1e5 }'
  arguments.need(o, "rate", "of", example)
  arguments.need(o, "rate", "per", example)
  arguments.need_numbers(t, "rate", o.of)
  arguments.need_numbers(t, "rate", { o.per })
  check_confidence(o.confidence, "rate")
  bases.refuse_beside(t, "rate")
  local scale = o.scale or 1e5
  if scale <= 0 then raise("rate: scale is more than 0, as 1e5 for a rate per 100,000; not %s", tostring(scale)) end
  for i, name in ipairs(arguments.result_names(o, "rate", "rate")) do
    t = limits.add(t, { top = o.of[i], bottom = o.per, scale = scale, interval = o.interval, confidence = o.confidence, over = o.over,
      weighted = o.weighted, names = result_names(name, o.interval), where = "rate" })
    t = made_from.note(t, result_names(name, o.interval), { verb = "rate", of = o.of[i], per = o.per, scale = scale })
  end
  return weighted_note(t, "rate", o)
end

return shares
