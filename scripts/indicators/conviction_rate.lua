-- conviction_rate.lua - defendants convicted of those prosecuted
return lab.indicator {
  id = "conviction_rate",
  title = "Defendants convicted of those prosecuted",
  unit = "percent",
  needs = { "convicted", "prosecuted" },
  numerator = "sum(convicted)",
  denominator = "sum(prosecuted)",
  interval = "wilson",
  caveats = { "Of prosecutions completed in the period, whenever they began." },
}
