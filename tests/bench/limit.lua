-- limit.lua - one question asked of a file larger than the memory allowed: limit.lua FILE
local start = lab.clock()
local t = lab.scan_csv(arg[1]):group_by("id1"):summarise("v1 = sum(v1)", "v3 = mean(v3)", "rows = count()"):collect()
print(("%d groups of %d rows in %.2f s"):format(#t, t:col("rows"):sum(), lab.clock() - start))
