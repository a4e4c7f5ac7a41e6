package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.parse_csv("year,force,people\n2021,Kent,12\n2022,,7\n2023,Kent,[c]\n",
  { markers = "gss", name = "referrals.csv" })

local function problem(...)
  local _, message = lab.try(...)
  return (message:gsub("\n  in [^\n]*$", ""))
end

check.test("columns and rows are read by name and number; missing is nil", function()
  check.equal(#t, 3)
  check.equal({ t.year[1], t.force[2], t.people[3], t.people[4] }, { 2021, nil, nil, nil })
  check.equal(t.people:marker(3), "[c]")
  check.equal(t.people:marker(1), nil)
  check.equal(t["people"][2], 7)
  check.equal(t:column_names(), { "year", "force", "people" })
  check.equal(t.people:sum(), 19)
  check.equal(t.force:unique(), { "Kent" })
end)

check.test("rows() gives each row as a table, to_list() all of them", function()
  local seen = {}
  for row, i in t:rows() do seen[i] = row.people or "none" end
  check.equal(seen, { 12, 7, "none" })
  check.equal(t:to_list()[1], { year = 2021, force = "Kent", people = 12 })
end)

check.test("an unknown column is named with what it may have meant", function()
  check.equal(problem(function() return t.peeple end), 'no column or method "peeple"; did you mean "people"?')
  for _, verb in ipairs { "select", "share", "sort", "summarise" } do
    check.contains(problem(t[verb], t, verb == "summarise" and "sum(peplx)" or "peplx"), 'did you mean "people"?', verb)
  end
  check.equal(problem(t.select, t, "froce"), 'no column "froce"; did you mean "force"? (nearest others: "people", "year")')
  check.equal(problem(t.select, t, "nationality"), 'no column "nationality"; the nearest: "people", "year", "force"')
  check.equal(problem(function() return t:group_bye("force") end), 'no column or method "group_bye"; did you mean "group_by"?')
  check.contains(problem(function() return t:sumarise("count()") end), '"summarise"')
  check.contains(problem(function() return t:indicater("share") end), 'did you mean "indicator"?')
  check.equal(problem(function() return t[1] end),
    "a table is indexed with the name of a column or method, not with a number; for rows use t:rows() or t.name[row]")
  check.equal(problem(function() t.people = 1 end), 'a table never changes; t:mutate("people = ...") gives a new one')
end)

check.test("select, drop and rename share columns and keep order", function()
  check.equal(t:select("people", { "year" }):column_names(), { "people", "year" })
  check.equal(t:drop("force"):column_names(), { "year", "people" })
  check.equal(t:rename("referrals = people", { force = "area" }):column_names(), { "year", "area", "referrals" })
  check.equal(t:rename { { "year", "y" }, { "people", "n" } }:column_names(), { "y", "force", "n" })
  check.equal(problem(t.rename, t, "people"), 'rename: "people" is not of the form "new = old"')
end)

check.test("a column that is called like a method is reached with col", function()
  local s = lab.table { columns = { "select", "close" }, { 1, 2 } }
  check.equal(type(s.select), "function")
  check.equal(s:col("select")[1], 1)
end)

check.test("head, tail and slice count rows from 1 and from the end", function()
  check.equal(t:head(2).year:to_list(), { 2021, 2022, n = 2 })
  check.equal(t:tail(1).year:to_list(), { 2023, n = 1 })
  check.equal(t:slice(2).year:to_list(), { 2022, 2023, n = 2 })
  check.equal(t:slice(-2, -2).year:to_list(), { 2022, n = 1 })
  check.equal(#t:slice(3, 2), 0)
  check.equal(#t:head(0), 0)
  check.equal(problem(t.slice, t, 0), "slice: rows are counted from 1, or from the end with -1")
end)

check.test("after group_by head, tail and slice take rows of each group, in the order of the table", function()
  local s = lab.table { columns = { "force", "n" },
    { "Kent", 1 }, { "Essex", 2 }, { "Kent", 3 }, { nil, 4 }, { "Kent", 5 }, { "Essex", 6 } }
  local by = s:group_by("force")
  check.equal(by:head(1).n:to_list(), { 1, 2, 4, n = 3 })
  check.equal(by:tail(2).n:to_list(), { 2, 3, 4, 5, 6, n = 5 })
  check.equal(by:slice(-2, -2).n:to_list(), { 2, 3, n = 2 })
  check.equal(by:slice(1, 1).n:to_list(), { 1, 2, 4, n = 3 })
  check.equal(by:slice(-1).n:to_list(), { 4, 5, 6, n = 3 })
  check.equal(problem(by.slice, by, 2),
    "slice after group_by: say where it ends: slice(2, 2) is row 2 of each group, slice(2, -1) all from there on")
  check.equal(#by:tail(0), 0)
  check.equal(by:head(1):grouping(), nil)
  check.equal(problem(by.sample, by, 1),
    "sample after group_by: the grouping would be lost; call sample first and group_by right before "
      .. "summarise, mutate or filter")
end)

check.test("distinct keeps the first row of each combination", function()
  check.equal(t:distinct("force").year:to_list(), { 2021, 2022, n = 2 })
  check.equal(#t:append(t):distinct(), 3)
end)

check.test("a sample of a seed is the same rows, in the order of the table", function()
  local long = lab.parse_csv("n\n" .. ("1\n2\n3\n4\n5\n6\n7\n8\n"))
  local a, b = long:sample(3, { seed = 5 }), long:sample(3, { seed = 5 })
  check.equal(a:equals(b), true)
  check.equal(a.n[1] < a.n[2] and a.n[2] < a.n[3], true)
  check.equal(#long:sample(20), 8)
end)

check.test("append matches columns by name", function()
  local u = t:append(lab.table { columns = { "force", "note" }, { "Essex", "x" } })
  check.equal(u:column_names(), { "year", "force", "people", "note" })
  check.equal({ u.year[4] or "none", u.force[4], u.note[1] or "none" }, { "none", "Essex", "none" })
end)

check.test("a table in a script: types from values, reasons and flags", function()
  local s = lab.table { columns = { "a", "b", "c" },
    types = { c = "date" }, { 1, 2, "2023-01-31" }, { nil, 2.5, nil }, { "[x]", { 3, "[p]" } } }
  check.equal({ s.a:type(), s.b:type(), s.c:type() }, { "integer", "number", "date" })
  check.equal({ s.a:marker(3), s.b:marker(3), s.c[1], s.b[1] }, { "[x]", "[p]", "2023-01-31", 2.0 })
  check.equal(problem(lab.table, { columns = { "a" }, { 1 }, { "x" } }),
    'lab.table: column "a" holds integer before row 2, which holds text; a column has one type')
  check.equal(problem(lab.table, { columns = { "a" }, { 1 }, { 2, 3 } }),
    "lab.table: row 2 has a value at place 2, but columns names only 1")
  check.equal(problem(lab.table, { columns = { "people" }, { poeple = 1 } }),
    'lab.table: row 1 has "poeple", which is not in columns; did you mean "people"?')
  check.equal(problem(lab.table, { columns = { "a" }, { "\xff" } }),
    'lab.table: row 1, column "a": the text is not UTF-8 (byte 1)')
  check.equal(problem(lab.table, { columns = { "a" }, types = { a = "date" }, { "2023-02-30" } }),
    'lab.table: row 1, column "a": 2023-02-30 is not of type date')
  check.equal(problem(lab.table, { columns = { "a" }, { { 1, "[q]" } } }),
    'lab.table: row 1, column "a": "[q]" is no flag; flags are [p] [r] [e] [b] [u]')
  check.equal(problem(lab.table, { columns = { "a" }, rows = {} }):match("^[^;]*"), 'lab.table: unknown key "rows"')
  check.equal(problem(lab.table, { { 1 } }),
    'lab.table needs columns = { "name", ... }: a Lua table keeps no order of its own')
end)

check.test("a table prints fitted to a width, with types, markers and what is hidden", function()
  local s = lab.table { columns = { "year", "force", "people" },
    { 2022, "Kent", 1042 }, { 2023, nil, "[c]" }, { 2024, "Kent", { 7, "[p]" } } }
  check.equal(s:show { width = 60 }, [[
   year  force   people
integer  text   integer
   2022  Kent     1,042
   2023  ·          [c]
   2024  Kent     7 [p]
3 rows, 3 columns]])
  check.equal(s:show { width = 15, rows = 2 }, [[
   year  force
integer  text
   2022  Kent
      …  …
   2024  Kent
3 rows, 3 columns (2 shown)
1 column more:
people]])
  local columns, row = {}, {}
  for i = 1, 200 do columns[i], row[i] = ("a rather long name of a column, number %d"):format(i), i end
  local wide = lab.table { columns = columns, row }:show { width = 60 }:gsub("%s+", " ")
  check.contains(wide, "197 columns more: a rather long name of a column, number 4,")
  check.contains(wide, "number 8, and 192 others (t:schema() lists all)")
  check.equal(lab.table({ columns = { "the name of a column" }, { "a long text" } }):show { width = 10 },
    "the nam...\ntext\na long ...\n1 row, 1 column")
  check.equal(tostring(s:head(0)):match("[^\n]*$"), "0 rows, 3 columns")
  check.equal(problem(s.show, s, { widht = 60 }),
    'show: unknown option "widht"; did you mean "width"? (show takes rows, width)')
  check.equal(problem(s.show, s, { rows = 0 }), "show: rows is a whole number of at least 1")
end)

check.test("long names stand on several lines when a table is too wide", function()
  local t = lab.table { columns = { "year", "Adult (18 or over) - Positive conclusive grounds", "Child (17 or under)", "n" }, { 2023, 1042, 7, 3 } }
  check.equal(t:show { width = 50 }, [[
             Adult (18 or
         over) - Positive
               conclusive  Child (17 or
   year           grounds        under)        n
integer           integer       integer  integer
   2023             1,042             7        3
1 row, 4 columns]])
end)

check.test("wide letters, control characters and long texts stay in their columns", function()
  local s = lab.table { columns = { "place", "n" }, { "東京", 1 }, { "a\nb", 2 }, { ("x"):rep(60), 3 } }
  local width = require "lib.base.width"
  local lines = {}
  for line in (s:show { width = 80 } .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
  for i = 4, 5 do check.equal(width.of(lines[i]), width.of(lines[3])) end
  check.equal(lines[5]:match("^x+%.%.%.") ~= nil, true)
end)

check.test("sources and fields are handed on by verbs", function()
  local s = t:with_sources { { title = "A bulletin" } }:with_fields { people = { unit = "persons", title = "People" } }
  check.equal(s:head(1):select("people"):sources(), { { title = "A bulletin" } })
  check.equal(s:rename("n = people"):schema()[3].unit, "persons")
  check.equal(s:append(t:with_sources { { title = "Another" } }):sources(),
    { { title = "A bulletin" }, { title = "Another" } })
  check.equal(t:sources(), {})
end)

check.test("rename takes along what is known of columns and of the table", function()
  local s = lab.parse_csv("# note\nforce,people\nKent,12\n", { skip = 1 })
    :with_sources({ { name = "Kent", title = "A" }, { name = "Essex", title = "B" } }, "force")
    :with_fields { force = { title = "Police force" } }
  local renamed = s:rename("area = force", "n = people")
  check.equal(renamed.preamble, { "# note" })
  check.equal(renamed:schema()[1].title, "Police force")
  check.equal(renamed:sources(), { { name = "Kent", title = "A" } })
  check.equal(renamed:about().source_column, "area")
  check.equal(s:about().source_column, "force")
end)

check.test("about() is handed on and given out by name", function()
  local s = t:with_about("suppressed", { cells = 2 })
  check.equal(s:head(1):about().suppressed, { cells = 2 })
  check.equal(t:about().suppressed, nil)
  check.equal(problem(t.with_about, t, "suppressed", 3), "suppressed: a table was expected, got number")
end)

check.test("what is written reads back equal, markers included", function()
  check.equal(lab.parse_csv(t:to_csv(), { markers = "gss" }):equals(t), true)
  check.equal(t:to_csv { markers = false, missing = "NA" },
    "year,force,people\n2021,Kent,12\n2022,NA,7\n2023,Kent,NA\n")
end)

check.test("a closed table says so", function()
  local s = t:head(1)
  s:close()
  check.equal(problem(function() return #s end), "argument 1: this table was closed")
end)

check.test("a column is not reckoned with", function()
  check.equal(problem(function() return t.people + 1 end):match("^[^:]*"),
    "a column of a table is not reckoned or compared with")
end)

local function titles(t)
  local list = {}
  for i, source in ipairs(t:sources()) do list[i] = source.title end
  return list
end

check.test("with a column that names sources a table has those of its rows", function()
  local sources = { { name = "a", title = "A" }, { name = "b", title = "B" }, { name = "c", title = "C" } }
  local t = lab.table { columns = { "n", "source" },
    { 1, "a" }, { 2, "b" }, { 3, nil }, { 4, "a" } }:with_sources(sources, "source")
  check.equal(titles(t), { "A", "B" })
  check.equal(titles(t:slice(2, 3)), { "B" })
  check.equal(titles(t:slice(3, 3)), {})
  check.equal(titles(t:head(1):append(t:slice(2, 2))), { "A", "B" })
  check.raises('no column "sauce"; did you mean "source"%?', function() t:with_sources(sources, "sauce") end)
end)

check.test("without the column a table knows the sources of its rows all the same", function()
  local sources = { { name = "a", title = "A" }, { name = "b", title = "B" } }
  local t = lab.table { columns = { "n", "source" }, { 1, "a" }, { 2, "b" } }:with_sources(sources, "source")
  check.equal(titles(t:head(1):select("n")), { "A" })
  check.equal(titles(t:tail(1):drop("source")), { "B" })
  check.equal(titles(t:tail(1):drop("source"):head(0)), {})
  check.equal(titles(t:tail(1):rename("id = source")), { "B" })
  check.equal(titles(t:head(1):with_fields({ n = { unit = "people" } }):rename("id = source")), { "A" })
end)

check.test("where cells name no source all sources stay", function()
  local sources = { { name = "a", title = "A" }, { name = "b", title = "B" }, { title = "no name" } }
  local t = lab.table { columns = { "n", "source" }, { 1, "a" }, { 2, "x" } }:with_sources(sources, "source")
  check.equal(titles(t), { "A", "B", "no name" })
  check.equal(titles(t:head(1)), { "A" })
end)

check.run()
