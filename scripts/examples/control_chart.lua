-- control_chart.lua - which of ten invented yearly figures are out of the ordinary

local t = lab.parse_csv("year,days\n2014,52\n2015,47\n2016,61\n2017,55\n2018,49\n2019,58\n2020,53\n2021,60\n2022,46\n2023,57\n")
print(t:control_chart { of = "days", over = "year", kind = "xmr" })
