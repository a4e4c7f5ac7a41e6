-- point.lua - a dot where its two coordinates are; each category has a shape of its own besides its colour.

local layers = require "lib.chart.layers"
local shapes = require "lib.chart.shapes"
local plane = require "lib.chart.plane.shapes"

local function svg_of(model, layer, spots, plot, parts)
  for row, at in ipairs(spots) do
    if at.x and at.y then parts[#parts + 1] = shapes.dot(layers.place(model, layer, row), at.x, at.y, plane.hint(layer, row)) end
  end
end

return {
  name = "point",
  needs = { "x", "y" },
  svg = svg_of,
  key = shapes.dot,
  room = function(at) return at.x and at.y and { at.x - 6, at.y - 6, at.x + 6, at.y + 6 } end,
  text = function(put, at, sign) put(at.y, at.x, sign) end,
  say = function(e, shown) return "points", shown(e.x) end,
  vega = { { "filled", true } },
  sign = "shape",
  signs = { "circle", "square", "diamond", "triangle-up" },
}
