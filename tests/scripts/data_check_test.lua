-- slavelab check on data/: nothing is found in it as it is shipped, and each of many planted faults is found in a copy, with its place.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local description = require "lib.package.description.description"
local findings = require "lib.package.check.findings"
local tieouts = require "lib.package.check.tieouts"

local described = description.read("data/datapackage.json", "data")

local copy = check.folder() .. "/data"
assert(os.execute("cp -r data " .. copy))

local function read(file) return lab.read_file("data/" .. file) end

-- The number of the line of a text at a byte.
local function line_of(text, at)
  local _, ends = text:sub(1, at - 1):gsub("\n", "")
  return ends + 1
end

-- The text of a file with the first place that reads `from` made `to`, and the line of that place.
local function change(file, from, to)
  local text = read(file)
  local first, last = text:find(from, 1, true)
  check.truthy(first, file .. " has " .. from)
  return text:sub(1, first - 1) .. to .. text:sub(last + 1), line_of(text, first)
end

-- The faults that are found in the copy with these texts in place of the files.
local function faults_with(texts)
  for file, text in pairs(texts) do lab.write_file(copy .. "/" .. file, text) end
  local found = lab.package(copy):check { most = 1000 }
  for file in pairs(texts) do lab.write_file(copy .. "/" .. file, read(file)) end
  return found:filter("kind == 'fault'")
end

-- The faults that are found when one thing is changed, and the line of the change.
local function plant(file, from, to)
  local text, line = change(file, from, to)
  return faults_with { [file] = text }, line
end

