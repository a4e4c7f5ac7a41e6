-- Run by tests/support/starve.c with requests for memory failing: a join of many keys, and one by nearest date; writes CSV to the path given.
local left, right = { "force,day,n" }, { "force,from,name" }
for i = 1, 2000 do left[#left + 1] = ("force %d,2023-%02d-%02d,%d"):format(i % 300, i % 12 + 1, i % 28 + 1, i) end
for i = 1, 300 do right[#right + 1] = ("force %d,2022-12-01,name %d"):format(i, i) end
local referrals, forces = lab.parse_csv(table.concat(left, "\n") .. "\n"), lab.parse_csv(table.concat(right, "\n") .. "\n")
referrals:join(forces, { on = "force", how = "full", expect = "m:1" })
  :mutate("weeks = n // 7", "capitals = upper(name)")
  :filter("n > 100 and name is not missing")
  :sort("force", "n")
  :write_csv(arg[1])
