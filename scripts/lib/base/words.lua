-- words.lua - numbers in sentences: "1 row is", "1,234 rows are".

local number = require "lib.base.number"

local words = {}

-- one or many, as n wants: words.either(2, "is", "are") gives "are".
function words.either(n, one, many)
  return n == 1 and one or many
end

-- "1 row", "1,234 rows"; many is one with an s unless given.
function words.count(n, one, many)
  return number.format(n) .. " " .. words.either(n, one, many or one .. "s")
end

-- "a", "b", "c": names as messages quote them.
function words.quoted(names)
  return '"' .. table.concat(names, '", "') .. '"'
end

return words
