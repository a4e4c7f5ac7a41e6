package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.parse_csv([[
day,force,people,ratio,urgent
2023-01-31,Kent,12,1.5,yes
2023-02-28,,7 [p][r],,no
2023-03-31,Kent,[c],2.5,
2023-04-30,Essex,7,4.0,yes
]], { markers = "gss" })

local function problem(...)
  local _, message = lab.try(...)
  return (message:gsub("\n  in [^\n]*$", ""))
end

check.test("a column knows its name, type, length and how many values are missing", function()
  local c = t.people
  check.equal({ c:name(), c:type(), #c, c:missing(), c:count() }, { "people", "integer", 4, 1, 3 })
  check.equal(tostring(c), 'column "people" of integer, 4 values, 1 missing')
  check.equal({ t.day:type(), t.force:type(), t.ratio:type() }, { "date", "text", "number" })
end)

check.test("values are read by row from 1; past the end is nil, and a row is a whole number", function()
  check.equal({ t.people[1], t.ratio[1], t.day[1], t.force[2] or "none", t.people[5] or "none", t.people[0] or "none" },
    { 12, 1.5, "2023-01-31", "none", "none", "none" })
  check.equal(problem(function() return t.people[1.5] end), "row of a column: a whole number was expected, got 1.5")
  check.equal(problem(function() return t.people.nmae end),
    'a column has no method "nmae"; did you mean "name"?')
  check.equal(problem(function() return t.people.zzz end),
    'a column has no method "zzz"; column[row] is a value, ?column lists the methods')
end)

check.test("markers give the reason of a missing value and all flags of a present one", function()
  check.equal({ t.people:marker(2), t.people:marker(3), t.people:marker(1) or "none", t.ratio:marker(2) or "none" },
    { "[p][r]", "[c]", "none", "none" })
end)

check.test("values() goes through every row, missing ones too", function()
  local seen = {}
  for row, value in t.people:values() do seen[row] = value or "none" end
  check.equal(seen, { 12, 7, "none", 7 })
end)

check.test("the loop goes on when the table is closed meanwhile", function()
  local s, sum = lab.table { columns = { "n" }, { 1 }, { 2 }, { 3 } }, 0
  for row, value in s.n:values() do
    if row == 1 then s:close() end
    sum = sum + value
  end
  check.equal(sum, 6)
end)

check.test("to_list() counts rows in n, as missing ones are nil", function()
  check.equal(t.people:to_list(), { 12, 7, nil, 7, n = 4 })
end)

check.test("unique() gives each present value once, in order of appearance", function()
  check.equal(t.people:unique(), { 12, 7 })
  check.equal(t.force:unique(), { "Kent", "Essex" })
end)

check.test("aggregates leave missing values out", function()
  local c = t.people
  check.equal({ c:sum(), c:min(), c:max(), c:n_distinct(), c:first() }, { 26, 7, 12, 2, 12 })
  check.near(c:mean(), 26 / 3)
  check.equal(c:median(), 7.0)
  check.equal(t.ratio:quantile(0.5), 2.5)
  check.near(t.ratio:var(), 1.5833333333333333)
  check.near(t.ratio:sd(), 1.2583057392117916)
  check.equal({ t.day:min(), t.day:max(), t.force:last() }, { "2023-01-31", "2023-04-30", "Essex" })
end)

check.test("of nothing there is a count of 0, and no sum, mean or extreme", function()
  local c = lab.table { columns = { "n" }, types = { n = "integer" } }.n
  check.equal({ c:count(), c:n_distinct() }, { 0, 0 })
  for _, name in ipairs { "sum", "mean", "median", "min", "max", "var", "first", "last" } do
    check.equal(c[name](c), nil, name)
  end
end)

check.test("a sum of integers is exact, and past 64 bits an error", function()
  local near = lab.table { columns = { "n" }, { math.maxinteger - 1 }, { 1 } }
  check.equal(near.n:sum(), math.maxinteger)
  local past = lab.table { columns = { "n" }, { math.maxinteger }, { 1 } }
  check.contains(problem(past.n.sum, past.n), "64 bits")
end)

check.test("a column of text has no sum, and the message says what it is", function()
  check.contains(problem(t.force.sum, t.force), "text")
end)

check.test("quantile takes a share between 0 and 1", function()
  check.equal(problem(t.ratio.quantile, t.ratio, 90), "quantile: p is between 0 and 1, not 90")
end)

check.test("operators on a column point to filter, mutate and col", function()
  local refused = 'a column of a table is not reckoned or compared with: write t:mutate("twice = 2 * people") or '
    .. 't:filter("people > 5"), or compose with col: col.people:gt(5)'
  for _, f in ipairs {
    function() return t.people + 1 end, function() return 2 * t.people end, function() return -t.people end,
    function() return t.people > 5 end, function() return t.people <= t.ratio end, function() return t.people .. "" end,
    function() return t.people & t.ratio end, function() return ~t.people end,
  } do
    check.equal(problem(f), refused)
  end
end)

check.test("a column never changes, and says what to do instead", function()
  check.contains(problem(function() t.people[1] = 3 end), "a column never changes; t:mutate(")
end)

check.test("a closed column says so", function()
  local c = t.people
  c:close()
  check.equal(problem(function() return c[1] end), "argument 1: this column was closed")
end)

check.run()
