-- The figures in data/: every table is what its description says, and what data/README.md says of them is so. The tie-outs, printed figures,
-- periods, publications and licences are held by data_check_test.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local data = lab.package("data")

-- Months from the end of the period to the release, and what is first published by the README's rule.
local released_after = "(12 * (year(released) - year(period_end)) + month(released) - month(period_end))"
local first_published = released_after .. " <= 4"

local function has(t, column)
  for _, name in ipairs(t:column_names()) do
    if name == column then return true end
  end
  return false
end

check.test("every table loads, and has rows", function()
  for name, t in pairs(data) do check.truthy(#t > 0, name) end
  check.equal(#data:names(), 29)
end)

check.test("all of data/ loads while one waits", function()
  local start = lab.clock()
  local again = lab.package("data")
  for _, name in ipairs(again:names()) do check.truthy(#again[name] > 0, name) end
  local seconds = lab.clock() - start
  -- 0.03 seconds in a release build; the bound is for the slowest build on a busy machine.
  check.truthy(seconds < 2, ("%.3f seconds"):format(seconds))
end)

check.test("every row of every table names the publication it was read in", function()
  local ids = {}
  for _, id in ipairs(data.sources.source:to_list()) do ids[id] = true end
  for name, t in pairs(data) do
    check.equal(t.source:missing(), 0, name)
    for _, id in ipairs(t.source:unique()) do check.truthy(ids[id], name .. ": " .. id) end
    if name ~= "sources" and name ~= "claims" then check.equal(#t:sources(), t.source:n_distinct(), name) end
  end
end)

check.test("a claim cites where it was printed and where its counts were", function()
  local seen, count = {}, 0
  for claim in data.claims:rows() do
    for _, id in pairs { claim.source, claim.numerator and claim.numerator_source, claim.denominator and claim.denominator_source } do
      if id and not seen[id] then seen[id], count = true, count + 1 end
    end
  end
  check.equal(#data.claims:sources(), count)
  check.truthy(count > data.claims.source:n_distinct())
end)

check.test("the README counts publications and rows by licence as they are, and no figure falls under the licence of the package", function()
  local description = lab.json_decode(lab.read_file("data/datapackage.json"))
  local licence_of, publications, rows = {}, {}, {}
  for r in data.sources:rows() do
    licence_of[r.source] = r.licence
    publications[r.licence] = (publications[r.licence] or 0) + 1
  end
  check.equal(#description.licenses, 1)
  check.equal(description.licenses[1].name, "MIT") -- of what is ours; no figure falls under it
  for name, t in pairs(data) do
    if name ~= "sources" then
      for r in t:rows() do rows[licence_of[r.source]] = (rows[licence_of[r.source]] or 0) + 1 end
    end
  end
  local text = lab.read_file("data/README.md")
  for licence, n in pairs(publications) do
    local found, found_rows = text:match("\n| " .. licence:gsub("%p", "%%%0") .. " | (%d+) | ([%d,]+) |")
    check.equal({ found, (found_rows:gsub(",", "")) }, { tostring(n), tostring(rows[licence]) }, licence)
  end
end)

check.test("what was read a second time is counted in the README, and says where", function()
  local text, tables = lab.read_file("data/README.md"), 0
  for name, t in pairs(data) do
    local names = {}
    for _, column in ipairs(t:column_names()) do names[column] = true end
    if names.verified_as then
      tables = tables + 1
      local counts = { same = 0, elsewhere = 0, ["not found"] = 0, never = 0, noted = 0 }
      for r in t:rows() do
        local as = r.verified_as or "never"
        counts[as] = counts[as] + 1
        if r.verified_in then counts.elsewhere = counts.elsewhere + 1 end
        if r.printed then counts.noted = counts.noted + 1 end
        check.truthy(r.verified_as == "same" or not r.verified_in, name)
      end
      local stated = { text:match("\n| `" .. name .. "` | (%d+) | (%d+) | (%d+) | (%d+) | (%d+) | (%d+) |") }
      check.equal(table.concat(stated, " "), table.concat({ #t, counts.same, counts.elsewhere, counts["not found"], counts.never,
        counts.noted }, " "), name)
    end
  end
  check.equal(tables, 11)
end)

check.test("the README counts the rows as they are", function()
  local text = lab.read_file("data/README.md")
  for name, t in pairs(data) do
    local rows = text:match("| `" .. name .. "%.csv` | ([%d,]+) |")
    check.equal(rows and rows:gsub(",", ""), tostring(#t), name)
  end
end)

check.test("a count of a claim has its source, and growth is growth", function()
  for claim in data.claims:rows() do
    check.equal(claim.numerator ~= nil, claim.numerator_source ~= nil, claim.claim)
    check.equal(claim.denominator ~= nil, claim.denominator_source ~= nil, claim.claim)
    check.equal(claim.kind == "growth", claim.measure:find("^growth in ") ~= nil, claim.claim)
  end
end)

check.test("where releases disagree one row of a figure is the latest", function()
  for name, keys in pairs { nrm_referrals_annual = { "year" }, nrm_referral_breakdowns = { "year", "breakdown",
    "category" },
    nrm_bulletins = { "period", "measure" }, recorded_offences = { "period", "area" } } do
    local latest = data[name]:group_by(keys):filter("released == max(released)")
    check.equal(#latest, #latest:distinct(keys), name)
    check.equal(#latest, #data[name]:distinct(keys), name)
  end
end)

check.test("a figure is first published once at most", function()
  for name, keys in pairs { nrm_referrals_annual = { "year" }, nrm_bulletins = { "period", "measure" } } do
    local t = data[name]
    if name == "nrm_referrals_annual" then t = t:mutate("period_end = date(text(year) .. '-12-31')") end
    local first = t:filter(first_published)
    check.equal(#first, #first:distinct(keys), name)
  end
end)

check.test("what the README says of the growth of operations is so", function()
  local counts = data.police_operations:filter("preferred"):sort("period_end"):to_list()
  local intervals, nearest = 0, nil
  for i, later in ipairs(counts) do
    for j = 1, i - 1 do
      local growth = (later.operations / counts[j].operations - 1) * 100
      intervals = intervals + 1
      if not nearest or math.abs(growth - 250) < math.abs(nearest - 250) then nearest = growth end
    end
  end
  check.contains(lab.read_file("data/README.md"):gsub("%s+", " "), ("Among the %d intervals between the %d counts of "
    .. "`police_operations` none gives it; the nearest is %.1f%%"):format(intervals, #counts, nearest))
end)

check.test("the README's table of vintages is that of the rows", function()
  local text = lab.read_file("data/README.md")
  local t = data.nrm_referrals_annual:mutate("period_end = date(text(year) .. '-12-31')"):mutate("first = " .. first_published)
  local seen = 0
  for year, series, first, later in text:gmatch("\n| (20%d%d) | ([%d,]*) ?| ([%d,]*) ?| ([^|]-) ?|") do
    seen = seen + 1
    local counts = { first = {}, later = {} }
    for r in t:filter("year == $y", { y = tonumber(year) }):rows() do
      table.insert(counts[r.first and "first" or "later"], r.people)
    end
    local function plain(cell)
      local list = {}
      for n in cell:gsub("%b()", ""):gsub(",", ""):gmatch("%d+") do list[#list + 1] = tonumber(n) end
      table.sort(list)
      return table.concat(list, " ")
    end
    table.sort(counts.later)
    check.equal(plain(first), table.concat(counts.first, " "), year)
    check.equal(plain(later), table.concat(counts.later, " "), year)
    local sum = data.nrm_referrals:filter("year == $y", { y = tonumber(year) }).people
    check.equal(plain(series), #sum > 0 and tostring(sum:sum()) or "", year)
  end
  check.equal(seen, 10)
end)

check.test("the README counts the publications that quote others, those with a copy, and those without a day", function()
  local named, others, copies, days, years = 0, 0, 0, 0, 0
  for r in data.sources:rows() do
    local note, published = r.note or "", r.published or ""
    if r.primary then
      named = named + 1
    elseif note:find("^Quotes") or note:find("^Works from") or note:find("^Summarises") or note:find("^Reports")
      or note:find("^Agency report") then
      others = others + 1
    end
    if r.copy_sha256 then copies = copies + 1 end
    if #published == 10 then days = days + 1 end
    if #published == 4 then years = years + 1 end
  end
  local text = lab.read_file("data/README.md"):gsub("%s+", " ")
  check.contains(text, ("Of %d publications `primary` names the one that they quote"):format(named))
  check.contains(text, (". %d more quote one that does not"):format(others))
  check.contains(text, ("the files behind %d publications"):format(copies))
  check.contains(text, ("%d publications have their day; %d have a year only"):format(days, years))
end)

check.test("a copy has a checksum, a date and the names of its files, and is not older than the publication", function()
  local copies = 0
  for r in data.sources:rows() do
    check.equal(r.copy_sha256 ~= nil, r.copy_on ~= nil, r.source)
    if r.copy_sha256 then
      copies = copies + 1
      check.truthy((r.note or ""):find("The copy is of .-%.csv"), r.source .. ": the note names the files")
      check.truthy(r.published <= r.copy_on, r.source)
    end
  end
  check.truthy(copies > 5, copies)
end)

check.test("where a publication has one place for its figures, its rows name that place, or a table of it", function()
  local place, compared = {}, 0
  for r in data.sources:rows() do place[r.source] = r.page_or_table end
  for name, t in pairs(data) do
    if name ~= "sources" and has(t, "locator") then
      for r in t:rows() do
        local whole = place[r.source]
        if whole and r.locator then
          compared = compared + 1
          local from, to = whole:match("^tables (%d+) to (%d+)$")
          local table_number = tonumber(r.locator:match("^table (%d+)$"))
          local within = from and table_number and table_number >= tonumber(from) and table_number <= tonumber(to)
          check.truthy(r.locator == whole or within, ("%s, %s: %s, not %s"):format(name, r.source, r.locator, whole))
        end
      end
    end
  end
  check.truthy(compared > 100, compared)
end)

check.test("at least 95 of 100 rows of each table were found in a second place, or are said not to have been", function()
  local tables = 0
  for name, t in pairs(data) do
    if has(t, "verified_as") then
      tables = tables + 1
      local settled = #t:filter("verified_as in ('same', 'not found') and verified_on is not missing")
      check.truthy(settled >= 0.95 * #t, ("%s: %d of %d"):format(name, settled, #t))
    end
  end
  check.equal(tables, 11)
end)

check.test("the words of a figure are missing only where no copy shows them, and the README counts these", function()
  local missing = 0
  for _, t in pairs(data) do
    if has(t, "printed") then missing = missing + t.printed:missing() end
  end
  check.contains(lab.read_file("data/README.md"):gsub("%s+", " "), ("of %d figures no copy was found that shows them"):format(missing))
end)

-- --- forces and bank holidays ------------------------------------------------------------

check.test("there are 43 territorial forces, of which the English are those that were asked", function()
  local forces = data.forces:filter("kind == 'territorial'")
  local english = #forces:filter("country == 'England'")
  check.equal({ #forces, english, #forces:filter("country == 'Wales'") }, { 43, 39, 4 })
  check.equal(data.foi:filter("step == 'asked'").forces[1], english)
  check.equal(#forces:distinct { "tile_col", "tile_row" }, 43)
  check.equal(data.nrm_referrals_by_police:filter("year == 2023 and kind == 'territorial'").pfa_code:n_distinct(), 43)
  check.equal(data.recorded_offences_by_force.force:n_distinct(), 44) -- and British Transport Police
  check.equal(forces.short:missing() + forces.region:missing() + forces.whatdotheyknow_id:missing(), 0)
  check.equal(data.population_by_force.pfa_code:n_distinct(), 43)
end)

check.test("newspapers and table 13 say nothing of the same referrals", function()
  local others = data.nrm_referrals_by_force:filter("role == 'referring'")
  check.truthy(#others > 0)
  check.equal(#others:filter("period_end >= date('2022-06-30')"), 0)
end)

check.test("every part of the United Kingdom has its bank holidays in every year", function()
  local t = data.bank_holidays:mutate("year = year(day)")
  local once = t:filter("matches(title, '.*(Jubilee|Funeral|coronation).*')")
  check.equal(#once, 5)
  local usual = t:filter("not matches(title, '.*(Jubilee|Funeral|coronation).*')")
  local expected = { ["England and Wales"] = 8, Scotland = 9, ["Northern Ireland"] = 10 }
  local seen = 0
  for r in usual:group_by("year", "area"):summarise("n = count()"):rows() do
    seen = seen + 1
    check.equal(r.n, expected[r.area], ("%d, %s"):format(r.year, r.area))
  end
  check.equal(seen, 33)
  check.equal(#t:filter("weekday(day) >= 6"), 0)
  check.equal(t:filter("known_as == 'worked out'").area:n_distinct(), 2)
end)

-- The usual bank holidays of a year by the rules of the Act and of the proclamations made every year, as days counted from 1970.
local function usual_holidays(year, area)
  local function day_of(month, day) return os.time { year = year, month = month, day = day, hour = 12 } // 86400 end
  local function weekday(day) return (day + 3) % 7 end -- 0 is Monday
  local function first_monday(month) return day_of(month, 1) + (7 - weekday(day_of(month, 1))) % 7 end
  local function last_monday(month) return day_of(month, 31) - weekday(day_of(month, 31)) end
  local golden, century = year % 19, year // 100
  local moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
  local sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 4) % 7
  local late = (golden + 11 * moon + 22 * sunday) // 451
  local easter = day_of(3, 22) + moon + sunday - 7 * late
  local set = {}
  -- Of two days that follow each other, the one in the week stays and the other is moved behind it.
  local function add(...)
    local moved = {}
    for _, day in ipairs { ... } do
      if weekday(day) < 5 then set[day] = true else moved[#moved + 1] = day end
    end
    for _, day in ipairs(moved) do
      while weekday(day) >= 5 or set[day] do day = day + 1 end
      set[day] = true
    end
  end
  add(easter - 2)
  add(first_monday(5))
  add(last_monday(5))
  add(day_of(12, 25), day_of(12, 26))
  if area == "Scotland" then
    add(day_of(1, 1), day_of(1, 2))
    add(first_monday(8))
    add(day_of(11, 30))
  else
    add(day_of(1, 1))
    add(easter + 1)
    add(last_monday(8))
  end
  if area == "Northern Ireland" then
    add(day_of(3, 17))
    add(day_of(7, 12))
  end
  local days = {}
  for day in pairs(set) do days[#days + 1] = os.date("!%Y-%m-%d", day * 86400) end
  table.sort(days)
  return days
end

check.test("the rules give the days that were worked out, and those that were published", function()
  local moved = { ["2020-05-08"] = "2020-05-04", ["2022-06-02"] = "2022-05-30" } -- VE day, the Platinum Jubilee
  for _, area in ipairs { "England and Wales", "Scotland", "Northern Ireland" } do
    for year = 2015, 2025 do
      local days = {}
      for r in data.bank_holidays:filter("area == $area and year(day) == $year", { area = area, year = year }):rows() do
        if not r.title:find("Platinum") and not r.title:find("Funeral") and not r.title:find("coronation") then
          days[#days + 1] = moved[r.day] or r.day
        end
      end
      table.sort(days)
      check.equal(table.concat(days, " "), table.concat(usual_holidays(year, area), " "), area .. " " .. year)
    end
  end
end)

check.run()
