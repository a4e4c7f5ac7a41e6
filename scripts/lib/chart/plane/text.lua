-- text.lua - words beside a mark, or in the middle of a cell of two names, where they touch nothing (placing.lua).

local encoding = require "lib.chart.encoding"
local placing = require "lib.chart.placing"
local svg = require "lib.chart.svg"

local function words_at(layer, row)
  local channel = layer.encoding.text
  return channel.field and encoding.column(layer.table, channel.field).shown[row] or tostring(channel.datum)
end

local function svg_of(model, layer, spots, plot, parts)
  for row, at in ipairs(spots) do
    local words = words_at(layer, row)
    if at.x and at.y and words ~= "" then
      local x, y, anchor = placing.place(plot.places, words, at.x, at.y, plot.where)
      if x then parts[#parts + 1] = svg.text(x, y, words, anchor, "figure") end
    end
  end
end

return {
  name = "text",
  needs = { "x", "y", "text" },
  last = true, -- words give way to all else
  svg = svg_of,
  text = function() end,
  say = function(e, shown) return "texts", e.text.field and shown(e.text) or tostring(e.text.datum) end,
  vega = { { "align", "left" }, { "dx", 9 } },
  color = "#0b0c0c",
}
