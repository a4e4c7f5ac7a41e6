-- Intervals, and two figures compared. Reference values: R 4.2.2 (binom.test, t.test, poisson.test) and Newcombe (1998).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local function near(got, expected, what)
  check.truthy(math.abs(got - expected) <= 1e-12 * math.max(1, math.abs(expected)), ("%s: %.17g, not %.17g"):format(what, got, expected))
end

check.test("the exact limits of a proportion", function()
  local lower, upper = lab.interval("clopper-pearson", 7, 100)
  near(lower, 0.02860528890744, "lower")
  near(upper, 0.1389197284559, "upper")
  lower, upper = lab.interval("clopper-pearson", 29, 39, { confidence = 0.998 })
  near(lower, 0.4871145947191, "lower")
  near(upper, 0.9174171189303, "upper")
end)

check.test("the limits of a mean are Student's, of a list and of a column whose missing cells are left out", function()
  local half = 2.776445105197799 * math.sqrt(12.5 / 5)
  local lower, upper = lab.interval("mean", { 1, 2, 3, 4, 10 })
  near(lower, 4 - half, "lower")
  near(upper, 4 + half, "upper")
  check.equal({ lab.interval("mean", lab.parse_csv("x\n1\n2\nNA\n3\n4\n10\n", { missing = "NA" }).x) }, { lower, upper })
  check.equal(select("#", lab.interval("mean", { 1 })), 2)
  check.equal(lab.interval("mean", { 1 }), nil)
  check.raises("number 2 of it is a string", lab.interval, "mean", { 1, "x" })
  check.raises("this holds text", lab.interval, "mean", lab.parse_csv("x\na\n").x)
  check.raises("not finite", lab.interval, "mean", { 1, math.huge })
end)

check.test("a difference of two proportions is Newcombe's", function()
  local value, lower, upper = lab.difference("proportion", 56, 70, 48, 80)
  near(value, 0.2, "value")
  near(lower, 0.05243147240236, "lower")
  near(upper, 0.33387265403691, "upper")
end)

check.test("two rates are subtracted, or divided by one another", function()
  local value, lower, upper = lab.difference("rate", 34, 812000, 21, 905000)
  near(value * 1e5, 1.866750129276, "value")
  near(lower * 1e5, 0.08809558897631, "lower")
  near(upper * 1e5, 3.751420284827, "upper")
  local method
  value, lower, upper, method = lab.ratio("rate", 34, 812000, 21, 905000)
  near(value, 1.80448041285480, "value")
  near(lower, 1.04738433912263, "lower")
  near(upper, 3.10883926630430, "upper")
  check.equal(method, "wald")
  value, lower, upper, method = lab.ratio("rate", 57, 1, 40, 1, { method = "exact" })
  near(value, 1.425, "value")
  near(lower, 0.9346342335309, "lower")
  near(upper, 2.1913466373897, "upper")
  check.equal(method, "exact")
end)

check.test("of a count of 0 the ratio is exact, and to 0 there is none", function()
  local value, lower, upper, method = lab.ratio("rate", 0, 10, 3, 10)
  check.equal({ value, lower, method }, { 0.0, 0.0, "exact" })
  check.truthy(upper > 0 and upper < math.huge)
  check.equal(lab.ratio("rate", 3, 10, 0, 10), nil)
end)

check.test("where one is missing nothing can be said", function()
  check.equal(lab.interval("wilson", nil, 3), nil)
  check.equal(lab.difference("proportion", 1, nil, 3, 4), nil)
  check.equal(lab.difference("proportion", 0, 0, 3, 4), nil)
  check.equal(lab.ratio("rate", 1, 2, 3, nil), nil)
end)

check.test("counts below 0, parts above their whole and fractions of cases are refused", function()
  check.raises("a count of at least 0 was expected, not %-1", lab.interval, "byar", -1)
  check.raises("a part and its whole were expected, not 5 of 3", lab.interval, "wilson", 5, 3)
  check.raises("whole cases were expected, not 2.5; { weighted = true }", lab.interval, "byar", 2.5)
  check.truthy(lab.interval("byar", 2.5, { weighted = true }) > 0)
  check.raises("a part and its whole were expected, not 5 of 3", lab.difference, "proportion", 5, 3, 1, 2)
  check.raises("whole cases", lab.ratio, "rate", 1.5, 10, 2, 10)
  check.truthy(lab.ratio("rate", 1, 10.5, 2, 10.25))
  check.raises('method is one of "wald", "exact"; not "x"', lab.ratio, "rate", 1, 2, 3, 4, { method = "x" })
  check.raises('unknown option "metod"; did you mean "method"', lab.ratio, "rate", 1, 2, 3, 4, { metod = "exact" })
  check.raises("confidence is between 0 and 1", lab.difference, "rate", 1, 2, 3, 4, { confidence = 95 })
end)

check.test("fractions of cases are refused by verbs and indicators with an interval, unless cases are said to be weighted", function()
  local t = lab.table { columns = { "force", "n", "people" }, { "Kent", 2.5, 100 }, { "Essex", 4, 200 } }
  check.raises('rate: row 1: "n" is 2.5, and an interval is of whole cases; weighted = true', t.rate, t,
    { of = "n", per = "people", interval = "byar" })
  check.equal(t:rate { of = "n", per = "people", scale = 100 }:col("rate"):to_list(), { 2.5, 2.0, n = 2 })
  local weighted = t:rate { of = "n", per = "people", interval = "byar", weighted = true }
  check.contains(table.concat(weighted:notes(), " "), "cases are weighted")
  local given = { by = "force", columns = { part = "n", whole = "people" } }
  check.raises('indicator "share": force Kent: its numerator sum%(part%) is 2.5, and an interval is of whole cases', t.indicator, t, "share", given)
  given.weighted = true
  check.contains(table.concat(t:indicator("share", given):notes(), " "), "cases are weighted")
end)

check.run()
