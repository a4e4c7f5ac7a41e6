-- row_wise.lua - which expressions are worked out from one row alone, so that a chunk gives what the whole would.

local core = require "slavelab.scan"

local row_wise = {}

function row_wise.is_expression(value)
  return type(value) == "userdata" and getmetatable(value) == "slavelab.Expression"
end

-- Whether a value is worked out from its row alone, so that it is the same in a chunk as in the whole table. What lab.define made
-- may look further; and what a function gives has a type that only all its rows show.
function row_wise.is(value)
  if not row_wise.is_expression(value) then return false end
  for _, name in ipairs(core.calls(value)) do
    if not core.scalars[name] then return false end
  end
  return true
end

-- Those of a list that are no names.
function row_wise.expressions(list)
  local values = {}
  for _, value in ipairs(list) do
    if type(value) ~= "string" then values[#values + 1] = value end
  end
  return values
end

function row_wise.all(values)
  for _, value in ipairs(values) do
    if not row_wise.is(value) then return false end
  end
  return true
end

return row_wise
