-- unmatched.lua - t:unmatched(other, { on = ... }): the keys that only one of two tables has, before they are joined.
--
--     side   force   rows
--     left   Avon       2      in this table, without a partner in the other
--     right  Kent       1      in the other
--
-- What does not match is most often a name that is spelt otherwise; those that look alike are named (alike.lua).

local alike = require "lib.figures.alike"
local collected = require "lib.base.collected"
local raise = require "lib.base.raise"

local unmatched = {}

-- Pairs of key columns from on = "force", { "force", "year" } or { force = "Police force" }.
local function read_keys(options)
  local on = type(options) == "table" and options.on or options
  if type(on) == "string" then on = { on } end
  local lefts, rights = {}, {}
  for _, name in ipairs(type(on) == "table" and on or {}) do lefts[#lefts + 1], rights[#rights + 1] = name, name end
  if type(on) == "table" and #lefts == 0 then
    for left in pairs(on) do lefts[#lefts + 1] = left end
    table.sort(lefts, function(a, b) return tostring(a) < tostring(b) end)
    for i, left in ipairs(lefts) do rights[i] = on[left] end
  end
  if #lefts == 0 then raise('unmatched needs on = "column", a list of columns, or { left = "right" }') end
  return lefts, rights
end

-- The keys of t's rows without a partner, with the number of rows of each, under the names of the left table.
local function one_side(t, other, own, others, names, side)
  local on = {}
  for i, name in ipairs(own) do on[name] = others[i] end
  local alone = t:join(other, { on = on, how = "anti", expect = "m:m" })
  alone = alone:group_by(own):summarise("rows = count()")
  local renamed = {}
  for i, name in ipairs(own) do
    if name ~= names[i] then renamed[name] = names[i] end
  end
  if next(renamed) then alone = alone:rename(renamed) end
  return alone:mutate({ { "side", lab.lit(side) } }):select("side", names, "rows")
end

-- The pairs of keys that are texts on both sides.
local function texts_among(t, other, lefts, rights)
  local own, others = {}, {}
  for i, left in ipairs(lefts) do
    if t:col(left):type() == "text" and other:col(rights[i]):type() == "text" then own[#own + 1], others[#others + 1] = left, rights[i] end
  end
  return own, others
end

function unmatched.of(t, other, options)
  local lefts, rights = read_keys(options)
  other = collected(other)
  local left = one_side(t, other, lefts, rights, lefts, "left")
  -- Both sides come from a join of the same two tables: what is noted of the one is all there is to note.
  local both = left:append(one_side(other, t, rights, lefts, lefts, "right")):with_about("notes", left:about().notes or {})
  local own, others = texts_among(t, other, lefts, rights)
  return alike.look(t, other, own, others, both, true, true)
end

return unmatched
