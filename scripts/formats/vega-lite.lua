-- vega-lite.lua - the charts of a report as one Vega-Lite 5 specification, data included: to be opened in an editor for
-- Vega-Lite, or put on a page. Several charts stand below each other (vconcat). Where Vega-Lite's own choices differ from
-- what the other formats draw, the specification says what it means: categories keep the order of the table, axes of
-- quantities hold zero, missing values are null and break lines.

local chart = require "lib.chart.chart"
local json = require "lib.base.json"
local period = require "lib.figures.period"
local svg = require "lib.chart.svg"

local vega_lite = {
  name = "vega-lite",
  about = "the report's charts as a Vega-Lite specification",
  extensions = { "vl.json", "vl" },
  api = 1,
}

local object, list = json.object, json.list

local function column_of(t, name)
  for _, column in ipairs(t.columns) do
    if column.name == name then return column end
  end
end

-- How the axis of a chart is written: `periods` when it is one of time, `write` a period as it stands in the data, `parse` how
-- Vega-Lite is to read that. Bars stand under their labels, so their periods are names in a fixed order.
local function time_of(block)
  local t, along = block.table, block.encoding[block.along]
  if along.type ~= "temporal" then return {} end
  local head = column_of(t, along.field)
  local periods = period.series(head.values, t.rows)
  if not periods then return {} end
  local kind = periods.kind
  local function write(at)
    if kind == "year" then return head.type == "integer" and at or period.label(kind, at) end
    if kind == "month" or kind == "day" then return period.iso(kind, at):sub(1, kind == "month" and 7 or 10) end
    if kind == "quarter" or block.mark == "bar" then return period.label(kind, at) end
    return period.iso(kind, at)
  end
  local parses = { year = "utc:'%Y'", quarter = "utc:'%Y Q%q'", month = "utc:'%Y-%m'" }
  return { periods = periods, write = write, parse = block.mark ~= "bar" and (parses[kind] or "utc:'%Y-%m-%d'") or nil }
end

