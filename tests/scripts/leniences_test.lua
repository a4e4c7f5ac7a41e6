package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local function rows(text, options) return lab.parse_csv(text, options) end

local function notes(t) return table.concat(t:notes(), "\n") end

local function problem(text, options)
  local t, message = lab.try(lab.parse_csv, text, options)
  if t then error("it was read", 2) end
  return message
end

check.test("rows left out are in t:notes()", function()
  local t = rows("a,b\n1,2\n3\n5,6\n", { ragged = "reject" })
  check.equal({ #t, t:rejects().line[1], t:rejects().text[1] }, { 2, 3, "3" })
  check.contains(notes(t), "1 of 3 rows was left out: t:rejects() has it")
  t = rows("a,b\n1,2,3\n4,5,6\n", { ragged = "reject" })
  check.equal(#t, 0)
  check.contains(notes(t), "2 of 2 rows were left out")
  t = rows("a\nx\n1\n", { types = { a = "integer" }, on_error = "reject" })
  check.contains(notes(t), "1 of 2 rows was left out")
  check.equal(#rows("a,b\n1,2\n"):notes(), 0)
end)

check.test("a cell that breaks its promise can be missing, its text among the rejects", function()
  local t = rows("force,people,n\nKent,1O4,1\nEssex,7,x\nAvon,,y\n",
    { types = { people = "integer", n = "integer" }, on_error = "missing" })
  check.equal({ #t, t.people:sum(), t.people[1], t.n:sum(), t.n:type() }, { 3, 7, nil, 1, "integer" })
  check.equal(t:rejects():to_list(), {
    { line = 2, reason = 'column "people": "1O4" is not an integer', text = "1O4" },
    { line = 3, reason = 'column "n": "x" is not an integer', text = "x" },
    { line = 4, reason = 'column "n": "y" is not an integer', text = "y" } })
  check.contains(notes(t), "3 cells are not what types promises and are missing")
end)

check.test("short rows can be filled, and empty cells too many dropped", function()
  local t = rows("a,b,c\n1\n2,3,4,,\n5,6,7\n", { ragged = "fill" })
  check.equal(t:to_list(), { { a = 1 }, { a = 2, b = 3, c = 4 }, { a = 5, b = 6, c = 7 } })
  check.contains(notes(t), "2 rows were filled up")
  -- a column that turns into text is read a second time
  t = rows("a,b\n1\n2,3\nx\n", { ragged = "fill" })
  check.equal({ t.a[1], t.a[3], t.b[1] }, { "1", "x", nil })
  check.equal(t:problems():to_list(), rows("a,b\n1,\n2,3\nx,\n"):problems():to_list())
end)

check.test("rows longer than the header get columns of their own, and nothing is lost", function()
  local t = rows("a,b\n1,2,x\n3\n4,5,,y,\n6,7,\n", { ragged = "fill" })
  check.equal(t:column_names(), { "a", "b", "col_3", "col_4" })
  check.equal(t:to_list(), { { a = 1, b = 2, col_3 = "x" }, { a = 3 }, { a = 4, b = 5, col_4 = "y" }, { a = 6, b = 7 } })
  check.contains(notes(t), "2 rows were longer than the header: columns were added for them")
  check.contains(notes(t), "2 rows were filled up with missing cells, or cut of empty ones")
  t = rows("1\n2,3\n", { ragged = "fill", header = false })
  check.equal(t:to_list(), { { col_1 = 1 }, { col_1 = 2, col_2 = 3 } })
  -- what is asked for may be such a column
  t = rows("a,b\n1,2,3\n", { ragged = "fill", columns = { "col_3" }, types = { col_3 = "text" } })
  check.equal({ t:column_names(), t.col_3[1] }, { { "col_3" }, "3" })
  check.contains(problem("a,b\n1,2,3\n", { ragged = "fill", columns = { "col_4" } }), 'no column "col_4"')
  -- a table that would be of many more cells than the text has bytes is none
  check.contains(problem("a,b\n" .. ("1,2\n"):rep(20000) .. ("9,"):rep(20000) .. "9\n", { ragged = "fill" }), "20001 fields where the header has 2")
end)

check.test("a file without a row is a table without columns only where no header is promised", function()
  local t = rows("", { header = false })
  check.equal({ #t, #t:column_names() }, { 0, 0 })
  check.equal(#rows("\n\n", { header = false }), 0)
  check.contains(problem("", {}), "the file is empty")
end)

check.test("quotes out of place can be put up with", function()
  local t = rows('site,coord\nA,36\'37.8"N\n"B, x",1\n', { quotes = "lenient" })
  check.equal(t:to_list(), { { site = "A", coord = "36'37.8\"N" }, { site = "B, x", coord = "1" } })
  check.contains(notes(t), "1 row was read although quotes stand out of place")
  t = rows('force,people\n"Kent"  ,12\n"Essex",7\n', { quotes = "lenient" })
  check.equal({ t.force[1], t.people:sum() }, { "Kent", 19 })
  t = rows('"force", "people"\n"Kent", "12"\n', { quotes = "lenient" })
  check.equal({ t.force[1], t.people[1] }, { "Kent", 12 })
  check.equal(rows('a,b\n"say "hi" now",2\n', { quotes = "lenient" }).a[1], 'say "hi" now')
  check.equal(rows('a,b\n"say ""hi""",2\n', { quotes = "lenient" }).a[1], 'say "hi"')
  t = rows('a,b\n0,"w"\n1,"x\n2,"y z\n', { quotes = "lenient" })
  check.equal(t:to_list(), { { a = 0, b = "w" }, { a = 1, b = '"x' }, { a = 2, b = '"y z' } })
  check.contains(notes(t), "2 rows were read although quotes stand out of place")
  t = rows('a,b\n1,"x\n2,y\n4,w"\n5,v\n', { quotes = "none" })
  check.equal({ #t, t.b[1] }, { 4, '"x' })
  check.equal({ #rows('a,b\n1,"x\n2,y\n', { quotes = false }), #rows('a,b\n1,"x"\n', { quotes = true }) }, { 2, 1 })
end)

check.test("an escape makes separators, quotes and itself plain", function()
  local t = rows("force,note,people\nKent,a\\,b,12\nEssex,C:\\temp,7\n", { escape = "\\" })
  check.equal({ t.note[1], t.note[2], t.people:sum() }, { "a,b", "C:\\temp", 19 })
  check.contains(notes(t), "1 row was read with characters behind an escape")
  t = rows('force,note,people\nKent,"say \\"hi\\"",12\nEssex,"x\\\\",7\n', { escape = "\\" })
  check.equal({ t.note[1], t.note[2] }, { 'say "hi"', "x\\" })
  check.contains(problem("a\n", { escape = "," , delim = "," }), "escape must be")
end)

check.test("blanks around cells can be dropped", function()
  local t = rows("force, people , year\n Kent , 12, 2022\n\" Essex \", 7 ,2022\n", { trim = true })
  check.equal(t:column_names(), { "force", "people", "year" })
  check.equal({ t.force[1], t.force[2], t.people:sum(), t.year:type() }, { "Kent", " Essex ", 19, "integer" })
  check.contains(notes(t), "2 rows were read without the blanks around cells")
  check.equal(rows("a,b\n1, \n", { trim = true }).b[1], nil)
end)

check.test("rows whose quotes are out of place can be rejected, and reading goes on with the next line", function()
  for _, options in ipairs { { ragged = "reject" }, { on_error = "reject" } } do
    local t = rows('a,b\n1,x"y\n2,"p"q\n3,"two\nlines"\n4,"never\n5,z\n', options)
    check.equal(t.a:sum(), 8)
    check.equal(t:rejects():select("line", "text"):to_list(),
      { { line = 2, text = '1,x"y' }, { line = 3, text = '2,"p"q' }, { line = 6, text = '4,"never' } })
    check.contains(t:rejects().reason[3], "never closed")
  end
end)

check.test("stop_at is about the first cell, and must be met", function()
  local t = rows('a,b\n1,2\n"Children, share",3\nmore\n', { stop_at = "Children, share" })
  check.equal({ #t, #t.footnotes }, { 1, 2 })
  check.equal(#rows('a,b\n1,2\n"say ""so""",3\n', { stop_at = 'say "so"' }), 1)
  check.contains(problem("a,b\n1,2\n", { stop_at = "Note" }), 'stop_at = "Note": no line begins so')
end)

check.test("what stands in quotes is not missing", function()
  local t = rows('country,n,code\nNA,1,[c]\n"NA",[c],"[c]"\n', { missing = "NA", markers = "gss" })
  check.equal({ t.country[1], t.country[2], t.n:marker(2), t.code:marker(1), t.code[2] }, { nil, "NA", "[c]", "[c]", "[c]" })
end)
check.test("a text that would read back as missing is written in quotes", function()
  local t = lab.table { columns = { "country", "n" }, { "NA", 1 }, { nil, "[c]" }, { "[c]", 2 } }
  local text = t:to_csv { missing = "NA" }
  check.equal(text, 'country,n\n"NA",1\nNA,[c]\n"[c]",2\n')
  check.equal(rows(text, { missing = "NA", markers = "gss" }):equals(t), true)
end)

check.test("loose numbers are read without their signs when all of a column goes together", function()
  local function column(cells, options)
    options = options or {}
    options.numbers = options.numbers or "loose"
    local t = rows("a;b\n" .. table.concat(cells, ";\n") .. ";\n", { delim = ";", decimal = options.decimal or ".", numbers = options.numbers,
      types = options.types })
    return t.a, t
  end
  local a, t = column { "£1,200", "-£5", "£-7", "12" }
  check.equal({ a:type(), a:sum() }, { "integer", 1200 })
  check.contains(notes(t), 'column "a": 3 cells were read without the signs of currency')
  check.equal(column { "12%", "3.5 %", "0" }:sum(), 15.5)
  check.equal(column { "(12)", "\u{2212}5", "7" }:sum(), -10)
  check.equal(column({ "€1.200,5", "€3" }, { decimal = "," }):sum(), 1203.5)
  check.equal(column { "£.5", "(.25)", "2" }:sum(), 2.25)
  check.equal(column({ ",5%", "1,5%" }, { decimal = "," }):sum(), 2.0)
  check.equal(column({ "$5" }, { types = { a = "number" } }):sum(), 5.0)
  for _, cells in ipairs { { "£5", "$5" }, { "12%", "3" }, { "£5", "n/a" }, { "£007", "£5" }, { "(-5)", "1" }, { "5£", "1" }, { "£", "1" }, { "£5%", "1" } } do
    check.equal({ column(cells):type(), column(cells)[1] }, { "text", cells[1] })
  end
  check.equal(column({ "£5" }, { numbers = "strict" }):type(), "text")
  -- where the units clash only in a later stretch, the first is read again
  check.equal(column { "£5", "£6", "£7", "£8", "$9" }[1], "£5")
end)

check.run()
