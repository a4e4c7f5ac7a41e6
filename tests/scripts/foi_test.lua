-- slavelab foi: what the four files may hold, due dates, the two medians, what is counted and what is never added.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local agreement = require "lib.foi.agreement"
local check = require "support.check"
local check_all = require("lib.foi.check").all
local clock = require "lib.foi.clock"
local counts_only = require "lib.foi.counts"
local exemptions = require "lib.foi.exemptions"
local figures = require "lib.foi.figures"
local folder = require "lib.foi.folder"
local median = require "lib.foi.median"
local span = require "lib.foi.span"
local tally = require "lib.foi.tally"
local value = require "lib.foi.value"

local root = check.folder()
local as_of = "2019-02-28"

-- A sound exercise of four bodies; tests damage one line of it.
local sound = {
  bodies = "body,kind,region,population\nAlder,police force,North,100\nBirch,police force,North,200\nCedar,police force,South,300\nElm,police force,South,400\n",
  questions = "question,text,type,unit,period_kind,codes\ntraining,Training?,yes_no,,,\ncrimes,Crimes?,count,crimes,financial year,\nlead,Who?,text,,,unit;nobody\n",
  requests = "body,sent,received,clarification_asked,clarification_sent,extended_to,answered,retracted,outcome,exemption\n"
    .. "Alder,2018-11-12,2018-11-12,,,,2018-12-11,,full,\n"
    .. "Birch,2018-11-12,2018-11-12,,,,2018-12-12,,partial,s40(2)\n"
    .. "Cedar,2018-11-12,2018-11-12,,,,,,,\n"
    .. "Elm,2018-11-12,2018-11-12,,,,2018-11-20,,not_held,\n",
  answers = "body,question,period,value,unit,outcome,exemption,code,second_code\n"
    .. "Alder,training,,yes,,,,,\nAlder,crimes,2017/18,12,crimes,,,,\nBirch,training,,no,,,,,\nBirch,crimes,2017-18,<5,crimes,,,,\n",
}

-- The exercise with texts replaced: { requests = { from, to } }. Checked unless its files are wrong.
local made = 0
local function exercise(changes, day)
  made = made + 1 -- a folder of its own for each: a file that was read may not change
  local dir = root .. "/exercise" .. made
  os.execute(("mkdir '%s'"):format(dir))
  for name, text in pairs(sound) do
    local change = changes and changes[name]
    if change then
      local at, stop = text:find(change[1], 1, true)
      assert(at, change[1])
      text = text:sub(1, at - 1) .. change[2] .. text:sub(stop + 1)
    end
    if not (change and change.gone) then
      local file <close> = assert(io.open(dir .. "/" .. name .. ".csv", "w"))
      file:write(text)
    end
  end
  local read = folder.read(dir)
  if read.findings.errors == 0 then check_all(read, day or as_of) end
  return read
end

local function counted(changes, options, day)
  local read = exercise(changes, day)
  check.equal(read.findings.errors, 0, read.findings:text())
  local counts = tally.of(read, options or {})
  return figures.by_name(counts), counts
end

-- --- damaged folders -------------------------------------------------------------------------------------------------

