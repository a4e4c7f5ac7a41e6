package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local chart = require "lib.chart.chart"
local chart_text = require "lib.chart.chart_text"

local rows = {
  { year = 2019, age = "Adults", n = 12 }, { year = 2019, age = "Children", n = 5 },
  { year = 2021, age = "Adults", n = 31 }, { year = 2021, age = "Children" },
}

-- A chart of the rows above, changed as the test wants; false takes a key away.
local function spec(changes)
  local s = { title = "T", alt = "A", mark = "line", table = rows, x = "year", y = "n", color = "age" }
  for key, value in pairs(changes or {}) do s[key] = value end
  for key, value in pairs(s) do
    if value == false then s[key] = nil end
  end
  return s
end

local function block(changes)
  return chart.block(spec(changes), "chart")
end

check.test("a missing period is a slot without a point, and a missing value a point without a value", function()
  local model = chart.model(block())
  check.equal(model.axis.labels, { "2019", "2020", "2021" })
  check.equal(chart.point(model.series[1], 2), nil)
  check.equal(chart.point(model.series[2], 3), { row = 4, shown = "[x]" })
  check.equal({ model.value.low, model.value.high }, { 5, 31 })
end)

check.test("coloured bars are stacked, and beside each other with an offset", function()
  check.equal(chart.model(block { mark = "bar" }).layout, "stacked")
  check.equal(chart.model(block { mark = "bar" }).value.high, 31)
  check.equal(chart.model(block { mark = "bar", xOffset = "age", color = false }).layout, "grouped")
end)

check.test("a quantity on x lays bars on their side, in the order of the table", function()
  local b = chart.block({ title = "T", alt = "A", mark = "bar", x = "n", y = "force", table = { { force = "Kent", n = 2 }, { force = "Avon", n = 9 } } }, "chart")
  local model = chart.model(b)
  check.equal({ model.horizontal, model.axis.labels }, { true, { "Kent", "Avon" } })
end)

check.test("years are periods, other numbers quantities and the rest names", function()
  local b = block()
  check.equal({ b.encoding.x.type, b.encoding.y.type, b.encoding.color.type }, { "temporal", "quantitative", "nominal" })
end)

check.test("the table of a chart has what it draws and no more, in reading order", function()
  local names = {}
  for i, column in ipairs(block { y = { field = "n", title = "People" } }.table.columns) do names[i] = column.name .. "=" .. column.title end
  check.equal(names, { "year=Year", "age=Age", "n=People" })
end)

check.test("a field that the first row lacks is found in the others", function()
  local b = chart.block({ title = "T", alt = "A", mark = "bar", x = "year", y = "n", table = { { year = 2022 }, { year = 2023, n = 4 } } }, "chart")
  check.equal(b.table.columns[2].shown, { "[x]", "4" })
end)

check.test("an interval has the decimals and the reason of its figure", function()
  local b = chart.block({ title = "T", alt = "A", mark = "point", x = { field = "v", lower = "l", upper = "u" }, y = "f",
    table = { { f = "a", v = 6.9, l = 1.913, u = 21.97 }, { f = "b", v = "[z]" } } }, "chart")
  check.equal(b.table.columns[3].shown, { "1.9", "[z]" })
  check.equal(chart.point(chart.model(b).series[1], 1).interval, "1.9 to 22.0")
end)

check.test("what a chart lacks is said with what to do", function()
  check.raises("a chart needs a title", block, { title = false })
  check.raises("a chart needs an alt: a text that says in words", block, { alt = " " })
  check.raises('unknown mark "arc"; marks are area, bar, errorbar, line, point', block, { mark = "arc" })
  check.raises("needs an x and a y", block, { x = false })
  check.raises('encoding.x.field names a column "yaer" that is not there; did you mean "year"%?', block, { x = "yaer" })
  check.raises('unknown key "feild"; did you mean "field"', block, { x = { feild = "year" } })
  check.raises("aggregate is not worked out by a chart; do it on the table first", block, { y = { field = "n", aggregate = "sum" } })
  check.raises("an interval needs both lower and upper", block, { y = { field = "n", lower = "n" } })
  check.raises("neither x %(\"age\"%) nor y %(\"age\"%) is a quantity", block, { x = "age", y = "age", color = false })
  check.raises('is quantitative, but column "age" holds text %("Adults"%)', block, { x = { field = "age", type = "quantitative" } })
  check.raises('is temporal, but "Adults" in column "age" is no year, quarter, month or date', block, { x = { field = "age", type = "temporal" } })
  check.raises("lines run along x", block, { x = "n", y = "age", color = false })
end)

