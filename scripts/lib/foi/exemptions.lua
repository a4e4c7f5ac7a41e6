-- exemptions.lua - the sections of the Freedom of Information Act 2000 under which a body may refuse, in whatever way they are written.
--
--     exemptions.read("s.12; Section 40(2)")   { "s12", "s40(2)" }
--     exemptions.read("s99")                   nil, '"s99" is no section under which a request can be refused'

local exemptions = {}

-- Sections 12 and 14 are no exemptions by the Act's own word, but grounds of refusal all the same.
exemptions.titles = {
  [12] = "cost of finding it", [14] = "vexatious or repeated", [21] = "accessible by other means", [22] = "to be published",
  [23] = "security bodies", [24] = "national security", [26] = "defence", [27] = "international relations",
  [28] = "relations within the United Kingdom", [29] = "the economy", [30] = "investigations", [31] = "law enforcement",
  [32] = "court records", [33] = "audit", [34] = "parliamentary privilege", [35] = "government policy",
  [36] = "conduct of public affairs", [37] = "the Crown and honours", [38] = "health and safety", [39] = "environmental information",
  [40] = "personal data", [41] = "given in confidence", [42] = "legal privilege", [43] = "commercial interests",
  [44] = "prohibited by law",
}

-- "section 31 (1)(A)" gives "s31(1)(a)"; nil when it is no section.
local function section(text)
  local plain = text:lower():gsub("%s+", "")
  local number, letter, rest = plain:match("^sections?%.?(%d+)(a?)([%d%a()]*)$")
  if not number then number, letter, rest = plain:match("^s?%.?(%d+)(a?)([%d%a()]*)$") end
  if not number or not exemptions.titles[tonumber(number)] or (letter == "a" and number ~= "22") then return nil end
  if rest:gsub("%(%w+%)", "") ~= "" then return nil end
  return "s" .. math.tointeger(tonumber(number)) .. letter .. rest
end

-- The sections of a cell, each once, in the order in which they are written; nil and what is wrong.
function exemptions.read(text)
  local list, seen = {}, {}
  for part in (text or ""):gmatch("[^;,]+") do
    part = part:match("^%s*(.-)%s*$")
    local name = part ~= "" and section(part)
    if part ~= "" and not name then return nil, ('"%s" is no section under which a request can be refused'):format(part) end
    if name and not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
  return list
end

-- "s40(2)" gives "personal data".
function exemptions.title(name) return exemptions.titles[tonumber(name:match("%d+"))] end

return exemptions
