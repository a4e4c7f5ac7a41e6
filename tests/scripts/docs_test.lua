-- Every example in the documentation runs as it stands, but for those that write files. (Those of verbs written in Lua are
-- tried in verbs_test.lua, which loads them.)
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local names = {}
for name in pairs(lab.docs()) do names[#names + 1] = name end
table.sort(names)

local silent = setmetatable({ print = function(...)
  for i = 1, select("#", ...) do tostring((select(i, ...))) end
end }, { __index = _G })

for _, name in ipairs(names) do
  local example = lab.docs()[name].example
  if not example:find("write_", 1, true) then
    check.test("the example of " .. name .. " runs", function() assert(load(example, "=example", "t", silent))() end)
  end
end

check.run()
