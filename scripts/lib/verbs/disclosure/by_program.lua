-- by_program.lua - which further counts are held back in a table whose sums are no graph: three dimensions and more, hierarchies beside
-- another dimension.
--
-- By rules first (by_elimination.lua), which see most. Then each small count is asked for the greatest and the least that it can be
-- (core/disclosure/extremes.h). Where that gives it away, the cheapest cell of its sums is hidden, too, and the rules run again, until all
-- hold: hiding more never makes a count less safe, so that those which held are not asked again. In the end the dearest further cells are
-- shown again where all small counts hold without them, as far as that is not too many questions.

local by_bounds = require "lib.verbs.disclosure.by_bounds"
local by_elimination = require "lib.verbs.disclosure.by_elimination"
local core = require "slavelab.disclosure"
local number = require "lib.base.number"
local raise = require "lib.base.raise"

local by_program = {}

by_program.most_hidden = 20000 -- cells of one program
local most_questions = 4000 -- when cells are shown again
local steps = 1000 -- of the search among whole numbers, for one answer
local near = 1e-6 -- of answers of programs over fractions

-- For each cell the lines it is in, as a part or as the total.
local function lines_by_cell(lines)
  local of = {}
  for _, line in ipairs(lines) do
    for i = 1, #line.cells + (line.total and 1 or 0) do
      local cell = line.cells[i] or line.total
      of[cell] = of[cell] or {}
      table.insert(of[cell], line)
    end
  end
  return of
end

-- Hidden cells that hang together with these by sums, in the order in which they are met, the place of each, and the sums as rows of a
-- program: changes of cells that leave every sum as it is.
local function system_around(state, lines_of, from)
  local cells, place, rows, seen = {}, {}, {}, {}
  local function add(cell)
    if place[cell] then return end
    cells[#cells + 1] = cell
    place[cell] = #cells
  end
  for _, cell in ipairs(from) do add(cell) end
  local next_one = 1
  while cells[next_one] do
    for _, line in ipairs(lines_of[cells[next_one]] or {}) do
      if not seen[line] then
        local row = {}
        seen[line] = true
        for i = 1, #line.cells + (line.total and 1 or 0) do
          local cell = line.cells[i] or line.total
          if state.hidden[cell] then
            add(cell)
            row[#row + 1], row[#row + 2] = place[cell], line.cells[i] and 1 or -1
          end
        end
        rows[#rows + 1] = row
      end
    end
    next_one = next_one + 1
  end
  return cells, place, rows
end

-- Those of the small counts that a reader could tell.
local function told(state, lines_of, slack, small, o)
  local left, given_away = small, {}
  while #left > 0 do
    local cells, place, rows = system_around(state, lines_of, { left[1] })
    if #cells > by_program.most_hidden then
      raise("suppress: %s hidden cells hang together in sums of three dimensions or more, and up to %s can be looked at.\n"
        .. '  Hold back the counts of two dimensions at a time, t:filter("year == 2023"):suppress(...), and publish no totals over the third',
        number.format(#cells), number.format(by_program.most_hidden))
    end
    local least, greatest, zero, wanted, asked, rest = {}, {}, {}, {}, {}, {}
    for i, cell in ipairs(cells) do least[i], greatest[i] = slack[cell] >= by_bounds.without_limit and -math.huge or -slack[cell], math.huge end
    for i = 1, #rows do zero[i] = 0 end
    for _, cell in ipairs(left) do
      if place[cell] then wanted[#wanted + 1], asked[#asked + 1] = place[cell], cell else rest[#rest + 1] = cell end
    end
    -- Where fractions do not reach, whole numbers do not, and these take longer.
    for _, search in ipairs { 0, steps } do
      local low, high = core.extremes(least, greatest, rows, zero, zero, wanted, search)
      local held, cells_of = {}, {}
      for i, cell in ipairs(asked) do
        local need = o.exact and 1 or o.below - state.value[cell]
        if high[i] > need - near or (o.exact and low[i] < near - 1) then held[#held + 1], cells_of[#cells_of + 1] = wanted[i], cell
        else given_away[#given_away + 1] = cell end
      end
      wanted, asked = held, cells_of
    end
    left = rest
  end
  return given_away
end

-- The cheapest open cell of the sums of a cell; when none is open there, of those of the cells that hang together with it.
local function companion(state, lines_of, cost, cell)
  local near = system_around(state, lines_of, { cell })
  for reach = 1, #near do
    local best
    for _, line in ipairs(lines_of[near[reach]] or {}) do
      for i = 1, #line.cells + (line.total and 1 or 0) do
        local other = line.cells[i] or line.total
        local open = not state.hidden[other] and (state.value[other] or 0) > 0 and not state.fixed[other]
        if open and (not best or cost[other] < cost[best]) then best = other end
      end
    end
    if best then return best end
  end
end

-- Shows further cells again, the dearest first, where every small count holds without.
local function show_again(state, lines_of, slack, cost, small, before, o)
  local further = {}
  for cell, kind in pairs(state.hidden) do
    if kind == "secondary" and not before[cell] then further[#further + 1] = cell end
  end
  if #further * #small > most_questions then return end
  table.sort(further, function(a, b) return cost[a] > cost[b] or (cost[a] == cost[b] and a < b) end)
  for _, cell in ipairs(further) do
    state.hidden[cell] = nil
    local holds = true
    for _, line in ipairs(lines_of[cell] or {}) do holds = holds and not by_elimination.is_forced(state, line, o.least, o.below - 1) end
    if not holds or #told(state, lines_of, slack, small, o) > 0 then state.hidden[cell] = "secondary" end
  end
end

-- Hides what it takes in state.hidden; gives the set of small counts that nothing can protect. o as for by_bounds.hide.
function by_program.hide(state, lines, o)
  local lines_of, before, small, exposed = lines_by_cell(lines), {}, {}, {}
  for cell, kind in pairs(state.hidden) do before[cell] = kind end
  local slack, cost = by_bounds.slacks(state, lines, o.least), by_bounds.costs(state, o)
  for cell = 1, state.cells do
    if state.hidden[cell] == "primary" and lines_of[cell] then small[#small + 1] = cell end
  end
  local left = small
  while #left > 0 do
    by_elimination.hide(state, lines, o.least, o.below - 1)
    left = told(state, lines_of, slack, left, o)
    local again = {}
    for _, cell in ipairs(left) do
      local other = companion(state, lines_of, cost, cell)
      if other then
        state.hidden[other], again[#again + 1] = "secondary", cell
      else
        exposed[cell] = true
      end
    end
    left = again
  end
  if not next(exposed) then show_again(state, lines_of, slack, cost, small, before, o) end
  return exposed
end

return by_program
