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

check.run()
