-- documented.lua - Lua that a page shows, to be tried as it stands there.

local documented = {}

-- The block of code on a page of docs/ whose first line is `first`, without its indent. It ends with the first line after it
-- that is not indented.
function documented.source(page, first)
  local lines, inside = {}, false
  for line in (lab.read_file(page) .. "\n"):gmatch("([^\n]*)\n") do
    if line == "    " .. first then inside = true end
    if inside and line ~= "" and not line:find("^    ") then break end
    if inside then lines[#lines + 1] = line:sub(5) end
  end
  assert(#lines > 0, page .. " does not show " .. first)
  return table.concat(lines, "\n")
end

return documented
