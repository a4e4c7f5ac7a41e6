-- upright.lua - charts that stand: the quantity runs up.
--
--     title of the quantity
--     20,000 ┼ - - - - - - - - - - - -           plot: left, right, top, bottom
--            │         ●────●  Adults            names stand on the lines, or in a key above
--          0 ┼──────────────────────
--             2019   2020   2021
--
-- A mark says in its `svg`: upright(model, parts, at, along, plot), which adds its elements to parts, at(value) being the
-- height of a value and along(slot) the middle of a slot; key(i, x, y), a series' sign in the key (without one, names stand at
-- the ends of the lines); edges(model), between which edges of a series its name stands; headroom, units kept free above the
-- plot; figures(model, band), whether figures fit over the marks; round_ends, an axis of numbers ends at round ones; owns_zero,
-- it draws the line of zero itself.

local legend = require "lib.chart.legend"
local scales = require "lib.chart.scales"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"
local tick_text = require("lib.chart.model").tick

local size, line_height = shapes.size, shapes.line_height

-- Names under bars are all shown, on up to three lines each; nil when they do not fit the band.
local function name_lines(model, band)
  local lines, most = {}, 1
  for slot, label in ipairs(model.axis.labels) do
    local broken, fits = svg.wrap(label, size, band - 6, 3)
    if not fits then return nil end
    lines[slot], most = broken, math.max(most, #broken)
  end
  return lines, most
end

local function value_title(model, plot, parts)
  local lines = svg.wrap(model.value.title, size, plot.width, 2)
  for n, words in ipairs(lines) do parts[#parts + 1] = svg.text(0, plot.top + n * line_height - 4, words, "start", "title") end
  plot.top = plot.top + #lines * line_height + 6
end

-- The elements of the drawing and its height; nil when names do not fit under marks that can as well lie on their side.
local function draw_upright(model, drawing_width)
  local parts, plot = {}, { width = drawing_width, top = 0 }
  local drawing = model.drawing.svg
  local direct = not drawing.key and #model.series > 1
  value_title(model, plot, parts)
  if #model.series > 1 and not direct then
    local key, height = legend.key(model, 0, plot.top, drawing_width, drawing.key)
    table.move(key, 1, #key, #parts + 1, parts)
    plot.top = plot.top + height
  end
  plot.height = model.plot_height or math.min(360, math.max(220, drawing_width * 0.48))
  plot.top = plot.top + (drawing.headroom or 10)
  plot.bottom = plot.top + plot.height
  local scale = scales.quantity(model, drawing_width < 480 and 4 or 5)
  local at = scales.place(scale, plot.bottom, plot.top)
  plot.left = scales.widest_tick(scale) + 10
  plot.right = drawing_width - 10
  if direct then
    local most, room = 0, drawing_width * (drawing_width < 480 and 0.3 or 0.26)
    plot.names = {}
    for i, series in ipairs(model.series) do
      plot.names[i] = svg.wrap(series.name, size, room, 3)
      for _, words in ipairs(plot.names[i]) do most = math.max(most, svg.width(words, size)) end
    end
    plot.right = drawing_width - most - 22
  end
  local place = scales.along(model, plot.left, plot.right)
  local along, band, across = place.slot, place.band, place.scale

  local names, name_height
  if model.axis.type == "nominal" or model.axis.type == "ordinal" then
    names, name_height = name_lines(model, band)
    if not names and drawing.lying then return nil end
  end
  plot.band, plot.figures = band, drawing.figures and drawing.figures(model, band)

  for _, tick in ipairs(scale.ticks) do
    local y = at(tick)
    parts[#parts + 1] = shapes.line(plot.left, y, plot.right, y, tick == 0 and "base" or "grid")
    parts[#parts + 1] = svg.text(plot.left - 8, y + 5, tick_text(tick, scale.decimals), "end", "tick")
  end
  local below = plot.bottom
  if names then
    for slot, lines in ipairs(names) do
      for n, words in ipairs(lines) do parts[#parts + 1] = svg.text(along(slot), plot.bottom + 2 + n * line_height, words, "middle", "tick") end
    end
    below = below + name_height * line_height + 6
  elseif across then
    for _, tick in ipairs(across.ticks) do
      local x = plot.left + (tick - across.low) / (across.high - across.low) * (plot.right - plot.left)
      parts[#parts + 1] = shapes.line(x, plot.bottom, x, plot.bottom + 5, "stroke")
      local words = tick_text(tick, across.decimals)
      parts[#parts + 1] = svg.text(math.min(x, drawing_width - svg.width(words, size) / 2), plot.bottom + 21, words, "middle", "tick")
    end
    below = below + 26
  else
    for _, label in ipairs(scales.labels(model, place, plot.right - plot.left)) do
      local x = label[1]
      if band == 0 then parts[#parts + 1] = shapes.line(x, plot.bottom, x, plot.bottom + 5, "stroke") end
      local half = svg.width(label[2], size) / 2
      parts[#parts + 1] = svg.text(math.min(math.max(x, half), drawing_width - half), plot.bottom + 21, label[2], "middle", "tick")
    end
    below = below + 26
  end
  local title = scales.title(model)
  if title then
    below = below + line_height + 2
    parts[#parts + 1] = svg.text((plot.left + plot.right) / 2, below - 4, title, "middle", "title")
  end

  drawing.upright(model, parts, at, along, plot)
  if scale.low < 0 and scale.high > 0 and not drawing.owns_zero then parts[#parts + 1] = shapes.line(plot.left, at(0), plot.right, at(0), "base") end
  if direct then
    local labels = legend.ends(model, at, along, plot)
    table.move(labels, 1, #labels, #parts + 1, parts)
  end
  return parts, below + 4
end

return draw_upright
