-- layers.lua - a chart of several layers in one frame: which columns its channels name, checked, and the two axes that they share.
--
--     { table = t, layer = { { mark = "rule", x = "sent", x2 = "answered", y = "body" }, { mark = "point", x = "answered", y = "body" } } }
--
-- A layer has a mark (lib/chart/plane/, a file each), channels x, y, x2, y2, color, detail, text, and a table where it is not that of the
-- chart. A channel is a column or { datum = 5 }, the same for all rows. Unlike the marks of a chart without layers, which are laid
-- along one axis (model.lua), those here stand wherever their two coordinates are: quantities, periods or names.

local axis = require "lib.chart.axis"
local contains = require "lib.base.contains"
local encoding = require "lib.chart.encoding"
local lists = require "slavelab.lists"
local marks = require "lib.chart.plane.marks"
local palette = require "lib.chart.palette"
local period = require "lib.figures.periods.period"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local layers = {}

local channels = { "x", "y", "x2", "y2", "color", "detail", "text" }
local channel_keys = { "field", "datum", "type", "title", "scale" }
local layer_keys = { "mark", "table", "data", "encoding", "x", "y", "x2", "y2", "color", "detail", "text" }
local mark_options = { "type", "interpolate", "strokeDash", "color" }

local column_of = encoding.column

local function read_channel(name, given, where)
  where = ("%s: %s"):format(where, name)
  if type(given) == "string" then given = { field = given } end
  if type(given) ~= "table" then raise('%s is a column\'s name, { field = "..." } or { datum = 5 }, not a %s', where, type(given)) end
  given = lists.options(given, where)
  for _, key in ipairs(suggest.keys(given)) do
    if not contains(channel_keys, key) then raise('%s: unknown key "%s"%s', where, key, suggest.among(key, channel_keys, "a channel takes")) end
  end
  if (given.field == nil) == (given.datum == nil) then raise("%s takes one of field, the name of a column, and datum, a value", where) end
  if given.field ~= nil and type(given.field) ~= "string" then raise("%s: field is the name of a column", where) end
  encoding.check_scale(given.scale, where)
  return given
end

local function read_mark(given, where)
  local mark = type(given) == "table" and lists.options(given, where .. ": mark") or { type = given }
  if mark.type == nil then raise("%s: a layer needs a mark: %s", where, table.concat(marks.names, ", ")) end
  if not marks.named(mark.type) then
    raise('%s: unknown mark "%s" of a layer%s', where, tostring(mark.type), suggest.among(tostring(mark.type), marks.names, "marks are"))
  end
  for _, key in ipairs(suggest.keys(mark)) do
    if not contains(mark_options, key) then raise('%s: mark: unknown key "%s"%s', where, key, suggest.among(key, mark_options, "it takes")) end
  end
  if mark.interpolate ~= nil and mark.interpolate ~= "linear" and mark.interpolate ~= "step-after" then
    raise('%s: mark: interpolate is "linear" or "step-after"', where)
  end
  if mark.color ~= nil and not (type(mark.color) == "string" and mark.color:find("^#%x%x%x%x%x%x$")) then
    raise('%s: mark: color is written as "#8c949a"', where)
  end
  if mark.strokeDash ~= nil and type(mark.strokeDash) ~= "table" then raise("%s: mark: strokeDash is a list, as { 4, 4 }", where) end
  return mark
end

local function read_layer(given, whole, where)
  if type(given) ~= "table" then raise("%s is a table with a mark, not a %s", where, type(given)) end
  given = lists.options(given, where)
  for _, key in ipairs(suggest.keys(given)) do
    if not contains(layer_keys, key) then raise('%s: unknown key "%s"%s', where, key, suggest.among(key, layer_keys, "a layer takes")) end
  end
  local layer, words = { mark = read_mark(given.mark, where), encoding = {} }, {}
  for key, value in pairs(given.encoding and lists.options(given.encoding, where .. ": encoding") or {}) do words[key] = value end
  for _, key in ipairs(channels) do
    if given[key] ~= nil then
      if words[key] ~= nil then raise("%s: %s is given twice, in encoding and beside it", where, key) end
      words[key] = given[key]
    end
  end
  local mark = marks.named(layer.mark.type)
  -- What the chart says of x, y and color goes for each layer that does not say otherwise.
  for _, key in ipairs { "x", "y", "color" } do
    if words[key] == nil and not mark.alone then words[key] = whole[key] end
  end
  for _, key in ipairs(suggest.keys(words)) do
    if not contains(channels, key) then raise('%s: unknown channel "%s"%s', where, key, suggest.among(key, channels, "channels are")) end
    layer.encoding[key] = read_channel(key, words[key], where)
  end
  for _, key in ipairs(mark.needs) do
    if not layer.encoding[key] then raise("%s: a %s needs %s", where, layer.mark.type, key) end
  end
  local e = layer.encoding
  for _, pair in ipairs { { "x", "x2" }, { "y", "y2" } } do
    if e[pair[2]] and not e[pair[1]] then raise("%s: %s is the other end of %s, which is not given", where, pair[2], pair[1]) end
  end
  local wrong = mark.check and mark.check(e)
  if wrong then raise("%s: %s", where, wrong) end
  layer.given = given.table or given.data
  return layer
