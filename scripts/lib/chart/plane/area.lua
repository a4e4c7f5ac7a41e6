-- area.lua - between y and y2, along x: a band of what can be.

local svg = require "lib.chart.svg"
local plane = require "lib.chart.plane.shapes"

local function svg_of(model, layer, spots, plot, parts)
  for _, run in ipairs(plane.runs(layer, spots)) do
    local above, below = {}, {}
    for _, one in ipairs(run) do
      if one.at.y2 then
        above[#above + 1] = { one.at.x, one.at.y }
        table.insert(below, 1, { one.at.x, one.at.y2 })
      end
    end
    table.move(below, 1, #below, #above + 1, above)
    if #above > 0 then
      parts[#parts + 1] = svg.element("path", { "d", svg.path(above) .. "Z", "fill", plane.color(model, layer, run[1].row), "class", "ribbon" })
    end
  end
end

return {
  name = "area",
  needs = { "x", "y", "y2" },
  svg = svg_of,
  text = function(put, at)
    if not at.y or not at.y2 then return end
    put(at.y, at.x, "·")
    put(at.y2, at.x, "·")
  end,
  vega = { { "opacity", 0.18 } },
}
