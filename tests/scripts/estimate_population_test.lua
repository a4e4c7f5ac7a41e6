-- Multiple systems estimation. The table is the UK's of 2013 (tests/support/ukdat.h); references: R 4.2.2, SparseMSE 2.0.1.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local rows = {
  { "LA", 54 }, { "NG", 463 }, { "PF", 907 }, { "GO", 695 }, { "GP", 316 }, { "NCA", 57 }, { "LA NG", 15 }, { "LA PF", 19 }, { "LA GO", 3 },
  { "NG PF", 56 }, { "NG GO", 19 }, { "NG GP", 1 }, { "NG NCA", 3 }, { "PF GO", 69 }, { "PF GP", 10 }, { "PF NCA", 31 }, { "GO GP", 8 },
  { "GO NCA", 6 }, { "GP NCA", 1 }, { "LA NG PF", 1 }, { "LA NG GO", 1 }, { "NG PF GO", 4 }, { "NG PF NCA", 3 }, { "PF GO NCA", 1 },
  { "LA NG PF GO", 1 },
}

-- The table with the lists named; "PF NCA" among them is one list of both.
local function table_of(names)
  local lines = { table.concat(names, ","):gsub(" ", "_") .. ",people" }
  for _, row in ipairs(rows) do
    local cells = {}
    for i, name in ipairs(names) do
      local on = false
      for one in name:gmatch("%S+") do on = on or (" " .. row[1] .. " "):find(" " .. one .. " ", 1, true) ~= nil end
      cells[i] = on and 1 or 0
    end
    lines[#lines + 1] = table.concat(cells, ",") .. "," .. row[2]
  end
  return lab.parse_csv(table.concat(lines, "\n") .. "\n")
end

local six, five = { "LA", "NG", "PF", "GO", "GP", "NCA" }, { "LA", "NG", "PF_NCA", "GO", "GP" }
local uk_5 = table_of { "LA", "NG", "PF NCA", "GO", "GP" }

local function estimate(t, names, more)
  local options = { lists = names, count = "people" }
  for key, value in pairs(more or {}) do options[key] = value end
  return lab.estimate_population(t, options)
end

local function near(got, expected, tolerance, what)
  check.truthy(math.abs(got - expected) <= tolerance, ("%s: %.9g, not %.9g"):format(what, got, expected))
end

check.test("steps choose pairs, and the models that cannot be told apart stand beside the estimate", function()
  local result, models = estimate(uk_5, five)
  near(result:col("estimate")[1], 11312.99029, 1e-4, "estimate")
  near(result:col("lower")[1], 9889.20, 0.01, "lower")
  near(result:col("upper")[1], 13063.10, 0.01, "upper")
  check.equal({ result:col("observed")[1], result:col("model")[1] }, { 2744, "LA:NG NG:GP PF_NCA:GP LA:PF_NCA GO:GP NG:GO" })
  check.equal(models:col("model"):to_list(), { "LA:NG LA:PF_NCA NG:PF_NCA NG:GP PF_NCA:GO", "LA:NG LA:PF_NCA NG:GP PF_NCA:GP GO:GP",
    "LA:NG LA:PF_NCA NG:PF_NCA PF_NCA:GO", n = 3 })
  near(models:col("bic")[2], 197.494964756, 1e-6, "bic")
  local said = table.concat(result:notes(), " ")
  check.contains(said, "Of 1024 models (0 without an estimate) 3 are within 2 of the least BIC; over all, the estimate goes from 5,289 to 29,426.")
  check.contains(said, "no random samples")
end)

check.test("models by name, by BIC and as they are given", function()
  near(estimate(uk_5, five, { model = "main" }):col("estimate")[1], 13444.13121, 1e-4, "main effects")
  near(estimate(uk_5, five, { model = "bic" }):col("estimate")[1], 22991.3313142, 1e-4, "bic")
  local given = estimate(table_of(six), six, { model = { "LA:PF", { "PF", "NCA" } }, interval = "wald" })
  near(given:col("estimate")[1], 14219.13862, 1e-4, "given")
  near(given:col("upper")[1], 16109.899, 1e-2, "Wald")
end)

check.test("the bootstrap is the same for a seed, and says it", function()
  local options = { interval = "bootstrap", replicates = 100, seed = 7 }
  local first, second = estimate(uk_5, five, options), estimate(uk_5, five, options)
  check.equal(first:to_list(), second:to_list())
  check.contains(table.concat(first:notes(), " "), "BCa bootstrap of 100 replicates, seed 7")
  options.seed = 8
  check.truthy(estimate(uk_5, five, options):col("upper")[1] ~= first:col("upper")[1])
end)

check.test("two lists have Chapman's estimate", function()
  local t = lab.parse_csv("a,b,people\n1,0,407\n0,1,851\n1,1,56\n")
  local result, models = estimate(t, { "a", "b" })
  near(result:col("estimate")[1], 7390.438596491, 1e-8, "estimate")
  near(result:col("upper")[1] - result:col("estimate")[1], 1.959963984540054 * math.sqrt(774372.806402), 1e-5, "interval")
  check.equal(#models, 1)
  check.truthy(estimate(lab.parse_csv("a,b,people\n1,0,4\n0,1,5\n"), { "a", "b" }):col("estimate")[1] == 29)
end)

check.test("rows of one set of lists are added up, true and false count as 1 and 0, and rows may be people", function()
  local halves = lab.parse_csv("a,b,c,people\n1,0,0,20\n1,0,0,30\n0,1,0,40\n0,0,1,30\n1,1,0,9\n0,1,1,8\n1,0,1,7\n1,1,1,2\n")
  local whole = lab.parse_csv("a,b,c,people\ntrue,false,false,50\nfalse,true,false,40\nfalse,false,true,30\ntrue,true,false,9\nfalse,true,true,8\ntrue,false,true,7\ntrue,true,true,2\n",
    { types = { a = "boolean", b = "boolean", c = "boolean" } })
  check.equal(estimate(halves, { "a", "b", "c" }):to_list(), estimate(whole, { "a", "b", "c" }):to_list())
  local lines = { "a,b" }
  for _ = 1, 5 do lines[#lines + 1] = "1,0" end
  for _ = 1, 4 do lines[#lines + 1] = "0,1" end
  lines[#lines + 1] = "1,1"
  near(lab.estimate_population(lab.parse_csv(table.concat(lines, "\n") .. "\n"), { lists = { "a", "b" } }):col("estimate")[1], 20, 1e-9, "people")
end)

check.test("where no estimate exists the list is named, and no number given", function()
  local t = lab.parse_csv("A,B,C,people\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,0,1,5\n")
  check.raises('nobody on the list "B" is on another list too', estimate, t, { "A", "B", "C" }, { model = { "A:C" } })
  check.raises("cannot be told apart", estimate, lab.parse_csv("A,B,C,people\n1,0,0,5\n0,1,0,4\n0,0,1,3\n1,1,0,2\n1,0,1,2\n0,1,1,1\n1,1,1,1\n"), { "A", "B", "C" },
    { model = { "A:B", "A:C", "B:C", "A:B:C" }, order = 3 })
end)

check.test("what is no list, no count and no model is refused", function()
  check.raises("at least two lists", estimate, uk_5, { "LA" })
  check.raises('row 1: column "people" holds 54; a list is a column of 1 and 0', estimate, uk_5, { "LA", "people" })
  check.raises("row 1 is of people on no list", estimate, lab.parse_csv("a,b,people\n0,0,5\n1,0,4\n"), { "a", "b" })
  check.raises('row 2: "people" is missing', estimate, lab.parse_csv("a,b,people\n1,0,5\n0,1,\n"), { "a", "b" })
  check.raises('row 1: "people" is 2.5; whole counts', estimate, lab.parse_csv("a,b,people\n1,0,2.5\n0,1,3\n"), { "a", "b" })
  check.raises('nobody is on the list "b"', estimate, lab.parse_csv("a,b,people\n1,0,5\n"), { "a", "b" })
  check.raises("there is nobody on any list", estimate, lab.parse_csv("a,b,people\n1,0,0\n"), { "a", "b" })
  check.raises('no list "X"; lists are LA', estimate, uk_5, five, { model = { "LA:X" } })
  check.raises("stands with its pairs, and NG:GO is not there", estimate, uk_5, five, { model = { "LA:NG", "LA:GO", "LA:NG:GO" }, order = 3 })
  check.raises('goes with model = "stepwise"', estimate, uk_5, five, { model = "main", interval = "bootstrap" })
  check.raises("names LA:NG twice", estimate, uk_5, five, { model = { "LA:NG", "NG:LA" } })
  check.raises("replicates are from 100", estimate, uk_5, five, { interval = "bootstrap", replicates = 5 })
end)

check.run()
