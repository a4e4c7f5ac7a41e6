-- tick.lua - a short stroke where its two coordinates are, across the axis of quantities.

local palette = require "lib.chart.palette"
local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

-- Strokes lie across an axis of quantities that runs up beside names or periods, and stand otherwise.
local function lies(model) return model.y.type == "quantitative" and model.x.type ~= "quantitative" end

local function svg_of(model, layer, spots, plot, parts)
  local across = lies(model)
  for row, at in ipairs(spots) do
    if at.x and at.y then
      local corners = across and { { at.x - 9, at.y }, { at.x + 9, at.y } } or { { at.x, at.y - 8 }, { at.x, at.y + 8 } }
      parts[#parts + 1] = svg.element("path", { "d", svg.path(corners), "stroke", plane.color(model, layer, row), "class", "line" }, plane.hint(layer, row))
    end
  end
end

return {
  name = "tick",
  needs = { "x", "y" },
  svg = svg_of,
  key = function(i, x, y) return svg.element("path", { "d", svg.path { { x - 7, y }, { x + 7, y } }, "stroke", palette[i], "class", "line" }) end,
  room = function(at) return at.x and at.y and { at.x - 3, at.y - 9, at.x + 3, at.y + 9 } end,
  text = function(put, at, sign, e, rows, columns, model) put(at.y, at.x, e.color and sign or lies(model) and "─" or "|") end,
  vega = {},
  orient = function(model) return lies(model) and "horizontal" or "vertical" end,
}
