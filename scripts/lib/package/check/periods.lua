-- periods.lua - that the columns of a period say the same, and that nothing was published before its period had ended.

local core = require "slavelab.period"
local publications = require "lib.package.check.publications"
local row_keys = require "lib.figures.row_keys"

local periods = {}

-- The last day of the period that the texts say, as a text; nil when they are none. Remembered, as the same ones stand in many rows.
local function reader()
  local known = {}
  return function(text)
    local last = known[text]
    if last == nil then
      local kind, index = core.read(text)
      last = kind and core.write("date", (select(2, core.days(kind, index)))) or false
      known[text] = last
    end
    return last or nil
  end
end

-- Compares the columns of a period, row by row; gives the last day of each row's period, where it is known.
local function check_agreement(run, resource, t)
  local record, last_of, ends, unread = resource.record, reader(), {}, 0
  local columns = row_keys.columns(t, record.period or {})
  local period_end = record.period_end and t:col(record.period_end)
  local year = record.year and t:col(record.year)
  for row = 1, #t do
    local text = row_keys.whole(columns, row, " ")
    local read, stated = text and last_of(text), period_end and period_end[row] or nil
    if text and not read then unread = unread + 1 end
    if read and stated and read ~= stated then
      run.findings:add { kind = "fault", rule = "period", resource = resource, field = record.period_end, row = row, value = stated,
        says = ('column "%s": %s ends on %s, and %s is written'):format(record.period_end, text, read, stated),
        advice = "Correct the period or its last day." }
    end
    local last = stated or read
    if last and year and year[row] and year[row] ~= tonumber(last:sub(1, 4)) then
      run.findings:add { kind = "fault", rule = "period", resource = resource, field = record.year, row = row, value = year[row],
        says = ('column "%s": the period ends on %s, and the year is %d'):format(record.year, last, year[row]),
        advice = "Correct the year or the last day of the period." }
    end
    ends[row] = last
  end
  if unread > 0 then
    run.findings:add { kind = "open", rule = "period", resource = resource, field = record.period[1], cells = unread,
      says = ('column "%s": %d of %d periods are in words that are no period of one kind, and were not compared'):format(record.period[1], unread, #t) }
  end
  return ends
end

local function check_release(run, resource, row, released, last)
  if last and released < last then
    run.findings:add { kind = "fault", rule = "released", resource = resource, field = resource.record.released, row = row, value = released,
      says = ('column "%s": released on %s, and the period ended on %s'):format(resource.record.released, released, last),
      advice = "Correct the release or the period." }
  end
end

-- What is known of the day on which a publication came out, compared at the precision known.
local function check_source(run, resource, row, source, released, last, by)
  local published = source.published
  if not published or not published:find("^%d%d%d%d") then return end
  if last and last:sub(1, #published) > published then
    run.findings:add { kind = "fault", rule = "published", resource = resource, field = by, row = row, value = source.id,
      says = ('column "%s": %s was published %s, and the period ended on %s'):format(by, source.id, published, last),
      advice = "Correct the source or the period." }
  end
  local same = released and released:sub(1, #published)
  if same and same < published and source.first_hand then
    run.findings:add { kind = "fault", rule = "released", resource = resource, field = resource.record.released, row = row, value = released,
      says = ('column "%s": released on %s, and %s, which prints its figures first, was published %s'):format(resource.record.released, released,
        source.id, published),
      advice = "Correct the release or the source; if it repeats a figure of an earlier release, except the row, with the reason." }
  end
  if same and same > published then
    run.findings:add { kind = "fault", rule = "released", resource = resource, field = resource.record.released, row = row, value = released,
      says = ('column "%s": released on %s, and %s, in which it was read, was published %s'):format(resource.record.released, released,
        source.id, published),
      advice = "Correct the release or the source." }
  end
end

function periods.check(run)
  for _, resource in ipairs(run.package.resources) do
    local t, record = run.tables[resource.name], resource.record
    if t and (record.period or record.period_end or record.released) then
      local ends = check_agreement(run, resource, t)
      local released = record.released and t:col(record.released)
      local catalogue, by = publications.of_rows(run, resource)
      local ids = catalogue and t:col(by)
      for row = 1, #t do
        local day, source = released and released[row] or nil, ids and ids[row] and catalogue[ids[row]]
        if day then check_release(run, resource, row, day, ends[row]) end
        if source then check_source(run, resource, row, source, day, ends[row], by) end
      end
    end
  end
end

return periods
