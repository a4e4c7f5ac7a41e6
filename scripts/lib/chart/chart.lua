-- chart.lua - a chart as data: what an author says of it, checked against the table it draws.
--
-- The words are Vega-Lite's: a mark (lib/chart/marks/, a file each) and an encoding of the channels x, y, color, xOffset and
-- yOffset by columns of a table (encoding.lua). chart.block() checks them when a report is built; chart.model() turns a
-- block into series of values along an axis, which is all that a drawing needs, be it letters or SVG (model.lua).

local encoding = require "lib.chart.encoding"
local facets = require "lib.chart.facets"
local figures = require "lib.chart.figures"
local layers = require "lib.chart.layers"
local marks = require "lib.chart.marks"
local model = require "lib.chart.model"
local notice = require "lib.base.notice"
local palette = require "lib.chart.palette"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local count = require("lib.base.words").count

local chart = {}

chart.palette, chart.marks = palette, marks

-- What formats ask of a chart block: see model.lua and figures.lua.
chart.model, chart.point, chart.tick, chart.figures = model.of, model.point, model.tick, figures

local column_of = encoding.column

-- Of two columns of numbers, the channel that bars are laid along: the one whose values occur once each and rise, when that is
-- so of one alone; x otherwise. Ages 16, 17, 19 are what the counts 3, 5, 1 are of, whichever of them is called x.
local function along_numbers(block)
  local function rises(key)
    local values, last = column_of(block.table, block.encoding[key].field).values, nil
    for row = 1, block.table.rows do
      local value = values[row]
      if value == nil or (last and value <= last) then return false end
      last = value
    end
    return true
  end
  return rises("y") and not rises("x") and "y" or "x"
end

-- Which channel holds the quantity and which one it is laid along. Bars over numbers stand at each number that occurs.
local function settle_roles(block, mark, where)
  local words = block.encoding
  encoding.settle_type(block, "x", where)
  encoding.settle_type(block, "y", where)
  if words.x.type == "quantitative" and words.y.type == "quantitative" then
    block.along = mark.bands == "always" and along_numbers(block) or "x"
    block.value = block.along == "x" and "y" or "x"
    if mark.bands == "always" then words[block.along].type = "ordinal" end
  elseif words.y.type == "quantitative" then
    block.value, block.along = "y", "x"
  elseif words.x.type == "quantitative" then
    block.value, block.along = "x", "y"
  else
    raise('%s: neither x ("%s") nor y ("%s") is a quantity: one of the two must be a column of numbers', where,
      words.x.field, words.y.field)
  end
  if block.value == "x" and not mark.svg.lying then
    raise("%s: %s run along x; give the quantity to y", where, mark.plural:lower())
  end
  if words[block.along].lower then
    raise("%s: lower and upper belong to the quantity, encoding.%s", where, block.value)
  end
  local domain = (words[block.value].scale or {}).domain
  if mark.zero and domain and (domain[1] > 0 or domain[2] < 0) then
    raise("%s: %s are as long as their figures, so that scale.domain must hold zero; draw points to show a part of the scale",
      where, mark.plural:lower())
  end
  local offset = block.value == "y" and "xOffset" or "yOffset"
  local other = block.value == "y" and "yOffset" or "xOffset"
  if words[other] then raise("%s: %s has no meaning here; bars stand beside each other by %s", where, other, offset) end
  if words[offset] then
    if mark.bands ~= "always" then raise("%s: %s is for bars", where, offset) end
    if not words.color then words.color = { field = words[offset].field } end
    if words.color.field ~= words[offset].field then
      raise("%s: %s and color must be the same column", where, offset)
    end
  end
end

local function check_series(block, where)
  local channel = block.encoding.color
  if not channel then return end
  channel.title = channel.title or column_of(block.table, channel.field).title
  channel.type = channel.type or "nominal"
  local names = model.series_names(block)
  if #names > #palette then
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
  local words = block.encoding
  local value = words[block.value]
  local order = { words[block.along].field, words.color and words.color.field, value.field, value.lower, value.upper }
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
local function settle_interval(block, where)
  local channel = block.encoding[block.value]
  local value = column_of(block.table, channel.field)
  local from, to = column_of(block.table, channel.lower), column_of(block.table, channel.upper)
  for row = 1, block.table.rows do
    local low, high = from.values[row], to.values[row]
    if type(low) == "number" and type(high) == "number" and low > high then
      raise('%s: row %d: the interval goes from %s ("%s") to %s ("%s"): lower and upper have changed places', where, row, from.shown[row],
        channel.lower, to.shown[row], channel.upper)
    end
  end
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

