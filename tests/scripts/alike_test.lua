-- Names that look alike and are not equal are named where a join or a group would take them for two.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local alike = require "lib.figures.alike"
local check = require "support.check"
local notice = require "lib.base.notice"

-- What is said on standard error while f runs, each line once.
local function said(f)
  local say, lines, seen = notice.say, {}, {}
  notice.say = function(text)
    if not seen[text] then lines[#lines + 1] = text end
    seen[text] = true
  end
  local fine, message = pcall(f)
  notice.say = say
  if not fine then error(message, 0) end
  return lines
end

local function of(...)
  local rows = { columns = { "force", "n" } }
  for i, force in ipairs { ... } do rows[i] = { force, i } end
  return lab.table(rows)
end

local beginning = 'column "force" has labels that look alike and are not equal: '

check.test("a join names keys that differ in blanks, letter case, signs or the way an accent is written", function()
  local cases = {
    { "Kent", "Kent\u{a0}", [["Kent" and "Kent\u{a0}" (blanks)]] },
    { "Essex", "Essex ", [["Essex" and "Essex " (blanks)]] },
    { "City of London", "City  of London", [["City  of London" and "City of London" (blanks)]] },
    { "KENT", "Kent", [["KENT" and "Kent" (letter case)]] },
    { "Caf\u{e9}", "Cafe\u{301}", [["Cafe\u{301}" and "Café" (blanks, letter case, hyphens, apostrophes or how an accent is written)]] },
    { "Dyfed-Powys", "Dyfed–Powys", [["Dyfed-Powys" and "Dyfed–Powys" (a hyphen or an apostrophe)]] },
    { "King's Lynn", "King’s Lynn", [["King's Lynn" and "King’s Lynn" (a hyphen or an apostrophe)]] },
  }
  for _, case in ipairs(cases) do
    for _, how in ipairs { "left", "inner", "right", "full", "anti", "semi" } do
      local joined
      local lines = said(function() joined = of(case[1], "Avon"):join(of(case[2], "Surrey"), { on = "force", how = how, expect = "m:m" }) end)
      check.equal(lines, { beginning .. case[3] .. ", so that they are different keys" }, case[3])
      check.equal(joined:notes(), { (lines[1]:gsub("^c", "C")) .. "." })
    end
    check.equal(#said(function() of(case[2]):join(of(case[1]), "force") end), 1)
  end
end)

check.test("a key of the right table without a partner is named where the join keeps its rows", function()
  local function lines(how) return #said(function() of("Kent"):join(of("Kent", "KENT"), { on = "force", how = how }) end) end
  check.equal({ lines("left"), lines("inner"), lines("semi"), lines("anti"), lines("right"), lines("full") }, { 0, 0, 0, 0, 1, 1 })
  check.equal(#said(function() of("Kent"):unmatched(of("Kent", "KENT"), "force") end), 1)
end)

check.test("a pipeline names what it would name as a table, whatever its chunks hold", function()
  local path = check.folder() .. "/t.csv"
  local rows = { "force,n" }
  for i = 1, 20000 do rows[#rows + 1] = (i < 10000 and "Kent," or i % 2 == 0 and "KENT," or "Essex ,") .. i end
  lab.write_file(path, table.concat(rows, "\n") .. "\n")
  local areas = lab.table { columns = { "force", "area" }, { "Kent", 1 }, { "KENT", 2 }, { "Essex", 3 } }
  local lines = said(function() lab.scan_csv(path):join(areas, "force"):group_by("area"):summarise("n = count()"):collect() end)
  check.equal(lines, { beginning .. '"Essex" and "Essex " (blanks), so that they are different keys' })
end)

check.test("keys that find their partner, or are of other names, need no word", function()
  local function quiet(a, b) check.equal(said(function() a:join(b, { on = "force", expect = "m:m" }) end), {}) end
  quiet(of("Kent", "Kent\u{a0}"), of("Kent", "Kent\u{a0}"))
  quiet(of("Kent", "Avon"), of("Essex", "Surrey"))
  quiet(of("Total (A)"), of("Total (B)"))
  quiet(of("Kent", "KENT"):filter("force == 'Kent'"), of("Kent")) -- a dictionary may hold labels that no row has
  quiet(of("", "Kent"), of(" ", "Kent"))
end)

check.test("one of several keys is enough, under whatever name each table has it", function()
  local a = lab.table { columns = { "year", "force" }, { 2020, "Kent" } }
  local b = lab.table { columns = { "year", "Police force" }, { 2020, "kent" } }
  local lines = said(function() a:join(b, { on = { year = "year", force = "Police force" } }) end)
  check.equal(lines, { 'column "Police force" or "force" has labels that look alike and are not equal: "Kent" and "kent" (letter case), '
    .. "so that they are different keys" })
end)

check.test("three pairs are named and the others counted", function()
  local lines = said(function() of("a", "b", "c", "d", "e"):join(of("A", "B", "C", "D", "E"), "force") end)
  check.contains(lines[1], '"C" and "c" (letter case) and 2 more, so that')
end)

check.test("unmatched names the pairs, marks at the end among the differences, and notes them", function()
  for _, mark in ipairs { " (R)", " [1]", " [note 3]", "*", "¹", " (2)", " [p][r]" } do
    local t
    local lines = said(function() t = of("Hampshire", "Kent"):unmatched(of("Hampshire" .. mark, "Kent"), "force") end)
    check.equal(lines, { beginning .. ('"Hampshire" and "Hampshire%s" (a mark at the end), so that they are different keys'):format(mark) })
    check.equal({ #t, #t:notes() }, { 2, 1 })
  end
end)

check.test("describe names labels of one column that look alike", function()
  check.equal(said(function() of("Kent", "Essex", "Kent ", "Essex"):describe() end), {
    beginning .. '"Kent" and "Kent " (blanks), so that they are different groups' })
  check.equal(said(function() of("Kent", "Essex", "Kent (R)"):describe() end), {
    beginning .. '"Kent" and "Kent (R)" (a mark at the end), so that they are different groups' })
  check.equal(said(function() of("Kent", "Essex", "Kent"):describe() end), {})
end)

check.test("a join over very many labels does not look at them", function()
  local a, b = { columns = { "force" } }, { columns = { "force" } }
  for i = 1, 6000 do a[i], b[i] = { "a" .. i }, { "A" .. i } end
  a, b = lab.table(a), lab.table(b)
  check.equal(said(function() a:join(b, "force") end), {})
  check.equal(#said(function() a:unmatched(b, "force") end), 1)
end)

check.test("the first of several that look alike stands for them, and each pair once", function()
  check.equal(#alike.within { "Kent", "Kent ", "KENT" }, 2)
  check.equal(#alike.between({ "Kent", "KENT" }, { "kent", "Kent " }, true), 3)
end)

check.run()
