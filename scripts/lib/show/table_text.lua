-- table_text.lua - a plain table as lines of letters, fitted to a width.
--
--     Year   Referrals   Change (%)
--     ────   ─────────   ──────────
--     2022      16,921         33.0
--     2023      17,004          0.5 [p]
--
-- Numbers stand right, digit under digit also where some carry a flag. What does not fit is made to: first headings
-- break into lines, then texts, and at last the columns go into panels below each other, each with the first column.

local escape = require "lib.base.escape"
local plain = require "lib.figures.plain"
local width = require "lib.base.width"

local table_text = {}

local gap = "   "

local function longest_word(text, most)
  local columns = 1
  for word in text:gmatch("%S+") do columns = math.max(columns, width.of(word)) end
  return math.min(columns, most)
end

-- A column's cells, each split into the figure and the flag behind it, and how narrow it may become.
local function measure(column, rows)
  local cell = { label = escape.line(plain.label(column)), align = column.align, figures = {}, flags = {}, figure = 0, flag = 0, word = 1 }
  for i = 1, rows do
    local shown = escape.line(column.shown[i])
    local marker = column.values[i] ~= nil and column.markers and column.markers[i]
    if marker then
      shown = shown:sub(1, #shown - #escape.line(marker) - 1)
      cell.flags[i] = " " .. escape.line(marker)
      cell.flag = math.max(cell.flag, width.of(cell.flags[i]))
    end
    cell.figures[i] = shown
    cell.figure = math.max(cell.figure, width.of(shown))
    cell.word = math.max(cell.word, longest_word(shown, 24))
  end
  local numeric = column.type == "integer" or column.type == "number"
  local heading_word = longest_word(cell.label, 24)
  cell.full = math.max(cell.figure + cell.flag, heading_word, math.min(width.of(cell.label), 14))
  cell.least = math.max(numeric and cell.figure or math.min(cell.figure, math.max(cell.word, 8)), heading_word - cell.flag) + cell.flag
  cell.columns = cell.full
  return cell
end

local function total(cells, from, to)
  local columns = 0
  for i = from, to do columns = columns + cells[i].columns + (i > from and #gap or 0) end
  return columns
end

-- Takes columns off the widest that may still give, until all fit or none gives: first off figures, whose headings break
-- into lines, then off texts.
local function shrink(cells, room)
  local over = total(cells, 1, #cells) - room
  for _, align in ipairs { "right", "left" } do
    while over > 0 do
      local widest
      for _, cell in ipairs(cells) do
        if cell.align == align and cell.columns > cell.least and (not widest or cell.columns > widest.columns) then widest = cell end
      end
      if not widest then break end
      widest.columns, over = widest.columns - 1, over - 1
    end
  end
  return over <= 0
end

-- The columns that go beside each other, as lists of positions. The first column leads every panel.
local function panels_of(cells, room)
  if shrink(cells, room) then
    local all = {}
    for i = 1, #cells do all[i] = i end
    return { all }
  end
  local panels, current, used = {}, { 1 }, cells[1].columns
  for i = 2, #cells do
    local needed = #gap + cells[i].columns
    if used + needed > room and #current > 1 then
      panels[#panels + 1] = current
      current, used = { 1 }, cells[1].columns
    end
    current[#current + 1] = i
    used = used + needed
  end
  panels[#panels + 1] = current
  return panels
end

-- Cells of one row, each a list of lines, put beside each other.
local function beside(blocks, cells, top)
  local height = 1
  for _, lines in ipairs(blocks) do height = math.max(height, #lines) end
  local result = {}
  for n = 1, height do
    local parts = {}
    for i, lines in ipairs(blocks) do
      local line = lines[top and n or n - (height - #lines)]
      parts[i] = width.pad(line or "", cells[i].columns, cells[i].align)
    end
    result[n] = table.concat(parts, gap):gsub("%s+$", "")
  end
  return result
end

local function append(list, more)
  for _, one in ipairs(more) do list[#list + 1] = one end
end

local function cell_lines(cell, row)
  local room = cell.columns - cell.flag
  local lines = width.wrap(cell.figures[row], room)
  if cell.flag > 0 then
    for n, line in ipairs(lines) do
      lines[n] = width.pad(line, cell.align == "right" and room or 0, cell.align) .. width.pad(n == 1 and cell.flags[row] or "", cell.flag)
    end
  end
  return lines
end

-- The lines of a table (its heading, a rule, its rows) at most `room` columns wide where that can be done.
function table_text.lines(t, room)
  if #t.columns == 0 then return { "No columns." } end
  local cells = {}
  for i, column in ipairs(t.columns) do cells[i] = measure(column, t.rows) end
  local lines = {}
  for n, panel in ipairs(panels_of(cells, room)) do
    local chosen, headings, rules = {}, {}, {}
    for i, at in ipairs(panel) do
      chosen[i] = cells[at]
      headings[i] = width.wrap(cells[at].label, cells[at].columns)
      rules[i] = { ("─"):rep(cells[at].columns) }
    end
    if n > 1 then lines[#lines + 1] = "" end
    append(lines, beside(headings, chosen, false))
    append(lines, beside(rules, chosen, true))
    for row = 1, t.rows do
      local blocks = {}
      for i, at in ipairs(panel) do blocks[i] = cell_lines(cells[at], row) end
      append(lines, beside(blocks, chosen, true))
    end
  end
  if t.rows == 0 then lines[#lines + 1] = "No rows." end
  return lines
end

return table_text
