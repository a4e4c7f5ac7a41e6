-- Marks are files: what one must be, and that one of a user's own draws charts in every format.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local documented = require "support.documented"
local marks = require "lib.chart.marks"

local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
local folder = check.folder()
assert(os.execute("mkdir " .. folder .. "/marks"))

-- What the program prints when it runs a script in the folder.
local function run(script)
  lab.write_file(folder .. "/use.lua", script)
  local pipe <close> = assert(io.popen(program .. " --no-init " .. folder .. "/use.lua 2>&1"))
  return pipe:read("a")
end

local function mark(changes)
  local one = { name = "star", plural = "Stars", svg = { upright = function() end }, text = function() end, vega = { type = "point" } }
  for key, value in pairs(changes or {}) do one[key] = value end
  return one
end

check.test("all that is wrong with a mark is said at once, with its file", function()
  local message = check.raises("marks/star%.lua: this is not a mark:", marks.check,
    mark { zeor = true, text = 3, bands = "some", svg = { key = 1, lying = function() end } }, "marks/star.lua")
  for _, problem in ipairs { 'unknown key "zeor"; did you mean "zero"', "text is a function, not a number", 'bands is "always", "periods" or nothing',
    "no svg.upright", "svg.key is a function, not a number", "svg.lying goes with svg.lane" } do
    check.contains(message, problem)
  end
  check.raises("it returns nothing, not a table", marks.check, nil, "f.lua")
  check.raises("needs svg.edges", marks.check, mark { stacks = true, vega = { type = "area", holes = true } }, "f.lua")
  check.equal(marks.check(mark(), "f.lua").name, "star")
end)

check.test("every shipped mark is whole and has the name of its file", function()
  for _, name in ipairs(marks.names()) do check.equal(marks.named(name).name, name) end
  check.equal(marks.named("../marks/bar"), nil)
end)

check.test("the mark that docs/documents.md shows draws charts in every format", function()
  lab.write_file(folder .. "/marks/tick.lua", documented.source("docs/documents.md", "-- tick.lua - a stroke at each figure."))
  local said = run [[
    local t = lab.table{ columns = { "force", "n" }, { "Kent", 3 }, { "Essex", 5 }, { "Avon", nil } }
    local r = lab.report{ title = "R", { chart = "tick", table = t, x = "force", y = "n", title = "T" } }
    local _, drawn = r:render("html"):gsub('<path d="M[^"]*" stroke="#12436D" class="line"><title>', "")
    print(drawn)
    print(r:render("text"))
    print(r:render("vega-lite"))
  ]]
  check.contains(said, "4\n") -- two figures, in the drawing for windows and in that for telephones
  check.contains(said, "Kent")
  check.contains(said, "|")
  check.contains(said, '"type": "tick"')
  check.contains(said, '"description": "Strokes of N by Force: 3 in Kent, [x] in Avon."')
end)

check.test("a mark of a user's own comes before a shipped one of its name", function()
  lab.write_file(folder .. "/marks/line.lua", [[return { name = "line", plural = "Own lines", svg = { upright = function() end },
    text = function() return { "drawn by a user" } end, vega = { type = "line" } }]])
  check.contains(run [[
    local t = lab.table{ columns = { "year", "n" }, { 2022, 3 }, { 2023, 5 } }
    print(lab.report{ title = "R", { chart = "line", table = t, x = "year", y = "n", title = "T" } }:render("text"))
  ]], "drawn by a user")
end)

check.test("a mark whose file has another name is an error that names both", function()
  lab.write_file(folder .. "/marks/star.lua", 'return { name = "stra", plural = "S", svg = { upright = print }, text = print, vega = { type = "x" } }')
  check.contains(run [[lab.table{ columns = { "a", "n" }, { "x", 1 } }:plot{ mark = "star" }]], 'star.lua: its name is "stra"; a mark has the name of its file')
end)

check.run()
