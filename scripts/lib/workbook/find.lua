-- find.lua - the tables of a sheet: those that are marked as such, and those that stand there.
--
--     row 1   Table 1.7 Number of incidents          line     a title, above the table that follows
--     row 3   Authority  04/05  05/06                texts    \
--     row 4   Kent       1      0                    figures   a table: rows of more than one cell, until something else begins
--     row 5                                          blank    /
--     row 6   Total      1      0                    figures
--     row 8   Notes                                  line     its notes
--     row 9   Table 1.8 Number of fatalities         line     the next title
--
-- A blank row parts nothing by itself: headers and totals are set off by one. What parts tables is a title between them, or a second
-- header. Tables beside each other are parted by a blank column when what stands right of it has labels of its own.
--
-- A region is { sheet =, first_row =, last_row =, first_column =, last_column =, title =, how = "marked" | "name" | "title" | "place", name =,
-- header_rows = of a marked one, before = lines above, after = lines below }; lines are { row =, text =, mark = }.

local book = require "slavelab.workbook"
local copy_of = require("lib.base.lists").copy_of
local words = require "lib.workbook.words"

local find = {}

local function lines_of(handle, sheet, first, last)
  local list = {}
  for _, row in ipairs(book.cells(handle, sheet, first, last)) do
    local texts, mark, figures = {}, nil, false
    for _, cell in ipairs(row) do
      figures = figures or cell.type ~= "text"
      texts[#texts + 1] = words.line(cell.text)
      mark = mark or cell.mark
    end
    local text = table.concat(texts, "  ")
    if text:find "%S" then -- a cell of blanks alone says nothing
      list[#list + 1] = { row = row.number, text = text, mark = mark, single = #row == 1, figures = figures, column = row[1] and row[1].column,
        bold = row[1] and row[1].bold }
    end
  end
  return list
end
find.lines_of = lines_of

local function add_all(list, more)
  for _, one in ipairs(more) do
    list[#list + 1] = one
    list.titled = list.titled or words.is_title(one.text)
  end
end

-- Whether a row of cells is a heading: no figure in it but years, and words that are no markers.
local function is_heading(row)
  local named = 0
  for i, cell in ipairs(row) do
    if cell.type == "text" then
      if words.is_marker(cell.text, true) or words.is_figure(cell.text) then return false end
      if i > 1 then named = named + 1 end
    elseif cell.type == "number" then
      if not words.is_year(cell.text) then return false end
      named = named + 1
    elseif cell.type ~= "date" then
      return false
    end
  end
  return named > 0
end
find.is_heading = is_heading

-- Whether a row of texts below figures begins another table: it is no row whose figures are all held back.
local function begins_anew(handle, sheet, run, current, after_gap, held, next_run)
  local row = book.cells(handle, sheet, run.first_row, run.first_row)[1]
  if not row or not is_heading(row) then return false end
  if #held == 0 and current.figure_rows == 1 and (current.unlabelled or (current.header_left or 0) > run.first_column) then return false end
  if #held > 0 then
    local last = held[#held]
    return words.is_title(last.text) or (run.kind == "texts" and next_run ~= nil and next_run.kind == "figures" and next_run.first_row == run.last_row + 1)
  end
  return after_gap and run.kind == "texts" and next_run ~= nil and next_run.kind == "figures" and next_run.first_row <= run.last_row + 2
end

local function close(found, current, held)
  if not current then return held end
  -- The last title among the lines, and what stands below it, belong to the table that follows.
  local cut = #held + 1
  for i, line in ipairs(held) do
    if words.is_title(line.text) then cut = i end
  end
  if cut > #held and not current.in_notes then
    local last = held[#held]
    if last and last.touches then cut = #held end
  end
  for i = 1, cut - 1 do current.after[#current.after + 1] = held[i] end
  found[#found + 1] = current
  return table.move(held, cut, #held, 1, {})
end

-- Regions by place, from the top: columns are looked at later.
local function stacked(handle, sheet, skip_hidden)
  local found, current, held, previous = {}, nil, {}, 0
  local runs = book.runs(handle, sheet, skip_hidden)
  for at, run in ipairs(runs) do
    local gap = run.first_row > previous + 1
    local is_line = run.kind == "line" or run.kind == "one figure"
    local in_notes = current and current.in_notes
    if is_line or (in_notes and run.kind == "texts") then
      local lines = lines_of(handle, sheet, run.first_row, run.last_row)
      for i, line in ipairs(lines) do
        line.gap = i == 1 and gap
        line.kind = run.kind
        line.touches = false
        if current and words.begins_notes(line.text) then current.in_notes = true end
      end
      add_all(held, lines)
      in_notes = current and current.in_notes
      if in_notes and run.kind == "texts" and runs[at + 1] and runs[at + 1].kind == "figures" and #held > #lines and words.is_title(held[#held - #lines].text) then
        for _ = 1, #lines do held[#held] = nil end
        held = close(found, current, held)
        current = nil
        is_line = false
      end
    end
    if not is_line and not (current and current.in_notes and run.kind == "texts") then
      local last = held[#held]
      if last then last.touches = not gap and last.row == previous end
      local continues = current ~= nil
      if current then
        if held.titled then continues = false
        elseif current.in_notes then continues = false
        elseif current.figures and begins_anew(handle, sheet, run, current, gap, held, runs[at + 1]) then continues = false end
      end
      if current and current.in_notes and not continues and run.kind == "figures" and not held.titled then continues = nil end
      if continues == nil then
        add_all(held, lines_of(handle, sheet, run.first_row, run.last_row)) -- figures among notes
      elseif continues then
        for _, line in ipairs(held) do current.inner[#current.inner + 1] = line end
        held = {}
      else
        held = close(found, current, held)
        current = { sheet = sheet, first_row = run.first_row, first_column = run.first_column, last_column = run.last_column, before = held, after = {},
          inner = {}, how = "place" }
        held = {}
      end
      if continues ~= nil then
        current.last_row = run.last_row
        current.first_column = math.min(current.first_column, run.first_column)
        current.last_column = math.max(current.last_column, run.last_column)
        if run.kind == "texts" and not current.figures then current.header_left = math.min(current.header_left or run.first_column, run.first_column) end
        if run.kind == "figures" then
          current.figure_rows = (current.figure_rows or 0) + run.last_row - run.first_row + 1
          local row = book.cells(handle, sheet, run.first_row, run.first_row)[1]
          local labelled = (row[1].type == "text" or row[1].type == "date") and not is_heading(row)
          if run.last_row > run.first_row or labelled then current.unlabelled = false
          elseif current.unlabelled == nil then current.unlabelled = true end
          current.figures = true
        end
      end
    end
    previous = run.last_row
  end
  if current then
    for _, line in ipairs(held) do current.after[#current.after + 1] = line end
    found[#found + 1] = current
    held = {}
  end
  return found, held
end

-- Tables beside each other.
local function side_by_side(handle, region, skip_hidden)
  local used = book.columns(handle, region.sheet, region.first_row, region.last_row, skip_hidden)
  if #used == 0 then return {} end
  local cuts = {}
  for i = 2, #used do
    local column = used[i]
    local is_wide = i < #used and used[i + 1].column == column.column + 1
    local is_label = column.texts - column.short > (column.numbers + column.dates)
    if column.column > used[i - 1].column + 1 and is_label and is_wide and used[i + 1].numbers > 0 then cuts[#cuts + 1] = i end
  end
  if #cuts == 0 then
    region.first_column, region.last_column = used[1].column, used[#used].column
    return { region }
  end
  local list, from = {}, 1
  cuts[#cuts + 1] = #used + 1
  for _, cut in ipairs(cuts) do
    local piece = copy_of(region)
    piece.first_column, piece.last_column = used[from].column, used[cut - 1].column
    piece.beside = true
    list[#list + 1] = piece
    from = cut
  end
  return list
end

-- The title of a region: its last line above that reads as one, else the first line above.
local function set_title(region)
  if #region.before == 0 then return end
  local title = region.before[1]
  for _, line in ipairs(region.before) do
    if words.is_title(line.text) then title = line end
  end
  local last = region.before[#region.before]
  if title == region.before[1] and last.touches and not words.is_title(title.text) and last.bold then title = last end
  region.title, region.title_mark = title.text, title.mark
end

-- Where a merged cell right above the columns of a table beside another is its title.
local function own_title(handle, region, info)
  local row = book.cells(handle, region.sheet, region.first_row, region.first_row)[1]
  for _, merge in ipairs(info.sheets[region.sheet].merges) do
    if row and merge.first_row == region.first_row and merge.last_row == region.first_row and merge.first_column == region.first_column
      and merge.last_column >= region.last_column then
      for _, cell in ipairs(row) do
        if cell.column == merge.first_column then
          region.title, region.title_mark = words.line(cell.text), cell.mark
          region.first_row = region.first_row + 1
          return
        end
      end
    end
  end
end

local function overlaps(a, b)
  return a.sheet == b.sheet and a.first_row <= b.last_row and b.first_row <= a.last_row and a.first_column <= b.last_column
    and b.first_column <= a.last_column
end

-- The marked tables of each sheet, put together once: { [sheet] = list }.
local function marked_of(info, sheet)
  if not info.marked then
    info.marked = {}
    for _, table_ in ipairs(info.tables) do
      if not table_.is_filter and not table_.is_name then
        info.marked[table_.sheet] = info.marked[table_.sheet] or {}
        table.insert(info.marked[table_.sheet], table_)
      end
    end
  end
  return info.marked[sheet] or {}
end

-- A marked table with the lines around it.
local function marked_region(handle, info, table_, sheet_info)
  local region = { sheet = table_.sheet, first_row = table_.first_row, last_row = math.min(table_.last_row, sheet_info.last_row or 1),
    first_column = table_.first_column, last_column = math.min(table_.last_column, sheet_info.last_column or 1), name = table_.name,
    how = table_.is_name and "name" or "marked", header_rows = table_.has_header and 1 or 0, before = {}, after = {}, inner = {} }
  local floor, ceiling = 0, sheet_info.last_row or 0
  for _, other in ipairs(marked_of(info, table_.sheet)) do
    if other ~= table_ then
      if other.last_row < region.first_row then floor = math.max(floor, other.last_row) end
      if other.first_row > region.last_row then ceiling = math.min(ceiling, other.first_row - 1) end
    end
  end
  if region.first_row > floor + 1 then
    region.before = lines_of(handle, region.sheet, floor + 1, region.first_row - 1)
    local last = region.before[#region.before]
    if last then last.touches = last.row == region.first_row - 1 end
  end
  if region.last_row < ceiling then region.after = lines_of(handle, region.sheet, region.last_row + 1, ceiling) end
  set_title(region)
  return region
end

-- All regions of a sheet, from the top. Those that are marked are taken as marked; a range with filter buttons and no name is not.
function find.in_sheet(handle, info, sheet, skip_hidden)
  local list, marked = {}, {}
  for i, table_ in ipairs(marked_of(info, sheet)) do marked[i] = marked_region(handle, info, table_, info.sheets[sheet]) end
  if #marked > 0 then
    table.sort(marked, function(a, b) return a.first_row < b.first_row or (a.first_row == b.first_row and a.first_column < b.first_column) end)
    for i, region in ipairs(marked) do -- a title below the table before is the next one's
      for j = 1, #region.after do
        if marked[i + 1] and words.is_title(region.after[j].text) then
          region.after = table.move(region.after, 1, j - 1, 1, {})
          break
        end
      end
    end
    return marked
  end
  local found, loose = stacked(handle, sheet, skip_hidden)
  for _, region in ipairs(found) do
    set_title(region)
    if region.title and words.is_title(region.title) then region.how = "title" end
    for _, piece in ipairs(side_by_side(handle, region, skip_hidden)) do
      if piece.beside then own_title(handle, piece, info) end
      list[#list + 1] = piece
    end
  end
  return list, loose
end

local function without_table(lines, is_line)
  local list = {}
  for _, line in ipairs(lines) do
    if is_line(line) then list[#list + 1] = line end
  end
  return list
end

-- The region of a named range, or of a range that was asked for. It may be a part of a table: the other rows of that are no lines about it.
function find.of_range(handle, info, sheet, range, name)
  local sheet_info = info.sheets[sheet]
  local table_ = { sheet = sheet, name = name, is_name = true, first_row = range.first_row, last_row = range.last_row,
    first_column = range.first_column, last_column = range.last_column }
  local region = marked_region(handle, info, table_, sheet_info)
  region.header_rows, region.how = nil, name and "name" or "range"
  region.before = without_table(region.before, function(line) return line.single and not line.figures end)
  region.after = without_table(region.after, function(line) return not line.figures end)
  return region
end

find.overlaps = overlaps

return find
