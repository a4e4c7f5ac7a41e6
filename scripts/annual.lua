-- annual.lua - modern slavery in the United Kingdom: from referral to conviction
--
--     slavelab scripts/annual.lua [--year 2023] [--from 2014] [--to 2023] [-f html -o annual.html]
--
-- Every figure is worked out here from the tables of data/, with its numerator, its denominator and its source beside it.
-- What was claimed in 2019 and cannot be worked out from published counts is said so, next to what can.

local arguments = require "lib.arguments"
local number = require "lib.number"

local data = lab.package("data")

-- --- what the report is about --------------------------------------------------------------------------------------------

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

-- --- words ---------------------------------------------------------------------------------------------------------------

local function count(n) return number.format(n) end
local function percent(x) return number.format(x, { decimals = 1 }) .. "%" end

-- "0.5% more than"
local function more_or_less(change)
  return ("%s %s than"):format(percent(math.abs(change)), change < 0 and "less" or "more")
end

-- The value of a column in the one row that is kept; nil when there is none.
local function value(t, column, where, params)
  local rows = t:filter(where, params)
  return #rows > 0 and rows:col(column)[1] or nil
end

-- --- sources ---------------------------------------------------------------------------------------------------------------

-- Every publication whose figures the report shows, in the order of first use: they are listed in full at its end.
local used, is_used = {}, {}

