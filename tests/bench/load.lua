-- load.lua - reads a CSV file and says how long it took: load.lua FILE
local start = lab.clock()
local t = lab.read_csv(arg[1])
local seconds = lab.clock() - start
print(("slavelab\tload\t%.3f\t%d %d %d %.14e"):format(seconds, #t, t.v1:sum(), t.id3:n_distinct(), t.v3:sum()))
