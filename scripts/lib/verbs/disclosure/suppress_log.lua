-- suppress_log.lua - t:log(): what t:suppress hid and why, for the author alone.
--
--     force  row  column  figure  kind     why                  sums
--     Kent     2  people       3  small    from 1 to 4          the total of all rows
--     Essex    1  people       8  further  guards small counts  the total of all rows
--
-- It names the counts that must not be seen. So it is kept beside the table that suppress gave and not in what the table knows of itself
-- (t:about()), which goes along with it: nothing that is made or written from that table has the log.

local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"

local suppress_log = {}

-- By the table that suppress gave: a function that makes its log. It goes when the table does.
local makers = setmetatable({}, { __mode = "k" })

local words = { primary = "small", secondary = "further" }

-- The known sum `line` in words: "Kent, Total", "the total of 2022".
local function sum_name(line, row_text, column_of, rows)
  if line.rest_of then
    return ('"%s" of %s'):format(line.rest_of, row_text((line.cells[1] - 1) % rows + 1))
  elseif line.total then
    local text = row_text((line.total - 1) % rows + 1)
    return line.is_across and ('"%s" of %s'):format(column_of(line.total), text) or text
  elseif line.is_across then
    return "the columns of " .. row_text((line.cells[1] - 1) % rows + 1)
  end
  return "the total of " .. (line.group or "all rows")
end

-- For each hidden cell the names of its sums, in their order.
local function sums_of(state, lines, name)
  local sums = {}
  local function add(cell, text)
    if not state.hidden[cell] then return end
    sums[cell] = sums[cell] or {}
    table.insert(sums[cell], text)
  end
  for _, line in ipairs(lines) do
    local text = name(line)
    for _, cell in ipairs(line.cells) do add(cell, text) end
    if line.total then add(line.total, text) end
  end
  return sums
end

-- The parts that leave so little of their whole that it is a small count: cell -> what is left.
local function small_rests(state)
  local rests = {}
  for rest, part in pairs(state.rest_of) do
    if state.hidden[rest] == "primary" then rests[part] = state.value[rest] end
  end
  return rests
end

local function why(cell, state, o, rests)
  if state.hidden[cell] == "primary" then return ("from %d to %d"):format(o.zeros and 0 or 1, o.below - 1) end
  if rests[cell] then return ('leaves %d of "%s"'):format(rests[cell], o.whole) end
  return state.earlier[cell] and "held back in an earlier release" or "guards small counts"
end

-- Keeps the log of s, which suppress made of t; `made` is a list of { row =, column =, value = } that went with the counts.
function suppress_log.keep(s, t, state, lines, vectors, o, made)
  makers[s] = function()
    local keys, rows = roles.keys(t, o.columns), #t
    local columns = {}
    for i, key in ipairs(keys) do columns[i] = t:col(key) end
    local function row_text(row)
      local parts = {}
      for i, column in ipairs(columns) do parts[i] = tostring(column[row]) end
      return #parts > 0 and table.concat(parts, ", ") or "row " .. row
    end
    local function column_of(cell) return vectors[(cell - 1) // rows + 1].name end
    local sums = sums_of(state, lines, function(line) return sum_name(line, row_text, column_of, rows) end)
    local rests, spec = small_rests(state), { columns = {} }
    for i, key in ipairs(keys) do spec.columns[i] = key end
    for _, name in ipairs { "row", "column", "figure", "kind", "why", "sums" } do
      while #roles.without({ name }, keys) == 0 do name = name .. "_" end -- a key may be called so
      table.insert(spec.columns, name)
    end
    local function add(row, ...)
      local line = {}
      for i, column in ipairs(columns) do
        local value = column[row]
        line[i] = type(value) == "table" and tostring(value) or value
      end
      spec[#spec + 1] = table.move({ row, ... }, 1, 6, #columns + 1, line)
    end
    for cell = 1, #vectors * rows do
      local kind = state.hidden[cell]
      if words[kind] then
        local in_sums = table.concat(sums[cell] or {}, "; ")
        add((cell - 1) % rows + 1, column_of(cell), state.value[cell], rests[cell] and "small" or words[kind], why(cell, state, o, rests), in_sums)
      end
    end
    for _, one in ipairs(made) do add(one.row, one.column, one.value, "made", "worked out from a hidden count", "") end
    return lab.table(spec)
  end
end

-- t:log()
function suppress_log.log(t)
  if not makers[t] then
    raise("log: only the table that suppress gave has a log, and none that was made of it later: s = t:suppress(...), then s:log()")
  end
  return makers[t]()
end

return suppress_log
