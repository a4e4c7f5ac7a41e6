-- hide_made.lua - columns that verbs worked out from counts, after some of the counts were held back.
--
-- A share or a rate goes with the count, or the population, of its row. A change, an index, a rolling or running figure goes where the
-- verb would now give nothing: it is worked out once from the column as it was and once as it is, and the cells that are there the
-- first time and missing the second are hidden. All others keep their values, which were worked out from the whole.

local made_from = require "lib.figures.lineage.made_from"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local roles = require "lib.figures.roles"
local series = require "lib.verbs.series"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local hide_made = {}

-- The names of the columns that were made from others of the table.
function hide_made.names(t)
  local names = {}
  for i, made in ipairs(made_from.list(t)) do names[i] = made.name end
  return names
end

-- Rows of a column that are missing in t and were not before.
local function newly_missing(t, original, name)
  local now, before, rows = vector.read(t, name), vector.read(original, name), {}
  for row = 1, now.rows do rows[row] = now.values[row] == nil and before.values[row] ~= nil or nil end
  return rows
end

-- Rows of the result, `made`, that a verb of periods can no longer work out. What it worked out with rows that have been left out since goes
-- with the count of its own row.
local function rows_lost(t, original, made, entry)
  local options = { as = "worked out again" }
  for key, value in pairs(entry.options) do options[key] = value end
  local needed = { entry.of, table.unpack(entry.keys) }
  local ok, now = pcall(series[entry.verb], t:select(needed), options)
  local also, before = pcall(series[entry.verb], original:select(needed), options)
  if ok and also then
    local rows, hidden, again = newly_missing(now, before, "worked out again"), newly_missing(t, original, entry.of), before:col("worked out again")
    for row in pairs(hidden) do
      if again[row] == nil and original:col(made)[row] ~= nil then rows[row] = true end
    end
    return rows
  end
  -- The periods it was worked out by are no longer there: whatever it was made from may be one of these rows.
  local rows = {}
  if next(newly_missing(t, original, entry.of)) then
    for row = 1, #t do rows[row] = true end
  end
  return rows
end

local function lost(t, original, made, entry)
  if entry.keys then return rows_lost(t, original, made, entry) end
  local rows = newly_missing(t, original, entry.of)
  if entry.per then
    for row in pairs(newly_missing(t, original, entry.per)) do rows[row] = true end
  end
  return rows
end

-- t, which is `original` with counts held back, with what was made from these held back, too; and these figures, { row =, column =, value = }.
function hide_made.hide(t, original, o)
  local columns, hidden = {}, {}
  for _, made in ipairs(made_from.list(t)) do
    local needed = { made.entry.of, made.entry.per, table.unpack(made.entry.keys or {}) }
    local gone = roles.without(needed, t:column_names())
    if #gone > 0 then
      local text = ('suppress: "%s" was worked out from "%s", which is not here any more under that name; what it tells was not looked at')
        :format(made.name, table.concat(gone, '", "'))
      notice.say(text)
      t = notes.add(t, "suppress", text .. ".")
    else
      local v, rows, before = vector.read(t, made.name), lost(t, original, made.name, made.entry), #hidden
      for row = 1, v.rows do
        if rows[row] and v.values[row] ~= nil then
          hidden[#hidden + 1] = { row = row, column = made.name, value = v.values[row] }
          v.values[row], v.markers[row] = nil, o.reason
        end
      end
      if #hidden > before then t, columns[#columns + 1] = vector.put(t, v), made.name end
    end
  end
  local cells = #hidden
  if cells == 0 then return t, hidden end
  t = notes.add(t, "suppress", ('In "%s" %s %s held back (%s) with the counts that %s worked out from.'):format(
    table.concat(columns, '", "'), words.count(cells, "figure"), words.either(cells, "is", "are"), o.reason, words.either(cells, "it was", "they were")))
  return t, hidden
end

return hide_made
