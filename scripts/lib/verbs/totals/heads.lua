-- heads.lua - rows that stand above their parts, as their labels show: the parts are indented below, or the label says "of which".
--
--     area            officers               type                       people
--     England         30   = North + South   Handcuffing, of which      5    = the two rows below
--       North         10   = Durham + ...    Compliant handcuffing      3
--         Durham      6                      Non-compliant handcuffing  2
--         Cumbria     4                      Ground restraint           1
--       South         20                     Baton                      4
--
-- Both are told by the label and proved by the figures. Of indented rows it is clear which they are; of those behind "of which" only the sum
-- says where they end. sums_below.lua finds rows that only the figures give away.

local raise = require "lib.base.raise"
local sums_below = require "lib.figures.totals.sums_below"
local vector = require "lib.figures.vector"

local heads = {}

-- How far a label is indented, in blanks of any width; a tab is one.
local function indent_of(label)
  local count, at = 0, 1
  while true do
    local last = select(2, label:find("^[ \t]", at)) or select(2, label:find("^\u{a0}", at)) or select(2, label:find("^\u{2003}", at))
      or select(2, label:find("^\u{2002}", at)) or select(2, label:find("^\u{3000}", at))
    if not last then return count end
    count, at = count + 1, last + 1
  end
end

-- A label without the blanks before it.
function heads.unindented(label)
  for _, blank in ipairs { "\u{a0}", "\u{2003}", "\u{2002}", "\u{3000}" } do
    while label:find("^[ \t]*" .. blank) do label = label:gsub("^[ \t]*" .. blank, "") end
  end
  return (label:gsub("^[ \t]+", ""))
end

local function says_of_which(label) return label:lower():find("of which%s*:?%s*$") ~= nil end

-- The first of the text columns whose labels are indented, some more than others; and the first in which a label says "of which".
local function columns_with_heads(t, names)
  local indented, of_which
  for _, name in ipairs(names) do
    local labels = t:col(name):unique()
    local least, most = math.huge, 0
    for _, label in ipairs(labels) do
      local indent = indent_of(label)
      least, most = math.min(least, indent), math.max(most, indent)
      if says_of_which(label) then of_which = of_which or name end
    end
    if most > least then indented = indented or name end
  end
  return indented, of_which
end

local function has_figure(vectors, row)
  for _, v in ipairs(vectors) do
    if v.values[row] ~= nil or v.markers[row] then return true end
  end
  return false
end

