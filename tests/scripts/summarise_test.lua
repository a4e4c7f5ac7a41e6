-- t:group_by: the grouping of the next verb.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.parse_csv [[
force,year,people,age
Kent,2019,4,15
Essex,2018,7,30
,2018,2,
Kent,2018,1,17
Essex,2018,9,22
]]

check.test("grouping tells the names; a later group_by takes the place of the earlier", function()
  local grouped = t:group_by("year", "force")
  check.equal(grouped:grouping(), { "year", "force" })
  check.equal(t:group_by { "year", "force" }:grouping(), { "year", "force" })
  check.equal(t:grouping(), nil)
  check.equal(grouped:group_by():grouping(), nil)
  check.equal(grouped:group_by("year"):grouping(), { "year" })
  check.equal(grouped:to_list(), t:to_list())
end)

check.test("unknown names have suggestions", function()
  check.raises('no column "forse"; did you mean "force"', function() t:group_by("forse") end)
  check.raises('group_by: unknown option "completed"; did you mean "complete"', function() t:group_by("force", { completed = true }) end)
  check.raises('group_by: "force" is named twice', function() t:group_by("force", "force") end)
end)

check.test("what is known of the table is handed on", function()
  check.equal(t:with_sources { { title = "A bulletin" } }:group_by("force"):sources()[1].title, "A bulletin")
end)

check.run()
