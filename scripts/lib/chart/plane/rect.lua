-- rect.lua - a rectangle: between two ends, over the band of a name, or from edge to edge.

local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

local function svg_of(model, layer, spots, plot, parts)
  for row, at in ipairs(spots) do
    local function ends(key, band, from, to)
      if at[key] and at[key .. "2"] then return math.min(at[key], at[key .. "2"]), math.max(at[key], at[key .. "2"]) end
      if at[key] and band then return at[key] - band / 2 + 1, at[key] + band / 2 - 1 end
      if not layer.encoding[key] then return from, to end
    end
    local left, right = ends("x", plot.band_x, plot.left, plot.right)
    local top, bottom = ends("y", plot.band_y, plot.top, plot.bottom)
    if left and top then
      parts[#parts + 1] = svg.element("rect", { "x", left, "y", top, "width", right - left, "height", bottom - top, "fill", plane.color(model, layer, row),
        "class", "block" }, plane.hint(layer, row))
    end
  end
end

return {
  name = "rect",
  needs = {},
  check = function(e) return not e.x and not e.y and "a rect needs x or y" or nil end,
  alone = true, -- as a rule
  svg = svg_of,
  text = function(put, at, sign, e, rows, columns)
    local top, bottom, left, right = at.y, at.y2 or at.y, at.x, at.x2 or at.x
    if not e.y then top, bottom = 1, rows end
    if not e.x then left, right = 1, columns end
    if not top or not left or (e.x2 and not at.x2) or (e.y2 and not at.y2) then return end
    for row = math.min(top, bottom), math.max(top, bottom) do
      for column = math.min(left, right), math.max(left, right) do put(row, column, "▒") end
    end
  end,
  vega = {},
}
