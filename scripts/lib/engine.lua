-- engine.lua - what the engine offers to modules that also run without it.
--
--     local inputs = engine "inputs"      the function lab.inputs, or nil in plain Lua
--
-- A document is plain Lua, and so is what makes and writes one: everything but reading and writing files works, and is
-- tested, in any Lua 5.4.

local function engine(name)
  local lab = package.loaded.slavelab
  return lab and rawget(lab, name)
end

return engine
