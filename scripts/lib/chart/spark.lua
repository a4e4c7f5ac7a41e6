-- spark.lua - a chart as sparklines: a line of letters for each series, with its first and last figure beside it.
--
--     2,340 ▁▁▂▂▃▄▄▅██ 17,004

local escape = require "lib.base.escape"
local letters = require "lib.chart.letters"
local point_in = require("lib.chart.model").point
local width = require "lib.base.width"

local heights = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

-- Values by slot; more slots than columns are put together, and a column shows the last value that falls into it.
local function squeeze(series, slots, columns)
  local values = {}
  local count = math.min(slots, columns)
  for slot = 1, slots do
    local point = point_in(series, slot)
    local at = slots <= columns and slot or (slot - 1) * columns // slots + 1
    if point and point.value then values[at] = point.value end
  end
  return values, count
end

local spark = {}

-- One sparkline a series, between its first and its last figure, with the lowest and the highest named.
function spark.lines(model, columns)
  local low, high = letters.range(model)
  if model.value.zero then low, high = math.min(low, 0), math.max(high, 0) end
  local span = high > low and high - low or 1
  local labels = model.axis.labels
  local lines = {}
  for _, series in ipairs(model.series) do
    local first, last, lowest, highest
    for slot = 1, #labels do
      local point = point_in(series, slot)
      if point and point.value then
        first, last = first or slot, slot
        if not lowest or point.value < point_in(series, lowest).value then lowest = slot end
        if not highest or point.value > point_in(series, highest).value then highest = slot end
      end
    end
    local name = escape.line(series.name)
    if not first then
      lines[#lines + 1] = name .. ": no figures"
    else
      local function shown(slot) return escape.line(point_in(series, slot).shown) end
      local before, after = shown(first) .. " ", " " .. shown(last)
      local values, count = squeeze(series, #labels, math.max(8, columns - 2 - width.of(before) - width.of(after)))
      local marks = {}
      for i = 1, count do
        local value = values[i]
        marks[i] = value and heights[math.max(1, math.min(8, 1 + math.floor((value - low) / span * 7 + 0.5)))] or " "
      end
      lines[#lines + 1] = #model.series > 1 and name or nil
      lines[#lines + 1] = "  " .. before .. table.concat(marks) .. after
      local function placed(slot)
        local interval = point_in(series, slot).interval
        return ("%s (%s%s)"):format(shown(slot), interval and interval .. ", " or "", labels[slot])
      end
      local facts = ("%s to %s; lowest %s, highest %s"):format(labels[first], labels[last], placed(lowest), placed(highest))
      for _, line in ipairs(width.wrap(escape.line(facts), columns - 2)) do lines[#lines + 1] = "  " .. line end
    end
  end
  return lines
end

-- What runs from figure to figure: sparklines, but a line for each slot where they are few and sparklines would mislead: marks side
-- by side show dates at equal distances that lie apart unequally, and have no room for intervals.
function spark.or_rows(model, columns)
  if #model.axis.labels * #model.series <= 60 then
    if model.value.interval then return letters.intervals(model, columns, "●") end
    if model.axis.sparse then return letters.bars(model, columns) end
  end
  return spark.lines(model, columns)
end

return spark
