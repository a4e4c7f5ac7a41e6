-- expand_paths.lua - which files a path means: one, a list, or a pattern such as "data/2019-*.csv".

local core = require "slavelab.scan"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"

-- The paths as a list, those of a pattern in order of their names. A file whose name has a star in it is itself.
local function expand_paths(given, verb)
  local list = {}
  for _, path in ipairs(type(given) == "table" and lists.list(given, verb .. ": path") or { given }) do
    if type(path) ~= "string" then raise("%s: a path was expected, not a %s", verb, type(path)) end
    if path:find("[*?%[]") and not lab.path_kind(path) then
      local found = core.glob(path)
      if #found == 0 then raise('%s: no file matches "%s"', verb, path) end
      table.move(found, 1, #found, #list + 1, list)
    else
      list[#list + 1] = path
    end
  end
  if #list == 0 then raise("%s: the list of files is empty", verb) end
  return list
end

return expand_paths
