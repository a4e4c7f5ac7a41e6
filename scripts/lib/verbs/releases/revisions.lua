-- revisions.lua - t:revisions{ ... } and t:as_of(day, ...): what was said of a figure when, and what was known on a day.
--
--     year   people   released         year   released    people   release   previous   change   direction
--     2022   16938    2023-03-02       2022   2023-03-02  16938    1         .          .        first
--     2022   16921    2024-03-07       2022   2024-03-07  16921    2         16938      -17      down
--     2023   17004    2024-03-07       2023   2024-03-07  17004    1         .          .        first
--
-- A release that says nothing of a figure (no row, or a cell that is plainly missing) leaves standing what was said before; a cell that is
-- missing for a reason withdraws it. shape = "triangle" has a column for each release, "ages" a row for each number of releases since the first.

local arguments = require "lib.figures.verb_arguments"
local escape = require "lib.base.escape"
local lineage = require "slavelab.lineage"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local revisions = {}

local example = 't:revisions{ key = { "year", "force" }, value = "people" }'
local kinds = { date = true, datetime = true, month = true, quarter = true, year = true, ["financial-year"] = true, ["year-ending"] = true,
  integer = true }
local made = { "release", "days", "previous", "change", "percent", "direction" }

-- No column of a table is called so: names of files hold no control characters.
local place, twice = "\1place", "\1twice"

local function check_released(t, name, verb)
  arguments.need_column(t, name, verb .. ": released")
  local column = t:col(name)
  if #t > 0 and not kinds[column:type()] then
    raise('%s: column "%s" holds %s; days, or periods, say when something was released: date(text) and period(text) convert', verb, name, column:type())
  end
  if column:missing() > 0 then
    raise('%s: %s of column "%s" missing: nobody knows when these rows were released', verb, words.count(column:missing(), "cell is", "cells are"), name)
  end
end

local function check_key(t, key, released, verb)
  for _, name in ipairs(key) do
    if name == released then raise('%s: "%s" says when, and is no part of the key', verb, name) end
  end
end

