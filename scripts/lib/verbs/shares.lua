-- shares.lua - t:share and t:rate: a count as percent of its group's total, or per so many of a population.
--
-- Intervals say how far chance alone could move a figure of so few cases; their formulas and sources are those of
-- lab.interval: Wilson's for a share, Byar's for a rate.

local arguments = require "lib.figures.verb_arguments"
local held_back = require "lib.figures.held_back"
local markers = require "lib.figures.markers"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local total_labels = require "lib.figures.total_labels"
local vector = require "lib.figures.vector"

local shares = {}

local function check_confidence(confidence, verb)
  if confidence and not (confidence > 0 and confidence < 1) then
    raise("%s: confidence is between 0 and 1, as 0.95; not %s", verb, tostring(confidence))
  end
end

-- Value, lower and upper, each a vector; without an interval the value alone.
local function result_vectors(name, rows, interval)
  local list = { vector.new(name, "number", rows) }
  if interval then
    list[2], list[3] = vector.new(name .. "_lower", "number", rows), vector.new(name .. "_upper", "number", rows)
  end
  return list
end

local function set(list, row, marker, value, lower, upper)
  list[1].values[row], list[1].markers[row] = value, marker
  if list[2] then
    list[2].values[row], list[2].markers[row] = lower, marker
    list[3].values[row], list[3].markers[row] = upper, marker
  end
end

-- One cell of a figure numerator / denominator * scale; neither is below 0. Of parts that exceed their whole, which
-- over = "allow" lets pass, there is no interval of a share.
local function figure(list, row, top, bottom, scale, state, options)
  if state.missing then return set(list, row, state.reason) end
  if bottom == 0 then return set(list, row, "[z]") end
  local value = scale * top / bottom
  if not list[2] then return set(list, row, state.flags, value) end
  local lower, upper
  if options.interval == "wilson" then
    if top <= bottom then lower, upper = lab.interval("wilson", top, bottom, { confidence = options.confidence }) end
  else
    lower, upper = lab.interval(options.interval, top, nil, { confidence = options.confidence })
    lower, upper = lower / bottom, upper / bottom
  end
  set(list, row, state.flags, value, lower and scale * lower, upper and scale * upper)
  if not lower then list[2].markers[row], list[3].markers[row] = "[z]", "[z]" end
end

-- Counts and populations are not below 0: a slip in the file, or a correction booked as a negative row.
local function check_not_negative(v, verb, what)
  for row = 1, v.rows do
    local value = v.values[row]
    if value ~= nil and value < 0 then
      raise('%s: row %d: "%s" is %s; %s is not below 0', verb, row, v.name, tostring(value), what)
    end
  end
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

function shares.share(t, ...)
  local o = arguments.read(t, "share", { "of", groups = true, of = "columns", by = "columns", as = "texts", interval = { "wilson" },
    confidence = "number", missing = { "keep", "skip" } }, ...)
  arguments.need(o, "share", "of", 't:share{ of = "people", by = "year" }')
  arguments.need_numbers(t, "share", o.of)
  check_confidence(o.confidence, "share")
  local by = arguments.by(t, o)
  t = total_labels.warn(t, "share", by)
  local group, count = t:group_numbers(by)
  for i, name in ipairs(arguments.result_names(o, "share", "share")) do
    local part = vector.read(t, o.of[i])
    check_not_negative(part, "share", "a part of a whole")
    local known = held_back.totals(t, part, by, group, count)
    local totals = group_totals(part, group, count, o.missing == "skip", known)
    local results = result_vectors(name, part.rows, o.interval)
    local whole = vector.new(name .. "_total", part.type, part.rows)
    for row = 1, part.rows do
      local total = totals[group[row]]
      local state = { missing = total.state.missing, reason = total.state.reason, flags = total.state.flags }
      whole.values[row], whole.markers[row] = not state.missing and total.sum or nil, markers.of(total.state)
      markers.add(state, part.values[row], part.markers[row])
      figure(results, row, part.values[row], total.sum, 100, state, o)
    end
    results[#results + 1] = whole
    for _, v in ipairs(results) do t = vector.put(t, v) end
  end
  return t
end

function shares.rate(t, ...)
  local o = arguments.read(t, "rate", { "of", of = "columns", per = "column", scale = "number", as = "texts",
    interval = { "byar", "poisson", "wilson" }, confidence = "number", over = { "error", "allow" } }, ...)
  local example = 't:rate{ of = "referrals", per = "population", scale = 1e5 }'
  arguments.need(o, "rate", "of", example)
  arguments.need(o, "rate", "per", example)
  arguments.need_numbers(t, "rate", o.of)
  arguments.need_numbers(t, "rate", { o.per })
  check_confidence(o.confidence, "rate")
  local scale, below = o.scale or 1e5, vector.read(t, o.per)
  if scale <= 0 then raise("rate: scale is more than 0, as 1e5 for a rate per 100,000; not %s", tostring(scale)) end
  check_not_negative(below, "rate", "a population")
  for i, name in ipairs(arguments.result_names(o, "rate", "rate")) do
    local above = vector.read(t, o.of[i])
    check_not_negative(above, "rate", "a count")
    local results = result_vectors(name, above.rows, o.interval)
    for row = 1, above.rows do
      local state = {}
      markers.add(state, above.values[row], above.markers[row])
      markers.add(state, below.values[row], below.markers[row])
      if not state.missing and o.interval == "wilson" and o.over ~= "allow" and above.values[row] > below.values[row] then
        raise('rate: row %d: "%s" is %s of %s "%s"; wilson is for a part of a whole. over = "allow" leaves the interval out, '
          .. '"byar" is for events per population', row, above.name, number.format(above.values[row]),
          number.format(below.values[row]), o.per)
      end
      figure(results, row, above.values[row], below.values[row], scale, state, o)
    end
    for _, v in ipairs(results) do t = vector.put(t, v) end
  end
  return t
end

return shares
