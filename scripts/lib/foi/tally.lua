-- tally.lua - what was asked and what came back, counted. Silence is neither "no" nor zero: who gave no answer is unknown.
--
--     tally.of(exercise, { not_held = "unknown" or "no" })
--
--     { asked =, replied =, gave =, on_time =, late =, overdue = { requests }, waiting = { requests }, clarifying =, withdrawn =, not_sent =,
--       median_answered =, median_all =, exemptions = { { name =, bodies = } }, cover = { { weight =, ... } }, questions = { ... } }

local clock = require "lib.foi.clock"
local median = require "lib.foi.median"
local suggest = require "lib.base.suggest"

local tally = {}

local information = { full = true, partial = true }

function tally.gave_information(request) return information[request.outcome] == true and not request.taken_back end

local no_answer = { not_held = true, refused = true, ncnd = true, withdrawn = true }

-- Whether an answer says something that still stands.
local function stands(answer)
  return answer.value and answer.request and not answer.request.taken_back and not no_answer[answer.outcome]
end

local function asked_of(exercise)
  local asked = {}
  for _, request in ipairs(exercise.requests) do
    clock.set(request, exercise.as_of)
    request.gave = tally.gave_information(request)
    if request.status ~= "not sent" then asked[#asked + 1] = request end
  end
  return asked
end

local function select(list, keep)
  local kept = {}
  for _, one in ipairs(list) do
    if keep(one) then kept[#kept + 1] = one end
  end
  return kept
end

local function with_status(asked, status)
  return select(asked, function(request) return request.status == status end)
end

-- Names with their sets of bodies as a list of { [key] = name, bodies = how many }: the most first, then by name.
local function most_first(bodies_of, key)
  local list = {}
  for name, bodies in pairs(bodies_of) do
    list[#list + 1] = { [key] = name, bodies = #suggest.keys(bodies) }
  end
  table.sort(list, function(a, b)
    if a.bodies ~= b.bodies then return a.bodies > b.bodies end
    return a[key] < b[key]
  end)
  return list
end

-- --- exemptions ------------------------------------------------------------------------------------------------------

-- Each section with the number of bodies that relied on it, be it for all of the request or for one question.
local function exemptions_of(exercise, asked)
  local relied, is_asked = {}, {}
  local function add(body, names)
    for _, name in ipairs(names) do
      relied[name] = relied[name] or {}
      relied[name][body] = true
    end
  end
  for _, request in ipairs(asked) do
    is_asked[request.body] = true
    add(request.body, request.exemptions)
  end
  for _, answer in ipairs(exercise.answers) do
    if is_asked[answer.body] then add(answer.body, answer.exemptions) end
  end
  return most_first(relied, "name")
end

-- --- questions -------------------------------------------------------------------------------------------------------

local function answers_to(exercise, question)
  return select(exercise.answers, function(answer) return answer.question == question.question and stands(answer) end)
end

-- What each body chose: { [body] = choice }; a body that gave two different answers is in `unsettled` instead.
local function choices_of(answers)
  local chosen, unsettled = {}, {}
  for _, answer in ipairs(answers) do
    local before = chosen[answer.body]
    if before and before ~= answer.choice then unsettled[answer.body] = true end
    chosen[answer.body] = before or answer.choice
  end
  for body in pairs(unsettled) do chosen[body] = nil end
  return chosen
end

-- Bodies that say that they hold nothing on a question.
local function not_holding(exercise, question, asked)
  local bodies = {}
  for _, request in ipairs(asked) do
    if request.outcome == "not_held" and not request.taken_back then bodies[request.body] = true end
  end
  for _, answer in ipairs(exercise.answers) do
    if answer.question == question.question and answer.outcome == "not_held" and answer.request and not answer.request.taken_back then
      bodies[answer.body] = true
    end
  end
  return bodies
end

local function yes_no(exercise, question, asked, not_held)
  local counts, chosen = { yes = 0, no = 0, other = 0 }, choices_of(answers_to(exercise, question))
  if not_held == "no" then
    for body in pairs(not_holding(exercise, question, asked)) do chosen[body] = chosen[body] or "no" end
  end
  for _, request in ipairs(asked) do
    local choice = chosen[request.body]
    if choice then
      local kind = counts[choice] and choice ~= "other" and choice or "other"
      counts[kind] = counts[kind] + 1
    end
  end
  counts.answered = counts.yes + counts.no + counts.other
  counts.unknown = #asked - counts.answered
  return counts
end

-- Codes or choices, each with its number of bodies, most first.
local function choices(answers, of)
  local bodies = {}
  for _, answer in ipairs(answers) do
    local choice = answer[of]
    if choice then
      bodies[choice] = bodies[choice] or {}
      bodies[choice][answer.body] = true
    end
  end
  return most_first(bodies, "choice")
end

-- One sum for each period and unit. A body that answered twice counts once, from the lower to the higher of what it said.
local function sums(answers)
  local groups, order = {}, {}
  for _, answer in ipairs(answers) do
    local key = (answer.period_text or "") .. "\0" .. (answer.unit_text or "")
    local group = groups[key]
    if not group then
      group = { period = answer.period_text, unit = answer.unit_text, other_period = answer.other_period, other_unit = answer.other_unit, bodies = {} }
      groups[key], order[#order + 1] = group, group
    end
    local body, figure = group.bodies[answer.body], answer.figure
    if not body then
      group.bodies[answer.body] = { low = figure.low, high = figure.high }
    else
      body.low, body.high = math.min(body.low, figure.low), math.max(body.high, figure.high)
    end
  end
  for _, group in ipairs(order) do
    group.count, group.known, group.held_back, group.low, group.high, group.zeros = 0, 0, 0, 0, 0, 0
    for _, body in pairs(group.bodies) do
      group.count, group.low, group.high = group.count + 1, group.low + body.low, group.high + body.high
      if body.low == body.high then group.known = group.known + body.low else group.held_back = group.held_back + 1 end
      if body.high == 0 then group.zeros = group.zeros + 1 end
    end
  end
  table.sort(order, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return (a.period or "") .. "\0" .. (a.unit or "") < (b.period or "") .. "\0" .. (b.unit or "")
  end)
  return order
end

local function bodies_with(answers, mark)
  local seen, list = {}, {}
  for _, answer in ipairs(answers) do
    if answer[mark] and not seen[answer.body] then seen[answer.body], list[#list + 1] = true, answer.body end
  end
  return list
end

local function of_question(exercise, question, asked, options)
  local answers = answers_to(exercise, question)
  local result = { question = question, answers = answers, bodies = 0 }
  local seen = {}
  for _, answer in ipairs(answers) do
    if not seen[answer.body] then seen[answer.body], result.bodies = true, result.bodies + 1 end
  end
  if question.type == "yes_no" then result.yes_no = yes_no(exercise, question, asked, options.not_held) end
  if question.type == "category" then result.choices = choices(answers, "choice") end
  if question.type == "count" or question.type == "money" then
    result.sums = sums(answers)
    result.other_period, result.other_unit = bodies_with(answers, "other_period"), bodies_with(answers, "other_unit")
  end
  local coded = select(answers, function(answer) return answer.code ~= nil end)
  if #coded > 0 then result.codes = choices(coded, "code") end
  result.coded_twice = select(coded, function(answer) return answer.second_code ~= nil end)
  return result
end

-- --- cover, and who is silent ----------------------------------------------------------------------------------------

-- The sum of a weight over requests, and how many of their bodies have none.
local function weigh(exercise, requests, weight)
  local sum, without = 0, 0
  for _, request in ipairs(requests) do
    local body = exercise.body[request.body]
    sum, without = sum + (body[weight] or 0), without + (body[weight] and 0 or 1)
  end
  return sum, without
end

local function cover_of(exercise, asked)
  local list = {}
  local replied = select(asked, function(request) return request.answered ~= nil end)
  local gave = select(asked, function(request) return request.gave end)
  for _, weight in ipairs(exercise.weights) do
    local all, without = weigh(exercise, asked, weight)
    list[#list + 1] = { weight = weight, all = all, without = without, replied = weigh(exercise, replied, weight), gave = weigh(exercise, gave, weight) }
  end
  return list
end

local function groups_of(asked, key_of)
  local by, order = {}, {}
  for _, request in ipairs(asked) do
    local key = key_of(request)
    if key then
      if not by[key] then by[key], order[#order + 1] = { name = key, asked = 0, replied = 0, gave = 0 }, key end
      local group = by[key]
      group.asked = group.asked + 1
      group.replied, group.gave = group.replied + (request.answered and 1 or 0), group.gave + (request.gave and 1 or 0)
    end
  end
  table.sort(order)
  local list = {}
  for i, key in ipairs(order) do list[i] = by[key] end
  return list
end

-- Whether those who answered are like those who did not: by region, by kind, and by halves of each weight.
local function compared(exercise, asked)
  local list = {}
  for _, name in ipairs { "region", "kind" } do
    local groups = groups_of(asked, function(request) return exercise.body[request.body][name] or "not given" end)
    if #groups > 1 then list[#list + 1] = { by = name, groups = groups } end
  end
  for _, weight in ipairs(exercise.weights) do
    local values = {}
    for _, request in ipairs(asked) do values[#values + 1] = exercise.body[request.body][weight] end
    local middle = median.of(values)
    local groups = groups_of(asked, function(request)
      local own = exercise.body[request.body][weight]
      return own and (own > middle and "1 above the median" or "2 at the median or below")
    end)
    for _, group in ipairs(groups) do group.name = group.name:sub(3) end
    if #groups > 1 then list[#list + 1] = { by = weight, groups = groups, middle = middle } end
  end
  return list
end

-- --- all -------------------------------------------------------------------------------------------------------------

local function waits_of(asked)
  local waits, answered = {}, {}
  for _, request in ipairs(asked) do
    if request.days then waits[#waits + 1] = { days = request.days, answered = request.answered ~= nil } end
    if request.answered then answered[#answered + 1] = request.days end
  end
  return waits, answered
end

function tally.of(exercise, options)
  local asked = asked_of(exercise)
  local waits, answered = waits_of(asked)
  local result = {
    requests = asked, asked = #asked, replied = #answered, not_sent = #exercise.requests - #asked,
    gave = #select(asked, function(request) return request.gave end),
    on_time = #with_status(asked, "on time"), late = #with_status(asked, "late"),
    overdue = with_status(asked, "overdue"), waiting = with_status(asked, "not yet due"),
    clarifying = with_status(asked, "awaiting clarification"), withdrawn = with_status(asked, "withdrawn"),
    median_answered = median.of(answered), median_all = median.with_silent(waits),
    exemptions = exemptions_of(exercise, asked), cover = cover_of(exercise, asked), compared = compared(exercise, asked), questions = {},
  }
  result.due_or_answered = result.replied + #result.overdue
  for i, question in ipairs(exercise.questions) do result.questions[i] = of_question(exercise, question, asked, options) end
  return result
end

return tally
