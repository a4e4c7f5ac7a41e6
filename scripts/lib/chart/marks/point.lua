-- point.lua - a dot for each figure, on the whisker of its interval; clouds of them when both axes are numbers.

local escape = require "lib.base.escape"
local letters = require "lib.chart.letters"
local shapes = require "lib.chart.shapes"
local tick_text = require("lib.chart.model").tick
local width = require "lib.base.width"

local function upright(model, parts, at, along, plot)
  shapes.each_upright(model, parts, along, plot, 14, function(x, i, point, hint)
    if point.lower then parts[#parts + 1] = shapes.whisker_up(x, at(point.upper), at(point.lower)) end
    parts[#parts + 1] = shapes.dot(i, x, at(point.value), hint)
  end)
end

local function lying(model, parts, at, slot, top, plot)
  shapes.each_lying(model, parts, slot, top, plot, function(y, i, point, hint)
    if point.lower then parts[#parts + 1] = shapes.whisker_across(y, at(point.lower), at(point.upper)) end
    parts[#parts + 1] = shapes.dot(i, at(point.value), y, hint)
    return at(point.value) + 5
  end)
end

-- Points of two quantities on a grid of letters.
local function scatter_lines(model, columns)
  local signs, grid_rows, grid_columns = { "●", "○", "◆", "◇" }, 12, math.min(columns - 14, 60)
  local positions = model.axis.positions
  local low, high = model.value.low, model.value.high
  if not low then return { "no figures" } end
  local span = high > low and high - low or 1
  local reach = positions[#positions] > positions[1] and positions[#positions] - positions[1] or 1
  local grid = {}
  for r = 1, grid_rows do
    grid[r] = {}
    for c = 1, grid_columns do grid[r][c] = " " end
  end
  for i, series in ipairs(model.series) do
    for slot, points in pairs(series.slots) do
      for _, point in ipairs(points) do
        if point.value then
          local r = grid_rows - math.floor((point.value - low) / span * (grid_rows - 1) + 0.5)
          local c = 1 + math.floor((positions[slot] - positions[1]) / reach * (grid_columns - 1) + 0.5)
          grid[r][c] = (grid[r][c] == " " or grid[r][c] == signs[i]) and signs[i] or "*"
        end
      end
    end
  end
  local decimals = model.value.column.decimals
  local top, bottom = tick_text(high, decimals), tick_text(low, decimals)
  local margin = math.max(#top, #bottom)
  local lines = {}
  for r = 1, grid_rows do
    local label = r == 1 and top or r == grid_rows and bottom or ""
    lines[r] = width.pad(label, margin, "right") .. " │" .. table.concat(grid[r]):gsub("%s+$", "")
  end
  lines[#lines + 1] = (" "):rep(margin) .. " └" .. ("─"):rep(grid_columns)
  local left, right = model.axis.labels[1], model.axis.labels[#positions]
  lines[#lines + 1] = (" "):rep(margin + 2) .. left .. (" "):rep(math.max(1, grid_columns - width.of(left) - width.of(right))) .. right
  if #model.series > 1 then
    local key = {}
    for i, series in ipairs(model.series) do key[i] = signs[i] .. " " .. escape.line(series.name) end
    lines[#lines + 1] = (" "):rep(margin + 2) .. table.concat(key, "   ")
  end
  return lines
end

return {
  name = "point",
  plural = "Points",
  bands = "periods",
  several = true,
  svg = { upright = upright, lying = lying, lane = function(model) return #model.series, 20, 0 end, key = shapes.dot, round_ends = true },
  text = function(model, columns)
    if model.axis.type == "quantitative" then return scatter_lines(model, columns) end
    return letters.intervals(model, columns, "●")
  end,
  vega = { type = "point", options = { { "filled", true } }, interval = "errorbar" },
}