-- Raises when a figure has two rows in one release.
local function check_once(t, key, released, verb)
  local by = table.move(key, 1, #key, 1, {})
  by[#by + 1] = released
  local found = t:group_by(by):summarise { { twice, lab.expr "count()" } }:filter(lab.col[twice]:gt(1))
  if #found == 0 then return end
  local shown = {}
  for i = 1, math.min(#found, 3) do
    local parts = {}
    for k, name in ipairs(by) do parts[k] = escape.line(tostring(found:col(name)[i])) end
    shown[i] = "(" .. table.concat(parts, ", ") .. ")"
  end
  raise("%s: %s more than one row for (%s), as %s; the key lacks a column", verb, words.count(#found, "figure and release has", "figures and releases have"),
    table.concat(by, ", "), table.concat(shown, ", "))
end

-- --- as of a day --------------------------------------------------------------------------------------------------------------------

local as_of_example = 't:as_of("2023-06-01", { key = { "year", "force" } })'

-- Of each figure the row of the latest release at or before the day.
function revisions.as_of(t, day, ...)
  local o = arguments.read(t, "as_of", { key = "columns", released = "text" }, ...)
  local key = arguments.need(o, "as_of", "key", as_of_example)
  local released = o.released or "released"
  if day == nil then raise("as_of: the day comes first: %s", as_of_example) end
  check_released(t, released, "as_of")
  check_key(t, key, released, "as_of")
  check_once(t, key, released, "as_of")
  local value = type(day) == "table" and tostring(day) or day
  local period = t:col(released):type() == "date" and lab.try(lab.period, value)
  if period then value = period.last end -- by the end of March
  local known, message = lab.try(t.filter, t, lab.col[released]:le(value))
  if not known then raise('as_of: "%s" is no %s as column "%s" has (%s)', tostring(value), t:col(released):type(), released, (message:gsub("\n.*", ""))) end
  if #known == 0 then
    local first = #t > 0 and t:col(released):min() or nil
    raise('as_of: nothing had been released by %s%s', tostring(value), first and ": the first release is of " .. tostring(first) or "")
  end
  local latest = lab.expr(("`%s` == max(`%s`)"):format(released:gsub("`", "``"), released:gsub("`", "``")))
  local result = known:group_by(key):filter(latest)
  return notes.add(result, "as_of", ("Figures are those known on %s: of each the latest released by then."):format(tostring(value)))
end

-- --- revisions ----------------------------------------------------------------------------------------------------------------------

-- The rows that say something of a figure: of those whose cell is missing only the ones with a reason.
local function that_say(t, value)
  local silent = t:mutate { { place, lab.expr "row_number()" } }:filter(lab.col[value]:is_missing()):col(place):to_list()
  local column, missing, rows = t:col(value), {}, {}
  for i = 1, #silent do missing[silent[i]] = column:marker(silent[i]) == nil or nil end
  if next(missing) == nil then return t end
  for row = 1, #t do
    if not missing[row] then rows[#rows + 1] = row end
  end
  return t:take(rows)
end

local function direction_of(now, before)
  local no_now, no_before = now:is_missing(), before:is_missing()
  local moved = now:gt(before):if_else("up", now:lt(before):if_else("down", "same"))
  local known = no_now:if_else("withdrawn", no_before:if_else("restored", moved))
  return lab.col.release:eq(1):if_else("first", (no_now & no_before):if_else("same", known))
end

-- A row for each figure and release that says something of it, in their order, beside what the release before, or the first, said.
local function changes(t, key, o)
  local value, released, order = o.value, o.released or "released", table.move(key, 1, #key, 1, {})
  local now, before, day = lab.col[value], lab.col.previous, lab.col[released]
  order[#order + 1] = released
  local new = { { "release", lab.expr "row_number()" }, { "days", day - day:first() }, { "previous", now:first() } }
  if t:col(released):type() ~= "date" then table.remove(new, 2) end
  local said = that_say(t, value):select(order, value):sort(order):group_by(key):mutate(new)
  local is_first = lab.col.release:eq(1)
  -- Of the rows in this order the one above is of the release before; days are left aside, which lag would want to be regular.
  local above = o.against == "first" and said:select("release", "previous") or said:select("release", value):mutate { { "previous", now:lag() } }
  above = above:mutate { { "previous", is_first:if_else(nil, before) } }
  local kept = lineage.keep(above)
  said = said:put("previous", above:col("previous"), { from = function(row, at) at("previous", row, kept) end })
  said = said:mutate { { "change", now - before }, { "percent", (now - before) * 100 / before }, { "direction", direction_of(now, before) } }
  -- Of the first release nothing is said: it is no change to something that is missing for a reason.
  return said:mutate { { "change", is_first:if_else(nil, lab.col.change) }, { "percent", is_first:if_else(nil, lab.col.percent) } }
end

local function ages(said)
  local later = said:filter "release > 1"
  local by = later:group_by("release"):summarise { { "figures", lab.expr "count()" }, { "revised", lab.expr "count_if(direction ~= 'same')" },
    { "up", lab.expr "count_if(direction == 'up')" }, { "down", lab.expr "count_if(direction == 'down')" },
    { "withdrawn", lab.expr "count_if(direction == 'withdrawn')" }, { "mean_change", lab.expr "mean(change)" },
    { "mean_size", lab.expr "mean(abs(change))" }, { "mean_percent_size", lab.expr "mean(abs(percent))" }, { "largest", lab.expr "max(abs(change))" } }
  return by
end

local function summary(said, key, value)
  local later = said:filter "release > 1"
  local function times(direction) return #later:filter(lab.col.direction:eq(direction)) end
  local differ = #later - times "same"
  return ('Revisions of "%s": %s, given again %s; %d of these %s from what was said before (%d up, %d down, %d withdrawn).'):format(value,
    words.count(#said:select(key):distinct(), "figure"), words.count(#later, "time"), differ, words.either(differ, "differs", "differ"), times "up", times "down",
    times "withdrawn")
end

function revisions.revisions(t, ...)
  local o = arguments.read(t, "revisions", { "value", key = "columns", value = "column", released = "text", against = { "previous", "first" },
    shape = { "long", "triangle", "ages" } }, ...)
  local key, released = arguments.need(o, "revisions", "key", example), o.released or "released"
  arguments.need(o, "revisions", "value", example)
  check_released(t, released, "revisions")
  check_key(t, key, released, "revisions")
  arguments.need_numbers(t, "revisions", { o.value })
  for _, name in ipairs(key) do
    if name == o.value then raise('revisions: "%s" is the value, and no part of the key', name) end
    for _, new in ipairs(made) do
      if name == new then raise('revisions: the result has a column "%s" of its own; rename that of the key', name) end
    end
  end
  for _, new in ipairs(made) do
    if o.value == new or released == new then raise('revisions: the result has a column "%s" of its own; rename the one there is', new) end
  end
  check_once(t, key, released, "revisions")
  if o.shape == "triangle" then
    return t:select(key, released, o.value):sort(released):group_by(key):pivot { names = released, values = o.value }
  end
  local said = changes(t, key, o)
  local result = o.shape == "ages" and ages(said) or said
  return notes.add(result, "revisions", summary(said, key, o.value))
end

return revisions
