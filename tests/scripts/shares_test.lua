-- t:share and t:rate.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local function list(t, name)
  local values = t:col(name):to_list()
  values.n = nil
  return values
end

check.test("a share is percent of the group's total, and the total stands beside it", function()
  local t = lab.table { columns = { "year", "age", "people" },
    { 2022, "adult", 30 }, { 2022, "child", 10 }, { 2023, "adult", 1 }, { 2023, "child", 3 } }
  local s = t:share { of = "people", by = "year" }
  check.equal(s:column_names(), { "year", "age", "people", "share", "share_total" })
  check.equal(list(s, "share"), { 75.0, 25.0, 25.0, 75.0 })
  check.equal(list(s, "share_total"), { 40, 40, 4, 4 })
  check.equal(list(t:share("people"), "share_total"), { 44, 44, 44, 44 }, "without by the whole table is the group")
  check.equal(list(t:group_by("year"):share { of = "people", as = "pct" }, "pct"), { 75.0, 25.0, 25.0, 75.0 })
end)

-- Wilson, x = 2 of n = 29, z = 1.959964, z^2 = 3.841459:
--   centre (2 + 1.920729) / (29 + 3.841459) = 3.920729 / 32.841459 = 0.119383
--   half   1.959964 / 32.841459 * sqrt(2 * 27 / 29 + 3.841459 / 4) = 0.0596796 * sqrt(1.862069 + 0.960365) = 0.100262
--   0.019121 to 0.219645: 1.9 to 22.0 percent
local function wilson(x, n)
  local z = 1.959963984540054
  local middle = (x + z * z / 2) / (n + z * z)
  local half = z / (n + z * z) * math.sqrt(x * (n - x) / n + z * z / 4)
  return 100 * (middle - half), 100 * (middle + half)
end

check.test("Wilson's interval of 2 in 29 is 1.9 to 22.0 percent", function()
  local t = lab.table { columns = { "outcome", "cases" }, { "charged", 2 }, { "other", 27 } }
    :share { of = "cases", interval = "wilson" }
  check.equal(t:column_names(), { "outcome", "cases", "share", "share_lower", "share_upper", "share_total" })
  check.near(t.share_lower[1], 1.9121, 5e-4)
  check.near(t.share_upper[1], 21.9645, 5e-4)
  local lower, upper = wilson(2, 29)
  check.near(t.share_lower[1], lower, 1e-9)
  check.near(t.share_upper[1], upper, 1e-9)
  local narrow = t:select("outcome", "cases"):share { of = "cases", interval = "wilson", confidence = 0.8 }
  check.truthy(narrow.share_lower[1] > lower and narrow.share_upper[1] < upper, "80 percent is narrower")
end)

check.test("a total of zero gives [z], and never a number", function()
  local t = lab.table { columns = { "force", "n" }, { "A", 0 }, { "A", 0 }, { "B", 2 } }:share { of = "n", by = "force", interval = "wilson" }
  check.equal(list(t, "share"), { [3] = 100.0 })
  for _, name in ipairs { "share", "share_lower", "share_upper" } do check.equal(t:col(name):marker(1), "[z]", name) end
  check.equal(t.share_total[1], 0)
end)

check.test("a group with a part held back has no total, unless that is skipped", function()
  local t = lab.table { columns = { "force", "n" }, { "A", "[c]" }, { "A", 6 }, { "A", { 2, "[p]" } }, { "B", { 4, "[p]" } } }
  local strict = t:share { of = "n", by = "force" }
  check.equal(list(strict, "share"), { [4] = 100.0 })
  check.equal({ strict:col("share"):marker(1), strict:col("share"):marker(2), strict.share_total:marker(2) }, { "[c]", "[c]", "[c]" })
  check.equal(strict:col("share"):marker(4), "[p]", "the flag of what went in")
  local known = t:share { of = "n", by = "force", missing = "skip" }
  check.equal(list(known, "share"), { [2] = 75.0, [3] = 25.0, [4] = 100.0 })
  check.equal({ known:col("share"):marker(1), known:col("share"):marker(2) }, { "[c]", "[p]" })
end)

check.test("a missing group is a group", function()
  local t = lab.table { columns = { "force", "n" }, { "A", 1 }, { nil, 2 }, { nil, 6 } }:share { of = "n", by = "force" }
  check.equal(list(t, "share"), { 100.0, 25.0, 75.0 })
end)

