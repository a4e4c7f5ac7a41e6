-- column_functions.lua - functions that expressions call by name and that are written in Lua: what they do with columns.
--
-- The engine hands such a function the distinct values of its arguments, as columns of equal length, and takes a column of results: a table
-- of a million rows with 43 forces asks 43 times.

local raise = require "lib.base.raise"
local words = require "lib.base.words"

local column_functions = {}

-- Columns of these types were given, one for each of the list; else an error that says what to write. A column without any value goes with
-- every type.
function column_functions.check(name, types, given, advice)
  if #given ~= #types then
    raise("%s has %s, and got %d", name, words.count(#types, "argument"), #given)
  end
  for i, column in ipairs(given) do
    if column:type() ~= types[i] and column:count() > 0 then
      raise("%s: argument %d is %s, and %s was expected%s", name, i, column:type(), types[i], advice or "")
    end
  end
end

-- A column of that type: what `answer` gives for the values of each row, nil being missing, or nil and why it cannot be answered, which
-- is raised with the row where it stands first. Where an argument is missing the result is.
function column_functions.map(name, type, first_row, given, answer)
  local rows = { columns = { "result" }, types = { result = type } }
  local count = #given
  for i = 1, #given[1] do
    local values, whole = {}, true
    for k = 1, count do
      values[k] = given[k][i]
      whole = whole and values[k] ~= nil
    end
    local value, why
    if whole then value, why = answer(table.unpack(values, 1, count)) end
    if why then raise("row %d: %s: %s", first_row(i), name, why) end
    rows[i] = { value }
  end
  return lab.table(rows):col("result")
end

return column_functions
