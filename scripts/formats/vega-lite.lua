-- vega-lite.lua - the charts of a report as one Vega-Lite 5 specification, data included: to be opened in an editor for
-- Vega-Lite, or put on a page. Several charts stand below each other (vconcat). Where Vega-Lite's own choices differ from
-- what the other formats draw, the specification says what it means: categories keep the order of the table and a place for
-- those without a name, axes have the ends, the ticks and the labels of our own drawing, missing values are null and break lines.
-- tests/live/vega_lite.sh compiles what comes out and holds it beside our drawing of the same block.
--
-- A mark's `vega` (lib/chart/marks.lua) says: type, and options, of Vega-Lite's mark; holes, it breaks where a figure is
-- missing; dots, it does not show a figure with a hole on either side, which is a dot then; interval, the mark that draws lower and upper;
-- alone, it is nothing but that. A mark with bands has periods for names in a fixed order, and its series beside each other unless they
-- are stacked.

local chart = require "lib.chart.chart"
local period = require "lib.figures.periods.period"
local plane_vega = require "lib.chart.plane_vega"
local scales = require "lib.chart.scales"
local shapes = require "lib.chart.shapes"
local svg = require "lib.chart.svg"

-- Units of the drawing, as Vega-Lite and our scales count them.
local drawing_width = 640

local vega_lite = {
  name = "vega-lite",
  about = "the report's charts as a Vega-Lite specification",
  extensions = { "vl.json", "vl" },
  api = 1,
}

local object, list, null = lab.json_object, lab.json_list, lab.null

-- Numbers that JSON has no word for are missing from a chart, too.
local function plain(value)
  if value == nil or value ~= value or value == math.huge or value == -math.huge then return null end
  return value
end

-- Numbers of an axis: 10 rather than 10.0, as they are of no column whose type would tell them apart.
local function axis_numbers(numbers)
  local whole = {}
  for i, number in ipairs(numbers) do whole[i] = math.tointeger(number) or number end
  return list(whole)
end

local function column_of(t, name)
  for _, column in ipairs(t.columns) do
    if column.name == name then return column end
  end
end

-- The title of a channel. Vega-Lite puts it into a program of its own, between quotes of which it minds only the double ones: line
-- ends become blanks, and a backslash the sign of set theory that looks like one.
local function title_of(text) return (text:gsub("%c+", " "):gsub("\\", "\u{2216}")) end

-- The names of a table's columns as fields of the data. Quotes, dots, brackets and backslashes mean something to Vega-Lite's
-- readers of names, not all of which know an escape: those letters become "_". Titles keep the column's own words. Also the
-- fields that are written beside the columns, under names that no column has.
local function fields_of(t)
  local fields, used = {}, {}
  for _, column in ipairs(t.columns) do
    if not column.name:find("[%.%[%]\\'\"%c]") then fields[column.name], used[column.name] = column.name, true end
  end
  for _, column in ipairs(t.columns) do
    if not fields[column.name] then
      local field = column.name:gsub("[%.%[%]\\'\"%c]", "_")
      while used[field] do field = field .. "_" end
      fields[column.name], used[field] = field, true
    end
  end
  local function unused(field)
    while used[field] do field = field .. "_" end
    return field
  end
  return fields, { order = unused("series order"), part = unused("series part"), from = unused("stack from"), to = unused("stack to"),
    words = unused("period in words"), interval = unused("interval alone"), figure = unused("figure alone") }
end

-- How Vega writes a period; for the others it has no letters.
local time_formats = { year = "%Y", month = "%b %Y", ["year-ending"] = "%b %Y", date = "%-d %b %Y" }

-- How the axis of a chart is written: `periods`, those of its model, when it is one of time, `write` a period as it stands in the data, `parse` how
-- Vega-Lite is to read that. Marks with bands stand over their labels, so their periods are names in a fixed order.
local function time_of(block, periods, names)
  if not periods then return {} end
  local head, kind = column_of(block.table, block.encoding[block.along].field), periods.kind
  local function write(at)
    if kind == "year" then return head.type == "integer" and at or period.label(kind, at) end
    if kind == "month" or kind == "date" then return period.iso(kind, at):sub(1, kind == "month" and 7 or 10) end
    if names then return period.label(kind, at) end
    return period.iso(kind, at)
  end
  local parses = { year = "utc:'%Y'", month = "utc:'%Y-%m'" }
  local parse = not names and (parses[kind] or "utc:'%Y-%m-%d'") or nil
  return { periods = periods, write = write, parse = parse, in_words = parse and not time_formats[kind] }
