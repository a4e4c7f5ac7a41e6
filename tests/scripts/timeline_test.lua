-- One timeline for all: where a period is missing, verbs find no period before, lines break, bars leave their place empty.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local chart = require "lib.chart.chart"
local chart_svg = require "lib.chart.chart_svg"
local chart_text = require "lib.chart.chart_text"
local check = require "support.check"
local format = require "lib.report.format"
local notice = require "lib.base.notice"

local vega_lite = format.load("scripts/formats/vega-lite.lua")

local function block_of(t, mark)
  return chart.block({ table = t, mark = mark, x = { field = "at", type = "temporal" }, y = "n", title = "T" }, "test")
end

-- What each reader of a timeline knows: joined[i], whether the i-th of the periods that are there, in order of time, follows its
-- neighbour.
local readers = {}

local function by_time(t, order, name)
  local joined, column = {}, t:col(name)
  for i, row in ipairs(order) do joined[i] = column[row] ~= nil end
  return joined
end

function readers.change(t, order) return by_time(t:change { of = "n", over = "at", kind = "absolute" }, order, "change") end
function readers.lag(t, order) return by_time(t:lag { of = "n", over = "at" }, order, "lag") end
function readers.roll(t, order) return by_time(t:roll { of = "n", over = "at", n = 2 }, order, "roll") end

-- A period takes part in the running total of the one before as long as nothing is missing.
function readers.cumulate(t, order)
  local sums, joined = t:cumulate { of = "n", over = "at" }, {}
  for i, row in ipairs(order) do
    if sums:col("cumulated")[row] == nil then break end
    joined[i] = i > 1
  end
  return joined
end

