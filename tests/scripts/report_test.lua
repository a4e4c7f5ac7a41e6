package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local report = require "lib.report.report"

local t = { columns = { "year", "n" }, { year = 2022, n = 16921 }, { year = 2023, n = 17004 } }

local function kinds(r)
  local list = {}
  for i, block in ipairs(r:document().blocks) do list[i] = block.kind end
  return list
end

check.test("blocks given in place and appended make one document, in order", function()
  local r = report.new { title = "Referrals", lead = "More\n  than ever.", { heading = "One", level = 3 }, "A text.", { para = "P" },
    { table = t, title = "By year", source = "Home Office" }, { note = "N" }, { source = { publisher = "NCA" } } }
  r:heading("Two"):para("Q"):table(t, { title = "Again" }):note("M"):source("S")
  r:chart(t, { title = "Up", alt = "It rises.", mark = "bar", x = "year", y = "n" })
  check.equal(kinds(r), { "heading", "para", "para", "table", "note", "source", "heading", "para", "table", "note", "source", "chart" })
  local document = r:document()
  check.equal({ document.id, document.title, document.lead, document.lang }, { "referrals", "Referrals", "More than ever.", "en-GB" })
  check.equal(document.blocks[4].sources, { { text = "Home Office" } })
  check.equal({ document.blocks[1].level, document.blocks[7].level }, { 3, 2 })
end)

check.test("the module is called as lab.report is", function()
  check.equal(report({ title = "T", "text" }):document(), report.new({ title = "T", "text" }):document())
end)

check.test("an empty line begins another paragraph and other line ends are blanks", function()
  local r = report.new { title = "T", { para = "one\n  two\n\n  three" } }
  check.equal(r:document().blocks, { { kind = "para", text = "one two" }, { kind = "para", text = "three" } })
end)

check.test("a chart may be given by its table, by its mark or as one specification", function()
  local encoding = { x = { field = "year" }, y = { field = "n" } }
  local r = report.new { title = "T",
    { chart = t, mark = "bar", encoding = encoding, title = "A", alt = "a" },
    { chart = "bar", table = t, x = "year", y = "n", title = "A", alt = "a" },
    { chart = { mark = "bar", encoding = encoding, data = t }, title = "A", alt = "a" } }
  local blocks = r:document().blocks
  check.equal(blocks[1], blocks[2])
  check.equal(blocks[1], blocks[3])
end)

check.test("the document is a copy", function()
  local r = report.new { title = "T", { table = t, title = "A" } }
  r:document().blocks[1].columns[1].values[1] = 0
  check.equal(r:document().blocks[1].columns[1].values[1], 2022)
end)

check.test("a document says how it was made", function()
  local note = report.new { title = "T", suppression = "Counts under 5 are held back." }:document().methods
  check.contains(note.rounding, "half up")
  check.equal(note.suppression, "Counts under 5 are held back.")
  local held = report.new { title = "T", { table = { { n = "[c]" } }, columns = { "n" }, title = "A" } }:document().methods
  check.contains(held.suppression, "[c]")
end)

check.test("what is wrong with a block is said with the report, the block and what it takes", function()
  local message = check.raises('report "T", block 2 %(table%): unknown option "colums"; did you mean "columns"%?', function()
    report.new { title = "T", { para = "P" }, { table = t, colums = {} } }
  end)
  check.contains(message, "report_test.lua:")
  check.raises('unknown option "titel"; did you mean "title"', report.new, { titel = "T" })
  check.raises("it needs a title", report.new, { "text" })
  check.raises("title is a text, not a table", report.new, { title = "T", { table = t, title = {} } })
  check.raises('a report has no method "hedding"; did you mean "heading"', function() report.new({ title = "T" }):hedding("x") end)
  check.raises("a block names its kind", report.new, { title = "T", { hedding = "x" } })
  check.raises("level is 2, 3 or 4", report.new, { title = "T", { heading = "x", level = 1 } })
  check.raises('unknown field "publihser" in a source; did you mean "publisher"', report.new, { title = "T", { source = { publihser = "x" } } })
  check.raises("a source needs", report.new, { title = "T", { source = {} } })
  check.raises("the table is given twice", report.new, { title = "T", { chart = t, data = t, mark = "bar", title = "A", alt = "a" } })
  check.raises("block 1 is nil", report.new, { title = "T", nil, "text" })
  check.raises("t is nil", function() report.new({ title = "T" }):table(nil, { title = "A" }) end)
end)

check.test("a table without a title has that of the heading it stands under, or of the report", function()
  local blocks = report.new({ title = "T", { table = t }, { heading = "By  year" }, { table = t }, { table = t, title = "A" } })
    :document().blocks
  check.equal({ blocks[1].title, blocks[3].title, blocks[4].title }, { "T", "By year", "A" })
end)

check.test("the whole of a table that a package names has that title; a part of it has not", function()
  local whole = require("lib.figures.table_title").put(lab.table { columns = { "year", "n" }, { 2022, 1 }, { 2023, 2 } }, "Referrals by year")
  local blocks = report.new({ title = "T", { heading = "By year" }, { table = whole }, { table = whole:head(1) }, { table = whole, title = "A" } }):document().blocks
  check.equal({ blocks[2].title, blocks[3].title, blocks[4].title }, { "Referrals by year", "By year", "A" })
end)

check.test("a grouped table is shown as any other, in a table and in a chart", function()
  local t = lab.parse_csv("force,people\nKent,1\nAvon,2\n"):group_by("force")
  local r = lab.report { title = "Grouped" }
  r:table(t)
  r:chart(t, { mark = "bar", x = "force", y = "people", title = "One", alt = "Bars." })
  check.contains(r:render "text", "Avon")
end)

check.run()
