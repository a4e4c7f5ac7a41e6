-- t:suppress before an attacker of the test's own: he fills in what is hidden in every way, knowing all that is shown, that the totals
-- are sums, and that nothing hidden is 0.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local state = 11
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

-- A published table: cell[r][c] is a number or false, with the totals in the last row and the last column. Up to `most` a cell is tried,
-- until content(low, high), the least and the greatest that were found, leaves nothing to be told.
local function attack(cell, rows, columns, most, content)
  local low, high, value, column_sum, done = {}, {}, {}, {}, false
  for r = 1, rows do low[r], high[r], value[r] = {}, {}, {} end
  for c = 1, columns do column_sum[c] = 0 end
  local function fits(total, sum) return total == sum or (total == false and sum >= 1) end
  local function all_fits()
    local whole = 0
    for c = 1, columns do
      if not fits(cell[rows + 1][c], column_sum[c]) then return false end
      whole = whole + column_sum[c]
    end
    return fits(cell[rows + 1][columns + 1], whole)
  end
  local fill
  local function put(r, c, x, row_sum)
    local below = cell[rows + 1][c]
    if below and column_sum[c] + x > below then return false end
    value[r][c] = x
    column_sum[c] = column_sum[c] + x
    fill(r, c + 1, row_sum + x)
    column_sum[c] = column_sum[c] - x
    return true
  end
  function fill(r, c, row_sum)
    if r > rows then
      if not all_fits() then return end
      for i = 1, rows do
        for k = 1, columns do
          low[i][k] = math.min(low[i][k] or math.huge, value[i][k])
          high[i][k] = math.max(high[i][k] or 0, value[i][k])
        end
      end
      done = content(low, high)
    elseif c > columns then
      if fits(cell[r][columns + 1], row_sum) then fill(r + 1, 1, 0) end
    elseif cell[r][c] then
      put(r, c, cell[r][c], row_sum)
    else
      local total = cell[r][columns + 1]
      for x = 1, total and math.min(most, total - row_sum) or most do
        if done or not put(r, c, x, row_sum) then break end
      end
    end
  end
  fill(1, 1, 0)
  return low, high
end

-- A random table of so many rows and columns, as it is and as it is published; nothing when nothing can protect it.
local function publish(rows, columns, options)
  local spec, truth = { columns = { "row", "column", "n" } }, {}
  for r = 1, rows do
    truth[r] = {}
    for c = 1, columns do
      truth[r][c] = random(3) == 0 and random(4) or random(8)
      spec[#spec + 1] = { "r" .. r, "c" .. c, truth[r][c] }
    end
  end
  local t = lab.table(spec):totals("row", "column")
  local s, message = lab.try(t.suppress, t, options)
  if not s then
    check.contains(message, "would follow from sums whatever else is held back")
    return nil
  end
  local cell, at = {}, {}
  for r = 1, rows + 1 do cell[r] = {} end
  for _, row in ipairs(s:to_list()) do
    at[1] = row.row == "Total" and rows + 1 or tonumber(row.row:sub(2))
    at[2] = row.column == "Total" and columns + 1 or tonumber(row.column:sub(2))
    cell[at[1]][at[2]] = row.n or false
  end
  return truth, cell
end

for _, protect in ipairs { "threshold", "exact" } do
  check.test("of 500 random tables no small count is told, at the level " .. protect, function()
    local refused, told, small = 0, 0, 0
    for round = 1, 500 do
      local rows, below = 1 + round % 3, 3 + round % 2
      local columns = rows == 3 and 2 or 2 + round % 2 -- larger ones are attacked in test_protect.c
      local truth, cell = publish(rows, columns, { "n", below = below, protect = protect })
      if not truth then
        refused = refused + 1
      else
        local function is_small(r, c) return truth[r][c] > 0 and truth[r][c] < below end
        local function tells(low, high, r, c)
          return is_small(r, c) and (low[r][c] == high[r][c] or (protect == "threshold" and high[r][c] < below))
        end
        local function count_told(low, high)
          local count = 0
          for r = 1, rows do
            for c = 1, columns do count = count + (tells(low, high, r, c) and 1 or 0) end
          end
          return count
        end
        -- A small count has to rise by 3 at the most, and no other cell by more, from 7.
        local low, high = attack(cell, rows, columns, 10, function(low, high) return count_told(low, high) == 0 end)
        told = told + count_told(low, high)
        for r = 1, rows do
          for c = 1, columns do
            if is_small(r, c) then
              small = small + 1
              check.equal(cell[r][c], false)
            elseif truth[r][c] == 0 then
              check.equal(cell[r][c], 0)
            end
          end
        end
      end
    end
    check.equal(told, 0)
    check.truthy(small > 500, "small counts were there: " .. small)
    check.truthy(refused < 50, "few tables are refused: " .. refused)
  end)

  check.test("of 500 random lists whose total is known no small count is told, at the level " .. protect, function()
    local small, told = 0, 0
    for round = 1, 500 do
      local spec, total = { columns = { "n" } }, 0
      for i = 1, 3 + round % 4 do
        spec[i] = { random(2) == 0 and random(5) or random(30) }
        total = total + spec[i][1]
      end
      local t = lab.table(spec)
      local s = lab.try(t.suppress, t, { "n", protect = protect })
      local hidden, left = 0, total
      for row = 1, s and #s or 0 do
        if s.n[row] then left = left - s.n[row] else hidden = hidden + 1 end
      end
      for row = 1, s and #s or 0 do
        local x = spec[row][1]
        if x > 0 and x < 5 then
          small = small + 1
          -- The others are 1 or more each.
          local most = left - (hidden - 1)
          if s.n[row] or most == 1 or hidden == 1 or (protect == "threshold" and most < 5) then told = told + 1 end
        end
      end
    end
    check.equal(told, 0)
    check.truthy(small > 300)
  end)
end

check.test("the same table is published the same way every time", function()
  local spec = { columns = { "row", "column", "n" } }
  for i = 0, 35 do spec[#spec + 1] = { "r" .. i // 6, "c" .. i % 6, random(12) } end
  local t = lab.table(spec):totals("row", "column")
  check.equal(t:suppress("n"):equals(t:suppress("n")), true)
end)

check.run()
