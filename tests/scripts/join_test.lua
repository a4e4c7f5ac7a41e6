package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local offences = lab.table { columns = { "force", "year", "offences" },
  { "Kent", 2022, 40 }, { "Kent", 2023, 55 }, { nil, 2023, 3 }, { "Essex", 2023, { 20, "[p]" } } }
local people = lab.table { columns = { "area", "year", "people" },
  { "Kent", 2022, 1900000 }, { "Kent", 2023, 1910000 }, { "Surrey", 2023, 1200000 } }

local function problem(...)
  local t, message = lab.try(...)
  if t then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

local on = { force = "area", "year" }

check.test("a left join keeps every row; what has no match is missing", function()
  check.equal(offences:join(people, { on = on }):to_csv(), [[
force,year,offences,people
Kent,2022,40,1900000
Kent,2023,55,1910000
,2023,3,
Essex,2023,20 [p],
]])
end)

check.test("inner, right, full, semi and anti", function()
  local function rows(how)
    local t = offences:join(people, { on = on, how = how })
    local list = {}
    for r in t:rows() do list[#list + 1] = (r.force or "none") .. " " .. r.year end
    return table.concat(list, ", ")
  end
  check.equal(rows "inner", "Kent 2022, Kent 2023")
  check.equal(rows "right", "Kent 2022, Kent 2023, Surrey 2023")
  check.equal(rows "full", "Kent 2022, Kent 2023, none 2023, Essex 2023, Surrey 2023")
  check.equal(rows "semi", "Kent 2022, Kent 2023")
  check.equal(rows "anti", "none 2023, Essex 2023")
  check.equal(offences:join(people, { on = on, how = "semi" }):column_names(), { "force", "year", "offences" })
end)

check.test("m:1 is the promise unless another is made, and a broken one names the keys", function()
  local twice = people:append(people:head(1))
  check.equal(problem(offences.join, offences, twice, { on = on }),
    'join: expect = "m:1", but 1 key stands in several rows of the right table: year = 2022, force = Kent (2 rows)\n'
      .. '  Summarise that table first, add a column to on, or say expect = "m:m".')
  check.equal(#offences:join(twice, { on = on, expect = "m:m" }), 5)
  check.contains(problem(offences.join, offences, people:slice(2, 2), { on = { force = "area" }, expect = "1:1" }),
    "force = Kent (2 rows)")
end)

check.test("on is a text, a list or pairs; a text alone in place of options is on", function()
  local areas = people:rename("force = area"):filter("year == 2023"):drop("year")
  check.equal(offences:join(areas, "force"):equals(offences:join(areas, { on = { "force" } })), true)
  check.equal(offences:join(areas, "force").people[1], 1910000)
end)

check.test("columns that both have get a suffix", function()
  local other = people:rename("force = area"):filter("year == 2023")
  check.equal(offences:join(other, "force"):column_names(), { "force", "year", "offences", "year_right", "people" })
  check.equal(offences:join(other, { on = "force", suffix = "_of_people" }):column_names()[4], "year_of_people")
end)

check.test("asof takes the nearest key at or before", function()
  local estimates = lab.table { columns = { "force", "year", "people" }, { "Kent", 2011, 1 }, { "Kent", 2023, 2 } }
  check.equal(offences:join(estimates, { on = "force", asof = "year" }).people:to_list(), { 1, 2, nil, nil, n = 4 })
  check.equal(problem(offences.join, offences, estimates, { on = "force", asof = { year = "year", offences = "people" } }),
    'join: asof is one pair, { left = "right" }, not 2')
end)

check.test("what is wrong with the arguments is said", function()
  check.equal(problem(offences.join, offences, people), 'join needs on = "column", a list of columns, or { left = "right" }')
  check.equal(problem(offences.join, offences, people, { onn = "year" }), 'join: unknown option "onn"; did you mean "on"?')
  check.equal(problem(offences.join, offences, people, { on = "year", how = "outer" }),
    'join: option how is one of "inner", "left", "right", "full", "semi", "anti"; not "outer"')
  check.contains(problem(offences.join, offences, people, { on = "yaer" }), 'no column "yaer"; did you mean "year"?')
  check.equal(problem(offences.join, offences, {}, { on = "year" }), "argument 2: a table was expected, got table")
  check.contains(problem(offences.join, offences, people, { on = { force = "year" } }),
    '"force" is text in the left table and "year" integer in the right one')
  check.contains(problem(offences.join, offences:group_by("force"), people, { on = on }), "join after group_by")
end)

check.test("sources are united; of each column is known what its own table says", function()
  local a = offences:with_sources { { title = "A" } }:with_fields { offences = { unit = "offences" }, people = { unit = "no" } }
  local b = people:with_sources { { title = "B" } }:with_fields { people = { unit = "persons" }, year = { title = "Mid-year" } }
  local joined = a:drop("offences"):join(b, { on = on })
  check.equal(a:join(b, { on = on }):sources(), { { title = "A" }, { title = "B" } })
  check.equal(joined:sources(), { { title = "B" } })
  check.equal(joined:schema()[3].unit, "persons")
  check.equal(joined:schema()[2].title, nil)
end)

local days = lab.table { columns = { "force", "day", "n" }, { "Kent", 1, 10 }, { "Kent", 5, 11 }, { "Essex", 3, 12 }, { "Kent", nil, 13 }, { "Essex", 9, 14 } }
local bands = lab.table { columns = { "area", "start", "stop", "label" },
  { "Kent", 0, 4, "early" }, { "Kent", 4, 8, "late" }, { "Essex", 0, 8, "all" } }

check.test("conditions join rows whose values lie in a range; keys may stand beside them", function()
  local expected = "force,day,n,start,stop,label\nKent,1,10,0,4,early\nKent,5,11,4,8,late\nEssex,3,12,0,8,all\nKent,,13,,,\nEssex,9,14,,,\n"
  check.equal(days:join(bands, { on = "force == area and start <= day and day < stop" }):to_csv(), expected)
  check.equal(days:join(bands, "stop > day and area == force and day >= start"):to_csv(), expected)
  check.equal(days:join(bands, { on = { force = "area", "start <= day and day < stop" } }):to_csv(), expected)
  check.equal(days:join(bands, { on = { "start <= day", "day < stop", force = "area" } }):to_csv(), expected)
  check.equal(days:join(bands, { on = col.force:eq(col.area) & col.start:le(col.day) & col.day:lt(col.stop) }):to_csv(), expected)
  check.equal(#days:join(bands, { on = "day between start and stop and force == area", how = "inner" }), 3)
  check.equal(#days:join(bands, { on = "start <= day", how = "anti" }), 1)
end)

check.test("what is compared may be worked out, and leaves no column behind", function()
  local t = days:join(bands, { on = "upper(force) == upper(area) and start * 2 <= day - 1", how = "inner", expect = "m:m" })
  check.equal(t:column_names(), { "force", "day", "n", "area", "start", "stop", "label" })
  check.equal(t:select("day", "label"):to_csv(), "day,label\n1,early\n5,early\n3,all\n9,all\n")
end)

check.test("a name that both tables have is the left one's, and the right one's with the suffix", function()
  local other = lab.table { columns = { "force", "day" }, { "Kent", 2 }, { "Essex", 4 } }
  check.equal(days:join(other, { on = "force == force and day < day_right" }):to_csv(),
    "force,day,n,day_right\nKent,1,10,2\nKent,5,11,\nEssex,3,12,4\nKent,,13,\nEssex,9,14,\n")
  check.equal(days:join(other, { on = "force == force and day < day_then - 1", suffix = "_then", how = "semi" }):to_csv(), "force,day,n\n")
  check.contains(problem(days.join, days, other, { on = "day < day" }), "day of the right table is written day_right")
end)

check.test("texts that are dates are compared once they are made dates", function()
  local spans = lab.table { columns = { "from", "to", "law" }, { "2023-01-01", "2023-06-30", "a" }, { "2023-07-01", "2023-12-31", "b" } }
  local events = lab.table { columns = { "day" }, { "2023-03-05" }, { "2023-07-01" } }
  check.contains(problem(events.join, events, spans, { on = "day between from and to" }), "in a condition date(x)")
  check.equal(events:join(spans, { on = "date(day) between date(from) and date(to)" }):to_csv(),
    "day,from,to,law\n2023-03-05,2023-01-01,2023-06-30,a\n2023-07-01,2023-07-01,2023-12-31,b\n")
end)

check.test("a column whose name looks like a condition is a key", function()
  local odd = lab.table { columns = { "a < b", "n" }, { 1, 2 } }
  check.equal(odd:join(odd, { on = "a < b" }):column_names(), { "a < b", "n", "n_right" })
end)

check.test("what is wrong with conditions is said", function()
  local function say(on) return problem(days.join, days, bands, { on = on }) end
  check.contains(say "day < stop or day > start", '"day < stop or day > start" is none')
  check.contains(say "start <= 5", 'filter the table before the join: filter("start <= 5")')
  check.contains(say "day + start < stop", "has columns of both tables on one side")
  check.contains(say "start < stop", "compares columns of the right table with each other")
  check.contains(say "dya < stop", 'no column "dya" in either table; did you mean "day"?')
  check.contains(say "force < area", 'a range needs numbers, dates or periods, and "force" is text')
  check.contains(say "start <= day", "4 rows of the left table meet several rows of the right table")
  check.contains(problem(days.join, days, bands, { on = "start <= day", asof = "n" }), "do not go together")
end)

check.test("a pipeline joins by conditions as a table does", function()
  local path = check.folder() .. "/t.csv"
  days:write_csv(path)
  for _, on in ipairs { "force == area and start <= day and day < stop", "force == area and start - 1 < day and day < stop" } do
    check.equal(lab.scan_csv(path):join(bands, { on = on }):collect():to_csv(), days:join(bands, { on = on }):to_csv())
  end
  check.contains(problem(lab.scan_csv(path).join, lab.scan_csv(path), bands, { on = "start <= dya" }), 'no column "dya" in either table')
end)

check.run()
