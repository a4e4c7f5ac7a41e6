-- limits.lua - a figure top / bottom * scale beside its two columns, with the limits of an interval: by expressions, so that a hundred
-- thousand areas take no longer than a few.
--
--     t = limits.add(t, { top = "offences", bottom = "population", scale = 1e5, interval = "byar", confidence = 0.95,
--                         names = { "rate", "rate_lower", "rate_upper" }, fail = fail })
--
-- names has the value alone where no limits are wanted. Missing in, missing out with the reason; a bottom of 0 gives [z].
--
-- What cannot be is refused first, naming the row: "rate: row 3: ..." in the words of `where`, row_named(row), `called` (what the two are
-- called, unless by their column names) and `hint` (what to do where a part is above its whole):
--     a count below 0
--     a part above its whole, where an interval of a share is wanted; over = "allow": it has the value, and [z] for limits
--     a fraction of a case, where an interval is wanted; weighted = true: fractions are weighted cases

local number = require "lib.base.number"
local raise = require "lib.base.raise"

local limits = {}

-- Of a share, whose whole takes part in the limits, and of a count alone, which the bottom then divides.
local of_share = { wilson = "wilson", ["clopper-pearson"] = "clopper_pearson" }
local of_count = { byar = "byar", poisson = "poisson" }

limits.names = { "wilson", "clopper-pearson", "byar", "poisson" }

function limits.is_of_share(interval) return of_share[interval] ~= nil end

-- The first row in which a condition holds, or nil. t has no grouping.
local function first_row(t, condition)
  if #t:filter(condition) == 0 then return nil end
  local holds = t:mutate { { "whether it holds", condition } }:col("whether it holds")
  for row = 1, #t do
    if holds[row] then return row end
  end
end

local function row_number(row) return ("row %d"):format(row) end

local function check(t, o)
  local top, bottom, named = lab.col[o.top], lab.col[o.bottom], o.row_named or row_number
  local called = o.called or { '"' .. o.top .. '"', '"' .. o.bottom .. '"' }
  local function shown(name, row) return number.format(t:col(name)[row]) end
  for i, name in ipairs { o.top, o.bottom } do
    local row = first_row(t, lab.col[name]:lt(0))
    if row then raise("%s: %s: %s is %s, and counts are not below 0", o.where, named(row), called[i], shown(name, row)) end
  end
  if not o.names[2] then return end
  if of_share[o.interval] and o.over ~= "allow" then
    local row = first_row(t, top:gt(bottom))
    if row then
      local hint = o.hint or ('%s is for parts; over = "allow" leaves the interval out, "byar" is for events per population'):format(o.interval)
      raise("%s: %s: %s is %s and %s %s: the part is more than the whole, and %s", o.where, named(row), called[1], shown(o.top, row),
        called[2], shown(o.bottom, row), hint)
    end
  end
  if o.weighted then return end
  for i, name in ipairs { o.top, of_share[o.interval] and o.bottom or nil } do
    local row = t:col(name):type() == "number" and first_row(t, lab.col[name]:floor():ne(lab.col[name]))
    if row then
      raise("%s: %s: %s is %s, and an interval is of whole cases; weighted = true says that cases are weighted", o.where, named(row),
        called[i], shown(name, row))
    end
  end
end

function limits.add(t, o)
  check(t, o)
  local top, bottom, scale = lab.col[o.top], lab.col[o.bottom], o.scale + 0.0
  local list = { { o.names[1], top * scale / bottom } }
  if o.names[2] then
    local confidence, weighted = o.confidence or 0.95, o.weighted == true
    local share, count = of_share[o.interval], of_count[o.interval]
    local part, whole = top, bottom
    if share and o.over == "allow" then -- of 0 of 0 there are no limits: [z]
      part, whole = top:le(bottom):if_else(top, 0), top:le(bottom):if_else(bottom, 0)
    end
    for i, side in ipairs { "_lower", "_upper" } do
      list[i + 1] = { o.names[i + 1], share and part[share .. side](part, whole, confidence, weighted) * scale
        or top[count .. side](top, confidence, weighted) * scale / bottom }
    end
  end
  return t:mutate(list)
end

return limits
