-- looked_at.lua - which cells an expression looked at to make one value.
--
--     coalesce(people, guess)            people, and guess only where people is missing
--     if_else(kind == 'growth', a, b)    kind, and a or b
--     sum(people)                        people in every row of the group that has a value
--     sum(a) / sum(b)                    both
--     count()                            the rows of the group
--     first(people)                      people in the first row
--     lag(people), roll_sum(people, 4)   people in the row above, in the four rows
--     rank(people), share(people)        people in all rows that it was ranked or added up with
--
-- A recipe (origin.h): value, from, groups, by, params, whole (one value a group), read. What has to be known of an expression within it (is
-- the condition true here?) is worked out by the verbs of tables, as the expression itself was.

local core = require "slavelab.origin"

local looked_at = {}

-- Names of the $values in an expression.
local function params_in(expr, into)
  local node = core.node(expr)
  if node.kind == "param" then into[node.name] = true end
  for _, operand in ipairs(node) do params_in(operand, into) end
  return into
end

local value_name = "\1value"

-- The values of an expression within the recipe's, a row a row or a row a group; nil when they cannot be had.
local function values_of(recipe, expr, whole)
  local node = core.node(expr)
  if node.kind == "column" and not whole then return recipe.from:col(node.name) end
  local params, any = {}, false
  for name in pairs(params_in(expr, {})) do params[name], any = (recipe.params or {})[name], true end
  local from, by = recipe.from, recipe.by
  local function work_out(t, verb)
    local made = any and t[verb](t, { { value_name, expr } }, params) or t[verb](t, { { value_name, expr } })
    return made:col(value_name)
  end
  local grouped = by and (by.complete and from:group_by(by, { complete = true }) or from:group_by(by)) or from
  if whole then return (lab.try(work_out, grouped, "summarise")) end
  return (lab.try(work_out, grouped, "mutate")) or (lab.try(work_out, from, "mutate"))
end

-- --- one node -------------------------------------------------------------------------------------------------------------------
-- Each gives a function of a row (or of a group, where the recipe is whole and no aggregate was entered) to what was looked at.

local make -- (walk, recipe, expr, whole)

local function nothing() return nil end

