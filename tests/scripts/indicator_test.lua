-- lab.indicator, t:indicator, and the indicators that are shipped.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local function list(t, name)
  local values = t:col(name):to_list()
  values.n = nil
  return values
end

local function referral_rate(more)
  local spec = { id = "referral_rate", title = "Recorded offences referred to the CPS", unit = "percent", needs = { "recorded", "referred" },
    numerator = "sum(referred)", denominator = "sum(recorded)", interval = "wilson", caveats = { "A caveat." } }
  for key, value in pairs(more or {}) do spec[key] = value end
  return lab.indicator(spec)
end

local offences = lab.table { columns = { "force", "year", "recorded", "referred" },
  { "Kent", 2022, 20, 1 }, { "Kent", 2023, 9, 1 }, { "Essex", 2022, 50, 10 }, { "Essex", 2023, 50, 15 }, { "None", 2023, 0, 0 } }

check.test("an indicator gives value, limits, numerator and denominator for each group", function()
  local t = offences:indicator(referral_rate(), { by = "force" })
  check.equal(t:column_names(), { "force", "value", "lower", "upper", "numerator", "denominator" })
  check.equal({ list(t, "force"), list(t, "numerator"), list(t, "denominator") }, { { "Essex", "Kent", "None" }, { 25, 2, 0 }, { 100, 29, 0 } })
  -- Kent, 2 of 29: 6.9 percent, Wilson 1.9 to 22.0 (worked out in shares_test.lua).
  check.near(t.value[2], 6.8966, 5e-5)
  check.near(t.lower[2], 1.9121, 5e-4)
  check.near(t.upper[2], 21.9645, 5e-4)
  check.equal(t.value[1], 25.0)
end)

check.test("a denominator of zero gives [z] in value and limits", function()
  local t = offences:indicator(referral_rate(), { by = "force" })
  check.equal({ t.value[3], t.value:marker(3), t.lower:marker(3), t.upper:marker(3) }, { nil, "[z]", "[z]", "[z]" })
end)

