-- Kinds of blocks are files, and formats that do not know one write its fallback.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local documented = require "support.documented"
local format = require "lib.report.format"
local kinds = require "lib.report.kinds"
local report = require "lib.report.report"

-- A kind such as a user's script makes: a figure with what it is of, and a table of how it came about.
local gauge = report.kind {
  name = "gauge",
  keys = { "gauge", "share", "title" },
  arguments = "name, options",
  build = function(spec, where)
    if type(spec.share) ~= "number" then error(where .. ": share is a number", 0) end
    return { { kind = "gauge", name = spec.gauge, share = spec.share } }
  end,
  fallback = function(block)
    return {
      "Share of " .. block.name,
      { table = { columns = { "what", "share" }, { what = block.name, share = block.share }, { what = "rest", share = "[c]" } }, title = "Shares" },
      { heading = "After " .. block.name, level = 3 },
    }
  end,
}

local function one_gauge(...)
  return report.new { title = "T", { heading = "Before" }, { gauge = "Kent", share = 0.4 }, ... }
end

local function six_handlers(more)
  local blocks = {}
  for _, kind in ipairs(kinds.original) do blocks[kind] = function(block) return ("<%s %s>\n"):format(kind, block.text or block.title) end end
  for kind, handler in pairs(more or {}) do blocks[kind] = handler end
  return { name = "six", api = 1, blocks = blocks }
end

-- What a format writes for the document's own blocks.
local function own(f, r)
  local document = r:document()
  document.methods = { inputs = {}, rounding = "METHODS", suppression = "S" }
  return (format.render(f, document):match("^(.-)<heading How"))
end

check.test("a format without a handler for a kind writes its fallback, in its place", function()
  local f = format.check(six_handlers(), "six.lua")
  check.equal(own(f, one_gauge { note = "N" }),
    "<heading Before>\n<para Share of Kent>\n<table Shares>\n<heading After Kent>\n<note N>\n")
end)

check.test("a format with a handler for it gets the block", function()
  local f = format.check(six_handlers { gauge = function(block) return ("%s: %s\n"):format(block.name, block.share) end }, "six.lua")
  check.equal(own(f, one_gauge()), "<heading Before>\nKent: 0.4\n")
end)

check.test("the six original kinds stay demanded, others are not", function()
  local f = six_handlers()
  f.blocks.note = nil
  check.raises("no handler blocks.note", format.check, f, "six.lua")
  check.equal(format.check(six_handlers { of_some_other_project = function() end }, "f.lua").name, "six")
  check.raises('unknown kind "guage" in blocks; did you mean "gauge"', format.check, six_handlers { guage = function() end }, "f.lua")
end)

check.test("a format that writes whole documents sees fallbacks too, unless it knows the kind", function()
  local function listing(known)
    return { name = "w", kinds = known, write = function(document)
      local list = {}
      for i, block in ipairs(document.blocks) do list[i] = block.kind end
      return table.concat(list, " ")
    end }
  end
  local document = one_gauge():document()
  check.equal(format.render(format.check(listing(nil), "w.lua"), document), "heading para table heading")
  check.equal(format.render(format.check(listing { "gauge" }, "w.lua"), document), "heading gauge")
  check.equal(format.render(format.check(listing "all", "w.lua"), document), "heading gauge")
  check.raises('kinds is a list of the kinds of blocks that write knows, or "all"', format.check, listing "gauge", "w.lua")
end)

check.test("every shipped format writes a kind that it has never heard of", function()
  local r = one_gauge { chart = "bar", table = { columns = { "a", "n" }, { a = "x", n = 1 } }, x = "a", y = "n", title = "C" }
  check.contains(r:render("text"), "Share of Kent")
  check.contains(r:render("markdown"), "### After Kent")
  check.contains(r:render("html"), '<h3 id="after-kent">After Kent</h3>')
  check.contains(r:render("csv"), "Shares,Kent,0.4")
  check.contains(r:render("vega-lite"), '"title": "C"')
  local read = lab.json_decode(r:render("json")).blocks[2]
  check.equal({ read.kind, read.name, read.share, read.fallback[1].text, read.fallback[2].columns[2].markers[2] },
    { "gauge", "Kent", 0.4, "Share of Kent", "[c]" })
end)

check.test("the methods note sees what stands in fallbacks", function()
  check.equal(one_gauge():document().methods.suppression, "Cells marked [c] are held back to protect confidentiality.")
end)

