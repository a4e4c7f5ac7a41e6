-- words.lua - what the words around a table say: which line is its title, where notes begin, what a marker means, what a unit is.
--
--     Table 1: Police officers             a title
--     Full-time equivalents                the unit of all figures
--     Shorthand: [c] confidential          markers of statistics in brackets are used
--     '..' denotes data not available      ".." is [x]
--     Notes / Source: Home Office          what follows is no table
--
-- English alone is read: the words are those of statistical offices in Great Britain, Ireland, Australia and North America.

local book = require "slavelab.workbook"

local words = {}

-- A text on one line, without blanks at its ends.
function words.line(text)
  return (text:gsub("\u{a0}", " "):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- As it is compared: without marks, case aside.
function words.alike(text)
  return words.line((book.unmarked(words.line(text)))):lower()
end

function words.is_title(text)
  local plain = words.line(text):lower()
  return plain:find("^tables? [%w%.]+") ~= nil or plain:find("^figure [%w%.]+") ~= nil or plain:find("^chart [%w%.]+") ~= nil
    or plain:find("^worksheet [%w%.]+") ~= nil
end

local note_starts = { "^notes?%s*:?$", "^notes? ?%d*%s*[:%.%-]", "^footnotes?", "^sources?%s*[:%-]", "^sources?$", "^source ", "^key%s*:?$",
  "^return to ", "^back to " }

-- Whether what follows, this line included, is about a table and not of it.
function words.begins_notes(text)
  local plain = words.line(text):lower()
  for _, pattern in ipairs(note_starts) do
    if plain:find(pattern) then return true end
  end
  return false
end

-- "2020": a year, which heads columns although it is a number.
function words.is_year(text)
  local year = #text == 4 and math.tointeger(tonumber(text))
  return year and year >= 1900 and year <= 2100 or false
end

-- A cell that stands where a figure would: "..", "-", "[c]", "na"; with letters, also "x". Not "%", which is a unit.
function words.is_marker(text, letters)
  local plain = words.line(text)
  if plain == "" or plain:find("^%[[^%]]*%]$") then return true end
  if plain:find("[%%£$€]") then return false end
  if not plain:find("[%w\x80-\xff]") then return true end
  local lower = plain:lower()
  return lower == "n/a" or lower == "n.a." or lower == "na" or lower == "null" or lower == "nil" or (letters and plain:find("^%a$") ~= nil)
    or lower == "suppressed"
end

-- Whether a text is a figure, perhaps with marks around it: "2*", "1,204 (r)".
function words.is_figure(text)
  local plain = words.line((book.unmarked(words.line(text))))
  return plain:find("^%-?[%d,]*%.?%d+%%?$") ~= nil and not words.is_year(plain)
end

-- --- units ------------------------------------------------------------------------------------------------------------------------

local unit_words = {
  ["%"] = "percent", ["per cent"] = "percent", ["percent"] = "percent", ["percentage"] = "percent", ["percentages"] = "percent",
  ["number"] = "number", ["no."] = "number", ["no"] = "number", ["numbers"] = "number", ["count"] = "number",
  ["'000"] = "thousand", ["’000"] = "thousand", ["000s"] = "thousand", ["'000s"] = "thousand",
  ["thousand"] = "thousand", ["thousands"] = "thousand", ["(thousand)"] = "thousand",
  ["$'000"] = "$ thousand", ["£'000"] = "£ thousand", ["€'000"] = "€ thousand", ["£000"] = "£ thousand", ["$000"] = "$ thousand", ["times"] = "times",
  ["$m"] = "$ million", ["£m"] = "£ million", ["€m"] = "€ million", ["million"] = "million", ["millions"] = "million",
  ["£"] = "£", ["$"] = "$", ["€"] = "€", ["£ million"] = "£ million", ["£ millions"] = "£ million", ["£ thousand"] = "£ thousand",
  ["£bn"] = "£ billion", ["£ billion"] = "£ billion", ["index"] = "index", ["rate"] = "rate", ["ratio"] = "ratio", ["years"] = "years", ["hours"] = "hours",
  ["full-time equivalents"] = "full-time equivalents", ["full-time equivalent"] = "full-time equivalents", ["fte"] = "full-time equivalents",
  ["headcount"] = "headcount", ["persons"] = "persons", ["people"] = "people", ["number of people"] = "people",
}

-- "£m" -> "£ million"; nil when it is no unit.
function words.unit(text)
  local plain = words.line(text):lower():gsub("^%((.*)%)$", "%1"):gsub("^figures in ", ""):gsub("^units?: ?", "")
  return unit_words[plain]
end

-- The unit that a heading names in round brackets at its end: "Earnings (£)", "Share (%)".
function words.unit_of_name(name)
  local inside = name:match("%(([^()]+)%)%s*$")
  return inside and unit_words[inside:lower()]
end

-- --- markers ----------------------------------------------------------------------------------------------------------------------

-- Whether words about a table explain shorthand in square brackets.
function words.has_shorthand(lines)
  for _, line in ipairs(lines) do
    if line:find("%[[cxzprebu]%]") or line:find("%[low%]") or line:lower():find("shorthand") then return true end
  end
  return false
end

-- In this order: "not available" before "available".
local reasons = {
  { "[z]", { "not applicable", "inapplicable", "cannot be calculated", "could not be calculated", "not meaningful", "no meaning" } },
  { "[c]", { "confidential", "suppress", "disclos", "withheld", "does not meet publication", "fewer than", "small number", "redacted" } },
  { "[x]", { "not available", "unavailable", "no data", "not collected", "not recorded", "not provided", "not supplied", "missing", "not known" } },
  { "[low]", { "negligible", "less than half", "rounds to zero", "rounded to zero", "nil or rounded" } },
}

local function reason_of(text)
  local plain = text:lower()
  for _, reason in ipairs(reasons) do
    for _, phrase in ipairs(reason[2]) do
      if plain:find(phrase, 1, true) then return reason[1] end
    end
  end
end

-- What stands before its meaning: '..' Denotes ..., * = not applicable, na not available, S  Does not ..., - nil or ...
local function token_of(line)
  local token, rest = line:match("^['\"‘“]([^%s'\"’”]+)['\"’”]%s*(.+)$")
  if not token then token, rest = line:match("^['\u{2018}\u{201c}]+([^%s%w]+)['\u{2019}\u{201d}]+%s*(.+)$") end
  if not token then token, rest = line:match("^(%S+)%s+(.+)$") end
  if not token then return end
  token = token:gsub("^[‘“]", ""):gsub("[’”]$", ""):gsub("^(.-)[:=]$", "%1")
  if token == "" or #token > 5 or token:find("^%d+%.?$") or token:find("^%(?%a?%d*%)$") then return end
  if token:find("^%[") or (token:find("%a%a%a") and token:lower() == token) then return end
  return token, rest
end

-- { ["*"] = "[z]", ... }: what lines say that a cell stands for. A line names one, and begins with it. A sign
-- that may begin an item of a list, too ("- data of Kent are not available for ..."), has a meaning of so many bytes at most.
function words.markers(lines, longest)
  local found = {}
  for _, text in ipairs(lines) do
    local line = words.line(text)
    local token, rest = token_of(line)
    local reason = token and reason_of(rest)
    local is_item = token and token:find("^[%-*•–—~^]+$") and #rest > longest
    if reason and not is_item and not found[token] then found[token] = reason end
  end
  return found
end

return words