-- What is changed, the place and number that must be named, and words of the sentence.
local damaged = {
  { "a file that is not there", { answers = { "body", "body", gone = true } }, "answers.csv: error 1:", "there is no such file" },
  { "a column that is not there", { requests = { "answered", "anwsered" } }, "requests.csv:1: error 1:", '"anwsered" may be meant for it' },
  { "a row too long", { bodies = { "North,100", "North,100,7,8" } }, "bodies.csv:2: error 1:", "" },
  { "a date that is none", { requests = { "2018-12-12", "2018-13-12" } }, "requests.csv:3: error 2:", '"2018-13-12" is no date' },
  { "a request to a body that is unknown", { requests = { "Cedar", "Ceder" } }, "requests.csv:4: error 3:", 'did you mean "Cedar"?' },
  { "a body twice", { bodies = { "Birch,", "Alder," } }, "bodies.csv:3: error 4:", "first on line 2" },
  { "a request twice", { requests = { "Elm,", "Birch," } }, "requests.csv:5: error 4:", "first on line 3" },
  { "an answer without a request", { requests = { "Birch,2018-11-12,2018-11-12,,,,2018-12-12,,partial,s40(2)\n", "" } }, "answers.csv:4: error 5:",
    '"Birch" has no row' },
  { "an answer of a body that is silent", { answers = { "Birch,training", "Cedar,training" } }, "answers.csv:4: error 5:", "has not answered" },
  { "answered before received", { requests = { "2018-12-11", "2018-11-10" } }, "requests.csv:2: error 6:", "answered on 2018-11-10, before received" },
  { "answered after the day of the report", { requests = { "2018-12-11", "2019-03-01" } }, "requests.csv:2: error 7:", "after the day of the report" },
  { "an outcome without a date", { requests = { "2018-12-12,,partial", ",,partial" } }, "requests.csv:3: error 8:", "the day on which it answered is empty" },
  { "outcome full without an answer", { requests = { "2018-11-20,,not_held", "2018-11-20,,full" } }, "requests.csv:5: error 9:", "no value of it" },
  { "a question that is unknown", { answers = { "Birch,training", "Birch,trainnig" } }, "answers.csv:4: error 10:", 'did you mean "training"?' },
  { "a value outside the codes", { answers = { ",,no,", ",,perhaps," } }, "answers.csv:4: error 11:", '"perhaps" is none of yes, no' },
  { "a count below zero", { answers = { ",12,", ",-12," } }, "answers.csv:3: error 11:", "below zero" },
  { "an outcome that is none", { requests = { "not_held", "lost" } }, "requests.csv:5: error 11:", '"lost" is none' },
  { "an exemption that is unknown", { requests = { "s40(2)", "s99" } }, "requests.csv:3: error 12:", '"s99" is no section' },
  { "a period of another kind", { answers = { "2017/18", "2017" } }, "answers.csv:3: warning 13:", "asked was a financial year" },
  { "another unit", { answers = { "12,crimes", "12,victims" } }, "answers.csv:3: warning 14:", "asked were crimes" },
  { "an answer given twice", { answers = { "Birch,training,,no", "Alder,training,,no" } }, "answers.csv:4: warning 15:", "first on line 2" },
  { "coders who disagree", { answers = { "Birch,training,,no,,,,,", "Birch,lead,,Us,,,,unit,nobody" } }, "answers.csv:4: warning 16:", 'the other "nobody"' },
  { "a column that is not read", { requests = { "retracted", "retraced" } }, "requests.csv:1: warning 17:", 'did you mean "retracted"?' },
  { "a body that was not asked", { requests = { "Cedar,2018-11-12,2018-11-12,,,,,,,\n", "" } }, "bodies.csv:4: warning 18:", "not asked" },
  { "a year without bank holidays", { requests = { "Cedar,2018-11-12,2018-11-12", "Cedar,1999-11-12,1999-11-12" } }, "requests.csv:4: error 7:", "1999 are not known" },
}

check.test("a sound exercise has no findings", function() check.equal(exercise().findings:text(), "") end)

for _, case in ipairs(damaged) do
  check.test("the checks name the line of " .. case[1], function()
    local said = exercise(case[2]).findings:text()
    local line = said:match("[^\n]*" .. case[3]:gsub("%p", "%%%0") .. "[^\n]*")
    check.truthy(line, said)
    check.contains(line, case[4])
  end)
end

check.test("lines are those of the file, also behind a cell with line ends", function()
  local said = exercise { answers = { "Alder,training,,yes,,,,,", 'Alder,lead,,"two\nlines",,,,unit,' }, requests = { "s40(2)", "" } }.findings:text()
  check.equal(said, "")
  said = exercise { answers = { "Alder,training,,yes,,,,,\nAlder,crimes,2017/18,12", 'Alder,lead,,"two\nlines",,,,unit,\nAlder,crimes,2017/18,-12' } }.findings:text()
  check.contains(said, "answers.csv:4: error 11:")
end)

