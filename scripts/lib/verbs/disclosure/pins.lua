-- pins.lua - what hidden counts can be, given the sums that are known, and which of the sums pin one down.
--
-- A problem is made of a system (linked_sums.lua): unknowns whose value is known are put into the sums, and what is left falls into parts that
-- share no unknown, so that each question is a small one. The least and the greatest come from core/disclosure/extremes.h: over whole numbers
-- in a part of up to `most_whole` unknowns, else over fractions and rounded inwards, which is never narrower than the truth.

local core = require "slavelab.disclosure"

local pins = {}

local most_whole <const> = 200
local steps <const> = 20000

-- Rows without the unknowns that are known; their own terms stay, to be told from.
local function open_rows(system)
  local rows = {}
  for _, row in ipairs(system.rows) do
    local factor, order, shift = {}, {}, 0
    for i = 1, #row.terms, 2 do
      local u, f = system.root(row.terms[i]), row.terms[i + 1]
      if system.low[u] == system.high[u] then
        shift = shift + f * system.low[u]
      else
        if not factor[u] then order[#order + 1] = u end
        factor[u] = (factor[u] or 0) + f
      end
    end
    local terms = {}
    for _, u in ipairs(order) do
      if factor[u] ~= 0 then
        terms[#terms + 1] = u
        terms[#terms + 1] = factor[u]
      end
    end
    if #terms > 0 then rows[#rows + 1] = { terms = terms, low = row.low - shift, high = row.high - shift, from = row } end
  end
  return rows
end

-- For each unknown that stands in a row, the list of all rows that hang together with it.
local function parts_of(rows)
  local parent, first = {}, {}
  local function top(i)
    while parent[i] ~= i do parent[i], i = parent[parent[i]], parent[i] end
    return i
  end
  for i, row in ipairs(rows) do
    parent[i] = i
    for k = 1, #row.terms, 2 do
      local u = row.terms[k]
      if first[u] then parent[top(i)] = top(first[u]) else first[u] = i end
    end
  end
  local of_top, of_unknown = {}, {}
  for i, row in ipairs(rows) do
    local at = top(i)
    of_top[at] = of_top[at] or {}
    table.insert(of_top[at], row)
  end
  for u, i in pairs(first) do of_unknown[u] = of_top[top(i)] end
  return of_unknown
end

-- The least and the greatest of the unknowns in `wanted` as two lists; nil when no numbers fulfil the rows.
local function solve(system, rows, wanted)
  local number, unknowns, low, high, low_rows, high_rows, terms, asked = {}, {}, {}, {}, {}, {}, {}, {}
  local function number_of(u)
    if not number[u] then
      unknowns[#unknowns + 1] = u
      number[u], low[#unknowns], high[#unknowns] = #unknowns, system.low[u], system.high[u]
    end
    return number[u]
  end
  for r, row in ipairs(rows) do
    terms[r], low_rows[r], high_rows[r] = {}, row.low, row.high
    for i = 1, #row.terms, 2 do terms[r][i], terms[r][i + 1] = number_of(row.terms[i]), row.terms[i + 1] end
  end
  for i, u in ipairs(wanted) do asked[i] = number_of(u) end
  local least, greatest = core.extremes(low, high, terms, low_rows, high_rows, asked, #unknowns <= most_whole and steps or 0)
  if not least then return nil end
  for i in ipairs(wanted) do -- rounded inwards already where whole numbers were sought
    if least[i] > -math.huge then least[i] = math.tointeger(math.ceil(least[i] - 1e-6)) end
    if greatest[i] < math.huge then greatest[i] = math.tointeger(math.floor(greatest[i] + 1e-6)) end
  end
  return least, greatest
end

-- For the unknowns in `targets` a list of { unknown =, least =, greatest =, rows = those they hang together with }. `contradiction(unknowns)`
-- raises when nothing fits.
function pins.find(system, targets, contradiction)
  local parts, found, asked = parts_of(open_rows(system)), {}, {}
  for i, u in ipairs(targets) do
    local rows = parts[u]
    found[i] = { unknown = u, least = system.low[u], greatest = system.high[u], rows = rows or {} }
    if rows then
      if not asked[rows] then
        asked[rows] = { places = {}, unknowns = {} }
        asked[#asked + 1] = rows
      end
      table.insert(asked[rows].places, i)
      table.insert(asked[rows].unknowns, u)
    end
  end
  for _, rows in ipairs(asked) do
    local some = asked[rows]
    local least, greatest = solve(system, rows, some.unknowns)
    if not least then contradiction(some.unknowns) end
    for i, at in ipairs(some.places) do found[at].least, found[at].greatest = least[i], greatest[i] end
  end
  return found
end

-- The fewest rows that it takes, in that none of them can be left out: holds(least, greatest) says whether what is left still pins it.
function pins.minimal(system, one, holds)
  local rows = one.rows
  local function still(some)
    local least, greatest = solve(system, some, { one.unknown })
    return least ~= nil and holds(least[1], greatest[1])
  end
  local size = math.max(1, #rows // 2)
  while true do
    local at, less = 1, false
    while at <= #rows do
      local rest = table.move(rows, 1, at - 1, 1, {})
      table.move(rows, at + size, #rows, at, rest)
      if #rest < #rows and still(rest) then rows, less = rest, true else at = at + size end
    end
    if size == 1 then return rows end
    if not less or size > #rows then size = math.max(1, size // 2) end
  end
end

return pins
