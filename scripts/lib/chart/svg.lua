-- svg.lua - the elements of a drawing, written out, and how much room letters take in it.

local escape = require "lib.base.escape"
local width = require "lib.base.width"

local svg = {}

-- A coordinate to a tenth, which no eye can tell from more, and without regard to the locale.
function svg.number(value)
  local tenths = math.floor(value * 10 + 0.5)
  local sign = tenths < 0 and "-" or ""
  tenths = math.abs(tenths)
  local text = ("%s%d"):format(sign, tenths // 10)
  return tenths % 10 == 0 and text or ("%s.%d"):format(text, tenths % 10)
end

-- An element: svg.element("rect", { "x", 1, "y", 2.5, "fill", "#12436D" }, content). Attributes stand in the order given;
-- one whose value is false is left out. Content is markup; texts go through svg.text.
function svg.element(name, attributes, content)
  local parts = { "<", name }
  for i = 1, #attributes, 2 do
    local value = attributes[i + 1]
    if value ~= false then
      if type(value) == "number" then value = svg.number(value) else value = escape.html(value) end
      parts[#parts + 1] = (' %s="%s"'):format(attributes[i], value)
    end
  end
  parts[#parts + 1] = content and (">" .. content .. "</" .. name .. ">") or "/>"
  return table.concat(parts)
end

-- A text at x, y. anchor is "start", "middle" or "end"; class names its style in the page.
function svg.text(x, y, words, anchor, class)
  return svg.element("text", { "x", x, "y", y, "text-anchor", anchor ~= "start" and anchor, "class", class or false }, escape.html(words))
end

-- A path through points { x, y }, as the d attribute has it.
function svg.path(points)
  local parts = {}
  for i, point in ipairs(points) do
    parts[i] = (i == 1 and "M" or "L") .. svg.number(point[1]) .. " " .. svg.number(point[2])
  end
  return table.concat(parts)
end

-- Widths of letters in thousandths of the size, for the sans-serif faces that pages are read in.
local narrow, thin, broad = "[iIjl|!.,:;'%[%]()/]", "[ftr%- ]", "[mwMW@%%]"

-- About how many units `words` take at `size`; rather too many than too few.
function svg.width(words, size)
  local thousandths = 0
  for start, stop, columns in width.each(words) do
    local letter = words:sub(start, stop)
    if columns == 0 then
      thousandths = thousandths + 0
    elseif columns == 2 then
      thousandths = thousandths + 1000
    elseif letter:find(narrow) then
      thousandths = thousandths + 300
    elseif letter:find(thin) then
      thousandths = thousandths + 360
    elseif letter:find(broad) then
      thousandths = thousandths + 890
    elseif letter:find("%u") then
      thousandths = thousandths + 690
    else
      thousandths = thousandths + 570
    end
  end
  return thousandths * size / 1000
end

-- words broken at blanks into lines no longer than `room` units; at most `most` lines, the last cut with an ellipsis.
-- A word longer than the room stays whole on its line unless it has to be cut: the second result says whether all fit.
function svg.wrap(words, size, room, most)
  local lines, line, fits = {}, nil, true
  for word in words:gmatch("%S+") do
    local longer = line and line .. " " .. word or word
    if line and svg.width(longer, size) > room then
      lines[#lines + 1] = line
      line = word
    else
      line = longer
    end
  end
  lines[#lines + 1] = line or ""
  if #lines > most then
    fits = false
    lines[most] = table.concat(lines, " ", most)
    for i = #lines, most + 1, -1 do lines[i] = nil end
  end
  for i, one in ipairs(lines) do
    if svg.width(one, size) > room then
      fits = false
      local kept, used = {}, svg.width("…", size)
      for start, stop in width.each(one) do
        used = used + svg.width(one:sub(start, stop), size)
        if used > room then break end
        kept[#kept + 1] = one:sub(start, stop)
      end
      lines[i] = table.concat(kept):gsub("%s+$", "") .. "…"
    end
  end
  return lines, fits
end

return svg
