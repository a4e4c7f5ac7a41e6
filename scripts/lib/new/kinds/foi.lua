-- foi.lua - slavelab new foi NAME: the four files of an exercise with every English police force, a letter, and what to do.

local clock = require "lib.foi.clock"
local package = require "lib.package.package"

-- English territorial forces with their region and, of the last year there is, their population.
local function forces()
  local data = package.shipped()
  local people = data.population_by_force:group_by("pfa_code"):filter("year == max(year)"):select("pfa_code", "people")
  return data.forces:filter("kind == 'territorial' and country == 'England'"):select("force", "pfa_code", "region")
    :join(people, { on = "pfa_code" }):sort("force")
end

local function quoted(text)
  return text:find('[,"]') and '"' .. text:gsub('"', '""') .. '"' or text
end

local questions = [[
question,text,type,unit,period_kind,codes
training,Is modern slavery part of the continuing training of officers?,yes_no,,,
crimes,How many modern slavery crimes did you record in the last financial year?,count,crimes,financial year,
]]

local requests_head = "body,sent,received,clarification_asked,clarification_sent,extended_to,answered,retracted,outcome,exemption,"
  .. "review_asked,review_answered,url,note\n"

local letter = [[
[Your name and address]
[Name of the force], Freedom of Information
SENT

Freedom of Information Act 2000: request for information

Dear Sir or Madam,

Please send me, under the Act:

1. Is modern slavery part of the continuing training of officers? Please answer yes or no.
2. How many modern slavery crimes did you record in the last financial year (April to March)? Please count crimes, not victims or suspects,
   and say so if you can only give another period or unit. If a number is too small to give, please give a range, such as "fewer than 5".

If you refuse a part, please send the rest and name the section of the Act (section 17). If you need to know more before you can answer,
please ask soon (section 16).

DUE

Yours faithfully,
]]

local readme = [[
# NAME

An exercise of freedom of information requests. From here to a report:

1. **Ask.** Write your questions into `questions.csv` and `letter.txt` (two examples stand there). `bodies.csv` has every police force in England:
   remove those that you do not ask, from `requests.csv` too, and add others.
2. **Send**, and write the day into `sent` of `requests.csv`, and the day on which the request arrived into `received`, as 2026-12-01.
3. **When a force writes back**, fill in its row of `requests.csv`: `answered` (the day) and `outcome` (full, partial, not_held, refused,
   ncnd, withdrawn), and `exemption` where it names one (`s12; s40(2)`). A force that asks what you mean: `clarification_asked`, and
   `clarification_sent` once you have told it. Leave the row as it is while a force is silent.
4. **Write each answer into `answers.csv`**, one row for each question: `body,question,period,value,unit`, and in `verbatim`, `file` and `page`
   what the force wrote and where. Write figures as they came: `<5`, `1-4`. What was not answered has no row.
5. **Report**, as often as you like:

       slavelab foi FOLDER
       slavelab foi FOLDER --as-of 2027-01-31 -f html -o foi.html

   What is wrong in the files is printed with its line first. The report says who is late, what to do next and by when, and what the silent leave
   open.

Working days are known for the years that data/bank_holidays.csv of slavelab has; a date in another year is an error that says how to add it.
All columns and rules: docs/foi.md of slavelab.
]]

-- The sentence of the letter on the day by which an answer is due, which is counted from the day it is sent.
local function due_sentence(sent)
  local due = sent and clock.due { sent = sent }
  local open = "The Act asks for an answer by the twentieth working day after you receive this (section 10)."
  return due and ("%s Received today, that is %s."):format(open, (lab.period(due, "date").phrase:gsub("^on ", ""))) or open
end

return {
  about = "an exercise of freedom of information requests: the folder NAME, with every English police force",
  folder = true,
  takes_sent = true,
  where = function(name) return name end,
  files = function(name, options)
    local bodies, requests = { "body,kind,region,population\n" }, { requests_head }
    for row in forces():rows() do
      bodies[#bodies + 1] = ("%s,police force,%s,%s\n"):format(quoted(row.force), quoted(row.region), row.people or "")
      requests[#requests + 1] = quoted(row.force) .. "," .. (options.sent or "") .. (","):rep(12) .. "\n"
    end
    local title = name:match("[^/]+/*$"):gsub("/+$", "")
    local sent = options.sent and (lab.period(options.sent, "date").phrase:gsub("^on ", "")) or "[Day on which this is sent]"
    return {
      { "bodies.csv", table.concat(bodies) },
      { "questions.csv", questions },
      { "requests.csv", table.concat(requests) },
      { "answers.csv", "body,question,period,value,unit,outcome,exemption,code,coded_by,second_code,verbatim,file,page\n" },
      { "letter.txt", (letter:gsub("SENT", sent):gsub("DUE", (due_sentence(options.sent):gsub("%%", "%%%%")))) },
      { "README.md", (readme:gsub("NAME", (title:gsub("%%", "%%%%"))):gsub("FOLDER", (name:gsub("/+$", ""):gsub("%%", "%%%%")))) },
    }
  end,
  next = function(path) return ("Now: %s/README.md says what to do; slavelab foi %s reports at any time."):format(path, path) end,
}
