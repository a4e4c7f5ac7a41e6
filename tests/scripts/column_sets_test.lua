-- Columns chosen by what they are: lab.columns where verbs take names, and "over" in mutate and summarise.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.table { columns = { "force", "year", "n_2021", "n_2022", "note", "gone" }, types = { gone = "text" },
  { "Kent", 2021, 1, 2.5, "a" }, { "Kent", 2022, 3, 4 }, { "Essex", 2021, 5, "[c]" } }

local function problem(...)
  local done, message = lab.try(...)
  if done then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

local function names(made) return table.concat(made:column_names(), " ") end

check.test("a condition chooses by type, name, place and what is missing", function()
  check.equal(names(t:select(lab.columns "numeric")), "year n_2021 n_2022")
  check.equal(names(t:select(lab.columns "integer")), "year n_2021")
  check.equal(names(t:select(lab.columns "type == 'text' and not empty")), "force note")
  check.equal(names(t:select(lab.columns "starts_with(name, 'n_')")), "n_2021 n_2022")
  check.equal(names(t:select(lab.columns [[matches(name, '_\\d+$') or place == 1]])), "force n_2021 n_2022")
  check.equal(names(t:select(lab.columns "n_missing > 0")), "n_2022 note gone")
  check.equal(names(t:select(lab.columns "figure")), "n_2021 n_2022")
  check.equal(names(t:select(lab.columns("name in $some", { some = { "note", "year" } }))), "year note") -- in the order of the table
end)

check.test("a condition is an expression of any form", function()
  check.equal(names(t:select(lab.columns(col.name:starts_with "n_"))), "n_2021 n_2022")
  check.equal(names(t:select(lab.columns(function(c) return c.name:find "^n_" and c.numeric end))), "n_2021 n_2022")
end)

check.test("units and titles are properties, too", function()
  local described = t:with_fields { n_2021 = { unit = "persons" } }
  check.equal(names(described:select(lab.columns "unit == 'persons'")), "n_2021")
end)

check.test("sets stand beside names, each column once, and in lists", function()
  check.equal(names(t:select("note", lab.columns "text", "year")), "note force gone year")
  check.equal(names(t:select { "n_2022", lab.columns "numeric" }), "n_2022 year n_2021")
  check.equal(names(t:drop(lab.columns "numeric", "gone")), "force note")
end)

