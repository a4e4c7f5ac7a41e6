-- funnel.lua - which of ten invented areas differ from their average by more than their size lets chance do, and how far ranks could move

local t = lab.parse_csv("area,charged,recorded\nA,12,200\nB,30,410\nC,45,700\nD,9,150\nE,80,900\nF,22,260\nG,61,1000\nH,14,310\nI,33,420\nJ,50,640\n")
local areas = t:funnel { of = "charged", per = "recorded", kind = "proportion" }
print(areas:select("area", "value", "target", "lower_95", "upper_95", "position"))
for _, note in ipairs(areas:notes()) do print(note) end
