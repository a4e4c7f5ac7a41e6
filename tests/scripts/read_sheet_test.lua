-- read_sheet_test.lua - one layout, one rule at a time, on small workbooks made for it. Whole ones as published are in published_test.lua.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local workbooks = require "support.workbooks"

local path = check.folder() .. "/read_sheet.ods"

-- The table of one sheet with these rows of ODS.
local function read(rows, options, more)
  more = more or {}
  workbooks.ods(path, { { name = "Table_1", rows = rows, columns = more.columns, attributes = more.attributes } }, more)
  return lab.read_sheet(path, options)
end

local function problem(rows, options, more)
  local t, message = lab.try(read, rows, options, more)
  if t then error("it was read", 2) end
  return message
end

local function read_xlsx(sheet, options, more)
  if type(sheet) == "string" then sheet = { rows = sheet } end
  sheet.name = sheet.name or "Table 1"
  workbooks.xlsx(path, { sheet }, more)
  return lab.read_sheet(path, options)
end

local function notes(t) return table.concat(t:notes(), "\n") end

local function cells(text) -- "A1=12 B1=13" as rows of XLSX
  local rows, order = {}, {}
  for address, value in text:gmatch("(%u+%d+)=(%S+)") do
    local row = tonumber(address:match("%d+"))
    if not rows[row] then order[#order + 1], rows[row] = row, {} end
    local is_text = value:find("^%a") or value:find("^%[")
    table.insert(rows[row], is_text and ('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'):format(address, value:gsub("_", " ")) or ('<c r="%s"><v>%s</v></c>'):format(address, value))
  end
  for i, row in ipairs(order) do order[i] = ('<row r="%d">%s</row>'):format(row, table.concat(rows[row])) end
  return table.concat(order)
end

-- --- types -----------------------------------------------------------------------------------------------------------------------

check.test("types are proved on every cell as those of a CSV file are", function()
  local t = read({ { "code", "n", "x", "mixed", "texts" }, { "007", 1, 0.5, 1, "12" }, { "008", 2, 3, "x1", "1,204" }, { "009", "", 1, 2, "7" } })
  local types = {}
  for i, field in ipairs(t:schema()) do types[i] = field.type end
  check.equal(types, { "text", "integer", "number", "text", "integer" })
  check.equal({ t.code[1], t.n[3], t.texts:sum() }, { "007", nil, 1223 })
  local found = t:problems():to_list()
  check.equal({ #found, found[1].column, found[1].cell, found[1].line, found[1].value }, { 1, "mixed", "Table_1!D3", 3, "x1" })
end)

check.test("a sheet of texts gives the table that the CSV file of it gives", function()
  local words = { "1", "12", "-3", "0", "1,204", "0.5", "1.50", "2e3", "007", "", "Kent", "2019-03-31", "31/03/2019", "31 March 2019", "2019-03-31 10:30", "12 [p]", "[c]", "[x]", "12345678901234567",
    "9007199254740993", "true", "NA", "5%", "1.2.3", "+4" }
  local seed = 11
  local function random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % n + 1
  end
  for round = 1, 150 do
    local few, rows, csv = 2 + random(4), { { "label", "a", "b", "c" } }, { "label,a,b,c" }
    local first = random(#words)
    for i = 1, random(9) do
      local row = { "row " .. i }
      for j = 2, 4 do row[j] = words[(first + random(few)) % #words + 1] end
      local quoted = {}
      for j, cell in ipairs(row) do quoted[j] = cell:find(",", 1, true) and '"' .. cell .. '"' or cell end
      rows[#rows + 1], csv[#csv + 1] = row, table.concat(quoted, ",")
    end
    local t = read(rows, { range = "A1:D" .. #rows, markers = "gss", marks = "keep", missing = "NA", header_rows = 1, fill = false })
    local u = lab.parse_csv(table.concat(csv, "\n") .. "\n", { markers = "gss", missing = "NA" })
    check.equal(t:to_csv(), u:to_csv(), "round " .. round)
    check.equal(t:schema(), u:schema(), "round " .. round)
  end
end)

check.test("what is shown instead of what is stored", function()
  local percent = { '<table:table-cell office:value-type="percentage" office:value="0.4333"><text:p>43%</text:p></table:table-cell>' }
  local rounded = { '<table:table-cell office:value-type="float" office:value="1223.92"><text:p>1,224</text:p></table:table-cell>' }
  local rows = { { "force", "share", "officers" }, { "Kent", percent, rounded } }
  check.equal({ read(rows):col("share")[1], read(rows).officers[1] }, { 0.4333, 1223.92 })
  check.equal({ read(rows, { values = "shown" }):col("share")[1], read(rows, { values = "shown" }).officers[1] }, { 43, 1224 })
end)

check.test("a broken promise names file, sheet and cell, and its advice works", function()
  local message = problem({ { "force", "people" }, { "Kent", 12 }, { "Essex", "1O4" } }, { types = { people = "integer" } })
  check.contains(message, path .. ': Table_1!B3: column "people": "1O4" is not an integer')
  check.contains(message, "1 of 2 cells in this column are not")
  local t = read({ { "force", "people" }, { "Kent", 12 }, { "Essex", "1O4" } }, { types = { people = "integer" }, on_error = "missing" })
  check.equal({ t.people:sum(), t.people[2], t:problems().cell[1] }, { 12, nil, "Table_1!B3" })
  check.contains(notes(t), 'column "people": 1 cell is not what types promises and is missing')
  t = read({ { "force", "people" }, { "Kent", "x" }, { "Essex", "y" }, { "Avon", 3 } }, { types = { people = "integer" }, on_error = "missing" })
  check.equal({ t:problems().value[1], t:problems().value[2], t:problems().row[2] }, { "x", "y", 2 })
  check.equal({ t:rejects().text[1], t:rejects().reason[1], t:rejects().line[2] }, { "x", 'column "people": "x" is not an integer (Table_1!B2)', 3 })
  check.contains(problem({ { "force", "people" }, { "Kent", 12 } }, { types = { poeple = "integer" } }), 'no column "poeple"; did you mean "people"?')
end)

check.test("rows with a cell that breaks a promise are left out, counted and kept aside, and prove nothing of other columns", function()
  local rows = { { "region", "force", "people", "children" }, { "East", "Kent", 12, 1 }, { "", "Essex", "1O4", "many" }, { "North", "Avon", "?", 2 }, { "", "Durham", 3, 4 } }
  local t = read(rows, { types = { people = "integer" }, on_error = "reject" })
  check.equal({ t.force[1], t.force[2], #t, t.people:sum(), t.children:type(), t.children:sum() }, { "Kent", "Durham", 2, 15, "integer", 5 })
  check.equal(t.region[2], "North") -- which stood beside a row that is left out
  check.equal({ t:rejects().line[1], t:rejects().text[1], t:rejects().reason[2] }, { 3, "East | Essex | 1O4 | many", 'column "people": "?" is not an integer (Table_1!C4)' })
  check.contains(notes(t), '2 of 4 rows were left out (on_error = "reject"): t:rejects() has them, with the reason')
  local input = lab.inputs()[#lab.inputs()]
  check.equal({ input.rows, input.rejected }, { 4, 2 })
  -- The rows of t:problems() are those of the table.
  t = read({ { "a", "b" }, { "x", 1 }, { 1, 2 }, { 2, 3 }, { 3, "z" }, { 4, 5 } }, { types = { a = "integer" }, on_error = "reject" })
  check.equal({ t:problems().cell[1], t:problems().row[1], t.b[3] }, { "Table_1!B5", 3, "z" })
  -- Of two broken cells of a row the first one says why; lines stand in the order of their rows.
  t = read({ { "a", "b" }, { 1, "x" }, { "y", "z" }, { 2, 3 } }, { types = { a = "integer", b = "integer" }, on_error = "reject" })
  check.equal({ #t, t:rejects().line[1], t:rejects().line[2], t:rejects().reason[2]:match("%(.*%)") }, { 1, 2, 3, "(Table_1!A3)" })
  -- A long table loses the figure that cannot be read, not those beside it.
  t = read({ { "force", 2022, 2023 }, { "Kent", 1, "x" }, { "Essex", 2, 3 } }, { names = { "year" }, value_name = "n", types = { n = "integer" }, on_error = "reject" })
  check.equal({ #t, t.n:sum(), t.year[2], t:rejects().text[1] }, { 3, 6, 2022, "Kent | 2023 | x" })
  t = read({ { "a" , "b" }, { "x", 1 }, { "y", 2 } }, { types = { a = "integer" }, on_error = "reject" })
  check.equal({ #t, #t:rejects(), t.a:type() }, { 0, 2, "integer" })
  t = read({ { "a", "b" }, { 1, 1 } }, { types = { a = "integer" }, on_error = "reject" })
  check.equal({ #t, #t:rejects() }, { 1, 0 })
end)

check.test("a range that is a part of a table has no rows of it among its notes, and one where nothing stands is told so", function()
  local rows = { { "Table 1: People" }, { "Of all ages." }, { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Avon", 4 }, { "1. Of England." } }
  local t = read(rows, { range = "A5:B5", header = false })
  check.equal({ #t, t:col("col_1")[1], #t.preamble, t.preamble[1], #t.footnotes, t.footnotes[1] }, { 1, "Essex", 2, "Table 1: People", 1, "1. Of England." })
  check.contains(problem(rows, { range = "D9:E20" }), "Table_1: nothing stands in D9:E20; the sheet is used from A1 to B7")
end)

check.test("names that two columns would have, and names of columns that nothing makes, are told", function()
  local rows = { { "force", 2022, 2023 }, { "Kent", 12, 7 } }
  check.contains(problem(rows, { names = { "force" } }), 'Table_1: two columns would be called "force"; give names, value_name or stub_name other words')
  check.contains(problem(rows, { names = { "year" }, value_name = "year" }), 'two columns would be called "year"')
  check.contains(problem(rows, { value_name = "n" }), "option value_name says what a column is called that option names makes")
  check.contains(problem(rows, { stub_name = "region" }), "option stub_name says what a column is called that option stub makes")
end)

check.test("dates are those stored, whatever is shown", function()
  local function date(value, shown) return { ('<table:table-cell office:value-type="date" office:date-value="%s"><text:p>%s</text:p></table:table-cell>'):format(value, shown) } end
  local t = read({ { "day", "moment", "n" }, { date("2019-09-30", "Sep-19"), date("2019-09-30T10:30:00", "x"), 1 }, { date("2019-03-31", "Mar-19"), date("2019-03-31", "x"), 2 } })
  check.equal({ t.day:type(), t.day[1], t.moment:type(), t.moment[1], t.moment[2] }, { "date", "2019-09-30", "datetime", "2019-09-30 10:30:00", "2019-03-31 00:00:00" })
  local shown = read({ { "day", "n" }, { date("2019-09-30", "Sep-19"), 1 } }, { values = "shown" })
  check.equal(shown.day[1], "Sep-19")
end)

check.test("serial numbers are dates of 1900, with its day that never was, or of 1904", function()
  local styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
  local function day(n, style) return ('<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" s="%d"><v>%s</v></c></row>'):format(n + 1, n + 1, n, n + 1, style or 1, ({ 1, 59, 60, 61, 43738, 2958465 })[n]) end
  local head = '<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c><c r="B1" t="inlineStr"><is><t>day</t></is></c></row>'
  local rows = head
  for n = 1, 6 do rows = rows .. day(n) end
  local t = read_xlsx(rows, nil, { styles = styles })
  check.equal({ t.day[1], t.day[2], t.day[3], t.day[4], t.day[5], t.day[6] }, { "1900-01-01", "1900-02-28", nil, "1900-03-01", "2019-09-30", "9999-12-31" })
  check.contains(t:problems().value[1], "29 February 1900")
  local other = read_xlsx(head .. day(5):gsub('r="6"', 'r="2"'):gsub("([AB])6", "%12"), nil, { styles = styles, book = '<workbookPr date1904="1"/>' })
  check.equal(other.day[1], "2023-10-01")
end)

check.test("cells with an error are missing, a problem, and said", function()
  local error_cell = { '<table:table-cell office:value-type="string" table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>' }
  local t = read({ { "force", "rate" }, { "Kent", 1.5 }, { "Essex", error_cell } })
  check.equal({ t:col("rate"):type(), t:col("rate")[2], t:problems().cell[1], t:problems().value[1] }, { "number", nil, "Table_1!B3", "#DIV/0!" })
  check.contains(notes(t), "1 cell holds an error of the spreadsheet and is missing")
end)

check.test("booleans are booleans, percentages are shares of one", function()
  local function of(kind, attributes) return { ('<table:table-cell office:value-type="%s" %s><text:p>x1</text:p></table:table-cell>'):format(kind, attributes) } end
  local t = read({ { "b", "share", "n" }, { of("boolean", 'office:boolean-value="true"'), of("percentage", 'office:value="0.25"'), 1 } })
  check.equal({ t.b:type(), t.b[1], t:col("share")[1], t:about().fields.share.unit }, { "boolean", true, 0.25, "proportion" })
end)

check.test("what a number shows without a digit is said", function()
  local dash = { '<table:table-cell office:value-type="float" office:value="0"><text:p>-</text:p></table:table-cell>' }
  local t = read({ { "force", "people" }, { "Kent", 3 }, { "Essex", dash } })
  check.equal(t.people[2], 0)
  check.contains(notes(t), '1 number shows a text without a digit')
end)

check.test("blanks around labels and dots behind them are layout", function()
  local t = read({ { "month", "n" }, { "March . . . . . .", 1 }, { "\u{a0}April ", 2 }, { "St. Albans", 3 } })
  check.equal({ t.month[1], t.month[2], t.month[3] }, { "March", "April", "St. Albans" })
  check.equal(read({ { "month", "n" }, { "April . . .", 2 } }, { trim = false }).month[1], "April . . .")
end)

-- --- where a table is ------------------------------------------------------------------------------------------------------------

check.test("lines above are the preamble and the title, lines below the notes", function()
  local t = read({ { "Table 1: Referrals" }, { "Home Office" }, {}, { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, {}, { "Notes" }, { "1. Of all ages." } })
  check.equal({ #t, t:about().title, t.preamble[2], t.footnotes[1], t.footnotes[2] }, { 2, "Table 1: Referrals", "Home Office", "Notes", "1. Of all ages." })
  check.contains(notes(t), "note below the table: 1. Of all ages.")
end)

check.test("a cell of blanks alone below a table is no note of it", function()
  local t = read({ { "Table 1: Referrals" }, { "force", "people" }, { "Kent", 12 }, {}, { " " }, { "\u{a0}" }, { "Source: Home Office" } })
  check.equal({ t.footnotes, #t:notes() }, { { "Source: Home Office" }, 1 })
end)

check.test("a blank row before a total parts nothing", function()
  local t = read({ { "force", "people" }, {}, { "Kent", 12 }, { "Essex", 3 }, {}, { "Total", 15 } })
  check.equal({ #t, t.people:sum() }, { 3, 30 })
end)

check.test("tables below each other are told by their titles, and nth names one", function()
  local rows = { { "Table 1: adults" }, { "force", "n" }, { "Kent", 1 }, {}, { "Notes: of adults" }, {}, { "Table 2: children" }, { "force", "n" }, { "Kent", 5 } }
  local t = read(rows, { nth = 2, sheet = "Table_1" })
  check.equal({ #t, t.n[1], t:about().title, #(t.footnotes or {}) }, { 1, 5, "Table 2: children", 0 })
  check.equal(read(rows, { title = "adults" }).footnotes, { "Notes: of adults" })
  check.equal(read(rows, { title = "table 2" }).n[1], 5)
  check.contains(problem(rows, { title = "pensioners" }), 'no table with a title like "pensioners"')
  check.contains(problem(rows, { sheet = "Table_1", nth = 3 }), "there is no table 3: it has 2")
  check.contains(problem(rows, { title = "Table" }), "two tables have a title like")
end)

check.test("a second header below without a title begins another table", function()
  local t = read({ { "force", "adults" }, { "Kent", 1 }, {}, { "court", "trials" }, { "Crown", 7 } }, { nth = 2 })
  check.equal({ t:column_names(), t.trials[1] }, { { "court", "trials" }, 7 })
end)

check.test("tables beside each other are parted by a blank column and labels of their own", function()
  local rows = { { "force", "n", "", "court", "trials" }, { "Kent", 1, "", "Crown", 7 }, { "Essex", 2, "", "Magistrates", 8 } }
  check.equal({ #read(rows, { nth = 1 }):column_names(), read(rows, { nth = 2 }).trials:sum() }, { 2, 15 })
  local spacer = read({ { "force", "n", "", "all" }, { "Kent", 1, "", 7 }, { "Essex", 2, "", 8 } })
  check.equal(spacer:column_names(), { "force", "n", "all" })
end)

check.test("a range is read as it is named", function()
  local rows = { { "x", "y", "z" }, { 1, 2, 3 }, { 4, 5, 6 } }
  check.equal(read(rows, { range = "B1:C2" }):to_list(), { { y = 2, z = 3 } })
  check.equal(read(rows, { range = "Table_1!B2:C3", header = false }):to_list(), { { col_1 = 2, col_2 = 3 }, { col_1 = 5, col_2 = 6 } })
  check.contains(problem(rows, { range = "B1:" }), 'range "B1:" is none')
  check.contains(problem(rows, { range = "Other!A1:B2" }), 'no sheet "Other"')
end)

check.test("marked tables and named ranges are read by name", function()
  local after = '<table:database-ranges><table:database-range table:name="People" table:target-range-address="Table_1.A2:Table_1.B4"/></table:database-ranges>'
    .. '<table:named-expressions><table:named-range table:name="part" table:cell-range-address="$Table_1.$A$2:.$B$3"/></table:named-expressions>'
  local rows = { { "Referrals" }, { "force", "n" }, { "Kent", 1 }, { "Essex", 2 }, { "not of it", 9 } }
  check.equal(read(rows, { table = "people" }, { after = after }).n:sum(), 3)
  check.equal(read(rows, { table = "part" }, { after = after }).n:sum(), 1)
  check.contains(problem(rows, { table = "Peeple" }, { after = after }), 'no table "Peeple"; did you mean "People"?')
end)

check.test("a table part of XLSX is read by name, without its totals row", function()
  local t = read_xlsx({ rows = cells "A1=force B1=n A2=Kent B2=1 A3=Essex B3=2 A4=Total B4=3",
    table = '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="T" displayName="Forces" ref="A1:B4" totalsRowCount="1"/>' }, { table = "Forces" })
  check.equal({ #t, t.n:sum() }, { 2, 3 })
end)

check.test("stop_at ends a table, and must be found", function()
  local rows = { { "force", "n" }, { "Kent", 1 }, { "of which: Medway", 2 }, { "Essex", 3 } }
  check.equal(#read(rows, { stop_at = "of which" }), 1)
  check.contains(problem(rows, { stop_at = "Total" }), 'stop_at = "Total": no cell of its first column begins so')
end)

check.test("skip begins below so many rows", function()
  local rows = { { "all", "of it" }, { "is", "text" }, { "force", "n" }, { "Kent", 1 }, { "Essex", 2 } }
  check.equal(read(rows, { skip = 2 }).n:sum(), 3)
  check.contains(problem(rows, { skip = 5 }), "skip = 5 goes past the table")
end)

check.test("of several sheets one must be named", function()
  workbooks.ods(path, { { name = "a", rows = { { "x", "y" }, { "Kent", 2 } } }, { name = "b", rows = { { "x", "y" }, { "Kent", 3 } } } })
  local _, message = lab.try(lab.read_sheet, path)
  check.contains(message, "which sheet? (sheet = ...) Tables are in a, b")
  check.equal({ lab.read_sheet(path, { sheet = "B" }).y[1], lab.read_sheet(path, { sheet = 2 }).y[1] }, { 3, 3 })
  _, message = lab.try(lab.read_sheet, path, { sheet = "aa" })
  check.contains(message, 'no sheet "aa"')
end)

-- --- headers ---------------------------------------------------------------------------------------------------------------------

local function span(text, columns, rows) return { ('<table:table-cell table:number-columns-spanned="%d" table:number-rows-spanned="%d"><text:p>%s</text:p></table:table-cell>'):format(columns, rows or 1, text) } end
local covered = { "<table:covered-table-cell/>" }

check.test("upper headings reach over the columns that they are merged over", function()
  local t = read({ { span("force", 1, 2), span("adults", 2), covered, "all" }, { covered, "men", "women", "n" }, { "Kent", 1, 2, 3 } })
  check.equal(t:column_names(), { "force", "adults men", "adults women", "all n" })
end)

check.test("where nothing is merged they reach as far as the next one", function()
  local t = read({ { "force", "adults", "", "children", "" }, { "", "men", "women", "boys", "girls" }, { "Kent", 1, 2, 3, 4 } })
  check.equal(t:column_names(), { "force", "adults men", "adults women", "children boys", "children girls" })
  local wrapped = read({ { "force", "Number", "" }, { "", "of jobs", "Median" }, { "Kent", 1, 2 } }, { header = "wrapped" })
  check.equal(wrapped:column_names(), { "force", "Number of jobs", "Median" })
end)

check.test("years and dates above figures are headings", function()
  local t = read({ { "force", 2021, 2022 }, { "Kent", 3, 4 }, { "Essex", 5, 6 } })
  check.equal({ t:column_names(), t:col("2021"):sum() }, { { "force", "2021", "2022" }, 8 })
end)

check.test("a row with a label is none of the header, whatever stands where its figures would", function()
  local t = read({ { "force", "men", "women" }, { "Kent", "withheld", "withheld" }, { "Essex", 1, 2 }, { "Avon", 3, 4 } })
  check.equal({ t:column_names(), #t, t.men[1] }, { { "force", "men", "women" }, 3, "withheld" })
end)

check.test("names of labels may stand below a heading that is merged over all of them", function()
  local t = read({ { span("Purpose", 2), covered, "low", "high" }, { "sex", "age" }, { "men", "15-24", 1, 2 }, { "men", "25-44", 3, 4 } })
  check.equal({ t:column_names(), #t }, { { "sex", "age", "low", "high" }, 2 })
end)

check.test("of a sheet with one column that is a table", function()
  local t = read({ { "force" }, { "Kent" }, { "Essex" } })
  check.equal({ t:column_names(), #t }, { { "force" }, 2 })
  check.equal(read({ { "n" }, { 1 }, { 2 } }).n:sum(), 3)
  check.contains(problem({}), "no sheet has anything in it")
end)

check.test("names make a long table of which header rows are columns", function()
  local t = read({ { "force", span("2021", 2), covered, span("2022", 2), covered }, { "", "adult", "child", "adult", "child" }, { "Kent", 1, 2, 3, "[c]" } },
    { names = { "year", "age" }, value_name = "people", markers = "gss" })
  check.equal(t:column_names(), { "force", "year", "age", "people" })
  check.equal({ #t, t.year:type(), t.year[3], t.age[2], t.people[3], t.people:marker(4) }, { 4, "integer", 2022, "child", 3, "[c]" })
  local one = read({ { "force", span("As at", 2), covered }, { "", "2021-03-31", "2022-03-31" }, { "Kent", 1, 2 } }, { names = { false, "day" } })
  check.equal({ one:column_names(), one.day:type() }, { { "force", "day", "value" }, "date" })
  check.contains(problem({ { "force", "2021" }, { "Kent", 1 } }, { names = { "a", "b" } }), "names has 2 names, but the header has 1 row (row 1)")
end)

check.test("figures are asked for by any of their headings, columns by their names", function()
  local rows = { { "force", span("number", 2), covered, span("change", 2), covered }, { "", "2021", "2022", "n", "%" }, { "Kent", 1, 2, 1, 100 } }
  local t = read(rows, { names = { false, "year" }, headings = "number" })
  check.equal({ #t, t.year:type(), t.value:sum() }, { 2, "integer", 3 })
  check.equal(read(rows, { headings = "change" }):column_names(), { "force", "change n", "change %" })
  check.equal(read(rows, { names = { "what", "year" }, columns = { "value", "what" }, where = "force == 'Kent' and year == '%'" }):to_list(), { { value = 100, what = "change" } })
  check.contains(problem(rows, { names = { false, "year" }, headings = "numbers" }), 'no heading "numbers"; did you mean "number"?')
end)

check.test("a row of units below the header is the units of its columns", function()
  local t = read({ { "industry", "employment", "wages" }, { "", "'000", "$m" }, { "Mining", 5, 7 }, { "Farming", 6, 8 } })
  check.equal({ t:column_names(), t:about().fields.employment.unit, t:about().fields.wages.unit }, { { "industry", "employment", "wages" }, "thousand", "$ million" })
end)

check.test("equal and missing headings are made different, and said", function()
  local t = read({ { "force", "n", "n", "" }, { "Kent", 1, 2, 3 }, { "Essex", 1, 2, 3 } })
  check.equal(t:column_names(), { "force", "n", "n_2", "col_4" })
  check.contains(notes(t), 'two columns are called "n"; the one in C is n_2')
  check.contains(notes(t), "column D has no heading and is called col_4")
end)

check.test("of many equal headings the first ten are told", function()
  local head, row = { "force" }, { "Kent" }
  for i = 1, 3000 do head[#head + 1], row[#row + 1] = "people", i end
  local t = read({ head, row })
  check.equal({ #t:column_names(), t:column_names()[3], t:column_names()[3001] }, { 3001, "people_2", "people_3000" })
  check.contains(notes(t), "2989 columns more have a name that was made or changed")
end)

check.test("header_rows says how many there are", function()
  local t = read({ { "force", "n" }, { "", 10 }, { "Kent", 1 } }, { header_rows = 2 })
  check.equal({ t:column_names()[2], #t }, { "n 10", 1 })
  check.equal(read({ { "a", "b" }, { "c", "d" } }, { header = false }):to_list(), { { col_1 = "a", col_2 = "b" }, { col_1 = "c", col_2 = "d" } })
end)

-- --- rows ------------------------------------------------------------------------------------------------------------------------

check.test("hidden rows, columns and sheets are left out and counted, or read when asked for", function()
  local rows = { { "force", "n", "secret" }, { "Kent", 1, 9 }, { "Essex", 2, 9, attributes = 'table:visibility="collapse"' }, { "Surrey", 3, 9 } }
  local columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
  local t = read(rows, nil, { columns = columns })
  check.equal({ #t, t:column_names() }, { 2, { "force", "n" } })
  check.contains(notes(t), "1 hidden row was left out")
  check.contains(notes(t), "1 hidden column was left out")
  t = read(rows, { hidden = "read" }, { columns = columns })
  check.equal({ #t, t.secret:sum() }, { 3, 27 })
  local styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
  check.contains(problem(rows, nil, { styles = styles, attributes = 'table:style-name="ta2"' }), "no sheet has anything in it, but for hidden ones")
  check.equal(#read(rows, { sheet = "Table_1" }, { styles = styles, attributes = 'table:style-name="ta2"' }), 2)
end)

check.test("rows and cells that repeat are as many as they stand for", function()
  local t = read('<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>'
    .. '<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="2" table:number-columns-repeated="3"><text:p>2</text:p></table:table-cell>'
    .. '<table:table-cell table:number-columns-repeated="16381"/></table:table-row><table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>')
  check.equal({ #t, t.a:sum(), t.c:sum() }, { 3, 6, 6 })
end)

check.test("labels merged over rows, and labels written once, are those of all their rows", function()
  local merged = read({ { "region", "force", "n" }, { span("East", 1, 2), "Kent", 1 }, { covered, "Essex", 2 }, { "West", "Avon", 3 } })
  check.equal({ merged.region[1], merged.region[2], merged.region[3] }, { "East", "East", "West" })
  local once = read({ { "region", "force", "n" }, { "East", "Kent", 1 }, { "", "Essex", 2 }, { "West", "Avon", 3 }, { "", "Devon", 3 }, {}, { "", "Kew", 4 } })
  check.equal({ once.region[2], once.region[4], once.region[5] }, { "East", "West", nil })
  check.contains(notes(once), "2 blank cells below a label have the label")
  check.equal(read({ { "region", "force", "n" }, { "East", "Kent", 1 }, { "", "Essex", 2 } }, { fill = false }).region[2], nil)
  local promised = { { "year", "quarter", "n" }, { "2021", "Q1", 1 }, { "", "Q2", 2 }, { "2O22", "Q1", 3 }, { "", "Q2", 4 } }
  check.contains(problem(promised, { types = { year = "integer" } }), 'Table_1!A4: column "year": "2O22" is not an integer')
  check.equal(read(promised, { types = { year = "integer" }, on_error = "missing" }).year[2], 2021)
  check.equal(read(promised):problems().cell[1], "Table_1!A4")
  local hidden = read({ { "region", "force", "n" }, { "East", "Kent", 1 }, { "", "Essex", 2, attributes = 'table:visibility="collapse"' }, { "", "Surrey", 3 } })
  check.equal({ #hidden, hidden.region[2] }, { 2, "East" })
  local levels = read({ { "sex", "age", "place", "n" }, { "men", "15-24", "home", 1 }, { "", "", "away", 2 }, { "", "25-44", "home", 3 }, { "", "", "away", 4 }, { "women", "15-24", "home", 5 }, { "", "", "away", 6 } })
  check.equal({ levels.sex[2], levels.sex[4], levels.age[4], levels.sex[6], levels.age[6] }, { "men", "men", "25-44", "women", "15-24" })
  local tidy = read({ { "region", "force", "n" }, { "East", "Kent", 1 }, { "East", "Essex", 2 }, { "", "Avon", 3 } })
  check.equal(tidy.region[3], nil)
end)

check.test("years, quarters and months below each other are filled down each in its block, and blank rows can be kept", function()
  local rows = { { "Period", "", "output" }, {}, { 2021, "", 100 }, { 2022, "", 104 }, {}, { 2021, "Q1", 24 }, { "", "Q2", 25 }, { "", "Q3", 25 }, { 2022, "Q1", 26 }, { "", "Q2", 26 }, {},
    { 2022, "Jan", 8 }, { "", "Feb", 9 }, { "", "Mar", 9 } }
  local t = read(rows)
  check.equal({ #t, t.Period:type(), t.Period[4], t.Period[7], t.Period[10], t.output:type() }, { 10, "integer", 2021, 2022, 2022, "integer" })
  local kept = read(rows, { blank_rows = "keep" })
  check.equal({ #kept, kept.output[3], kept.output[9], kept.Period[12] }, { 12, nil, nil, 2022 })
end)

check.test("a figure merged over rows is not counted twice", function()
  local t = read({ { "force", "n", "m" }, { "Kent", { '<table:table-cell table:number-rows-spanned="2" office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>' }, 1 }, { "Essex", covered, 2 } })
  check.equal({ t.n:sum(), t.n[2] }, { 5, nil })
end)

local bold = '<style:style style:name="b" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
  .. '<style:style style:name="in1" style:family="table-cell"><style:paragraph-properties fo:margin-left="0.3cm"/></style:style>'
local function styled(style, text) return { ('<table:table-cell table:style-name="%s"><text:p>%s</text:p></table:table-cell>'):format(style, text) } end

check.test("heads in bold are a column, and what says total heads nothing", function()
  local rows = { { "force", "n" }, { styled("b", "East"), 3 }, { "Kent", 1 }, { "Essex", 2 }, { styled("b", "West"), 4 }, { "Avon", 4 }, { styled("b", "Total"), 7 }, { "BTP", 9 } }
  local t = read(rows, { stub = "bold", stub_name = "region" }, { styles = bold })
  check.equal(t:to_list(), { { region = "East", force = "Kent", n = 1 }, { region = "East", force = "Essex", n = 2 }, { region = "West", force = "Avon", n = 4 }, { force = "BTP", n = 9 } })
  check.contains(notes(t), "1 of 1 figures of heads are the sums of the rows below them")
  rows[2][2] = 33
  check.contains(notes(read({ { "force", "n", "m" }, { styled("b", "East"), 3, 5 }, { "Kent", 1, 2 }, { "Essex", 2, 3 }, { styled("b", "West"), 9, 3 }, { "Avon", 4, 1 }, { "Devon", 4, 2 }, { styled("b", "North"), 2, 2 }, { "York", 1, 1 }, { "Leeds", 1, 1 } },
    { stub = "bold" }, { styles = bold })), "1 figure is of a head not the sum of the rows below: B5 is 9 and the rows below it add up to 8")
  check.contains(problem({ { "force", "n" }, { "Kent", 1 } }, { stub = "bold" }), 'stub = "bold": none of the 1 labels')
end)

check.test("heads that are indented less, stand alone, or are sums", function()
  local indented = { { "field", "n" }, { "All", 6 }, { styled("in1", "Kent"), 4 }, { styled("in1", "Essex"), 2 } }
  check.equal(read(indented, { stub = "indent" }, { styles = bold }):to_list(), { { group = "All", field = "Kent", n = 4 }, { group = "All", field = "Essex", n = 2 } })
  local sections = { { "month", "n" }, { "MINING" }, { "Jan", 1 }, { "Feb", 2 }, { "FARMING" }, { "Jan", 3 } }
  check.equal(read(sections, { stub = "sections", stub_name = "industry" }).industry:n_distinct(), 2)
  check.equal(#read(sections), 5)
  local sums = { { "force", "n", "m" }, { "East", 3, 30 }, { "Kent", 1, 10 }, { "Essex", 2, 20 }, { "West", 9, 90 }, { "Avon", 4, 40 }, { "Devon", 5, 50 } }
  local t = read(sums, { stub = "sums" })
  check.equal({ #t, t.group[1], t.group[3], t.n:sum() }, { 4, "East", "West", 12 })
  check.contains(problem({ { "force", "n" }, { "Kent", 1 }, { "Essex", 5 } }, { stub = "sums" }), "no row is the sum of the rows below it")
  check.contains(problem(sums, { stub = "sums", types = { group = "integer" } }), '"East" is not an integer')
  check.contains(problem(sums, { stub = "colour" }), 'option stub is "bold"')
end)

-- --- marks and markers -----------------------------------------------------------------------------------------------------------

local raised = '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
local function with_note(text, mark) return { ('<table:table-cell><text:p>%s<text:span text:style-name="T1">%s</text:span></text:p></table:table-cell>'):format(text, mark) } end

check.test("raised marks, and those in brackets, are taken off headings, labels and figures", function()
  local rows = { { "force", with_note("CED", "1") }, { with_note("Kent", "2,3"), "12*" }, { "Essex [note 4]", 3 }, { with_note("Avon", "r"), 5 }, { "Devon (R)", 6 } }
  local t = read(rows, nil, { styles = raised })
  check.equal({ t:column_names()[2], t.force[1], t.force[2], t.force[4], t.CED:type(), t.CED[1] }, { "CED", "Kent", "Essex", "Devon", "integer", 12 })
  check.equal({ t.CED:marker(3), t.CED:marker(4), t.CED:marker(2) }, { "[r]", "[r]", nil })
  local marks = {}
  for i, row in ipairs(t:marks():to_list()) do marks[i] = row.text .. " " .. row.mark end
  check.equal(marks, { "Kent 2,3", "Essex [note 4] [note 4]", "12* *" })
  local kept = read(rows, { marks = "keep" }, { styles = raised })
  check.equal({ kept:column_names()[2], kept.force[1], kept.force[4] }, { "CED1", "Kent2,3", "Devon (R)" })
end)

check.test("ordinals and powers are no marks", function()
  local t = read({ { with_note("30", "th") , with_note("area km", "2") }, { "a", 1 } }, nil, { styles = raised })
  check.equal(t:column_names(), { "30th", "area km²" })
end)

check.test("a column of letters without a heading is the flags of the column at its left", function()
  local t = read({ { "force", "n", "", "m" }, { "Kent", 1, "R", 2 }, { "Essex", 3, "", 4 }, { "Avon", 5, "(p)", 6 } })
  check.equal({ t:column_names(), t.n:marker(1), t.n:marker(2), t.n:marker(3) }, { { "force", "n", "m" }, "[r]", nil, "[p]" })
  local other = read({ { "force", "n", "", "m" }, { "Kent", 1, "yes", 2 }, { "Essex", 3, "", 4 } })
  check.equal(#other:column_names(), 4)
end)

check.test("a flag in a heading is of all its figures", function()
  local t = read({ { "force", "2022", "2023 [p]" }, { "Kent", 1, 2 }, { "Essex", 3, 4 } })
  check.equal({ t:column_names()[3], t:col("2023"):marker(1), t:col("2022"):marker(1) }, { "2023", "[p]", nil })
end)

check.test("markers are read where the sheet explains shorthand, else stay text", function()
  local body = { { "force", "n" }, { "Kent", "[c]" }, { "Essex", 3 } }
  local with = { { "Shorthand: [c] confidential." } }
  for _, row in ipairs(body) do with[#with + 1] = row end
  check.equal({ read(with).n:type(), read(with).n:marker(1) }, { "integer", "[c]" })
  check.equal({ read(body).n:type(), read(body, { markers = "gss" }).n:type(), read(with, { markers = "none" }).n:type() }, { "text", "integer", "text" })
end)

check.test("signs mean what the words below the table say", function()
  local t = read({ { "force", "n" }, { "Kent", ".." }, { "Essex", 3 }, { "Avon", "*" }, { "Devon", "-" }, {}, { "'..' Denotes data not available" }, { "* = not applicable" }, { "- suppressed to avoid disclosure" } })
  check.equal({ t.n:marker(1), t.n:marker(3), t.n:marker(4), t.n:type() }, { "[x]", "[z]", "[c]", "integer" })
  check.contains(notes(t), '"*" is [z]')
  local own = read({ { "force", "n" }, { "Kent", ":" }, { "Essex", 3 } }, { markers = { [":"] = "x" } })
  check.equal(own.n:marker(1), "[x]")
  check.contains(problem({ { "force", "n" }, { "Kent", ":" } }, { markers = { [":"] = "none" } }), 'not for "none"')
  check.equal(read({ { "force", "n" }, { "Kent", "x" }, { "Essex", 3 } }, { missing = "x" }).n:missing(), 1)
end)

-- --- XLSX ------------------------------------------------------------------------------------------------------------------------

check.test("shared and inline strings, rich runs, and parts that are missing", function()
  local strings = "<sst><si><r><t>Force</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si><si><t>Kent</t><rPh><t>spoken</t></rPh></si></sst>"
  local rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
  check.equal(read_xlsx(rows, nil, { strings = strings }):to_list(), { { Force = "Kent", n = 2 } })
  check.equal(read_xlsx(cells "A1=x B1=y A2=Kent B2=3"):to_list(), { { x = "Kent", y = 3 } })
  local _, message = lab.try(read_xlsx, rows, nil)
  check.contains(message, "Table 1!A1: it refers to a shared text that is not there")
end)

check.test("merged ranges come after the cells, and rows and cells need not say where they are", function()
  local t = read_xlsx({ rows = cells "A1=force B1=adults C1=left_over A2=x B2=men C2=women A3=Kent B3=1 C3=2", after = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>' })
  check.equal(t:column_names(), { "x", "adults men", "adults women" })
  local bare = read_xlsx('<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row><c><v>1</v></c><c><v>1.5E3</v></c></row>')
  check.equal(bare:to_list(), { { a = 1, b = 1500 } })
end)

check.test("what cells of an XLSX file show is read by the formats of their numbers", function()
  local styles = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="mmm\\-yy;@"/><numFmt numFmtId="165" formatCode="0;-0;&quot;[z]&quot;"/><numFmt numFmtId="166" formatCode="# ?/?"/></numFmts>'
    .. '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="3"/></cellXfs></styleSheet>'
  local function sheet(last)
    return '<row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>share</t></is></c><c r="C1" t="inlineStr"><is><t>n</t></is></c><c r="D1" t="inlineStr"><is><t>big</t></is></c></row>'
      .. '<row r="2"><c r="A2" s="2"><v>43738</v></c><c r="B2" s="1"><v>0.426</v></c><c r="C2" s="3"><v>0</v></c><c r="D2" s="5"><v>1223.8943</v></c></row>'
      .. '<row r="3"><c r="A3" s="2"><v>43555</v></c><c r="B3" s="1"><v>0.5</v></c><c r="C3" s="3"><v>7</v></c><c r="D3" s="' .. last .. '"><v>2</v></c></row>'
  end
  local t = read_xlsx(sheet(5), { values = "shown", markers = "gss" }, { styles = styles })
  check.equal({ t.day[1], t:col("share")[1], t.n:marker(1), t.n[2], t.big[1], t.big[2] }, { "Sep-19", 43, "[z]", 7, 1224, 2 })
  local stored = read_xlsx(sheet(5), nil, { styles = styles })
  check.equal({ stored.day[1], stored:col("share")[1], stored.n[1], stored.big[1] }, { "2019-09-30", 0.426, 0, 1223.8943 })
  check.contains(notes(stored), 'column "n": 1 number shows a text without a digit, such as "-"; the stored number was read')
  local _, message = lab.try(read_xlsx, sheet(4), { values = "shown" }, { styles = styles })
  check.contains(message, 'Table 1!D3: what the cell shows is not known: its number format is "# ?/?"')
  check.contains(message, 'Leave values = "shown" out')
  check.equal(read_xlsx(sheet(4), nil, { styles = styles }).big[2], 2.0)
end)

check.test("what is no workbook says what it is and what to do", function()
  local function of(text)
    lab.write_file(path, text)
    local _, message = lab.try(lab.workbook, path)
    return message
  end
  check.contains(of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" .. ("\0"):rep(600)), "old Excel file (.xls, before 2007)")
  check.contains(of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" .. ("\0"):rep(600) .. ("EncryptedPackage"):gsub(".", "%0\0")), "locked with a password")
  check.contains(of("force,people\nKent,1\n"), "lab.read_csv reads it")
  check.contains(of("<html><table></table></html>"), "a web page")
  check.contains(of(""), "the file is empty")
  check.contains(of("PK\3\4abc"), "damaged")
  workbooks.zip(path, { { "a.csv", "x" } })
  check.contains(select(2, lab.try(lab.workbook, path)), "unpack it first")
  workbooks.zip(path, { { "mimetype", "application/vnd.oasis.opendocument.text" }, { "content.xml", "<x/>" } })
  check.contains(select(2, lab.try(lab.workbook, path)), "no spreadsheet (text)")
  workbooks.xlsx(path, {}, { target = "xl/workbook.bin" })
  check.contains(select(2, lab.try(lab.workbook, path)), "binary Excel file (.xlsb)")
  workbooks.zip(path, { { "content.xml", "<x/>", encrypted = true } })
  check.contains(select(2, lab.try(lab.workbook, path)), "locked with a password")
  workbooks.ods(path, { { name = "a", rows = {} } }, { parts = { { "META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>" } } })
  check.contains(select(2, lab.try(lab.workbook, path)), "locked with a password")
  check.contains(select(2, lab.try(lab.workbook, "no-such.ods")), "no-such.ods")
end)

check.test("a packed workbook cut at any length is an error with its name", function()
  local whole = lab.read_file("tests/workbooks/nrm-layout-2020-2023.ods")
  for length = 0, #whole - 1, 7 do
    lab.write_file(path, whole:sub(1, length))
    local wb, message = lab.try(lab.workbook, path)
    check.equal(wb, nil)
    check.contains(message, path .. ": ")
  end
end)

check.test("what looks at cells is asked for places that are none", function()
  local book = require "slavelab.workbook"
  local handle = book.open("tests/workbooks/nrm-layout-2020-2023.ods")
  for _, place in ipairs { -5, 0, 1, 20000, 1 << 40 } do
    check.equal(#book.cells(handle, 4, place, -9), 0)
    check.equal({ #book.column(handle, 4, -3, 1, place), #book.flagged(handle, 4, -3, 1, place), #book.columns(handle, 4, place, place - 1) }, { 0, 0, 0 })
  end
  local function take(spec) return function() book.take(handle, spec) end end
  check.raises("rows are pairs", take { sheet = 4, rows = { 5, 2 }, columns = {} })
  check.raises("rows are pairs", take { sheet = 4, rows = { 0, 2 }, columns = {} })
  check.raises("passes are from 1", take { sheet = 4, passes = 0 })
  check.raises("there is no sheet 9", take { sheet = 9 })
  local t = book.take(handle, { sheet = 4, rows = { 1, 3 }, columns = { { name = "a", cells = { 99999 } }, { name = "b", cells = { -3 } }, { name = "c", row_texts = { 7, 8 } } } })
  check.equal({ #t, t.a:missing(), t.b:missing(), t.c:missing() }, { 3, 3, 3, 3 })
  book.close(handle)
  check.raises("it is closed", function() book.info(handle) end)
end)

check.test("options that are unknown or wrong are said, with what is near", function()
  local rows = { { "a", "b" }, { "Kent", 2 } }
  check.contains(problem(rows, { sheets = "x" }), 'unknown option "sheets"; did you mean "sheet"?')
  check.contains(problem(rows, { marks = "strap" }), 'option marks is "strip" or "keep", not "strap"')
  check.contains(problem(rows, { nth = 0 }), "option nth is a whole number from 1")
  check.contains(problem(rows, { header_rows = "2" }), "option header_rows is a number, not a string")
  check.contains(problem(rows, { columns = { "c" } }), 'no column "c"')
  check.contains(problem(rows, { types = { b = "integr" } }), '"integr" is no type; did you mean "integer"?')
  check.contains(problem(rows, { missing = { 99 } }), "option missing[1] is a text, not a number")
  check.contains(problem(rows, { types = { b = 1 } }), "option types names columns and their types")
  check.contains(select(2, lab.try(lab.read_sheet, 12)), "read_sheet: path: a text was expected")
end)

check.test("rows are kept by a condition that may ask about any column", function()
  local t = read({ { "force", "n" }, { "Kent", 1 }, { "Essex", 2 } }, { where = "n > $least", params = { least = 1 } })
  check.equal(t.force[1], "Essex")
end)

-- --- workbooks ---------------------------------------------------------------------------------------------------------------------

check.test("a workbook shows its sheets, tables, names and what is hidden", function()
  local wb <close> = lab.workbook("tests/workbooks/nrm-layout-2020-2023.ods")
  local shown = tostring(wb)
  check.contains(shown, "6 sheets (ods)")
  check.contains(shown, "title: Modern Slavery: NRM statistics UK")
  check.contains(shown, "workings  A1:B2  (hidden)")
  check.contains(shown, "table 1  A4:C20  Table 2a: Adult (18 or over)")
  check.equal(wb:sheets():filter("state == 'hidden'").sheet[1], "workings")
  check.equal(wb:properties().language, "en-GB")
  local found = wb:tables():filter("sheet == 'Table_1'")
  check.equal({ found.how[1], found.range[1] }, { "title", "A5:U12" })
  check.contains(found:col("notes")[1], "Source: Home Office")
  check.equal(lab.workbook("tests/workbooks/police-workforce-sep19-tables.ods"):tables():filter("sheet == 'Table_1'").unit[1], "full-time equivalents")
  check.equal(wb:read { sheet = "Table_2", nth = 2 }.Positive:sum(), 2434)
  check.contains(select(2, lab.try(function() return wb.sheet end)), 'no method "sheet"; did you mean')
  wb:close()
  check.contains(select(2, lab.try(function() return wb:sheets() end)), "sheets is a method of a workbook")
end)

local function suggested(file)
  local printed, old = {}, print
  print = function(text) printed[#printed + 1] = text end
  local ok, message = pcall(function() lab.workbook("tests/workbooks/" .. file):suggest() end)
  print = old
  check.equal(ok, true, message)
  return table.concat(printed, "\n")
end

check.test("suggest prints calls that read each table, and what is borne out by its figures", function()
  local forces = suggested "police-workforce-tabs-30sep15.ods"
  check.contains(forces, 'stub = "bold": 12 rows are heads of others; 50 of 50 of their figures are the sums of the rows below')
  check.contains(suggested "nrm-layout-2020-2023.xlsx", 'names = { "year", "period" }: a long table of 100 rows')
  check.contains(suggested "ukhsa_Accessible_workbook_example.ods", 'lab.read_sheet("tests/workbooks/ukhsa_Accessible_workbook_example.ods", { table = "Table_2a_London_example" })\n    -- 9 rows, 5 columns')
end)

check.test("a workbook is among the inputs of the run", function()
  read({ { "force", "n" }, { "Kent", 1 }, { "Essex", 2 } })
  local found
  for _, input in ipairs(lab.inputs()) do
    if input.path == path then found = input end
  end
  check.equal({ found ~= nil, #(found and found.sha256 or "") }, { true, 64 })
end)

check.test("what is in a workbook, and the calls that read it, keep to the width of a terminal", function()
  local terminal_width, say, lines = lab.terminal_width, print, {}
  lab.terminal_width, print = function() return 80 end, function(text) lines[#lines + 1] = text end
  local wb = lab.workbook("tests/workbooks/police-workforce-sep19-tables.ods")
  local text = tostring(wb)
  wb:suggest()
  lab.terminal_width, print = terminal_width, say
  for line in (text .. "\n" .. table.concat(lines, "\n")):gmatch("[^\n]+") do
    check.truthy(#line <= 80 or line:find("^lab%.read_sheet"), line) -- a call is one line, to be copied
  end
  check.contains(text, "England\n" .. (" "):rep(24) .. "and Wales, 30 September 2018, 31 March 2019 and 30\n")
end)

check.run()
