-- The lists on the pages of docs/ hold what is shipped, each once, and nothing else.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local documents, indicators = lab.read_file("docs/documents.md"), lab.read_file("docs/indicators.md")

-- The first cells of the table in a text whose head begins so, without backticks; several names in a cell are several.
local function listed(text, head)
  local names, inside = {}, false
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    if line:find("| " .. head .. " |", 1, true) == 1 then
      inside = true
    elseif inside and line:sub(1, 1) ~= "|" then
      break
    elseif inside and not line:find("^|%-") then
      for name in (line:match("^| (.-) |") or ""):gsub("`", ""):gmatch("[^,]+") do names[#names + 1] = name:match("^%s*(.-)%s*$") end
    end
  end
  check.truthy(inside, "there is a table of " .. head)
  table.sort(names)
  return names
end

local function shipped(folder)
  local names = {}
  for _, file in ipairs(lab.list_folder(folder)) do names[#names + 1] = file:match("^(.*)%.lua$") end
  table.sort(names)
  return names
end

check.test("docs/documents.md lists every mark, and so does the signature of t:plot", function()
  local marks = shipped("scripts/lib/chart/marks")
  check.equal(listed(documents, "mark"), marks)
  local quoted = {}
  for name in lab.read_file("scripts/lib/show/plot.lua"):match("mark%?: (.-)|string"):gmatch('\\"(%w+)\\"') do quoted[#quoted + 1] = name end
  table.sort(quoted)
  check.equal(quoted, marks)
end)

check.test("docs/documents.md lists every mark of layers", function()
  check.equal(listed(documents, "mark of a layer"), require("lib.chart.plane.marks").names)
end)

check.test("help knows the commands of the program, and README.md names them", function()
  local help, readme = require "lib.prompt.help", lab.read_file("README.md")
  local commands = {}
  for name in lab.read_file("bindings/program/options.c"):match("SllCommand commands%[%] = {(.-)\n};"):gmatch('{"(%w+)"') do
    commands[#commands + 1] = name
    check.contains(help.about(name, 80), "slavelab " .. name .. " ")
    check.contains(readme, "`slavelab " .. name .. " ")
  end
  local known = {}
  for name in pairs(help.program_commands) do known[#known + 1] = name end
  table.sort(commands)
  table.sort(known)
  check.equal(known, commands)
end)

check.test("docs/documents.md lists every kind of block", function()
  check.equal(listed(documents, "block"), shipped("scripts/lib/report/blocks"))
end)

check.test("docs/documents.md lists every format", function()
  local names = {}
  for name in documents:sub((documents:find("## The shipped formats", 1, true))):gmatch("\n%- %*%*([%w-]+)%*%*:") do names[#names + 1] = name end
  table.sort(names)
  check.equal(names, shipped("scripts/formats"))
end)

check.test("docs/indicators.md lists every indicator, with its unit and what it needs", function()
  check.equal(listed(indicators, "id"), shipped("scripts/indicators"))
  for _, name in ipairs(shipped("scripts/indicators")) do
    local indicator = dofile("scripts/indicators/" .. name .. ".lua")
    local row = ("| `%s` | %s | `%s` |"):format(name, indicator.unit, table.concat(indicator.needs, " "))
    check.contains(indicators, row)
  end
end)

check.test("docs/workbooks.md lists every option of read_sheet", function()
  local options, found = table.move(require("lib.workbook.options").names, 1, #require("lib.workbook.options").names, 1, {}), {}
  table.sort(options)
  for _, heading in ipairs { "## Where a table is", "## Header and rows", "## Cells" } do
    local page = lab.read_file("docs/workbooks.md")
    for _, name in ipairs(listed(page:sub((page:find(heading, 1, true))), "option")) do found[#found + 1] = name end
  end
  table.sort(found)
  check.equal(found, options)
end)

check.test("docs/csv.md lists every option of reading and of writing", function()
  local options = { "file", "where", "params" } -- are about no text: bindings/files/csv_options.c
  for _, option in ipairs(require("slavelab.csv").options) do options[#options + 1] = option.name end
  table.sort(options)
  local page = lab.read_file("docs/csv.md")
  local at = page:find("\n## Writing", 1, true)
  check.equal(listed(page:sub(1, at), "option"), options)
  local writing = {}
  for name in lab.read_file("bindings/files/csv_write.c"):match('known%[%] = {(.-), NULL}'):gmatch('"(%w+)"') do writing[#writing + 1] = name end
  table.sort(writing)
  check.equal(listed(page:sub(at), "option"), writing)
end)

check.test("docs/data-packages.md lists every rule that slavelab check knows beside those of loading", function()
  local page, rules = lab.read_file("docs/data-packages.md"), {}
  local listing = page:sub((page:find("| rule | a fault is |", 1, true)))
  for _, file in ipairs(check.files("scripts/lib/package/check", "%.lua$")) do
    for rule in lab.read_file(file):gmatch('kind = "fault", rule = "([%w ]+)"') do rules[rule] = true end
  end
  for rule in pairs(rules) do check.contains(listing:match("^.-\n\n"), "`" .. rule .. "`") end
  check.truthy(rules.tieouts and rules.percentage)
end)

check.run()
