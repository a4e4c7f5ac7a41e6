-- fields.lua - what is said of single columns of a table, t:about().fields: something said besides.

local copy_of = require("lib.base.lists").copy_of

local fields = {}

-- t, of whose columns this is said, too: { people = { role = "figure" } }. What was said of them and of others stays.
function fields.add(t, said)
  local all = copy_of(t:about().fields or {})
  for name, more in pairs(said) do
    all[name] = copy_of(all[name] or {})
    for key, value in pairs(more) do all[name][key] = value end
  end
  return t:with_about("fields", all)
end

return fields
