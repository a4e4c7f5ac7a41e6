-- chart_text.lua - a chart in letters: bars, sparklines, points with their intervals.
--
--     2022  ████████████████████████▊  16,921
--     2023  █████████████████████████  17,004
--
-- What is missing has no bar, and its reason stands where the figure would. All series of a chart share one scale.

local chart = require "lib.chart.chart"
local escape = require "lib.base.escape"
local width = require "lib.base.width"

local chart_text = {}

local eighths = { "▏", "▎", "▍", "▌", "▋", "▊", "▉" }
local heights = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

-- A bar of `share` (0 to 1) of `columns`; what is not zero is seen, be it ever so small.
local function bar(share, columns)
  local units = math.floor(share * columns * 8 + 0.5)
  if units == 0 and share > 0 then units = 1 end
  return ("█"):rep(units // 8) .. (eighths[units % 8] or "")
end

local function clip(text, columns)
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

-- The lines of a chart whose slots have a line each: for each slot and series what draw() makes of the point.
local function rows_of(model, columns, draw)
  local many = #model.series > 1
  local labels, names, figures = {}, {}, {}
  for slot, label in ipairs(model.axis.labels) do
    labels[slot] = escape.line(label)
    for _, series in ipairs(model.series) do figures[#figures + 1] = figure(chart.point(series, slot)) end
  end
  for i, series in ipairs(model.series) do names[i] = escape.line(series.name) end
  local figure_columns = widest(figures, columns // 2)
  local name_columns = many and widest(names, columns // 5) or 0
  local rest = columns - figure_columns - 2 - (many and name_columns + 2 or 0) - 2
  local label_columns = widest(labels, math.max(4, math.min(columns // 3, rest - 8)))
  local room = math.max(4, math.min(rest - label_columns, 60))
  local lines = {}
  for slot, label in ipairs(labels) do
    local first, empty = true, true
    for _, series in ipairs(model.series) do empty = empty and not chart.point(series, slot) end
    for i, series in ipairs(model.series) do
      local point = chart.point(series, slot)
      if point or not many or (empty and i == 1) then
        local start = width.pad(first and clip(label, label_columns) or "", label_columns) .. "  "
        if many then start = start .. width.pad(empty and "" or clip(names[i], name_columns), name_columns) .. "  " end
        local drawn = draw(point, room)
        lines[#lines + 1] = start .. width.pad(drawn, room) .. "  " .. width.pad(figure(point), figure_columns, "right")
        first = false
      end
    end
  end
  return lines
end

-- The lowest and highest of the values themselves, which in letters stand beside each other, never on top.
local function value_range(model)
  local low, high = 0, 0
  local any = false
  for _, series in ipairs(model.series) do
    for slot in ipairs(model.axis.labels) do
      local point = chart.point(series, slot)
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
local function bar_lines(model, columns)
  local low, high = value_range(model)
  low, high = math.min(low, 0), math.max(high, 0)
  local span = high - low
  return rows_of(model, columns, function(point, room)
    if not point or not point.value or span == 0 then return "" end
    local left = math.floor(-low / span * room + 0.5)
    if point.value >= 0 then return (" "):rep(left) .. bar(point.value / span, room) end
    local cells = math.max(1, math.floor(-point.value / span * room + 0.5))
    return (" "):rep(math.max(0, left - cells)) .. ("█"):rep(math.min(cells, left))
  end)
end

local function point_lines(model, columns)
  local low, high = model.value.low or 0, model.value.high or 0
  if model.value.zero then low, high = math.min(low, 0), math.max(high, 0) end
  if model.value.domain then low, high = model.value.domain[1], model.value.domain[2] end
  local span = high > low and high - low or 1
  return rows_of(model, columns, function(point, room)
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
    cells[at(point.value)] = "●"
    return (table.concat(cells):gsub("%s+$", ""))
  end)
end

-- Values by slot; more slots than columns are put together, and a column shows the last value that falls into it.
local function squeeze(series, slots, columns)
  local values = {}
  local count = math.min(slots, columns)
  for slot = 1, slots do
    local point = chart.point(series, slot)
    local at = slots <= columns and slot or (slot - 1) * columns // slots + 1
    if point and point.value then values[at] = point.value end
  end
  return values, count
end

-- One sparkline a series, between its first and its last figure, with the lowest and the highest named.
local function spark_lines(model, columns)
  local low, high = value_range(model)
  if model.value.zero then low, high = math.min(low, 0), math.max(high, 0) end
  local span = high > low and high - low or 1
  local labels = model.axis.labels
  local lines = {}
  for _, series in ipairs(model.series) do
    local first, last, lowest, highest
    for slot = 1, #labels do
      local point = chart.point(series, slot)
      if point and point.value then
        first, last = first or slot, slot
        if not lowest or point.value < chart.point(series, lowest).value then lowest = slot end
        if not highest or point.value > chart.point(series, highest).value then highest = slot end
      end
    end
    local name = escape.line(series.name)
    if not first then
      lines[#lines + 1] = name .. ": no figures"
    else
      local function shown(slot) return escape.line(chart.point(series, slot).shown) end
      local before, after = shown(first) .. " ", " " .. shown(last)
      local values, count = squeeze(series, #labels, math.max(8, columns - 2 - width.of(before) - width.of(after)))
      local marks = {}
      for i = 1, count do
        local value = values[i]
        marks[i] = value and heights[math.max(1, math.min(8, 1 + math.floor((value - low) / span * 7 + 0.5)))] or " "
      end
      lines[#lines + 1] = #model.series > 1 and name or nil
      lines[#lines + 1] = "  " .. before .. table.concat(marks) .. after
      local facts = ("%s to %s; lowest %s (%s), highest %s (%s)"):format(labels[first], labels[last], shown(lowest), labels[lowest],
        shown(highest), labels[highest])
      for _, line in ipairs(width.wrap(escape.line(facts), columns - 2)) do lines[#lines + 1] = "  " .. line end
    end
  end
  return lines
end

-- Points of two quantities on a grid of letters.
local function scatter_lines(model, columns)
  local letters, grid_rows, grid_columns = { "●", "○", "◆", "◇" }, 12, math.min(columns - 14, 60)
  local positions = model.axis.positions
  local low, high = model.value.low, model.value.high
  if not low then return { "no figures" } end
  local span = high > low and high - low or 1
  local reach = positions[#positions] > positions[1] and positions[#positions] - positions[1] or 1
  local grid = {}
  for r = 1, grid_rows do
    grid[r] = {}
    for c = 1, grid_columns do grid[r][c] = " " end
  end
  for i, series in ipairs(model.series) do
    for slot, points in pairs(series.slots) do
      for _, point in ipairs(points) do
        if point.value then
          local r = grid_rows - math.floor((point.value - low) / span * (grid_rows - 1) + 0.5)
          local c = 1 + math.floor((positions[slot] - positions[1]) / reach * (grid_columns - 1) + 0.5)
          grid[r][c] = (grid[r][c] == " " or grid[r][c] == letters[i]) and letters[i] or "*"
        end
      end
    end
  end
  local decimals = model.value.column.decimals
  local top, bottom = chart.tick(high, decimals), chart.tick(low, decimals)
  local margin = math.max(#top, #bottom)
  local lines = {}
  for r = 1, grid_rows do
    local label = r == 1 and top or r == grid_rows and bottom or ""
    lines[r] = width.pad(label, margin, "right") .. " │" .. table.concat(grid[r]):gsub("%s+$", "")
  end
  lines[#lines + 1] = (" "):rep(margin) .. " └" .. ("─"):rep(grid_columns)
  local left, right = model.axis.labels[1], model.axis.labels[#positions]
  lines[#lines + 1] = (" "):rep(margin + 2) .. left .. (" "):rep(math.max(1, grid_columns - width.of(left) - width.of(right))) .. right
  if #model.series > 1 then
    local key = {}
    for i, series in ipairs(model.series) do key[i] = letters[i] .. " " .. escape.line(series.name) end
    lines[#lines + 1] = (" "):rep(margin + 2) .. table.concat(key, "   ")
  end
  return lines
end

-- A chart block as lines of at most about `columns` columns, without its title.
function chart_text.lines(block, columns)
  local model = chart.model(block)
  local lines
  if #model.axis.labels == 0 then
    return { "No figures to draw." }
  elseif model.mark == "bar" then
    local many = #model.axis.labels * #model.series > 60
    lines = many and model.axis.type == "temporal" and spark_lines(model, columns) or bar_lines(model, columns)
  elseif model.mark == "point" and model.axis.type == "quantitative" then
    lines = scatter_lines(model, columns)
  elseif model.mark == "point" then
    lines = point_lines(model, columns)
  elseif model.axis.sparse and #model.axis.labels * #model.series <= 60 then
    -- Marks side by side would show dates at equal distances that lie apart unequally.
    lines = bar_lines(model, columns)
  else
    lines = spark_lines(model, columns)
  end
  for i, line in ipairs(lines) do lines[i] = line:gsub("%s+$", "") end
  local by = model.axis.title:gsub("^%u%l", string.lower)
  table.insert(lines, 1, clip(escape.line(("%s by %s"):format(model.value.title, by)), columns))
  if model.skipped > 0 then
    lines[#lines + 1] = ("%d %s without %s: not drawn."):format(model.skipped, model.skipped == 1 and "row" or "rows",
      escape.line(model.axis.title))
  end
  return lines
end

return chart_text