check.test("a count below 0 is an error that names the row", function()
  local t = lab.table { columns = { "n", "people" }, { 5, 10 }, { -1, 20 } }
  check.raises('share: row 2: "n" is %-1, and counts are not below 0', t.share, t, "n")
  check.raises('rate: row 2: "n" is %-1, and counts are not below 0', t.rate, t, { of = "n", per = "people" })
  check.raises('rate: row 2: "n" is %-1, and counts are not below 0', t.rate, t, { of = "people", per = "n" })
end)

check.test("share of an expression takes no part below 0 either, and corrections within a part are no matter", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", -1 }, { "Essex", 3 }, { "Kent", 2 }, { "Avon", -2 } }
  check.raises("share%(x%): the group of row 4 sums to %-2, and a part of a whole is not below 0", function()
    return t:group_by("force"):summarise("percent = share(n)")
  end)
  check.equal(t:head(3):group_by("force"):summarise("percent = share(n)").percent:to_list(), { 75.0, 25.0, n = 2 })
end)

check.test("a part that is more than its whole is an error under wilson, unless that is allowed", function()
  local t = lab.table { columns = { "n", "people" }, { 5, 10 }, { 12, 10 } }
  check.raises('rate: row 2: "n" is 12 and "people" 10: the part is more than the whole', t.rate, t,
    { of = "n", per = "people", scale = 100, interval = "wilson" })
  local r = t:rate { of = "n", per = "people", scale = 100, interval = "wilson", over = "allow" }
  check.equal({ r:col("rate")[2], r.rate_lower[2], r.rate_lower:marker(2) }, { 120.0, nil, "[z]" })
end)

check.test("the notes say that rows with totals were added up", function()
  local t = lab.table { columns = { "age", "n" }, { "Total", 10 }, { "Adult", 6 }, { "Child", 4 } }
  check.equal(t:share("n"):notes(), { 'share: column "age" has rows "Total" beside parts, and all are added up; t:drop_totals() leaves '
    .. "totals out." })
  check.equal(t:share { "n", by = "age" }:notes(), {})
end)

