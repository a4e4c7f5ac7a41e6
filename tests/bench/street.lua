-- street.lua - reads a table of quoted texts: street.lua FILE
local start = lab.clock()
local t = lab.read_csv(arg[1])
local seconds = lab.clock() - start
print(("slavelab\tstreet\t%.3f\t%d %d %d %.14e"):format(seconds, #t, t["Location"]:n_distinct(), t["Last outcome category"]:count(),
  t["Longitude"]:sum()))
