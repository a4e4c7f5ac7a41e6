-- import.lua - takes the CSV export of a project on WhatDoTheyKnow into the files of an exercise.
--
--     public_body, status, request_url        fill outcome and url of the body's row in requests.csv
--     a column called as a question is        becomes a row of answers.csv
--
-- Only what is empty is filled. The export has no dates: the days of sending, receipt and answer are written by hand, and the checks name
-- the rows that lack them. A force is known by any of its spellings.

local folder = require "lib.foi.folder"
local suggest = require "lib.base.suggest"

local import = {}

-- What the site calls a request's state, in its export and in its own words; "" is silent, nil is nothing that an outcome could be.
local outcomes = {
  ["successful"] = "full", ["partially successful"] = "partial", ["refused"] = "refused", ["rejected"] = "refused",
  ["information not held"] = "not_held", ["not held"] = "not_held", ["withdrawn by the requester"] = "withdrawn", ["user withdrawn"] = "withdrawn",
  ["awaiting response"] = "", ["waiting response"] = "", ["delayed"] = "", ["waiting response overdue"] = "", ["long overdue"] = "",
  ["waiting response very overdue"] = "", ["awaiting classification"] = "", ["waiting classification"] = "", ["waiting clarification"] = "",
}

function import.outcome(status)
  return outcomes[(status or ""):lower():gsub("_", " "):gsub("%.%s*$", "")]
end

local own = {}
for name in ("request request_url requested_by requested_by_url public_body public_body_url classified_by classified_by_url status extracted_by "
  .. "extracted_by_url"):gmatch("%S+") do own[name] = true end

-- A row of a table as text, all cells as they are.
local function row_text(cells)
  local parts = {}
  for i, cell in ipairs(cells) do
    parts[i] = cell:find('[,"\r\n]') and '"' .. cell:gsub('"', '""') .. '"' or cell
  end
  return table.concat(parts, ",") .. "\n"
end

-- All cells of a CSV file as texts: { names = {}, { name = text or nil } }.
local function read(path)
  local t = lab.read_csv(path, { types = import.texts(path) })
  local list = { names = t:column_names() }
  for row in t:rows() do
    local mine = {}
    for _, name in ipairs(list.names) do mine[name] = row[name] end
    list[#list + 1] = mine
  end
  return list
end

-- Every column of a file promised to be text, so that what is written back is what was read.
function import.texts(path)
  local types = {}
  for _, name in ipairs(folder.names_in(lab.read_file(path))) do types[name] = "text" end
  return types
end

local function write(path, list)
  local lines = { row_text(list.names) }
  for _, row in ipairs(list) do
    local cells = {}
    for i, name in ipairs(list.names) do cells[i] = row[name] or "" end
    lines[#lines + 1] = row_text(cells)
  end
  lab.write_file(path, table.concat(lines))
end

local function add_name(list, name)
  for _, one in ipairs(list.names) do
    if one == name then return end
  end
  list.names[#list.names + 1] = name
end

-- The body of the exercise that a name of the export means; nil when it is none.
local function finder(requests)
  local by_name, by_code = {}, {}
  for _, request in ipairs(requests) do
    by_name[request.body or ""] = request
    local code = lab.try(lab.force_code, request.body)
    if code then by_code[code] = request end
  end
  return function(name)
    local code = lab.try(lab.force_code, name)
    return by_name[name] or code and by_code[code] or nil
  end
end

-- Takes the export in and writes the two files; gives a list of sentences on what was done and what was not.
function import.run(dir, path)
  dir = dir:gsub("/+$", "")
  local export, requests, answers = read(path), read(dir .. "/requests.csv"), read(dir .. "/answers.csv")
  local questions, has = {}, {}
  for _, name in ipairs(export.names) do has[name] = true end
  for _, name in ipairs { "public_body", "status", "request_url" } do
    if not has[name] then
      lab.fail(('%s has no column "%s"%s'):format(path, name, suggest.among(name, export.names, "a WhatDoTheyKnow project export has it; this one has")))
    end
  end
  for _, question in ipairs(read(dir .. "/questions.csv")) do
    for _, name in ipairs(export.names) do
      if not own[name] and (name == question.question or name == question.text) then questions[name] = question.question end
    end
  end
  local there, find, said, filled, added = {}, finder(requests), {}, 0, 0
  for _, answer in ipairs(answers) do there[(answer.body or "") .. "\0" .. (answer.question or "")] = true end
  for i, row in ipairs(export) do
    local request = find(row.public_body or "")
    local outcome = import.outcome(row.status)
    if not request then
      said[#said + 1] = ('row %d: "%s" is not in requests.csv and was left out'):format(i, row.public_body or "")
      goto next
    end
    if not outcome then said[#said + 1] = ('row %d, %s: "%s" says no outcome; write it by hand'):format(i, request.body, row.status or "") end
    if not request.outcome and outcome and outcome ~= "" then request.outcome, filled = outcome, filled + 1 end
    if request.outcome and outcome and outcome ~= "" and request.outcome ~= outcome then
      said[#said + 1] = ('row %d, %s: outcome stays %s, though the export says "%s"'):format(i, request.body, request.outcome, row.status)
    end
    request.url = request.url or row.request_url
    for _, name in ipairs(export.names) do
      local question = questions[name]
      if question and row[name] and not there[request.body .. "\0" .. question] then
        there[request.body .. "\0" .. question] = true
        answers[#answers + 1], added = { body = request.body, question = question, value = row[name] }, added + 1
      end
    end
    ::next::
  end
  for _, name in ipairs(export.names) do
    if not own[name] and not questions[name] then said[#said + 1] = ('the column "%s" is the name or text of no question and was left out'):format(name) end
  end
  add_name(requests, "url")
  write(dir .. "/requests.csv", requests)
  write(dir .. "/answers.csv", answers)
  table.insert(said, 1, ("%d rows read, %d outcomes and %d answers taken in. The export has no dates: write them into requests.csv; slavelab foi %s "
    .. "names the rows that lack one."):format(#export, filled, added, dir))
  return said
end

return import
