-- What verbs did to the figures of a table is said in the methods note of the report that shows it.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local people = lab.table { columns = { "force", "people" }, { "Essex", 40 }, { "Kent", 3 }, { "Surrey", 12 } }

local function methods_of(t)
  return lab.report { title = "A report", { table = t, title = "People by force" } }:document().methods
end

check.test("a report says what was held back, rounded and left out", function()
  check.equal(methods_of(people:suppress("people")).suppression,
    'In "people" 1 count from 1 to 4 is held back ([c]), and 1 other so that they cannot be worked out from totals.')
  check.contains(methods_of(people:round("people", { base = 5 })).rounding, '"people": rounded to the nearest 5')
  local note = methods_of(people:totals("force"):drop_totals())
  check.equal(#note.treatment, 3)
  check.equal(note.treatment[1], 'totals took as figures: "people"; as keys: none.')
  check.contains(note.treatment[2], "1 of 4 rows left out as totals of others")
  check.equal(note.treatment[3], 'drop_totals took as figures: "people"; as keys: "force".')
end)

check.test("a chart says it too, and what two blocks share is said once", function()
  local t = people:suppress("people")
  local r = lab.report { title = "A report", { table = t, title = "People by force" },
    { chart = "bar", table = t, title = "Essex leads", alt = "Essex has 40.", x = "force", y = "people" } }
  check.contains(r:render("text"), "1 count from 1 to 4 is held back")
  local _, count = r:document().methods.suppression:gsub("held back", "")
  check.equal(count, 1)
end)

check.test("the author's own words win, and untouched figures need none", function()
  local r = lab.report { title = "A report", suppression = "Ask us.", { table = people:suppress("people"), title = "People by force" } }
  check.equal(r:document().methods.suppression, "Ask us.")
  check.equal({ methods_of(people).suppression, methods_of(people).treatment }, { "No figure was held back.", {} })
end)

check.test("what was done goes along when rows are added", function()
  local t = people:suppress("people"):append(lab.table { columns = { "force", "people" }, { "Dorset", 9 } })
  check.equal(#t:notes(), 1)
  check.equal(people:suppress("people"):totals { "force", of = "people", by = {} }:notes(), people:suppress("people"):notes())
end)

check.test("json has it as a list", function()
  local t = people:totals("force"):drop_totals()
  local text = lab.report { title = "A report", { table = t, title = "People by force" } }:render("json")
  check.contains(lab.json_decode(text).methods.treatment[2], "1 of 4 rows left out as totals of others")
end)

check.test("a file that is no table has no rows to count", function()
  local blocks = require("lib.report.methods_note").blocks { rounding = "R.", suppression = "S.", inputs = {
    { path = "datapackage.json", sha256 = "ab", sources = {} }, { path = "a.csv", sha256 = "cd", rows = 3, sources = {} } } }
  local files = blocks[2]
  check.equal({ files.columns[2].shown, files.columns[3].shown }, { { "[z]", "3" }, { "[z]", "0" } })
end)

check.run()
