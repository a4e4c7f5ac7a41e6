-- pollock.lua - how files with one fault each are loaded, measured as the Pollock benchmark does (Vitagliano et al., VLDB 2023).
--
--     slavelab --no-init tests/bench/pollock.lua FOLDER [lenient|default] [say]
--
-- FOLDER holds csv/, clean/ and parameters/ of the benchmark's polluted files. Each file is loaded with the parameters that it comes
-- with and, as "lenient", the options that make the best of a fault; every cell as a text. What is loaded is compared with the clean
-- file: 1 for a load, then precision, recall and their mean of header, rows and cells, 10 points a file in all; the benchmark's simple
-- score is the mean. Its own program takes numbers and dates written in two ways for equal; here texts are compared as they are.

local folder, mode, say = arg[1], arg[2] or "lenient", arg[3] == "say"
if not folder then lab.fail("the folder of the benchmark's polluted files is missing") end

-- Rows of a CSV text as RFC 4180 has it: how the clean files are written.
local function rows_of(text)
  local rows, row, at, length = {}, {}, 1, #text
  text = text:gsub("^\u{feff}", "")
  while at <= #text do
    local cell
    if text:sub(at, at) == '"' then
      local parts = {}
      at = at + 1
      while true do
        local stop = text:find('"', at, true) or #text + 1
        parts[#parts + 1] = text:sub(at, stop - 1)
        at = stop + 1
        if text:sub(at, at) ~= '"' then break end
        parts[#parts + 1] = '"'
        at = at + 1
      end
      cell = table.concat(parts)
    else
      local stop = text:find("[,\r\n]", at) or #text + 1
      cell = text:sub(at, stop - 1)
      at = stop
    end
    row[#row + 1] = cell
    local next_char = text:sub(at, at)
    if next_char == "," then
      at = at + 1
      if at > #text then row[#row + 1] = "" end
    else
      if next_char == "\r" then at = at + 1 end
      if text:sub(at, at) == "\n" then at = at + 1 end
      rows[#rows + 1], row = row, {}
    end
  end
  if #row > 0 then rows[#rows + 1] = row end
  return rows
end

local function loaded_rows(t)
  local rows, columns = { t:column_names() }, {}
  for i, name in ipairs(rows[1]) do columns[i] = t:col(name):to_list() end
  for row = 1, #t do
    local cells = {}
    for i, values in ipairs(columns) do cells[i] = values[row] == nil and "" or tostring(values[row]) end
    rows[#rows + 1] = cells
  end
  return rows
end

-- Precision, recall and the benchmark's mean of them, of two lists as multisets.
local function compare(wanted, got)
  if #wanted == 0 then return 3, true end
  local counts, common = {}, 0
  for _, value in ipairs(wanted) do counts[value] = (counts[value] or 0) + 1 end
  for _, value in ipairs(got) do
    if (counts[value] or 0) > 0 then counts[value], common = counts[value] - 1, common + 1 end
  end
  if common == 0 then return 0, false end
  local p, r = common / #wanted, common / #got
  return p + r + 2 * p * r / (p + r), common == #wanted and common == #got
end

local function records(rows)
  local list = {}
  for i = 2, #rows do list[#list + 1] = table.concat(rows[i]) end
  return list
end

local function cells(rows)
  local list = {}
  for _, row in ipairs(rows) do table.move(row, 1, #row, #list + 1, list) end
  return list
end

local quote_names = { ['"'] = true, ["'"] = true }

local function options_of(parameters, columns)
  local options = {}
  if mode == "default" then return options end
  if #parameters.delimiter == 1 then options.delim = parameters.delimiter end
  if quote_names[parameters.quotechar] then options.quote = parameters.quotechar end
  if parameters.escapechar and parameters.escapechar ~= parameters.quotechar and parameters.escapechar ~= "" then
    options.escape = parameters.escapechar
  end
  options.skip = parameters.preamble_lines
  options.header = parameters.header_lines > 0
  if parameters.header_lines > 1 then options.header_rows = parameters.header_lines end
  options.ragged, options.quotes = "fill", "lenient"
  return options
end

-- Every cell as it is written: types of all columns are text, which takes two reads as their names come with the first.
local function load(path, options)
  local t = lab.read_csv(path, options)
  local types = {}
  for _, name in ipairs(t:column_names()) do types[name] = "text" end
  local again = {}
  for key, value in pairs(options) do again[key] = value end
  again.types = types
  return lab.read_csv(path, again)
end

local total, files, failed, wrong = 0, 0, 0, 0
for _, name in ipairs(lab.list_folder(folder .. "/csv")) do
  if name:find("%.csv$") then
    files = files + 1
    local parameters = lab.json_decode(lab.read_file(folder .. "/parameters/" .. name .. "_parameters.json"))
    local clean = rows_of(lab.read_file(folder .. "/clean/" .. name))
    local t, why = lab.try(load, folder .. "/csv/" .. name, options_of(parameters))
    local score = 0
    if t then
      local got = loaded_rows(t)
      if #clean == 0 then
        score = 10
      else
        local header, same_header = compare(clean[1], got[1])
        local record, same_records = compare(records(clean), records(got))
        local cell, same_cells = compare(cells(clean), cells(got))
        score = 1 + header + record + cell
        if not (same_header and same_records and same_cells) then
          wrong = wrong + 1
          if say then print(("%-48s %.3f"):format(name, score)) end
        end
      end
    else
      failed = failed + 1
      if say then print(("%-48s not loaded: %s"):format(name, why:match("^[^\n]*"))) end
    end
    total = total + score
  end
end
print(("%d files, %d not loaded, %d differ from the clean file, simple score %.4f of 10"):format(files, failed, wrong, total / files))
