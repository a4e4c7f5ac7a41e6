-- blocks.lua - t:blocks(): a table cut where a row has no cell at all, as sheets with several tables below one another have.
--
--     Table 1: referrals   .        .         title of block 1
--     force                adult    child     its header, with header = true
--     Kent                 12       7
--     .                    .        .         blank: here it is cut
--     Table 2: decisions   .        .         title of block 2
--     force                adult    child
--     Kent                 3        1
--     .                    .        .
--     Source: NRM          .        .         no table: a footnote of block 2
--
-- Rows at the top of a block that have one cell alone, the leftmost, are its title. A piece of such rows only is no block: one line before a block without
-- a title is that block's, anything else belongs to the block above, or, where there is none, stands before the one below. Lines directly below
-- the last row that can be no labels are its footnotes, too. by = cuts by the values of columns instead.

local arguments = require "lib.figures.verb_arguments"
local escape = require "lib.base.escape"
local notice = require "lib.base.notice"
local promote = require "lib.verbs.layout.promote_header"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local blocks = {}

local place = "\1place"

-- --- where a table is cut ---------------------------------------------------------------------------------------------------------

-- An expression that is true where no column has a value; a text of nothing but blanks is none.
function blocks.blank(t)
  local all
  for _, field in ipairs(t:schema()) do
    local cell = lab.col[field.name]
    local empty = cell:is_missing()
    if field.type == "text" then empty = empty | cell:matches("^\\s*$") end
    all = all and all & empty or empty
  end
  return all
end

