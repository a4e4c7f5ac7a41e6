package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local axis = require "lib.chart.axis"
local period = require "lib.figures.period"

-- as written, kind, as an axis shows it, first day
local cases = {
  { 2014, "year", "2014", "2014-01-01" }, { "2014", "year", "2014", "2014-01-01" }, { 2014.0, "year", "2014", "2014-01-01" }, { "2014/15", "financial year", "2014/15", "2014-04-01" },
  { "2014-15", "financial year", "2014/15", "2014-04-01" }, { "2014 Q3", "quarter", "2014 Q3", "2014-07-01" },
  { "Q1 2020", "quarter", "2020 Q1", "2020-01-01" }, { "2014-12", "month", "Dec 2014", "2014-12-01" },
  { "March 2019", "month", "Mar 2019", "2019-03-01" }, { "year ending March 2019", "year ending", "Mar 2019", "2019-03-01" },
  { "year ending 2019-03", "year ending", "Mar 2019", "2019-03-01" }, { "2024-02-29", "day", "29 Feb 2024", "2024-02-29" },
}

check.test("periods are read in every form the data has", function()
  for _, case in ipairs(cases) do
    local kind, index = period.parse(case[1])
    check.equal({ kind, period.label(kind, index), period.iso(kind, index) }, { case[2], case[3], case[4] })
  end
  for _, other in ipairs { "Kent", "2014-13-01", "20145", "", "17 years" } do check.equal(period.parse(other), nil, other) end
end)

check.test("days survive the way to a number and back over eight centuries", function()
  for day = 600000, 900000, 37 do
    local kind, index = period.parse(period.iso("day", day))
    check.equal({ kind, index }, { "day", day })
  end
end)

check.test("a column of periods knows the step between neighbours", function()
  local series = period.series({ "2014 Q1", nil, "2015 Q1", "2014 Q3" }, 4)
  check.equal({ series.kind, series.step, series.last - series.first }, { "quarter", 2, 4 })
end)

check.test("financial years are told from months by their company", function()
  check.equal(period.series({ "2010-11", "2011-12" }, 2).kind, "financial year")
  check.equal(period.series({ "2010-11", "2010-12" }, 2).kind, "month")
end)

check.test("a column of mixed periods names the one that does not fit", function()
  local series, culprit = period.series({ "2014", "2015 Q1" }, 2)
  check.equal({ series == nil, culprit }, { true, "2015 Q1" })
end)

check.test("labels thin out to the beginnings of years", function()
  local values = {}
  for year = 2014, 2023 do
    for q = 1, 4 do values[#values + 1] = ("%d Q%d"):format(year, q) end
  end
  local series = period.series(values, #values)
  local ticks = period.ticks(series, 12)
  check.equal(#ticks, 10)
  check.equal(period.tick_labels(series, ticks)[1], "2014")
end)

check.test("days are labelled at the beginnings of years or months, or by the day when they are few", function()
  local function labels(first, last, most)
    local series = period.series({ first, last }, 2)
    return period.tick_labels(series, period.ticks(series, most))
  end
  check.equal(labels("2015-12-31", "2020-02-29", 6), { "2016", "2017", "2018", "2019", "2020" })
  check.equal(labels("2019-01-15", "2019-06-30", 10), { "Feb 2019", "Mar 2019", "Apr 2019", "May 2019", "Jun 2019" })
  check.equal(labels("2019-01-30", "2019-02-01", 10), { "30 Jan 2019", "31 Jan 2019", "1 Feb 2019" })
end)

check.test("ticks of a quantity are round and hold zero", function()
  check.equal(axis.linear(0, 17004).ticks, { 0.0, 5000.0, 10000.0, 15000.0, 20000.0 })
  check.equal(axis.linear(95, 105, { zero = false }).low, 94.0)
  check.equal(axis.linear(-5, 12).low, -5.0)
  check.equal(axis.linear(0, 0).high, 1.0)
  check.equal(axis.linear(0, 3, { whole = true }).ticks, { 0.0, 1.0, 2.0, 3.0 })
  check.equal(axis.linear(0, 0.034).decimals, 2)
end)

check.run()
