-- clock.lua - by when a body has to answer, whether it did, and how many working days it took or has taken so far.
--
-- An answer is due on the twentieth working day after receipt (Freedom of Information Act 2000, section 10(1)); a bank holiday anywhere in
-- the United Kingdom is no working day (section 10(6)). When the body asks what is meant, the clock starts again on the day that is told
-- (section 1(3)), and stands still until then. A body that weighs the public interest may extend the time (section 10(3)).

local clock = {}

clock.days = 20

-- The day from which working days count; nil when nothing was sent. What was not seen to arrive counts from the day it was sent.
function clock.start(request) return request.clarification_sent or request.received or request.sent end

-- The day by which the answer is due: nil when nothing was sent; nil and why when the bank holidays of that year are not known.
function clock.due(request)
  local start = clock.start(request)
  if not start then return nil end
  local due, why = lab.try(lab.add_working_days, start, clock.days)
  if not due then return nil, why:match("^lab.add_working_days: ([^\n]*)") or why end
  if request.extended_to and request.extended_to > due then due = request.extended_to end
  return due
end

-- Whether the body waits to be told what is meant: nothing is due meanwhile.
local function stands_still(request)
  return request.clarification_asked and not request.clarification_sent and not request.answered
end

-- Adds to a request: start, due, status, days (to the answer, or so far), over (working days past the date, above 0).
-- status: not sent, withdrawn, on time, late, overdue, not yet due, awaiting clarification.
function clock.set(request, as_of)
  request.start = clock.start(request)
  if not request.start then
    request.status = "not sent"
    return
  end
  request.due = not stands_still(request) and clock.due(request) or nil
  request.taken_back = request.outcome == "withdrawn" or (request.retracted ~= nil and request.retracted <= as_of)
  if request.answered then
    request.days = lab.working_days(request.start, request.answered)
    request.status = request.answered <= request.due and "on time" or "late"
    if request.status == "late" then request.over = lab.working_days(request.due, request.answered) end
  elseif request.outcome == "withdrawn" then
    request.status = "withdrawn"
  else
    request.days = lab.working_days(request.start, stands_still(request) and request.clarification_asked or as_of)
    request.status = not request.due and "awaiting clarification" or request.due < as_of and "overdue" or "not yet due"
    if request.status == "overdue" then request.over = lab.working_days(request.due, as_of) end
  end
end

return clock
