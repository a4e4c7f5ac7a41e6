-- lab.define: Lua functions that expressions call by name.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local t = lab.parse_csv("force,age,people\nKent,15,4\nEssex,30,7\nKent,,2\nEssex,17,1\n")

local function csv(made) return made:to_csv() end

lab.define("band", function(age)
  if age == nil then return nil end
  return age < 18 and "child" or "adult"
end)

check.test("a scalar is called with the values of a row, nil for a missing one", function()
  check.equal(csv(t:mutate("band = band(age)"):select("band")), "band\nchild\nadult\n\nchild\n")
  check.equal(csv(t:filter("band(age) == 'child'"):select("people")), "people\n4\n1\n")
end)

check.test("a defined function is a method of composed expressions too", function()
  check.equal(csv(t:filter(col.age:band():eq("child"))), csv(t:filter("band(age) == 'child'")))
end)

check.test("it stands inside larger expressions and aggregates, and takes several arguments", function()
  lab.define("per", function(a, b, scale) return a and b and a / b * scale end)
  check.equal(csv(t:mutate("x = round(per(people, age, 100) + 1, 1)"):select("x")), "x\n27.7\n24.3\n\n6.9\n")
  check.equal(csv(t:group_by("force"):summarise("children = sum(if_else(band(age) == 'child', people, 0))")),
    "force,children\nEssex,1\nKent,4\n")
  check.equal(csv(t:mutate("x = band(age + 1)"):select("x"):head(1)), "x\nchild\n")
end)

check.test("defined functions call each other's results", function()
  lab.define("shout", function(text) return text and text:upper() .. "!" end)
  check.equal(csv(t:mutate("x = shout(band(age))"):select("x")), "x\nCHILD!\nADULT!\n\nCHILD!\n")
end)

check.test("an aggregate is called once a group with columns", function()
  local calls = 0
  lab.define("spread", function(ages)
    calls = calls + 1
    return ages:count() > 0 and ages:max() - ages:min() or nil
  end, { kind = "aggregate" })
  check.equal(csv(t:group_by("force"):summarise("spread = spread(age)")), "force,spread\nEssex,13\nKent,0\n")
  check.equal(calls, 2)
  check.equal(csv(t:summarise("spread = spread(age)")), "spread\n15\n")
  check.equal(csv(t:group_by("force"):mutate("spread = spread(age)"):select("spread")), "spread\n0\n13\n0\n13\n")
  check.equal(csv(t:filter("age - 2 == spread(age)"):select("age")), "age\n17\n")
end)

check.test("an empty table calls nothing", function()
  check.equal(csv(t:filter("age > 100"):mutate("b = band(age)")), "force,age,people,b\n")
end)

check.test("the later definition of a name counts", function()
  lab.define("answer", function() return 1 end)
  lab.define("answer", function(x) return x and 2 end)
  check.equal(csv(t:head(1):mutate("a = answer(age)"):select("a")), "a\n2\n")
end)

check.test("errors say the row, the function and the author's line", function()
  lab.define("broken", function(age) return age + 1 end)
  local message = check.raises("^row 3: broken: attempt to perform arithmetic on a nil value", function()
    t:mutate("x = broken(age)")
  end)
  check.contains(message, "tests/scripts/define_test.lua:")
  lab.define("mixed", function(age) return age and 1 or "none" end)
  check.raises('row 3: the function gave the text "none", but an integer in row 1',
    function() t:mutate("x = mixed(age)") end)
  lab.define("middle", function(ages) return ages:middle() end, { kind = "aggregate" })
  check.raises("^group 1: middle: ", function() t:summarise("middle(age)") end)
end)

check.test("the language's own functions stay, and names can be called", function()
  check.raises('define: there is a function round%(%) already', lab.define, "round", function() end)
  check.raises('define: there is a function sum%(%) already', lab.define, "sum", function() end)
  check.raises('define: there is a function lag%(%) already', lab.define, "lag", function() end)
  check.raises('define: "and" cannot be called in an expression', lab.define, "and", function() end)
  check.raises('define: "age band" cannot be called in an expression', lab.define, "age band", function() end)
  check.raises('define: a function was expected as "x", got nil', lab.define, "x", nil)
  check.raises('define: option kind is one of "scalar", "aggregate"; not "window"', lab.define, "x", function() end,
    { kind = "window" })
end)

check.test("an unknown function names the nearest, defined ones too", function()
  check.raises('did you mean "band"', function() t:mutate("x = bend(age)") end)
end)

check.test("a function may use the verbs itself", function()
  lab.define("peers", function(age) return age and #t:filter("age <= $a", { a = age }) or nil end)
  check.equal(csv(t:mutate("x = peers(age)"):select("x")), "x\n1\n3\n\n2\n")
end)

check.run()
