-- Trends, control charts, ranks, and what a break in a series does. References: R 4.2.2; tests/core/test_trend.c has more.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local function near(got, expected, what)
  check.truthy(got and math.abs(got - expected) <= 1e-9 * math.max(1, math.abs(expected)), ("%s: %s, not %.17g"):format(what, tostring(got), expected))
end

local function series(values, start)
  local lines = { "year,n" }
  for i, value in ipairs(values) do lines[i + 1] = ("%d,%s"):format((start or 2015) + i, value) end
  return lab.parse_csv(table.concat(lines, "\n") .. "\n", { markers = "gss" })
end

local poisson = { of = "n", over = "year", kind = "poisson" }

check.test("counts have a ratio each period with its limits", function()
  local t = series { 23, 31, 28, 40, 47, 52 }:trend(poisson)
  near(t:col("value")[1], 1.175344254461, "value")
  near(t:col("lower")[1], 1.085999564375, "lower")
  near(t:col("upper")[1], 1.272039291553, "upper")
  check.equal({ t:col("periods")[1], t:col("from")[1], t:col("to")[1] }, { 6, "2016", "2021" })
  check.equal(t:notes(), { "Ratio each year, log-linear (Poisson)." })
end)

check.test("where counts vary by more than chance the interval is widened, and a note says so", function()
  local t = series { 20, 55, 31, 80, 44, 120, 61 }:trend(poisson)
  near(t:col("lower")[1], 0.9262299572826, "lower")
  near(t:col("upper")[1], 1.503130270871, "upper")
  near(t:col("dispersion")[1], 13.63412031708, "dispersion")
  check.contains(table.concat(t:notes(), " "), "quasi-Poisson")
end)

check.test("a gap in the years is a gap", function()
  local whole = series { 10, 20, 40, 80 }:filter("year ~= 2018")
  near(whole:trend(poisson):col("value")[1], 2, "value")
end)

check.test("shares have percentage points, measures units", function()
  local t = lab.parse_csv("year,x,n\n2015,12,200\n2016,18,210\n2017,25,205\n2018,31,220\n2019,40,230\n")
  local share = t:trend { of = "x", per = "n", over = "year", kind = "proportion" }
  near(share:col("p_value")[1], 4.932648643197e-05, "p")
  check.truthy(share:col("value")[1] > 2 and share:col("value")[1] < 4)
  near(t:trend { of = "x", over = "year", kind = "linear" }:col("value")[1], 6.9, "slope")
end)

check.test("only what comes after the last break takes part, unless it is said otherwise", function()
  local t = series { 500, 480, "23 [b]", 31, 28, 40, 47, 52 }
  local after = t:trend(poisson)
  near(after:col("value")[1], 1.175344254461, "value")
  check.contains(table.concat(after:notes(), " "), "2 figures before a break in the series ([b]) are left out")
  check.truthy(t:trend { of = "n", over = "year", kind = "poisson", across_breaks = true }:col("value")[1] < 1)
end)

check.test("of too few or of none no trend is said, and the other series go on", function()
  local t = lab.parse_csv("f,year,n\na,2015,0\na,2016,0\na,2017,0\nb,2015,3\nb,2016,4\nc,2015,1\nc,2016,2\nc,2017,4\nc,2018,[c]\n", { markers = "gss" })
  local result = t:group_by("f"):trend(poisson)
  check.equal({ result:col("value"):marker(1), result:col("value"):marker(2) }, { "[z]", "[z]" })
  check.truthy(result:col("value")[3] > 1.5)
  local said = table.concat(result:notes(), " ")
  check.contains(said, "of 2 series no trend can be said")
  check.contains(said, "1 missing figure took no part")
end)

check.test("counts that cannot be are refused, and options that do not go together", function()
  local t = lab.parse_csv("year,x,n\n2015,5,3\n2016,1,2\n2017,1,2\n")
  check.raises('row 1: "x" is 5 and "n" 3: the part is more than the whole', t.trend, t, { of = "x", per = "n", over = "year", kind = "proportion" })
  check.raises('"x" is %-5', t.trend, t:mutate("x = -x"), { of = "x", over = "year", kind = "poisson" })
  check.raises("a fraction of a case", t.trend, t:mutate("x = x / 2"), { of = "x", over = "year", kind = "poisson" })
  check.raises("per goes with", t.trend, t, { of = "x", per = "n", over = "year", kind = "linear" })
  check.raises("per is needed", t.trend, t, { of = "x", over = "year", kind = "proportion" })
  check.raises("kind is needed", t.trend, t, { of = "x", over = "year" })
end)

