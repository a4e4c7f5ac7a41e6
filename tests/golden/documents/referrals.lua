-- A report with one of everything, and of what goes wrong most: missing figures with and without a reason, flags,
-- a gap in the years, letters that take two columns, and texts that would be markup, formulas or commands.
-- Figures are made up, except where a source is named.

local report = require "lib.report.report"

local years = {
  { year = 2017, adults = 3020, children = 2118, share = 41.2 },
  { year = 2018, adults = 3857, children = 3137, share = 44.85 },
  { year = 2019, adults = 5866, children = "[c]" },
  { year = 2021, adults = 6411, children = 5468, share = 46.0325 },
  { year = 2022, adults = { 8854, "[r]" }, children = 7019, share = 44.2 },
  { year = 2023, adults = { 9391, "[p]" }, children = { 7432, "[p]" }, share = 44.18 },
}

local long = {}
for _, row in ipairs(years) do
  local function figure(cell) return type(cell) == "table" and cell[1] or cell end
  long[#long + 1] = { year = row.year, age = "Adults", people = figure(row.adults) }
  long[#long + 1] = { year = row.year, age = "Children", people = figure(row.children) }
end

local forces = {
  { force = "Devon & Cornwall", share = 6.9, low = 1.91, high = 21.97, asked = 29 },
  { force = "Dyfed-Powys <Heddlu>", share = 12.5, low = 4.97, high = 28.07, asked = 32 },
  { force = "=HYPERLINK(\"x\")", share = 0, low = 0, high = 8.97, asked = 39 },
  { force = "警察 | 東京", asked = 0, share = "[z]" },
}

return report.new {
  id = "referrals",
  title = "Referrals of potential victims, 2017 to 2023",
  subtitle = "United Kingdom & its police forces",
  lead = "Referrals of children rose faster than those of adults. The figures of 2020 are not part of this series, and "
    .. "one figure of 2019 is held back.",

  { heading = "Referrals by year" },
  { para = [[
      A referral is of a *potential* victim; nobody is called a victim before a decision. Text is text: <b>bold</b>,
      [a link](https://example.org) and | bars | stay what they are.

      A second paragraph.]] },
  { table = years, title = "Potential victims referred, by age when exploited [note 1]",
    columns = {
      "year", { name = "adults", title = "Adults" }, { name = "children", title = "Children" },
      { name = "share", title = "Share of children", unit = "percent", decimals = 1 },
    },
    notes = "Children are those of 17 or under.",
    source = { publisher = "Home Office", title = "Modern Slavery: NRM and DtN statistics", date = "7 March 2024",
      url = "https://www.gov.uk/statistics?a=1&b=2", licence = "Open Government Licence v3.0" } },
  { chart = "line", table = long, title = "More adults and more children are referred every year",
    alt = "Two lines from 2017 to 2023. Adults rise from 3,020 to 9,391, children from 2,118 to 7,432; 2020 is absent.",
    x = "year", y = { field = "people", title = "People referred" }, color = { field = "age", title = "Age" } },
  { chart = "bar", table = long, title = "Adults and children together passed 16,000 in 2023",
    alt = "Stacked bars by year; the total rises from 5,138 in 2017 to 16,823 in 2023.",
    encoding = { x = { field = "year", type = "temporal" }, y = { field = "people" }, color = { field = "age" } } },

  { heading = "Forces", level = 2 },
  { heading = "Training", level = 3 },
  { chart = "point", table = forces, title = "Few officers are trained, and intervals are wide",
    alt = "Shares of four forces with their 95% intervals, from 0 to 12.5 percent; one force has no figure.",
    encoding = { y = "force", x = { field = "share", title = "Share trained (percent)", lower = "low", upper = "high" } } },
  { chart = "bar", table = forces, title = "Dyfed-Powys trains most", alt = "Bars for four forces, 0 to 12.5 percent.",
    encoding = { y = "force", x = { field = "share", title = "Share trained (percent)" } },
    source = "Made up for this test" },
  { note = "Intervals are Wilson's, at 95%." },
  { source = { title = "javascript is no address", url = "javascript:alert(1)" } },
}
