-- Values of other programs that no other test has, by method: R 4.2.2, and those that PHEindicatormethods 2.1.1 expects in its own tests (F).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local function near(got, expected, what)
  local by = math.max(1e-9 * math.abs(expected), 1e-300)
  check.truthy(math.type(got) and math.abs(got - expected) <= by, ("%s: %s, not %.17g"):format(what, tostring(got), expected))
end

check.test("Wilson's limits", function()
  for _, one in ipairs {
    { 1, 1, 0.95, 0.2065493143772, 1 },
    { 222, 3215, 0.95, 0.060791690363636595, 0.078339566813836331 }, -- F
    { 222, 3215, 0.998, 0.05647101964624248, 0.084184141852701344 }, -- F
    { 65, 100, 0.95, 0.55254443296887967, 0.73635751756902468 }, -- F
    { 7776456, 7564336677, 0.95, 0.0010273201001641094, 0.0010287644578977231 }, -- F
  } do
    local lower, upper = lab.interval("wilson", one[1], one[2], { confidence = one[3] })
    near(lower, one[4], "lower of " .. one[1])
    near(upper, one[5], "upper of " .. one[1])
  end
end)

check.test("Byar's limits of a count, exact below 10", function()
  for _, one in ipairs {
    { 3, 0.95, 0.6186721228956, 8.7672730697423 }, { 9, 0.95, 4.115373097378, 17.084803451419 },
    { 65, 0.95, 50.163187710459454, 82.849138545939837 }, { 65, 0.998, 42.880261471480203, 94.000290844318016 }, -- F
    { 1045, 0.95, 982.59320180733255, 1110.3312129856499 }, { 1, 0.998, 0.001000500333584, 9.2334134764515 }, -- F
  } do
    local t = lab.table { columns = { "x", "n" }, { one[1], 1 } }:rate { of = "x", per = "n", scale = 1, interval = "byar", confidence = one[2] }
    near(t:col("rate_lower")[1], one[3], "lower of " .. one[1])
    near(t:col("rate_upper")[1], one[4], "upper of " .. one[1])
  end
end)

check.test("rates per 100,000", function()
  local t = lab.table { columns = { "x", "n" }, { 12, 345678 }, { 5, 98210 }, { 0, 51200 }, { 250, 220 } }
    :rate { of = "x", per = "n", interval = "byar" }
  for row, one in ipairs { { 3.471438737785, 1.791699166010, 6.064273125168 }, { 5.091131249364, 1.65307645873, 11.88100201540 },
    { 0, 0, 7.204842683816 }, { 113636.363636364, 99984.947385328764, 128631.14487455782 } } do
    for i, name in ipairs { "rate", "rate_lower", "rate_upper" } do near(t:col(name)[row], one[i], name .. ", row " .. row) end
  end
end)

check.test("changes, a ratio of equal exposure, and growth each year", function()
  local t = lab.table { columns = { "year", "people" }, { 2017, 5143 }, { 2018, 6985 } }:change { of = "people", over = "year" }
  near(t:col("change")[2], 35.81567178689, "change")
  local value, lower, upper = lab.ratio("rate", 57, 1, 40, 1)
  near(value, 1.425, "ratio")
  near(lower, 0.9511404404311, "lower")
  near(upper, 2.1349370857153, "upper")
end)

check.test("a trend of counts per population", function()
  local t = lab.parse_csv("year,x,n\n0,12,510000\n1,15,515000\n2,11,520000\n3,19,530000\n4,25,534000\n5,24,540000\n6,30,547000\n")
    :mutate("year = year + 2010"):trend { of = "x", per = "n", over = "year", kind = "poisson" }
  near(t:col("value")[1], 1.161445072634, "value")
  near(t:col("lower")[1], 1.064913258276, "lower")
  near(t:col("upper")[1], 1.266727262771, "upper")
end)

-- The area of 19 bands of ages (F).
local function area(x, n, ages)
  local rows = { columns = { "age", "x", "n" } }
  for i = 1, #x do rows[i] = { ages[i], x[i], n[i] } end
  return lab.table(rows)
end

check.test("an area of 19 bands, directly and indirectly standardised", function()
  local ages = {}
  for i = 1, 19 do ages[i] = i == 19 and "90+" or ("%d-%d"):format(5 * i - 5, 5 * i - 1) end
  local t = area({ 127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91 },
    { 636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207 }, ages)
  local direct = t:standardise { of = "x", per = "n", over = "age", standard = "esp2013", confidence = 0.998 }
  near(direct:col("lower")[1], 9323.2878802199, "lower")
  near(direct:col("upper")[1], 11620.595999522, "upper")
  local reference = area({ 10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757 },
    { 50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918 }, ages)
  local ratio = t:standardise { of = "x", per = "n", over = "age", method = "indirect", reference = reference }
  for name, expected in pairs { denominator = 835.88356123117433, value = 1.0707232939020275, lower = 1.0017147712553987, upper = 1.1432332872498949 } do
    near(ratio:col(name)[1], expected, name)
  end
end)

check.run()