end

-- The rows that stand alone in runs of slots, each of which runs_in() may cut again; nil when there are none. What goes from one figure to
-- the next does not show such a figure, and a band does not show such an interval.
local function lone_rows(model, runs_in)
  local rows
  for _, series in ipairs(model.series) do
    for _, run in ipairs(shapes.runs(series, #model.axis.labels)) do
      for _, slots in ipairs(runs_in(series, run)) do
        if #slots == 1 then
          rows = rows or {}
          rows[chart.point(series, slots[1]).row] = true
        end
      end
    end
  end
  return rows
end

local function as_it_is(_, run) return { run } end

-- Everything about a block that the parts of its specification ask for.
local function chart_of(block)
  local model = chart.model(block)
  local fields, added = fields_of(block.table)
  local vega, banded = model.drawing.vega, model.drawing.bands ~= nil
  return { block = block, model = model, vega = vega, time = time_of(block, model.axis.periods, banded), fields = fields, added = added,
    lone_intervals = vega.interval == "errorband" and lone_rows(model, shapes.with_intervals) or nil,
    lone_figures = vega.dots and lone_rows(model, as_it_is) or nil,
    edges = vega.holes and model.layout == "stacked" and model.drawing.svg.edges(model) or nil,
    offset = banded and model.layout ~= "stacked" and #model.series > 1 and model.axis.type ~= "quantitative",
    along = block.encoding[block.along], value = block.encoding[block.value], color = block.encoding.color }
end

-- What stacked areas are drawn from, by row: the unbroken part of its series that the row belongs to, and the edges of the area
-- there. Vega-Lite's own stacks put zero where a figure is missing.
local function stack_of(c)
  local stack, part = {}, 0
  for i, series in ipairs(c.model.series) do
    part = part + 1
    for slot = 1, #c.model.axis.labels do
      local point, edge = chart.point(series, slot), c.edges[i][slot]
      if edge then stack[point.row] = { part, edge[1], edge[2] } else part = part + 1 end
    end
  end
  return stack
end

-- How a slot of the axis stands in the data.
local function slot_value(c, slot)
  local axis = c.model.axis
  if c.time.periods then return c.time.write(axis.positions[slot]) end
  return axis.type == "quantitative" and axis.positions[slot] or axis.labels[slot]
end

-- The rows as objects. What an axis or a colour names is written as it is shown: a cell without a name has one there too. The
-- name keeps Vega-Lite from taking equal data of two charts for one source, whose periods it would then parse twice and lose.
--
-- A mark that breaks at holes would run straight across slots without a row: there is one more row with a null for each run of them.
local function data_of(c, name)
  local t, time, model = c.block.table, c.time, c.model
  local named = { [c.color and c.color.field or false] = true }
  if not time.periods and c.along.type ~= "quantitative" then named[c.along.field] = true end
  local rows, stack = {}, c.edges and stack_of(c)
  for row = 1, t.rows do
    local entries = {}
    for _, column in ipairs(t.columns) do
      local value = column.values[row]
      if named[column.name] then value = column.shown[row] end
      if time.periods and column.name == c.along.field and time.periods.index[row] then value = time.write(time.periods.index[row]) end
      entries[#entries + 1] = { c.fields[column.name], plain(value) }
    end
    local edges = stack and stack[row]
    if edges then
      for i, field in ipairs { "part", "from", "to" } do entries[#entries + 1] = { c.added[field], edges[i] } end
    end
    if c.lone_intervals and c.lone_intervals[row] then entries[#entries + 1] = { c.added.interval, true } end
    if c.lone_figures and c.lone_figures[row] then entries[#entries + 1] = { c.added.figure, true } end
    if time.in_words and time.periods.index[row] then
      entries[#entries + 1] = { c.added.words, period.label(time.periods.kind, time.periods.index[row]) }
    end
    if edges or not stack then rows[#rows + 1] = object(entries) end
  end
  for slot = 1, c.vega.holes and not stack and #model.axis.labels or 0 do
    for _, series in ipairs(model.series) do
      if not chart.point(series, slot) and chart.point(series, slot - 1) then
        rows[#rows + 1] = object { { c.fields[c.along.field], slot_value(c, slot) },
          { c.color and c.fields[c.color.field] or "", c.color and series.name or nil }, { c.fields[c.value.field], null } }
      end
    end
  end
  local format = time.parse and object { { "parse", object { { c.fields[c.along.field], time.parse } } } } or nil
  return object { { "name", name }, { "values", list(rows) }, { "format", format } }
end

local time_units = { year = "utcyear", ["financial-year"] = "utcyearmonth", quarter = "utcyearquarter", month = "utcyearmonth",
  ["year-ending"] = "utcyearmonth", date = "utcyearmonthdate" }

local function number_format(decimals, grouping)
  return (grouping == false and "" or ",") .. (".%df"):format(decimals or 0)
end

-- The quantity: `field` is the field drawn, its axis that of our own drawing.
local function quantity(c, field, stack)
  local scale = scales.quantity(c.model, c.model.horizontal and 6 or 5)
  local axis = object { { "format", number_format(scale.decimals) }, { "values", axis_numbers(scale.ticks) } }
  return { { "field", field }, { "type", "quantitative" }, { "title", title_of(c.value.title) }, { "axis", axis },
    { "scale", object { { "domain", axis_numbers { scale.low, scale.high } }, { "nice", false } } }, { "stack", stack } }
end

-- Labels lie flat where they have room, and lean where they do not.
local function label_angle(c)
  if c.block.along == "y" then return nil end
  local room = 0
  for _, label in ipairs(c.model.axis.labels) do room = room + svg.width(label, 11) + 12 end
  if c.model.axis.type == "temporal" or room <= drawing_width then return 0 end
  return -40
end

-- An expression that gives the words of labels: `key` is one for what a label stands at, words an entry for each.
local function label_words(words, key)
  return lab.json_encode(object(words)):gsub("\n *", " ") .. "[" .. key .. "]"
end

-- An axis of time: ticks and labels where our own drawing has them.
local function time_axis(c)
  local kind, values, words, years = c.time.periods.kind, {}, {}, true
  for i, label in ipairs(scales.labels(c.model, scales.along(c.model, 0, drawing_width), drawing_width)) do
    local iso = period.iso(kind, label[3])
    if time_units[kind] == "utcyearmonth" then iso = iso:sub(1, 7) .. "-01" end
    local year, month, day = iso:match("^(%d+)-(%d+)-(%d+)$")
    values[i] = object { { "year", tonumber(year) }, { "month", tonumber(month) }, { "date", tonumber(day) }, { "utc", true } }
    words[i] = { iso, label[2] }
    years = years and label[2] == year
  end
  return object { { "values", list(values) }, { "format", years and "%Y" or nil },
    { "labelExpr", not years and label_words(words, "utcFormat(datum.value, '%Y-%m-%d')") or nil }, { "labelOverlap", false } }
end

-- An axis of periods that are names: every period has its place, and those are labelled that our own drawing labels.
local function period_axis(c)
  local values, words = {}, {}
  for i, label in ipairs(scales.labels(c.model, scales.along(c.model, 0, drawing_width), drawing_width)) do
    values[i] = c.time.write(label[3])
    words[i] = { tostring(values[i]), label[2] }
  end
  local same = true
  for _, pair in ipairs(words) do same = same and pair[1] == pair[2] end
  return object { { "labelAngle", label_angle(c) }, { "values", list(values) },
    { "labelExpr", not same and label_words(words, "datum.value") or nil }, { "labelOverlap", false } }
end

local function position(c)
  local entries = { { "field", c.fields[c.along.field] }, { "type", c.along.type }, { "title", title_of(c.along.title) } }
  local axis, positions = c.model.axis, c.model.axis.positions
  if c.time.parse then
    entries[#entries + 1] = { "timeUnit", time_units[c.time.periods.kind] }
    entries[#entries + 1] = { "axis", time_axis(c) }
    entries[#entries + 1] = { "scale", object { { "type", "utc" } } }
  elseif c.along.type == "quantitative" then
    local scale = #positions > 0 and scales.along(c.model, 0, drawing_width).scale
    local low, high = scale and scale.low or positions[1], scale and scale.high or positions[#positions]
    local values = scale and scale.ticks or {}
    if not scale then
      for i, label in ipairs(scales.labels(c.model, scales.along(c.model, 0, drawing_width), drawing_width)) do values[i] = label[3] end
    end
    local format = scale and number_format(scale.decimals) or axis.column and number_format(axis.column.decimals, axis.column.grouping) or nil
    entries[#entries + 1] = { "axis", object { { "format", format }, { "values", axis_numbers(values) }, { "labelOverlap", false } } }
    entries[#entries + 1] = { "scale", object { { "domain", low and low < high and axis_numbers { low, high } or nil }, { "zero", false }, { "nice", false } } }
  else
    -- The whole domain, so that a category or a period without a figure keeps its place.
    local domain = axis.labels
    if c.time.periods then
      domain = {}
      for slot, at in ipairs(positions) do domain[slot] = c.time.write(at) end
    end
    entries[2][2] = c.time.periods and "ordinal" or c.along.type
    entries[#entries + 1] = { "sort", null }
    entries[#entries + 1] = { "scale", object { { "domain", list(domain) } } }
    entries[#entries + 1] = { "axis", c.time.periods and period_axis(c)
      or object { { "labelAngle", label_angle(c) }, { "labelLimit", 320 }, { "labelOverlap", false } } }
  end
  return entries
end

local function series_names(c)
  local names = {}
  for i, series in ipairs(c.model.series) do names[i] = series.name end
  return names
end

-- One colour is a channel too: in the mark's own words it does not reach the dots on a line.
local function color_channel(c, single)
  if not c.color or single then return object { { "value", single or chart.palette[1] } } end
  local names = series_names(c)
  return object { { "field", c.fields[c.color.field] }, { "type", "nominal" }, { "title", title_of(c.color.title) }, { "sort", null },
    { "scale", object { { "domain", list(names) }, { "range", list(chart.palette, #names) } } } }
end

local function tooltips(c)
  local entries = {}
  for _, column in ipairs(c.block.table.columns) do
    local field = c.fields[column.name]
    if c.time.in_words and column.name == c.along.field then
      entries[#entries + 1] = object { { "field", c.added.words }, { "type", "nominal" }, { "title", column.title } }
    elseif c.time.parse and column.name == c.along.field then
      entries[#entries + 1] = object { { "field", field }, { "type", "temporal" }, { "timeUnit", time_units[c.time.periods.kind] },
        { "format", time_formats[c.time.periods.kind] }, { "title", title_of(column.title) } }
    else
      local numeric = (column.type == "integer" or column.type == "number") and column.name ~= (c.color and c.color.field)
      if c.along.type ~= "quantitative" and column.name == c.along.field then numeric = false end
      local format = numeric and column.grouping ~= false and number_format(column.type == "number" and column.decimals) or nil
      entries[#entries + 1] = object { { "field", field }, { "type", numeric and "quantitative" or "nominal" },
        { "title", title_of(column.title) }, { "format", format } }
    end
  end
  return list(entries)
end

-- The channels of a layer: `field` is that of the quantity, `to` that of its other end, if it has one; `color` a colour
-- other than the series'.
local function channels(c, stack, field, to, color)
  local along, value = { c.block.along, object(position(c)) }, { c.block.value, object(quantity(c, field, stack)) }
  local entries = c.block.value == "y" and { along, value } or { value, along }
  if c.offset then
    local offset = c.block.value == "y" and "xOffset" or "yOffset"
    entries[#entries + 1] = { offset, object { { "field", c.fields[c.color.field] }, { "sort", null } } }
  end
  entries[#entries + 1] = { "color", color_channel(c, color) }
  if c.color and stack == "zero" then entries[#entries + 1] = { "order", object { { "field", c.added.order }, { "type", "quantitative" } } } end
  if c.edges then entries[#entries + 1] = { "detail", object { { "field", c.added.part }, { "type", "nominal" } } } end
  if to then entries[#entries + 1] = { c.block.value .. "2", object { { "field", to } } } end
  return entries
end

-- A layer of intervals, bars or bands: alone, or a band behind a line, it has the colour of its series; across anything else it is dark.
local function interval_layer(c, kind)
  local bar = kind == "errorbar"
  local mark = object { { "type", kind }, { "ticks", bar and object { { "size", 8 } } or nil } }
  local entries = channels(c, nil, c.fields[c.value.lower], c.fields[c.value.upper], bar and not c.vega.alone and "#0b0c0c" or nil)
  return { { "mark", mark }, { "encoding", object(entries) } }
end

-- A layer for the rows alone in which that field is true.
local function only(layer, field)
  local filter = object { { "filter", ("datum[%s]"):format(lab.json_encode(field)) } }
  return { { "transform", list { filter } }, table.unpack(layer) }
end

-- A dot for each figure.
local function dot_layer(c)
  local entries = channels(c, nil, c.edges and c.added.to or c.fields[c.value.field])
  entries[#entries + 1] = { "tooltip", tooltips(c) }
  return { { "mark", object { { "type", "point" }, { "filled", true } } }, { "encoding", object(entries) } }
end

local function mark_layer(c, stack)
  local mark = { { "type", c.vega.type } }
  for _, option in ipairs(c.vega.options or {}) do mark[#mark + 1] = option end
  local field, to = c.fields[c.value.field], nil
  if c.edges then field, to = c.added.to, c.added.from end
  local entries = channels(c, stack, field, to)
  entries[#entries + 1] = { "tooltip", tooltips(c) }
  return { { "mark", object(mark) }, { "encoding", object(entries) } }
end

-- A chart as the entries of a specification, without the $schema.
local specification
function specification(block, name)
  if block.panels then
    local parts = {}
    for i, panel in ipairs(block.panels) do parts[i] = object(specification(panel, ("%s-%d"):format(name, i))) end
    return { { "title", block.title }, { "description", block.alt }, { "columns", 3 }, { "concat", list(parts) },
      { "resolve", object { { "scale", object { { "color", "independent" } } } } } }
  end
  if block.layer then
    return { { "title", block.title }, { "description", block.alt }, { "width", drawing_width }, { "layer", plane_vega(block) } }
  end
  local c = chart_of(block)
  local entries = { { "title", block.title }, { "description", block.alt }, { "width", drawing_width }, { "data", data_of(c, name) } }
  local stack
  if c.model.drawing.stacks then stack = c.model.layout == "stacked" and not c.edges and "zero" or null end
  if c.color and stack == "zero" then
    -- Vega-Lite stacks by the alphabet; a report stacks in the order of its table.
    local field = ("datum[%s]"):format(lab.json_encode(c.fields[c.color.field]))
    local transform = object { { "calculate", ("indexof(%s, %s)"):format(lab.json_encode(list(series_names(c)), { flat_lists = true }), field) }, { "as", c.added.order } }
    entries[#entries + 1] = { "transform", list { transform } }
  end
  local layers = {}
  if not c.vega.alone then layers[1] = mark_layer(c, stack) end
  if c.value.lower and c.vega.interval then
    table.insert(layers, c.vega.interval == "errorband" and 1 or #layers + 1, interval_layer(c, c.vega.interval))
    if c.lone_intervals then layers[#layers + 1] = only(interval_layer(c, "errorbar"), c.added.interval) end
  end
  if c.lone_figures then layers[#layers + 1] = only(dot_layer(c), c.added.figure) end
  if #layers == 1 then
    for _, entry in ipairs(layers[1]) do entries[#entries + 1] = entry end
  else
    for i, layer in ipairs(layers) do layers[i] = object(layer) end
    entries[#entries + 1] = { "layer", list(layers) }
  end
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
  return lab.json_encode(object(entries), { indent = 2, flat_lists = true }) .. "\n"
end

return vega_lite
