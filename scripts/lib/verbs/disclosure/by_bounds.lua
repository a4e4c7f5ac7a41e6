-- by_bounds.lua - which further counts are held back in a table whose sums are a graph: what a reader can tell is then known exactly,
-- and so few others are hidden as it takes (core/disclosure/protect.h).

local core = require "slavelab.disclosure"

local by_bounds = {}

by_bounds.without_limit = 1 << 61 -- how far a figure can be lowered of which nothing is known

-- The values of counts that were hidden before, as far as sums of the table give them: cell -> value.
local function work_out_hidden(state, lines)
  local found = {}
  local function value_of(cell) return state.value[cell] or found[cell] end
  local function look(line)
    if not line.total or line.partial then return false end
    local unknown, rest = nil, 0
    for _, cell in ipairs(line.cells) do
      local value = value_of(cell)
      if value then rest = rest + value
      elseif unknown then return false
      else unknown = cell end
    end
    local total = value_of(line.total)
    if unknown and total then found[unknown] = total - rest
    elseif not unknown and not total then found[line.total] = rest
    else return false end
    return true
  end
  local progress = next(state.before) ~= nil
  while progress do
    progress = false
    for _, line in ipairs(lines) do progress = look(line) or progress end
  end
  return found
end

-- How far each cell can be lowered. What was hidden before can be anything where no total of the table bounds it; else, when its value
-- does not follow, it is taken to be the least, so that nothing rests on it that might not hold.
function by_bounds.slacks(state, lines, least)
  local found, bounded, list = work_out_hidden(state, lines), {}, {}
  for _, line in ipairs(lines) do
    for _, cell in ipairs(line.total and line.cells or {}) do bounded[cell] = true end
    if line.total then bounded[line.total] = true end
  end
  for cell = 1, state.cells do
    local value = state.value[cell] or found[cell]
    if value then list[cell] = math.max(0, value - least)
    elseif state.before[cell] and not bounded[cell] then list[cell] = by_bounds.without_limit
    else list[cell] = 0 end
  end
  return list
end

-- What hiding a cell costs: a total more than all other cells, one that is to be kept more than all totals; else one cell more costs more
-- than any values, or with by_value = true a greater value more than any number of cells. All together they fit into 62 bits: where there
-- are very many cells, values that differ little cost the same.
function by_bounds.costs(state, o)
  local sum, counts, level = 0.0, { 0, 0, 0 }, {}
  for cell = 1, state.cells do
    level[cell] = o.is_kept(cell) and 3 or o.is_total(cell) and 2 or 1
    counts[level[cell]] = counts[level[cell]] + 1
    sum = sum + (state.value[cell] or 0)
  end
  local ranks = (counts[2] + 1.0) * (counts[3] + 1.0)
  local room = math.tointeger(math.max(1.0, math.min(2.0 ^ 24, 2.0 ^ 60 / ranks / (state.cells + 1.0)) // 1))
  local scale = math.max(1, math.tointeger(sum // room))
  local per_cell, per_value = room + 1, 1
  if o.by_value then per_cell, per_value = 1, state.cells + 1 end
  local below, price, most, list = counts[1] * per_cell + room * per_value, { 0 }, { math.maxinteger }, {}
  for rank = 2, 3 do
    most[rank] = (1 << 60) // (counts[rank] + 1)
    price[rank] = math.min(below + 1, most[rank])
    below = math.min(below + counts[rank] * (price[rank] + per_cell), 1 << 60)
  end
  for cell = 1, state.cells do
    local rank = level[cell]
    list[cell] = math.min(price[rank] + per_cell + (state.value[cell] or 0) // scale * per_value, most[rank])
  end
  return list
end

-- A sum that is known and hides nothing but small counts, all of them the greatest there can be: whoever counts in the notes how many
-- are small can tell them. Its cheapest open cell, which is to be hidden and protected with them; nil when it is not so, or none is open.
local function companion(state, after, cost, line, most)
  if line.total and after[line.total] ~= "open" and after[line.total] ~= "shown" then return nil end
  local count, best = 0, nil
  for _, cell in ipairs(line.cells) do
    local word = after[cell]
    if word == "primary" and state.value[cell] == most then count = count + 1
    elseif word == "open" and (not best or cost[cell] < cost[best]) then best = cell
    elseif word ~= "open" and word ~= "shown" then return nil end
  end
  return count > 0 and best or nil
end

-- Hides what it takes in state.hidden; gives the set of small counts that nothing can protect, or nil when the sums are no graph.
-- o has below, least, exact, by_value, is_total(cell) and is_kept(cell); state has value, hidden, before and fixed (cells that stay shown)
-- by cell, and cells.
function by_bounds.hide(state, lines, o)
  local states, need, signed = {}, {}, {}
  for cell = 1, state.cells do
    local value, kind = state.value[cell], state.hidden[cell]
    if kind then states[cell] = kind == "secondary" and "before" or kind -- hidden as it was in an earlier release
    elseif not value or value == 0 or state.fixed[cell] then states[cell] = "shown"
    else states[cell] = "open" end
    need[cell] = value and math.max(1, o.below - value) or 1
  end
  for i, line in ipairs(lines) do
    signed[i] = table.move(line.cells, 1, #line.cells, 1, {})
    if line.total then table.insert(signed[i], -line.total) end
  end
  local slack, cost, added, after = by_bounds.slacks(state, lines, o.least), by_bounds.costs(state, o), {}, nil
  repeat
    after = core.protect(signed, states, slack, need, cost, o.exact)
    if not after then return nil end
    local again = false
    for _, line in ipairs(lines) do
      local cell = companion(state, after, cost, line, o.below - 1)
      if cell and states[cell] == "open" then states[cell], added[cell], again = "primary", true, true end
    end
  until not again
  local exposed = {}
  for cell, word in ipairs(after) do
    if word == "further" or added[cell] then state.hidden[cell] = "secondary" end
    if word == "exposed" then exposed[cell] = true end
  end
  return exposed
end

return by_bounds
