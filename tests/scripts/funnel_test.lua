-- Funnel plots. References: R 4.2.2; tests/core/test_funnel.c has the formulas.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local function near(got, expected, what)
  check.truthy(got and math.abs(got - expected) <= 1e-9 * math.max(1, math.abs(expected)), ("%s: %s, not %.17g"):format(what, tostring(got), expected))
end

local function ratios()
  local o, e, lines = { 12, 41, 8, 66, 30, 0, 95, 22 }, { 20.5, 33.1, 9.7, 51.2, 44.9, 3.2, 70.3, 25.6 }, { "area,o,e" }
  for i = 1, 8 do lines[i + 1] = ("A%d,%d,%s"):format(i, o[i], e[i]) end
  return lab.parse_csv(table.concat(lines, "\n") .. "\n")
end

check.test("areas are compared with their average, in percent", function()
  local t = lab.parse_csv("area,x,n\nA,7,100\nB,14,200\nC,53,500\nD,17,500\n")
  local areas = t:funnel { of = "x", per = "n", kind = "proportion", target = 7, dispersion = "none" }
  check.equal(areas:col("target")[1], 7.0)
  near(areas:col("value")[3], 10.6, "value")
  near(areas:col("lower_95")[1], 1.99921037008, "lower_95")
  near(areas:col("upper_95")[1], 12.00078962992, "upper_95")
  near(areas:col("lower_99_8")[3], 3.473883795261, "lower_99_8")
  check.equal(areas:col("position"):to_list(), { "within 95%", "within 95%", "above 99.8%", "below 99.8%", n = 4 })
  check.equal(areas:sort("position"):col("area"):to_list(), { "D", "A", "B", "C", n = 4 }, "positions have an order")
end)

check.test("over-dispersion widens the limits, and the notes say so", function()
  local areas, curve = ratios():funnel { of = "o", per = "e", kind = "ratio" }
  local said = table.concat(areas:notes(), " ")
  check.contains(said, "mean squared z 4.6314, 3.6643 with the outer tenths cut")
  check.contains(said, "tau squared 0.026235")
  check.equal(curve:notes(), areas:notes())
  check.equal(#curve, 200)
  check.equal({ curve:col("e")[1], lab.round(curve:col("e")[200], 9) }, { 3.2, 70.3 })
  local plain = ratios():funnel { of = "o", per = "e", kind = "ratio", dispersion = "none" }
  check.contains(table.concat(plain:notes(), " "), "is not in the limits")
  near(plain:col("lower_95")[1], 12 / select(2, lab.interval("poisson", 12)), "exact limits")
end)

check.test("without over-dispersion limits are those of chance, which is said", function()
  local x, n, lines = { 12, 30, 45, 9, 80, 22, 61, 14, 33, 50 }, { 200, 410, 700, 150, 900, 260, 1000, 310, 420, 640 }, { "x,n" }
  for i = 1, 10 do lines[i + 1] = ("%d,%d"):format(x[i], n[i]) end
  local areas = lab.parse_csv(table.concat(lines, "\n") .. "\n"):funnel { of = "x", per = "n", kind = "proportion" }
  near(areas:col("target")[1], 7.134268537074, "target")
  check.contains(table.concat(areas:notes(), " "), "No over-dispersion (phi, mean squared z 1.2114, 0.7169")
end)

check.test("a missing count keeps its reason in every column, an area of size 0 has none", function()
  local t = lab.parse_csv("area,x,n\nA,7,100\nB,[c],200\nC,0,0\nD,20,300\n", { markers = "gss" }):funnel { of = "x", per = "n", kind = "rate" }
  for _, name in ipairs { "value", "target", "lower_95", "upper_99_8", "z" } do
    check.equal({ t:col(name):marker(2), t:col(name):marker(3) }, { "[c]", "[z]" }, name)
  end
  check.equal({ t:col("position")[2], t:col("position")[3] }, {})
end)

check.test("rows are added up by group first", function()
  local t = lab.parse_csv("area,x,n\nA,3,50\nA,4,50\nB,14,200\n")
  local whole = lab.parse_csv("area,x,n\nA,7,100\nB,14,200\n"):funnel { of = "x", per = "n", kind = "rate" }
  check.equal(t:group_by("area"):funnel { of = "x", per = "n", kind = "rate" }:col("upper_95"):to_list(), whole:col("upper_95"):to_list())
  check.equal(t:funnel { of = "x", per = "n", kind = "rate", by = "area" }:col("z"):to_list(), whole:col("z"):to_list())
end)

check.test("counts that cannot be, levels and targets that are none are refused", function()
  local t = lab.parse_csv("area,x,n\nA,7,5\nB,14,200\n")
  check.raises('row 1: "x" is 7 and "n" 5: the part is more than the whole, and kind = "rate" or "ratio"', t.funnel, t,
    { of = "x", per = "n", kind = "proportion" })
  check.raises('"x" is %-7', t.funnel, t:mutate("x = -x"), { of = "x", per = "n", kind = "rate" })
  check.raises("whole cases", t.funnel, t:mutate("x = x / 2"), { of = "x", per = "n", kind = "rate" })
  check.raises("between 0 and 1 and ascend", t.funnel, t, { of = "x", per = "n", kind = "rate", levels = { 0.95, 0.9 } })
  check.raises("around 0 there is no funnel", t.funnel, t, { of = "x", per = "n", kind = "rate", target = 0 })
  check.raises("no row has both figures", t.funnel, t:mutate("n = 0"), { of = "x", per = "n", kind = "rate" })
  check.raises("kind is needed", t.funnel, t, { of = "x", per = "n" })
  check.raises('it writes a column "value"; rename yours first', t.funnel, t:rename { n = "value" }, { of = "x", per = "value", kind = "rate" })
end)

check.run()
