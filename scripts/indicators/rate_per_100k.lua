-- rate_per_100k.lua - people per 100,000 of the population

return lab.indicator {
  id = "rate_per_100k",
  title = "Rate per 100,000 people",
  unit = "per 100,000",
  needs = { "people", "population" },
  numerator = "sum(people)",
  denominator = "sum(population)",
  interval = "byar",
  caveats = { "The interval is Byar's for the count; the population is taken as exact." },
}
