-- legend.lua - which colour is whose: a key above the drawing, or names at the ends of lines.

local point_in = require("lib.chart.model").point
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"

local legend = {}

local size, line_height = shapes.size, shapes.line_height

-- The key to the colours, on as many lines as it takes; its parts and its height.
function legend.key(model, left, top, right, shape)
  local parts, x, y = {}, left, top
  for i, series in ipairs(model.series) do
    local room = 20 + svg.width(series.name, size) + 18
    if x + room > right and x > left then x, y = left, y + line_height + 4 end
    parts[#parts + 1] = shape(i, x + 7, y + 7)
    parts[#parts + 1] = svg.text(x + 20, y + 12, series.name, "start", "label")
    x = x + room
  end
  return parts, y + line_height + 8 - top
end

-- Names of series at the right end of their lines, moved apart where they would touch.
function legend.ends(model, at, along, plot)
  local list = {}
  local edges = model.drawing.svg.edges and model.drawing.svg.edges(model)
  for i, series in ipairs(model.series) do
    for slot = #model.axis.labels, 1, -1 do
      local point = point_in(series, slot)
      if point and point.value then
        local y = edges and (at(edges[i][slot][1]) + at(edges[i][slot][2])) / 2 or at(point.value)
        list[#list + 1] = { i = i, lines = plot.names[i], from = { along(slot), y }, y = y }
        break
      end
    end
  end
  table.sort(list, function(a, b)
    if a.y ~= b.y then return a.y < b.y end
    return a.i < b.i
  end)
  local function height(one) return #one.lines * line_height end
  for n = 2, #list do
    list[n].y = math.max(list[n].y, list[n - 1].y + (height(list[n - 1]) + height(list[n])) / 2)
  end
  local floor = plot.bottom + line_height / 2
  for n = #list, 1, -1 do
    list[n].y = math.min(list[n].y, floor - height(list[n]) / 2)
    floor = list[n].y - height(list[n]) / 2
  end
  local parts = {}
  for _, one in ipairs(list) do
    local far = math.abs(one.y - one.from[2]) > 6 or plot.right - one.from[1] > 12
    if far and not edges then parts[#parts + 1] = shapes.line(one.from[1] + 6, one.from[2], plot.right + 8, one.y, "leader") end
    parts[#parts + 1] = svg.element("rect", { "x", plot.right + 10, "y", one.y - height(one) / 2 + 3, "width", 4,
      "height", height(one) - 6, "fill", shapes.color(one.i) })
    for n, words in ipairs(one.lines) do
      parts[#parts + 1] = svg.text(plot.right + 19, one.y - height(one) / 2 + n * line_height - 4, words, "start", "label")
    end
  end
  return parts
end

return legend
