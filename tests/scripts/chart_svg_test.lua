-- Drawings, read back from their markup.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local chart = require "lib.chart.chart"
local chart_svg = require "lib.chart.chart_svg"
local chart_text = require "lib.chart.chart_text"

local function draw(spec, width)
  spec.title, spec.alt = spec.title or "T", spec.alt or "A"
  return chart_svg.draw(chart.block(spec, "chart"), width or 760, "c")
end

local function count(text, fragment)
  local found, at = 0, 1
  while true do
    local from, to = text:find(fragment, at, true)
    if not from then return found end
    found, at = found + 1, to + 1
  end
end

local years = { columns = { "year", "n", "low", "high" }, { year = 2019, n = 3, low = 1, high = 5 }, { year = 2020, n = 4, low = 2, high = 6 },
  { year = 2022, n = 8, low = 6, high = 9 }, { year = 2023, n = 9, low = 8, high = 12 } }

check.test("a missing period breaks a line in two", function()
  check.equal(count(draw { mark = "line", x = "year", y = "n", table = years }, 'class="line"'), 2)
end)

check.test("a figure with a hole on either side is a dot of its area", function()
  local t = lab.parse_csv("year,who,n\n2018,a,4\n2019,a,5\n2021,a,6\n2021,b,2\n2023,a,7\n2024,a,8\n2024,b,1\n")
  check.equal(count(draw { mark = "area", x = "year", y = "n", table = t:filter("who == 'a'") }, 'class="dot"'), 1)
  check.equal(count(draw { mark = "area", x = "year", y = "n", color = "who", table = t }, 'class="dot"'), 3)
end)

check.test("a missing period keeps its place among bars and has no bar", function()
  local svg = draw { mark = "bar", x = "year", y = "n", table = years }
  check.contains(svg, ">2021</text>")
  check.equal(count(svg, "<rect"), 4)
end)

check.test("an interval is whiskers on bars and points, and a ribbon on lines and areas that stops where they stop", function()
  local y = { field = "n", lower = "low", upper = "high" }
  check.equal(count(draw { mark = "bar", x = "year", y = y, table = years }, 'class="whisker"'), 12)
  check.equal(count(draw { mark = "point", x = "year", y = y, table = years }, 'class="whisker"'), 12)
  for _, mark in ipairs { "line", "area" } do
    check.equal(count(draw { mark = mark, x = "year", y = y, table = years }, 'class="ribbon"'), 2)
  end
end)

check.test("a ribbon joins no intervals over a figure without one, and an interval alone has a whisker", function()
  local t = lab.parse_csv("year,n,low,high\n2018,4,2,7\n2019,5,3,8\n2020,6,,\n2021,7,6,8\n")
  for _, mark in ipairs { "line", "area" } do
    local svg = draw { mark = mark, x = "year", y = { field = "n", lower = "low", upper = "high" }, table = t }
    local ribbon = svg:match('d="([^"]*)"[^>]*class="ribbon"')
    check.equal({ count(svg, 'class="ribbon"'), count(ribbon, "L") + 1, count(svg, 'class="whisker"') }, { 1, 4, 3 })
  end
end)

