-- t:sort: columns, descending columns and expressions; missing values last.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local t = lab.parse_csv("Age group,year,n\nChild,2019,3\nAdult,2018,\nChild,2018,7\nAdult,2019,3\n")

local function column(made, name) return made:col(name):to_list() end

check.test("rows come in order of the first key, then the second", function()
  check.equal(t:sort("year", "n"):to_csv(), "Age group,year,n\nChild,2018,7\nAdult,2018,\nChild,2019,3\nAdult,2019,3\n")
  check.equal(t:sort { "year", "n" }:to_csv(), t:sort("year", "n"):to_csv())
end)

check.test("a minus before a column's name is from the largest, missing values still last", function()
  check.equal(column(t:sort("-n"), "n"), { 7, 3, 3, nil, n = 4 })
  check.equal(column(t:sort("n"), "n"), { 3, 3, 7, nil, n = 4 })
  check.equal(column(t:sort("-Age group", "year"), "year"), { 2018, 2019, 2018, 2019, n = 4 })
  check.equal(column(t:sort("-`Age group`", "year"), "year"), { 2018, 2019, 2018, 2019, n = 4 })
end)

check.test("text, composed and function keys order alike", function()
  local expected = column(t:sort("-n", "Age group"), "Age group")
  check.equal(column(t:sort(col.n:desc(), col["Age group"]), "Age group"), expected)
  check.equal(column(t:sort("desc(n)", "`Age group`"), "Age group"), expected)
  check.equal(column(t:sort(function(r) return r.n and -r.n end, function(r) return r["Age group"] end), "Age group"),
    expected)
end)

check.test("a key may be an expression, with values handed in", function()
  check.equal(column(t:sort("abs(n - $m)", { m = 7 }), "n"), { 7, 3, 3, nil, n = 4 })
  check.equal(column(t:sort(-col.year, "n"), "year"), { 2019, 2019, 2018, 2018, n = 4 })
end)

check.test("equal rows stay as they were", function()
  check.equal(column(t:sort("year"), "Age group"), { "Adult", "Child", "Child", "Adult", n = 4 })
end)

check.test("a column that is called like an expression counts as a column", function()
  local odd = lab.parse_csv("-n,n\n1,5\n2,4\n")
  check.equal(column(odd:sort("-n"), "n"), { 5, 4, n = 2 })
end)

check.test("collate sorts names as an index does, in a table and in a pipeline", function()
  local text = "name,n\nTürkiye,1\nTurkmenistan,2\nZambia,3\nÅland,4\nalbania,5\n,7\nÉire,8\nEritrea,9\n"
  local names = lab.parse_csv(text)
  local sorted = { 4, 5, 8, 9, 1, 2, 3, 7, n = 8 }
  check.equal(column(names:sort { "name", collate = true }, "n"), sorted)
  check.equal(column(names:sort("name", { collate = true }), "n"), sorted)
  check.equal(column(names:sort("-name", { collate = true }), "n"), { 3, 2, 1, 9, 8, 5, 4, 7, n = 8 })
  check.equal(column(names:sort("name", { collate = false }), "n"), column(names:sort("name"), "n"))
  check.equal(column(names:sort("n > $n", "name", { collate = true, n = 4 }), "n"), { 4, 1, 2, 3, 5, 8, 9, 7, n = 8 })
  local options = { "name", collate = true }
  names:sort(options)
  check.equal(options.collate, true)
  local bands = lab.parse_csv("age\n10-17\n18+\n5-9\n"):order("age", { "5-9", "10-17", "18+" })
  check.equal(column(bands:sort { "age", collate = true }, "age"), { "5-9", "10-17", "18+", n = 3 })
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, text)
  check.equal(column(lab.scan_csv(path):sort { "name", collate = true }:collect(), "n"), sorted)
  check.equal(column(lab.scan_csv(path):sort { "name", collate = true }:head(3):collect(), "n"), { 4, 5, 8, n = 3 })
end)

check.test("mistakes are named", function()
  check.raises('no column "yeer"; did you mean "year"', function() t:sort("yeer") end)
  check.raises('no column "yeer"; did you mean "year"', function() t:sort("-yeer") end)
  check.raises("sort: a column was expected", function() t:sort() end)
  check.raises("sort: key 2: an expression was expected", function() t:sort { "year", {} } end)
  check.raises("sort: collate is true or false, not a number", function() t:sort { "year", collate = 1 } end)
  check.raises('no expression uses %$m', function() t:sort("year", { m = 1 }) end)
end)

check.run()
