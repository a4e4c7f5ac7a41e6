-- shape.lua - which columns of a table count something, which say what is counted, and which only remark.
--
-- Verbs that add up (totals, drop_totals, suppress) need to know. An author can always say; this is the guess when
-- nothing was said:
--     measures   whole numbers that are no year, code or the like
--     remarks    columns named note, comment, source ...: they tell nothing of whom a row counts
--     keys       all others that are not fractional numbers: "force", "year", "age"

local shape = {}

-- Numbers under these names are labels: 2019 people and the year 2019 look alike.
local periods = { "year", "quarter", "month" }
local labels = { "year", "quarter", "month", "age", "id", "code" }
local exact = { week = true, day = true, row = true, line = true }

local remarks = {
  "note", "notes", "comment", "comments", "remark", "remarks", "source", "sources", "footnote", "footnotes",
}

-- The words of a name in lower case: "Force_Code" gives "force code".
local function words_of(name) return (name:lower():gsub("[%s_%-]+", " ")) end

local function ends_with(text, words)
  for _, word in ipairs(words) do
    if text == word or text:find(" " .. word .. "$") then return true end
  end
  return false
end

local function begins_with(text, words)
  for _, word in ipairs(words) do
    if text:find("^" .. word .. " ") then return true end
  end
  return false
end

-- "year", "Financial year", "year_to", "force_code"; not "Age not specified", which counts those.
function shape.is_label(name)
  local text = words_of(name)
  return exact[text] or ends_with(text, labels) or begins_with(text, periods)
end

function shape.is_remark(name)
  local text = words_of(name)
  return ends_with(text, remarks) or begins_with(text, remarks)
end

-- Names of the whole numbers that count; when there are none and `fractions` is true, of the fractional numbers.
function shape.measures(t, fractions)
  local whole, numbers = {}, {}
  for _, field in ipairs(t:schema()) do
    if not shape.is_label(field.name) then
      if field.type == "integer" then whole[#whole + 1] = field.name end
      if field.type == "number" then numbers[#numbers + 1] = field.name end
    end
  end
  return #whole == 0 and fractions and numbers or whole
end

local function set_of(names)
  local set = {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end

-- Names of the columns that say what a row counts: neither among `measures` nor remarks nor fractional numbers.
function shape.keys(t, measures)
  local is_measure, keys = set_of(measures), {}
  for _, field in ipairs(t:schema()) do
    local name = field.name
    if not is_measure[name] and field.type ~= "number" and not shape.is_remark(name) then keys[#keys + 1] = name end
  end
  return keys
end

-- The names of the first list that the second lacks.
function shape.without(names, others)
  local is_other, rest = set_of(others), {}
  for _, name in ipairs(names) do
    if not is_other[name] then rest[#rest + 1] = name end
  end
  return rest
end

return shape