check.test("an expression that sums what is left of held back counts is told, with the verb that knows the whole", function()
  local notice = require "lib.base.notice"
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  local t = lab.table { columns = { "area", "n", "m" }, { "A", 2, 1 }, { "B", 30, 1 }, { "C", 40, 1 }, { "D", 28, 1 } }
  local held = t:suppress { "n", below = 5 }
  local noted = { held:mutate("part = 100 * n / sum(n)"), held:summarise("part = mean(n)"), held:filter("share(n) > 40") }
  local others = { held, held:mutate("part = n / sum(m)", "rest = sum(n + 1)"), t:mutate("part = 100 * n / sum(n)") }
  notice.say = say
  check.equal(lines, {
    'mutate: sum(n) is of what is shown: 2 of 4 rows are held back or missing; t:share{ of = "n" } divides by the whole',
    'summarise: mean(n) is of what is shown: 2 of 4 rows are held back or missing; t:share{ of = "n" } divides by the whole',
    'filter: share(n) is of what is shown: 2 of 4 rows are held back or missing; t:share{ of = "n" } divides by the whole' })
  for i, result in ipairs(noted) do -- a report says it, too
    local notes = result:notes()
    check.equal({ #notes, notes[#notes] }, { #held:notes() + 1, lines[i] .. "." })
  end
  check.equal(others[2]:notes(), held:notes())
  check.equal(others[3]:notes(), {})
end)

check.test("after counts are held back, shares are still those of the whole", function()
  local t = lab.table { columns = { "area", "n" }, { "A", 2 }, { "B", 30 }, { "C", 40 }, { "D", 28 } }
  local shares = t:suppress { "n", below = 5 }:share { "n", missing = "skip" }
  check.equal(list(shares, "share"), { [2] = 30.0, [3] = 40.0 })
  check.equal({ shares:col("share"):marker(1), shares:col("share"):marker(4), shares.share_total[1] }, { "[c]", "[c]", 100 })
  -- Of other rows than those that were guarded the total is not known.
  check.equal(list(t:suppress { "n", below = 5 }:head(3):share { "n", missing = "skip" }, "share_total")[1], 70)
end)

-- Byar, 120 cases of 1,900,000 people, z = 1.959964:
--   lower 120 * (1 - 1/1080 - 1.959964 / (3 * sqrt 120))^3   = 120 * (0.999074 - 0.059640)^3 = 120 * 0.829087 = 99.490
--   upper 121 * (1 - 1/1089 + 1.959964 / (3 * sqrt 121))^3   = 121 * (0.999082 + 0.059393)^3 = 121 * 1.185866 = 143.490
--   per 100,000: 6.3158, 5.2363 to 7.5521
check.test("a rate is per 100,000 unless said otherwise, with Byar's interval", function()
  local t = lab.table { columns = { "force", "referrals", "population" }, { "Kent", 120, 1900000 } }
  local r = t:rate { of = "referrals", per = "population", interval = "byar" }
  check.equal(r:column_names(), { "force", "referrals", "population", "rate", "rate_lower", "rate_upper" })
  check.near(r:col("rate")[1], 6.3158, 5e-5)
  check.near(r.rate_lower[1], 5.2363, 1e-3)
  check.near(r.rate_upper[1], 7.5521, 1e-3)
  check.near(t:rate { of = "referrals", per = "population", scale = 1e6, as = "per_million" }.per_million[1], 63.1579, 5e-5)
end)

check.test("a population of zero gives [z]; a missing one gives missing; no cases is a rate of 0", function()
  local t = lab.table { columns = { "n", "population" }, { 3, 0 }, { 3, nil }, { "[c]", 1000 }, { 0, 1000 } }
    :rate { of = "n", per = "population", interval = "byar" }
  check.equal(list(t, "rate"), { [4] = 0.0 })
  check.equal({ t:col("rate"):marker(1), t:col("rate"):marker(2), t:col("rate"):marker(3) }, { "[z]", nil, "[c]" })
  check.equal(t.rate_lower[4], 0.0)
  -- Exact Poisson for none: 0 to -ln 0.025 = 3.688879; per 1,000 people 368.9 per 100,000.
  check.near(t.rate_upper[4], 1e5 * 3.688879454 / 1000, 1e-4)
end)

check.test("several columns get names of their own", function()
  local t = lab.table { columns = { "a", "b", "p" }, { 1, 2, 100 } }:rate { of = { "a", "b" }, per = "p", scale = 100 }
  check.equal({ t.a_rate[1], t.b_rate[1] }, { 1.0, 2.0 })
end)

check.test("what is wrong with the options is said, with the nearest name", function()
  local t = lab.table { columns = { "force", "people" }, { "Kent", 1 } }
  check.contains(check.raises("share: of: no column", t.share, t, { of = "peple" }), 'did you mean "people"?')
  check.contains(check.raises("unknown option", t.share, t, { of = "people", intervall = "wilson" }), 'did you mean "interval"?')
  check.raises('share: interval is one of "wilson", "clopper%-pearson"; not "byar"', t.share, t, { of = "people", interval = "byar" })
  check.raises('column "force" holds text, such as "Kent" in row 1; share needs numbers', t.share, t, { of = "force" })
  local typed = lab.table { columns = { "force", "people" }, { "Kent", "1,204" }, { "Essex", nil }, { "Devon", "12 approx" }, { "Avon", "x" } }
  check.raises('column "people" holds text, such as "12 approx" in row 3; share needs numbers', typed.share, typed, { of = "people" })
  local codes = lab.table { columns = { "force", "people" }, { "Kent", "01" } }
  check.raises('column "people" holds text; share needs numbers', codes.share, codes, { of = "people" })
  check.raises("share: of is needed", t.share, t)
  check.raises("share: of is needed", t.share, t, { of = {} })
  check.raises("rate: per is needed", t.rate, t, { of = "people" })
  check.raises("confidence is between 0 and 1", t.share, t, { of = "people", confidence = 95 })
  check.raises("scale is more than 0", t.rate, t, { of = "people", per = "people", scale = 0 })
  check.raises("of is named twice", t.share, t, "people", { of = "people" })
  check.raises("as has 2 names for 1 column", t.share, t, { of = "people", as = { "a", "b" } })
end)

check.run()
