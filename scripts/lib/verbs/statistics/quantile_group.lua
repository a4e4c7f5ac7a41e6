-- quantile_group.lua - t:quantile_group: areas cut into fifths (or so many groups) by a figure, the least first.
--
-- Of N values, rank r (equal ones share the least), q groups: floor(q + 1 - ceil((N + 1 - r) q / N)), and 1 for 0: Public Health England's
-- rule, worked out in integers, so that ties cannot move. `invert` ranks from the greatest. Missing values take no part.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local notes = require "lib.figures.notes"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local quantile_group = {}

function quantile_group.verb(t, ...)
  local o = arguments.read(t, "quantile_group", { "of", groups = "integer", of = "columns", by = "columns", as = "texts", invert = "boolean" },
    ...)
  arguments.need(o, "quantile_group", "of", 't:quantile_group{ of = "rate", groups = 5 }')
  arguments.need_numbers(t, "quantile_group", o.of)
  local q, by = o.groups or 5, arguments.by(t, o)
  if q < 2 then raise("quantile_group: groups is 2 or more, not %d", q) end
  bases.refuse(t, "quantile_group", by)
  local results = {}
  for i, name in ipairs(arguments.result_names(o, "quantile_group", "quantile")) do
    local x = lab.col[o.of[i]]
    local n, r = x:count(), (o.invert and -x or x):rank()
    local from_the_end = ((n + 1 - r) * q + n - 1) // n -- rounded up; of no value there is no rank, and nothing is divided
    local group = q + 1 - from_the_end
    results[i] = { name, n:ge(q):if_else(group:lt(1):if_else(1, group), lab.lit(nil)) }
  end
  local result = (#by > 0 and t:group_by(by) or t:put(o.of[1], t:col(o.of[1]), { from = { o.of[1] } })):mutate(results)
  for i, name in ipairs(o.of) do
    local lost = result:col(results[i][1]):missing() - t:col(name):missing()
    if lost > 0 then
      result = notes.add(result, "quantile_group", ('quantile_group: %s of "%s" %s in groups of fewer than %d values, which cannot be cut into %d.')
        :format(words.count(lost, "row"), name, words.either(lost, "stands", "stand"), q, q))
    end
  end
  return result
end

lab.method("table", "quantile_group", quantile_group.verb, {
  signature = "(of: string|string[]|{of: string|string[], groups?: integer, by?: string|string[], invert?: boolean, as?: string}, "
    .. "options?: table): slavelab.Table",
  text = "Adds the fifth (or of groups= others) that each figure lies in, from 1 for the least, as column quantile; invert = true begins with "
    .. "the greatest. Equal figures are in one group. Of N values with rank r it is floor(q + 1 - ceil((N + 1 - r) q / N)), as Public Health "
    .. "England's guide has it. Missing figures have none and take no part; where there are fewer values than groups, all are missing.",
  example = [[
local t = lab.parse_csv("area,rate\nA,12\nB,7\nC,31\nD,25\nE,18\n")
print(t:quantile_group { of = "rate", groups = 5 })]],
})

return quantile_group
