-- header.lua - which rows of a table are its header, and what its columns are called.
--
--     Force     As at:                          A1:A3 and B1:C2 are merged
--               30 Sep 2018   30 Sep 2019
--     Kent      3,152         3,151             first row of figures
--
-- A row is a header as long as what stands above figures is words, dates or years. Upper cells reach over the columns that they are
-- merged over; where nothing in their row is merged, as far as the next one, but never past a column with a cell of its own above.

local book = require "slavelab.workbook"
local words = require "lib.workbook.words"

local header = {}

local most_rows, look_ahead = 12, 40

-- { [column] = true } of those that hold figures: more of them than texts that are no markers.
local function figure_columns(used)
  local is_figure, any = {}, false
  for _, column in ipairs(used) do
    if column.numbers > 0 and column.numbers + column.short >= (column.texts - column.short) then
      is_figure[column.column] = true
      any = true
    end
  end
  return is_figure, any
end

local function is_year(cell) return cell.type == "number" and words.is_year(cell.text) end

-- Cells of a row within the region.
local function cells_in(row, region)
  local list = {}
  for _, cell in ipairs(row) do
    if cell.column <= region.last_column and cell.last >= region.first_column then list[#list + 1] = cell end
  end
  return list
end

-- "heading", "figures" or "labels": what a row has above figures. Single letters are headings, "n", in the first row and beside other
-- headings; else they are markers, "x".
local function look_at(cells, is_figure, is_first)
  local named, figures, labels, letters = 0, 0, 0, 0
  for _, cell in ipairs(cells) do
    local above = false
    for column = cell.column, cell.last do above = above or is_figure[column] end
    if not above then
      labels = labels + 1
    elseif cell.type == "text" and words.line(cell.text):find("^%a$") then
      letters = letters + 1
    elseif cell.type == "date" or is_year(cell) or (cell.type == "text" and not words.is_marker(cell.text) and not words.is_figure(cell.text)) then
      named = named + 1
    else
      figures = figures + 1
    end
  end
  if figures > 0 or (letters > 0 and named == 0 and not is_first) then return "figures", labels end
  named = named + letters
  return named > 0 and "heading" or "labels", labels
end

-- Whether more than half of the cells of the first column are dates, and where the first of them is: a time series.
local function first_date(handle, region)
  local cells = book.column(handle, region.sheet, region.first_column, region.first_row, math.min(region.last_row, region.first_row + 4 * look_ahead))
  local dates, first = 0, nil
  for _, cell in ipairs(cells) do
    local is_date = cell.type == "date" or cell.type == "datetime"
    if is_date then dates = dates + 1 end
    if is_date or cell.text:find("^%d") then first = first or cell.row end -- a date as text is no heading either
  end
  return dates * 2 > #cells and first or nil
end

-- Whether a cell of the row is merged across columns.
local function has_spanner(region, info, row)
  for _, merge in ipairs(info.sheets[region.sheet].merges) do
    local is_within = merge.first_column >= region.first_column and merge.first_column <= region.last_column
    if merge.first_row == row and merge.last_column > merge.first_column and is_within then return true end
  end
  return false
end

-- Whether the cell of the first column is merged across others.
local function spans_first(region, info, row)
  for _, merge in ipairs(info.sheets[region.sheet].merges) do
    if merge.first_row == row and merge.first_column == region.first_column and merge.last_column > merge.first_column then return true end
  end
  return false
end

-- Rows of the header (numbers), the first row of the body, and rows of figures among the header that belong to neither.
function header.rows(handle, region, info, asked, skip_hidden)
  local used = book.columns(handle, region.sheet, region.first_row, region.last_row, skip_hidden)
  local rows = book.cells(handle, region.sheet, region.first_row, math.min(region.last_row, region.first_row + look_ahead))
  local list, dropped = {}, {}
  if asked then
    for _, row in ipairs(rows) do
      if #list < asked and #cells_in(row, region) > 0 and not (row.hidden and skip_hidden) then list[#list + 1] = row.number end
    end
    return list, (list[#list] or region.first_row - 1) + 1, dropped
  end
  local is_figure, any = figure_columns(used)
  local date = first_date(handle, region)
  if date and date > region.first_row then
    for _, row in ipairs(rows) do
      if row.number < date and #cells_in(row, region) > 0 then list[#list + 1] = row.number end
    end
    return list, date, dropped
  end
  if not any then -- of texts alone: one row, and what its merged cells reach
    return { region.first_row }, region.first_row + 1, dropped
  end
  local names_first, names_labels = false, false -- whether the first column has a heading so far; and one that is no caption beside a spanner
  for i, row in ipairs(rows) do
    local cells = cells_in(row, region)
    if #list >= most_rows then break end
    local kind, labels = look_at(cells, is_figure, #list == 0)
    local has_label = cells[1] ~= nil and cells[1].column <= region.first_column
    if kind == "heading" and has_label and names_labels then break end -- a second label is one of the body, whatever stands where its figures would
    if kind == "heading" then
      list[#list + 1] = row.number
      names_first = names_first or has_label
      names_labels = names_labels or has_label and not has_spanner(region, info, row.number)
    elseif kind == "labels" and #cells > 1 and #list > 0 and spans_first(region, info, list[#list]) then
      list[#list + 1] = row.number -- names of the labels, below what is merged over all of them
    elseif #list == 0 and kind == "labels" then
      list[#list + 1] = row.number -- labels above a row of headings
    elseif kind == "figures" and (labels == 0 or (#list > 0 and not names_first)) then
      -- Figures of another measure: of the header only when it goes on below, with headings of the labels.
      local on = false
      for ahead = i + 1, math.min(i + 3, #rows) do
        local next_cells = cells_in(rows[ahead], region)
        local next_kind, next_labels = look_at(next_cells, is_figure, false)
        if next_kind == "heading" and next_labels > 0 and next_cells[1].column <= region.first_column then on = true end
      end
      if not on then break end
      dropped[#dropped + 1] = row.number
    else
      break
    end
  end
  if #list == 0 then return {}, region.first_row, dropped end
  return list, math.max(list[#list], dropped[#dropped] or 0) + 1, dropped
end

-- { [column] = cell }: what stands above each column in a row of the header; cells of ranges merged down or across count for all of
-- them. Gives also whether any is merged across.
local function spread(handle, region, row, merges)
  local at, own, across = {}, {}, false
  local found = book.cells(handle, region.sheet, row, row)[1]
  for _, cell in ipairs(found or {}) do
    for column = cell.column, cell.last do at[column], own[column] = cell, true end
  end
  for _, merge in ipairs(merges) do
    if merge.first_row <= row and merge.last_row >= row then
      local anchor = at[merge.first_column]
      if merge.first_row < row then
        local above = book.cells(handle, region.sheet, merge.first_row, merge.first_row)[1]
        for _, cell in ipairs(above or {}) do
          if cell.column <= merge.first_column and cell.last >= merge.first_column then anchor = cell end
        end
        if anchor then anchor.row = merge.first_row end
      end
      for column = merge.first_column, merge.last_column do
        if anchor then at[column] = anchor end
      end
      if merge.last_column > merge.first_column and merge.first_row == row and anchor then across = true end
    end
  end
  return at, own, across
end

-- Rows at the top of a header that only say what all of it is, "England and Wales ... Headcount": few cells, none merged, each with
-- another below it or at the corner.
local function take_captions(handle, region, rows, merges)
  local captions = {}
  while #rows > 1 do
    local row = book.cells(handle, region.sheet, rows[1], rows[1])[1]
    local _, _, across = spread(handle, region, rows[1], merges)
    local cells = row and cells_in(row, region) or {}
    local down = false
    for _, merge in ipairs(merges) do
      if merge.first_row == rows[1] and merge.last_row > rows[1] and merge.first_column >= region.first_column then down = true end
    end
    local width = region.last_column - region.first_column + 1
    if across or down or #cells > 2 or #cells * 2 >= width then break end
    for _, cell in ipairs(cells) do captions[#captions + 1] = { row = rows[1], text = words.line(cell.text), mark = cell.mark } end
    table.remove(rows, 1)
  end
  return captions
end

-- A last row of the header that names units alone, when columns are told apart without it.
local function take_units(rows, parts, columns)
  if #rows < 2 then return nil end
  local last, units, any = #rows, {}, 0
  for _, column in ipairs(columns) do
    local part = parts[column][last]
    if part then
      local unit = words.unit(part.text)
      if not unit then return nil end
      units[column] = unit
      any = any + 1
    end
  end
  if any < 2 then return nil end
  local seen = {}
  for _, column in ipairs(columns) do
    local names = {}
    for i = 1, last - 1 do names[#names + 1] = parts[column][i] and parts[column][i].text or "" end
    local name = table.concat(names, "\0")
    if seen[name] then return nil end
    seen[name] = true
  end
  table.remove(rows)
  for _, column in ipairs(columns) do parts[column][last] = nil end
  return units
end

-- What the columns of a region are called: { parts = { [column] = { [row of the header] = { text =, mark =, flag = } } }, rows =, captions =,
-- units =, flags = }. `columns` are those that hold anything.
function header.names(handle, region, info, rows, columns, keeps_marks, options)
  local merges = {}
  for _, merge in ipairs(info.sheets[region.sheet].merges) do
    if #rows > 0 and merge.first_row <= rows[#rows] and merge.last_row >= rows[1] and merge.last_column >= region.first_column
      and merge.first_column <= region.last_column then
      merges[#merges + 1] = merge
    end
  end
  local captions = options.header_rows and {} or take_captions(handle, region, rows, merges)
  local parts, marks, spanned = {}, {}, false
  for _, column in ipairs(columns) do parts[column] = {} end
  local filled_above = {}
  for i, row in ipairs(rows) do
    local at, own, across = spread(handle, region, row, merges)
    spanned = spanned or across
    local last
    for column = region.first_column, region.last_column do
      local cell = at[column]
      if own[column] then last = column end
      if options.is_used and not options.is_used[column] and not cell then last = nil end -- past a blank column nothing reaches
      if not cell and not across and not spanned and i < #rows and last and not filled_above[column] and not options.wrapped then
        cell = column > region.first_column + 1 and last > region.first_column and at[last] or nil
      end
      if cell and parts[column] then
        local above = parts[column][i - 1]
        if not (above and above.cell_row == (cell.row or row) and above.cell_column == cell.column and cell.row and cell.row < row) then
          local text, flag = words.line(cell.text), nil
          if not keeps_marks then
            local plain, letter, mark = book.unmarked(text)
            if mark ~= "" and plain ~= "" then
              text, flag = plain, letter
              marks[#marks + 1] = { row = row, column = column, text = words.line(cell.text), mark = words.line(mark) }
            end
            if cell.mark then
              if cell.mark:lower() == "r" or cell.mark:lower() == "p" then flag = cell.mark:lower() end
              marks[#marks + 1] = { row = row, column = column, text = text, mark = cell.mark }
            end
          elseif cell.mark then
            text = text .. cell.mark
          end
          parts[column][i] = { text = words.line(text), flag = flag, mark = cell.mark, cell_row = cell.row or row, cell_column = cell.column, own = own[column] }
        else
          parts[column][i] = { text = nil, again = true, cell_row = above.cell_row, cell_column = above.cell_column }
        end
      end
      if own[column] then filled_above[column] = true end
    end
  end
  for _, column in ipairs(columns) do
    for i = 1, #rows do
      if parts[column][i] and parts[column][i].again then parts[column][i] = nil end
    end
  end
  -- Where figures of another measure stood within the header, what is above them heads those; below stands the heading of the table.
  if options.dropped then
    for _, column in ipairs(columns) do
      local below = false
      for i = 1, #rows do below = below or (rows[i] > options.dropped and parts[column][i] ~= nil) end
      for i = 1, #rows do
        if below and rows[i] < options.dropped then parts[column][i] = nil end
      end
    end
  end
  local units = options.header_rows == nil and take_units(rows, parts, columns) or nil
  return { parts = parts, captions = captions, units = units, marks = marks, spanned = spanned }
end

-- The name of a column from its parts: all of them, or, of a column of labels beside merged headings, the lowest one.
function header.join(parts, count, lowest)
  local list = {}
  for i = count, 1, -1 do
    local part = parts[i]
    if part and part.text ~= "" and part.text ~= list[1] then
      table.insert(list, 1, part.text)
      if lowest then break end
    end
  end
  return table.concat(list, " ")
end

return header
