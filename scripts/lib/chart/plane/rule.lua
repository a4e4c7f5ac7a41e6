-- rule.lua - a thin line: from x to x2 or from y to y2, or, at one coordinate alone, from edge to edge.

local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

local function svg_of(model, layer, spots, plot, parts)
  local e = layer.encoding
  for row, at in ipairs(spots) do
    local x1, x2, y1, y2 = at.x, at.x2 or at.x, at.y, at.y2 or at.y
    if not e.x then x1, x2 = plot.left, plot.right end
    if not e.y then y1, y2 = plot.top, plot.bottom end
    if x1 and y1 and (at.x2 or not e.x2) and (at.y2 or not e.y2) then
      parts[#parts + 1] = svg.element("line", { "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", plane.color(model, layer, row), "stroke-dasharray", plane.dash(layer),
        "class", "rule" }, plane.hint(layer, row))
    end
  end
end

-- Which letters a rule takes: from a row and a column to another.
local function text_of(put, at, sign, e, rows, columns)
  local top, bottom, left, right = at.y, at.y2 or at.y, at.x, at.x2 or at.x
  if not e.x then left, right = 1, columns end
  if not e.y then top, bottom = 1, rows end
  if not top or not left or (e.x2 and not at.x2) or (e.y2 and not at.y2) then return end
  for row = math.min(top, bottom), math.max(top, bottom) do
    for column = math.min(left, right), math.max(left, right) do put(row, column, (e.x2 or not e.x) and "─" or "│") end
  end
end

return {
  name = "rule",
  needs = {},
  check = function(e)
    if not e.x and not e.y then return "a rule needs x or y" end
    if e.x2 and e.y2 then return "a rule runs along x or along y: give x2 or y2, not both" end
    if e.x and e.y and not e.x2 and not e.y2 then return "a rule at x and y needs its other end, x2 or y2" end
  end,
  alone = true, -- it stands for itself, where no x, y or color of the chart does
  svg = svg_of,
  room = function(at) return at.x and at.y and at.x2 and { math.min(at.x, at.x2), at.y - 3, math.max(at.x, at.x2), at.y + 3 } end,
  text = text_of,
  say = function(e, shown)
    local from, to = shown(e.x), shown(e.x2)
    return e.x2 and "intervals" or nil, from == to and from or from .. " to " .. to
  end,
  vega = {},
}
