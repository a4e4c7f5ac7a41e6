-- contains.lua - whether a value stands in a list: contains({ "a", "b" }, "b").

return function(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end
