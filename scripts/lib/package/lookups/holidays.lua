-- holidays.lua - which days are working days: those that are no Saturday, no Sunday and no bank holiday in any part of the United Kingdom, as
-- section 10(6) of the Freedom of Information Act 2000 has it.
--
-- data/bank_holidays.csv says which days were proclaimed. Of years that it does not hold for all parts nothing is known, since a day
-- may be proclaimed for one occasion: dates there are refused rather than counted by the usual rules.
--
--     days        Thu 24   Fri 25   Sat 26   Sun 27   Mon 28   Tue 29       December 2015
--     so many      k        k        k        k        k        k + 1       working days up to and including it
--     working     list[k]                                      list[k + 1]

local core = require "slavelab.period"
local package = require "lib.package.package"

local holidays = {}

local weekend = { [6] = true, [7] = true }

-- { first =, last = days covered, so_many = { [day] = n }, list = { days } }, days as numbers of core.
local known

-- The years for which every part of the United Kingdom has rows, from the first such year on.
local function years_covered(t)
  local years, parts, all = {}, {}, 0
  for row in t:rows() do
    local year = tonumber(row.day:sub(1, 4))
    years[year] = years[year] or {}
    years[year][row.area] = true
    if not parts[row.area] then parts[row.area], all = true, all + 1 end
  end
  local first = math.huge
  local function whole(year)
    local count = 0
    for _ in pairs(years[year] or {}) do count = count + 1 end
    return count == all
  end
  for year in pairs(years) do
    if whole(year) then first = math.min(first, year) end
  end
  local last = first
  while whole(last + 1) do last = last + 1 end
  return first, last
end

local function read()
  local t = package.shipped().bank_holidays
  local off = {}
  for row in t:rows() do off[core.as("date", row.day)] = true end
  local first, last = years_covered(t)
  local calendar = { first_year = first, last_year = last, so_many = {}, list = {} }
  calendar.first, calendar.last = core.as("date", first .. "-01-01"), core.as("date", last .. "-12-31")
  local weekday = 1 + (calendar.first + 3) % 7 -- day 0 is a Thursday, 1 January 1970
  for day = calendar.first, calendar.last do
    if not weekend[weekday] and not off[day] then calendar.list[#calendar.list + 1] = day end
    calendar.so_many[day] = #calendar.list
    weekday = weekday % 7 + 1
  end
  return calendar
end

local function calendar()
  known = known or read()
  return known
end

-- The number of a day that the calendar covers; else nil and why not.
local function number_of(text)
  local day = core.as("date", text)
  if not day then return nil, ('"%s" is no date; they are written 2019-03-25'):format(text) end
  local all = calendar()
  if day >= all.first and day <= all.last then return day end
  return nil, ("the bank holidays of %s are not known: data/bank_holidays.csv has those of %d to %d"):format(core.write("date", day):sub(1, 4),
    all.first_year, all.last_year)
end

-- Working days after the first date, up to and including the second; less than none when the second is before the first.
function holidays.between(from, to)
  local first, why = number_of(from)
  if not first then return nil, why end
  local last
  last, why = number_of(to)
  if not last then return nil, why end
  local so_many = calendar().so_many
  return so_many[last] - so_many[first]
end

-- The working day number n after a date, before it when n is below 0; the date itself for 0.
function holidays.later(from, n)
  local day, why = number_of(from)
  if not day then return nil, why end
  if n == 0 then return core.write("date", day) end
  local all = calendar()
  local at = all.so_many[day]
  if n < 0 and all.list[at] == day then at = at - 1 end
  local there = all.list[n > 0 and at + n or at + n + 1]
  if there then return core.write("date", there) end
  return nil, ("%d working days %s %s lie outside the years whose bank holidays are known: data/bank_holidays.csv has those of %d to %d"):format(
    math.abs(n), n > 0 and "after" or "before", core.write("date", day), all.first_year, all.last_year)
end

return holidays
