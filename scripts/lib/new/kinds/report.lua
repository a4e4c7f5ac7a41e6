-- report.lua - slavelab new report NAME: a report of one table and one chart.

local text = [[
-- NAME.lua - say here what this report is about
--
--     slavelab NAME [-f html -o NAME.html]

local data = lab.package("data")

-- One step a line: keep rows, put them together, add them up. "slavelab help filter" explains each verb.
local by_year = data.nrm_referrals
  :filter("year >= 2014")
  :group_by("year"):summarise("people = sum(people)")

local r = lab.report { title = "Potential victims referred, by year" }
r:para("A referral is of a potential victim: nobody has decided yet.")
r:table(by_year, { title = "Potential victims referred" })
r:chart(by_year, { mark = "bar", title = "Say here what the reader should see", x = "year", y = "people" })
r:write()
]]

return {
  about = "a report: scripts/NAME.lua",
  where = function(name) return "scripts/" .. name .. ".lua" end,
  files = function(name) return { { "", (text:gsub("NAME", name)) } } end,
  next = function(_, name) return ("Now: slavelab %s      docs/documents.md says what else a report can hold."):format(name) end,
}
