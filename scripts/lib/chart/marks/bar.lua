-- bar.lua - bars, as long as their figures: from zero, stacked by colour or beside each other.

local letters = require "lib.chart.letters"
local point_in = require("lib.chart.model").point
local shapes = require "lib.chart.shapes"
local spark = require "lib.chart.spark"
local svg = require "lib.chart.svg"

local size = shapes.size

local function upright(model, parts, at, along, plot)
  local band = plot.band
  local zero = at(0)
  local count = model.layout == "grouped" and #model.series or 1
  local wide = math.min(band * 0.76, 72 * count)
  local one = wide / count
  for slot = 1, #model.axis.labels do
    local middle = along(slot)
    local up, down, reasons = 0, 0, {}
    for i, series in ipairs(model.series) do
      local point = point_in(series, slot)
      local x = middle - wide / 2 + (model.layout == "grouped" and (i - 1) * one or 0)
      if point and point.value then
        local base, tip = zero, at(point.value)
        if model.layout == "stacked" then
          if point.value >= 0 then
            base, tip, up = at(up), at(up + point.value), up + point.value
          else
            base, tip, down = at(down), at(down + point.value), down + point.value
          end
        end
        parts[#parts + 1] = svg.element("rect", { "x", x, "y", math.min(base, tip), "width", math.max(one - (count > 1 and 1 or 0), 1),
          "height", math.abs(base - tip), "fill", shapes.color(i), "class", model.layout == "stacked" and "piece" or false },
          shapes.hint(model, series, slot, point))
        if point.lower then parts[#parts + 1] = shapes.whisker_up(x + one / 2, at(point.upper), at(point.lower)) end
        if plot.figures then
          local edge = point.lower and at(point.value >= 0 and point.upper or point.lower) or tip
          parts[#parts + 1] = svg.text(x + one / 2, point.value >= 0 and edge - 6 or edge + size + 2, point.shown, "middle", "figure")
        end
      elseif point and svg.width(point.shown, size) <= one + 8 then
        reasons[#reasons + 1] = point.shown
        if model.layout ~= "stacked" then parts[#parts + 1] = svg.text(x + one / 2, zero - 6, point.shown, "middle", "missing") end
      end
    end
    if model.layout == "stacked" and #reasons > 0 then
      parts[#parts + 1] = svg.text(middle, at(up) - 6, table.concat(reasons, " "), "middle", "missing")
    end
  end
  parts[#parts + 1] = shapes.line(plot.left, zero, plot.right, zero, "base")
end

-- Whether figures can stand over bars without touching their neighbours.
local function figures_fit(model, band)
  if model.layout == "stacked" then return false end
  local one = math.min(band * 0.76, 72 * #model.series) / (model.layout == "grouped" and #model.series or 1)
  local room = model.layout == "grouped" and one or band - 4
  for _, series in ipairs(model.series) do
    for slot = 1, #model.axis.labels do
      local point = point_in(series, slot)
      if point and svg.width(point.shown, size) > room then return false end
    end
  end
  return true
end

local function lying(model, parts, at, slot, top, plot)
  local thickness = plot.thickness
  local right, left, reasons = 0, 0, {}
  for i, series in ipairs(model.series) do
    local point = point_in(series, slot)
    local y = top + (model.layout == "grouped" and (i - 1) * (thickness + 2) or 0)
    if point and point.value then
      local base, tip = at(0), at(point.value)
      if model.layout == "stacked" then
        if point.value >= 0 then
          base, tip, right = at(right), at(right + point.value), right + point.value
        else
          base, tip, left = at(left), at(left + point.value), left + point.value
        end
      end
      parts[#parts + 1] = svg.element("rect", { "x", math.min(base, tip), "y", y, "width", math.abs(tip - base), "height", thickness,
        "fill", shapes.color(i), "class", model.layout == "stacked" and "piece" or false }, shapes.hint(model, series, slot, point))
      if point.lower then parts[#parts + 1] = shapes.whisker_across(y + thickness / 2, at(point.lower), at(point.upper)) end
      if model.layout ~= "stacked" then
        parts[#parts + 1] = shapes.lying_figure(model, plot, y + thickness / 2, math.max(tip, base), point)
      end
    elseif point and model.layout == "stacked" then
      reasons[#reasons + 1] = point.shown
    elseif point then
      parts[#parts + 1] = svg.text(at(0) + 6, y + thickness / 2 + 5, point.shown, "start", "missing")
    end
  end
  if #reasons > 0 then
    parts[#parts + 1] = svg.text(at(right) + 6, top + thickness / 2 + 5, table.concat(reasons, " "), "start", "missing")
  end
end

local function lane(model)
  if model.layout == "grouped" and #model.series > 1 then return #model.series, 18, 2 end
  return 1, 24, 0
end

return {
  name = "bar",
  plural = "Bars",
  zero = true,
  bands = "always",
  stacks = true,
  svg = { upright = upright, lying = lying, lane = lane, key = shapes.square, figures = figures_fit, headroom = 20, owns_zero = true },
  text = function(model, columns)
    local many = #model.axis.labels * #model.series > 60
    return many and model.axis.type == "temporal" and spark.lines(model, columns) or letters.bars(model, columns)
  end,
  vega = { type = "bar", interval = "errorbar" },
}
