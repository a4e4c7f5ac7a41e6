-- random_multiples.lua - whole numbers to one of the two multiples of a base beside them, so that each is right on average.
--
--     12 to base 5: 10 three times out of five, 15 twice          a multiple stays what it is
--
-- One by one (one), or together, so that sums still hold (together): after Cox, J. Am. Stat. Assoc. 82 (1987) 520-524. Think of each sum as a point
-- and of each figure that is no multiple yet as a line between the two sums that it takes part in (or between its sum and the world outside). At
-- every point at least two such lines meet, as a sum of multiples and one other is none. So a walk along lines comes back to a point where it was,
-- and along that circle figures can be raised and lowered in turn without touching a sum: up until the first of them is a multiple, or down, with the
-- chances that leave the average as it is. Each circle settles a figure at least.

local random_multiples = {}

-- Whole numbers from 0 to n - 1 by Steele's SplitMix64: draws of their own for each seed and name, and the same on every machine.
function random_multiples.draws(seed, name)
  local state = seed
  local function next_bits()
    state = state + 0x9E3779B97F4A7C15
    local x = (state ~ (state >> 30)) * 0xBF58476D1CE4E5B9
    x = (x ~ (x >> 27)) * 0x94D049BB133111EB
    return x ~ (x >> 31)
  end
  for i = 1, #name do state = next_bits() + name:byte(i) end
  return function(n) return (next_bits() >> 1) % n end
end

function random_multiples.one(x, base, draw)
  local rest = x % base
  if rest == 0 then return x end
  return x - rest + (draw(base) < rest and base or 0)
end

-- --- together ----------------------------------------------------------------------------------------------------------------------

local outside <const> = 0

-- The two points of each cell with its sign there (a total counts up, a part down), and the cells of each point; nil and the cell that is in
-- a third sum.
local function lines_of(count, sums)
  local ends, at = {}, { [outside] = {} }
  for cell = 1, count do ends[cell] = {} end
  local function join(cell, point, sign)
    if #ends[cell] == 2 then return false end
    table.insert(ends[cell], { point = point, sign = sign })
    return true
  end
  for point, sum in ipairs(sums) do
    at[point] = {}
    if not join(sum.total, point, 1) then return nil, sum.total end
    for _, cell in ipairs(sum.cells) do
      if not join(cell, point, -1) then return nil, cell end
    end
  end
  for cell = 1, count do
    while #ends[cell] < 2 do table.insert(ends[cell], { point = outside, sign = 0 }) end
    for _, one in ipairs(ends[cell]) do table.insert(at[one.point], cell) end
  end
  return ends, at
end

-- Raises and lowers the figures of a circle in turn, until one of them is a multiple.
local function settle(circle, rest, base, draw)
  local up, down = base, base
  for _, step in ipairs(circle) do
    local to_next, to_last = base - rest[step.cell], rest[step.cell]
    if step.way < 0 then to_next, to_last = to_last, to_next end
    up, down = math.min(up, to_next), math.min(down, to_last)
  end
  local by = draw(up + down) < down and up or -down
  for _, step in ipairs(circle) do rest[step.cell] = rest[step.cell] + step.way * by end
end

-- Whether the first and the last line of a circle leave the sum where they meet as it is. Outside, which the circle may have come by after so many
-- lines, no sum has to hold: those behind it may as well go the other way.
local function closes(circle, outside_after)
  local first, last = circle[1], circle[#circle]
  if last.to == outside or last.way * last.sign + first.way * first.first_sign == 0 then return true end
  for i = outside_after + 1, outside_after > 0 and #circle or 0 do circle[i].way = -circle[i].way end
  return outside_after > 0
end

-- The values (by cell from 1 to count, nil where one is missing), rounded so that in each of `sums`, { cells =, total = }, which hold
-- before, they hold after. nil and a cell where sums are no circles of this kind: in three of them, or across each other.
function random_multiples.together(values, count, sums, base, draw)
  local ends, at = lines_of(count, sums)
  if not ends then return nil, at end
  local rest = {}
  for cell = 1, count do rest[cell] = values[cell] and values[cell] % base or 0 end
  local function is_open(cell) return rest[cell] ~= 0 and rest[cell] ~= base end
  -- A line from a point that the walk did not come by.
  local function line_from(point, came_by)
    local list = at[point]
    for i = #list, 1, -1 do
      if not is_open(list[i]) then
        list[i] = list[#list]
        list[#list] = nil
      elseif list[i] ~= came_by then
        return list[i]
      end
    end
  end
  local path, place = {}, {} -- the walk, and after how many steps of it a point was reached
  local function step(cell, from)
    local last = path[#path]
    local here, there = ends[cell][1], ends[cell][2]
    if here.point ~= from then here, there = there, here end
    -- What the line before adds to the sum, this one takes off again.
    local way = last and from ~= outside and -last.way * last.sign * here.sign or 1
    path[#path + 1] = { cell = cell, way = way, sign = there.sign, first_sign = here.sign, to = there.point }
  end
  for first = 1, count do
    while is_open(first) do
      path, place = {}, { [ends[first][1].point] = 0 }
      step(first, ends[first][1].point)
      while #path > 0 do
        local last = path[#path]
        local back = place[last.to]
        if back then
          local circle = table.move(path, back + 1, #path, 1, {})
          if not closes(circle, (place[outside] or 0) - back) then return nil, last.cell end
          settle(circle, rest, base, draw)
          for i = #path, back + 1, -1 do
            if i > back + 1 then place[path[i - 1].to] = nil end
            path[i] = nil
          end
          place[last.to] = nil -- the walk goes on from where the circle was cut off
        else
          place[last.to] = #path
          local cell = line_from(last.to, last.cell)
          if not cell then return nil, last.cell end
          step(cell, last.to)
        end
      end
    end
  end
  local rounded = {}
  for cell = 1, count do
    if values[cell] then rounded[cell] = values[cell] - values[cell] % base + (rest[cell] == base and base or 0) end
  end
  return rounded
end

return random_multiples
