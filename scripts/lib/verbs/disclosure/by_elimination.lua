-- by_elimination.lua - which further counts are held back by rules alone: fractional figures, and what by_program.lua begins with, in tables
-- whose sums are no graph (core/disclosure/sums.h).
--
-- In every sum at least two cells are hidden, they are not all forced to their least or greatest value, and no cell follows from several
-- sums together (elimination.lua). The smallest other count is taken; a total only when there is nothing else, and a zero never. That
-- counts are not below 0 is not looked at beyond single sums.

local elimination = require "lib.verbs.disclosure.elimination"

local by_elimination = {}

-- The open cell of a line that costs least: the smallest count above 0, else the total itself; one that is to be kept only when there is
-- no other.
local function cheapest(state, line, kept)
  local best
  for _, cell in ipairs(line.cells) do
    local value = state.value[cell]
    if not state.hidden[cell] and value and value > 0 and not state.fixed[cell] and (kept or not state.kept[cell]) then
      if not best or value < state.value[best] then best = cell end
    end
  end
  local total = line.total
  local is_open = total and (state.value[total] or 0) > 0 and not state.hidden[total] and not state.fixed[total]
  if not best and is_open and (kept or not state.kept[total]) then best = total end
  return best or (not kept and cheapest(state, line, true) or nil)
end

-- Whether hidden counts that all are known to lie in low .. high must all be low, or all high, to give their sum.
function by_elimination.is_forced(state, line, low, high)
  if line.total and state.hidden[line.total] then return false end
  local sum, count = 0, 0
  for _, cell in ipairs(line.cells) do
    local kind = state.hidden[cell]
    if kind == "primary" then
      sum, count = sum + state.value[cell], count + 1
    elseif kind then
      return false
    end
  end
  return count > 0 and (sum == count * low or sum == count * high)
end

local function count_hidden(state, line)
  local count = line.total and state.hidden[line.total] and 1 or 0
  local guarded = count > 0 and state.hidden[line.total] ~= "before"
  for _, cell in ipairs(line.cells) do
    if state.hidden[cell] then count, guarded = count + 1, guarded or state.hidden[cell] ~= "before" end
  end
  return count, guarded
end

local function hide_one_more(state, line)
  local cell = cheapest(state, line)
  if not cell then return false end
  state.hidden[cell] = "secondary"
  return true
end

-- Lines with one hidden cell, or with cells that their sum forces, get another, until all are well. One that has no
-- cell left to hide is `open`: its sum itself gives the cell away.
local function guard_lines(state, lines, low, high)
  local changed = true
  while changed do
    changed = false
    for _, line in ipairs(lines) do
      local count, guarded = count_hidden(state, line)
      if guarded and not line.open and (count == 1 or by_elimination.is_forced(state, line, low, high)) then
        if hide_one_more(state, line) then changed = true else line.open = true end
      end
    end
  end
end

-- Only where sums share cells can they tell something together.
local function share_cells(lines)
  local seen = {}
  for _, line in ipairs(lines) do
    local cells = line.cells
    for i = 1, #cells + 1 do
      local cell = cells[i] or line.total
      if cell then
        if seen[cell] then return true end
        seen[cell] = true
      end
    end
  end
  return false
end

local function hide(state, lines, low, high)
  guard_lines(state, lines, low, high)
  if not share_cells(lines) then return end
  local lines_of = {}
  for _, line in ipairs(lines) do
    for _, cell in ipairs(line.cells) do
      lines_of[cell] = lines_of[cell] or {}
      table.insert(lines_of[cell], line)
    end
  end
  while true do
    local progress = false
    for _, cell in ipairs(elimination.exposed(lines, state.hidden)) do
      if state.hidden[cell] ~= "before" then
        for _, line in ipairs(lines_of[cell] or {}) do
          if hide_one_more(state, line) then
            progress = true
            break
          end
        end
      end
      if progress then break end
    end
    if not progress then return end
    guard_lines(state, lines, low, high)
  end
end

-- Hides what it takes in state.hidden (cell -> "before", "primary", "secondary"); gives the set of cells that are given away all the
-- same. Small counts lie in low .. high.
function by_elimination.hide(state, lines, low, high)
  hide(state, lines, low, high)
  local exposed = {}
  for _, cell in ipairs(elimination.exposed(lines, state.hidden)) do exposed[cell] = state.hidden[cell] ~= "before" or nil end
  for _, line in ipairs(lines) do
    if by_elimination.is_forced(state, line, low, high) then
      for _, cell in ipairs(line.cells) do exposed[cell] = exposed[cell] or state.hidden[cell] == "primary" end
    end
  end
  return exposed
end

return by_elimination