function readers.svg_line(t)
  local svg = chart_svg.draw(block_of(t, "line"), 900, "c")
  local at, joined, xs = {}, {}, {}
  for x in svg:gmatch('<circle cx="([%d.]+)"') do xs[#xs + 1] = tonumber(x) end
  table.sort(xs)
  for i, x in ipairs(xs) do at[x], joined[i] = i, false end
  for d in svg:gmatch('<path d="([^"]*)"[^>]*class="line"') do
    local last
    for x in d:gmatch("[ML]([%d.]+) ") do
      local i = at[tonumber(x)]
      if last then
        check.equal(i, last + 1, "a line goes from a period to the next one")
        joined[i] = true
      end
      last = i
    end
  end
  return joined
end

-- Bars side by side are a band apart; `order` has at least one such pair.
function readers.svg_bars(t)
  local svg, xs, joined = chart_svg.draw(block_of(t, "bar"), 900, "c"), {}, { false }
  for x in svg:gmatch('<rect x="([%d.]+)"') do xs[#xs + 1] = tonumber(x) end
  table.sort(xs)
  local band = math.huge
  for i = 2, #xs do band = math.min(band, xs[i] - xs[i - 1]) end
  for i = 2, #xs do joined[i] = xs[i] - xs[i - 1] < 1.5 * band end
  return joined
end

function readers.text(t)
  local joined, before = {}, false
  for n, line in ipairs(chart_text.lines(block_of(t, "bar"), 100)) do
    if n > 1 then
      local there = not line:find("no figure", 1, true)
      if there then joined[#joined + 1] = before end
      before = there
    end
  end
  return joined
end

function readers.vega_lite(t)
  local data = lab.json_decode(format.render(vega_lite, { title = "T", blocks = { block_of(t, "line") }, methods = {} })).data
  local rows, joined, before = {}, {}, false
  for i, row in ipairs(data.values) do rows[i] = row end
  table.sort(rows, function(a, b) return tostring(a.at) < tostring(b.at) end)
  for _, row in ipairs(rows) do
    local there = math.type(row.n) ~= nil
    if there then joined[#joined + 1] = before end
    before = there
  end
  return joined
end

local month_names = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December" }
local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function month_end(month)
  local year, m = month // 12, month % 12 + 1
  local leap = m == 2 and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return ("%04d-%02d-%02d"):format(year, m, lengths[m] + (leap and 1 or 0))
end

-- Noon of a day in UTC, so that no change of clocks shifts it.
local function day(n) return os.date("!%Y-%m-%d", 86400 * n + 43200) end

-- The period that is `i` steps after a start.
local kinds = {
  years = function(start, i) return 1970 + start % 40 + i end,
  ["financial years"] = function(start, i)
    local year = 1998 + start % 10 + i
    return ("%d/%02d"):format(year, (year + 1) % 100)
  end,
  quarters = function(start, i) return ("%d Q%d"):format((8000 + start + i) // 4, (8000 + start + i) % 4 + 1) end,
  months = function(start, i) return ("%04d-%02d"):format((24000 + start + i) // 12, (24000 + start + i) % 12 + 1) end,
  ["years ending in a month"] = function(start, i) return ("year ending %s %d"):format(month_names[start % 12 + 1], 2000 + i) end,
  ["ends of months"] = function(start, i) return month_end(24000 + start + i) end,
  ["ends of quarters"] = function(start, i) return month_end(24002 + 3 * (start + i)) end,
  ["ends of one month of years"] = function(start, i) return month_end(24000 + start + 12 * i) end,
  ["a day of months"] = function(start, i)
    local month = 24000 + start + i
    return ("%04d-%02d-%02d"):format(month // 12, month % 12 + 1, start % 28 + 1)
  end,
  ["short financial years"] = function(start, i)
    local year = 1969 + start % 40 + i
    return ("%02d/%02d"):format(year % 100, (year + 1) % 100)
  end,
  ["quarters in words"] = function(start, i)
    local at = 8000 + start + i
    local first = at % 4 * 3 + 1
    return ("%s to %s %d"):format(month_names[first]:sub(1, 3), month_names[first + 2]:sub(1, 3), at // 4)
  end,
  ["quarters of financial years"] = function(start, i)
    local year = 2000 + (start + i) // 4
    return ("%d/%02d Q%d"):format(year, (year + 1) % 100, (start + i) % 4 + 1)
  end,
  ["short months"] = function(start, i)
    local at = 24000 + start + i
    return ("%s-%02d"):format(month_names[at % 12 + 1]:sub(1, 3), at // 12 % 100)
  end,
  ["days around 29 February"] = function(start, i) return day(11010 + start % 40 * 1461 + i + start % 13) end,
  weeks = function(start, i) return day(10000 + start * 13 + 7 * i) end,
  days = function(start, i) return day(11000 + start * 17 + i) end,
}

local state = 20240229
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

-- Which of `slots` periods are there: the first two, so that the step shows, the last, and some of the others.
local function some(slots)
  local there = {}
  for i = 0, slots - 1 do there[i] = i < 2 or i == slots - 1 or random(3) > 0 end
  return there
end

for name, write in pairs(kinds) do
  check.test(name .. " have holes where one is missing, for every verb and every drawing", function()
    for _ = 1, 25 do
      local slots, start = 4 + random(14), random(60)
      local there, rows, expected = some(slots), { columns = { "at", "n" } }, {}
      for i = 0, slots - 1 do
        if there[i] then
          rows[#rows + 1] = { write(start, i), 10 + random(90) }
          expected[#expected + 1] = i > 0 and there[i - 1]
        end
      end
      -- In any order of rows; order[i] is the row of the i-th in time.
      local order, shuffled = {}, { columns = rows.columns }
      for i = 1, #rows do order[i] = i end
      for i = #rows, 2, -1 do
        local j = random(i) + 1
        order[i], order[j] = order[j], order[i]
      end
      for i, row in ipairs(order) do shuffled[row] = rows[i] end
      local t = lab.table(shuffled)
      if tostring(rows[1][1]):find("^%d+-%d+-%d+$") then
        t = t:mutate("at = date(at)")
      elseif random(2) == 0 then
        t = t:mutate("at = period(at)")
        check.equal(t.at:type() ~= "text" and t.at:type() ~= "integer", true, name)
      end
      for reader, read in pairs(readers) do
        local joined = read(t, order)
        local wanted = expected
        if reader == "cumulate" then
          wanted = {}
          for i = 1, #expected do
            if i > 1 and not expected[i] then break end
            wanted[i] = expected[i]
          end
        end
        check.equal(joined, wanted, ("%s of %s from %s"):format(reader, name, tostring(rows[1][1])))
      end
    end
  end)
end

-- Those without a rhythm of their own; dates take the step that they share.
local calendar = { "years", "financial years", "short financial years", "quarters", "quarters in words", "quarters of financial years", "months",
  "short months", "years ending in a month" }

check.test("periods that are two or more steps apart have no neighbours, for every verb and every drawing", function()
  for _, name in ipairs(calendar) do
    for n = 1, 8 do
      local step, start, rows, order = 2 + random(3), random(60), { columns = { "at", "n" } }, {}
      for i = 1, 3 + random(4) do rows[i], order[i] = { kinds[name](start, step * i), 10 + random(90) }, i end
      local t = lab.table(rows)
      if n % 2 == 0 then t = t:mutate("at = period(at)") end
      local nothing = {}
      for i = 1, #rows do nothing[i] = false end
      for reader, read in pairs(readers) do
        if reader == "cumulate" then
          check.equal(read(t, order)[2], nil, name)
        elseif reader ~= "svg_bars" then -- which sees holes by the distance of neighbours
          check.equal(read(t, order), nothing, ("%s of %s every %d"):format(reader, name, step))
        end
      end
    end
  end
end)

check.test("every format lays a period where the calendar has it, and writes it the same way", function()
  local report = lab.report { title = "Periods" }
  local t = lab.parse_csv("at,n\nQ1 2019,3\n2018 Q4,2\nJul to Sep 2019,5\n"):mutate("at = period(at)"):sort("at")
  report:table(t, { title = "Figures" })
  report:chart(t, { mark = "line", x = "at", y = "n", title = "Figures" })
  for _, name in ipairs { "text", "markdown", "html", "csv", "json" } do
    local text = report:render(name)
    for _, written in ipairs { "October to December 2018", "January to March 2019", "July to September 2019" } do
      check.contains(text, written, name)
    end
    check.equal(text:find("2019 Q", 1, true), nil, name)
  end
  check.contains(report:render("html"), ">Jan to Mar 2019<")
  check.contains(report:render("text"), "▄▅ █") -- with the hole
  check.contains(report:render("vega-lite"), "Jan to Mar 2019")
end)

check.test("a year and its quarter are one period, of financial years too, as texts or as periods", function()
  local t = lab.table { columns = { "year", "quarter", "n" }, { "2018/19", "Q4", 5 }, { "2018/19", "Q3", 3 }, { "2019/20", "Q1", 9 } }
  for _, year in ipairs { "year", "period(year)" } do
    local changed = t:mutate("year = " .. year):change { of = "n", over = { "year", "quarter" }, kind = "absolute", as = "change" }
    check.equal({ changed:col("change")[1], changed:col("change")[2], changed:col("change")[3] }, { 2, nil, 4 }, year)
  end
end)

check.test("the base of an index is found in any spelling", function()
  local t = lab.table { columns = { "q", "n" }, { "Q1 2019", 2 }, { "2018/19 Q3", 1 }, { "Apr to Jun 2019", 4 } }
  for _, of in ipairs { t, t:mutate("q = period(q)") } do
    for _, base in ipairs { "Q1 2019", "Jan to Mar 2019", "2018/19 Q4", lab.period("Q1 2019") } do
      check.equal(of:index_to { of = "n", over = "q", base = base, as = "i" }.i:to_list(), { 100.0, 50.0, 200.0, n = 3 }, tostring(base))
    end
    check.raises('no row has Q1 2017 in column "q"', of.index_to, of, { of = "n", over = "q", base = "Q1 2017" })
    check.raises('no row has Kent in column "q"', of.index_to, of, { of = "n", over = "q", base = "Kent" })
  end
  local days = lab.parse_csv("d,n\n2019-03-31,1\n2020-03-31,2\n")
  check.equal(days:index_to { of = "n", over = "d", base = "31 March 2020", as = "i" }.i:to_list(), { 50.0, 100.0, n = 2 })
end)

check.test("years two apart are drawn with holes, as they are a year apart for every verb", function()
  local t = lab.table { columns = { "at", "n" }, { 2010, 1 }, { 2012, 2 }, { 2014, 3 } }
  check.equal(readers.svg_line(t), { false, false, false })
  check.equal(readers.change(t, { 1, 2, 3 }), { false, false, false })
  -- Who says that they are no periods has them joined.
  local block = chart.block({ table = t, mark = "line", x = { field = "at", type = "ordinal" }, y = "n", title = "T" }, "test")
  check.contains(chart_svg.draw(block, 900, "c"), 'class="line"')
end)

check.test("a line that joins nothing is said, with what would join it", function()
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  block_of(lab.table { columns = { "at", "n" }, { 2010, 1 }, { 2012, 2 } }, "line")
  block_of(lab.table { columns = { "at", "n" }, { 2010, 1 }, { 2012, 2 } }, "bar")
  block_of(lab.table { columns = { "at", "n" }, { 2010, 1 }, { 2011, 2 }, { 2013, 2 } }, "line")
  block_of(lab.table { columns = { "at", "n" }, { 2010, 1 } }, "line")
  notice.say = say
  check.equal(lines, { 'test: no two figures are neighbours at steps of 1 year, so that lines join none; x = { field = "at", type = "ordinal" } '
    .. "joins what is there" })
end)

check.test("many periods without a figure share a line in letters, a few have one each", function()
  local lines = chart_text.lines(block_of(lab.table { columns = { "at", "n" }, { 1850, 1 }, { 2020, 2 }, { 2023, 2 } }, "point"), 60)
  check.equal(#lines, 7)
  check.contains(lines[3], "1851 to 2019")
  check.contains(lines[3], "no figure")
  check.contains(lines[5], "2021 ")
end)

check.test("rolling years that are published each quarter stand a quarter apart and are compared with the year before", function()
  local t = lab.table { columns = { "at", "n" }, { "year ending March 2019", 1 }, { "year ending June 2019", 2 },
    { "year ending December 2019", 4 }, { "year ending March 2020", 5 } }
  check.equal(readers.svg_line(t), { false, true, false, true })
  check.equal(readers.change(t, { 1, 2, 3, 4 }), { false, false, false, true })
end)

check.test("dates that keep no distance are points in time, which a line joins", function()
  local t = lab.parse_csv("at,n\n2016-12-31,188\n2017-08-31,300\n2018-02-28,568\n")
  check.equal(readers.svg_line(t), { false, true, true })
  check.equal(#chart_text.lines(block_of(t, "bar"), 100), 4)
end)

check.run()
