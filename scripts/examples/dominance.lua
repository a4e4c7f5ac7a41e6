-- dominance.lua - fines of which one firm could work out another's
-- Towns and firms are invented.

local fines = lab.parse_csv("town,firm,fined\nDover,A,80\nDover,B,12\nDover,C,5\nDover,D,3\nDeal,A,30\nDeal,B,25\nDeal,C,45\n")
print(fines:dominance { of = "fined", by = "town" })
