-- t:filter: the three forms of an expression have one meaning, missing is not false, and mistakes are named.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local people = lab.parse_csv [[
force,age,sex,people
Kent,15,F,4
Essex,30,F,7
Kent,,M,2
Essex,17,M,1
,22,F,9
]]

local function csv(t) return t:to_csv() end

check.test("text, composed, function and column of booleans keep the same rows", function()
  local expected = "force,age,sex,people\nEssex,30,F,7\n,22,F,9\n"
  check.equal(csv(people:filter("age > 17 and sex == 'F'")), expected)
  check.equal(csv(people:filter(col.age:gt(17) & col.sex:eq("F"))), expected)
  check.equal(csv(people:filter(function(r) return r.age and r.age > 17 and r.sex == "F" end)), expected)
  check.equal(csv(people:filter(people:mutate("keep = age > 17 and sex == 'F'").keep)), expected)
end)

check.test("each operator means the same in all three forms", function()
  local cases = {
    { "age ~= 17", col.age:ne(17), function(r) return r.age and r.age ~= 17 end },
    { "age <= 17", col.age:le(17), function(r) return r.age and r.age <= 17 end },
    { "force in ('Kent', 'Surrey')", col.force:isin("Kent", "Surrey"),
      function(r) return r.force == "Kent" or r.force == "Surrey" end },
    { "age between 17 and 22", col.age:between(17, 22), function(r) return r.age and r.age >= 17 and r.age <= 22 end },
    { "age is missing", col.age:is_missing(), function(r) return r.age == nil end },
    { "force is not missing", col.force:is_not_missing(), function(r) return r.force ~= nil end },
    { "people * 2 - 1 > 6", (col.people * 2 - 1):gt(6), function(r) return r.people * 2 - 1 > 6 end },
    { "people % 2 == 1 or age // 10 == 2", (col.people % 2):eq(1) | (col.age // 10):eq(2),
      function(r) return r.people % 2 == 1 or r.age and r.age // 10 == 2 end },
    { "not (sex == 'M')", ~col.sex:eq("M"), function(r) return not (r.sex == "M") end },
    { "sex .. force == 'FKent'", (col.sex .. col.force):eq("FKent"),
      function(r) return r.force and r.sex .. r.force == "FKent" end },
    { "round(people / 3, 1) >= 2.3", (col.people / 3):round(1):ge(2.3),
      function(r) return lab.round(r.people / 3, 1) >= 2.3 end },
  }
  for _, case in ipairs(cases) do
    local expected = csv(people:filter(case[1]))
    check.equal(csv(people:filter(case[2])), expected, case[1] .. ", composed")
    check.equal(csv(people:filter(case[3])), expected, case[1] .. ", function")
  end
end)

check.test("a comparison with a missing value is neither true nor false", function()
  check.equal(#people:filter("age > 17"), 2)
  check.equal(#people:filter("not (age > 17)"), 2)
  check.equal(#people:filter("age > 17 or people == 2"), 3)
  check.equal(#people:filter("not (age > 17 and sex == 'F')"), 3)
  check.equal(#people:filter(function() return nil end), 0)
end)

check.test("several conditions must all be true, given one by one or as a list", function()
  check.equal(csv(people:filter("age > 16", col.sex:eq("M"))), "force,age,sex,people\nEssex,17,M,1\n")
  check.equal(csv(people:filter { "age > 16", function(r) return r.sex == "M" end }),
    "force,age,sex,people\nEssex,17,M,1\n")
end)

check.test("values handed in stay values", function()
  check.equal(#people:filter("force == $f", { f = "Kent" }), 2)
  check.equal(#people:filter("force == $f", { f = 'Kent" or true' }), 0)
  check.equal(#people:filter("force in $forces and age >= $least", { forces = { "Kent", "Essex" }, least = 17 }), 2)
  check.equal(#people:filter(col.force:isin(lab.expr("$forces")), { forces = { "Kent", "Essex" } }), 4)
  check.equal(#people:filter("force in $none", { none = {} }), 0)
  check.equal(#people:filter("age > 17", nil), 2)
end)

check.test("a $name without a value, and a value without a $name, are named", function()
  check.raises("%$forse", function() people:filter("force == $forse", {}) end)
  local message = check.raises('filter: the value "forse" was handed in, but no expression uses %$forse; did you mean',
    function() people:filter("force == $force", { forse = "Kent" }) end)
  check.contains(message, "tests/scripts/filter_test.lua:")
  check.raises("filter: %$f%[2%]: a text, number, boolean or nil was expected, got table",
    function() people:filter("force in $f", { f = { "Kent", {} } }) end)
end)

check.test("an unknown column names the nearest and shows the place", function()
  local message = check.raises('no column "agee"; did you mean "age"',
    function() people:filter("sex == 'F' and agee > 17") end)
  check.contains(message, "sex == 'F' and agee > 17\n                   ^")
  check.raises('no column "agee"; did you mean "age"', function() people:filter(col.agee:gt(17)) end)
  check.raises('row 1: no column "agee"; did you mean "age"',
    function() people:filter(function(r) return r.agee end) end)
end)

check.test("text compared with a number is an error before the first row", function()
  check.raises("text", function() people:filter("force > 17") end)
  check.raises("text", function() people:filter(col.force:gt(17)) end)
end)

check.test("a boolean raises and says why", function()
  local message = check.raises("filter was handed false, not a condition: Lua worked the comparison out before",
    function() people:filter(col.sex == "F") end)
  check.contains(message, 'filter(col.age:eq(17))')
end)

check.test("what is no condition is named", function()
  check.raises("filter: the condition gives an integer; filter keeps the rows", function() people:filter("people") end)
  check.raises("filter: the condition gives an integer", function() people:filter(people.people) end)
  local texts = lab.parse_csv("held\n\ntrue\n")
  check.raises('types = { NAME = "boolean" }', function() texts:filter("held") end)
  check.raises("filter: a condition was expected", function() people:filter() end)
  check.raises("filter: condition 1: an expression was expected", function() people:filter(nil) end)
  check.raises("row 1: the function gave 4; filter keeps the rows where", function()
    people:filter(function(r) return r.people end)
  end)
  check.raises("filter: the column has 2 values, the table 5 rows", function()
    people:filter(people:head(2):mutate("keep = true").keep)
  end)
end)

check.test("an error in a function says the row and shows the author's line", function()
  local message = check.raises("^row 3: attempt to compare number with nil", function()
    people:filter(function(r)
      return r.age > 17 -- the third age is missing
    end)
  end)
  check.contains(message, "| return r.age > 17 -- the third age is missing\n  in ")
  check.raises("^row 1: my own words", function() people:filter(function() error("my own words") end) end)
  local ok, raised = pcall(function() people:filter(function() error({ code = 7 }) end) end)
  check.equal(ok, false)
  check.equal(raised.code, 7)
end)

check.test("a row is good while its function runs", function()
  local kept
  people:filter(function(r) kept = r return true end)
  check.raises("this row is gone", function() return kept.age end)
  check.equal(tostring(kept), "row (gone)")
end)

check.test("a row shows itself and cannot be changed", function()
  local shown
  people:head(3):filter(function(r) shown = tostring(r) return true end)
  check.equal(shown, "row 3: force = Kent, age = missing, sex = M, people = 2")
  check.raises("a row cannot be changed", function() people:filter(function(r) r.age = 1 end) end)
end)

check.test("after group_by aggregates are taken over the row's group", function()
  check.equal(csv(people:group_by("force"):filter("people == max(people)")),
    "force,age,sex,people\nKent,15,F,4\nEssex,30,F,7\n,22,F,9\n")
  check.equal(csv(people:filter("people == max(people)")), "force,age,sex,people\n,22,F,9\n")
  check.equal(people:group_by("force"):filter("people == max(people)"):grouping(), nil)
end)

check.test("a filter that does not look at the groups is refused, as the next verb would have none", function()
  -- a 1, a 3, b 5, b 0: each row was to get the sum of its group, and would get that of the whole.
  local t = lab.table { columns = { "g", "n" }, { "a", 1 }, { "a", 3 }, { "b", 5 }, { "b", 0 } }:group_by("g")
  check.raises('filter after group_by%("g"%): it has no aggregate or window that looks at the groups, and the grouping would be lost',
    t.filter, t, "n >= 0")
  check.raises("filter after group_by", t.filter, t, function(r) return r.n > 0 end)
  check.equal(#t:filter("n >= mean(n)"), 2)
  check.equal(#t:filter("n >= 0", "lag(n) is missing"), 2)
end)

check.test("a filtered empty table keeps its columns", function()
  check.equal(csv(people:filter("age > 100"):filter("sex == 'F'")), "force,age,sex,people\n")
  check.equal(csv(people:filter("age > 100"):filter(function(r) return r.age > 1 end)), "force,age,sex,people\n")
end)

check.test("a function may close the table it is run over", function()
  local t = lab.parse_csv("n\n1\n2\n3\n")
  check.equal(csv(t:filter(function(r)
    if r.n == 1 then t:close() end
    return r.n ~= 2
  end)), "n\n1\n3\n")
end)

check.test("lab.null hands in a missing value, which a table of values cannot hold as nil", function()
  local t = lab.table { columns = { "n" }, { 1 }, { 2 } }
  check.equal(t:mutate("m = if_else(n > 1, n, $none)", { none = lab.null }).m:to_list(), { nil, 2, n = 2 })
  check.equal(#t:filter("n in $some", { some = { 2, lab.null } }), 1)
end)

check.run()
