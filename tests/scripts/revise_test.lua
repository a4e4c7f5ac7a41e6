-- t:revise, t:round, and the columns and rows that verbs in Lua are made of.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"

local function shown(t, name)
  local cells = {}
  for row = 1, #t do
    local value, marker = t:col(name)[row], t:col(name):marker(row)
    cells[row] = (value == nil and "" or tostring(value)) .. (marker or "")
  end
  return table.concat(cells, " ")
end

local older = lab.table { columns = { "year", "force", "n" }, { 2021, "A", 10 }, { 2021, "B", 5 }, { 2022, "A", { 20, "[p]" } }, { 2022, "B", { 7, "[p]" } } }

check.test("the newer figure wins, and is flagged where it differs", function()
  local newer = lab.table { columns = { "year", "force", "n" }, { 2022, "A", 21 }, { 2022, "B", 7 }, { 2023, "A", { 30, "[p]" } } }
  local t = older:revise(newer, { on = { "year", "force" } })
  check.equal(shown(t, "n"), "10 5 21[r] 7 30[p]")
  check.equal(shown(t, "year"), "2021 2021 2022 2022 2023")
  check.equal(t:notes(), { "A newer table was laid over an older one: 1 figure changed, 1 row is new." })
end)

check.test("a figure that is still provisional is revised and provisional", function()
  local newer = lab.table { columns = { "year", "force", "n" }, { 2022, "A", { 21, "[p]" } } }
  check.equal(shown(older:revise(newer, { on = { "year", "force" } }), "n"), "10 5 21[p][r] 7[p]")
end)

check.test("an empty cell says nothing, a reason withdraws", function()
  local newer = lab.table { columns = { "year", "force", "n" }, types = { n = "integer" }, { 2021, "A", nil }, { 2021, "B", "[x]" } }
  check.equal(shown(older:revise(newer, { on = { "year", "force" } }), "n"), "10 [x] 20[p] 7[p]")
end)

check.test("columns that only the newer table has are added; fractions widen", function()
  local newer = lab.table { columns = { "year", "force", "n", "why" }, { 2021, "A", 10.5, "recount" } }
  local t = older:revise(newer, { on = { "year", "force" } })
  check.equal({ shown(t, "n"), shown(t, "why") }, { "10.5[r] 5.0 20.0[p] 7.0[p]", "recount   " })
end)

check.test("keys that are not unique or not there are named", function()
  local newer = lab.table { columns = { "year", "force", "n" }, { 2021, "A", 1 } }
  check.raises('in the older table 2 keys of on = { "year" } occur in several rows: %(2021%), %(2022%)', older.revise, older, newer, { on = "year" })
  check.contains(check.raises("in the newer table: no column", older.revise, older, newer:rename("jahr = year"), { on = "year" }), "jahr")
  check.raises("on is needed", older.revise, older, newer)
  check.raises('column "year" holds integer in the older table and text in the newer', older.revise, older,
    newer:mutate("year = text(year)"), { on = "year" })
  check.raises("newer table comes first", older.revise, older, { on = "year" })
  check.raises('column "n" holds integer in the older table and text in the newer', older.revise, older,
    lab.table { columns = { "year", "force", "n" }, { 2021, "A", "many" } }, { on = { "year", "force" } })
end)

check.test("rounding is half up on the decimal form, and keeps flags", function()
  local t = lab.table { columns = { "year", "rate", "n" }, { 2021, { 2.675, "[p]" }, 12 }, { 2022, -0.125, 13 }, { 2023, "[c]", 0 } }
  check.equal(shown(t:round { dp = 2 }, "rate"), "2.68[p] -0.13 [c]")
  check.equal(shown(t:round("rate", { dp = 1 }), "rate"), "2.7[p] -0.1 [c]")
  check.equal(shown(t:round { dp = 2 }, "n"), "12 13 0", "counts have no decimals to round")
end)

check.test("to a base counts stay whole, halves go away from zero, years are no counts", function()
  local t = lab.table { columns = { "year", "n" }, { 2021, 12 }, { 2022, 13 }, { 2023, -13 }, { 2024, 2 }, { 2025, 0 } }
  local r = t:round { base = 5 }
  check.equal({ shown(r, "n"), shown(r, "year"), r.n:type() }, { "10 15 -15 0 0", "2021 2022 2023 2024 2025", "integer" })
  check.equal(shown(t:round("n", { base = 10 }), "n"), "10 10 -10 0 0")
  check.equal(shown(lab.table { columns = { "n" }, { 5 }, { 15 }, { -5 } }:round("n", { base = 10 }), "n"), "10 20 -10")
  check.equal(shown(t:round { base = 5, low = true }, "n"), "10 15 -15 [low] 0")
  check.contains(r:notes()[1], '"n": rounded to the nearest 5')
  check.raises("one of them", t.round, t, { base = 5, dp = 1 })
  check.raises("base is more than 0", t.round, t, { base = 0 })
end)

check.test("multiples are chosen on the decimal form, and have as many decimals as the base", function()
  local t = lab.table { columns = { "x", "n" }, { 0.15, 1 }, { 0.35, 2 }, { -0.25, 3 }, { 1e300, 4 } }
  check.equal(t:round { base = 0.1 }.x:to_list(), { 0.2, 0.4, -0.3, 1e300, n = 4 })
  check.equal(t:round("x", { base = 0.25 }).x:to_list(), { 0.25, 0.25, -0.25, 1e300, n = 4 })
  check.raises('column "n" holds whole numbers, and multiples of 2.5 are none', t.round, t, "n", { base = 2.5 })
end)

