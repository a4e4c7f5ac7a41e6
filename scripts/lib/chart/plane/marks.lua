-- marks.lua - the marks of layers, a file each. A mark here is drawn where its two coordinates are; those of charts without layers are
-- laid along one axis (lib/chart/marks/).
--
--     name, needs   "area"; the channels it cannot do without
--     check         function(encoding): what is wrong with it, in words; nil when nothing is
--     alone         x, y and color of the chart are not taken over
--     last          it is drawn after all others
--     svg           function(model, layer, spots, plot, parts): adds its elements to parts; spots has x, y, x2, y2 by row, nil where missing
--     room          function(spot): the box that it takes, which words keep clear of
--     key           the shape of a category in the key, where it is no square
--     text          function(put, spot, sign, encoding, rows, columns, model): writes letters with put(row, column, letter); spot counts letters
--     say           function(encoding, shown): "texts", "points" or "intervals", and what stands at the end of a lane in letters
--     sign, signs   the channel of Vega-Lite by which it tells categories apart beside colour, and its range
--     orient        function(model): which way Vega-Lite is to lay it
--     vega          options of Vega-Lite's mark; color, its colour where it has none of a category

local marks = { names = { "area", "line", "point", "rect", "rule", "text", "tick" } }

-- Loaded when first asked for: a mark uses layers.lua, which asks for marks.
local files = {
  area = function() return require "lib.chart.plane.area" end,
  line = function() return require "lib.chart.plane.line" end,
  point = function() return require "lib.chart.plane.point" end,
  rect = function() return require "lib.chart.plane.rect" end,
  rule = function() return require "lib.chart.plane.rule" end,
  text = function() return require "lib.chart.plane.text" end,
  tick = function() return require "lib.chart.plane.tick" end,
}

-- The mark of that name; nil when there is none.
function marks.named(name) return files[name] and files[name]() end

return marks