local function union_of(walk, parts)
  return function(row)
    local list = {}
    for _, part in ipairs(parts) do list[#list + 1] = part(row) end
    return walk:union(list)
  end
end

local function operands_of(walk, recipe, node, whole)
  local parts = {}
  for i, operand in ipairs(node) do parts[i] = make(walk, recipe, operand, whole) end
  return parts
end

local function group_of(recipe, row)
  local groups = recipe.groups
  return groups and groups[row] or 1
end

-- Rows in which all arguments have a value.
local function present(recipe, node)
  local columns = {}
  for i, operand in ipairs(node) do columns[i] = values_of(recipe, operand) or false end
  return function(row)
    for _, column in ipairs(columns) do
      if column and column[row] == nil then return false end
    end
    return true
  end
end

-- What is united of some rows is kept by the list of them, as groups are asked for once a row.
local function kept(walk, parts, is_there, choose)
  local of_list = {}
  return function(rows)
    if of_list[rows] == nil then
      local list = {}
      for _, row in ipairs(choose and choose(rows) or rows) do
        if is_there(row) then
          for _, part in ipairs(parts) do list[#list + 1] = part(row) end
        end
      end
      of_list[rows] = walk:union(list) or false
    end
    return of_list[rows] or nil
  end
end

local function first_of(rows) return { rows[1] } end
local function last_of(rows) return { rows[#rows] } end
local function always() return true end

-- Of quantile, top and join_text the second argument is a constant, which looks at nothing.
local function aggregate(walk, recipe, node, whole)
  local of_group = walk:group_rows(recipe.from, recipe.groups)
  local function rows_of(at) return of_group[whole and at or group_of(recipe, at)] or {} end
  if #node == 0 then
    local of_list = {}
    return function(at)
      local rows = rows_of(at)
      if of_list[rows] == nil then
        local list = {}
        for _, row in ipairs(rows) do list[#list + 1] = walk:row(recipe.from, row) end
        of_list[rows] = walk:union(list) or false
      end
      return of_list[rows] or nil
    end
  end
  local choose = node.name == "first" and first_of or node.name == "last" and last_of or nil
  local united = kept(walk, operands_of(walk, recipe, node, false), choose and always or present(recipe, node), choose)
  if node.name ~= "share" then return function(at) return united(rows_of(at)) end end
  local all = walk:group_rows(recipe.from, nil)[1] -- a part of the sum over all groups
  return function() return united(all) end
end

-- By row its place in its group, and the rows of that.
local function places(walk, recipe)
  local place = {}
  local of_group = walk:group_rows(recipe.from, recipe.groups)
  for _, rows in pairs(of_group) do
    for i, row in ipairs(rows) do place[row] = i end
  end
  return place, of_group
end

-- How far behind the row a window begins and ends, for those that look at a few rows.
local spans = {
  lag = function(n) return n, n end, lead = function(n) return -n, -n end,
  roll_sum = function(n) return n - 1, 0 end, roll_mean = function(n) return n - 1, 0 end,
}

local running = { cumsum = true, cummax = true, cummin = true }

local function constant(recipe, expr)
  if not expr then return 1 end
  local node = core.node(expr)
  if node.kind == "literal" then return math.tointeger(node.value) end
  if node.kind == "param" then return math.tointeger((recipe.params or {})[node.name]) end
  local values = values_of(recipe, expr)
  return values and math.tointeger(values[1])
end

local function window(walk, recipe, node)
  if #node == 0 then return nothing end -- row_number
  local part, place, of_group = make(walk, recipe, node[1], false), places(walk, recipe)
  local is_there = present(recipe, { node[1] })
  local function rows_of(row) return of_group[group_of(recipe, row)] end
  if running[node.name] then
    local up_to = {} -- by row, of the rows of its group up to it
    for _, rows in pairs(of_group) do
      local so_far
      for _, row in ipairs(rows) do
        if is_there(row) then
          local here = part(row)
          so_far = so_far and here and walk:union { so_far, here } or so_far or here
        end
        up_to[row] = so_far
      end
    end
    return function(row) return up_to[row] end
  end
  local n = constant(recipe, node[2])
  if n and (spans[node.name] or node.name == "pct_change") then
    local from, to = n, n
    if spans[node.name] then from, to = spans[node.name](n) end
    return function(row)
      local rows, list = rows_of(row), {}
      if node.name == "pct_change" then list[1] = part(row) end
      for back = from, to, -1 do
        local at = rows[place[row] - back]
        if at then list[#list + 1] = part(at) end
      end
      return walk:union(list)
    end
  end
  local united = kept(walk, { part }, is_there)
  return function(row) return united(rows_of(row)) end
end

-- --- what chooses ---------------------------------------------------------------------------------------------------------------

local choosing = {}

function choosing.coalesce(walk, recipe, node, whole)
  local parts, values = operands_of(walk, recipe, node, whole), {}
  for i = 1, #node do values[i] = values_of(recipe, node[i], whole) or nil end
  if #values < #node then return nil end
  return function(at)
    for i, part in ipairs(parts) do
      if values[i][at] ~= nil then return part(at) end
    end
  end
end

-- Conditions and values in turns, and at the end what holds otherwise. The conditions looked at on the way count.
function choosing.case_when(walk, recipe, node, whole)
  local parts, values = operands_of(walk, recipe, node, whole), {}
  for i = 1, #node - 1, 2 do
    values[i] = values_of(recipe, node[i], whole)
    if not values[i] then return nil end
  end
  return function(at)
    local list = {}
    for i = 1, #node, 2 do
      list[#list + 1] = parts[i](at) -- a condition, or the last value where there is no other
      if i < #node and values[i][at] == true then
        list[#list + 1] = parts[i + 1](at)
        break
      end
    end
    return walk:union(list)
  end
end

-- Missing where its condition is, so that there is no third case.
choosing.if_else = choosing.case_when

-- --- all nodes ------------------------------------------------------------------------------------------------------------------

function make(walk, recipe, expr, whole)
  local node = core.node(expr)
  if node.kind == "param" or node.kind == "literal" then return nothing end
  if node.kind == "column" then
    if not whole then return function(row) return walk:cell(recipe.from, node.name, row) end end
    local of_group = walk:group_rows(recipe.from, recipe.groups) -- a key
    return function(group) return walk:cells(recipe.from, node.name, of_group[group] or {}) end
  end
  if node.kind == "aggregate" then return aggregate(walk, recipe, node, whole) end
  if node.kind == "window" then return window(walk, recipe, node) end
  local choose = choosing[node.name]
  return choose and choose(walk, recipe, node, whole) or union_of(walk, operands_of(walk, recipe, node, whole))
end

-- A function of a row looked at the columns that it read; one of a group's table at all figures in it. A column that a script gave may have
-- been made of any figure of the row.
local function by_script(walk, recipe)
  if recipe.whole then
    local of_group = walk:group_rows(recipe.from, recipe.groups)
    return function(group)
      local list = {}
      for _, row in ipairs(of_group[group] or {}) do list[#list + 1] = walk:figures(recipe.from, row) end
      return walk:union(list)
    end
  end
  if type(recipe.value) ~= "function" or not recipe.read then return function(row) return walk:figures(recipe.from, row) end end
  return function(row)
    local list = {}
    for name in pairs(recipe.read) do list[#list + 1] = walk:cell(recipe.from, name, row) end
    return walk:union(list)
  end
end

-- What the recipe's value in a row (of a group, where it is whole) was made from.
function looked_at.by(walk, recipe, row)
  local made = walk.made_by[recipe]
  if not made then
    local is_expression = getmetatable(recipe.value) == "slavelab.Expression"
    made = is_expression and make(walk, recipe, recipe.value, recipe.whole) or by_script(walk, recipe)
    walk.made_by[recipe] = made
  end
  return made(row)
end

return looked_at
