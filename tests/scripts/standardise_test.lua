-- Standardised rates. References: R 4.2.2, and the values expected by PHEindicatormethods 2.1.1 in its own tests (the area of 19 bands).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local function near(got, expected, what)
  check.truthy(got and math.abs(got - expected) <= 1e-9 * math.abs(expected), ("%s: %s, not %.17g"):format(what or "value", tostring(got), expected))
end

local function equal_figures(t, row, value, lower, upper)
  near(t:col("value")[row], value, "value")
  near(t:col("lower")[row], lower, "lower")
  near(t:col("upper")[row], upper, "upper")
end

local data = lab.parse_csv([[
force,age,x,n
Kent,a,4,42000
Kent,b,18,61000
Kent,c,11,55000
Kent,d,2,23000
Few,a,4,42000
Few,b,3,61000
Few,c,1,55000
Few,d,1,23000
Nobody,a,4,42000
Nobody,b,18,61000
Nobody,c,11,55000
Nobody,d,0,0
Absent,a,40,42000
Absent,b,18,61000
Absent,c,11,55000
Hidden,a,4,42000
Hidden,b,[c],61000
Hidden,c,11,55000
Hidden,d,2,23000
]], { markers = "gss" })
local standard = lab.parse_csv("age,weight\na,22000\nb,26500\nc,31500\nd,20000\n")

local function direct(t, more)
  local options = { of = "x", per = "n", over = "age", by = "force", standard = standard }
  for key, value in pairs(more or {}) do options[key] = value end
  return t:standardise(options):sort("force")
end

check.test("a directly standardised rate has Dobson's limits", function()
  local kent = data:filter("force == 'Kent'")
  equal_figures(direct(kent), 1, 17.95404066117, 12.38523598630, 25.12313911011)
  equal_figures(direct(kent, { confidence = 0.998 }), 1, 17.95404066117, 9.824673369290, 29.72100237809)
  check.equal({ direct(kent):col("numerator")[1], direct(kent):col("denominator")[1] }, { 35, 181000 })
  equal_figures(direct(kent, { scale = 1e3 }), 1, 0.1795404066117, 0.1238523598630, 0.2512313911011)
end)

check.test("rows of one stratum are added up first", function()
  local halves = lab.parse_csv("force,age,x,n\nKent,a,3,21000\nKent,b,18,61000\nKent,a,1,21000\nKent,c,11,55000\nKent,d,2,23000\n")
  equal_figures(direct(halves), 1, 17.95404066117, 12.38523598630, 25.12313911011)
end)

check.test("groups that nothing can be said of are missing, with a reason and a note, and the others go on", function()
  local t = direct(data)
  local markers = {}
  for row = 1, #t do markers[t:col("force")[row]] = t:col("value"):marker(row) or t:col("value")[row] ~= nil end
  check.equal(markers, { Absent = "[z]", Few = "[z]", Hidden = "[c]", Nobody = "[z]", Kent = true })
  local said = table.concat(t:notes(), " ")
  for _, part in ipairs { "1 group with a missing count", "1 group with fewer than 10 events", "2 groups without people in a stratum" } do
    check.contains(said, part)
  end
  check.equal(t:col("numerator")[3], nil, "the sum of a hidden count")
end)

check.test("the European standard population is known by the ages of the labels", function()
  local x = { 127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91 }
  local n = { 636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207 }
  for _, form in ipairs { "%d-%d", "Aged %d to %d", "%d–%d years" } do
    local lines = { "age,x,n" }
    for i = 1, 19 do lines[i + 1] = ("%s,%d,%d"):format(i == 19 and "90 and over" or form:format(5 * i - 5, 5 * i - 1), x[i], n[i]) end
    local t = lab.parse_csv(table.concat(lines, "\n") .. "\n"):standardise { of = "x", per = "n", over = "age", standard = "esp2013" }
    equal_figures(t, 1, 10430.247991469423, 9717.709067985681, 11178.94091547925)
    check.contains(t:notes()[1], "European Standard Population 2013")
  end
end)

check.test("an indirectly standardised ratio is observed over expected, a rate that times the crude rate of the reference", function()
  local t = lab.parse_csv("age,x,n\na,9,42000\nb,18,61000\nc,9,55000\nd,2,23000\n")
  local reference = lab.parse_csv("age,x,n\na,900,9100000\nb,3100,8400000\nc,2100,10000000\nd,300,7200000\n")
  local options = { of = "x", per = "n", over = "age", method = "indirect", reference = reference }
  local ratio = t:standardise(options)
  equal_figures(ratio, 1, 0.9700290569240, 0.6863636763078, 1.3314780531773)
  near(ratio:col("denominator")[1], 39.1740842490843, "expected")
  options.kind = "rate"
  local crude = 6400 / 34700000 * 1e5
  equal_figures(t:standardise(options), 1, 0.9700290569240 * crude, 0.6863636763078 * crude, 1.3314780531773 * crude)
end)

check.test("where nothing was to be expected there is no ratio", function()
  local t = lab.parse_csv("force,age,x,n\nKent,a,3,100\nKent,b,0,0\nEssex,a,0,0\nEssex,b,1,50\n")
  local reference = lab.parse_csv("age,x,n\na,10,1000\nb,0,1000\n")
  local result = t:standardise { of = "x", per = "n", over = "age", by = "force", method = "indirect", reference = reference }:sort("force")
  check.equal(result:col("value"):marker(1), "[z]")
  near(result:col("value")[2], 3)
end)

