-- check_workbook.lua - a workbook, checked by the rules of check_rules.lua.
--
--     the model (slavelab.workbook)        cells, merged ranges, marked tables, hidden rows
--     how it is shown (check_look.lua)     formulas, pictures, styles, frozen panes
--        |
--     findings: { rule = "S6", place = "Table_1!C4:E4", text = "...", advice = "..." }
--
-- A table that is not marked is looked at where it stands, as lab.read_sheet would find it.

local book = require "slavelab.workbook"
local check_cells = require "lib.report.check_cells"
local find = require "lib.workbook.find"
local header = require "lib.workbook.header"
local look = require "lib.report.check_look"
local rules = require "lib.report.check_rules"

local check_workbook = {}

-- --- what a run holds -------------------------------------------------------------------------------------------------------------------

local function place_of(run, sheet, row, column)
  local name = run.info.sheets[sheet].name
  return row and name .. "!" .. book.address(row, column or 1) or name
end

local function add(run, rule, place, text, advice)
  run.findings[#run.findings + 1] = { rule = rule, place = place, text = text, advice = advice }
end

local kinds = { cover = "cover", ["cover sheet"] = "cover", ["title page"] = "cover", title = "cover", information = "cover", contents = "contents",
  ["table of contents"] = "contents", index = "contents", notes = "notes", note = "notes", ["notes and definitions"] = "notes" }

local function kind_of(name) return kinds[(name:lower():gsub("[_%-]+", " "))] or "table" end

local function new_run(path)
  local handle = book.open(path, true) -- with what its cells show
  local info = book.info(handle)
  local run = { path = path, file = path:match("[^/\\]*$"), handle = handle, info = info, look = look.of(path, info), findings = {}, sheets = {}, properties = {} }
  for _, pair in ipairs(info.properties) do run.properties[pair[1]] = pair[2] end
  for i, sheet in ipairs(info.sheets) do
    run.sheets[i] = { number = i, name = sheet.name, kind = kind_of(sheet.name), info = sheet, marked = {} }
  end
  for _, marked in ipairs(info.tables) do
    if not marked.is_name and not marked.is_filter then table.insert(run.sheets[marked.sheet].marked, marked) end
  end
  run.place, run.add = place_of, add
  return run
end

-- --- the whole file ---------------------------------------------------------------------------------------------------------------------

local most_places = 5

-- One finding for each sheet that places are on, which names the first of them.
local function by_sheet(run, rule, places, text, advice, what)
  local seen, order = {}, {}
  for _, one in ipairs(places) do
    local sheet = one.sheet or 0
    if not seen[sheet] then
      seen[sheet] = {}
      order[#order + 1] = sheet
    end
    table.insert(seen[sheet], one)
  end
  for _, sheet in ipairs(order) do
    local list, first = seen[sheet], {}
    for i = 1, math.min(#list, most_places) do
      if list[i].row then first[#first + 1] = book.address(list[i].row, list[i].column or 1) end
    end
    local more = #list > #first and #first > 0 and (" and %d more%s"):format(#list - #first, what or "") or ""
    local where = sheet > 0 and place_of(run, sheet, list[1].row, list[1].column) or run.file
    add(run, rule, where, text:format(#list) .. (#first > 1 and ": " .. table.concat(first, ", ") .. more or ""), advice)
  end
end

local function check_file(run)
  local shown, name = run.look, run.path:match("[^/\\]*$")
  by_sheet(run, "W1", shown.formulas, "formulas (%d)", "write values; what they were made from belongs in the notes")
  if shown.macros then add(run, "W1", run.file, "it holds macros (" .. shown.macros .. ")", "save it without them") end
  if shown.external then
    add(run, "W1", run.file, "it is linked to another file (" .. shown.external .. ")", "write the values in the place of the links")
  end
  if shown.packed then
    add(run, "W1", run.file, "its first part is not its type, unpacked, so that programs do not know it for ODS", "save it again in LibreOffice")
  end
  local title, language = run.properties.title, run.properties.language or shown.language
  if not title or not title:find("%S") then add(run, "W2", run.file, "the document has no title", "give it one in its properties")
  elseif title:find("_") or not title:find(" ") and title:find("%-") then
    add(run, "W2", run.file, ('its title "%s" is no words'):format(title), "write it as a reader says it")
  end
  if not language or language == "" then add(run, "W2", run.file, "no language is set", "set the language of the document: en-GB") end
  local stem = name:gsub("%.%w+$", "")
  if #stem > 60 then add(run, "W8", name, "the name is longer than 60 characters", "shorten it") end
  if stem:find("[^%l%d%-]") then
    add(run, "W8", name, "the name has other characters than small letters, digits and dashes", "join small words with dashes")
  end
  for word in stem:lower():gmatch("%a+") do
    if word == "final" or word == "draft" or word == "version" or word == "copy" then
      add(run, "W8", name, ('the name says "%s"'):format(word), "leave the version out")
    end
  end
end

local function check_order(run)
  local counts, tables, reached, wrong = { cover = 0, contents = 0, notes = 0, table = 0 }, 0, 0, nil
  local rank = { cover = 1, contents = 2, notes = 3, table = 4 }
  for _, sheet in ipairs(run.sheets) do
    counts[sheet.kind] = counts[sheet.kind] + 1
    if rank[sheet.kind] < reached and not wrong then wrong = sheet end
    reached = math.max(reached, rank[sheet.kind])
  end
  tables = counts.table
  if #run.sheets == 1 and tables == 1 then return end -- one table needs no list of tables
  if wrong then add(run, "W3", wrong.name, "it stands behind sheets that it should stand before", "the order is cover, contents, notes, tables") end
  for _, kind in ipairs { "cover", "contents" } do
    if counts[kind] == 0 then
      add(run, "W3", run.file, "there is no sheet " .. kind, ("add one, named %s%s"):format(kind:sub(1, 1):upper(), kind:sub(2)))
    end
  end
  for _, kind in ipairs { "cover", "contents", "notes" } do
    if counts[kind] > 1 then add(run, "W3", run.file, ("there are %d sheets of %s"):format(counts[kind], kind), "make one of them") end
  end
end

local function check_names(run)
  local seen = {}
  for _, sheet in ipairs(run.sheets) do
    local name = sheet.name
    local length = utf8.len(name) or #name
    if length > 31 then add(run, "W4", name, ("its name has %d characters"):format(length), "31 at most") end
    if name:find("^%d") then add(run, "W4", name, "its name begins with a digit", "Table_1 rather than 1") end
    if name:find("[^%w_]") then
      add(run, "W4", name, "its name has other characters than letters, digits and underscores", "Table_1 rather than Table 1")
    end
    if seen[name:lower()] then add(run, "W4", name, "two sheets have this name", "give each its own") end
    seen[name:lower()] = true
    if sheet.info.is_chart then add(run, "W7", name, "the sheet is a chart", "give its figures as a table") end
    if not sheet.info.last_row and not sheet.info.is_chart then add(run, "W5", name, "the sheet is blank", "delete it") end
    if sheet.info.state ~= "visible" then add(run, "W5", name, "the sheet is hidden", "show it or delete it") end
  end
end

local function check_views(run)
  local shown = run.look
  if shown.active and shown.active ~= 1 then
    add(run, "W6", run.sheets[shown.active] and run.sheets[shown.active].name or run.file, "the file opens on this sheet", "save it with the first sheet open")
  end
  for i, sheet in ipairs(run.sheets) do
    local view = shown.views[i]
    if view then
      if view.row and (view.row ~= 1 or view.column ~= 1) and not view.frozen then
        add(run, "W6", place_of(run, i, view.row, view.column), "the sheet opens here", "save it with the cursor on A1")
      end
      if view.zoom and view.zoom ~= 100 then add(run, "W6", sheet.name, ("it is shown at %d%%"):format(view.zoom), "100%") end
      if view.frozen then add(run, "S4", sheet.name, "rows or columns are frozen", "unfreeze them") end
    end
  end
  for _, filter in ipairs(shown.filters) do
    local sheet = run.sheets[filter.sheet or 0]
    add(run, "S4", sheet and sheet.name or filter.range or run.file, "the table has filter buttons", "take them off")
  end
  by_sheet(run, "W7", shown.drawings, "pictures, charts, text boxes or comments (%d)", "give figures as a table, and words as lines in column A")
  if shown.page_words then add(run, "W7", run.file, ('pages have a %s: "%s"'):format(shown.page_words[1], shown.page_words[2]), "take it off") end
  by_sheet(run, "S5", shown.grouped, "rows or columns are grouped (%d)", "ungroup them")
end

-- --- styles -----------------------------------------------------------------------------------------------------------------------------

local function check_styles(run)
  local wrong = { { key = "size", text = "letters of less than 12 points", advice = "12 points or more" },
    { key = "serif", text = "letters with serifs", advice = "a font without: Arial" },
    { key = "italic", text = "italics", advice = "set it upright" },
    { key = "underline", text = "underlined words that are no link", advice = "take the line off" },
    { key = "fill", text = "a fill", advice = "colour says nothing to many readers: say it in words" },
    { key = "border", text = "borders", advice = "take them off" } }
  local turned = {}
  for _, one in ipairs(wrong) do one.places = {} end
  for _, style in ipairs(run.look.styles) do
    for _, one in ipairs(wrong) do
      local value = style[one.key]
      local is_link = one.key == "underline" and run.look.links[style.sheet] and run.look.links[style.sheet][style.row .. ":" .. style.column]
      if one.key == "size" and value and value < 12 or one.key ~= "size" and value and not is_link then one.places[#one.places + 1] = style end
    end
    if style.rotated then turned[#turned + 1] = style end
  end
  for _, one in ipairs(wrong) do by_sheet(run, "T4", one.places, one.text, one.advice, " styles") end
  by_sheet(run, "S6", turned, "turned text", "set it level")
end

-- --- sheets -----------------------------------------------------------------------------------------------------------------------------

local function lines_above(run, sheet, first_row)
  local list = {}
  if first_row > 1 then list = find.lines_of(run.handle, sheet.number, 1, first_row - 1) end
  return list
end

-- The regions of a sheet as check_cells wants them: { first_row, last_row, first_column, last_column, header = rows, marked =, before = lines }.
local function regions_of(run, sheet)
  local list = {}
  for _, region in ipairs((find.in_sheet(run.handle, run.info, sheet.number, false))) do
    if not (region.how == "place" and region.last_row == region.first_row) then
      region.marked = region.how == "marked"
      region.header, region.body = header.rows(run.handle, region, run.info, region.marked and (region.header_rows or 1) or nil, false)
      list[#list + 1] = region
    end
  end
  table.sort(list, function(a, b) return a.first_row < b.first_row end)
  return list
end

local counting = { one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10 }

local function check_lines(run, sheet, regions)
  local said, above = nil, {}
  for _, line in ipairs(lines_above(run, sheet, regions[1].first_row)) do
    above[#above + 1] = line.text
    local number = line.text:lower():match("contains (%w+) tables?")
    if number then said = counting[number] or tonumber(number) end
  end
  if not said then
    add(run, "S2", sheet.name, "no line above the table says how many tables there are", 'write "This worksheet contains one table." in A2')
  elseif said ~= #regions then
    add(run, "S2", sheet.name, ("it says that it contains %d tables, and has %d"):format(said, #regions), "say how many there are")
  end
  return table.concat(above, "\n")
end

local function check_place(run, sheet, regions)
  local used, last = sheet.info, regions[#regions]
  for i, region in ipairs(regions) do
    if region.first_column > 1 then
      add(run, "S3", place_of(run, sheet.number, region.first_row, region.first_column), "the table does not begin in column A", "move it")
    end
    local before = i > 1 and regions[i - 1].last_row or 0
    local lines = region.first_row > before + 1 and find.lines_of(run.handle, sheet.number, before + 1, region.first_row - 1) or {}
    if i == 1 and region.first_row - 1 > #lines then
      add(run, "S3", place_of(run, sheet.number, region.first_row), "a blank row stands above the table", "take it out")
    end
    local filled = book.filled(run.handle, sheet.number, region.first_row, region.last_row, region.first_column, region.last_column, false)
    local rows = 0
    for n = 1, #filled, 2 do rows = rows + filled[n + 1] - filled[n] + 1 end
    if rows > 0 and rows < region.last_row - region.first_row + 1 then
      add(run, "S3", place_of(run, sheet.number, region.first_row), ("the table has blank rows (%d)"):format(region.last_row - region.first_row + 1 - rows), "take them out")
    end
    local present = {}
    for _, column in ipairs(book.columns(run.handle, sheet.number, region.first_row, region.last_row, false)) do present[column.column] = true end
    for column = region.first_column, region.last_column do
      if not present[column] then
        add(run, "S3", place_of(run, sheet.number, region.first_row, column), "a column of the table is blank", "take it out")
      end
    end
  end
  if #regions > 1 then add(run, "S3", sheet.name, ("%d tables stand on the sheet"):format(#regions), "one table a sheet") end
  if used.last_row and used.last_row > last.last_row then
    add(run, "S3", place_of(run, sheet.number, last.last_row + 1), "something stands below the table", "notes belong on the sheet Notes or above the table")
  end
  local right = 0
  for _, region in ipairs(regions) do right = math.max(right, region.last_column) end
  if used.last_column and used.last_column > right then
    add(run, "S3", place_of(run, sheet.number, regions[1].first_row, right + 1), "something stands beside the table", "nothing belongs there")
  end
end

local function check_sheet(run, sheet)
  local number, info = sheet.number, sheet.info
  if info.is_chart or not info.last_row then return end
  local first = book.cells(run.handle, number, 1, 1)[1]
  local title = first and first[1] and first[1].column == 1 and first[1].text or ""
  local style = run.look.first[number] or ""
  if not title:find("%S") then add(run, "S1", place_of(run, number, 1), "A1 is blank", "write the title of the sheet there")
  elseif not style:lower():find("heading 1", 1, true) then
    add(run, "S1", place_of(run, number, 1), "the title is not in the style Heading 1", "choose that style")
  end
  if sheet.kind == "cover" and #run.sheets > 1 and title:find("%S") and run.properties.title and run.properties.title ~= title then
    add(run, "S1", place_of(run, number, 1), "the title of the cover is not that of the document", "make them the same")
  end
  if info.hidden_rows > 0 then add(run, "S5", sheet.name, ("%d rows are hidden"):format(info.hidden_rows), "show or delete them") end
  for column = info.first_column, info.last_column do
    if book.hidden_column(run.handle, number, column) then
      add(run, "S5", place_of(run, number, 1, column), "a column is hidden", "show or delete it")
      break
    end
  end
  if #info.merges > 0 then
    local merge = info.merges[1]
    add(run, "S6", ("%s:%s"):format(place_of(run, number, merge.first_row, merge.first_column), book.address(merge.last_row, merge.last_column)),
      #info.merges == 1 and "cells are merged" or ("cells are merged here and in %d more places"):format(#info.merges - 1), "write each cell for itself")
  end
  if sheet.kind == "cover" then
    if info.last_column > 1 then add(run, "S7", sheet.name, "the cover uses more than column A", "one line below the other") end
    check_cells.words(run, sheet)
    return
  end
  local regions = regions_of(run, sheet)
  if #regions == 0 then
    if sheet.kind == "table" then add(run, "T1", sheet.name, "no table was found on the sheet", "one table a sheet, marked") end
    check_cells.words(run, sheet)
    return
  end
  check_place(run, sheet, regions)
  local above = check_lines(run, sheet, regions)
  for _, region in ipairs(regions) do
    if not region.marked then
      add(run, "T1", place_of(run, number, region.first_row, region.first_column), "the table is not marked as one", "mark its header and rows as a table, with a name")
    elseif region.name and region.name:find("[^%w_]") then
      add(run, "T1", place_of(run, number, region.first_row, region.first_column),
        ('the name of the table, "%s", has other characters than letters, digits and underscores'):format(region.name), "Referrals_by_year rather than Referrals by year")
    end
  end
  check_cells.tables(run, sheet, regions, above)
  check_cells.words(run, sheet)
end

local function check_contents(run)
  for i, sheet in ipairs(run.sheets) do
    local marked = sheet.marked[1]
    if sheet.kind == "notes" and not marked then add(run, "S9", sheet.name, "the notes are no marked table", "mark numbers and texts as a table") end
    if sheet.kind == "contents" then
      local listed = #run.sheets - i
      if not marked then add(run, "S8", sheet.name, "the contents are no marked table", "mark it, named Table_of_contents")
      elseif marked.last_row - marked.first_row ~= listed then
        add(run, "S8", sheet.name, ("it lists %d sheets of %d"):format(marked.last_row - marked.first_row, listed), "one row for each sheet that follows")
      else
        local links, missing = run.look.links[i] or {}, 0
        for row = marked.first_row + 1, marked.last_row do
          local any = false
          for column = marked.first_column, marked.last_column do any = any or links[row .. ":" .. column] ~= nil end
          if not any then missing = missing + 1 end
        end
        if missing > 0 then
          add(run, "S8", sheet.name, ("%d rows have no link to their sheet"):format(missing), "link each row to A1 of its sheet")
        end
      end
    end
  end
end

-- The sheet that a link to a cell of the workbook names: "#Table_1.A1", "#'Table 1'!A1". nil for one that leads elsewhere, or to a name.
local function linked_sheet(target)
  local name = target:match("^#(.+)!") or target:match("^#(.+)%.%$?%u+%$?%d+$")
  return name and (name:gsub("^%$", ""):gsub("^'(.*)'$", "%1"))
end

local function check_links(run)
  local is_sheet = {}
  for _, sheet in ipairs(run.sheets) do is_sheet[sheet.name:lower()] = true end
  for i, sheet in ipairs(run.sheets) do
    local cells = {}
    for cell in pairs(run.look.links[i] or {}) do cells[#cells + 1] = cell end
    table.sort(cells)
    for _, cell in ipairs(cells) do
      local name = linked_sheet(run.look.links[i][cell])
      if name and not is_sheet[name:lower()] then
        local row, column = cell:match("^(%d+):(%d+)$")
        add(run, "S8", place_of(run, sheet.number, tonumber(row), tonumber(column)), ('the link leads to "%s", and there is no such sheet'):format(name), "correct it")
      end
    end
  end
end

-- All findings of the workbook at path, in the order of the rules, and what was looked at: { sheets =, tables =, cells = }.
function check_workbook.check(path)
  local run = new_run(path)
  check_file(run)
  check_order(run)
  check_names(run)
  check_views(run)
  check_styles(run)
  for _, sheet in ipairs(run.sheets) do check_sheet(run, sheet) end
  check_contents(run)
  check_links(run)
  check_cells.notes(run)
  local cells, tables = 0, 0
  for _, sheet in ipairs(run.sheets) do cells, tables = cells + sheet.info.cells, tables + #sheet.marked end
  local order = {}
  for i, finding in ipairs(run.findings) do order[finding] = i end
  table.sort(run.findings, function(a, b)
    if a.rule ~= b.rule then return rules.order[a.rule] < rules.order[b.rule] end
    return order[a] < order[b]
  end)
  book.close(run.handle)
  return run.findings, { sheets = #run.sheets, tables = tables, cells = cells, format = run.info.format:upper() }
end

return check_workbook
