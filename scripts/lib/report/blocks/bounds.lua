-- bounds.lua - { bounds = t, name = "question", lower = "at_least", upper = "at_most", title = ... }: brackets from the lowest to the highest that a
-- figure can be, with nothing in the middle, for nobody can say where between them the truth is.

local chart = require "lib.chart.chart"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

return {
  name = "bounds",
  keys = { "bounds", "name", "lower", "upper", "domain", "label", "title", "alt", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    for _, key in ipairs { "name", "lower", "upper" } do
      if type(spec[key]) ~= "string" then
        raise('%s: %s is missing: r:bounds(t, { name = "question", lower = "at_least", upper = "at_most", title = ... })', where, key)
      end
    end
    local lower = { field = spec.lower, title = spec.label or "At least to at most", scale = spec.domain and { domain = spec.domain } or nil }
    local layers = { { mark = "rule", x = lower, x2 = spec.upper, y = spec.name }, { mark = "tick", x = spec.lower, y = spec.name }, { mark = "tick", x = spec.upper, y = spec.name } }
    local block = chart.block({ title = spec.title, alt = spec.alt, table = spec.bounds, columns = { spec.name, spec.lower, spec.upper }, titles = spec.titles,
      units = spec.units, decimals = spec.decimals, missing = spec.missing, layer = layers }, where)
    return { words.below(block, spec, spec.bounds, where) }
  end,
}
