-- Every verb written in Lua is documented, and its example runs.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local verbs = require "lib.verbs.verbs"

for _, verb in ipairs(verbs) do
  local name = verb[1]
  check.test("the example of " .. name .. " runs", function()
    local doc = lab.docs()["table:" .. name]
    check.truthy(doc and doc.signature ~= "" and doc.text ~= "", "documentation of " .. name)
    check.contains(doc.example, name)
    local printed = {}
    local environment = setmetatable({ print = function(...) printed[#printed + 1] = table.concat({ tostring((...)) }) end }, { __index = _G })
    assert(load(doc.example, "=example", "t", environment))()
    check.truthy(#printed > 0 and printed[1] ~= "nil" and printed[1] ~= "", "what the example prints")
  end)
end

check.test("a verb is there on any table without being required", function()
  local t = lab.table { columns = { "n" }, { 1 } }
  for _, verb in ipairs(verbs) do check.equal(type(t[verb[1]]), "function", verb[1]) end
end)

check.test("a verb in Lua works within the groups or refuses a grouped table", function()
  local t = lab.table { columns = { "g", "year", "n" }, { "a", 2022, 10 }, { "a", 2023, 30 }, { "b", 2022, 50 } }
  check.equal(t:group_by("year"):share("n"):col("share")[3], 100 * 50 / 60)
  check.equal(t:group_by("g"):change { of = "n", over = "year" }:col("change")[2], 200.0)
  local grouped = t:group_by("g")
  for verb, call in pairs { round = function() grouped:round { "n", base = 5 } end, totals = function() grouped:totals("g") end,
    drop_totals = function() grouped:drop_totals() end, describe = function() grouped:describe() end,
    rate = function() grouped:rate { of = "n", per = "n" } end, revise = function() grouped:revise(t, { on = { "g", "year" } }) end } do
    check.raises(verb .. " after group_by: the grouping would be lost", call)
  end
end)

check.test("a list of names may be a table that had other keys before, and may not have them still", function()
  local columns, row, of = {}, {}, { p = 1, q = 1, r = 1, s = 1, t = 1, u = 1, v = 1, w = 1 }
  for key in pairs(of) do of[key] = nil end
  for i = 1, 7 do columns[i], row[i], of[i] = "c" .. i, i, "c" .. i end -- where Lua keeps them out of order, among its named keys
  local t = lab.table { columns = columns, row }
  check.equal(#t:share({ of = of }), 1)
  of.p = "c8"
  check.raises("share: of is a list of texts without other keys", function() t:share { of = of } end)
end)

check.run()
