-- standards.lua - standard populations by age, for t:standardise.
--
-- The European Standard Population 2013 (Eurostat, Revision of the European Standard Population, 2013), its last bands joined to 90 and
-- over as the Office for National Statistics does: 100,000 people in 19 bands.

local raise = require "lib.base.raise"

local standards = {}

local known = {
  esp2013 = {
    title = "the European Standard Population 2013",
    width = 5,
    weights = { 5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000 },
  },
}

function standards.names() return '"esp2013"' end

function standards.title(name) return known[name].title end

-- "0-4", "Aged 5 to 9", "90+", "90 and over", "under 5": the ages that it begins and ends with, the last nil where it is open.
local function ages_of(label)
  local text = tostring(label):lower():gsub("–", "-")
  local from, to = text:match("^%D*(%d+)%s*%-%s*(%d+)%D*$")
  if not from then from, to = text:match("^%D*(%d+)%s+to%s+(%d+)%D*$") end
  if from then return tonumber(from), tonumber(to) end
  local under = text:match("^%D*under%s+(%d+)%D*$")
  if under then return 0, tonumber(under) - 1 end
  from = text:match("^%D*(%d+)%s*%+%s*$") or text:match("^%D*(%d+)%s+and%s+over%D*$") or text:match("^%D*(%d+)%s+plus%D*$")
    or text:match("^%D*(%d+)%s+or%s+over%D*$") or text:match("^%D*(%d+)%s+and%s+above%D*$") or text:match("^%D*(%d+)%s+years%s+and%s+over%D*$")
  return from and tonumber(from) or nil, nil
end

local function band_name(one, i)
  local from = (i - 1) * one.width
  return i == #one.weights and from .. "+" or ("%d-%d"):format(from, from + one.width - 1)
end

-- A table of the labels that the column `over` of t has for the bands, and their weights, a column called `weight`.
function standards.weights(name, t, over, weight)
  local one = known[name]
  if not one then raise('standardise: there is no standard "%s"; there are %s, or a table of your own', name, standards.names()) end
  local list = { columns = { over, weight } }
  local label_of = {}
  for _, label in ipairs(t:col(over):unique()) do
    local from, to = ages_of(label)
    local band = from and from // one.width + 1
    local last = band == #one.weights
    if not from or band > #one.weights or from % one.width ~= 0 or (last and to) or (not last and to ~= from + one.width - 1) then
      raise('standardise: "%s" in column "%s" is no band of %s, which has 0-4, 5-9 ... 85-89, 90+', tostring(label), over, one.title)
    end
    if label_of[band] then raise('standardise: "%s" and "%s" in column "%s" are one band', label_of[band], label, over) end
    label_of[band] = label
    list[#list + 1] = { label, one.weights[band] }
  end
  for i = 1, #one.weights do
    if not label_of[i] then raise('standardise: no row has the ages %s of %s', band_name(one, i), one.title) end
  end
  return lab.table(list)
end

return standards