-- The alt of a chart whose author gave none: what is drawn, and where its one series begins and ends. An author says it
-- better.
local function said_in_words(block, mark, drawn)
  local along, value = block.encoding[block.along], block.encoding[block.value]
  local figures, places = column_of(block.table, value.field), column_of(block.table, along.field)
  local words = ("%s of %s by %s"):format(mark.plural, figures.title, places.title)
  if block.encoding.color then
    return ("%s, for each %s."):format(words, column_of(block.table, block.encoding.color.field).title)
  end
  local rows = block.table.rows
  if rows < 2 then return words .. "." end
  local said = {}
  for _, points in pairs(drawn.series[1].slots) do
    for _, point in ipairs(points) do said[point.row] = mark.said and point.shown or nil end
  end
  local function figure(row) return said[row] or figures.shown[row] end
  return ("%s: %s in %s, %s in %s."):format(words, figure(1), places.shown[1], figure(rows), places.shown[rows])
end

-- Lines and areas of periods no two of which are neighbours would be dots, or nothing: that is more often a slip than meant.
local function say_nothing_joined(block, mark, drawn, where)
  local periods, joined, figures = drawn.axis.periods, false, 0
  if not mark.vega.holes or not periods or periods.points then return end
  for _, series in ipairs(drawn.series) do
    for slot = 1, #drawn.axis.labels do
      local point, before = model.point(series, slot), model.point(series, slot - 1)
      if point and point.value then figures = figures + 1 end
      joined = joined or (point and point.value and before and before.value) ~= nil
    end
  end
  if not joined and figures > #drawn.series then
    local along = block.encoding[block.along].field
    notice.say(('%s: no two figures are neighbours at steps of %s, so that %s join none; %s = { field = "%s", type = "ordinal" } joins what is there')
      :format(where or "chart", count(periods.step, periods.unit), mark.plural:lower(), block.along, along))
  end
end

-- The block of a chart, checked. spec holds title, alt, mark, encoding (or x, y, color beside each other) and `table`,
-- which is in any form that plain.table takes, or layer (layers.lua), or facet (facets.lua, whose panels say panel). where opens the messages of errors.
function chart.block(spec, where)
  check_text(spec.title, "a title", "one sentence with what the reader should see in it", where)
  if spec.alt ~= nil then
    check_text(spec.alt, "an alt", "a text that says in words what the picture shows, for those who do not see it", where)
  end
  if spec.facet ~= nil then
    if spec.layer ~= nil then raise("%s: facet goes with one mark, not with layers", where) end
    return facets.block(spec, chart.block, where)
  end
  if spec.layer ~= nil then
    if spec.mark ~= nil then raise("%s: a chart of layers has no mark of its own: each layer has", where) end
    return layers.block(spec, where)
  end
  local block = { kind = "chart", title = spec.title, alt = spec.alt }
  local mark = marks.read(spec.mark, where)
  block.mark, block.encoding = mark.name, encoding.read(spec, where, mark.bounds)
  local fields = encoding.fields(block.encoding)
  local columns = spec.columns
  if columns == nil and type(spec.table) == "table" and spec.table.rows == nil and spec.table.columns == nil then
    local known = {}
    for _, row in ipairs(spec.table) do
      for name in pairs(type(row) == "table" and row or {}) do known[name] = true end
    end
    if #spec.table > 0 then encoding.check_fields(block.encoding, suggest.keys(known), where) end
    columns = fields
  end
  local options = { columns = columns, titles = spec.titles, units = spec.units, decimals = spec.decimals, missing = spec.missing }
  local all = plain.table(spec.table, options, where)
  encoding.check_fields(block.encoding, encoding.names(all), where)
  block.table = columns and all or plain.table(all, { columns = fields }, where)
  settle_roles(block, mark, where)
  if mark.check then mark.check(block, where) end
  if block.encoding[block.value].lower then settle_interval(block, where) end
  if not columns or columns == fields then arrange_columns(block) end
  check_series(block, where)
  local drawn = model.of(block, where)
  if not spec.panel then say_nothing_joined(block, mark, drawn, where) end
  block.alt = block.alt or said_in_words(block, mark, drawn)
  return block
end

return chart
