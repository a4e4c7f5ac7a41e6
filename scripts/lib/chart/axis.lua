-- axis.lua - the scale of a quantity: round ends and round ticks.

local axis = {}

-- The distance between ticks, 1, 2 or 5 times a power of ten, that gives about `count` of them over the span.
local function nice_step(span, count)
  local rough = span / count
  local power = 10.0 ^ math.floor(math.log(rough, 10))
  local lead = rough / power
  local factor = lead <= 1.0000001 and 1 or lead <= 2.0000001 and 2 or lead <= 5.0000001 and 5 or 10
  return factor * power
end

-- An axis that holds low .. high: { low, high, step, ticks = {...}, decimals }. options:
--   count  about how many ticks (5)
--   zero   the axis holds zero also when no value is near it (true)
--   whole  no tick between two integers (false): nobody counts half a person
--   exact  low and high stay as they are instead of moving out to the next tick (false)
function axis.linear(low, high, options)
  options = options or {}
  if options.zero ~= false then low, high = math.min(low, 0), math.max(high, 0) end
  if low == high then
    if low == 0 then high = 1 else low, high = low - math.abs(low) / 2, high + math.abs(high) / 2 end
    if options.zero ~= false then low, high = math.min(low, 0), math.max(high, 0) end
  end
  local step = nice_step(high - low, options.count or 5)
  if options.whole and step < 1 then step = 1 end
  local first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
  if options.exact then
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
  else
    low, high = first * step, last * step
  end
  local decimals = math.max(0, -math.floor(math.log(step, 10) + 1e-9))
  -- Three times 0.2 is 0.6000000000000001, which is not the tick that is meant.
  local whole = 10.0 ^ decimals
  local function tidy(value) return decimals > 0 and math.floor(value * whole + 0.5) / whole or value end
  local ticks = {}
  for i = first, last do ticks[#ticks + 1] = tidy(i * step) end
  if not options.exact then low, high = tidy(low), tidy(high) end
  return { low = low, high = high, step = step, ticks = ticks, decimals = decimals }
end

return axis
