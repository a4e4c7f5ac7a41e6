-- boxes.lua - the boxes of the words of a drawing, read back from its markup: which touch each other, which leave the drawing.

local svg = require "lib.chart.svg"

local boxes = {}

local entities = { amp = "&", lt = "<", gt = ">", quot = '"', ["#39"] = "'" }

-- Every text of a drawing with its box: { words, left, top, right, bottom }.
function boxes.of(drawing)
  local list = {}
  local right, down = 0, 0 -- of the panel that is read
  for element, attributes, words in drawing:gmatch("<(%a+) ([^>]*)>([^<]*)") do
    local over, under = attributes:match('^transform="translate%(([%d.]+) ([%d.]+)%)"')
    if over then right, down = tonumber(over), tonumber(under) end
    words = element == "text" and words:gsub("&(#?%w+);", entities) or ""
    local x, y, anchor = attributes:match('^x="([-%d.]+)"'), attributes:match('y="([-%d.]+)"'), attributes:match('text%-anchor="(%a+)"')
    if words ~= "" then
      x, y = tonumber(x) + right, tonumber(y) + down
      local room = svg.width(words, 14)
      local left = anchor == "end" and x - room or anchor == "middle" and x - room / 2 or x
      list[#list + 1] = { words = words, left = left, top = y - 10, right = left + room, bottom = y + 3 }
    end
  end
  return list
end

-- What is wrong with a drawing's words, as texts; none when nothing is.
function boxes.faults(drawing)
  local width, height = drawing:match('viewBox="0 0 ([%d.]+) ([%d.]+)"')
  width, height = tonumber(width), tonumber(height)
  local list, faults = boxes.of(drawing), {}
  for i, a in ipairs(list) do
    if a.left < -1 or a.right > width + 1 or a.top < -1 or a.bottom > height + 1 then faults[#faults + 1] = ("%q leaves the drawing"):format(a.words) end
    for k = i + 1, #list do
      local b = list[k]
      if a.left < b.right - 0.5 and b.left < a.right - 0.5 and a.top < b.bottom - 0.5 and b.top < a.bottom - 0.5 then
        faults[#faults + 1] = ("%q touches %q"):format(a.words, b.words)
      end
    end
  end
  return faults
end

return boxes
