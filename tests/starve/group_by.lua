-- Run by tests/support/starve.c with requests for memory failing: a group-by with many groups and every kind of aggregate; writes CSV to the path given.
local rows = { "force,place,people,rate" }
for i = 1, 3000 do rows[#rows + 1] = ("force %d,place %d,%d,%.2f"):format(i % 40, i % 700, i % 97, i / 7) end
lab.parse_csv(table.concat(rows, "\n") .. "\n")
  :group_by("force", "place")
  :summarise("count()", "sum(people)", "mean(rate)", "median(rate)", "n_distinct(people)", "top = top(people, 2)", "share(people)")
  :sort("force", "place")
  :write_csv(arg[1])
