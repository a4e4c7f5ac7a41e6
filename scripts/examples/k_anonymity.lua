-- k_anonymity.lua - records of invented people that age and sex tell apart from all but a few others

local people = lab.parse_csv("age,sex,people\nAdult,Female,31\nAdult,Male,40\nChild,Female,8\nChild,Male,2\n")
local whole, few = people:k_anonymity { columns = { "age", "sex" }, count = "people" }
print(whole)
print(few)
