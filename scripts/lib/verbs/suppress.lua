-- suppress.lua - t:suppress: small counts are held back, and as many others as it takes so that they stay so.
--
--     force  people                          force  people
--     Essex  40                              Essex  40
--     Kent   3       below = 5               Kent   [c]      primary: 1 to 4
--     Surrey 12      ------>                 Surrey [c]      secondary: else 55 - 40 - 12 would tell
--     total  55                              total  55
--
-- Primary: counts from 1 to below - 1 (0 too with zeros = true). Secondary: in every sum that a reader knows (of the
-- rows of each group of `by`; of the parts of each row that says Total; with across = true of the columns of a row) at
-- least two cells are hidden, they are not all forced to their least or greatest value, and no cell follows from
-- several sums together (disclosure.lua). The smallest other count is taken; a zero, and then a total, only when there
-- is nothing else. After: Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4; GSS guidance on
-- tables of counts.

local arguments = require "lib.figures.verb_arguments"
local disclosure = require "lib.verbs.disclosure"
local held_back = require "lib.figures.held_back"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local total_labels = require "lib.figures.total_labels"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local suppress = {}

-- --- cells and the sums that are known -------------------------------------------------------------------------------
-- A cell is (column - 1) * rows + row.

-- Rows that are totals in one dimension, with their parts: { total = row, parts = { rows } }; and for each row whether
-- it says Total in a column that is not among `by`.
local function read_totals(t, measures, by)
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
      is_total[row] = is_total[row] or (says_total and not is_by[found.column])
      table.insert((says_total and total or parts)[group[row]], row)
    end
    for g = 1, count do
      for _, row in ipairs(total[g]) do
        if #parts[g] > 0 then relations[#relations + 1] = { total = row, parts = parts[g] } end
      end
    end
  end
  return relations, is_total
end

local function sum_of(v, rows)
  local sum = 0
  for _, row in ipairs(rows) do
    if v.values[row] == nil then return nil end
    sum = vector.add(sum, v.values[row])
  end
  return sum
end

