-- keep_shown.lua - t:suppress{ keep = ... }: the rows that an author needs published, and that are hidden only when nothing else will do.
--
--     keep = "force == 'Total'"                              a condition
--     keep = { { force = "Kent", year = 2022 }, { force = "Total" } }    keys of rows; one that names fewer columns is of several rows

local arguments = require "lib.figures.verb_arguments"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local row_keys = require "lib.figures.row_keys"
local suggest = require "lib.base.suggest"

local keep_shown = {}

local example = 'keep = "force == \'Total\'" or keep = { { force = "Kent", year = 2022 } }'

-- No column of a table is called so: names of files hold no control characters.
local hit, place = "\1hit", "\1place"

local function rows_where(t, condition)
  local expr = type(condition) == "string" and lab.expr(condition) or condition
  local numbered = t:group_by():mutate { { place, lab.expr "row_number()" }, { hit, expr:coalesce(false) } }
  return numbered:filter(lab.col[hit]):col(place):to_list()
end

local function rows_of_key(t, key, where)
  if type(key) ~= "table" then raise("%s is the key of rows, as { force = \"Kent\" }, not a %s", where, type(key)) end
  local named, names, values, texts = lists.options(key, where), {}, {}, {}
  for _, name in ipairs(suggest.keys(named)) do
    arguments.need_column(t, name, where)
    names[#names + 1], values[#values + 1] = name, { named[name] }
    texts[#texts + 1] = ("%s = %s"):format(name, tostring(named[name]))
  end
  if #names == 0 then raise("%s is empty: %s", where, example) end
  local columns, wanted, rows = row_keys.columns(t, names), row_keys.of(values, 1), {}
  for row = 1, #t do
    if row_keys.of(columns, row) == wanted then rows[#rows + 1] = row end
  end
  return rows, table.concat(texts, ", ")
end

-- The set of rows that are meant. Raises for a condition or a key that no row has: it is misspelt more often than not.
function keep_shown.rows(t, keep)
  local set, where = {}, "suppress: keep"
  local function add(rows, text)
    if #rows == 0 then raise("%s: no row is %s", where, text) end
    for _, row in ipairs(rows) do set[row] = true end
  end
  if type(keep) == "string" or (type(keep) == "userdata" and getmetatable(keep) == "slavelab.Expression") then
    add(rows_where(t, keep), "one where " .. tostring(keep))
    return set
  end
  if type(keep) ~= "table" then raise("%s is a condition or a list of keys of rows: %s", where, example) end
  local keys = lists.list(keep, where)
  if #keys == 0 then raise("%s is a condition or a list of keys of rows: %s", where, example) end
  for i, key in ipairs(keys) do add(rows_of_key(t, key, ("%s[%d]"):format(where, i))) end
  return set
end

return keep_shown
