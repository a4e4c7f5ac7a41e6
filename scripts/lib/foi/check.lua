-- check.lua - what is held against the rows of an exercise before anything is counted. The numbers are those of findings.lua.

local clock = require "lib.foi.clock"
local contains = require "lib.base.contains"
local exemptions = require "lib.foi.exemptions"
local span = require "lib.foi.span"
local suggest = require "lib.base.suggest"
local value = require "lib.foi.value"

local check = {}

check.outcomes = { "full", "partial", "not_held", "refused", "ncnd", "withdrawn" }
check.types = { "yes_no", "count", "money", "category", "text" }

-- "full", "Not held" -> "full", "not_held"
local function plain(word) return word and (word:lower():gsub("[%s%-]+", "_")) end

-- Rows by the value of a column; a second row of one value is an error.
local function index(exercise, list, name, file)
  local by = {}
  for _, row in ipairs(list) do
    local key = row[name]
    if not key then
      exercise.findings:stop(2, row.file_path, row.line, ("%s is empty"):format(name))
    elseif by[key] then
      exercise.findings:stop(4, row.file_path, row.line, ('"%s" stands in %s twice, first on line %s'):format(key, file, by[key].line))
    else
      by[key] = row
    end
  end
  return by
end

-- What the nearest name is, for a name that is not there.
local function nearest(name, by)
  local near = suggest.nearest(name, suggest.keys(by))
  return near and ('; did you mean "%s"?'):format(near) or ""
end

local function read_exemptions(exercise, row)
  local list, problem = exemptions.read(row.exemption)
  if not list then
    exercise.findings:stop(12, row.file_path, row.line, ('exemption: %s; they are written s12; s40(2)'):format(problem))
  end
  row.exemptions = list or {}
end

-- --- questions -------------------------------------------------------------------------------------------------------

