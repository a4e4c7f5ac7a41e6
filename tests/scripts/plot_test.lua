package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local t = lab.table { columns = { "year", "force", "people", "rate" },
  { 2022, "Kent", 12, 1.5 }, { 2023, "Kent", 24, 3.0 } }

check.test("the columns to draw are guessed, and can be said", function()
  check.equal(tostring(t:select("year", "people"):plot()), tostring(t:plot { x = "year", y = "people" }))
  check.equal(tostring(t:plot { y = "people" }), tostring(t:plot { mark = "bar", x = "year", y = "people" }))
  local drawn = tostring(t:plot { x = "year", y = "people" })
  check.equal({ drawn:find("2022 ", 1, true) ~= nil, drawn:find(" 24$") ~= nil }, { true, true })
end)

check.test("a title stands above the chart when there is one", function()
  check.equal(tostring(t:plot { x = "year", y = "people", title = "More" }):match("^[^\n]*"), "More")
end)

check.test("a word that plot does not take, and columns that it cannot guess, are told", function()
  local function problem(...) return (select(2, lab.try(t.plot, ...)):match("^[^\n]*")) end
  check.equal(problem(t, { colour = "force" }):match('^plot: unknown word "colour"; did you mean "color"'), 'plot: unknown word "colour"; did you mean "color"')
  check.equal(problem(t:select("force")):match("^plot: which columns to draw is not plain"), "plot: which columns to draw is not plain")
  check.equal(problem(t, { x = "yeer", y = "people" }):find("yeer", 1, true) ~= nil, true)
end)

check.run()
