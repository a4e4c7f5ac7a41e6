-- csv_paths.lua - which files a path means: one, a list, or a pattern such as "data/2019-*.csv".

local core = require "slavelab.scan"
local raise = require "lib.base.raise"

local csv_paths = {}

csv_paths.expand = require "lib.base.expand_paths"

-- The name that option file= asks for: the column that says which file a row is from; nil without it.
function csv_paths.file_column(options, verb)
  local file = options and options.file
  if file == nil or file == false then return nil end
  if file == true then return "file" end
  if type(file) ~= "string" or file == "" then raise("%s: option file is true or the name of a column", verb) end
  return file
end

-- The columns to read for options columns= and where=, which may look at others than are asked for; nil: all of them.
function csv_paths.columns_read(options)
  if not options.columns or options.where == nil then return options.columns end
  local where = core.evaluable(options.where, "where")
  if type(where) ~= "userdata" then return nil end
  local list, there = {}, {}
  local function add(names)
    for _, name in ipairs(type(names) == "table" and names or { names }) do
      if not there[name] then list[#list + 1], there[name] = name, true end
    end
  end
  add(options.columns)
  add(core.columns(where))
  return list
end

-- The table with that column, last.
function csv_paths.with_file(t, column, path)
  return column and t:mutate({ { column, lab.lit(path) } }) or t
end

return csv_paths
