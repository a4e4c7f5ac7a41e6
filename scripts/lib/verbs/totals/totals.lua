-- totals.lua - t:totals: rows that add up others, for a table that people read.
--
--     year  force  people                        year   force  people
--     2022  Essex  3          t:totals("force")  ...
--     2022  Kent   5          ------>            2022   Total  8
--     2023  Kent   7                             2023   Total  7
--
-- With several columns each combination gets its total: t:totals("year", "force") adds 2022 Total, Total Kent, Total
-- Total.

local arguments = require "lib.figures.verb_arguments"
local lineage = require "slavelab.lineage"
local markers = require "lib.figures.markers"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local totals = {}

-- A column that shall hold the word Total becomes text; its values are written as they print.
local function as_text(v)
  v.from = { v.name }
  if v.type == "text" then return v end
  local text = vector.new(v.name, "text", v.rows)
  text.from = v.from
  for row = 1, v.rows do
    if v.values[row] ~= nil then text.values[row] = tostring(v.values[row]) end
    text.markers[row] = v.markers[row]
  end
  return text
end

local function refuse_totals(v, label)
  for row = 1, v.rows do
    local value = v.values[row]
    if value ~= nil and (value == label or total_labels.is_total(value)) then
      raise('totals: column "%s" has rows "%s" already, which would be counted with their parts; t:drop_totals() '
        .. "leaves them out", v.name, value)
    end
  end
end

-- The sum of a measure by group, as a vector of one row a group.
local function sums_of(v, group, count, skip)
  local result = vector.new(v.name, v.type, count)
  local states, any = {}, {}
  for g = 1, count do states[g] = {} end
  for row = 1, v.rows do
    local g, value = group[row], v.values[row]
    if value ~= nil or not skip then markers.add(states[g], value, v.markers[row]) end
    if value ~= nil then
      result.values[g] = any[g] and vector.add(result.values[g], value) or value
      any[g] = true
    end
  end
  for g = 1, count do
    if states[g].missing then result.values[g] = nil end
    result.markers[g] = markers.of(states[g])
  end
  return result
end

-- The total rows over `over`, within `within`.
local function total_rows(t, over, within, plan)
  local group, count, first = t:group_numbers(within)
  local rows = t:take(first)
  local kept = {}
  for _, name in ipairs(within) do kept[name] = true end
  for _, name in ipairs(over) do
    local v = vector.new(name, "text", count)
    v.from = {}
    for row = 1, count do v.values[row] = plan.label end
    rows, kept[name] = vector.put(rows, v), true
  end
  local whole, rows_of = lineage.keep(t), vector.groups(group)
  for _, name in ipairs(plan.of) do
    local v = sums_of(vector.read(t, name), group, count, plan.skip)
    v.from = function(row, at) at(name, rows_of(first[row]), whole) end
    rows, kept[name] = vector.put(rows, v), true
  end
  for _, field in ipairs(t:schema()) do
    if not kept[field.name] then
      -- What cannot be added up does not apply to a total: a rate, a note, the source of one row.
      local v = vector.new(field.name, field.type, count)
      if field.type == "number" or field.type == "integer" then
        for row = 1, count do v.markers[row] = "[z]" end
      end
      rows = vector.put(rows, v)
    end
  end
  return rows
end

-- Every subset of names but the empty one: single columns first, in their order, all of them last.
local function subsets(names)
  local list = {}
  for bits = 1, (1 << #names) - 1 do
    local subset = {}
    for i, name in ipairs(names) do
      if bits >> (i - 1) & 1 == 1 then subset[#subset + 1] = name end
    end
    list[#list + 1] = subset
  end
  table.sort(list, function(a, b)
    if #a ~= #b then return #a < #b end
    for i = 1, #a do
      if a[i] ~= b[i] then
        for _, name in ipairs(names) do
          if name == a[i] then return true end
          if name == b[i] then return false end
        end
      end
    end
    return false
  end)
  return list
end

function totals.totals(t, ...)
  local o = arguments.read(t, "totals", { "over", over = "columns", of = "columns", by = "columns", label = "text",
    missing = { "keep", "skip" } }, ...)
  arguments.need(o, "totals", "over", 't:totals("year") or t:totals{ "year", "force", of = "people" }')
  if #o.over > 8 then raise("totals: over is at most 8 columns, not %d", #o.over) end
  local plan = { label = o.label or "Total", skip = o.missing == "skip" }
  plan.of = roles.without(o.of or roles.figures(t), o.over)
  if #plan.of == 0 then raise("totals: no column of whole numbers is there to add up; name it: of = \"people\"") end
  arguments.need_numbers(t, "totals", plan.of)
  local by = roles.without(o.by or roles.keys(t, plan.of), o.over)
  if not o.by then by = roles.without(by, plan.of) end
  local parts = {}
  for _, over in ipairs(subsets(o.over)) do
    local within = roles.without(o.over, over)
    table.move(by, 1, #by, #within + 1, within)
    parts[#parts + 1] = total_rows(t, over, within, plan)
  end
  local all = t
  for _, name in ipairs(o.over) do
    local v = as_text(vector.read(t, name))
    refuse_totals(v, plan.label)
    all = vector.put(all, v)
    for i, rows in ipairs(parts) do parts[i] = vector.put(rows, as_text(vector.read(rows, name))) end
  end
  all = all:append(table.unpack(parts))
  for _, name in ipairs(o.over) do
    local order = t:col(name):order()
    if order then
      order[#order + 1] = plan.label
      all = all:order(name, order)
    end
  end
  if o.of and o.by then return all end
  return notes.add(all, "totals", roles.sentence("totals", plan.of, by))
end

return totals
