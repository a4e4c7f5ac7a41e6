-- lists.lua - small things that lists and tables of Lua are asked for everywhere.

local lists = {}

-- A list as a set: { "a", "b" } gives { a = true, b = true }.
function lists.set_of(list)
  local set = {}
  for _, one in ipairs(list) do set[one] = true end
  return set
end

-- The names of things that have one: fields, resources, files.
function lists.names_of(list)
  local names = {}
  for i, one in ipairs(list) do names[i] = one.name end
  return names
end

-- Another table with the same keys and values.
function lists.copy_of(t)
  local copy = {}
  for key, value in next, t do copy[key] = value end
  return copy
end

return lists
