-- timeline.lua - { timeline = t, name = "body", sent = "sent", due = "due", answered = "answered", title = ... }: a lane for each request, from the
-- day it was sent to the day it was answered, with a stroke on the day an answer was due. What was not answered has no dot: silence is no
-- answer, and its line runs, dashed, to as_of when that is given.

local chart = require "lib.chart.chart"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

-- What stands behind each lane: how many days the answer took, or that there is none.
local function remarks(t, spec)
  local list = { columns = { "name", "at", "words" } }
  local dated = t:mutate { { "days", lab.col[spec.answered] - lab.col[spec.sent] } }
  for row in dated:rows() do
    local answered, sent = row[spec.answered], row[spec.sent]
    if answered and row.days then
      list[#list + 1] = { name = row[spec.name], at = answered, words = ("%d %s"):format(row.days, row.days == 1 and "day" or "days") }
    elseif sent and not answered then
      list[#list + 1] = { name = row[spec.name], at = spec.as_of or sent, words = "no answer" }
    end
  end
  return list
end

return {
  name = "timeline",
  keys = { "timeline", "name", "sent", "due", "answered", "as_of", "title", "alt", "titles", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where)
    local t = spec.timeline
    if type(t) ~= "userdata" or not t.filter then raise("%s: timeline is a table of the engine, not a %s", where, type(t)) end
    for _, key in ipairs { "name", "sent", "due", "answered" } do
      if type(spec[key]) ~= "string" then
        raise('%s: %s is missing: r:timeline(t, { name = "body", sent = "sent", due = "due", answered = "answered", title = ... })', where, key)
      end
    end
    local twice = t:group_by(spec.name):summarise { { "rows", lab.expr "count()" } }:filter "rows > 1"
    if #twice > 0 then
      raise('%s: "%s" has more than one request, and each has a lane: give each a name of its own, as with "body .. \' \' .. sent"', where,
        tostring(twice:col(spec.name)[1]))
    end
    local columns = { spec.name, spec.sent, spec.due, spec.answered }
    local silent = t:filter(lab.col[spec.answered]:is_missing() & ~lab.col[spec.sent]:is_missing())
    local layers = { { mark = "rule", x = spec.sent, x2 = spec.answered, y = spec.name } }
    if spec.as_of ~= nil and #silent > 0 then
      layers[2] = { mark = { type = "rule", strokeDash = { 4, 4 } }, table = silent, x = spec.sent, x2 = { datum = spec.as_of }, y = spec.name }
    end
    layers[#layers + 1] = { mark = { type = "tick", color = "#801650" }, x = spec.due, y = spec.name }
    layers[#layers + 1] = { mark = "point", x = spec.answered, y = spec.name }
    layers[#layers + 1] = { mark = "text", table = remarks(t, spec), x = { field = "at", type = "temporal" }, y = "name", text = "words" }
    local block = chart.block({ title = spec.title, alt = spec.alt, table = t, columns = columns, titles = spec.titles, missing = spec.missing or "no answer",
      layer = layers }, where)
    return { words.below(block, spec, t, where) }
  end,
}
