-- workbook_format_test.lua - reports as workbooks: which sheets there are, what stands on them, and that the tables read back.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local format = require "lib.report.format"

local path = check.folder() .. "/report"

local function open(document, kind, options)
  lab.write_file(path, format.render(format.load("scripts/formats/" .. kind .. ".lua"), document, options))
  return lab.workbook(path)
end

local function test(words, f)
  for _, kind in ipairs { "ods", "xlsx" } do
    check.test(words .. " (" .. kind .. ")", function() f(kind) end)
  end
end

-- The document without what this test has read so far.
local function document_of(report)
  local document = report:document()
  document.methods.inputs = {}
  return document
end

local function referrals() return document_of(dofile("tests/golden/documents/referrals.lua")) end

local function texts_of(t, name) -- without the n of to_list
  local texts = t:col(name):to_list()
  return table.move(texts, 1, #t, 1, {})
end

local function sheets(wb) return texts_of(wb:sheets(), "sheet") end

local function lines(wb, sheet) -- those of column A of a sheet, all its rows
  local t = wb:read { range = sheet .. "!A1:A400", header = false, types = { col_1 = "text" }, trim = false, marks = "keep" }
  return texts_of(t, "col_1")
end

test("a report is a cover, contents, notes, and a table a sheet", function(kind)
  local wb = open(referrals(), kind)
  check.equal(sheets(wb), { "Cover", "Contents", "Notes", "Table_1", "Table_2", "Table_3", "Table_4", "Table_5" })
  check.equal(wb:properties().title, "Referrals of potential victims, 2017 to 2023")
  check.equal(wb:properties().language, "en-GB")
end)

test("the contents list every sheet after them, in order", function(kind)
  local wb = open(referrals(), kind)
  local contents = wb:read { table = "Table_of_contents", types = { Worksheet = "text", Title = "text" } }
  check.equal(texts_of(contents, "Worksheet"), { "Notes", "Table_1", "Table_2", "Table_3", "Table_4", "Table_5" })
  check.equal(contents.Title[3], "More adults and more children are referred every year")
end)

test("a table has its title, what must be known before its figures, and typed cells", function(kind)
  local wb = open(referrals(), kind)
  local t = wb:read { sheet = "Table_1" }
  check.equal(t.preamble, { "Table 1: Potential victims referred, by age when exploited [note 1]",
    "This worksheet contains one table. Notes are explained on the worksheet Notes.",
    "Shorthand in this table: [c] confidential; [x] not available; [p] provisional; [r] revised.",
    "Source: Home Office, Modern Slavery: NRM and DtN statistics, 7 March 2024. Open Government Licence v3.0" })
  check.equal(t:to_csv(), "Year,Adults,Children,Share of children (percent)\n2017,3020,2118,41.2\n2018,3857,3137,44.85\n2019,5866,[c],[x]\n2021,6411,5468,46.0325\n"
    .. "2022,8854 [r],7019,44.2\n2023,9391 [p],7432 [p],44.18\n")
end)

test("a chart is given as its table, with what it shows in words", function(kind)
  local t = open(referrals(), kind):read { sheet = "Table_3" }
  check.contains(t.preamble[4] or t.preamble[3], "These are the figures of a chart: Stacked bars by year; the total rises from 5,138 in 2017 to 16,823 in 2023.")
end)

test("notes are numbered through the workbook in the order in which they are met", function(kind)
  local rows = { columns = { "a", "b" }, { a = 1, b = 2 } }
  local r = lab.report { title = "Notes" }
  r:table(rows, { title = "First", notes = { "Common to both.", "Of the first." } })
  r:table(rows, { title = "Second [note 2] and [note 1]", notes = { "Of the second.", "Common to both." }, titles = { b = "B [note 1]" } })
  local wb = open(document_of(r), kind)
  local notes = wb:read { table = "Notes_of_tables", marks = "keep", types = { ["Note number"] = "text" } }
  check.equal(notes:to_csv(), "Note number,Note text\n[note 1],Common to both.\n[note 2],Of the first.\n[note 3],Of the second.\n")
  check.equal(lines(wb, "Table_1")[1], "Table 1: First [note 1] [note 2]")
  check.equal(lines(wb, "Table_2")[1], "Table 2: Second [note 1] and [note 3]")
  check.equal(wb:read { sheet = "Table_2", marks = "keep" }:column_names(), { "A", "B [note 3]" })
end)

test("the cover says in words what the report says, and where its tables are", function(kind)
  local cover = lines(open(referrals(), kind, { published = "7 March 2024", contact = "office@example.org", author = "A charity" }), "Cover")
  local all = table.concat(cover, "\n")
  check.equal(cover[1], "Referrals of potential victims, 2017 to 2023")
  for _, words in ipairs { "Referrals of children rose faster", "A second paragraph.", "Table 1: Potential victims referred", "Note: Intervals are Wilson's, at 95%.",
    "How these figures were made", "Published\n7 March 2024\nA charity\nContact\noffice@example.org\nLicence\nOpen Government Licence v3.0", "In this workbook" } do
    check.contains(all, words)
  end
end)

test("a report without a table has a cover and a note of how it was made", function(kind)
  local wb = open(lab.report { title = "Nothing yet", { para = "None." } }:document(), kind)
  check.equal(#sheets(wb) <= 3, true)
  check.contains(table.concat(lines(wb, "Cover"), "\n"), "None.")
end)

test("headings that are alike are told apart", function(kind)
  local r = lab.report { title = "Alike" }
  r:table({ columns = { "a", "b" }, { a = 1, b = 2 } }, { titles = { a = "People", b = "people" }, title = "People" })
  check.equal(open(document_of(r), kind):read { sheet = "Table_1" }:column_names(), { "People", "people 2" })
end)

test("words for what is missing stand above the table, not among its figures", function(kind)
  local r = lab.report { title = "Missing" }
  r:table({ columns = { "a", "b" }, { a = 1, b = 2 }, { a = 2 } }, { title = "Some", missing = "none" })
  local t = open(document_of(r), kind):read { sheet = "Table_1" }
  check.equal(t.preamble[3], 'Some cells are blank: the report shows "none" there.')
  check.equal(t:to_csv(), "A,B\n1,2\n2,\n")
end)

test("tables of one title, and those called as the lists are, have names of their own", function(kind)
  local r = lab.report { title = "Names" }
  for _, title in ipairs { "Notes of tables", "PEOPLE", "People", "Table of contents", "2023", "AB12" } do r:table({ columns = { "a" }, { a = 1 } }, { title = title }) end
  local names = {}
  for _, row in ipairs(open(document_of(r), kind):tables():to_list()) do names[#names + 1] = row.name end
  check.equal(names, { "Table_of_contents", "Notes_of_tables_2", "PEOPLE", "People_2", "Table_of_contents_2", "Table_2023", "Table_AB12" })
end)

test("a table without rows says so", function(kind)
  local r = lab.report { title = "None" }
  r:table({ columns = { "a" } }, { title = "Nobody" })
  local t = open(document_of(r), kind):read { sheet = "Table_1" }
  check.equal({ #t, t.preamble[3] }, { 0, "The table has no rows." })
end)

check.run()
