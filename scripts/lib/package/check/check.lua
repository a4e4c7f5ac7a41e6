-- check.lua - everything that can be held against a package, and what is found.
--
--     read every table -> rules and keys -> tie-outs -> what records say: periods, printed digits, percentages, second readings
--                                        -> publications and licences
--
-- A table is read as far as it can be: a cell of a wrong type is a finding, and the rest is checked all the same. Each kind of check is a
-- module with check(run), which looks at the tables there are and adds findings.
--
--     run   { package =, tables = { name = table or nil }, findings =, covered = { name = { field = { row = true } } },
--           beside = { name = { field = { row = true } } } }     figures that stand beside the digits that were printed

local findings = require "lib.package.check.findings"
local periods = require "lib.package.check.periods"
local printed = require "lib.package.check.printed"
local publications = require "lib.package.check.publications"
local reading = require "lib.package.reading"
local readings = require "lib.package.check.readings"
local rows = require "lib.package.rows"
local rules = require "lib.package.rules"
local shapes = require "lib.package.check.shapes"
local tieouts = require "lib.package.check.tieouts"

local check = {}

-- --- reading ---------------------------------------------------------------------------------------------------------

-- What the reader says of a file, without the lines that show the place and the script.
local function first_line(problem) return (problem:match("^[^\n]*")) end

local function add_unread(run, resource, file, problem)
  local said, line, column, message = problem, problem:match("^.-:(%d+):(%d+): ([^\n]*)")
  if not line then line, message = problem:match("^.-:(%d+): ([^\n]*)") end
  run.findings:add { kind = "fault", rule = "file", resource = resource, file = file, line = tonumber(line), column = tonumber(column),
    says = message or first_line(said):gsub("^" .. file:gsub("%p", "%%%0") .. ": ", ""),
    advice = ('Nothing else of this table is checked before the file is read. Mend it, or what %s says of "%s".'):format(
      run.package.path, resource.name) }
end

-- Cells that are not of their type, and rows that are no rows. Gives spared[field] = true for fields with such cells.
local function add_rejects(run, resource, file, t, spared)
  local whole = true
  for reject in t:rejects():rows() do
    local field, says = reject.reason:match('^column "(.-)": (.*)$')
    if not resource.by_name[field or ""] then field, says, whole = nil, reject.reason, false end
    if field then spared[field] = true end
    run.findings:add { kind = "fault", rule = field and "type" or "row", resource = resource, file = file, line = reject.line, field = field, value = reject.text, says = (field and ('column "%s": %s'):format(field, says) or says),
      advice = field and ('Write a value of type %s, or correct the type in %s.'):format(resource.by_name[field].stated, run.package.path)
        or "Give the row as many cells as the header has." }
  end
  return whole
end

