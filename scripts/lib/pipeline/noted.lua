-- noted.lua - the verbs of a pipeline that are steps: noted down with the columns behind them, after what is known to be wrong before a
-- row is read has been said. A verb that needs the rows for that goes to the table instead.

local core = require "slavelab.scan"
local lists = require "slavelab.lists"
local object = require "lib.pipeline.object"
local raise = require "lib.base.raise"
local row_wise = require "lib.pipeline.row_wise"
local set_of = require("lib.base.lists").set_of
local suggest = require "lib.base.suggest"

local noted = {}
local verbs = object.verbs

-- A table of no rows under the names: what a verb makes of it says what the verb makes of the names, or why it cannot.
local function without_rows(names) return lab.table { columns = names } end

-- Raises what the table's verb says to arguments that it refuses.
local function refuse(self, verb, ...)
  local t = without_rows(object.names_of(self))
  t[verb](t, ...)
end

-- Raises unless the wanted columns are there, what the table's verb says to these arguments.
local function require_names(self, wanted, verb, ...)
  local names = object.names_of(self)
  local there = set_of(names)
  for _, name in ipairs(wanted) do
    if not there[name] then
      local t = without_rows(names)
      local _, message = lab.try(t[verb], t, ...)
      if message and message:find("no column", 1, true) then error(message, 0) end
      raise('no column "%s"%s', name, suggest.among(name, names, "the columns are")) -- it stumbled over a type first
    end
  end
end

-- The arguments of a verb without a last table of $values, and that table.
local function split_params(...)
  local arguments = table.pack(...)
  while arguments.n > 1 and arguments[arguments.n] == nil do arguments.n = arguments.n - 1 end
  local last = arguments[arguments.n]
  local is_params = arguments.n > 1 and type(last) == "table" and getmetatable(last) == nil and #last == 0 and next(last) ~= nil
  if not is_params then return arguments, nil end
  arguments[arguments.n] = nil
  arguments.n = arguments.n - 1
  return arguments, last
end