-- That a fault of the rule was found in the file, on the line when one is given; gives it.
local function found_at(faults, rule, file, line)
  local said = {}
  for r in faults:rows() do
    local right = r.rule == rule and r.file == copy .. "/" .. file and (not line or r.line == line)
    if right then return r end
    said[#said + 1] = ("%s %s:%s %s"):format(r.rule, r.file, r.line, r.message)
  end
  error(("no %s in %s:%s among %d faults:\n  %s"):format(rule, file, line, #faults, table.concat(said, "\n  ")), 2)
end

check.test("data/ is sound: no fault is found in any table", function()
  local found, summary = lab.package("data"):check()
  check.equal(table.concat(found:filter("kind == 'fault'").message:to_list(), "\n"), "")
  check.equal(summary.faults:sum(), 0)
  check.equal(#summary, #lab.package("data"):names())
end)

check.test("a copy in which nothing was changed is sound, too", function()
  local faults = plant("nrm_referrals.csv", "2009,Q2,2009-06-30,adult,127", "2009,Q2,2009-06-30,adult,127")
  check.equal(#faults, 0)
end)

-- Each: what is planted, where, the text that is replaced and what it becomes, the rule that finds it, and in which file if not that one.
-- The finding is on the line of the change unless `elsewhere` says that it is told of where the sum begins, or of the description.
local planted = {
  { "a digit of a quarter", "nrm_referrals.csv", "2021,Q4,2021-12-31,adult,1", "2021,Q4,2021-12-31,adult,2", "tieouts", elsewhere = true },
  { "a digit of a part", "nrm_exploitation_location.csv", "2009-06-30,adult,UK,4", "2009-06-30,adult,UK,5", "tieouts", elsewhere = true },
  { "a digit of a decision", "nrm_reasonable_grounds.csv", "2023,Q1,2023-03-31,adult,negative,", "2023,Q1,2023-03-31,adult,negative,1", "tieouts", elsewhere = true },
  { "a digit of a responder", "nrm_first_responders.csv", "Migrant Help,68", "Migrant Help,86", "tieouts", elsewhere = true },
  { "a digit of a report", "nrm_duty_to_notify.csv", "2023,Q1,2023-03-31,1420", "2023,Q1,2023-03-31,1402", "tieouts", elsewhere = true },
  { "a digit of convictions", "criminal_justice.csv", "flagged as modern slavery,332,", "flagged as modern slavery,323,", "tieouts", elsewhere = true },
  { "a digit of a breakdown", "nrm_referral_breakdowns.csv", "2023-03-02,13004,", "2023-03-02,13040,", "tieouts", elsewhere = true },
  { "a digit beside what was printed", "nrm_bulletins.csv", "2022-11-03,4586,", "2022-11-03,4856,", "printed" },
  { "a printed digit", "police_operations.csv", '"at least 3,555"', '"at least 3,655"', "printed" },
  { "a digit of a percentage", "claims.csv", "67%,67,percent", "68%,68,percent", "percentage" },
  { "a numerator", "claims.csv", "exactly,43,guardian-2018", "exactly,34,guardian-2018", "percentage" },
  { "a denominator", "claims.csv", "19125,ho-annex-2024", "19152,ho-annex-2024", "tieouts" },
  { "a vintage after its source", "nrm_referrals_annual.csv", "2022,2024-03-07,16921", "2022,2025-03-06,16921", "released" },
  { "a vintage before its source", "nrm_referrals_annual.csv", "2024,2025-03-06,19125", "2024,2025-02-06,19125", "released" },
  { "a vintage before its period ended", "nrm_bulletins.csv", "NRM referrals,2022-11-03,4586", "NRM referrals,2022-08-03,4586", "released" },
  { "a source that is not listed", "foi.csv", "read,hestia-2019", "read,hestia-2091", "foreignKeys" },
  { "a source of another table", "nrm_referrals.csv", "adult,127,ho-nrm-2023q4-table2", "adult,127,guardian-2020", "sources" },
  { "a source older than its period", "nrm_referrals_by_force.csv", "2025-03-31,2025,Avon and Somerset Constabulary,investigating,96,43,96; 43,,read,wsfp-2025",
    "2025-03-31,2025,Avon and Somerset Constabulary,investigating,96,43,96; 43,,read,la-2020", "published" },
  { "a source that nobody names", "sources.csv", "ons-mid2018,", "ons-mid2081,", "sources" },
  { "a sum", "datapackage.json", '"2022": 16921, "2023": 17004', '"2022": 16921, "2023": 17040', "tieouts", "nrm_referrals.csv" },
  { "a period that is not its last day", "nrm_bulletins.csv", "2022 Q3,2022-09-30,2022,NRM referrals,2022-11-03", "2022 Q2,2022-09-30,2022,NRM referrals,2022-11-03", "period" },
  { "a last day that is not its period's", "police_operations.csv", "2018-02,2018-02-28", "2018-02,2018-02-27", "period" },
  { "a year that is not its period's", "recorded_offences.csv", "year ending March 2019,2019-03-31,2019", "year ending March 2019,2019-03-31,2018", "period" },
  { "a licence of a source", "sources.csv", "ons-2020,Modern slavery in the UK: March 2020,Office for National Statistics,2020-03-26,https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/articles/modernslaveryintheuk/march2020,Open Government Licence v3.0",
    "ons-2020,Modern slavery in the UK: March 2020,Office for National Statistics,2020-03-26,https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/articles/modernslaveryintheuk/march2020,All rights reserved", "licences", "recorded_offences.csv" },
  { "a count of rows by licence", "datapackage.json", '"rows": 177 }', '"rows": 171 }', "licences" , elsewhere = true },
  { "a source described otherwise", "datapackage.json", '"date": "2024-03-07"', '"date": "2024-03-08"', "sources", elsewhere = true },
  { "a key that stands twice", "claims.csv", "conviction-share-2018,", "conviction-share-2019,", "primaryKey" },
  { "a missing part of a key", "nrm_referrals.csv", "2009,Q2,2009-06-30,child", "2009,,2009-06-30,child", "required" },
  { "a letter in a number", "nrm_referrals.csv", "2009-06-30,adult,127", "2009-06-30,adult,12T", "type" },
  { "a reversed date", "nrm_bulletins.csv", "2019 Q2,2019-06-30", "2019 Q2,30-06-2019", "type" },
  { "a month beyond the year's", "nrm_bulletins.csv", "NRM referrals,2019-08-29", "NRM referrals,2019-29-08", "type" },
  { "a row that is gone", "nrm_referrals.csv", "2023,Q4,2023-12-31,unknown,219,ho-nrm-2023q4-table2\n", "", "tieouts", elsewhere = true },
  { "a row that stands twice", "nrm_duty_to_notify.csv", "2023,Q1,2023-03-31,1420,ho-nrm-2023q4\n", "2023,Q1,2023-03-31,1420,ho-nrm-2023q4\n2023,Q1,2023-03-31,1420,ho-nrm-2023q4\n", "primaryKey", below = 1 },
  { "a force in an unknown spelling", "nrm_referrals_by_force.csv", "Gwent Police,investigating", "Gwent Constabulary,investigating", "foreignKeys" },
  { "a label of its own spelling", "nrm_referrals.csv", "2009-06-30,child", "2009-06-30,Child", "enum" },
  { "a count below zero", "foi.csv", "asked,39", "asked,-39", "minimum" },
  { "a total among its parts", "nrm_first_responders.csv", "government agency,National Crime Agency,4", "government agency,Total,4", "totals" },
  { "a second reading without its day", "foi.csv", "2026-11-30,,same", ",,same", "verified" },
  { "a second reading in the source itself", "foi.csv", "2026-11-30,,same", "2026-11-30,hestia-2019,same", "verified" },
  { "an exception that nothing needs", "claims.csv", "7.58%,7.58", "7.74%,7.74", "except", "datapackage.json", elsewhere = true },
  { "a row of too few cells", "foi.csv", "2019-03-25,England,asked,39,39,,read,hestia-2019,2026-11-30,,same,\n", "2019-03-25,England,asked,39\n", "row" },
  { "a column of another name", "foi.csv", "released,area", "release,area", "file", elsewhere = true },
  { "a quote out of place", "foi.csv", "England,asked", 'Eng"land,asked', "row" },
}

-- One fault of each file at once makes a round, which is checked when its first fault is asked for.
local rounds, in_file = {}, {}
for _, p in ipairs(planted) do
  in_file[p[2]] = (in_file[p[2]] or 0) + 1
  p.round = in_file[p[2]]
  rounds[p.round] = rounds[p.round] or {}
  table.insert(rounds[p.round], p)
end

local function faults_of_round(round)
  if not round.faults then
    local texts = {}
    for _, p in ipairs(round) do texts[p[2]], p.line = change(p[2], p[3], p[4]) end
    round.faults = faults_with(texts)
  end
  return round.faults
end

for _, p in ipairs(planted) do
  check.test(("%s is found (%s)"):format(p[1], p[2]), function()
    local faults, file = faults_of_round(rounds[p.round]), p[6] or p[2]
    local fault = found_at(faults, p[5], file, not p.elsewhere and not p[6] and p.line + (p.below or 0) or nil)
    check.truthy(#fault.message > 20, fault.message)
    if not p[6] and not p.elsewhere and p[5] ~= "row" then check.truthy(fault.column, fault.message) end
  end)
end

-- --- the same of any row of any table ------------------------------------------------------------------------------------

-- The cells of a line as they are written, quotes included.
local function cells_of(line)
  local cells, at = {}, 1
  while at <= #line + 1 do
    local cell = line:match('^"[^"]*"', at) or line:match("^[^,]*", at)
    while line:sub(at + #cell, at + #cell) == '"' do cell = cell .. line:match('^"[^"]*"', at + #cell) end
    cells[#cells + 1], at = cell, at + #cell + 1
  end
  return cells
end

-- Changes one cell in a row of every table that has a field which pick(field, resource) takes, checks once, and finds each: change(cell, field) gives
-- the other cell. Gives how many tables that were.
local function plant_everywhere(rule, pick, change)
  local changed, count = {}, 0
  for _, resource in ipairs(described.resources) do
    local fields = {}
    for i, field in ipairs(resource.fields) do
      if pick(field, resource) then fields[#fields + 1] = i end
    end
    if #fields > 0 then
      local file, lines = resource.files[1]:match("[^/]*$"), {}
      for line in read(resource.files[1]:match("[^/]*$")):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
      local i, at = fields[math.random(#fields)], math.random(2, #lines)
      local cells = cells_of(lines[at])
      check.equal(#cells, #resource.fields, file .. ":" .. at)
      cells[i] = change(cells[i], resource.fields[i])
      lines[at] = table.concat(cells, ",")
      lab.write_file(copy .. "/" .. file, table.concat(lines, "\n") .. "\n")
      changed[file], count = at, count + 1
    end
  end
  local faults = lab.package(copy):check { most = 1000 }:filter("kind == 'fault'")
  for file in pairs(changed) do lab.write_file(copy .. "/" .. file, read(file)) end
  for file, line in pairs(changed) do check.truthy(found_at(faults, rule, file, line).column, file) end
  return count
end

check.test("in a random row of every table a key of another table that is not there is found", function()
  math.randomseed(20261130, 15)
  local function is_key(field, resource)
    for _, key in ipairs(resource.foreign_keys) do
      if #key.fields == 1 and key.fields[1] == field.name then return true end
    end
  end
  check.truthy(plant_everywhere("foreignKeys", is_key, function() return "an unknown spelling" end) >= 17)
end)

check.test("in a random row of every table a cell of another type is found", function()
  math.randomseed(20261130, 16)
  check.truthy(plant_everywhere("type", function(field) return field.type ~= "text" end, function(cell) return "x" .. cell:gsub('"', "") end) >= 18)
end)

check.test("in a random row of every table a missing cell is found where there is to be one", function()
  math.randomseed(20261130, 17)
  check.truthy(plant_everywhere("required", function(field) return field.constraints.required end, function() return "" end) >= 18)
end)

check.test("in a random row of every table a label that is none of the listed ones is found", function()
  math.randomseed(20261130, 18)
  local function has_labels(field) return field.type == "text" and field.constraints.enum end
  check.truthy(plant_everywhere("enum", has_labels, function() return "Alde" end) >= 12)
end)

check.test("in a random row of every table with one a last day that is not its period's is found", function()
  math.randomseed(20261130, 19)
  local tried = 0
  for _ = 1, 3 do
    local function is_end(field, resource) return resource.record.period and #resource.record.period == 2 and field.name == resource.record.period_end end
    tried = tried + plant_everywhere("period", is_end, function(cell) return (cell:gsub("%d%d$", "28")) end)
  end
  check.truthy(tried >= 18)
end)

-- --- the description ----------------------------------------------------------------------------------------------------

check.test("what is wrong in the description is told of with its line there", function()
  local faults, line = plant("datapackage.json", '"rows": 240 }', '"rows": 241 }')
  check.equal(found_at(faults, "licences", "datapackage.json").line, line - 1) -- that of "licenses"
  faults, line = plant("datapackage.json", "claim == 'conviction-share-2015-2017'", "claim == 'conviction-share-2018'")
  check.equal(found_at(faults, "except", "datapackage.json").line, line)
  faults, line = plant("datapackage.json", '"where": "year == 2023", "by": "age"', '"where": "yaer == 2023", "by": "age"')
  check.equal(found_at(faults, "description", "datapackage.json").line, line)
end)

check.test("a tie-out that may differ without a reason is refused", function()
  local text = read("datapackage.json")
  lab.write_file(copy .. "/datapackage.json", (text:gsub('"difference": 200, "because": "[^"]*"', '"difference": 200')))
  local message = check.raises("a difference needs its reason", lab.package, copy)
  check.contains(message, "tieouts[")
  lab.write_file(copy .. "/datapackage.json", text)
end)

check.test("a file that is gone is found, and the rest is checked", function()
  assert(os.remove(copy .. "/foi.csv"))
  local faults = plant("nrm_referrals.csv", "2009-06-30,child", "2009-06-30,Child")
  lab.write_file(copy .. "/foi.csv", read("foi.csv"))
  found_at(faults, "file", "foi.csv")
  found_at(faults, "enum", "nrm_referrals.csv")
end)

-- --- which figures a tie-out holds -------------------------------------------------------------------------------------

local function load_tables()
  local tables, data = {}, lab.package("data")
  for _, name in ipairs(data:names()) do tables[name] = data[name] end
  return tables
end

-- Carries out those tie-outs alone that say something of the table.
local function run_tieouts(tables, name)
  local about = {}
  for _, tieout in ipairs(described.tieouts) do
    if not name or tieout.left.resource == name or (type(tieout.right) == "table" and tieout.right.resource == name) then
      about[#about + 1] = tieout
    end
  end
  local package = setmetatable({ tieouts = about }, { __index = described })
  local run = { package = package, tables = tables, covered = {}, findings = findings.new(package, 1000, {}) }
  function run.wrong_expression(_, word, problem) error(word .. ": " .. problem) end
  tieouts.check(run)
  return run
end

-- One digit of a number made another.
local function other_digit(value)
  local text = tostring(math.tointeger(value))
  local at = math.random(#text)
  local digit = tostring((tonumber(text:sub(at, at)) + math.random(9)) % 10)
  return tonumber(text:sub(1, at - 1) .. digit .. text:sub(at + 1))
end

check.test("any digit changed of any figure in a tie-out is found", function()
  math.randomseed(20261130, 13)
  local tables, tried = load_tables(), 0
  local covered = run_tieouts(tables).covered
  for name, fields in pairs(covered) do
    for field, rows in pairs(fields) do
      local cells = {}
      for row in pairs(rows) do cells[#cells + 1] = row end
      table.sort(cells)
      local step = math.max(1, #cells // 8) -- of the long tables one row in so many
      for i = math.random(step), #cells, step do
        local row, value = cells[i], tables[name]:col(field)[cells[i]]
        local changed = tables[name]:mutate({ { field, ("if_else(row_number() == $row, $value, `%s`)"):format(field) } },
          { row = row, value = other_digit(value) })
        local others = setmetatable({ [name] = changed }, { __index = tables })
        local run, named = run_tieouts(others, name), false
        for _, finding in ipairs(run.findings.list) do -- of the rows among which it stands, or of those that it is compared with
          local here = finding.resource.name == name and finding.row <= row and row <= finding.last_row
          named = named or here or finding.says:find('"' .. name .. '"', 1, true) ~= nil
        end
        check.truthy(named, ("%s, %s of row %d: %s"):format(name, field, row, value))
        tried = tried + 1
      end
    end
  end
  check.truthy(tried > 100, tried)
end)

check.test("any row gone from a table that tie-outs hold whole is found, and so is one that stands twice under another key", function()
  math.randomseed(20261130, 14)
  local tables = load_tables()
  for _, name in ipairs { "nrm_referrals", "nrm_exploitation_location", "nrm_first_responders" } do
    local t = tables[name]
    for _ = 1, 12 do
      local row = math.random(#t)
      if t.people[row] > 0 then -- a row of 0 changes no sum
        local fewer = t:filter("row_number() ~= $row", { row = row })
        local more = t:append(t:filter("row_number() == $row", { row = row }))
        for _, changed in ipairs { fewer, more } do
          local run = run_tieouts(setmetatable({ [name] = changed }, { __index = tables }), name)
          check.truthy(run.findings:count("fault") > 0, ("%s, row %d"):format(name, row))
        end
      end
    end
  end
end)

check.test("how many figures nothing holds is counted, so that nobody believes more than is so", function()
  local _, summary = lab.package("data"):check()
  local lines = {}
  for r in summary:filter("figures > 0"):rows() do
    lines[#lines + 1] = ("  %-28s %4d figures, %4d in a tie-out, %4d held by nothing"):format(r.table, r.figures, r.tied, r.unheld)
    check.truthy(r.tied + r.unheld <= r.figures and r.unheld >= 0, r.table)
  end
  print(table.concat(lines, "\n"))
  -- The tables that a sum holds whole: not one figure of theirs can change unnoticed.
  local whole = summary:filter("table in ('nrm_referrals', 'nrm_exploitation_location', 'nrm_first_responders')")
  check.equal(whole.tied:sum(), whole.figures:sum())
  check.equal(#whole, 3)
end)


check.run()
