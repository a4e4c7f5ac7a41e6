-- foi.lua - freedom of information requests: who answered, in time or late, what they said, and what the silent leave open
--
--     slavelab foi FOLDER --as-of 2019-02-28 [-f html -o foi.html]
--     slavelab foi --asked 39 --answered 29 --yes 2        when only the counts were published
--     slavelab foi FOLDER --import EXPORT.csv              takes in the export of a project on WhatDoTheyKnow
--
-- FOLDER holds bodies.csv, questions.csv, requests.csv and answers.csv (docs/foi.md). Silence is neither "no" nor zero here.

local actions = require "lib.foi.actions"
local agreement = require "lib.foi.agreement"
local arguments = require "lib.arguments"
local check = require "lib.foi.check"
local counts_only = require "lib.foi.counts"
local exemptions = require "lib.foi.exemptions"
local figures = require "lib.foi.figures"
local folder = require "lib.foi.folder"
local import = require "lib.foi.import"
local tally = require "lib.foi.tally"
local words = require "lib.base.words"
require "lib.foi.figures_block"

-- --- what was asked for -------------------------------------------------------------------------------------------

local dir = arg[1] and not arg[1]:find("^%-") and table.remove(arg, 1) or nil
local asked_for = arguments.read("foi", {
  { "as-of", "text", "the day of the report, 2019-02-28; today unless given" },
  { "not-held", "text", "no: a body that holds nothing on a yes_no question counts as no; unknown unless given" },
  { "import", "text", "takes the CSV export of a WhatDoTheyKnow project into the folder, and reports nothing" },
  { "asked", "integer", "without a folder: how many bodies were asked" },
  { "answered", "integer", "without a folder: how many of them answered" },
  { "yes", "integer", "without a folder: how many of these said yes" },
})

local function wrong(message)
  io.stderr:write("slavelab foi: ", message, "\nslavelab foi FOLDER --as-of DATE, or slavelab foi --asked N --answered N --yes N\n")
  os.exit(2, true)
end

if not dir then
  if not (asked_for.asked or asked_for.answered or asked_for.yes) then wrong("the folder of the exercise is missing") end
  local problem = counts_only.problem(asked_for.asked, asked_for.answered, asked_for.yes)
  if problem then wrong(problem) end
  counts_only.report(asked_for.asked, asked_for.answered, asked_for.yes):write()
  return
end
if asked_for.asked or asked_for.answered or asked_for.yes then wrong("--asked, --answered and --yes are for counts without a folder") end
if asked_for["not-held"] and asked_for["not-held"] ~= "no" and asked_for["not-held"] ~= "unknown" then
  wrong(('--not-held: "%s" is neither no nor unknown'):format(asked_for["not-held"]))
end
local day = lab.try(lab.period, asked_for["as-of"] or os.date("%Y-%m-%d"), "date")
if not day then wrong(('--as-of: "%s" is no date, as in 2019-02-28'):format(asked_for["as-of"])) end
local as_of = day.first
if lab.path_kind(dir) ~= "folder" then wrong(("there is no folder %s"):format(dir)) end

if asked_for.import then
  for _, sentence in ipairs(import.run(dir, asked_for.import)) do print(sentence) end
  return
end

-- What is wrong is in the files of the exercise: no line of a script helps.
local function stop(message)
  io.stderr:write("slavelab foi: ", message, "\n")
  os.exit(1, true)
end

-- --- read and checked ---------------------------------------------------------------------------------------------

local exercise = folder.read(dir)
local found = exercise.findings
if found.errors == 0 then check.all(exercise, as_of) end
io.stderr:write(found:text())
if found.errors > 0 then stop(("%s: %s; nothing is written until the errors are mended"):format(dir, found:summary())) end

-- How long the silent have waited is counted up to the day of the report.
local silent = false
for _, q in ipairs(exercise.requests) do silent = silent or ((q.sent or q.received) and not q.answered and q.outcome ~= "withdrawn") end
if silent and not lab.try(lab.working_days, as_of, as_of) then
  stop(("--as-of %s: the bank holidays of that year are not known, so that nobody can say how long the silent have waited; give a day of a year "
    .. "that data/bank_holidays.csv has, or add the year to it (slavelab update --add)"):format(as_of))
end
local counts = tally.of(exercise, { not_held = asked_for["not-held"] })

-- --- words --------------------------------------------------------------------------------------------------------

local function percent(n, d) return d > 0 and lab.decimal(figures.percent(n, d), { decimals = 1 }) .. "%" or "[z]" end
local function in_words(date) return lab.period(date, "date").phrase:gsub("^on ", "") end

