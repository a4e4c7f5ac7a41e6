-- chart_svg.lua - a chart as SVG: a picture that prints, needs no script and says in words what it shows.
--
-- The drawing has the width it is asked for, and letters of one size whatever that width, so that a page can hold one
-- drawing for wide windows and one for phones. Classes (tick, label, grid, base ...) are styled by the page.

local draw_lying = require "lib.chart.lying"
local draw_plane = require "lib.chart.plane"
local draw_upright = require "lib.chart.upright"
local escape = require "lib.base.escape"
local facets = require "lib.chart.facets"
local model_of = require("lib.chart.model").of
local svg = require "lib.chart.svg"

local chart_svg = {}

-- The elements of a chart's drawing and its height.
local elements
function elements(block, drawing_width, panel)
  if block.panels then
    return facets.draw(block, drawing_width, function(one, room) return elements(one, room, one.title) end)
  end
  if block.layer then return draw_plane(block, drawing_width) end
  local model = model_of(block)
  -- A panel's name stands where the title of its quantity would, which all panels share.
  if panel then model.value.title, model.plot_height = panel, 150 end
  if #model.axis.labels == 0 or not model.value.low then
    return { svg.text(drawing_width / 2, 34, "No figures to draw", "middle", "missing") }, 56
  end
  local parts, height
  if not model.horizontal then parts, height = draw_upright(model, drawing_width) end
  if not parts then parts, height = draw_lying(model, drawing_width) end
  return parts, height
end

-- The chart of a block as one svg element, `drawing_width` units wide, with ids that begin with `id`. Bars and points whose
-- names do not fit under them are laid on their side.
function chart_svg.draw(block, drawing_width, id)
  local parts, height = elements(block, drawing_width)
  local box = ("0 0 %s %s"):format(svg.number(drawing_width), svg.number(height))
  local words = ('<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>'):format(id, escape.html(block.title), id, escape.html(block.alt))
  return svg.element("svg", { "xmlns", "http://www.w3.org/2000/svg", "viewBox", box, "width", drawing_width, "height", height, "role", "img",
    "aria-labelledby", id .. "-title " .. id .. "-desc" }, words .. "\n" .. table.concat(parts, "\n") .. "\n")
end

return chart_svg
