-- One figure, one answer: every way in which a share or a change can be asked gives the same number.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

-- The same numbers each time; high bits, which are the good ones of this generator.
local state = 20190325
local function below(n)
  state = (state * 6364136223846793005 + 1442695040888963407)
  return (state >> 33) % n
end

local function table_of_counts(rows)
  local list = { columns = { "force", "n" }, types = { n = "integer" } }
  for i = 1, rows do list[i] = { "force " .. i, below(4) == 0 and below(20) or below(3000) } end
  return lab.table(list)
end

-- Shown with so many decimals, as a table of a report shows it.
local function shown(value, decimals) return value == nil and "missing" or lab.decimal(value, { decimals = decimals }) end

local share = lab.indicator { id = "part", title = "P", unit = "percent", needs = { "n", "whole" }, numerator = "sum(n)",
  denominator = "sum(whole)" }

check.test("shares agree however they are asked", function()
  for round = 1, 300 do
    local t = table_of_counts(2 + below(6))
    local whole = t:mutate("whole = sum(n)")
    local answers = {
      expression = t:mutate("x = 100 * n / sum(n)"):col("x"), other_way = t:mutate("x = n / sum(n) * 100"):col("x"),
      aggregate = t:group_by("force"):summarise("x = share(n)"):col("x"), verb = t:share { "n", as = "x" }:col("x"),
      rate = whole:rate { of = "n", per = "whole", scale = 100, as = "x" }:col("x"),
      indicator = whole:indicator(share, { by = "force" }):col("value"),
    }
    for decimals = 0, 2 do
      for row = 1, #t do
        for name, column in pairs(answers) do
          check.equal(shown(column[row], decimals), shown(answers.verb[row], decimals), ("round %d, row %d, %s"):format(round, row, name))
        end
      end
    end
    for row = 1, #t do -- to the bit where the way of working it out is ours
      for _, name in ipairs { "expression", "aggregate", "rate", "indicator" } do check.equal(answers[name][row], answers.verb[row], name) end
    end
  end
end)

check.test("changes agree however they are asked", function()
  for round = 1, 300 do
    local list = { columns = { "year", "people" }, types = { people = "integer" } }
    for i = 1, 2 + below(8) do list[i] = { 2000 + i, below(6) == 0 and 0 or below(9) - (below(9) == 0 and 12 or 0) + below(2) * below(2000) } end
    local t = lab.table(list)
    local verb, window = t:change { of = "people", over = "year", as = "x" }.x, t:mutate("x = pct_change(people)").x
    local indicator = t:indicator("percent_change", { by = "year" }).value
    local by_hand = t:mutate("before = lag(people)", "x = if_else(before > 0, 100 * (people - before) / before, missing)").x
    for row = 1, #t do
      check.equal(window[row], verb[row], "window")
      check.equal(window:marker(row), verb:marker(row), "marker of the window")
      check.equal(indicator[row], verb[row], "indicator")
      check.equal(by_hand[row], verb[row], "by hand")
    end
  end
end)

check.test("halves of a percent are rounded up in every way", function()
  -- n of 200 is a half of a percent for every odd n: 57.5 is shown as 58.
  for n = 1, 199, 2 do
    local t = lab.table { columns = { "n" }, { n }, { 200 - n } }
    for _, column in ipairs { t:mutate("x = n / sum(n) * 100").x, t:share { "n", as = "x" }.x } do
      check.equal(shown(column[1], 0), shown((n + 1) // 2, 0))
    end
  end
end)

check.test("what cannot be said is [z], never infinite", function()
  local t = lab.table { columns = { "a", "b" }, { 1.0, 0.0 }, { 1e308, 1e-5 }, { 0.0, -1.0 }, { -4.0, 0.5 } }
  check.equal(t:mutate("x = a / b").x:marker(1), "[z]")
  check.equal(t:mutate("x = a / b").x:marker(2), "[z]")
  check.equal({ t:mutate("x = a ^ b").x:marker(3), t:mutate("x = a ^ b").x:marker(4), t:mutate("x = a ^ b").x[1] }, { "[z]", "[z]", 1.0 })
  check.equal(t:mutate("x = exp(a)").x:marker(2), "[z]")
end)

check.run()
