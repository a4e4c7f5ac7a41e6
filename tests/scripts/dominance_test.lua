-- t:dominance and t:k_anonymity: what tells of those behind a table.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local function list(t, name)
  local values = t:col(name):to_list()
  values.n = nil
  return values
end

local function fines(...)
  local rows = { columns = { "town", "fined" } }
  for _, x in ipairs { ... } do rows[#rows + 1] = { "Dover", x } end
  return lab.table(rows)
end

local function judged(t, more)
  local options = { of = "fined", by = "town" }
  for key, value in pairs(more or {}) do options[key] = value end
  local r = t:dominance(options)
  return { r:col("verdict")[1], r:col("rule")[1] }
end

check.test("two that hold 90 percent dominate; what is left being a tenth of the largest does not", function()
  local t = fines(80, 12, 5, 3)
  check.equal(judged(t), { "unsafe", "n-k" }) -- 92 of 100; (100 - 92) / 80 is 0.10 and not below
  check.equal(judged(t, { k = 0.93 }), { "safe" })
  check.equal(judged(t, { k = 0.92 }), { "unsafe", "n-k" }) -- the share k itself is too much
  check.equal(judged(t, { k = 0.93, p = 0.11 }), { "unsafe", "p%" })
  check.equal(judged(t, { n = 1, k = 0.8, p = 0.2 }), { "unsafe", "n-k, p%" })
  check.equal(judged(fines(0.8, 0.12, 0.05, 0.03), { k = 0.93 }), { "safe" }) -- 0.08 of 0.8 in doubles
  local r = t:dominance { of = "fined", by = "town" }
  check.equal({ r:col("contributors")[1], r:col("total")[1], r:col("largest")[1] }, { 4, 100, 92.0 })
  check.near(r:col("remainder")[1], 10)
end)

check.test("contributions below 0, missing ones and totals of 0 are for a person to judge", function()
  for _, t in ipairs { fines(40, 30, 30, -1), lab.table { columns = { "town", "fined" }, { "Dover", 40 }, { "Dover", nil }, { "Dover", 30 } }, fines(0, 0) } do
    local r = t:dominance { of = "fined", by = "town" }
    check.equal({ r:col("verdict")[1], r:col("largest")[1] }, { "review" })
    check.contains(r:notes()[2], "1 total is to be looked at by a person")
  end
  check.equal(judged(fines(7)), { "unsafe", "n-k, p%" })
end)

check.test("rows of one contributor are one contribution", function()
  local t = lab.parse_csv("town,firm,fined\nDover,A,30\nDover,B,20\nDover,C,20\nDover,A,30\nDover,D,5\n")
  check.equal(judged(t), { "safe" })
  local r = t:dominance { of = "fined", by = "town", contributor = "firm", n = 1, k = 0.5 }
  check.equal({ r:col("contributors")[1], r:col("verdict")[1] }, { 4, "unsafe" }) -- 60 of 105
  local unknown = t:append(lab.table { columns = { "town", "firm", "fined" }, { "Dover", nil, 1 } })
  check.equal(judged(unknown, { contributor = "firm" }), { "review" })
end)

check.test("random groups are judged as by counting", function()
  local state = 11
  local function draw(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n
  end
  for _ = 1, 40 do
    local rows, groups = { columns = { "g", "x" } }, {}
    for i = 1, 30 do
      local g, x = "g" .. draw(5), draw(4) == 0 and draw(500) or draw(20)
      rows[i], groups[g] = { g, x }, groups[g] or {}
      table.insert(groups[g], x)
    end
    local r = lab.table(rows):dominance { of = "x", by = "g", n = 3, k = 0.75, p = 0.3 }
    for row = 1, #r do
      local xs, total = groups[r:col("g")[row]], 0
      table.sort(xs, function(a, b) return a > b end)
      for _, x in ipairs(xs) do total = total + x end
      local three = xs[1] + (xs[2] or 0) + (xs[3] or 0)
      local nk, p = 4 * three >= 3 * total, 10 * (total - xs[1] - (xs[2] or 0)) < 3 * xs[1]
      check.equal(r:col("rule")[row], total > 0 and (nk and p and "n-k, p%" or nk and "n-k" or p and "p%") or nil)
    end
  end
end)

check.test("what no rule can be is refused", function()
  local t = fines(1, 2)
  check.raises("dominance: of is needed", t.dominance, t)
  check.raises("k is a share of the total above 0 and at most 1, as 0.9; not 90", t.dominance, t, "fined", { k = 90 })
  check.raises("p is a share of the largest above 0", t.dominance, t, "fined", { p = 0 })
  check.raises("n is 1 or more", t.dominance, t, "fined", { n = 0 })
  check.raises('"town" holds text', t.dominance, t, "town")
  check.raises('writes a column "total"', t.dominance, t:rename("total = town"), "fined", { by = "total" })
end)

local people = lab.parse_csv("age,sex,people\nAdult,Female,31\nAdult,Male,40\nChild,Female,8\nChild,Male,2\n,Male,1\nAdult,Other,0\n")

check.test("classes below k are counted, and given, the smallest first", function()
  local whole, few = people:k_anonymity { columns = { "age", "sex" }, count = "people" }
  local row = whole:to_list()[1]
  check.equal({ row.records, row.classes, row.smallest, row.classes_below, row.records_below }, { 82, 5, 1, 2, 3 })
  check.equal({ list(few, "age"), list(few, "records") }, { { [2] = "Child" }, { 1, 2 } }) -- missing is a value of its own
  check.equal(whole:notes(), { "k-anonymity by age, sex: the smallest class has 1 record; 3 records of 82 stand in classes of fewer than 5, 2 of 5 classes." })
  check.equal(people:k_anonymity { columns = "sex", count = "people", k = 40 }:col("classes_below")[1], 1)
  check.equal(people:k_anonymity("sex"):col("smallest")[1], 1) -- rows are records
end)

check.test("records written out are as good as counted ones", function()
  local rows, state = { columns = { "a", "b" } }, 5
  for i = 1, 400 do
    state = (state * 1103515245 + 12345) % 2147483648
    rows[i] = { state // 65536 % 9, state // 1048576 % 7 }
  end
  local t, sizes = lab.table(rows), {}
  for _, r in ipairs(rows) do sizes[r[1] .. "," .. r[2]] = (sizes[r[1] .. "," .. r[2]] or 0) + 1 end
  local below, least = 0, math.huge
  for _, n in pairs(sizes) do
    least = math.min(least, n)
    if n < 6 then below = below + n end
  end
  check.truthy(below > 0)
  local counted = t:group_by("a", "b"):summarise("n = count()")
  for _, one in ipairs { (t:k_anonymity { columns = { "a", "b" }, k = 6 }), (counted:k_anonymity { columns = { "a", "b" }, k = 6, count = "n" }) } do
    check.equal({ one:col("smallest")[1], one:col("records_below")[1] }, { least, below })
  end
end)

check.test("no records have no smallest class, and counts that are none are refused", function()
  local none = people:head(0):k_anonymity("age")
  check.equal({ none:col("records")[1], none:col("smallest")[1], none:col("records_below")[1] }, { 0, nil, 0 })
  check.raises("k is 2 or more records", people.k_anonymity, people, "age", { k = 1 })
  check.raises("columns is needed", people.k_anonymity, people)
  local wrong = lab.table { columns = { "age", "n" }, { "Adult", 2 }, { "Child", -1 } }
  check.raises('row 2: "n" is %-1, and a row stands for a whole number of records', wrong.k_anonymity, wrong, "age", { count = "n" })
  check.raises('"n" is the count of records', wrong.k_anonymity, wrong, { "age", "n" }, { count = "n" })
end)

check.run()
