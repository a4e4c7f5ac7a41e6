-- What a column is, figure, key or remark: decided by what was declared and by what it holds, in one place for all.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local chart = require "lib.chart.chart"
local check = require "support.check"

local function table_of(name, ...)
  local list = { columns = { "force", name } }
  for i, value in ipairs { ... } do list[i] = { "force " .. i, value } end
  return lab.table(list)
end

local function role_of(name, ...) return table_of(name, ...):roles().role[2] end

local names_of_counts = {
  "last_year", "cases in year", "Year ending March 2023", "year_to_date", "Year", "this month", "age 18 or over", "Quarter 1", "day",
  "people", "month", "quarter", "Force code", "id", "week", "source", "note",
}

check.test("counts are figures whatever their column is called", function()
  for _, name in ipairs(names_of_counts) do check.equal(role_of(name, 131, 3, 3), "figure", name) end
end)

check.test("a sentence in a row that was left out makes no remark of the labels that stay", function()
  local sentence = ("a sentence that says more than whom a row counts "):rep(4)
  local t = lab.table { columns = { "force", "n" }, { "Kent", 1 }, { "Essex", 2 }, { sentence } }
  check.equal({ t:roles().role[1], t:head(2):roles().role[1] }, { "remark", "key" })
end)

check.test("whole numbers from 1800 to 2100 are years whatever their column is called", function()
  for _, name in ipairs { "time_period", "period", "yr", "FY", "year", "reported" } do
    check.equal(role_of(name, 2016, 2017, 2019), "key", name)
  end
  check.equal(role_of("year", 2016, 2101), "figure")
  check.equal(role_of("year", 1799, 2016), "figure")
  check.equal(role_of("Year to date", 1990, 2040), "figure")
end)

check.test("a single number that may be a year is one when the column is called so", function()
  check.equal({ role_of("year", 2010), role_of("time period", 2010, 2010), role_of("people", 2010) }, { "key", "key", "figure" })
end)

check.test("a name speaks where the values say the same", function()
  check.equal(role_of("month", 1, 12, 7), "key")
  check.equal(role_of("month", 1, 13), "figure")
  check.equal(role_of("cases in month", 1, 12, 7), "figure")
  check.equal(role_of("Force code", 1051, 1054, 1051), "key")
  check.equal(role_of("note", "as printed", nil, "revised"), "remark")
  check.equal(role_of("source of referral", "police", "council", "police"), "key")
  check.equal(role_of("anything", ("a sentence that says more than whom a row counts "):rep(4)), "remark")
end)

check.test("what was declared wins, and is handed on", function()
  local t = table_of("n", 2016, 2018):roles { n = "figure" }
  check.equal({ t:roles().role[2], t:roles().why[2] }, { "figure", "declared" })
  check.equal(t:filter("n > 2016"):mutate("m = 1"):roles().role[2], "figure")
  check.contains(tostring(t), "2,016")
  check.contains(tostring(table_of("n", 2016, 2018)), "2016")
end)

check.test("a wrong declaration is an error that names it", function()
  local t = table_of("n", 1)
  check.raises('roles: no column "m"; columns are force, n', t.roles, t, { m = "key" })
  check.raises('roles: n is "figure", "key", "basis" or "remark", not "measure"', t.roles, t, { n = "measure" })
  check.raises('roles: column "force" holds text; a figure is a number', t.roles, t, { force = "figure" })
end)

check.test("what is counted or added up is a figure, also when it looks like years", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", 1000 }, { "Kent", 990 }, { "Essex", 2010 } }
  local sums = t:group_by("force"):summarise("people = sum(n)", "latest = max(n)")
  check.equal({ sums:roles().role[2], sums:roles().role[3] }, { "figure", "figure" })
  check.equal(sums:select("force", "people"):roles().why[2], "declared")
  check.contains(tostring(sums), "1,990")
end)

check.test("a package declares roles: by role, by unit, by type year and by its keys", function()
  local folder = check.folder()
  lab.write_file(folder .. "/n.csv", "code,period,people,remark\n10,1990,1990,a\n7,2000,2000,a\n")
  local function package_with(fields)
    lab.write_file(folder .. "/datapackage.json", lab.json_encode { name = "p", resources = lab.json_list { { name = "n", path = "n.csv",
      schema = { fields = lab.json_list(fields), primaryKey = "code" } } } })
    return lab.package(folder).n
  end
  local t = package_with { { name = "code", type = "integer" }, { name = "period", type = "year" },
    { name = "people", type = "integer", unit = "people" }, { name = "remark", role = "remark" } }
  local roles = t:roles()
  check.equal({ roles.role[1], roles.role[2], roles.role[3], roles.role[4] }, { "key", "key", "figure", "remark" })
  check.raises('"role" is "figure", "key", "basis" or "remark", not "measure"', package_with, { { name = "code", role = "measure" },
    { name = "period" }, { name = "people" }, { name = "remark" } })
  check.raises("a field of type string is no figure", package_with, { { name = "code", role = "figure" }, { name = "period" },
    { name = "people" }, { name = "remark" } })
end)

