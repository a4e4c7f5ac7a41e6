-- annual.lua - modern slavery in the United Kingdom: from referral to conviction
--
--     slavelab scripts/annual.lua [--year 2023] [--from 2014] [--to 2023] [-f html -o annual.html]
--
-- Every figure is worked out here from the tables of data/, with numerator, denominator and source beside it. What was
-- claimed in 2019 and cannot be worked out from published counts is said so, next to what can.

local arguments = require "lib.arguments"
local number = require "lib.number"

local data = lab.package("data")

-- --- what the report is about -------------------------------------------------------------------------------------

local asked = arguments.read("annual", {
  { "year", "year", "the year the report is about; unless given, the last with referrals by age" },
  { "from", "year", "the first year of series; unless given, the first there is" },
  { "to", "year", "the last year of series; unless given, the last there is" },
})
local last_by_age, last_total = data.nrm_referrals.year:max(), data.nrm_referrals_annual.year:max()
local from, to = asked.from or data.nrm_referrals.year:min(), asked.to or last_total
if from > to then lab.fail(("--from %d is after --to %d"):format(from, to)) end
local year = asked.year or math.max(from, math.min(last_by_age, to))

-- The rows of a table within the years asked for.
local function within(t)
  return t:filter("year >= $from and year <= $to", { from = from, to = to })
end

-- Of each figure the latest release that was read; keys are what tells figures apart.
local function latest(t, keys)
  return t:group_by(keys):filter("released == max(released)")
end

-- --- words --------------------------------------------------------------------------------------------------------

local function count(n) return number.format(n) end
local function percent(x) return number.format(x, { decimals = 1 }) .. "%" end

-- "0.5% more than"
local function more_or_less(change)
  return ("%s %s than"):format(percent(math.abs(change)), change < 0 and "less" or "more")
end

local month_names = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December" }

