-- Columns of periods: read, written, sorted, joined and compared by the calendar.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

-- type, cells in the order of time, how they are written
local kinds = {
  { "month", { "Dec-18", "2019-01", "Sept 2019", "2019 OCT" }, { "December 2018", "January 2019", "September 2019", "October 2019" } },
  { "quarter", { "2018 Q4", "Jan to Mar 2019", "2019/20 Q1" }, { "October to December 2018", "January to March 2019", "April to June 2019" } },
  { "financial-year", { "99/00", "2009-10", "FY2010/11" }, { "April 1999 to March 2000", "April 2009 to March 2010", "April 2010 to March 2011" } },
  { "year-ending", { "2017/18", "YE June 2018", "12 months to March 2019" },
    { "Year ending March 2018", "Year ending June 2018", "Year ending March 2019" } },
  { "year", { "2009", "2010", "2019" }, { "2009", "2010", "2019" } },
}

local function list(column)
  local values = column:to_list()
  values.n = nil
  return values
end

local function names(t)
  local found = {}
  for i, field in ipairs(t:schema()) do found[i] = field.name end
  return found
end

local function read(kind, rows) return lab.parse_csv("p,n\n" .. table.concat(rows, "\n") .. "\n", { types = { p = kind } }) end

local function numbered(cells, from, to, step)
  local rows = {}
  for i = from, to, step do rows[#rows + 1] = cells[i] .. "," .. i end
  return rows
end

for _, case in ipairs(kinds) do
  local kind, cells, written = case[1], case[2], case[3]
  check.test(kind .. ": a declared column is proved, sorted by time and written as it is to be read", function()
    local t = read(kind, numbered(cells, #cells, 1, -1))
    check.equal(t.p:type(), kind)
    check.equal(list(t:sort("p").p), written)
    check.equal(t:sort("p"):sort("-p"):to_csv(), t:to_csv())
    check.equal({ t.p:min(), t.p:max() }, { written[1], written[#written] })
    check.equal(lab.parse_csv(t:to_csv(), { types = { p = kind } }):to_csv(), t:to_csv())
  end)

  check.test(kind .. ": groups, joins, pivots and puts together what is the same period", function()
    local t = read(kind, numbered(cells, 1, #cells, 1))
    local twice = t:append(read(kind, { written[1] .. ",10", ",5" }))
    check.equal(twice:group_by("p"):summarise("n = sum(n)").n:to_list()[1], 11)
    check.equal(list(twice:group_by("p"):summarise("n = sum(n)").p), written)
    check.equal(t:join(read(kind, { written[2] .. ",7" }):rename("m = n"), { on = "p" }).m:to_list()[2], 7)
    check.equal(names(t:pivot { names = "p", values = "n" }), written)
  end)

  check.test(kind .. ": expressions compare with any spelling and refuse what is none", function()
    local t = read(kind, numbered(cells, 1, #cells, 1))
    check.equal(t:filter("p >= $from", { from = cells[2] }).n:to_list()[1], 2)
    check.equal(list(t:filter("p == $at", { at = cells[2] }).n), { 2 })
    check.equal(#t:filter("p in ($a, $b)", { a = written[1], b = cells[2] }), 2)
    check.raises('"Kent" is not a', t.filter, t, "p > 'Kent'")
    check.equal(list(t:mutate("s = text(p)").s), written)
  end)

  check.test(kind .. ": a cell that is none stops the load, with the column and the value", function()
    check.raises('csv:3:1: column "p": "Kent" is not a', lab.parse_csv, "p,n\n" .. cells[1] .. ",1\nKent,2\n",
      { types = { p = kind }, name = "a.csv" })
  end)

  check.test(kind .. ": lab.table and put read texts of a script", function()
    local t = lab.table { columns = { "p" }, types = { p = kind }, { cells[1] }, { cells[2] } }
    check.equal(list(t.p), { written[1], written[2] })
    local put = t:put("q", { cells[2], nil }, { type = kind })
    check.equal({ put.q:type(), put.q[1], put.q[2] }, { kind, written[2], nil })
    check.raises("is not of type " .. kind:gsub("%-", "%%-"), lab.table, { columns = { "p" }, types = { p = kind }, { "Kent" } })
  end)
end

check.test("periods of two types are not compared", function()
  local t = lab.table { columns = { "m", "q" }, types = { m = "month", q = "quarter" }, { "2019-01", "2019 Q1" } }
  check.raises("quarter and month", t.filter, t, "m == q")
end)

check.test("all types are named when one is misspelt", function()
  check.raises("boolean, date, datetime, quarter, year%-ending, month, financial%-year, year", lab.parse_csv, "p\n1\n", { types = { p = "qarter" } })
end)

check.run()
