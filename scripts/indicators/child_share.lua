-- child_share.lua - children among the potential victims referred

return lab.indicator {
  id = "child_share",
  title = "Potential victims who said they were exploited as children",
  unit = "percent",
  needs = { "age", "people" },
  numerator = "sum(if_else(age == 'child', people, 0))",
  denominator = "sum(people)",
  interval = "wilson",
  caveats = { "Age is that at the exploitation; people whose age is not known count in the denominator only." },
}
