-- The functions of the expression language have a row each in core; what else names them all is held to the rows.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"
local plan = require "lib.pipeline.plan"

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
    local arguments = table.concat({ "missing", "missing", "missing", "missing" }, ", ", 1, count)
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

check.test("help on expressions names every function", function()
  local text = require("lib.prompt.help").about("expressions", 100) .. " "
  for _, fn in ipairs(functions) do check.truthy(text:find("%f[%w_]" .. fn.name .. "%f[^%w_]"), fn.name) end
end)

check.test("help on a function shows the call and the method", function()
  local text = require("lib.prompt.help").about("pct_change", 100)
  check.contains(text, "pct_change(x, n), in a text; composed:\nexpression:pct_change(n?: integer)")
end)

check.test("a function that is no method has help all the same", function()
  check.contains(require("lib.prompt.help").about("row_number", 100), "row_number()\n  The number of the row")
end)

check.test("every aggregate is put together from parts in a pipeline, or it is said what it needs all rows for", function()
  for _, name in ipairs(named "aggregate") do
    check.truthy(plan.has_parts(name) ~= (plan.needs_all[name] ~= nil), name)
  end
end)

check.test("aggregates are known to pipelines by the names that core has", function()
  local known = {}
  for _, name in ipairs(named "aggregate") do known[name] = true end
  for name in pairs(plan.needs_all) do check.truthy(known[name], name) end
end)

check.run()
