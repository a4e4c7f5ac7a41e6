-- pages.lua - what stands on the sheets of a workbook that is published: names, the lines above a table, headings.
--
--     A1  Potential victims referred, UK                       the title
--     A2  This worksheet contains one table.                   and where notes are
--     A3  Shorthand in this table: [c] confidential            one line for each thing that must be known before the figures
--     A4  Some cells are blank: ...                            if and only if some are
--     A5  year | people (number)                               the header
--
-- The rules are those that check_workbook.lua tests by their ids (W1 to C7). slavelab.workbook_write writes pages as ODS and XLSX.

local plain = require "lib.figures.plain"

local pages = {}

pages.longest_name = 31

-- "Referrals: UK, 2023" becomes "Referrals_UK_2023": letters, digits and underscores, not beginning with a digit, not the address of a cell. Never one
-- of `used`, whose keys are in small letters; the name is entered there.
function pages.name(text, used)
  local name = text:gsub("[^%w]+", "_"):gsub("^_+", ""):gsub("_+$", "")
  if name == "" then name = "Table" end
  if name:find("^%d") or name:find("^%a%a?%a?%d+$") or name:find("^[RrCc]%d*[Cc]?%d*$") then name = "Table_" .. name end
  name = name:sub(1, pages.longest_name):gsub("_+$", "")
  local base, number = name, 1
  while used[name:lower()] do
    number = number + 1
    local ending = "_" .. number
    name = base:sub(1, pages.longest_name - #ending) .. ending
  end
  used[name:lower()] = true
  return name
end

local meaning = {}
for _, pair in ipairs(plain.meanings) do meaning[pair[1]] = pair[2] end

-- "Shorthand in this table: [c] confidential; [p] provisional." of a list of markers; nil of none.
function pages.shorthand(markers)
  local said = {}
  for i, marker in ipairs(markers) do said[i] = marker .. " " .. meaning[marker] end
  return #said > 0 and "Shorthand in this table: " .. table.concat(said, "; ") .. "." or nil
end

pages.blanks = "Some cells are blank: the figure is not known, and no reason was given."

-- A text on one line, as headings and lines are.
function pages.line(text) return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")) end

return pages
