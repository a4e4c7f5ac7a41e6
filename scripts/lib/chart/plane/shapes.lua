-- shapes.lua - what the marks of layers share: colours, dashes, what a pointer is told, rows joined to runs.

local encoding = require "lib.chart.encoding"
local escape = require "lib.base.escape"
local layers = require "lib.chart.layers"
local palette = require "lib.chart.palette"

local plane = {}

-- What a pointer is told of a row: all that its channels show.
function plane.hint(layer, row)
  local said, seen = {}, {}
  for _, key in ipairs { "text", "detail", "color", "y", "y2", "x", "x2" } do
    local channel = layer.encoding[key]
    if channel and channel.field and not seen[channel.field] then
      seen[channel.field] = true
      local column = encoding.column(layer.table, channel.field)
      said[#said + 1] = ("%s: %s"):format(channel.title, column.shown[row])
    end
  end
  return "<title>" .. escape.html(table.concat(said, "; ")) .. "</title>"
end

function plane.color(model, layer, row) return layer.mark.color or palette[layers.place(model, layer, row)] end

function plane.dash(layer) return layer.mark.strokeDash and table.concat(layer.mark.strokeDash, " ") or false end

-- The rows of a layer as runs to be joined: one for each category and detail, ordered along x, broken where a coordinate is missing.
function plane.runs(layer, spots)
  local by, order = {}, {}
  for row = 1, #spots do
    local parts = {}
    for _, key in ipairs { "color", "detail" } do
      local channel = layer.encoding[key]
      parts[#parts + 1] = channel and channel.field and encoding.column(layer.table, channel.field).shown[row] or ""
    end
    local name = table.concat(parts, "\0")
    if not by[name] then
      by[name] = {}
      order[#order + 1] = by[name]
    end
    if spots[row].x then table.insert(by[name], { row = row, at = spots[row] }) end
  end
  local runs = {}
  for _, members in ipairs(order) do
    table.sort(members, function(a, b)
      if a.at.x ~= b.at.x then return a.at.x < b.at.x end
      return a.row < b.row
    end)
    local run
    for _, one in ipairs(members) do
      if one.at.y then
        if not run then
          run = {}
          runs[#runs + 1] = run
        end
        run[#run + 1] = one
      else
        run = nil
      end
    end
  end
  return runs
end


return plane
