-- indicator.lua - slavelab new indicator NAME: a share with its interval.

local text = [[
-- NAME.lua - say here what this figure says
return lab.indicator {
  id = "NAME",
  title = "Children among those referred",
  unit = "percent",
  needs = { "children", "people" }, -- the columns that a table must have
  numerator = "sum(children)",
  denominator = "sum(people)",
  interval = "wilson", -- leave this out where everybody was counted and chance has no part
}
]]

return {
  about = "an indicator: scripts/indicators/NAME.lua",
  where = function(name) return "scripts/indicators/" .. name .. ".lua" end,
  files = function(name) return { { "", (text:gsub("NAME", name)) } } end,
  next = function(_, name)
    return ('Now, at the prompt: lab.parse_csv("children,people\\n3,10\\n"):indicator("%s")      docs/indicators.md says more.'):format(name)
  end,
}