-- The rows as objects. For each series of a line or an area and each period without a row there is one more row with a null,
-- or the line would run straight across the hole. The name keeps Vega-Lite from taking equal data of two charts for one
-- source, whose periods it would then parse twice and lose.
local function data_of(block, model, time, name)
  local t, along, color = block.table, block.encoding[block.along], block.encoding.color
  local rows = {}
  for row = 1, t.rows do
    local entries = {}
    for _, column in ipairs(t.columns) do
      local value = column.values[row]
      if time.periods and column.name == along.field and time.periods.index[row] then value = time.write(time.periods.index[row]) end
      entries[#entries + 1] = { column.name, value == nil and json.null or value }
    end
    rows[row] = object(entries)
  end
  if time.periods and (block.mark == "line" or block.mark == "area") and not model.axis.sparse then
    for slot, at in ipairs(model.axis.positions) do
      for _, series in ipairs(model.series) do
        if not chart.point(series, slot) then
          rows[#rows + 1] = object { { along.field, time.write(at) }, { color and color.field or "", color and series.name or nil },
            { block.encoding[block.value].field, json.null } }
        end
      end
    end
  end
  local format = time.parse and object { { "parse", object { { along.field, time.parse } } } } or nil
  return object { { "name", name }, { "values", list(rows) }, { "format", format } }
end

local time_formats = { year = "%Y", ["financial year"] = "%Y", quarter = "%Y Q%q", month = "%b %Y", ["year ending"] = "%b %Y", day = "%-d %b %Y" }
local time_units = { year = "utcyear", ["financial year"] = "utcyearmonth", quarter = "utcyearquarter", month = "utcyearmonth",
  ["year ending"] = "utcyearmonth", day = "utcyearmonthdate" }

-- A name as Vega-Lite reads it: dots and brackets in a field mean paths unless they are escaped.
local function field_name(name)
  return (name:gsub("[%.%[%]\\]", "\\%0"))
end

local function quantity(channel, column, stack)
  local scale = channel.scale or {}
  local entries = {}
  if scale.zero == false then entries[#entries + 1] = { "zero", false } else entries[#entries + 1] = { "zero", true } end
  if scale.domain then entries = { { "domain", list(scale.domain) } } end
  local format = column.type == "number" and (",.%df"):format(column.decimals or 0) or ",d"
  return { { "field", field_name(channel.field) }, { "type", "quantitative" }, { "title", channel.title },
    { "axis", object { { "format", format } } }, { "scale", object(entries) }, { "stack", stack } }
end

-- Labels lie flat where they have room, and lean where they do not.
local function label_angle(block, model)
  if block.along == "y" then return nil end
  local room = 0
  for _, label in ipairs(model.axis.labels) do room = room + svg.width(label, 11) + 12 end
  if model.axis.type == "temporal" or room <= 640 then return 0 end
  return -40
end

local function position(block, model, time)
  local channel = block.encoding[block.along]
  local entries = { { "field", field_name(channel.field) }, { "type", channel.type }, { "title", channel.title } }
  if time.periods and time.parse then
    entries[#entries + 1] = { "timeUnit", time_units[time.periods.kind] }
    entries[#entries + 1] = { "axis", object { { "format", time_formats[time.periods.kind] } } }
    entries[#entries + 1] = { "scale", object { { "type", "utc" } } }
  elseif channel.type == "quantitative" then
    entries[#entries + 1] = { "scale", object { { "zero", false } } }
  else
    -- The whole domain, so that a category or a period without a figure keeps its place.
    local domain, seen = {}, {}
    if time.periods then
      for slot, at in ipairs(model.axis.positions) do domain[slot] = time.write(at) end
    else
      local column = column_of(block.table, channel.field)
      for row = 1, block.table.rows do
        local value = column.values[row]
        if value ~= nil and not seen[value] then
          seen[value] = true
          domain[#domain + 1] = value
        end
      end
    end
    entries[2][2] = time.periods and "ordinal" or channel.type
    entries[#entries + 1] = { "sort", json.null }
    entries[#entries + 1] = { "scale", object { { "domain", list(domain) } } }
    entries[#entries + 1] = { "axis", object { { "labelAngle", label_angle(block, model) }, { "labelOverlap", time.periods and true or nil } } }
  end
  return entries
end

local function color_channel(block)
  local channel = block.encoding.color
  if not channel then return nil end
  local names, colors = {}, {}
  local column = column_of(block.table, channel.field)
  local seen = {}
  for row = 1, block.table.rows do
    local value = column.values[row]
    if value ~= nil and not seen[value] then
      seen[value] = true
      names[#names + 1] = value
      colors[#names] = chart.palette[#names]
    end
  end
  return object { { "field", field_name(channel.field) }, { "type", "nominal" }, { "title", channel.title }, { "sort", json.null },
    { "scale", object { { "domain", list(names) }, { "range", list(colors) } } } }
end

local function tooltips(block, time)
  local along, entries = block.encoding[block.along], {}
  for _, column in ipairs(block.table.columns) do
    if time.parse and column.name == along.field then
      entries[#entries + 1] = object { { "field", field_name(column.name) }, { "type", "temporal" }, { "timeUnit", time_units[time.periods.kind] },
        { "format", time_formats[time.periods.kind] }, { "title", column.title } }
    else
      local numeric = column.type == "integer" or column.type == "number"
      local format = numeric and column.grouping ~= false and (column.type == "number" and (",.%df"):format(column.decimals or 0) or ",d") or nil
      entries[#entries + 1] = object { { "field", field_name(column.name) }, { "type", numeric and "quantitative" or "nominal" },
        { "title", column.title }, { "format", format } }
    end
  end
  return list(entries)
end

-- A chart as the entries of a specification, without the $schema.
local function specification(block, name)
  local model = chart.model(block)
  local time = time_of(block)
  local data = data_of(block, model, time, name)
  local value = block.encoding[block.value]
  local stack
  if block.mark == "bar" or block.mark == "area" then
    if model.layout == "stacked" then stack = "zero" else stack = json.null end
  end
  local color = color_channel(block)
  local function channels(tooltip)
    local along_entry = { block.along, object(position(block, model, time)) }
    local value_entry = { block.value, object(quantity(value, column_of(block.table, value.field), stack)) }
    local entries = block.value == "y" and { along_entry, value_entry } or { value_entry, along_entry }
    local offset = block.mark == "bar" and model.layout == "grouped" and (block.value == "y" and "xOffset" or "yOffset")
    if offset and block.encoding.color then
      entries[#entries + 1] = { offset, object { { "field", field_name(block.encoding.color.field) }, { "sort", json.null } } }
    end
    entries[#entries + 1] = { "color", color }
    if color and stack == "zero" then entries[#entries + 1] = { "order", object { { "field", "series order" }, { "type", "quantitative" } } } end
    if tooltip then entries[#entries + 1] = { "tooltip", tooltips(block, time) } end
    return entries
  end
  local mark = { { "type", block.mark } }
  if not color then mark[#mark + 1] = { "color", chart.palette[1] } end
  if block.mark == "line" then mark[#mark + 1] = { "point", true } end
  if block.mark == "point" then mark[#mark + 1] = { "filled", true } end
  local entries = { { "title", block.title }, { "description", block.alt }, { "width", 640 }, { "data", data } }
  if color and stack == "zero" then
    -- Vega-Lite stacks by the alphabet; a report stacks in the order of its table.
    local names = {}
    for i, series in ipairs(model.series) do names[i] = series.name end
    local field = ("datum[%s]"):format(json.encode(block.encoding.color.field))
    local transform = object { { "calculate", ("indexof(%s, %s)"):format(json.encode(list(names)), field) }, { "as", "series order" } }
    entries[#entries + 1] = { "transform", list { transform } }
  end
  if not value.lower then
    entries[#entries + 1] = { "mark", object(mark) }
    entries[#entries + 1] = { "encoding", object(channels(true)) }
    return entries
  end
  -- The interval is a layer of its own: a band behind a line, a bar with caps across anything else.
  local bounds = channels(false)
  for i, entry in ipairs(bounds) do
    if entry[1] == block.value then
      local q = quantity(value, column_of(block.table, value.field))
      q[1][2] = field_name(value.lower)
      bounds[i] = { block.value, object(q) }
    end
  end
  table.insert(bounds, { block.value .. "2", object { { "field", field_name(value.upper) } } })
  local whisker = block.mark == "line" and { { "type", "errorband" } } or { { "type", "errorbar" }, { "ticks", object { { "size", 8 } } } }
  if block.mark ~= "line" then
    for i = #bounds, 1, -1 do
      if bounds[i][1] == "color" then table.remove(bounds, i) end
    end
    whisker[#whisker + 1] = { "color", "#0b0c0c" }
  elseif not color then
    whisker[#whisker + 1] = { "color", chart.palette[1] }
  end
  local drawn = object { { "mark", object(mark) }, { "encoding", object(channels(true)) } }
  local interval = object { { "mark", object(whisker) }, { "encoding", object(bounds) } }
  entries[#entries + 1] = { "layer", list(block.mark == "line" and { interval, drawn } or { drawn, interval }) }
  return entries
end

function vega_lite.write(document)
  local charts = {}
  for _, block in ipairs(document.blocks) do
    if block.kind == "chart" then charts[#charts + 1] = block end
  end
  if #charts == 0 then error(('report "%s" has no chart to write as a Vega-Lite specification'):format(document.title), 0) end
  local entries = { { "$schema", "https://vega.github.io/schema/vega-lite/v5.json" } }
  if #charts == 1 then
    for _, entry in ipairs(specification(charts[1], "chart-1")) do entries[#entries + 1] = entry end
  else
    entries[#entries + 1] = { "title", document.title }
    entries[#entries + 1] = { "description", document.lead }
    local parts = {}
    for i, block in ipairs(charts) do parts[i] = object(specification(block, "chart-" .. i)) end
    entries[#entries + 1] = { "vconcat", list(parts) }
    -- Charts of one report have nothing in common but the page: each has its own colours and scales.
    entries[#entries + 1] = { "resolve", object { { "scale", object { { "color", "independent" } } } } }
  end
  entries[#entries + 1] = { "background", "white" }
  return json.encode(object(entries)) .. "\n"
end

return vega_lite
