-- estimate_population.lua - how many potential victims were on none of two invented lists: Chapman's estimate
-- 463 stand on the first, 907 on the second, 56 of them on both. Lists of victims are no random samples; docs/indicators.md says what that means.

local lists = lab.parse_csv("charity,police,people\n1,0,407\n0,1,851\n1,1,56\n")
local estimate = lab.estimate_population(lists, { lists = { "charity", "police" }, count = "people" })
print(estimate:select("estimate", "lower", "upper", "observed"))
for _, note in ipairs(estimate:notes()) do print(note) end
