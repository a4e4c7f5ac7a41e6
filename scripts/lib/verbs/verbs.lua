-- verbs.lua - the methods of tables that are written in Lua, with their documentation: what they mean is in their
-- files.
--
-- Loaded when one of them is first asked for.

local drop_totals = require "lib.verbs.totals.drop_totals"
local indicator = require "lib.verbs.indicator"
local notes = require "lib.figures.notes"
local revise = require "lib.verbs.releases.revise"
local roles = require "lib.figures.roles"
local rounding = require "lib.verbs.rounding"
local series = require "lib.verbs.series"
local shares = require "lib.verbs.shares"
local suppress = require "lib.verbs.disclosure.suppress"
local suppress_log = require "lib.verbs.disclosure.suppress_log"
local total_labels = require "lib.figures.totals.total_labels"
local totals = require "lib.verbs.totals.totals"
local unmatched = require "lib.verbs.unmatched"

local people = [[
local t = lab.table{ columns = { "year", "force", "people" },
  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
]]

local verbs = {
  { "share", shares.share,
    '(of: string|string[]|{of: string|string[], by?: string|string[], as?: string, interval?: "wilson"|"clopper-pearson", '
      .. 'confidence?: number, weighted?: boolean, missing?: "skip"}, options?: table): slavelab.Table',
    [[Adds each figure as percent of the total of its group (by=, or group_by, or the whole table): column share, or
the name as= gives, and share_total, what it is a share of. interval = "wilson" adds share_lower and share_upper
(Wilson 1927; 95 percent unless confidence=), "clopper-pearson" the exact limits; weighted = true lets cases be
fractions, as weighted ones are. A total of 0 gives [z]. A group with a missing part has no total,
so that its shares are missing for the strongest reason; missing = "skip" takes the total of the parts that are
known.]],
    people .. 'print(t:share{ of = "people", by = "year", interval = "wilson" })' },
  { "rate", shares.rate,
    '(of: string|string[]|{of: string|string[], per: string, scale?: number, as?: string, '
      .. 'interval?: "byar"|"poisson"|"wilson"|"clopper-pearson", confidence?: number, weighted?: boolean}, options?: table): slavelab.Table',
    [[Adds of / per * scale (1e5 unless given) as column rate, or the name as= gives. interval = "byar" adds
rate_lower and rate_upper of the count over the population, which is taken as exact (Byar's approximation,
Breslow & Day 1987; exact Poisson limits below 10 cases); "poisson" is exact, "wilson" and "clopper-pearson" are
for a count out of `per`. Fractions of cases raise with an interval, unless weighted = true. A population of
0 gives [z]; a missing figure or population gives a missing rate.]],
    'local t = lab.table{ columns = { "force", "referrals", "population" },\n'
      .. '  { "Kent", 120, 1900000 }, { "Essex", 0, 0 } }\n'
      .. 'print(t:rate{ of = "referrals", per = "population", interval = "byar" })' },
  { "change", series.change,
    '(of: string|string[]|{of: string|string[], over: string|string[], by?: string|string[], n?: integer, '
      .. 'kind?: "percent"|"absolute"|"per_year", across_breaks?: boolean, as?: string}, options?: table): slavelab.Table',
    [[Adds the change against n periods before (1 unless given) as column change: 100 * (now - before) / before, or
now - before with kind = "absolute", or with kind = "per_year" the growth each year that gives it (compound annual
growth). Periods are those of the column over= (years, quarters, months, dates; or a
year and its quarter, two columns), found by the calendar (years that end in a month are a year apart): where
the period before is absent the change is missing. A base of 0 gives [z], and so does a break in the series ([b]) between
the two, unless across_breaks = true. by= names the columns that tell series
apart.]],
    people .. 'print(t:change{ of = "people", over = "year", by = "force" })' },
  { "index_to", series.index_to,
    '(of: string|string[]|{of: string|string[], over: string|string[], base: any, by?: string|string[], '
      .. 'across_breaks?: boolean, as?: string}, options?: table): slavelab.Table',
    [[Adds each figure as percent of that of the period base=, which is 100, as column index. A series without that
period, or with a missing figure in it, has no index; a base of 0 gives [z], and so does a break in the series ([b])
between the two, unless across_breaks = true.]],
    people .. 'print(t:index_to{ of = "people", over = "year", by = "force", base = 2021 })' },
  { "lag", series.lag,
    '(of: string|string[]|{of: string|string[], over: string|string[], by?: string|string[], n?: integer, '
      .. 'as?: string}, options?: table): slavelab.Table',
    [[Adds the value of n periods before (1 unless given; -1 is one after) as column lag, with its reason or flag. An
absent period gives missing.]],
    people .. 'print(t:lag{ of = "people", over = "year", by = "force" })' },
  { "roll", series.roll,
    '(of: string|string[]|{of: string|string[], over: string|string[], n: integer, by?: string|string[], '
      .. 'stat?: "mean"|"sum", across_breaks?: boolean, as?: string}, options?: table): slavelab.Table',
    [[Adds the mean (or stat = "sum") of the n periods that end with the row's as column roll. It is missing unless
all n periods are there with a figure, and [z] where a break in the series ([b]) lies among them, unless
across_breaks = true.]],
    people .. 'print(t:roll{ of = "people", over = "year", by = "force", n = 2, stat = "sum" })' },
  { "cumulate", series.cumulate,
    '(of: string|string[]|{of: string|string[], over: string|string[], by?: string|string[], as?: string, '
      .. 'missing?: "skip", across_breaks?: boolean}, options?: table): slavelab.Table',
    [[Adds the running total from the first period of the series on as column cumulated. From an absent period or a
missing figure on it is missing, as what came before is not known to be all; missing = "skip" adds up what is
there. From a break in the series ([b]) on it is [z], unless across_breaks = true.]],
    people .. 'print(t:cumulate{ of = "people", over = "year", by = "force" })' },
  { "totals", totals.totals,
    '(over: string|string[]|{of?: string|string[], by?: string|string[], label?: string, missing?: "skip"}, '
      .. '...: string|table): slavelab.Table',
    [[Adds rows that add up over the named columns, which say Total (or label=) in them; with several columns for each
combination. What is added up are the columns of whole numbers (or of=) that are no years or codes, within
groups of all other columns that say whom a row counts (or by=). Fractional numbers cannot be added up and are
[z]. A total with a missing part is missing for its reason, unless missing = "skip". Columns that get the word
become text.]],
    people .. 'print(t:totals("force"))' },
  { "drop_totals", drop_totals.drop_totals,
    '(columns?: string|string[]|{of?: string|string[], by?: string|string[], tolerance?: number, '
      .. 'mismatch?: "drop"|"keep", sums?: boolean, heads?: string|string[]}, options?: table): slavelab.Table',
    [[Leaves out the rows that are totals of other rows, so that a sum counts everyone once. A row is a total when a
text column of it (one of columns=, or any) says Total, All, Grand total or the like, and it equals the sum of
the rows that have other labels there and agree in all other keys, or of those since the total before it. A total
that differs from its parts is an error that shows both (tolerance= allows for rounding; mismatch = "drop" or
"keep" decides, and the row and the difference are told). A total whose parts are not in the table stays. Rows above others that
are indented further, and rows that say "of which", are sub-totals when these add up to them, and left out first. Rows that equal the sum of
the rows below them and say nothing are offered, and with sums = true left out, too. heads = names adds columns that say below which
sub-totals a row stood, the outermost first. What was left out, and why, is said on standard error and in t:notes().]],
    'local t = lab.table{ columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 5 } }\n'
      .. 'print(t:drop_totals().people:sum())' },
  { "totals_found", total_labels.table, "(): slavelab.Table",
    [[The labels of text columns that say Total or the like while other labels stand beside them: column, label, rows.
Summing a column of such a table counts people several times; see drop_totals.]],
    'local t = lab.table{ columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 5 } }\n'
      .. 'print(t:totals_found())' },
  { "suppress", suppress.suppress,
    '(columns?: string|string[]|{below?: integer, by?: string|string[], protect?: "threshold"|"exact", zeros?: boolean, '
      .. 'across?: boolean, part?: string, whole?: string, previous?: slavelab.Table, '
      .. 'hierarchy?: string[][], keep?: string|slavelab.Expression|table[], cost?: "cells"|"value", secondary?: boolean, reason?: string}, options?: table): slavelab.Table',
    [[Holds back small counts: those from 1 to below - 1 (below is 5 unless given; 0 too with zeros = true) become
missing with reason [c]; with part= and whole= parts that leave so few of their whole, too. Unless secondary = false,
as few others as it takes are held back so that nobody who knows the sums can show that a small count is small
(protect = "exact": can tell which one it is): totals of the groups of by= (or of the whole table), rows that say
Total, a column that adds up the others, with across = true the total of a row over the columns. Shares, rates, changes and the
like that verbs worked out from a hidden count go with it. With previous= an earlier release: what it showed stays shown,
what it hid stays hidden. hierarchy= lists rows that are sums of others, { { "England", "North", "South" } }, a label and its parts.
keep= names rows to be hidden only when nothing else will do: a condition, or a list of keys, { { force = "Kent" } }.
As few cells as can be found are hidden, or with cost = "value" the smallest sum. Where nothing can protect a count, that is an error which
names it. Without columns= all columns of whole numbers are treated. t:notes() says how many, and t:log() to the author which.]],
    people .. 'print(t:suppress{ "people", below = 15, by = "year" })' },
  { "log", suppress_log.log, "(): slavelab.Table",
    [[What t:suppress hid in this table and why: the keys of the row, row, column, figure, kind (small, further, made), why, and the sums it is in. It holds the
counts that must not be seen, for the author alone: it stays with the very table that suppress gave, is written with no table, workbook or
report, and no table made of it later has it.]],
    people .. 'print(t:suppress{ "people", below = 15, by = "year" }:log())' },
  { "round", rounding.round,
    '(columns?: string|string[]|{dp?: integer, base?: number, low?: boolean, method?: "nearest"|"controlled"|"random", seed?: integer}, '
      .. 'options?: table): slavelab.Table',
    [[Rounds to dp decimal places (0 unless given) or to multiples of base, half up on the decimal form as lab.round
does. Without columns=, dp takes all fractional numbers, and base all counts too. low = true gives [low] for
what rounds to 0 and is not 0. method = "random" takes one of the two multiples beside a count so that it is right on
average, "controlled" so that all totals of the table (as t:suppress finds them) are still the sums of their parts; both need a seed, which gives the
same table again and is not to be published.]],
    people .. 'print(t:round("people", { base = 20 }))' },
  { "revise", revise.revise, '(newer: slavelab.Table, options: {on: string|string[], released?: string}): slavelab.Table',
    [[Lays a newer vintage of the same figures over this one: rows are matched by the columns on=, the newer value and
its flags win, and a value that differs has the flag [r]. A cell that is plainly missing in the newer table
leaves the older one, a missing one with a reason withdraws it. Rows and columns that only the newer table has
are added at the end. The column released (or what released= names), which says when a figure was said, is taken over and never marked;
by it tables in the wrong order are an error, and without it a notice where the newer one looks like the older.]],
    people .. 'local newer = lab.table{ columns = { "year", "force", "people" },\n'
      .. '  { 2022, "Kent", 52 }, { 2023, "Kent", 61 } }\n'
      .. 'print(t:revise(newer, { on = { "year", "force" } }))' },
  { "indicator", indicator.apply,
    '(which: string|table, options?: {by?: string|string[], confidence?: number, columns?: table<string, '
      .. 'string>}): slavelab.Table',
    [[The figures of an indicator (its id, or what lab.indicator gave) for each group of by= (or group_by, or the
whole table): the keys, then value, lower, upper, numerator, denominator, in the unit of the indicator. A
denominator of 0 gives [z]. columns= says which column plays the part of one that the indicator needs: {
population = "residents" }. `slavelab indicators` lists what there is.]],
    'local t = lab.table{ columns = { "force", "charged", "recorded" }, { "Kent", 2, 29 }, { "Essex", 5, 80 } }\n'
      .. 'print(t:indicator("share", { by = "force", columns = { part = "charged", whole = "recorded" } }))' },
  { "unmatched", unmatched.of,
    "(other: slavelab.Table, options: string|{on: string|string[]|table<string, string>}): slavelab.Table",
    [[The keys that only one of two tables has, before they are joined: side (left is this table), the keys, and the
number of rows with each. A missing key matches nothing. A notice, and t:notes(), name keys that look alike and are not equal:
they differ in blanks, letter case, hyphens, apostrophes, the way an accent is written, or a mark at the end ("Hampshire (R)").]],
    people .. 'local areas = lab.table{ columns = { "force", "area" }, { "Kent", "South East" }, { "Surrey", "South East" } }\n'
      .. 'print(t:unmatched(areas, { on = "force" }))' },
  { "collect", function(t) return t end, "(): slavelab.Table",
    [[The table itself: so that what is written for a pipeline (lab.scan_csv) also takes a table.]],
    people .. 'print(#t:collect())' },
  { "roles", roles.roles, '(declared?: table<string, "figure"|"key"|"basis"|"remark">): slavelab.Table',
    [[What each column is for the verbs that add up, hide, round or chart: a figure, a key that says whom a row counts, or
a remark; with the reason (column, type, role, why). It goes by what was declared, then by the values: whole numbers
from 1800 to 2100 are years, others are figures; a name alone decides nothing. With a table of roles, { code = "key" },
gives the table with these declared. A basis is a key that says of which release or definition a figure is: rows of two
bases are not compared.]],
    people .. 'print(t:roles())\nprint(t:roles{ people = "key" }:roles().role[3])' },
  { "notes", notes.of, "(): string[]",
    [[What was done to the figures, as sentences for a methods note: counts held back, rows left out, rounding to a
base, caveats of indicators.]],
    people .. 'print(t:round("people", { base = 20 }):notes()[1])' },
}

for _, verb in ipairs(verbs) do
  lab.method("table", verb[1], verb[2], { signature = verb[3], text = verb[4]:gsub("\n", " "), example = verb[5] })
end

return verbs
