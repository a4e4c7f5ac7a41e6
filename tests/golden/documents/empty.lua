-- A report over a table that has columns and no rows.

local report = require "lib.report.report"

local none = { columns = { "year", "people" } }

return report.new {
  title = "Nothing was reported",
  { table = none, title = "Referrals by year" },
  { chart = "bar", table = none, title = "There is nothing to see", alt = "An empty chart.", x = "year", y = "people" },
}
