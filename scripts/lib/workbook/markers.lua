-- markers.lua - what cells that hold no figure mean in a table: as asked for, or as the sheet and the notes of the workbook say.

local find = require "lib.workbook.find"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.workbook.words"

local markers = {}

local function texts_around(state)
  local list = {}
  for _, lines in ipairs { state.region.before, state.region.after, state.named.captions } do
    for _, line in ipairs(lines) do list[#list + 1] = line.text end
  end
  return list
end

-- Lines of cover and notes sheets, where workbooks explain their shorthand.
local function texts_of_notes(state)
  local list = {}
  for i, sheet in ipairs(state.info.sheets) do
    local name = sheet.name:lower()
    if i ~= state.region.sheet and (name:find("cover") or name:find("note") or name:find("information") or name:find("shorthand")) then
      for _, line in ipairs(find.lines_of(state.handle, i, 1, math.min(sheet.last_row or 0, 80))) do list[#list + 1] = line.text end
    end
  end
  return list
end

-- Bytes of a meaning: lists stand on sheets of notes more often than below a table.
local longest_around, longest_elsewhere = 80, 40

function markers.of(state)
  local asked = state.options.markers
  if asked == "none" then return false, {} end
  local replacements, gss = {}, true
  if type(asked) == "table" then
    for token, reason in next, asked do
      if type(token) ~= "string" or type(reason) ~= "string" then raise('read_sheet: markers is a table of texts: { ["*"] = "z" }') end
      local letter = reason:lower():match("^%[?(%a+)%]?$")
      if not letter or not ({ c = true, x = true, z = true, low = true })[letter] then
        raise('read_sheet: markers: %q stands for "c" confidential, "x" not available, "z" not applicable or "low", not for %q', token, reason)
      end
      replacements[#replacements + 1], replacements[#replacements + 2] = token, "[" .. letter .. "]"
    end
    return true, replacements
  end
  local around, elsewhere = texts_around(state), texts_of_notes(state)
  if asked == nil then gss = words.has_shorthand(around) or words.has_shorthand(elsewhere) end
  local said = words.markers(elsewhere, longest_elsewhere)
  for token, reason in next, words.markers(around, longest_around) do said[token] = reason end
  for _, token in ipairs(suggest.keys(said)) do
    replacements[#replacements + 1], replacements[#replacements + 2] = token, said[token]
    state.tokens[token] = said[token]
  end
  return gss or #replacements > 0, replacements
end

return markers
