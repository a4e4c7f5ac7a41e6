-- scales.lua - where values and slots stand in a drawing.

local axis = require "lib.chart.axis"
local period = require "lib.figures.periods.period"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"
local tick_text = require("lib.chart.model").tick

local scales = {}

local size = shapes.size

-- The scale of the quantity, with about `ticks` ticks.
function scales.quantity(model, ticks)
  local column = model.value.column
  local options = { count = ticks, zero = model.value.zero, whole = column.type == "integer" }
  local low, high = model.value.low or 0, model.value.high or 0
  if model.value.domain then low, high, options.exact, options.zero = model.value.domain[1], model.value.domain[2], true, false end
  return axis.linear(low, high, options)
end

-- A function from values to units between `from` (where the scale is low) and `to`.
function scales.place(scale, from, to)
  return function(value) return from + (value - scale.low) / (scale.high - scale.low) * (to - from) end
end

function scales.widest_tick(scale)
  local room = 0
  for _, tick in ipairs(scale.ticks) do room = math.max(room, svg.width(tick_text(tick, scale.decimals), size)) end
  return room
end

-- Titles that a reader does not miss, because the labels say it.
local obvious = { year = true, quarter = true, month = true, date = true, period = true }

function scales.title(model)
  if model.axis.type == "temporal" and obvious[model.axis.title:lower()] then return nil end
  return model.axis.title
end

-- Whether slots have a band each, or are points of a line.
local function is_banded(model)
  local bands, kind = model.drawing.bands, model.axis.type
  return bands == "always" or (bands == "periods" and kind ~= "quantitative") or kind == "nominal" or kind == "ordinal"
end

-- Where things stand along the axis: slot(i) for a slot and place(p) for a period or a number between slots, the width of a
-- slot's band (0 when slots are points), and the scale of numbers that has ticks of its own, if it is one.
function scales.along(model, left, right)
  local labels, positions = model.axis.labels, model.axis.positions
  local count = #labels
  if is_banded(model) then
    local band = (right - left) / math.max(count, 1)
    local function slot(i) return left + (i - 0.5) * band end
    local periods = model.axis.periods
    -- A period that has no band of its own, the first of a month among weeks, is labelled under the band that it falls into. Dates
    -- a month or more apart have each their own label.
    local function place(at)
      local i = 1
      while i < count and positions[i + 1] <= at do i = i + 1 end
      return slot(i)
    end
    local dates = periods and periods.kind == "date" and (periods.points or periods.unit == "month")
    return { slot = slot, place = not dates and place or nil, band = band }
  end
  local first, last, from, to, scale = positions[1], positions[count], left + 6, right - 6, nil
  if model.drawing.svg.round_ends then
    scale = axis.linear(first, last, { zero = false })
    first, last, from, to = scale.low, scale.high, left, right
  end
  local function place(at)
    if last == first then return (from + to) / 2 end
    return from + (at - first) / (last - first) * (to - from)
  end
  return { slot = function(i) return place(positions[i]) end, place = place, band = 0, scale = scale }
end

-- The labels of the axis that fit into `span` units, as a list of { where, text, place }: where in the drawing, what is
-- written there, and which period, number or slot it is.
function scales.labels(model, along, span)
  local list, labels = {}, model.axis.labels
  local widest = 0
  for _, label in ipairs(labels) do widest = math.max(widest, svg.width(label, size)) end
  local series = model.axis.periods
  if series and along.place then
    -- Labels of years alone are short, and more of them fit.
    local ticks = period.ticks(series, span // (svg.width("2000", size) + 14))
    local words = period.tick_labels(series, ticks)
    if #(words[1] or "") > 4 then
      ticks = period.ticks(series, span // (math.min(widest, svg.width("Sep 2000", size)) + 14))
      words = period.tick_labels(series, ticks)
      if svg.width(words[1] or "", size) > svg.width("Sep 2000", size) then
        ticks = period.ticks(series, span // (widest + 14))
        words = period.tick_labels(series, ticks)
      end
    end
    for i, at in ipairs(ticks) do list[i] = { along.place(at), words[i], at } end
    return list
  end
  local each = math.max(1, math.ceil(#labels * (widest + 14) / span))
  local positions = model.axis.positions
  for slot = 1, #labels, each do list[#list + 1] = { along.slot(slot), labels[slot], positions and positions[slot] or slot } end
  return list
end

return scales
