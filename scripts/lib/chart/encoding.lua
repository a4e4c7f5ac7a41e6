-- encoding.lua - the words of a chart: which columns its channels name, and what their values are.
--
-- The words are Vega-Lite's. A channel is a column's name or { field =, type =, title =, scale =, stack =, lower =, upper = };
-- read() spells it out and refuses what it does not know, settle_type() finds out what an author left unsaid.

local contains = require "lib.base.contains"
local lists = require "slavelab.lists"
local period = require "lib.figures.periods.period"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"

local encoding = {}

local channels = { "x", "y", "color", "xOffset", "yOffset" }
local channel_keys = { "field", "type", "title", "scale", "stack", "lower", "upper" }
local kinds = { "quantitative", "temporal", "ordinal", "nominal" }

function encoding.column(t, name)
  for _, column in ipairs(t.columns) do
    if column.name == name then return column end
  end
end

function encoding.names(t)
  local names = {}
  for i, column in ipairs(t.columns) do names[i] = column.name end
  return names
end

function encoding.is_numeric(column)
  return column.type == "integer" or column.type == "number"
end

function encoding.check_scale(scale, where)
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
local function read_channel(name, given, where, bounds)
  where = ("%s: encoding.%s"):format(where, name)
  if type(given) == "string" then given = { field = given } end
  if type(given) ~= "table" then raise('%s is a column\'s name or { field = "..." }, not a %s', where, type(given)) end
  given = lists.options(given, where)
  for _, key in ipairs(suggest.keys(given)) do
    if key == "aggregate" or key == "bin" or key == "timeUnit" then
      raise("%s: %s is not worked out by a chart; do it on the table first (group_by, summarise)", where, key)
    end
    if not contains(channel_keys, key) then
      raise('%s: unknown key "%s"%s', where, key, suggest.among(key, channel_keys, "a channel takes"))
    end
  end
  local field = given.field
  if field == nil and bounds then field = given.lower end
  if type(field) ~= "string" then raise('%s needs a field: the name of a column', where) end
  if given.type ~= nil and not contains(kinds, given.type) then
    raise('%s: unknown type "%s"%s', where, tostring(given.type), suggest.among(given.type, kinds, "types are"))
  end
  encoding.check_scale(given.scale, where)
  if (given.lower == nil) ~= (given.upper == nil) then raise("%s: an interval needs both lower and upper", where) end
  given.field = field
  return given
end

-- The encoding of a chart; x=, y= and color= beside it are taken into it. With `bounds` a channel that names the columns of an
-- interval need not name a figure in its middle.
function encoding.read(spec, where, bounds)
  local read = {}
  if spec.encoding ~= nil and type(spec.encoding) ~= "table" then
    raise('%s: encoding is a table: { x = { field = "..." }, y = { field = "..." } }', where)
  end
  for _, key in ipairs(suggest.keys(spec.encoding or {})) do
    if not contains(channels, key) then
      raise('%s: unknown channel "%s" in encoding%s', where, key, suggest.among(key, channels, "channels are"))
    end
    read[key] = read_channel(key, spec.encoding[key], where, bounds)
  end
  for _, key in ipairs(channels) do
    if spec[key] ~= nil then
      if read[key] then raise("%s: %s is given twice, in encoding and beside it", where, key) end
      read[key] = read_channel(key, spec[key], where, bounds)
    end
  end
  if not read.x or not read.y then raise("%s: a chart needs an x and a y", where) end
  return read
end

-- The columns that an encoding speaks of, each once, in the order x, color, y, lower, upper.
function encoding.fields(channels_read)
  local list, seen = {}, {}
  local function add(name)
    if name ~= nil and not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
  for _, key in ipairs { "x", "color", "xOffset", "yOffset", "y" } do
    if channels_read[key] then
      add(channels_read[key].field)
      add(channels_read[key].lower)
      add(channels_read[key].upper)
    end
  end
  return list
end

-- Every column that is named is among `names`.
function encoding.check_fields(read, names, where)
  for _, key in ipairs(channels) do
    local channel = read[key]
    for _, part in ipairs { "field", "lower", "upper" } do
      local name = channel and channel[part]
      if name ~= nil and not contains(names, name) then
        raise('%s: encoding.%s.%s names a column "%s" that is not there%s', where, key, part, tostring(name),
          suggest.among(name, names, "columns are"))
      end
    end
  end
end

-- What a channel's values are when its author does not say: periods are temporal, numbers quantitative, unless they name something,
-- and all else is nominal. What is a period, and what a name, roles.lua says.
function encoding.infer_type(column, rows, key)
  if next(column.values) == nil then return key == "y" and "quantitative" or "nominal" end
  if column.type == "date" or column.type == "period" then return "temporal" end
  if column.type == "text" then return roles.name_periods(column.values, rows, column.name) and "temporal" or "nominal" end
  if column.stands_for == "year" then return "temporal" end
  return encoding.is_numeric(column) and column.stands_for ~= "name" and "quantitative" or "nominal"
end

-- The type and the title of a channel; what is said to be a quantity or a time is one.
function encoding.settle_type(block, key, where)
  local channel = block.encoding[key]
  local column = encoding.column(block.table, channel.field)
  local along = channel.type == "temporal" or (not channel.type and (key == "x" or key == "y"))
  if column.type == "datetime" and along then
    raise('%s: encoding.%s: column "%s" holds datetimes, and an axis of time has days for its smallest unit; '
      .. "take date(%s) of it, or say that the channel is ordinal", where, key, column.name, column.name)
  end
  channel.type = channel.type or encoding.infer_type(column, block.table.rows, key)
  if channel.title then column.title = channel.title else channel.title = column.title end
  if channel.type == "quantitative" and not encoding.is_numeric(column) then
    for i = 1, block.table.rows do
      if column.values[i] ~= nil then
        raise('%s: encoding.%s is quantitative, but column "%s" holds text ("%s")', where, key, column.name, column.shown[i])
      end
    end
  end
  if channel.type == "temporal" then
    local series, culprit, why = period.series(column.values, block.table.rows)
    if not series and culprit ~= nil then
      raise('%s: encoding.%s is temporal, but "%s" in column "%s" %s; make it ordinal, or correct it', where, key, tostring(culprit),
        column.name, why)
    end
  end
end

return encoding
