-- Charts of layers: where marks stand, what a layer may say, and that no two words touch.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local boxes = require "support.boxes"
local check = require "support.check"
local chart = require "lib.chart.chart"
local chart_svg = require "lib.chart.chart_svg"
local chart_text = require "lib.chart.chart_text"
local plain = require "lib.figures.plain"
local report = require "lib.report.report"
local width_of = require("lib.base.width").of

local function block_of(spec)
  spec.title = spec.title or "T"
  return chart.block(spec, "chart")
end

local function draw(spec, width) return chart_svg.draw(block_of(spec), width or 760, "c") end

local function count(text, fragment) return select(2, text:gsub(fragment:gsub("%p", "%%%0"), "")) end

-- Values read back from a drawing whose axes are quantities: two labelled ticks of an axis give its scale.
local function reader(svg)
  local rows, columns = {}, {}
  for x, y, anchor, words in svg:gmatch('<text x="([%d.]+)" y="([%d.]+)" text%-anchor="(%a+)" class="tick">([-%d.,]+)</text>') do
    local value = tonumber((words:gsub(",", "")))
    if anchor == "end" then rows[#rows + 1] = { tonumber(y) - 5, value } else columns[#columns + 1] = { tonumber(x), value } end
  end
  local function scale(a, b) return function(at) return a[2] + (at - a[1]) / (b[1] - a[1]) * (b[2] - a[2]) end end
  return scale(columns[1], columns[2]), scale(rows[1], rows[#rows])
end

local sizes = lab.parse_csv("force,size,rate,low,high\nKent,100,7,5,9\nEssex,200,15,11,18\nAvon,350,4,1,6\nCity,50,,,\n")

check.test("points stand where both of their quantities are, and a missing one nowhere", function()
  local svg = draw { table = sizes, x = "size", y = "rate", layer = { { mark = "point" } } }
  local x, y = reader(svg)
  local found = {}
  for cx, cy in svg:gmatch('<circle cx="([%d.]+)" cy="([%d.]+)"') do found[#found + 1] = { x(tonumber(cx)), y(tonumber(cy)) } end
  check.equal(#found, 3)
  for i, expected in ipairs { { 100, 7 }, { 200, 15 }, { 350, 4 } } do
    check.near(found[i][1], expected[1], 0.5)
    check.near(found[i][2], expected[2], 0.05)
  end
end)

check.test("a line in steps keeps a figure until the next, and breaks where one is missing", function()
  local t = lab.parse_csv("at,n\n3,5\n1,9\n2,7\n4,\n5,1\n6,2\n")
  local svg = draw { table = t, x = "at", y = "n", layer = { { mark = { type = "line", interpolate = "step-after" } } } }
  local x, y = reader(svg)
  local paths = {}
  for d in svg:gmatch('<path d="([^"]*)"[^>]*class="line"') do
    local points = {}
    for px, py in d:gmatch("[ML]([%d.]+) ([%d.]+)") do
      points[#points + 1] = ("%.0f,%.0f"):format(x(tonumber(px)), y(tonumber(py)))
    end
    paths[#paths + 1] = table.concat(points, " ")
  end
  check.equal(paths, { "1,9 2,9 2,7 3,7 3,5", "5,1 6,1 6,2" })
end)

check.test("an area lies between y and y2 and has no part where one of them is missing", function()
  local svg = draw { table = sizes, layer = { { mark = "area", x = "size", y = "low", y2 = "high" } } }
  local x, y = reader(svg)
  local corners = {}
  for px, py in svg:match('<path d="([^"]*)Z"'):gmatch("[ML]([%d.]+) ([%d.]+)") do
    corners[#corners + 1] = ("%.0f,%.0f"):format(x(tonumber(px)), y(tonumber(py)))
  end
  check.equal(table.concat(corners, " "), "100,5 200,11 350,1 350,6 200,18 100,9")
end)

check.test("a rule at one coordinate goes from edge to edge, at two ends from one to the other", function()
  local svg = draw { table = sizes, layer = { { mark = "rule", y = { datum = 9 } }, { mark = "rule", x = "size", y = "low", y2 = "high" } } }
  local x, y = reader(svg)
  local found = {}
  for x1, y1, x2, y2 in svg:gmatch('<line x1="([%d.]+)" y1="([%d.]+)" x2="([%d.]+)" y2="([%d.]+)" stroke="[^"]*" class="rule"') do
    found[#found + 1] = { x(tonumber(x1)), y(tonumber(y1)), x(tonumber(x2)), y(tonumber(y2)) }
  end
  check.equal(#found, 4)
  check.near(found[1][2], 9, 0.05)
  check.near(found[1][2], found[1][4], 1e-9)
  check.truthy(found[1][3] - found[1][1] >= 350)
  check.near(found[2][2], 5, 0.05)
  check.near(found[2][4], 9, 0.05)
end)

check.test("a rect covers what lies between its ends, and the band of a name", function()
  local t = lab.parse_csv("name,a,b\nOne,10,20\nTwo,20,50\n")
  local svg = draw { table = t, layer = { { mark = "rect", x = "a", x2 = "b", y = "name" } } }
  local widths = {}
  for wide in svg:gmatch('<rect x="[%d.]+" y="[%d.]+" width="([%d.]+)"[^>]*class="block"') do widths[#widths + 1] = tonumber(wide) end
  check.near(widths[2] / widths[1], 3, 0.01)
end)

check.test("a break is a rule with words, in letters too", function()
  local spec = { table = lab.parse_csv("quarter,n\n2022 Q4,850\n2023 Q1,400\n2023 Q2,420\n"), x = "quarter", y = "n", layer = { { mark = "line" },
    { mark = { type = "rule", strokeDash = { 2, 3 } }, x = { datum = "2023 Q1" } },
    { mark = "text", x = { datum = "2023 Q1" }, y = { datum = 900 }, text = { datum = "stricter test" } } } }
  local svg = draw(spec)
  check.equal({ count(svg, 'stroke-dasharray="2 3" class="rule"'), count(svg, ">stricter test</text>") }, { 1, 1 })
  check.contains(table.concat(chart_text.lines(block_of(spec), 80), "\n"), "stricter test")
end)

check.test("colour is never alone: points of each category have a shape of their own, and the key names both", function()
  local t = lab.parse_csv("x,y,who\n1,2,a\n2,3,b\n3,4,c\n4,5,d\n")
  local svg = draw { table = t, layer = { { mark = "point", x = "x", y = "y", color = "who" } } }
  check.equal({ count(svg, "<circle"), count(svg, '<rect x='), count(svg, '<path d=') }, { 2, 2, 4 }) -- in the plot and in the key
  for _, name in ipairs { "a", "b", "c", "d" } do check.contains(svg, ('class="label">%s</text>'):format(name)) end
end)

check.test("a name of which nothing is there says why in its lane", function()
  local t = lab.parse_csv("f,n\nA,3\nB,[c]\n", { markers = "gss" })
  check.contains(draw { table = t, layer = { { mark = "point", x = "n", y = "f" } } }, 'class="missing">[c]</text>')
end)

check.test("a column of which all is missing takes the kind of its axis, and draws nothing", function()
  for _, csv in ipairs { "x,y,y2\n", "x,y,y2\n1,,\n", "x,y,y2\n1,2,\n", "x,y,y2\n,,\n" } do
    local block = block_of { table = lab.parse_csv(csv), layer = { { mark = "area", x = "x", y = "y", y2 = "y2" }, { mark = "rule", x = "x", y = "y", y2 = "y2" },
      { mark = "rect", x = "x", x2 = "y", y = "y", y2 = "y2" } } }
    check.lacks(chart_svg.draw(block, 350, "c"), 'class="r')
    check.truthy(#chart_text.lines(block, 80) > 0)
    check.truthy(#report.new({ title = "R", { title = "T", chart = true, table = lab.parse_csv(csv), layer = { { mark = "point", x = "x", y = "y" } } } }):render "vega-lite" > 0)
  end
end)

check.test("of many names along x those are written that have room", function()
  local t = { columns = { "name", "n" } }
  for i = 1, 43 do t[i] = { name = "Police force number " .. i, n = i } end
  for _, width in ipairs { 350, 760, 936 } do check.equal(boxes.faults(draw({ table = t, layer = { { mark = "point", x = "name", y = "n" } } }, width)), {}) end
end)

check.test("what a layer says is checked, and its place is named", function()
  local function fails(pattern, layer, more)
    local spec = { title = "T", table = sizes, layer = { layer } }
    for key, value in pairs(more or {}) do spec[key] = value end
    check.raises(pattern, chart.block, spec, "chart")
  end
  fails('layer 1: unknown mark "pont" of a layer; did you mean "point"', { mark = "pont", x = "size", y = "rate" })
  fails("layer 1: a point needs y", { mark = "point", x = "size" })
  fails('layer 1: y names a column "raet" that is not there; did you mean "rate"', { mark = "point", x = "size", y = "raet" })
  fails("a rule needs x or y", { mark = "rule" })
  fails("a rule at x and y needs its other end", { mark = "rule", x = "size", y = "rate" })
  fails("x2 or y2, not both", { mark = "rule", x = "size", x2 = "rate", y = "low", y2 = "high" })
  fails("takes one of field", { mark = "rule", x = { field = "size", datum = 3 } })
  fails('color is written as "#8c949a"', { mark = { type = "line", color = "grey" }, x = "size", y = "rate" })
  fails('y is nominal, and quantitative in a layer before it', nil, { layer = { { mark = "point", x = "size", y = "rate" }, { mark = "point", x = "size", y = "force" } } })
  fails("four can be told apart", nil, { table = lab.parse_csv("x,y,c\n1,1,a\n1,2,b\n1,3,c\n1,4,d\n1,5,e\n"), layer = { { mark = "point", x = "x", y = "y", color = "c" } } })
  fails("a chart of layers has no mark of its own", { mark = "point", x = "size", y = "rate" }, { mark = "bar" })
  fails("layer has no layers", nil, { layer = {} })
end)

-- --- words that do not touch --------------------------------------------------------------------------------------------------------

local state = 20240311
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

check.test("in random charts of layers no word touches another or leaves the drawing, at any width", function()
  for round = 1, 150 do
    local rows, named = { columns = { "name", "x", "y", "high", "who" } }, random(3) == 0
    for i = 1, 1 + random(40) do
      local y = random(100)
      rows[i] = { name = ("Area number %d"):rep(1 + random(2)):format(i, i), x = random(8) == 0 and 17 or random(1000), y = random(12) > 0 and y or nil,
        high = y + random(20), who = "Kind " .. random(4) }
    end
    local vertical = named and "name" or "y"
    local layers = { { mark = "point", x = "x", y = vertical, color = "who" }, { mark = "text", x = "x", y = vertical, text = "name" } }
    if not named then table.insert(layers, 1, { mark = "rule", x = "x", y = "y", y2 = "high" }) end
    local block = block_of { table = rows, layer = layers }
    for _, width in ipairs { 350, 660, 936 } do
      local faults = boxes.faults(chart_svg.draw(block, width, "c"))
      check.equal(faults, {})
    end
    for _, columns in ipairs { 80, 200 } do
      for _, line in ipairs(chart_text.lines(block, columns)) do check.truthy(width_of(line) <= columns, line) end
    end
  end
end)

check.test("crowded words give way, those of earlier rows stay", function()
  local rows = { columns = { "name", "x", "y" } }
  for i = 1, 30 do rows[i] = { name = "A long name of an area " .. i, x = 5 + i / 100, y = 5 } end
  rows[31] = { name = "far", x = 20, y = 20 }
  local svg = draw { table = rows, layer = { { mark = "point", x = "x", y = "y" }, { mark = "text", x = "x", y = "y", text = "name" } } }
  check.contains(svg, ">A long name of an area 1</text>")
  check.contains(svg, ">far</text>")
  check.truthy(count(svg, 'class="figure"') < 10)
end)

-- --- facets ---------------------------------------------------------------------------------------------------------------------------

local kinds = lab.parse_csv("year,type,people\n2019,Labour,10\n2020,Labour,20\n2021,Labour,30\n2019,Sexual,5\n2021,Sexual,9\n2019,Criminal,15\n2020,Criminal,40\n"
  .. "2021,Criminal,22\n2020,Domestic,[c]\n2021,Domestic,4\n2021,Unknown,1\n2020,Unknown,1\n", { markers = "gss" })

check.test("facets have a panel for each value, more than four too, on one scale and with all periods", function()
  local block = block_of { table = kinds, mark = "bar", x = "year", y = "people", facet = "type" }
  local svg = chart_svg.draw(block, 936, "c")
  local panels = {}
  for panel in svg:gmatch("<g transform.-</g>") do panels[#panels + 1] = panel end
  check.equal(#panels, 5)
  local bars = {}
  for i, panel in ipairs(panels) do
    for _, year in ipairs { 2019, 2020, 2021 } do check.contains(panel, ">" .. year .. "</text>") end
    check.contains(panel, ">40</text>")
    bars[i] = {}
    for height in panel:gmatch('<rect [^>]*height="([%d.]+)"') do table.insert(bars[i], tonumber(height)) end
  end
  check.equal({ #bars[1], #bars[2], #bars[3], #bars[4], #bars[5] }, { 3, 2, 3, 1, 2 })
  check.near(bars[3][2] / bars[1][2], 2, 0.01) -- 40 and 20, in two panels
  check.contains(panels[4], ">[c]</text>")
  check.lacks(panels[2], ">[x]</text>")
  for _, width in ipairs { 350, 660, 936 } do check.equal(boxes.faults(chart_svg.draw(block, width, "c")), {}) end
  check.equal(block.alt, "Bars of People, a panel for each of 5: Labour, Sexual, Criminal, Domestic, Unknown.")
end)

check.test("facets share their scale in letters, and each panel is a chart for Vega-Lite", function()
  local block = block_of { table = kinds, mark = "bar", x = "year", y = "people", facet = "type" }
  local lengths = {}
  for _, line in ipairs(chart_text.lines(block, 80)) do
    local bar, figure = line:match("^%d+  ([█▏▎▍▌▋▊▉]+) +(%d+)$")
    if figure then lengths[figure] = width_of(bar) end
  end
  check.equal(lengths["40"], 2 * lengths["20"])
  local r = report.new { title = "R", { chart = "line", table = kinds, x = "year", y = "people", facet = "type", title = "T" } }
  check.equal(count(r:render "vega-lite", '"description": "Lines of People by Year'), 5)
  check.contains(r:render "csv", "2020,Domestic,[c]")
end)

check.test("a facet that is no column, too many panels, and facets of layers are refused", function()
  check.raises('facet is the name of a column, and "tpye" is none; did you mean "type"', block_of, { table = kinds, mark = "bar", x = "year", y = "people", facet = "tpye" })
  check.raises('x names a column "yaer" that is not there; did you mean "year"', block_of, { table = kinds, mark = "bar", x = "yaer", y = "people", facet = "type" })
  check.raises("facet goes with one mark", block_of, { table = kinds, facet = "type", layer = { { mark = "point", x = "year", y = "people" } } })
  local t = { columns = { "year", "who", "n" } }
  for i = 1, 25 do t[i] = { year = 2020, who = "W" .. i, n = i } end
  check.raises("makes 25 panels", block_of, { table = t, mark = "bar", x = "year", y = "n", facet = "who" })
end)

-- --- ready-made charts --------------------------------------------------------------------------------------------------------------

local function one(r)
  for _, block in ipairs(r:document().blocks) do
    if block.kind == "chart" then return block end
  end
end

local counts = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\nAvon,12,160\nMet,290,500\nYork,1,260\nNone,,40\n")

check.test("r:funnel draws the limits of t:funnel's curve, and names the areas that lie beyond the inner ones, no others", function()
  local areas, curve = counts:funnel { of = "charged", per = "recorded", kind = "proportion", dispersion = "none" }
  local block = one(report.new({ title = "R" }):funnel(areas, { curve = curve, name = "force", title = "T" }))
  local svg = chart_svg.draw(block, 760, "c")
  local x, y = reader(svg)
  local lines = {}
  for d in svg:gmatch('<path d="([^"]*)"[^>]*class="thin"') do lines[#lines + 1] = d end
  check.equal(#lines, 4)
  local names = { "lower_95", "upper_95", "lower_99_8", "upper_99_8" }
  for i, d in ipairs(lines) do
    local row = 0
    for px, py in d:gmatch("[ML]([-%d.]+) ([-%d.]+)") do
      row = row + 1
      check.near(x(tonumber(px)), curve.recorded[row], 0.6)
      check.near(y(tonumber(py)), curve:col(names[i])[row], 0.2)
    end
    check.equal(row, #curve)
  end
  local beyond = {}
  for row in areas:rows() do
    local out = row.value and (row.value < row.lower_95 or row.value > row.upper_95)
    beyond[#beyond + 1] = out and row.force or nil
  end
  check.truthy(#beyond >= 2)
  for _, name in ipairs { "Kent", "Essex", "Surrey", "Avon", "Met", "York", "None" } do
    local is_beyond = false
    for _, other in ipairs(beyond) do is_beyond = is_beyond or other == name end
    check.equal(svg:find(">" .. name .. "</text>", 1, true) ~= nil, is_beyond)
  end
  check.equal(count(svg, "<circle"), 6)
  check.raises("curve is missing", function() report.new({ title = "R" }):funnel(areas, { name = "force", title = "T" }) end)
  check.raises('funnel has no column "value"', function() report.new({ title = "R" }):funnel(counts, { curve = curve, name = "force", title = "T" }) end)
end)

local rates = lab.parse_csv("force,rate,lower,upper\nKent,7,5,9\nEssex,30,20,41\nCity,,,\nSurrey,5,1,12\n")

check.test("r:dots ranks by the figure, the highest first, and puts those without one last", function()
  local block = one(report.new({ title = "R" }):dots(rates, { name = "force", value = "rate", lower = "lower", upper = "upper", target = 9, title = "T" }))
  local names = {}
  for words in chart_svg.draw(block, 760, "c"):gmatch('class="label">(%a+)</text>') do names[#names + 1] = words end
  check.equal(names, { "Essex", "Kent", "Surrey", "City" })
  local text = table.concat(chart_text.lines(block, 80), "\n")
  check.contains(text, "30 (20 to 41)")
  check.truthy(text:find("City%s.*%[x%]") ~= nil, text)
  check.raises("both lower and upper", function() report.new({ title = "R" }):dots(rates, { name = "force", value = "rate", lower = "lower", title = "T" }) end)
end)

check.test("r:bounds has a stroke at both ends and nothing between them", function()
  local block = one(report.new({ title = "R" }):bounds(rates, { name = "force", lower = "lower", upper = "upper", title = "T" }))
  local svg = chart_svg.draw(block, 760, "c")
  check.equal({ count(svg, 'class="rule"'), count(svg, 'class="line"'), count(svg, "<circle"), count(svg, 'class="missing"') }, { 3, 6, 0, 1 })
end)

local requests = lab.parse_csv("body,sent,due,answered\nAlpha,2019-01-07,2019-02-04,2019-01-30\nBeta,2019-01-07,2019-02-04,2019-02-20\nGamma,2019-01-08,2019-02-05,\n")

check.test("r:timeline has a lane for each request; silence has no dot, and its line runs dashed to as_of", function()
  local block = one(report.new({ title = "R" }):timeline(requests, { name = "body", sent = "sent", due = "due", answered = "answered", as_of = "2019-02-28", title = "T" }))
  local svg = chart_svg.draw(block, 760, "c")
  check.equal({ count(svg, "<circle"), count(svg, "stroke-dasharray"), count(svg, 'class="line"') }, { 2, 1, 3 })
  for _, words in ipairs { ">23 days<", ">44 days<", ">no answer<" } do check.contains(svg, words) end
  -- Alpha: 23 of the 52 days from the first request to as_of.
  local x1, x2 = svg:match('<line x1="([%d.]+)" y1="[%d.]+" x2="([%d.]+)"[^>]*class="rule"')
  local far = svg:match('x2="([%d.]+)"[^>]*stroke%-dasharray')
  check.near((tonumber(x2) - tonumber(x1)) / (tonumber(far) - tonumber(x1)), 23 / 52, 0.002)
end)

local people = lab.parse_csv("force,year,people\nKent,2019,10\nKent,2021,40\nEssex,2019,22\nEssex,2021,24\nSurrey,2019,21\nSurrey,2021,23\nAvon,2019,30\n")

check.test("r:slope names each end of two periods, and the lines that stand out are not grey", function()
  local function slope(options)
    local spec = { name = "force", period = "year", value = "people", title = "T" }
    for key, value in pairs(options or {}) do spec[key] = value end
    return one(report.new({ title = "R" }):slope(people, spec))
  end
  local svg = chart_svg.draw(slope { named = "Kent" }, 760, "c")
  check.equal({ count(svg, 'class="thin"'), count(svg, 'class="line"') }, { 2, 1 })
  check.contains(svg, ">Kent 40</text>")
  check.lacks(svg, ">Avon") -- it has no figure of 2021, and a dot of 2019
  check.equal(count(svg, "<circle"), 7 + 1)
  check.equal(boxes.faults(svg), {})
  check.raises('"%a+" has more than one figure of 2019', function()
    report.new({ title = "R" }):slope(people:append(people), { name = "force", period = "year", value = "people", title = "T" })
  end)
  check.raises('named: column "force" holds no "Kentt"', slope, { named = { "Kentt" } })
  check.raises("from one period to another, and column .people. holds 7", slope, { period = "people" })
end)

check.test("r:steps tells its lines apart by their strokes too", function()
  local t = lab.parse_csv("days,waiting,kind\n0,10,a\n3,8,a\n0,10,b\n5,9,b\n")
  local svg = chart_svg.draw(one(report.new({ title = "R" }):steps(t, { x = "days", y = "waiting", color = "kind", title = "T" })), 760, "c")
  check.equal({ count(svg, 'class="line"'), count(svg, 'stroke-dasharray="8 5"') }, { 4, 2 }) -- in the plot and in the key
end)

check.test("r:vintages shows of each period what was said first and last, and what lay between", function()
  local t = lab.parse_csv("quarter,people,released\n2022 Q1,110,2022-11-01\n2022 Q1,100,2022-05-01\n2022 Q1,120,2022-08-01\n2022 Q2,90,2022-08-01\n2022 Q2,95,2022-11-01\n2022 Q2,,2023-02-01\n")
  local block = one(report.new({ title = "R" }):vintages(t, { period = "quarter", value = "people", title = "T" }))
  local shown = {}
  for i, column in ipairs(block.table.columns) do shown[i] = ("%s %s %s"):format(column.name, column.shown[1], column.shown[2]) end
  check.equal(shown, { "quarter 2022 Q1 2022 Q2", "first 100 90", "latest 110 95", "lowest 100 90", "highest 120 95", "releases 3 2" })
  local svg = chart_svg.draw(block, 760, "c")
  check.equal({ count(svg, 'class="rule"'), count(svg, "<circle") }, { 2, 2 + 1 })
  local twice = lab.parse_csv("quarter,force,people,released\n2022 Q1,a,1,2022-11-01\n2022 Q1,b,2,2022-11-01\n")
  check.raises("1 releases say more than one figure", function() report.new({ title = "R" }):vintages(twice, { period = "quarter", value = "people", title = "T" }) end)
end)

check.test("two requests do not share a lane", function()
  check.raises('"Alpha" has more than one request', function()
    report.new({ title = "R" }):timeline(requests:append(requests), { name = "body", sent = "sent", due = "due", answered = "answered", title = "T" })
  end)
end)

check.test("ready-made charts have words that do not touch, and are written in every format", function()
  local areas, curve = counts:funnel { of = "charged", per = "recorded", kind = "proportion", dispersion = "none" }
  local r = report.new { title = "R" }
  r:funnel(areas, { curve = curve, name = "force", title = "A" })
  r:dots(rates, { name = "force", value = "rate", title = "B" })
  r:bounds(rates, { name = "force", lower = "lower", upper = "upper", title = "C" })
  r:timeline(requests, { name = "body", sent = "sent", due = "due", answered = "answered", title = "D" })
  r:slope(people, { name = "force", period = "year", value = "people", title = "E" })
  r:steps(people:filter("force == 'Kent'"), { x = "year", y = "people", title = "F" })
  local charts = 0
  for _, block in ipairs(r:document().blocks) do
    charts = charts + 1
    for _, width in ipairs { 350, 760, 936 } do check.equal(boxes.faults(chart_svg.draw(block, width, "c")), {}) end
    check.truthy(#block.alt > 20, block.alt)
  end
  check.equal(charts, 6)
  for _, name in ipairs { "text", "markdown", "html", "csv", "json", "vega-lite" } do
    local first = r:render(name)
    check.truthy(#first > 100)
    check.equal(first, r:render(name))
  end
end)

check.test("vega-lite gets the layers in their order, with the same scales", function()
  local r = report.new { title = "R", { title = "T", table = sizes, chart = true, layer = { { mark = "rule", y = { datum = 9 } }, { mark = "point", x = "size", y = "rate" } } } }
  local made = r:render "vega-lite"
  check.truthy(made:find('"type": "rule".-"type": "point"') ~= nil, made)
  check.contains(made, '"domain": [0, 400]')
  check.contains(made, '"y": 9')
end)

check.test("svg alone holds the chart that is named, and lists them when none is", function()
  local r = report.new { title = "R" }
  r:dots(rates, { name = "force", value = "rate", title = "First" })
  r:dots(rates, { name = "force", value = "lower", title = "Second <&>" })
  check.raises("2 charts; say which one:\n  %-%-chart 1  First\n  %-%-chart 2  Second", function() r:render "svg" end)
  check.raises("no chart 3", function() r:render("svg", { chart = 3 }) end)
  local drawing = r:render("svg", { chart = 2 })
  check.contains(drawing, ">Second &lt;&amp;&gt;</text>")
  check.lacks(drawing, ">First</text>")
  check.lacks(drawing, "var(")
  check.equal({ count(drawing, "<svg"), count(drawing, "</svg>") }, { 2, 2 })
  check.raises("has no chart to draw", function() report.new({ title = "R", "Words" }):render "svg" end)
end)

check.run()
