package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local long = lab.table { columns = { "year", "age", "people" },
  { 2022, "child", 7 }, { 2022, "adult", 12 }, { 2023, "adult", "[c]" }, { 2023, nil, { 2, "[p]" } } }

local function problem(...)
  local t, message = lab.try(...)
  if t then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

check.test("pivot makes a column of each value, in order; what nobody has is missing; markers stay", function()
  local wide = long:pivot { names = "age", values = "people" }
  check.equal(wide:to_csv(), "year,adult,child,missing\n2022,12,7,\n2023,[c],,2 [p]\n")
end)

check.test("two values for one cell are an error that names them", function()
  check.contains(problem(long.pivot, long:drop("age"):mutate("k = 'a'"), { names = "k", values = "people" }), "summarise first")
  check.equal(problem(long.pivot, long, { names = "age" }), 'pivot needs values = "column"')
  check.equal(problem(long.pivot, long, { names = "aeg", values = "people" }), 'no column "aeg"; did you mean "age"? (nearest others: "year", "people")')
  check.equal(problem(long.pivot, long, { name = "age" }), 'pivot: unknown option "name"; did you mean "names"?')
  check.equal(problem(long.join, long, long, { on = "age", suffix = {} }), "join: option suffix is a text, not a table")
end)

check.test("unpivot puts columns below one another, row by row", function()
  local wide = lab.table { columns = { "force", "2022", "2023" }, { "Kent", 1, 2.5 }, { "Essex", "[x]", 4 } }
  check.equal(wide:unpivot { columns = { "2022", "2023" }, names = "year", values = "rate" }:to_csv(),
    "force,year,rate\nKent,2022,1.0\nKent,2023,2.5\nEssex,2022,[x]\nEssex,2023,4.0\n")
  check.equal(wide:unpivot { columns = { "2022" } }:column_names(), { "force", "2023", "name", "value" })
  check.equal(problem(wide.unpivot, wide, { columns = { "force", "2022" } }),
    'unpivot: "force" holds text and "2022" integer; one column cannot hold both')
  check.equal(problem(wide.unpivot, wide, {}),
    'unpivot needs columns = { "a", "b", ... }, the columns to put below one another')
end)

check.test("a pivot and back is the table with the absent rows made plain", function()
  local t = long:filter("age is not missing")
  local back = t:pivot { names = "age", values = "people" }
    :unpivot { columns = { "adult", "child" }, names = "age", values = "people" }
  check.equal(back:to_csv(), "year,age,people\n2022,adult,12\n2022,child,7\n2023,adult,[c]\n2023,child,\n")
end)

check.test("complete adds the combinations that no row has, behind the others", function()
  check.equal(long:complete("year", "age"):slice(5):to_csv(), "year,age,people\n2023,child,\n")
  check.equal(problem(long.complete, long), "complete: name at least one column")
end)

check.test("fill_down takes the last present value above", function()
  local t = lab.table { columns = { "force", "n" }, { nil, 1 }, { "Kent", 2 }, { nil, 3 }, { "Essex", "[c]" }, { nil, 5 } }
  check.equal(t:fill_down("force").force:to_list(), { nil, "Kent", "Kent", "Essex", "Essex", n = 5 })
  check.equal(t:fill_down("force").n:marker(4), "[c]")
  check.equal(problem(t.fill_down, t, "froce"), 'no column "froce"; did you mean "force"? (nearest others: "n")')
end)

check.test("after group_by fill_down takes the value above of the row's own group; rows without a key are one", function()
  local t = lab.table { columns = { "force", "n", "m" }, { "Kent", 1, "a" }, { "Essex", nil, nil }, { nil, 3, nil }, { "Kent", nil, nil },
    { nil, nil, "b" }, { "Essex", 5, nil }, { "Essex", "[c]", "d" } }
  local filled = t:group_by("force"):fill_down("n", "m")
  check.equal(filled:to_csv(), "force,n,m\nKent,1,a\nEssex,,\n,3,\nKent,1,a\n,3,b\nEssex,5,\nEssex,5,d\n")
  check.equal(filled:grouping(), nil)
  check.equal(problem(t.fill_down, t:group_by("force"), "force"),
    'fill_down: "force" is a key of the grouping, within whose groups other columns are filled')
end)

check.run()
