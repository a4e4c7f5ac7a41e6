-- ranges.lua - on = "start <= day and day < stop": what a join is told by conditions rather than by names alone.
--
--     force == area and start <= day - 7        equal keys force, area; range: of the left table day - 7, of the right one start
--
-- A name means what it means in the result of the join: a column of the left table, else one of the right table; a column of the right
-- table whose name the left one has, too, has the suffix, start_right. `force == force` is a key that both have.
-- What is compared may be worked out: it becomes a column of its table for the time of the join.

local core = require "slavelab.scan"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local set_of = require("lib.base.lists").set_of
local suggest = require "lib.base.suggest"

local ranges = {}

local flipped = { ["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=", ["=="] = "==" }

local function is_expression(value) return type(value) == "userdata" and getmetatable(value) == "slavelab.Expression" end

-- Whether a text is meant for a condition: no column is called so, and it compares.
local function is_condition(value, there)
  return is_expression(value) or type(value) == "string" and not there[value] and (value:find "[<>=]" or value:find " between ") ~= nil
end

-- Whether there is a condition in on, which is a text, an expression, or a list with pairs of keys beside.
function ranges.has_condition(on, left_names)
  local there = set_of(left_names)
  if type(on) ~= "table" then return is_condition(on, there) end
  for _, one in ipairs(lists.list(on, "join: on")) do
    if is_condition(one, there) then return true end
  end
  return false
end

-- --- taking conditions apart ----------------------------------------------------------------------------------------------------

local function show(expr) return '"' .. tostring(expr) .. '"' end

-- Which table the columns of an operand are of: "left" or "right".
local function side_of(operand, names, whole)
  local side = nil
  for _, name in ipairs(core.columns(operand)) do
    local bare = name:sub(1, -#names.suffix - 1)
    local of = names.left[name] and "left" or names.right[name] and "right" or name:sub(-#names.suffix) == names.suffix and names.right[bare] and "right"
    if not of then
      local all = {}
      for known in pairs(names.left) do all[#all + 1] = known end
      for known in pairs(names.right) do all[#all + 1] = names.left[known] and known .. names.suffix or known end
      table.sort(all)
      raise('join: on: no column "%s" in either table%s', name, suggest.among(name, all, "there are"))
    end
    if side and of ~= side then
      raise("join: on: %s has columns of both tables on one side of the comparison in %s; what is compared is of one table each", show(operand), show(whole))
    end
    side = of
  end
  if not side then
    raise("join: on: %s compares with a value; filter the table before the join: filter(%s)", show(whole), show(whole))
  end
  return side
end

-- A column alone, under the name that it has in its table; else nil.
local function plain_name(operand, side, names)
  local _, operands = core.operands(operand)
  local name = #operands == 0 and core.columns(operand)[1]
  if not name or side == "left" or names.right[name] and not names.left[name] then return name or nil end
  return name:sub(1, -#names.suffix - 1)
end

-- { op =, left = operand, right = operand }: the left table's side first.
local function comparison(op, a, b, whole, names)
  local same = op == "==" and tostring(a) == tostring(b) and core.columns(a)[1]
  if same and names.left[same] and names.right[same] and #core.columns(a) == 1 then
    local key = lab.col[same]
    return { op = op, left = key, right = key, left_name = same, right_name = same }
  end
  local side, other = side_of(a, names, whole), side_of(b, names, whole)
  if side == other then
    local both = {}
    for _, name in ipairs(core.columns(whole)) do
      if names.left[name] and names.right[name] then both[#both + 1] = ("%s of the right table is written %s%s"):format(name, name, names.suffix) end
    end
    raise("join: on: %s compares columns of the %s table with each other%s", show(whole), side, #both > 0 and "; " .. table.concat(both, ", ")
      or "; filter that table before the join")
  end
  if side == "right" then op, a, b = flipped[op], b, a end
  return { op = op, left = a, right = b, left_name = plain_name(a, "left", names), right_name = plain_name(b, "right", names) }
end

local function take_apart(expr, names, list)
  local op, operands = core.operands(expr)
  if op == "and" then
    for _, operand in ipairs(operands) do take_apart(operand, names, list) end
  elseif op == "between" then
    list[#list + 1] = comparison(">=", operands[1], operands[2], expr, names)
    list[#list + 1] = comparison("<=", operands[1], operands[3], expr, names)
  elseif flipped[op] then
    list[#list + 1] = comparison(op, operands[1], operands[2], expr, names)
  else
    raise("join: on: conditions are comparisons by == < <= > >= or between, with \"and\" between them; %s is none", show(expr))
  end
end

-- The comparisons of on, for tables with these columns.
function ranges.parse(left_names, right_names, on, suffix)
  local names = { left = set_of(left_names), right = set_of(right_names), suffix = suffix or "_right" }
  local list = {}
  local function key(left, right)
    if type(left) ~= "string" or type(right) ~= "string" then raise("join: on: name of a column: a text was expected, got %s", type(right)) end
    list[#list + 1] = { op = "==", left_name = left, right_name = right }
  end
  local function add(one)
    if is_condition(one, names.left) then
      take_apart(core.evaluable(one, "join: on"), names, list)
    else
      key(one, one)
    end
  end
  if type(on) ~= "table" then
    add(on)
    return list
  end
  for _, one in ipairs(lists.list(on, "join: on")) do add(one) end
  local given = lists.options(on, "join: on")
  for _, name in ipairs(suggest.keys(given)) do
    if given[name] ~= nil then key(name, given[name]) end -- places of the list are no texts
  end
  return list
end

-- --- tables to join -------------------------------------------------------------------------------------------------------------

-- The table with a column of what is compared, and its name, which no column of a file has.
local function with_operand(t, operand, number, suffix, others)
  local name = "\1compared " .. number
  local seen = t
  if suffix then -- the right table: columns are called as in the result
    local renames = {}
    for _, column in ipairs(t:column_names()) do
      if others[column] then renames[#renames + 1] = { column, column .. suffix } end
    end
    if #renames > 0 then seen = t:rename(renames) end
  end
  return t:mutate { { name, seen:mutate { { name, operand } }:col(name) } }, name
end

-- Both tables and what core's join is told: keys and ranges as flat lists, and the columns that are to be dropped again.
function ranges.prepare(left, right, on, suffix)
  local list = ranges.parse(left:column_names(), right:column_names(), on, suffix)
  local others = set_of(left:column_names())
  local read = { keys = {}, ranges = {}, drop = {} }
  for i, one in ipairs(list) do
    if not one.left_name then
      left, one.left_name = with_operand(left, one.left, i)
      read.drop[#read.drop + 1] = one.left_name
    end
    if not one.right_name then
      right, one.right_name = with_operand(right, one.right, -i, suffix or "_right", others)
      if one.op ~= "==" then read.drop[#read.drop + 1] = one.right_name end
    end
    local to = one.op == "==" and read.keys or read.ranges
    to[#to + 1], to[#to + 2] = one.left_name, one.right_name
    if one.op ~= "==" then to[#to + 1] = one.op end
  end
  return left, right, read
end

return ranges
