-- pathway.lua - lab.pathway: stage after stage of the way to justice, each divided by the stage before it where that means something.
--
--     stage         unit        period   count   of    conversion   per_100   why
--     Referred      person      2023     17004
--     Recorded      offence     2023      9000  17004               52.9      one of "Recorded" is counted as offence, ...
--     Prosecuted    defendant   2023       454   9000                5.0      one of "Prosecuted" is counted as defendant, ...
--     Convicted     defendant   2023       353    454     77.8
--
-- A conversion is a share in percent, and only where the unit, the area and the kind of period of both stages are the same. Where units
-- or areas differ the two sizes can still be set beside each other, per 100 and with the reason; where kinds of periods differ not even
-- that. The stage before is looked at in the same period, or lag = periods earlier. Whether they are the same cases only their publisher
-- knows: cohort = true says so, and then more at a stage than at the one before is an error, and the share has Wilson's interval.

local arguments = require "lib.figures.verb_arguments"
local contains = require "lib.base.contains"
local lists = require "slavelab.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local period = require "lib.figures.periods.period"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"
local vector = require "lib.figures.vector"

local pathway = {}

local where = "lab.pathway"
local options = { "stage", "table", "of", "unit", "over", "area", "lag", "cohort" }
local order = { "stage", "unit", "area", "period", "count", "of", "conversion", "lower", "upper", "per_100", "why" }

-- --- what is given -------------------------------------------------------------------------------------------------------------------

local function check_text(stage, key, needed, place)
  local value = stage[key]
  if value == nil and not needed then return end
  if type(value) ~= "string" or value == "" then raise('%s: %s: %s is a text%s', where, place, key, value == nil and " and is missing" or "") end
end

local function is_table(value) return type(value) == "userdata" and getmetatable(value) == "slavelab.Table" end