check.test("changes, indices, sums and running totals do not cross a break", function()
  local t = series { 10, 20, "40 [b]", 80 }
  local function column(result, name)
    local list = {}
    for row = 1, #result do list[row] = result:col(name):marker(row) == "[z]" and "[z]" or result:col(name)[row] or "-" end
    return list
  end
  local change = t:change { of = "n", over = "year" }
  check.equal(column(change, "change"), { "-", 100.0, "[z]", 100.0 })
  check.contains(change:notes()[1], '1 figure of "n" would cross a break in the series ([b]) and is missing')
  check.equal(column(t:change { of = "n", over = "year", kind = "absolute" }, "change"), { "-", 10, "[z]", 40 })
  check.equal(column(t:change { of = "n", over = "year", across_breaks = true }, "change"), { "-", 100.0, 100.0, 100.0 })
  check.equal(column(t:index_to { of = "n", over = "year", base = 2016 }, "index"), { 100.0, 200.0, "[z]", "[z]" })
  check.equal(column(t:roll { of = "n", over = "year", n = 2, stat = "sum" }, "roll"), { "-", 30, "[z]", 120 })
  check.equal(column(t:cumulate { of = "n", over = "year" }, "cumulated"), { 10, 30, "[z]", "[z]" })
  check.equal(column(t:cumulate { of = "n", over = "year", across_breaks = true }, "cumulated"), { 10, 30, 70, 150 })
end)

check.test("a flag behind a gap is no reason for a running total to be missing", function()
  local t = series { 10, "[c]", "40 [p]" }:cumulate { of = "n", over = "year" }
  check.equal({ t:col("cumulated"):marker(2), t:col("cumulated"):marker(3) }, { "[c]", "[c]" })
  check.equal(series { 10, "20 [p]" }:filter("year ~= 2016"):append(series({ 7 }, 2010)):cumulate { of = "n", over = "year" }:col("cumulated"):marker(1), nil)
end)

check.test("the growth each year that gives a change over several", function()
  local t = lab.parse_csv("year,n\n2015,2340\n2023,17004\n")
  near(t:change { of = "n", over = "year", n = 8, kind = "per_year" }:col("change")[2], 28.13474379451, "growth")
  local quarters = lab.parse_csv("quarter,n\n2020 Q1,100\n2022 Q1,121\n"):change { of = "n", over = "quarter", n = 8, kind = "per_year" }
  near(quarters:col("change")[2], 10, "growth")
  local days = lab.parse_csv("day,n\n2020-01-01,1\n2020-01-02,2\n")
  check.raises("takes years, quarters or months", days.change, days, { of = "n", over = "day", kind = "per_year" })
end)

