-- apply.lua - steps of a pipeline (scan.lua) done to a table: to a chunk, or to all of it.

local total_labels = require "lib.figures.totals.total_labels"

local apply = {}

-- The names of keys, each { name } or { name, expression }.
function apply.key_names(keys)
  local list = {}
  for i, key in ipairs(keys) do list[i] = key[1] end
  return list
end

-- A key that is an expression becomes its column before group_by.
function apply.with_keys(t, step)
  local made = {}
  for _, key in ipairs(step.keys) do
    if key[2] ~= nil then made[#made + 1] = key end
  end
  return #made > 0 and t:mutate(made) or t
end

-- group_by as it was written.
local function grouped(t, step, complete)
  t = apply.with_keys(t, step)
  if complete then return t:group_by(apply.key_names(step.keys), { complete = true }) end
  return t:group_by(apply.key_names(step.keys))
end

-- Columns that nothing needs were not read.
local function those_of(t, names)
  local there, list = {}, {}
  for _, name in ipairs(t:column_names()) do there[name] = true end
  for _, name in ipairs(names) do
    if there[name] then list[#list + 1] = name end
  end
  return list
end

-- Of the columns that were read.
local function renamed(t, step)
  local list, there = {}, {}
  for _, name in ipairs(t:column_names()) do there[name] = true end
  for i, name in ipairs(step.before) do
    if there[name] and step.names[i] ~= name then list[#list + 1] = { name, step.names[i] } end
  end
  return #list > 0 and t:rename(list) or t
end

-- A column that is replaced without being looked at was not read: it takes its place all the same.
local function mutated(t, step)
  local after = t:mutate(step.list, step.params)
  local names = after:column_names()
  if #names == #t:column_names() then return after end
  local in_order = those_of(after, step.names)
  for i, name in ipairs(names) do
    if in_order[i] ~= name then return after:select(in_order) end
  end
  return after
end

local function one(t, step)
  if step.verb == "filter" then return t:filter(step.conditions, step.params) end
  if step.verb == "mutate" then return mutated(t, step) end
  if step.verb == "select" then return t:select(step.columns) end
  if step.verb == "drop" then return t:drop(those_of(t, step.columns)) end
  if step.verb == "group_by" then return grouped(t, step, step.complete) end
  if step.verb == "summarise" then return t:summarise(step.list, step.params) end
  if step.verb == "rename" then return renamed(t, step) end
  return t[step.verb](t, table.unpack(step.arguments, 1, step.arguments.n))
end

-- The table after steps first to last. Tables on the way are closed rather than left to the collector, which does not know how
-- large a chunk is.
function apply.through(t, steps, first, last)
  for i = first, last do
    local after = one(t, steps[i])
    if after ~= t then t:close() end
    t = after
  end
  return t
end

-- The same, where the tables on the way may be another's, too.
function apply.through_kept(t, steps, first, source)
  for i = first, #steps do
    t = one(t, steps[i])
    if i == source.sieve then total_labels.notice(t, source.paths[1], true) end
  end
  return t
end

return apply
