-- The scripts of scripts/examples run, and print the figures of independent answers: R 4.2.2 and printed examples, rounded as they print.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")

local function printed(name)
  local pipe <close> = assert(io.popen(("%s --no-init examples/%s.lua 2>&1"):format(program, name)))
  return pipe:read("a")
end

-- What each prints, with a comment where it does not come from R.
local expected = {
  control_chart = { "53.8  31.0422  76.5578" },
  difference = { "0.2000, from 0.0524 to 0.3339", "1.8668, from 0.0881 to 3.7514", "1.8045, from 1.0474 to 3.1088", "1.8045, from 1.0176 to 3.2718" },
  dominance = { "Dover             4      100       92    10.0000  n-k   unsafe" }, -- by hand
  estimate_population = { "7,390.4386", "1,314" }, -- 7390.4386 +- 1.96 * sqrt(774372.8)
  funnel = { "A     6.0000  7.1343    3.5670   10.7015", "mean squared z 1.2114, 0.7169" }, -- normal approximation at n = 200, by hand
  interval = { "58.92% to 85.43% (wilson)", "3.43% to 13.75% (wilson)", "2.86% to 13.89% (clopper-pearson)" },
  k_anonymity = { "     81        4         2              1              2" }, -- by counting
  pathway = { "353      454     77.7533" }, -- 353 of 454, by hand
  quantile_group = { "fifth" },
  rank_interval = { "Do not rank" },
  rounding = { "Total        10" }, -- to the nearest; what is drawn is held to its sum below
  standardise = { "17.9540  12.3852  25.1231         35" },
  suppress = { "Kent        [c]      [c]       23", "Total        54       30       84" },
  trend = { "1.1753  1.0860  1.2720", "1.1799  0.9262  1.5031" },
}

check.test("every example runs by its name and prints what is known of it", function()
  local names = {}
  for _, file in ipairs(lab.list_folder("scripts/examples")) do
    local name = file:match("^(.*)%.lua$")
    names[#names + 1] = name
    local text = printed(name)
    for _, part in ipairs(expected[name] or error(name .. ": what does it print? Say it in this test")) do check.contains(text, part) end
    check.contains(lab.read_file("docs/indicators.md"), "`" .. name .. "`")
  end
  local count = 0
  for _ in pairs(expected) do count = count + 1 end
  check.equal(#names, count)
end)

check.test("controlled rounding in its example adds up, where the nearest multiples do not", function()
  local nearest, controlled = printed("rounding"):match("^(.-5 rows, 2 columns)\n(.*)$")
  local function sums(text)
    local sum, total = 0, nil
    for label, n in text:gmatch("\n(%a+)%s+(%d+)%f[\n]") do
      if label == "Total" then total = tonumber(n) else sum = sum + tonumber(n) end
    end
    return { sum, total }
  end
  check.equal(sums(nearest), { 0, 10 })
  local drawn = sums(controlled)
  check.equal(drawn[1], drawn[2])
end)

check.test("fifths of police forces hold each force once, the lowest rates first", function()
  local forces, last, fifths = 0, 0, 0
  for fifth, count, least, most in printed("quantile_group"):gmatch("\n%s*(%d)%s+(%d+)%s+([%d.]+)%s+([%d.]+)") do
    fifths, forces = fifths + 1, forces + tonumber(count)
    check.equal(tonumber(fifth), fifths)
    check.truthy(tonumber(least) >= last and tonumber(most) >= tonumber(least))
    last = tonumber(most)
  end
  local known, codes, seen = lab.package("data").population_by_force:filter("year == 2020").pfa_code:to_list(), {}, {}
  for _, code in ipairs(known) do codes[code] = true end
  local both = 0
  for _, code in ipairs(lab.package("data").nrm_referrals_by_police:filter("year == 2023 and pfa_code is not missing").pfa_code:to_list()) do
    if codes[code] and not seen[code] then seen[code], both = true, both + 1 end
  end
  check.equal({ fifths, forces }, { 5, both })
end)

check.run()
