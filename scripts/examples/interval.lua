-- interval.lua - how far chance alone could move a share of few cases
-- 29 of 39 police forces answered a question; 7 of 100 offences were referred. Wilson's limits, and the exact ones of Clopper and Pearson.

local function show(x, n, method)
  local lower, upper = lab.interval(method, x, n)
  print(("%d of %d: %.2f%%, 95%% interval %.2f%% to %.2f%% (%s)"):format(x, n, 100 * x / n, 100 * lower, 100 * upper, method))
end

show(29, 39, "wilson")
show(7, 100, "wilson")
show(7, 100, "clopper-pearson")