check.test("five series are an error that names them", function()
  local many = {}
  for i = 1, 5 do many[i] = { year = 2020, force = "Force " .. i, n = i } end
  local message = check.raises('column "force" makes 5 series', block, { table = many, color = "force" })
  check.contains(message, "Force 1, Force 2, Force 3, Force 4, Force 5")
  check.contains(message, "filter the table")
end)

check.test("two rows for one bar are an error, not a bar over a bar", function()
  check.raises('two rows for year "2019"', block, { color = false })
end)

check.test("a chart of no rows is no error and says so", function()
  local b = chart.block({ title = "T", alt = "A", mark = "bar", x = "year", y = "n", table = { columns = { "year", "n" } } }, "chart")
  check.equal(chart_text.lines(b, 60), { "No figures to draw." })
end)

check.test("what is no number has no place on a chart and is counted", function()
  local odd = { { n = 1, m = 1 }, { n = 0 / 0, m = 2 }, { n = math.huge, m = 3 }, { n = 2, m = -math.huge } }
  local model = chart.model(chart.block({ title = "T", alt = "A", mark = "point", x = "n", y = "m", table = { columns = { "n", "m" }, table.unpack(odd) } }, "chart"))
  check.equal({ model.skipped, #model.axis.labels, model.value.low, model.value.high }, { 2, 2, 1, 1 })
end)

check.test("sparklines leave a hole where a period is missing", function()
  local lines = chart_text.lines(block { color = false, table = { { year = 2019, n = 1 }, { year = 2021, n = 8 } } }, 60)
  check.contains(lines[2], "1 ▂ █ 8")
end)

check.test("bars start from zero on both sides of it", function()
  local lines = chart_text.lines(chart.block({ title = "T", alt = "A", mark = "bar", x = "n", y = "f",
    table = { { f = "up", n = 10 }, { f = "down", n = -10 }, { f = "none", n = 0 } } }, "chart"), 40)
  local up, down = lines[2]:find("█"), lines[3]:find("█")
  check.truthy(up > down, "the bar of a positive value stands right of that of a negative one")
  check.lacks(lines[4], "█")
end)

check.test("no line of a chart is wider than the page", function()
  local width = require "lib.base.width"
  for _, columns in ipairs { 40, 80 } do
    for _, mark in ipairs { "bar", "line", "point" } do
      for _, line in ipairs(chart_text.lines(block { mark = mark }, columns)) do
        check.truthy(width.of(line) <= columns, mark .. " at " .. columns .. ": " .. line)
      end
    end
  end
end)

check.test("a chart without an alt says in words what is drawn", function()
  local spec = { title = "T", mark = "bar", x = "year", y = "n",
    table = { columns = { "year", "n" }, { year = 2022, n = 16921 }, { year = 2023, n = { 17004, "[p]" } } } }
  check.equal(chart.block(spec, "chart").alt, "Bars of N by Year: 16,921 in 2022, 17,004 [p] in 2023.")
  spec.mark, spec.color = "line", "age"
  spec.table = { { year = 2022, n = 1, age = "child" }, { year = 2022, n = 2, age = "adult" } }
  check.equal(chart.block(spec, "chart").alt, "Lines of N by Year, for each Age.")
end)

check.test("of two columns of numbers, bars are laid along the one that rises from row to row", function()
  local ages = { columns = { "age", "n" }, { age = 16, n = 3 }, { age = 17, n = 5 }, { age = 19, n = 1 } }
  local function along(x, y) return chart.block({ title = "T", mark = "bar", x = x, y = y, table = ages }, "chart").along end
  check.equal({ along("age", "n"), along("n", "age") }, { "x", "y" })
  check.equal(chart.block({ title = "T", mark = "point", x = "n", y = "age", table = ages }, "chart").along, "x")
end)

check.test("what is as long as its figure begins at zero, whatever the author says", function()
  check.raises("bars are as long as their figures, so that scale.domain must hold zero", block,
    { mark = "bar", y = { field = "n", scale = { domain = { 5, 40 } } } })
  check.equal(chart.model(block { mark = "bar", y = { field = "n", scale = { zero = false } } }).value.zero, true)
  check.equal(chart.model(block { mark = "line", y = { field = "n", scale = { zero = false } } }).value.zero, false)
end)

local bounds = { { q = "asked", least = 5.1, most = 30.8 }, { q = "answered", least = 12, most = 14.5 }, { q = "unknown", least = 3 } }

check.test("an interval whose ends have changed places is an error that names the row", function()
  local t = lab.table { columns = { "f", "n", "low", "high" }, { "a", 5, 3, 7 }, { "b", 3, 4, 2 } }
  check.raises('row 2: the interval goes from 4 %("low"%) to 2 %("high"%): lower and upper have changed places', chart.block,
    { title = "T", mark = "bar", x = "f", y = { field = "n", lower = "low", upper = "high" }, table = t }, "chart")
end)

check.test("an errorbar is an interval without a figure in its middle", function()
  local b = chart.block({ title = "T", mark = "errorbar", y = "q", x = { lower = "least", upper = "most", title = "Share" }, table = bounds }, "chart")
  check.equal(b.alt, "Intervals of Share by Q: 5.1 to 30.8 in asked, [x] in unknown.")
  local lines = chart_text.lines(b, 60)
  check.contains(lines[2], "5.1 to 30.8")
  check.contains(lines[2], "├─")
  check.lacks(lines[2], "●")
  check.contains(lines[4], "[x]")
  check.raises("an errorbar is drawn from a lower to an upper end: x = { lower = ..., upper = ... }", chart.block,
    { title = "T", mark = "errorbar", y = "q", x = "least", table = bounds }, "chart")
  check.raises("encoding.x needs a field", chart.block,
    { title = "T", mark = "point", y = "q", x = { lower = "least", upper = "most" }, table = bounds }, "chart")
end)

check.test("lines and areas show their intervals in letters, too", function()
  local months = { columns = { "month", "n", "low", "high" } }
  for i = 0, 70 do months[i + 1] = { month = ("%d-%02d"):format(2019 + i // 12, i % 12 + 1), n = 50 + i, low = 40 + i, high = 70 + i } end
  for _, mark in ipairs { "line", "area" } do
    local b = chart.block({ title = "T", mark = mark, x = "year", y = { field = "n", lower = "low", upper = "high" },
      table = lab.parse_csv("year,n,low,high\n2019,5,3,8\n2020,6,4,9\n") }, "chart")
    check.contains(chart_text.lines(b, 60)[2], "┤")
    check.contains(chart_text.lines(b, 60)[2], "5 (3 to 8)")
    b = chart.block({ title = "T", mark = mark, x = "month", y = { field = "n", lower = "low", upper = "high" }, table = months }, "chart")
    check.contains(table.concat(chart_text.lines(b, 100)), "lowest 50 (40 to 70, Jan 2019)")
  end
end)

check.test("ticks are the numbers that are meant", function()
  check.equal(require("lib.chart.axis").linear(0, 1, {}).ticks, { 0.0, 0.2, 0.4, 0.6, 0.8, 1.0 })
end)

check.test("no file but a mark's own asks which mark a chart has", function()
  local function look(folder)
    for _, name in ipairs(lab.list_folder(folder)) do
      local path = folder .. "/" .. name
      if lab.path_kind(path) == "folder" then
        if name ~= "marks" then look(path) end
      else
        for _, mark in ipairs(chart.marks.names()) do
          check.lacks(lab.read_file(path), ('mark == "%s"'):format(mark))
          check.lacks(lab.read_file(path), ('mark ~= "%s"'):format(mark))
        end
      end
    end
  end
  look("scripts/lib")
  look("scripts/formats")
end)

check.run()
