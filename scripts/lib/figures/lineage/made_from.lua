-- made_from.lua - which columns of a table a verb worked out from which: what has to be hidden when a count is.
--
--     n   share              n    share
--     2    2.0   suppress    [c]  [c]       a share of 2.0% of 100 would tell the count
--     98  98.0   ------>     ...
--
-- t:about().fields.share.made_from = { verb = "share", of = "n", by = { "year" } }. It stands with the column, so that it goes where the
-- column goes and is gone when the column is made anew.

local fields = require "lib.figures.fields"
local roles = require "lib.figures.roles"

local made_from = {}

-- t, in which the columns `names` are said to be made so. entry.of is the column that was worked on; entry.per another one of the same row.
function made_from.note(t, names, entry)
  local said = {}
  for _, name in ipairs(names) do said[name] = { made_from = entry } end
  return fields.add(t, said)
end

-- { name =, entry = } of the columns of t that were made from others, in their order.
function made_from.list(t)
  local list, said = {}, t:about().fields or {}
  for _, name in ipairs(t:column_names()) do
    local entry = said[name] and said[name].made_from
    if entry then list[#list + 1] = { name = name, entry = entry } end
  end
  return list
end

-- The groupings within which shares of a column were taken: their totals are told by the shares.
function made_from.shared_within(t, column)
  local list, names = {}, t:column_names()
  for _, made in ipairs(made_from.list(t)) do
    local entry = made.entry
    if entry.verb == "share" and entry.of == column and #roles.without(entry.by, names) == 0 then list[#list + 1] = entry.by end
  end
  return list
end

return made_from
