-- plane_vega.lua - a chart of layers as Vega-Lite's: the same layers with the same words, and with scales and order as we draw them.

local encoding = require "lib.chart.encoding"
local layers = require "lib.chart.layers"
local mark_of = require("lib.chart.plane.marks").named
local palette = require "lib.chart.palette"
local period = require "lib.figures.periods.period"

local object, list, null = lab.json_object, lab.json_list, lab.null

local function number(value) return math.tointeger(value) or value end

local time_formats = { year = "%Y", date = "%-d %b %Y" }

local function datum(value)
  if value == nil or value ~= value or value == math.huge or value == -math.huge then return null end
  return value
end

local function iso(value)
  local kind, at = period.parse(value)
  return kind and period.iso(kind, at) or nil
end

-- The rows of a layer: a field for each channel, called like the channel, so that no name of a column has to be spelt in Vega-Lite's way;
-- what is the same for all rows stands in each, for Vega-Lite reads no text among its constants as a day.
local function data_of(layer, model)
  local rows = {}
  for row = 1, layers.count(layer) do
    local entries = {}
    for _, key in ipairs { "x", "y", "x2", "y2", "color", "detail", "text" } do
      local channel = layer.encoding[key]
      if channel and channel.field then
        local column = encoding.column(layer.table, channel.field)
        local found = model[key:sub(1, 1)]
        local value = column.values[row]
        if key == "text" or key == "detail" or key == "color" or found.type == "nominal" then
          value = column.shown[row]
        elseif found.type == "temporal" and value ~= nil then
          value = iso(value)
        end
        entries[#entries + 1] = { key, datum(value) }
      elseif channel and key == "color" then
        entries[#entries + 1] = { key, tostring(channel.datum) }
      elseif channel and key ~= "text" then
        local found = model[key:sub(1, 1)]
        entries[#entries + 1] = { key, found.type == "temporal" and iso(channel.datum) or channel.datum }
      end
    end
    rows[row] = object(entries)
  end
  return object { { "values", list(rows) } }
end

local function position(key, model)
  local found, what = model[key:sub(1, 1)], { "field", key }
  if #key > 1 then return object { what } end
  local title = found.title and found.title:gsub("%c+", " "):gsub("\\", "\u{2216}") or null
  local entries = { what, { "type", found.type == "nominal" and "nominal" or found.type }, { "title", title } }
  if found.type == "nominal" then
    entries[#entries + 1] = { "sort", null }
    entries[#entries + 1] = { "scale", object { { "domain", list(found.labels) } } }
    entries[#entries + 1] = { "axis", object { { "labelLimit", 320 } } }
  elseif found.type == "temporal" then
    entries[#entries + 1] = { "scale", object { { "type", "utc" } } }
    entries[#entries + 1] = { "axis", object { { "format", time_formats[found.periods and found.periods.kind] or "%b %Y" } } }
  else
    local scale = layers.scale(found, key == "x" and 6 or 5)
    entries[#entries + 1] = { "scale", object { { "domain", list { number(scale.low), number(scale.high) } }, { "nice", false } } }
  end
  return object(entries)
end

local function color_of(layer, model)
  local channel = layer.encoding.color
  if not channel or layer.mark.color then return object { { "value", layer.mark.color or palette[1] } } end
  return object { { "field", "color" }, { "type", "nominal" }, { "title", channel.title or null }, { "sort", null },
    { "scale", object { { "domain", list(model.names) }, { "range", list(palette, #model.names) } } } }
end

local function layer_of(layer, model)
  local kind = mark_of(layer.mark.type)
  local words = { { "type", kind.name }, { "orient", kind.orient and kind.orient(model) or nil }, { "interpolate", layer.mark.interpolate }, { "strokeDash", layer.mark.strokeDash and list(layer.mark.strokeDash) or nil } }
  table.move(kind.vega, 1, #kind.vega, #words + 1, words)
  local mark = object(words)
  local entries = {}
  for _, key in ipairs { "x", "y", "x2", "y2" } do
    if layer.encoding[key] then entries[#entries + 1] = { key, position(key, model) } end
  end
  entries[#entries + 1] = { "color", kind.color and object { { "value", kind.color } } or color_of(layer, model) }
  if layer.encoding.color and kind.signs then
    -- Our drawing tells categories apart by shapes and strokes too.
    local range = {}
    for i = 1, #model.names do range[i] = kind.signs[i] end
    entries[#entries + 1] = { kind.sign, object { { "field", "color" }, { "type", "nominal" }, { "title", layer.encoding.color.title or null }, { "sort", null },
      { "scale", object { { "domain", list(model.names) }, { "range", list(range) } } } } }
  end
  if layer.encoding.detail and layer.encoding.detail.field then entries[#entries + 1] = { "detail", object { { "field", "detail" }, { "type", "nominal" } } } end
  local text = layer.encoding.text
  if text then entries[#entries + 1] = { "text", text.field and object { { "field", "text" }, { "type", "nominal" } } or object { { "value", tostring(text.datum) } } } end
  return object { { "data", data_of(layer, model) }, { "mark", mark }, { "encoding", object(entries) } }
end

-- The layers of a block, for its specification.
local function plane_vega(block)
  local model, made = layers.model(block), {}
  for i, layer in ipairs(block.layer) do made[i] = layer_of(layer, model) end
  return list(made)
end

return plane_vega
