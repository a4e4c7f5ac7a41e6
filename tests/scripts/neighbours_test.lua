-- Windows look at the row beside; where that is not the period before, a word is said.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"

-- What is said on standard error while f runs.
local function said(f)
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  local fine, message = pcall(f)
  notice.say = say
  if not fine then error(message, 0) end
  return lines
end

local function table_of(...) return lab.table { columns = { "force", "year", "n" }, ... } end

check.test("a period that is left out is named, with the verb that knows periods", function()
  local t = table_of({ "Kent", 2014, 1 }, { "Kent", 2016, 2 })
  check.equal(said(function() t:mutate("change = pct_change(n)") end), {
    'mutate: pct_change() looks at the row beside, and "year" leaves periods out or changes its order: rows 1 and 2 are of 2014 and 2016; '
      .. 't:change{ of = ..., over = "year", by = ... } goes by the calendar' })
end)

check.test("a period that stands in two rows is named, also inside a larger expression", function()
  local t = table_of({ "Kent", 2014, 1 }, { "Essex", 2014, 2 })
  local lines = said(function() t:mutate("more = n - lag(n) > 3") end)
  check.equal(#lines, 1)
  check.contains(lines[1], 'lag() looks at the row beside, and "year" repeats: rows 1 and 2 are of 2014 and 2014; t:lag{')
  check.contains(said(function() t:mutate { { "mean", col.n:roll_mean(2) } } end)[1], "t:roll{")
end)

check.test("a change in a table that goes back in time is against the year after, which is said", function()
  local t = table_of({ "Kent", 2015, 3 }, { "Kent", 2014, 1 })
  check.equal(said(function() t:mutate("after = lag(n)", "change = pct_change(n)") end), {
    'mutate: pct_change() looks at the row beside, and "year" goes back in time: rows 1 and 2 are of 2015 and 2014; '
      .. 't:change{ of = ..., over = "year", by = ... } goes by the calendar' })
  check.equal(#said(function() t:sort("year"):mutate("change = pct_change(n)") end), 0)
end)

check.test("periods that are texts have neighbours too, and texts of four digits have none", function()
  local t = lab.table { columns = { "quarter", "n" }, { "2019 Q1", 1 }, { "2019 Q3", 2 } }
  check.contains(said(function() t:mutate("b = lag(n)") end)[1], "rows 1 and 2 are of 2019 Q1 and 2019 Q3")
  check.equal(said(function() lab.table { columns = { "code", "n" }, { "2016", 1 }, { "2019", 2 } }:mutate("b = lag(n)") end), {})
end)

check.test("rows that are neighbours in time, or of no time, need no word", function()
  local t = table_of({ "Kent", 2014, 1 }, { "Essex", 2014, 2 }, { "Kent", 2015, 3 }, { "Essex", 2015, 5 })
  local quiet = {}
  check.equal(said(function() t:group_by("force"):mutate("before = lag(n)") end), quiet)
  check.equal(said(function() t:sort("-year"):group_by("force"):mutate("after = lag(n)") end), quiet)
  check.equal(said(function() t:mutate("share = n / sum(n)", "place = rank(n)") end), quiet)
  check.equal(said(function() t:select("force", "n"):mutate("before = lag(n)") end), quiet)
  check.equal(said(function() lab.parse_csv("day,n\n2023-01-01,1\n2023-01-08,2\n2023-01-15,3\n"):mutate("b = lag(n)") end), quiet)
end)

check.test("a script that looks at the period of the row beside knows what it does", function()
  local t = table_of({ "Kent", 2014, 1 }, { "Kent", 2016, 2 })
  check.equal(said(function() t:mutate("before = lag(n)", "years = year - lag(year)") end), {})
end)

check.run()
