-- The functions of the expression language have a row each in core; what else names them all is held to the rows.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"
local help = require "lib.prompt.help"
local language = require "lib.prompt.functions"
local parts = require "lib.pipeline.parts"

local functions = package.loaded["slavelab.functions"]()

local function named(kind)
  local names = {}
  for _, fn in ipairs(functions) do
    if fn.kind == kind then names[#names + 1] = fn.name end
  end
  return names
end

check.test("every function says how it is called, what it gives, and shows it", function()
  for _, fn in ipairs(functions) do
    check.contains(fn.usage, fn.name .. "(")
    check.truthy(fn.text:find("%.$"), fn.name .. ": " .. fn.text)
    check.truthy(load(fn.example), fn.example)
  end
end)

check.test("no two functions have one name", function()
  local seen = {}
  for _, fn in ipairs(functions) do
    check.equal(seen[fn.name], nil, fn.name)
    seen[fn.name] = true
  end
end)

check.test("a function of values takes as many arguments as its usage shows, and no more", function()
  local t, tried = lab.parse_csv("n\n1\n"), 0
  -- Whether the number of arguments is what is wrong with a call.
  local function miscounted(fn, count)
    local arguments = ("missing, "):rep(count):sub(1, -3)
    local _, why = lab.try(t.mutate, t, ("x = %s(%s)"):format(fn.name, arguments))
    return why ~= nil and why:find(("%s has %d argument"):format(fn.name, count), 1, true) ~= nil
  end
  for _, fn in ipairs(functions) do
    local inner = fn.kind == "scalar" and not fn.usage:find("...", 1, true) and fn.usage:match("^[%w_]+%(([^()]*)%)$")
    if inner then
      local _, most = inner:gsub("[^,]+", "")
      local _, optional = (fn.signature or ""):gsub("%?:", "")
      for count = 0, most + 1 do
        check.equal(miscounted(fn, count), count < most - optional or count > most, ("%s with %d"):format(fn.usage, count))
      end
      tried = tried + 1
    end
  end
  check.truthy(tried > 20)
end)

check.test("docs/expressions.md lists every function with what its row says, and no others", function()
  local listed, rows = {}, {}
  for usage, text in lab.read_file("docs/expressions.md"):gmatch("\n| `([%w_]+%([^`]*)` | ([^\n]*) |") do
    listed[#listed + 1] = usage .. " | " .. text
  end
  for _, fn in ipairs(functions) do rows[#rows + 1] = fn.usage .. " | " .. fn.text end
  check.equal(table.concat(listed, "\n"), table.concat(rows, "\n"))
end)

check.test("docs/expressions.md shows every function at work: slavelab --no-init tools/functions.lua writes that", function()
  check.equal(assert(loadfile("tools/functions.lua"))("text"), lab.read_file("docs/expressions.md"))
end)

check.test("every function has an example that calls it, what a missing value does, and twins", function()
  local known = {}
  for _, fn in ipairs(functions) do
    known[fn.name] = true
    local entry = check.truthy(language.entries[fn.name], fn.name .. " has no entry in scripts/lib/prompt/functions.lua")
    check.equal(#entry, 5, fn.name)
    check.truthy(entry[1]:find("%f[%w_]" .. fn.name .. "%("), fn.name .. ": " .. entry[1])
    check.truthy(language.result(fn.kind, entry[1]) ~= "", fn.name)
    check.truthy(language.elsewhere(fn.name) ~= "", fn.name)
  end
  for name in pairs(language.entries) do check.truthy(known[name], name .. " is no function") end
end)

check.test("an example gives what stands in the page", function()
  check.equal(language.result("window", "rank(people)"), "3, 1, missing, 1")
  check.equal(language.result("aggregate", "join_text(code, '; ')"), '"E23-001; E23-014; W15"')
  check.equal(language.result("scalar", "case_when(charged, day)"), "2019-03-25, missing, missing, 2020-02-29")
end)

check.test("help finds a function by the name of each of its twins", function()
  for _, fn in ipairs(functions) do
    for _, twin in ipairs(language.twin_names(fn.name)) do
      local text = help.about(twin[1], 1000)
      local own = false -- a name that something has here, too, is answered with that
      for _, doc in pairs(lab.docs(true)) do own = own or doc.name == twin[1] end
      if not own then check.truthy(text:find(fn.usage, 1, true), twin[1] .. ": " .. text:sub(1, 200)) end
    end
  end
end)

check.test("help says what a twin is called here, and all about it", function()
  local text = help.about("min_rank", 100)
  check.contains(text, "min_rank, of R, is rank here:")
  check.contains(text, "A missing value: stays missing and is not counted.\n  rank(people) gives 3, 1, missing, 1")
  check.contains(text, 'R: min_rank(x); Python: x.rank(method="min"); SQL: rank() OVER (ORDER BY x)')
  check.contains(help.about("CASE", 100), "is if_else or case_when here:")
  check.contains(help.about("stddev", 100), "sd(x), in a text; composed:")
end)

check.test("help on expressions names every function", function()
  local text = help.about("expressions", 100) .. " "
  for _, fn in ipairs(functions) do check.truthy(text:find("%f[%w_]" .. fn.name .. "%f[^%w_]"), fn.name) end
end)

check.test("help on a function shows the call and the method", function()
  local text = help.about("pct_change", 100)
  check.contains(text, "pct_change(x, n), in a text; composed:\nexpression:pct_change(n?: integer)")
end)

check.test("a function that is no method has help all the same", function()
  check.contains(help.about("row_number", 100), "row_number()\n  The number of the row")
end)

check.test("every aggregate is put together from parts in a pipeline, or it is said what it needs all rows for", function()
  for _, name in ipairs(named "aggregate") do
    check.truthy(parts.are_known(name) ~= (parts.needs_all[name] ~= nil), name)
  end
end)

check.test("aggregates are known to pipelines by the names that core has", function()
  local known = {}
  for _, name in ipairs(named "aggregate") do known[name] = true end
  for name in pairs(parts.needs_all) do check.truthy(known[name], name) end
end)

check.test("the prompt shows a function of the library by how it is called", function()
  local show = require "lib.prompt.show"
  check.equal(show.value(lab.force_code, 80), "lab.force_code(name: string|nil): string|nil")
  check.contains(show.value(lab.report, 80), "lab.report(")
  check.contains(show.value(lab.read_csv, 80), "lab.read_csv(path: string")
end)

check.run()