-- Adds the lines of one column: groups of by, then totals that stand in the table and add up.
local function add_lines(lines, v, c, groups, relations)
  local base = (c - 1) * v.rows
  local function cells_of(rows)
    local cells = {}
    for i, row in ipairs(rows) do cells[i] = base + row end
    return cells
  end
  for _, rows in ipairs(groups) do
    if #rows > 0 then lines[#lines + 1] = { cells = cells_of(rows) } end
  end
  for _, relation in ipairs(relations) do
    if v.values[relation.total] ~= nil and sum_of(v, relation.parts) == v.values[relation.total] then
      lines[#lines + 1] = { cells = cells_of(relation.parts), total = base + relation.total }
    end
  end
end

local function read_lines(t, o, vectors)
  local by = arguments.by(t, o)
  local relations, is_total = read_totals(t, o.columns, by)
  local group, count = t:group_numbers(by)
  local groups, lines = {}, {}
  for g = 1, count do groups[g] = {} end
  for row = 1, #t do
    if not is_total[row] then table.insert(groups[group[row]], row) end
  end
  for c, v in ipairs(vectors) do add_lines(lines, v, c, groups, relations) end
  for row = 1, o.across and #t or 0 do
    local cells = {}
    for c = 1, #vectors do cells[c] = (c - 1) * #t + row end
    lines[#lines + 1] = { cells = cells }
  end
  return lines
end

-- --- hiding ----------------------------------------------------------------------------------------------------------

local function hide_primary(state, vectors, o)
  for c, v in ipairs(vectors) do
    for row = 1, v.rows do
      local value, cell = v.values[row], (c - 1) * v.rows + row
      state.value[cell] = value
      if value == nil then
        state.hidden[cell] = "before"
      elseif value < 0 then
        raise('suppress: row %d: "%s" is %s; counts are not below 0', row, v.name, tostring(value))
      elseif value < o.below and (value > 0 or o.zeros) then
        state.hidden[cell] = "primary"
      end
    end
  end
end

-- The open cell of a line that costs least: the smallest count above 0, else a 0, else the total itself.
local function cheapest(state, line)
  local best
  for _, cell in ipairs(line.cells) do
    if not state.hidden[cell] then
      local value, than = state.value[cell], best and state.value[best]
      if not best or (value > 0 and (than == 0 or value < than)) then best = cell end
    end
  end
  if not best and line.total and not state.hidden[line.total] then best = line.total end
  return best
end

-- Whether hidden counts that all are known to lie in low .. high must all be low, or all high, to give their sum.
local function is_forced(state, line, low, high)
  if line.total and state.hidden[line.total] then return false end
  local sum, count = 0, 0
  for _, cell in ipairs(line.cells) do
    local kind = state.hidden[cell]
    if kind == "primary" then
      sum, count = sum + state.value[cell], count + 1
    elseif kind then
      return false
    end
  end
  return count > 0 and (sum == count * low or sum == count * high)
end

local function count_hidden(state, line)
  local count = line.total and state.hidden[line.total] and 1 or 0
  local guarded = count > 0 and state.hidden[line.total] ~= "before"
  for _, cell in ipairs(line.cells) do
    if state.hidden[cell] then count, guarded = count + 1, guarded or state.hidden[cell] ~= "before" end
  end
  return count, guarded
end

local function hide_one_more(state, line)
  local cell = cheapest(state, line)
  if not cell then return false end
  state.hidden[cell] = "secondary"
  return true
end

-- Lines with one hidden cell, or with cells that their sum forces, get another, until all are well. One that has no
-- cell left to hide is `open`: its sum itself gives the cell away.
local function guard_lines(state, lines, low, high)
  local changed = true
  while changed do
    changed = false
    for _, line in ipairs(lines) do
      local count, guarded = count_hidden(state, line)
      if guarded and not line.open and (count == 1 or is_forced(state, line, low, high)) then
        if hide_one_more(state, line) then changed = true else line.open = true end
      end
    end
  end
end

-- Cells that are given away all the same: cell -> true.
local function find_exposed(state, lines, o)
  local exposed = {}
  for _, cell in ipairs(disclosure.exposed(lines, state.hidden)) do exposed[cell] = true end
  for _, line in ipairs(lines) do
    if is_forced(state, line, o.zeros and 0 or 1, o.below - 1) then
      for _, cell in ipairs(line.cells) do exposed[cell] = exposed[cell] or state.hidden[cell] == "primary" end
    end
  end
  return exposed
end

-- Only where sums share cells can they tell something together.
local function share_cells(lines)
  local seen = {}
  for _, line in ipairs(lines) do
    local cells = line.cells
    for i = 1, #cells + 1 do
      local cell = cells[i] or line.total
      if cell then
        if seen[cell] then return true end
        seen[cell] = true
      end
    end
  end
  return false
end

local function hide_secondary(state, lines, o)
  local low, high = o.zeros and 0 or 1, o.below - 1
  guard_lines(state, lines, low, high)
  if not share_cells(lines) then return end
  local lines_of = {}
  for _, line in ipairs(lines) do
    for _, cell in ipairs(line.cells) do
      lines_of[cell] = lines_of[cell] or {}
      table.insert(lines_of[cell], line)
    end
  end
  while true do
    local progress = false
    for _, cell in ipairs(disclosure.exposed(lines, state.hidden)) do
      if state.hidden[cell] ~= "before" then
        for _, line in ipairs(lines_of[cell] or {}) do
          if hide_one_more(state, line) then
            progress = true
            break
          end
        end
      end
      if progress then break end
    end
    if not progress then return end
    guard_lines(state, lines, low, high)
  end
end

-- --- what is said ----------------------------------------------------------------------------------------------------

-- How many cells of a column are hidden, by kind, and how many of them a sum still gives away.
local function tally(state, exposed, c, rows)
  local counts = { primary = 0, secondary = 0, exposed = 0 }
  for row = 1, rows do
    local cell = (c - 1) * rows + row
    local kind = state.hidden[cell]
    if kind == "primary" or kind == "secondary" then counts[kind] = counts[kind] + 1 end
    if exposed[cell] and kind ~= "before" then counts.exposed = counts.exposed + 1 end
  end
  return counts
end

local function sentence(v, counts, o)
  local text = ('In "%s" %s from %d to %d %s held back (%s)'):format(v.name, words.count(counts.primary, "count"),
    o.zeros and 0 or 1, o.below - 1, words.either(counts.primary, "is", "are"), o.reason)
  if o.secondary == false then return text .. "; other counts were not, so that totals may give them away." end
  if counts.secondary > 0 then
    text = text .. ", and " .. words.count(counts.secondary, "other")
      .. " so that they cannot be worked out from totals"
  end
  if counts.exposed > 0 then
    text = text .. "; " .. words.count(counts.exposed, "count")
      .. " would still follow from a total that has no other part, which must not be published"
  end
  return text .. "."
end

function suppress.suppress(t, ...)
  local o = arguments.read(t, "suppress", { "columns", groups = true, columns = "columns", below = "integer", by = "columns",
    secondary = "boolean", zeros = "boolean", across = "boolean", reason = { "[c]", "[x]", "[z]", "[low]" } }, ...)
  local told = o.columns ~= nil
  o.columns, o.below, o.reason = o.columns or roles.figures(t), o.below or 5, o.reason or "[c]"
  if #o.columns == 0 then raise("suppress: no column of whole numbers is there; name it: columns = \"people\"") end
  if o.below < 2 then
    raise("suppress: below is 2 or more (counts from 1 to below - 1 are held back), not %d", o.below)
  end
  arguments.need_numbers(t, "suppress", o.columns)
  local vectors = vector.read_all(t, o.columns)
  local state = { value = {}, hidden = {} }
  hide_primary(state, vectors, o)
  local exposed = {}
  if o.secondary ~= false then
    local lines = read_lines(t, o, vectors)
    hide_secondary(state, lines, o)
    exposed = find_exposed(state, lines, o)
  end
  local by = arguments.by(t, o)
  for c, v in ipairs(vectors) do
    local before = table.move(v.values, 1, v.rows, 1, {})
    for row = 1, v.rows do
      local kind = state.hidden[(c - 1) * v.rows + row]
      if kind == "primary" or kind == "secondary" then v.values[row], v.markers[row] = nil, o.reason end
    end
    local counts = tally(state, exposed, c, v.rows)
    v.from = "held back"
    t = vector.put(t, v)
    if o.secondary ~= false and counts.exposed == 0 and o.reason == "[c]" then t = held_back.note(t, v, before, by) end
    if counts.primary > 0 then
      local text = sentence(v, counts, o)
      if counts.exposed > 0 then notice.say("suppress: " .. text) end
      t = notes.add(t, "suppress", text)
    end
  end
  if not told then t = notes.add(t, "suppress", roles.sentence("suppress", o.columns, roles.keys(t, o.columns))) end
  return t
end

return suppress
