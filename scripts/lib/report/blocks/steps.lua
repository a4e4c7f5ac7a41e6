-- steps.lua - { steps = t, x = "days", y = "waiting", color = "kind", title = ... }: a figure that holds until it changes: those still waiting, rules in force.

local chart = require "lib.chart.chart"
local words = require "lib.report.words"

return {
  name = "steps",
  keys = { "steps", "x", "y", "color", "title", "alt", "columns", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    local layer = { mark = { type = "line", interpolate = "step-after" }, x = spec.x, y = spec.y, color = spec.color }
    local block = chart.block({ title = spec.title, alt = spec.alt, table = spec.steps, columns = spec.columns, titles = spec.titles, units = spec.units,
      decimals = spec.decimals, missing = spec.missing, layer = { layer } }, where)
    return { words.below(block, spec, spec.steps, where) }
  end,
}
