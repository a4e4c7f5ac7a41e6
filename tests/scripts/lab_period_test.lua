-- lab.period, and the expression period(text).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

check.test("a period is written as tables write it, in every spelling", function()
  for text, written in pairs { ["Jan to Mar 2019"] = "January to March 2019", ["2018/19"] = "April 2018 to March 2019",
    ["04/05"] = "April 2004 to March 2005", ["Sep-19"] = "September 2019", ["YE March 2019"] = "Year ending March 2019",
    ["Q1 2018-19"] = "April to June 2018", ["30 September 2019"] = "2019-09-30", ["2019"] = "2019" } do
    check.equal(tostring(lab.period(text)), written, text)
    check.equal(lab.period(written), lab.period(text), text)
  end
  check.equal(tostring(lab.period(2019)), "2019")
  check.equal("in " .. lab.period("Q1 2019"), "in January to March 2019")
end)

check.test("a period knows its length and its days", function()
  local function parts(p) return { p.kind, p.short, p.first, p.last, p.days, p.months } end
  check.equal(parts(lab.period("Feb 2024")), { "month", "Feb 2024", "2024-02-01", "2024-02-29", 29, 1 })
  check.equal(parts(lab.period("Q1 2019")), { "quarter", "Jan to Mar 2019", "2019-01-01", "2019-03-31", 90, 3 })
  check.equal(parts(lab.period("2019/20")), { "financial-year", "2019/20", "2019-04-01", "2020-03-31", 366, 12 })
  check.equal(parts(lab.period("YE June 2019")), { "year-ending", "Jun 2019", "2018-07-01", "2019-06-30", 365, 12 })
  check.equal(parts(lab.period("2019")), { "year", "2019", "2019-01-01", "2019-12-31", 365, 12 })
  check.equal(parts(lab.period("2019-09-30")), { "date", "30 Sep 2019", "2019-09-30", "2019-09-30", 1, nil })
  check.equal({ lab.period("YE June 2019").phrase, lab.period("Q1 2019").phrase }, { "year ending June 2019", "January to March 2019" })
  check.equal({ lab.period("2019-09-30").phrase, lab.period("2019-09-30").text }, { "30 September 2019", "2019-09-30" })
  check.equal(lab.period("Q1 2019 [p]").flags, "[p]")
end)

check.test("neighbours are a period apart, whatever the kind", function()
  for _, case in ipairs { { "Dec 2019", "January 2020", "November 2019" }, { "Q4 2019", "January to March 2020", "July to September 2019" },
    { "1999/00", "April 2000 to March 2001", "April 1998 to March 1999" }, { "YE June 2019", "Year ending June 2020", "Year ending June 2018" },
    { "2019", "2020", "2018" }, { "2020-02-29", "2020-03-01", "2020-02-28" } } do
    local p = lab.period(case[1])
    check.equal({ tostring(p + 1), tostring(p - 1), tostring(p:next()), tostring(p:previous()) }, { case[2], case[3], case[2], case[3] })
    check.equal({ (p + 7) - p, p:previous(3) - p, 2 + p == p:next(2) }, { 7, -3, true })
  end
end)

check.test("periods of one kind are in the order of time, others have none", function()
  local list = { lab.period("Q1 2020"), lab.period("Oct to Dec 2019"), lab.period("2019 Q1") }
  table.sort(list)
  check.equal({ list[1].short, list[2].short, list[3].short }, { "Jan to Mar 2019", "Oct to Dec 2019", "Jan to Mar 2020" })
  check.equal(lab.period("Q1 2019") <= lab.period("Jan-Mar 2019"), true)
  check.equal(lab.period("2018/19") == lab.period("YE March 2019"), false)
  check.raises("they have no order", function() return lab.period("2018") < lab.period("Q1 2019") end)
  check.raises("are not whole periods apart", function() return lab.period("YE June 2019") - lab.period("YE March 2019") end)
  check.raises("are not whole periods apart", function() return lab.period("2019") - lab.period("Q1 2019") end)
end)

