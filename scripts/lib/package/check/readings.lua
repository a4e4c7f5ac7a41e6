-- readings.lua - who read a figure a second time, where, and what came of it.

local publications = require "lib.package.check.publications"

local readings = {}

local function is_confirmed(record, as)
  if not record.confirmed then return true end
  for _, word in ipairs(record.confirmed) do
    if as == word then return true end
  end
  return false
end

-- How many rows were found the same a second time; nil for a table that does not say.
function readings.verified(t, resource)
  local record, count = resource.record, 0
  if not record.verified_on then return nil end
  local on, as = t:col(record.verified_on), record.verified_as and t:col(record.verified_as)
  for row = 1, #t do
    if on[row] ~= nil and is_confirmed(record, as and as[row] or nil) then count = count + 1 end
  end
  return count
end

-- own: the publication of the row, where that is known.
local function check_row(run, resource, row, cells, own)
  local record, on, as, elsewhere = resource.record, cells.on, cells.as, cells.elsewhere
  local function add(kind, rule, field, value, says, advice)
    run.findings:add { kind = kind, rule = rule, resource = resource, field = field, row = row, value = value, says = says, advice = advice }
  end
  if record.verified_as and (on == nil) ~= (as == nil) then
    local lacks, has = record.verified_as, record.verified_on
    if on == nil then lacks, has = has, lacks end
    add("fault", "verified", lacks, nil, ('column "%s" is missing, and "%s" says that the figure was looked for a second time'):format(lacks, has),
      "Write both, or neither.")
  elseif on == nil and elsewhere ~= nil then
    add("fault", "verified", record.verified_in, elsewhere, ('column "%s": %s is named, and no day of a second reading'):format(record.verified_in,
      elsewhere), "Write the day, or take the publication out.")
  elseif on == nil then
    add("open", "unverified", record.verified_on, nil, "nobody has looked for this figure a second time")
  elseif not is_confirmed(record, as) then
    add("open", "unverified", record.verified_as, as, ('looked for a second time on %s: %s'):format(on, as))
  end
  if on ~= nil and own and own.published and publications.is_before(on, own.published) then
    add("fault", "verified", record.verified_on, on, ('column "%s": looked for a second time on %s, and %s was published %s'):format(
      record.verified_on, on, own.id, own.published), "Correct one of the days.")
  end
  if elsewhere ~= nil and own and elsewhere == own.id then
    add("fault", "verified", record.verified_in, elsewhere, ('column "%s": %s is the source itself, and no other publication'):format(
      record.verified_in, elsewhere), "Name another publication, or none.")
  end
end

function readings.check(run)
  for _, resource in ipairs(run.package.resources) do
    local t, record = run.tables[resource.name], resource.record
    if t and record.verified_on then
      local entries, by = publications.of_rows(run, resource)
      local function column(name) return name and t:col(name) or {} end
      local on, as, elsewhere, ids = column(record.verified_on), column(record.verified_as), column(record.verified_in), column(by)
      for row = 1, #t do
        local id = ids[row]
        check_row(run, resource, row, { on = on[row], as = as[row], elsewhere = elsewhere[row] }, id ~= nil and entries[id] or nil)
      end
    end
  end
end

return readings
