-- charge_rate.lua - concluded investigations that ended with a charge

return lab.indicator {
  id = "charge_rate",
  title = "Concluded investigations that ended with a charge",
  unit = "percent",
  needs = { "charged", "concluded" },
  numerator = "sum(charged)",
  denominator = "sum(concluded)",
  interval = "wilson",
  caveats = { "Investigations still open are in neither figure, and those that end with a charge take longer." },
}