-- A table of rows with the columns in this order, each { name, title, type (text unless given), unit =, decimals = }.
local function rows_of(columns)
  local rows = { columns = {} }
  for i, column in ipairs(columns) do rows.columns[i] = column[1] end
  return rows
end
local function show(r, rows, columns, options)
  options.columns = {}
  for i, c in ipairs(columns) do
    options.columns[i] = { name = c[1], title = c[2], type = c[3] or "text", unit = c.unit, decimals = c.decimals }
  end
  options.missing = "[z]"
  r:table(rows, options)
end

local r = lab.report {
  title = counts.asked == 0 and "No request has been sent yet"
    or ("%d of the %d bodies asked replied, %d gave information"):format(counts.replied, counts.asked, counts.gave),
  id = "foi",
  lead = counts.asked == 0 and ("requests.csv has %s and no day on which one was sent or received."):format(words.count(#exercise.requests, "row"))
    or ("%d did not answer by %s. Silence is neither yes nor no, and it is not zero."):format(counts.asked - counts.replied, in_words(as_of)),
}

if counts.asked == 0 then
  r:write()
  return
end

-- --- key figures --------------------------------------------------------------------------------------------------

r:heading("Key figures")
r:para(("Replied: %d of the %d asked (%s). Gave information: %d of the %d asked (%s)."):format(counts.replied, counts.asked,
  percent(counts.replied, counts.asked), counts.gave, counts.asked, percent(counts.gave, counts.asked)))
r:para(("Of the %d that have answered or are past their date, %d answered on time and %d late; %d are silent. %d are silent and not yet due."):format(
  counts.due_or_answered, counts.on_time, counts.late, #counts.overdue, #counts.waiting + #counts.clarifying))
if counts.median_answered then
  r:para(("Median wait: %s working days among those that answered; with the silent ones counted in %s."):format(lab.decimal(counts.median_answered),
    counts.median_all and lab.decimal(counts.median_all) or "there is none yet, as more than half still wait"))
end
for _, cover in ipairs(counts.cover) do
  r:para(("Those that gave information have %s of the %s of all asked."):format(percent(cover.gave, cover.all), cover.weight))
end
for _, one in ipairs(counts.questions) do
  local y = one.yes_no
  if y then
    r:para(("%s: yes %d of the %d that answered this (%s). %d are not known, so of all %d asked at least %s, at most %s."):format(
      one.question.question, y.yes, y.answered, percent(y.yes, y.answered), y.unknown, counts.asked, percent(y.yes, counts.asked),
      percent(y.yes + y.unknown, counts.asked)))
  end
end

-- --- what was answered --------------------------------------------------------------------------------------------

for _, one in ipairs(counts.questions) do
  r:heading(one.question.text or one.question.question)
  local y = one.yes_no
  if y then
    local columns = { { "answer", "Answer" }, { "bodies", "Bodies", "integer" }, { "share", "Of all asked", "number", unit = "percent", decimals = 1 } }
    local rows = rows_of(columns)
    local function add(words, n) rows[#rows + 1] = { answer = words, bodies = n, share = figures.percent(n, counts.asked) } end
    add("Yes", y.yes)
    add("No", y.no)
    if y.other > 0 then add("Another answer", y.other) end
    add("Not known", y.unknown)
    show(r, rows, columns, { title = ("%d of the %d that answered say yes"):format(y.yes, y.answered), notes =
      ("Not known: silent, refused, %swithdrawn, or two answers that differ."):format(asked_for["not-held"] == "no" and "" or "not held, ") })
    r:chart(lab.table { columns = { "question", "least", "most" }, { question = one.question.question,
      least = figures.percent(y.yes, counts.asked), most = figures.percent(y.yes + y.unknown, counts.asked) } },
      { mark = "errorbar", y = "question", x = { lower = "least", upper = "most", title = "Yes, percent of all asked", scale = { domain = { 0, 100 } } },
        title = ("Of all %d asked between %s and %s say yes"):format(counts.asked, percent(y.yes, counts.asked), percent(y.yes + y.unknown, counts.asked)),
        alt = ("At least %s (%d of %d), at most %s (%d of %d)."):format(percent(y.yes, counts.asked), y.yes, counts.asked,
          percent(y.yes + y.unknown, counts.asked), y.yes + y.unknown, counts.asked) })
  end
  if one.sums and #one.sums > 0 then
    local columns = { { "period", "Period" }, { "unit", "Unit" }, { "bodies", "Bodies", "integer" }, { "zeros", "Of them zero", "integer" },
      { "held_back", "Given as a range", "integer" }, { "known", "Sum of exact figures", "number" }, { "low", "Lowest sum", "number" },
      { "high", "Highest sum", "number" } }
    local rows = rows_of(columns)
    for i, g in ipairs(one.sums) do
      rows[i] = { period = g.period or "not given", unit = g.unit or "not given", bodies = g.count, zeros = g.zeros, held_back = g.held_back,
        known = g.known, low = g.low, high = g.high }
    end
    show(r, rows, columns, { title = ("%d of the %d asked gave a figure"):format(one.bodies, counts.asked), notes = {
      "Rows are of different periods or units and are not added together.",
      "A figure held back and given as a range, such as <5, counts from its lowest (1) to its highest value (4)." } })
  end
  for _, list in ipairs { one.choices or {}, one.codes or {} } do
    local columns = { { "choice", "Answer" }, { "bodies", "Bodies", "integer" } }
    local rows = rows_of(columns)
    for i, choice in ipairs(list) do rows[i] = choice end
    if #rows > 0 then show(r, rows, columns, { title = ("What the %d that answered say"):format(one.bodies) }) end
  end
  if one.bodies == 0 and not y then r:para("No body has answered this.") end
end

-- --- in time or late ----------------------------------------------------------------------------------------------

r:heading("In time, late, silent")
do
  local columns = { { "body", "Body" }, { "received", "Received", "date" }, { "due", "Due", "date" }, { "answered", "Answered", "date" },
    { "days", "Days waited", "integer", unit = "working days" }, { "over", "Over", "integer", unit = "working days" }, { "status", "Status" },
    { "outcome", "Outcome" } }
  local rows = rows_of(columns)
  for i, q in ipairs(counts.requests) do
    rows[i] = { body = q.body, received = q.received, due = q.due, answered = q.answered, days = q.days, over = q.over, status = q.status,
      outcome = q.taken_back and "withdrawn" or (q.outcome or "silent"):gsub("_", " ") }
  end
  if #rows > 0 then
    show(r, rows, columns, { title = ("%d answered on time, %d late, %d are silent and past their date"):format(counts.on_time, counts.late,
      #counts.overdue), notes = { "Due: the twentieth working day after receipt, or after a clarification was sent, or the day to which the body extended it; "
        .. "a bank holiday anywhere in the United Kingdom is no working day.", ("Days of the silent are those until %s."):format(in_words(as_of)) } })
  end
end

r:heading("Who has not answered")
do
  local columns = { { "body", "Body" }, { "received", "Received", "date" }, { "due", "Due", "date" },
    { "over", "Over", "integer", unit = "working days" }, { "next", "Next" }, { "by", "Date", "date" } }
  local silent, later = rows_of(columns), rows_of(columns)
  for _, q in ipairs(counts.requests) do
    local action, by = actions.next(q, as_of)
    local row = { body = q.body, received = q.received, due = q.due, over = q.over, next = action, by = by }
    if not q.answered and q.status ~= "withdrawn" then silent[#silent + 1] = row elseif action then later[#later + 1] = row end
  end
  table.sort(silent, function(a, b)
    if (a.over or 0) ~= (b.over or 0) then return (a.over or 0) > (b.over or 0) end
    return a.body < b.body
  end)
  if #silent == 0 then r:para("Everybody who was asked has answered.") end
  if #silent > 0 then
    show(r, silent, columns, { title = ("%d of the %d asked are silent, by %s"):format(#silent, counts.asked, in_words(as_of)),
      notes = "Chase: from the day after the date due. A review can be asked for once 20 working days have gone by since; if it brings nothing, a complaint to the Information Commissioner (section 50)." })
  end
  if #later > 0 then
    r:heading("Next actions on what was answered", 3)
    table.move({ columns[1], columns[5], columns[6] }, 1, 3, 1, columns)
    columns[4], columns[5], columns[6] = nil, nil, nil
    show(r, later, columns, { title = ("%d answers can be taken further"):format(#later),
      notes = "The date is the last one for asking; 40 working days after the answer, by the code of practice under section 45. A complaint to the Information Commissioner must come without undue delay." })
  end
end

r:heading("Why information was held back")
if #counts.exemptions == 0 then r:para("No body relied on an exemption.") else
  local columns = { { "exemption", "Section" }, { "about", "About" }, { "bodies", "Bodies", "integer" } }
  local rows = rows_of(columns)
  for i, e in ipairs(counts.exemptions) do rows[i] = { exemption = e.name, about = exemptions.title(e.name), bodies = e.bodies } end
  show(r, rows, columns, { title = "Bodies that relied on a section of the Act, for all of the request or a part",
    notes = "A body that relied on several counts with each." })
end

-- --- whom the answers stand for -----------------------------------------------------------------------------------

r:heading("Whom the answers cover")
do
  local columns = { { "weight", "Weighed by" }, { "gave", "Gave information", "number" }, { "replied", "Replied", "number" },
    { "all", "All asked", "number" }, { "share", "Gave information", "number", unit = "percent", decimals = 1 },
    { "share_replied", "Replied", "number", unit = "percent", decimals = 1 } }
  local rows, notes = rows_of(columns), {}
  for i, c in ipairs(counts.cover) do
    rows[i] = { weight = c.weight, gave = c.gave, replied = c.replied, all = c.all, share = figures.percent(c.gave, c.all),
      share_replied = figures.percent(c.replied, c.all) }
    if c.without > 0 then notes[#notes + 1] = ("%s of %d asked is not known, and left out."):format(c.weight, c.without) end
  end
  if #rows > 0 then show(r, rows, columns, { title = "Cover of those that gave information", notes = notes })
  else r:para("bodies.csv has no number, such as population or officers, by which bodies could be weighed.") end
end

r:heading("Are the silent different?")
for _, group in ipairs(counts.compared) do
  local columns = { { "name", group.by == "region" and "Region" or group.by == "kind" and "Kind" or group.by }, { "asked", "Asked", "integer" },
    { "replied", "Replied", "integer" }, { "gave", "Gave information", "integer" },
    { "share", "Replied", "number", unit = "percent of asked", decimals = 1 } }
  local rows = rows_of(columns)
  for i, g in ipairs(group.groups) do
    rows[i] = { name = g.name, asked = g.asked, replied = g.replied, gave = g.gave, share = figures.percent(g.replied, g.asked) }
  end
  show(r, rows, columns, { title = "Replies by " .. group.by, notes = group.middle and ("The median of %s among those asked is %s."):format(group.by,
    lab.decimal(group.middle)) or nil })
end
r:para("Where the groups differ, what those that answered say cannot stand for those that did not.")

-- --- every answer -------------------------------------------------------------------------------------------------

r:heading("Every answer")
do
  local columns = { { "body", "Body" }, { "question", "Question" }, { "period", "Period" }, { "value", "Answer" }, { "unit", "Unit" },
    { "verbatim", "In its own words" }, { "file", "File" }, { "page", "Page" }, { "note", "Stands" } }
  local rows, any = rows_of(columns), {}
  for i, a in ipairs(exercise.answers) do
    local request = exercise.request[a.body]
    rows[i] = { body = a.body, question = a.question, period = a.period, value = a.value or "no answer", unit = a.unit, verbatim = a.verbatim, file = a.file, page = a.page,
      note = request.taken_back and "withdrawn" or nil }
    for name in pairs(rows[i]) do any[name] = true end
  end
  for i = #columns, 1, -1 do
    if not any[columns[i][1]] then table.remove(columns, i) end
  end
  if #rows > 0 then show(r, rows, columns, { title = ("All %d answers, as they were given"):format(#rows) })
  else r:para("answers.csv has no rows.") end
end

-- --- limits -------------------------------------------------------------------------------------------------------

r:heading("What cannot be said")
r:para(("What share of all bodies would say yes: %d of %d did not reply, and bounds are all that can be given. A share of those that answered is a share of them alone."):format(
  counts.asked - counts.replied, counts.asked))
r:para("A total of all bodies: sums are of those that gave a figure, and figures of different periods or units are never added.")
r:para("How likely a difference is by chance: every body was asked, so there is no sample and no interval.")

r:heading("Data quality")
do
  local columns = { { "place", "Place" }, { "check", "Check", "integer" }, { "says", "Warning" } }
  local rows = rows_of(columns)
  for i, one in ipairs(found.list) do
    rows[i] = { place = one.file:match("[^/]*$") .. (one.line and ":" .. one.line or ""), check = one.check, says = one.says }
  end
  if #rows > 0 then show(r, rows, columns, { title = ("The checks found no error and gave %s"):format(words.count(#rows, "warning")) })
  else r:para("The checks found no error and gave no warning.") end
end
for _, one in ipairs(counts.questions) do
  local kappa, same, n = agreement.of(one.coded_twice)
  if n > 0 then
    r:para(("%s: two coders agree on %d of %d answers%s."):format(one.question.question, same, n,
      kappa and (", Cohen's kappa " .. lab.decimal(kappa, { decimals = 2 })) or "; kappa has no meaning where both use one code"))
  end
end

local by_name = figures.by_name(counts)
by_name.as_of = as_of
r:foi_figures(figures.of(counts), { by_name = by_name, title = "All figures, each share with its counts" })
r:write()
