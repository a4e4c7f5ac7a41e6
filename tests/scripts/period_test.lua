package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local axis = require "lib.chart.axis"
local period = require "lib.figures.periods.period"

-- as written, kind, as an axis shows it, first day
local cases = {
  { 2014, "year", "2014", "2014-01-01" }, { "2014", "year", "2014", "2014-01-01" }, { 2014.0, "year", "2014", "2014-01-01" }, { "2014/15", "financial-year", "2014/15", "2014-04-01" },
  { "2014-15", "financial-year", "2014/15", "2014-04-01" }, { "2014 Q3", "quarter", "Jul to Sep 2014", "2014-07-01" },
  { "Q1 2020", "quarter", "Jan to Mar 2020", "2020-01-01" }, { "2014-12", "month", "Dec 2014", "2014-12-01" },
  { "March 2019", "month", "Mar 2019", "2019-03-01" }, { "year ending March 2019", "year-ending", "Mar 2019", "2019-03-01" },
  { "year ending 2019-03", "year-ending", "Mar 2019", "2019-03-01" }, { "2024-02-29", "date", "29 Feb 2024", "2024-02-29" },
}

check.test("periods are read in every form the data has", function()
  for _, case in ipairs(cases) do
    local kind, index = period.parse(case[1])
    check.equal({ kind, period.label(kind, index), period.iso(kind, index) }, { case[2], case[3], case[4] })
  end
  for _, other in ipairs { "Kent", "2014-13-01", "20145", "", "17 years" } do check.equal(period.parse(other), nil, other) end
end)

check.test("days survive the way to a number and back over eight centuries", function()
  for day = -120000, 180000, 37 do
    local kind, index = period.parse(period.iso("date", day))
    check.equal({ kind, index }, { "date", day })
  end
end)

check.test("a column of periods knows the step between neighbours, whatever is missing from it", function()
  -- values, step, unit, places from the first to the last
  for _, case in ipairs {
    { { "2014 Q1", "2015 Q1", "2014 Q3" }, 1, "quarter", 5 },
    { { 2010, 2012, 2014 }, 1, "year", 5 },
    { { "2017/18", "2020/21" }, 1, "year", 4 },
    { { "2019-01", "2019-05" }, 1, "month", 5 },
    { { "year ending March 2019", "year ending March 2022" }, 12, "month", 4 },
    { { "year ending March 2019", "year ending June 2019", "year ending December 2019" }, 12, "month", 4 },
    { { "2019-03-31", "2020-03-31", "2022-03-31", "2023-03-31" }, 12, "month", 5 },
    { { "2019-12-31", "2020-02-29", "2020-01-31", "2020-05-31" }, 1, "month", 6 },
    { { "2019-04-15", "2019-10-15" }, 3, "month", 3 },
    { { "2020-02-27", "2020-03-05", "2020-03-19" }, 7, "day", 4 },
    { { "2020-02-28", "2020-02-29", "2020-03-02" }, 1, "day", 4 },
  } do
    local series = period.series(case[1], #case[1])
    check.equal({ series.step, series.unit, #series.places, series.points }, { case[2], case[3], case[4], false }, case[1][1])
  end
end)

check.test("dates of which no two are a step apart are points in time", function()
  local series = period.series({ "2016-12-31", "2017-08-31", "2018-02-28" }, 3)
  check.equal({ series.step, series.unit, #series.places, series.points }, { 1, "month", 3, true })
  series = period.series({ "2019-01-05", "2019-02-17", "2019-02-19" }, 3)
  check.equal({ series.step, series.unit, #series.places, series.points }, { 1, "day", 3, true })
end)

check.test("places of dates that end months end theirs, in leap years too", function()
  local series = period.series({ "2019-02-28", "2021-02-28", "2022-02-28" }, 3)
  local days = {}
  for i, at in ipairs(series.places) do days[i] = period.iso("date", at) end
  check.equal(days, { "2019-02-28", "2020-02-28", "2021-02-28", "2022-02-28" })
  series = period.series({ "2019-11-30", "2019-12-31", "2020-03-31" }, 3)
  for i, at in ipairs(series.places) do days[i] = period.iso("date", at) end
  check.equal(days, { "2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29", "2020-03-31" })
end)

check.test("financial years are told from months by their company", function()
  check.equal(period.series({ "2010-11", "2011-12" }, 2).kind, "financial-year")
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
