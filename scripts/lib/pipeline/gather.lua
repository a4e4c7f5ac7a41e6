-- gather.lua - what chunks of a pipeline leave, gathered and put together: rows, rows that are reduced again, groups.
--
-- A gatherer takes tables as chunks leave them (add), gives what it has for another to take (give, take), and ends with one
-- table (finish).

local apply = require "lib.pipeline.apply"

local gather = {}

-- Rows of parts that wait before they are put together with those before them.
local most_waiting = 500000

-- Tables that wait to be put behind one another. Now and then some are: few rows of a chunk would else hold on to all texts of the
-- chunk.
local most_apart = 8

local function new_stack()
  local stack = { rows = 0 }
  local settled, apart = {}, {}
  local function append(tables)
    local all = #tables == 1 and tables[1] or tables[1]:append(table.unpack(tables, 2))
    for i = 1, #tables > 1 and #tables or 0 do tables[i]:close() end
    return all
  end
  function stack.push(t)
    apart[#apart + 1] = t
    stack.rows = stack.rows + #t
    if #apart == most_apart then settled[#settled + 1], apart = append(apart), {} end
  end
  function stack.is_empty() return #settled + #apart == 0 end
  -- All of them as one table; the stack is empty then.
  function stack.take()
    table.move(apart, 1, #apart, #settled + 1, settled)
    local all = append(settled)
    settled, apart, stack.rows = {}, {}, 0
    return all
  end
  return stack
end

-- Tables behind one another.
local function new_pile()
  local pile, stack = {}, new_stack()
  local columns = nil -- a table of no rows, for when there is no other
  function pile.take(t)
    columns = columns or t:head(0)
    if #t > 0 then stack.push(t) else t:close() end
  end
  pile.add = pile.take
  function pile.finish() return stack.is_empty() and columns or stack.take() end
  function pile.give() return { pile.finish() } end
  return pile
end

-- What steps leave of each chunk, reduced again together now and then.
local function new_reducer(made, steps)
  local reducer, stack, settled = {}, new_stack(), 0
  local function reduce(t) return apply.through(t, steps, made.rest - made.reduce, made.rest - 1) end
  function reducer.take(t)
    stack.push(t)
    if stack.rows > most_waiting + 2 * settled then
      local together = reduce(stack.take())
      settled = #together
      stack.push(together)
    end
  end
  function reducer.add(t) reducer.take(reduce(t)) end
  function reducer.finish() return reduce(stack.take()) end
  function reducer.give() return { reducer.finish() } end
  return reducer
end

-- The values handed in that a stage uses, of those that the step was given.
local function used(params, names)
  local some = nil
  for name in pairs(names) do
    if params and params[name] ~= nil then
      some = some or {}
      some[name] = params[name]
    end
  end
  return some
end

-- Groups of chunks, put together now and then so that they never are many more than there are groups.
local function new_groups(made, step)
  local groups, stack, settled = {}, new_stack(), 0
  local keys = made.grouping and apply.key_names(made.grouping.keys) or {}
  local of_nothing = nil -- what a chunk of no rows gives: it stands for all when no chunk has a row

  local function put_together(how, complete)
    local all = stack.is_empty() and of_nothing or stack.take()
    if #keys == 0 then return all:summarise(how) end
    local by = complete and all:group_by(keys, { complete = true }) or all:group_by(keys)
    return by:summarise(how)
  end

  -- Groups of some chunks, or what chunks of no rows gave.
  function groups.take(part, empty)
    if empty then
      of_nothing = of_nothing or part
      return
    end
    stack.push(part)
    if stack.rows > most_waiting + 2 * settled then
      local together = put_together(made.parts.together)
      settled = #together
      stack.push(together)
    end
  end

  function groups.add(t)
    local empty, parts = #t == 0, made.parts
    local keyed = made.grouping and apply.with_keys(t, made.grouping) or t
    local ready = #parts.arguments > 0 and keyed:mutate(parts.arguments, used(step.params, parts.argument_params)) or keyed
    local by = made.grouping and ready:group_by(keys) or ready
    local part = by:summarise(parts.parts, used(step.params, parts.params))
    if by ~= ready then by:close() end
    if ready ~= keyed then ready:close() end
    if keyed ~= t then keyed:close() end
    t:close()
    groups.take(part, empty)
  end

  function groups.give()
    local empty = stack.is_empty()
    return { put_together(made.parts.together) }, empty
  end

  function groups.finish()
    local all = put_together(made.parts.finally, made.grouping and made.grouping.complete)
    local names = apply.key_names(made.grouping and made.grouping.keys or {})
    local list = {}
    for i, value in ipairs(made.parts.values) do list[i] = { "value " .. i, value[2] } end
    all = all:mutate(list, used(step.params, made.parts.value_params))
    for i, value in ipairs(made.parts.values) do
      all = all:rename { ["value " .. i] = value[1] }
      names[#names + 1] = value[1]
    end
    return all:select(names)
  end
  return groups
end

-- The gatherer for steps as the plan (plan.lua) has them.
function gather.new(made, steps)
  if made.reduce > 0 then return new_reducer(made, steps) end
  if not made.parts then return new_pile() end
  return new_groups(made, steps[made.rest - 1])
end

return gather
