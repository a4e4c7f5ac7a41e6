-- rows.lua - which rows of a table an expression is true of, by their numbers.

local rows = {}

-- A name that no column of the table has.
function rows.free_name(t, name)
  local taken = {}
  for _, one in ipairs(t:column_names()) do taken[one] = true end
  while taken[name] do name = name .. "_" end
  return name
end

-- The table with its rows numbered from 1 in a column more, and the name of that column.
function rows.numbered(t)
  local name = rows.free_name(t, "row_of_file")
  return t:mutate({ { name, "row_number()" } }), name
end

-- The set of the numbers of rows of which the expression is true; nil and why when it is none of this table.
function rows.where(t, expression)
  if #t == 0 then return {} end
  local numbered, name = rows.numbered(t)
  local kept, problem = lab.try(numbered.filter, numbered, expression)
  if not kept then return nil, problem end
  local set = {}
  for _, row in kept:col(name):values() do set[row] = true end
  return set
end

return rows