-- The column that is counted: the one figure of the table when none is named.
local function counted(stage, place)
  if stage.of ~= nil then
    check_text(stage, "of", true, place)
    return arguments.need_column(stage.table, stage.of, where .. ": " .. place)
  end
  local figures = {}
  for _, column in ipairs(roles.list(stage.table)) do
    if column.role == "figure" then figures[#figures + 1] = column.name end
  end
  if #figures ~= 1 then
    raise('%s: %s: of names the column that is counted; figures are %s', where, place, #figures > 0 and table.concat(figures, ", ") or "none")
  end
  return figures[1]
end

-- The stage with its periods as whole numbers by row (at), their kind and step.
local function read_stage(given, i)
  local place = ("stage %d"):format(i)
  if type(given) ~= "table" then raise("%s: %s is a table: { stage =, table =, of =, unit =, over = }", where, place) end
  local stage = lists.options(given, where .. ": " .. place)
  for key in pairs(stage) do
    if not contains(options, key) then raise("%s: %s: unknown option %q%s", where, place, tostring(key), suggest.among(tostring(key), options, "there are")) end
  end
  check_text(stage, "stage", true, place)
  place = ("stage %d, %q"):format(i, stage.stage)
  for _, key in ipairs { "unit", "over" } do check_text(stage, key, true, place) end
  check_text(stage, "area", false, place)
  if not is_table(stage.table) then raise("%s: %s: table is a table of slavelab, not a %s", where, place, type(stage.table)) end
  stage.place, stage.of = place, counted(stage, place)
  arguments.need_column(stage.table, stage.over, where .. ": " .. place)
  arguments.need_numbers(stage.table, where .. ": " .. place, { stage.of })
  stage.lag = stage.lag == nil and 0 or stage.lag
  if math.type(stage.lag) ~= "integer" or stage.lag < 0 then raise("%s: %s: lag is a whole number of periods from 0, not %s", where, place, tostring(stage.lag)) end
  if stage.cohort ~= nil and type(stage.cohort) ~= "boolean" then raise("%s: %s: cohort is true or false", where, place) end
  if i == 1 and (stage.lag > 0 or stage.cohort) then raise("%s: %s is the first, and has none before it to lag behind or follow", where, place) end
  return stage
end

local function read_periods(stage)
  local values, rows = stage.table:col(stage.over):to_list(), #stage.table
  for row = 1, rows do
    if values[row] == nil then raise('%s: %s: row %d has no period in "%s"', where, stage.place, row, stage.over) end
  end
  local series, culprit, why = period.series(values, rows)
  if rows > 0 and not series then raise('%s: %s: "%s" %s', where, stage.place, tostring(culprit), why) end
  stage.series = series
  local row_of = {}
  for row = 1, rows do
    local at = series.at[row]
    if row_of[at] then
      raise('%s: %s has two rows for %s (rows %d and %d): one figure for each period; add them up, as in t:group_by("%s"):summarise(...), or filter',
        where, stage.place, tostring(values[row]), row_of[at], row, stage.over)
    end
    row_of[at] = row
  end
  stage.row_of = row_of
end

local function check_counts(stage)
  for row, value in pairs(vector.read(stage.table, stage.of).values) do
    if value < 0 or value ~= value or value == math.huge then
      raise('%s: %s: row %d: "%s" is %s, and counts are 0 or more', where, stage.place, row, stage.of, number.format(value))
    end
  end
end

-- --- what may be divided ---------------------------------------------------------------------------------------------------------------

-- Why the figures of a stage are no part of those before it; nil where they may be. `apart`: not even sizes can be compared.
local function difference(stage, before)
  local a, b = stage.series, before.series
  if a and b and a.kind ~= b.kind then
    return ("no ratio: %q is by %s, %q by %s"):format(stage.stage, a.kind, before.stage, b.kind), true
  end
  if stage.unit ~= before.unit then
    return ("one of %q is counted as %s, one of %q as %s"):format(stage.stage, stage.unit, before.stage, before.unit)
  end
  if stage.area ~= before.area then
    return ("%q is of %s, %q of %s"):format(stage.stage, stage.area or "an area that is not said", before.stage, before.area or "an area that is not said")
  end
end

-- Column `name` of that type without a value: not applicable.
local function blank(t, name, kind)
  local v = vector.new(name, kind, #t)
  for row = 1, #t do v.markers[row] = "[z]" end
  return vector.put(t, v)
end

-- The stage's own columns, and the period of the stage before (which may be nil) that each of its periods is set against.
local function own_table(stage, before, kind)
  local rows, series = #stage.table, stage.series
  local label, earlier, count = vector.new("period", "text", rows), vector.new("earlier", "text", rows), vector.read(stage.table, stage.of)
  for row = 1, rows do
    label.values[row] = period.label(series.kind, series.index[row])
    local there = before and before.row_of[series.at[row] - stage.lag * series.step]
    if there then earlier.values[row] = period.label(before.series.kind, before.series.index[there]) end
    if count.values[row] and kind == "number" then count.values[row] = count.values[row] + 0.0 end
  end
  label.from, earlier.from, count.from = { "\1over" }, { "\1over" }, { "\1of" }
  count.name, count.type = "count", kind
  -- Other names first: the table's own columns may be called "period" or "count".
  local t = stage.table:select(stage.over, stage.of):rename { { stage.over, "\1over" }, { stage.of, "\1of" } }
  for _, v in ipairs { label, earlier, count } do t = vector.put(t, v) end
  t = t:select("period", "earlier", "count"):mutate { { "stage", lab.lit(stage.stage) }, { "unit", lab.lit(stage.unit) } }
  return stage.area and t:mutate { { "area", lab.lit(stage.area) } } or vector.put(t, vector.new("area", "text", rows))
end

-- A part of the stage before: shares, and where there are more than before, both sizes per 100.
local function linked(t, stage, before)
  local col, count, of = lab.col, vector.read(t, "count").values, vector.read(t, "of").values
  for row = 1, #t do
    if stage.cohort and count[row] and of[row] and count[row] > of[row] then
      raise("%s: %s follows the cases of %q (cohort = true), and for %s there are %s of %s", where, stage.place, before.stage, t:col("period")[row],
        number.format(count[row]), number.format(of[row]))
    end
  end
  local ratio, part = col.count * 100.0 / col.of, col.count:le(col.of)
  t = t:mutate { { "conversion", part:if_else(ratio, nil) }, { "per_100", part:if_else(nil, ratio) },
    { "why", part:if_else(nil, lab.lit(("more than of %q: not the same cases"):format(before.stage))) } }
  if not stage.cohort then return blank(blank(t, "lower", "number"), "upper", "number") end
  return t:mutate("lower = wilson_lower(count, of) * 100", "upper = wilson_upper(count, of) * 100")
end

-- The rows of a stage, and why they are no share of the one before. `kind`: the type of counts.
local function stage_table(stage, before, kind)
  local t, why, apart = own_table(stage, before, kind), nil, nil
  if before then why, apart = difference(stage, before) end
  if not before or apart then
    t = blank(t, "of", kind)
    for _, name in ipairs { "conversion", "lower", "upper", "per_100" } do t = blank(t, name, "number") end
    return why and t:mutate { { "why", lab.lit(why) } } or vector.put(t, vector.new("why", "text", #t)), why
  end
  t = t:join(before.own:select("period", "count"):rename { { "period", "earlier" }, { "count", "of" } }, { on = "earlier", how = "left" })
  if why then
    for _, name in ipairs { "conversion", "lower", "upper" } do t = blank(t, name, "number") end
    t = t:mutate { { "per_100", lab.col.count * 100.0 / lab.col.of }, { "why", lab.lit(why) } }
  else
    t = linked(t, stage, before)
  end
  local absent = lab.lit(("no figure of %q %s"):format(before.stage, stage.lag > 0 and ("%d before"):format(stage.lag) or "for the period"))
  return t:mutate { { "why", lab.col.earlier:is_missing():if_else(absent, lab.col.why) } }, why
end

local function say(result, stages, reasons)
  for i = 2, #stages do
    local stage, before = stages[i], stages[i - 1]
    local how = reasons[i] and ("%s, so that the one is no share of the other."):format(reasons[i])
      or stage.cohort and ("%q follows the cases of %q: share and 95%% interval (Wilson)."):format(stage.stage, before.stage)
      or ("%q as a share of %q%s: the cases counted need not be the same."):format(stage.stage, before.stage,
        stage.lag > 0 and (", %d of the periods before"):format(stage.lag) or " of the same period")
    result = notes.add(result, "pathway", how)
  end
  return result
end

function pathway.of(given)
  if type(given) ~= "table" or getmetatable(given) ~= nil then raise("%s takes a list of stages: { { stage =, table =, of =, unit =, over = }, ... }", where) end
  local list, stages, named, reasons, kind = lists.list(given, where), {}, {}, {}, "integer"
  if #list < 2 then raise("%s takes two stages or more", where) end
  for i, one in ipairs(list) do
    local stage = read_stage(one, i)
    if named[stage.stage] then raise("%s: two stages are called %q", where, stage.stage) end
    named[stage.stage] = true
    read_periods(stage)
    check_counts(stage)
    if #stage.table == 0 then raise("%s: %s: the table has no rows", where, stage.place) end
    stages[i] = stage
    if stage.table:col(stage.of):type() ~= "integer" then kind = "number" end
  end
  local tables = {}
  for i, stage in ipairs(stages) do
    local t
    t, reasons[i] = stage_table(stage, stages[i - 1], kind)
    stage.own, tables[i] = t, t:select(order)
  end
  local result = tables[1]:append(table.unpack(tables, 2))
  result = result:with_fields {
    count = { title = "Number" }, of = { title = "Of the stage before" }, conversion = { title = "Of the stage before", unit = "percent" },
    lower = { unit = "percent" }, upper = { unit = "percent" }, per_100 = { title = "Per 100 of the stage before" },
  }
  return say(result, stages, reasons)
end

lab.document("lab", "pathway", {
  signature = "(stages: {stage: string, table: slavelab.Table, of?: string, unit: string, over: string, area?: string, lag?: integer, cohort?: boolean}[]): "
    .. "slavelab.Table",
  text = "Stage after stage of the way to justice. Each stage has a table with a row for each period (over=), the column that is counted (of=; its one "
    .. 'figure unless named), what that counts (unit=: "person", "offence", "defendant"), and the area. Gives a row for each stage and period: count, of '
    .. "(the stage before in the same period, or lag= periods earlier), conversion in percent where unit, area and kind of period agree; where units or areas "
    .. "differ per_100, the same ratio without interval, and why; where kinds of periods differ neither. cohort = true says that a stage follows the very "
    .. "cases of the one before: its conversion has a 95% interval (Wilson), and more of them is an error. A missing count leaves its reason. docs/indicators.md.",
  example = [[
local referred = lab.parse_csv("year,people\n2022,16938\n2023,17004\n")
local tried = lab.parse_csv("year,prosecuted,convicted\n2022,405,282\n2023,410,311\n")
print(lab.pathway{
  { stage = "Referred", table = referred, unit = "person", over = "year", area = "UK" },
  { stage = "Prosecuted", table = tried, of = "prosecuted", unit = "defendant", over = "year", area = "England and Wales" },
  { stage = "Convicted", table = tried, of = "convicted", unit = "defendant", over = "year", area = "England and Wales" },
})]],
})

return setmetatable(pathway, { __call = function(_, stages) return pathway.of(stages) end })
