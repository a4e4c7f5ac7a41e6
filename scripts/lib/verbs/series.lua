-- series.lua - t:change, t:index_to, t:lag, t:roll and t:cumulate: figures against those of other periods.
--
-- All go by the calendar (timeline.lua): where a period is absent or its figure missing, the result is missing. It is
-- never worked out from the row above, which may be of another period.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local breaks = require "lib.figures.periods.breaks"
local made_from = require "lib.figures.lineage.made_from"
local markers = require "lib.figures.markers"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local timeline = require "lib.figures.periods.timeline"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local series = {}

-- Reads the options, which every verb of this file has in common, and the rows by period.
local function begin(t, verb, more, ...)
  local description = { "of", groups = true, of = "columns", over = "columns", by = "columns", as = "texts" }
  for key, kind in pairs(more) do description[key] = kind end
  local o = arguments.read(t, verb, description, ...)
  local example = ('t:%s{ of = "people", over = "year", by = "force" }'):format(verb)
  arguments.need(o, verb, "of", example)
  arguments.need(o, verb, "over", example)
  local by = arguments.by(t, o)
  bases.refuse(t, verb, by)
  o.by = by
  return o, timeline.read(t, verb, o.over, by)
end

-- A column of nothing but missing results is more often a slip (n, by, a column of dates at odd distances) than a
-- finding.
local function say_nothing_found(result, v, line, verb)
  local figures, found = 0, false
  for row = 1, v.rows do
    if v.values[row] ~= nil then figures = figures + 1 end
    found = found or result.values[row] ~= nil or result.markers[row] ~= nil
  end
  if figures > 1 and not found then
    notice.say(('%s: every result in column "%s" is missing: no period has what it needs at steps of %s'):format(verb,
      result.name, words.count(line.step, line.unit)))
  end
end

