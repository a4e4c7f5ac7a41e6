-- pathway.lua - from referral to conviction: which stages are a share of the one before, and which are not
-- Referrals of the year, and cases that prosecutors flagged as modern slavery (data/).

local data = lab.package("data")
local flagged = data.criminal_justice:filter("unit == 'defendants' and not contains(measure, 'principal offence') and not starts_with(period, 'year ending')")

local function of_stage(name) return flagged:filter("stage == $s and year >= 2022", { s = name }) end

local steps = lab.pathway {
  { stage = "Referred", table = data.nrm_referrals:group_by("year"):summarise("people = sum(people)"):filter("year between 2022 and 2023"),
    unit = "person", over = "year", area = "UK" },
  { stage = "Prosecuted", table = of_stage("prosecuted"), of = "count", unit = "defendant", over = "year", area = "England and Wales" },
  { stage = "Convicted", table = of_stage("convicted"), of = "count", unit = "defendant", over = "year", area = "England and Wales" },
}
print(steps:select("stage", "period", "count", "of", "conversion", "per_100"))
for _, note in ipairs(steps:notes()) do print(note) end