local months = { 52, 47, 61, 55, 49, 58, 53, 60, 46, 57 }
local function chart_of(values, more)
  local lines = { "month,x,n" }
  for i, value in ipairs(values) do lines[i + 1] = ("%d-%02d,%s,100"):format(2023 + (i - 1) // 12, (i - 1) % 12 + 1, value) end
  local options = { of = "x", over = "month", kind = "xmr" }
  for key, value in pairs(more or {}) do options[key] = value end
  return lab.parse_csv(table.concat(lines, "\n") .. "\n", { markers = "gss" }):control_chart(options)
end

check.test("limits of single figures come from the moving ranges", function()
  local t = chart_of(months)
  near(t:col("centre")[1], 53.8, "centre")
  near(t:col("lower")[1], 31.042222222222, "lower")
  near(t:col("upper")[10], 76.557777777778, "upper")
  check.equal(t:col("signal"):missing(), 10)
end)

check.test("limits of counts, shares and rates", function()
  local mean = 53.8
  near(chart_of(months, { kind = "c" }):col("upper")[1], mean + 3 * math.sqrt(mean), "c")
  near(chart_of({ 1, 0, 2 }, { kind = "c" }):col("lower")[1], 0, "c below 0")
  local p = chart_of(months, { kind = "p", per = "n" })
  near(p:col("value")[2], 47, "value")
  near(p:col("lower")[1], 100 * (0.538 - 3 * math.sqrt(0.538 * 0.462 / 100)), "p")
  near(chart_of(months, { kind = "u", per = "n", scale = 1 }):col("upper")[1], 0.538 + 3 * math.sqrt(0.538 / 100), "u")
end)

check.test("signals are named by their rule, the strongest of them", function()
  local base = { base = { "2023-01", "2023-10" } }
  local values = table.move(months, 1, 10, 1, {})
  for _, value in ipairs { 90, 54, 55, 54, 56, 55, 54, 57, 55 } do values[#values + 1] = value end
  local t = chart_of(values, base)
  check.equal(t:col("signal")[11], "outside the limits")
  check.equal(t:col("signal")[17], "run of 8")
  check.equal(t:col("signal")[16], nil)
  near(t:col("centre")[19], 53.8, "the centre is that of the base")
  values = table.move(months, 1, 10, 1, {})
  values[11], values[12], values[13] = 71, 53, 72
  t = chart_of(values, base)
  check.equal({ t:col("signal")[11], t:col("signal")[13] }, { nil, "2 of 3 near a limit" })
end)

check.test("a missing figure breaks ranges and runs, a break in the series the chart", function()
  local t = chart_of { 10, 12, "[c]", 50, 53 }
  near(t:col("upper")[1], 31.25 + 2.66 * 2.5, "ranges of neighbours alone")
  local broken = chart_of { 10, 12, "50 [b]", 53 }
  near(broken:col("centre")[1], 11, "before")
  near(broken:col("centre")[4], 51.5, "after")
  check.contains(table.concat(broken:notes(), " "), "there are 2 pieces")
  near(chart_of({ 10, 12, "50 [b]", 53 }, { across_breaks = true }):col("centre")[1], 31.25, "across")
  check.equal(chart_of({ 5 }):col("centre"):marker(1), "[z]")
end)

check.test("what a control chart cannot be of is refused", function()
  check.raises("counts are not below 0", chart_of, { 3, -1 }, { kind = "c" })
  check.raises("the part is more than the whole", chart_of, { 300, 1 }, { kind = "p", per = "n" })
  check.raises("base is the first and the last period", chart_of, months, { base = { "2023-05", "2021-01" } })
  check.raises('per goes with kind = "p" or "u"', chart_of, months, { per = "n" })
end)

check.test("ranks have the places that their intervals allow", function()
  local t = lab.parse_csv("a,value,lower,upper\nA,8,6,10\nB,5,4,7\nC,2,1,3\nD,[c],[c],[c]\n", { markers = "gss" }):rank_interval()
  check.equal(t:col("rank"):to_list(), { 1, 2, 3, nil, n = 4 })
  check.equal(t:col("best_rank"):to_list(), { 1, 1, 3, nil, n = 4 })
  check.equal(t:col("worst_rank"):to_list(), { 2, 2, 3, nil, n = 4 })
  check.equal(t:col("rank"):marker(4), "[c]")
  check.equal(t:notes(), { "Ranks: 3 of 3 areas can be told from another by their intervals." })
  local inverted = lab.parse_csv("a,value,lower,upper\nA,8,6,10\nB,5,4,7\nC,2,1,3\n"):rank_interval { invert = true }
  check.equal({ inverted:col("rank")[1], inverted:col("best_rank")[1], inverted:col("worst_rank")[1] }, { 3, 2, 3 })
  local alike = lab.parse_csv("a,value,lower,upper\nA,8,1,10\nB,5,2,9\nC,4,1,8\n"):rank_interval()
  check.contains(table.concat(alike:notes(), " "), "Do not rank")
  check.raises("row 1: 8 is not between its limits 9 and 10", t.rank_interval, lab.parse_csv("value,lower,upper\n8,9,10\n"))
end)

-- The places counted one by one.
check.test("ranks of random intervals are those of counting", function()
  math.randomseed(7)
  for _ = 1, 50 do
    local n, rows = math.random(1, 30), { columns = { "value", "lower", "upper" } }
    for i = 1, n do
      local x = math.random(0, 40)
      rows[i] = { x, x - math.random(0, 9), x + math.random(0, 9) }
    end
    local t = lab.table(rows):rank_interval()
    for i = 1, n do
      local rank, over, under = 1, 0, 0
      for j = 1, n do
        if rows[j][1] > rows[i][1] then rank = rank + 1 end
        if rows[j][2] > rows[i][3] then over = over + 1 end
        if rows[j][3] < rows[i][2] then under = under + 1 end
      end
      check.equal({ t:col("rank")[i], t:col("best_rank")[i], t:col("worst_rank")[i] }, { rank, 1 + over, n - under })
    end
  end
end)

check.test("a figure cites the publications of the rows that it was made from, and of no others", function()
  local a = lab.parse_csv("f,year,n,m\nA,2018,10,100\nA,2019,12,110\nA,2020,15,120\n"):with_sources { { title = "first" } }
  local b = lab.parse_csv("f,year,n,m\nB,2018,20,100\nB,2019,22,110\nB,2020,25,120\n"):with_sources { { title = "second" } }
  local t = a:append(b)
  local function cites(result, force, ...)
    local titles = {}
    for i, source in ipairs(result:filter("f == $force", { force = force }):select(...):sources()) do titles[i] = source.title end
    return table.concat(titles, " ")
  end
  local funnel = t:filter("year == 2018"):funnel { of = "n", per = "m", kind = "proportion" }
  local indicator = t:indicator("share", { by = "f", columns = { part = "n", whole = "m" } })
  local standard = lab.parse_csv("year,w\n2018,1\n2019,1\n2020,1\n")
  check.equal({
    cites(t:trend { of = "n", over = "year", by = "f", kind = "poisson" }, "B", "value", "upper"),
    cites(funnel, "A", "value"), cites(funnel, "A", "lower_95"), cites(funnel, "A", "position"),
    cites(t:control_chart { of = "n", over = "year", by = "f", kind = "xmr" }, "A", "upper", "signal"),
    cites(t:standardise { of = "n", per = "m", over = "year", by = "f", standard = standard }, "A", "value", "lower"),
    cites(t:share { of = "n", by = "f", interval = "wilson" }, "A", "share", "share_upper"),
    cites(t:rate { of = "n", per = "m", interval = "byar" }, "B", "rate", "rate_lower"),
    cites(indicator, "B", "value"), cites(indicator:rank_interval(), "B", "rank"), cites(t:quantile_group { of = "n", groups = 2 }, "A", "quantile"),
  }, { "second", "first", "first second", "first second", "first", "first", "first", "second", "second", "first second", "first second" })
end)

check.run()
