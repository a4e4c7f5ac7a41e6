-- t:change, t:index_to, t:lag, t:roll and t:cumulate: by the calendar, not by the row above.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local function list(t, name)
  local values = t:col(name):to_list()
  values.n = nil
  return values
end

local function years(...)
  local rows = { columns = { "year", "people" } }
  for _, pair in ipairs { ... } do rows[#rows + 1] = pair end
  return lab.table(rows)
end

check.test("a change is against the year before, in whatever order rows stand", function()
  local t = years({ 2016, 150 }, { 2014, 100 }, { 2015, 120 }):change { of = "people", over = "year" }
  check.equal(list(t, "change"), { 25.0, nil, 20.0 })
end)

check.test("an absent year gives a missing change, not one against the wrong neighbour", function()
  local t = years({ 2014, 100 }, { 2016, 150 }, { 2017, 300 }):change { of = "people", over = "year" }
  check.equal(list(t, "change"), { [3] = 100.0 })
  check.equal(t:col("change"):marker(2), nil)
  check.equal(list(t:change { of = "people", over = "year", n = 2, as = "two" }, "two"), { [2] = 50.0 })
end)

check.test("from zero no percentage can be said; in absolute numbers it can", function()
  local t = years({ 2014, 0 }, { 2015, 5 })
  local percent = t:change { of = "people", over = "year" }
  check.equal({ percent:col("change")[2], percent:col("change"):marker(2) }, { nil, "[z]" })
  check.equal(t:change { of = "people", over = "year", kind = "absolute" }:col("change")[2], 5)
end)

check.test("reasons and flags go into the change", function()
  local t = years({ 2014, "[c]" }, { 2015, { 10, "[p]" } }, { 2016, { 20, "[r]" } }):change { of = "people", over = "year" }
  check.equal({ t:col("change"):marker(2), t:col("change")[3], t:col("change"):marker(3) }, { "[c]", 100.0, "[p][r]" })
end)

check.test("series are told apart by their columns", function()
  local t = lab.table { columns = { "year", "force", "n" }, { 2014, "A", 10 }, { 2014, "B", 1 }, { 2015, "A", 11 }, { 2015, "B", 3 } }
  check.equal(list(t:change { of = "n", over = "year", by = "force" }, "change"), { [3] = 10.0, [4] = 200.0 })
  check.equal(list(t:group_by("force"):change("n", { over = "year" }), "change"), { [3] = 10.0, [4] = 200.0 })
  local message = check.raises("change: 2014 stands in two rows %(1 and 2%)", t.change, t, { of = "n", over = "year" })
  check.contains(message, 'by = { "force" }')
  local vintages = lab.table { columns = { "year", "n", "source" }, { 2014, 10, "first" }, { 2014, 11, "revised" } }
  check.contains(check.raises("stands in two rows", vintages.change, vintages, { of = "n", over = "year" }), "keep one of them")
end)

check.test("quarters, financial years and months are found by their text", function()
  local quarters = lab.table { columns = { "q", "n" }, { "2019 Q4", 4 }, { "2020 Q1", 5 }, { "2020 Q3", 6 } }
  check.equal(list(quarters:lag { of = "n", over = "q" }, "lag"), { [2] = 4 })
  local financial = lab.table { columns = { "fy", "n" }, { "2017/18", 4 }, { "2018/19", 5 } }
  check.equal(list(financial:lag { of = "n", over = "fy" }, "lag"), { [2] = 4 })
  local months = lab.table { columns = { "m", "n" }, { "2019-12", 4 }, { "2020-01", 5 } }
  check.equal(list(months:lag { of = "n", over = "m" }, "lag"), { [2] = 4 })
end)

check.test("a year and a quarter in two columns are one period", function()
  local t = lab.table { columns = { "year", "quarter", "n" }, { 2019, "Q4", 4 }, { 2020, "Q1", 5 } }
  check.equal(list(t:lag { of = "n", over = { "year", "quarter" } }, "lag"), { [2] = 4 })
end)

check.test("dates that end quarters are a quarter apart, years that end in March a year", function()
  local t = lab.table { columns = { "end", "n" }, types = { ["end"] = "date" },
    { "2019-12-31", 1 }, { "2020-03-31", 2 }, { "2020-06-30", 3 }, { "2020-12-31", 4 } }
  check.equal(list(t:lag { of = "n", over = "end" }, "lag"), { [2] = 1, [3] = 2 })
  local y = lab.table { columns = { "y", "n" }, { "year ending March 2018", 1 }, { "year ending March 2019", 2 } }
  check.equal(list(y:lag { of = "n", over = "y" }, "lag"), { [2] = 1 })
  local rolling = lab.table { columns = { "y", "n" }, { "year ending March 2018", 1 }, { "year ending December 2018", 5 },
    { "year ending March 2019", 2 } }
  check.equal(list(rolling:lag { of = "n", over = "y" }, "lag"), { [3] = 1 }, "years that overlap are not neighbours")
  local leap = lab.table { columns = { "end", "n" }, types = { ["end"] = "date" },
    { "2020-01-31", 1 }, { "2020-02-29", 2 }, { "2020-03-31", 3 } }
  check.equal(list(leap:lag { of = "n", over = "end" }, "lag"), { [2] = 1, [3] = 2 })
end)

check.test("a period that is none is named, and Total among quarters points to drop_totals", function()
  local t = lab.table { columns = { "year", "quarter", "n" }, { 2019, "Q4", 4 }, { 2019, "Total", 5 } }
  check.contains(check.raises("is no year, quarter, month or date", t.lag, t, { of = "n", over = { "year", "quarter" } }), "drop_totals")
  local force = lab.table { columns = { "force", "n" }, { "Kent", 4 } }
  check.raises('"Kent" is no year', force.lag, force, { of = "n", over = "force" })
  local fraction = lab.table { columns = { "year", "n" }, { 2019.5, 4 } }
  check.raises("row 1: 2019.5 is no whole number", fraction.lag, fraction, { of = "n", over = "year" })
end)

check.test("an index is 100 in its base year, and missing where a series lacks it", function()
  local t = lab.table { columns = { "year", "force", "n" }, { 2014, "A", 50 }, { 2015, "A", 75 }, { 2015, "B", 3 }, { 2014, "C", 0 }, { 2015, "C", 1 } }
    :index_to { of = "n", over = "year", by = "force", base = 2014 }
  check.equal(list(t, "index"), { 100.0, 150.0 })
  check.equal({ t.index:marker(3), t.index:marker(4), t.index:marker(5) }, { nil, "[z]", "[z]" })
  check.raises("no row has 2013 in column \"year\"; it has 2014, 2015", t.index_to, t, { of = "n", over = "year", by = "force", base = 2013 })
  check.raises("base is needed", t.index_to, t, { of = "n", over = "year", by = "force" })
  local quarters = lab.table { columns = { "q", "n" }, { "2019 Q4", 4 }, { "2020 Q1", 5 } }
  check.equal(list(quarters:index_to { of = "n", over = "q", base = "2019 Q4" }, "index"), { 100.0, 125.0 })
end)

check.test("a lag takes the reason along, of texts too; -1 looks ahead", function()
  local t = lab.table { columns = { "year", "n", "word" }, { 2014, "[c]", "a" }, { 2015, { 2, "[p]" }, "b" }, { 2016, 3, "c" } }
  local back = t:lag { of = { "n", "word" }, over = "year" }
  check.equal({ back.n_lag:marker(2), back.n_lag[3], back.n_lag:marker(3), back.word_lag[3] }, { "[c]", 2, "[p]", "b" })
  check.equal(list(t:lag { of = "word", over = "year", n = -1 }, "lag"), { "b", "c" })
end)

check.test("a rolling figure needs all its periods", function()
  local t = years({ 2014, 1 }, { 2015, 2 }, { 2016, 6 }, { 2018, 4 }, { 2019, "[c]" }, { 2020, 1 })
  check.equal(list(t:roll { of = "people", over = "year", n = 2 }, "roll"), { [2] = 1.5, [3] = 4.0 })
  local sums = t:roll { of = "people", over = "year", n = 3, stat = "sum" }
  check.equal(list(sums, "roll"), { [3] = 9 })
  check.equal({ sums:col("roll"):marker(4), sums:col("roll"):marker(5), sums:col("roll"):marker(6) }, { nil, "[c]", "[c]" })
  check.raises("n is needed", t.roll, t, { of = "people", over = "year" })
  check.raises("n is 1 or more", t.roll, t, { of = "people", over = "year", n = 0 })
end)

check.test("a running total stops where a figure is missing, unless told to skip", function()
  local t = years({ 2015, 2 }, { 2014, 1 }, { 2017, 4 }, { 2018, 8 })
  check.equal(list(t:cumulate { of = "people", over = "year" }, "cumulated"), { 3, 1 })
  check.equal(list(t:cumulate { of = "people", over = "year", missing = "skip" }, "cumulated"), { 3, 1, 7, 15 })
  local held = years({ 2014, 1 }, { 2015, "[c]" }, { 2016, 4 })
  local kept, skipped = held:cumulate { of = "people", over = "year" }, held:cumulate { of = "people", over = "year", missing = "skip" }
  check.equal({ kept.cumulated[1], kept.cumulated:marker(2), kept.cumulated:marker(3) }, { 1, "[c]", "[c]" })
  check.equal({ skipped.cumulated[1], skipped.cumulated:marker(2), skipped.cumulated[3] }, { 1, "[c]", 5 })
end)

check.test("a row without its period gets nothing", function()
  local t = years({ 2014, 1 }, { nil, 2 }, { 2015, 3 })
  check.equal(list(t:lag { of = "people", over = "year" }, "lag"), { [3] = 1 })
  check.equal(list(t:cumulate { of = "people", over = "year" }, "cumulated"), { [1] = 1, [3] = 4 })
end)

check.test("an empty table stays one", function()
  local t = years({ 2014, 1 }):head(0)
  check.equal({ #t:change { of = "people", over = "year" }, #t:roll { of = "people", over = "year", n = 2 } }, { 0, 0 })
end)

check.run()
