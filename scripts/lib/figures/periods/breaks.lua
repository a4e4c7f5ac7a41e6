-- breaks.lua - figures on both sides of a break in their series, [b], were counted in different ways.
--
--     2021   40        from here on people are counted by the month of the referral: 2022 has the flag [b]
--     2022   70 [b]    its change on 2021 says nothing of slavery
--     2023   77        10% more than 2022
--
-- What is worked out from several periods does not cross one, unless across_breaks = true. A period that has the flag belongs to what
-- comes after it.

local notes = require "lib.figures.notes"
local words = require "lib.base.words"

local breaks = {}

local function is_break(marker) return marker ~= nil and marker:find("[b]", 1, true) ~= nil end

-- { [group] = { at, at ... } }: the periods of each group that have the flag in one of the vectors, in order; nil when none has it.
function breaks.of(vectors, line)
  local found = nil
  for _, v in ipairs(vectors) do
    for row, marker in pairs(v.markers) do
      local at = line.at[row]
      if at and is_break(marker) then
        found = found or {}
        local list = found[line.group[row]] or {}
        found[line.group[row]] = list
        list[#list + 1] = at
      end
    end
  end
  for _, list in pairs(found or {}) do table.sort(list) end
  return found
end

-- Whether one of them lies between two periods of a group, the later one included.
function breaks.between(found, group, one, other)
  if one > other then one, other = other, one end
  for _, at in ipairs(found and found[group] or {}) do
    if at > one and at <= other then return true end
  end
  return false
end

-- How many of them are not after a period: periods with the same number lie in one piece.
function breaks.piece(found, group, period)
  local count = 0
  for _, at in ipairs(found and found[group] or {}) do
    if at <= period then count = count + 1 end
  end
  return count
end

-- t with a note of how many results are missing because of it.
function breaks.note(t, verb, name, count)
  if count == 0 then return t end
  return notes.add(t, verb, ('%s: %s of "%s" would cross a break in the series ([b]) and %s missing; across_breaks = true works them out.'):format(
    verb, words.count(count, "figure"), name, words.either(count, "is", "are")))
end

return breaks
