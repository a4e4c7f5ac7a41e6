-- vector.lua - a column as plain lists, for verbs that are written in Lua.
--
--     { name = "people", type = "integer", rows = 4,
--       values = { 12, nil, 0, 40 }, markers = { [2] = "[c]", [4] = "[p]" } }
--
-- rows, not #values, says how many there are. markers is sparse: the reason of a missing cell, the flags of a present
-- one. from, where it is set, says which cells of the table the values were made from, as option from of t:put does: { "people" }, or a
-- function(row, at) that calls at(column, row) or at(column, list of rows).

local core = require "slavelab.plain"
local raise = require "lib.base.raise"

local vector = {}

function vector.new(name, kind, rows)
  return { name = name, type = kind, rows = rows, values = {}, markers = {} }
end

function vector.read(t, name)
  local column = t:col(name)
  local values, markers = core.read(column)
  return { name = name, type = column:type(), rows = #t, values = values, markers = markers }
end

-- The tables' columns of these names, in order.
function vector.read_all(t, names)
  local list = {}
  for i, name in ipairs(names) do list[i] = vector.read(t, name) end
  return list
end

-- t with the column: in the place of the one of that name, else as the last.
function vector.put(t, v)
  return t:put(v.name, v.values, { type = v.type, markers = v.markers, from = v.from })
end

-- Of rows with a group number each, a function that gives the rows of a row's group, always the same list; without group, all of `rows`.
-- They are gathered when it is first asked: most often nobody does.
function vector.groups(group, rows)
  local of_group
  return function(row)
    if not of_group then
      of_group = {}
      for at = 1, rows or #group do
        local g = group and group[at] or 1
        of_group[g] = of_group[g] or {}
        table.insert(of_group[g], at)
      end
    end
    return of_group[group and group[row] or 1]
  end
end

-- a + b; a sum of integers is exact or an error.
function vector.add(a, b)
  local sum = a + b
  local wrapped = math.type(sum) == "integer" and (a ~ sum) & (b ~ sum) < 0
  if wrapped then raise("a total is beyond the integers of 64 bits") end
  return sum
end

function vector.is_numeric(v) return v.type == "integer" or v.type == "number" end

return vector
