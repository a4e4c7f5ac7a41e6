-- lab.patch and t:patch: corrections that say what they correct, and why.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.table { columns = { "force", "year", "n", "d" }, types = { d = "date" },
  { "Kent", 2022, { 12, "[p]" }, "2019-03-01" }, { "Essex", 2022, "[c]", "2020-03-01" }, { "Kent", 2023, 7 } }

local function problem(...)
  local result, message = lab.try(...)
  if result then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

local function refused(options) return problem(t.patch, t, options) end

check.test("a cell found by its key gets its value, and the note says what it was, why, and by what source", function()
  local mended = t:patch { where = { force = "Kent", year = 2023 }, set = { n = 70 }, because = "a digit  was lost.", source = "release 4" }
  check.equal(mended:to_csv(), "force,year,n,d\nKent,2022,12 [p],2019-03-01\nEssex,2022,[c],2020-03-01\nKent,2023,70,\n")
  check.equal(mended:notes(), { 'Corrected: "n" is 70 instead of 7 in row 3 (force Kent, year 2023), because a digit was lost (release 4).' })
  check.equal(t.n[3], 7)
end)

check.test("an expression chooses rows, and values may be expressions, reasons and flags", function()
  local rows = t:patch { where = "year == $y", params = { y = 2022 }, set = { n = { 3, "[r]" } }, because = "x", expect = 2 }
  check.equal(rows.n:markers(), { "[r]", "[r]" })
  check.equal(rows:notes()[1],
    'Corrected: "n" is 3 [r] instead of 12 [p] in row 1, 3 [r] instead of missing [c] in row 2 where year == $y ($y is 2022), because x.')
  check.equal(t:patch { where = "year == 2023", set = "n = n * 2", because = "x" }.n[3], 14)
  check.equal(t:patch { where = col.n:gt(3), set = { "n = missing", "d = date('2023-04-01')" }, because = "x" }:to_csv(),
    "force,year,n,d\nKent,2022,,2023-04-01\nEssex,2022,[c],2020-03-01\nKent,2023,,2023-04-01\n")
  local both = t:patch { where = { year = 2023 }, set = { n = "[x]", d = "2011-01-02" }, because = "x" }
  check.equal({ both.n:marker(3), both.d[3], both.d:type() }, { "[x]", "2011-01-02", "date" })
end)

check.test("flags of a value that set says nothing of stay, the rows that are not meant stay as they are", function()
  local mended = t:patch { where = { force = "Kent" }, set = { n = 1 }, because = "x", expect = 2 }
  check.equal(mended.n:markers(), { "[p]", "[c]" })
  check.equal(t:patch { where = "n == 7", set = { n = 8 }, because = "x" }.n:markers(), { "[p]", "[c]" })
end)

check.test("a correction that finds nothing, or another number of rows, is an error", function()
  check.contains(refused { where = "year == 2025", set = { n = 1 }, because = "x" }, "no row where year == 2025; 3 rows of the table are as they were")
  check.contains(refused { where = { force = "Kent" }, set = { n = 1 }, because = "x" }, "2 rows are (force Kent), and expect = 1 (a key is of one row unless")
  check.contains(refused { where = "year == 2022", set = { n = 1 }, because = "x", expect = 3 }, "2 rows are where year == 2022, and expect = 3: rows 1, 2")
end)

check.test("of many rows the first ten are told with their old values, the others counted", function()
  local rows = { columns = { "k", "n" } }
  for i = 1, 12 do rows[i] = { "x", i } end
  local many = lab.table(rows)
  local note = many:patch { where = "k == 'x'", set = { n = 50 }, because = "x" }:notes()[1]
  check.contains(note, "50 instead of 10 in row 10 and in 2 rows more where k == 'x'")
  check.contains(problem(many.patch, many, { where = { k = "x" }, set = { n = 50 }, because = "x" }), "rows 1, 2, 3, 4, 5 ...")
  check.contains(problem(many.patch, many:head(5), { where = { k = "x" }, set = { n = 50 }, because = "x" }), "rows 1, 2, 3, 4, 5")
  check.lacks(problem(many.patch, many:head(5), { where = { k = "x" }, set = { n = 50 }, because = "x" }), "...")
end)

