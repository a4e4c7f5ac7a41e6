-- svg.lua - one chart of a report as a drawing in a file of its own, with its title: slavelab annual -o referrals.svg --chart 2

local chart_svg = require "lib.chart.chart_svg"
local escape = require "lib.base.escape"
local look = require "lib.chart.look"
local raise = require "lib.base.raise"
local svg = require "lib.chart.svg"

local format = {
  name = "svg",
  about = "one chart as a drawing",
  extensions = { "svg" },
  api = 1,
  options = {
    chart = { default = false, about = "which of the report's charts, counted from 1; --chart 2" },
    width = { default = 760, about = "units that it is wide" },
  },
}

-- The chart that is meant. Of several, one has to be named: all of them are listed.
local function chosen(document, number)
  local charts, titles = {}, {}
  for _, block in ipairs(document.blocks) do
    if block.kind == "chart" then
      charts[#charts + 1] = block
      titles[#charts] = ("  --chart %d  %s"):format(#charts, block.title)
    end
  end
  if #charts == 0 then raise('report "%s" has no chart to draw', document.title) end
  if not number and #charts == 1 then return charts[1] end
  local at = math.tointeger(tonumber(number))
  if not charts[at or 0] then
    raise('report "%s" has %d charts%s; say which one:\n%s', document.title, #charts, number and (", and no chart %s"):format(tostring(number)) or "", table.concat(titles, "\n"))
  end
  return charts[at]
end

local margin, title_size = 20, 18

function format.write(document, options)
  local block = chosen(document, options.chart)
  local drawing = chart_svg.draw(block, options.width, "chart")
  local height, parts, top = tonumber(drawing:match('height="([%d.]+)"')), {}, margin
  for _, words in ipairs(svg.wrap(block.title, title_size, options.width * 0.95, 4)) do
    top = top + title_size * 1.3
    parts[#parts + 1] = svg.element("text", { "x", margin, "y", top - 5, "style", ("font-weight: bold; font-size: %dpx"):format(title_size) }, escape.html(words))
  end
  top = top + 12
  local width = options.width + 2 * margin
  local inner = drawing:gsub('^<svg xmlns="[^"]*"', ('<svg x="%d" y="%s"'):format(margin, svg.number(top)))
  return svg.element("svg", { "xmlns", "http://www.w3.org/2000/svg", "viewBox", ("0 0 %s %s"):format(svg.number(width), svg.number(top + height + margin)),
    "width", width, "height", top + height + margin }, "\n<style>\nsvg { overflow: visible; font: 14px \"Liberation Sans\", Arial, Helvetica, \"DejaVu Sans\", sans-serif; }\n"
    .. look.alone .. "</style>\n" .. '<rect width="100%" height="100%" fill="#fff"/>\n' .. table.concat(parts, "\n") .. "\n" .. inner .. "\n") .. "\n"
end

return format
