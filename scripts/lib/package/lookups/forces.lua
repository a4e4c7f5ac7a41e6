-- forces.lua - police forces by any of their names: what lab.force_code and lab.force_name look up.
--
--     "DEVON & CORNWALL CONSTABULARY"  ->  devoncornwall  ->  Devon and Cornwall Police, E23000035
--
-- A name is compared without what sources write differently: capitals, punctuation, blanks, "and" for "&", and the words that say that it is
-- a police force. What is left differs by more than that ("Met", "Heddlu De Cymru") and stands in data/force_spellings.csv. Two forces
-- never answer to one spelling: data_test holds it for the tables, and reading them anew refuses it.

local package = require "lib.package.package"
local raise = require "lib.base.raise"

local forces = {}

-- Words that are no part of a name, the Welsh one among them.
local passed_over = {}
for word in ("police constabulary service force area heddlu the of and"):gmatch("%a+") do passed_over[word] = true end

-- Signs beyond ASCII that stand between words: blanks, dashes, quotation marks, what has no width, and the soft hyphen.
local between = { "\u{A0}", "\u{AD}", "\u{2000}", "\u{2001}", "\u{2002}", "\u{2003}", "\u{2004}", "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}",
  "\u{2009}", "\u{200A}", "\u{200B}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2018}", "\u{2019}", "\u{201C}",
  "\u{201D}", "\u{202F}", "\u{2060}", "\u{2212}", "\u{3000}", "\u{FEFF}" }

-- What of a name counts: letters, digits, and whatever else is no punctuation.
function forces.key(name)
  local text = name:lower():gsub("&amp;", " and ")
  if text:find("[\x80-\xff]") then
    for _, sign in ipairs(between) do text = text:gsub(sign, " ") end
  end
  local parts = {}
  for word in text:gmatch("[%w\x80-\xff]+") do
    if not passed_over[word] then parts[#parts + 1] = word end
  end
  return table.concat(parts)
end

-- { by_key = { key = { name =, code = } }, by_code = the same, keys = all keys, codes = all codes }, read when first asked for.
local known

local function load_forces()
  local data = package.shipped()
  local found = { by_key = {}, by_code = {}, keys = {}, codes = {} }
  local by_name = {}
  local function add(spelling, force)
    local key = forces.key(spelling)
    local other = found.by_key[key]
    if other == nil then
      found.by_key[key], found.keys[#found.keys + 1] = force, key
    elseif other ~= force then
      raise('data/force_spellings.csv: "%s" would be both %s and %s', spelling, other.name, force.name)
    end
  end
  for row in data.forces:rows() do
    local force = { name = row.force, code = row.pfa_code }
    by_name[row.force] = force
    add(row.force, force)
    if force.code then
      found.by_code[force.code], found.codes[#found.codes + 1] = force, force.code
      add(force.code, force)
    end
  end
  for row in data.force_spellings:rows() do add(row.spelling, by_name[row.force]) end
  return found
end

local function all_forces()
  known = known or load_forces()
  return known
end

-- The force of that name, { name =, code = }; else nil and the sentence that says so.
function forces.named(name)
  local all = all_forces()
  local force = all.by_key[forces.key(name)]
  if force then return force end
  local near = all.by_key[lab.nearest(forces.key(name), all.keys)[1] or ""]
  return nil, ('"%s" is the name of no police force%s (data/force_spellings.csv has the spellings that are known)'):format(name,
    near and ('; did you mean "%s"?'):format(near.name) or "")
end

-- The force with that ONS code; else nil and the sentence that says so.
function forces.coded(code)
  local all = all_forces()
  local force = all.by_code[code]
  if force then return force end
  local near = all.by_code[lab.nearest(code, all.codes)[1] or ""]
  return nil, ('"%s" is the code of no police force area%s'):format(code,
    near and ("; did you mean %s, %s?"):format(near.code, near.name) or " (they are like E23000032, Kent)")
end

return forces
