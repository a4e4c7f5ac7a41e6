package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local text = assert(loadfile("tools/declarations.lua"))("text")

check.test("bindings/slavelab.lua is up to date: slavelab --no-init tools/declarations.lua writes it", function()
  check.equal(text, lab.read_file("bindings/slavelab.lua"))
end)

check.test("the declarations are Lua, and declare every documented function", function()
  local chunk = assert(load(text, "=slavelab.lua", "t", {}))
  local declared = chunk()
  for _, doc in pairs(lab.docs(true)) do
    if doc.owner == "lab" and doc.signature:find("^%(") then
      check.equal(type(declared[doc.name]), "function", doc.name)
    end
  end
end)

-- The lines of a function without its documentation.
local function declared(name)
  local lines = {}
  for line in text:gmatch("[^\n]*") do
    if line:find("^function " .. name .. "%(") then return table.concat(lines, "\n") .. "\n" .. line end
    if line:find("^%-%-%-@") then lines[#lines + 1] = line else lines = {} end
  end
end

check.test("arguments, results and what may follow ... are declared", function()
  check.equal(declared("lab%.interval"), [[
---@param method "wilson"|"clopper-pearson"|"byar"|"poisson"|"mean"
---@param x number|number[]|slavelab.Column|nil
---@param n? number
---@param options? {confidence?: number, weighted?: boolean}
---@return number|nil
---@return number|nil
function lab.interval(method, x, n, options) end]])
  check.equal(declared("Table:group_by"), [[
---@param ... string|slavelab.Expression|string[]|slavelab.Columns|{complete: boolean}
---@return slavelab.Table
function Table:group_by(...) end]])
  check.equal(declared("Table:rows"), [[
---@return fun(): table, integer
function Table:rows() end]])
end)

check.run()
