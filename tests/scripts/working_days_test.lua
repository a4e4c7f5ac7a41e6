-- lab.working_days and lab.add_working_days: dates by which a public body is to answer, as functions of lab and of expressions.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

-- Fails unless fn raises an error with that text in it.
local function fails(text, fn) check.contains(check.raises("", fn), text) end

-- { received, due }, counted by hand on a calendar.
local due = {
  { "2018-11-12", "2018-12-11" }, -- St Andrew's Day, in Scotland alone, is no working day anywhere
  { "2018-12-20", "2019-01-23" }, -- Christmas, Boxing Day, New Year's Day, 2 January in Scotland
  { "2019-02-01", "2019-03-01" }, -- none
  { "2019-03-01", "2019-04-01" }, -- St Patrick's Day of 2019 is a Sunday, kept on Monday the 18th
  { "2019-06-28", "2019-07-29" }, -- 12 July, in Northern Ireland
  { "2019-07-26", "2019-08-27" }, -- first Monday of August in Scotland, last one elsewhere
  { "2020-04-09", "2020-05-12" }, -- Good Friday, Easter Monday, VE day on the Friday
  { "2022-05-26", "2022-06-27" }, -- Thursday and Friday of the Platinum Jubilee
  { "2022-09-01", "2022-09-30" }, -- the funeral of Queen Elizabeth II
  { "2023-04-28", "2023-05-31" }, -- 1 May, the coronation on 8 May, 29 May
  { "2024-03-01", "2024-04-03" }, -- St Patrick's Day on Monday the 18th, Good Friday, Easter Monday
  { "2025-07-01", "2025-07-30" }, -- 14 July in Northern Ireland
  { "2025-11-28", "2025-12-31" }, -- St Andrew's Day on Monday 1 December
}

check.test("an answer is due on the twentieth working day after a request came", function()
  for _, case in ipairs(due) do check.equal(lab.add_working_days(case[1], 20), case[2], case[1]) end
end)

check.test("the days from a request to the day when it is due are twenty", function()
  for _, case in ipairs(due) do check.equal(lab.working_days(case[1], case[2]), 20, case[1]) end
end)

check.test("weekends and holidays pass without counting", function()
  check.equal(lab.working_days("2019-01-25", "2019-01-27"), 0) -- Friday to Sunday
  check.equal(lab.working_days("2019-01-27", "2019-01-28"), 1)
  check.equal(lab.working_days("2018-12-24", "2018-12-26"), 0)
  check.equal(lab.add_working_days("2019-01-26", 1), "2019-01-28")
  check.equal(lab.add_working_days("2018-11-29", 1), "2018-12-03") -- a Thursday before St Andrew's Day
end)

check.test("no days later is the day itself, and before it days count back", function()
  check.equal(lab.add_working_days("2019-01-26", 0), "2019-01-26")
  check.equal(lab.add_working_days("2019-01-28", -1), "2019-01-25")
  check.equal(lab.add_working_days("2019-01-27", -1), "2019-01-25")
  check.equal(lab.working_days("2019-01-28", "2019-01-25"), -1)
  check.equal(lab.working_days("2019-01-28", "2019-01-28"), 0)
end)

check.test("every working day of the table is found again from both sides", function()
  local day, count = "2015-01-02", 0
  while day < "2025-12-24" do
    local next_day = lab.add_working_days(day, 1)
    check.truthy(next_day > day)
    check.equal(lab.working_days(day, next_day), 1)
    if count > 0 then check.equal(lab.add_working_days(next_day, -1), day) end
    day, count = next_day, count + 1
  end
  check.equal(lab.working_days("2015-01-02", day), count)
end)

check.test("a day is one off exactly when it is a weekend or a holiday of some part of the country", function()
  local off = {}
  for r in lab.package("data").bank_holidays:rows() do off[r.day] = true end
  local t = lab.parse_csv("n\n" .. ("1\n"):rep(4000)):mutate("before = date('2015-01-01') + row_number() - 1", "day = before + 1")
    :mutate("count = working_days(before, day)", "weekday = weekday(day)")
  for r in t:rows() do check.equal(r.count, (r.weekday > 5 or off[r.day]) and 0 or 1, r.day) end
end)

check.test("years whose bank holidays are not known are refused", function()
  fails("lab.working_days: the bank holidays of 2026 are not known: data/bank_holidays.csv has those of 2015 to 2025",
    function() lab.working_days("2025-12-01", "2026-01-05") end)
  fails("the bank holidays of 2014 are not known", function() lab.working_days("2014-12-31", "2015-01-05") end)
  fails("lab.add_working_days: 20 working days after 2025-12-10 lie outside", function() lab.add_working_days("2025-12-10", 20) end)
  fails("3 working days before 2015-01-05 lie outside", function() lab.add_working_days("2015-01-05", -3) end)
end)

check.test("what is no date is refused", function()
  fails('lab.working_days: "2019-02-30" is no date', function() lab.working_days("2019-02-30", "2019-03-01") end)
  fails("two dates are expected, as texts (2019-03-25), not a number and a string", function() lab.working_days(2019, "2019-03-01") end)
  fails("a whole number of days are expected, not a string and a float", function() lab.add_working_days("2019-03-01", 1.5) end)
end)

check.test("where something is missing the answer is", function()
  check.equal({ lab.working_days(nil, "2019-03-01") == nil, lab.add_working_days("2019-03-01", nil) == nil }, { true, true })
  local t = lab.parse_csv("i,a,b\n1,2019-03-01,\n2,,2019-03-01\n3,2019-03-01,2019-03-04\n")
  check.equal(t:mutate("n = working_days(a, b)", "d = add_working_days(b, 2)"):select("i", "n", "d"):to_csv(),
    "i,n,d\n1,,\n2,,2019-03-05\n3,1,2019-03-06\n")
end)

check.test("in expressions dates stay dates, and faults are told with their row", function()
  local t = lab.parse_csv("received,days\n2019-03-01,20\n2025-12-20,20\n")
  check.equal(t:head(1):mutate("due = add_working_days(received, days)", "left = due - received"):to_csv(), "received,days,due,left\n2019-03-01,20,2019-04-01,31\n")
  check.equal(t:head(1):mutate { x = col.received:add_working_days(col.days) }.x[1], "2019-04-01")
  fails("row 2: add_working_days: 20 working days after 2025-12-20 lie outside", function() t:mutate("due = add_working_days(received, days)") end)
  local texts = lab.parse_csv("a\nx\n")
  fails("add_working_days: argument 1 is text, and date was expected; date(x) makes dates of texts", function() texts:mutate("d = add_working_days(a, 20)") end)
  fails("working_days has 2 arguments, and got 1", function() t:mutate("d = working_days(received)") end)
end)

check.run()
