-- letters.lua - charts in letters whose slots have a line each: bars, and points with their intervals.
--
--     2022  ████████████████████████▊  16,921
--     2023  █████████████████████████  17,004
--
-- What is missing has no bar, and its reason stands where the figure would. All series of a chart share one scale.

local escape = require "lib.base.escape"
local point_in = require("lib.chart.model").point
local width = require "lib.base.width"

local letters = {}

local eighths = { "▏", "▎", "▍", "▌", "▋", "▊", "▉" }

-- A bar of `share` (0 to 1) of `columns`; what is not zero is seen, be it ever so small.
local function bar(share, columns)
  local units = math.floor(share * columns * 8 + 0.5)
  if units == 0 and share > 0 then units = 1 end
  return ("█"):rep(units // 8) .. (eighths[units % 8] or "")
end

-- Text cut to so many columns, with an ellipsis when it is.
function letters.clip(text, columns)
  if width.of(text) <= columns then return text end
  return width.split(text, columns - 1) .. "…"
end

local function widest(texts, most)
  local columns = 0
  for _, text in ipairs(texts) do columns = math.max(columns, width.of(text)) end
  return math.min(columns, most)
end

local function figure(point)
  if not point then return "no figure" end
  if point.interval then return ("%s (%s)"):format(point.shown, point.interval) end
  return point.shown
end

local most_empty = 3 -- slots without a figure that have a line each

-- What has a line, or one for each series: { label, slot, empty }. Periods without a figure that follow each other share one line when
-- they are many: "1852 to 2019".
local function places(model)
  local list, labels = {}, model.axis.labels
  local function is_empty(slot)
    for _, series in ipairs(model.series) do
      if point_in(series, slot) then return false end
    end
    return slot <= #labels
  end
  local slot = 1
  while slot <= #labels do
    local last = slot
    while is_empty(last) and is_empty(last + 1) do last = last + 1 end
    if last - slot < most_empty then last = slot end
    local label = last > slot and ("%s to %s"):format(labels[slot], labels[last]) or labels[slot]
    list[#list + 1] = { label = escape.line(label), slot = slot, empty = is_empty(slot) }
    slot = last + 1
  end
  return list
end

-- The lines of a chart whose slots have a line each: for each slot and series what draw() makes of the point.
function letters.rows(model, columns, draw)
  local many = #model.series > 1
  local labels, names, figures, rows = {}, {}, {}, places(model)
  for n, row in ipairs(rows) do
    labels[n] = row.label
    for _, series in ipairs(model.series) do figures[#figures + 1] = figure(point_in(series, row.slot)) end
  end
  for i, series in ipairs(model.series) do names[i] = escape.line(series.name) end
  local figure_columns = widest(figures, columns // 2)
  local name_columns = many and widest(names, columns // 5) or 0
  local rest = columns - figure_columns - 2 - (many and name_columns + 2 or 0) - 2
  local label_columns = widest(labels, math.max(4, math.min(columns // 3, rest - 8)))
  local room = math.max(4, math.min(rest - label_columns, 60))
  local lines = {}
  for _, row in ipairs(rows) do
    local first = true
    for i, series in ipairs(model.series) do
      local point = point_in(series, row.slot)
      if point or not many or (row.empty and i == 1) then
        local start = width.pad(first and letters.clip(row.label, label_columns) or "", label_columns) .. "  "
        if many then start = start .. width.pad(row.empty and "" or letters.clip(names[i], name_columns), name_columns) .. "  " end
        local drawn = draw(point, room)
        lines[#lines + 1] = start .. width.pad(drawn, room) .. "  " .. width.pad(figure(point), figure_columns, "right")
        first = false
      end
    end
  end
  return lines
end

-- The lowest and highest of the values themselves, which in letters stand beside each other, never on top, and of the scale that an author
-- gave, which several panels share.
function letters.range(model)
  local domain = model.value.domain
  local low, high, any = domain and domain[1] or 0, domain and domain[2] or 0, domain ~= nil
  for _, series in ipairs(model.series) do
    for slot in ipairs(model.axis.labels) do
      local point = point_in(series, slot)
      if point and point.value then
        low = any and math.min(low, point.value) or point.value
        high = any and math.max(high, point.value) or point.value
        any = true
      end
    end
  end
  return low, high
end

-- Bars begin at zero. Where values are negative, the room left of zero is theirs.
function letters.bars(model, columns)
  local low, high = letters.range(model)
  low, high = math.min(low, 0), math.max(high, 0)
  local span = high - low
  return letters.rows(model, columns, function(point, room)
    if not point or not point.value or span == 0 then return "" end
    local left = math.floor(-low / span * room + 0.5)
    if point.value >= 0 then return (" "):rep(left) .. bar(point.value / span, room) end
    local cells = math.max(1, math.floor(-point.value / span * room + 0.5))
    return (" "):rep(math.max(0, left - cells)) .. ("█"):rep(math.min(cells, left))
  end)
end

-- Intervals, and `dot` where the figure is; without it, the interval alone.
function letters.intervals(model, columns, dot)
  local low, high = model.value.low or 0, model.value.high or 0
  if model.value.zero then low, high = math.min(low, 0), math.max(high, 0) end
  if model.value.domain then low, high = model.value.domain[1], model.value.domain[2] end
  local span = high > low and high - low or 1
  return letters.rows(model, columns, function(point, room)
    if not point or not point.value then return "" end
    local function at(value)
      return math.max(1, math.min(room, 1 + math.floor((value - low) / span * (room - 1) + 0.5)))
    end
    local cells = {}
    for i = 1, room do cells[i] = " " end
    if point.lower then
      local from, to = at(point.lower), at(point.upper)
      for i = from, to do cells[i] = "─" end
      cells[from], cells[to] = "├", "┤"
    end
    if dot then cells[at(point.value)] = dot end
    return (table.concat(cells):gsub("%s+$", ""))
  end)
end

return letters
