-- problems.lua - t:problems() of what a pipeline gave: which cell kept a column from being what most of it is.
--
-- That is known to who sees all rows of a column at once, and a pipeline sees a chunk and lets it go. So the text columns that it read are read
-- again, when somebody asks and not before: nothing is slower for those who do not.

local core = require "slavelab.scan"
local csv_paths = require "lib.pipeline.csv_paths"

local problems = {}

-- The options under which one file's text columns are read by themselves.
local function options_of(source, columns)
  local options = {}
  for key, value in pairs(source.options) do options[key] = value end
  options.columns = columns
  return options
end

-- { find = f }, which t:problems() calls: f gives the table, or nil when no column has a problem. nil when there is no column to be looked at. types: of each column that
-- was read; marks: of each file, what it was when it was read.
function problems.later(source, types, marks)
  local promised = type(source.options.types) == "table" and source.options.types or {}
  local columns = {}
  for _, name in ipairs(source.names) do
    if types[name] == "text" and not promised[name] and name ~= source.file_column then columns[#columns + 1] = name end
  end
  if #columns == 0 then return nil end
  local found, asked
  local function find()
    if asked then return found end
    local parts = {}
    for i, path in ipairs(source.paths) do
      local part = core.problems(path, options_of(source, columns), marks[i])
      if part and #source.paths > 1 then part = csv_paths.with_file(part, "file", path) end
      parts[#parts + 1] = part
    end
    found, asked = #parts > 1 and parts[1]:append(table.unpack(parts, 2)) or parts[1], true
    return found
  end
  return { find = find }
end

return problems
