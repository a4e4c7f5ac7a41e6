-- neighbours.lua - what a window takes for the period before, where the row above is none.
--
--     year   people   lag(people)
--     2014   10
--     2016   14       10             the row above is of 2014, not of 2015
--
-- lag, lead, pct_change, roll_sum and roll_mean of an expression look at rows, in the order of the table. That is right for a table
-- with a row for each period and nothing else. Where periods repeat or leave one out, the result is not
-- "against the year before"; a notice says so, and names the verb that goes by the calendar. A script that takes
-- the period from the row beside as well, lag(period_end), knows what it does. So does one that takes the basis (bases.lua).

local bases = require "lib.figures.bases"
local notice = require "lib.base.notice"
local roles = require "lib.figures.roles"
local timeline = require "lib.figures.periods.timeline"

local neighbours = {}

-- The verb of tables that does the same by the calendar.
local verbs = { lag = "lag", lead = "lag", pct_change = "change", roll_sum = "roll", roll_mean = "roll", cumsum = "cumulate" }

local most_rows = 100000 -- of a longer table the first ones: with so many rows a repeat comes early

-- The columns of periods, as names in their order and as a set.
local function period_columns(t)
  local names, set = {}, {}
  for _, column in ipairs(roles.list(t)) do
    if roles.are_periods(t, column) then names[#names + 1], set[column.name] = column.name, true end
  end
  return names, set
end

-- The first pair of rows of one group whose periods are not neighbours: the rows, and a word for what is wrong. With `forward` they may
-- not stand in reverse: a change would be against the year after.
local function first_fault(line, rows, group, forward)
  local last, step = {}, nil
  for row = 1, rows do
    local at, g = line.at[row], group[row]
    if at then
      local before = last[g]
      if before then
        local distance = at - line.at[before]
        if distance == 0 then return before, row, "repeats" end
        if distance < 0 and forward then return before, row, "goes back in time" end
        -- A table that goes back in time steadily has neighbours, too.
        step = step or (distance < 0 and -line.step or line.step)
        if distance ~= step then return before, row, "leaves periods out or changes its order" end
      end
      last[g] = row
    end
  end
end

-- Says on standard error what is wrong with t for the windows that `verb` works out: { "lag", "people", "lag", "year" }, each with
-- its column. Nothing when t has no column of periods.
function neighbours.look(t, verb, windows)
  local by = t:grouping() or {}
  bases.refuse(t, ("%s: %s()"):format(verb, windows[1]), by, windows)
  local head = #t > most_rows and t:group_by():head(most_rows) or t
  local names, is_period = period_columns(head)
  local over = names[1]
  if not over then return end
  for i = 2, #windows, 2 do
    if is_period[windows[i]] then return end
  end
  for _, key in ipairs(by) do
    if key == over then return end -- rows of one period at a time: neighbours are no periods
  end
  local line, name = timeline.positions(head, { over }, verb), windows[1]
  for i = 1, #windows, 2 do
    if windows[i] == "pct_change" then name = "pct_change" end
  end
  local first, second, fault = first_fault(line, #head, (head:group_numbers(by)), name == "pct_change")
  if not first then return end
  local column = head:col(over)
  notice.say(('%s: %s() looks at the row beside, and "%s" %s: rows %d and %d are of %s and %s; t:%s{ of = ..., over = "%s", by = ... } '
    .. "goes by the calendar"):format(verb, name, over, fault, first, second, tostring(column[first]), tostring(column[second]),
    verbs[name], over))
end

return neighbours
