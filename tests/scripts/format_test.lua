-- What a format must be, how one is found, and what each shipped one makes of the documents in tests/golden/documents.
-- After a change that is meant: tools/golden shows the differences and writes the files it is told to.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local format = require "lib.report.format"
local methods = require "lib.report.methods_note"
local report = require "lib.report.report"

local function six(changes)
  local blocks = {}
  for _, kind in ipairs(format.kinds) do
    blocks[kind] = function(block) return kind .. "\n" end
  end
  local f = { name = "six", extensions = { "six" }, api = 1, binary = false, options = { width = 80 }, blocks = blocks }
  for key, value in pairs(changes or {}) do f[key] = value end
  return f
end

check.test("all that is wrong with a format is said at once, with its file", function()
  local f = six { extension = "x" }
  f.blocks.chart, f.blocks.note, f.blocks.notes = nil, nil, function() end
  local message = check.raises("my/format%.lua: this is not a format:", format.check, f, "my/format.lua")
  check.contains(message, 'unknown key "extension"; did you mean "extensions"?')
  check.contains(message, "no handler blocks.chart")
  check.contains(message, "no handler blocks.note")
  check.contains(message, 'unknown kind "notes" in blocks; did you mean "note"?')
  check.raises("it returns nothing, not a table", format.check, nil, "f.lua")
  check.raises("api is 2; this program knows api 1", format.check, six { api = 2 }, "f.lua")
  check.raises("both blocks and write", format.check, six { write = function() end }, "f.lua")
  check.raises("neither blocks .* nor write", format.check, { name = "x" }, "f.lua")
  check.raises("no name", format.check, { write = function() end }, "f.lua")
end)

check.test("blocks are written in order, between begin and finish, and the methods note comes last", function()
  local f = six { begin = function(document) return document.title .. "\n" end, finish = function() return "end\n" end }
  local r = report.new { title = "T", { para = "P" }, { heading = "H" }, { note = "N" } }
  local document = r:document()
  document.methods = methods.gather({}, document.blocks, {}, "1.0")
  check.equal(format.render(f, document), "T\npara\nheading\nnote\nheading\npara\npara\npara\npara\nend\n")
end)

check.test("a format with write gets the document and its options, defaults filled in", function()
  local f = { name = "w", options = { a = 1, b = { default = 2 } }, write = function(document, options)
    return ("%s %s %s"):format(document.title, options.a, options.b)
  end }
  check.equal(format.render(f, { title = "T", blocks = {} }, { a = 7 }), "T 7 2")
  check.raises('format w: unknown option "c"; it takes a, b', format.render, f, { title = "T", blocks = {} }, { c = 1 })
end)

check.test("a handler that gives no text is an error that names it", function()
  local f = six()
  f.blocks.para = function() end
  check.raises("format six: blocks.para gave nothing; it must give a text", function()
    format.render(f, report.new({ title = "T", "P" }):document())
  end)
end)

check.test("the format that docs/documents.md shows is whole and works", function()
  local file = assert(io.open("docs/documents.md"))
  local page = file:read("a")
  file:close()
  local source = page:match("\n(    return {\n      name = \"bare\".-\n    })\n")
  local f = format.check(assert(load(source))(), "docs/documents.md")
  local t = { columns = { "year", "n" }, { year = 2023, n = 17004 } }
  local r = report.new { title = "T", { table = t, title = "A" }, { source = { publisher = "B", url = "https://c.org" } } }
  check.contains(format.render(f, r:document()), "A\nYear 2023; N 17,004\nSource: B. https://c.org\n")
end)

check.test("a format file that is not there or is no Lua is named", function()
  check.raises("no format file tests/golden/none%.lua", format.load, "tests/golden/none.lua")
end)

-- The inputs and the version are those of a made-up run, so that the expected documents stay as they are.
local function golden_document(name)
  local document = dofile("tests/golden/documents/" .. name .. ".lua"):document()
  document.methods = methods.gather({}, document.blocks, {
    { path = "data/referrals.csv", sha256 = ("0123456789abcdef"):rep(4), bytes = 52140, rows = 1042, rejected = 0,
      title = "Modern Slavery: NRM and DtN statistics", publisher = "Home Office", date = "7 March 2024",
      url = "https://www.gov.uk/statistics", licence = "Open Government Licence v3.0" },
    { path = "data/<forces>|.csv", sha256 = ("fedcba9876543210"):rep(4), bytes = 812, rows = 43, rejected = 2 },
  }, "1.0.0")
  return document
