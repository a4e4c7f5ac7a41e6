-- known_sums.lua - the sums that a reader of a table knows, for t:suppress.
--
--     force  people
--     Kent   3        { cells = { 1, 2 }, total = 3 }     the row that says Total, where it is the sum of the others
--     Essex  40       { cells = { 1, 2 } }                or no such row: the total of the table, or of each group of `by`, is known elsewhere
--     Total  43
--
-- A cell is (column - 1) * rows + row; `group` and `is_across` say what a sum without a row of its own is of.
--
-- Known are: rows that say Total, as far as they add up; the sums of a hierarchy; the totals of the groups of `by`, unless
-- the table itself has their row, which then may be hidden; what a share was a percent of; a column that is the sum of the others, and
-- with across = true the sum of the columns of a row.
--
-- Of missing cells, [c] and [x] hide a figure that takes part in a sum. All others take none: [z] adds 0, and of a blank a reader may
-- know what it is. `partial` marks a line with a blank in it, or another that nobody here can check.
-- A total that is rounded tells less than its parts' true sum: it is taken for that, so that nobody can tell more than is reckoned with.

local arguments = require "lib.figures.verb_arguments"
local hierarchy = require "lib.verbs.disclosure.hierarchy"
local made_from = require "lib.figures.lineage.made_from"
local roles = require "lib.figures.roles"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local known_sums = {}

local hides = { ["[c]"] = true, ["[x]"] = true }

-- Whether a missing cell hides a figure.
function known_sums.hides(v, row) return v.values[row] == nil and hides[v.markers[row]] == true end

local function takes_part(v, row) return v.values[row] ~= nil or hides[v.markers[row]] == true end