local function codes_of(text)
  if not text then return nil end
  local list = {}
  for code in text:gmatch(text:find("[;|]") and "[^;|]+" or "[^,]+") do list[#list + 1] = code:match("^%s*(.-)%s*$") end
  return list
end

local function check_questions(exercise)
  for _, question in ipairs(exercise.questions) do
    question.type = plain(question.type)
    if question.type and not contains(check.types, question.type) then
      exercise.findings:stop(11, question.file_path, question.line, ('type: "%s" is none; a question is of type %s'):format(question.type,
        table.concat(check.types, ", ")))
    end
    question.code_list = codes_of(question.codes)
    if question.period_kind then
      question.wanted = span.kind(question.period_kind)
      if not question.wanted then
        exercise.findings:stop(11, question.file_path, question.line, ('period_kind: "%s" is none; say %s'):format(question.period_kind,
          table.concat(span.kinds, ", ")))
      end
    end
  end
end

-- --- requests --------------------------------------------------------------------------------------------------------

-- Dates that cannot come before others, as far as both are there.
local in_order = {
  { "sent", "received" }, { "received", "clarification_asked" }, { "clarification_asked", "clarification_sent" }, { "received", "answered" },
  { "answered", "retracted" }, { "sent", "answered" }, { "review_asked", "review_answered" }, { "received", "extended_to" },
  { "received", "review_asked" },
}
-- What a list kept until a day can hold. An answer may be withdrawn later than the day for which a report is made.
local by_then = { "sent", "received", "clarification_asked", "clarification_sent", "answered", "review_asked", "review_answered" }

local function check_dates(exercise, request, as_of)
  local found, where = exercise.findings, request.file_path
  for _, pair in ipairs(in_order) do
    local first, second = request[pair[1]], request[pair[2]]
    if first and second and second < first then
      found:stop(6, where, request.line, ('"%s": %s on %s, before %s on %s'):format(request.body, pair[2], second, pair[1], first))
    end
  end
  for _, name in ipairs(by_then) do
    if request[name] and request[name] > as_of then
      found:stop(7, where, request.line, ('"%s": %s on %s, after the day of the report, %s; --as-of DATE is another'):format(request.body, name,
        request[name], as_of))
    end
  end
  local _, why = clock.due(request)
  if why then found:stop(7, where, request.line, ('"%s": %s'):format(request.body, why)) end
end

local function check_outcome(exercise, request)
  local found, where, line = exercise.findings, request.file_path, request.line
  request.outcome = plain(request.outcome)
  if request.outcome and not contains(check.outcomes, request.outcome) then
    found:stop(11, where, line, ('outcome: "%s" is none; it is %s, or empty while the body is silent'):format(request.outcome,
      table.concat(check.outcomes, ", ")))
  elseif request.answered and not request.outcome then
    found:stop(8, where, line, ('"%s" answered on %s, but outcome is empty'):format(request.body, request.answered))
  elseif request.outcome and request.outcome ~= "withdrawn" and not request.answered then
    found:stop(8, where, line, ('"%s" has the outcome %s, but the day on which it answered is empty'):format(request.body, request.outcome))
  end
  if request.answered and not clock.start(request) then
    found:stop(8, where, line, ('"%s" answered, but sent and received are empty'):format(request.body))
  end
  if request.retracted and not request.answered then
    found:stop(8, where, line, ('"%s" withdrew an answer, but the day on which it answered is empty'):format(request.body))
  end
end

local function check_requests(exercise, as_of)
  for _, request in ipairs(exercise.requests) do
    if request.body and not exercise.body[request.body] then
      exercise.findings:stop(3, request.file_path, request.line, ('"%s" is not in bodies.csv%s'):format(request.body,
        nearest(request.body, exercise.body)))
    end
    check_dates(exercise, request, as_of)
    check_outcome(exercise, request)
    read_exemptions(exercise, request)
  end
  for _, body in ipairs(exercise.bodies) do
    if body.body and not exercise.request[body.body] then
      exercise.findings:warn(18, body.file_path, body.line, ('"%s" has no row in requests.csv: it counts as not asked'):format(body.body))
    end
  end
end

-- --- answers ---------------------------------------------------------------------------------------------------------

-- "full" of an answer to one question is the rule; these say that there is none.
local no_answer = { not_held = true, refused = true, ncnd = true, withdrawn = true }

local function check_value(exercise, answer, question)
  local found, says = exercise.findings, nil
  local given, type = answer.value, question.type
  if type == "count" or type == "money" then
    answer.figure = value.read(given, type)
    if not answer.figure then
      says = ('"%s" is no number and no range such as <5 or 1-4'):format(given)
    elseif answer.figure.low < 0 then
      says = ('"%s" is below zero'):format(given)
    elseif type == "count" and math.type(answer.figure.low) ~= "integer" then
      says = ('"%s" is no whole number, as counts are'):format(given)
    end
  elseif type == "yes_no" or type == "category" then
    local codes = question.code_list or type == "yes_no" and { "yes", "no" } or nil
    answer.choice = given:lower()
    local known = not codes
    for _, code in ipairs(codes or {}) do known = known or code:lower() == answer.choice end
    if not known then says = ('"%s" is none of %s'):format(given, table.concat(codes, ", ")) end
  end
  if says then found:stop(11, answer.file_path, answer.line, ('"%s", %s: %s'):format(answer.body, answer.question, says)) end
end

local function check_code(exercise, answer, question)
  for _, name in ipairs { "code", "second_code" } do
    local known = not answer[name] or not question.code_list
    for _, code in ipairs(question.code_list or {}) do known = known or code == answer[name] end
    if not known then
      exercise.findings:stop(11, answer.file_path, answer.line, ('%s: "%s" is none of %s'):format(name, answer[name],
        table.concat(question.code_list, ", ")))
    end
  end
  if answer.code and answer.second_code and answer.code ~= answer.second_code then
    exercise.findings:warn(16, answer.file_path, answer.line, ('"%s", %s: one coder says "%s", the other "%s"'):format(answer.body,
      answer.question, answer.code, answer.second_code))
  end
end

local function check_period(exercise, answer, question)
  answer.period_text, answer.other_period = answer.period, false
  local read = answer.period and span.read(answer.period, question.wanted)
  if read then answer.period_text = read.text end
  if not question.wanted or not answer.value then return end
  local given = not answer.period and "no period is given" or not read and ('"%s" is no period'):format(answer.period)
    or read.kind ~= question.wanted and ("%s is a %s"):format(read.text, read.kind)
  if not given then return end
  answer.other_period = true
  exercise.findings:warn(13, answer.file_path, answer.line, ('"%s", %s: %s; asked was a %s. It is added to none of these'):format(answer.body,
    answer.question, given, question.wanted))
end

local function check_unit(exercise, answer, question)
  answer.unit_text = answer.unit or question.unit
  if not (answer.value and answer.unit and question.unit) or answer.unit:lower() == question.unit:lower() then
    if answer.unit and question.unit and answer.unit:lower() == question.unit:lower() then answer.unit_text = question.unit end
    return
  end
  answer.other_unit = true
  exercise.findings:warn(14, answer.file_path, answer.line, ('"%s", %s: %s are given; asked were %s. They are added to none of these'):format(
    answer.body, answer.question, answer.unit, question.unit))
end

-- A question that a body answered twice is counted once.
local function check_twice(exercise, answer, question, first)
  if not answer.value then return end
  local counted = question.type == "count" or question.type == "money"
  local key = table.concat({ answer.body, answer.question, counted and (answer.period_text or "") or "", counted and (answer.unit_text or "") or "" }, "\0")
  if first[key] then
    exercise.findings:warn(15, answer.file_path, answer.line, ('"%s" answered %s twice, first on line %s: "%s" and "%s". It is counted once'):format(
      answer.body, answer.question, first[key].line, first[key].value, answer.value))
  end
  first[key] = first[key] or answer
end

local function check_against_request(exercise, answer)
  local found, request = exercise.findings, exercise.request[answer.body]
  local where, line = answer.file_path, answer.line
  if not exercise.body[answer.body] then
    found:stop(3, where, line, ('"%s" is not in bodies.csv%s'):format(answer.body, nearest(answer.body, exercise.body)))
  elseif not request then
    found:stop(5, where, line, ('"%s" has no row in requests.csv'):format(answer.body))
  elseif not request.answered then
    found:stop(5, where, line, ('"%s" has not answered, by line %s of requests.csv'):format(answer.body, request.line))
  elseif answer.value and (request.outcome == "refused" or request.outcome == "ncnd" or request.outcome == "not_held") then
    found:stop(8, where, line, ('"%s" gives a value, but line %s of requests.csv says %s'):format(answer.body, request.line, request.outcome))
  end
  return request
end

local function check_answers(exercise)
  local first = {}
  for _, answer in ipairs(exercise.answers) do
    local found, where, line = exercise.findings, answer.file_path, answer.line
    if not answer.body then
      found:stop(2, where, line, "body is empty")
      goto next
    end
    local request, question = check_against_request(exercise, answer), exercise.question[answer.question or ""]
    answer.request = request
    answer.outcome = plain(answer.outcome)
    read_exemptions(exercise, answer)
    if not question then
      found:stop(10, where, line, ('"%s" is not in questions.csv%s'):format(answer.question or "", nearest(answer.question or "", exercise.question)))
      goto next
    end
    if answer.outcome and not contains(check.outcomes, answer.outcome) then
      found:stop(11, where, line, ('outcome: "%s" is none; it is %s'):format(answer.outcome, table.concat(check.outcomes, ", ")))
    elseif answer.outcome == "full" and not answer.value then
      found:stop(9, where, line, ('"%s", %s: outcome full, but value is empty'):format(answer.body, answer.question))
    elseif no_answer[answer.outcome] and answer.value then
      found:stop(8, where, line, ('"%s", %s: outcome %s, but the value "%s"'):format(answer.body, answer.question, answer.outcome, answer.value))
    end
    check_period(exercise, answer, question)
    check_unit(exercise, answer, question)
    if answer.value then check_value(exercise, answer, question) end
    check_code(exercise, answer, question)
    check_twice(exercise, answer, question, first)
    if request and answer.value then request.values = (request.values or 0) + 1 end
    ::next::
  end
  for _, request in ipairs(exercise.requests) do
    if request.outcome == "full" and not request.values then
      exercise.findings:stop(9, request.file_path, request.line, ('"%s" has the outcome full, but answers.csv has no value of it'):format(request.body or ""))
    end
  end
end

-- --- all -------------------------------------------------------------------------------------------------------------

-- Looks at everything, and sets what the rows are counted by: exercise.body, question and request by name, the exemptions of rows, the figures,
-- periods and units of answers. as_of: the day of the report, 2019-02-28.
function check.all(exercise, as_of)
  exercise.as_of = as_of
  exercise.body = index(exercise, exercise.bodies, "body", "bodies.csv")
  exercise.question = index(exercise, exercise.questions, "question", "questions.csv")
  exercise.request = index(exercise, exercise.requests, "body", "requests.csv")
  check_questions(exercise)
  check_requests(exercise, as_of)
  check_answers(exercise)
  return exercise
end

return check
