-- table.lua - { table = t, title =, columns =, ... }. A table without a title of its own has that of the heading it stands
-- under, or of the report.

local plain = require "lib.figures.plain"
local words = require "lib.report.words"

return {
  name = "table",
  keys = { "table", "title", "columns", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where, report)
    local block = plain.table(spec.table, spec, where)
    block.kind = "table"
    local title = spec.title
    if title == nil then title = report.under end
    block.title = words.tidy(words.text(title, "title", where))
    return { words.below(block, spec, spec.table, where) }
  end,
}
