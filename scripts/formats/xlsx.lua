-- xlsx.lua - a report as an accessible XLSX workbook: cover, contents, notes, one table a sheet. What stands on the sheets is said in
-- lib/report/workbook_pages.lua; `slavelab check FILE` tests any workbook against the same rules.

local workbook_pages = require "lib.report.workbook_pages"
local writer = require "slavelab.workbook_write"

return {
  name = "xlsx",
  about = "an accessible XLSX workbook: cover, contents, notes, one table a sheet",
  extensions = { "xlsx" },
  api = 1,
  binary = true,
  options = workbook_pages.options,
  write = function(document, options) return writer.bytes("xlsx", workbook_pages.of(document, options)) end,
}
