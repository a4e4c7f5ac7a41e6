-- row_keys.lua - the cells that tell rows apart, as one text, so that a row is found in another table.
--
--     year  quarter  people
--     2023  Q4       4,141      of(columns, 1) = "2023\0Q4"
--
-- A number is written with all its digits, a whole one without a point whatever its column's type: 2023 of a column of integers is 2023
-- of a column of numbers. A missing cell is a value of its own.

local row_keys = {}

local missing <const> = "\1"

-- The columns of t with these names, in their order.
function row_keys.columns(t, names)
  local columns = {}
  for i, name in ipairs(names) do columns[i] = t:col(name) end
  return columns
end

local function written(value)
  if math.type(value) ~= "float" then return tostring(value) end
  local whole = math.tointeger(value)
  return whole and tostring(whole) or ("%.17g"):format(value)
end

-- The cells of a row. `columns` is a list of columns, or of lists of values by row.
function row_keys.of(columns, row)
  local parts = {}
  for i, column in ipairs(columns) do
    local value = column[row]
    parts[i] = value == nil and missing or written(value)
  end
  return table.concat(parts, "\0")
end

-- The same with `between` the cells ("\0" unless given); nil when one of them is missing, or there is no column.
function row_keys.whole(columns, row, between)
  local parts = {}
  for i, column in ipairs(columns) do
    local value = column[row]
    if value == nil then return nil end
    parts[i] = written(value)
  end
  return parts[1] and table.concat(parts, between or "\0")
end

-- The first row of each key, of the rows from 1 to `count`; and the key of each row. `twice(first, row)`, when given, is called for each further row of a key.
function row_keys.rows(columns, count, twice)
  local rows, keys = {}, {}
  for row = 1, count do
    local key = row_keys.of(columns, row)
    keys[row] = key
    if not rows[key] then
      rows[key] = row
    elseif twice then
      twice(rows[key], row)
    end
  end
  return rows, keys
end

return row_keys
