-- t:promote_header, t:blocks and t:fill_down within blocks: from a table as it was published to one that can be worked with.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"

local function problem(...)
  local result, message = lab.try(...)
  if result then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

local function sheet(text) return lab.parse_csv(text, { header = false, blank_rows = "keep" }) end

-- --- promote_header ---------------------------------------------------------------------------------------------------------------

local headed = sheet("Referrals,,,,\nas of March,,,,\n,2022,,,n\nforce,adult,child,,n\nKent,12,7 [p],,1\nEssex,\"1,204\",[c],,\n")

check.test("a row becomes the names, what is below is proved anew, and what is above is the preamble", function()
  local t = headed:promote_header { row = 4, markers = "gss" }
  check.equal(t:to_csv(), "force,adult,child,n\nKent,12,7 [p],1\nEssex,1204,[c],\n")
  check.equal({ t.adult:type(), t.child:type(), t.n:type() }, { "integer", "integer", "integer" })
  check.equal(t.preamble, { "Referrals", "as of March", "2022 n" })
  check.equal(headed:promote_header { row = 4 }.child:type(), "text")
end)

check.test("problems says which cell below the header kept a column text", function()
  local t = sheet("k,n\n1,2\n3,x\n5,6\n"):promote_header { row = 1 }
  local problems = t:problems()
  check.equal({ #problems, problems.column[1], problems.type_wanted[1], problems.row[1], problems.value[1], problems.why[1] },
    { 1, "n", "integer", 2, "x", "it is not an integer" })
  check.equal(#sheet("k,n\n1,2\n"):promote_header { row = 1 }:problems(), 0)
end)

check.test("rows are joined, an empty upper cell taking the one to its left, not past a cell of its own", function()
  check.equal(headed:promote_header { rows = { 3, 4 } }:column_names(), { "force", "2022 adult", "2022 child", "n n" })
  check.equal(headed:promote_header { rows = { 3, 4 }, join = ", ", fill = false }:column_names(), { "force", "2022, adult", "child", "n, n" })
  check.equal(sheet("a,,b\nc,d,e\nf,g,h\n1,2,3\n"):promote_header { rows = 3 }:column_names(), { "a c f", "a d g", "b e h" })
  check.equal(sheet("a,\n,\nc,d\n1,2\n"):promote_header { rows = 3 }:column_names(), { "a c", "a d" })
  check.equal(sheet("1997,2019-03-01\nx,y\n"):promote_header { row = 1 }:column_names(), { "1997", "2019-03-01" })
end)

check.test("the names that a first line gave by mistake are kept as a line", function()
  local t = lab.parse_csv("Table 1,\nforce,n\nKent,3\n"):promote_header { row = 1 }
  check.equal({ t.preamble, t:to_csv() }, { { "Table 1" }, "force,n\nKent,3\n" })
end)

check.test("names are made unique, and a column with cells and no name gets one", function()
  check.equal(sheet("n,n,,n_2\n1,2,3,4\n"):promote_header { row = 1 }:column_names(), { "n", "n_3", "col_3", "n_2" })
  check.equal(sheet("col_2,,a\n1,2,3\n"):promote_header { row = 1 }:column_names(), { "col_2", "col_2_2", "a" })
end)

check.test("a header that is not there is an error", function()
  check.equal(problem(headed.promote_header, headed, { row = 7 }), "promote_header: there is no row 7; the table has 6 rows")
  check.equal(problem(headed.promote_header, headed, { rows = 9 }), "promote_header: there is no row 7; the table has 6 rows")
  check.equal(problem(headed.promote_header, headed, { row = 0 }), "promote_header: there is no row 0; the table has 6 rows")
  check.contains(problem(headed.promote_header, headed, { row = 1, rows = 2 }), "not both")
  check.contains(problem(headed.promote_header, headed, {}), "neither is given")
  check.contains(problem(headed.promote_header, headed, { rows = { 4, 3 } }), "rows rise")
  check.contains(problem(headed.promote_header, headed, { rows = {} }), "rows is empty")
  check.contains(problem(headed.promote_header, headed, { rows = "3" }), "how many rows")
  local blank = sheet("a,b\n,\n1,2\n")
  check.equal(problem(blank.promote_header, blank, { row = 2 }), "promote_header: row 2 has no cell that could be a name")
  check.contains(problem(headed.promote_header, headed:group_by("col_1"), { row = 1 }), "promote_header after group_by")
end)

check.test("a header in the last row leaves a table of no rows", function()
  local t = sheet("x,y\na,b\n"):promote_header { row = 2 }
  check.equal({ #t, t:column_names() }, { 0, { "a", "b" } })
end)

-- --- blocks -----------------------------------------------------------------------------------------------------------------------

local two = sheet([[
Crime outcomes,,
,,
Table 1: referrals,,
force,adult,child
Kent,12,7 [p]
Essex,"1,204",[c]

Note: late forms,,
See cover,,
,,
Table 2: decisions,,
force,n,
Kent,3,
,,
Source: NRM,,
]])

check.test("a table is cut at its blank rows, each block with its title, its header and its types", function()
  local list = two:blocks { header = true, markers = "gss" }
  check.equal({ #list, list.titles }, { 2, { "Table 1: referrals", "Table 2: decisions" } })
  check.equal(list[1]:to_csv(), "force,adult,child\nKent,12,7 [p]\nEssex,1204,[c]\n")
  check.equal(list[2]:to_csv(), "force,n\nKent,3\n")
  check.equal({ list[1].child:type(), list[2].n:type() }, { "integer", "integer" })
  check.equal({ list[1].preamble, list[1].footnotes }, { { "Crime outcomes", "Table 1: referrals" }, { "Note: late forms", "See cover" } })
  check.equal({ list[2].preamble, list[2].footnotes }, { { "Table 2: decisions" }, { "Source: NRM" } })
end)

check.test("a list of blocks prints as what is in it, and gives a block by how its title begins", function()
  local list = two:blocks { header = true }
  check.equal(tostring(list), '2 blocks\n  1  "Table 1: referrals": 2 rows, 3 columns\n  2  "Table 2: decisions": 1 row, 2 columns')
  check.equal(#list["Table 2"], 1)
  check.contains(problem(function() return list["Table 3"] end), 'no title begins with "Table 3"; there are 2 blocks')
  check.contains(problem(function() return list.Table end), "several blocks")
end)

check.test("as = gives one table that says which block a row is of", function()
  check.equal(two:blocks { header = true, as = "block" }:to_csv(),
    'block,force,adult,child,n\nTable 1: referrals,Kent,12,7 [p],\nTable 1: referrals,Essex,1204,"[c]",\nTable 2: decisions,Kent,,,3\n')
  check.equal(sheet("a,1\n,\nb,2\n"):blocks { as = "block" }:to_csv(), "block,col_1,col_2\nblock 1,a,1\nblock 2,b,2\n")
  check.contains(problem(two.blocks, two, { as = "col_1" }), 'block 1 has a column "col_1" already')
end)

check.test("blocks under one header keep its names", function()
  local t = lab.parse_csv("period,n\n2018,1\n2019,2\n,\n2018 Q1,3\n", { blank_rows = "keep" })
  local list = t:blocks()
  check.equal({ list[1]:to_csv(), list[2]:to_csv() }, { "period,n\n2018,1\n2019,2\n", "period,n\n2018 Q1,3\n" })
end)

check.test("a table whose first header was read has it in its names", function()
  local t = lab.parse_csv("force,n\nKent,1\n,\narea,m\nWest,2\n", { blank_rows = "keep" })
  local list = t:blocks { header = true }
  check.equal({ list[1]:to_csv(), list[2]:to_csv() }, { "force,n\nKent,1\n", "area,m\nWest,2\n" })
  check.equal(list[1].n:type(), "integer")
  local marked = lab.parse_csv("force,n\nKent,1 [p]\n,\narea,m\nWest,2 [p]\n", { blank_rows = "keep" })
  check.equal(marked:blocks { header = true, markers = "gss" }[1].n:markers(), { "[p]" })
  check.equal(marked:blocks { header = true }[1].n:type(), "text")
end)

check.test("a single line above a block without a title is its title, several are notes of the block before", function()
  local list = sheet("T1,\nk,n\na,1\n,\nT2,\n,\nk,n\nb,2\n,\nA note.,\nAnother.,\n,\nk,n\nc,3\n"):blocks { header = true }
  check.equal({ list.titles[1], list.titles[2], list.titles[3] }, { "T1", "T2" })
  check.equal({ list[2].footnotes, list[3].preamble }, { { "A note.", "Another." }, {} })
  local first = sheet("Cover,\nof March,\n,\nk,n\na,1\n"):blocks { header = true }
  check.equal({ first.titles[1], first[1].preamble }, { "Cover", { "Cover", "of March" } })
end)

check.test("footnotes that a read kept are those of each block", function()
  local t = lab.parse_csv("T,\na,1\n,\nb,2\nNote 1,\nNote 2,\n", { header = false, blank_rows = "keep", stop_at = "Note" })
  check.equal(t:blocks()[1].footnotes, { "Note 1,", "Note 2," })
  check.equal(t:blocks()[2].footnotes, { "Note 1,", "Note 2," })
end)

check.test("preamble that a read kept stays before the lines above a header", function()
  local t = lab.parse_csv("skipped\nT,\nk,n\na,1\n", { header = false, skip = 1 }):promote_header { row = 2 }
  check.equal(t.preamble, { "skipped", "T" })
end)

check.test("a row below a header that was read is no title, and a figure without a label is no footnote", function()
  local t = lab.table { columns = { "k", "n" }, { "a" }, { "b", 1 }, { nil, 2 } }
  local list = t:blocks()
  check.equal({ #list[1], list.titles[1], #list[1].footnotes }, { 3, nil, 0 })
  check.equal(lab.parse_csv("k,n\n,\na,1\n", { blank_rows = "keep" }):blocks { header = true }[1]:to_csv(), "k,n\na,1\n")
end)

check.test("a title that was read as the name of the first column is the title", function()
  local t = lab.parse_csv("Table 1: all,\nk,n\na,1\n,\nTable 2,\nk,n\nb,2\n", { blank_rows = "keep" })
  local list = t:blocks { header = true }
  check.equal(list.titles, { "Table 1: all", "Table 2" })
  check.equal({ list[1]:to_csv(), list[1].preamble }, { "k,n\na,1\n", { "Table 1: all" } })
end)

check.test("several blank rows are one cut, and a row that is missing for a reason is no blank one", function()
  local t = lab.table { columns = { "k", "n" }, { nil, nil }, { "a", 1 }, { nil, nil }, { nil, nil }, { nil, "[c]" }, { "b", 2 }, { nil, nil } }
  local list = t:blocks()
  check.equal({ #list, #list[1], #list[2] }, { 2, 1, 2 })
end)

check.test("a cell alone further right is of a header that spans columns, not a title", function()
  local t = sheet("Title,,\n,2022,\nforce,adult,child\nKent,1,2\n")
  check.equal(t:blocks { header = 2 }[1]:to_csv(), "force,2022 adult,2022 child\nKent,1,2\n")
end)

check.test("lines directly below a block are footnotes when they can be no labels, and that is said", function()
  local heard, said = {}, notice.say
  notice.say = function(text) heard[#heard + 1] = text end
  local t = sheet("force,a,b\nKent,1,2\nEssex^,3,4\n^ This includes Southend,,\n,,Source: NRM\n"):blocks { header = true }[1]
  local rows = sheet("force,a,b\nSurrey,1,2\nDorset,,\n"):blocks { header = true }[1]
  notice.say = said
  check.equal({ t:to_csv(), t.footnotes }, { "force,a,b\nKent,1,2\nEssex^,3,4\n", { "^ This includes Southend", "Source: NRM" } })
  check.equal(#rows, 2)
  check.equal(heard, { 'blocks: 2 lines directly below block 1 are read as footnotes, the first "^ This includes Southend"' })
end)

check.test("by = cuts by the values of columns, and so does group_by", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", 1 }, { "Essex", 2 }, { "Kent", 3 } }
  local list = t:blocks { by = "force" }
  check.equal({ list.titles, list[2]:to_csv() }, { { "force Essex", "force Kent" }, "force,n\nKent,1\nKent,3\n" })
  check.equal(t:group_by("force"):blocks()[1]:to_csv(), "force,n\nEssex,2\n")
  check.contains(problem(t.blocks, t, { by = "force", header = true }), "header is of blocks")
end)

check.test("blocks that cannot be are errors", function()
  check.contains(problem(two.blocks, two, { header = 0 }), "how many rows")
  check.contains(problem(two.blocks, two, { header = 5 }), "block 1 (from row 4) has 3 rows, and its header 5")
  check.contains(problem(two.blocks, two, { heder = true }), 'did you mean "header"')
  local text = sheet("a,\n,\nb,\n")
  check.equal(#text:blocks(), 0)
  check.contains(problem(text.blocks, text, { as = "block" }), "no block")
end)

check.test("random tables put below one another with blank rows between come out as they were", function()
  math.randomseed(11)
  for _ = 1, 40 do
    local tables, lines = {}, {}
    for b = 1, math.random(1, 5) do
      local rows = { columns = { "k", "n", "x" }, types = { k = "text", n = "integer", x = "number" } }
      for i = 1, math.random(1, 6) do rows[i] = { "r" .. math.random(9), math.random(0, 99), math.random(0, 99) + 0.5 } end
      tables[b] = lab.table(rows)
      lines[#lines + 1] = "Table " .. b .. ",,\n" .. tables[b]:to_csv() .. ({ ",,\n", "\n", "\n,,\n" })[math.random(3)]
    end
    local list = sheet(table.concat(lines)):blocks { header = true }
    check.equal(#list, #tables)
    for b, t in ipairs(tables) do check.truthy(list[b]:equals(t), "block " .. b) end
  end
end)

-- --- fill_down --------------------------------------------------------------------------------------------------------------------

check.test("filling ends where a block does, and leaves the blank row blank", function()
  local t = lab.parse_csv("year,q,n\n2019,Q1,5\n,Q2,6\n,,\n,Jan,2\n2020,Feb,3\n,Mar,4\n", { blank_rows = "keep" })
  check.equal(t:fill_down { columns = "year", within = "blocks" }.year:to_list(), { 2019, 2019, nil, nil, 2020, 2020, n = 6 })
  check.equal(t:fill_down { columns = "year" }.year:to_list(), { 2019, 2019, 2019, 2019, 2020, 2020, n = 6 })
  check.equal(t:fill_down { columns = "year", within = "blocks" }:column_names(), { "year", "q", "n" })
  local three = lab.parse_csv("k,n\na,1\n,\n,2\nb,3\n,\n,4\n", { blank_rows = "keep" })
  check.equal(three:fill_down { columns = "k", within = "block" }.k:to_list(), { "a", nil, nil, "b", nil, nil, n = 6 })
  local named = lab.table { columns = { "blocks", "k" }, { 1, "a" }, { 1 }, { 2 } }
  check.equal(named:fill_down { columns = "k", within = "blocks" }.k:to_list(), { "a", "a", nil, n = 3 })
end)

check.test("filling within columns is filling within their groups", function()
  local t = lab.table { columns = { "force", "year" }, { "Kent", 2019 }, { "Essex" }, { "Kent" }, { "Essex", 2020 }, { "Essex" } }
  check.equal(t:fill_down { columns = "year", within = "force" }.year:to_list(), { 2019, nil, 2019, 2020, 2020, n = 5 })
  check.equal(t:group_by("force"):fill_down { columns = "year" }.year:to_list(), { 2019, nil, 2019, 2020, 2020, n = 5 })
  check.contains(problem(t.fill_down, t, { columns = "year", within = "yaer" }), 'no column "yaer"')
  check.contains(problem(t.fill_down, t, { columns = "year", within = "year" }), "says within what")
  check.contains(problem(t.fill_down, t, { within = "year" }), "columns is needed")
  check.contains(problem(t.fill_down, t:group_by("force"), { columns = "year", within = "force" }), "not both")
end)

check.run()
