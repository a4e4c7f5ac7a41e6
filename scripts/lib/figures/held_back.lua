-- held_back.lua - totals of groups whose counts were held back: what suppress leaves for verbs that come after it.
--
--     force  people            Essex  40
--     Essex  40      suppress  Kent   [c]     total 55 stays known: a share of Essex is 40 of 55, not 40 of 43
--     Kent   3       ------>   Surrey [c]
--     Surrey 12
--
-- t:about().held_back = { people = { by = { "year" }, groups = { ["2023"] = { rows =, missing =, shown =, total = } } } }
-- Only sums that a reader may know are kept: those of the groups that suppress guarded, never a cell. They hold for a group that
-- still has the same rows, which is seen from their number, the missing cells and the sum of what is shown.

local notice = require "lib.base.notice"
local row_keys = require "lib.figures.row_keys"
local vector = require "lib.figures.vector"

local held_back = {}

-- rows, missing cells, the sum of those shown and the first row of each group of a column.
local function tally(values, rows, group, count)
  local groups = {}
  for g = 1, count do groups[g] = { rows = 0, missing = 0, shown = 0 } end
  for row = 1, rows do
    local one, value = groups[group[row]], values[row]
    one.rows, one.first = one.rows + 1, one.first or row
    if value == nil then one.missing = one.missing + 1 else one.shown = vector.add(one.shown, value) end
  end
  return groups
end

-- t, in which v is a column that was `before` (its values by row) until counts of it were held back within the groups of by.
function held_back.note(t, v, before, by)
  local group, count = t:group_numbers(by)
  local totals, whole, known, keys = {}, {}, {}, row_keys.columns(t, by)
  for row = 1, v.rows do
    local g, value = group[row], before[row]
    if value == nil then whole[g] = false else totals[g] = vector.add(totals[g] or 0, value) end
  end
  for g, one in ipairs(tally(v.values, v.rows, group, count)) do
    -- A single missing cell would follow from the total; without one the total is there to be seen.
    if whole[g] ~= false and one.missing >= 2 then
      known[row_keys.of(keys, one.first)] = { rows = one.rows, missing = one.missing, shown = one.shown, total = totals[g] }
    end
  end
  if next(known) == nil then return t end
  local columns = {}
  for name, entry in pairs(t:about().held_back or {}) do columns[name] = entry end
  columns[v.name] = { by = by, groups = known }
  return t:with_about("held_back", columns)
end

local function same_list(a, b)
  if #a ~= #b then return false end
  for i, name in ipairs(a) do
    if name ~= b[i] then return false end
  end
  return true
end

-- The totals that are known of the groups of a column in spite of what is held back: list by group number, with holes.
function held_back.totals(t, v, by, group, count)
  local entry, totals = (t:about().held_back or {})[v.name], {}
  if not entry or not same_list(entry.by, by) then return totals end
  local keys = row_keys.columns(t, by)
  for g, one in ipairs(tally(v.values, v.rows, group, count)) do
    local known = entry.groups[row_keys.of(keys, one.first)]
    if known and known.rows == one.rows and known.missing == one.missing and known.shown == one.shown then totals[g] = known.total end
  end
  return totals
end

-- Says on standard error that the sums a verb works out, { "sum", "people", ... } with their columns, are of what is shown, and gives the sentence;
-- nil when they are not.
function held_back.look(t, verb, sums)
  local columns = t:about().held_back or {}
  for i = 1, #sums, 2 do
    local name = sums[i + 1]
    local missing = columns[name] and t:col(name):type() ~= "text" and #t - t:col(name):count() or 0
    if missing > 0 then
      local text = ('%s: %s(%s) is of what is shown: %d of %d rows are held back or missing; t:share{ of = "%s" } divides by the whole'):format(
        verb, sums[i], name, missing, #t, name)
      notice.say(text)
      return text
    end
  end
end

return held_back
