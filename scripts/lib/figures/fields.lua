-- fields.lua - what is said of single columns of a table, t:about().fields: something said besides.

local fields = {}

-- t, of whose columns this is said, too: { people = { role = "figure" } }. What was said of them and of others stays.
function fields.add(t, said)
  local all = {}
  for name, field in pairs(t:about().fields or {}) do all[name] = field end
  for name, more in pairs(said) do
    local field = {}
    for _, part in ipairs { all[name] or {}, more } do
      for key, value in pairs(part) do field[key] = value end
    end
    all[name] = field
  end
  return t:with_about("fields", all)
end

return fields
