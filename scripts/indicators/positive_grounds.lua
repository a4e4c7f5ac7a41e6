-- positive_grounds.lua - decisions of the National Referral Mechanism that were positive

return lab.indicator {
  id = "positive_grounds",
  title = "Grounds decisions that were positive",
  unit = "percent",
  needs = { "outcome", "decisions" },
  numerator = "sum(if_else(outcome == 'positive', decisions, 0))",
  denominator = "sum(decisions)",
  interval = "wilson",
  caveats = { "Decisions of a period are about referrals of earlier periods too." },
}
