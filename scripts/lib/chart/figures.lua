-- figures.lua - the figures of a chart as a reader wants them, in a table.

local encoding = require "lib.chart.encoding"
local model = require "lib.chart.model"

local column_of = encoding.column

local function lower_first(words)
  return (words:gsub("^%u%l", string.lower))
end

-- The figures of a chart as a reader wants them: one line for each slot and one column for each series; a plain table with
-- a title. Charts with intervals, and clouds of points, keep the long form of their table.
local function figures(block)
  if block.layer or block.panels then return { title = block.title, rows = block.table.rows, missing = block.table.missing, columns = block.table.columns } end
  local drawn = model.of(block)
  local along, value, color = block.encoding[block.along], block.encoding[block.value], block.encoding.color
  local t = block.table
  local title = ("%s by %s"):format(drawn.value.title, lower_first(along.title)) .. (color and " and " .. lower_first(color.title) or "")
  local single = #drawn.series < 2 or drawn.value.interval or #t.columns ~= 3
  for _, series in ipairs(drawn.series) do
    for _, points in pairs(series.slots) do single = single or #points > 1 end
  end
  if single or drawn.skipped > 0 then
    return { title = title, rows = t.rows, missing = t.missing, columns = t.columns }
  end
  local source, head = column_of(t, value.field), column_of(t, along.field)
  local rows, first = {}, {}
  for slot in ipairs(drawn.axis.labels) do
    local row
    for _, series in ipairs(drawn.series) do row = row or (model.point(series, slot) or {}).row end
    if row then
      rows[#rows + 1] = slot
      first[#rows] = row
    end
  end
  local function column_like(like, name, heading)
    return { name = name, title = heading, type = like.type, unit = like.unit, decimals = like.decimals, grouping = like.grouping,
      align = like.align, values = {}, shown = {}, markers = {} }
  end
  local function take(column, n, like, row)
    column.values[n], column.shown[n] = row and like.values[row], row and like.shown[row] or t.missing
    column.markers[n] = row and like.markers and like.markers[row] or nil
  end
  local columns = { column_like(head, head.name, head.title) }
  for n, row in ipairs(first) do take(columns[1], n, head, row) end
  for i, series in ipairs(drawn.series) do
    local column = column_like(source, series.name, series.name)
    column.unit = nil
    for n, slot in ipairs(rows) do take(column, n, source, (model.point(series, slot) or {}).row) end
    columns[i + 1] = column
  end
  return { title = title, rows = #rows, missing = t.missing, columns = columns }
end

return figures
