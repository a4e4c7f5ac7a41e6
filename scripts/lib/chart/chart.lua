-- chart.lua - a chart as data: what its words mean, whether they fit the table, and what is to be drawn.
--
-- The words are Vega-Lite's: a mark (bar, line, area, point) and an encoding of the channels x, y, color, xOffset and
-- yOffset by columns of a table. chart.block() checks them when a report is built; chart.model() turns a block into
-- series of values along an axis, which is all that a drawing needs, be it letters or SVG:
--
--     slots      2019   2020   2021   2022      the axis along which values are laid; a missing period is a slot too
--     Adult        12     31      .     40      one series for each colour; a missing value is a hole, never a zero
--     Child         5      9     11     14

local number = require "lib.base.number"
local period = require "lib.figures.period"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local chart = {}

chart.marks = { "bar", "line", "area", "point" }
chart.palette = { "#12436D", "#28A197", "#801650", "#F46A25" }

local channels = { "x", "y", "color", "xOffset", "yOffset" }
local channel_keys = { "field", "type", "title", "scale", "stack", "lower", "upper" }
local kinds = { "quantitative", "temporal", "ordinal", "nominal" }

local function has(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end

local function column_of(t, name)
  for _, column in ipairs(t.columns) do
    if column.name == name then return column end
  end
end

local function names_of(t)
  local names = {}
  for i, column in ipairs(t.columns) do names[i] = column.name end
  return names
end

local function is_numeric(column)
  return column.type == "integer" or column.type == "number"
end

-- A mark as Vega-Lite takes it: a name, or { type = name }.
local function read_mark(mark, where)
  if type(mark) == "table" and type(mark.type) == "string" then mark = mark.type end
  if mark == nil then raise("%s: a chart needs a mark: %s", where, table.concat(chart.marks, ", ")) end
  if not has(chart.marks, mark) then
    raise('%s: unknown mark "%s"%s', where, tostring(mark), suggest.among(mark, chart.marks, "marks are"))
  end
  return mark
end

local function check_scale(scale, where)
  if scale == nil then return end
  if type(scale) ~= "table" then raise("%s: scale is a table: { zero = false } or { domain = { low, high } }", where) end
  for _, key in ipairs(suggest.keys(scale)) do
    if key ~= "zero" and key ~= "domain" then
      raise('%s: unknown key "%s" in scale%s', where, key, suggest.among(key, { "zero", "domain" }, "it takes"))
    end
  end
  local domain = scale.domain
  if domain ~= nil and not (type(domain) == "table" and tonumber(domain[1]) and tonumber(domain[2]) and domain[1] < domain[2]) then
    raise("%s: scale.domain is { low, high }, low below high", where)
  end
end

-- One channel, its shorthand ("year" for { field = "year" }) spelt out.
local function read_channel(name, given, where)
  where = ("%s: encoding.%s"):format(where, name)
  if type(given) == "string" then given = { field = given } end
  if type(given) ~= "table" then raise('%s is a column\'s name or { field = "..." }, not a %s', where, type(given)) end
  for _, key in ipairs(suggest.keys(given)) do
    if key == "aggregate" or key == "bin" or key == "timeUnit" then
      raise("%s: %s is not worked out by a chart; do it on the table first (group_by, summarise)", where, key)
    end
    if not has(channel_keys, key) then
      raise('%s: unknown key "%s"%s', where, key, suggest.among(key, channel_keys, "a channel takes"))
    end
  end
  if type(given.field) ~= "string" then raise('%s needs a field: the name of a column', where) end
  if given.type ~= nil and not has(kinds, given.type) then
    raise('%s: unknown type "%s"%s', where, tostring(given.type), suggest.among(given.type, kinds, "types are"))
  end
  check_scale(given.scale, where)
  if (given.lower == nil) ~= (given.upper == nil) then raise("%s: an interval needs both lower and upper", where) end
  local copy = {}
  for key, value in pairs(given) do copy[key] = value end
  return copy
end

-- The encoding of a chart; x=, y= and color= beside it are taken into it.
local function read_encoding(spec, where)
  local encoding = {}
  if spec.encoding ~= nil and type(spec.encoding) ~= "table" then
    raise('%s: encoding is a table: { x = { field = "..." }, y = { field = "..." } }', where)
  end
  for _, key in ipairs(suggest.keys(spec.encoding or {})) do
    if not has(channels, key) then
      raise('%s: unknown channel "%s" in encoding%s', where, key, suggest.among(key, channels, "channels are"))
    end
    encoding[key] = read_channel(key, spec.encoding[key], where)
  end
  for _, key in ipairs(channels) do
    if spec[key] ~= nil then
      if encoding[key] then raise("%s: %s is given twice, in encoding and beside it", where, key) end
      encoding[key] = read_channel(key, spec[key], where)
    end
  end
  if not encoding.x or not encoding.y then raise("%s: a chart needs an x and a y", where) end
  return encoding
end

-- The columns that an encoding speaks of, each once, in the order x, color, y, lower, upper.
local function fields_of(encoding)
  local list, seen = {}, {}
  local function add(name)
    if name ~= nil and not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
  for _, key in ipairs { "x", "color", "xOffset", "yOffset", "y" } do
    if encoding[key] then
      add(encoding[key].field)
      add(encoding[key].lower)
      add(encoding[key].upper)
    end
  end
  return list
end

local function check_fields(encoding, names, where)
  for _, key in ipairs(channels) do
    local channel = encoding[key]
    for _, part in ipairs { "field", "lower", "upper" } do
      local name = channel and channel[part]
      if name ~= nil and not has(names, name) then
        raise('%s: encoding.%s.%s names a column "%s" that is not there%s', where, key, part, tostring(name),
          suggest.among(name, names, "columns are"))
      end
    end
  end
end

-- What a channel's values are when its author does not say: periods are temporal, numbers quantitative, unless they are
-- years, and all else is nominal.
local function infer_type(column, rows, key)
  if next(column.values) == nil then return key == "y" and "quantitative" or "nominal" end
  if column.type == "date" or column.type == "period" then return "temporal" end
  local series = (column.type == "text" or column.grouping == false) and period.series(column.values, rows)
  if series then return "temporal" end
  return is_numeric(column) and "quantitative" or "nominal"
end

local function settle_type(block, key, where)
  local channel = block.encoding[key]
  local column = column_of(block.table, channel.field)
  channel.type = channel.type or infer_type(column, block.table.rows, key)
  if channel.title then column.title = channel.title else channel.title = column.title end
  if channel.type == "quantitative" and not is_numeric(column) then
    for i = 1, block.table.rows do
      if column.values[i] ~= nil then
        raise('%s: encoding.%s is quantitative, but column "%s" holds text ("%s")', where, key, column.name, column.shown[i])
      end
    end
  end
  if channel.type == "temporal" then
    local series, culprit = period.series(column.values, block.table.rows)
    if not series and culprit ~= nil then
      raise('%s: encoding.%s is temporal, but "%s" in column "%s" is not a period like the others (2014, 2014/15, '
        .. '2014 Q1, 2014-03, 2014-03-31); make it ordinal, or correct it', where, key, tostring(culprit), column.name)
    end
  end
end

-- Which channel holds the quantity and which one it is laid along. Bars over numbers stand at each number that occurs.
local function settle_roles(block, where)
  local encoding = block.encoding
  settle_type(block, "x", where)
  settle_type(block, "y", where)
  if encoding.y.type == "quantitative" then
    block.value, block.along = "y", "x"
    if block.mark == "bar" and encoding.x.type == "quantitative" then encoding.x.type = "ordinal" end
  elseif encoding.x.type == "quantitative" then
    block.value, block.along = "x", "y"
    if block.mark == "line" or block.mark == "area" then
      raise("%s: a %s runs along x; give the quantity to y", where, block.mark)
    end
  else
    raise('%s: neither x ("%s") nor y ("%s") is a quantity: one of the two must be a column of numbers', where,
      encoding.x.field, encoding.y.field)
  end
  if encoding[block.along].lower then
    raise("%s: lower and upper belong to the quantity, encoding.%s", where, block.value)
  end
  local offset = block.value == "y" and "xOffset" or "yOffset"
  local other = block.value == "y" and "yOffset" or "xOffset"
  if encoding[other] then raise("%s: %s has no meaning here; bars stand beside each other by %s", where, other, offset) end
  if encoding[offset] then
    if block.mark ~= "bar" then raise("%s: %s is for bars", where, offset) end
    if not encoding.color then encoding.color = { field = encoding[offset].field } end
    if encoding.color.field ~= encoding[offset].field then
      raise("%s: %s and color must be the same column", where, offset)
    end
  end
end

local function series_names(block)
  local channel = block.encoding.color
  if not channel then return { block.encoding[block.value].title } end
  local column = column_of(block.table, channel.field)
  local names, seen = {}, {}
  for i = 1, block.table.rows do
    local name = column.shown[i]
    if not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return names
end

local function check_series(block, where)
  local channel = block.encoding.color
  if not channel then return end
  channel.title = channel.title or column_of(block.table, channel.field).title
  channel.type = channel.type or "nominal"
  local names = series_names(block)
  if #names > #chart.palette then
    local first = table.concat(names, ", ", 1, math.min(#names, 6)) .. (#names > 6 and ", ..." or "")
    raise('%s: column "%s" makes %d series (%s); four can be told apart: filter the table to those that matter, put the '
      .. "rest together, or draw a chart for each", where, channel.field, #names, first)
  end
end

local function check_text(value, key, why, where)
  if type(value) ~= "string" or not value:find("%S") then raise("%s: a chart needs %s: %s", where, key, why) end
end

-- The columns as one reads them: what the figures are of, the series, the figure, its interval.
local function arrange_columns(block)
  local encoding = block.encoding
  local value = encoding[block.value]
  local order = { encoding[block.along].field, encoding.color and encoding.color.field, value.field, value.lower, value.upper }
  local arranged, seen = {}, {}
  for i = 1, 5 do
    if order[i] and not seen[order[i]] then
      seen[order[i]] = true
      arranged[#arranged + 1] = column_of(block.table, order[i])
    end
  end
  block.table.columns = arranged
end

-- An interval has the decimals of its figure, and where the figure is missing it is too, for the same reason.
local function settle_interval(block)
  local channel = block.encoding[block.value]
  local value = column_of(block.table, channel.field)
  if value.type == "number" then
    local same = { [channel.lower] = value.decimals, [channel.upper] = value.decimals }
    block.table = plain.table(block.table, { decimals = same })
    value = column_of(block.table, channel.field)
  end
  for _, name in ipairs { channel.lower, channel.upper } do
    local bound = column_of(block.table, name)
    for row = 1, block.table.rows do
      if value.values[row] == nil and bound.values[row] == nil then
        bound.shown[row] = value.shown[row]
        if value.markers and value.markers[row] then
          bound.markers = bound.markers or {}
          bound.markers[row] = value.markers[row]
        end
      end
    end
  end
end

local drawn_as = { bar = "Bars", line = "Lines", area = "Areas", point = "Points" }

-- The alt of a chart whose author gave none: what is drawn, and where its one series begins and ends. An author says it
-- better.
local function said_in_words(block)
  local along, value = block.encoding[block.along], block.encoding[block.value]
  local figures, places = column_of(block.table, value.field), column_of(block.table, along.field)
  local words = ("%s of %s by %s"):format(drawn_as[block.mark], figures.title, places.title)
  if block.encoding.color then
    return ("%s, for each %s."):format(words, column_of(block.table, block.encoding.color.field).title)
  end
  local rows = block.table.rows
  if rows < 2 then return words .. "." end
  return ("%s: %s in %s, %s in %s."):format(words, figures.shown[1], places.shown[1], figures.shown[rows], places.shown[rows])
end

-- The block of a chart, checked. spec holds title, alt, mark, encoding (or x, y, color beside each other) and `table`,
-- which is in any form that plain.table takes. where opens the messages of errors.
function chart.block(spec, where)
  check_text(spec.title, "a title", "one sentence with what the reader should see in it", where)
  if spec.alt ~= nil then
    check_text(spec.alt, "an alt", "a text that says in words what the picture shows, for those who do not see it", where)
  end
  local block = { kind = "chart", title = spec.title, alt = spec.alt }
  block.mark = read_mark(spec.mark, where)
  block.encoding = read_encoding(spec, where)
  local fields = fields_of(block.encoding)
  local columns = spec.columns
  if columns == nil and type(spec.table) == "table" and spec.table.rows == nil and spec.table.columns == nil then
    local known = {}
    for _, row in ipairs(spec.table) do
      for name in pairs(type(row) == "table" and row or {}) do known[name] = true end
    end
    if #spec.table > 0 then check_fields(block.encoding, suggest.keys(known), where) end
    columns = fields
  end
  local options = { columns = columns, titles = spec.titles, units = spec.units, decimals = spec.decimals, missing = spec.missing }
  local all = plain.table(spec.table, options, where)
  check_fields(block.encoding, names_of(all), where)
  block.table = columns and all or plain.table(all, { columns = fields }, where)
  settle_roles(block, where)
  if block.encoding[block.value].lower then settle_interval(block) end
  if not columns or columns == fields then arrange_columns(block) end
  check_series(block, where)
  block.alt = block.alt or said_in_words(block)
  chart.model(block, where)
  return block
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
      -- Days without a rhythm are points in time; filling every day between them would tear each line apart.
      local filled = (series.last - series.first) // series.step + 1
      axis.sparse = series.kind == "day" and filled > 2 * rows
      local index_slot = {}
      if axis.sparse then
        local seen = {}
        for i = 1, rows do
          local at = series.index[i]
          if at and not index_slot[at] then
            index_slot[at] = true
            seen[#seen + 1] = at
          end
        end
        table.sort(seen)
        axis.positions = seen
      else
        axis.positions = {}
        for at = series.first, series.last, series.step do axis.positions[#axis.positions + 1] = at end
      end
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
  local seen = {}
  for i = 1, rows do
    local label = column.shown[i]
    if not seen[label] then
      axis.labels[#axis.labels + 1] = label
      seen[label] = #axis.labels
    end
    slot_of[i] = seen[label]
  end
  return axis, slot_of
end

-- Lowest and highest end of what is drawn: values, the ends of intervals, the tops of stacks.
local function extent(model)
  local low, high
  local function take(value)
    if value then low, high = math.min(low or value, value), math.max(high or value, value) end
  end
  for slot = 1, #model.axis.labels do
    local up, down = 0, 0
    for _, series in ipairs(model.series) do
      for _, point in ipairs(series.slots[slot] or {}) do
        if point.value then
          take(point.value)
          take(point.lower)
          take(point.upper)
          if model.layout == "stacked" then
            if point.value > 0 then up = up + point.value else down = down + point.value end
          end
        end
      end
    end
    if model.layout == "stacked" and (up > 0 or down < 0) then
      take(up)
      take(down)
    end
  end
  return low, high
end

-- What is to be drawn:
--     mark, horizontal (the quantity runs along x), layout ("single", "stacked" or "grouped")
--     axis    { type, title, labels = {by slot}, positions = {by slot}, periods }   positions: numbers or periods
--     value   { title, low, high, zero, domain, column, interval }                  low, high: nil when nothing is there
--     series  list of { name, slots = { [slot] = { {value, lower, upper, shown, row}, ... } } }
--     skipped how many rows have no place on the axis
-- A point whose value is nil is there and missing; its `shown` says why. Only mark "point" may have several in a slot.
function chart.model(block, where)
  local channel = block.encoding[block.value]
  local column = column_of(block.table, channel.field)
  local lower = channel.lower and column_of(block.table, channel.lower)
  local upper = channel.upper and column_of(block.table, channel.upper)
  local color = block.encoding.color and column_of(block.table, block.encoding.color.field)
  local model = { mark = block.mark, horizontal = block.value == "x", skipped = 0, series = {} }
  local slot_of
  model.axis, slot_of = lay_slots(block)
  local scale = channel.scale or {}
  model.value = {
    title = plain.label { title = channel.title, unit = column.unit }, column = column,
    zero = scale.zero ~= false or block.mark == "bar" or block.mark == "area", domain = scale.domain, interval = lower ~= nil,
  }
  local by_name = {}
  for i, name in ipairs(series_names(block)) do
    model.series[i] = { name = name, slots = {} }
    by_name[name] = model.series[i]
  end
  local offset = block.encoding.xOffset or block.encoding.yOffset
  if #model.series < 2 or block.mark == "line" or block.mark == "point" then
    model.layout = "single"
  elseif offset or lower or channel.stack == false then
    model.layout = "grouped"
  else
    model.layout = "stacked"
  end
  for row = 1, block.table.rows do
    local slot = slot_of[row]
    if not slot then
      model.skipped = model.skipped + 1
    else
      local series = color and by_name[color.shown[row]] or model.series[1]
      local point = { row = row, shown = column.shown[row] }
      if finite(column.values[row]) then
        point.value = column.values[row]
        if lower and finite(lower.values[row]) and finite(upper.values[row]) then
          point.lower, point.upper = lower.values[row], upper.values[row]
          point.interval = ("%s to %s"):format(plain.show(point.lower, column), plain.show(point.upper, column))
        end
      end
      local points = series.slots[slot] or {}
      series.slots[slot] = points
      if #points > 0 and block.mark ~= "point" then
        raise('%s: two rows for %s "%s"%s: a %s has one value there; group_by and summarise first', where or block.title,
          block.encoding[block.along].field, model.axis.labels[slot],
          color and (' and %s "%s"'):format(color.name, color.shown[row]) or "", block.mark)
      end
      points[#points + 1] = point
    end
  end
  model.value.low, model.value.high = extent(model)
  return model
end

-- The point of a series in a slot, or nil; for marks that have at most one there.
function chart.point(series, slot)
  local points = series.slots[slot]
  return points and points[1]
end

local function lower_first(words)
  return (words:gsub("^%u%l", string.lower))
end

-- The figures of a chart as a reader wants them: one line for each slot and one column for each series; a plain table with
-- a title. Charts with intervals, and clouds of points, keep the long form of their table.
function chart.figures(block)
  local model = chart.model(block)
  local along, value, color = block.encoding[block.along], block.encoding[block.value], block.encoding.color
  local t = block.table
  local title = ("%s by %s"):format(model.value.title, lower_first(along.title)) .. (color and " and " .. lower_first(color.title) or "")
  local single = #model.series < 2 or model.value.interval or #t.columns ~= 3
  for _, series in ipairs(model.series) do
    for _, points in pairs(series.slots) do single = single or #points > 1 end
  end
  if single or model.skipped > 0 then
    return { title = title, rows = t.rows, missing = t.missing, columns = t.columns }
  end
  local source, head = column_of(t, value.field), column_of(t, along.field)
  local rows, first = {}, {}
  for slot in ipairs(model.axis.labels) do
    local row
    for _, series in ipairs(model.series) do row = row or (chart.point(series, slot) or {}).row end
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
  for i, series in ipairs(model.series) do
    local column = column_like(source, series.name, series.name)
    column.unit = nil
    for n, slot in ipairs(rows) do take(column, n, source, (chart.point(series, slot) or {}).row) end
    columns[i + 1] = column
  end
  return { title = title, rows = #rows, missing = t.missing, columns = columns }
end

-- A number of the quantity's axis, as its ticks show it.
function chart.tick(value, decimals)
  return number.format(value, { decimals = decimals })
end

return chart