-- The publications that the rows of tables name in their column source. Two or three are named in full where they are used,
-- more by publisher and date, since the list at the end has the rest.
local function sources_of(...)
  local list, seen = {}, {}
  for _, t in ipairs { ... } do
    for _, id in ipairs(t:col("source"):unique()) do
      if not seen[id] then
        seen[id] = true
        local s = data.sources:filter("source == $id", { id = id })
        list[#list + 1] = { title = s.title[1], publisher = s.publisher[1], date = s.published[1], url = s.url[1], licence = s.licence[1] }
        if not is_used[id] then used[#used + 1], is_used[id] = list[#list], true end
      end
    end
  end
  if #list <= 3 then return list end
  local names = {}
  for i, s in ipairs(list) do names[i] = s.date and ("%s (%s)"):format(s.publisher, s.date) or s.publisher end
  return table.concat(names, "; ") .. ": see Sources"
end

-- --- referrals by year -----------------------------------------------------------------------------------------------------

-- Only years with all four quarters: the series begins in the second quarter of 2009.
local by_year = data.nrm_referrals:group_by("year"):summarise("quarters = n_distinct(quarter)", "total = sum(people)")
  :filter("quarters == 4"):drop("quarters"):change { of = "total", over = "year", as = "change" }
local by_age = data.nrm_referrals:group_by("year", "age"):summarise("people = sum(people)")
local referrals = within(by_year:join(by_age:pivot { names = "age", values = "people" }, { on = "year" }))

local this_year = value(by_year, "total", "year == $y", { y = year }) or
  value(data.nrm_referrals_annual, "people", "preferred and year == $y", { y = year })
local printed = data.nrm_referrals_annual:filter("preferred"):select("year", "vintage", "people", "source")
  :change { of = "people", over = "year", as = "change" }

local function lead()
  local sentences = {}
  if not this_year then
    return ("No published number of referrals was found for %d; the series run from %d to %d."):format(year,
      data.nrm_referrals.year:min(), last_total)
  end
  local change = value(by_year, "change", "year == $y", { y = year }) or value(printed, "change", "year == $y", { y = year })
  sentences[1] = ("In %d, %s potential victims were referred to the National Referral Mechanism%s."):format(year, count(this_year),
    change and (", %s the year before"):format(more_or_less(change)) or "")
  local flagged = "measure == $m and year == $y and unit == 'defendants' and not starts_with(period, 'year ending')"
  local function defendants(measure) return value(data.criminal_justice, "count", flagged, { m = measure, y = year }) end
  local prosecuted = defendants("defendants in completed prosecutions flagged as modern slavery")
  local convicted = defendants("defendants convicted in prosecutions flagged as modern slavery")
  if prosecuted and convicted then
    sentences[2] = ("In the same year %s defendants were prosecuted in England and Wales in cases flagged as modern slavery and "
      .. "%s were convicted."):format(count(prosecuted), count(convicted))
  end
  sentences[#sentences + 1] = "Two figures of 2019, growth of 250% in police operations and 7% of cases referred to prosecutors, "
    .. "were printed without the counts behind them; this report says what published counts give instead."
  return table.concat(sentences, " ")
end

local r = lab.report {
  id = "annual",
  title = ("Modern slavery in the UK, %d"):format(year),
  subtitle = "Referrals, police operations, recorded offences, prosecutions and convictions: figures worked out from published tables",
  lead = lead(),
}

-- A table of the report, or a sentence in its place when no row is left.
local function show(t, options)
  if #t == 0 then
    return r:para(("%s: no published figure was found for the years asked for."):format(options.title))
  end
  return r:table(t, options)
end

-- --- the claims of 2019 ------------------------------------------------------------------------------------------------------

-- A share in percent with its Wilson interval, as a row of the table of claims.
local function share(claim, printed_value, numerator, denominator)
  local lower, upper = lab.interval("wilson", numerator, denominator)
  return { claim = claim, printed = printed_value, derived = numerator / denominator * 100, lower = lower * 100, upper = upper * 100,
    numerator = numerator, denominator = denominator }
end

local operations = data.police_operations:filter("preferred"):sort("period_end")
local cases = data.criminal_justice:filter("stage == 'referred' and unit == 'suspects'"):select("period", "period_end", "year", "count", "source")
  :rename("referred = count", "cps_source = source")
  :join(data.recorded_offences:filter("area == 'England and Wales' and preferred"):select("period", "offences", "source"), { on = "period" })
local case_sources = { cases, cases:select("cps_source"):rename("source = cps_source") }
local foi = data.foi
local function forces(step) return value(foi, "forces", "step == $s", { s = step }) end

r:heading("What was claimed in 2019, and what published counts give")
r:para([[
  In March 2019 the charity Hestia published Underground Lives, on how police respond to victims of modern slavery. Its figures
  were widely quoted. A figure can be checked only when the counts behind it are published.]])
do
  local claimed = data.claims:filter("source == 'hestia-2019'")
  local growth = value(claimed, "value", "measure == 'growth in police operations'")
  local referred = value(claimed, "value", "measure == 'recorded cases referred to the CPS'")
  local base, latest = operations.operations[1], value(operations, "operations", "period == '2018-02'")
  local in_2018 = "year ending March 2018"
  local offences = value(cases, "offences", "period == $p", { p = in_2018 })
  local suspects = value(cases, "referred", "period == $p", { p = in_2018 })
  local charged = value(data.criminal_justice, "count", "stage == 'charged' and period == $p", { p = in_2018 })
  local rows = {
    { claim = "Police operations grew by 250% in 2018 [note 1]", printed = growth, derived = (latest - base) / base * 100,
      numerator = latest - base, denominator = base, lower = "[z]", upper = "[z]" },
    share("7% of recorded cases were referred to the CPS [note 2]", referred, suspects, offences),
    share("The same, if charged suspects were meant [note 3]", referred, charged, offences),
    share("29 of 39 forces answered", nil, forces("answered"), forces("asked")),
    share("2 forces train continuously [note 4]", nil, forces("continuing training"), forces("answered")),
  }
  r:table(rows, {
    title = "Claims of Underground Lives beside what published counts give",
    columns = {
      { name = "claim", title = "Claim", type = "text" }, { name = "printed", title = "Printed", unit = "percent", type = "number", decimals = 0 },
      { name = "derived", title = "Worked out", unit = "percent", type = "number", decimals = 1 },
      { name = "lower", title = "95% from", type = "number", decimals = 1 }, { name = "upper", title = "to", type = "number", decimals = 1 },
      { name = "numerator", title = "Count", type = "integer" }, { name = "denominator", title = "Of", type = "integer" },
    },
    missing = "none",
    notes = {
      "Cannot be derived: neither the base nor the end of the growth is stated. Shown is December 2016 to February 2018; all other intervals "
        .. "follow under Police operations. The growth of a count has no interval.",
      "Cannot be derived: no counts are stated. Shown are the suspects that police referred, per offence recorded, " .. in_2018 .. ".",
      "Agrees with the printed figure, but is another measure: suspects charged per offence recorded, " .. in_2018 .. ".",
      "Of the forces that answered. How the others train is not known.",
      "Intervals are Wilson's (1927), 95%. Suspects and offences are not the same units: one offence may have several suspects, and one suspect "
        .. "several offences. None: no percentage was printed.",
    },
    source = sources_of(claimed, operations:head(3), foi, table.unpack(case_sources)),
  })
end

-- --- police operations ---------------------------------------------------------------------------------------------------------

r:heading("Police operations")
do
  local months = "12 * (year(period_end) - year(lag(period_end))) + month(period_end) - month(lag(period_end))"
  local steps = operations:mutate("before = lag(operations)", "months = " .. months,
    "growth = (operations - before) / before * 100")
  show(within(steps):select("period", "operations", "before", "months", "growth", "source"), {
    title = "Live police operations on modern slavery, UK, and growth since the count before",
    titles = { period = "Date", before = "Count before", months = "Months between", growth = "Growth" },
    units = { growth = "percent" }, decimals = { growth = 1 },
    notes = { "Operations under way at a date. Growth = (operations - count before) / count before.",
      "Counts from August 2017 on, except those of February 2018, October and December 2021, are minima (\"at least\")." },
    source = sources_of(operations),
  })
  local ends = operations:select("period", "period_end", "operations"):mutate("all = 1")
  local pairs_of = ends:join(ends, { on = "all", expect = "m:m", suffix = "_to" }):filter("period_end < period_end_to")
    :mutate("growth = (operations_to - operations) / operations * 100")
  local spread = within(pairs_of:mutate("year = year(period_end)"))
  show(spread:select("period", "operations", "period_to", "growth"):pivot { names = "period_to", values = "growth" }, {
    title = "Growth of live police operations between any two counts, UK (percent)",
    titles = { period = "From", operations = "Count then" }, units = { operations = "" }, decimals = 1, missing = "·",
    notes = { "Read: from the date at the left to the date above. Growth = (later - earlier) / earlier. The later counts stand in the table above." },
    source = sources_of(operations),
  })
  local nearest = pairs_of:mutate("off = abs(growth - 250)"):sort("off"):head(1)
  if #nearest > 0 then
    r:para(("No two published counts give the 250%% claimed for 2018. The nearest is %s, from %s (%s operations) to %s (%s)."):format(
      percent(nearest.growth[1]), nearest.period[1], count(nearest.operations[1]), nearest.period_to[1], count(nearest.operations_to[1])))
  end
  local drawn = within(operations)
  if #drawn > 1 then
    r:chart(drawn, {
      mark = "line", title = ("Live police operations went from %s to %s"):format(count(drawn.operations[1]), count(drawn.operations[#drawn])),
      alt = ("A line of live police operations from %s in %s to %s in %s."):format(count(drawn.operations[1]), drawn.period[1],
        count(drawn.operations[#drawn]), drawn.period[#drawn]),
      x = { field = "period_end", title = "Date" }, y = { field = "operations", title = "Live operations" }, source = sources_of(drawn),
    })
  end
end

-- --- cases that reached the Crown Prosecution Service --------------------------------------------------------------------------

r:heading("Recorded cases that reached the Crown Prosecution Service")
show(within(cases):indicator("cps_referral_rate", { by = "period", columns = { recorded = "offences" } }), {
  title = "Suspects referred by police to the CPS per 100 offences recorded, England and Wales",
  columns = { { name = "period", title = "Period" }, { name = "value", title = "Referred", unit = "percent", decimals = 1 },
    { name = "lower", title = "95% from", unit = "", decimals = 1 }, { name = "upper", title = "to", unit = "", decimals = 1 },
    { name = "numerator", title = "Suspects referred" }, { name = "denominator", title = "Offences recorded" } },
  notes = { "Wilson interval, 95%. Suspects and offences are not the same units, so this is a ratio read as a share." },
  source = sources_of(table.unpack(case_sources)),
})

-- --- the forces -------------------------------------------------------------------------------------------------------------------

r:heading("Police forces: answers and training")
do
  local answers = {
    share("answered the Freedom of Information request", nil, forces("answered"), forces("asked")),
    share("have modern slavery in their continuing training", nil, forces("continuing training"), forces("answered")),
  }
  r:table(answers, {
    title = "English police forces asked in 2018 under the Freedom of Information Act",
    columns = { { name = "claim", title = "Forces that", type = "text" }, { name = "derived", title = "Share", unit = "percent", type = "number", decimals = 1 },
      { name = "lower", title = "95% from", type = "number", decimals = 1 }, { name = "upper", title = "to", type = "number", decimals = 1 },
      { name = "numerator", title = "Forces", type = "integer" }, { name = "denominator", title = "Of", type = "integer" } },
    notes = { "Wilson interval, 95%. The forces that answered were not drawn at random: the interval shows how little 29 answers say, not how the others differ." },
    source = sources_of(foi),
  })
end

-- --- referrals -------------------------------------------------------------------------------------------------------------------

r:heading("Referrals to the National Referral Mechanism")
show(referrals, {
  title = "Potential victims referred, by year and age at exploitation, UK",
  columns = { "year", { name = "total", title = "All" }, { name = "change", title = "Change on the year before", unit = "percent", decimals = 1 },
    { name = "adult", title = "Adults" }, { name = "child", title = "Children" }, { name = "unknown", title = "Age unknown" } },
  notes = { "All quarters in one release of the Home Office (end of year summary 2023), so that years are comparable. 2009, which begins in "
    .. "its second quarter, is left out. Change = (year - year before) / year before." },
  source = sources_of(data.nrm_referrals),
})
show(within(printed), {
  title = "Potential victims referred, latest printed figure of each year, UK",
  columns = { "year", { name = "people", title = "Referred" }, { name = "change", title = "Change on the year before", unit = "percent", decimals = 1 },
    { name = "vintage", title = "Vintage" }, { name = "source", title = "Source" } },
  notes = { "Years after 2023 stand only here. Vintages differ by a few people from the series above, because earlier quarters are revised." },
  source = sources_of(within(printed)),
})
if #referrals > 1 then
  local ages = within(by_age:filter("age ~= 'unknown'")):join(by_year:select("year"), { on = "year", how = "semi" })
    :mutate("age = if_else(age == 'child', 'Children', 'Adults')")
  local first, last = referrals.year[1], referrals.year[#referrals]
  local function at(column, row) return referrals:col(column)[row] end
  r:chart(ages, {
    mark = "line", title = ("Referrals went from %s in %d to %s in %d"):format(count(referrals.total[1]), first, count(referrals.total[#referrals]), last),
    alt = ("Two lines from %d to %d. Adults go from %s to %s, children from %s to %s."):format(first, last, count(at("adult", 1)),
      count(at("adult", #referrals)), count(at("child", 1)), count(at("child", #referrals))),
    x = { field = "year", title = "Year" }, y = { field = "people", title = "People referred" }, color = { field = "age", title = "Age" },
    source = sources_of(data.nrm_referrals),
  })
end
do
  local whole_years = within(data.nrm_referrals):join(by_year, { on = "year", how = "semi" })
  show(whole_years:indicator("child_share", { by = "year" }), {
    title = "Children among those referred, UK",
    columns = { "year", { name = "value", title = "Children", unit = "percent", decimals = 1 }, { name = "lower", title = "95% from", unit = "", decimals = 1 },
      { name = "upper", title = "to", unit = "", decimals = 1 }, { name = "numerator", title = "Children" }, { name = "denominator", title = "All referred" } },
    notes = { "Wilson interval, 95%. All referred includes people of unknown age." },
    source = sources_of(data.nrm_referrals),
  })
end
do
  local people = data.population:filter("area == 'UK'"):select("year", "people", "source"):rename("population = people", "population_source = source")
  local rated = within(by_year:join(people, { on = "year", how = "inner" }))
  show(rated:indicator("rate_per_100k", { by = "year", columns = { people = "total" } }), {
    title = "Referrals per 100,000 people, UK, in years for which a population estimate was read",
    columns = { "year", { name = "value", title = "Referrals per 100,000 people", decimals = 1 }, { name = "lower", title = "95% from", unit = "", decimals = 1 },
      { name = "upper", title = "to", unit = "", decimals = 1 }, { name = "numerator", title = "Referrals" }, { name = "denominator", title = "People (mid-year)" } },
    notes = { "Byar's interval, 95%. Not everyone who is referred lives in the UK when the estimate is made." },
    source = sources_of(data.nrm_referrals, rated:rename("source = population_source")),
  })
end

-- --- who refers ------------------------------------------------------------------------------------------------------------------

r:heading("Who refers")
do
  local responders = data.nrm_first_responders:filter("year == $y", { y = year })
  local quarters = #responders > 0 and responders:summarise("n = n_distinct(quarter)").n[1] or 0
  local shares = responders:group_by("responder_type"):summarise("people = sum(people)")
    :mutate("all = sum(people)"):sort("-people")
  local of_all = lab.indicator {
    id = "responder_share", title = "Share of referrals", unit = "percent", needs = { "people", "all" },
    numerator = "sum(people)", denominator = "sum(all)", interval = "wilson",
  }
  local t = shares:indicator(of_all, { by = "responder_type" }):sort("-value")
  show(t, {
    title = ("First responders that made the referrals of %d%s, UK"):format(year, quarters > 0 and quarters < 4 and (" (%d quarters)"):format(quarters) or ""),
    columns = { { name = "responder_type", title = "First responder" }, { name = "value", title = "Share", unit = "percent", decimals = 1 },
      { name = "lower", title = "95% from", unit = "", decimals = 1 }, { name = "upper", title = "to", unit = "", decimals = 1 },
      { name = "numerator", title = "Referrals" }, { name = "denominator", title = "Of" } },
    notes = { "As first published each quarter, which is why the sum differs a little from the year's revised total. Referrals by the police are "
      .. "what the other kinds leave of the printed total." },
    source = sources_of(responders),
  })
  if #t > 0 then
    r:chart(t, {
      mark = "bar", title = ("%s made the most referrals in %d"):format((t.responder_type[1]:gsub("^%l", string.upper)), year),
      alt = ("Bars of the share of referrals by kind of first responder, from %s (%s) down to %s (%s)."):format(t.responder_type[1],
        percent(t.value[1]), t.responder_type[#t], percent(t.value[#t])),
      x = { field = "value", title = "Share of referrals (percent)" }, y = { field = "responder_type", title = "First responder" },
      source = sources_of(responders),
    })
  end
end

-- --- recorded offences -----------------------------------------------------------------------------------------------------------

r:heading("Offences recorded by the police")
do
  local national = data.recorded_offences:filter("preferred and area in ('England and Wales', 'England and Wales excluding Greater Manchester') "
    .. "and starts_with(period, 'year ending March')"):sort("area", "period_end")
  local recorded = national:change { of = "offences", over = "year", by = "area", as = "change" }
  show(within(recorded):select("area", "period", "offences", "change", "source"), {
    title = "Modern slavery offences recorded by the police",
    titles = { offences = "Offences", change = "Change on the year before" }, units = { change = "percent" }, decimals = { change = 1 },
    notes = { "Only years of one area are compared: Greater Manchester Police could not supply 2019/20. Change = (year - year before) / year before." },
    source = sources_of(recorded),
  })
end

-- --- prosecutions and convictions ---------------------------------------------------------------------------------------------------

local outcomes = data.criminal_justice:filter("unit == 'defendants' and ends_with(measure, 'flagged as modern slavery')")
  :select("period", "period_end", "year", "stage", "count", "source")
local courts = outcomes:drop("source"):pivot { names = "stage", values = "count" }:filter("prosecuted is not missing and convicted is not missing")
  :sort("period_end")

r:heading("Prosecutions and convictions")
show(within(courts):indicator("conviction_rate", { by = { "period_end", "period" } }), {
  title = "Defendants convicted in completed prosecutions flagged as modern slavery, England and Wales",
  columns = { { name = "period", title = "Period" }, { name = "value", title = "Convicted", unit = "percent", decimals = 1 },
    { name = "lower", title = "95% from", unit = "", decimals = 1 }, { name = "upper", title = "to", unit = "", decimals = 1 },
    { name = "numerator", title = "Convicted" }, { name = "denominator", title = "Prosecuted" } },
  notes = { "Wilson interval, 95%. Flagged: the case was marked as modern slavery by the Crown Prosecution Service, whatever the charge. The year "
    .. "ending March 2018 and the calendar years are of different answers." },
  source = sources_of(outcomes),
})
do
  local drawn = within(outcomes:filter("stage in ('prosecuted', 'convicted') and not starts_with(period, 'year ending')")):sort("stage", "year")
  local last = drawn.year:max()
  if #drawn > 2 then
    local prosecuted, convicted = drawn:filter("stage == 'prosecuted'"), drawn:filter("stage == 'convicted'")
    r:chart(drawn:mutate("stage = if_else(stage == 'convicted', 'Convicted', 'Prosecuted')"), {
      mark = "line", title = ("%s prosecuted, %s convicted in %d"):format(count(prosecuted.count[#prosecuted]), count(convicted.count[#convicted]), last),
      alt = ("Two lines from %d to %d: defendants prosecuted, from %s to %s, and convicted, from %s to %s."):format(drawn.year:min(), last,
        count(prosecuted.count[1]), count(prosecuted.count[#prosecuted]), count(convicted.count[1]), count(convicted.count[#convicted])),
      x = { field = "year", title = "Year" }, y = { field = "count", title = "Defendants" }, color = { field = "stage", title = "Stage" },
      source = sources_of(drawn),
    })
  end
end

-- --- from referral to conviction ----------------------------------------------------------------------------------------------------

r:heading("From referral to conviction")
r:para([[
  The steps below are counted in different units (people referred, decisions, offences, suspects, defendants) and of one year each:
  they are not the same people followed through. A row is there when a published count for the year was read.]])
do
  local rows, used = {}, {}
  local function step(name, unit, area, n, t)
    if not n or n == 0 then return end
    rows[#rows + 1] = { step = name, unit = unit, area = area, count = n, per = this_year and n / this_year * 100 or nil }
    used[#used + 1] = t
  end
  local function decisions(t, outcome)
    local kept = t:filter("year == $y and outcome == $o", { y = year, o = outcome })
    return kept.decisions:sum(), kept
  end
  step("Referred", "potential victims", "UK", this_year, year <= last_by_age and data.nrm_referrals or within(printed))
  local positive, rg = decisions(data.nrm_reasonable_grounds, "positive")
  step("Reasonable grounds: positive decisions", "decisions", "UK", positive, rg)
  local conclusive, cg = decisions(data.nrm_conclusive_grounds, "positive")
  step("Conclusive grounds: positive decisions", "decisions", "UK", conclusive, cg)
  local recorded = data.recorded_offences:filter("preferred and area == 'England and Wales' and period == $p", { p = ("year ending March %d"):format(year + 1) })
  step("Recorded by the police, in the financial year that begins in April", "offences", "England and Wales", recorded.offences[1], recorded)
  for _, stage in ipairs { { "referred", "Referred to the CPS" }, { "charged", "Charged" }, { "prosecuted", "Prosecuted (flagged cases)" }, { "convicted", "Convicted (flagged cases)" } } do
    local kept = data.criminal_justice:filter("year == $y and period == $p and stage == $s and unit == 'defendants' and not contains(measure, 'principal offence')",
      { y = year, p = tostring(year), s = stage[1] })
    step(stage[2], "defendants", "England and Wales", kept:col("count")[1], kept)
  end
  rows.columns = { "step", "unit", "area", "count", "per" }
  if #rows > 0 then
    r:table(rows, {
      title = ("Counted at each step in %d"):format(year),
      columns = { { name = "step", title = "Step", type = "text" }, { name = "unit", title = "Counted", type = "text" }, { name = "area", title = "Area", type = "text" },
        { name = "count", title = "Number", type = "integer" }, { name = "per", title = "Per 100 referrals", type = "number", decimals = 1 } },
      notes = { "Per 100 referrals = number / referrals of the year. It compares sizes; it is no chance of one person." },
      source = sources_of(table.unpack(used)),
    })
  else
    r:para(("No published count of any step was found for %d."):format(year))
  end
end

-- --- by force ---------------------------------------------------------------------------------------------------------------------

r:heading("By police force")
do
  local sample = data.nrm_referrals_by_force:filter("role == 'investigating' and year == $y and period == $p", { y = year, p = tostring(year) })
    :sort("-people")
  show(sample:select("force", "people", "children", "source"), {
    title = ("Referrals sent to police forces in %d, for the forces of which a figure was read"):format(year),
    titles = { force = "Police force", people = "Referred", children = "Of them children" },
    notes = { "A sample, chosen by who was written about, and no ranking." }, source = sources_of(sample),
  })
  local charged = data.force_outcomes:filter("concluded is not missing"):indicator("charge_rate", { by = { "force", "period" } })
  show(charged, {
    title = "Concluded modern slavery investigations in which a suspect was charged",
    columns = { { name = "force", title = "Police force" }, { name = "period", title = "Period" }, { name = "value", title = "Charged", unit = "percent", decimals = 1 },
      { name = "lower", title = "95% from", unit = "", decimals = 1 }, { name = "upper", title = "to", unit = "", decimals = 1 },
      { name = "numerator", title = "Charged" }, { name = "denominator", title = "Concluded" } },
    notes = { "Wilson interval, 95%." }, source = sources_of(data.force_outcomes),
  })
end

-- --- other claims ------------------------------------------------------------------------------------------------------------------

r:heading("Percentages that were printed elsewhere")
do
  local others = data.claims:filter("source ~= 'hestia-2019'")
  local checked = others:filter("numerator is not missing and denominator is not missing")
    :mutate("worked_out = numerator / denominator * 100", "measure = measure .. ', ' .. area .. ', ' .. period")
  show(checked:select("measure", "value", "worked_out", "numerator", "denominator"), {
    title = "Printed percentages, and what the counts printed beside them give",
    columns = { { name = "measure", title = "Share" }, { name = "value", title = "Printed", unit = "percent", decimals = 2 },
      { name = "worked_out", title = "Worked out", unit = "percent", decimals = 2 }, { name = "numerator", title = "Count" },
      { name = "denominator", title = "Of" } },
    source = sources_of(checked),
  })
  r:para(("%d more percentages on slavery and the police were printed without the counts behind them, so that they cannot be checked. They "
    .. "stand in the table claims with their sources."):format(#others - #checked))
end

-- --- sources -------------------------------------------------------------------------------------------------------------------------

r:heading("Sources")
for _, source in ipairs(used) do r:source(source) end

r:write()