-- Rows that are totals in one dimension, with their parts: { total = row, parts = { rows } }; for each row whether it says Total in
-- a column that is not among `by`, and whether it does in any.
local function read_totals(t, measures, by, tree)
  local keys, relations, is_total, is_by = roles.keys(t, measures), {}, {}, {}
  for _, name in ipairs(by) do is_by[name] = true end
  for _, found in ipairs(total_labels.found(t, true)) do
    local of_label = {}
    for _, label in ipairs(found.labels) do of_label[label] = true end
    local labels = t:col(found.column):to_list()
    local group, count = t:group_numbers(roles.without(keys, { found.column }))
    local total, parts = {}, {}
    for g = 1, count do total[g], parts[g] = {}, {} end
    for row = 1, #t do
      local says_total = labels[row] ~= nil and of_label[labels[row]] == true
      local inside = tree and tree.column == found.column and tree.whole_of[labels[row]] -- its whole is what a total adds up
      is_total[row] = is_total[row] or (says_total and not is_by[found.column])
      if not inside then table.insert((says_total and total or parts)[group[row]], row) end
    end
    for g = 1, count do
      for _, row in ipairs(total[g]) do
        if #parts[g] > 0 then relations[#relations + 1] = { total = row, parts = parts[g] } end
      end
    end
  end
  if tree then
    local told, wholes = hierarchy.relations(t, tree, measures)
    table.move(told, 1, #told, #relations + 1, relations)
    for row in pairs(wholes) do is_total[row] = true end
  end
  return relations, is_total
end

-- What of a total its parts explain: "sum" when they add up (figures known to be rounded to multiples of cell.base: nearly), "partial" when
-- some are not seen and the rest is no more than it, "near" when they differ by no more than rounding to `base` makes of them; else nil.
local function explains(total, cells, base)
  local sum, whole = 0, true
  for _, cell in ipairs(cells) do
    if cell.value ~= nil then sum = vector.add(sum, cell.value) end
    whole = whole and (cell.value ~= nil or cell.marker == "[z]")
  end
  if total.value == nil then return hides[total.marker] and "partial" or nil end
  local off = total.base and (#cells + 1) * total.base / 2 or 0
  if not whole then return sum <= total.value + off and "partial" or nil end
  if math.abs(sum - total.value) <= off then return "sum" end
  return base and math.abs(sum - total.value) <= base * (#cells + 1) / 2 and "near" or nil
end

local function cell_at(v, row) return { value = v.values[row], marker = v.markers[row], base = v.base } end

-- A collector of lines, each once: two that say the same are one.
local function collector()
  local lines, seen = {}, {}
  return function(line)
    local key = table.concat(line.cells, ",")
    if #line.cells == 0 or seen[key] then return end
    seen[key] = true
    lines[#lines + 1] = line
  end, lines
end

-- To what the totals of a column are rounded: 1 unless all of at least four are multiples of something that figures are rounded to.
local function base_of(v, relations)
  for _, base in ipairs { 1000, 100, 50, 20, 10, 5, 3 } do
    local count, all = 0, true
    for _, relation in ipairs(relations) do
      local value = v.values[relation.total]
      if value ~= nil then count, all = count + 1, all and value % base == 0 end
    end
    if all and count >= 4 then return base end
  end
  return 1
end

-- The lines of total rows in one column, and for each row of the table how many rows that are no totals it is the sum of.
local function add_relations(add, v, base, relations)
  local leaves, size, base_rounded = {}, {}, base_of(v, relations)
  for _, relation in ipairs(relations) do
    local cells, parts, blank = {}, {}, false
    for i, row in ipairs(relation.parts) do
      parts[i] = cell_at(v, row)
      if takes_part(v, row) then cells[#cells + 1] = base + row
      elseif v.markers[row] ~= "[z]" then blank = true end
    end
    local how = explains(cell_at(v, relation.total), parts, base_rounded)
    if how then
      leaves[relation.total] = leaves[relation.total] or relation.parts
      add { cells = cells, total = base + relation.total, partial = blank or how == "near" }
    end
  end
  local function measure(row)
    if size[row] then return size[row] end
    size[row] = 1
    if leaves[row] then
      local sum = 0
      for _, part in ipairs(leaves[row]) do sum = sum + measure(part) end
      size[row] = sum
    end
    return size[row]
  end
  local function first(row)
    while leaves[row] do row = leaves[row][1] end
    return row
  end
  return leaves, measure, first
end

-- Groups of rows that are no totals, by the columns of `by`: a list of lists, the group of each row, and the name of each, "2022, Kent".
local function groups_of(t, by, is_total)
  local group, count = t:group_numbers(by)
  local groups = {}
  for g = 1, count do groups[g] = {} end
  for row = 1, #t do
    if not is_total[row] then table.insert(groups[group[row]], row) end
  end
  local names = {}
  for g, rows in ipairs(groups) do
    local parts = {}
    for i, name in ipairs(rows[1] and by or {}) do parts[i] = tostring(t:col(name)[rows[1]]) end
    names[g] = parts[1] and table.concat(parts, ", ")
  end
  return groups, group, names
end

-- The totals of groups, but for those whose row of the table is a total of all of the group; with `told` these, too, and the cell of that
-- row is then known whether it is shown or not.
local function add_groups(add, v, base, groups, group, names, leaves, measure, first, told)
  local covered = {}
  for total in pairs(leaves) do
    local g = group[first(total)]
    if measure(total) == #groups[g] then
      covered[g] = true
      if told then told[base + total] = true end
    end
  end
  for g, rows in ipairs(groups) do
    local cells = {}
    for _, row in ipairs(rows) do
      if takes_part(v, row) then cells[#cells + 1] = base + row end
    end
    if not covered[g] then add { cells = cells, group = names[g] } end
  end
end

-- The column that in every row is the sum of the others, by its position; nil when there is none.
function known_sums.total_column(vectors)
  if #vectors < 3 then return nil end
  local function is_sum(k)
    local rows = 0
    for row = 1, vectors[k].rows do
      local parts = {}
      for c, v in ipairs(vectors) do
        if c ~= k then parts[#parts + 1] = cell_at(v, row) end
      end
      local total = cell_at(vectors[k], row)
      local how = explains(total, parts)
      if not how and (total.value ~= nil or total.marker ~= nil) then return false end
      if how == "sum" then rows = rows + 1 end
    end
    return rows >= 2
  end
  for k = #vectors, 1, -1 do
    if is_sum(k) then return k end
  end
end

-- The sums of a row over the columns.
local function add_rows(add, vectors, rows, total)
  for row = 1, rows do
    local cells, blank = {}, false
    for c, v in ipairs(vectors) do
      if c ~= total and takes_part(v, row) then cells[#cells + 1] = (c - 1) * rows + row end
      blank = blank or (v.values[row] == nil and v.markers[row] == nil)
    end
    if not total then add { cells = cells, is_across = true }
    elseif takes_part(vectors[total], row) then add { cells = cells, total = (total - 1) * rows + row, partial = blank, is_across = true } end
  end
end

-- { lines =, total_rows = set of rows, told = set of cells that are known anyway, total_column = position or nil } of these columns.
function known_sums.read(t, o, vectors)
  local by = arguments.by(t, o)
  local relations, is_total = read_totals(t, o.columns, by, o.tree)
  local total_rows = {}
  for _, relation in ipairs(relations) do total_rows[relation.total] = true end
  local add, lines = collector()
  local told = {}
  local groups, group, names = groups_of(t, by, is_total)
  for c, v in ipairs(vectors) do
    local base = (c - 1) * #t
    local leaves, measure, first = add_relations(add, v, base, relations)
    add_groups(add, v, base, groups, group, names, leaves, measure, first)
    for _, share_by in ipairs(made_from.shared_within(t, v.name)) do
      local shared, shared_group, shared_names = groups_of(t, share_by, is_total)
      add_groups(add, v, base, shared, shared_group, shared_names, leaves, measure, first, told)
    end
  end
  local total = known_sums.total_column(vectors)
  if #vectors > 1 and (total or o.across) then add_rows(add, vectors, #t, total) end
  return { lines = lines, total_rows = total_rows, told = told, total_column = total }
end

return known_sums
