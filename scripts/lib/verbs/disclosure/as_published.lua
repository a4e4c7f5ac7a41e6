-- as_published.lua - t:suppress{ previous = TABLE }: what an earlier release showed stays shown, what it hid stays hidden.
--
--     A  3   [c]       A  3   [c]
--     B  8   [c]       B  8   [c]      by itself the new table would hide A and D, and A is what the old total leaves: 41 - 8 - 30
--     C  30  30        C  30  30
--        41  41        D  6   6
--
-- Rows are matched by their keys. A row or a column that the earlier release lacks is free.

local arguments = require "lib.figures.verb_arguments"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local row_keys = require "lib.figures.row_keys"

local as_published = {}

-- The rows of the earlier release by their keys; raises when two have the same.
local function rows_by_key(previous, keys)
  local columns = row_keys.columns(previous, keys)
  return row_keys.rows(columns, #previous, function(first, row)
    local shown = {}
    for i, column in ipairs(columns) do shown[i] = tostring(column[row]) end
    raise('suppress: previous has two rows of %s (%d and %d): which one a row is cannot be told', table.concat(shown, ", "), first, row)
  end)
end

-- Settles in state what is to be hidden and shown as it was; gives the number of small counts that were published before.
function as_published.settle(t, o, state, vectors)
  local previous = o.previous
  local keys, published = roles.keys(t, o.columns), 0
  if #keys == 0 then raise("suppress: previous is matched by columns that say whom a row counts, and there is none") end
  for _, name in ipairs(keys) do arguments.need_column(previous, name, "suppress: previous") end
  arguments.need_numbers(previous, "suppress: previous", o.columns)
  local rows, columns, match = rows_by_key(previous, keys), row_keys.columns(t, keys), {}
  local names, found = previous:column_names(), false
  for row = 1, #t do
    match[row] = rows[row_keys.of(columns, row)]
    found = found or match[row] ~= nil
  end
  if not found then
    notice.say(('suppress: no row of previous is one of these: none has the same "%s"; nothing in it was kept to'):format(
      table.concat(keys, '" and "')))
  end
  for c, v in ipairs(vectors) do
    local old = #roles.without({ v.name }, names) == 0 and previous:col(v.name)
    for row = 1, old and v.rows or 0 do
      local cell, at = (c - 1) * v.rows + row, match[row]
      local marker = at and old[at] == nil and old:marker(at)
      if at and old[at] ~= nil then
        if state.hidden[cell] == "primary" then state.hidden[cell], published = nil, published + 1 end
        state.fixed[cell] = true
      elseif (marker == "[c]" or marker == "[x]") and v.values[row] ~= nil and not state.hidden[cell] then
        state.hidden[cell], state.earlier[cell] = "secondary", true
      end
    end
  end
  return published
end

return as_published
