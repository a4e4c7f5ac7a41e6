-- line.lua - lines from figure to figure, broken where one is missing.

local letters = require "lib.chart.letters"
local point_in = require("lib.chart.model").point
local shapes = require "lib.chart.shapes"
local spark_lines = require "lib.chart.spark"
local svg = require "lib.chart.svg"

local function upright(model, parts, at, along)
  local count = #model.axis.labels
  for i, series in ipairs(model.series) do
    for _, run in ipairs(shapes.runs(series, count)) do
      local path, ribbon, back = {}, {}, {}
      for n, slot in ipairs(run) do
        local point = point_in(series, slot)
        path[n] = { along(slot), at(point.value) }
        if point.lower then
          ribbon[#ribbon + 1] = { along(slot), at(point.upper) }
          table.insert(back, 1, { along(slot), at(point.lower) })
        end
      end
      if #ribbon > 1 then
        table.move(back, 1, #back, #ribbon + 1, ribbon)
        parts[#parts + 1] = svg.element("path", { "d", svg.path(ribbon) .. "Z", "fill", shapes.color(i), "class", "ribbon" })
      end
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
  text = function(model, columns)
    -- Marks side by side would show dates at equal distances that lie apart unequally.
    if model.axis.sparse and #model.axis.labels * #model.series <= 60 then return letters.bars(model, columns) end
    return spark_lines(model, columns)
  end,
  vega = { type = "line", options = { { "point", true } }, holes = true, interval = "errorband" },
}