check.test("a value that stands there already is an error", function()
  check.contains(refused { where = "year == 2023", set = { n = 7 }, because = "x" }, 'row 3 (year == 2023) has "n" = 7 already')
  check.contains(refused { where = "year == 2022", set = { n = "[c]" }, because = "x" }, 'row 2 (year == 2022) has "n" = missing [c] already')
end)

check.test("a correction never changes what a column is", function()
  check.contains(refused { where = "year == 2023", set = { n = "x" }, because = "x" }, 'column "n" holds integer')
  check.contains(refused { where = "year == 2023", set = { n = 1.5 }, because = "x" }, 'column "n" holds integer: the new values would be number')
  check.contains(refused { where = "year == 2022", set = "n = n / 2", because = "x" }, 'column "n" holds integer: the new values would be number')
  check.contains(refused { where = "year == 2023", set = { d = "soon" }, because = "x" }, 'column "d" holds date')
end)

check.test("what is not said, or misspelt, is an error", function()
  check.contains(refused { where = "year == 2023", set = { n = 1 } }, "because is needed")
  check.contains(refused { where = "year == 2023", set = { n = 1 }, because = " " }, "because is needed")
  check.contains(refused { set = { n = 1 }, because = "x" }, "where is needed")
  check.contains(refused { where = {}, set = { n = 1 }, because = "x" }, "where is empty")
  check.contains(refused { where = "year == 2023", because = "x" }, "set is needed")
  check.contains(refused { where = "year == 2023", set = {}, because = "x" }, "set is empty")
  check.contains(refused { where = "year == 2023", set = { m = 1 }, because = "x" }, 'no column "m"')
  check.contains(refused { where = { yeer = 2023 }, set = { n = 1 }, because = "x" }, 'patch: where: no column "yeer"; did you mean "year"?')
  check.contains(refused { where = "year == 2023", set = "n", because = "x" }, "column = expression")
  check.contains(refused { where = "year == 2023", set = { n = 1 }, because = "x", exepct = 1 }, 'did you mean "expect"?')
  check.contains(refused { where = "year == 2023", set = { n = 1 }, because = "x", expect = 0 }, "1 or more")
  check.contains(refused { where = "year == 2023", set = { n = 1 }, because = "x", source = { url = "u" } }, "a table with a title")
  check.contains(problem(t.patch, t:group_by("year"), { where = "n == 7", set = { n = 1 }, because = "x" }), "patch after group_by")
  check.contains(problem(lab.patch, { table = 3, where = "n == 7", set = { n = 1 }, because = "x" }), "table is a table")
end)

check.test("a correction by itself is a value that is printed, and a list of them is applied in order", function()
  local one = lab.patch { where = "year == 2023", set = { n = 8 }, because = "x", source = "S" }
  check.equal(tostring(one), "correction of n = 8 where year == 2023, because x (S)")
  check.equal(t:patch(one).n[3], 8)
  local both = t:patch { one, { where = "n == 8", set = { n = 9 }, because = "y" } }
  check.equal({ both.n[3], #both:notes() }, { 9, 2 })
  check.equal(lab.patch { table = t, where = "year == 2023", set = { n = 8 }, because = "x" }.n[3], 8)
end)

check.test("a source with a title is among the sources of the table", function()
  local mended = t:patch { where = "year == 2023", set = { n = 8 }, because = "x", source = { title = "Release 4", url = "https://example.org" } }
  check.equal({ mended:sources()[1].title, mended:notes()[1]:match("%((Release 4)%)") }, { "Release 4", "Release 4" })
end)

check.test("the methods note of a report prints the correction", function()
  local mended = t:patch { where = "year == 2023", set = { n = 8 }, because = "a digit was lost" }
  check.contains(lab.report { title = "R", { table = mended, title = "T" } }:render("text"):gsub("%s+", " "), "Corrected: \"n\" is 8 instead of 7 in row 3 where year == 2023, because a digit was lost.")
end)

check.run()