end

local function settle_table(layer, shared, spec, where)
  if layer.given ~= nil then
    layer.table, layer.own = plain.table(layer.given, { missing = spec.missing }, where), true
  else
    if not shared then raise("%s has no table, and the chart has none", where) end
    layer.table = shared
  end
  layer.given = nil
  local names = encoding.names(layer.table)
  for _, key in ipairs(channels) do
    local channel = layer.encoding[key]
    if channel and channel.field then
      if not contains(names, channel.field) then
        raise('%s: %s names a column "%s" that is not there%s', where, key, channel.field, suggest.among(channel.field, names, "columns are"))
      end
      local column = column_of(layer.table, channel.field)
      channel.title = channel.title or column.title
      -- A column without a value is of whatever kind the others along its axis are.
      local is_empty = key ~= "color" and next(column.values) == nil
      if key ~= "text" and key ~= "detail" and not is_empty then channel.type = channel.type or encoding.infer_type(column, layer.table.rows, key) end
    elseif channel then
      channel.type = channel.type or (type(channel.datum) == "number" and "quantitative" or period.parse(channel.datum) and "temporal" or "nominal")
    end
  end
end

-- The values of a channel by row: those of its column, or its datum for each row.
function layers.values(layer, key)
  local channel = layer.encoding[key]
  if not channel then return nil end
  if channel.field then return column_of(layer.table, channel.field).values end
  return setmetatable({}, { __index = function() return channel.datum end })
end

-- How many times a layer is drawn: once where all that it says is the same for all rows.
function layers.count(layer)
  for _, channel in pairs(layer.encoding) do
    if channel.field then return layer.table.rows end
  end
  return 1
end

local function finite(value) return type(value) == "number" and value == value and math.abs(value) < math.huge end

local function is_named(kind) return kind == "nominal" or kind == "ordinal" end

