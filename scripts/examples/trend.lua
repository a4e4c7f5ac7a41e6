-- trend.lua - by how much counts grew from year to year, with an interval that is wider where they vary by more than chance
-- The counts are invented.

local steady = lab.parse_csv("year,offences\n2018,23\n2019,31\n2020,28\n2021,40\n2022,47\n2023,52\n")
print(steady:trend { of = "offences", over = "year", kind = "poisson" })
local varying = lab.parse_csv("year,offences\n2018,20\n2019,55\n2020,31\n2021,80\n2022,44\n2023,120\n2024,61\n")
print(varying:trend { of = "offences", over = "year", kind = "poisson" })
