-- ods.lua - a report as an accessible ODS workbook: lib/report/workbook_pages.lua says what stands on its sheets.

local workbook_pages = require "lib.report.workbook_pages"

return workbook_pages.format "ods"
