-- plane_text.lua - a chart of layers in letters: a line for each name along y, or a grid where both axes are quantities.
--
--     Avon    ├───────●──────┤                12
--     Kent            |  ├───●──┤             [c]

local encoding = require "lib.chart.encoding"
local escape = require "lib.base.escape"
local layers = require "lib.chart.layers"
local letters = require "lib.chart.letters"
local mark_of = require("lib.chart.plane.marks").named
local period = require "lib.figures.periods.period"
local plain = require "lib.figures.plain"
local width = require "lib.base.width"

local signs = { "●", "○", "◆", "◇" }

-- Where a coordinate falls among `count` letters.
local function letter_at(found, value, count)
  if not value then return nil end
  if found.type == "nominal" then return math.floor((value - 0.5) / #found.labels * count) + 1 end
  local span = found.high > found.low and found.high - found.low or 1
  return 1 + math.floor((value - found.low) / span * (count - 1) + 0.5)
end

local function ends_of(found)
  if found.type == "temporal" then return period.label(found.periods.kind, found.low), period.label(found.periods.kind, found.high) end
  if not found.column then return tostring(found.low), tostring(found.high) end
  return plain.show(found.low, found.column), plain.show(found.high, found.column)
end

-- The axis with its ends as they are drawn: what is said of the scale holds zero here too.
local function framed(found)
  if found.type ~= "quantitative" then return found end
  local scale = found.scale or {}
  local copy = setmetatable({ low = found.low, high = found.high }, { __index = found })
  if scale.domain then
    copy.low, copy.high = scale.domain[1], scale.domain[2]
  elseif scale.zero ~= false then
    copy.low, copy.high = math.min(copy.low, 0), math.max(copy.high, 0)
  end
  return copy
end

-- A grid of letters; put(row, column, letter) writes one inside it.
local function grid_of(rows, columns)
  local grid = {}
  for r = 1, rows do
    grid[r] = {}
    for c = 1, columns do grid[r][c] = " " end
  end
  return grid, function(r, c, letter)
    if r and c and grid[r] and grid[r][c] then grid[r][c] = letter end
  end
end

-- What stands at the end of a lane: the words of its text layers; without them what the points there show, and the intervals in brackets.
local function words_of(block, model, slot)
  local said = { texts = {}, points = {}, intervals = {} }
  local function add(list, words)
    for _, one in ipairs(list or {}) do
      if one == words then return end
    end
    if list and words ~= "" then list[#list + 1] = escape.line(words) end
  end
  for _, layer in ipairs(block.layer) do
    local say = mark_of(layer.mark.type).say
    for row = 1, say and layers.count(layer) or 0 do
      if layers.at(layer, "y", row, model.y) == slot then
        local kind, words = say(layer.encoding, function(channel) return channel and channel.field and encoding.column(layer.table, channel.field).shown[row] or "" end)
        add(said[kind], words)
      end
    end
  end
  local texts, points, intervals = said.texts, said.points, said.intervals
  if #texts > 0 then return table.concat(texts, ", ") end
  if #points == 0 then return table.concat(intervals, ", ") end
  local is_missing = #intervals == 1 and intervals[1] == points[1]
  return table.concat(points, ", ") .. (#intervals > 0 and not is_missing and (" (%s)"):format(table.concat(intervals, ", ")) or "")
end

local function paint(block, model, x, y, rows, columns, put)
  local named = y.type == "nominal"
  local function row_at(value)
    local at = letter_at(y, value, rows)
    return at and (named and at or rows + 1 - at)
  end
  for _, layer in ipairs(block.layer) do
    local mark = mark_of(layer.mark.type)
    for row = 1, layers.count(layer) do
      local at = {}
      for _, key in ipairs { "x", "x2" } do at[key] = letter_at(x, layers.at(layer, key, row, model.x), columns) end
      for _, key in ipairs { "y", "y2" } do at[key] = row_at(layers.at(layer, key, row, model.y)) end
      mark.text(put, at, signs[layers.place(model, layer, row)], layer.encoding, rows, columns, model)
    end
  end
end

-- The axis below a drawing: a line, and its two ends.
local function foot(lines, found, margin, columns)
  local low, high = ends_of(found)
  lines[#lines + 1] = (" "):rep(margin) .. "└" .. ("─"):rep(columns)
  lines[#lines + 1] = (" "):rep(margin + 1) .. low .. (" "):rep(math.max(1, columns - width.of(low) - width.of(high))) .. high
end

local function legend(lines, model, columns)
  if #model.names < 2 then return end
  local said = {}
  for i, name in ipairs(model.names) do said[i] = signs[i] .. " " .. escape.line(name) end
  for _, line in ipairs(width.wrap(table.concat(said, "   "), columns)) do lines[#lines + 1] = line end
end

local function lanes(block, model, columns)
  local label_columns, word_columns, said, lines = 0, 0, {}, {}
  for slot, label in ipairs(model.y.labels) do
    said[slot] = words_of(block, model, slot)
    label_columns = math.max(label_columns, math.min(width.of(label), columns // 3))
    word_columns = math.max(word_columns, math.min(width.of(said[slot]), columns // 3))
  end
  local room = math.max(8, math.min(columns - label_columns - word_columns - 4, 100))
  local grid, put = grid_of(#model.y.labels, room)
  local x = framed(model.x)
  paint(block, model, x, model.y, #model.y.labels, room, put)
  for slot, label in ipairs(model.y.labels) do
    lines[slot] = width.pad(letters.clip(escape.line(label), label_columns), label_columns) .. "  " .. table.concat(grid[slot]) .. "  "
      .. letters.clip(said[slot], word_columns)
  end
  if model.x.type ~= "nominal" then foot(lines, x, label_columns + 1, room) end
  return lines
end

local function field(block, model, columns)
  local y, x, rows = framed(model.y), framed(model.x), 14
  local low, high = ends_of(y)
  local margin = math.max(width.of(low), width.of(high))
  local room = math.max(8, math.min(columns - margin - 3, 100))
  local grid, put = grid_of(rows, room)
  paint(block, model, x, y, rows, room, put)
  local lines = {}
  for r = 1, rows do
    lines[r] = width.pad(r == 1 and high or r == rows and low or "", margin, "right") .. " │" .. table.concat(grid[r])
  end
  if model.x.type ~= "nominal" then
    foot(lines, x, margin + 1, room)
  else
    lines[#lines + 1] = (" "):rep(margin + 2) .. letters.clip(escape.line(table.concat(model.x.labels, "  ")), room)
  end
  -- Words beside marks have no room in letters; what they name stands below, in the order of the table.
  for _, layer in ipairs(block.layer) do
    local channel = layer.encoding.text
    local words = channel and channel.field and table.concat(encoding.column(layer.table, channel.field).shown, ", ") or channel and tostring(channel.datum) or ""
    for _, line in ipairs(words ~= "" and width.wrap("Named: " .. escape.line(words), columns) or {}) do lines[#lines + 1] = line end
  end
  return lines
end

-- The lines of a chart of layers, of at most about `columns` columns.
local function plane_lines(block, columns)
  local model = layers.model(block)
  if not model.x.low or not model.y.low then return { "No figures to draw." } end
  local lines = model.y.type == "nominal" and lanes(block, model, columns) or field(block, model, columns)
  legend(lines, model, columns)
  local by = (model.x.title or ""):gsub("^%u%l", string.lower)
  local title = model.x.type == "temporal" and model.y.title or ("%s against %s"):format(model.y.title or "", by)
  if model.y.type == "nominal" and model.x.type == "quantitative" then title = model.x.title or "" end
  table.insert(lines, 1, letters.clip(escape.line(title or ""), columns))
  return lines
end

return plane_lines
