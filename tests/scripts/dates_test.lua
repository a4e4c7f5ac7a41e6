-- Dates as scripts reckon with them. What each function gives is tested in core (test_plan.c, test_days_sqlite.c).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local cases = "case,referred,decided\n1,2023-01-02,2023-02-16\n2,2023-01-31,\n3,2023-02-01,2024-03-01\n4,,2024-03-02\n"
local t = lab.parse_csv(cases)

check.test("days from referral to decision, in three forms", function()
  local expected = "days\n45\n\n394\n\n"
  check.equal(t:mutate("days = decided - referred"):select("days"):to_csv(), expected)
  check.equal(t:mutate { { "days", col.decided - col.referred } }:select("days"):to_csv(), expected)
  check.equal(t:mutate { { "days", col.referred:days_between(col.decided) } }:select("days"):to_csv(), expected)
  check.equal(t:mutate("days = decided - referred").days:type(), "integer")
end)

check.test("a date handed in is taken from another", function()
  check.equal(t:mutate("days = $until - referred", { ["until"] = "2023-02-01" }):select("days"):to_csv(), "days\n30\n1\n0\n\n")
  check.equal(t:filter("referred + $n >= '2023-03-01'", { n = 29 }):select("case"):to_csv(), "case\n2\n3\n")
end)

check.test("a column without a single date is missing days, whatever its type", function()
  local open = lab.parse_csv("referred,decided\n2023-01-02,\n2023-01-31,\n")
  local made = open:mutate("days = decided - referred", "due = referred + 45")
  check.equal(made.days:type(), "integer")
  check.equal(made:to_csv(), "referred,decided,days,due\n2023-01-02,,,2023-02-16\n2023-01-31,,,2023-03-17\n")
end)

check.test("why a date is missing is why its days are", function()
  local marked = lab.parse_csv("a,b\n[x],[c]\n[x],2023-01-01\n2023-01-01[p],2023-01-03\n", { markers = "gss" })
  check.equal(marked:mutate("days = b - a"):select("days"):to_csv(), "days\n[c]\n[x]\n2 [p]\n")
end)

check.test("weeks are counted by the year that they belong to", function()
  local days = lab.parse_csv("day\n2020-12-31\n2021-01-03\n2021-01-04\n2018-12-31\n")
  check.equal(days:group_by("year = week_year(day)", "week = week(day)"):summarise("n = count()"):to_csv(),
    "year,week,n\n2019,1,1\n2020,53,2\n2021,1,1\n")
end)

check.test("medians of dates are dates, in each group and in a pipeline", function()
  local expected = "open,middle\nfalse,2023-01-17\ntrue,2023-01-31\n"
  local function middles(of)
    return of:group_by("open = decided is missing"):summarise("middle = median(referred)"):sort("open")
  end
  check.equal(middles(t):to_csv(), expected)
  local path = check.folder() .. "/t.csv"
  t:write_csv(path)
  check.equal(middles(lab.scan_csv(path)):collect():to_csv(), expected)
  check.equal(t.referred:median(), "2023-01-31")
end)

check.test("what has no meaning says what was meant instead", function()
  check.raises("two dates have no sum; a %- b are the days between them", function() t:mutate("x = referred + decided") end)
  check.raises("moves a date by whole days, and this is number", function() t:mutate("x = referred + 1.5") end)
  check.raises("row 1: 2023%-01%-02 %+ 9999999 days lies outside the years 1 to 9999", function() t:mutate("x = referred + 9999999") end)
end)

check.run()
