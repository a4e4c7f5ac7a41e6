-- span.lua - what period an answer is of, and of what kind: figures of different kinds of periods are never added.
--
--     span.read("2017-18")                          { text = "2017/18", kind = "financial year" }
--     span.read("26 March 2017 to 25 March 2018")   { text = "26 March 2017 to 25 March 2018", kind = "26 March to 25 March" }
--
-- The second kind, by which some counts of police and payrolls run, is none that lab.period knows.

local span = {}

local months = { january = 1, february = 2, march = 3, april = 4, may = 5, june = 6, july = 7, august = 8, september = 9, october = 10,
  november = 11, december = 12 }
local month_names = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" }

-- How lab.period calls what is said here in plain words.
local names = { ["financial-year"] = "financial year", year = "calendar year", ["year-ending"] = "year ending another month" }
local kinds = { ["financial year"] = "financial-year", ["calendar year"] = "year", quarter = "quarter", month = "month", date = "date" }
local spellings = { calendar = "calendar year", year = "calendar year", financial = "financial year", ["fiscal year"] = "financial year",
  fy = "financial year", day = "date", ["as at"] = "date" }

span.kinds = { "calendar year", "financial year", "quarter", "month", "date", "26 March to 25 March" }

local function month(text)
  text = text:lower()
  for name, number in pairs(months) do
    if name == text or name:sub(1, 3) == text then return number end
  end
end

-- A kind of period in plain words; nil when it is none.
function span.kind(text)
  local plain = text:lower():gsub("[_%-]+", " "):gsub("%s+", " "):match("^%s*(.-)%s*$")
  plain = spellings[plain] or plain
  if kinds[plain] then return plain end
  local d1, m1, d2, m2 = plain:match("^(%d+) (%a+) to (%d+) (%a+)$")
  if d1 and month(m1) and month(m2) then
    return ("%d %s to %d %s"):format(tonumber(d1), month_names[month(m1)], tonumber(d2), month_names[month(m2)])
  end
end

-- { day, month, year } as written "26 March 2017" or "2017-03-26".
local function day(text)
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if y then return tonumber(d), tonumber(m), tonumber(y) end
  d, m, y = text:match("^(%d+)%s+(%a+)%s+(%d%d%d%d)$")
  if d and month(m) then return tonumber(d), month(m), tonumber(y) end
end

local function from_days(text)
  local first, last = text:match("^(.-)%s+to%s+(.+)$")
  local d1, m1, y1 = day(first or "")
  local d2, m2, y2 = day(last or "")
  if not (d1 and d2 and month_names[m1] and month_names[m2]) then return nil end
  local a, b = ("%d %s"):format(d1, month_names[m1]), ("%d %s"):format(d2, month_names[m2])
  return { text = ("%s %d to %s %d"):format(a, y1, b, y2), kind = ("%s to %s"):format(a, b) }
end

-- { text =, kind = }; nil when the text names no period. wanted: the kind that was asked for, which decides what could be two.
function span.read(text, wanted)
  text = text:match("^%s*(.-)%s*$")
  local period = wanted and kinds[wanted] and lab.try(lab.period, text, kinds[wanted]) or lab.try(lab.period, text)
  local text_of = period and (period.kind == "financial-year" and period.short or period.text)
  if period then return { text = text_of, kind = names[period.kind] or period.kind } end
  return from_days(text)
end

return span
