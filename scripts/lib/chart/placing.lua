-- placing.lua - labels beside their marks, where they touch nothing: no mark, no other label, no edge of the drawing.
--
-- A label is tried to the right of its mark, then above, to the left and below. Where none is free it is left out: the mark stays, and its
-- words stand in the table of figures. Labels that matter more come first.

local svg = require "lib.chart.svg"
local shapes = require "lib.chart.shapes"

local placing = {}

local size = shapes.size
local ascent, descent, gap = 12, 4, 9 -- of letters of that size, and how far a label stands from the middle of its mark

local function touch(a, b)
  return a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
end

-- The box of words at x, y, written from there (anchor).
local function box_of(words, x, y, anchor)
  local room = svg.width(words, size)
  local left = anchor == "start" and x or anchor == "end" and x - room or x - room / 2
  return { left, y - ascent, left + room, y + descent }
end

-- What lies in a drawing whose labels may stand in left, top, right, bottom.
function placing.new(left, top, right, bottom)
  return { frame = { left, top, right, bottom }, boxes = {} }
end

-- Takes the room of a mark or of words that are there already: left, top, right, bottom.
function placing.take(places, box)
  places.boxes[#places.boxes + 1] = box
end

local function is_free(places, box)
  local frame = places.frame
  if box[1] < frame[1] or box[2] < frame[2] or box[3] > frame[3] or box[4] > frame[4] then return false end
  for _, other in ipairs(places.boxes) do
    if touch(box, other) then return false end
  end
  return true
end

-- Where words may stand in a lane: right of the mark, or of what else stands in the lane, the nearest first.
local function along_lane(places, x, y)
  local tried = { { x + gap, y + 5, "start" } }
  for _, box in ipairs(places.boxes) do
    if box[2] < y + 5 + descent and box[4] > y + 5 - ascent and box[3] > x then tried[#tried + 1] = { box[3] + 4, y + 5, "start" } end
  end
  table.sort(tried, function(a, b) return a[1] < b[1] end)
  tried[#tried + 1] = { x - gap, y + 5, "end" }
  return tried
end

-- x, y and anchor of the words of a mark at x, y, whose room is taken from then on; nil when they fit nowhere. where: "lane", beside the
-- mark and nowhere above or below, where another lane is; "within", in the middle of the mark alone.
function placing.place(places, words, x, y, where)
  local tried = where == "within" and { { x, y + 5, "middle" } } or where == "lane" and along_lane(places, x, y) or { { x + gap, y + 5, "start" }, { x, y - gap - 2, "middle" }, { x - gap, y + 5, "end" }, { x, y + gap + ascent, "middle" } }
  for _, one in ipairs(tried) do
    local box = box_of(words, one[1], one[2], one[3])
    if is_free(places, box) then
      placing.take(places, box)
      return one[1], one[2], one[3]
    end
  end
end

return placing
