-- which_table.lua - which table of a package a new file is for: the one named, or the one whose columns it has.

local names_of = require("lib.base.lists").names_of
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.base.words"

local which_table = {}

-- The header of the file as each way of reading gives it: a function of the options of a resource.
local function header_reader(file)
  local kept = {}
  return function(options)
    local way = lab.json_encode(options)
    if kept[way] == nil then
      local t = lab.try(lab.read_csv, file, options)
      kept[way] = t and t:column_names() or false
    end
    return kept[way] or nil
  end
end

-- How many columns two lists of names have in common.
local function in_common(a, b)
  local set, count = {}, 0
  for _, name in ipairs(a) do set[name] = true end
  for _, name in ipairs(b) do count = count + (set[name] and 1 or 0) end
  return count
end

-- The resource whose columns the file has. Two that have the same columns are never chosen between; an earlier release that was kept is
-- none to be updated.
function which_table.by_columns(described, file)
  local header_of, fitting, nearest, most = header_reader(file), {}, nil, 0
  for _, resource in ipairs(described.resources) do
    local names = resource.read.header ~= false and header_of(resource.read)
    local wanted = names_of(resource.fields)
    if names and not resource.earlier_release_of and table.concat(names, "\0") == table.concat(wanted, "\0") then fitting[#fitting + 1] = resource end
    local common = names and in_common(names, wanted) or 0
    if common > most then nearest, most = resource, common end
  end
  if #fitting == 1 then return fitting[1] end
  if #fitting == 0 then
    raise("%s has the columns of no table of %s%s", file, described.path, nearest
      and ('; nearest is "%s", which has %s'):format(nearest.name, words.quoted(names_of(nearest.fields))) or "")
  end
  local names = {}
  for i, resource in ipairs(fitting) do names[i] = resource.name end
  raise("%s has the columns of several tables: %s. Say which one is meant: --table %s", file, words.quoted(names), names[1])
end

function which_table.named(described, name)
  local names = {}
  for i, resource in ipairs(described.resources) do names[i] = resource.name end
  return described.by_name[name] or raise('%s has no table "%s"%s', described.path, name, suggest.among(name, names, "tables are"))
end

return which_table