-- How a result was made, for whoever has to make it again: the verb, and its options but for the names of the results.
local function origin(o, verb, of)
  local options, keys = {}, {}
  for key, value in pairs(o) do options[key] = value end
  options.of, options.as = of, nil
  table.move(o.over, 1, #o.over, 1, keys)
  for _, name in ipairs(roles.without(o.by, o.over)) do keys[#keys + 1] = name end
  return { verb = verb, of = of, keys = keys, options = options }
end

-- Adds a column for each of `of`: cell(v, row) gives value and marker, and others(row) the rows, but for the row itself, that it looked at.
local function add_columns(t, o, line, verb, word, type_of, cell, others)
  for i, name in ipairs(arguments.result_names(o, verb, word)) do
    local v = vector.read(t, o.of[i])
    local result = vector.new(name, type_of(v), v.rows)
    v.breaks, v.crossed = not o.across_breaks and breaks.of({ v }, line) or nil, 0
    for row = 1, v.rows do result.values[row], result.markers[row] = cell(v, row) end
    say_nothing_found(result, v, line, verb)
    result.from = function(row, at)
      if verb ~= "lag" then at(v.name, row) end
      for _, other in ipairs(others(row)) do at(v.name, other) end
    end
    t = made_from.note(vector.put(t, result), { name }, origin(o, verb, o.of[i]))
    t = breaks.note(t, verb, v.name, v.crossed)
  end
  return t
end

local function always_number() return "number" end
local function same_type(v) return v.type end

-- Whether one of two cells is missing, why, and the flags of both; an absent row is missing without a reason.
local function pair(v, row, other)
  local state = {}
  markers.add(state, v.values[row], v.markers[row])
  if other then markers.add(state, v.values[other], v.markers[other]) else state.missing = true end
  return state
end

-- Whether a break in the series lies between a row and another of its group, which is counted then.
local function crosses(v, line, row, other)
  if not breaks.between(v.breaks, line.group[row], line.at[row], line.at[other]) then return false end
  v.crossed = v.crossed + 1
  return true
end

-- A figure against a base: of a base of zero (or less), or on the other side of a break, no percentage can be said.
local function against(v, line, row, base_row, formula)
  local state = pair(v, row, base_row)
  if state.missing then return nil, state.reason end
  if crosses(v, line, row, base_row) then return nil, "[z]" end
  local base = v.values[base_row]
  if base <= 0 then return nil, "[z]" end
  return formula(v.values[row], base), state.flags
end

local function percent_change(x, base) return 100 * (x - base) / base end
local function percent_of(x, base) return 100 * x / base end

local years_of = { year = 1, quarter = 1 / 4, month = 1 / 12 }

-- The growth each year that gives the change over n periods: 100 * ((x / base) ^ (1 / years) - 1).
local function growth_a_year(line, n)
  local one = years_of[line.unit] or raise('change: kind = "per_year" takes years, quarters or months, not steps of %s',
    words.count(line.step, line.unit))
  return function(x, base) return 100 * ((x / base) ^ (1 / (n * line.step * one)) - 1) end
end

function series.change(t, ...)
  local o, line = begin(t, "change", { n = "integer", kind = { "percent", "absolute", "per_year" }, across_breaks = "boolean" }, ...)
  arguments.need_numbers(t, "change", o.of)
  local n = o.n or 1
  if n < 1 then raise("change: n is 1 or more periods, not %d", n) end
  local function base(row) return { timeline.before(line, row, n) } end
  if o.kind == "absolute" then
    return add_columns(t, o, line, "change", "change", same_type, function(v, row)
      local before = timeline.before(line, row, n)
      local state = pair(v, row, before)
      if state.missing then return nil, state.reason end
      if crosses(v, line, row, before) then return nil, "[z]" end
      return v.values[row] - v.values[before], state.flags
    end, base)
  end
  local formula = o.kind == "per_year" and growth_a_year(line, n) or percent_change
  return add_columns(t, o, line, "change", "change", always_number, function(v, row)
    local value, marker = against(v, line, row, timeline.before(line, row, n), formula)
    if value ~= nil and value ~= value then return nil, "[z]" end -- a figure below 0 has no growth each year
    return value, marker
  end, base)
end

-- The base as a whole number; raises when no row is of that period.
local function find_base(t, o, line)
  local at = timeline.find(line, o.base)
  for g = 1, line.groups do
    if at and line.rows[g][at] then return at end
  end
  local texts = {}
  if #t == 0 then raise("index_to: the table has no rows, and so none of %s", tostring(o.base)) end
  for i, value in ipairs(t:col(o.over[1]):unique()) do texts[i] = tostring(value) end
  local shown = #texts > 12 and texts[1] .. " ... " .. texts[#texts] or table.concat(texts, ", ")
  raise('index_to: no row has %s in column "%s"; it has %s', tostring(o.base), o.over[1], shown)
end

function series.index_to(t, ...)
  local o, line = begin(t, "index_to", { base = "any", across_breaks = "boolean" }, ...)
  arguments.need(o, "index_to", "base", 't:index_to{ of = "people", over = "year", base = 2014 }')
  arguments.need_numbers(t, "index_to", o.of)
  local base = find_base(t, o, line)
  return add_columns(t, o, line, "index_to", "index", always_number, function(v, row)
    return against(v, line, row, line.rows[line.group[row]][base], percent_of)
  end, function(row) return { line.rows[line.group[row]][base] } end)
end

function series.lag(t, ...)
  local o, line = begin(t, "lag", { n = "integer" }, ...)
  return add_columns(t, o, line, "lag", "lag", same_type, function(v, row)
    local before = timeline.before(line, row, o.n or 1)
    if before then return v.values[before], v.markers[before] end
  end, function(row) return { timeline.before(line, row, o.n or 1) } end)
end

function series.roll(t, ...)
  local o, line = begin(t, "roll", { n = "integer", stat = { "mean", "sum" }, across_breaks = "boolean" }, ...)
  local n = arguments.need(o, "roll", "n", 't:roll{ of = "people", over = "quarter", n = 4, stat = "sum" }')
  if n < 1 then raise("roll: n is 1 or more periods, not %d", n) end
  arguments.need_numbers(t, "roll", o.of)
  local sums = o.stat == "sum"
  return add_columns(t, o, line, "roll", "roll", sums and same_type or always_number, function(v, row)
    local state, total = {}, 0
    for back = n - 1, 0, -1 do
      local at = timeline.before(line, row, back)
      if at then markers.add(state, v.values[at], v.markers[at]) else state.missing = true end
      if not state.missing then total = vector.add(total, v.values[at]) end
    end
    if state.missing then return nil, state.reason end
    if n > 1 and crosses(v, line, row, timeline.before(line, row, n - 1)) then return nil, "[z]" end
    return sums and total or total / n, state.flags
  end, function(row)
    local rows = {}
    for back = n - 1, 1, -1 do rows[#rows + 1] = timeline.before(line, row, back) end
    return rows
  end)
end

-- Running totals of one group: row -> { total =, state = }. From the first gap on they are missing, unless gaps are
-- skipped.
local function running(v, line, rows, skip, into)
  local periods = {}
  for at in pairs(rows) do periods[#periods + 1] = at end
  table.sort(periods)
  local total, state = 0, {}
  for i, at in ipairs(periods) do
    local row = rows[at]
    local value, marker = v.values[row], v.markers[row]
    if not skip and i > 1 and at - periods[i - 1] ~= line.step then state.missing = true end
    if value ~= nil or not skip then markers.add(state, value, marker) end
    if not state.missing and value ~= nil then total = vector.add(total, value) end
    local here = { missing = state.missing or value == nil, reason = state.reason or (value == nil and marker or nil), flags = state.flags }
    if breaks.between(v.breaks, line.group[row], periods[1], at) then
      if not here.missing then v.crossed = v.crossed + 1 end
      here.missing, here.reason = true, here.reason or "[z]"
    end
    into[row] = { value = not here.missing and total or nil, marker = markers.of(here) }
  end
end

function series.cumulate(t, ...)
  local o, line = begin(t, "cumulate", { missing = { "keep", "skip" }, across_breaks = "boolean" }, ...)
  arguments.need_numbers(t, "cumulate", o.of)
  local of_vector = {}
  return add_columns(t, o, line, "cumulate", "cumulated", same_type, function(v, row)
    local cells = of_vector[v]
    if not cells then
      cells = {}
      for g = 1, line.groups do running(v, line, line.rows[g], o.missing == "skip", cells) end
      of_vector[v] = cells
    end
    if cells[row] then return cells[row].value, cells[row].marker end
  end, function(row)
    local rows = {}
    for at, other in pairs(line.at[row] and line.rows[line.group[row]] or {}) do
      if at < line.at[row] then rows[#rows + 1] = other end
    end
    return rows
  end)
end

return series
