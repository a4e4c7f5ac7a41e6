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

check.test("mistakes are named", function()
  check.raises('no column "yeer"; did you mean "year"', function() t:sort("yeer") end)
  check.raises('no column "yeer"; did you mean "year"', function() t:sort("-yeer") end)
  check.raises("sort: a column was expected", function() t:sort() end)
  check.raises("sort: key 2: an expression was expected", function() t:sort { "year", {} } end)
  check.raises('no expression uses %$m', function() t:sort("year", { m = 1 }) end)
end)

check.run()