-- --- single cells ----------------------------------------------------------------------------------------------------

check.test("exemptions are read in every spelling, and unknown ones are not", function()
  check.equal(exemptions.read("s.12; Section 40(2), s31(1)(a); S 12"), { "s12", "s40(2)", "s31(1)(a)" })
  check.equal(exemptions.read(nil), {})
  for _, text in ipairs { "s13", "s99", "40(2", "personal data", "s40A" } do check.equal(exemptions.read(text), nil, text) end
end)

check.test("a figure that is held back is a range that begins at one", function()
  local function range(text, kind)
    local read = value.read(text, kind)
    return read and { read.low, read.high }
  end
  check.equal(range("<5"), { 1, 4 })
  check.equal(range("fewer than 5"), { 1, 4 })
  check.equal(range("Less than ten"), { 1, 9 })
  check.equal(range("1-4"), { 1, 4 })
  check.equal(range("10 to 19"), { 10, 19 })
  check.equal(range("1,204"), { 1204, 1204 })
  check.equal(range("£1,204.50", "money"), { 1204.5, 1204.5 })
  for _, text in ipairs { "12,34", "some", "4-1", "<1", "£5", "5.", "" } do check.equal(range(text), nil, text) end
end)

check.test("periods are of a kind, whatever their spelling", function()
  check.equal(span.read("2017-18", "financial year"), { text = "2017/18", kind = "financial year" })
  check.equal(span.read("1 April 2017 to 31 March 2018"), { text = "2017/18", kind = "financial year" })
  check.equal(span.read("2017").kind, "calendar year")
  check.equal(span.read("2017-03-26 to 2018-03-25"), { text = "26 March 2017 to 25 March 2018", kind = "26 March to 25 March" })
  check.equal(span.kind("26 march to 25 March"), "26 March to 25 March")
  check.equal(span.kind("financial_year"), "financial year")
  check.equal(span.read("some time"), nil)
end)

-- --- the clock -------------------------------------------------------------------------------------------------------

-- The twentieth working day counted one by one from a list of days off, without the table that the program reads.
local off = {}
for day in ("2018-11-30 2018-12-25 2018-12-26 2019-01-01 2019-01-02 2019-03-18 2019-04-19 2019-04-22"):gmatch("%S+") do off[day] = true end
local function counted_by_hand(start)
  local y, m, d = start:match("(%d+)-(%d+)-(%d+)")
  local time, left, day = os.time { year = tonumber(y), month = tonumber(m), day = tonumber(d), hour = 12 }, 20, nil
  while left > 0 do
    time = time + 86400
    day = os.date("!%Y-%m-%d", time)
    local weekday = os.date("!%w", time)
    if weekday ~= "0" and weekday ~= "6" and not off[day] then left = left - 1 end
  end
  return day
end

check.test("an answer is due on the twentieth working day, counted by hand for a hundred days of receipt", function()
  local time = os.time { year = 2018, month = 11, day = 1, hour = 12 }
  for i = 0, 99 do
    local day = os.date("!%Y-%m-%d", time + i * 86400)
    check.equal((clock.due { received = day }), counted_by_hand(day), day)
  end
end)

check.test("a clarification starts the clock again, an extension moves the date, silence before both is not late", function()
  local request = { received = "2018-11-12", clarification_asked = "2018-11-15", clarification_sent = "2018-11-22" }
  check.equal((clock.due(request)), counted_by_hand("2018-11-22"))
  request.extended_to = "2019-01-14"
  check.equal((clock.due(request)), "2019-01-14")
  local function status(more, day)
    local one = { received = "2018-11-12" }
    for name, given in pairs(more) do one[name] = given end
    clock.set(one, day)
    return one.status
  end
  check.equal(status({}, "2018-12-11"), "not yet due")
  check.equal(status({}, "2018-12-12"), "overdue")
  check.equal(status({ answered = "2018-12-11", outcome = "full" }, "2018-12-12"), "on time")
  check.equal(status({ answered = "2018-12-12", outcome = "full" }, "2018-12-12"), "late")
  check.equal(status({ clarification_asked = "2018-11-15" }, as_of), "awaiting clarification")
  check.equal(status({ outcome = "withdrawn" }, as_of), "withdrawn")
  local nothing = {}
  clock.set(nothing, as_of)
  check.equal(nothing.status, "not sent")
end)