check.test("a kind is a method, its keys are checked, and its errors name the block", function()
  check.equal(#report.new({ title = "T" }):gauge("Kent", { share = 1 }):document().blocks, 1)
  check.raises('report "T": gauge%(name, options%): name is nil', function() report.new({ title = "T" }):gauge() end)
  check.raises('report "T", block 1 %(gauge%): unknown option "shrae"; did you mean "share"', report.new, { title = "T", { gauge = "x", shrae = 1 } })
  check.raises('report "T", block 1 %(gauge%): share is a number', report.new, { title = "T", { gauge = "x" } })
  check.raises('has no method "guage"; did you mean "gauge"', function() report.new({ title = "T" }):guage() end)
end)

check.test("a block that names two kinds is of the one that may hold the other, or of none", function()
  check.equal(kinds.of({ chart = "bar", table = {}, source = "s" }, "w").name, "chart")
  check.equal(kinds.of({ table = {}, source = "s" }, "w").name, "table")
  check.raises("w: a block is of one kind; this one names heading and para", kinds.of, { heading = "a", para = "b" }, "w")
end)

check.test("what a kind lacks is said at once", function()
  local message = check.raises("lab.report.kind: this is not a kind of block:", report.kind, { name = "x", keys = { "y" }, buidl = print })
  check.contains(message, 'unknown key "buidl"; did you mean "build"')
  check.contains(message, "no build")
  check.contains(message, 'keys lack "x"')
  check.raises('"note" is a kind that every report has', report.kind, { name = "note", keys = { "note" }, build = gauge.build })
  report.kind { name = "bare", keys = { "bare" }, build = function() return { { kind = "bare" } } end }
  check.raises("kind bare has no fallback", report.new, { title = "T", { bare = 1 } })
  report.kind { name = "nested", keys = { "nested" }, build = function() return { { kind = "nested" } } end,
    fallback = function() return { { gauge = "x", share = 1 } } end }
  check.raises("a fallback is made of heading, para, table, chart, note, source, not of gauge", report.new, { title = "T", { nested = 1 } })
end)

check.test("the kind that docs/documents.md shows is found beside a script", function()
  local folder = check.folder()
  assert(os.execute("mkdir " .. folder .. "/blocks"))
  lab.write_file(folder .. "/blocks/keyfigure.lua", documented.source("docs/documents.md",
    '-- keyfigure.lua - a figure to be seen first: { keyfigure = "17,004", label = "people referred in 2023" }'))
  lab.write_file(folder .. "/use.lua", [[
    local r = lab.report{ title = "R", { keyfigure = "17,004", label = "people referred" } }
    r:keyfigure("83", { label = "more than before" })
    print(r:render("text"))
  ]])
  local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local pipe <close> = assert(io.popen(program .. " --no-init " .. folder .. "/use.lua 2>&1"))
  local said = pipe:read("a")
  check.contains(said, "17,004 people referred")
  check.contains(said, "83 more than before")
end)

local some_findings = lab.table { columns = { "file", "line", "column", "rule", "message", "advice" },
  types = { file = "text", line = "integer", column = "integer", rule = "text", message = "text", advice = "text" },
  { file = "data/a.csv", line = 1042, column = 7, rule = "minimum", message = "column n: -1 is below 0", advice = "Mend the cell." },
  { file = "data/b.csv", rule = "file", message = "there is no such file" } }

check.test("findings stand on a terminal below their places, and are a table for formats that do not know them", function()
  local r = report.new { title = "T", { findings = some_findings, title = "Faults" } }
  check.contains(format.render(format.named("text"), r:document()),
    "Faults\n\n  data/a.csv:1042:7: minimum\n    column n: -1 is below 0.\n    Mend the cell.\n\n  data/b.csv: file\n    there is no such file.\n")
  check.contains(format.render(format.named("csv"), r:document()), "data/a.csv,1042,7,minimum,column n: -1 is below 0. Mend the cell.\n")
  check.contains(format.render(format.named("markdown"), r:document()), "| data/b.csv |  |  | file | there is no such file |")
end)

check.test("findings that are no table of findings are refused", function()
  check.raises("findings is a table as", report.new, { title = "T", { findings = { 1 }, title = "Faults" } })
  check.raises('findings has no column "rule"', report.new, { title = "T", { findings = some_findings:drop("rule"), title = "Faults" } })
end)

check.run()
