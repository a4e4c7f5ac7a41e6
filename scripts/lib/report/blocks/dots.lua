-- dots.lua - { dots = t, name = "force", value = "rate", lower =, upper =, title = ... }: dots on their intervals, the highest first.
--
--     r:dots(t, { name = "force", value = "rate", lower = "lower", upper = "upper", target = 6.9, title = "..." })
--
-- target is a line across, as the average of all is. Those without a figure come last and say why.

local chart = require "lib.chart.chart"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

return {
  name = "dots",
  keys = { "dots", "name", "value", "lower", "upper", "target", "order", "title", "alt", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    local t = spec.dots
    if type(t) ~= "userdata" or not t.sort then raise("%s: dots is a table of the engine, not a %s", where, type(t)) end
    for _, key in ipairs { "name", "value" } do
      if type(spec[key]) ~= "string" then raise('%s: %s is missing: r:dots(t, { name = "force", value = "rate", title = ... })', where, key) end
    end
    if (spec.lower == nil) ~= (spec.upper == nil) then raise("%s: an interval needs both lower and upper", where) end
    if spec.order ~= nil and spec.order ~= "value" and spec.order ~= "table" then raise('%s: order is "value", the highest first, or "table", as the rows stand', where) end
    local sorted = spec.order == "table" and t or t:sort("-" .. spec.value)
    local layers, columns = {}, { spec.name, spec.value, spec.lower, spec.upper }
    if spec.target ~= nil then layers[1] = { mark = { type = "rule", color = "#5a6268", strokeDash = { 4, 4 } }, x = { datum = spec.target } } end
    if spec.lower then layers[#layers + 1] = { mark = "rule", x = spec.lower, x2 = spec.upper, y = spec.name } end
    layers[#layers + 1] = { mark = "point", x = spec.value, y = spec.name }
    local block = chart.block({ title = spec.title, alt = spec.alt, table = sorted, columns = columns, titles = spec.titles, units = spec.units,
      decimals = spec.decimals, missing = spec.missing, x = spec.value, layer = layers }, where)
    return { words.below(block, spec, t, where) }
  end,
}