check.test("without by it is one row; a grouping counts as by", function()
  local t = offences:indicator(referral_rate())
  check.equal({ #t, t.numerator[1], t.denominator[1] }, { 1, 27, 129 })
  check.equal(list(offences:group_by("year"):indicator(referral_rate()), "year"), { 2022, 2023 })
end)

check.test("title, unit and caveats go with the figures", function()
  local t = offences:indicator(referral_rate(), { by = "force" })
  local value = t:schema()[2]
  check.equal({ value.title, value.unit, t:notes() }, { "Recorded offences referred to the CPS", "percent",
    { "Recorded offences referred to the CPS: A caveat.", "Intervals (95%) say how far chance alone could move a figure of so few cases, "
      .. "also where all cases were counted; of cases that were never reported or recorded they say nothing." } })
  check.equal(#offences:indicator(referral_rate { interval = "none" }, { by = "force" }):notes(), 1)
  check.contains(offences:indicator(referral_rate(), { confidence = 0.9 }):notes()[2], "Intervals (90%) say")
end)

check.test("a row that lacks one of the two figures counts in neither", function()
  local t = lab.table { columns = { "force", "recorded", "referred" }, { "Kent", 20, 2 }, { "Kent", 1000, "[x]" }, { "Essex", 7, "[c]" } }
  local r = t:indicator(referral_rate(), { by = "force" })
  check.equal({ r.value[2], r.denominator[2], r.value[1], r.value:marker(1) }, { 10.0, 20, nil, "[c]" })
  check.contains(r:notes()[2], "2 rows without one of referred and recorded count in neither")
  local all = t:indicator(referral_rate { pairs = false }, { by = "force" })
  check.equal(all.denominator[2], 1020)
end)

check.test("needs are checked first, with the nearest names", function()
  local t = offences:rename("recordd = recorded")
  local message = check.raises('indicator "referral_rate" needs recorded, referred; the table has no "recorded" %(did you mean "recordd"%?%)',
    t.indicator, t, referral_rate())
  check.contains(message, '{ columns = { recorded = "recordd" } }')
  check.equal(t:indicator(referral_rate(), { columns = { recorded = "recordd" } }).denominator[1], 129)
  check.raises('needs no "recordd"', t.indicator, t, referral_rate(), { columns = { recordd = "x" } })
  check.raises('no column "x"', t.indicator, t, referral_rate(), { columns = { recorded = "x" } })
end)

check.test("an expression that does not fit the table is the indicator's fault, and says so", function()
  local message = check.raises('indicator "referral_rate": expression, column 5: no column "refered"', offences.indicator, offences,
    referral_rate { numerator = "sum(refered)" })
  check.contains(message, 'did you mean "referred" or "recorded"?')
end)

check.test("columns may change places", function()
  local t = lab.table { columns = { "part", "whole" }, { 10, 4 } }
  local r = t:indicator("share", { columns = { part = "whole", whole = "part" } })
  check.equal(r.value[1], 40.0)
end)

check.test("everything that is wrong with an indicator is said at once", function()
  local message = check.raises('indicator "x": ', lab.indicator, { id = "x", titel = "T", unit = "per force", needs = {}, numerator = "sum(",
    interval = "wilsn", caveats = "none" })
  for _, part in ipairs { 'unknown key "titel"; did you mean "title"?', "title is missing", 'unit "per force" does not say', "needs is the list",
    "numerator: ", "denominator is missing", 'interval is one of', "caveats is a list of sentences" } do
    check.contains(message, part)
  end
  check.raises("compute works the figure out by itself: leave out numerator", referral_rate, { compute = function() end })
  check.raises("takes a table", lab.indicator, "x")
end)

check.test("units say what to multiply with", function()
  local t = lab.table { columns = { "recorded", "referred" }, { 200000, 3 } }
  local function value(unit, scale) return t:indicator(referral_rate { unit = unit, scale = scale }).value[1] end
  check.near(value("percent"), 0.0015)
  check.near(value("per 100,000"), 1.5)
  check.near(value("cases per 1,000 offences"), 0.015)
  check.near(value("ratio"), 0.000015)
  check.near(value("of a kind", 1e6), 15)
end)

check.test("Byar's interval is that of the count over the denominator", function()
  -- 120 of 1,900,000: 6.32 per 100,000, 5.24 to 7.55 (worked out in shares_test.lua).
  local t = lab.table { columns = { "people", "population" }, { 120, 1900000 } }:indicator("rate_per_100k")
  check.near(t.value[1], 6.3158, 5e-5)
  check.near(t.lower[1], 5.2363, 1e-3)
  check.near(t.upper[1], 7.5521, 1e-3)
end)

check.test("impossible figures are errors that name the row", function()
  local t = lab.table { columns = { "force", "part", "whole" }, { "Kent", 1, 2 }, { "Essex", 3, 2 }, { "Surrey", -1, 2 }, { "Dorset", 1, -2 } }
  local function share(force) return t:filter("force == $f", { f = force }):indicator("share", { by = "force" }) end
  check.raises('indicator "share": force Essex: its numerator sum%(part%) is 3 and its denominator sum%(whole%) 2: the part is more than the whole', share, "Essex")
  check.raises('indicator "share": force Surrey: its numerator sum%(part%) is %-1, and counts are not below 0', share, "Surrey")
  check.raises("its denominator sum%(whole%) is %-2", share, "Dorset")
  local r = t:filter("force == 'Essex'"):indicator(lab.indicator { id = "ratio", title = "R", unit = "percent", needs = { "part", "whole" },
    numerator = "sum(part)", denominator = "sum(whole)", interval = "wilson", over = "allow" })
  check.equal({ r.value[1], r.lower[1], r.lower:marker(1) }, { 150.0, nil, "[z]" })
end)

check.test("rows are paired by the parsed expression, however it is written", function()
  local t = lab.table { columns = { "people referred", "recorded", "more" }, { 5, 10, 1 }, { nil, 20, 1 } }
  local function value(above, below)
    local r = t:indicator(lab.indicator { id = "x", title = "X", unit = "percent", needs = { "recorded" }, numerator = above,
      denominator = below })
    return { r.value[1], r:notes()[1] }
  end
  local note = "X: 1 row without one of people referred and recorded counts in neither."
  for _, above in ipairs { "sum(`people referred`)", "1 * sum(`people referred`)", "sum( `people referred` ) + 0" } do
    check.equal(value(above, "sum(recorded)"), { 50.0, note }, above)
  end
  check.equal(value(col["people referred"]:sum(), col.recorded:sum()), { 50.0, note })
  check.equal(value("sum(`people referred`) + sum(more)", "sum(recorded)"), { 60.0, "X: 1 row without one of people referred and more "
    .. "and recorded counts in neither." })
end)

check.test("rows that cannot be paired are noted where cells are missing", function()
  local t = lab.table { columns = { "age", "people" }, { "child", 3 }, { nil, 4 }, { "adult", 5 } }
  check.contains(t:indicator("child_share"):notes()[2], 'cells of "age" are missing, and such rows may count in one of the two figures only')
  check.equal(#t:filter("age is not missing"):indicator("child_share"):notes(), 2)
end)

check.test("an interval may be a function, and confidence is handed on", function()
  local t = offences:indicator(referral_rate { interval = function(x, n, confidence) return x, confidence * n end }, { confidence = 0.5 })
  check.equal({ t.lower[1], t.upper[1] }, { 27.0, 64.5 })
  check.raises("confidence is between 0 and 1", offences.indicator, offences, referral_rate(), { confidence = 95 })
end)

check.test("limits that have changed places are an error that names the row", function()
  local reversed = referral_rate { interval = function(_, n) return n == 29 and 5 or 0, 1 end }
  check.raises("force %w+: its interval goes from 5 to 1: lower and upper have changed places", offences.indicator, offences, reversed,
    { by = "force" })
  local computed = lab.indicator { id = "middle", title = "M", unit = "offences", needs = { "recorded" },
    compute = function(t) return t:summarise("value = mean(recorded)"):mutate("lower = 2", "upper = 1") end }
  check.raises('indicator "middle": all rows: its interval goes from 2 to 1', offences.indicator, offences, computed)
end)

check.test("compute works out what expressions cannot", function()
  local middle = lab.indicator { id = "middle", title = "Median of recorded", unit = "offences", needs = { "recorded" },
    compute = function(t, by) return t:group_by(by):summarise("value = median(recorded)") end }
  local t = offences:indicator(middle, { by = "force" })
  check.equal(t:column_names(), { "force", "value", "lower", "upper", "numerator", "denominator" })
  check.equal({ list(t, "value"), t.lower:marker(1) }, { { 50.0, 14.5, 0.0 }, "[z]" })
  local broken = lab.indicator { id = "broken", title = "B", unit = "u", needs = { "recorded" }, compute = function(t) return t end }
  check.raises('the table that compute gave has no column "value"', offences.indicator, offences, broken)
end)

check.test("percent_change and index know their year", function()
  local t = lab.table { columns = { "year", "force", "people" }, { 2014, "A", 50 }, { 2015, "A", 60 }, { 2015, "A", 15 }, { 2017, "A", 10 }, { 2014, "B", 0 }, { 2015, "B", 4 } }
  local change = t:indicator("percent_change", { by = { "year", "force" } }):sort("force", "year")
  check.equal({ list(change, "value"), list(change, "numerator") }, { { [2] = 50.0 }, { 50, 75, 10, 0, 4 } })
  check.equal({ change.denominator[2], change.value:marker(5) }, { 50, "[z]" })
  local index = t:indicator("index", { by = { "year", "force" }, base = 2015 }):sort("force", "year")
  check.equal({ list(index, "value"), index.denominator[1] }, { { 100 * 50 / 75, 100.0, 100 * 10 / 75, 0.0, 100.0 }, 75 })
  check.equal(list(t:indicator("index", { by = "year" }), "value"), { 100.0, 158.0, 20.0 })
  check.raises('unknown option "bas"', t.indicator, t, "index", { by = "year", bas = 2015 })
end)

check.test("an id that is unknown is answered with the nearest", function()
  check.contains(check.raises('there is no indicator "shares"', offences.indicator, offences, "shares"), 'did you mean "share"?')
  check.raises("an id or what lab.indicator", offences.indicator, offences, 3)
end)

check.test("a file of ten lines in indicators/ is an indicator everywhere", function()
  local folder = check.folder()
  assert(os.execute("mkdir " .. folder .. "/indicators"))
  lab.write_file(folder .. "/indicators/charged.lua", [[
-- charged.lua - people charged, of those recorded
return lab.indicator{
  id = "charged", title = "Charged", unit = "percent", needs = { "charged", "recorded" },
  numerator = "sum(charged)", denominator = "sum(recorded)", interval = "wilson",
}
]])
  lab.write_file(folder .. "/use.lua", [[
local t = lab.table{ columns = { "charged", "recorded" }, { 1, 4 } }
print(t:indicator("charged").value[1])
]])
  local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local pipe = assert(io.popen(program .. " --no-init " .. folder .. "/use.lua 2>&1"))
  check.equal(pipe:read("a"), "25.0\n")
  pipe:close()
  local listed = assert(io.popen("SLAVELAB_PATH=" .. folder .. " " .. program .. " --no-init indicators 2>&1"))
  check.contains(listed:read("a"), "charged")
  listed:close()
end)

check.test("two files of one id are refused, with both paths", function()
  local folder = check.folder()
  assert(os.execute("mkdir " .. folder .. "/indicators"))
  lab.write_file(folder .. "/indicators/part.lua", (lab.read_file("scripts/indicators/share.lua")))
  lab.write_file(folder .. "/use.lua", [[lab.table { columns = { "part", "whole" }, { 1, 4 } }:indicator("part")]])
  local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local pipe <close> = assert(io.popen(program .. " --no-init " .. folder .. "/use.lua 2>&1"))
  local said = pipe:read("a")
  check.contains(said, [[indicators/part.lua: its id is "share", which is the indicator of scripts/indicators/share.lua; ]]
    .. [[an indicator has the name of its file: id = "part"]])
end)

check.run()
