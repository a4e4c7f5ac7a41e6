-- rank_interval.lua - how far the ranks of invented forces could move by chance: a league table of these would show mostly that

local t = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\nAvon,12,160\n")
local ranked = t:indicator("share", { by = "force", columns = { part = "charged", whole = "recorded" } }):rank_interval()
print(ranked:select("force", "value", "rank", "best_rank", "worst_rank"))
print(ranked:notes()[#ranked:notes()])
