-- rounding.lua - counts of invented forces to multiples of 5: the nearest, which leave totals apart, and at random so that totals hold

local t = lab.parse_csv("force,people\nKent,2\nEssex,2\nSurrey,2\nAvon,2\nTotal,8\n")
print(t:round { "people", base = 5 })
print(t:round { "people", base = 5, method = "controlled", seed = 20 })
