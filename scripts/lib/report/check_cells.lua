-- check_cells.lua - the cells of a workbook's tables, and its words, checked by the rules of check_rules.lua; for check_workbook.lua.
--
-- What is wrong in the same way in many cells of a table is one finding, which says how many there are and where the first of them is.

local book = require "slavelab.workbook"
local look = require "lib.report.check_look"
local rules = require "lib.report.check_rules"
local suggest = require "lib.base.suggest"

local check_cells = {}

local rows_at_once = 2000

-- Calls take(row) for each row between first and last that has cells in these columns (all unless given): its cells that are texts or errors, and in
-- `filled` how many columns hold anything.
local function each_row(run, sheet, first, last, take, left, right)
  for from = first, last, rows_at_once do
    for _, row in ipairs(book.texts(run.handle, sheet.number, from, math.min(from + rows_at_once - 1, last), left or 1, right or sheet.info.last_column)) do
      if row.number >= from or from == first then take(row) end -- one that is repeated has been met
    end
  end
end

-- A collector of what is wrong: the same words once, with the number of cells and the first place.
local function new_collector(run, sheet)
  local kinds, order = {}, {}
  local function note(rule, words, row, column, advice, cells)
    local key = rule .. words
    local one = kinds[key]
    if not one then
      one = { rule = rule, words = words, row = row, column = column, count = 0, advice = advice }
      kinds[key] = one
      order[#order + 1] = one
    end
    one.count = one.count + (cells or 1)
  end
  local function settle()
    for _, one in ipairs(order) do
      run.add(run, one.rule, run.place(run, sheet.number, one.row, one.column), one.count > 1 and ("%s (%d cells)"):format(one.words, one.count) or one.words, one.advice)
    end
  end
  return note, settle
end

local function cut(text) return #text > 60 and text:sub(1, (utf8.offset(text, 58) or 58) - 1) .. "..." or text end

-- --- headings ---------------------------------------------------------------------------------------------------------------------------

local function check_headings(run, sheet, region, note)
  if #region.header > 1 then
    run.add(run, "T2", ("%s:%s"):format(run.place(run, sheet.number, region.header[1], region.first_column), book.address(region.header[#region.header], region.last_column)),
      ("the header has %d rows"):format(#region.header), "one row, each heading in full")
  elseif #region.header == 0 then
    run.add(run, "T2", run.place(run, sheet.number, region.first_row, region.first_column), "there is no header", "a row of headings")
  end
  local names, last = {}, region.header[#region.header]
  if not last then return end
  for _, row in ipairs(book.cells(run.handle, sheet.number, last, last)) do
    for _, cell in ipairs(row) do
      for column = cell.column, cell.last do names[column] = cell end
    end
  end
  local seen = {}
  for column = region.first_column, region.last_column do
    local cell = names[column]
    local words = cell and cell.text:gsub("%s+", " "):lower() or ""
    if not words:find("%S") then
      note("T2", "a column has no heading", last, column, "give it one")
    elseif seen[words] then
      note("T2", ('the heading "%s" is there twice'):format(cut(cell.text)), last, column, "make them differ")
    end
    seen[words] = true
    if cell then
      local wrong = cell.mark and rules.cell(cell.text, cell.mark)
      if wrong then note("C2", wrong, last, column, "[note 1] behind the heading") end
      wrong = rules.period(cell.text)
      if wrong then note("C6", wrong, last, column, "write it out") end
    end
  end
end

-- --- cells ------------------------------------------------------------------------------------------------------------------------------

-- The columns that hold figures: more numbers than words that are no shorthand. Figures that are stored as texts count for neither: all of a column may be codes.
local function figure_columns(run, sheet, region)
  local numbers, words, is_figure = {}, {}, {}
  for _, one in ipairs(book.columns(run.handle, sheet.number, region.body, region.last_row, false)) do numbers[one.column] = one.numbers + one.dates + one.others end
  each_row(run, sheet, region.body, region.last_row, function(row)
    for _, cell in ipairs(row) do
      for column = cell.column, math.min(cell.last, region.last_column) do
        if (numbers[column] or 0) > 0 then -- else it holds texts alone
          local bare = rules.bare(cell.text)
          if bare ~= "" and not rules.is_figure(bare) then words[column] = (words[column] or 0) + 1 end
        end
      end
    end
  end, region.first_column, region.last_column)
  for column = region.first_column, region.last_column do is_figure[column] = (numbers[column] or 0) > (words[column] or 0) end
  return is_figure
end

-- What a text is, worked out once for those that are there many times.
local function new_reader()
  local known, count = {}, 0
  return function(text, mark)
    local one = not mark and known[text]
    if one then return one end
    one = { wrong = rules.cell(text, mark), period = rules.period(text), bare = rules.bare(text), markers = rules.markers_in(text) }
    one.has_shorthand = one.bare ~= text:gsub("^%s+", ""):gsub("%s+$", "")
    if not mark then
      count = count + 1
      if count > 10000 then known, count = {}, 1 end
      known[text] = one
    end
    return one
  end
end

local function check_cell(cell, read, row, is_figure, is_label, note)
  if cell.type == "error" then note("C1", ("the error %s stands in a cell"):format(cell.text), row, cell.column, "work it out again, or [x]") end
  if cell.type ~= "text" then return end
  if read.wrong then note("C2", cut(read.wrong), row, cell.column, "shorthand in square brackets, explained above the table") end
  if is_label and read.period then note("C6", read.period, row, cell.column, "write it out") end
  if not is_figure or is_label and read.period or read.wrong or read.bare == "" then return end
  if not rules.is_figure(read.bare) then note("C1", "words stand among figures", row, cell.column, "figures and shorthand alone")
  elseif not read.has_shorthand and #read.bare:gsub("%D", "") <= 15 then
    note("C1", "figures are stored as texts", row, cell.column, "store them as numbers")
  end
end

-- The first blank cell of a row.
local function first_blank(run, sheet, row, region)
  local column = region.first_column
  for _, cells in ipairs(book.cells(run.handle, sheet.number, row, row)) do
    for _, cell in ipairs(cells) do
      if cell.column <= column and cell.last >= column then column = cell.last + 1 end
    end
  end
  return column
end

-- How numbers are shown (C5), and whether a column cuts what stands in it (T3).
local function check_looks(run, sheet, region, is_figure, note)
  for column = region.first_column, region.last_column do
    local width = look.width(run.look, sheet.number, column) or 0
    local heading = ""
    for _, row in ipairs(region.header) do
      local looks = book.looks(run.handle, sheet.number, column, row, row, width)
      local cell = book.column(run.handle, sheet.number, column, row, row)[1]
      heading = heading .. " " .. (cell and cell.text or "")
      if looks.cut then note("T3", "a heading is cut by its column", row, column, "let it wrap, or widen the column") end
    end
    local looks = book.looks(run.handle, sheet.number, column, region.body, region.last_row, width)
    if looks.cut then note("T3", "a text is cut by its column", looks.cut.row, column, "let it wrap, or widen the column", looks.cut.count) end
    if looks.narrow then note("T3", "a number is wider than its column, which shows ###", looks.narrow.row, column, "widen the column", looks.narrow.count) end
    if is_figure[column] then
      for _, wrong in ipairs(rules.numbers(looks, heading)) do note("C5", wrong[2], wrong[1].row, column, wrong[3], wrong[1].count) end
    end
  end
end

local function check_table(run, sheet, region, above, note)
  local is_figure, read_text = figure_columns(run, sheet, region), new_reader()
  local first_figure = region.last_column + 1
  for column = region.last_column, region.first_column, -1 do first_figure = is_figure[column] and column or first_figure end
  check_looks(run, sheet, region, is_figure, note)
  local filled, markers, totals, blank = 0, {}, {}, nil
  local width = region.last_column - region.first_column + 1
  local rows, last_other = 0, 0
  each_row(run, sheet, region.body, region.last_row, function(row)
    local here, label = row.filled, nil
    local repeated = math.min(row.last, region.last_row) - row.number + 1
    for _, cell in ipairs(row) do
      local read = read_text(cell.text, cell.mark)
      if cell.column == region.first_column then label = cell.text:lower() end
      check_cell(cell, read, row.number, is_figure[cell.column], cell.column < first_figure, note)
      for _, marker in ipairs(read.markers) do markers[marker] = markers[marker] or { row.number, cell.column } end
    end
    if here > 0 then
      rows = rows + repeated
      if here < width and not blank then blank = row.number end
      filled = filled + here * repeated
      if label and (label == "total" or label:find("^%*?total%f[%A]")) then totals[#totals + 1] = row.number else last_other = row.number end
    end
  end, region.first_column, region.last_column)
  local blanks = rows * width - filled
  local says_blank = above:lower():find("blank", 1, true) ~= nil
  if blanks > 0 and not says_blank then
    run.add(run, "C3", run.place(run, sheet.number, blank, first_blank(run, sheet, blank, region)), ("%d cells are blank, and nothing says why"):format(blanks), "[x], [z] or [c]; or a line above that says why")
  elseif says_blank and blanks == 0 then
    run.add(run, "S2", sheet.name, "a line speaks of blank cells, and there are none", "take the line out")
  end
  for _, row in ipairs(totals) do
    if row < last_other then note("T5", "a row of totals has other rows below it", row, region.first_column, "totals stand at the end") end
  end
  for _, marker in ipairs(suggest.keys(markers)) do
    local at = markers[marker]
    if not above:lower():find(marker, 1, true) and not check_cells.explained(run):find(marker, 1, true) then
      run.add(run, "S2", run.place(run, sheet.number, at[1], at[2]), ("%s is used and not explained above the table, on the cover or among the notes"):format(marker), "say what it means")
    end
  end
end

-- What stands on the cover and among the notes, where shorthand may be explained, too.
function check_cells.explained(run)
  if run.explained then return run.explained end
  local texts = {}
  for _, sheet in ipairs(run.sheets) do
    if sheet.kind ~= "table" and sheet.info.last_row then
      each_row(run, sheet, 1, sheet.info.last_row, function(row)
        for _, cell in ipairs(row) do texts[#texts + 1] = cell.text:lower() end
      end)
    end
  end
  run.explained = table.concat(texts, "\n")
  return run.explained
end

function check_cells.tables(run, sheet, regions, above)
  local note, settle = new_collector(run, sheet)
  for _, region in ipairs(regions) do
    check_headings(run, sheet, region, note)
    if sheet.kind == "table" then check_table(run, sheet, region, above, note) end
  end
  settle()
end

-- --- words of a sheet: addresses, links, notes ------------------------------------------------------------------------------------------

local function take_listed(run, sheet, cell)
  local number = cell.text:match("^%[?[Nn]ote (%d+)%]?%s*$") or cell.text:match("^(%d+)$")
  if number then run.listed[#run.listed + 1] = { math.tointeger(tonumber(number)), sheet } end
end

function check_cells.words(run, sheet)
  run.used, run.listed, run.led = run.used or {}, run.listed or {}, run.led or {} -- led: words of a link, and where they lead
  local note, settle = new_collector(run, sheet)
  local links = run.look.links[sheet.number] or {}
  if sheet.kind == "notes" then -- numbers, too
    for _, cell in ipairs(book.column(run.handle, sheet.number, 1, 1, sheet.info.last_row)) do take_listed(run, sheet, cell) end
  end
  each_row(run, sheet, 1, sheet.info.last_row, function(row)
    for _, cell in ipairs(row) do
      if cell.type == "text" then
        local link = links[row.number .. ":" .. cell.column]
        local wrong = (link or cell.text:find("^%s*https?://") or cell.text:find("^%s*www%.")) and rules.link(cell.text)
        if wrong then note("C7", cut(wrong), row.number, cell.column, "words that say where it leads, as a link") end
        local words = link and cell.text:lower()
        if words and link ~= "" and (run.led[words] or link) ~= link then
          note("C7", ('"%s" leads to two places'):format(cut(cell.text)), row.number, cell.column, "other words for each place")
        end
        if words then run.led[words] = run.led[words] or link end
        local own = sheet.kind == "notes" and cell.column == 1
        local line = not own and cell.column == 1 and cell.text:match("^%[?[Nn]ote (%d+)%]?[:%.]? +%S")
        if line and sheet.kind ~= "contents" then
          run.listed[#run.listed + 1] = { math.tointeger(tonumber(line)), sheet }
        elseif not own and sheet.kind ~= "contents" then
          for _, number in ipairs(rules.notes_in(cell.text)) do run.used[#run.used + 1] = { number, run.place(run, sheet.number, row.number, cell.column) } end
        end
      end
    end
  end)
  settle()
end

-- Notes of the whole workbook, once all sheets were looked at.
function check_cells.notes(run)
  local used, listed = {}, {}
  for _, one in ipairs(run.listed or {}) do listed[one[1]] = one[2] end
  local next_number, told = 1, false
  for _, one in ipairs(run.used or {}) do
    if not used[one[1]] then
      used[one[1]] = true
      if one[1] ~= next_number and not told then
        run.add(run, "C4", one[2], ("[note %d] is met before [note %d]"):format(one[1], next_number), "number them as they are met")
        told = true
      end
      next_number = next_number + 1
      if not listed[one[1]] then run.add(run, "C4", one[2], ("[note %d] is not among the notes"):format(one[1]), "list it on the sheet Notes") end
    end
  end
  local unused = {}
  for number, sheet in pairs(listed) do
    if not used[number] then unused[#unused + 1] = { number, sheet } end
  end
  table.sort(unused, function(a, b) return a[1] < b[1] end)
  for _, one in ipairs(unused) do run.add(run, "C4", one[2].name, ("note %d is listed and not referred to"):format(one[1]), "refer to it, or take it out") end
end

return check_cells
