-- collected.lua - an argument that is to be a table: of a pipeline (lab.scan_csv) the table that it makes, anything else as it is.

local function collected(value)
  local meta = getmetatable(value)
  local is_pipeline = type(meta) == "table" and meta.__name == "slavelab.Pipeline"
  return is_pipeline and value:collect() or value
end

return collected
