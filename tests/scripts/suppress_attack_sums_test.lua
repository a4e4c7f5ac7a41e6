-- t:suppress of three dimensions and of hierarchies, before an attacker of the test's own: he fills in what is hidden in every way that
-- the sums which are shown allow, knowing that nothing hidden is 0. With a number as an argument, so many tables of each kind are tried:
--     build/release/slavelab --no-init tests/scripts/suppress_attack_sums_test.lua 1000
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local rounds = tonumber(arg and arg[1]) or 40

local state = 23
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

-- Which of `wanted` are told. value[i] is a number or false; sums are { cells = list, total = number or false }, every cell is in one at
-- least. A cell of `wanted` is safe when it was seen with two values and, unless exact, with one of `below` or more.
local function attack(value, sums, wanted, below, exact, real)
  local n, now, of, seen, open = #value, {}, {}, {}, #wanted
  for i = 1, n do of[i] = {} end
  for _, sum in ipairs(sums) do
    sum.rest, sum.free, sum.at = sum.total or math.huge, 0, 0
    for _, cell in ipairs(sum.cells) do
      table.insert(of[cell], sum)
      if not value[cell] then sum.free = sum.free + 1 elseif sum.total then sum.rest = sum.rest - value[cell] end
      if value[cell] then sum.at = sum.at + value[cell] end
    end
  end
  local hidden, safe = {}, {}
  for i = 1, n do
    if not value[i] then hidden[#hidden + 1] = i end
  end
  -- Totals that are small are asked for, too.
  local asked = {}
  for _, sum in ipairs(sums) do
    if sum.is_small then asked[#asked + 1], open = sum, open + 1 end
  end
  -- The cell in the sums with the fewest free cells comes first: much follows from it.
  local taken, order = {}, {}
  local function tightness(cell)
    local least = math.huge
    for _, sum in ipairs(of[cell]) do
      local free = 0
      for _, other in ipairs(sum.cells) do free = free + ((not value[other] and not taken[other]) and 1 or 0) end
      if sum.total then least = math.min(least, free) end
    end
    return least
  end
  for k = 1, #hidden do
    local best, tight
    for _, cell in ipairs(hidden) do
      if not taken[cell] then
        local how = tightness(cell)
        if not best or how < tight then best, tight = cell, how end
      end
    end
    order[k], taken[best] = best, true
  end
  local function note()
    local function look(what, x)
      if safe[what] then return end
      seen[what] = seen[what] or x
      if exact and seen[what] ~= x or not exact and x >= below then safe[what], open = true, open - 1 end
    end
    for _, cell in ipairs(wanted) do look(cell, now[cell]) end
    for _, sum in ipairs(asked) do look(sum, sum.at) end
  end
  local function try(k)
    if open == 0 then return end
    if k > #order then
      for _, sum in ipairs(sums) do
        if not sum.total and sum.at < 1 then return end -- a total that is hidden is not 0
      end
      return note()
    end
    local cell = order[k]
    local most, only = real[cell] + below + 2, nil
    for _, sum in ipairs(of[cell]) do
      if sum.total then
        most = math.min(most, sum.rest - (sum.free - 1))
        if sum.free == 1 then
          if only and only ~= sum.rest then return end
          only = sum.rest
        end
      end
    end
    for x = only or 1, math.min(most, only or most) do
      if x >= 1 then
        now[cell] = x
        for _, sum in ipairs(of[cell]) do sum.rest, sum.free, sum.at = sum.rest - x, sum.free - 1, sum.at + x end
        try(k + 1)
        for _, sum in ipairs(of[cell]) do sum.rest, sum.free, sum.at = sum.rest + x, sum.free + 1, sum.at - x end
        if open == 0 then return end
      end
    end
  end
  try(1)
  local told = {}
  for _, cell in ipairs(wanted) do
    if not safe[cell] then told[#told + 1] = cell end
  end
  for _, sum in ipairs(asked) do
    if not safe[sum] then told[#told + 1] = sum end
  end
  return told
end

-- A table of three dimensions of these sizes: its inner values and, for each row with totals, the inner cells that it adds up.
local function three_way(sizes)
  local spec, inner = { columns = { "a", "b", "c", "n" } }, {}
  for i = 1, sizes[1] do
    for j = 1, sizes[2] do
      for k = 1, sizes[3] do
        inner[#inner + 1] = random(3) == 0 and random(4) or random(9)
        spec[#spec + 1] = { "a" .. i, "b" .. j, "c" .. k, inner[#inner] }
      end
    end
  end
  local function cells_of(row)
    local list, at = {}, 0
    for i = 1, sizes[1] do
      for j = 1, sizes[2] do
        for k = 1, sizes[3] do
          at = at + 1
          local fits = (row.a == "Total" or row.a == "a" .. i) and (row.b == "Total" or row.b == "b" .. j) and (row.c == "Total" or row.c == "c" .. k)
          if fits then list[#list + 1] = at end
        end
      end
    end
    return list
  end
  return lab.table(spec):totals("a", "b", "c"), inner, cells_of, {}
end

-- Regions with their parts, in two years with their total: every row says region and year.
local function hierarchy()
  local parts = { North = { 1, 2 }, South = { 3, 4, 5 }, England = { 1, 2, 3, 4, 5 } }
  local inner, sum = {}, {}
  for i = 1, 10 do inner[i] = random(3) == 0 and random(4) or random(9) end
  for name, list in pairs(parts) do
    sum[name] = list
  end
  local spec = { columns = { "region", "year", "n" } }
  local function cells_of(row)
    local list = {}
    for year = 1, 2 do
      if row.year == "Total" or row.year == "y" .. year then
        for _, part in ipairs(sum[row.region] or { tonumber(row.region:sub(2)) }) do list[#list + 1] = (year - 1) * 5 + part end
      end
    end
    return list
  end
  for _, region in ipairs { "England", "North", "p1", "p2", "South", "p3", "p4", "p5" } do
    for _, year in ipairs { "y1", "y2", "Total" } do
      local n = 0
      for _, cell in ipairs(cells_of { region = region, year = year }) do n = n + inner[cell] end
      spec[#spec + 1] = { region, year, n }
    end
  end
  return lab.table(spec), inner, cells_of, { { "England", "North", "South" }, { "North", "p1", "p2" }, { "South", "p3", "p4", "p5" } }
end

local function try_tables(make, exact)
  local small, told, refused = 0, 0, 0
  for round = 1, rounds do
    local below = 3 + round % 2
    local t, inner, cells_of, parts = make(round)
    local level = exact and "exact" or "threshold"
    local s, message = lab.try(t.suppress, t, { "n", below = below, protect = level, hierarchy = #parts > 0 and parts or nil })
    if not s then
      refused = refused + 1
      check.contains(message, "would follow from sums whatever else is held back")
    else
      local value, sums, wanted, real = {}, {}, {}, {}
      for _, row in ipairs(s:to_list()) do
        local cells = cells_of(row)
        if #cells == 1 then
          value[cells[1]], real[cells[1]] = row.n or false, inner[cells[1]]
        else
          local n = 0
          for _, cell in ipairs(cells) do n = n + inner[cell] end
          sums[#sums + 1] = { cells = cells, total = row.n or false, is_small = n > 0 and n < below }
          if n < below then check.equal(row.n == 0, n == 0) end
        end
      end
      for i, x in ipairs(inner) do
        if x > 0 and x < below then
          check.equal(value[i], false)
          wanted[#wanted + 1] = i
        elseif x == 0 then
          check.equal(value[i], 0)
        end
      end
      small = small + #wanted
      told = told + #attack(value, sums, wanted, below, exact, real)
    end
  end
  if rounds >= 1000 then print(small .. " small counts, " .. told .. " told; tables refused: " .. refused) end
  check.equal(told, 0)
  check.truthy(small > 2 * rounds, "small counts were there: " .. small)
  check.truthy(refused < rounds / 4, "few tables are refused: " .. refused)
end

check.test("the attacker finds what is told", function()
  local sums = { { cells = { 1, 2 }, total = 5 }, { cells = { 2, 3 }, total = 3 }, { cells = { 1, 3 }, total = 6 } }
  check.equal(attack({ false, false, false }, sums, { 1, 2, 3 }, 5, true, { 4, 1, 2 }), { 1, 2, 3 }, "x + y = 5, y + z = 3, x + z = 6")
  sums = { { cells = { 1, 2 }, total = 7 } }
  check.equal(attack({ false, false }, sums, { 1 }, 5, false, { 3, 4 }), {}, "of 7 one may be 5")
  sums = { { cells = { 1, 2 }, total = 5 } }
  check.equal(attack({ false, false }, sums, { 1 }, 5, false, { 3, 2 }), { 1 }, "of 5 none can")
end)

for _, exact in ipairs { false, true } do
  local level = exact and "exact" or "threshold"
  check.test("in random tables of three dimensions no small count is told, at the level " .. level, function()
    try_tables(function(round) return three_way({ 2 + round % 2, 2, 2 + round // 2 % 2 }) end, exact)
  end)
  check.test("in random hierarchies beside years no small count is told, at the level " .. level, function()
    try_tables(hierarchy, exact)
  end)
end

check.run()