check.test("bars whose names do not fit under them lie on their side", function()
  local t = { columns = { "force", "n" } }
  for i = 1, 20 do t[i] = { force = "A police force with a long name " .. i, n = i } end
  local svg = draw { mark = "bar", x = "force", y = "n", table = t }
  local widths = {}
  for width in svg:gmatch('<rect [^>]*width="([%d.]+)"') do widths[#widths + 1] = tonumber(width) end
  check.near(widths[20] / widths[10], 2, 0.01)
end)

-- Measured with the font itself, which is what a page is set in where there is no Arial; there the first letters were cut.
check.test("letters get the room that they take in DejaVu Sans", function()
  local svg = require "lib.chart.svg"
  for words, units in pairs { ["NGO and third sector"] = 148.3, ["government agency"] = 141.0, ["10,000"] = 49.0, ["Wi-Fi & more"] = 91.1 } do
    check.truthy(svg.width(words, 14) >= units - 0.05, words .. " " .. svg.width(words, 14))
    check.truthy(svg.width(words, 14) < units * 1.01, words .. " " .. svg.width(words, 14))
  end
end)

check.test("names at the ends of lines keep their distance", function()
  local t = { columns = { "year", "who", "n" } }
  for i, who in ipairs { "One", "Two", "Three", "Four" } do
    t[#t + 1] = { year = 2022, who = who, n = 100 + i }
    t[#t + 1] = { year = 2023, who = who, n = 100 }
  end
  local places = {}
  for y in draw({ mark = "line", x = "year", y = "n", color = "who", table = t }):gmatch('<text x="[%d.]+" y="([%d.]+)" class="label"') do
    places[#places + 1] = tonumber(y)
  end
  table.sort(places)
  check.equal(#places, 4)
  for i = 2, 4 do check.truthy(places[i] - places[i - 1] >= 17.9, "distance of names") end
end)

check.test("a missing value shows its reason where its bar or its dot would be, one for each place", function()
  local t = { columns = { "year", "who", "n" }, { year = 2022, who = "a", n = 5 }, { year = 2023, who = "a", n = "[c]" } }
  for _, mark in ipairs { "bar", "point" } do
    check.contains(draw { mark = mark, x = "year", y = "n", table = t }, 'class="missing">[c]</text>')
    check.contains(draw { mark = mark, y = "year", x = "n", table = t }, 'class="missing">[c]</text>')
  end
  t[3], t[4] = { year = 2023, who = "b", n = "[c]" }, { year = 2022, who = "b", n = 1 }
  check.lacks(draw { mark = "point", x = "year", y = "n", color = "who", table = t }, ">[c]<") -- they would lie on each other
end)

check.test("texts in a drawing cannot leave it", function()
  local svg = draw { title = "</title><script>", alt = "<&>", mark = "bar", x = "f", y = "n",
    table = { columns = { "f", "n" }, { f = "<b onload='x'>", n = 1 } } }
  check.lacks(svg, "<script>")
  check.lacks(svg, "<b ")
  check.contains(svg, "&lt;b onload=&#39;x&#39;&gt;")
end)

-- Charts of random shapes: each is drawn, stays inside its frame, and has no number that is none.
check.test("no chart, whatever its figures, fails or leaves its frame", function()
  local state = 20240307
  local function random(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n
  end
  local scales = { 1, 1e-6, 1e9, 0.3 }
  local names = chart.marks.names()
  for round = 1, 400 do
    local mark = names[random(#names) + 1]
    local series, slots, scale = random(4) + 1, random(12), scales[random(4) + 1]
    local t = { columns = { "at", "who", "n", "low", "high" } }
    for slot = 1, slots do
      for s = 1, series do
        local n = (random(200) - (mark == "area" and 0 or 60)) * scale
        local what = random(10)
        if what > 1 then
          t[#t + 1] = { at = round % 2 == 0 and 2000 + slot or "Name " .. slot, who = "Series " .. s, n = what > 2 and n or "[c]",
            low = what > 2 and n - scale or nil, high = what > 2 and n + scale * 2 or nil }
        end
      end
    end
    local spec = { title = "T", alt = "A", mark = mark, x = "at", y = (mark == "errorbar" or random(3) == 0)
      and { field = "n", lower = "low", upper = "high" } or "n", color = "who", table = t }
    local block = chart.block(spec, "chart " .. round)
    for _, width in ipairs { 760, 350 } do
      local svg = chart_svg.draw(block, width, "c")
      local height = tonumber(svg:match('viewBox="0 0 [%d.]+ ([%d.]+)"'))
      for x in svg:gmatch(' x1?="(-?[%d.]+)"') do check.truthy(tonumber(x) >= -1 and tonumber(x) <= width + 1, "x " .. x .. " in chart " .. round) end
      for y in svg:gmatch(' y1?="(-?[%d.]+)"') do check.truthy(tonumber(y) >= -1 and tonumber(y) <= height + 1, "y " .. y .. " in chart " .. round .. " " .. mark .. " height " .. height .. " width " .. width) end
      for height_of in svg:gmatch('<rect [^>]*height="(-?[%d.]+)"') do check.truthy(tonumber(height_of) >= 0, "height in chart " .. round) end
    end
    check.truthy(#chart_text.lines(block, 80) > 0)
    chart.figures(block)
  end
end)

check.run()
