-- manifest.lua - which module of Lua makes which method of tables, which field of lab and which function of expressions.
--
-- The program reads this when a name is first asked for that C does not have, and requires the module then: starting costs
-- nothing, and a script pays for what it touches. So a new verb is a module that calls lab.method("table", "NAME", ...), and a
-- line here.

local layout = "lib.verbs.layout"
local verbs = "lib.verbs.verbs"

return {
  -- t:NAME(...): the module adds it with lab.method when it is loaded.
  methods = {
    change = verbs, collect = verbs, cumulate = verbs, drop_totals = verbs, index_to = verbs, indicator = verbs, lag = verbs, log = verbs,
    notes = verbs, rate = verbs, revise = verbs, roles = verbs, roll = verbs, round = verbs, share = verbs, suppress = verbs,
    totals = verbs, totals_found = verbs, unmatched = verbs,
    as_of = layout, blocks = layout, patch = layout, promote_header = layout, revisions = layout, split = layout,
    made_of = "lib.verbs.made_of", describe = "lib.verbs.describe", glimpse = "lib.verbs.describe",
    dominance = "lib.verbs.disclosure.dominance", k_anonymity = "lib.verbs.disclosure.k_anonymity",
    funnel = "lib.verbs.statistics.funnel", quantile_group = "lib.verbs.statistics.quantile_group", standardise = "lib.verbs.statistics.standardise",
    control_chart = "lib.verbs.statistics.control_chart", rank_interval = "lib.verbs.statistics.rank_interval", trend = "lib.verbs.statistics.trend",
    plot = "lib.show.plot", show = "lib.show.show", trace = "lib.package.trace",
    write_ods = "lib.report.write_workbook", write_xlsx = "lib.report.write_workbook",
  },
  -- lab.NAME: what the module returns.
  fields = {
    add_working_days = "lib.package.lookups.add_working_days", columns = "lib.figures.columns",
    describe = "lib.verbs.describe", disclosure_check = "lib.verbs.disclosure.disclosure_check", estimate_population = "lib.verbs.statistics.estimate_population", force_code = "lib.package.lookups.force_code", force_name = "lib.package.lookups.force_name", format = "lib.report.format",
    indicator = "lib.verbs.indicator", package = "lib.package.package", patch = "lib.verbs.releases.patch", pathway = "lib.verbs.statistics.pathway", period = "lib.figures.periods.period_value",
    read_releases = "lib.verbs.releases.read_releases", read_sheet = "lib.workbook.read", report = "lib.report.report", scan_csv = "lib.pipeline.scan",
    workbook = "lib.workbook.book", working_days = "lib.package.lookups.working_days",
  },
  -- NAME(...) in expressions: the module's `columns` is handed the distinct values of the arguments (lib/package/lookups/column_functions.lua).
  functions = {
    add_working_days = "lib.package.lookups.add_working_days", force_code = "lib.package.lookups.force_code", force_name = "lib.package.lookups.force_name",
    working_days = "lib.package.lookups.working_days",
  },
}
