-- lab.pathway: what is divided by what, and what is not, with the reason.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local vector = require "lib.figures.vector"

local referred = lab.parse_csv("year,people\n2022,16938\n2023,17004\n")
local tried = lab.parse_csv("year,prosecuted,convicted\n2022,405,282\n2023,454,353\n")

local function stage(name, t, more)
  local result = { stage = name, table = t, unit = "person", over = "year" }
  for key, value in pairs(more or {}) do result[key] = value end
  return result
end

local function row_of(t, name, period)
  for r in t:rows() do
    if r.stage == name and r.period == period then return r end
  end
  error("no row of " .. name .. " in " .. period, 2)
end

local function notes_of(t) return table.concat(t:notes(), "\n") end

check.test("only stages of one unit, area and kind of period are a share of each other", function()
  local t = lab.pathway { stage("Referred", referred, { area = "UK" }),
    stage("Prosecuted", tried, { of = "prosecuted", unit = "defendant", area = "UK" }), stage("Convicted", tried, { of = "convicted", unit = "defendant", area = "UK" }) }
  check.equal(#t, 6)
  check.near(row_of(t, "Convicted", "2023").conversion, 77.75330396475771, 1e-12) -- 353 of 454
  check.equal(row_of(t, "Convicted", "2023").per_100, nil)
  local prosecuted = row_of(t, "Prosecuted", "2023")
  check.equal({ prosecuted.conversion == nil, prosecuted.of, prosecuted.why },
    { true, 17004, 'one of "Prosecuted" is counted as defendant, one of "Referred" as person' })
  check.near(prosecuted.per_100, 2.669960009409551, 1e-12) -- 454 to 17,004
  check.contains(notes_of(t), "the cases counted need not be the same")
  local areas = lab.pathway { stage("a", referred, { area = "UK" }), stage("b", referred, { area = "Wales" }), stage("c", referred) }
  check.equal(areas:col("conversion"):missing(), 6)
  check.equal(row_of(areas, "b", "2022").why, '"b" is of Wales, "a" of UK')
  check.equal(row_of(areas, "c", "2022").why, '"c" is of an area that is not said, "b" of Wales')
  local kinds = lab.pathway { stage("a", referred), stage("b", lab.parse_csv("year,people\n2022/23,5\n")) }
  local b = row_of(kinds, "b", "2022/23")
  check.equal({ b.of == nil, b.per_100 == nil, b.why }, { true, true, 'no ratio: "b" is by financial-year, "a" by year' })
end)

check.test("a stage may lag behind, in whatever periods it is counted", function()
  local a = lab.parse_csv("quarter,n\n2021 Q4,10\n2022 Q1,20\n2022 Q2,40\n")
  local b = lab.parse_csv("quarter,n\n2022 Q2,5\n2022 Q1,8\n2023 Q1,1\n")
  local t = lab.pathway { stage("a", a, { over = "quarter" }), stage("b", b, { over = "quarter", lag = 1 }) }
  check.equal({ row_of(t, "b", "Jan to Mar 2022").conversion, row_of(t, "b", "Apr to Jun 2022").conversion }, { 80.0, 25.0 })
  check.equal(row_of(t, "b", "Jan to Mar 2023").why, 'no figure of "a" 1 before')
end)

check.test("the same cases have an interval, others none, and more than before is no share", function()
  local a, b = lab.parse_csv("year,n\n2021,10\n2022,4\n"), lab.parse_csv("year,n\n2021,7\n2022,4\n")
  local t = lab.pathway { stage("a", a), stage("b", b, { cohort = true }) }
  local lower, upper = lab.interval("wilson", 7, 10)
  check.near(row_of(t, "b", "2021").lower, lower * 100, 1e-12)
  check.near(row_of(t, "b", "2021").upper, upper * 100, 1e-12)
  check.raises('stage 2, "a" follows the cases of "b" %(cohort = true%), and for 2021 there are 10 of 7', lab.pathway,
    { stage("b", b), stage("a", a, { cohort = true }) })
  t = lab.pathway { stage("b", b), stage("a", a) }
  check.equal({ row_of(t, "a", "2022").conversion, row_of(t, "a", "2022").lower }, { 100.0 })
  local more = row_of(t, "a", "2021")
  check.equal({ more.conversion == nil, more.why }, { true, 'more than of "b": not the same cases' })
  check.near(more.per_100, 1000 / 7, 1e-12)
end)

check.test("a missing count leaves its reason, nothing before is not applicable, and marks stay", function()
  local a = lab.parse_csv("period,count\n2020,[c]\n2021,0\n2022,12 [p]\n", { markers = "gss" })
  local b = lab.parse_csv("period,count\n2020,3\n2021,0\n2022,6\n")
  local t = lab.pathway { stage("a", a, { over = "period" }), stage("b", b, { over = "period" }) }
  local conversion = vector.read(t, "conversion")
  check.equal({ conversion.markers[1], conversion.markers[4], conversion.markers[5], conversion.markers[6] }, { "[z]", "[c]", "[z]", "[p]" })
  check.equal(conversion.values[6], 50.0)
end)

check.test("each share is count over count, whatever the stages", function()
  math.randomseed(20)
  for _ = 1, 50 do
    local counts, stages = {}, {}
    for s = 1, 4 do
      local rows = { columns = { "year", "n" } }
      counts[s] = {}
      for year = 2000, 2006 do
        if math.random(4) > 1 then
          counts[s][year] = math.random(0, 50)
          rows[#rows + 1] = { year, counts[s][year] }
        end
      end
      if #rows == 0 then rows[1], counts[s][2000] = { 2000, 1 }, 1 end
      stages[s] = stage("s" .. s, lab.table(rows), { lag = s > 1 and math.random(0, 2) or nil, of = "n" })
    end
    local t = lab.pathway(stages)
    for r in t:rows() do
      local s = tonumber(r.stage:sub(2))
      local before = s > 1 and counts[s - 1][tonumber(r.period) - stages[s].lag]
      local ratio = before and before > 0 and r.count / before * 100
      if ratio then check.near(r.count <= before and r.conversion or r.per_100, ratio, 1e-9) end
      check.equal(r.conversion ~= nil, ratio and r.count <= before or false)
      check.equal(r.count, counts[s][tonumber(r.period)])
    end
  end
end)

check.test("the figures cite the sources of the stages they were made of", function()
  local data = lab.package("data")
  local recorded = data.criminal_justice:filter("unit == 'defendants' and period == '2023' and stage in ('prosecuted', 'convicted') and not contains(measure, 'principal offence')")
  local function of(name) return stage(name, recorded:filter("stage == $s", { s = name }):head(1), { of = "count", over = "period", unit = "defendant" }) end
  local t = lab.pathway { of "prosecuted", of "convicted" }
  check.near(t:col("conversion")[2], t:col("count")[2] / t:col("count")[1] * 100, 1e-12)
  check.truthy(#t:sources { "conversion" } > 0)
  check.equal(t:sources { "conversion" }, recorded:sources { "count" })
end)

check.test("what cannot be meant is an error that names the stage", function()
  local good = stage("a", referred)
  local function fails(words, second) check.raises(words, lab.pathway, { good, second }) end
  check.raises("takes a list of stages", lab.pathway, 3)
  check.raises("takes two stages or more", lab.pathway, { good })
  check.raises("is the first, and has none before it", lab.pathway, { stage("a", referred, { lag = 1 }), stage("b", referred) })
  fails('two stages are called "a"', good)
  fails("stage 2: stage is a text and is missing", { table = referred, unit = "person", over = "year" })
  fails('unit is a text', stage("b", referred, { unit = 3 }))
  fails('table is a table of slavelab, not a table', stage("b", {}))
  fails('no column "yaer"; did you mean "year"', stage("b", referred, { over = "yaer" }))
  fails('unknown option "lags"; did you mean "lag"', stage("b", referred, { lags = 2 }))
  fails("lag is a whole number of periods from 0, not 0.5", stage("b", referred, { lag = 0.5 }))
  fails("of names the column that is counted; figures are prosecuted, convicted", stage("b", tried))
  fails('has two rows for 2022 %(rows 1 and 2%)', stage("b", lab.parse_csv("year,n\n2022,1\n2022,2\n")))
  fails('row 2 has no period in "year"', stage("b", lab.parse_csv("year,n\n2022,1\n,2\n")))
  fails('row 1: "n" is %-1, and counts are 0 or more', stage("b", lab.parse_csv("year,n\n2022,-1\n"), { of = "n" }))
  fails('"Kent" is no year', stage("b", lab.parse_csv("year,n\nKent,1\n"), { of = "n" }))
  fails("the table has no rows", stage("b", referred:filter("people < 0"), { of = "people" }))
end)

check.run()
