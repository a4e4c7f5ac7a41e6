-- suggest.lua - what a misspelt name may have meant, in the words of a message. Which names are near is lab.nearest's to say.

local suggest = {}

-- The name nearest to the one given; nil when none is near.
function suggest.nearest(name, names)
  return lab.nearest(tostring(name), names)[1]
end

-- The end of a sentence about an unknown name: the names that are near, and all there are.
--     suggest.among("tilte", {"title", "lead"}, "a report takes")
--     --> '; did you mean "title"? (a report takes title, lead)'
function suggest.among(name, names, introduction)
  local near = lab.nearest(tostring(name), names)
  local list = introduction .. " " .. (#names > 0 and table.concat(names, ", ") or "none")
  if #near == 0 then return "; " .. list end
  for i, one in ipairs(near) do near[i] = '"' .. one .. '"' end
  local last = table.remove(near)
  local meant = #near > 0 and table.concat(near, ", ") .. " or " .. last or last
  return ("; did you mean %s? (%s)"):format(meant, list)
end

-- The keys that are in a table, sorted, as texts.
function suggest.keys(t)
  local names = {}
  for key in next, t do names[#names + 1] = tostring(key) end
  table.sort(names)
  return names
end

return suggest
