-- vintages.lua - { vintages = t, period = "quarter", value = "people", released = "released", title = ... }: what was first said of each period, what is said
-- now, and how far what was said between lay apart. t has a row for each period and release, as lab.read_releases and t:revisions give it.

local chart = require "lib.chart.chart"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

return {
  name = "vintages",
  keys = { "vintages", "period", "value", "released", "zero", "title", "alt", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    local t, period, value, released = spec.vintages, spec.period, spec.value, spec.released or "released"
    if type(t) ~= "userdata" or not t.group_by then raise("%s: vintages is a table of the engine, not a %s", where, type(t)) end
    for _, key in ipairs { "period", "value" } do
      if type(spec[key]) ~= "string" then raise('%s: %s is missing: r:vintages(t, { period = "quarter", value = "people", title = ... })', where, key) end
    end
    local twice = t:group_by(period, released):summarise { { "rows", lab.expr "count()" } }:filter "rows > 1"
    if #twice > 0 then
      raise('%s: %d releases say more than one figure of a period (%s %s): filter the table to one series', where, #twice, period, tostring(twice:col(period)[1]))
    end
    -- A release that says nothing of a period leaves standing what was said before.
    local v = lab.col[value]
    local said = t:filter(~v:is_missing()):sort(released):group_by(period):summarise { { "first", v:first() }, { "latest", v:last() }, { "lowest", v:min() },
      { "highest", v:max() }, { "releases", v:count() } }:sort(period)
    local scale = spec.zero == false and { zero = false } or nil
    local block = chart.block({ title = spec.title, alt = spec.alt, table = said, units = spec.units, decimals = spec.decimals, missing = spec.missing,
      titles = { first = "First published", latest = "Latest", lowest = "Lowest published", highest = "Highest published", releases = "Releases" }, layer = {
        { mark = { type = "rule", color = "#5a6268" }, x = period, y = { field = "lowest", scale = scale, title = value:gsub("_", " "):gsub("^%l", string.upper) }, y2 = "highest" },
        { mark = "point", x = period, y = "latest", color = { datum = "Latest" } },
        { mark = "tick", x = period, y = "first", color = { datum = "First published" } },
      } }, where)
    return { words.below(block, spec, said, where) }
  end,
}
