-- rows.lua - the rows of a table: where its header ends and its body begins, which rows are hidden or blank, labels that are written once.
--
-- Rows are kept as ranges, { first, last, first, last, ... }: a table has a million of them.

local book = require "slavelab.workbook"
local header = require "lib.workbook.header"
local locate = require "lib.workbook.locate"
local raise = require "lib.base.raise"
local report = require "lib.workbook.report"
local suggest = require "lib.base.suggest"
local words = require "lib.workbook.words"

local skips = require("lib.workbook.options").skips

local rows = {}

-- A list of row numbers from { first, last, first, last ... }, and the same as a set.
function rows.expand(ranges)
  local list, set = {}, {}
  for i = 1, #ranges, 2 do
    for row = ranges[i], ranges[i + 1] do
      list[#list + 1] = row
      set[row] = true
    end
  end
  return list, set
end

function rows.compress(list)
  local ranges = {}
  for _, row in ipairs(list) do
    if ranges[#ranges] == row - 1 then ranges[#ranges] = row else ranges[#ranges + 1], ranges[#ranges + 2] = row, row end
  end
  return ranges
end

function rows.count(ranges)
  local count = 0
  for i = 1, #ranges, 2 do count = count + ranges[i + 1] - ranges[i] + 1 end
  return count
end

-- Whether labels of the column are merged down: those are taken from there.
local function is_merged_down(state, column)
  for _, merge in ipairs(state.info.sheets[state.region.sheet].merges) do
    if merge.first_column == column.column and merge.last_row > merge.first_row and merge.first_row >= state.body and merge.last_row <= state.region.last_row then
      return true
    end
  end
  return false
end

-- Labels that are written once for the rows below: { [row] = text } of a column whose blank cells stand beside labels of others. Also how many
-- of these cells are blank, how many have a text, and how many blank ones are below a label, which they have now.
local function filled_labels(state, column, others, places)
  local region = state.region
  local texts, right, blank, filled, below = {}, {}, 0, 0, 0
  for _, cell in ipairs(book.column(state.handle, region.sheet, column.column, state.body, region.last_row)) do
    for row = cell.row, math.min(cell.last_row, region.last_row) do texts[row] = words.line(cell.text) end
  end
  for _, other in ipairs(others) do
    for _, cell in ipairs(book.column(state.handle, region.sheet, other.column, state.body, region.last_row)) do
      for row = cell.row, math.min(cell.last_row, region.last_row) do right[row] = true end
    end
  end
  local _, is_filled = rows.expand((book.filled(state.handle, region.sheet, state.body, region.last_row, region.first_column, region.last_column, false)))
  local last, previous
  local list = {}
  for _, row in ipairs(places) do
    for between = (previous or row) + 1, row - 1 do
      if not is_filled[between] then last = nil end -- a block ends at a blank row, not at a hidden one
    end
    if texts[row] then
      last, filled = texts[row], filled + 1
      list[row] = texts[row]
    elseif right[row] then
      blank = blank + 1
      list[row] = last
      if last then below = below + 1 end
    end
    previous = row
  end
  return below > 0 and texts[places[1]] and list or nil, blank, filled, below
end

function rows.fill_labels(state, columns)
  local fill = state.options.fill
  if fill == false or #columns < 2 then return end
  local asked = {}
  for _, name in ipairs(type(fill) == "table" and fill or type(fill) == "string" and { fill } or {}) do asked[name] = true end
  local count = rows.count(state.rows)
  for i = 1, #columns - 1 do
    local column, others = columns[i], {}
    for j = i + 1, #columns do
      if columns[j].is_label and columns[j].counts.texts > 0 then others[#others + 1] = columns[j] end
    end
    local has = column.counts.texts + column.counts.numbers + column.counts.dates
    local is_asked = asked[column.name] or fill == true
    asked[column.name] = nil
    local may = column.is_label and #others > 0 and has < count and state.region.how ~= "marked"
    if (is_asked or may) and not is_merged_down(state, column) then
      local list = rows.expand(state.rows)
      local texts, blank, filled, below = filled_labels(state, column, #others > 0 and others or { columns[i + 1] }, list)
      if texts and (is_asked or blank >= filled) then
        column.row_texts = texts
        report.say(state, 'column "%s": %d blank cell%s (fill = false leaves them blank)', column.name, below,
          below == 1 and " below a label has the label" or "s below a label have the label")
      end
    end
  end
  local left = next(asked)
  if left then
    local names = {}
    for i, column in ipairs(columns) do names[i] = column.name end
    raise('%s: %s: fill: no column "%s"%s', state.info.name, state.sheet_name, left, suggest.among(left, names, "columns are"))
  end
end

-- skip = 3: the header begins below the third row of the sheet.
function rows.skip(state)
  local region, skip = state.region, state.options.skip
  if not skip then return end
  if skip >= region.last_row then
    raise("%s: %s: skip = %d goes past the table, %s", state.info.name, state.sheet_name, skip, locate.describe(state.info, region))
  end
  region.first_row, region.header_rows = math.max(region.first_row, skip + 1), nil
end

-- stop_at = "Notes".
function rows.stop_at(state)
  local wanted = state.options.stop_at
  if not wanted then return end
  local region = state.region
  for _, cell in ipairs(book.column(state.handle, region.sheet, region.first_column, region.first_row, state.info.sheets[region.sheet].last_row or 1)) do
    if words.line(cell.text):sub(1, #wanted) == wanted then
      region.last_row = cell.row - 1
      return
    end
  end
  raise('%s: %s: stop_at = "%s": no cell of its first column begins so', state.info.name, state.sheet_name, wanted)
end


-- The rows with those between them that are blank; not those that are hidden.
local function with_blank_rows(state, filled)
  if #filled == 0 then return filled end
  local hidden = {}
  if skips(state.options) then
    for _, row in ipairs(book.cells(state.handle, state.region.sheet, filled[1], filled[#filled])) do
      for number = row.number, row.hidden and row.last or 0 do hidden[number] = true end
    end
  end
  local list = {}
  for row = filled[1], filled[#filled] do
    if not hidden[row] then list[#list + 1] = row end
  end
  return rows.compress(list)
end

-- The header, where the body begins, and its rows: fields of the state.
function rows.find(state)
  local region, options = state.region, state.options
  if options.header == false then
    state.header, state.body = {}, region.first_row
  else
    local dropped
    state.header, state.body, dropped = header.rows(state.handle, region, state.info, options.header_rows or region.header_rows, skips(options))
    for _, row in ipairs(dropped) do
      state.dropped = row
      report.say(state, "row %d, figures of another measure within the header, was left out", row)
    end
  end
  if skips(options) then -- hidden rows at its end are of the table, too
    for _, row in ipairs(book.cells(state.handle, region.sheet, region.last_row + 1, region.last_row + 200)) do
      if not row.hidden or row.number ~= region.last_row + 1 then break end
      region.last_row = row.last
    end
  end
  local filled, hidden = book.filled(state.handle, region.sheet, state.body, region.last_row, region.first_column, region.last_column, skips(options))
  if hidden > 0 then report.say(state, '%d hidden row%s left out (hidden = "read" reads them)', hidden, hidden == 1 and " was" or "s were") end
  state.rows = options.blank_rows == "keep" and with_blank_rows(state, filled) or filled
end

return rows
