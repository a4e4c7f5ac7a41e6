-- elimination.lua - which held-back cells a reader could still work out from the sums that are known.
--
-- A line is a sum that a reader knows: cells that add up to a figure which is published, here or elsewhere. Cells are
-- numbers of the caller's; a line is { cells = { 3, 4, 9 }, total = the cell that is their sum, or nil when it stands
-- elsewhere }. Only the cells that are hidden are unknown, so that a line is one linear equation in them. A hidden cell
-- can be worked out exactly when elimination (Gauss, Jordan) leaves an equation with it alone. That catches what
-- counting by eye misses: two cells in each row and each column can still give one of them away.
--
-- Reckoning is modulo the prime 2^31 - 1: the coefficients begin as 1 and -1, and nothing is rounded.

local elimination = {}

local prime = 2147483647

local function inverse(a)
  local result, power, base = 1, prime - 2, a % prime
  while power > 0 do
    if power & 1 == 1 then result = result * base % prime end
    base, power = base * base % prime, power >> 1
  end
  return result
end

-- The equation of a line: hidden cell -> coefficient.
local function equation(line, hidden)
  local terms = {}
  for _, cell in ipairs(line.cells) do
    if hidden[cell] then terms[cell] = 1 end
  end
  if line.total and hidden[line.total] then terms[line.total] = prime - 1 end
  return next(terms) and terms
end

-- row <- row - factor * other. When row is one of the pivot rows, `users` keeps track of which cells it has.
local function subtract(row, other, factor, users, name)
  for cell, coefficient in pairs(other) do
    local rest = ((row[cell] or 0) - factor * coefficient) % prime
    row[cell] = rest ~= 0 and rest or nil
    if users then
      users[cell] = users[cell] or {}
      users[cell][name] = row[cell] and true or nil
    end
  end
end

local function keys_in(row, set)
  local keys = {}
  for cell in pairs(row) do
    if set[cell] then keys[#keys + 1] = cell end
  end
  return keys
end

local function least_cell(row)
  local least
  for cell in pairs(row) do least = least and math.min(least, cell) or cell end
  return least
end

-- Adds an equation to those solved so far: solved[pivot] is a row with 1 at its pivot and at no other pivot.
local function solve(solved, users, row)
  for _, pivot in ipairs(keys_in(row, solved)) do subtract(row, solved[pivot], row[pivot]) end
  local pivot = least_cell(row)
  if not pivot then return end
  local scale = inverse(row[pivot])
  for cell, coefficient in pairs(row) do row[cell] = coefficient * scale % prime end
  local with_pivot = {}
  for other in pairs(users[pivot] or {}) do with_pivot[#with_pivot + 1] = other end
  for _, other in ipairs(with_pivot) do subtract(solved[other], row, solved[other][pivot], users, other) end
  solved[pivot] = row
  for cell in pairs(row) do
    users[cell] = users[cell] or {}
    users[cell][pivot] = true
  end
end

-- The hidden cells that can be worked out, as a sorted list.
function elimination.exposed(lines, hidden)
  local solved, users = {}, {}
  for _, line in ipairs(lines) do
    local row = equation(line, hidden)
    if row then solve(solved, users, row) end
  end
  local exposed = {}
  for pivot, row in pairs(solved) do
    if next(row, (next(row))) == nil then exposed[#exposed + 1] = pivot end
  end
  table.sort(exposed)
  return exposed
end

return elimination
