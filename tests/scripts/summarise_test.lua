-- t:group_by and t:summarise: groups in the order of their keys, nothing lost, three forms with one meaning.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local t = lab.parse_csv [[
force,year,people,age
Kent,2019,4,15
Essex,2018,7,30
,2018,2,
Kent,2018,1,17
Essex,2018,9,22
]]

local function csv(made) return made:to_csv() end

check.test("keys come first and in order, a missing key is a group of its own and last", function()
  check.equal(csv(t:group_by("force"):summarise("total = sum(people)", "rows = count()")),
    "force,total,rows\nEssex,16,2\nKent,5,2\n,2,1\n")
  check.equal(csv(t:group_by("year", "force"):summarise("total = sum(people)")),
    "year,force,total\n2018,Essex,16\n2018,Kent,1\n2018,,2\n2019,Kent,4\n")
  check.equal(csv(t:group_by { "year", "force" }:summarise("total = sum(people)")),
    csv(t:group_by("year", "force"):summarise("total = sum(people)")))
end)

check.test("group totals equal the whole", function()
  for _, keys in ipairs { { "force" }, { "year" }, { "force", "year" }, { "age" } } do
    local grouped = t:group_by(keys):summarise("total = sum(people)", "rows = count()")
    check.equal(grouped.total:sum(), t.people:sum())
    check.equal(grouped:col("rows"):sum(), #t)
  end
end)

check.test("text, composed and function give the same values", function()
  local expected = csv(t:group_by("force"):summarise("total = sum(people)"))
  check.equal(csv(t:group_by("force"):summarise { { "total", col.people:sum() } }), expected)
  check.equal(csv(t:group_by("force"):summarise { total = col.people:sum() }), expected)
  check.equal(csv(t:group_by("force"):summarise { { "total", function(g) return g.people:sum() end } }), expected)
  check.equal(csv(t:group_by("force"):summarize("total = sum(people)")), expected)
end)

check.test("without a grouping there is one row", function()
  check.equal(csv(t:summarise("total = sum(people)", "oldest = max(age)")), "total,oldest\n23,30\n")
  check.equal(csv(t:summarise { { "rows", function(whole) return #whole end } }), "rows\n5\n")
end)

check.test("without expressions there are the keys alone, and without keys nothing to give", function()
  check.equal(csv(t:group_by("force"):summarise()), "force\nEssex\nKent\n\n")
  check.raises("summarise: an expression was expected", function() t:summarise() end)
end)

check.test("what is known of columns is handed on, but for columns made anew", function()
  local known = t:with_fields { people = { unit = "persons" }, force = { title = "Police force" } }
  local function info(made) return { made:schema()[1].title or "", made:schema()[2].unit or "" } end
  check.equal(info(known:group_by("force"):summarise("people = sum(people)")), { "Police force", "" })
  check.equal(info(known:select("force", "people"):mutate("x = people")), { "Police force", "persons" })
  check.equal(info(known:select("force", "people"):mutate("people = people * 2")), { "Police force", "" })
  check.equal(info(known:select("force", "people")), { "Police force", "persons" })
end)

check.test("count of nothing is 0, other aggregates of nothing are missing", function()
  local none = t:filter("people > 100")
  check.equal(csv(none:summarise("count()", "count(people)", "sum(people)", "mean(people)", "max(force)")),
    "count(),count(people),sum(people),mean(people),max(force)\n0,0,,,\n")
  check.equal(csv(none:group_by("force"):summarise("count()")), "force,count()\n")
end)

check.test("aggregates stand in larger expressions, with keys and $values", function()
  check.equal(csv(t:group_by("year"):summarise("x = sum(people) * $k + year", { k = 1000 })),
    "year,x\n2018,21018\n2019,6019\n")
  check.equal(csv(t:group_by("force"):summarise("minors = sum(if_else(age < 18, people, 0))")),
    "force,minors\nEssex,0\nKent,5\n,\n")
end)

check.test("an expression without a name has its text as its name", function()
  check.equal(t:summarise("sum(people)", col.age:max()):column_names(), { "sum(people)", "max(age)" })
end)

check.test("complete = true makes a group of every combination of the keys", function()
  local complete = t:filter("force is not missing"):group_by("force", "year", { complete = true })
  check.equal(csv(complete:summarise("rows = count()", "total = sum(people)")),
    "force,year,rows,total\nEssex,2018,2,16\nEssex,2019,0,\nKent,2018,1,1\nKent,2019,1,4\n")
end)

check.test("a key may be an expression, whose column the groups are made of", function()
  local expected = "minor,rows\nfalse,2\ntrue,2\n,1\n"
  check.equal(csv(t:group_by("minor = age < 18"):summarise("rows = count()")), expected)
  check.equal(csv(t:group_by(col.age:lt(18)):summarise("rows = count()")), "age < 18" .. expected:sub(6))
  check.equal(t:group_by(col.force, "minor = age < 18"):grouping(), { "force", "minor" })
  check.equal(csv(t:group_by { "even = year % 2 == 0", "force" }:summarise("rows = count()"):head(1)),
    "even,force,rows\nfalse,Kent,1\n")
  check.equal(t:group_by("minor = age < 18"):column_names(), { "force", "year", "people", "age", "minor" })
end)

check.test("share is of all groups", function()
  check.equal(csv(t:group_by("year"):summarise("percent = round(share(people), 1)")),
    "year,percent\n2018,82.6\n2019,17.4\n")
end)

check.test("a column outside an aggregate is an error unless it is a key", function()
  check.raises("age", function() t:group_by("force"):summarise("x = age") end)
  check.equal(csv(t:group_by("year"):summarise("next = year + 1")), "year,next\n2018,2019\n2019,2020\n")
end)

check.test("a name that is a key already is an error", function()
  check.raises('"force".*; summarise gives the keys first',
    function() t:group_by("force"):summarise("force = count()") end)
end)

check.test("unknown names have suggestions", function()
  check.raises('no column "forse"; did you mean "force"', function() t:group_by("forse") end)
  check.raises('did you mean "people"', function() t:summarise("sum(peple)") end)
  check.raises('did you mean "sum"', function() t:summarise("sums(people)") end)
  check.raises('group_by: unknown option "completed"; did you mean "complete"',
    function() t:group_by("force", { completed = true }) end)
  check.raises('group_by: "force" is named twice', function() t:group_by("force", "force") end)
  check.raises('group_by: "force" is named twice', function() t:group_by("force", "force = upper(force)") end)
  check.raises('did you mean "age"', function() t:group_by("minor = agee < 18") end)
  check.raises('group_by: column or "name = expression": a text was expected, got number', function() t:group_by(3) end)
end)

check.test("a table with two names is an error that says why", function()
  check.raises("summarise: a table { name = expression } may have one entry, because Lua keeps no order", function()
    t:summarise { a = "count()", b = "sum(people)" }
  end)
end)

check.test("an error in a function of a group says which group", function()
  local message = check.raises("^group 2: no figures", function()
    t:group_by("force"):summarise { { "x", function(g)
      if g.force[1] == "Kent" then error("no figures") end
      return 1
    end } }
  end)
  check.contains(message, "tests/scripts/summarise_test.lua:")
end)

check.test("grouping tells the names; a grouping is for the next verb only", function()
  local grouped = t:group_by("year", "force")
  check.equal(grouped:grouping(), { "year", "force" })
  check.equal(t:grouping(), nil)
  check.equal(grouped:group_by():grouping(), nil)
  check.equal(grouped:group_by("year"):grouping(), { "year" })
  check.equal(grouped:summarise("count()"):grouping(), nil)
  check.raises("sort after group_by: the grouping would be lost; call sort first",
    function() grouped:sort("people") end)
end)

check.test("reasons of missing values survive", function()
  local marked = lab.parse_csv("force,n\nKent,[c]\nKent,[x]\nEssex,2[p]\nEssex,3\n", { markers = "gss" })
  check.equal(csv(marked:group_by("force"):summarise("n = sum(n)")), "force,n\nEssex,5 [p]\nKent,[c]\n")
end)

check.test("a file with a header alone, or without a value in a column, is worked with as any other", function()
  local none = lab.parse_csv("force,people,population\n")
  check.equal(csv(none:summarise("n = count()", "s = sum(people)", "m = mean(people)")), "n,s,m\n0,,\n")
  check.equal(csv(none:group_by("force"):summarise("s = sum(people)")), "force,s\n")
  check.equal(#none:filter("people > 1 and force == 'Kent'"), 0)
  local empty = lab.parse_csv("force,people,population\nKent,,\nEssex,,\n")
  check.equal(csv(empty:group_by("force"):summarise("s = sum(people)")), "force,s\nEssex,\nKent,\n")
  check.equal(csv(empty:rate { of = "people", per = "population" }:select("rate")), "rate\n\n\n")
  check.equal({ empty.people:sum(), empty.people:max(), empty.people:count() }, { nil, nil, 0 })
  local counts = lab.parse_csv("people,n\n7,1\n")
  check.equal(csv(empty:join(counts, { on = "people" }):select("force", "n")), "force,n\nKent,\nEssex,\n")
end)

check.test("a key of group_by may be a pair, in any form", function()
  local t = lab.table { columns = { "n" }, { 1 }, { 2 }, { 3 } }
  local expected = "odd,rows\n0,1\n1,2\n"
  for _, form in ipairs { col.n % 2, "n % 2", function(r) return r.n % 2 end } do
    check.equal(t:group_by { { "odd", form } }:summarise("rows = count()"):to_csv(), expected)
  end
  check.equal(t:group_by("n", { { "odd", "n % 2" } }):grouping(), { "n", "odd" })
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, "n\n1\n2\n3\n")
  check.equal(lab.scan_csv(path):group_by { { "odd", "n % 2" } }:summarise("rows = count()"):collect():to_csv(), expected)
end)

check.run()