-- --- medians and agreement -------------------------------------------------------------------------------------------

check.test("the median with the silent in is that of Kaplan and Meier's own example, and later than that of answerers", function()
  -- Freireich's 21 patients on 6-MP, in every textbook: the median remission is 23 weeks.
  local waits = {}
  for days in ("6 6 6 7 10 13 16 22 23"):gmatch("%d+") do waits[#waits + 1] = { days = tonumber(days), answered = true } end
  for days in ("6 9 10 11 17 19 20 25 32 32 34 35"):gmatch("%d+") do waits[#waits + 1] = { days = tonumber(days), answered = false } end
  check.equal(median.with_silent(waits), 23)
  check.equal(median.with_silent { { days = 3, answered = true }, { days = 9, answered = false }, { days = 9, answered = false } }, nil)
  check.equal(median.with_silent {}, nil)
  check.equal(median.of { 3, 1, 2 }, 2)
  check.equal(median.of { 4, 1, 2, 3 }, 2.5)
  check.equal(median.of {}, nil)
end)

check.test("kappa is Cohen's, and nothing where both coders use one code", function()
  local list = {}
  for pair, n in pairs { yy = 20, yn = 5, ny = 10, nn = 15 } do
    for _ = 1, n do list[#list + 1] = { code = pair:sub(1, 1), second_code = pair:sub(2) } end
  end
  local kappa, same, n = agreement.of(list)
  check.truthy(math.abs(kappa - 0.4) < 1e-12)
  check.equal({ same, n }, { 35, 50 })
  check.equal((agreement.of { { code = "a", second_code = "a" } }), nil)
end)

-- --- counting --------------------------------------------------------------------------------------------------------

check.test("silence, refusal and not held are unknown, and bounds say what they leave open", function()
  local f = counted()
  check.equal({ f.asked, f.replied, f.gave_information, f.on_time, f.late }, { 4, 3, 2, 2, 1 })
  check.equal({ f.training_yes, f.training_no, f.training_unknown }, { 1, 1, 2 })
  check.equal({ f.training_yes_of_answering, f.training_lower, f.training_upper }, { 50.0, 25.0, 75.0 })
  check.equal({ f.overdue, f.waiting, f.exemptions }, { { "Cedar" }, {}, { ["s40(2)"] = 1 } })
  check.equal({ f.population_coverage, f.population_replied_coverage }, { 30.0, 70.0 })
  f = counted(nil, { not_held = "no" })
  check.equal({ f.training_yes, f.training_no, f.training_unknown }, { 1, 2, 1 })
end)

check.test("an answer that was withdrawn is unknown from that day on, and known before", function()
  local withdrawn = { requests = { "2018-12-11,,full", "2018-12-11,2019-01-10,full" } }
  local f = counted(withdrawn)
  check.equal({ f.training_yes, f.training_unknown, f.replied, f.gave_information, f.crimes_2017_18_bodies }, { 0, 3, 3, 1, 1 })
  f = counted(withdrawn, {}, "2019-01-09")
  check.equal({ f.training_yes, f.training_unknown, f.gave_information }, { 1, 2, 2 })
end)

check.test("a range counts from its lowest to its highest value, and periods in two spellings are one", function()
  local f = counted()
  check.equal({ f.crimes_2017_18_bodies, f.crimes_2017_18_known_sum, f.crimes_2017_18_suppressed, f.crimes_2017_18_low, f.crimes_2017_18_high },
    { 2, 12, 1, 13, 16 })
end)

check.test("other periods, other units and second answers are never added", function()
  local f = counted { answers = { "2017/18,12", "2017,12" } }
  check.equal({ f.crimes_2017_18_high, f.crimes_2017_high, f.crimes_other_period }, { 4, 12, { "Alder" } })
  f = counted { answers = { "12,crimes", "12,victims" } }
  check.equal({ f.crimes_2017_18_high, f.crimes_2017_18_victims_high, f.crimes_other_unit }, { 4, 12, { "Alder" } })
  f = counted { answers = { "Alder,training,,yes,,,,,", "Alder,crimes,2017/18,20,crimes,,,," } }
  check.equal({ f.crimes_2017_18_bodies, f.crimes_2017_18_low, f.crimes_2017_18_high }, { 2, 13, 24 })
  f = counted { answers = { "Birch,training,,no", "Alder,training,,no" } }
  check.equal({ f.training_yes, f.training_no, f.training_unknown }, { 0, 0, 4 })
end)

-- --- counts alone ----------------------------------------------------------------------------------------------------

check.test("published counts alone give shares and bounds, and no interval", function()
  local text = counts_only.report(39, 29, 2):render("text")
  for _, words in ipairs { "74.4%", "5.1% and 30.8%", "6.9", "Names are not published", "2 of the 29 that answered" } do check.contains(text, words) end
  check.equal(text:find("58.9", 1, true) or text:find("interval", 1, true), nil)
  check.equal(counts_only.problem(39, 29, 2), nil)
  check.equal(counts_only.problem(39, 40, 2), "--answered 40 is more than --asked 39")
  check.equal(counts_only.problem(39, 29, 30), "--yes 30 is more than --answered 29")
  check.truthy(counts_only.problem(39, nil, 2))
end)

-- --- import ----------------------------------------------------------------------------------------------------------

check.test("an export of WhatDoTheyKnow fills what is empty, and nothing else", function()
  local dir = root .. "/import"
  os.execute("mkdir '" .. dir .. "'")
  lab.write_file(dir .. "/questions.csv", sound.questions)
  lab.write_file(dir .. "/requests.csv", "body,sent,received,answered,outcome,note\nKent Police,2018-11-12,,2018-12-01,partial,\"a, b\"\nMetropolitan Police Service,,,,,\n"
    .. "Alder,,,,,\n")
  lab.write_file(dir .. "/answers.csv", "body,question,value\nKent Police,training,no\n")
  lab.write_file(dir .. "/export.csv", "request,request_url,requested_by,public_body,status,extracted_by,training,colour\n"
    .. "R,https://x/1,Me,Kent Police,Successful.,Me,yes,red\nR,https://x/2,Me,The Met,Partially successful.,Me,yes,\n"
    .. "R,https://x/3,Me,Alder,Delayed.,,,\nR,https://x/4,Me,Oak,Refused.,,,\nR,https://x/5,Me,Alder,Unusual response.,,,\n")
  local said = table.concat(require("lib.foi.import").run(dir, dir .. "/export.csv"), "\n")
  for _, words in ipairs { "5 rows read, 1 outcomes and 1 answers", '"Oak" is not in requests.csv', "Kent Police: outcome stays partial",
    '"Unusual response." says no outcome', '"colour" is the name or text of no question' } do check.contains(said, words) end
  local function bytes(name)
    local file <close> = assert(io.open(dir .. "/" .. name))
    return file:read("a")
  end
  check.equal(bytes "requests.csv", "body,sent,received,answered,outcome,note,url\nKent Police,2018-11-12,,2018-12-01,partial,\"a, b\",https://x/1\n"
    .. "Metropolitan Police Service,,,,partial,,https://x/2\nAlder,,,,,,https://x/3\n")
  check.equal(bytes "answers.csv", "body,question,value\nKent Police,training,no\nMetropolitan Police Service,training,yes\n")
end)

check.run()
