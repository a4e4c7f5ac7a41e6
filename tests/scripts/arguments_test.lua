package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local arguments = require "lib.report.arguments"

local known = { { "year", "year", "" }, { "scale", "number", "" }, { "name", "text", "" }, { "draft", "switch", "" } }
local function parse(...) return arguments.parse({ ... }, "annual", known) end
local function problem(...) return (select(2, parse(...))) end

check.test("options come with a blank or an equals sign, in any order", function()
  check.equal(parse("--scale=2.5", "--year", "2022", "--draft", "--name", "Kent=1"),
    { scale = 2.5, year = 2022, draft = true, name = "Kent=1" })
  check.equal(parse(), {})
end)

check.test("what is wrong with them is said in a sentence", function()
  check.equal(problem("--yaer", "2022"),
    'unknown argument "--yaer"; did you mean "--year"? (annual takes --year, --scale, --name, --draft)')
  check.equal(problem("2022"), 'unknown argument "2022"; annual takes --year, --scale, --name, --draft')
  check.equal(problem("--year"), "--year needs a value")
  check.equal(problem("--year", "22"), '--year: "22" is not a year, as in 2023')
  check.equal(problem("--scale", "1.2.3"), '--scale: "1.2.3" is not a number')
  check.equal(problem("--year=2022", "--year=2023"), "--year is given twice")
  check.equal(problem("--draft=yes"), "--draft takes no value")
end)

check.run()
