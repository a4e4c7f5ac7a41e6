-- share.lua - a part as percent of the whole

return lab.indicator {
  id = "share",
  title = "Share of the whole",
  unit = "percent",
  needs = { "part", "whole" },
  numerator = "sum(part)",
  denominator = "sum(whole)",
  interval = "wilson",
  caveats = { "The interval is Wilson's; it holds when each case of the part is one of the whole." },
}