local three = lab.table { columns = { "force", "referrals", "last_year" }, { "Kent", 120, 131 }, { "Essex", 43, 3 }, { "Surrey", 204, 199 } }

check.test("a column called last_year is held back, added up and rounded like any other figure", function()
  check.equal(three:suppress { below = 5 }:col("last_year"):marker(2), "[c]")
  local totals = three:totals("force")
  check.equal({ #totals, totals.referrals[4], totals.last_year[4] }, { 4, 367, 333 })
  check.equal(three:round { base = 5 }.last_year[2], 5)
  local parsed = lab.parse_csv("force,referrals,last_year\nKent,120,131\nEssex,43,3\nTotal,163,134\n")
  check.equal(#parsed:drop_totals(), 2)
end)

check.test("verbs say what they took for figures and keys unless they were told", function()
  check.contains(table.concat(three:suppress { below = 5 }:notes(), "\n"), 'suppress took as figures: "referrals", "last_year"; as keys: "force".')
  check.contains(table.concat(three:round { base = 5 }:notes(), "\n"), 'round took as figures: "referrals", "last_year".')
  check.equal(table.concat(three:round({ "last_year", base = 5 }):notes(), "\n"):find("took", 1, true), nil)
end)

-- How a chart takes the column, and whether its model has a hole.
local function axis_of(t, name, kind)
  local block = chart.block({ table = t, mark = "line", x = { field = name, type = kind }, y = "n", title = "T" }, "test")
  return block.encoding.x.type, chart.model(block).axis.labels
end

local function codes(...)
  local list = { columns = { "at", "n" } }
  for i, value in ipairs { ... } do list[i] = { value, 10 + i } end
  return lab.table(list)
end

check.test("a chart takes whole years for periods whatever they are called, and texts of four digits for names", function()
  for _, name in ipairs { "time_period", "period", "yr", "FY" } do
    check.equal({ axis_of(codes(2016, 2017, 2019):rename { at = name }, name) }, { "temporal", { "2016", "2017", "2018", "2019" } }, name)
  end
  check.equal({ axis_of(codes("1051", "1054", "1066"), "at") }, { "nominal", { "1051", "1054", "1066" } })
  check.equal({ axis_of(codes("2016", "2017", "2019"), "at") }, { "nominal", { "2016", "2017", "2019" } })
  check.equal({ axis_of(codes("2019 Q1", "2019 Q3"), "at") }, { "temporal", { "Jan to Mar 2019", "Apr to Jun 2019", "Jul to Sep 2019" } })
end)

check.test("texts of four digits are years where they may be and the column is called so, as after unpivot", function()
  local wide = lab.table { columns = { "force", "2019", "2020", "2022" }, { "Kent", 1, 2, 3 } }
  local long = wide:unpivot { columns = { "2019", "2020", "2022" }, names = "year", values = "n" }
  check.equal({ axis_of(long, "year") }, { "temporal", { "2019", "2020", "2021", "2022" } })
  check.equal({ axis_of(long:rename { year = "code" }, "code") }, { "nominal", { "2019", "2020", "2022" } })
  check.equal({ axis_of(codes("1051", "1054"):rename { at = "year" }, "year") }, { "nominal", { "1051", "1054" } })
end)

check.test("whole numbers that name something are categories of a chart, without separators", function()
  check.equal({ axis_of(codes(1051, 1054, 1066):rename { at = "force_code" }, "force_code") }, { "nominal", { "1051", "1054", "1066" } })
  check.equal({ axis_of(codes(1051, 7, 1066), "at") }, { "quantitative", { "7", "1,051", "1,066" } })
  check.equal({ axis_of(codes(1051, 7, 1066):roles { at = "key" }, "at") }, { "nominal", { "1051", "7", "1066" } })
  check.equal({ axis_of(codes(16, 17, 19):rename { at = "age" }, "age") }, { "quantitative", { "16", "17", "19" } })
end)

check.test("what was declared decides what a chart draws, and the type of its channel over all", function()
  check.equal({ axis_of(codes(2016, 2017, 2019):roles { at = "figure" }, "at") }, { "quantitative", { "2,016", "2,017", "2,019" } })
  check.equal({ axis_of(codes(2016, 2019):roles { at = "key" }, "at") }, { "temporal", { "2016", "2017", "2018", "2019" } })
  check.equal({ axis_of(codes(2016, 2019), "at", "ordinal") }, { "ordinal", { "2016", "2019" } })
  check.equal({ axis_of(codes("2016", "2018"), "at", "temporal") }, { "temporal", { "2016", "2017", "2018" } })
  check.equal({ axis_of(codes(2016, 2019):roles { at = "figure" }, "at", "temporal") }, { "temporal", { "2016", "2017", "2018", "2019" } })
end)

check.test("a plot is of the last figure along the first key, whatever they are called", function()
  local t = lab.table { columns = { "last_year", "time_period", "note", "year" }, { 131, 2022, nil, 7 }, { 3, 2023, "p", 5 } }
  check.equal(tostring(t:plot()), tostring(t:plot { x = "time_period", y = "year" }))
end)

check.run()
