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

check.test("a pivot that brings no two rows together says which columns tell them apart", function()
  local notice = require "lib.base.notice"
  local say, said = notice.say, {}
  notice.say = function(text) said[#said + 1] = text end
  local t = lab.table { columns = { "force", "age", "people", "share" }, { "Kent", "adult", 1, 5 }, { "Kent", "child", 2, 6 }, { "Essex", "adult", 3, 7 } }
  t:pivot { names = "age", values = "people" }
  check.equal(said, { 'pivot: no two rows came together, as "force", "share" tell all of them apart; '
    .. "t:group_by(...):pivot{ ... } makes a row of each group" })
  t:drop("share"):pivot { names = "age", values = "people" }
  t:group_by("force"):pivot { names = "age", values = "people" }
  t:head(1):pivot { names = "age", values = "people" }
  t:filter("age == 'adult'"):pivot { names = "age", values = "people" }
  notice.say = say
  check.equal(#said, 1)
end)

check.test("pivot makes tens of thousands of columns, and unpivot rows of them again", function()
  local lines = { "key,n" }
  for i = 1, 50000 do lines[#lines + 1] = ("k%d,%d"):format(i, i) end
  local t = lab.parse_csv(table.concat(lines, "\n") .. "\n")
  local wide = t:mutate("all = 'x'"):pivot { names = "key", values = "n" }
  check.equal({ #wide, #wide:column_names(), wide:col("k50000")[1] }, { 1, 50001, 50000 })
  check.equal(wide:unpivot { columns = t.key:to_list(), names = "key", values = "n" }:drop("all"):equals(t), true)
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

local cases = lab.table { columns = { "force", "year", "quarter", "people", "days" },
  { "Kent", 2022, "Q1", 3, 1.5 }, { "Essex", 2022, "Q1", 4, 2 }, { "Kent", 2022, "Q2", 5, 3 }, { "Kent", 2023, "Q1", 6, 4 }, { "Kent", 2022, "Q1", 7, 5 } }

check.test("pivot with an aggregate groups by the other columns and pivots in one step, rows in order of appearance", function()
  local t = cases:drop("quarter", "days")
  check.equal(t:pivot { names = "year", values = "sum(people)" }:to_csv(), "force,2022,2023\nKent,15,6\nEssex,4,\n")
  check.equal(t:pivot { names = "year", values = col.people:sum() }:to_csv(), "force,2022,2023\nKent,15,6\nEssex,4,\n")
  check.equal(t:pivot { names = "year", values = { { "most", "max(people)" } } }:to_csv(), "force,2022,2023\nKent,7,6\nEssex,4,\n")
  check.equal(cases:drop("days"):pivot { names = "year", values = "sum(people)" }:to_csv(),
    "force,quarter,2022,2023\nKent,Q1,10,6\nEssex,Q1,4,\nKent,Q2,5,\n")
end)

check.test("after group_by a row of the pivot is a group, in the order of the keys", function()
  check.equal(cases:group_by("force"):pivot { names = "year", values = "sum(people)" }:to_csv(), "force,2022,2023\nEssex,4,\nKent,15,6\n")
  check.equal(cases:slice(1, 3):group_by("quarter"):pivot { names = "force", values = "days" }:column_names(), { "quarter", "Essex", "Kent" })
  check.contains(problem(cases.pivot, cases:group_by("force"), { names = "year", values = "people" }),
    "rows 1 and 3 both have force = Kent, year = 2022; summarise first")
  check.equal(cases:group_by("force", "quarter", { complete = true }):pivot { names = "year", values = "count()" }:to_csv(),
    "force,quarter,2022,2023\nEssex,Q1,1,0\nEssex,Q2,0,0\nKent,Q1,2,1\nKent,Q2,1,0\n")
end)

check.test("several values and several names make names of several parts, values first", function()
  local t = cases:slice(2, 4)
  check.equal(t:drop("quarter"):pivot { names = "year", values = { "people", "days" } }:to_csv(),
    "force,people_2022,people_2023,days_2022,days_2023\nEssex,4,,2.0,\nKent,5,6,3.0,4.0\n")
  check.equal(t:drop("days"):pivot { names = { "year", "quarter" }, values = "people" }:to_csv(),
    "force,2022_Q1,2022_Q2,2023_Q1\nEssex,4,,\nKent,,5,6\n")
  check.equal(cases:group_by("force"):pivot { names = "year", values = { "n = count()", "people = sum(people)" }, sep = " in " }:column_names(),
    { "force", "n in 2022", "n in 2023", "people in 2022", "people in 2023" })
end)

check.test("fill stands in cells that nobody has, not in those that are missing", function()
  local t = lab.table { columns = { "force", "year", "n" }, { "Kent", 2022, "[c]" }, { "Kent", 2023, 2 }, { "Essex", 2022, nil } }
  check.equal(t:pivot { names = "year", values = "n", fill = 0 }:to_csv(), "force,2022,2023\nKent,[c],2\nEssex,,0\n")
  check.equal(t:pivot { names = "year", values = "n", fill = 0.5 }:to_csv(), "force,2022,2023\nKent,[c],2.0\nEssex,,0.5\n")
  check.equal(problem(t.pivot, t, { names = "year", values = "n", fill = "none" }),
    'pivot: fill is text and "n" holds integer; one column cannot hold both')
  check.equal(t:pivot { names = "force", values = "count()", fill = 0 }:to_csv(), "year,n,Essex,Kent\n2022,[c],1,1\n2023,2,0,1\n")
end)

check.test("columns that a pivot makes are described as the value was", function()
  local t = long:filter("age is not missing"):with_fields { people = { unit = "persons" } }
  check.equal(t:pivot { names = "age", values = "people" }:schema()[2].unit, "persons")
  local counted = long:group_by("year", "age"):summarise("n = 1900 * count()", "m = count()")
  check.equal(counted:pivot { names = "age", values = "m" }:roles().role[2], "figure")
end)

check.test("what a pivot cannot do is said", function()
  check.equal(problem(cases.pivot, cases, { names = { cases }, values = "people" }), "pivot: names[1]: a text was expected, got userdata")
  check.contains(problem(cases.pivot, cases, { names = "year", values = { "people", "count()" } }), "first(people) or sum(people)")
  check.contains(problem(cases.pivot, cases, { names = "yaer", values = "count()" }), 'no column "yaer"; did you mean "year"?')
  check.contains(problem(cases.pivot, cases, { names = "year", values = "sum(poeple)" }), 'no column "poeple"; did you mean "people"?')
  check.equal(problem(cases.pivot, cases, { names = {}, values = "people" }), "pivot: names is empty; name at least one column")
  check.equal(problem(cases.pivot, cases, { names = { "year", "year" }, values = "people" }), 'pivot: names has "year" twice')
  check.equal(problem(cases.pivot, cases:group_by("year"), { names = "year", values = "people" }),
    'pivot: "year" is a key of rows and cannot be among names, too')
end)

check.test("unpivot cuts names at a separator into several columns", function()
  local t = lab.table { columns = { "force", "people_2022", "people_2023", "days_2022" }, { "Kent", 1, 2, 3.5 } }
  local columns = { "people_2022", "people_2023", "days_2022" }
  check.equal(t:unpivot { columns = columns, names = { "measure", "year" }, sep = "_", values = "n" }:to_csv(),
    "force,measure,year,n\nKent,people,2022,1.0\nKent,people,2023,2.0\nKent,days,2022,3.5\n")
  local typed = t:unpivot { columns = columns, names = { "measure", "year" }, sep = "_", types = { year = "integer" } }
  check.equal(typed.year:to_list(), { 2022, 2023, 2022, n = 3 })
  check.equal(typed.measure:type(), "text")
  check.equal(typed:pivot { names = "measure", values = "value" }:to_csv(), "force,year,days,people\nKent,2022,3.5,1.0\nKent,2023,,2.0\n")
end)

check.test("unpivot cuts names by a pattern, one part or several", function()
  local t = lab.table { columns = { "k", "x_2022", "x_2023" }, { "a", 1, 2 } }
  check.equal(t:unpivot { columns = { "x_2022", "x_2023" }, names = "year", pattern = "_(\\d+)$", types = { year = "integer" } }:to_csv(),
    "k,year,value\na,2022,1\na,2023,2\n")
  check.equal(t:unpivot { columns = { "x_2022" }, names = { "x", "y" }, pattern = "^(.)_(..)" }:to_csv(), "k,x_2023,x,y,value\na,2,x,20,1\n")
end)

check.test("a name that cannot be cut is an error that names the column", function()
  local t = lab.table { columns = { "x_2022", "note" }, { 1, 2 } }
  local all = t:column_names()
  check.contains(problem(t.unpivot, t, { columns = all, names = { "a", "b" }, sep = "_" }), 'the column "note", cut at "_", has 1 part, and names has 2')
  check.contains(problem(t.unpivot, t, { columns = all, names = "a", pattern = "_(\\d+)" }), 'does not fit the column "note"; leave it out of columns')
  check.contains(problem(t.unpivot, t, { columns = all, names = { "a", "b" }, pattern = "_(\\d+)" }), "captures with 1 pairs of brackets, and 2 are wanted")
  check.contains(problem(t.unpivot, t, { columns = all, names = { "a", "b" } }), 'sep = "_" or pattern')
  check.contains(problem(t.unpivot, t, { columns = all, names = { "a", "b" }, sep = "_", pattern = "x" }), "not both")
  check.contains(problem(t.unpivot, t, { columns = all, types = { year = "integer" } }), 'types has "year", which is not among names (name)')
end)

check.test("without sep names are cut at _, or at the one separator that gives all of them so many parts", function()
  local function parts(...)
    local columns, row = { ... }, {}
    for i = 1, #columns do row[i] = i end
    return lab.table { columns = columns, row }:unpivot { columns = columns, names = { "year", "quarter" }, convert = true }
  end
  for _, separator in ipairs { "_", " ", "|", " | ", "/", ", ", "-", " - ", ":" } do
    local t = parts("2019" .. separator .. "Q1", "2019" .. separator .. "Q2")
    check.equal(t:to_csv(), "year,quarter,value\n2019,Q1,1\n2019,Q2,2\n", separator)
    check.equal(t.year:type(), "integer")
  end
  check.equal(parts("a b_1", "a c_2"):to_csv(), "year,quarter,value\na b,1,1\na c,2,2\n")
  check.equal(parts("a year|04/05", "a year|05/06"):to_csv(), "year,quarter,value\na year,04/05,1\na year,05/06,2\n")
  check.contains(problem(parts, "a/b-c", "a/d-c"), 'they could be cut at "/" or "-"')
  check.contains(problem(parts, "a_b|c", "a_d|c"), 'they could be cut at "_" or "|"')
  check.contains(problem(parts, "2019 Q1", "note"), "no separator cuts all names into so many parts")
end)

check.test("convert proves what names say, and is not said beside types", function()
  local t = lab.table { columns = { "n 1", "n x" }, { 1, 2 } }
  check.equal(t:unpivot { columns = t:column_names(), names = { "a", "b" }, convert = true }.b:type(), "text")
  check.contains(problem(t.unpivot, t, { columns = { "n 1" }, convert = true, types = { name = "text" } }), "not both")
  check.contains(problem(t.unpivot, t, { columns = { "n 1" }, convert = 1 }), "true or false")
end)

check.test("random long tables come back from pivot and unpivot as they were", function()
  math.randomseed(5)
  for _ = 1, 40 do
    local rows, seen = { columns = { "force", "year", "quarter", "n" }, types = { force = "text", year = "integer", quarter = "text", n = "integer" } }, {}
    for _ = 1, math.random(1, 25) do
      local force, year, quarter = "f" .. math.random(4), 2015 + math.random(4), "Q" .. math.random(4)
      local key = force .. year .. quarter
      if not seen[key] then
        seen[key] = true
        rows[#rows + 1] = { force, year, quarter, ({ math.random(0, 99), { math.random(0, 99), "[p]" }, "[c]" })[math.random(3)] }
      end
    end
    local long = lab.table(rows)
    local wide = long:pivot { names = { "year", "quarter" }, values = "n" }
    local columns = table.move(wide:column_names(), 2, #wide:column_names(), 1, {})
    local back = wide:unpivot { columns = columns, names = { "year", "quarter" }, values = "n", convert = true }
    local keys = { "force", "year", "quarter" }
    check.equal(back:join(long:select(keys), { on = keys, how = "semi" }):sort(table.unpack(keys)):to_csv(), long:sort(table.unpack(keys)):to_csv())
  end
end)

check.test("split_rows gives a row for each part of a text, without the blanks around it", function()
  local t = lab.table { columns = { "case", "offences" }, { 1, "theft; fraud" }, { 2, "fraud" }, { 3, nil } }
  check.equal(t:split_rows("offences"):to_csv(), "case,offences\n1,theft\n1,fraud\n2,fraud\n3,\n")
  check.equal(#t:split_rows("offences", ", "), 3)
  check.equal(t:split_rows("offences"):group_by("offences"):summarise("cases = n_distinct(`case`)"):to_csv(), "offences,cases\nfraud,2\ntheft,1\n,1\n")
  check.contains(problem(t.split_rows, t, "case"), 'column "case" holds integer; texts have parts')
  check.contains(problem(t.split_rows, t:group_by("case"), "offences"), "split_rows after group_by")
  check.contains(problem(t.split_rows, t, "offences", ""), "the separator is empty")
  local path = check.folder() .. "/t.csv"
  t:write_csv(path)
  local scanned = lab.scan_csv(path):split_rows("offences", ";"):filter("offences == 'fraud'")
  check.contains(scanned:explain(), 'each chunk: split_rows offences at ";"')
  check.equal(scanned:collect():to_csv(), "case,offences\n1,fraud\n2,fraud\n")
end)

check.run()
