-- revise.lua - t:revise(newer, { on = ... }): a newer vintage of the same figures laid over an older one.
--
--     year  people         year  people          year  people
--     2021  12,727         2022  16,938          2021  12,727
--     2022  16,921[p]      2023  17,004          2022  16,938[r]      changed since
--                                                2023  17,004         new
--
-- A cell of the newer table wins, with its flags, and has [r] when the value differs. A cell that is plainly missing
-- there says nothing and leaves the older figure; one that is missing for a reason withdraws it.

local arguments = require "lib.figures.verb_arguments"
local collected = require "lib.base.collected"
local lineage = require "slavelab.lineage"
local markers = require "lib.figures.markers"
local notice = require "lib.base.notice"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local row_keys = require "lib.figures.row_keys"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local revise = {}

-- Rows of a table by their keys, and the key of each row. Raises for keys that occur twice.
local function rows_by_key(t, on, which)
  local columns, twice = {}, {}
  for k, v in ipairs(vector.read_all(t, on)) do columns[k] = v.values end
  local rows, keys = row_keys.rows(columns, #t, function(_, row)
    local shown = {}
    for k, values in ipairs(columns) do shown[k] = tostring(values[row]) end
    twice[#twice + 1] = "(" .. table.concat(shown, ", ") .. ")"
  end)
  if #twice > 0 then
    raise('revise: in the %s table %s of on = { "%s" } %s in several rows: %s%s', which, words.count(#twice, "key"),
      table.concat(on, '", "'), words.either(#twice, "occurs", "occur"),
      table.concat(twice, ", ", 1, math.min(3, #twice)), #twice > 3 and ", ..." or "")
  end
  return rows, keys
end

local function types_of(t)
  local types = {}
  for _, field in ipairs(t:schema()) do types[field.name] = field.type end
  return types
end

-- The type of a column that both have: numbers take integers in.
local function merged_type(name, old, new)
  if old == new then return old end
  local numeric = { integer = true, number = true }
  if numeric[old] and numeric[new] then return "number" end
  raise('revise: column "%s" holds %s in the older table and %s in the newer', name, old, new)
end

local function is_revised(old, new)
  return old ~= nil and old ~= new
end

-- Lays the newer column over the older one, row by row; gives how many values changed, and by row the row of the newer table taken.
-- `unmarked`: they are no figures that are revised.
local function overlay(v, newer, match, unmarked)
  local changed, taken = 0, {}
  for row = 1, v.rows do
    local at = match[row]
    local value, marker = at and newer.values[at], at and newer.markers[at]
    if at and (value ~= nil or marker) then
      if value ~= nil and not unmarked and is_revised(v.values[row], value) then
        marker, changed = markers.both(marker, "[r]"), changed + 1
      elseif value == nil and not unmarked and v.values[row] ~= nil then
        changed = changed + 1
      end
      v.values[row], v.markers[row], taken[row] = value, marker, at
    end
  end
  return changed, taken
end

local function all_missing(v)
  for row = 1, v.rows do
    if v.values[row] ~= nil then return false end
  end
  return true
end

-- Raises when the table to lay over the other was released before it. `released` is a column of days or periods of both.
local function check_order(t, newer, released)
  local older, later = t:col(released):max(), newer:col(released):max()
  if older == nil or later == nil or not lab.try(lab.period, older) or not lab.try(lab.period, later) then return end
  local a, b = lab.period(older), lab.period(later)
  if a.last > b.last then
    raise('revise: column "%s" of the newer table ends with %s, and that of this table with %s: the newer one is laid over the older, '
      .. "older:revise(newer, ...)", released, later, older)
  end
end

-- Whether the tables look as if they stood the wrong way round, where no column of days says so: a release adds rows, or makes provisional figures
-- final; it seldom does neither, lacks rows, or makes final figures provisional. A sentence, or nil.
local function reversed(rows, gone, added, turned_provisional, turned_final)
  local signs = {}
  if gone > 0 and added == 0 then
    signs[1] = ("adds no row and lacks %d of the %d rows of this one, whose figures stay"):format(gone, rows)
  end
  if turned_provisional > 0 and turned_final == 0 then
    signs[#signs + 1] = ("marks %s as provisional that %s not so here"):format(words.count(turned_provisional, "figure"), words.either(turned_provisional, "is", "are"))
  end
  if #signs == 0 then return nil end
  return ("the newer table %s; if this table is the newer one, it is the argument: older:revise(newer, ...)"):format(table.concat(signs, ", and "))
end

local function is_provisional(v, row) return v.markers[row] ~= nil and v.markers[row]:find("[p]", 1, true) ~= nil end

function revise.revise(t, newer, ...)
  newer = collected(newer)
  if type(newer) ~= "userdata" then
    raise('revise: the newer table comes first: t:revise(newer, { on = "year" }), not a %s', type(newer))
  end
  local o = arguments.read(t, "revise", { "on", on = "columns", released = "column" }, ...)
  local on = arguments.need(o, "revise", "on", 't:revise(newer, { on = { "year", "force" } })')
  for _, name in ipairs(on) do arguments.need_column(newer, name, "revise: on: in the newer table") end
  local old_types, new_types = types_of(t), types_of(newer)
  local released = o.released or "released"
  if not (old_types[released] and new_types[released]) then
    if o.released then arguments.need_column(newer, released, "revise: released: in the newer table") end
    released = nil
  elseif not (old_types[released] == "text" or old_types[released] == "number") then
    check_order(t, newer, released)
  end
  for _, name in ipairs(on) do merged_type(name, old_types[name], new_types[name]) end
  local old_rows, old_keys = rows_by_key(t, on, "older")
  local new_rows, new_keys = rows_by_key(newer, on, "newer")

  local added = {}
  for row = 1, #newer do
    if not old_rows[new_keys[row]] then added[#added + 1] = row end
  end
  local match, gone, turned_provisional, turned_final = {}, 0, 0, 0
  for row = 1, #t do
    match[row] = new_rows[old_keys[row]]
    if not match[row] then gone = gone + 1 end
  end

  local whole, knows = lineage.keep(newer), select(2, lineage.of(newer))
  -- A table whose sources nobody knows gets cells that have some.
  local result, changed = knows and lineage.set(t, { parts = { { from = lineage.keep(t) } } }) or t, 0
  for _, name in ipairs(roles.without(newer:column_names(), on)) do
    local over = vector.read(newer, name)
    local under = old_types[name] and vector.read(t, name) or vector.new(name, over.type, #t)
    for row, at in pairs(match) do
      if over.values[at] ~= nil and under.values[row] ~= nil then
        local was, is = is_provisional(under, row), is_provisional(over, at)
        if is and not was then turned_provisional = turned_provisional + 1 elseif was and not is then turned_final = turned_final + 1 end
      end
    end
    local kind = under.type
    if all_missing(under) then
      kind = over.type
    elseif not all_missing(over) then
      kind = merged_type(name, under.type, over.type)
    end
    local count, taken = overlay(under, over, match, name == released)
    under.from = function(row, at)
      if taken[row] then at(name, taken[row], whole) else at(name, row) end
    end
    if old_types[name] then changed = changed + count end
    under.type = kind
    result = vector.put(result, under)
  end
  local text = ("A newer table was laid over an older one: %s changed, %s new."):format(words.count(changed, "figure"),
    words.count(#added, "row is", "rows are"))
  if #added > 0 then result = result:append(newer:take(added)) end
  local doubt = not released and reversed(#t, gone, #added, turned_provisional, turned_final)
  if doubt then notice.say("revise: " .. doubt) end
  return notes.add(result, "revise", text)
end

return revise