check.test("verbs that take names take sets", function()
  check.equal(#t:distinct(lab.columns "name == 'force'"), 2)
  check.equal(t:group_by(lab.columns "name in ('force', 'year')"):grouping(), { "force", "year" })
  check.equal(t:group_by({ { "late", "year > 2021" } }, lab.columns "name == 'force'"):grouping(), { "late", "force" })
  check.equal(#t:group_by(lab.columns "name in ('force', 'year')", { complete = true }):summarise("n = count()"), 4)
  check.equal(t:fill_down(lab.columns "name == 'note'").note:to_list(), { "a", "a", "a", n = 3 })
  check.equal(#t:complete(lab.columns "name in ('force', 'year')"), 4)
  check.equal(t:unpivot { columns = lab.columns "starts_with(name, 'n_')", names = "y", pattern = "_(.*)" }:slice(1, 2).y:to_list(), { "2021", "2022", n = 2 })
  check.equal(t:round(lab.columns "name == 'n_2022'").n_2022:to_list(), { 3.0, 4.0, n = 3 })
end)

check.test("a text alone is a name, whatever it looks like", function()
  check.contains(problem(t.select, t, "numeric"), 'no column "numeric"')
  local odd = lab.table { columns = { "numeric", "x" }, { 1, "a" } }
  check.equal(names(odd:select("numeric")), "numeric")
  check.equal(odd:summarise("sum(numeric)"):to_csv(), "sum(numeric)\n1\n")
end)

check.test("a set that holds no column is an error, but where columns are dropped", function()
  check.equal(problem(t.select, t, lab.columns "date"), "select: no column meets the condition date; there are force, year, n_2021, n_2022, note, gone")
  check.equal(names(t:drop(lab.columns "date")), names(t))
  check.contains(problem(t.unpivot, t, { columns = lab.columns "date" }), "unpivot: columns: no column meets the condition")
  check.contains(problem(t.select, t, lab.columns "numrc"), 'no column "numrc"; did you mean "numeric"?')
  check.contains(problem(lab.columns, 3), "a condition is a text")
end)

check.test("rename gives the columns of a set names by an expression or a function of them", function()
  check.equal(names(t:rename(lab.columns "starts_with(name, 'n_')", "replace(name, 'n_', 'in ')")), "force year in 2021 in 2022 note gone")
  check.equal(names(t:rename(lab.columns "numeric", function(c) return c.name .. "?" end)), "force year? n_2021? n_2022? note gone")
  check.contains(problem(t.rename, t, lab.columns "numeric"), "what the columns are to be called is missing")
  check.contains(problem(t.rename, t, lab.columns "numeric", "if_else(place > 2, missing, name)"), 'the new name of "n_2021" is missing')
end)

check.test("summarise takes an aggregate over columns, which keep their names or get them by a template", function()
  check.equal(t:group_by("force"):summarise("mean(*) over starts_with(name, 'n_')"):to_csv(), "force,n_2021,n_2022\nEssex,5.0,[c]\nKent,2.0,3.25\n")
  check.equal(t:summarise("*_most = max(*) over integer", "rows = count()"):to_csv(), "year_most,n_2021_most,rows\n2022,5,3\n")
  check.equal(names(t:summarise("`sum of *` = sum(*) over name == 'n_2021'")), "sum of n_2021")
  check.equal(t:summarise("least_* = min(*) + 0 * $x over name in $some", { some = { "year" }, x = 1 }):to_csv(), "least_year\n2021\n")
end)

check.test("a pair names the columns, too", function()
  check.equal(t:summarise { { "*, most = all", "max(*) over integer" }, { "rows", "count()" } }:column_names(), { "year, most = all", "n_2021, most = all", "rows" })
  check.equal(t:mutate { { "* in all", "sum(*) over name == 'n_2021'" } }["n_2021 in all"][1], 9)
end)

check.test("mutate changes columns in their places or adds others beside them", function()
  check.equal(t:mutate("round(*, 0) over number").n_2022:to_list(), { 3.0, 4.0, n = 3 })
  check.equal(names(t:mutate("*_share = share(*) over place == 3")), "force year n_2021 n_2022 note gone n_2021_share")
  check.equal(t:mutate("* * 2 over name == 'n_2021'").n_2021:to_list(), { 2, 6, 10, n = 3 })
end)

check.test("keys of a grouping are not among the columns", function()
  check.equal(names(t:group_by("year"):summarise("sum(*) over numeric")), "year n_2021 n_2022")
  check.equal(names(t:group_by("year"):mutate("sum(*) over integer")), "force year n_2021 n_2022 note gone")
  check.contains(problem(t.summarise, t:group_by("year"), "sum(*) over name == 'year'"), "no column that is no key of the grouping meets the condition")
end)

check.test("a column that is called over, or with a star, is still one", function()
  local odd = lab.table { columns = { "over", "n", "*" }, { 2, 3, 5 } }
  check.equal(odd:mutate("a = over * n", "b = `*` + over").a[1], 6)
  check.equal(odd:mutate("b = `*` + over").b[1], 7)
  check.equal(odd:mutate("*_x = * + `*` over name == 'n'").n_x[1], 8)
  check.contains(problem(odd.mutate, odd, "a = n over"), 'behind "over" stands which columns')
end)

check.test("what is wrong with such an expression is said", function()
  check.contains(problem(t.summarise, t, "m = mean(*) over numeric"), '3 columns would be called "m"')
  check.contains(problem(t.summarise, t, "sum(n_2021) over (partition by force)"), 't:group_by("k") before the verb')
  check.contains(problem(t.summarise, t, "mean(*) over"), 'should follow "over"')
  check.contains(problem(t.summarise, t, "mean(*)"), 'as in "mean(*) over numeric"')
  check.contains(problem(t.summarise, t, "mean(*) over text"), "mean(force)")
  check.contains(problem(t.filter, t, "* > 1 over numeric"), "a value should stand here")
  check.contains(problem(t.mutate, t, "* + 1 over numeric", { y = 1 }), 'the value "y" was handed in, but no expression uses $y')
  check.contains(problem(t.group_by, t, "k = * + 1 over numeric"), '"over" is for mutate and summarise')
end)

check.test("pipelines give what tables give, chunk by chunk where names alone decide", function()
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, t:drop("gone"):to_csv())
  local function same(f, chunked)
    local pipeline = lab.scan_csv(path, { markers = "gss" })
    local made = f(pipeline)
    check.equal(type(made) == "table", chunked)
    check.equal(made:collect():to_csv(), f(lab.read_csv(path, { markers = "gss" })):to_csv())
  end
  same(function(s) return s:select("force", lab.columns "starts_with(name, 'n_')") end, true)
  same(function(s) return s:select(lab.columns "numeric") end, false)
  same(function(s) return s:drop(lab.columns "place > 3") end, true)
  same(function(s) return s:rename(lab.columns "place > 3", "upper(name)") end, true)
  same(function(s) return s:rename(lab.columns "numeric", "upper(name)") end, false)
  same(function(s) return s:distinct(lab.columns "place == 1") end, true)
  same(function(s) return s:mutate("* * $x over name in $some", { x = 2, some = { "n_2021" } }) end, true)
  same(function(s) return s:mutate("* + 1 over name in $some", { some = { "n_2021" } }) end, true)
  same(function(s) return s:mutate { "round(*, 0) over number" } end, false)
  same(function(s) return s:mutate { { "* and more", "* + 1 over place == 3" } } end, true)
  same(function(s) return s:summarise { ["most *"] = "max(*) over numeric" } end, false)
  same(function(s) return s:group_by("force"):summarise("mean(*) over starts_with(name, 'n_')") end, true)
  same(function(s) return s:group_by("force"):summarise("*_mean = mean(*) over numeric", "rows = count()") end, false)
  same(function(s) return s:group_by { { "odd", "n_2021 % 2" } }:summarise("sum(*) over place < 4 and name ~= 'force'") end, true)
  same(function(s) return s:group_by(lab.columns "place < 3"):summarise("rows = count()") end, true)
  same(function(s) return s:unpivot { columns = lab.columns "starts_with(name, 'n_')" } end, false)
end)

check.run()
