-- check_workbook_test.lua - `slavelab check FILE`: a report that we write is sound in every format; then one fault at a time is planted in it, and found by
-- its rule and place. Workbooks as others published them are at the end.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local check_html = require "lib.report.check_html"
local check_workbook = require "lib.report.check_workbook"
local format = require "lib.report.format"
local workbooks = require "support.workbooks"

local folder = check.folder()

local function report()
  local r = lab.report { title = "Potential victims referred", lead = "More than before.",
    { para = "A referral is of a potential victim." } }
  r:table({ columns = { "force", "people", "rate" }, { force = "Kent", people = 12, rate = 1.5 }, { force = "Essex", people = "[c]", rate = { 2.25, "[p]" } },
    { force = "Surrey", people = 21, rate = 3 }, { force = "Total", people = 40, rate = 3.5 } }, { title = "Potential victims by force [note 1]", notes = "Forces are those of England.",
    source = { title = "NRM statistics", publisher = "Home Office", url = "https://www.gov.uk/nrm" } })
  r:table({ columns = { "period", "people" }, { period = "January to March 2023", people = 7 }, { period = "April to June 2023", people = 9 } },
    { title = "Potential victims by quarter" })
  local document = r:document()
  document.methods.inputs = {}
  return document
end

local parts = {}
for _, kind in ipairs { "ods", "xlsx" } do
  local path = folder .. "/sound." .. kind
  lab.write_file(path, format.render(format.load("scripts/formats/" .. kind .. ".lua"), report()))
  parts[kind] = workbooks.parts(path)
end
local page = format.render(format.load("scripts/formats/html.lua"), report())

-- Findings as lines: "S6 Table_1!A1: cells are merged".
local function lines(findings)
  local list = {}
  for i, one in ipairs(findings) do list[i] = ("%s %s: %s"):format(one.rule, one.place, one.text) end
  return table.concat(list, "\n")
end

