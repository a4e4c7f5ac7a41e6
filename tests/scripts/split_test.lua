-- t:split: one column of texts cut into several.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.parse_csv("period,people\n2019 Q1,12\n[c],7\n2020 Q2,3 [p]\n", { markers = "gss" })

local function problem(...)
  local result, message = lab.try(...)
  if result then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

check.test("a column is cut at a separator, and the parts stand in its place", function()
  local cut = t:split { column = "period", into = { "year", "quarter" }, sep = " " }
  check.equal(cut:to_csv(), "year,quarter,people\n2019,Q1,12\n[c],[c],7\n2020,Q2,3 [p]\n")
  check.equal(cut.year:type(), "text")
end)

check.test("convert proves what the parts are, as a file's cells are proved", function()
  local cut = lab.table { columns = { "k" }, { "1-01-a" }, { "2-7-b" }, { "1,204-8-2" } }
    :split { column = "k", into = { "n", "code", "x" }, sep = "-", convert = true }
  check.equal({ cut.n:type(), cut.code:type(), cut.x:type() }, { "integer", "text", "text" })
  check.equal(cut.n:to_list(), { 1, 2, 1204, n = 3 })
end)

check.test("a pattern cuts by its brackets, whose names may stand for into", function()
  local cut = t:split("period", { pattern = [[^(?<year>\d{4}) Q(?<quarter>[1-4])$]], convert = true })
  check.equal(cut:to_csv(), "year,quarter,people\n2019,1,12\n[c],[c],7\n2020,2,3 [p]\n")
  check.equal(t:split("period", { pattern = [[^(\d+) (.*)$]], into = { "a", "b" } }):column_names(), { "a", "b", "people" })
end)

check.test("a bracket that took no part in the match is missing in its column", function()
  local cut = lab.table { columns = { "k" }, { "2019" }, { "2019 Q2" } }:split("k", { pattern = [[^(?<y>\d+)(?: (?<q>Q\d))?$]] })
  check.equal(cut.q:to_list(), { nil, "Q2", n = 2 })
end)

check.test("cells that give another number of parts are an error that names rows", function()
  local bad = lab.table { columns = { "k" }, { "a b" }, { "a" }, { nil }, { "a b c" }, { "" }, { "d" } }
  check.equal(problem(bad.split, bad, { column = "k", into = { "x", "y" }, sep = " " }),
    'split: 4 cells of column "k" cut at " " gives another number of parts than the 2 of into: row 2 ("a"), row 4 ("a b c"), row 5 ("") '
    .. 'and 1 row more\n  unmatched = "missing" leaves the new columns missing there; pattern = "^(...) (...)$" says more closely where to cut.')
  check.contains(problem(bad.split, bad, { column = "k", pattern = "(?<x>[bd])" }), 'is not what the pattern "(?<x>[bd])" fits: row 2 ("a"), row 5 ("")')
end)

check.test("unmatched = missing leaves all parts missing there, and counts them in a note", function()
  local bad = lab.table { columns = { "k" }, { "a b" }, { "a" }, { nil } }
  local cut = bad:split { column = "k", into = { "x", "y" }, sep = " ", unmatched = "missing" }
  check.equal(cut:to_csv(), "x,y\na,b\n,\n,\n")
  check.equal(cut:notes(), { '1 cell of 3 rows of column "k" could not be cut into x, y and is missing there: row 2 ("a").' })
end)

check.test("keep leaves the old column before the new ones, and a new one may take its name otherwise", function()
  check.equal(t:split { column = "period", into = { "year", "quarter" }, sep = " ", keep = true }:column_names(), { "period", "year", "quarter", "people" })
  check.equal(t:split { column = "period", into = { "period", "quarter" }, sep = " " }:column_names(), { "period", "quarter", "people" })
  check.equal(problem(t.split, t, { column = "period", into = { "period", "quarter" }, sep = " ", keep = true }),
    'split: there is a column "period" already; give another name')
  check.equal(problem(t.split, t, { column = "period", into = { "people" }, sep = " " }), 'split: there is a column "people" already; give another name')
end)

check.test("what says nothing, or two things, is an error", function()
  check.contains(problem(t.split, t, { sep = " " }), "split: column is needed")
  check.contains(problem(t.split, t, { column = "period", into = "x" }), "either sep")
  check.contains(problem(t.split, t, { column = "period", into = "x", sep = " ", pattern = "(.)" }), "not both")
  check.contains(problem(t.split, t, { column = "period", sep = " " }), "into is needed")
  check.contains(problem(t.split, t, { column = "period", into = "x", sep = "" }), "not empty")
  check.contains(problem(t.split, t, { column = "period", into = "x", pattern = "Q" }), "captures nothing")
  check.contains(problem(t.split, t, { column = "period", into = "x", pattern = "(.)(.)" }), "captures 2 parts, and into has 1 name")
  check.contains(problem(t.split, t, { column = "people", into = "x", sep = " " }), 'column "people" holds integer')
  check.contains(problem(t.split, t:group_by("people"), { column = "period", into = "x", sep = " " }), "split after group_by")
end)

check.test("sources and notes go along, and a pipeline is collected", function()
  local noted = t:with_about("notes", { { verb = "x", text = "kept" } })
  check.equal(noted:split { column = "period", into = { "year", "quarter" }, sep = " " }:notes(), { "kept" })
  local path = check.folder() .. "/split.csv"
  lab.write_file(path, "k,n\na-b,1\n")
  check.equal(lab.scan_csv(path):split { column = "k", into = { "x", "y" }, sep = "-" }:to_csv(), "x,y,n\na,b,1\n")
end)

check.test("what is cut and joined again is what it was", function()
  math.randomseed(7)
  for _ = 1, 50 do
    local rows, sep, parts = { columns = { "k" }, types = { k = "text" } }, ({ "-", " | ", "é" })[math.random(3)], math.random(1, 4)
    for i = 1, 20 do
      local cells = {}
      for p = 1, parts do cells[p] = ({ "", "a", "Kent", "12", "ß" })[math.random(5)] end
      rows[i] = math.random() < 0.1 and {} or { table.concat(cells, sep) }
    end
    local whole, into, joined = lab.table(rows), {}, {}
    for p = 1, parts do into[p], joined[p] = "part" .. p, "part" .. p end
    local cut = whole:split { column = "k", into = into, sep = sep }
    local back = cut:mutate("k = " .. table.concat(joined, " .. $sep .. "), parts > 1 and { sep = sep } or nil):select("k")
    check.equal(back:to_csv(), whole:to_csv())
  end
end)

check.run()
