-- actions.lua - what whoever asked can do next about a request, and by when.
--
--     silent, not yet due            wait                      until the date due
--     waits for a clarification      send the clarification    now
--     silent, past the date          chase                     now; once 20 working days late: ask for an internal review
--     review asked, not answered     wait                      20 working days after it was asked for; then complain to the ICO
--     refused, in part or whole      ask for a review          until 40 working days after the answer
--     review answered                complain to the ICO       without undue delay (section 50(2)(b))
--
-- A review within 20 working days and a request for one within 40 are what the code of practice under section 45 (2018) expects.

local actions = {}

local held_back = { partial = true, refused = true, ncnd = true, not_held = true }

local function later(day, days) return lab.try(lab.add_working_days, day, days) end

-- What to do, and the day by which or from which on; the day is nil where it is now, or is not known.
function actions.next(request, as_of)
  if request.review_answered then return "complain to the ICO, if not content", nil end
  if request.review_asked then
    local due = later(request.review_asked, 20)
    if due and due >= as_of then return "wait for the review", due end
    return "complain to the ICO", due
  end
  if request.status == "not yet due" then return "wait", request.due end
  if request.status == "awaiting clarification" then return "send the clarification", nil end
  if request.status == "overdue" then
    if request.over > 20 then return "ask for a review", later(request.due, 21) end
    return "chase", request.due
  end
  if request.answered and held_back[request.outcome] then
    local last = later(request.answered, 40)
    if last and last >= as_of then return "ask for a review, if not content", last end
  end
  return nil
end

return actions
