-- standardise.lua - rates of an area as if its people had the ages of a standard, and its events against those to be expected
-- The area and the reference are invented.

local area = lab.parse_csv("age,offences,people\na,4,42000\nb,18,61000\nc,11,55000\nd,2,23000\n")
local standard = lab.parse_csv("age,weight\na,22000\nb,26500\nc,31500\nd,20000\n")
print(area:standardise { of = "offences", per = "people", over = "age", standard = standard })

local reference = lab.parse_csv("age,offences,people\na,900,9100000\nb,3100,8400000\nc,2100,10000000\nd,300,7200000\n")
print(area:standardise { of = "offences", per = "people", over = "age", method = "indirect", reference = reference })
