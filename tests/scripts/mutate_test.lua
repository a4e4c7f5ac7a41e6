-- t:mutate: columns in order, in three forms, with aggregates over the row's group.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local t = lab.parse_csv("force,year,people\nKent,2018,4\nEssex,2018,7\nKent,2019,\nEssex,2019,13\n")

local function csv(made) return made:to_csv() end

check.test("text, composed and function make the same column", function()
  local expected = csv(t:mutate("double = people * 2"))
  check.equal(expected, "force,year,people,double\nKent,2018,4,8\nEssex,2018,7,14\nKent,2019,,\nEssex,2019,13,26\n")
  check.equal(csv(t:mutate { { "double", col.people * 2 } }), expected)
  check.equal(csv(t:mutate { double = "people * 2" }), expected)
  check.equal(csv(t:mutate { { "double", function(r) return r.people and r.people * 2 end } }), expected)
  check.equal(csv(t:mutate { { "double", t:mutate("d = people * 2").d } }), expected)
end)

check.test("later expressions see earlier ones, in the order given", function()
  check.equal(csv(t:mutate("a = year - 2000", "b = a * 10"):select("a", "b"):head(1)), "a,b\n18,180\n")
  check.equal(csv(t:mutate { "a = year - 2000", { "b", "a * 10" } }:select("a", "b"):head(1)), "a,b\n18,180\n")
  check.raises('no column "b"', function() t:mutate("a = b * 10", "b = year - 2000") end)
end)

check.test("a column of that name is replaced in its place", function()
  check.equal(csv(t:mutate("year = year + 1"):head(1)), "force,year,people\nKent,2019,4\n")
end)

check.test("an expression without a name has its text as its name", function()
  check.equal(t:mutate("people / 2", col.year + 1):column_names(),
    { "force", "year", "people", "people / 2", "year + 1" })
end)

check.test("plain values fill the column", function()
  check.equal(csv(t:mutate { { "weight", 2 }, { "country", lab.lit("UK") }, { "known", true } }:drop("people"):head(1)),
    "force,year,weight,country,known\nKent,2018,2,UK,true\n")
  check.equal(csv(t:mutate { weight = 2 }:drop("people"):head(1)), "force,year,weight\nKent,2018,2\n")
end)

check.test("a name and a function side by side are taken for a pair", function()
  check.equal(csv(t:mutate { "even", function(r) return r.year % 2 == 0 end }:select("even"):head(3)),
    "even\ntrue\ntrue\nfalse\n")
end)

check.test("aggregates stand for each row, over the row's group after group_by", function()
  check.equal(csv(t:mutate("percent = round(people / sum(people) * 100, 1)"):select("percent")),
    "percent\n16.7\n29.2\n\n54.2\n")
  check.equal(csv(t:group_by("year"):mutate("percent = round(people / sum(people) * 100, 1)"):select("percent")),
    "percent\n36.4\n63.6\n\n100.0\n")
  check.equal(t:group_by("year"):mutate("a = sum(people)"):grouping(), nil)
end)

check.test("a grouping is not spent by expressions that do not look at it", function()
  local grouped = t:group_by("year")
  check.raises('mutate after group_by%("year"%): it has no aggregate or window that looks at the groups', grouped.mutate, grouped, "a = people + 1")
  check.raises("call mutate first and group_by right before", grouped.mutate, grouped, { { "a", function(r) return r.people end } })
  check.equal(grouped:mutate("a = people + 1", "b = sum(people)"):grouping(), nil)
  lab.define("widest", function(x) return x:max() end, { kind = "aggregate" })
  check.equal(grouped:mutate("a = widest(people)"):grouping(), nil)
end)

check.test("windows run within the group, in the order of the table", function()
  local made = t:group_by("force"):mutate("before = lag(year)", "so_far = cumsum(people)")
  check.equal(csv(made:select("before", "so_far")),
    "before,so_far\n,4\n,7\n2018,\n2018,20\n")
end)

check.test("a key of the grouping cannot be replaced", function()
  check.raises('mutate: "year" is a key of the grouping and stays as it is',
    function() t:group_by("year"):mutate("year = max(people)") end)
end)

check.test("the type of a function's column is that of its values", function()
  local function made(fn) return t:mutate { { "x", fn } }.x end
  check.equal(made(function(r) return r.year end):type(), "integer")
  check.equal(made(function(r) return r.year == 2018 and 1 or 0.5 end):type(), "number")
  check.equal(made(function(r) return r.year == 2018 and 0.5 or 1 end):to_list(), { 0.5, 0.5, 1.0, 1.0, n = 4 })
  check.equal(made(function(r) return r.year == 2018 and 1 or 0.5 end):to_list(), { 1.0, 1.0, 0.5, 0.5, n = 4 })
  check.equal(made(function(r) return r.force .. "!" end):type(), "text")
  check.equal(made(function(r) return r.year > 2018 end):type(), "boolean")
  check.equal(made(function() return nil end):missing(), 4)
  check.equal(made(function(r) return r.year > 2018 and r.year or nil end):to_list(), { nil, nil, 2019, 2019, n = 4 })
end)

check.test("values of two kinds are an error that names a row of each", function()
  check.raises('row 3: the function gave the text "high", but an integer in row 1; a column holds values of one type',
    function()
    t:mutate { { "x", function(r) return r.people and r.people < 10 and 1 or "high" end } }
  end)
  check.raises("row 2: the function gave true, but a text in row 1", function()
    t:mutate { { "x", function(r) return r.force == "Essex" or "no" end } }
  end)
  check.raises("row 1: the function gave a table; it may give a number, a text, true, false or nil", function()
    t:mutate { { "x", function() return {} end } }
  end)
  check.raises("row 1: the function gave a text that is not UTF%-8 %(byte 2%)", function()
    t:mutate { { "x", function() return "a\xFF" end } }
  end)
end)

check.test("a table with two names is an error that says why", function()
  local message = check.raises("because Lua keeps no order among several", function() t:mutate { a = "1", b = "2" } end)
  check.contains(message, 'mutate("a = ...", "b = ...")')
end)

check.test("a table behind other arguments holds $values", function()
  check.equal(csv(t:mutate("x = people * $k", { k = 3 }):select("x"):head(1)), "x\n12\n")
  check.equal(csv(t:mutate({ { "x", col.people * lab.expr("$k") } }, { k = 3 }):select("x"):head(1)), "x\n12\n")
  check.raises('mutate: the value "y" was handed in, but no expression uses %$y',
    function() t:mutate("x = 1", { y = "2" }) end)
end)

check.test("what is no expression is named", function()
  check.raises("mutate: argument 1: a function needs a name", function() t:mutate(function() end) end)
  check.raises("mutate: item 1 of the list: a column needs a name", function() t:mutate { t.people } end)
  check.raises("mutate: argument 1: an expression was expected, as in \"rate = people / total\"; got number",
    function() t:mutate(3) end)
  check.raises('mutate: a pair was expected, as in {{"rate", "people / total"}}',
    function() t:mutate { { "a", "1", "2" } } end)
  check.raises("mutate: x: an expression was expected", function() t:mutate { x = {} } end)
  check.raises('did you mean "people"', function() t:mutate("x = peple * 2") end)
  check.raises('expression, column 12: "%*%*" is written "%^" here', function() t:mutate("x = people ** 2") end)
end)

check.test("sums of integers that do not fit are an error, not a wrapped number", function()
  check.raises("64", function() t:mutate("x = 9223372036854775807 + year") end)
end)

check.run()
