-- stub.lua - rows that are heads of the rows below them: they become a column, and are left out of the table as totals.
--
--     bold         North East        bold, with figures of its own         region       force
--                  Cleveland                                               North East   Cleveland
--     indent       Life sciences     less indented than the rows below
--     sections     MINING            alone in its row
--     sums         North East        its figures are the sums of those below, told by arithmetic
--
-- What says "Total" heads nothing: rows below it have no group. { skip = { [row] = true }, groups = list of { [row] = text }, heads = list of
-- { row =, parts = list of rows } }.

local book = require "slavelab.workbook"
local raise = require "lib.base.raise"
local words = require "lib.workbook.words"

local stub = {}

stub.kinds = { "bold", "indent", "sections", "sums" }

local function is_total(text)
  local plain = words.line(text):lower():gsub("^[%*%W]+", "")
  return plain:find("^total") ~= nil or plain:find("^all ") ~= nil or plain:find(" total$") ~= nil or plain:find("^grand total") ~= nil
    or plain:find("^england and wales") ~= nil or plain:find("^united kingdom$") ~= nil
end

local function labels_of(handle, region, first)
  local list = {}
  for _, cell in ipairs(book.column(handle, region.sheet, region.first_column, first, region.last_row)) do
    for row = cell.row, math.min(cell.last_row, region.last_row) do
      list[#list + 1] = { row = row, text = cell.text, bold = cell.bold or false, indent = cell.indent or 0, type = cell.type }
    end
  end
  return list
end

local function only(labels, rows)
  local list = {}
  for _, label in ipairs(labels) do
    if rows[label.row] then list[#list + 1] = label end
  end
  return list
end

-- Heads and what stands below each of them.
local function by_heads(labels, is_head)
  local found = { skip = {}, groups = { {} }, heads = {} }
  local group, head
  for _, label in ipairs(labels) do
    if is_head(label) then
      found.skip[label.row] = true
      group = not is_total(label.text) and (book.unmarked(words.line(label.text))) or nil
      head = { row = label.row, parts = {}, is_total = group == nil }
      found.heads[#found.heads + 1] = head
    else
      found.groups[1][label.row] = group
      if head then head.parts[#head.parts + 1] = label.row end
    end
  end
  return found
end

local function by_bold(labels, place)
  local bold = 0
  for _, label in ipairs(labels) do bold = bold + (label.bold and 1 or 0) end
  if bold == 0 or bold == #labels then
    raise('%s: stub = "bold": %s of the %d labels in its first column is bold; "indent", "sections" and "sums" tell heads by other signs', place,
      bold == 0 and "none" or "each", #labels)
  end
  return by_heads(labels, function(label) return label.bold end)
end

-- A row is a head when the next is indented more. Each level above a row is a column.
local function by_indent(labels, place)
  local found, path, deepest = { skip = {}, groups = {}, heads = {} }, {}, 0
  for i, label in ipairs(labels) do
    while #path > 0 and path[#path].indent >= label.indent do path[#path] = nil end
    for level, above in ipairs(path) do
      found.groups[level] = found.groups[level] or {}
      found.groups[level][label.row] = above.text
    end
    local next_label = labels[i + 1]
    local is_head = next_label and next_label.indent > label.indent
    if #path > 0 then table.insert(path[#path].head.parts, label.row) end
    if is_head then
      found.skip[label.row] = true
      local head = { row = label.row, parts = {} }
      found.heads[#found.heads + 1] = head
      path[#path + 1] = { indent = label.indent, text = (book.unmarked(words.line(label.text))), head = head }
      deepest = math.max(deepest, #path)
    end
  end
  if #found.heads == 0 then
    raise('%s: stub = "indent": no label in its first column is indented more than the one above; "bold", "sections" and "sums" tell heads by other signs', place)
  end
  return found
end

local function by_sections(handle, region, labels, first, place)
  local filled, has_figures = book.filled(handle, region.sheet, first, region.last_row, region.first_column + 1, region.last_column, false), {}
  for i = 1, #filled, 2 do
    for row = filled[i], filled[i + 1] do has_figures[row] = true end
  end
  local any = false
  for _, label in ipairs(labels) do any = any or not has_figures[label.row] end
  if not any then raise('%s: stub = "sections": no label stands alone in its row; "bold", "indent" and "sums" tell heads by other signs', place) end
  return by_heads(labels, function(label) return not has_figures[label.row] end)
end

-- kind: one of stub.kinds but "sums". rows: { [row] = true } of those that are of the table.
function stub.find(handle, region, kind, first, rows, place)
  local labels = only(labels_of(handle, region, first), rows)
  if kind == "bold" then return by_bold(labels, place) end
  if kind == "indent" then return by_indent(labels, place) end
  return by_sections(handle, region, labels, first, place)
end

-- From sums that were found in a table of all rows: sums are { row =, rows = } by place, place_of[place] is the row of the sheet.
function stub.of_sums(handle, region, sums, row_of, first, place)
  if #sums == 0 then
    raise('%s: stub = "sums": no row is the sum of the rows below it in every column of figures; "bold", "indent" and "sections" tell heads by other signs', place)
  end
  local labels = {}
  for _, label in ipairs(labels_of(handle, region, first)) do labels[label.row] = (book.unmarked(words.line(label.text))) end
  local found, is_head, taken = { skip = {}, groups = { {} }, heads = {} }, {}, {}
  for _, sum in ipairs(sums) do is_head[sum.row] = #sum.rows end
  for at = #row_of, 1, -1 do -- as they were found: from the last row up
    if is_head[at] then
      local head = { row = row_of[at], parts = {} }
      local left, below = is_head[at], at + 1
      while left > 0 and below <= #row_of do
        if not taken[below] then
          taken[below] = true
          left = left - 1
          head.parts[#head.parts + 1] = row_of[below]
          if not is_head[below] then found.groups[1][row_of[below]] = labels[row_of[at]] end
        end
        below = below + 1
      end
      found.skip[row_of[at]] = true
      table.insert(found.heads, 1, head)
    end
  end
  return found
end

return stub
