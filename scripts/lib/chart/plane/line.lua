-- line.lua - a line through the rows of a category in the order of x, straight or in steps, broken where a figure is missing.

local layers = require "lib.chart.layers"
local palette = require "lib.chart.palette"
local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

-- The strokes of categories, which have not their colours alone to be told apart by.
local strokes = { false, "8 5", "2 5", "10 5 2 5" }

local function svg_of(model, layer, spots, plot, parts)
  for _, run in ipairs(plane.runs(layer, spots)) do
    local path = {}
    for i, one in ipairs(run) do
      if i > 1 and layer.mark.interpolate == "step-after" then path[#path + 1] = { one.at.x, run[i - 1].at.y } end
      path[#path + 1] = { one.at.x, one.at.y }
    end
    local color = plane.color(model, layer, run[1].row)
    if #run > 1 then
      parts[#parts + 1] = svg.element("path", { "d", svg.path(path), "stroke", color, "stroke-dasharray", plane.dash(layer) or strokes[layers.place(model, layer, run[1].row)], "class", layer.mark.color and "thin" or "line" })
    else
      parts[#parts + 1] = svg.element("circle", { "cx", path[1][1], "cy", path[1][2], "r", 4, "fill", color, "class", "dot" }, plane.hint(layer, run[1].row))
    end
  end
end

return {
  name = "line",
  needs = { "x", "y" },
  svg = svg_of,
  text = function(put, at) put(at.y, at.x, "·") end,
  key = function(i, x, y)
    return svg.element("path", { "d", svg.path { { x - 7, y }, { x + 9, y } }, "stroke", palette[i], "stroke-dasharray", strokes[i], "class", "line" })
  end,
  vega = {},
  sign = "strokeDash",
  signs = { lab.json_list { 1, 0 }, lab.json_list { 8, 5 }, lab.json_list { 2, 5 }, lab.json_list { 10, 5, 2, 5 } },
}
