-- vega_charts.lua - writes charts of all shapes for tests/node/charts.js: each as a Vega-Lite specification and as our drawing.
--
--     slavelab tests/support/vega_charts.lua CHARTS.json
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local chart = require "lib.chart.chart"
local chart_svg = require "lib.chart.chart_svg"
local format = require "lib.report.format"
local shipped_reports = require "support.shipped_reports"

local vega_lite = format.load("scripts/formats/vega-lite.lua")
local charts = {}

local function text_of(document)
  return format.render(vega_lite, document)
end

-- Our drawing, as wide as it takes for a plot of 640 units: then both have room for the same labels.
local function drawing_of(block)
  local width, svg = 720, nil
  for _ = 1, 4 do
    svg = chart_svg.draw(block, width, "c")
    local left, right = svg:match('<line x1="([%d.]+)" y1="[%d.]+" x2="([%d.]+)" y2="[%d.]+" class="[gb][ra][is][de]"')
    if not left or left == right then return svg end
    width = width + 640 - (right - left)
  end
  return svg
end

local function add(name, block)
  if block.layer or block.panels then -- what is asked is that they are valid, and that Vega-Lite takes them without a warning
    charts[#charts + 1] = { name = name, specification = text_of { title = name, blocks = { block }, methods = {} } }
    return
  end
  local model = chart.model(block)
  charts[#charts + 1] = { name = name, specification = text_of { title = name, blocks = { block }, methods = {} }, drawing = drawing_of(block),
    upright = not model.horizontal, beside = #model.series > 1 and model.layout ~= "stacked" and model.drawing.bands ~= nil }
end

local function try(name, csv, spec, options)
  spec.title, spec.table = spec.title or name, type(csv) == "string" and lab.parse_csv(csv, options) or csv
  add(name, chart.block(spec, name))
end

-- Every chart of the documents that formats are tested with, and those documents whole.
for _, name in ipairs { "referrals", "empty" } do
  local document = dofile("tests/golden/documents/" .. name .. ".lua"):document()
  for i, block in ipairs(document.blocks) do
    if block.kind == "chart" and block.table.rows > 0 then add(("%s, block %d"):format(name, i), block) end
  end
end

local of_reports = 0
shipped_reports.each(function(shipped)
  for i, block in ipairs(shipped:document().blocks) do
    if block.kind == "chart" then
      add(("%s, block %d"):format(tostring(shipped), i), block)
      of_reports = of_reports + 1
    end
  end
end)
assert(of_reports > 0, "no report that is shipped has a chart")

-- What is easily drawn otherwise.
try("a bar without a category", "force,n\nKent,3\nEssex,5\n,7\n", { mark = "bar", x = "force", y = "n" })
try("a series without a name", "year,who,n\n2020,a,3\n2020,,5\n2021,a,1\n2021,,2\n", { mark = "bar", x = "year", y = "n", color = "who" })
try("bars and an axis that need not hold zero", "force,n\nKent,1000\nEssex,1001\n",
  { mark = "bar", x = "force", y = { field = "n", scale = { zero = false } } })
try("points and an axis that need not hold zero", "force,n\nKent,1000\nEssex,1001\n",
  { mark = "point", x = "force", y = { field = "n", scale = { zero = false } } })
try("small counts", "force,n\nKent,1\nEssex,3\n", { mark = "bar", x = "force", y = "n" })
try("a line over financial years", "year,n\n2017/18,1\n2018/19,2\n2019/20,5\n", { mark = "line", x = "year", y = "n" })
try("bars over financial years with a hole", "year,n\n2017/18,1\n2018/19,2\n2020/21,5\n", { mark = "bar", x = "year", y = "n" })
for _, name in ipairs { "women's refuge", 'the "refuge"', "refuge.name", "refuge[1]", "back\\slash", "ends in \\", "per\n100,000", "a'b\"c.d[e]" } do
  for _, mark in ipairs(chart.marks.names()) do
    if mark ~= "area" and mark ~= "errorbar" then
      local columns = { columns = { name, "n" }, { [name] = "a", n = 1 }, { [name] = "b", n = 2 } }
      try(("%s over a column called %s"):format(mark, name), columns, { mark = mark, x = name, y = "n" })
      columns = { columns = { "y", name, "who's" }, { y = "a", [name] = 1, ["who's"] = "it's" }, { y = "b", [name] = 2, ["who's"] = "it's" } }
      try(("%s of a column called %s"):format(mark, name), columns, { mark = mark, x = "y", y = name, color = "who's" })
    end
  end
end
try("bars over ages, the count called x", "age,n\n16,3\n17,5\n19,1\n", { mark = "bar", x = "n", y = "age" })
try("bars over ages", "age,n\n16,3\n17,5\n19,1\n", { mark = "bar", x = "age", y = "n" })
try("bars over numbers with separators", "people,n\n1051,3\n2054,5\n12066,1\n", { mark = "bar", x = { field = "people", type = "ordinal" }, y = "n" })
try("a line over numbers", "dose,n\n0.5,3\n1.5,5\n4,1\n", { mark = "line", x = "dose", y = "n" })
try("a cloud of points", "a,b\n1.5,3\n2.5,5\n4,1\n4,2\n", { mark = "point", x = "a", y = "b" })
try("quarters", "q,n\n2021 Q1,3\n2021 Q2,5\n2021 Q3,1\n2022 Q1,2\n", { mark = "line", x = "q", y = "n" })
try("bars over quarters", "q,n\n2021 Q1,3\n2021 Q2,5\n2021 Q3,1\n2022 Q1,2\n", { mark = "bar", x = "q", y = "n" })
try("days", "day,n\n2021-03-01,3\n2021-03-02,5\n2021-03-05,1\n", { mark = "line", x = "day", y = "n" })
for _, mark in ipairs { "line", "bar" } do
  local ends = "period_end,offences\n2019-03-31,10\n2020-03-31,30\n2022-03-31,90\n2023-03-31,100\n"
  try(mark .. " over ends of years with a hole", ends, { mark = mark, x = "period_end", y = "offences" })
  try(mark .. " over ends of months with holes", "day,n\n2019-11-30,3\n2019-12-31,5\n2020-02-29,1\n2020-03-31,2\n2020-07-31,2\n",
    { mark = mark, x = "day", y = "n" })
  try(mark .. " over years two apart", "year,n\n2010,3\n2012,5\n2014,1\n", { mark = mark, x = "year", y = "n" })
end
try("years ending in March", "y,n\nyear ending 2019-03,3\nyear ending 2020-03,5\nyear ending 2021-03,9\n", { mark = "line", x = "y", y = "n" })
do
  local months = { columns = { "month", "n" } }
  for i = 0, 47 do months[#months + 1] = { month = ("%d-%02d"):format(2019 + i // 12, i % 12 + 1), n = 100 + i * 7 % 31 } end
  try("four years of months", months, { mark = "bar", x = "month", y = "n" })
  try("a line over four years of months", months, { mark = "area", x = "month", y = "n" })
end
try("below zero", "f,n\nup,10\ndown,-12.5\nnone,0\n", { mark = "bar", x = "f", y = "n" })
try("below zero, lying", "f,n\nup,10\ndown,-12.5\nnone,0\n", { mark = "bar", y = "f", x = "n" })
try("stacks on both sides of zero", "f,s,n\na,p,10\na,q,-4\nb,p,3\nb,q,-8\n", { mark = "bar", x = "f", y = "n", color = "s" })
try("bars beside each other", "f,s,n\na,p,10\na,q,4\nb,p,3\nb,q,8\n", { mark = "bar", x = "f", y = "n", xOffset = "s" })
try("areas on each other with a hole", "y,s,n\n2019,p,10\n2019,q,4\n2020,p,3\n2020,q,8\n2022,p,1\n2022,q,2\n2023,p,3\n2023,q,4\n",
  { mark = "area", x = "y", y = "n", color = "s" })
local bounds = "y,n,low,high\n2019,5,3,8\n2020,6,4,9\n2021,7,6,8\n"
for _, mark in ipairs(chart.marks.names()) do
  try(mark .. " with intervals", bounds, { mark = mark, x = "y", y = { field = "n", lower = "low", upper = "high" } })
end
try("areas of which some have no width", "y,s,n\n2018,a,4\n2019,a,5\n2021,a,6\n2021,b,2\n2023,a,7\n2024,a,8\n2024,b,1\n",
  { mark = "area", x = "y", y = "n", color = "s" })
for _, mark in ipairs { "line", "area" } do
  local holes = "y,n,low,high\n2018,4,2,7\n2019,5,3,8\n2020,6,,\n2021,7,6,8\n2023,4,3,9\n2024,5,,\n2026,8,6,9\n"
  try(mark .. " whose figures do not all have intervals", holes, { mark = mark, x = "y", y = { field = "n", lower = "low", upper = "high" } })
  try(mark .. "s with intervals", "y,s,n,low,high\n2019,p,5,3,8\n2020,p,6,4,9\n2019,q,15,13,18\n2020,q,16,14,19\n",
    { mark = mark, x = "y", y = { field = "n", lower = "low", upper = "high" }, color = "s" })
end
try("bounds that lie", "q,least,most\nasked,5.1,30.8\nanswered,12,14.5\nunknown,,\n", { mark = "errorbar", y = "q", x = { lower = "least", upper = "most" } })
try("an axis that is cut", "f,n\na,103\nb,117\n", { mark = "point", x = "f", y = { field = "n", scale = { domain = { 100, 120 } } } })
do
  local forces = { columns = { "force", "n" } }
  for i = 1, 20 do forces[i] = { force = "Police force " .. i, n = i } end
  try("names that do not fit under bars", forces, { mark = "bar", x = "force", y = "n" })
end

-- Charts of layers: every mark, names, quantities and periods along both axes, figures missing.
do
  local t = lab.parse_csv("force,n,rate,low,high,day,until\nKent,10,7,5,9,2019-01-07,2019-02-04\nEssex,20,15,11,18,2019-01-08,\nCity,30,,,,2019-03-01,2019-03-09\n")
  local function layers(name, spec)
    spec.title, spec.table = name, t
    add(name, chart.block(spec, name))
  end
  layers("layers of quantities", { x = "n", y = "rate", layer = { { mark = "area", y = "low", y2 = "high" }, { mark = "rule", y = { datum = 9 } },
    { mark = { type = "line", interpolate = "step-after", strokeDash = { 2, 2 }, color = "#5a6268" } }, { mark = "point", color = "force" }, { mark = "text", text = "force" } } })
  layers("layers of names", { layer = { { mark = "rule", x = "low", x2 = "high", y = "force" }, { mark = "tick", x = "rate", y = "force" },
    { mark = "rect", x = "low", x2 = "high", y = "force" } } })
  layers("layers of days", { layer = { { mark = "rule", x = "day", x2 = "until", y = "force" }, { mark = "rule", x = "day", x2 = { datum = "2019-03-31" }, y = "force" },
    { mark = "rule", x = { datum = "2019-02-01" } }, { mark = "tick", x = "day", y = "force", color = { datum = "Sent" } }, { mark = "point", x = "until", y = "force" } } })
  layers("lines told apart", { x = "n", y = "rate", color = "force", layer = { { mark = "line" }, { mark = "line", color = { datum = "All" } } } })
  add("small multiples", chart.block({ title = "T", table = t, mark = "bar", x = "n", y = "rate", facet = "force" }, "small multiples"))
end

-- Charts of random figures, with figures missing.
local state = 20240307
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end
local names = chart.marks.names()
for round = 1, 120 do
  local mark = names[random(#names) + 1]
  local series, slots, scale = random(4) + 1, random(9) + 2, ({ 1, 0.01, 1e6, 0.3 })[random(4) + 1]
  local t = { columns = { "at", "who", "n", "low", "high" } }
  for slot = 1, slots do
    for s = 1, series do
      local n = (random(200) - (mark == "area" and 0 or 60)) * scale
      local what = slot == 1 and 9 or random(10)
      if what > 1 then
        t[#t + 1] = { at = ({ 2000 + slot, "N" .. slot, ("%d/%02d"):format(2000 + slot, slot + 1) })[round % 3 + 1], who = "S" .. s,
          n = what > 2 and n or "[c]", low = what > 2 and n - scale or nil, high = what > 2 and n + scale * 2 or nil }
      end
    end
  end
  local interval = mark == "errorbar" or (series == 1 and random(3) == 0)
  try(("random chart %d, a %s"):format(round, mark), t, { mark = mark, x = "at", color = series > 1 and "who" or nil,
    y = interval and { field = "n", lower = "low", upper = "high" } or "n" })
end

-- The expected files themselves, which hold several charts each, and a report of them all.
for _, file in ipairs { "referrals.vl.json", "empty.vl.json" } do
  charts[#charts + 1] = { name = file, specification = lab.read_file("tests/golden/" .. file) }
end

local parts = {}
for i, one in ipairs(charts) do
  parts[i] = ('{"name": %s, "upright": %s, "beside": %s, "specification": %s%s}'):format(lab.json_encode(one.name), one.upright == true,
    one.beside == true, one.specification, one.drawing and ', "drawing": ' .. lab.json_encode(one.drawing) or "")
end
lab.write_file(arg[1], "[" .. table.concat(parts, ",\n") .. "]\n")
