-- working_days.lua - lab.working_days: how many working days lie between two dates.

local column_functions = require "lib.package.lookups.column_functions"
local holidays = require "lib.package.lookups.holidays"
local raise = require "lib.base.raise"

local working_days = {}

function working_days.between(from, to)
  if from == nil or to == nil then return nil end
  if type(from) ~= "string" or type(to) ~= "string" then
    raise("lab.working_days: two dates are expected, as texts (2019-03-25), not a %s and a %s", type(from), type(to))
  end
  local days, why = holidays.between(from, to)
  if why then raise("lab.working_days: %s", why) end
  return days
end

-- working_days(from, to) in expressions.
function working_days.columns(first_row, ...)
  local given = { ... }
  column_functions.check("working_days", { "date", "date" }, given, "; date(x) makes dates of texts")
  return column_functions.map("working_days", "integer", first_row, given, holidays.between)
end

lab.document("lab", "working_days", {
  signature = "(from: string|nil, to: string|nil): integer|nil",
  text = "How many working days lie after one date, up to and including another: 20 is in time under the Freedom of Information Act 2000. No working "
    .. "days are Saturdays, Sundays and bank holidays in any part of the United Kingdom (section 10(6)), by data/bank_holidays.csv. Below 0 when the "
    .. "second date is before the first, nil when one is nil. Raises for dates of years whose bank holidays are not known. In "
    .. "expressions, of columns of dates: t:mutate(\"taken = working_days(received, answered)\").",
  example = 'print(lab.working_days("2018-12-20", "2019-01-22"))',
})

lab.document("expression", "working_days", {
  signature = "(to: slavelab.Expression|string): slavelab.Expression",
  text = "Working days after one date, up to and including the other: working_days(from, to). See lab.working_days.",
  example = 'print(col.received:working_days(col.answered))',
})

-- lab.working_days is this module, and is called.
return setmetatable(working_days, { __call = function(_, from, to) return working_days.between(from, to) end })
