-- tick.lua - a short stroke where its two coordinates are, across the axis of quantities.

local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

local function svg_of(model, layer, spots, plot, parts)
  local across = model.x.type == "nominal" and model.y.type ~= "nominal"
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
  room = function(at) return at.x and at.y and { at.x - 3, at.y - 9, at.x + 3, at.y + 9 } end,
  text = function(put, at) put(at.y, at.x, "|") end,
  vega = {},
}