-- Texts and lists of texts, one list.
function noted.flatten(...)
  local list = {}
  for i, item in ipairs { ... } do
    if type(item) == "table" then
      local items = lists.list(item, "argument " .. i)
      table.move(items, 1, #items, #list + 1, list)
    else
      list[#list + 1] = item
    end
  end
  return list
end

local function check_columns_of(self, expr, verb, ...)
  if row_wise.is_expression(expr) then require_names(self, core.columns(expr), verb, ...) end
end

function verbs.filter(self, ...)
  local arguments, params = split_params(...)
  local conditions = {}
  for i, condition in ipairs(noted.flatten(table.unpack(arguments, 1, arguments.n))) do
    if type(condition) == "boolean" then refuse(self, "filter", ...) end
    conditions[i] = core.evaluable(condition, "filter: condition " .. i)
    check_columns_of(self, conditions[i], "filter", ...)
  end
  if #conditions == 0 then raise('filter: a condition was expected, as in filter("year >= 2014")') end
  return object.with_step(self, { verb = "filter", conditions = conditions, params = params })
end

-- The conditions behind "over" in texts, in lists of texts and pairs, and in a pair by its key: mutate("round(*, 1) over numeric").
local function over_conditions(arguments)
  local conditions = {}
  local function look(value, depth)
    if type(value) == "string" then
      conditions[#conditions + 1] = core.over(value)
    elseif type(value) == "table" and getmetatable(value) == nil and depth < 2 then
      for _, item in next, value do look(item, depth + 1) end
    end
  end
  for i = 1, arguments.n do look(arguments[i], 0) end
  return conditions
end

-- The grouping that the last step made: names of its keys, or nil.
local function keys_of(self)
  local last = object.raw(self, "last")
  if not last or last.step.verb ~= "group_by" then return nil end
  local names = {}
  for i, key in ipairs(last.step.keys) do names[i] = key[1] end
  return names
end

-- A table of no rows that has the columns and the grouping of the pipeline.
local function shape_of(self)
  local names, keys = table.move(object.names_of(self), 1, #object.names_of(self), 1, {}), keys_of(self) or {}
  local there = set_of(names)
  for _, key in ipairs(keys) do
    if not there[key] then names[#names + 1] = key end
  end
  return without_rows(names):group_by(keys)
end

-- Values handed in without those that only conditions use, which have been looked at.
local function without_used(params, conditions, list)
  local used, rest = {}, {}
  for _, condition in ipairs(conditions) do
    for _, name in ipairs(core.params(condition)) do used[name] = true end
  end
  for _, pair in ipairs(list) do
    for _, name in ipairs(row_wise.is_expression(pair[2]) and core.params(pair[2]) or {}) do used[name] = nil end
  end
  for name, value in pairs(params) do
    if not used[name] then rest[name] = value end
  end
  return next(rest) ~= nil and rest or nil
end

-- What only some pipelines need is read when one does.
local function column_sets() return require "lib.figures.column_sets" end

-- { { name, value }, ... } and the values handed in; nil when a condition behind "over" looks at what only the rows show.
local function named(self, verb, ...)
  local arguments, params = split_params(...)
  local conditions = over_conditions(arguments)
  for _, condition in ipairs(conditions) do
    if not column_sets().needs_names_only(condition) then return nil end
  end
  local shape = #conditions > 0 and shape_of(self) or nil
  local list, pairs_of = core.named(verb, shape, params, table.unpack(arguments, 1, arguments.n)), {}
  for i = 1, #list, 2 do pairs_of[#pairs_of + 1] = { list[i], list[i + 1] } end
  if params and #conditions > 0 then params = without_used(params, conditions, pairs_of) end
  return pairs_of, params
end

-- Names among which are sets of columns (lab.columns), as names; nil when a set looks at what only the rows show.
local function settled(self, verb, optional, ...)
  local may_be_sets = false
  for i = 1, select("#", ...) do may_be_sets = may_be_sets or type((select(i, ...))) == "table" end
  local found, by_names = false, false
  if may_be_sets then found, by_names = column_sets().among(...) end
  if not found then return noted.flatten(...) end
  return by_names and column_sets().expand(without_rows(object.names_of(self)), verb, optional, ...) or nil
end

function verbs.mutate(self, ...)
  local list, params = named(self, "mutate", ...)
  if not list then return verbs.collect(self):mutate(...) end
  local names = table.move(object.names_of(self), 1, #object.names_of(self), 1, {})
  local there = set_of(names)
  for _, pair in ipairs(list) do
    check_columns_of(self, pair[2], "mutate", ...)
    if not there[pair[1]] then names[#names + 1], there[pair[1]] = pair[1], true end
  end
  return object.with_step(self, { verb = "mutate", list = list, params = params, names = names })
end

function verbs.select(self, ...)
  local wanted = settled(self, "select", false, ...)
  if not wanted then return verbs.collect(self):select(...) end
  require_names(self, wanted, "select", wanted)
  return object.with_step(self, { verb = "select", columns = wanted, names = wanted })
end

function verbs.drop(self, ...)
  local unwanted, names = settled(self, "drop", true, ...), {}
  if not unwanted then return verbs.collect(self):drop(...) end
  require_names(self, unwanted, "drop", unwanted)
  local dropped = set_of(unwanted)
  for _, name in ipairs(object.names_of(self)) do
    if not dropped[name] then names[#names + 1] = name end
  end
  return object.with_step(self, { verb = "drop", columns = unwanted, names = names })
end

function verbs.group_by(self, ...)
  local keys, options = settled(self, "group_by", false, ...), {}
  if not keys then return verbs.collect(self):group_by(...) end
  local last = select("#", ...) > 0 and select(-1, ...)
  if type(last) == "table" and getmetatable(last) == nil and #last == 0 then options = last end
  local pairs_of, there = {}, set_of(object.names_of(self))
  for i, key in ipairs(keys) do
    if type(key) == "string" and there[key] then
      pairs_of[i] = { key }
    else
      local list = core.named("group_by", nil, nil, type(key) == "table" and { key } or key)
      pairs_of[i] = { list[1], list[2] }
      check_columns_of(self, list[2], "group_by", ...)
    end
  end
  return object.with_step(self, { verb = "group_by", keys = pairs_of, complete = options.complete == true })
end

function verbs.summarise(self, ...)
  local list, params = named(self, "summarise", ...)
  if not list then return verbs.collect(self):summarise(...) end
  local last, names = object.raw(self, "last"), {}
  local grouping = last and last.step
  for _, key in ipairs(grouping and grouping.verb == "group_by" and grouping.keys or {}) do names[#names + 1] = key[1] end
  for _, pair in ipairs(list) do
    check_columns_of(self, pair[2], "summarise", ...)
    names[#names + 1] = pair[1]
  end
  local there = {}
  for _, name in ipairs(names) do
    if there[name] then
      raise('two columns are called "%s"; summarise gives the keys first, then a column for each expression', name)
    end
    there[name] = true
  end
  return object.with_step(self, { verb = "summarise", list = list, params = params, names = names })
end
verbs.summarize = verbs.summarise

-- Verbs whose arguments are those of the table's: noted down as they are.
local function with_arguments(self, verb, step, ...)
  step.verb, step.arguments = verb, table.pack(...)
  return object.with_step(self, step)
end

function verbs.rename(self, ...)
  local before = object.names_of(self)
  if type((...)) == "table" and column_sets().is_set((...)) then
    local sets, set, how = column_sets(), ...
    local new_name = type(how) == "function" and how or core.evaluable(how, "rename")
    if not sets.needs_names_only(set.condition) or not sets.needs_names_only(new_name) then
      return verbs.collect(self):rename(...)
    end
    return verbs.rename(self, sets.renames(without_rows(before), set, how))
  end
  return with_arguments(self, "rename", { before = before, names = without_rows(before):rename(...):column_names() }, ...)
end

function verbs.split_rows(self, column, separator)
  if type(column) ~= "string" or separator ~= nil and (type(separator) ~= "string" or separator == "") then
    return verbs.collect(self):split_rows(column, separator)
  end
  require_names(self, { column }, "split_rows", column, separator)
  return with_arguments(self, "split_rows", { column = column }, column, separator)
end

local function check_count(self, verb, count)
  if count ~= nil and (math.type(count) ~= "integer" or count < 0) then refuse(self, verb, count) end
end

function verbs.head(self, count)
  check_count(self, "head", count)
  return with_arguments(self, "head", {}, count)
end

function verbs.tail(self, count)
  check_count(self, "tail", count)
  return with_arguments(self, "tail", {}, count)
end

function verbs.distinct(self, ...)
  local columns = settled(self, "distinct", false, ...)
  if not columns then return verbs.collect(self):distinct(...) end
  require_names(self, columns, "distinct", columns)
  return with_arguments(self, "distinct", { columns = columns }, table.unpack(columns))
end

function verbs.sort(self, ...)
  local keys, arguments, there = {}, split_params(...), set_of(object.names_of(self))
  for i, key in ipairs(noted.flatten(table.unpack(arguments, 1, arguments.n))) do
    local name = type(key) == "string" and key:gsub("^%-", "")
    keys[i] = name and there[name] and name or core.evaluable(key, "sort: key " .. i)
    check_columns_of(self, keys[i], "sort", ...)
  end
  return with_arguments(self, "sort", { keys = keys }, ...)
end

local joined = { left = true, inner = true, semi = true, anti = true }

-- The columns of the left table that a join looks at, and the keys of the right one as a set; nil when something is worked out for it.
local function join_keys(self, other, o)
  local ranges = require "lib.figures.ranges"
  local lefts, rights = {}, {}
  if not ranges.has_condition(o.on, object.names_of(self)) then
    for key, name in pairs(type(o.on) == "table" and o.on or { o.on }) do
      lefts[#lefts + 1], rights[name] = math.type(key) == "integer" and name or key, true
    end
    table.sort(lefts) -- Lua keeps no order among named keys
    return lefts, rights
  end
  local there = {}
  for _, one in ipairs(ranges.parse(object.names_of(self), other:column_names(), o.on, o.suffix)) do
    if not one.left_name or not one.right_name then return nil end
    if not there[one.left_name] then lefts[#lefts + 1], there[one.left_name] = one.left_name, true end
    if one.op == "==" then rights[one.right_name] = true end
  end
  return lefts, rights
end

-- A join in which each row finds its own partners is a step; any other collects first.
function verbs.join(self, other, options)
  local o = type(options) == "table" and options or { on = options }
  local how, expect = o.how or "left", o.expect or "m:1"
  if object.is(other) then other = verbs.collect(other) end
  if type(other) ~= "userdata" or o.on == nil or o.asof ~= nil or not joined[how] or (expect ~= "m:1" and expect ~= "m:m") then
    return verbs.collect(self):join(other, options)
  end
  local lefts, rights = join_keys(self, other, o)
  if not lefts then return verbs.collect(self):join(other, options) end
  require_names(self, lefts, "join", other, options)
  local names, right = table.move(object.names_of(self), 1, #object.names_of(self), 1, {}), other:column_names()
  local there = set_of(names)
  for _, name in ipairs((how == "left" or how == "inner") and right or {}) do
    if not rights[name] then
      names[#names + 1] = there[name] and name .. (o.suffix or "_right") or name
      there[names[#names]] = true
    end
  end
  return with_arguments(self, "join", { names = names, keys = lefts, right = right, other = other }, other, options)
end

return noted