check.test("a multiple beyond 64 bits is an error, and the largest within them is not", function()
  local function round(n, base) return lab.table { columns = { "n" }, { 1 }, { n } }:round("n", { base = base }).n[2] end
  check.equal({ round(9223372036854775804, 10), round(math.mininteger, 8), round(math.maxinteger, math.maxinteger) },
    { 9223372036854775800, math.mininteger, math.maxinteger })
  check.raises('round: column "n", row 2: 9223372036854775806 to the nearest 10 does not fit into 64 bits', round, 9223372036854775806, 10)
  check.raises("%-9223372036854775808 to the nearest 10 does not fit", round, math.mininteger, 10)
  check.equal(lab.table { columns = { "n" }, { 9.3e18 } }:round("n", { base = 5 }).n[1], 9.3e18)
end)

check.test("put makes a column of a list, in the place of the one of its name", function()
  local t = lab.table { columns = { "a", "b" }, { 1, "x" }, { 2, "y" } }
  local p = t:put("a", { nil, 2.5 }, { markers = { "[c]", "[e]" } })
  check.equal({ p:column_names(), shown(p, "a"), p.a:type() }, { { "a", "b" }, "[c] 2.5[e]", "number" })
  check.equal(p.a:markers(), { "[c]", "[e]" })
  check.equal(t:put("q", { "2019 Q1" }, { type = "quarter" }).q:type(), "quarter")
  check.equal(t:put("c", t.b).c[2], "y")
  check.equal(t:put("c", { true }).c:type(), "boolean")
  check.raises('row 1: x is not an integer', t.put, t, "a", { "x" }, { type = "integer" })
  check.raises('row 2: "%[p%]" is no reason', t.put, t, "a", { 1 }, { markers = { [2] = "[p]" } })
  check.raises('row 1: "%[c%]" is no flag', t.put, t, "a", { 1 }, { markers = { "[c]" } })
  check.raises("the list has 3 values, the table 2 rows", t.put, t, "a", { 1, 2, 3 })
  check.raises('there is no type "whole"', t.put, t, "a", { 1 }, { type = "whole" })
end)

check.test("group_numbers counts groups in the order of their keys, missing last", function()
  local t = lab.table { columns = { "f", "n" }, { "b", 1 }, { nil, 2 }, { "a", 3 }, { "b", 4 } }
  local number, count, first = t:group_numbers("f")
  check.equal({ number, count, first }, { { 2, 3, 1, 2 }, 3, { 3, 1, 2 } })
  check.equal({ t:group_numbers() }, { { 1, 1, 1, 1 }, 1, { 1 } })
  check.raises("no column", t.group_numbers, t, "g")
end)

check.test("the column that says when is taken over and never marked, and tells tables in the wrong order", function()
  local types = { released = "date" }
  local older = lab.table { columns = { "k", "n", "released" }, types = types, { "a", 1, "2023-01-01" }, { "b", 2, "2023-01-01" } }
  local newer = lab.table { columns = { "k", "n", "released" }, types = types, { "a", 3, "2023-02-01" }, { "b", 2, "2023-02-01" } }
  local t = older:revise(newer, { on = "k" })
  check.equal(t:to_csv(), "k,n,released\na,3 [r],2023-02-01\nb,2,2023-02-01\n")
  check.equal(t:notes(), { "A newer table was laid over an older one: 1 figure changed, 0 rows are new." })
  check.raises("the newer one is laid over the older", newer.revise, newer, older, { on = "k" })
  local named = older:rename("said = released"):revise(newer:rename("said = released"), { on = "k", released = "said" })
  check.equal(named.said:markers(), {})
  check.raises('no column "said"', older.revise, older:rename("said = released"), newer, { on = "k", released = "said" })
end)

check.test("without a day of release, a newer table that looks like the older is told of", function()
  local newer = lab.table { columns = { "year", "force", "n" }, { 2021, "A", 10 }, { 2021, "B", 5 }, { 2022, "A", 21 }, { 2022, "B", 7 }, { 2023, "A", { 30, "[p]" } } }
  local on = { on = { "year", "force" } }
  local function said(t, other, options)
    local say, lines = notice.say, {}
    notice.say = function(line) lines[#lines + 1] = line end
    local ok, problem = pcall(t.revise, t, other, options)
    notice.say = say
    return ok and table.concat(lines, "\n") or problem
  end
  check.equal({ said(older, newer, on), said(older, older, on) }, { "", "" })
  check.equal(said(newer, older, on), "revise: the newer table adds no row and lacks 1 of the 5 rows of this one, whose figures stay, and marks 2 figures as provisional "
    .. "that are not so here; if this table is the newer one, it is the argument: older:revise(newer, ...)")
  -- Days of release decide where there are any.
  local all = lab.table { columns = { "k", "n", "released" }, types = { released = "date" }, { "a", 1, "2023-01-01" }, { "b", 2, "2023-01-01" } }
  local part = lab.table { columns = { "k", "n", "released" }, types = { released = "date" }, { "a", { 3, "[p]" }, "2023-02-01" } }
  check.equal(said(all, part, { on = "k" }), "")
end)

check.test("take picks rows by number", function()
  local t = lab.table { columns = { "n" }, { 1 }, { 2 }, { 3 } }
  check.equal(shown(t:take { 3, 1, 3 }, "n"), "3 1 3")
  check.equal(#t:take {}, 0)
  check.raises("there is no row 4; the table has 3", t.take, t, { 4 })
end)

check.test("labels gives the dictionary of a text column, or nil when it is long", function()
  local t = lab.table { columns = { "f", "n" }, { "b", 1 }, { "a", 2 }, { "b", 3 } }
  check.equal(t.f:labels(10), { "b", "a" })
  check.equal({ t.f:labels(1), t.n:labels(10) }, {})
end)

check.run()
