-- add_working_days.lua - lab.add_working_days: the date so many working days later, by which an answer is due.

local column_functions = require "lib.package.lookups.column_functions"
local holidays = require "lib.package.lookups.holidays"
local raise = require "lib.base.raise"

local add_working_days = {}

function add_working_days.later(from, days)
  if from == nil or days == nil then return nil end
  if type(from) ~= "string" or math.type(days) ~= "integer" then
    raise("lab.add_working_days: a date as a text (2019-03-25) and a whole number of days are expected, not a %s and a %s", type(from),
      math.type(days) or type(days))
  end
  local date, why = holidays.later(from, days)
  if why then raise("lab.add_working_days: %s", why) end
  return date
end

-- add_working_days(date, days) in expressions.
function add_working_days.columns(first_row, ...)
  local given = { ... }
  column_functions.check("add_working_days", { "date", "integer" }, given, "; date(x) makes dates of texts")
  return column_functions.map("add_working_days", "date", first_row, given, holidays.later)
end

lab.document("lab", "add_working_days", {
  signature = "(date: string|nil, days: integer|nil): string|nil",
  text = "The working day that comes so many working days after a date, or before it when days is below 0: an answer under the Freedom of Information "
    .. "Act 2000 is due add_working_days(received, 20). What is a working day, and which years are known, lab.working_days says. nil when "
    .. "either is nil. In expressions, of a column of dates: t:mutate(\"due = add_working_days(received, 20)\").",
  example = 'print(lab.add_working_days("2018-12-20", 20))\n'
    .. 'print(lab.parse_csv("received\\n2018-12-20\\n2019-02-01\\n"):mutate("due = add_working_days(received, 20)"))',
})

lab.document("expression", "add_working_days", {
  signature = "(days: slavelab.Expression|integer): slavelab.Expression",
  text = "The working day so many working days later: add_working_days(date, days). See lab.add_working_days.",
  example = 'print(col.received:add_working_days(20))',
})

-- lab.add_working_days is this module, and is called.
return setmetatable(add_working_days, { __call = function(_, date, days) return add_working_days.later(date, days) end })
