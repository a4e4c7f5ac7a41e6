-- area.lua - areas from zero up to their figures, on top of each other when there are several.

local point_in = require("lib.chart.model").point
local shapes = require "lib.chart.shapes"
local spark = require "lib.chart.spark"
local svg = require "lib.chart.svg"

-- The lower and upper edge of each series in each slot; on top of each other when stacked.
local function edges_of(model)
  local edges, tops = {}, {}
  for i, series in ipairs(model.series) do
    edges[i] = {}
    for slot = 1, #model.axis.labels do
      local point = point_in(series, slot)
      if point and point.value then
        local base = model.layout == "stacked" and tops[slot] or 0
        edges[i][slot] = { base, base + point.value }
        tops[slot] = base + point.value
      end
      tops[slot] = tops[slot] or 0
    end
  end
  return edges
end

local function upright(model, parts, at, along)
  local edges = edges_of(model)
  for i, series in ipairs(model.series) do
    for _, run in ipairs(shapes.runs(series, #model.axis.labels)) do
      if #run == 1 then -- an area without width
        local slot = run[1]
        parts[#parts + 1] = svg.element("circle", { "cx", along(slot), "cy", at(edges[i][slot][2]), "r", 4, "fill", shapes.color(i),
          "class", "dot" }, shapes.hint(model, series, slot, point_in(series, slot)))
      else
        local points = {}
        for n, slot in ipairs(run) do points[n] = { along(slot), at(edges[i][slot][2]) } end
        for n = #run, 1, -1 do points[#points + 1] = { along(run[n]), at(edges[i][run[n]][1]) } end
        parts[#parts + 1] = svg.element("path", { "d", svg.path(points) .. "Z", "fill", shapes.color(i),
          "class", model.layout == "stacked" and "piece" or "sheet" })
      end
      shapes.bands(parts, i, series, run, along, at)
    end
  end
end

return {
  name = "area",
  plural = "Areas",
  zero = true,
  stacks = true,
  svg = { upright = upright, edges = edges_of },
  text = spark.or_rows,
  vega = { type = "area", holes = true, dots = true, interval = "errorband" },
}
