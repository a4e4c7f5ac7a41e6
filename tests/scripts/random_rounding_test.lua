-- t:round at random: right on average, and with method = "controlled" so that sums still hold.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local random_multiples = require "lib.verbs.disclosure.random_multiples"

-- A two-way table with margins; counts below `most`.
local function two_way(rows, columns, most, draw)
  local list, down, all = { columns = { "force", "age", "people" } }, {}, 0
  for i = 1, rows do
    local across = 0
    for j = 1, columns do
      local x = draw(most)
      list[#list + 1] = { "f" .. i, "a" .. j, x }
      across, down[j], all = across + x, (down[j] or 0) + x, all + x
    end
    list[#list + 1] = { "f" .. i, "Total", across }
  end
  for j = 1, columns do list[#list + 1] = { "Total", "a" .. j, down[j] } end
  list[#list + 1] = { "Total", "Total", all }
  return lab.table(list)
end

-- { [force] = { [age] = people } }
local function cells(t)
  local by = {}
  for _, row in ipairs(t:to_list()) do
    by[row.force] = by[row.force] or {}
    by[row.force][row.age] = row.people
  end
  return by
end

local function add_up(by)
  for _, ages in pairs(by) do
    local sum = 0
    for age, x in pairs(ages) do sum = sum + (age ~= "Total" and x or 0) end
    check.equal(sum, ages.Total)
  end
  for age in pairs(by.Total) do
    local sum = 0
    for force, ages in pairs(by) do sum = sum + (force ~= "Total" and ages[age] or 0) end
    check.equal(sum, by.Total[age])
  end
end

local function is_neighbour(rounded, x, base) return rounded % base == 0 and math.abs(rounded - x) < base end

check.test("controlled rounding adds up, totals included, and takes a multiple beside each figure", function()
  local draw = random_multiples.draws(4, "tables")
  for i = 1, 60 do
    local base = 2 + draw(9)
    local t = two_way(1 + draw(6), 2 + draw(5), 40, draw)
    local r = t:round { "people", base = base, method = "controlled", seed = i }
    add_up(cells(r))
    for row = 1, #t do check.truthy(is_neighbour(r:col("people")[row], t:col("people")[row], base), "row " .. row) end
  end
end)

check.test("each figure is right on average, by either method", function()
  local t = two_way(3, 3, 30, random_multiples.draws(9, "one table"))
  for _, method in ipairs { "controlled", "random" } do
    local sums, runs = {}, 3000
    for seed = 1, runs do
      local r = t:round { "people", base = 7, method = method, seed = seed }:col("people"):to_list()
      for row = 1, #t do sums[row] = (sums[row] or 0) + r[row] end
    end
    for row = 1, #t do
      local x = t:col("people")[row]
      local error_of_mean = math.sqrt((x % 7) * (7 - x % 7) / runs)
      check.truthy(math.abs(sums[row] / runs - x) <= 4 * error_of_mean, ("%s, row %d: %g for %d"):format(method, row, sums[row] / runs, x))
    end
  end
end)

check.test("columns that add up and the row of totals hold together", function()
  local t = lab.parse_csv("force,Adult,Child,Total\nKent,20,3,23\nEssex,11,30,41\nSurrey,25,16,41\nTotal,56,49,105\n")
  local r = t:round { base = 5, method = "controlled", seed = 3 }
  for row = 1, 4 do check.equal(r:col("Adult")[row] + r:col("Child")[row], r:col("Total")[row]) end
  for _, name in ipairs { "Adult", "Child", "Total" } do
    local v = r:col(name)
    check.equal(v[1] + v[2] + v[3], v[4])
  end
  check.contains(r:notes()[1], "so that all 7 sums of the table still hold (controlled rounding)")
end)

check.test("the same seed gives the same table, another one another", function()
  local t = two_way(6, 5, 50, random_multiples.draws(1, "seeds"))
  for _, method in ipairs { "controlled", "random" } do
    local function rounded(seed) return t:round { "people", base = 5, method = method, seed = seed }:col("people"):to_list() end
    check.equal(rounded(1), rounded(1))
    local one, other, differ = rounded(1), rounded(2), false
    for row = 1, #t do differ = differ or one[row] ~= other[row] end
    check.truthy(differ, method)
  end
end)

check.test("sums within sums hold, multiples stay, and a figure in no sum is rounded alone", function()
  -- England 5 = North 2 + South 3; North = Durham 4 + Cleveland 6; 1 to 7 with a figure that is in none
  local values, sums = { 33, 21, 12, 14, 7, 18, 20 }, { { cells = { 2, 3 }, total = 1 }, { cells = { 4, 5 }, total = 2 } }
  for seed = 1, 50 do
    local r = random_multiples.together(values, 7, sums, 5, random_multiples.draws(seed, ""))
    check.equal({ r[2] + r[3], r[4] + r[5], r[7] }, { r[1], r[2], 20 })
    for cell = 1, 7 do check.truthy(is_neighbour(r[cell], values[cell], 5)) end
  end
end)

check.test("missing figures stay, and sums that they are in are let go", function()
  local t = lab.parse_csv("force,people\nKent,12\nEssex,[c]\nSurrey,13\nTotal,40\n", { markers = "gss" })
  local r = t:round { "people", base = 5, method = "controlled", seed = 1 }
  check.equal({ r:col("people")[2], r:col("people"):marker(2), r:col("people")[4] }, { nil, "[c]", 40 })
  check.contains(r:notes()[1], "all 0 sums")
end)

check.test("figures below 0 go to a multiple beside them; low = true marks what became 0", function()
  local t = lab.table { columns = { "force", "x" }, { "Kent", -3 }, { "Essex", 2 }, { "Surrey", 0 } }
  for seed = 1, 20 do
    local r = t:round { "x", base = 5, method = "random", seed = seed, low = true }:col("x")
    check.truthy(r[1] == -5 or r:marker(1) == "[low]")
    check.truthy(r[2] == 5 or r:marker(2) == "[low]")
    check.equal(r[3], 0)
  end
end)

check.test("what cannot be rounded so is refused", function()
  local t = lab.parse_csv("force,age,sex,people\nK,A,F,1\nK,A,M,2\nK,B,F,3\nK,B,M,4\nE,A,F,5\nE,A,M,6\nE,B,F,7\nE,B,M,8\n"):totals("force", "age", "sex")
  check.raises("takes part in more sums than two", t.round, t, { "people", base = 5, method = "controlled", seed = 1 })
  check.raises('method = "random" needs seed = a whole number', t.round, t, { "people", base = 5, method = "random" })
  check.raises("base = 5 says of what", t.round, t, { "people", method = "random", seed = 1 })
  check.raises("seed goes with method", t.round, t, { "people", base = 5, seed = 1 })
  check.raises("for whole numbers and a whole base", t.round, t, { "people", base = 0.5, method = "random", seed = 1 })
  check.raises('method is one of "nearest"', t.round, t, { "people", base = 5, method = "up", seed = 1 })
end)

check.run()
