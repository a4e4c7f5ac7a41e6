-- manifest_test.lua - scripts/lib/manifest.lua and the modules that it names say the same.

package.path = "tests/?.lua;" .. package.path
local check = require "support.check"
local manifest = require "lib.manifest"

check.test("every method that the manifest names is made by the module it names", function()
  for name, module in pairs(manifest.methods) do
    require(module)
    check.truthy(lab.docs()["table:" .. name], name .. " of " .. module)
  end
end)

check.test("every field that the manifest names is what the module gives, and is documented", function()
  for name, module in pairs(manifest.fields) do
    check.equal(rawequal(lab[name], require(module)), true, name)
    check.truthy(lab.docs()["lab." .. name], name)
  end
end)

check.test("every function of expressions that the manifest names works on columns, and is documented as lab's and as a method", function()
  for name, module in pairs(manifest.functions) do
    check.equal(type(require(module).columns), "function", name)
    check.equal(manifest.fields[name], module)
    check.truthy(lab.docs()["lab." .. name] and lab.docs()["expression:" .. name], name)
    check.equal(tostring(col.a[name](col.a)), name .. "(a)")
  end
end)

check.test("help on expressions names these functions, too", function()
  local text = require("lib.prompt.help").about("expressions", 100)
  for name in pairs(manifest.functions) do check.contains(text, " " .. name) end
end)

-- Names in lab.method("table", "NAME", ...) of a file.
local function made_in(path, names)
  for name in lab.read_file(path):gmatch('lab%.method%("table", "([%w_]+)"') do names[name] = path end
end

check.test("every method of tables that the library makes in Lua is in the manifest", function()
  local names = {}
  for _, path in ipairs(check.files("scripts/lib", "%.lua$")) do
    if path ~= "scripts/lib/manifest.lua" then made_in(path, names) end -- which says how it is done
  end
  for _, list in ipairs { "verbs", "layout" } do
    for _, verb in ipairs(require("lib.verbs." .. list)) do names[verb[1]] = "scripts/lib/verbs/" .. list .. ".lua" end
  end
  local count = 0
  for name, path in pairs(names) do
    check.truthy(manifest.methods[name], name .. " of " .. path)
    count = count + 1
  end
  local listed = 0
  for _ in pairs(manifest.methods) do listed = listed + 1 end
  check.equal(count, listed)
end)

check.run()
