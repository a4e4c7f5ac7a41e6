-- quantile_group.lua - police forces in fifths by the referrals that they made in 2023, per 100,000 people of mid-2020
-- Fifths say who is high and low, not whether the difference is more than chance: funnel.lua does.

local data = lab.package("data")
local people = data.population_by_force:filter("year == 2020"):select("pfa_code", "people"):rename("population = people")
local made = data.nrm_referrals_by_police:filter("year == 2023 and pfa_code is not missing")
  :group_by("pfa_code"):summarise("referrals = sum(people)")
print(made:join(people, { on = "pfa_code", how = "inner" }):rate { of = "referrals", per = "population", as = "per_100k" }
  :quantile_group { of = "per_100k", groups = 5, as = "fifth" }
  :group_by("fifth"):summarise("forces = count()", "least = min(per_100k)", "most = max(per_100k)"))
