-- published_test.lua - workbooks as offices publish them, each read in one call to the totals that it prints.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = "tests/workbooks/"
local function sheet(file, options) return lab.read_sheet(folder .. file, options) end

local function sum(t, column, condition, params)
  if condition then t = t:filter(condition, params) end
  return t:col(column):sum()
end

-- Cells of all columns from the first-th on, counted by marker.
local function count_markers(t, first, marker)
  local count, names = 0, t:column_names()
  for i = first, #names do
    local column = t:col(names[i])
    for row = 1, #t do count = count + (column:marker(row) == marker and 1 or 0) end
  end
  return count
end

local function near(got, expected) check.equal(("%.2f"):format(got), ("%.2f"):format(expected)) end

local use_2019 = "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods"
local use_2018 = "police-use-of-force-apr2017-mar2018-hosb3018-tables.ods"

check.test("marked tables of the Civil Service are read by their names, with the shorthand that their sheets explain", function()
  local t = sheet("civil-service-postcodes-2021.ods", { table = "Table1_Staff_in_post" })
  local total = t:col "Total number of civil servants"
  check.equal({ #t, #t:column_names(), total:sum(), #t - total:missing() }, { 5539, 11, 484960, 3789 })
  check.equal({ count_markers(t, 5, "[c]"), count_markers(t:select "Postcode", 1, "[c]") }, { 8376, 1563 })
  local leavers = sheet("civil-service-postcodes-2021.ods", { table = "table2_leavers" })
  total = leavers:col(leavers:column_names()[11])
  check.equal({ #leavers, count_markers(leavers, 5, "[c]"), total:sum(), #leavers - total:missing() }, { 2823, 6500, 25790, 1052 })
end)

check.test("the quarters of the National Referral Mechanism are one line, in either format", function()
  for _, format in ipairs { "ods", "xlsx" } do
    local t = sheet("nrm-layout-2020-2023." .. format, { sheet = "Table_1", names = { "year", "quarter" }, value_name = "people",
      where = "quarter ~= 'Total' and not (`Age group at exploitation` in ('Total, all ages', 'Children, share of total'))" })
    check.equal({ #t, sum(t, "people"), t.year:type(), t.people:type() }, { 48, 57207.0, "integer", "number" })
    local years = {}
    for i, year in ipairs { 2020, 2021, 2022, 2023 } do years[i] = sum(t, "people", "year == $y", { y = year }) end
    check.equal(years, { 10582.0, 12700.0, 16921.0, 17004.0 })
    local adult = t:filter("year == 2023 and contains(`Age group at exploitation`, 'Adult')")
    check.equal({ adult.people:marker(3), adult.people:marker(4), adult.quarter[4], adult.people:marker(1) }, { "[r]", "[p]", "Oct to Dec", nil })
  end
end)

check.test("tables beside each other have titles of their own, and a hidden row is left out", function()
  for _, format in ipairs { "ods", "xlsx" } do
    local adult = sheet("nrm-layout-2020-2023." .. format, { title = "Table 2a" })
    local other = sheet("nrm-layout-2020-2023." .. format, { sheet = "Table_2", nth = 2 })
    check.equal({ #adult, sum(adult, "Positive"), sum(adult, "Negative") }, { 16, 21288, 7032 })
    check.equal({ #other, sum(other, "Positive"), sum(other, "Negative") }, { 16, 2434, 814 })
    check.contains(table.concat(adult:notes(), "\n"), "1 hidden row was left out")
    local all = sheet("nrm-layout-2020-2023." .. format, { sheet = "Table_2", nth = 1, hidden = "read" })
    check.equal({ #all, sum(all, "Positive") }, { 17, 21288 + 999999 })
  end
end)

check.test("two marked tables on a sheet are read by name", function()
  local t = sheet("ukhsa_Accessible_workbook_example.ods", { table = "Table_2b_Edinburgh_example" })
  check.equal({ #t, t:col("Age group")[9], t:about().title }, { 9, "81 to 90", "Table 2b: title of second table needed here as there are two separate tables" })
  check.equal(lab.workbook(folder .. "ukhsa_Accessible_workbook_example.ods"):tables():select("range", "how"):to_list(),
    { { range = "A9:D18", how = "marked" }, { range = "A6:E15", how = "marked" }, { range = "A17:E26", how = "marked" } })
end)

check.test("tidy tables with a header in their first row", function()
  local rows, sums = {}, {}
  for i, name in ipairs { "Table_A", "Table_B", "Table_C" } do
    local t = sheet("costs-of-reoffending-supplementary-tables.ods", { sheet = name })
    rows[i] = #t
    if i > 1 then sums[#sums + 1] = ("%.2f"):format(t.total_cost:sum()) end
  end
  check.equal({ rows, sums }, { { 108, 216, 1917 }, { "18144915441.67", "31926755842.29" } })
  local t = sheet("costs-of-reoffending-supplementary-tables.ods", { sheet = "Table_C" }) -- its cover says what "-" means
  check.equal({ count_markers(t:select("prison_length_group"), 1, "[z]") > 0, #t:filter("prison_length_group == '-'") }, { true, 0 })
end)

check.test("a spanner over age groups is joined to them, and notes below end the table", function()
  local t = sheet(use_2019, { sheet = "Table_14" })
  check.equal({ #t, t:column_names()[1], t:column_names()[4] }, { 1540, "Police force", "Perceived age Under 11 years" })
  local tactics = t:filter("Tactic == '*Total Tactics'")
  check.equal({ #tactics, sum(tactics, "Number of times tactic reported", "`Police force` ~= 'Total England and Wales'"),
    sum(tactics, "Number of times tactic reported", "`Police force` == 'Total England and Wales'") }, { 44, 630793, 630793 })
  check.contains(t.footnotes[1], "Notes")
end)

check.test("regions, forces and the whole country of each year are equal", function()
  local t = sheet(use_2019, { sheet = "Table_13" })
  for year, total in pairs { ["2017/18"] = 16913, ["2018/19"] = 23451 } do
    local one = t:filter("`Financial year` == $y", { y = year })
    check.equal(sum(one, "Total", "`Police force` == '*Total England and Wales'"), total)
    check.equal(sum(one, "Total", "starts_with(`Police force`, '*Total') and Region ~= 'England and Wales'"), total)
    check.equal(sum(one, "Total", "not starts_with(`Police force`, '*Total')"), total)
  end
  local hampshire = t:filter("`Police force` == 'Hampshire' and `Financial year` == '2017/18'")
  check.equal({ #hampshire, hampshire.Total:marker(1), hampshire.Fired:marker(1) }, { 1, "[r]", "[r]" })
end)

check.test("figures of another measure within a header are left out, and said", function()
  local t = sheet(use_2019, { sheet = "Table_2" })
  local names = t:column_names()
  check.equal({ #t, #names, names[1], names[3], names[10], t:col(names[10])[1] }, { 35, 10, "Type of force", "Under 11 years", "Number of times tactic reported", 630793 })
  check.contains(table.concat(t:notes(), "\n"), "row 6, figures of another measure within the header, was left out")
end)

check.test("labels that are written once for a block are filled down, but not into the total", function()
  local t = sheet(use_2019, { sheet = "Table_10" })
  check.equal({ #t, sum(t, "Total incidents", "`Intentional assault` is not missing"), sum(t, "Total incidents", "`Intentional assault` is missing") },
    { 10, 427725, 427725 })
  check.equal(sum(t, "Minor", "`Officer injured as a result of incident` == 'Yes'"), 10581 + 9110 + 386)
  local bare = sheet(use_2019, { sheet = "Table_10", fill = false })
  check.equal(bare:col("Officer injured as a result of incident"):missing(), 6)
end)

check.test("the use of force a year before has the same layout", function()
  local t = sheet(use_2018, { sheet = "Table_13" })
  check.equal(#t > 40, true)
  local first = sheet(use_2018, { sheet = "Table_2" })
  check.equal({ first:column_names()[1], first:col(first:column_names()[2])[1] }, { "Type of force", "Total Restraint" })
end)

check.test("regions in bold become a column, and their figures are the sums of their forces", function()
  local t = sheet("police-workforce-sep19-tables.ods", { sheet = "Table_1", names = { false, "date" }, headings = "As at:", stub = "bold", stub_name = "region" })
  local last = t:filter("date == date('2019-09-30') and region is not missing")
  check.equal({ #last, last.region:n_distinct(), t.date:type() }, { 43, 10, "date" })
  near(last.value:sum(), 124783.97)
  near(sum(t, "value", "date == date('2019-09-30')"), 128149.03)
  check.contains(table.concat(t:notes(), "\n"), "50 of 50 figures of heads are the sums of the rows below them")
  check.equal(t:about().fields.value.unit, "full-time equivalents")
  check.equal(#last:filter("col_1 == 'West Midlands'"), 1)
end)

check.test("regions are found by arithmetic alone", function()
  local t = sheet("police-workforce-sep19-tables.ods", { sheet = "Table_1", stub = "sums", stub_name = "region" })
  local forces = t:filter("region is not missing")
  check.equal({ #forces, forces.region:n_distinct() }, { 43, 10 })
  near(forces:col("As at: 2019-09-30"):sum(), 124783.97)
end)

check.test("regions are found by the indent of their forces", function()
  local t = sheet("police-workforce-tabs-30sep15.ods", { sheet = "Table_1", stub = "indent", stub_name = "region" })
  check.equal({ #t:filter("region is not missing"), t.region:n_distinct() }, { 43, 10 })
end)

check.test("a later release says other figures for the same day", function()
  local options = { sheet = "Table_1", names = { false, "date" }, headings = "As at:", where = "date == date('2018-09-30')" }
  local old, new = sheet("police-workforce-sep18-tables.ods", options), sheet("police-workforce-sep19-tables.ods", options)
  local changed = {}
  for i = 1, #new do
    for j = 1, #old do
      if old.col_1[j] == new.col_1[i] and math.abs(old.value[j] - new.value[i]) > 0.005 and math.abs(old.value[j] - new.value[i]) < 100 then changed[new.col_1[i]] = true end
    end
  end
  check.equal(changed, { Northumbria = true, ["North East"] = true, ["Total 43 forces"] = true, Total = true })
end)

check.test("columns of R beside the figures are flags of those figures", function()
  local t = sheet("police-use-of-conducted-energy-devices-2016.ods", { sheet = "Table_3" })
  check.equal({ #t, #t:column_names(), count_markers(t, 2, "[r]"), sum(t, "Total", "`Police Force/Region` == 'England and Wales'") }, { 54, 14, 71, 10390 })
  check.equal({ t:col("Proportion of TASER ® X26 use"):type(), t:about().fields["Proportion of TASER ® X26 use"].unit }, { "number", "proportion" })
end)

check.test("tables below each other are found by their titles, and marks on figures and names are taken off", function()
  for title, total in pairs { ["Table 1.7"] = 395, ["Table 1.8"] = 447 } do
    local t = sheet("Time_series_tables_2018-19.ods", { title = title, names = { false, "year" }, where = "not starts_with(year, 'Total') and "
      .. "not starts_with(`Appropriate authority`, 'Total')" })
    check.equal({ #t // 15, t.value:sum() }, { 48, total })
    check.equal(lab.period(t.year[1]).text, "April 2004 to March 2005")
    check.equal(#t:filter("`Appropriate authority` == 'Home Office'"), 15)
  end
  local shootings = sheet("Time_series_tables_2018-19.ods", { sheet = "Shootings_By_Force" })
  check.equal(shootings:col("Financial year 04/05"):type(), "integer")
end)

check.test("a sheet is named with dots, commas and blanks", function()
  local t = sheet("2018internationaltradeinservicesdatatables.xlsx", { sheet = "9. Tidy format", markers = { [".."] = "c" } })
  check.equal({ #t, #t:column_names(), t:col("2018"):type() }, { 7689, 7, "integer" })
  check.equal(#lab.workbook(folder .. "2018internationaltradeinservicesdatatables.xlsx"):sheets(), 11)
  local long = sheet("2018internationaltradeinservicesdatatables.xlsx", { sheet = "2. NUTS1, industry, destination", names = { "industry", "partner" },
    markers = { [".."] = "c", ["n/a"] = "x" } })
  check.equal({ long:col("NUTS1 area")[46], long.industry[1], long.partner[2], long.value:type() }, { "North East", "Primary and utilities", "Rest of world", "integer" })
end)

check.test("ten rows of header become ten columns", function()
  local t = sheet("abs_consumer-price-index.xlsx", { sheet = "Data1",
    names = { "series", "unit", "series_type", "data_type", "frequency", "month", "start", "end", "observations", "id" } })
  check.equal({ #t, t.date:n_distinct(), t.date:max(), t.start:type(), t.observations:type(), t.id:n_distinct() }, { 282 * 27, 282, "2018-12-01", "date", "integer", 27 })
  check.equal(#t:filter("id == 'A2325806K' and value is not missing"), 282)
end)

check.test("sections of a table and the meaning of its signs come from its own words", function()
  local t = sheet("abs_environmental-economic-accounts.xlsx", { sheet = "Table 6.1", stub = "indent" })
  check.equal({ t.group[1], t:col("2003–04")[1], t:col("2003–04"):marker(2), t:col("2003–04"):marker(8), t:col("2003–04"):type() }, { "Energy Taxes", 13532.0, "[low]", "[x]", "number" })
  near(sum(t, "2003–04", "col_1 ~= 'Total'"), 19085.1)
  local industries = sheet("abs_environmental-economic-accounts.xlsx", { sheet = "Table 6.2" })
  near(sum(industries, "2015-16", "not (col_1 in ('All industries', 'Total'))"), 31503)
end)

check.test("months below a year, with leading dots and (r) and (p) behind them", function()
  local t = sheet("uscensus_newresconst.xlsx", { title = "Table 1b", stub = "sections", stub_name = "year", where = "year is not missing" })
  check.equal({ #t, t.Period[1], t.Period[12], t.year[1], t:col("United States Total"):marker(12), t:col("United States Total"):marker(13) },
    { 14, "March", "February", 2018, "[r]", "[p]" })
end)

check.test("a stub of indented fields is taken to its leaves, which add up to the whole", function()
  local t = sheet("nsf_phd_major_field.xlsx", { names = { "year", "measure" }, stub = "indent", markers = { ["*"] = "low" } })
  local one = t:filter("year == 2017 and measure == 'Number'")
  check.equal({ one.value:sum(), one.group[1], one.group_2[1] }, { 54664.0, "All fields", "Life sciences" })
end)

check.run()