-- "7 March 2024" of 2024-03-07, and what is known of a date that is not known to the day.
local function day_in_words(text)
  local y, m, d = text:match("^(%d+)-?(%d*)-?(%d*)$")
  local parts = { d ~= "" and tostring(tonumber(d)) or nil }
  parts[#parts + 1] = month_names[tonumber(m)]
  parts[#parts + 1] = y
  return table.concat(parts, " ")
end

-- The cell of a column in the first row that is kept, as a table of one row, which knows where it comes from; no row when there is none.
local function cell(t, column, where, params) return t:filter(where, params):select(column):head(1) end

-- Its value; nil when there is none.
local function value(...)
  local one = cell(...)
  return #one > 0 and one:columns()[1][1] or nil
end

-- --- sources ------------------------------------------------------------------------------------------------------

-- Every publication whose figures the report shows, in the order of first use: they are listed in full at its end.
local used, is_used = {}, {}

-- The table with the publisher and date of each row's publication instead of its key.
local function with_publishers(t)
  local names = data.sources:mutate("publication = if_else(published is missing, publisher, publisher .. ', ' .. published)")
    :select("source", "publication")
  return t:join(names, { on = "source" }):drop("source")
end

-- The publications that the figures of tables come from, as the tables know. Up to three are named in full where they are used, more by
-- publisher and date, since the list at the end has the rest.
local function sources_of(...)
  local list, seen = {}, {}
  for _, t in ipairs { ... } do
    for _, s in ipairs(t:sources()) do
      if not seen[s.name] then
        seen[s.name] = true
        list[#list + 1] = { title = s.title, publisher = s.publisher, date = s.date, url = s.url, licence = s.licence }
        if not is_used[s.name] then used[#used + 1], is_used[s.name] = list[#list], true end
      end
    end
  end
  if #list <= 3 then return list end
  local names, named = {}, {}
  for _, s in ipairs(list) do
    local name = s.date and ("%s (%s)"):format(s.publisher, s.date) or s.publisher
    if not named[name] then names[#names + 1], named[name] = name, true end
  end
  return table.concat(names, "; ") .. ": see Sources"
end

-- --- referrals by year --------------------------------------------------------------------------------------------

-- Only years with all four quarters: the series begins in the second quarter of 2009.
local by_year = data.nrm_referrals
  :group_by("year"):summarise("quarters = n_distinct(quarter)", "total = sum(people)")
  :filter("quarters == 4"):drop("quarters")
  :change { of = "total", over = "year", as = "change" }
local by_age = data.nrm_referrals:group_by("year", "age"):summarise("people = sum(people)")
local referrals = within(by_year:join(by_age:pivot { names = "age", values = "people" }, { on = "year" }))

-- The totals as each release printed them, each beside the count of the year before that had been released last by then.
local printed
do
  local releases = data.nrm_referrals_annual:sort("year", "released"):select("year", "people", "released", "source")
  local before = releases:mutate("year = year + 1"):select("year", "people", "released")
      :rename("before = people", "before_released = released")
  printed = releases:join(before, { on = "year", asof = { released = "before_released" } })
    :mutate("change = (people - before) / before * 100")
end
local printed_last = latest(printed, { "year" })

local of_year = { y = year }
local this_year = value(by_year, "total", "year == $y", of_year) or value(printed_last, "people", "year == $y", of_year)

-- The two claims that the report begins with.
local function claim_of(id) return data.claims:filter("claim == $id", { id = id }):to_list()[1] end
local growth_claim, referral_claim = claim_of("operations-growth-2018"), claim_of("cps-referral-share-2018")

-- Prosecutions that the Crown Prosecution Service flagged as modern slavery, whatever the charge.
local outcomes = data.criminal_justice
  :filter("unit == 'defendants' and ends_with(measure, 'flagged as modern slavery')")
  :select("period", "period_end", "year", "stage", "count", "source")
local calendar_years = "not starts_with(period, 'year ending')"

-- A report about a year of which nothing is known is no report.
if not this_year then
  lab.fail(("annual: no number of referrals in data/ is of %d; those there are of %d to %d"):format(year,
    by_year.year:min(), last_total))
end

-- The referrals of the year, and of which releases they and those of the year before are.
local function lead_of_referrals()
  local last = printed_last:filter("year == $y", of_year):to_list()[1]
  local series = by_year:filter("year == $y", of_year):to_list()[1]
  local released = series and data.nrm_referrals:sources()[1].date or last.released
  local before, before_released = last and last.before, last and last.before_released
  if series then
    before, before_released = value(by_year, "total", "year == $y", { y = year - 1 }), released
  end
  local change = before and (this_year - before) / before * 100
  local sentences = { ("In %d, %s potential victims were referred to the National Referral Mechanism%s."):format(year,
    count(this_year), change and (", %s the %s of the year before"):format(more_or_less(change), count(before)) or "") }
  if not change then
    sentences[2] = ("This is of the release of %s."):format(day_in_words(released))
  elseif released == before_released then
    sentences[2] = ("Both are of the release of %s."):format(day_in_words(released))
  else
    sentences[2] = ("The one is of the release of %s, the other of that of %s."):format(day_in_words(released),
      day_in_words(before_released))
  end
  if series and last and last.people ~= this_year then
    local later = last.released > released
    sentences[#sentences + 1] = (later and "A later release, of %s, has %s for %d." or "By %s the last total printed for the year was %s.")
      :format(day_in_words(last.released), count(last.people), year)
  end
  return table.concat(sentences, " ")
end

local function lead()
  local sentences = { lead_of_referrals() }
  local flagged = outcomes:filter(calendar_years .. " and year == $y", of_year)
  local prosecuted = value(flagged, "count", "stage == 'prosecuted'")
  local convicted = value(flagged, "count", "stage == 'convicted'")
  if prosecuted and convicted then
    sentences[#sentences + 1] = ("In the same year %s defendants were prosecuted in England and Wales in cases flagged as modern slavery "
      .. "and %s were convicted."):format(count(prosecuted), count(convicted))
  end
  sentences[#sentences + 1] = ("Two figures of 2019, growth of %s in police operations and %s of cases referred to prosecutors, stand without "
    .. "the counts behind them in what was read of the press release that prints them; this report says what published counts give instead.")
    :format(growth_claim.printed, referral_claim.printed)
  return table.concat(sentences, " ")
end

local r = lab.report {
  id = "annual",
  title = ("Modern slavery in the UK, %d"):format(year),
  subtitle = "Referrals, police operations, recorded offences, prosecutions and convictions, worked out from published tables",
  lead = lead(),
}

-- A table of the report, or a sentence in its place when no row is left. It cites what it shows, and what more stands in its notes.
local function show(t, options, ...)
  if #t == 0 then
    return r:para(("%s: none of the figures in data/ is of what was asked for, a report of %d and series from %d to %d."):format(options.title,
      year, from, to))
  end
  local shown = {}
  for i, column in ipairs(options.columns or t:column_names()) do shown[i] = type(column) == "table" and column.name or column end
  options.source = sources_of(t:select(shown), ...)
  return r:table(t, options)
end

-- A chart of the report, which cites what it draws.
local function draw(t, options)
  options.source = sources_of(t:select { options.x.field, options.y.field, options.color and options.color.field })
  return r:chart(t, options)
end

-- The columns of what an indicator gave: what it is by, the value with its interval, and the counts behind it.
local function indicator_columns(by, title, unit, numerator, denominator)
  local columns = table.move(by, 1, #by, 1, {})
  columns[#columns + 1] = { name = "value", title = title, unit = unit, type = "number", decimals = 1 }
  columns[#columns + 1] = { name = "lower", title = "95% from", unit = "", type = "number", decimals = 1 }
  columns[#columns + 1] = { name = "upper", title = "to", unit = "", type = "number", decimals = 1 }
  columns[#columns + 1] = { name = "numerator", title = numerator, type = "integer" }
  columns[#columns + 1] = { name = "denominator", title = denominator, type = "integer" }
  return columns
end

-- --- the claims of 2019 -------------------------------------------------------------------------------------------

-- What an interval beside a complete count is for: not the error of a sample.
local wilson = "Wilson interval, 95%: all cases are counted, and it says how far chance alone could move a share of so few."
local byar = "Byar's interval, 95%: all cases are counted, and it says how far chance alone could move a rate of so few."

local function only(one) return one:columns()[1][1] end

-- Rows { claim =, part =, whole =, printed = }, each of the last three a table of one cell (printed may be absent), as shares in percent
-- with their Wilson intervals. `first` is a row that is no share.
local function shares(list, first)
  local rows = { columns = { "claim", "printed", "value", "lower", "upper", "numerator", "denominator" }, types = { printed = "number" },
    first and first.row }
  local made_of = { first and first.made_of }
  for _, one in ipairs(list) do
    local part, whole = only(one.part), only(one.whole)
    local lower, upper = lab.interval("wilson", part, whole)
    rows[#rows + 1] = { claim = one.claim, printed = one.printed and only(one.printed), value = part / whole * 100, lower = lower * 100,
      upper = upper * 100, numerator = part, denominator = whole }
    made_of[#rows] = { one.part, one.whole, one.printed }
  end
  return lab.table(rows):made_of(made_of)
end

-- "about 1,500", "300"
local function worded(qualifier, n) return (qualifier == "exactly" and "" or qualifier .. " ") .. count(n) end

local operations = data.police_operations:filter("preferred"):sort("period_end")
do
  local rows = { columns = { "period", "words" } }
  for r in operations:rows() do rows[#rows + 1] = { period = r.period, words = worded(r.qualifier, r.operations) } end
  operations = operations:join(lab.table(rows), { on = "period" })
end
local recorded = latest(data.recorded_offences, { "period", "area" }):filter("area == 'England and Wales'")

-- Suspects referred to the CPS beside the offences recorded: those of the same release where there are any, else those of every
-- release, so that a ratio of two releases is seen to be one.
local cases
do
  local days = data.sources:select("source", "published"):rename("released_with = published")
  local joined = data.criminal_justice:filter("stage == 'referred' and unit == 'suspects'")
    :select("period", "period_end", "year", "count", "source"):join(days, { on = "source" }):rename("referred = count", "cps_source = source")
    :join(data.recorded_offences:filter("area == 'England and Wales'"):select("period", "offences", "basis", "released", "source"),
      { on = "period", expect = "1:m" })
    :mutate("one_release = text(released) == released_with")
  cases = joined:group_by("period"):filter("one_release or not any(one_release)"):sort("period_end", "released")
end
local function forces(step) return cell(data.foi, "forces", "step == $s", { s = step }) end

-- Every two rows of a table of counts, the earlier beside the later, and the growth from one to the other.
local function pairs_of(counts)
  -- Counts of two bases are set against each other on purpose: both stand beside each pair that is shown.
  local ends = counts:select("period", "period_end", "year", "operations", "words", "basis", "source"):mutate("all = 1")
    :roles { basis = "key" }
  return ends:join(ends, { on = "all", expect = "m:m", suffix = "_to" })
    :filter("period_end < period_end_to")
    :mutate("growth = (operations_to - operations) / operations * 100")
end

r:heading("What was claimed in 2019, and what published counts give")
r:para([[
  In March 2019 the charity Hestia published Underground Lives, on how police respond to victims of modern slavery. A figure
  can be checked only when the counts behind it are published.]])
do
  local claimed = data.claims:filter("source == 'hestia-2019'")
  local grown, growth = cell(claimed, "value", "claim == $c", { c = growth_claim.claim }), growth_claim.value
  local referred = cell(claimed, "value", "claim == $c", { c = referral_claim.claim })
  local nearest = pairs_of(operations):filter("year_to == $y", { y = tonumber(growth_claim.period) })
    :mutate("off = abs(growth - $g)", { g = growth }):sort("off"):head(1)
  local base, latest = nearest.operations[1], nearest.operations_to[1]
  local in_2018 = { p = "year ending March 2018" }
  local offences, suspects = cell(cases, "offences", "period == $p", in_2018), cell(cases, "referred", "period == $p", in_2018)
  local charged = cell(data.criminal_justice, "count", "stage == 'charged' and period == $p", in_2018)
  show(shares({
    { claim = ("%s of recorded cases were referred to the CPS [note 2]"):format(referral_claim.printed), part = suspects, whole = offences, printed = referred },
    { claim = "The same, if charged suspects were meant [note 3]", part = charged, whole = offences, printed = referred },
    { claim = ("%d of %d forces answered"):format(only(forces("answered")), only(forces("asked"))), part = forces("answered"), whole = forces("asked") },
    { claim = ("%d forces train continuously [note 4]"):format(only(forces("continuing training"))), part = forces("continuing training"), whole = forces("answered") },
  }, {
    row = { claim = ("Police operations grew by %s in %s [note 1]"):format(growth_claim.printed, growth_claim.period), printed = growth, value = (latest - base) / base * 100,
      lower = "[z]", upper = "[z]", numerator = latest - base, denominator = base },
    made_of = { grown, nearest:select("operations", "operations_to") },
  }), {
    title = "Claims of Underground Lives beside what published counts give",
    columns = indicator_columns({
      { name = "claim", title = "Claim", type = "text" },
      { name = "printed", title = "Printed", unit = "percent", type = "number", decimals = 0 },
    }, "Worked out", "percent", "Count", "Of"),
    missing = "[z]",
    notes = {
      ("Neither the base nor the end of the growth is stated in what was read. Shown is, of the intervals between the %d counts of operations "
        .. "in data/ that end in %s, the one nearest to it: %s to %s. The growth of a count has no interval."):format(#operations,
        growth_claim.period, nearest.period[1], nearest.period_to[1]),
      "No counts are stated in what was read. Shown are the suspects that police referred, per offence recorded, "
        .. in_2018.p .. ".",
      "Agrees with the printed figure, but is another measure: suspects charged per offence recorded, " .. in_2018.p .. ".",
      "Of the forces that answered. How the others train is not known.",
      "Intervals are Wilson's (1927), 95%: how far chance alone could move a share of so few cases. Suspects and offences are not "
        .. "the same units: one offence may have several suspects, and one suspect several offences. Where no percentage was printed stands [z].",
    },
  })
end

-- --- police operations --------------------------------------------------------------------------------------------

-- What the counts say of the growth that was claimed: all the intervals between them, those near the claim, and those that
-- begin or end with a count which is not printed but follows from a printed growth.
local function growth_claimed(counts, intervals)
  local claimed, year_of = growth_claim.value, tonumber(growth_claim.period)
  if #counts < 2 then return end

  -- A claim "2018-12 to 2019-12" of growth to a count that was read: the count that it says there was before.
  local implied = { columns = { "period", "period_end", "year", "operations", "words", "basis", "source" },
    types = { period_end = "date" } }
  local growths, made_of = data.claims:filter("measure == 'growth in police operations' and numerator is not missing"), {}
  for claim, i in growths:rows() do
    local year, month = claim.period:match("^(%d%d%d%d)%-(%d%d) to ")
    local before = claim.numerator / (1 + claim.value / 100)
    local less = claim.qualifier == "more than"
    local n = math.tointeger(less and math.ceil(before) or lab.round(before, 0))
    implied[#implied + 1] = { period = ("%s-%s"):format(year, month), period_end = ("%s-%s-28"):format(year, month),
      year = tonumber(year), operations = n, words = worded(less and "fewer than" or "about", n),
      basis = ("implied by %s"):format(claim.printed), source = claim.source }
    made_of[i] = growths:slice(i, i):select("value", "numerator")
  end
  local known = counts:select("period", "period_end", "year", "operations", "words", "basis", "source")
  local all = pairs_of(known:append(within(lab.table(implied):made_of(made_of))):sort("period_end"))
    :mutate("off = abs(growth - $g)", { g = claimed })
  local ending = all:filter("year_to == $y", { y = year_of }):sort("off"):head(8)

  local exact = intervals:filter("abs(growth - $g) < 0.5", { g = claimed })
  local nearest = intervals:mutate("off = abs(growth - $g)", { g = claimed }):sort("off"):head(1)
  local near = ("%s, from %s (%s) to %s (%s)"):format(percent(nearest.growth[1]), nearest.period[1],
    count(nearest.operations[1]), nearest.period_to[1], count(nearest.operations_to[1]))
  local sentence = #exact == 0
    and ("Between the %d counts in the table above lie %d intervals; none of these gives the %s claimed for %d. The nearest is %s.")
    or ("Between the %d counts in the table above lie %d intervals; the %s claimed for %d is given by %s.")
  r:para(sentence:format(#counts, #intervals, growth_claim.printed, year_of, near))
  if #ending == 0 then
    return r:para(("The claim is about %d, and no interval between the counts of the years asked for ends in it."):format(year_of))
  end
  show(ending:mutate("given = basis .. '; ' .. basis_to"):select("period", "words", "period_to", "words_to", "growth", "given"), {
    title = ("Intervals that end in %d, those nearest to %s first"):format(year_of, growth_claim.printed),
    columns = { { name = "period", title = "From" }, { name = "words", title = "Count then" }, { name = "period_to", title = "To" },
      { name = "words_to", title = "Count at the end" }, { name = "growth", title = "Growth", unit = "percent", decimals = 1 },
      { name = "given", title = "Counted by" } },
    notes = { ("The %d nearest of the intervals between the counts above and those that a printed growth implies: the later count / "
      .. "(1 + growth / 100), to a whole number."):format(#ending) },
  })
  local first = ending:to_list()[1]
  r:para(("Which two counts the %s compares is not known: what was read of the press release names neither, and none of the publications "
    .. "under Sources, as far as they were read, says it of one of the intervals listed. The nearest joins the count of %s (%s) with that of %s (%s); that the two count the same is not said either. What "
    .. "would settle it, a count for each month by the same police unit from the first half of 2017 to the end of 2018, is not "
    .. "among the %d counts above."):format(growth_claim.printed, first.period, first.basis, first.period_to, first.basis_to, #counts))
end

r:heading("Police operations")
do
  local steps = operations:mutate("before = lag(operations)",
    "months = integer(round(days_between(lag(period_end), period_end) / 30.4375))",
    "growth = (operations - before) / before * 100",
    "alike = basis == lag(basis) and area == lag(area) and area ~= 'not stated'")
  local shown = within(steps)
  local alike = shown:filter("alike").period:to_list()
  local notes = { ("Operations or investigations under way at a date, in the words of each source. Growth = (count - count before) / count "
    .. "before. The count and the one before it are of one body and one area in %s; elsewhere growth may be one of areas, of "
    .. "definitions or of who answered."):format(#alike == 0 and "no row" or table.concat(alike, ", ") .. " only") }
  local others = within(data.police_operations:filter("not preferred"))
  for other in others:rows() do
    notes[#notes + 1] = ("%s, %s: %s"):format(other.period, count(other.operations), other.note)
  end
  show(with_publishers(shown:mutate("basis = basis .. ', ' .. if_else(area == 'not stated', 'area not stated', area)")
    :select("period", "printed", "operations", "months", "growth", "basis", "source")), {
    title = "Live police operations and investigations on modern slavery, and growth since the count before",
    titles = { period = "Date", printed = "Printed", operations = "Count", months = "Months since", growth = "Growth",
      basis = "Counted by, area", publication = "Read in" },
    units = { growth = "percent", operations = "" }, decimals = { growth = 1 },
    notes = notes,
  }, others:select("operations"))

  local intervals = pairs_of(within(operations))
  show(intervals:select("period", "operations", "period_to", "growth")
    :pivot { names = "period_to", values = "growth" }, {
    title = "Growth between any two of these counts (percent)",
    titles = { period = "From", operations = "Count then" }, units = { operations = "" }, decimals = 1, missing = "[z]",
    notes = { "Read: from the date at the left to the date above. Growth = (later - earlier) / earlier. The later counts "
      .. "stand in the table above." },
  })
  growth_claimed(within(operations), intervals)

  local drawn = within(operations)
  if #drawn > 1 then
    local first, last = count(drawn.operations[1]), count(drawn.operations[#drawn])
    local peak = drawn:sort("-operations"):head(1)
    local ends_below = peak.period[1] ~= drawn.period[#drawn] and peak.period[1] ~= drawn.period[1]
    local course = ("%s in %s"):format(first, drawn.period[1])
      .. (ends_below and (", %s in %s"):format(count(peak.operations[1]), peak.period[1]) or "")
      .. (", %s in %s"):format(last, drawn.period[#drawn])
    draw(drawn, {
      mark = "line",
      title = "Live police operations: " .. course,
      alt = ("A line of live police operations: %s."):format(course),
      x = { field = "period_end", title = "Date" }, y = { field = "operations", title = "Live operations" },
    })
  end
end

-- --- cases that reached the Crown Prosecution Service -------------------------------------------------------------

r:heading("Recorded cases that reached the Crown Prosecution Service")
do
  local shown = within(cases)
  local notes = { wilson .. " Suspects and offences are not the same units, so this is a ratio read as a share." }
  local apart = shown:filter("not one_release").period:unique()
  if #apart > 0 then
    notes[2] = ("%s: of the release that gives the suspects no count of offences was read, and the ratio is one of two releases. It is "
      .. "shown for each release that gives offences."):format((table.concat(apart, ", "):gsub("^%l", string.upper)))
  end
  show(shown:indicator("cps_referral_rate", { by = { "period_end", "period", "released", "basis" }, columns = { recorded = "offences" } }), {
    title = "Suspects referred by police to the CPS per 100 offences recorded, England and Wales",
    columns = indicator_columns({ { name = "period", title = "Period" }, { name = "basis", title = "Offences as in" } }, "Referred", "percent",
      "Suspects referred", "Offences recorded"),
    notes = notes,
  })
end

-- --- the forces ---------------------------------------------------------------------------------------------------

r:heading("Police forces: answers and training")
show(shares {
  { claim = "answered the Freedom of Information request", part = forces("answered"), whole = forces("asked") },
  { claim = "have modern slavery in their continuing training", part = forces("continuing training"), whole = forces("answered") },
}, {
  title = "English police forces asked under the Freedom of Information Act",
  columns = indicator_columns({ { name = "claim", title = "Forces that", type = "text" } }, "Share", "percent", "Forces", "Of"),
  notes = { ("Wilson interval, 95%%. The forces that answered were not drawn at random: the interval shows how little %d answers say, "
    .. "not how the others differ. What was read of the press release of %s does not say when they were asked."):format(only(forces("answered")),
    day_in_words(data.foi.released[1])) },
})

-- --- referrals ----------------------------------------------------------------------------------------------------

r:heading("Referrals to the National Referral Mechanism")
local change_column = { name = "change", title = "Change on the year before", unit = "percent", decimals = 1 }
show(referrals, {
  title = "Potential victims referred, by year and age at exploitation, UK",
  columns = { "year", { name = "total", title = "All" }, change_column, { name = "adult", title = "Adults" },
    { name = "child", title = "Children" }, { name = "unknown", title = "Age unknown" } },
  notes = { "All quarters in one release of the Home Office (end of year summary 2023), so that years are comparable. 2009, "
    .. "which begins in its second quarter, is left out. Change = (year - year before) / year before." },
})
show(with_publishers(within(printed)), {
  title = "Potential victims referred, as each release printed them, UK",
  columns = { "year", { name = "people", title = "Referred", unit = "" }, { name = "released", title = "Released" },
    { name = "before", title = "Year before", unit = "", type = "integer" }, { name = "before_released", title = "Its release", type = "date" },
    { name = "change", title = "Change", unit = "percent", decimals = 1 }, { name = "publication", title = "Read in" } },
  notes = { ("Years after %d stand only here. Vintages differ by a few people from the series above, because earlier quarters "
    .. "are revised. Year before: the last figure that had been released by then. Where its release is another one, the change is "
    .. "one of two releases. Change = (referred - year before) / year before."):format(last_by_age) },
})
if #referrals > 1 then
  local first, last = referrals:to_list()[1], referrals:to_list()[#referrals]
  draw(referrals:unpivot { columns = { "adult", "child" }, names = "age", values = "people" }
    :mutate("age = if_else(age == 'child', 'Children', 'Adults')"), {
    mark = "line",
    title = ("Adults referred went from %s in %d to %s in %d, children from %s to %s"):format(count(first.adult), first.year,
      count(last.adult), last.year, count(first.child), count(last.child)),
    alt = ("Two lines from %d to %d. Adults go from %s to %s, children from %s to %s."):format(first.year, last.year,
      count(first.adult), count(last.adult), count(first.child), count(last.child)),
    x = { field = "year", title = "Year" }, y = { field = "people", title = "People referred" },
    color = { field = "age", title = "Age" },
  })
end
show(within(data.nrm_referrals):join(by_year, { on = "year", how = "semi" }):indicator("child_share", { by = "year" }), {
  title = "Children among those referred, UK",
  columns = indicator_columns({ "year" }, "Children", "percent", "Children", "All referred"),
  notes = { wilson .. " All referred includes people of unknown age." },
})
do
  local people = data.population:filter("area == 'UK'"):select("year", "people", "basis", "source"):rename("population = people")
  local rated = within(by_year:join(people, { on = "year", how = "inner" }))
  local notes = { byar .. " Not everyone who is referred lives in the UK when the estimate is made." }
  if #rated.basis:unique() > 1 then
    notes[2] = "The estimates are of different publications, and may rest on different censuses: each rate is one of its year, and their "
      .. "difference is partly one of estimates."
  end
  show(rated:indicator("rate_per_100k", { by = { "year", "basis" }, columns = { people = "total" } }), {
    title = "Referrals per 100,000 people, UK, in years for which a population estimate was read",
    columns = indicator_columns({ "year", { name = "basis", title = "Estimate of the population" } }, "Referrals per 100,000 people", "",
      "Referrals", "People"),
    notes = notes,
  })
end

-- --- who refers ---------------------------------------------------------------------------------------------------

r:heading("Who refers")
do
  local responders = data.nrm_first_responders:filter("year == $y", of_year)
  local quarters = #responders.quarter:unique()
  local shares = responders:group_by("responder_type"):summarise("part = sum(people)"):mutate("whole = sum(part)")
    :indicator("share", { by = "responder_type" }):sort("-value")
  show(shares, {
    title = ("First responders that made the referrals of %d%s, UK"):format(year,
      quarters > 0 and quarters < 4 and (" (%d quarters)"):format(quarters) or ""),
    columns = indicator_columns({ { name = "responder_type", title = "First responder" } }, "Share", "percent", "Referrals", "Of"),
    notes = { "As first published each quarter, which is why the sum differs a little from the year's revised total. In no "
      .. "responder's table: counted by the bulletin of its quarter, and by no table of first responders." },
  })
  local known = shares:filter("responder_type ~= $none", { none = "in no responder's table" })
  if #known > 0 then
    local most, least = known.responder_type[1], known.responder_type[#known]
    draw(known, {
      mark = "bar", decimals = { value = 1 },
      title = ("%s made the most referrals in %d"):format((most:gsub("^%l", string.upper)), year),
      alt = ("Bars of the share of referrals by kind of first responder, from %s (%s) down to %s (%s)."):format(most,
        percent(known.value[1]), least, percent(known.value[#known])),
      x = { field = "value", title = "Share of referrals (percent)" },
      y = { field = "responder_type", title = "First responder" },
    })
  end
end

-- --- recorded offences --------------------------------------------------------------------------------------------

r:heading("Offences recorded by the police")
do
  local national = data.recorded_offences
    :filter("starts_with(area, 'England and Wales') and starts_with(period, 'year ending March')")
    :sort("area", "period_end", "released"):change { of = "offences", over = "year", by = { "area", "basis" }, as = "change" }
  local shown = within(national)
  local notes = { "Change is worked out between two years of one area in one release (as in) only: (year - year before) / year before. "
    .. "Greater Manchester Police could not supply 2019/20." }
  local alone = data.claims:filter("measure == 'growth in recorded modern slavery offences' and numerator in $shown "
    .. "and denominator is missing", { shown = #shown > 0 and shown.offences:to_list() or { 0 } })
  for claim in alone:rows() do
    notes[#notes + 1] = ("The publication that printed %s printed %s growth from the year before, %s; the count of that year was not read in it.")
      :format(count(claim.numerator), claim.printed, (claim.period:gsub(" to .*$", "")))
  end
  show(with_publishers(shown:select("area", "period", "offences", "change", "basis", "source")), {
    title = "Modern slavery offences recorded by the police",
    titles = { offences = "Offences", change = "Change on the year before", basis = "As in", publication = "Read in" },
    units = { change = "percent", offences = "" }, decimals = { change = 1 }, notes = notes,
  }, alone:select("printed", "numerator"))
end

-- --- prosecutions and convictions ---------------------------------------------------------------------------------

r:heading("Prosecutions and convictions")
do
  local courts = within(outcomes:drop("source"):pivot { names = "stage", values = "count" }
    :filter("prosecuted is not missing and convicted is not missing"):sort("period_end"))
  local notes = { wilson .. " Flagged: the case was marked as modern slavery by the Crown Prosecution Service, whatever "
    .. "the charge. Years ending March and calendar years overlap, and are of different answers." }
  -- Periods of which the prosecutions were read and of the convictions only a percentage.
  local shares = within(data.claims:filter("numerator is missing and denominator is not missing")
    :join(outcomes:filter("stage == 'prosecuted'"):select("period", "period_end", "year", "count"), { on = "period", how = "inner" })
    :filter("denominator == count"):sort("period_end"))
  for claim in shares:rows() do
    notes[#notes + 1] = ("%s: %s were prosecuted and %s of them convicted, a percentage printed without its count."):format(
      (claim.period:gsub("^%l", string.upper)), count(claim.denominator), claim.printed)
  end
  show(courts:indicator("conviction_rate", { by = { "period_end", "period" } }), {
    title = "Defendants convicted in completed prosecutions flagged as modern slavery, England and Wales",
    columns = indicator_columns({ { name = "period", title = "Period" } }, "Convicted", "percent", "Convicted", "Prosecuted"),
    notes = notes,
  }, shares:select("printed", "denominator"))
  local drawn = within(outcomes:filter("stage in ('prosecuted', 'convicted') and " .. calendar_years)):sort("stage", "year")
  if #drawn > 2 then
    -- "defendants convicted, from 251 in 2019 to 353 in 2024"
    local function course(stage)
      local line = drawn:filter("stage == $s", { s = stage }):to_list()
      local first, last = line[1], line[#line]
      return first and ("defendants %s, from %s in %d to %s in %d"):format(stage, count(first.count), first.year, count(last.count),
        last.year), last
    end
    local prosecuted, last_prosecuted = course("prosecuted")
    local convicted, last_convicted = course("convicted")
    draw(drawn:mutate("stage = if_else(stage == 'convicted', 'Convicted', 'Prosecuted')"), {
      mark = "line",
      title = ("%s prosecuted%s, %s convicted in %d"):format(count(last_prosecuted.count),
        last_prosecuted.year ~= last_convicted.year and " in " .. last_prosecuted.year or "", count(last_convicted.count),
        last_convicted.year),
      alt = ("Two lines: %s; %s."):format(prosecuted, convicted),
      x = { field = "year", title = "Year" }, y = { field = "count", title = "Defendants" },
      color = { field = "stage", title = "Stage" },
    })
  end
end

-- --- from referral to conviction ----------------------------------------------------------------------------------

r:heading("From referral to conviction")
r:para([[
  The steps below are counted in different units (people referred, decisions, offences, suspects, defendants) and of one
  year each: they are not the same people followed through. A row is there when a published count for the year was read.]])
do
  local steps, referred = {}, nil
  -- A row for the step: the sum of a column.
  local function step(name, unit, area, t, column)
    local one = t:summarise { { "count", lab.col[column]:sum() } }:filter("count > 0")
    referred = referred or one:rename("referred = count"):mutate("all = 1")
    steps[#steps + 1] = one:mutate({ { "step", lab.lit(name) }, { "unit", lab.lit(unit) }, { "area", lab.lit(area) }, { "all", lab.lit(1) } })
      :join(referred, "all"):mutate("per = count / referred * 100")
  end
  local function positive(t) return t:filter("year == $y and outcome == 'positive'", of_year) end
  local in_series = by_year:filter("year == $y", of_year)
  if #in_series > 0 then
    step("Referred", "potential victims", "UK", in_series, "total")
  else
    step("Referred", "potential victims", "UK", printed_last:filter("year == $y", of_year):head(1), "people")
  end
  step("Reasonable grounds: positive decisions", "decisions", "UK", positive(data.nrm_reasonable_grounds), "decisions")
  step("Conclusive grounds: positive decisions", "decisions", "UK", positive(data.nrm_conclusive_grounds), "decisions")
  local next_march = recorded:filter("period == $p", { p = ("year ending March %d"):format(year + 1) })
  step("Recorded by the police, in the financial year that begins in April", "offences", "England and Wales",
    next_march:head(1), "offences")
  local of_calendar_year = data.criminal_justice:filter("period == $p and unit == 'defendants' "
    .. "and not contains(measure, 'principal offence')", { p = tostring(year) })
  for _, stage in ipairs {
    { "referred", "Referred to the CPS" }, { "charged", "Charged" },
    { "prosecuted", "Prosecuted (flagged cases)" }, { "convicted", "Convicted (flagged cases)" },
  } do
    local kept = of_calendar_year:filter("stage == $s", { s = stage[1] })
    step(stage[2], "defendants", "England and Wales", kept:head(1), "count")
  end
  local rows = steps[1]:append(table.unpack(steps, 2))
  if #rows > 0 then
    show(rows, {
      title = ("Counted at each step in %d"):format(year),
      columns = { { name = "step", title = "Step", type = "text" }, { name = "unit", title = "Counted", type = "text" },
        { name = "area", title = "Area", type = "text" }, { name = "count", title = "Number", type = "integer" },
        { name = "per", title = "Per 100 referrals", type = "number", decimals = 1 } },
      notes = { "Per 100 referrals = number / referrals of the year. It compares sizes; it is no chance of one person." },
    })
  else
    r:para(("No published count of any step was found for %d."):format(year))
  end
end

-- --- by force -----------------------------------------------------------------------------------------------------

r:heading("By police force")
do
  local sample = data.nrm_referrals_by_force:filter("role == 'investigating' and period == $p", { p = tostring(year) })
    :sort("-people")
  show(with_publishers(sample:select("force", "people", "children", "source")), {
    title = ("Referrals sent to police forces in %d, for the forces of which a figure was read"):format(year),
    titles = { force = "Police force", people = "Referred", children = "Of them children",
      publication = "Published by" },
    units = { people = "", children = "" },
    notes = { "A sample, chosen by who was written about, and no ranking." },
  })
  local concluded = data.force_outcomes:filter("concluded is not missing")
  show(concluded:indicator("charge_rate", { by = { "force", "period" } }), {
    title = "Concluded modern slavery investigations in which a suspect was charged",
    columns = indicator_columns({ { name = "force", title = "Police force" }, { name = "period", title = "Period" } },
      "Charged", "percent", "Charged", "Concluded"),
    notes = { wilson },
  })
end

-- --- other claims -------------------------------------------------------------------------------------------------

r:heading("Percentages that were printed elsewhere")
do
  local others = data.claims:filter("source ~= 'hestia-2019'")
    :mutate("subject = measure .. ', ' .. area .. ', ' .. period",
      "worked_out = if_else(kind == 'growth', numerator / denominator - 1, numerator / denominator) * 100")

  -- Whether the counts give the percentage, at the decimals with which it was printed.
  local function verdict(claim)
    if claim.qualifier == "more than" then return claim.worked_out > claim.value and "yes" or "no" end
    local decimals = #(claim.printed:match("%d%.(%d+)") or "")
    if lab.round(claim.worked_out, decimals) == claim.value then return "yes" end
    return claim.qualifier == "about" and "about" or "no"
  end
  local rows, notes = { columns = { "claim", "given" } }, {}
  local checked = others:filter("worked_out is not missing")
  for claim in checked:rows() do
    rows[#rows + 1] = { claim = claim.claim, given = verdict(claim) }
    if claim.note and rows[#rows].given ~= "yes" then notes[#notes + 1] = ("%s: %s"):format(claim.printed, claim.note) end
  end
  local apart = checked:filter("numerator_source ~= denominator_source").printed:to_list()
  if #apart > 0 then
    notes[#notes + 1] = ("The two counts are of different publications: %s."):format(table.concat(apart, ", "))
  end
  notes[#notes + 1] = "Worked out = count / of, or (count - of) / of where growth is claimed. Given: whether that is the "
    .. "percentage, to the decimals that were printed."
  show(checked:join(lab.table(rows), { on = "claim" }), {
    title = "Printed percentages whose two counts were read, and what these give",
    columns = { { name = "subject", title = "Percentage" }, { name = "printed", title = "Printed" },
      { name = "worked_out", title = "Worked out", unit = "percent", decimals = 2 }, { name = "given", title = "Given", type = "text" },
      { name = "numerator", title = "Count" }, { name = "denominator", title = "Of" } },
    notes = notes,
  })
  local unchecked = others:filter("worked_out is missing")
  show(unchecked, {
    title = "Printed percentages of which two counts were not read",
    columns = { { name = "subject", title = "Percentage" }, { name = "printed", title = "Printed" },
      { name = "numerator", title = "Count" }, { name = "denominator", title = "Of" } },
    notes = { ("Of none of these %d were both counts read."):format(#unchecked) },
  })
end

-- --- sources ------------------------------------------------------------------------------------------------------

r:heading("Sources")
for _, source in ipairs(used) do r:source(source) end

r:write()
