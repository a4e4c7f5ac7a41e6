-- column_sets.lua - columns chosen by what they are: by type, by name, by how much of them is missing.
--
--     condition                                     over the columns force, year, n_2021, n_2022, note
--     numeric                                       year, n_2021, n_2022
--     starts_with(name, "n_")                       n_2021, n_2022
--     text and not empty                            force, note
--
-- A condition is an expression as filter takes it, and what it looks at is a table with a row for each column: no second language.
-- It stands in lab.columns("..."), where verbs take names, and behind "over" in mutate and summarise. A text alone is always a name.

local core = require "slavelab.scan"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local set_of = require("lib.base.lists").set_of

local column_sets = {}

local Columns = { __name = "slavelab.Columns" }

local types = { "integer", "number", "text", "boolean", "date", "datetime" }

-- What a condition can ask of a column, in the order in which docs/verbs.md lists it.
local facts = { "name", "type", "place", "n_missing", "rows", "empty", "numeric", "unit", "title", "role", "figure", "key", "remark" }
for _, name in ipairs(types) do facts[#facts + 1] = name end

-- Those that are known of columns without their values, as those of a pipeline are.
local of_names = { name = true, place = true }

-- Those that values decide, not types: worked out when they are asked for.
local of_roles = { role = true, figure = true, key = true, remark = true }

local fact_types = { name = "text", type = "text", place = "integer", n_missing = "integer", rows = "integer", unit = "text", title = "text", role = "text" }

-- The names of columns that a condition looks at; nil: any, as a function may.
local function looked_at(condition)
  if type(condition) ~= "userdata" then return nil end
  return core.columns(condition)
end

-- Whether names alone decide.
function column_sets.needs_names_only(condition)
  for _, name in ipairs(looked_at(condition) or { "type" }) do
    if not of_names[name] then return false end
  end
  return true
end

local function asks_for_roles(condition)
  for _, name in ipairs(looked_at(condition) or { "role" }) do
    if of_roles[name] then return true end
  end
  return false
end

-- The table with a row for each column of t.
local function facts_of(t, with_roles)
  local list = { columns = facts, types = {} }
  for _, fact in ipairs(facts) do list.types[fact] = fact_types[fact] or "boolean" end
  local role_of = with_roles and roles.list(t) or {}
  for i, field in ipairs(t:schema()) do
    local role = role_of[i] and role_of[i].role
    local row = { name = field.name, type = field.type, place = i, n_missing = field.missing, rows = #t, empty = field.missing == #t,
      numeric = field.type == "integer" or field.type == "number", unit = field.unit, title = field.title, role = role,
      figure = role == "figure", key = role == "key", remark = role == "remark" }
    for _, name in ipairs(types) do row[name] = field.type == name end
    list[i] = row
  end
  return lab.table(list)
end

-- What of the values handed in the condition uses.
local function used(condition, params)
  if params == nil or type(condition) ~= "userdata" then return nil end
  local own = nil
  for _, name in ipairs(core.params(condition)) do
    own = own or {}
    own[name] = params[name]
  end
  return own
end

-- The names of the columns that the condition holds of, in their order, those in `without` aside.
function column_sets.matching(t, condition, params, without)
  local rows = facts_of(t, asks_for_roles(condition))
  local left_out = set_of(without or {})
  local list = {}
  for _, name in ipairs(rows:filter(condition, used(condition, params)).name:to_list()) do
    if not left_out[name] then list[#list + 1] = name end
  end
  return list
end

-- The same; none is an error.
function column_sets.need(t, condition, params, without, where)
  local names = column_sets.matching(t, condition, params, without)
  if #names == 0 then
    local there = t:column_names()
    raise("%s: no column%s meets the condition%s; there are %s", where, without and #without > 0 and " that is no key of the grouping" or "",
      type(condition) == "userdata" and " " .. tostring(condition) or "", #there > 0 and table.concat(there, ", ") or "none")
  end
  return names
end

function column_sets.is_set(value) return type(value) == "table" and getmetatable(value) == Columns end

function column_sets.new(condition, params)
  if params ~= nil and type(params) ~= "table" then raise("lab.columns: values handed in are a table, not a %s", type(params)) end
  local is_expression = type(condition) == "userdata" and getmetatable(condition) == "slavelab.Expression"
  if type(condition) ~= "string" and type(condition) ~= "function" and not is_expression then
    raise('lab.columns: a condition is a text, as in lab.columns("numeric"), or an expression or function of a column; got %s', type(condition))
  end
  return setmetatable({ condition = core.evaluable(condition, "lab.columns"), params = params }, Columns)
end

function Columns.__tostring(self)
  return type(self.condition) == "userdata" and ('lab.columns("%s")'):format(tostring(self.condition)) or "lab.columns(function)"
end

-- The names in texts, lists and sets, one list: a set gives those that are not named already. `optional`: a set may hold none.
function column_sets.expand(t, where, optional, ...)
  local names, there = {}, {}
  local function add(value, listed)
    if column_sets.is_set(value) then
      local choose = optional and column_sets.matching or column_sets.need
      for _, name in ipairs(choose(t, value.condition, value.params, nil, where)) do
        if not there[name] then names[#names + 1], there[name] = name, true end
      end
    elseif type(value) == "table" and getmetatable(value) == nil and not listed then
      for _, item in ipairs(lists.list(value, where)) do add(item, true) end
    elseif type(value) ~= "string" then
      names[#names + 1] = value -- the verb says what it thinks of it
    elseif not there[value] then
      names[#names + 1], there[value] = value, true
    end
  end
  for i = 1, select("#", ...) do add((select(i, ...))) end
  return names
end

-- Whether there is a set among the arguments, or in a list among them; and whether all such sets are decided by names alone.
function column_sets.among(...)
  local found, by_names = false, true
  local function look(value, deep)
    if column_sets.is_set(value) then
      found, by_names = true, by_names and column_sets.needs_names_only(value.condition)
    elseif deep and type(value) == "table" and getmetatable(value) == nil then
      for _, item in ipairs(lists.list(value, "argument")) do look(item, false) end
    end
  end
  for i = 1, select("#", ...) do look((select(i, ...)), true) end
  return found, by_names
end

-- The columns behind "over" in mutate and summarise; keys of a grouping stay what they are.
function column_sets.over(t, condition, params, verb)
  return column_sets.need(t, condition, params, t:grouping(), verb .. ': what stands behind "over"')
end

-- Pairs { old, new } for the columns of a set: `how` is an expression of the column, or a function of it, that gives the new name.
function column_sets.renames(t, set, how)
  if how == nil then raise [[rename: what the columns are to be called is missing, as in rename(lab.columns("numeric"), "name .. '_n'")]] end
  local names = column_sets.need(t, set.condition, set.params, nil, "rename")
  local chosen = set_of(names)
  local rows = facts_of(t, true):filter(function(r) return chosen[r.name] end):mutate { { "new", core.evaluable(how, "rename") } }
  local list = {}
  for row in rows:rows() do
    if type(row.new) ~= "string" or row.new == "" then
      raise('rename: the new name of "%s" is %s, and a text that is not empty is wanted', row.name, row.new == nil and "missing" or tostring(row.new))
    end
    list[#list + 1] = { row.name, row.new }
  end
  return list
end

return column_sets
