package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()

-- Writes a file of this text and gives its path.
local function file(name, text)
  local path = folder .. "/" .. name
  lab.write_file(path, text)
  return path
end

-- The message with which reading fails, without folder and place.
local function problem(path, options)
  local t, message = lab.try(lab.read_csv, path, options)
  if t then error("it was read", 2) end
  return (message:gsub("\n  in [^\n]*$", ""):gsub(folder:gsub("%p", "%%%0") .. "/", ""))
end

local forces = "force,people\nKent,12\nEssex,1O4\nAvon,7\n"

-- --- what is read ----------------------------------------------------------------------------------------------------

check.test("as many integers as fractions are numbers but for the cell that is none", function()
  local t = lab.parse_csv("rate\n1\n2.5\n3\n4.5\nmany\n")
  check.equal(t:problems():select("column", "type_wanted"):to_list(), { { column = "rate", type_wanted = "number" } })
end)

check.test("types are proved on every row; what prevented one is in problems()", function()
  local t = lab.read_csv(file("forces.csv", forces))
  check.equal({ t.force:type(), t.people:type(), t.people[3] }, { "text", "text", "7" })
  check.equal(t:problems():to_list(),
    { { column = "people", type_wanted = "integer", line = 3, row = 2, value = "1O4", why = "it is not an integer" } })
  local good = lab.read_csv(file("good.csv", "n\n1\n"))
  check.equal(#good:problems(), 0)
  check.equal(good:problems():column_names(), t:problems():column_names())
end)

check.test("an empty cell is missing, a quoted one is an empty text, NA is text unless declared", function()
  local text = 'a,b,c\n,"",NA\n'
  local t = lab.parse_csv(text)
  check.equal({ t.a[1] or "none", t.b[1], t.c[1] }, { "none", "", "NA" })
  t = lab.parse_csv(text, { missing = { "NA" } })
  check.equal(t.c[1], nil)
  check.equal(lab.parse_csv("n\n-\n3\n", { missing = "-" }).n:type(), "integer")
end)

check.test("markers are read when they are asked for, and text when not", function()
  local text = "n\n12 [p]\n[c]\n7\n"
  check.equal(lab.parse_csv(text).n:type(), "text")
  local n = lab.parse_csv(text, { markers = "gss" }).n
  check.equal({ n:type(), n:marker(1), n:marker(2), n:sum() }, { "integer", "[p]", "[c]", 19 })
end)

check.test("delim, decimal and quotes are as the file has them", function()
  local t = lab.parse_csv('force;people\nKent;1.234,5\n', { delim = ";", decimal = "," })
  check.equal(t.people[1], 1234.5)
  check.equal(lab.parse_csv('a\n5" pipe\n', { quotes = false }).a[1], '5" pipe')
  check.equal(lab.parse_csv("a,b\n'x,y',2\n", { quote = "'" }).a[1], "x,y")
end)

check.test("skipped lines stay in preamble and footnotes", function()
  local t = lab.parse_csv("Table 1\nPolice recorded\nforce,n\nKent,1\nNotes\nOne\n", { skip = 2, stop_at = "Notes" })
  check.equal({ #t, t.preamble, t.footnotes }, { 1, { "Table 1", "Police recorded" }, { "Notes", "One" } })
  check.equal(lab.parse_csv("n\n1\n").preamble, {})
end)

check.test("header rows are joined, or there is none", function()
  check.equal(lab.parse_csv("2023,,2024\na,b,a\n1,2,3\n", { header_rows = 2 }):column_names(),
    { "2023 a", "2023 b", "2024 a" })
  check.equal(lab.parse_csv("1,2\n", { header = false }):column_names(), { "col_1", "col_2" })
end)

check.test("only the columns asked for are read, in that order", function()
  check.equal(lab.parse_csv("a,b,c\n1,2,3\n", { columns = { "c", "a" } }):to_csv(), "c,a\n3,1\n")
end)

check.test("dates are ISO, dd/mm/yyyy or with a named month, one form a column, or the one that is declared", function()
  check.equal(lab.parse_csv("d\n31/12/2023\n01/02/2023\n").d[2], "2023-02-01")
  check.equal(lab.parse_csv("d\n2023-02-01\n").d:type(), "date")
  check.equal(lab.parse_csv("d\n2023-02-01\n", { dates = "dmy" }).d:type(), "text")
  check.equal(lab.parse_csv("d\n1 Feb 2023\n", { dates = "long" }):to_csv(), "d\n2023-02-01\n")
end)

check.test("where keeps rows after types are proved, with values handed in", function()
  local text = "year,people\n2021,5\n2022,7\n2023,9\n"
  check.equal(lab.parse_csv(text, { where = "year >= 2022" }).people:to_list(), { 7, 9, n = 2 })
  check.equal(lab.read_csv(file("years.csv", text), { where = "year == $y", params = { y = 2021 } }).people:to_list(),
    { 5, n = 1 })
  for _, where in ipairs { "year >= 2022", function(r) return r.year >= 2022 end } do
    local t = lab.parse_csv(text, { columns = { "people" }, where = where })
    check.equal({ t:column_names(), t.people:to_list() }, { { "people" }, { 7, 9, n = 2 } }, "where asks about a column that is left out")
  end
  check.equal(lab.parse_csv(text, { columns = "people", where = col.year:eq(2021) & col.people:gt(0) }):column_names(), { "people" })
  check.equal(problem(folder .. "/years.csv", { where = "yaer > 2021" }),
    'expression, column 1: no column "yaer"; did you mean "year"? (nearest others: "people")\n    yaer > 2021\n    ^')
end)

check.test("comments are left out", function()
  check.equal(#lab.parse_csv("n\n# no figures yet\n1\n", { comment = "#" }), 1)
end)

-- --- what is entered -------------------------------------------------------------------------------------------------

check.test("a file that was read is in lab.inputs() with its rows", function()
  local path = file("entered.csv", "n\n1\nx\n3\n")
  lab.read_csv(path, { types = { n = "integer" }, on_error = "reject" })
  local entry
  for _, input in ipairs(lab.inputs()) do
    if input.path == path then entry = input end
  end
  check.truthy(entry, "the entry")
  check.equal({ entry.rows, entry.rejected }, { 3, 1 })
end)

-- --- what is refused -------------------------------------------------------------------------------------------------

check.test("a cell that breaks a declared type stops the read with all there is to know", function()
  check.equal(problem(file("forces.csv", forces), { types = { people = "integer" } }), [[
forces.csv:3:7: column "people": "1O4" is not an integer (row 2)
    3 | Essex,1O4
              ^
  2 of 3 cells in this column are integers.
  Fix the file, or read_csv(path, { types = { people = "text" } }), or { on_error = "reject" }.]])
end)

check.test("the message ends with the line of the script", function()
  local _, message = lab.try(function() lab.read_csv(folder .. "/none.csv") end)
  check.equal(message:match("\n  in [^\n]*/?read_csv_test%.lua:%d+$") ~= nil, true)
end)

check.test("rejected rows are kept in rejects()", function()
  local t = lab.read_csv(file("forces.csv", forces), { types = { people = "integer" }, on_error = "reject" })
  check.equal(t.force:to_list(), { "Kent", "Avon", n = 2 })
  check.equal(t:rejects():to_list(),
    { { line = 3, reason = 'column "people": "1O4" is not an integer', text = "Essex,1O4" } })
  check.equal(#lab.parse_csv("n\n1\n"):rejects(), 0)
end)

check.test("ragged rows stop the read, or are rejected", function()
  local path = file("ragged.csv", "force,people\nKent,12,3\nEssex\nAvon,7\n")
  check.equal(problem(path), [[
ragged.csv:2:1: 3 fields where the header has 2 (row 1)
    2 | Kent,12,3
        ^
  2 of 3 rows have another number of fields than the header: lines 2 (3), 3 (1).
  Fix the file, or read_csv(path, { ragged = "reject" }).]])
  local t = lab.read_csv(path, { ragged = "reject" })
  check.equal({ t.force[1], #t, #t:rejects() }, { "Avon", 1, 2 })
end)

check.test("a quote that is never closed is named where it opens", function()
  check.equal(problem(file("quote.csv", 'force,people\nKent,"12\nEssex,4\n')), [[
quote.csv:2:6: the quote that opens here is never closed
    2 | Kent,"12
             ^
  Fix the file, or read_csv(path, { quotes = "lenient" }), or { ragged = "reject" }.]])
end)

check.test("marks at the end of cells are taken off when that is asked for, and none is lost", function()
  local text = "force,people\nHampshire (R),12\nHampshire,7 [note 1]\n"
  check.equal(lab.parse_csv(text).people:type(), "text")
  local t = lab.parse_csv(text, { marks = "strip" })
  check.equal(t:group_by("force"):summarise("people = sum(people)"):to_list(), { { force = "Hampshire", people = 19 } })
  check.equal({ t.force:marker(1), t.people:marker(2) }, { "[r]" })
  check.equal(t:marks():to_list(), { { line = 3, column = "people", text = "7 [note 1]", mark = "[note 1]" } })
  check.equal(#t:notes(), 2)
  check.equal(t:marks():equals(t:filter("people > 1"):marks()), true)
  check.equal(#lab.parse_csv(text):marks(), 0)
end)

check.test("a missing file, a folder, an empty file and NUL bytes are errors that say which", function()
  check.equal(problem(folder .. "/none.csv"), "cannot read none.csv: No such file or directory")
  check.contains(problem(folder), "it is a directory, not a file")
  check.equal(problem(file("empty.csv", "")), "empty.csv: the file is empty: no header, no rows")
  check.contains(problem(file("nul.csv", "a,b\n1,\0x\n")), "nul.csv:2:3: a NUL byte: this is not a text file")
end)

check.test("a header alone is a table of no rows", function()
  local t = lab.read_csv(file("header.csv", "force,people\n"))
  check.equal({ #t, t:column_names() }, { 0, { "force", "people" } })
end)

check.test("an unknown option, column or type is named with what it may have meant", function()
  local path = file("forces.csv", forces)
  check.equal(problem(path, { delimeter = ";" }), 'read_csv: unknown option "delimeter"; did you mean "delim"?')
  check.equal(problem(path, { zebra = 1 }):match("^[^,]*"), 'read_csv: unknown option "zebra"; there are delim')
  check.equal(problem(path, { types = { peeple = "text" } }), 'forces.csv: no column "peeple"; did you mean "people"? (nearest others: "force")')
  check.equal(problem(path, { columns = { "froce" } }),
    'forces.csv: no column "froce"; did you mean "force"? (nearest others: "people")')
  check.equal(problem(path, { types = { people = "int" } }),
    'read_csv: types: "int" is no type; types are integer, number, text, boolean, date, datetime, quarter, year-ending, month, financial-year, year')
  check.equal(problem(path, { ragged = "keep" }), 'read_csv: option ragged is one of "stop", "reject", "fill"; not "keep"')
  check.equal(problem(path, { delim = "ab" }), 'read_csv: option delim is one ASCII character, not "ab"')
  check.equal(problem(path, { skip = -1 }), "read_csv: option skip is a whole number of at least 0, not -1")
  check.equal(problem(path, "delim"), "read_csv: options are a table, not a string")
end)

check.test("parse_csv calls the text by the name it is given", function()
  local _, message = lab.try(lab.parse_csv, "a,b\n1\n", { name = "pasted" })
  check.contains(message, "pasted:2:1:")
  _, message = lab.try(lab.parse_csv, "a,b\n1\n")
  check.contains(message, "text:2:1:")
end)

-- --- what is written -------------------------------------------------------------------------------------------------

check.test("write_csv writes the table, markers and all, and gives it back", function()
  local path = folder .. "/out.csv"
  local t = lab.table { columns = { "force", "n" }, { "Kent", { 12, "[p]" } }, { "=Essex", "[c]" }, { nil, nil } }
  check.equal(rawequal(t:write_csv(path), t), true)
  check.equal(lab.read_file(path), "force,n\nKent,12 [p]\n=Essex,[c]\n,\n")
  check.equal(lab.read_csv(path, { markers = "gss" }):equals(t:head(2)), true) -- a row of empty cells is none
  check.equal(t:to_csv { guard = true, markers = false, missing = "NA", delim = ";" },
    "force;n\nKent;12\n'=Essex;NA\nNA;NA\n")
end)

check.test("a failed write names the file and leaves the old one", function()
  local t = lab.table { columns = { "n" }, { 1 } }
  local _, message = lab.try(t.write_csv, t, folder .. "/none/out.csv")
  check.contains(message, "cannot write " .. folder .. "/none/out.csv: No such file or directory")
  _, message = lab.try(t.write_csv, t, folder .. "/out.csv", { markres = true })
  check.contains(message, 'write_csv: unknown option "markres"; did you mean "markers"?')
end)

check.test("a promised integer may have all of 64 bits; a guessed one has 18 digits at most, and a sum never wraps", function()
  local text = "n\n9223372036854775807\n1\n"
  check.equal(lab.parse_csv(text).n:type(), "text")
  local t = lab.parse_csv(text, { types = { n = "integer" } })
  check.equal({ t.n[1], t:to_csv() }, { math.maxinteger, text })
  check.raises("does not fit 64 bits", function() return t.n:sum() end)
  check.raises('column "n": "9223372036854775808" is not an integer', lab.parse_csv, "n\n9223372036854775808\n",
    { types = { n = "integer" } })
end)

check.test("lines of a title above the table are seen, and skip= is offered", function()
  local said = problem(file("titled.csv", "Referrals\nby force\nforce,people\nKent,12\nEssex,7\n"))
  check.equal(said:find("If the header is on line 3: read_csv(path, { skip = 2 })", 1, true) ~= nil, true)
  said = problem(file("ragged.csv", "force\nKent,12\nEssex,7\nAvon\n"))
  check.equal(said:find("skip =", 1, true), nil)
end)

check.test("an option that is one of some words says which", function()
  check.raises('option decimal is one of ".", ","; not ";"', lab.parse_csv, "a\n1\n", { decimal = ";" })
  check.raises('option encoding is one of "auto", "utf%-8", "windows%-1252", "utf%-16"; not "latin"', lab.parse_csv, "a\n1\n", { encoding = "latin" })
end)

check.run()
