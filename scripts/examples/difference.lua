-- difference.lua - whether two shares or two rates differ, which is not seen from whether their intervals overlap
-- 56 of 70 against 48 of 80; 34 offences in a population of 812,000 against 21 in 905,000. Both pairs are invented.

print(("difference of shares: %.4f, from %.4f to %.4f"):format(lab.difference("proportion", 56, 70, 48, 80)))
local value, lower, upper = lab.difference("rate", 34, 812000, 21, 905000)
print(("difference of rates per 100,000: %.4f, from %.4f to %.4f"):format(value * 1e5, lower * 1e5, upper * 1e5))
print(("ratio of rates: %.4f, from %.4f to %.4f"):format(lab.ratio("rate", 34, 812000, 21, 905000)))
print(("the same, exact: %.4f, from %.4f to %.4f"):format(lab.ratio("rate", 34, 812000, 21, 905000, { method = "exact" })))