-- The findings in a workbook of which one text of a part (a plain text, not a pattern) was replaced `times` times, or at the given one of its places.
local function broken(kind, part_name, from, to, nth, name)
  local list, done = {}, false
  for i, part in ipairs(parts[kind]) do
    local text = part[2]
    if part[1] == part_name then
      local at, place = 0, 1
      for _ = 1, nth or 1 do
        at = assert(text:find(from, place, true), from .. " is not in " .. part_name)
        place = at + 1
      end
      text, done = text:sub(1, at - 1) .. to .. text:sub(at + #from), true
    end
    list[i] = { part[1], text }
  end
  assert(done, "there is no part " .. part_name)
  local path = workbooks.zip(folder .. "/" .. (name or "broken") .. "." .. kind, list)
  return lines((check_workbook.check(path)))
end

for _, kind in ipairs { "ods", "xlsx" } do
  check.test("a report that we write is sound (" .. kind .. ")", function()
    check.equal(lines((check_workbook.check(folder .. "/sound." .. kind))), "")
  end)
  check.test("a table that we write is sound (" .. kind .. ")", function()
    local path = folder .. "/forces-by-year." .. kind
    local t = lab.table { columns = { "force", "people", "day", "held" }, { "Kent", 12, "2023-01-01", true }, { "Essex", "[c]", "2023-01-02", false },
      { "Surrey", { 7, "[p]" }, nil, true } }:mutate("day = date(day)")
    t["write_" .. kind](t, path, { title = "Potential victims by force", notes = "A note." })
    check.equal(lines((check_workbook.check(path))), "")
  end)
end

check.test("a page that we write is sound", function()
  lab.write_file(folder .. "/page.html", page)
  check.equal(lines((check_html.check(folder .. "/page.html"))), "")
end)

check.test("golden documents are sound in every format that is checked", function()
  for _, name in ipairs { "referrals", "empty" } do
    local document = dofile("tests/golden/documents/" .. name .. ".lua"):document()
    document.methods.inputs = {}
    for _, kind in ipairs { "ods", "xlsx", "html" } do
      local path = ("%s/%s.%s"):format(folder, name, kind)
      lab.write_file(path, format.render(format.load("scripts/formats/" .. kind .. ".lua"), document))
      check.equal(lines(((kind == "html" and check_html or check_workbook).check(path))), "", name .. "." .. kind)
    end
  end
end)

-- --- one fault at a time ------------------------------------------------------------------------------------------------------------------

-- Rule, what is found, and the change: part, from, to, the how-manieth place.
local ods = {
  { "W1", "Table_1!B6: formulas (1)", "content.xml", 'office:value-type="float" office:value="12"', 'table:formula="of:=6+6" office:value-type="float" office:value="12"' },
  { "W2", "broken.ods: the document has no title", "meta.xml", "<dc:title>Potential victims referred</dc:title>", "" },
  { "W2", 'its title "nrm-2023" is no words', "meta.xml", "Potential victims referred", "nrm-2023" },
  { "W3", "broken.ods: there is no sheet contents", "content.xml", 'table:name="Contents"', 'table:name="Overview"' },
  { "W4", "2nd Table: its name begins with a digit", "content.xml", 'table:name="Table_2"', 'table:name="2nd Table"' },
  { "W4", "table_1: two sheets have this name", "content.xml", 'table:name="Table_2"', 'table:name="table_1"' },
  { "W5", "Table_2: the sheet is hidden", "content.xml", 'table:name="Table_2" table:style-name="sheet"', 'table:name="Table_2" table:style-name="gone"' },
  { "W6", "Table_1: the file opens on this sheet", "settings.xml", '"ActiveTable" config:type="string">Cover', '"ActiveTable" config:type="string">Table_1' },
  { "W6", "Cover!D1: the sheet opens here", "settings.xml", '"CursorPositionX" config:type="int">0', '"CursorPositionX" config:type="int">3' },
  { "W6", "Cover: it is shown at 85%", "settings.xml", '"ZoomValue" config:type="int">100', '"ZoomValue" config:type="int">85' },
  { "W7", "Table_1!A6: pictures, charts, text boxes or comments (1)", "content.xml", "<text:p>Kent</text:p>", "<office:annotation><text:p>x</text:p></office:annotation><text:p>Kent</text:p>" },
  { "W7", 'pages have a header: "Draft"', "styles.xml", '<style:header style:display="false"/>', "<style:header><text:p>Draft</text:p></style:header>" },
  { "S1", "Table_1!A1: the title is not in the style Heading 1", "content.xml", 'table:style-name="Heading_20_1" office:value-type="string"><text:p>Table 1:', 'table:style-name="line" office:value-type="string"><text:p>Table 1:' },
  { "S1", "Cover!A1: the title of the cover is not that of the document", "meta.xml", "Potential victims referred", "Something else" },
  { "S2", "Table_1: no line above the table says how many tables there are", "content.xml", "This worksheet contains one table. Notes", "Notes" },
  { "S2", "Table_2: it says that it contains 2 tables, and has 1", "content.xml", "This worksheet contains one table.</text:p></table:table-cell></table:table-row>\n<table:table-row><table:table-cell table:style-name=\"left\" office:value-type=\"string\"><text:p>Period",
    "This worksheet contains two tables.</text:p></table:table-cell></table:table-row>\n<table:table-row><table:table-cell table:style-name=\"left\" office:value-type=\"string\"><text:p>Period" },
  { "S2", "Table_1!C7: [p] is used and not explained", "content.xml", "; [p] provisional", "" },
  { "S3", "Table_2!A6: something stands below the table", "content.xml", "</table:table>\n<table:database-ranges>",
    '<table:table-row><table:table-cell office:value-type="string"><text:p>Below</text:p></table:table-cell></table:table-row></table:table>\n<table:database-ranges>' },
  { "S3", "Table_1!A5: a blank row stands above the table", "content.xml", "This worksheet contains one table. Notes are explained on the worksheet Notes.</text:p></table:table-cell></table:table-row>",
    "This worksheet contains one table. Notes are explained on the worksheet Notes.</text:p></table:table-cell></table:table-row><table:table-row/>" },
  { "S4", "Cover: rows or columns are frozen", "settings.xml", '"VerticalSplitMode" config:type="short">0', '"VerticalSplitMode" config:type="short">2' },
  { "S4", "the table has filter buttons", "content.xml", 'table:contains-header="true"', 'table:contains-header="true" table:display-filter-buttons="true"' },
  { "S5", "Table_1: 1 rows are hidden", "content.xml", '<table:table-row><table:table-cell office:value-type="string"><text:p>Kent', '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>Kent' },
  { "S6", "Table_1!A6:B6: cells are merged", "content.xml", 'office:value-type="string"><text:p>Kent', 'table:number-columns-spanned="2" office:value-type="string"><text:p>Kent' },
  { "S7", "Cover: the cover uses more than column A", "content.xml", "<text:p>More than before.</text:p></table:table-cell>", "<text:p>More than before.</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>B</text:p></table:table-cell>" },
  { "S8", "Contents: 1 rows have no link to their sheet", "content.xml", '<text:a xlink:type="simple" xlink:href="#Table_1.A1">Table_1</text:a>', "Table_1" },
  { "S9", "Notes: the notes are no marked table", "content.xml", '<table:database-range table:name="Notes_of_tables"', '<table:named-range table:name="Notes_of_tables"' },
  { "T1", "Table_2!A3: the table is not marked as one", "content.xml", '<table:database-range table:name="Potential_victims_by_quarter"', '<table:named-range table:name="Potential_victims_by_quarter"' },
  { "T2", "Table_1!B5: a column has no heading", "content.xml", "<text:p>People</text:p>", "<text:p/>" },
  { "T2", 'Table_1!C5: the heading "People" is there twice', "content.xml", "<text:p>Rate</text:p>", "<text:p>People</text:p>" },
  { "S8", 'Contents!A4: the link leads to "Table_9", and there is no such sheet', "content.xml", 'xlink:href="#Notes.A1">Notes<', 'xlink:href="#Table_9.A1">Notes<', 1 },
  { "T1", 'Table_2!A3: the name of the table, "by quarter", has other', "content.xml", '<table:database-range table:name="Potential_victims_by_quarter"', '<table:database-range table:name="by quarter"' },
  { "T3", "Table_1!A6: a text is cut by its column", "content.xml", '<table:table-cell office:value-type="string"><text:p>Kent</text:p>',
    '<table:table-cell table:style-name="line" office:value-type="string"><text:p>Kent and all the places that lie around it</text:p>' },
  { "T3", "Table_1!A5: a heading is cut by its column", "content.xml", '<table:table-cell table:style-name="left" office:value-type="string"><text:p>Force</text:p>',
    '<table:table-cell table:style-name="line" office:value-type="string"><text:p>Force of police in England or in Wales</text:p>' },
  { "T3", "Table_1!B6: a number is wider than its column", "content.xml", "<text:p>12</text:p>", "<text:p>###</text:p>" },
  { "T4", "letters with serifs", "styles.xml", 'style:font-name="Arial"', 'style:font-name="Times New Roman"' },
  { "C5", "Table_1!B6: a number of a thousand or more has no comma", "content.xml", 'office:value="12"><text:p>12</text:p>', 'office:value="12345"><text:p>12345</text:p>' },
  { "C5", "Table_1!C6: a decimal does not begin with 0", "content.xml", "<text:p>1.50</text:p>", "<text:p>.50</text:p>" },
  { "C5", "Table_1!B6: a number below 0 has no minus", "content.xml", 'office:value="12"><text:p>12</text:p>', 'office:value="-12"><text:p>(12)</text:p>' },
  { "C7", '"Table_1" leads to two places', "content.xml", 'xlink:href="#Table_2.A1">Table_2<', 'xlink:href="#Table_2.A1">Table_1<' },
  { "T4", "letters of less than 12 points", "styles.xml", 'fo:font-size="12pt"', 'fo:font-size="9pt"' },
  { "T4", "a fill", "content.xml", 'style:name="words" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties', 'style:name="words" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:background-color="#ffff00"' },
  { "T5", "Table_1!A6: a row of totals has other rows below it", "content.xml", "<text:p>Kent</text:p>", "<text:p>Total south</text:p>" },
  { "C1", "Table_1!B6: figures are stored as texts", "content.xml", 'office:value-type="float" office:value="12"', 'office:value-type="string"' },
  { "C1", "Table_1!B7: words stand among figures", "content.xml", "<text:p>[c]</text:p>", "<text:p>not many</text:p>" },
  { "C2", "Table_1!B7: * stands for something", "content.xml", "<text:p>[c]</text:p>", "<text:p>*</text:p>" },
  { "C2", "Table_1!B7: [q] is no shorthand that is known", "content.xml", "<text:p>[c]</text:p>", "<text:p>[q]</text:p>" },
  { "C2", "Table_1!A6: Kent* has an asterisk", "content.xml", "<text:p>Kent</text:p>", "<text:p>Kent*</text:p>" },
  { "C3", "Table_1!B7: 1 cells are blank, and nothing says why", "content.xml", "<text:p>[c]</text:p>", "<text:p/>" },
  { "C4", "Table_1!A1: [note 2] is met before [note 1]", "content.xml", "by force [note 1]</text:p>", "by force [note 2]</text:p>" },
  { "C4", "Notes: note 2 is listed and not referred to", "content.xml", "<text:p>[note 1]</text:p>", "<text:p>[note 2]</text:p>" },
  { "C6", "Table_2!A4: Q1 2023: a quarter is written in words", "content.xml", "<text:p>January to March 2023</text:p>", "<text:p>Q1 2023</text:p>" },
  { "C6", "Table_2!A4: 22/23: years have four digits", "content.xml", "<text:p>January to March 2023</text:p>", "<text:p>22/23</text:p>" },
  { "C7", "Table_1!A4: https://www.gov.uk/nrm: an address stands", "content.xml", "Source: Home Office, NRM statistics", "https://www.gov.uk/nrm" },
}

local xlsx = {
  { "W1", "Table_1!B6: formulas (1)", "xl/worksheets/sheet4.xml", "<v>12</v>", "<f>6+6</f><v>12</v>" },
  { "W2", "broken.xlsx: the document has no title", "docProps/core.xml", "<dc:title>Potential victims referred</dc:title>", "" },
  { "W2", "broken.xlsx: no language is set", "docProps/core.xml", "<dc:language>en-GB</dc:language>", "" },
  { "W5", "Table_2: the sheet is hidden", "xl/workbook.xml", '<sheet name="Table_2"', '<sheet state="hidden" name="Table_2"' },
  { "W6", "Table_1: the file opens on this sheet", "xl/workbook.xml", 'activeTab="0"', 'activeTab="3"' },
  { "W6", "Table_1!C3: the sheet opens here", "xl/worksheets/sheet4.xml", 'activeCell="A1"', 'activeCell="C3"' },
  { "W6", "Table_1: it is shown at 70%", "xl/worksheets/sheet4.xml", "<sheetView ", '<sheetView zoomScale="70" ' },
  { "W7", "Table_1: pictures, charts, text boxes or comments (1)", "xl/worksheets/sheet4.xml", "<tableParts", '<drawing r:id="rId9"/><tableParts' },
  { "W7", 'pages have a footer: "Draft"', "xl/worksheets/sheet4.xml", "<tableParts", "<headerFooter><oddFooter>Draft</oddFooter></headerFooter><tableParts" },
  { "S1", "Table_1!A1: the title is not in the style Heading 1", "xl/worksheets/sheet4.xml", '<c r="A1" s="1"', '<c r="A1" s="0"' },
  { "S4", "Table_1: rows or columns are frozen", "xl/worksheets/sheet4.xml", "<selection", '<pane ySplit="5" topLeftCell="A6" state="frozen"/><selection' },
  { "S4", "Table_1: the table has filter buttons", "xl/tables/table4.xml", "<tableColumns", '<autoFilter ref="A5:C9"/><tableColumns' },
  { "S5", "Table_1: 1 rows are hidden", "xl/worksheets/sheet4.xml", '<row r="6"', '<row hidden="1" r="6"' },
  { "S5", "Table_1!A6: rows or columns are grouped (1)", "xl/worksheets/sheet4.xml", '<row r="6"', '<row outlineLevel="1" r="6"' },
  { "S6", "Table_1!A6:B6: cells are merged", "xl/worksheets/sheet4.xml", "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A6:B6"/></mergeCells>' },
  { "S8", "Contents: 3 rows have no link to their sheet", "xl/worksheets/sheet2.xml", "<hyperlinks>", "<!--", 1 },
  { "T1", "the table is not marked as one", "xl/worksheets/_rels/sheet5.xml.rels", "relationships/table", "relationships/nothing" },
  { "T3", "Table_1!A6: a text is cut by its column", "xl/worksheets/sheet4.xml", '<c r="A6" s="7" t="inlineStr"><is><t xml:space="preserve">Kent<', '<c r="A6" s="0" t="inlineStr"><is><t xml:space="preserve">Kent and all the places around it<' },
  { "T3", "Table_1!B6: a number is wider than its column", "xl/worksheets/sheet4.xml", "<v>12</v>", "<v>123456789012345</v>" },
  { "T4", "letters with serifs", "xl/styles.xml", '<name val="Arial"/>', '<name val="Cambria"/>' },
  { "C5", "Table_1!B6: a number of a thousand or more has no comma", "xl/worksheets/sheet4.xml", '<c r="B6" s="8"><v>12<', '<c r="B6" s="0"><v>12345<' },
  { "T4", "letters of less than 12 points", "xl/styles.xml", '<sz val="12"/>', '<sz val="10"/>' },
  { "T4", "italics", "xl/styles.xml", '<font><sz val="12"/>', '<font><i/><sz val="12"/>' },
  { "C3", "Table_1!B7: 1 cells are blank, and nothing says why", "xl/worksheets/sheet4.xml", "[c]</t>", "</t>" },
}

for _, case in ipairs(ods) do
  check.test(("%s is found in ODS: %s"):format(case[1], case[2]), function()
    if case[2]:find("hidden") and case[1] == "W5" then -- a style of its own
      for i, part in ipairs(parts.ods) do
        if part[1] == "content.xml" then
          local saved = part[2]
          parts.ods[i] = { part[1], (saved:gsub('<office:automatic%-styles>', '%0<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>', 1)) }
          local found = broken("ods", case[3], case[4], case[5], case[6])
          parts.ods[i] = part
          check.contains(found, case[1] .. " ")
          check.contains(found, case[2])
          return
        end
      end
    end
    local found = broken("ods", case[3], case[4], case[5], case[6])
    check.contains(found, case[1] .. " ")
    check.contains(found, case[2])
  end)
end

for _, case in ipairs(xlsx) do
  check.test(("%s is found in XLSX: %s"):format(case[1], case[2]), function()
    if case[5] == "<!--" then
      local all
      for _, part in ipairs(parts.xlsx) do
        if part[1] == case[3] then all = part[2]:match("<hyperlinks>.*</hyperlinks>") end
      end
      check.contains(broken("xlsx", case[3], all, ""), case[1] .. " " .. case[2])
      return
    end
    local found = broken("xlsx", case[3], case[4], case[5], case[6])
    check.contains(found, case[1] .. " ")
    check.contains(found, case[2])
  end)
end

check.test("what only looks like a fault of T3, C5 or S8 is none", function()
  local function fine(rule, ...)
    local found = broken(...)
    check.equal(found:find(rule .. " ", 1, true), nil, found)
  end
  -- Nothing stands at its right, it wraps, or it is short.
  fine("T3", "ods", "content.xml", '<table:table-cell office:value-type="string"><text:p>Kent</text:p>', '<table:table-cell office:value-type="string"><text:p>Kent and all the places that lie around it</text:p>')
  fine("T3", "ods", "content.xml", "<text:p>Kent</text:p>", "<text:p>Kent . . . . . . . . . . . . . . . . . . . . . . . . . . . .</text:p>")
  -- A little below 0 is shown as 0; codes and years have no commas.
  fine("C5", "ods", "content.xml", 'office:value="12"><text:p>12</text:p>', 'office:value="-0.2"><text:p>0</text:p>')
  local path = folder .. "/codes." .. "ods"
  lab.table { columns = { "force_code", "year", "n" }, { 1001, 2022, 12345 }, { 1002, 2023, -0.25 } }:write_ods(path, { title = "Forces by year" })
  check.equal(lines((check_workbook.check(path))), "")
  fine("S8", "ods", "content.xml", 'xlink:href="#Notes.A1">Notes<', 'xlink:href="#Print_area">Notes<')
end)

check.test("W8 is found in the name of the file", function()
  local found = broken("ods", "meta.xml", "en-GB", "en-GB", 1, "Annual_report final")
  check.contains(found, "W8 Annual_report final.ods: the name has other characters than small letters, digits and dashes")
  check.contains(found, 'the name says "final"')
end)

check.test("W1 is found where an ODS file does not begin with its type, and where it holds macros", function()
  local list = table.move(parts.ods, 2, #parts.ods, 1, {})
  list[#list + 1] = parts.ods[1]
  list[#list + 1] = { "Basic/Standard/Module1.xml", "<x/>" }
  local found = lines((check_workbook.check(workbooks.zip(folder .. "/late.ods", list))))
  check.contains(found, "W1 late.ods: its first part is not its type")
  check.contains(found, "W1 late.ods: it holds macros (basic/standard/module1.xml)")
end)

check.test("S2 says when a line speaks of blank cells and there are none", function()
  local path = folder .. "/blank.ods"
  lab.table { columns = { "a" }, { 1 } }:write_ods(path, { title = "One", notes = "Some cells are blank." })
  check.equal(lines((check_workbook.check(path))), "S2 Table_1: a line speaks of blank cells, and there are none")
end)

-- Changes a random attribute to something odd, drops or doubles an empty element, or changes a text.
local function disturb(text)
  local pattern = ({ '="[^"]*"', "<[^/!?][^>]*/>", ">[^<]+<" })[math.random(3)]
  local _, count = text:gsub(pattern, "")
  local chosen, n = count > 0 and math.random(count), 0
  return (text:gsub(pattern, function(old)
    n = n + 1
    if n ~= chosen then return nil end
    if old:sub(1, 1) == "=" then return ('="%s"'):format(({ "", "-1", "99999999999", "A1", "zzz", "1048576", "true" })[math.random(7)]) end
    if old:sub(1, 1) == "<" then return ({ "", old .. old })[math.random(2)] end
    return ({ "><", ">12<", ">*<", ">[note 9]<", ">\u{a0}<" })[math.random(5)]
  end))
end

check.test("a workbook whose parts say what no office wrote is checked, or told to be damaged by name", function()
  math.randomseed(5)
  for _, kind in ipairs { "ods", "xlsx" } do
    for _ = 1, 60 do
      local list = {}
      for i, part in ipairs(parts[kind]) do list[i] = { part[1], part[2] } end
      for _ = 1, math.random(4) do
        local part = list[math.random(#list)]
        part[2] = disturb(part[2])
      end
      local findings, message = lab.try(check_workbook.check, workbooks.zip(folder .. "/odd." .. kind, list))
      check.truthy(findings or message:find("odd." .. kind, 1, true), message)
    end
  end
end)

-- --- pages --------------------------------------------------------------------------------------------------------------------------------

local html = {
  { "W2", "broken.html: no language is set", '<html lang="en-GB">', "<html>" },
  { "W2", "broken.html: the page has no title", "<title>Potential victims referred</title>", "" },
  { "W7", "a picture has no words", '<main id="main" class="page">', '<main id="main" class="page"><img src="x.png">' },
  { "S1", "broken.html: the page has 2 headings of level 1", "<h2", "<h1>Again</h1><h2" },
  { "S2", "[p] is used and not explained on the page", "; [p] provisional", "" },
  { "S6", "row 2, column 1", '<th scope="row">Kent', '<th scope="row" rowspan="2">Kent' },
  { "T1", "the table has no caption", '<caption id="table-2"><span>Potential victims by force [note 1]</span></caption>', "" },
  { "T1", "a heading does not say what it is of", '<th scope="col">', "<th>" },
  { "T2", 'the heading "Force" is there twice', '>People</th>', ">Force</th>" },
  { "C1", "words stand among figures", '<td class="number">12</td>', '<td class="number">not many</td>' },
  { "C2", "- stands for something", '<td class="number">12</td>', '<td class="number">-</td>' },
  { "C3", "a cell is blank", '<td class="number">12</td>', '<td class="number"></td>' },
  { "C4", "[note 1] is explained nowhere on the page", "<p>[note 1] Forces", "<p>Forces" },
  { "C6", "Q1 2023: a quarter is written in words", "January to March 2023", "Q1 2023" },
  { "C7", '"here" does not say where it leads', ">NRM statistics</a>", ">here</a>" },
}

for _, case in ipairs(html) do
  check.test(("%s is found in a page: %s"):format(case[1], case[2]), function()
    local at = assert(page:find(case[3], 1, true), case[3])
    local path = folder .. "/broken.html"
    lab.write_file(path, page:sub(1, at - 1) .. case[4] .. page:sub(at + #case[3]))
    local found = lines((check_html.check(path)))
    check.contains(found, case[1] .. " ")
    check.contains(found, case[2])
  end)
end

check.test("a page that is cut off anywhere is read to its end", function()
  local path = folder .. "/cut.html"
  for length = 0, #page, 997 do
    lab.write_file(path, page:sub(1, length))
    check_html.check(path)
  end
end)

check.test("what a cell may say, and what it may not", function()
  local rules = require "lib.report.check_rules"
  for _, text in ipairs { "12", "1,234.5", "[c]", "12 [p]", "12 [p][r]", "[e1]", "Kent", "A & E", "x-ray", "[note 1]", "Ynys M\u{f4}n", "17 to 24", "-5", "\u{2212}5" } do
    check.equal(rules.cell(text), nil, text)
  end
  for _, text in ipairs { "-", "..", ".", ":", "*", "NA", "n/a", "[q]", "12*", "12 (R)", "12\u{2020}", "Kent*", "*Kent", "null", "--" } do
    check.truthy(rules.cell(text), text)
  end
  check.truthy(rules.cell("CED", "1"), "a raised mark")
end)

check.test("what is a figure, with shorthand and signs of money or without", function()
  local rules = require "lib.report.check_rules"
  for _, text in ipairs { "12", "-1,234.50", "\u{2212}5", "43%", "\u{a3}12", "\u{20ac}3.5", "$7", ".5" } do check.equal(rules.is_figure(text), true, text) end
  for _, text in ipairs { "12 to 15", "about 12", "", "-", "Q1", "1.2.3" } do check.equal(rules.is_figure(text), false, text) end
  check.equal({ rules.bare("1,234 [p][r]"), rules.bare("[c]"), rules.bare("Kent [note 1, 2]"), rules.bare("[sic] x") }, { "1,234", "", "Kent", "[sic] x" })
end)

check.test("which words for periods and links are found", function()
  local rules = require "lib.report.check_rules"
  for _, text in ipairs { "Q1 2023", "2023 Q1", "Q4", "04/05", "Sep-19", "2023-Q2" } do check.truthy(rules.period(text), text) end
  for _, text in ipairs { "January to March 2023", "2018/19", "2023", "Q1 of the survey", "Sept 2019", "12" } do check.equal(rules.period(text), nil, text) end
  for _, text in ipairs { "https://www.gov.uk", "www.gov.uk", "here", "Click here" } do check.truthy(rules.link(text), text) end
  check.equal(rules.link("NRM statistics (ODS, 40 kB)"), nil)
end)

check.test("docs/workbooks.md lists the rules, in their words and order", function()
  local said = {}
  for id, asks in lab.read_file("docs/workbooks.md"):gmatch("\n| (%u%d) | ([^\n]*) |%f[\n]") do said[#said + 1] = { id, asks } end
  check.equal(said, require("lib.report.check_rules").list)
end)

-- --- as published -------------------------------------------------------------------------------------------------------------------------

local function rules_of(path)
  local list = {}
  for _, one in ipairs((check_workbook.check(path))) do list[one.rule] = one end
  return list
end

check.test("the police workforce tables of 2019 are told what is wrong with them", function()
  local found = rules_of("tests/workbooks/police-workforce-sep19-tables.ods")
  for _, rule in ipairs { "S6", "T1", "T2", "C2", "S3", "W2" } do check.truthy(found[rule], rule) end
end)

check.test("published workbooks of both kinds are read to their end", function()
  for _, name in ipairs(lab.list_folder("tests/workbooks")) do
    if name:find("%.ods$") or name:find("%.xlsx$") then
      local findings, looked = check_workbook.check("tests/workbooks/" .. name)
      check.truthy(#findings > 0 and looked.sheets > 0, name)
    end
  end
end)

check.run()
