-- model.lua - what is to be drawn of a chart block: series of values along an axis, be they drawn in letters or in SVG.
--
--     slots      2019   2020   2021   2022      the axis along which values are laid; a missing period is a slot too
--     Adult        12     31      .     40      one series for each colour; a missing value is a hole, never a zero
--     Child         5      9     11     14

local encoding = require "lib.chart.encoding"
local marks = require "lib.chart.marks"
local number = require "lib.base.number"
local period = require "lib.figures.periods.period"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"

local model = {}

local column_of = encoding.column

-- Different labels of a column, by row, in the order of its table, or in the one that t:order gave it; those that stand for a missing
-- cell come last then.
local function labels_of(column, rows)
  local labels, value_of = {}, {}
  for i = 1, rows do
    local label = column.shown[i]
    if value_of[label] == nil then labels[#labels + 1], value_of[label] = label, column.values[i] or false end
  end
  if not column.order then return labels end
  local place, first = {}, {}
  for at, value in ipairs(column.order) do place[value] = at end
  for at, label in ipairs(labels) do first[label] = at end
  table.sort(labels, function(a, b)
    local place_a, place_b = place[value_of[a]] or math.huge, place[value_of[b]] or math.huge
    if place_a ~= place_b then return place_a < place_b end
    return first[a] < first[b]
  end)
  return labels
end

-- The names of a block's series, in the order of labels_of().
function model.series_names(block)
  local channel = block.encoding.color
  if not channel then return { block.encoding[block.value].title } end
  return labels_of(column_of(block.table, channel.field), block.table.rows)
end

local function finite(value)
  return type(value) == "number" and value == value and value ~= math.huge and value ~= -math.huge
end

-- The slots along the axis and, by row, the slot that the row falls into.
local function lay_slots(block)
  local channel = block.encoding[block.along]
  local column = column_of(block.table, channel.field)
  local rows = block.table.rows
  local axis = { type = channel.type, title = plain.label { title = channel.title, unit = column.unit }, labels = {}, present = {} }
  local slot_of = {}
  if channel.type == "temporal" then
    local series = period.series(column.values, rows)
    axis.periods = series
    if series then
      local index_slot = {}
      axis.sparse, axis.positions = series.points, series.places
      for slot, at in ipairs(axis.positions) do
        index_slot[at], axis.labels[slot] = slot, period.label(series.kind, at)
      end
      for i = 1, rows do slot_of[i] = index_slot[series.index[i]] end
    end
    return axis, slot_of
  end
  if channel.type == "quantitative" then
    local seen, positions = {}, {}
    for i = 1, rows do
      local at = column.values[i]
      if finite(at) and not seen[at] then
        seen[at] = true
        positions[#positions + 1] = at
      end
    end
    table.sort(positions)
    axis.positions, axis.column = positions, column
    for slot, at in ipairs(positions) do seen[at], axis.labels[slot] = slot, plain.show(at, column) end
    for i = 1, rows do
      local at = column.values[i]
      if finite(at) then slot_of[i] = seen[at] end
    end
    return axis, slot_of
  end
  axis.labels = labels_of(column, rows)
  local slots = {}
  for slot, label in ipairs(axis.labels) do slots[label] = slot end
  for i = 1, rows do slot_of[i] = slots[column.shown[i]] end
  return axis, slot_of
end

-- Lowest and highest end of what is drawn: values, the ends of intervals, the tops of stacks.
local function extent(drawn)
  local low, high
  local function take(value)
    if value then low, high = math.min(low or value, value), math.max(high or value, value) end
  end
  for slot = 1, #drawn.axis.labels do
    local up, down = 0, 0
    for _, series in ipairs(drawn.series) do
      for _, point in ipairs(series.slots[slot] or {}) do
        if point.value then
          take(point.value)
          take(point.lower)
          take(point.upper)
          if drawn.layout == "stacked" then
            if point.value > 0 then up = up + point.value else down = down + point.value end
          end
        end
      end
    end
    if drawn.layout == "stacked" and (up > 0 or down < 0) then
      take(up)
      take(down)
    end
  end
  return low, high
end

-- What is to be drawn:
--     mark, drawing (the mark's table, marks.lua), horizontal (the quantity runs along x)
--     layout  "single", "stacked" or "grouped"
--     axis    { type, title, labels = {by slot}, positions = {by slot}, periods, sparse }   positions: numbers or periods
--     value   { title, low, high, zero, domain, column, interval }                  low, high: nil when nothing is there
--     series  list of { name, slots = { [slot] = { {value, lower, upper, shown, interval, row}, ... } } }
--     plot_height  of the plot, where it is not to be what its width gives
--     skipped how many rows have no place on the axis
-- A point whose value is nil is there and missing; its `shown` says why. Only a mark of `several` has more than one in a slot.
function model.of(block, where)
  local channel = block.encoding[block.value]
  local column = column_of(block.table, channel.field)
  local lower = channel.lower and column_of(block.table, channel.lower)
  local upper = channel.upper and column_of(block.table, channel.upper)
  local color = block.encoding.color and column_of(block.table, block.encoding.color.field)
  local mark = marks.named(block.mark)
  local drawn = { mark = block.mark, drawing = mark, horizontal = block.value == "x", skipped = 0, series = {} }
  local slot_of
  drawn.axis, slot_of = lay_slots(block)
  local scale = channel.scale or {}
  drawn.value = {
    title = plain.label { title = channel.title, unit = column.unit }, column = column,
    zero = scale.zero ~= false or mark.zero or false, domain = scale.domain, interval = lower ~= nil,
  }
  local by_name = {}
  for i, name in ipairs(model.series_names(block)) do
    drawn.series[i] = { name = name, slots = {} }
    by_name[name] = drawn.series[i]
  end
  local offset = block.encoding.xOffset or block.encoding.yOffset
  if #drawn.series < 2 or not mark.stacks then
    drawn.layout = "single"
  elseif offset or lower or channel.stack == false then
    drawn.layout = "grouped"
  else
    drawn.layout = "stacked"
  end
  for row = 1, block.table.rows do
    local slot = slot_of[row]
    if not slot then
      drawn.skipped = drawn.skipped + 1
    else
      local series = color and by_name[color.shown[row]] or drawn.series[1]
      local point = { row = row, shown = column.shown[row] }
      if finite(column.values[row]) then
        point.value = column.values[row]
        if lower and finite(lower.values[row]) and finite(upper.values[row]) then
          point.lower, point.upper = lower.values[row], upper.values[row]
          point.interval = ("%s to %s"):format(plain.show(point.lower, column), plain.show(point.upper, column))
        end
      end
      if mark.bounds and not point.lower then
        point.value, point.shown = nil, lower.values[row] == nil and lower.shown[row] or upper.shown[row]
      elseif point.value and mark.said then
        point.shown, point.interval = mark.said(point), nil
      end
      local points = series.slots[slot] or {}
      series.slots[slot] = points
      if #points > 0 and not mark.several then
        raise('%s: two rows for %s "%s"%s: a %s has one value there; group_by and summarise first', where or block.title,
          block.encoding[block.along].field, drawn.axis.labels[slot],
          color and (' and %s "%s"'):format(color.name, color.shown[row]) or "", block.mark)
      end
      points[#points + 1] = point
    end
  end
  drawn.value.low, drawn.value.high = extent(drawn)
  return drawn
end

-- The point of a series in a slot, or nil; for marks that have at most one there.
function model.point(series, slot)
  local points = series.slots[slot]
  return points and points[1]
end

-- A number of the quantity's axis, as its ticks show it.
function model.tick(value, decimals)
  return number.format(value, { decimals = decimals })
end

return model
