package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local complete = require "lib.prompt.complete"

rawset(_G, "t", lab.table { columns = { "year", "people", "Age group" }, { 2022, 12, "adult" } })
rawset(_G, "forces", { kent = t, list = { 1, 2 } })
local scanned = check.folder() .. "/t.csv"
lab.write_file(scanned, "year,people\n2022,12\n")
rawset(_G, "s", lab.scan_csv(scanned))

local terminal = { list = function(folder)
  return folder == "data/" and { "nrm.csv", "package.json", ".hidden" } or { "data/", "report.lua" }
end }

-- What may stand where "|" is, as text with what is replaced: "fil" -> "filter(".
local function candidates(entry)
  local at = entry:find("|", 1, true)
  local text = entry:gsub("|", "")
  local from, list = complete.at(terminal, text, at)
  return text:sub(from, at - 1), list
end

local function offers(entry, typed, expected)
  local replaced, list = candidates(entry)
  check.equal({ replaced, list }, { typed, expected })
end

local function has(entry, name)
  local _, list = candidates(entry)
  for _, one in ipairs(list) do
    if one == name then return end
  end
  error(("%s is not offered %s"):format(entry, name), 2)
end

check.test("globals, keywords, fields and methods", function()
  offers("forc|", "forc", { "forces" })
  has("retu|", "return")
  offers("forces.ke|", "ke", { "kent" })
  offers("lab.scan|", "scan", { "scan_csv(" })
  offers("t:filt|", "filt", { "filter(" })
  offers("forces.kent:glim|", "glim", { "glimpse(" })
  offers("t.people:media|", "media", { "median(" })
  offers("('x'):upp|", "upp", {})
end)

check.test("columns after a dot, in quotes and in expressions", function()
  offers("t.pe|", "pe", { "people" })
  offers('t["Age|', "Age", { "Age group" })
  offers('t:select("ye|', "ye", { "year" })
  offers("t:filter('peop|", "peop", { "people" })
  offers("t:filter('people > 3 and yea|", "yea", { "year", "year(", "year_ending(" })
  offers("t:filter('`Age|", "Age", { "Age group`" })
  offers("t:sort('-peo|", "peo", { "people" })
  offers("t:mutate('total = people'):filter('tot|", "tot", { "total" })
  offers("t:filter(col.ye|", "ye", { "year" })
end)

check.test("functions of the language in expressions", function()
  offers("t:summarise('n = medi|", "medi", { "median(" })
  offers("t:mutate('r = roun|", "roun", { "round(" })
  offers("t:filter('is_miss|", "is_miss", {})
end)

check.test("a pipeline is completed like a table, and is not run by it", function()
  offers("s:filt|", "filt", { "filter(" })
  offers("s:filter('peo|", "peo", { "people" })
  offers("s.peo|", "peo", { "people" })
  check.equal(rawget(s, "result"), nil)
end)

check.test("options, paths, commands and help", function()
  offers('lab.read_csv("x.csv", { deli|', "deli", { "delim = " })
  offers('t:pivot({ nam|', "nam", { "names = " })
  offers('lab.read_csv("data/n|', "data/n", { "data/nrm.csv" })
  offers('lab.read_csv("rep|', "rep", { "report.lua" })
  offers(".tim|", "tim", { "timer " })
  offers(".timer o|", "o", { "off", "on" })
  offers("?table:glim|", "table:glim", { "table:glimpse" })
end)

check.test("after what is no Lua, completion goes on", function()
  offers("1 +* 2 t:filt|", "filt", { "filter(" })
  offers("'open string t:fi|", "open string t:fi", {})
end)

check.test("sheets, tables and titles of a workbook", function()
  rawset(_G, "wb", lab.workbook("tests/workbooks/ukhsa_Accessible_workbook_example.ods"))
  offers('wb:read{ sheet = "Table_2|', "Table_2", { "Table_2_Example_by_region" })
  offers('lab.read_sheet("tests/workbooks/ukhsa_Accessible_workbook_example.ods", { table = "table_2a|', "table_2a", { "Table_2a_London_example" })
  offers('wb:read{ title = "Table 2b|', "Table 2b", { "Table 2b: title of second table needed here as there are two separate tables" })
  offers('lab.read_sheet("no such.ods", { sheet = "rep|', "rep", { "report.lua" })
  has("wb:sug|", "suggest(")
  has('lab.read_sheet("x.ods", { stub|', "stub_name = ")
  rawset(_G, "wb", nil)
end)

check.run()
