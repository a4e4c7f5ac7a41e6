-- folder.lua - the four files of an exercise as lists of rows, each of which knows its line.
--
--     exercise   { folder =, bodies =, questions =, requests =, answers =, weights = { "population" }, findings = }
--     a row      { body = "Force 01", sent = "2018-11-12", ..., file_path = "EXERCISE/requests.csv", line = 2 }
--
-- An empty cell is nil. Dates are proved, all else is text and stays as it was written, but for the weights of bodies.

local csv_place = require "lib.package.texts.csv_place"
local findings = require "lib.foi.findings"
local suggest = require "lib.base.suggest"

local folder = {}

-- The columns of each file: those it must have, those it may have, and which of them hold dates.
folder.files = {
  bodies = { needed = { "body" }, also = { "kind", "region" }, dates = {} },
  questions = { needed = { "question", "text", "type" }, also = { "unit", "period_kind", "codes" }, dates = {} },
  requests = {
    needed = { "body", "sent", "received", "answered", "outcome" },
    also = { "clarification_asked", "clarification_sent", "extended_to", "retracted", "exemption", "review_asked", "review_answered", "url",
      "note" },
    dates = { "sent", "received", "clarification_asked", "clarification_sent", "extended_to", "answered", "retracted", "review_asked",
      "review_answered" },
  },
  answers = {
    needed = { "body", "question", "value" },
    also = { "period", "unit", "outcome", "exemption", "code", "coded_by", "second_code", "verbatim", "file", "page" },
    dates = {},
  },
}
folder.order = { "bodies", "questions", "requests", "answers" }

local function contains(list, name)
  for _, one in ipairs(list) do
    if one == name then return true end
  end
  return false
end

-- The names in the header, and the separator, before the types of columns are promised.
local function header_of(text)
  local first = text:gsub("^\u{FEFF}", ""):match("^[^\r\n]*") or ""
  local delim = not first:find(",") and first:match("[;\t]") or ","
  local t = first ~= "" and lab.try(lab.parse_csv, first .. "\n", { delim = delim }) or nil
  return t and t:column_names() or {}, delim
end

-- The names of the columns of a CSV text.
function folder.names_in(text) return (header_of(text)) end

-- The message of the reader without the place it begins with and the script it ends with: { line =, says = }.
local function reader_said(path, problem)
  local line, says = problem:match(":(%d+):%d+: ([^\n]*)")
  if not line then line, says = problem:match(":(%d+): ([^\n]*)") end
  return tonumber(line), says or (problem:match("^[^\n]*"):gsub("^" .. path:gsub("%p", "%%%0") .. ": ", ""))
end

local function clean(cell)
  if type(cell) ~= "string" then return cell end
  cell = cell:match("^%s*(.-)%s*$")
  return cell ~= "" and cell or nil
end

local function check_columns(found, path, what, names)
  local spec, known = folder.files[what], {}
  table.move(spec.needed, 1, #spec.needed, 1, known)
  table.move(spec.also, 1, #spec.also, #known + 1, known)
  local whole = true
  for _, name in ipairs(spec.needed) do
    if not contains(names, name) then
      local near = suggest.nearest(name, names)
      found:stop(1, path, 1, ('there is no column "%s"%s'):format(name, near and ('; "%s" may be meant for it'):format(near) or ""))
      whole = false
    end
  end
  for _, name in ipairs(names) do
    if not contains(known, name) and what ~= "bodies" then
      found:warn(17, path, 1, ('the column "%s" is not read%s'):format(name, suggest.among(name, known, what .. ".csv may have")))
    end
  end
  return whole
end

local function read_file(found, dir, what)
  local path, spec = dir .. "/" .. what .. ".csv", folder.files[what]
  if lab.path_kind(path) ~= "file" then
    found:stop(1, path, nil, "there is no such file; slavelab new foi NAME writes one of each kind")
    return {}, {}
  end
  local text = lab.read_file(path)
  local names, delim = header_of(text)
  if not check_columns(found, path, what, names) then return {}, {} end
  local types = {}
  for _, name in ipairs(names) do
    if not contains(spec.dates, name) and (what ~= "bodies" or contains({ "body", "kind", "region" }, name)) then types[name] = "text" end
  end
  local t, problem = lab.try(lab.read_csv, path, { types = types, delim = delim })
  if not t then
    local line, says = reader_said(path, problem)
    found:stop(1, path, line, says)
    return {}, {}
  end
  local walk = csv_place.walk(text, { delim = delim, quote = '"', columns = #names, header_rows = 1 })
  local column_types = {}
  for _, column in ipairs(t:schema()) do column_types[column.name] = column.type end
  local list, n = {}, 0
  for row in t:rows() do
    n = n + 1
    local mine = { file_path = path, line = walk(n, 1) }
    for _, name in ipairs(names) do mine[name] = clean(row[name]) end
    for _, name in ipairs(spec.dates) do
      if mine[name] and column_types[name] ~= "date" then
        local day = lab.try(lab.period, mine[name], "date")
        if not day then found:stop(2, path, mine.line, ('%s: "%s" is no date; dates are written 2018-11-12'):format(name, mine[name])) end
        mine[name] = day and day.first
      end
    end
    list[n] = mine
  end
  return list, names, column_types
end

-- Columns of bodies.csv that can be weighed by: every other column that holds numbers.
local function weights_of(found, path, bodies, names, types)
  local weights = {}
  for _, name in ipairs(names) do
    if not contains({ "body", "kind", "region" }, name) then
      if types[name] == "integer" or types[name] == "number" then
        weights[#weights + 1] = name
        for _, row in ipairs(bodies) do
          if row[name] and row[name] < 0 then found:stop(2, path, row.line, ("%s: %s is below zero"):format(name, row[name])) end
        end
      else
        local numbers = 0
        for _, row in ipairs(bodies) do
          if row[name] and tonumber(row[name]) then numbers = numbers + 1 end
        end
        for _, row in ipairs(numbers * 2 > #bodies and bodies or {}) do
          if row[name] and not tonumber(row[name]) then
            found:stop(2, path, row.line, ('%s: "%s" is no number, as the others are by which bodies are weighed'):format(name, row[name]))
          end
        end
      end
    end
  end
  return weights
end

-- The exercise in a folder; what is wrong with its files is in exercise.findings.
function folder.read(dir)
  dir = dir:gsub("/+$", "")
  local exercise = { folder = dir, findings = findings.new() }
  for _, what in ipairs(folder.order) do
    local names, types
    exercise[what], names, types = read_file(exercise.findings, dir, what)
    if what == "bodies" then
      exercise.weights = weights_of(exercise.findings, dir .. "/bodies.csv", exercise.bodies, names, types or {})
    end
  end
  return exercise
end

return folder
