-- figures_block.lua - the figures of an exercise as a block of a report: a table for readers, names and values for format json.

local report = require "lib.report.report"

return report.kind {
  name = "foi_figures",
  keys = { "foi_figures", "by_name", "title" },
  build = function(spec)
    local block = { kind = "foi_figures", table_of_figures = spec.foi_figures, title = spec.title }
    for name, value in pairs(spec.by_name) do block[name] = value end
    return { block }
  end,
  fallback = function(block)
    local rows = { columns = { "figure", "value", "unit", "numerator", "denominator" },
      types = { figure = "text", value = "number", unit = "text", numerator = "number", denominator = "number" } }
    for i, one in ipairs(block.table_of_figures) do
      rows[i] = { figure = one.words, value = one.value, unit = one.unit, numerator = one.numerator, denominator = one.denominator }
    end
    block.table_of_figures = nil
    return { { table = lab.table(rows), title = block.title, missing = "[z]", columns = { { name = "figure", title = "Figure" },
      { name = "value", title = "Value" }, { name = "unit", title = "Unit" }, { name = "numerator", title = "Of them" },
      { name = "denominator", title = "Out of" } } } }
  end,
}