check.test("what is none, or could be two, is refused with its reason; a kind decides", function()
  check.raises('lab.period: "2010%-11" is either November 2010 or the financial year 2010/11', lab.period, "2010-11")
  check.equal(tostring(lab.period("2010-11", "month")), "November 2010")
  check.equal(tostring(lab.period("2010-11", "financial-year")), "April 2010 to March 2011")
  check.raises('lab.period: "Kent" is no year, quarter, month or date', lab.period, "Kent")
  check.raises('"2019%-W52" is a week', lab.period, "2019-W52")
  check.raises('"Q1 2019" is no month', lab.period, "Q1 2019", "month")
  check.raises('"fortnight" is no kind of period', lab.period, "Q1 2019", "fortnight")
  check.raises("lab.period: 12 is no year", lab.period, 12)
  check.raises("a text or a year was expected, got nil", lab.period, nil)
end)

check.test("a period does not change, and says what it has", function()
  local p = lab.period("2019")
  check.raises("does not change", function() p.kind = "month" end)
  check.raises('a period has no "name"; it has kind', function() return p.name end)
  check.raises("years run from 1 to 9999", function() return p + 10000 end)
  check.raises("a whole number of periods", function() return p + 0.5 end)
  check.equal(getmetatable(p), "a period does not change")
end)

local mixed = "p,n\n2010-11,1\n2012-13 [p],3\n,4\n2011-12,2\n"

check.test("period() makes a column of what all its texts are, with flags", function()
  local t = lab.parse_csv(mixed):mutate("q = period(p)"):sort("q")
  check.equal({ t.q:type(), t.q[1], t.q[3], t.q[4] }, { "financial-year", "April 2010 to March 2011", "April 2012 to March 2013", nil })
  check.equal(t.q:markers(), { [3] = "[p]" })
  check.raises('row 1: "2010%-11" is either', lab.parse_csv("p\n2010-11\n\"2010-11\"\n").mutate, lab.parse_csv("p\n2010-11\n2010-11\n"), "q = period(p)")
end)

check.test("expressions take periods as values", function()
  local t = lab.parse_csv("p,n\nQ1 2019,1\nQ2 2019,2\nQ3 2019,3\n"):mutate("q = period(p)")
  local p = lab.period("Jan to Mar 2019")
  check.equal(t:filter("q > $p", { p = p }).n:to_list(), { 2, 3, n = 2 })
  check.equal(t:filter("q in $list", { list = { p, p + 2 } }).n:to_list(), { 1, 3, n = 2 })
  check.equal(t:filter(col.q:eq(p + 1)).n:to_list(), { 2, n = 1 })
  check.raises('"2019" is not a quarter', t.filter, t, "q > $p", { p = lab.period("2019") })
end)

check.test("a pipeline reads all texts before it says what they are", function()
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, mixed)
  local steps = function(t) return t:mutate("q = period(p)"):filter("q >= '2011/12'"):group_by("q"):summarise("n = sum(n)", "first = min(period(p))") end
  check.equal(steps(lab.scan_csv(path)):collect():to_csv(), steps(lab.read_csv(path)):to_csv())
  check.contains(lab.scan_csv(path):mutate("q = period(p)"):explain(), "all: mutate q = period(p)")
end)

check.test("names of columns become periods after an unpivot", function()
  local wide = lab.parse_csv("force,Oct to Dec 2018,Jan to Mar 2019,Apr to Jun 2019\nKent,1,2,3\n")
  local long = wide:unpivot { columns = { "Oct to Dec 2018", "Jan to Mar 2019", "Apr to Jun 2019" }, names = "quarter", values = "n" }
  long = long:mutate("quarter = period(quarter)")
  check.equal(long.quarter:type(), "quarter")
  check.equal(long:change { of = "n", over = "quarter", kind = "absolute" }:col("change"):to_list(), { nil, 1, 1, n = 3 })
end)

check.run()
