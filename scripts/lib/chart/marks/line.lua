-- line.lua - lines from figure to figure, broken where one is missing.

local point_in = require("lib.chart.model").point
local shapes = require "lib.chart.shapes"
local spark = require "lib.chart.spark"
local svg = require "lib.chart.svg"

local function upright(model, parts, at, along)
  local count = #model.axis.labels
  for i, series in ipairs(model.series) do
    for _, run in ipairs(shapes.runs(series, count)) do
      shapes.bands(parts, i, series, run, along, at)
      local path = {}
      for n, slot in ipairs(run) do path[n] = { along(slot), at(point_in(series, slot).value) } end
      if #path > 1 then parts[#parts + 1] = svg.element("path", { "d", svg.path(path), "stroke", shapes.color(i), "class", "line" }) end
    end
  end
  for i, series in ipairs(model.series) do
    for _, run in ipairs(shapes.runs(series, count)) do
      for _, slot in ipairs(run) do
        local point = point_in(series, slot)
        local seen = count <= 24 or #run == 1
        parts[#parts + 1] = svg.element("circle", { "cx", along(slot), "cy", at(point.value), "r", seen and 4 or 6, "fill", shapes.color(i),
          "class", seen and "dot" or "touch" }, shapes.hint(model, series, slot, point))
      end
    end
  end
end

return {
  name = "line",
  plural = "Lines",
  svg = { upright = upright },
  text = spark.or_rows,
  vega = { type = "line", options = { { "point", true } }, holes = true, interval = "errorband" },
}
