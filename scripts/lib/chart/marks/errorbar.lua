-- errorbar.lua - an interval without a figure in its middle: bounds, of which nobody can say where between them the truth is.
--
--     { chart = "errorbar", table = t, y = "question", x = { lower = "at least", upper = "at most", title = "Share (percent)" } }

local letters = require "lib.chart.letters"
local raise = require "lib.base.raise"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"

-- The bracket has the colour of its series and is as thick as a line, for it is all there is to see.
local function bracket(corners, i, hint)
  return svg.element("path", { "d", svg.path(corners), "stroke", shapes.color(i), "class", "line" }, hint)
end

local function upright(model, parts, at, along, plot)
  shapes.each_upright(model, parts, along, plot, 18, function(x, i, point, hint)
    local low, high = at(point.lower), at(point.upper)
    parts[#parts + 1] = bracket({ { x - 6, high }, { x + 6, high }, { x, high }, { x, low }, { x - 6, low }, { x + 6, low } }, i, hint)
  end)
end

local function lying(model, parts, at, slot, top, plot)
  shapes.each_lying(model, parts, slot, top, plot, function(y, i, point, hint)
    local low, high = at(point.lower), at(point.upper)
    parts[#parts + 1] = bracket({ { low, y - 6 }, { low, y + 6 }, { low, y }, { high, y }, { high, y - 6 }, { high, y + 6 } }, i, hint)
    return high
  end)
end

return {
  name = "errorbar",
  plural = "Intervals",
  bands = "periods",
  bounds = true,
  check = function(block, where)
    local channel = block.encoding[block.value]
    if not channel.lower then
      raise("%s: an errorbar is drawn from a lower to an upper end: %s = { lower = ..., upper = ... }, each the name of a column",
        where, block.value)
    end
  end,
  said = function(point) return point.interval end,
  svg = { upright = upright, lying = lying, lane = function(model) return #model.series, 20, 0 end, key = shapes.square, round_ends = true },
  text = function(model, columns) return letters.intervals(model, columns) end,
  vega = { type = "errorbar", interval = "errorbar", alone = true },
}
