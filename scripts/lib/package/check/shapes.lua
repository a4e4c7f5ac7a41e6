-- shapes.lua - rows that a table is not to have: one that stands twice, a total among its parts.

local row_keys = require "lib.figures.row_keys"
local total_labels = require "lib.figures.totals.total_labels"

local shapes = {}

-- Rows that are equal in every cell to one before them. A primary key forbids them anyway.
local function check_repeats(run, resource, t)
  if #resource.primary_key > 0 or resource.record.repeats or #t:distinct() == #t then return end
  local names = {}
  for i, field in ipairs(resource.fields) do names[i] = field.name end
  row_keys.rows(row_keys.columns(t, names), #t, function(first, row)
    run.findings:add { kind = "fault", rule = "repeats", resource = resource, row = row,
      says = ("this row is equal to row %d in every cell"):format(first),
      advice = 'Take one of them out; or, if two rows may be alike, say why in the record ("repeats"), or describe what tells rows apart ("primaryKey").' }
  end)
end

-- Labels such as "Total" or "All ages" beside others, in a table that is said to have none.
local function check_totals(run, resource, t)
  if resource.record.totals ~= "none" then return end
  for _, found in ipairs(total_labels.found(t)) do
    local is_total = {}
    for _, label in ipairs(found.labels) do is_total[label] = true end
    for row, label in t:col(found.column):values() do
      if label ~= nil and is_total[label] then
        run.findings:add { kind = "fault", rule = "totals", resource = resource, field = found.column, row = row, value = label,
          says = ('column "%s": "%s" reads like the total of other rows, and the table is said to have none'):format(found.column, label),
          advice = 'Take the row out; if it is no total, except it in the record ("except", rule "totals").' }
      end
    end
  end
end

function shapes.check(run)
  for _, resource in ipairs(run.package.resources) do
    local t = run.tables[resource.name]
    if t then
      check_repeats(run, resource, t)
      check_totals(run, resource, t)
    end
  end
end

return shapes
