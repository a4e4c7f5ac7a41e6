-- slope.lua - { slope = t, name = "force", period = "year", value = "people", named = { "Kent" }, title = ... }: from one period to another, a line for each
-- name; those that are named stand out, and the others too have their words where there is room.

local chart = require "lib.chart.chart"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

local quiet = "#8c949a"

-- The rows of t in lists: those of the names that stand out, and the others.
local function parted(t, spec, where)
  local has, asked = {}, {}
  for _, name in ipairs(type(spec.named) == "table" and spec.named or { spec.named }) do asked[name] = true end
  local names = t:col(spec.name):to_list()
  for row = 1, #t do has[tostring(names[row])] = true end
  for name in pairs(asked) do
    if not has[name] then raise('%s: named: column "%s" holds no "%s"', where, spec.name, tostring(name)) end
  end
  local out, rest = {}, {}
  for row = 1, #t do table.insert(asked[names[row]] and out or rest, row) end
  return t:take(out), t:take(rest)
end

-- The words at the right end: name and figure, of the last period, whose place on the axis is called `last_shown`.
local function labels(t, shown, spec, last, last_shown)
  local list, names, periods = { columns = { "name", "at", "value", "words" } }, t:col(spec.name):to_list(), t:col(spec.period):to_list()
  local values = t:col(spec.value):to_list()
  for row = 1, #t do
    if periods[row] == last and values[row] ~= nil then
      list[#list + 1] = { name = tostring(names[row]), at = last_shown, value = values[row], words = ("%s %s"):format(names[row], plain.show(values[row], shown)) }
    end
  end
  return list
end

return {
  name = "slope",
  keys = { "slope", "name", "period", "value", "named", "title", "alt", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    local t = spec.slope
    if type(t) ~= "userdata" or not t.take then raise("%s: slope is a table of the engine, not a %s", where, type(t)) end
    for _, key in ipairs { "name", "period", "value" } do
      if type(spec[key]) ~= "string" then raise('%s: %s is missing: r:slope(t, { name = "force", period = "year", value = "people", title = ... })', where, key) end
    end
    local periods = t:select(spec.period):distinct():sort(spec.period):col(spec.period):to_list()
    if #periods ~= 2 then raise('%s: a slope goes from one period to another, and column "%s" holds %d: filter the table to two', where, spec.period, #periods) end
    local twice = t:group_by(spec.name, spec.period):summarise { { "rows", lab.expr "count()" } }:filter "rows > 1"
    if #twice > 0 then
      raise('%s: "%s" has more than one figure of %s: group_by and summarise first', where, tostring(twice:col(spec.name)[1]), tostring(twice:col(spec.period)[1]))
    end
    t = t:sort(spec.period)
    local out, rest = parted(t, spec, where)
    local settings = { columns = { spec.name, spec.period, spec.value }, titles = spec.titles, units = spec.units, decimals = spec.decimals, missing = spec.missing }
    local whole = plain.table(t, settings, where)
    local x, layers = { field = spec.period, type = "ordinal" }, {}
    local function add(part, color)
      if #part == 0 then return end
      layers[#layers + 1] = { mark = { type = "line", color = color }, table = part, x = x, detail = spec.name }
    end
    add(rest, #out > 0 and quiet or nil)
    add(out, nil)
    layers[#layers + 1] = { mark = "point", x = x }
    local at = { field = "at", type = "ordinal" }
    for _, part in ipairs { out, rest } do
      local list = labels(part, whole.columns[3], spec, periods[2], whole.columns[2].shown[whole.rows])
      if #list > 0 then layers[#layers + 1] = { mark = "text", table = list, x = at, y = "value", text = "words" } end
    end
    settings.title, settings.alt, settings.table, settings.layer, settings.y = spec.title, spec.alt, t, layers, { field = spec.value, scale = { zero = false } }
    local block = chart.block(settings, where)
    return { words.below(block, spec, t, where) }
  end,
}