end

local shipped = { { "text", "txt" }, { "markdown", "md" }, { "html", "html" }, { "csv", "csv" }, { "json", "json" }, { "vega-lite", "vl.json" } }

for _, case in ipairs(shipped) do
  local name, extension = case[1], case[2]
  local f = format.load("scripts/formats/" .. name .. ".lua")
  for _, document in ipairs { "referrals", "empty" } do
    check.test(("%s writes the %s report as it is kept in tests/golden"):format(name, document), function()
      check.golden(("tests/golden/%s.%s"):format(document, extension), format.render(f, golden_document(document)))
    end)
  end
end

check.test("text is no wider than asked, however narrow", function()
  local width = require "lib.base.width"
  local f = format.load("scripts/formats/text.lua")
  for _, columns in ipairs { 50, 80, 132 } do
    for line in format.render(f, golden_document("referrals"), { width = columns }):gmatch("[^\n]+") do
      check.truthy(width.of(line) <= columns, columns .. ": " .. line)
    end
  end
end)

-- The ids of a page that stand there twice.
local function repeated_ids(page)
  local seen, twice = {}, {}
  for id in page:gmatch(' id="([^"]+)"') do
    if seen[id] then twice[#twice + 1] = id end
    seen[id] = true
  end
  return twice
end

check.test("headings of one name, or of a name that another would get, or that a table has, have ids of their own", function()
  local t = { columns = { "year", "n" }, { year = 2022, n = 1 }, { year = 2023, n = 2 } }
  local r = report.new { title = "T" }
  for _, words in ipairs { "Kent", "Kent", "Kent 2", "Kent-2", "Table 8", "Chart 9 title", "!" } do r:heading(words) end
  r:table(t, { title = "A" }):chart(t, { mark = "bar", x = "year", y = "n", title = "C" })
  local page = r:render("html")
  check.contains(page, ' id="table-8"')
  check.contains(page, ' id="chart-9-title"')
  check.equal(repeated_ids(page), {})
end)

check.test("every element of a page is closed, and every id is there once and is what refers to it", function()
  local page = format.render(format.load("scripts/formats/html.lua"), golden_document("referrals"))
  local void = { meta = true, br = true, ["!DOCTYPE"] = true }
  local open, ids = {}, {}
  for close, name, attributes in page:gsub("<style>.-</style>", ""):gmatch("<(/?)([%w!]+)([^>]*)>") do
    if close == "/" then
      check.equal(table.remove(open), name)
    elseif not void[name] and attributes:sub(-1) ~= "/" then
      open[#open + 1] = name
    end
  end
  check.equal(open, {})
  for id in page:gmatch(' id="([^"]+)"') do
    check.equal(ids[id], nil, "id " .. id)
    ids[id] = true
  end
  for list in page:gmatch('aria%-labelledby="([^"]+)"') do
    for id in list:gmatch("%S+") do check.truthy(ids[id], "id " .. id) end
  end
  for id in page:gmatch('href="#([^"]+)"') do check.truthy(ids[id], "id " .. id) end
end)

check.test("a page loads nothing, runs nothing and links to the web alone", function()
  local page = format.render(format.load("scripts/formats/html.lua"), golden_document("referrals"))
  for _, never in ipairs { "<script", "<img", "<link", "@import", "url(", 'href="javascript', "<b>bold" } do check.lacks(page, never) end
  check.contains(page, "&lt;b&gt;bold&lt;/b&gt;")
end)

check.test("a page keeps dates and short keys on one line, and gives long texts room", function()
  local t = { columns = { "period", "claim", "2017-08" }, { period = "2016-12", claim = "More than half of them answered", ["2017-08"] = 1 } }
  local page = report.new({ title = "T", { table = t, title = "A" } }):render("html")
  check.contains(page, '<th scope="row" class="short">2016-12</th><td class="words">More than half of them answered</td>')
  check.contains(page, '<th scope="col" class="number short">2017-08</th>')
end)

check.test("a number below zero stands in a Markdown table as it is", function()
  local t = { columns = { "year", "change", "remark" }, { year = 2022, change = -1234.5, remark = "- so" } }
  check.contains(report.new({ title = "T", { table = t, title = "A" } }):render("markdown"), "| 2022 | -1,234.5 | \\- so |")
end)

check.test("one table alone is written to csv as it is, several with their names", function()
  local csv = format.load("scripts/formats/csv.lua")
  local t = { columns = { "year", "n" }, { year = 2022, n = 1234.5 }, { year = 2023 }, { year = 2024, n = "[c]" } }
  local one = report.new { title = "T", { table = t, title = "A" } }
  check.equal(format.render(csv, one:document()), "year,n\n2022,1234.5\n2023,\n2024,[c]\n")
  one:table({ columns = { "year", "m" }, { year = 2022, m = "=1" } }, { title = "B, too" })
  check.equal(format.render(csv, one:document(), { methods = false }),
    "table,year,n,m\nA,2022,1234.5,\nA,2023,,\nA,2024,[c],\n\"B, too\",2022,,'=1\n")
  check.raises("has no table", function() format.render(csv, report.new({ title = "T", "text" }):document()) end)
end)

check.test("tables of one title are told apart in csv", function()
  local r = report.new { title = "T" }
  for _, title in ipairs { "A", "A", "A (2)", "A" } do r:table({ columns = { "n" }, { n = #title } }, { title = title }) end
  check.equal(format.render(format.load("scripts/formats/csv.lua"), r:document(), { methods = false }),
    "table,n\nA,1\nA (3),1\nA (2),5\nA (4),1\n")
end)

check.test("an address in Markdown is a link to that address, whatever letters are in it", function()
  local function shown(text) return report.new({ title = "T", text }):render("markdown"):match("\n\n?([^\n]+)\n") end
  check.equal(shown("Figures: http://example.org/nrm_2023_q4"), "Figures: <http://example.org/nrm_2023_q4>")
  check.equal(shown("See https://a.org/x*y*?b=1&copy;=2, and (https://b.org/c_(d)_e)."),
    "See <https://a.org/x*y*?b=1&amp;copy;=2>, and (<https://b.org/c_(d)_e>).")
  check.equal(shown("nohttp://x_y_z and https:// and <https://c.org/_x>"), "nohttp://x\\_y\\_z and https:// and \\<<https://c.org/_x>\\>")
end)

check.test("the table of a chart goes to csv only when no other table shows its cells", function()
  local csv = format.load("scripts/formats/csv.lua")
  local t = { columns = { "year", "n" }, { year = 2022, n = 1 }, { year = 2023, n = 2 } }
  local r = report.new { title = "T", { table = t, title = "A" }, { chart = t, mark = "bar", x = "year", y = "n", title = "C", alt = "c" } }
  check.equal(format.render(csv, r:document()), "year,n\n2022,1\n2023,2\n")
end)

check.test("one chart is a specification, several stand below each other, none is an error", function()
  local vega_lite = format.load("scripts/formats/vega-lite.lua")
  local t = { columns = { "year", "n" }, { year = 2022, n = 1 }, { year = 2023, n = 2 } }
  local r = report.new { title = "T" }
  check.raises("has no chart", function() format.render(vega_lite, r:document()) end)
  r:chart(t, { mark = "bar", x = "year", y = "n", title = "C", alt = "c" })
  check.lacks(format.render(vega_lite, r:document()), "vconcat")
  r:chart(t, { mark = "line", x = "year", y = "n", title = "D", alt = "d" })
  check.contains(format.render(vega_lite, r:document()), "vconcat")
end)

check.test("the title of a channel keeps to one line and has nothing that Vega-Lite takes for a program", function()
  local r = report.new { title = "T" }
  r:chart({ columns = { "per\n100,000", "n\\" }, { ["per\n100,000"] = "a", ["n\\"] = 1 } }, { mark = "bar", x = "per\n100,000", y = "n\\", title = "C" })
  local encoding = lab.json_decode(r:render("vega-lite")).encoding
  check.equal({ encoding.x.title, encoding.y.title }, { "Per 100,000", "N∖" })
end)

check.run()
