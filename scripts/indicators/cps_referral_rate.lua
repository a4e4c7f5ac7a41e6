-- cps_referral_rate.lua - offences recorded by the police that were referred to the Crown Prosecution Service

return lab.indicator {
  id = "cps_referral_rate",
  title = "Recorded offences referred to the CPS",
  unit = "percent",
  needs = { "recorded", "referred" },
  numerator = "sum(referred)",
  denominator = "sum(recorded)",
  interval = "wilson",
  caveats = {
    "An offence may be referred in a later period than it was recorded in, so that a period's referrals are not all of its own offences.",
    "Where referrals are counted as suspects, one offence may have several: the figure is then a ratio, not a share.",
  },
}
