-- hierarchy.lua - t:suppress{ hierarchy = ... }: rows of one column that are sums of other rows of it, as their author says.
--
--     hierarchy = { { "England", "North", "South" }, { "North", "Durham", "Cleveland" } }      a label, then its parts
--
-- All labels stand in one column of the table, each part has one whole, and none is a part of itself.

local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"

local hierarchy = {}

local example = 'hierarchy = { { "England", "North", "South" }, { "North", "Durham", "Cleveland" } }'

local function read_one(one, where)
  if type(one) ~= "table" then raise("%s is a list, a label and its parts: %s", where, example) end
  local labels, seen = lists.list(one, where), {}
  if #labels < 2 then raise("%s has a label and at least one part: %s", where, example) end
  for i, label in ipairs(labels) do
    if type(label) ~= "string" then raise("%s[%d] is a text, not a %s", where, i, type(label)) end
    if seen[label] then raise('%s names "%s" twice', where, label) end
    seen[label] = true
  end
  return labels
end

local function refuse_cycle(whole_of)
  for _, label in ipairs(suggest.keys(whole_of)) do
    local way, seen, at = {}, {}, label
    while at and not seen[at] do
      way[#way + 1], seen[at], at = at, true, whole_of[at]
    end
    if at then
      way[#way + 1] = at
      while way[1] ~= at do table.remove(way, 1) end
      raise('suppress: hierarchy goes round in a circle: "%s"', table.concat(way, '" is a part of "'))
    end
  end
end

-- The one key column in which all the labels are.
local function column_with(t, measures, labels)
  local best, missing
  for _, name in ipairs(roles.keys(t, measures)) do
    local has, lacks = {}, nil
    for row = 1, #t do
      local label = t:col(name)[row]
      if label ~= nil then has[label] = true end
    end
    for _, label in ipairs(labels) do
      if not has[label] then lacks = lacks or label end
    end
    if not lacks then return name end
    if has[labels[1]] then best, missing = name, lacks end
  end
  if best then raise('suppress: hierarchy: column "%s" has no row of "%s"', best, missing) end
  raise('suppress: hierarchy: no column says "%s", of whom a row counts', labels[1])
end

-- { column =, parts = { label -> list of its parts }, whole_of = { part -> label } } of the option.
function hierarchy.read(t, given, measures)
  local where = "suppress: hierarchy"
  if type(given) ~= "table" then raise("%s is a list of lists: %s", where, example) end
  local all, parts, whole_of, labels = lists.list(given, where), {}, {}, {}
  if #all == 0 then raise("%s is a list of lists: %s", where, example) end
  for i, one in ipairs(all) do
    local list = read_one(one, ("%s[%d]"):format(where, i))
    local whole = table.remove(list, 1)
    if parts[whole] then raise('%s says twice what "%s" is made of', where, whole) end
    parts[whole], labels[#labels + 1] = list, whole
    for _, part in ipairs(list) do
      if whole_of[part] then
        raise('%s has "%s" as a part of "%s" and of "%s": a part has one whole, or its count would be added twice', where, part, whole_of[part], whole)
      end
      whole_of[part], labels[#labels + 1] = whole, part
    end
  end
  refuse_cycle(whole_of)
  return { column = column_with(t, measures, labels), parts = parts, whole_of = whole_of }
end

-- The sums of rows: { total = row, parts = { rows } }, and the set of rows that are totals. Rows of the same other keys belong together.
function hierarchy.relations(t, tree, measures)
  local labels = t:col(tree.column):to_list()
  local group, count = t:group_numbers(roles.without(roles.keys(t, measures), { tree.column }))
  local row_of, relations, is_total = {}, {}, {}
  for g = 1, count do row_of[g] = {} end
  for row = 1, #t do
    local label = labels[row]
    if label ~= nil then
      if row_of[group[row]][label] and (tree.parts[label] or tree.whole_of[label]) then
        raise('suppress: hierarchy: rows %d and %d both are "%s", and no other column tells them apart', row_of[group[row]][label], row, label)
      end
      row_of[group[row]][label] = row
    end
  end
  for row = 1, #t do
    local parts, rows = labels[row] ~= nil and tree.parts[labels[row]], {}
    for _, part in ipairs(parts or {}) do rows[#rows + 1] = row_of[group[row]][part] end
    if parts and #rows > 0 then
      is_total[row] = true
      if #rows == #parts then relations[#relations + 1] = { total = row, parts = rows } end
    end
  end
  return relations, is_total
end

return hierarchy
