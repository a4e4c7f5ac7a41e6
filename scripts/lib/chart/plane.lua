-- plane.lua - a chart of layers as SVG: marks where their two coordinates are, in the order of the layers, words last.
--
--     y is a quantity                          y is names: a lane each
--     20 ┼ - - - - - - - -                     Avon    ●──────┤
--        │     ●  Kent                         Kent       ●───────┤
--      0 ┼───────────────                              ┼─────┼─────┼

local encoding = require "lib.chart.encoding"
local layers = require "lib.chart.layers"
local mark_of = require("lib.chart.plane.marks").named
local period = require "lib.figures.periods.period"
local placing = require "lib.chart.placing"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"
local tick_text = require("lib.chart.model").tick

local size, line_height = shapes.size, shapes.line_height

-- The ticks of an axis that has a scale: a list of { position, text }.
local function ticks_of(found, scale, span)
  local list = {}
  if found.type == "temporal" then
    local ticks = period.ticks(found.periods, span // 90)
    local words = period.tick_labels(found.periods, ticks)
    for i, at in ipairs(ticks) do list[i] = { at, words[i] } end
  else
    for i, at in ipairs(scale.ticks) do list[i] = { at, tick_text(at, scale.decimals) } end
  end
  return list
end

-- low, high of an axis, and its ticks. Names have neither scale nor ticks.
local function measure(found, count, span)
  if found.type == "nominal" then return { low = found.low or 0.5, high = math.max(found.high or 1.5, 1.5), ticks = {} } end
  if found.type == "temporal" then
    local low, high = found.low, found.high
    local margin = low == high and 1 or (high - low) * 0.03 -- no mark half over the edge
    low, high = low - margin, high + margin
    return { low = low, high = high, ticks = ticks_of(found, nil, span) }
  end
  local scale = layers.scale(found, count)
  return { low = scale.low, high = scale.high, ticks = ticks_of(found, scale) }
end

local function place(measured, from, to)
  return function(at) return at and from + (at - measured.low) / (measured.high - measured.low) * (to - from) end
end

-- The sign of a category: that of the first layer which has it.
local function sign_of(block, name)
  for _, layer in ipairs(block.layer) do
    local channel = layer.encoding.color
    for row = 1, channel and layers.count(layer) or 0 do
      local shown = channel.field and encoding.column(layer.table, channel.field).shown[row] or tostring(channel.datum)
      if shown == name then return mark_of(layer.mark.type).key or shapes.square end
    end
  end
  return shapes.square
end

local function key(model, block, width, top, parts)
  if #model.names < 2 then return top end
  local x, y = 0, top
  for i, name in ipairs(model.names) do
    local words = svg.wrap(name, size, width - 24, 1)[1]
    local room = 20 + svg.width(words, size) + 18
    if x + room > width and x > 0 then x, y = 0, y + line_height + 4 end
    parts[#parts + 1] = sign_of(block, name)(i, x + 7, y + 7)
    parts[#parts + 1] = svg.text(x + 20, y + 12, words, "start", "label")
    x = x + room
  end
  return y + line_height + 10
end

-- The lanes of names along y: each with its label, at the left or, on narrow drawings, above.
local function lay_lanes(model, plot, width)
  local above, room = width < 480, 0
  plot.lanes = {}
  for i, label in ipairs(model.y.labels) do
    local lines = svg.wrap(label, size, above and width or width * 0.32, 2)
    for _, words in ipairs(lines) do room = math.max(room, svg.width(words, size)) end
    plot.lanes[i] = { lines = lines }
  end
  plot.left = above and 6 or room + 14
  local y = plot.top
  for _, lane in ipairs(plot.lanes) do
    local text = #lane.lines * line_height
    lane.top, lane.height = y, above and text + 28 or math.max(28, text + 6)
    lane.middle = above and y + text + 12 or y + lane.height / 2
    y = y + lane.height
  end
  plot.band_y, plot.bottom, plot.above = 20, y, above
end

local function widest_text(block)
  local room = 0
  for _, layer in ipairs(block.layer) do
    local field = layer.encoding.text and layer.encoding.text.field
    if field then
      for _, words in ipairs(encoding.column(layer.table, field).shown) do room = math.max(room, svg.width(words, size)) end
    end
  end
  return room
end

-- The elements of the drawing and its height.
local function draw_plane(block, width)
  local model = layers.model(block)
  local parts, plot = {}, { width = width, top = 0 }
  if not model.x.low or not model.y.low then return { svg.text(width / 2, 34, "No figures to draw", "middle", "missing") }, 56 end
  plot.top = key(model, block, width, plot.top, parts)
  local named = model.y.type == "nominal"
  if not named and model.y.title then
    for _, words in ipairs(svg.wrap(model.y.title, size, width, 2)) do
      plot.top = plot.top + line_height
      parts[#parts + 1] = svg.text(0, plot.top - 4, words, "start", "title")
    end
  end
  plot.top = plot.top + 10
  local across
  if named then
    lay_lanes(model, plot, width)
  else
    plot.bottom = plot.top + math.min(360, math.max(220, width * 0.48))
    across = measure(model.y, width < 480 and 4 or 5, width)
    local room = 0
    for _, tick in ipairs(across.ticks) do room = math.max(room, svg.width(tick[2], size)) end
    plot.left = room + 12
  end
  plot.right = width - 12 - (named and model.x.type ~= "nominal" and math.min(widest_text(block), width * 0.3) or 0)
  local along = measure(model.x, width < 480 and 3 or 6, plot.right - plot.left)
  local at_x, at_y = place(along, plot.left, plot.right), nil
  if named then
    at_y = function(slot) return slot and plot.lanes[slot].middle end
  else
    at_y = place(across, plot.bottom, plot.top)
  end
  if model.x.type == "nominal" then plot.band_x = (plot.right - plot.left) / #model.x.labels end

  -- The frame: grid, ticks, names.
  if not named then
    for _, tick in ipairs(across.ticks) do
      local y = at_y(tick[1])
      parts[#parts + 1] = shapes.line(plot.left, y, plot.right, y, tick[1] == 0 and "base" or "grid")
      parts[#parts + 1] = svg.text(plot.left - 8, y + 5, tick[2], "end", "tick")
    end
  end
  local last = -math.huge
  for _, tick in ipairs(along.ticks) do
    local x, half = at_x(tick[1]), svg.width(tick[2], size) / 2
    if named then
      parts[#parts + 1] = shapes.line(x, plot.top, x, plot.bottom, tick[1] == 0 and model.x.type ~= "temporal" and "base" or "grid")
    else
      parts[#parts + 1] = shapes.line(x, plot.bottom, x, plot.bottom + 5, "stroke")
    end
    local middle = math.min(math.max(x, half), width - half)
    if middle - half > last + 6 then
      parts[#parts + 1] = svg.text(middle, plot.bottom + 21, tick[2], "middle", "tick")
      last = middle + half
    end
  end
  local below = plot.bottom + 26
  if model.x.type == "nominal" then
    -- Where names have no room each, every so manieth is written.
    local most, every = 1, math.ceil(36 / plot.band_x)
    for i = 1, #model.x.labels, every do
      local lines = svg.wrap(model.x.labels[i], size, plot.band_x * every - 4, 3)
      most = math.max(most, #lines)
      local is_inside = at_x(i) + plot.band_x * every / 2 <= width or every == 1
      for n, words in ipairs(is_inside and lines or {}) do
        parts[#parts + 1] = svg.text(at_x(i), plot.bottom + 4 + n * line_height, words, "middle", "tick")
      end
    end
    below = plot.bottom + most * line_height + 8
  end
  if model.x.title and model.x.type ~= "temporal" then
    for _, words in ipairs(svg.wrap(model.x.title, size, width, 2)) do
      below = below + line_height
      parts[#parts + 1] = svg.text(width / 2, below - 4, words, "middle", "title")
    end
  end

  local places, drawn = placing.new(0, plot.top - 10, width, plot.bottom), {}
  plot.places, plot.where = places, named and (model.x.type == "nominal" and "within" or "lane") or nil
  for slot, lane in ipairs(plot.lanes or {}) do
    for n, words in ipairs(lane.lines) do
      if plot.above then
        local y = lane.top + n * line_height - 4
        parts[#parts + 1] = svg.text(plot.left + 4, y, words, "start", "label halo")
        placing.take(places, { plot.left + 4, y - 14, plot.left + 4 + svg.width(words, size), y + 4 })
      else
        local first = lane.top + (lane.height - #lane.lines * line_height) / 2
        parts[#parts + 1] = svg.text(plot.left - 10, first + n * line_height - 4, words, "end", "label")
      end
    end
    drawn[slot] = false
  end
  if not plot.above then places.frame[1] = plot.left end
  local spots = {}
  for i, layer in ipairs(block.layer) do
    spots[i] = {}
    for row = 1, layers.count(layer) do
      local at = {}
      for _, one in ipairs { "x", "x2" } do at[one] = at_x(layers.at(layer, one, row, model.x)) end
      for _, one in ipairs { "y", "y2" } do at[one] = at_y(layers.at(layer, one, row, model.y)) end
      spots[i][row] = at
      local slot = named and layers.at(layer, "y", row, model.y)
      if slot and at.x then drawn[slot] = true end
      local room = mark_of(layer.mark.type).room
      local box = room and room(at)
      if box then placing.take(places, box) end
    end
  end
  for i, layer in ipairs(block.layer) do
    local mark = mark_of(layer.mark.type)
    if not mark.last then mark.svg(model, layer, spots[i], plot, parts) end
  end
  -- A name of which nothing is there says why, in its lane.
  for i, layer in ipairs(block.layer) do
    local field = named and layer.encoding.x and layer.encoding.x.field
    for row = 1, field and layers.count(layer) or 0 do
      local slot = layers.at(layer, "y", row, model.y)
      if slot and not drawn[slot] then
        drawn[slot] = true
        local words = encoding.column(layer.table, field).shown[row]
        local x, y, anchor = placing.place(places, words, plot.left, plot.lanes[slot].middle, "lane")
        if x then parts[#parts + 1] = svg.text(x, y, words, anchor, "missing") end
      end
    end
  end
  for i, layer in ipairs(block.layer) do
    local mark = mark_of(layer.mark.type)
    if mark.last then mark.svg(model, layer, spots[i], plot, parts) end
  end
  return parts, below + 6
end

return draw_plane
