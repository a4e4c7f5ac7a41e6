-- Figures that were counted in different ways are not set against each other: refused where a verb compares, said where sums are taken.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"

-- What the function says on standard error.
local function said(f)
  local lines, say = {}, notice.say
  notice.say = function(text) lines[#lines + 1] = text end
  local fine, message = pcall(f)
  notice.say = say
  if not fine then error(message, 0) end
  return lines
end

-- That the call fails, with this text in its message.
local function refused(text, f, ...)
  local fine, message = pcall(f, ...)
  check.equal(fine, false, text)
  check.contains(tostring(message), text)
end

local function table_of(...)
  return lab.table { columns = { "year", "area", "offences", "people", "basis" }, ... }:roles { basis = "basis" }
end

-- Two years in one release, and the year before them in another.
local t = table_of({ 2016, "UK", 884, 10000, "report" }, { 2017, "UK", 2362, 10000, "ONS" }, { 2018, "UK", 3412, 10000, "ONS" })
local both = '"report" and "ONS" in column "basis" (rows 1 and 2)'

check.test("verbs that compare periods refuse two bases, and name both", function()
  for verb, options in pairs { change = {}, lag = {}, cumulate = {}, roll = { n = 2 }, index_to = { base = 2016 } } do
    options.of, options.over = "offences", "year"
    refused(verb .. ": figures of two bases would be set against each other: " .. both
      .. '; by = { "basis" } keeps them apart; t:roles{ ["basis"] = "key" } says that they are one count', t[verb], t, options)
  end
end)

check.test("within one basis periods are compared", function()
  check.near(t:change { of = "offences", over = "year", by = "basis" }:col("change")[3], 44.45385, 1e-4)
  check.equal(t:change { of = "offences", over = "year", by = "basis" }:col("change")[2], nil)
  check.near(t:filter("basis == 'ONS'"):change { of = "offences", over = "year" }:col("change")[2], 44.45385, 1e-4)
  check.near(t:group_by("area", "basis"):change { of = "offences", over = "year" }:col("change")[3], 44.45385, 1e-4)
end)

check.test("what is declared a key is one count, and what was never declared a basis is none", function()
  check.equal(#t:roles { basis = "key" }:change { of = "offences", over = "year" }, 3)
  local plain = lab.table { columns = { "year", "offences", "basis" }, { 2016, 884, "report" }, { 2017, 2362, "ONS" } }
  check.equal(#plain:change { of = "offences", over = "year" }, 2)
end)

check.test("windows of expressions refuse two bases within a group", function()
  for _, expression in ipairs { "x = pct_change(offences)", "x = offences - lag(offences)", "x = cumsum(offences)" } do
    refused('would be set against each other: ' .. both .. '; group_by("basis") keeps them apart', t.mutate, t, expression)
  end
  refused(both, t.filter, t, "offences > lag(offences)")
  refused('group_by("area", "basis")', function() t:group_by("area"):mutate("x = pct_change(offences)") end)
  check.near(t:group_by("basis"):mutate("x = pct_change(offences)").x[3], 44.45385, 1e-4)
end)

check.test("a script that takes the basis of the row beside knows what it compares", function()
  local known = t:mutate("x = if_else(basis == lag(basis), offences - lag(offences), 0)")
  check.equal(known.x:to_list()[3], 1050)
end)

check.test("a share of a whole that has two bases is refused, as a verb and in an expression", function()
  refused("share: figures of two bases", t.share, t, { of = "offences" })
  refused("mutate: share(): figures of two bases", t.mutate, t, "x = share(offences)")
  refused("summarise: share(): figures of two bases", t.summarise, t, "x = share(offences)")
  check.equal(t:share { of = "offences", by = "basis" }:col("share")[1], 100.0)
end)

check.test("an indicator refuses rows of two bases in one figure", function()
  local rate = lab.indicator { id = "r", title = "R", unit = "percent", needs = { "offences", "people" }, numerator = "sum(offences)",
    denominator = "sum(people)" }
  refused('indicator "r": figures of two bases would be set against each other: ' .. both, t.indicator, t, rate, { by = "area" })
  check.equal(#t:indicator(rate, { by = { "area", "basis" } }), 2)
  check.equal(#t:indicator(rate, { by = "year" }), 3)
end)

check.test("a join that lays two bases side by side says so, and rates of them are refused", function()
  local joined
  local lines = said(function() joined = t:join(t:select("area", "offences", "basis"), { on = "area", expect = "m:m", suffix = "_to" }) end)
  check.equal(#lines, 1)
  check.contains(lines[1], 'join: row 2 has figures of two bases side by side, "report" ("basis") and "ONS" ("basis_to"); t:filter("`basis` == `basis_to`")')
  refused("rate: row 2 has figures of two bases side by side", joined.rate, joined, { of = "offences_to", per = "offences" })
  local of_one = joined:filter("basis == basis_to")
  check.equal(of_one:rate { of = "offences_to", per = "offences", scale = 100 }:col("rate")[1], 100.0)
end)

check.test("bases of different things, as of offences and of people, stand side by side by right", function()
  local people = lab.table { columns = { "year", "population", "census" }, { 2016, 1000, "2011" }, { 2017, 1000, "2011" },
    { 2018, 1000, "2021" } }:roles { census = "basis" }
  local joined
  check.equal(said(function() joined = t:join(people, "year") end), {})
  check.equal(joined:rate { of = "offences", per = "population", scale = 1000 }:col("rate")[1], 884.0)
  -- Their rates are compared neither across censuses nor across releases.
  refused('"2011" and "2021" in column "census"', function()
    joined:filter("basis == 'ONS'"):rate { of = "offences", per = "population" }:change { of = "rate", over = "year" }
  end)
end)

check.test("columns that a join renames keep what was declared of them", function()
  local declared = t:roles { people = "figure", offences = "key" }
  local joined
  said(function() joined = t:join(declared:filter("year == 2016"), "area") end)
  local fields = joined:about().fields
  check.equal({ fields.basis_right.role, fields.people_right.role, fields.offences_right.role }, { "basis", "figure", "key" })
  check.equal(fields.area_right, nil)
end)

check.test("sums over several bases are taken, and said", function()
  local sum
  local lines = said(function() sum = t:group_by("area"):summarise("n = sum(offences)") end)
  check.equal(sum.n[1], 6658)
  check.equal(lines, { 'summarise: sum(offences) takes figures of several bases together, "report" and "ONS" in column "basis"; '
    .. 'group_by("area", "basis") keeps them apart' })
  check.equal(said(function() t:group_by("basis"):summarise("n = sum(offences)") end), {})
  check.equal(said(function() t:group_by("area"):filter("year == max(year)") end), {})
end)

check.test("a missing basis is another one than those that are known", function()
  local some = lab.parse_csv("year,offences,basis\n2016,884,\n2017,2362,ONS\n"):roles { basis = "basis" }
  refused('a missing one and "ONS" in column "basis"', some.change, some, { of = "offences", over = "year" })
end)

check.test("a data package declares a basis, and t:roles() says so", function()
  local offences = lab.package("data").recorded_offences
  refused("figures of two bases would be set against each other", function()
    offences:filter("area == 'England and Wales' and period ~= 'year ending June 2024'"):group_by("year"):filter("released == max(released)")
      :group_by():change { of = "offences", over = "year" }
  end)
  local of = offences:roles():filter("column == 'basis'")
  check.equal({ of.role[1], of.why[1] }, { "key", "declared a basis: figures of different ones are not compared" })
end)

check.run()
