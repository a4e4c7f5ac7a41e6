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

-- Widths of letters in thousandths of the size: those of DejaVu Sans and Verdana, the widest of the faces that pages are read in. A
-- label is cut where it gets less room than it takes; where a page has Arial or Helvetica it gets some more than that.
local letters_of = {
  [278] = "ijl'", [295] = "IJ", [318] = " ,.", [337] = "/:;\\|", [352] = "f", [361] = "-", [390] = "()[]t", [401] = "!", [411] = "r",
  [460] = '"', [500] = "*_`", [521] = "sz", [531] = "?", [550] = "cL", [579] = "kF", [592] = "vxy", [611] = "PTY", [615] = "ae",
  [636] = "bdghnopquESZ$0123456789{}", [656] = "K", [686] = "AVXB", [698] = "CR", [732] = "U", [752] = "NH", [775] = "DG", [787] = "OQ&",
  [818] = "w", [838] = "#+<=>^~", [863] = "M", [950] = "%", [974] = "m", [1000] = "W@",
}
local widths = {}
for thousandths, letters in pairs(letters_of) do
  for letter in letters:gmatch(".") do widths[letter] = thousandths end
end
local other_letter = 700

-- About how many units `words` take at `size`; rather too many than too few.
function svg.width(words, size)
  local thousandths = 0
  for start, stop, columns in width.each(words) do
    if columns == 2 then
      thousandths = thousandths + 1000
    elseif columns > 0 then
      thousandths = thousandths + (widths[words:sub(start, stop)] or other_letter)
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
