-- alike.lua - names that look alike and are not equal: "Kent" and "Kent" with a no-break space, "Hampshire" and "Hampshire (R)".
--
--     forms of one table        forms of the other
--     kent  <- "Kent"           kent  <- "Kent\u{a0}"          a pair
--     essex <- "Essex"          essex <- "Essex"               equal: no pair
--
-- A join finds no partner for such a key and a group is split in two, without a word; so a word is said. Names are compared by
-- lab.alike, which takes blanks, letter case, hyphens, apostrophes and the ways to write an accent together, and by what is left when a
-- mark at the end of one of the two is taken off. Only labels of dictionaries are looked at, a few thousand at most: a large join costs no more for it.

local escape = require "lib.base.escape"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"

local alike = {}

local most_labels = 5000
local most_pairs = 3 -- that are named

-- What is searched: labels by themselves, by their form and by their form without marks. Of two that look alike the first stays.
local function index_of(labels)
  local index = { is = {}, by_form = {}, by_unmarked = {} }
  for _, label in ipairs(labels) do
    local form, bare = lab.alike(label)
    index.is[label] = true
    if form ~= "" then index.by_form[form] = index.by_form[form] or label end
    if bare then index.by_unmarked[bare] = index.by_unmarked[bare] or label end
  end
  return index
end

-- The other label that looks like this one, and whether a mark at the end is between them.
local function partner(label, index)
  local form, bare = lab.alike(label)
  local same = index.by_form[form]
  if same and same ~= label then return same, false end
  local other = bare and index.by_form[bare] or index.by_unmarked[form]
  if other then return other, true end
end

local function blanks_as_one(text)
  for _, blank in ipairs { "\u{a0}", "\u{202f}", "\u{2007}", "\u{2009}", "\u{3000}" } do text = text:gsub(blank, " ") end
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- Letters and digits as they are, and whatever stands between them as one sign.
local function signs_as_one(text) return (text:gsub("[^%w%s\x80-\xff]", "\0"):gsub("\xe2[\x80\x88][\x80-\xbf]", "\0")) end

local function difference(a, b, marked)
  if marked then return "a mark at the end" end
  if blanks_as_one(a) == blanks_as_one(b) then return "blanks" end
  if a:lower() == b:lower() then return "letter case" end
  if signs_as_one(a) == signs_as_one(b) then return "a hyphen or an apostrophe" end
  return "blanks, letter case, hyphens, apostrophes or how an accent is written"
end

-- A list of pairs that takes each once, whichever comes first.
local function new_pairs()
  local list, seen = {}, {}
  return list, function(a, b, marked)
    if b < a then a, b = b, a end
    if not seen[a .. "\0" .. b] then
      seen[a .. "\0" .. b] = true
      list[#list + 1] = { a, b, difference(a, b, marked) }
    end
  end
end

-- Labels of the first list that the second lacks, and with `both` the other way round, each with the one there that looks like it:
-- { { "Kent", "kent", "letter case" } }.
function alike.between(labels, others, both)
  local list, add = new_pairs()
  local function look(own, index)
    for _, label in ipairs(own) do
      if not index.is[label] then
        local other, marked = partner(label, index)
        if other then add(label, other, marked) end
      end
    end
  end
  look(labels, index_of(others))
  if both then look(others, index_of(labels)) end
  return list
end

-- Labels of one list that look alike.
function alike.within(labels)
  local list, add = new_pairs()
  local index = index_of(labels)
  for _, label in ipairs(labels) do
    local other, marked = partner(label, index)
    if other then add(label, other, marked) end
  end
  return list
end

-- Blanks of other kinds, accents by themselves and what shows nothing, by their numbers.
local function is_seen(point)
  if point < 0xA0 then return point >= 0x20 and point ~= 0x7F end
  local hidden = point == 0xA0 or point == 0xAD or point == 0x1680 or point == 0x3000 or point == 0xFEFF or point >= 0x300 and point < 0x370
    or point >= 0x2000 and point <= 0x200F or point >= 0x2028 and point <= 0x202F or point >= 0x205F and point <= 0x206F
  return not hidden
end

-- A label in quotes, with what an eye does not see by its number: "Kent\u{a0}".
local function shown(label)
  local parts = {}
  for _, point in utf8.codes(label) do parts[#parts + 1] = is_seen(point) and utf8.char(point) or ("\\u{%x}"):format(point) end
  return '"' .. escape.line(table.concat(parts)) .. '"'
end

local function sentence(list, names)
  local parts = {}
  for i = 1, math.min(#list, most_pairs) do
    parts[i] = ("%s and %s (%s)"):format(shown(list[i][1]), shown(list[i][2]), list[i][3])
  end
  local more = #list > most_pairs and (" and %d more"):format(#list - most_pairs) or ""
  return ('column %s has labels that look alike and are not equal: %s%s'):format(names, table.concat(parts, ", "), more)
end

-- The labels of a column's dictionary, or all its texts when `all` is true; nil when there are too many.
local function labels_of(t, name, all)
  local column = t:col(name)
  return column:labels(most_labels) or all and column:unique() or nil
end

-- The pairs that rows of the tables hold, which a dictionary may have more than.
local function pairs_between(t, other, left, right, both, all)
  local labels, others = labels_of(t, left, all), labels_of(other, right, all)
  if not labels or not others or #alike.between(labels, others, both) == 0 then return {} end
  return alike.between(t:col(left):unique(), other:col(right):unique(), both)
end

local function names_of(left, right)
  if left == right then return '"' .. left .. '"' end
  if right < left then left, right = right, left end
  return ('"%s" or "%s"'):format(left, right)
end

-- Says which keys of t find no partner and look like one of the other table, and with `both` the other way round; lefts and rights are
-- the names of their text keys. Gives `result`, the outcome of the join, with a note of it. Where `all` is true columns of many texts
-- are looked at, too.
function alike.look(t, other, lefts, rights, result, both, all)
  for i, left in ipairs(lefts) do
    local list = pairs_between(t, other, left, rights[i], both, all)
    if #list > 0 then
      local text = sentence(list, names_of(left, rights[i])) .. ", so that they are different keys"
      notice.say(text)
      result = notes.add(result, "join", text:gsub("^%l", string.upper) .. ".")
    end
  end
  return result
end

-- Says which labels of a text column look alike: they are groups of their own.
function alike.look_within(t, name)
  local labels = labels_of(t, name)
  if not labels or #alike.within(labels) == 0 then return end
  local list = alike.within(t:col(name):unique())
  if #list > 0 then notice.say(sentence(list, '"' .. name .. '"') .. ", so that they are different groups") end
end

return alike