-- One of the two axes, over all layers, called as the chart calls it, or the first layer of the chart's own table: type, title, and position(value), a number, for each value that occurs: quantities as they are, periods
-- by the calendar, names 1, 2, 3 in the order in which they occur. low and high are nil when there is nothing.
local function axis_of(block, key, where)
  local found = { labels = {} }
  if block.axes[key] then
    found.column = column_of(block.table, block.axes[key])
    found.title = plain.label(found.column)
  end
  local other, slots, texts, rows, given = key .. "2", {}, {}, 0, false
  for i, layer in ipairs(block.layer) do
    for _, one in ipairs { key, other } do
      local channel = layer.encoding[one]
      if channel then
        local kind = is_named(channel.type) and "nominal" or channel.type
        given = true
        if kind and found.type and found.type ~= kind then
          raise("%s: layer %d: %s is %s, and %s in a layer before it: layers of one chart share their axes", where, i, one, kind, found.type)
        end
        found.type, found.scale = found.type or kind, found.scale or channel.scale
        if channel.field and (not found.title or (found.own and not layer.own)) then
          local column = column_of(layer.table, channel.field)
          found.title, found.column, found.own = plain.label { title = channel.title, unit = column.unit }, column, layer.own
        end
        local values = layers.values(layer, one)
        for row = 1, layers.count(layer) do
          local value = values[row]
          if not kind then
            break -- no value to look at
          elseif kind == "nominal" then
            local label = channel.field and column_of(layer.table, channel.field).shown[row] or tostring(value)
            if not slots[label] then
              found.labels[#found.labels + 1] = label
              slots[label] = #found.labels
            end
          elseif kind == "temporal" then
            rows = rows + 1
            texts[rows] = value
          elseif finite(value) then
            found.low, found.high = math.min(found.low or value, value), math.max(found.high or value, value)
          elseif value ~= nil and type(value) ~= "number" then
            raise('%s: layer %d: %s is quantitative, but holds text ("%s")', where, i, one, tostring(value))
          end
        end
      end
    end
  end
  if not given then raise("%s: no layer has %s", where, key) end
  found.type = found.type or "quantitative"
  if found.type == "nominal" then
    found.low, found.high, found.slots = 0.5, #found.labels + 0.5, slots
    found.position = function(value, shown) return slots[shown or tostring(value)] end
  elseif found.type == "temporal" then
    local series, culprit, why = period.series(texts, rows)
    if not series and culprit ~= nil then raise('%s: %s is temporal, but "%s" %s', where, key, tostring(culprit), why) end
    found.periods = series
    if series then found.low, found.high = series.first, series.last end
    found.position = function(value)
      if value == nil then return nil end
      return select(2, period.parse(value))
    end
  else
    found.position = function(value) return finite(value) and value or nil end
  end
  return found
end

-- Where a row of a layer stands on an axis; nil when its value is missing.
function layers.at(layer, key, row, found)
  local channel = layer.encoding[key]
  if not channel then return nil end
  if channel.datum ~= nil then return found.position(channel.datum) end
  local column = column_of(layer.table, channel.field)
  if found.type == "nominal" then return found.slots[column.shown[row]] end
  return found.position(column.values[row])
end

-- The categories of all layers in the order in which they occur: one colour and one shape each.
local function categories(block, where)
  local names, place = {}, {}
  for _, layer in ipairs(block.layer) do
    local channel = layer.encoding.color
    if channel and channel.field and is_named(channel.type) then
      for _, shown in ipairs(column_of(layer.table, channel.field).shown) do
        if not place[shown] then
          names[#names + 1] = shown
          place[shown] = #names
        end
      end
    elseif channel and channel.datum ~= nil then
      local shown = tostring(channel.datum)
      if not place[shown] then
        names[#names + 1] = shown
        place[shown] = #names
      end
    end
  end
  if #names > #palette then
    raise('%s: color makes %d categories (%s, ...); four can be told apart: put the rest together, or draw a chart for each', where, #names,
      table.concat(names, ", ", 1, #palette))
  end
  return names, place
end

-- All that a drawing needs: x, y (axes), names and place of the categories.
function layers.model(block, where)
  where = where or block.title
  local model = { x = axis_of(block, "x", where), y = axis_of(block, "y", where) }
  model.names, model.place = categories(block, where)
  return model
end

-- The place of a row's category in the palette.
function layers.place(model, layer, row)
  local channel = layer.encoding.color
  if not channel then return 1 end
  if channel.datum ~= nil then return model.place[tostring(channel.datum)] end
  return model.place[column_of(layer.table, channel.field).shown[row]] or 1
end

-- The scale of an axis of quantities, its ends and its ticks.
function layers.scale(found, ticks)
  local scale = found.scale or {}
  local options = { count = ticks, zero = scale.zero ~= false, whole = found.column and found.column.type == "integer" }
  local low, high = found.low or 0, found.high or 0
  if scale.domain then low, high, options.exact, options.zero = scale.domain[1], scale.domain[2], true, false end
  return axis.linear(low, high, options)
end

-- The alternative made from the data: what is drawn, and of each axis what it says and where it begins and ends.
local function said_in_words(block, model)
  local function ends(found)
    if not found.low then return "" end
    if found.type == "nominal" then return (" (%s)"):format(table.concat(found.labels, ", ", 1, math.min(#found.labels, 6)) .. (#found.labels > 6 and " ..." or "")) end
    if found.type == "temporal" then return (" (%s to %s)"):format(period.label(found.periods.kind, found.low), period.label(found.periods.kind, found.high)) end
    if not found.column then return "" end
    return (" (%s to %s)"):format(plain.show(found.low, found.column), plain.show(found.high, found.column))
  end
  local words = ("%s%s against %s%s"):format(model.y.title or "y", ends(model.y), model.x.title or "x", ends(model.x))
  return words .. (#model.names > 1 and ", for " .. table.concat(model.names, ", ") or "") .. "."
end

-- The block of a chart with layers. It has the mark, the encoding and the table of a chart without, those of the first layer: a format
-- that knows nothing of layers has something to go by.
function layers.block(spec, where)
  if type(spec.layer) ~= "table" then raise("%s: layer is a list of layers, each { mark = ..., x = ..., y = ... }", where) end
  local block = { kind = "chart", title = spec.title, alt = spec.alt, layer = {} }
  local whole = lists.options(spec.encoding or {}, where .. ": encoding")
  for _, key in ipairs { "x", "y", "color" } do whole[key] = spec[key] or whole[key] end
  local shared = spec.table ~= nil and plain.table(spec.table, { columns = spec.columns, titles = spec.titles, units = spec.units, decimals = spec.decimals, missing = spec.missing }, where) or nil
  for i, given in ipairs(lists.list(spec.layer, where .. ": layer")) do
    local place = ("%s: layer %d"):format(where, i)
    block.layer[i] = read_layer(given, whole, place)
    settle_table(block.layer[i], shared, spec, place)
  end
  if #block.layer == 0 then raise("%s: layer has no layers", where) end
  local first = block.layer[1]
  block.mark, block.encoding, block.value, block.along = first.mark.type, first.encoding, "y", "x"
  block.table, block.axes = shared or first.table, {}
  for _, key in ipairs { "x", "y" } do
    local field = type(whole[key]) == "table" and whole[key].field or whole[key]
    if type(field) == "string" and column_of(block.table, field) then block.axes[key] = field end
  end
  local model = layers.model(block, where)
  block.alt = block.alt or said_in_words(block, model)
  return block
end

return layers
