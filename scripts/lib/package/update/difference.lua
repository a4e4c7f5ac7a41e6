-- difference.lua - two releases of one table: which rows are new, which figures were revised, and what is gone.
--
--     earlier   2023 Q3  4,138      later   2023 Q3  4,142   revised, by 4
--               2023 Q4  4,141              2024 Q1  4,524   new
--                                                            2023 Q4 is gone
--
-- Rows are the same when they agree in `keys`. Missing is a value of its own: a cell that was missing and has a figure now was revised, and no
-- difference is worked out.

local row_keys = require "lib.figures.row_keys"

local difference = {}

-- A cell as a text, with the shorthand for why it is missing.
local function text_of(column, row)
  local value = column[row]
  if value == nil then return column:marker(row) or "" end
  return tostring(value)
end

-- What is compared: every column of both that is no key and names no source, figures first.
local function compared(t, keys, passed_over)
  local skip = {}
  for _, name in ipairs(keys) do skip[name] = true end
  for _, name in ipairs(passed_over) do skip[name] = true end
  local figures, others = {}, {}
  local roles = t:roles()
  for i, name in ipairs(roles:col("column"):to_list()) do
    if not skip[name] then table.insert(roles:col("role")[i] == "figure" and figures or others, name) end
  end
  return figures, others
end

-- The rows of `later` and `earlier` side by side: { new = { rows of later }, gone = { rows of earlier }, same = how many rows agree,
-- revised = { { row =, was =, column =, old =, new =, by = } } }, where `by` is the difference of two figures. Both have the columns of
-- one table, in which `keys` tell rows apart; columns of `passed_over` are not compared, and with `figures_only` no others than figures.
function difference.of(earlier, later, keys, passed_over, figures_only)
  local found = { new = {}, gone = {}, revised = {}, same = 0 }
  local old_rows, old_keys = row_keys.rows(row_keys.columns(earlier, keys), #earlier)
  local new_rows, new_keys = row_keys.rows(row_keys.columns(later, keys), #later)
  local figures, others = compared(later, keys, passed_over)
  if figures_only then others = {} end
  local names = table.move(others, 1, #others, #figures + 1, table.move(figures, 1, #figures, 1, {}))
  local old, new = row_keys.columns(earlier, names), row_keys.columns(later, names)
  for row = 1, #later do
    local was = old_rows[new_keys[row]]
    local revised = #found.revised
    for i, name in ipairs(was and names or {}) do
      local before, after = old[i][was], new[i][row]
      if before ~= after or (before == nil and old[i]:marker(was) ~= new[i]:marker(row)) then
        found.revised[#found.revised + 1] = { row = row, was = was, column = name, old = text_of(old[i], was), new = text_of(new[i], row),
          by = i <= #figures and type(before) == "number" and type(after) == "number" and after - before or nil }
      end
    end
    if not was then
      found.new[#found.new + 1] = row
    elseif revised == #found.revised then
      found.same = found.same + 1
    end
  end
  for row = 1, #earlier do
    if not new_rows[old_keys[row]] then found.gone[#found.gone + 1] = row end
  end
  return found
end

-- The rows of a table with these numbers.
function difference.take(t, rows)
  local wanted = {}
  for _, row in ipairs(rows) do wanted[row] = true end
  local keep = {}
  for row = 1, #t do keep[row] = wanted[row] or false end
  local at = 0
  return t:filter(function()
    at = at + 1
    return keep[at]
  end)
end

-- The revised figures as a table: the keys, the column, old, new, difference.
function difference.revised_table(later, found, keys)
  local spec = { columns = {}, types = { column = "text", old = "text", new = "text", difference = "number" } }
  local columns, whole = row_keys.columns(later, keys), true
  for i, name in ipairs(keys) do spec.columns[i] = name end
  for _, name in ipairs { "column", "old", "new", "difference" } do spec.columns[#spec.columns + 1] = name end
  for i, one in ipairs(found.revised) do
    local row = { column = one.column, old = one.old, new = one.new, difference = one.by }
    for k, name in ipairs(keys) do row[name] = columns[k][one.row] end
    whole = whole and (one.by == nil or math.type(one.by) == "integer")
    spec[i] = row
  end
  if whole then spec.types.difference = "integer" end
  return lab.table(spec)
end

return difference