-- Numbers of the rows without a cell: one that is missing for a reason is a cell.
function blocks.blank_rows(t)
  local names, list = t:column_names(), {}
  if #names == 0 or #t == 0 then return list end
  local blank = t:mutate { { place, lab.expr "row_number()" } }:filter(blocks.blank(t))
  local columns, rows = {}, blank:col(place):to_list()
  for i, name in ipairs(names) do columns[i] = blank:col(name) end
  for i = 1, #blank do
    local marked = false
    for _, column in ipairs(columns) do marked = marked or column:marker(i) ~= nil end
    if not marked then list[#list + 1] = rows[i] end
  end
  return list
end

-- The names that the table was read with, in place of those that were made up as there was none.
local function names_read(t)
  local list = {}
  for i, name in ipairs(t:column_names()) do
    if not promote.is_made_up(name, i) then list[#list + 1] = name end
  end
  return list
end

-- Whether the names of the table are the header of its first block; a single one beside columns without a name is a title.
local function names_are_header(t)
  local count = #names_read(t)
  return count > 1 or count == #t:column_names()
end

-- { { first =, last =, lines = lines that stand above it already, headed = whether its header is in the names } } between the blank rows.
local function pieces_of(t)
  local list, first = {}, 1
  local blank = blocks.blank_rows(t)
  blank[#blank + 1] = #t + 1
  for _, row in ipairs(blank) do
    if row > first then list[#list + 1] = { first = first, last = row - 1, lines = {} } end
    first = row + 1
  end
  if list[1] then
    list[1].headed = names_are_header(t)
    if not list[1].headed then list[1].lines = names_read(t) end
  end
  return list
end

-- --- titles and notes -------------------------------------------------------------------------------------------------------------

local function cell(column, row) return promote.cell_text(column[row]) or column:marker(row) end

-- The first of the columns that has a cell in the piece.
local function leftmost(piece, columns)
  for c, column in ipairs(columns) do
    for row = piece.first, piece.last do
      if cell(column, row) then return c end
    end
  end
end

-- Moves the lines at the top of a piece that have one cell alone, and that at the left, into piece.lines: one further right is of a header
-- that spans columns. What is left may be no row.
local function take_titles(piece, columns)
  local left = leftmost(piece, columns)
  while piece.first <= piece.last do
    local text = cell(columns[left], piece.first)
    for c = left + 1, text and #columns or 0 do
      if cell(columns[c], piece.first) then text = nil end
    end
    if not text then return end
    piece.lines[#piece.lines + 1], piece.first = text, piece.first + 1
  end
end

-- The one cell of a row and its column; nil when it has none or several.
local function only_cell(columns, row)
  local text, at
  for c, column in ipairs(columns) do
    local own = cell(column, row)
    if own and text then return nil end
    if own then text, at = own, c end
  end
  return text, at
end

-- Moves lines at the foot of a piece into piece.notes: rows with one cell alone, of several words, that is no label, as it stands in another
-- column than labels do or is longer than all of them. A last row without figures is a row, and so is a figure without a label.
local function take_notes(piece, columns, number)
  local lines, left, longest = {}, leftmost(piece, columns), 0
  for row = piece.last, piece.first + 1, -1 do
    local text, at = only_cell(columns, row)
    if not text or not text:find("%a.*%s") then break end
    table.insert(lines, 1, { text = text, at = at })
  end
  if #lines == 0 then return end
  for row = piece.first, piece.last - #lines do
    local label = cell(columns[left], row)
    longest = math.max(longest, label and #label or 0)
  end
  local first
  for i = #lines, 1, -1 do
    if lines[i].at == left and #lines[i].text <= longest then break end
    first = i
  end
  if not first then return end
  for i = first, #lines do piece.notes[#piece.notes + 1] = lines[i].text end
  piece.last = piece.last - (#lines - first + 1)
  notice.say(('blocks: %s directly below block %d %s read as footnotes, the first "%s"'):format(words.count(#lines - first + 1, "line"), number,
    words.either(#lines - first + 1, "is", "are"), escape.line(lines[first].text)))
end

local function add_all(list, more) table.move(more, 1, #more, #list + 1, list) end

-- The pieces that have rows, each with its lines (the title is the first of those that stand next to it) and notes.
local function with_titles(pieces, columns)
  local list, loose = {}, {} -- loose: pieces of lines only, since the last block
  for _, piece in ipairs(pieces) do
    if #columns > 1 and not piece.headed then take_titles(piece, columns) end
    piece.notes = {}
    if piece.first > piece.last then
      loose[#loose + 1] = piece.lines
    else
      local above, before = list[#list], {}
      if #piece.lines == 0 and #loose > 0 and (#loose[#loose] == 1 or not above) then piece.lines = table.remove(loose) end
      piece.title = piece.lines[1]
      if #columns > 1 then take_notes(piece, columns, #list + 1) end
      for _, lines in ipairs(loose) do add_all(above and above.notes or before, lines) end
      add_all(before, piece.lines)
      piece.lines, loose = before, {}
      list[#list + 1] = piece
    end
  end
  for _, lines in ipairs(loose) do
    if list[#list] then add_all(list[#list].notes, lines) end
  end
  return list
end

-- --- a list of tables -------------------------------------------------------------------------------------------------------------

local Blocks = { __name = "slavelab.Blocks" }

function Blocks.__tostring(self)
  local lines = { words.count(#self, "block") }
  for i, t in ipairs(self) do
    lines[#lines + 1] = ("  %d  %s: %s, %s"):format(i, self.titles[i] and '"' .. escape.line(self.titles[i]) .. '"' or "without a title",
      words.count(#t, "row"), words.count(#t:column_names(), "column"))
  end
  return table.concat(lines, "\n")
end

-- list["Table 2"] is the block whose title begins so.
function Blocks.__index(self, key)
  if type(key) ~= "string" then return nil end
  local found
  for i, title in pairs(rawget(self, "titles")) do
    if title == key then return self[i] end
    if title:sub(1, #key) == key then
      if found then raise('blocks: the titles of several blocks begin with "%s"; give more of it, or the number', key) end
      found = self[i]
    end
  end
  return found or raise('blocks: no title begins with "%s"; there are %s', key, tostring(self))
end

local function list_of(tables, titles)
  local list = { titles = titles }
  for i, t in ipairs(tables) do list[i] = t end
  return setmetatable(list, Blocks)
end

-- Tables below one another with a first column `as` that says of which block a row is.
local function stacked(tables, titles, as)
  local parts = {}
  for i, t in ipairs(tables) do
    for _, name in ipairs(t:column_names()) do
      if name == as then raise('blocks: block %d has a column "%s" already; give another name with as', i, as) end
    end
    local order = t:column_names()
    table.insert(order, 1, as)
    parts[i] = t:mutate { { as, lab.lit(titles[i] or "block " .. i) } }:select(order)
  end
  return #parts > 1 and parts[1]:append(table.unpack(parts, 2)) or parts[1]
end

-- --- the verb ---------------------------------------------------------------------------------------------------------------------

local function by_columns(t, by)
  local numbers, count = t:group_numbers(by)
  local rows, tables, titles = {}, {}, {}
  for g = 1, count do rows[g] = {} end
  for row = 1, #t do
    local of = rows[numbers[row]]
    of[#of + 1] = row
  end
  for g = 1, #t > 0 and count or 0 do
    local part, named = t:take(rows[g]), {}
    for k, name in ipairs(by) do named[k] = name .. " " .. (promote.cell_text(part:col(name)[1]) or "missing") end
    tables[g], titles[g] = part, table.concat(named, ", ")
  end
  return tables, titles
end

local function header_rows(o)
  if o.header == nil or o.header == false then return 0 end
  local rows = o.header == true and 1 or math.type(o.header) and math.tointeger(o.header)
  if not rows or rows < 1 then raise("blocks: header is true, or how many rows make up the header of a block") end
  return rows
end

-- The rows of a piece as a table of its own.
local function table_of(t, piece, number, header, o)
  local part = t:slice(piece.first, piece.last)
  if header > 0 and not piece.headed then
    if #part < header then
      raise("blocks: block %d (from row %d) has %s, and its header %d", number, piece.first, words.count(#part, "row"), header)
    end
    local rows = {}
    for row = 1, header do rows[row] = row end
    part = promote.with_header(part, rows, { markers = o.markers, marks = o.marks })
  elseif header > 0 then
    part = promote.proved(part, o.markers ~= nil, o.marks == "strip")
  end
  local notes = table.move(t.footnotes, 1, #t.footnotes, #piece.notes + 1, piece.notes)
  return part:with_about("preamble", piece.lines):with_about("footnotes", notes)
end

function blocks.blocks(t, ...)
  local o = arguments.read(t, "blocks", { "by", by = "columns", as = "text", header = "any", markers = { "gss" }, marks = { "keep", "strip" },
    groups = true }, ...)
  local by, header = o.by or t:grouping(), header_rows(o)
  local tables, titles = {}, {}
  t = t:group_by()
  if by and #by > 0 then
    if header > 0 then raise "blocks: header is of blocks between blank rows, not of by" end
    tables, titles = by_columns(t, by)
  else
    local columns = {}
    for i, name in ipairs(t:column_names()) do columns[i] = t:col(name) end
    for i, piece in ipairs(with_titles(pieces_of(t), columns)) do
      tables[i], titles[i] = table_of(t, piece, i, header, o), piece.title
    end
  end
  if not o.as then return list_of(tables, titles) end
  if #tables == 0 then raise "blocks: the table has no block: every row is blank or a line of text" end
  return stacked(tables, titles, o.as)
end

return blocks
