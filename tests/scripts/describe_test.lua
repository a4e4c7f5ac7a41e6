-- A first look at a table: lab.describe(t) and what t:glimpse() prints.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local describe = require "lib.verbs.describe"

local t = lab.parse_csv("year,force,rate,sure,day\n2021,Kent,1.5,true,2021-03-31\n2022,Essex,,false,2022-03-31\n2023,Kent,2.5,true,\n",
  { types = { sure = "boolean" } })

check.test("one row describes a column", function()
  check.equal(lab.describe(t):to_list(), {
    { column = "year", type = "integer", missing = 0, distinct = 3, min = "2021", max = "2023",
      first = "2021, 2022, 2023" },
    { column = "force", type = "text", missing = 0, distinct = 2, first = "Kent, Essex, Kent" },
    { column = "rate", type = "number", missing = 1, distinct = 2, min = "1.5", median = 2.0, mean = 2.0, max = "2.5",
      first = "1.5, ·, 2.5" },
    { column = "sure", type = "boolean", missing = 0, distinct = 2, first = "true, false, true" },
    { column = "day", type = "date", missing = 1, distinct = 2, min = "2021-03-31", max = "2022-03-31",
      first = "2021-03-31, 2022-03-31, ·" },
  })
  check.equal(lab.describe(t):column_names(), { "column", "type", "missing", "distinct", "min", "median", "mean", "max",
    "first" })
end)

check.test("years and codes have no mean and no median, figures and ages have", function()
  local of = lab.parse_csv("period,age,area_code,last_year,level\n2021,16,101,2010,1\n2023,17,102,131,2\n")
  check.equal(lab.describe(of).mean:to_list(), { nil, 16.5, nil, 1070.5, 1.5, n = 5 })
  check.equal(lab.describe(of:roles { level = "key" }).median:to_list(), { nil, 16.5, nil, 1070.5, n = 5 })
end)

check.test("a table without rows is described, and so is one with reasons", function()
  check.equal(lab.describe(lab.parse_csv("a\n")):to_list(), { { column = "a", type = "text", missing = 0, distinct = 0,
    first = "" } })
  local marked = lab.parse_csv("n\n[c]\n12 [p]\n3\n4\n5\n6\n", { markers = "gss" })
  check.equal(lab.describe(marked).first[1], "[c], 12 [p], 3, 4, 5, ...")
end)

check.test("only a table can be described", function()
  check.raises("describe: a table was expected, not nil", lab.describe)
  check.raises("describe: a table was expected, not a table of Lua", lab.describe, {})
end)

check.test("a glimpse shows each column on a line that fits", function()
  check.equal(describe.glimpse(t, 60), [[
3 rows, 5 columns
  year   integer  2021, 2022, 2023
  force  text     Kent, Essex, Kent
  rate   number   1.5, ·, 2.5
  sure   boolean  true, false, true
  day    date     2021-03-31, 2022-03-31, ·]])
  check.equal(describe.glimpse(t, 40), [[
3 rows, 5 columns
  year   integer  2021, 2022, 2023
  force  text     Kent, Essex, Kent
  rate   number   1.5, ·, 2.5
  sure   boolean  true, false, true
  day    date     2021-03-31, ...]])
end)

check.test("a glimpse cuts what is longer than the line", function()
  local long = lab.parse_csv("a_column_with_a_very_long_name\n" .. ("x"):rep(60) .. "\n")
  check.equal(describe.glimpse(long, 40), "1 row, 1 column\n  a_column_w...  text  " .. ("x"):rep(14) .. "...")
end)

check.test("both are methods of a table", function()
  check.equal(t:describe():to_list(), lab.describe(t):to_list())
  local printed, own = {}, print
  print = function(text) printed[#printed + 1] = text end
  local ok, problem = pcall(function() t:glimpse { width = 60 } end)
  print = own
  check.equal({ ok, problem }, { true })
  check.equal(printed, { describe.glimpse(t, 60) })
  check.raises("glimpse: width is a whole number of at least 20", function() t:glimpse { width = 4 } end)
  check.raises('glimpse: unknown option "wdth"; did you mean "width"%?', function() t:glimpse { wdth = 60 } end)
end)

check.run()
