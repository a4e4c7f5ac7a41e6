-- t:suppress: what is held back, and that nobody can work it out.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local by_program = require "lib.verbs.disclosure.by_program"
local elimination = require "lib.verbs.disclosure.elimination"
local notice = require "lib.base.notice"
local workbooks = require "support.workbooks"

-- "40 [c] 12": cells of a column in one line.
local function shown(t, name)
  local cells = {}
  for row = 1, #t do cells[row] = tostring(t:col(name)[row] or t:col(name):marker(row)) end
  return table.concat(cells, " ")
end

local function column(...)
  local rows = { columns = { "people" } }
  for _, value in ipairs { ... } do rows[#rows + 1] = { value } end
  return lab.table(rows)
end

check.test("counts from 1 to 4 are held back, and the smallest other so that the total does not tell", function()
  local t = column(40, 3, 12, 0):suppress("people")
  check.equal(shown(t, "people"), "40 [c] [c] 0")
  check.equal(t:notes(), { 'In "people" 1 count from 1 to 4 is held back ([c]), and 1 other so that they cannot be worked out from totals.' })
end)

check.test("two small counts guard each other, if it may be seen that they are small", function()
  check.equal(shown(column(40, 3, 2, 0):suppress { "people", protect = "exact" }, "people"), "40 [c] [c] 0")
  check.equal(shown(column(40, 3, 2, 0):suppress("people"), "people"), "[c] [c] [c] 0", "3 + 2 are 5, and zeros are shown: both are below 5")
  check.equal(shown(column(40, 3, 4, 0):suppress("people"), "people"), "40 [c] [c] 0", "of 7 one may be 5 or 6")
end)

check.test("two ones are told by their sum, so that a third is held back", function()
  check.equal(shown(column(40, 1, 1, 50):suppress("people"), "people"), "[c] [c] [c] 50")
  check.equal(shown(column(40, 4, 4, 50):suppress("people"), "people"), "[c] [c] [c] 50", "so are two fours")
end)

check.test("a zero is kept, unless it is asked for", function()
  check.equal(shown(column(40, 0, 30):suppress("people"), "people"), "40 0 30")
  check.equal(shown(column(40, 0, 3, 30):suppress { "people", zeros = true, protect = "exact" }, "people"), "40 [c] [c] 30")
  check.equal(shown(column(40, 0, 3, 30):suppress { "people", zeros = true }, "people"), "40 [c] [c] [c]", "of 3 none can be 5")
  check.equal(shown(column(12, 3, 2, 40, 9):suppress { "people", zeros = true }, "people"), "12 [c] [c] 40 9", "of 5 one can, if the other may be 0")
end)

check.test("what nothing can protect is an error that names the cells", function()
  local t = lab.table { columns = { "force", "people" }, { "Kent", 3 }, { "Essex", 0 } }
  check.raises('1 small count would follow from sums whatever else is held back', t.suppress, t, "people")
  check.raises('row 1 %(Kent%): "people" is 3', t.suppress, t, "people")
  local _, message = lab.try(t.suppress, t, "people")
  check.equal(message:find("exact", 1, true), nil, "which would not help here")
  local small = column(3, 1)
  check.raises('protect = "exact"', small.suppress, small, "people")
  check.equal(shown(small:suppress { "people", protect = "exact" }, "people"), "[c] [c]", "as the error says")
end)

check.test("each group has a total of its own", function()
  local t = lab.table { columns = { "year", "people" }, { 2022, 3 }, { 2022, 9 }, { 2022, 20 }, { 2023, 30 }, { 2023, 6 }, { 2023, 1 } }
  check.equal(shown(t:suppress { "people", by = "year" }, "people"), "[c] [c] 20 30 [c] [c]")
  check.equal(shown(t:group_by("year"):suppress("people"), "people"), "[c] [c] 20 30 [c] [c]")
end)

check.test("a count that was held back before guards, and is not counted again", function()
  local t = column(40, "[c]", 3, 12):suppress("people")
  check.equal(shown(t, "people"), "40 [c] [c] 12")
  check.contains(t:notes()[1], "1 count from 1 to 4 is held back ([c]).")
end)

check.test("threshold, reason and secondary are the author's", function()
  check.equal(shown(column(40, 9, 12):suppress { "people", below = 10, reason = "[x]" }, "people"), "40 [x] [x]")
  local t = column(40, 3, 12):suppress { "people", secondary = false }
  check.equal(shown(t, "people"), "40 [c] 12")
  check.contains(t:notes()[1], "totals may give them away")
  check.raises("below is 2 or more", t.suppress, t, { "people", below = 1 })
  check.raises("counts are not below 0", t.suppress, column(-1), "people")
end)

check.test("nothing small, nothing done", function()
  local t = column(40, 5)
  check.equal(t:suppress("people"):equals(t), true)
  check.equal(t:suppress("people"):notes(), {})
end)

check.test("the only row of a group cannot be guarded, and is an error that names it", function()
  local t = lab.table { columns = { "year", "people" }, { 2022, 3 }, { 2023, 30 }, { 2023, 6 } }
  check.raises('row 1 %(2022%): "people" is 3', t.suppress, t, { "people", by = "year" })
  check.equal(shown(t:suppress { "people", by = "year", secondary = false }, "people"), "[c] 30 6")
end)

check.test("totals in the table are sums that are known, and are hidden last", function()
  local t = lab.table { columns = { "force", "people" }, { "Essex", 40 }, { "Kent", 3 }, { "Surrey", 12 }, { "Total", 55 } }
  check.equal(shown(t:suppress("people"), "people"), "40 [c] [c] 55")
  local lone = lab.table { columns = { "year", "force", "people" }, { 2022, "Kent", 3 }, { 2022, "Total", 3 }, { 2023, "Kent", 20 },
    { 2023, "Essex", 10 }, { 2023, "Total", 30 } }
  check.equal(shown(lone:suppress { "people", by = "year" }, "people"), "[c] [c] 20 10 30")
end)

-- Two ages in three forces with all totals. Kent's 2 children are small. Hiding one other cell in its row and column is
-- not enough if that makes lines with one hidden cell elsewhere: every row and every column ends with none or at least
-- two.
check.test("in a table with totals of rows and columns every line keeps its secret", function()
  local t = lab.table { columns = { "force", "age", "people" },
    { "Kent", "Adult", 30 }, { "Kent", "Child", 2 }, { "Kent", "Total", 32 },
    { "Essex", "Adult", 20 }, { "Essex", "Child", 8 }, { "Essex", "Total", 28 },
    { "Surrey", "Adult", 10 }, { "Surrey", "Child", 9 }, { "Surrey", "Total", 19 },
    { "Total", "Adult", 60 }, { "Total", "Child", 19 }, { "Total", "Total", 79 } }
  local s = t:suppress("people")
  check.equal(shown(s, "people"), "[c] [c] 32 20 8 28 [c] [c] 19 60 19 79", "10 and 9 are fewer people than 20 and 8")
end)

check.test("with across, the columns of a row add up to a total that is known", function()
  local t = lab.table { columns = { "adults", "children" }, { 30, 2 }, { 20, 8 }, { 10, 9 } }
  local apart = t:suppress()
  check.equal({ shown(apart, "adults"), shown(apart, "children") }, { "30 20 10", "[c] [c] 9" })
  local s = t:suppress { across = true }
  check.equal({ shown(s, "adults"), shown(s, "children") }, { "[c] 20 [c]", "[c] 8 [c]" })
end)

check.test("every cell that elimination can tell is told, also where each line has two", function()
  -- Rows {1,2} {3,4,5} {6,7}, columns {1,3} {2,4} {5,6}... cell 5 is a bridge between two rings: its line sums give it
  -- away.
  local hidden = { [1] = true, [2] = true, [3] = true, [4] = true, [5] = true }
  local lines = { { cells = { 1, 2 } }, { cells = { 3, 4, 5 } }, { cells = { 1, 3 } }, { cells = { 2, 4 } } }
  check.equal(elimination.exposed(lines, hidden), { 5 })
  check.equal(elimination.exposed({ { cells = { 1, 2, 9 } } }, { [1] = true }), { 1 })
  check.equal(elimination.exposed({ { cells = { 1, 2 }, total = 3 } }, { [1] = true, [3] = true }), {})
  check.equal(elimination.exposed({ { cells = { 1, 2 }, total = 3 } }, { [3] = true }), { 3 })
end)

-- Small counts form two rings, rows A B by columns 1 2 and rows C D by columns 3 4, and B3 joins them. Every row and column
-- hides two cells or more, yet the hidden sums of rows A and B less those of columns 1 and 2 are B3: a third ring must close.
check.test("a cell that several sums together give away gets a companion", function()
  local cells = {
    A = { 1, 3, 40, 40 },
    B = { 3, 1, 2, 40 },
    C = { 40, 40, 1, 3 },
    D = { 40, 40, 3, 1 },
  }
  local spec = { columns = { "row", "column", "n" } }
  for _, name in ipairs { "A", "B", "C", "D" } do
    for c = 1, 4 do spec[#spec + 1] = { name, "c" .. c, cells[name][c] } end
  end
  local s = lab.table(spec):totals("row", "column"):suppress("n")
  local hidden, lines, count = {}, {}, 0
  for i, row in ipairs(s:to_list()) do
    if row.row ~= "Total" and row.column ~= "Total" then
      hidden[i] = row.n == nil or nil
      count = count + (row.n == nil and 1 or 0)
      for _, key in ipairs { row.row, row.column } do
        lines[key] = lines[key] or { cells = {} }
        table.insert(lines[key].cells, i)
      end
    end
  end
  local list = {}
  for _, line in pairs(lines) do list[#list + 1] = line end
  check.equal(elimination.exposed(list, hidden), {})
  check.equal(count > 9, true, "more than the nine small counts are hidden")
end)

-- Kent's 3 children and Essex are small or guard them by themselves.
local function forces()
  return lab.parse_csv("force,Adult,Child\nKent,20,3\nEssex,11,30\nSurrey,25,16\n")
    :unpivot { columns = { "Adult", "Child" }, names = "age", values = "people" }:totals("force", "age")
end

check.test("rows that are to be kept are hidden last, and never when they are small", function()
  local t = forces()
  check.equal(shown(t:suppress("people"), "people"), "[c] [c] [c] [c] 25 16 56 49 41 23 41 105")
  local expected = "[c] [c] 11 30 [c] [c] 56 49 41 23 41 105"
  check.equal(shown(t:suppress { "people", keep = "force == 'Essex'" }, "people"), expected)
  check.equal(shown(t:suppress { "people", keep = lab.col.force:eq("Essex") }, "people"), expected)
  check.equal(shown(t:group_by("force"):group_by():suppress { "people", keep = { { force = "Essex", age = "Child" } } }, "people"), expected)
  check.equal(shown(column(40, 3, 12, 30):suppress { "people", keep = "people == 12" }, "people"), "40 [c] 12 [c]")
  check.raises('keep: row 2 %(Kent, Child%): "people" is 3, which is held back itself', t.suppress, t, { "people", keep = "force == 'Kent'" })
end)

check.test("a row that is to be kept is hidden before a small count is told, and the author hears of it", function()
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  local s = column(40, 3):suppress { "people", keep = "people == 40" }
  notice.say = say
  check.equal(shown(s, "people"), "[c] [c]")
  check.equal(lines, { 'suppress: row 1: "people" was to be kept, and is held back: nothing else protects a small count' })
  local totals = lab.table { columns = { "force", "people" }, { "Kent", 3 }, { "Essex", 12 }, { "Total", 15 } }
  check.equal(shown(totals:suppress { "people", keep = { { force = "Essex" } } }, "people"), "[c] 12 [c]", "a total goes before what is to be kept")
end)

check.test("keep says what it cannot take", function()
  local t = forces()
  check.raises('keep: no row is force = Kennt', t.suppress, t, { "people", keep = { { force = "Kennt" } } })
  check.raises("keep: no row is one where people > 1000", t.suppress, t, { "people", keep = "people > 1000" })
  check.raises('keep%[2%]: no column "ward"', t.suppress, t, { "people", keep = { { force = "Kent" }, { ward = "A" } } })
  check.raises("keep is a condition or a list of keys", t.suppress, t, { "people", keep = 3 })
  check.raises("keep is a condition or a list of keys", t.suppress, t, { "people", keep = { force = "Kent" } })
  check.raises("keep%[1%] is empty", t.suppress, t, { "people", keep = { {} } })
end)

check.test("what is spared is the number of cells, or with cost = value their sum", function()
  local spec = { columns = { "row", "column", "n" } }
  for i, n in ipairs { 3, 10, 500, 500, 10, 10, 10, 500, 10 } do spec[i] = { "r" .. (i - 1) // 3, "c" .. (i - 1) % 3, n } end
  local t = lab.table(spec):totals("row", "column")
  check.equal(shown(t:suppress("n"):head(9), "n"), "[c] 10 [c] 500 10 10 [c] 500 [c]", "3 cells, 520")
  check.equal(shown(t:suppress { "n", cost = "value" }:head(9), "n"), "[c] [c] 500 500 [c] [c] [c] 500 [c]", "5 cells, 50")
  check.raises('cost is one of "cells", "value"', t.suppress, t, { "n", cost = "people" })
end)

check.test("the log tells the author what was hidden and why", function()
  local log = forces():suppress("people"):log()
  check.equal(log:column_names(), { "force", "age", "row", "column", "figure", "kind", "why", "sums" })
  check.equal({ shown(log, "figure"), shown(log, "kind") }, { "20 3 11 30", "further small further further" })
  check.equal(shown(log, "why"), "guards small counts from 1 to 4 guards small counts guards small counts")
  check.equal(shown(log:head(2), "sums"), "Total, Adult; Kent, Total Total, Child; Kent, Total")
  local t = lab.table { columns = { "year", "n" }, { 2022, 3 }, { 2022, 9 }, { 2022, 20 } }
  check.equal(shown(t:suppress("n"):log(), "sums"), "the total of all rows the total of all rows")
  log = t:share { of = "n", by = "year" }:suppress("n"):log()
  check.equal(log.sums[1], "the total of all rows")
  check.equal(shown(log:filter("kind == 'made'"), "figure"), "9.375 28.125")
  check.equal(t:suppress { "n", by = "year" }:log().sums[1], "the total of 2022")
  check.equal(#column(40):suppress("people"):log(), 0)
  local parts = lab.table { columns = { "recorded", "referred" }, { 32, 30 }, { 60, 20 }, { 50, 31 } }
  check.equal(parts:suppress { part = "referred", whole = "recorded" }:log().why[1], 'leaves 2 of "recorded"')
  local keyed = lab.table { columns = { "force", "n" }, { "A", 3 }, { "B", 8 }, { "C", 30 } }
  local again = keyed:suppress { "n", previous = keyed:suppress("n") }
  check.equal(shown(again:log(), "why"), "from 1 to 4 held back in an earlier release")
end)

check.test("the log is written with no table and goes with none that is made later", function()
  local folder = check.folder()
  local secrets = { "3517", "3,517", "8123", "8,123" }
  local t = lab.table { columns = { "force", "people" }, { "A", 3517 }, { "B", 8123 }, { "C", 90000 } }
  local s = t:suppress { "people", below = 5000 }
  check.equal(shown(s:log(), "figure"), "3517 8123")
  local function holds(value, seen)
    if type(value) ~= "table" then
      for _, secret in ipairs(secrets) do
        if tostring(value):find(secret, 1, true) then return true end
      end
      return false
    end
    if seen[value] then return false end
    seen[value] = true
    for key, one in next, value do
      if holds(key, seen) or holds(one, seen) then return true end
    end
    return false
  end
  check.equal(holds({ "of 3517" }, {}), true, "it would be found")
  check.equal(holds(s:about(), {}), false, "what the table knows of itself goes along with it")
  s:write_csv(folder .. "/s.csv")
  check.equal(holds(lab.read_file(folder .. "/s.csv"), {}), false)
  s:write_ods(folder .. "/s.ods")
  local parts = workbooks.parts(folder .. "/s.ods")
  check.equal({ #parts > 1, holds(parts, {}) }, { true, false })
  local r = lab.report { title = "People" }
  r:table(s, { title = "People by force" })
  for _, format in ipairs { "html", "json", "markdown", "text", "csv" } do check.equal(holds(r:render(format), {}), false, format) end
  for _, made in ipairs { t, s:head(3), s:sort("force"), s:rename("n = people") } do
    check.raises("only the table that suppress gave has a log", made.log, made)
  end
end)

check.test("[z] adds nothing and a blank is perhaps known: neither guards", function()
  local z = lab.parse_csv("force,people\nA,[z]\nB,3\nC,40\nTotal,43\n", { markers = "gss" })
  check.equal(shown(z:suppress("people"), "people"), "[z] [c] [c] 43")
  local blank = lab.parse_csv("force,people\nA,\nB,3\nC,40\nTotal,50\n")
  check.equal(shown(blank:suppress("people"), "people"), "nil [c] [c] 50")
end)

check.test("a count held back before guards only where it cannot be worked out itself", function()
  -- Essex of 2021 is 60 less 40 and hides nothing beside Kent's 3, unless that of 2022 is hidden with it.
  local t = lab.parse_csv("force,year,people\nKent,2021,3\nEssex,2021,[c]\nSurrey,2021,30\nTotal,2021,53\n"
    .. "Kent,2022,40\nEssex,2022,40\nSurrey,2022,20\nTotal,2022,100\nKent,Total,43\nEssex,Total,60\nSurrey,Total,50\nTotal,Total,153\n",
    { markers = "gss" })
  local s = t:suppress("people")
  check.equal(shown(s, "people"), "[c] [c] 30 53 [c] [c] 20 100 43 60 50 153")
end)

check.test("what was worked out from a count is held back with it, and the rest keeps its whole", function()
  local t = lab.table { columns = { "force", "n" }, { "A", 2 }, { "B", 30 }, { "C", 40 }, { "D", 28 } }
  local s = t:share { of = "n", interval = "wilson" }:suppress("n")
  check.equal(shown(s, "n"), "[c] 30 40 [c]")
  check.equal(shown(s, "share"), "[c] 30.0 40.0 [c]")
  for _, name in ipairs { "share_lower", "share_upper" } do
    check.equal({ s:col(name):marker(1), s:col(name):marker(4), s:col(name):missing() }, { "[c]", "[c]", 2 }, name)
  end
  check.equal(shown(s, "share_total"), "100 100 100 100")
  check.contains(s:notes()[2], "6 figures are held back ([c]) with the counts that they were worked out from")
  local r = t:mutate("people = n * 1000"):rate { of = "n", per = "people" }:suppress("n")
  check.equal(shown(r, "rate"), "[c] 100.0 100.0 [c]")
end)

check.test("figures of periods go where they would tell a count", function()
  local t = lab.table { columns = { "year", "n" }, { 2019, 30 }, { 2020, 3 }, { 2021, 40 }, { 2022, 20 }, { 2023, 50 }, { 2024, 60 } }
  local made = t:lag { of = "n", over = "year" }:cumulate { of = "n", over = "year" }:change { of = "n", over = "year", kind = "absolute" }
    :roll { of = "n", over = "year", n = 2, stat = "sum" }
  local s = made:suppress("n")
  check.equal(shown(s, "n"), "30 [c] 40 [c] 50 60")
  check.equal(shown(s, "lag"), "nil 30 [c] 40 [c] 50")
  check.equal(shown(s, "cumulated"), "30 [c] [c] [c] [c] [c]")
  check.equal(shown(s, "change"), "nil [c] [c] [c] [c] 10")
  check.equal(shown(s, "roll"), "nil [c] [c] [c] [c] 110")
end)

check.test("a change from a year that was left out since goes with the count of its own", function()
  local t = lab.table { columns = { "year", "n" }, { 2020, 30 }, { 2021, 3 }, { 2022, 40 }, { 2023, 50 } }
  local s = t:change { of = "n", over = "year", kind = "absolute" }:filter("year > 2020"):suppress("n")
  check.equal({ shown(s, "n"), shown(s, "change") }, { "[c] [c] 50", "[c] [c] [c]" })
end)

check.test("what an earlier release showed stays shown, and what it hid stays hidden", function()
  local before = lab.table { columns = { "force", "n" }, { "A", 3 }, { "B", 8 }, { "C", 30 } }
  local now = lab.table { columns = { "force", "n" }, { "D", 6 }, { "C", 30 }, { "B", 8 }, { "A", 3 } }
  local first = before:suppress("n")
  check.equal(shown(first, "n"), "[c] [c] 30")
  check.equal(shown(now:suppress("n"), "n"), "[c] 30 8 [c]", "so that A would be 41 - 8 - 30")
  local second = now:suppress { "n", previous = first }
  check.equal(shown(second, "n"), "6 30 [c] [c]")
  check.contains(table.concat(second:notes(), " "), "What an earlier release held back is held back here")
  local out = now:suppress { "n", previous = before }
  check.equal(shown(out, "n"), "6 30 8 3", "a small count that is out cannot be taken back")
  check.contains(table.concat(out:notes(), " "), "1 small count among it")
  local twice = first:append(first)
  check.raises("previous has two rows of A", now.suppress, now, { "n", previous = twice })
  check.raises("previous is the table as it was published", now.suppress, now, { "n", previous = "old" })
  local unread = before:mutate("n = text(n)")
  check.raises('suppress: previous: column "n" holds text', now.suppress, now, { "n", previous = unread })
  check.raises('previous: no column "force"', now.suppress, now, { "n", previous = before:rename("name = force") })
end)

check.test("rows of an earlier release are found whatever type their keys have", function()
  local now = lab.table { columns = { "year", "force", "n" }, { 2023, "D", 6 }, { 2023, "C", 30 }, { 2023, "B", 8 }, { 2023, "A", 3 } }
  local before = now:filter("force ~= 'D'"):suppress("n")
  local expected = "6 30 [c] [c]"
  check.equal(shown(now:suppress { "n", previous = before }, "n"), expected)
  check.equal(shown(now:suppress { "n", previous = before:mutate("year = number(year)") }, "n"), expected)
  check.equal(shown(now:suppress { "n", previous = before:mutate("year = text(year)") }, "n"), expected)
end)

check.test("an earlier release with none of the rows is told of", function()
  local before = lab.table { columns = { "force", "n" }, { "a", 3 }, { "b", 8 } }
  local now = lab.table { columns = { "force", "n" }, { "A", 30 }, { "B", 8 } }
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  now:suppress { "n", previous = before }
  notice.say = say
  check.equal(lines, { 'suppress: no row of previous is one of these: none has the same "force"; nothing in it was kept to' })
end)

check.test("a column made from one that is here under another name is said not to be looked at", function()
  local t = column(3, 40, 50):share("people"):rename("n = people"):suppress("n")
  check.contains(t:notes()[#t:notes()], '"share" was worked out from "people", which is not here any more')
end)

check.test("totals that shares are percents of are known as the shares are", function()
  local t = lab.table { columns = { "year", "n" }, { 2022, 3 }, { 2022, 9 }, { 2022, 20 }, { 2023, 30 }, { 2023, 6 }, { 2023, 7 } }
  check.equal(shown(t:suppress("n"), "n"), "[c] 9 20 30 [c] 7", "one total is known")
  check.equal(shown(t:share { of = "n", by = "year" }:suppress("n"), "n"), "[c] [c] 20 30 6 7", "that of each year is")
end)

check.test("a part that leaves few of its whole is held back", function()
  local t = lab.table { columns = { "force", "recorded", "referred" }, { "Kent", 32, 30 }, { "Essex", 60, 20 }, { "Surrey", 50, 31 } }
  local s = t:suppress { part = "referred", whole = "recorded" }
  check.equal({ shown(s, "recorded"), shown(s, "referred") }, { "32 60 50", "[c] [c] 31" })
  check.contains(s:notes()[1], 'nor what is left of "recorded"')
  check.equal(shown(t:suppress(), "referred"), "30 20 31", "without being asked nobody knows that it is a part")
  local over = lab.table { columns = { "recorded", "referred" }, { 10, 12 } }
  check.raises('the part is more than the whole', over.suppress, over, { part = "referred", whole = "recorded" })
  check.raises("part and whole are two columns", t.suppress, t, { part = "referred" })
end)

check.test("a column that adds up the others is a total, and is said to be", function()
  local t = lab.table { columns = { "force", "adults", "children", "people" }, { "Kent", 30, 3, 33 }, { "Essex", 20, 60, 80 }, { "Surrey", 30, 50, 80 } }
  local s = t:suppress()
  check.equal({ shown(s, "adults"), shown(s, "children"), shown(s, "people") }, { "[c] [c] 30", "[c] [c] 50", "33 80 80" })
  check.contains(table.concat(s:notes(), " "), 'took "people" for the sum of the other columns')
end)

-- Two by two by two with all totals: cell i has the value value(i).
local function cube(value)
  local spec = { columns = { "a", "b", "c", "n" } }
  for i = 0, 7 do spec[#spec + 1] = { "a" .. (i & 1), "b" .. (i >> 1 & 1), "c" .. (i >> 2), value(i) } end
  return lab.table(spec):totals { "a", "b", "c", of = "n" }
end

check.test("in three dimensions one small count takes a cube of eight", function()
  local s = cube(function(i) return i == 0 and 3 or 10 + i end):suppress("n")
  check.equal(shown(s:head(8), "n"), "[c] [c] [c] [c] [c] [c] [c] [c]")
  check.equal(s:col("n"):missing(), 8, "and no total")
  check.equal(s:notes()[#s:notes()]:find("rules", 1, true), nil, "what each count could be is known")
end)

check.test("in three dimensions zeros are kept, and totals go where no other cell would do", function()
  local s = cube(function(i) return i == 0 and 3 or i == 7 and 0 or 10 + i end):suppress("n")
  check.equal(s.n[8], 0)
  check.equal(s.n[1], nil)
  check.truthy(s:slice(9, #s):col("n"):missing() > 0)
end)

check.test("a count that three dimensions give away is an error that names it", function()
  local t = cube(function(i) return i == 0 and 3 or 10 + i end)
  local shown_before = t:filter("a ~= 'a0' or b ~= 'b0' or c ~= 'c0'")
  check.raises('row 1 %(a0, b0, c0%): "n" is 3', t.suppress, t, { "n", previous = shown_before })
end)

check.test("more hidden cells than can be looked at are an error that says how many, and the way in two dimensions works", function()
  local t, most = cube(function(i) return i == 0 and 3 or 10 + i end), by_program.most_hidden
  by_program.most_hidden = 5
  local ok, message = pcall(t.suppress, t, "n")
  local flat = t:filter("c == 'c0'"):suppress("n")
  by_program.most_hidden = most
  check.equal(ok, false)
  check.contains(tostring(message), "8 hidden cells hang together in sums of three dimensions or more, and up to 5 can be looked at")
  check.contains(tostring(message), "two dimensions at a time")
  check.equal(flat:col("n"):missing(), 4, "as the error says")
end)

check.test("fractional figures of three dimensions are done by rules, which the note says", function()
  local s = cube(function(i) return i == 0 and 3 or 10.5 + i end):suppress("n")
  check.contains(s:notes()[#s:notes()], "checked by rules and not by what each count could be")
end)

local areas = { { "England", "North", "South" }, { "North", "Durham", "Cleveland" }, { "South", "Kent", "Essex" } }

local function england(...)
  local values = { ... }
  local rows = { columns = { "area", "n" } }
  for i, area in ipairs { "England", "North", "Durham", "Cleveland", "South", "Kent", "Essex" } do rows[i] = { area, values[i] } end
  return lab.table(rows)
end

check.test("rows that the author says are sums of others are known sums", function()
  local t = england(75, 30, 3, 27, 45, 20, 25)
  check.equal(shown(t:suppress("n"), "n"), "75 30 [c] 27 45 [c] 25", "unless it is said, 30 less 27 is 3")
  check.equal(shown(t:suppress { "n", hierarchy = areas }, "n"), "75 30 [c] [c] 45 20 25")
  check.equal(t:suppress { "n", hierarchy = areas }:log().sums[1], "North")
  local lone = england(40, 3, 3, 0, 37, 17, 20)
  check.equal(shown(lone:suppress { "n", hierarchy = areas }, "n"), "[c] [c] [c] 0 37 17 20", "a region of one area goes with it")
end)

check.test("totals of the column of a hierarchy add up what is part of nothing", function()
  local t = england(75, 30, 3, 27, 45, 20, 25):append(lab.table { columns = { "area", "n" }, { "Wales", 40 }, { "Total", 115 } })
  check.equal(shown(t:suppress { "n", hierarchy = areas }, "n"), "75 30 [c] [c] 45 20 25 40 115")
end)

check.test("hierarchies that cannot be are refused by name", function()
  local t = england(75, 30, 3, 27, 45, 20, 25)
  local function refuses(message, hierarchy) check.raises(message, t.suppress, t, { "n", hierarchy = hierarchy }) end
  refuses('goes round in a circle: "England" is a part of "North" is a part of "England"', { { "England", "North" }, { "North", "England" } })
  refuses('has "North" as a part of "England" and of "South"', { { "England", "North", "South" }, { "South", "North", "Kent" } })
  refuses('column "area" has no row of "Nort"', { { "England", "Nort" } })
  refuses('no column says "Engl"', { { "Engl", "North" } })
  refuses('hierarchy%[1%] is a list, a label and its parts', { "England" })
  refuses('hierarchy%[1%] has a label and at least one part', { { "England" } })
  refuses('hierarchy%[1%] names "North" twice', { { "England", "North", "North" } })
  refuses('says twice what "England" is made of', { { "England", "North" }, { "England", "South" } })
  local twice = t:append(t)
  check.raises('rows 1 and 8 both are "England"', twice.suppress, twice, { "n", hierarchy = areas })
end)

check.test("a total that differs from its parts by rounding is a sum, too", function()
  local function forces_of(total)
    return lab.table { columns = { "force", "age", "n" }, { "Kent", "Adult", 20 }, { "Kent", "Child", 3 }, { "Kent", "Total", total },
      { "Essex", "Adult", 11 }, { "Essex", "Child", 30 }, { "Essex", "Total", 41 }, { "Surrey", "Adult", 6 } }:suppress("n")
  end
  check.equal(shown(forces_of(23), "n"), "[c] [c] 23 11 30 41 6")
  check.equal(shown(forces_of(24), "n"), "[c] [c] 24 11 30 41 6", "24 less 20 would be 3 to 5")
  check.equal(shown(forces_of(60), "n"), "20 [c] 60 11 30 41 [c]", "60 is of more than these two")
end)

-- A reader with pencil and paper: all tables of whole numbers that fit what is published (up to `most` a cell). A cell
-- is safe when it can have more than one value.
local function values_possible(published, rows, columns, most)
  local hidden, seen = {}, {}
  for i, value in ipairs(published.cells) do
    if value == false then hidden[#hidden + 1] = i end
    seen[i] = {}
  end
  local cells = table.move(published.cells, 1, rows * columns, 1, {})
  local function fits()
    for r = 1, rows do
      local sum = 0
      for c = 1, columns do sum = sum + cells[(r - 1) * columns + c] end
      if sum ~= published.row[r] then return false end
    end
    for c = 1, columns do
      local sum = 0
      for r = 1, rows do sum = sum + cells[(r - 1) * columns + c] end
      if sum ~= published.column[c] then return false end
    end
    return true
  end
  local function try(k)
    if k > #hidden then
      if fits() then
        for _, i in ipairs(hidden) do seen[i][cells[i]] = true end
      end
      return
    end
    for value = 0, most do
      cells[hidden[k]] = value
      try(k + 1)
    end
  end
  try(1)
  return hidden, seen
end

check.test("no held-back cell of random tables has only one possible value", function()
  local state = 7
  local function random(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n
  end
  for _ = 1, 25 do
    local rows, columns, spec = 3, 2, { columns = { "row", "column", "n" } }
    for r = 1, rows do
      for c = 1, columns do spec[#spec + 1] = { "r" .. r, "c" .. c, random(8) } end
    end
    local parts = lab.table(spec)
    local s = parts:totals("row", "column"):suppress { "n", below = 3 }
    local published, hides_total = { cells = {}, row = {}, column = {} }, false
    for i, row in ipairs(s:to_list()) do
      if row.row ~= "Total" and row.column ~= "Total" then
        published.cells[i] = row.n or false
      elseif row.row ~= "Total" then
        published.row[#published.row + 1] = row.n
      elseif row.column ~= "Total" then
        published.column[#published.column + 1] = row.n
      end
      hides_total = hides_total or (row.n == nil and (row.row == "Total" or row.column == "Total"))
    end
    if not hides_total then
      local hidden, seen = values_possible(published, rows, columns, 7)
      for _, i in ipairs(hidden) do
        local count = 0
        for _ in pairs(seen[i]) do count = count + 1 end
        if count < 2 then error("cell " .. i .. " can be worked out:\n" .. tostring(s)) end
      end
    end
  end
end)

check.run()
