-- not_numbers.lua - the cell that makes text of a column of figures.
--
-- One "12 approx" among ten thousand counts makes the column text, and whoever is told "this is text" looks at figures and sees
-- none. So an error that needs numbers names the cell:
--
--     share: column "people" holds text, such as "12 approx" in row 3; share needs numbers

local escape = require "lib.base.escape"

local not_numbers = {}

local longest <const> = 60 -- bytes of a value that are shown

local function is_figure(text)
  return text:find("^%s*[-+]?%d[%d,]*%.?%d*%s*$") ~= nil
end

local function shown(text)
  if #text > longest then text = text:sub(1, longest):gsub("[\xC0-\xFF][\x80-\xBF]*$", "") .. "…" end
  return escape.line(text)
end

-- 'such as "x7" in row 2' for a text column of t: its first value that is no figure. nil where all are, as in a column of codes,
-- and for a column of another type. The second result says whether any value is a figure.
function not_numbers.first(t, name)
  local column = t:col(name)
  if column:type() ~= "text" then return nil, false end
  local first, any = nil, false
  for row = 1, #t do
    local value = column[row]
    if value then
      if is_figure(value) then any = true elseif not first then first = ('such as "%s" in row %d'):format(shown(value), row) end
    end
    if first and any then break end
  end
  return first, any
end

return not_numbers
