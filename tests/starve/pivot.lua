-- Run by tests/support/starve.c with requests for memory failing: a pivot there and back, with totals; writes CSV to the path given.
local rows = { "force,year,people" }
for i = 1, 1200 do rows[#rows + 1] = ("force %d,%d,%d"):format(i % 60, 2004 + i // 60, i) end
local wide = lab.parse_csv(table.concat(rows, "\n") .. "\n"):pivot { names = "year", values = "people" }
wide:unpivot { columns = { "2010", "2011", "2012" }, names = "year", values = "people" }:sort("force", "year"):write_csv(arg[1])