-- Whether the rows add up to the head: "equal", "unknown" (a figure is missing) or "different", then the first figure that differs, and the sums.
local function judge(vectors, one, tolerance)
  local verdict, sums = "equal", { rows = #one.rows }
  for m, v in ipairs(vectors) do
    local sum, known = 0, true
    for _, row in ipairs(one.rows) do
      if v.values[row] == nil then known = false else sum = vector.add(sum, v.values[row]) end
    end
    sums[m] = sum
    if v.values[one.row] == nil or not known then
      verdict = "unknown"
    elseif not sums_below.close(v.values[one.row], sum, tolerance) then
      one.verdict, one.measure, one.sum = "different", m, sums
      return
    end
  end
  one.verdict, one.sum = verdict, sums
end

-- Heads of indented rows, from the top, and for each row the head above it. A row without any figure is a heading and no total: the rows
-- below it are parts of what stands above it.
local function indented_heads(labels, vectors, rows, parent)
  local found, stack = {}, {}
  for row = 1, rows do
    if labels[row] ~= nil then
      local level = indent_of(labels[row])
      while #stack > 0 and stack[#stack].level >= level do stack[#stack] = nil end
      local is_heading = not has_figure(vectors, row)
      local one = { row = row, rows = {}, level = level, why = is_heading and "heading" or "indented", verdict = is_heading and "heading" or nil }
      if #stack > 0 then
        parent[row], stack[#stack].is_head = stack[#stack].row, true
        local total = #stack
        while total > 0 and stack[total].verdict do total = total - 1 end
        if total > 0 and not is_heading then table.insert(stack[total].rows, row) end
      end
      stack[#stack + 1], found[#found + 1] = one, one
    end
  end
  local list = {}
  for _, one in ipairs(found) do
    if one.is_head and (one.verdict or #one.rows > 0) then list[#list + 1] = one end
  end
  return list
end

-- How many of the open rows, the nearest first, add up to the row: each number that does.
local function counts_that_add_up(vectors, row, open, tolerance)
  local sums, list = {}, {}
  for m, v in ipairs(vectors) do
    if v.values[row] == nil then return list end
    sums[m] = 0
  end
  for back = 0, #open - 1 do
    local equal, beyond = true, false
    for m, v in ipairs(vectors) do
      local part = v.values[open[#open - back]]
      if part == nil or part < 0 then return list end
      sums[m] = vector.add(sums[m], part)
      local close = sums_below.close(v.values[row], sums[m], tolerance)
      equal, beyond = equal and close, beyond or sums[m] > v.values[row] and not close
    end
    if beyond then return list end
    if equal then list[#list + 1] = back + 1 end
  end
  return list
end

-- The number of parts that all heads of a label can have, by label. A single one may do with fewer, where its last parts are 0.
local function common_counts(counts)
  local common = {}
  for label, lists in pairs(counts) do
    local times = {}
    for _, list in ipairs(lists) do
      for _, count in ipairs(list) do times[count] = (times[count] or 0) + 1 end
    end
    for count, n in pairs(times) do
      if n == #lists and (not common[label] or count < common[label]) then common[label] = count end
    end
  end
  return common
end

-- Heads that say "of which", whose parts are as many of the rows below as add up to them; context(row) is the same for a head and its parts.
local function of_which_heads(labels, vectors, rows, context, taken, tolerance)
  local function walk(common)
    local found, counts, open, where = {}, {}, {}, nil
    for row = rows, 1, -1 do
      if context(row) ~= where then open, where = {}, context(row) end
      local label = labels[row]
      if label ~= nil and says_of_which(label) and not taken[row] then
        local one, list = { row = row, rows = {}, why = "of which", verdict = "open" }, counts_that_add_up(vectors, row, open, tolerance)
        local take = list[1]
        for _, count in ipairs(list) do
          if common and count == common[label] then take = count end
        end
        if take then one.verdict = "equal" end
        for _ = 1, take or 0 do one.rows[#one.rows + 1] = table.remove(open) end
        counts[label] = counts[label] or {}
        if take then table.insert(counts[label], list) end
        table.insert(found, one)
      end
      open[#open + 1] = row
    end
    return found, counts
  end
  local _, counts = walk(nil)
  local found, list = walk(common_counts(counts)), {}
  for i = #found, 1, -1 do list[#list + 1] = found[i] end
  return list
end

-- { list of { row =, rows = its direct parts, why = "indented" | "of which" | "heading", verdict = "equal" | "unknown" | "different" | "open" |
-- "heading", measure =, sum = }, column = whose labels say so, indented = whether they are, parent = the head above each row }.
-- names are the text columns; context(row, column) says what a row shares with others in all keys but that column.
function heads.find(t, names, vectors, context, tolerance)
  local result = { list = {}, parent = {} }
  if #vectors == 0 then return result end
  local indented, of_which = columns_with_heads(t, names)
  local taken = {}
  result.column, result.indented = indented or of_which, indented ~= nil
  if indented then
    for _, one in ipairs(indented_heads(t:col(indented):to_list(), vectors, #t, result.parent)) do
      if not one.verdict then judge(vectors, one, tolerance) end
      result.list[#result.list + 1], taken[one.row] = one, true
    end
  end
  if of_which then
    local labels = t:col(of_which):to_list()
    local same = function(row) return context(row, of_which) end
    for _, one in ipairs(of_which_heads(labels, vectors, #t, same, taken, tolerance)) do
      result.list[#result.list + 1] = one
      for _, row in ipairs(one.rows) do result.parent[row] = one.row end
    end
  end
  return result
end

-- t with columns that say below which heads a row stands, the outermost first; parent says which head is above each row.
function heads.with_columns(t, parent, label_column, names)
  local labels, columns, deepest = t:col(label_column):to_list(), {}, 0
  for i = 1, #names do columns[i] = {} end
  for row = 1, #t do
    local chain, at = {}, parent[row]
    while at do
      table.insert(chain, 1, at)
      at = parent[at]
    end
    deepest = math.max(deepest, #chain)
    for i = 1, math.min(#chain, #names) do
      local label = labels[chain[i]]
      columns[i][row] = label and heads.unindented(label):gsub(",?%s*[oO]f [wW]hich%s*:?%s*$", "") or nil
    end
  end
  if deepest > #names then
    raise("drop_totals: heads names %s, and some rows stand below %d heads; name a column for each", #names == 1 and "1 column" or #names .. " columns",
      deepest)
  end
  for i, name in ipairs(names) do t = t:put(name, columns[i], { type = "text" }) end
  return t
end

return heads