-- V of n people with k events each is that of n independent ones times k squared.
check.test("events that the same persons had widen the interval", function()
  local kent = data:filter("force == 'Kent'"):mutate("single = x", "pairs = if_else(x % 2 == 0, x // 2, x)")
  local alone, plain, pairs_of = direct(kent, { persons = "single" }), direct(kent), direct(kent, { persons = "pairs" })
  equal_figures(alone, 1, plain:col("value")[1], plain:col("lower")[1], plain:col("upper")[1])
  -- By hand: V = sum(w^2 x k / n^2) / sum(w)^2, k = 2 but for the 11 of band c.
  local w, x, n, k, v = { 22000, 26500, 31500, 20000 }, { 4, 18, 11, 2 }, { 42000, 61000, 55000, 23000 }, { 2, 2, 1, 2 }, 0
  for i = 1, 4 do v = v + w[i] ^ 2 * x[i] * k[i] / n[i] ^ 2 / 1e10 end
  local lower = select(1, lab.interval("byar", 35))
  near(pairs_of:col("lower")[1], 17.95404066117 + 1e5 * math.sqrt(v / 35) * (lower - 35))
  check.raises("nobody stands there who had none", direct, kent:mutate("more = x + 1"), { persons = "more" })
end)

check.test("a standard that does not fit is refused with the strata that differ", function()
  check.raises('the standard has no age "d"; it has a, b, c', direct, data, { standard = standard:head(3) })
  check.raises('no row has the age "d" of the standard', direct, data:filter("age ~= 'd'"))
  check.raises("the standard has a twice, in rows 1 and 5", direct, data, { standard = standard:append(standard) })
  check.raises('row 2 %(b%): "weight" is %-1', direct, data, { standard = standard:mutate("weight = if_else(age == 'b', -1, weight)") })
  check.raises('"a" in column "age" is no band of the European', direct, data, { standard = "esp2013" })
  check.raises('there is no standard "esp2012"; there are "esp2013"', direct, data, { standard = "esp2012" })
  check.raises('weight = "..." names the one', direct, data, { standard = standard:mutate("more = weight") })
  equal_figures(direct(data, { standard = standard:mutate("more = weight * 7"), weight = "weight" }), 4, 17.95404066117, 12.38523598630, 25.12313911011)
end)

check.test("options that do not go together are refused", function()
  check.raises("standard is needed", data.standardise, data, { of = "x", per = "n", over = "age" })
  check.raises('standard goes with method = "direct"', direct, data, { method = "indirect" })
  check.raises('method = "indirect" needs reference', data.standardise, data, { of = "x", per = "n", over = "age", method = "indirect" })
  check.raises('row 3: "x" is %-11, and counts are not below 0', direct, data:mutate("x = if_else(x == 11, -11, x)"))
  check.raises("confidence is between 0 and 1", direct, data, { confidence = 95 })
end)

check.test("quantiles follow Public Health England's rule", function()
  local t = lab.table { columns = { "x" }, { 12 }, { 7 }, { 31 }, { 25 }, { 7 }, { 18 }, { 40 }, { 22 }, { 15 }, { 9 } }
  check.equal(t:quantile_group("x"):col("quantile"):to_list(), { 2, 1, 5, 4, 1, 3, 5, 4, 3, 2, n = 10 })
  check.equal(t:quantile_group { of = "x", groups = 2, as = "half", invert = true }:col("half"):to_list(), { 2, 2, 1, 1, 2, 1, 1, 1, 2, 2, n = 10 })
end)

-- The rule by itself, in integers, on random values with ties.
check.test("quantiles of random values with ties are those of the formula", function()
  math.randomseed(20260301)
  for _ = 1, 200 do
    local n, q, list = math.random(2, 40), math.random(2, 9), { columns = { "x" } }
    for i = 1, n do list[i] = { math.random(0, 12) } end
    local got = lab.table(list):quantile_group { of = "x", groups = q }:col("quantile")
    for i = 1, n do
      local rank = 1
      for j = 1, n do rank = rank + (list[j][1] < list[i][1] and 1 or 0) end
      local expected = n >= q and math.max(1, q + 1 - -(-(n + 1 - rank) * q // n)) or nil
      check.equal(got[i], expected, ("%d of %d in %d"):format(rank, n, q))
    end
  end
end)

check.test("missing figures have no quantile, and too few values none at all", function()
  local t = lab.parse_csv("g,x\na,1\na,NA\na,2\nb,5\n", { missing = "NA" })
  local result = t:quantile_group { of = "x", groups = 2, by = "g" }
  check.equal(result:col("quantile"):to_list(), { 1, nil, 2, nil, n = 4 })
  check.contains(result:notes()[1], '1 row of "x" stands in groups of fewer than 2 values')
  check.equal(t:group_by("g"):quantile_group { of = "x", groups = 2 }:col("quantile"):to_list(), { 1, nil, 2, nil, n = 4 })
  check.raises("groups is 2 or more", t.quantile_group, t, { of = "x", groups = 1 })
end)

check.run()
