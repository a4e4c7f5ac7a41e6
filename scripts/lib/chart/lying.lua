-- lying.lua - charts on their side: the quantity runs to the right, and every slot has a line of its own.
--
--     Kent               ████████████████  1,204
--     Devon & Cornwall   ███████  512
--                        ┼───────┼───────┼
--
-- A mark says in its `svg`: lane(model), how many lines a slot takes, how thick each is and how far apart; and
-- lying(model, parts, at, slot, top, plot), which adds the elements of one slot below `top`.

local legend = require "lib.chart.legend"
local point_in = require("lib.chart.model").point
local scales = require "lib.chart.scales"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"
local tick_text = require("lib.chart.model").tick

local size, line_height = shapes.size, shapes.line_height

local function figure_room(model)
  local room = 0
  for _, series in ipairs(model.series) do
    for slot = 1, #model.axis.labels do
      local point = point_in(series, slot)
      if point then room = math.max(room, svg.width(point.shown, size)) end
    end
  end
  return room + 10
end

-- The elements of the drawing and its height.
local function draw_lying(model, drawing_width)
  local drawing, parts, plot = model.drawing.svg, {}, { width = drawing_width, top = 0 }
  if #model.series > 1 then
    local key, height = legend.key(model, 0, 0, drawing_width, drawing.key or shapes.square)
    table.move(key, 1, #key, #parts + 1, parts)
    plot.top = height
  end
  local above = drawing_width < 480
  local labels, label_room = {}, 0
  for slot, label in ipairs(model.axis.labels) do
    labels[slot] = svg.wrap(label, size, above and drawing_width or drawing_width * 0.32, above and 2 or 3)
    for _, words in ipairs(labels[slot]) do label_room = math.max(label_room, svg.width(words, size)) end
  end
  plot.left = above and 1 or label_room + 12
  plot.right = drawing_width - (model.layout == "stacked" and 10 or figure_room(model))
  local lanes, thickness, gap = drawing.lane(model)
  plot.thickness = thickness
  local stack = lanes * (thickness + gap)
  local scale = scales.quantity(model, drawing_width < 480 and 4 or 6)
  local at = scales.place(scale, plot.left, plot.right)
  plot.top = plot.top + 6
  local y = plot.top
  local rows = {}
  for slot in ipairs(model.axis.labels) do
    local text_height = #labels[slot] * line_height
    local height = above and text_height + stack + 12 or math.max(stack, text_height) + 10
    rows[slot] = { top = y, bar = above and y + text_height + 2 or y + (height - stack) / 2, height = height }
    y = y + height
  end
  plot.bottom = y + 2

  for _, tick in ipairs(scale.ticks) do
    parts[#parts + 1] = shapes.line(at(tick), plot.top, at(tick), plot.bottom, tick == 0 and "base" or "grid")
    local text = tick_text(tick, scale.decimals)
    local half = svg.width(text, size) / 2
    parts[#parts + 1] = svg.text(math.min(math.max(at(tick), half), drawing_width - half), plot.bottom + line_height, text, "middle", "tick")
  end
  for slot, row in ipairs(rows) do
    for n, words in ipairs(labels[slot]) do
      if above then
        parts[#parts + 1] = svg.text(plot.left + 4, row.top + n * line_height - 4, words, "start", "label halo")
      else
        local first = row.top + (row.height - #labels[slot] * line_height) / 2
        parts[#parts + 1] = svg.text(plot.left - 10, first + n * line_height - 4, words, "end", "label")
      end
    end
    drawing.lying(model, parts, at, slot, row.bar, plot)
  end
  local below = plot.bottom + line_height + 4
  for _, words in ipairs(svg.wrap(model.value.title, size, drawing_width - plot.left, 2)) do
    below = below + line_height
    parts[#parts + 1] = svg.text(plot.left, below, words, "start", "title")
  end
  return parts, below + 6
end

return draw_lying