-- The table of a resource, read as far as it can be; nil when it cannot. The second result: its fields with unreadable cells.
local function read(run, resource)
  local tables, parts, spared = {}, {}, {}
  for i, file in ipairs(resource.files) do
    local t, problem = lab.try(reading.file, file, resource, {}, run.package.path)
    if not t then
      local lenient = lab.try(reading.file, file, resource, { on_error = "missing", ragged = not resource.is_sheet and "reject" or nil }, run.package.path)
      if not lenient then
        add_unread(run, resource, file, problem)
        return nil
      end
      t = lenient
      parts.shifted = not add_rejects(run, resource, file, t, spared) or parts.shifted
    end
    tables[i], parts[i] = t, { file = file, rows = #t }
  end
  run.parts[resource.name] = parts
  return reading.together(tables, resource), spared
end

-- --- rules -----------------------------------------------------------------------------------------------------------

local function add_fault(run, resource, fault)
  for i, case in ipairs(fault.cases) do
    run.findings:add { kind = "fault", rule = fault.rule, resource = resource, field = fault.field, row = case.row, value = case.value,
      says = ("%s: %s"):format(rules.subject(fault), case.says), about = fault.fields and table.concat(fault.fields, ", "),
      cells = i == #fault.cases and fault.cells - i + 1 or 1,
      advice = ('Mend the %s, or what %s says of "%s".'):format(fault.fields and "row" or "cell", run.package.path, resource.name) }
  end
end

local function check_rules(run, spared)
  local most = run.findings.most
  for _, resource in ipairs(run.package.resources) do
    local t = run.tables[resource.name]
    if t then
      for _, fault in ipairs(rules.faults(t, resource, most, spared[resource.name])) do add_fault(run, resource, fault) end
      local function load(name) return run.tables[name] end
      for _, fault in ipairs(rules.reference_faults(t, resource, run.package, load, most)) do add_fault(run, resource, fault) end
    end
  end
end

-- --- exceptions ------------------------------------------------------------------------------------------------------

local function add_wrong_expression(run, resource, word, problem, near)
  run.findings:add { kind = "fault", rule = "description", resource = resource, about = word, near = near,
    says = ('resource "%s", %s: %s'):format(resource.name, word, first_line(problem)), advice = "Correct the expression." }
end

local function read_exceptions(run)
  for _, resource in ipairs(run.package.resources) do
    local t = run.tables[resource.name]
    for _, exception in ipairs(t and resource.record.except or {}) do
      local set, problem = rows.where(t, exception.where)
      if set then
        run.findings:excuse(resource, exception, set)
      else
        add_wrong_expression(run, resource, "record, " .. exception.word, problem, { resource.name, exception.where })
      end
    end
  end
end

-- An exception that nothing needed says something of the package that is no longer so.
local function check_exceptions(run)
  for _, resource in ipairs(run.package.resources) do
    for _, excuse in ipairs(run.findings.excuses[resource.name] or {}) do
      if not excuse.used then
        local exception = excuse.exception
        run.findings:add { kind = "fault", rule = "except", resource = resource, about = exception.word, near = { resource.name, exception.where },
          says = ('resource "%s", record, %s: no row that is %s needs an exception from the rule "%s"'):format(resource.name, exception.word,
            exception.where, exception.rule),
          advice = "Take the exception out, or correct its condition." }
      end
    end
  end
end

-- --- the whole -------------------------------------------------------------------------------------------------------

local summary_types = { table = "text", rows = "integer", figures = "integer", tied = "integer", unheld = "integer", printed = "integer", verified = "integer",
  open = "integer", faults = "integer" }

-- How many cells of the figures of a table there are, how many stand in a tie-out in which each digit counts, and how many neither there nor
-- beside the digits that were printed.
local function count_figures(run, resource, t)
  local figures, tied, held, record = 0, 0, 0, resource.record
  local counted = { [record.numerator or ""] = true, [record.denominator or ""] = true }
  for _, name in ipairs(record.figures) do counted[name] = true end
  for _, field in ipairs(resource.fields) do
    if field.role == "figure" or counted[field.name] then
      local column, covered = t:col(field.name), (run.covered[resource.name] or {})[field.name] or {}
      local beside = (run.beside[resource.name] or {})[field.name] or {}
      for row, value in column:values() do
        if value ~= nil then
          figures = figures + 1
          if covered[row] then tied = tied + 1 end
          if covered[row] or beside[row] then held = held + 1 end
        end
      end
    end
  end
  return figures, tied, figures - held
end

local function present(t, name)
  return name and t:col(name):count() or nil
end

local function summarise(run)
  local list = { columns = { "table", "rows", "figures", "tied", "unheld", "printed", "verified", "open", "faults" }, types = summary_types }
  for i, resource in ipairs(run.package.resources) do
    local t, entry = run.tables[resource.name], { table = resource.name }
    if t then
      entry.rows = #t
      entry.figures, entry.tied, entry.unheld = count_figures(run, resource, t)
      entry.printed, entry.verified = present(t, resource.record.printed), readings.verified(t, resource)
    end
    entry.open, entry.faults = run.findings:count("open", resource.name), run.findings:count("fault", resource.name)
    list[i] = entry
  end
  return lab.table(list)
end

-- All findings of a package as a table, `most` of each kind, and a table with a row for each table of the package.
function check.run(package, most)
  local parts = {}
  local run = { package = package, tables = {}, parts = parts, covered = {}, beside = {}, findings = findings.new(package, most, parts) }
  local spared = {}
  for _, resource in ipairs(package.resources) do
    run.tables[resource.name], spared[resource.name] = read(run, resource)
  end
  function run.wrong_expression(...) add_wrong_expression(run, ...) end
  read_exceptions(run)
  check_rules(run, spared)
  for _, module in ipairs { shapes, tieouts, periods, printed, readings, publications } do module.check(run) end
  check_exceptions(run)
  return run.findings:table(), summarise(run)
end

return check
