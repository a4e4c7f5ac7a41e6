-- lab.disclosure_check beside an attacker of the test's own. He knows nothing of equations: every published figure is a sum of some of the
-- counts that the tables are made of, and he tries all whole numbers for these, whose grand total he knows.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local state = 20260412
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

-- --- the attacker ----------------------------------------------------------------------------------------------------------------------

local function sum_of(counts, members)
  local sum = 0
  for _, i in ipairs(members) do sum = sum + counts[i] end
  return sum
end

-- published: a list of { of = the numbers of the counts that are added up, fits = function(sum) }. Gives the least and the greatest of each,
-- over all lists of `size` counts with low <= sum <= high in all.
local function attack(published, size, low, high)
  local counts, least, greatest = {}, {}, {}
  local function look()
    for _, p in ipairs(published) do
      if not p.fits(sum_of(counts, p.of)) then return end
    end
    for k, p in ipairs(published) do
      local sum = sum_of(counts, p.of)
      least[k], greatest[k] = math.min(least[k] or sum, sum), math.max(greatest[k] or sum, sum)
    end
  end
  local function fill(i, sum)
    if i > size then
      if sum >= low then look() end
      return
    end
    for x = 0, high - sum do
      counts[i] = x
      fill(i + 1, sum + x)
    end
  end
  fill(1, 0)
  return least, greatest
end

-- --- tables ------------------------------------------------------------------------------------------------------------------------------

local function is_hidden(x, share) return x > 0 and random(100) < share end

-- A table of these key columns with a row for each cell { keys..., of = }, figures held back at random (never those of cells with keep = true),
-- and what it publishes: a list of { table =, row =, of =, fits =, hidden = }.
local function publish(number, keys, cells, counts, share)
  local values, markers, published, spec = {}, {}, {}, { columns = keys }
  for row, cell in ipairs(cells) do
    local x = sum_of(counts, cell.of)
    spec[row] = table.move(cell, 1, #keys, 1, {})
    local p = { table = number, row = row, of = cell.of }
    if not cell.keep and is_hidden(x, share) then
      markers[row], p.hidden, p.fits = "[c]", true, function(sum) return sum >= 1 end
    else
      values[row], p.fits = x, function(sum) return sum == x end
    end
    published[row] = p
  end
  return lab.table(spec):put("people", values, { type = "integer", markers = markers }), published
end

local function join(...)
  local all = {}
  for _, list in ipairs { ... } do table.move(list, 1, #list, #all + 1, all) end
  return all
end

-- All cells of a cross of dimensions with their totals; size[d] labels each.
local function cross(size, letters)
  local cells = { { of = {} } }
  for d, n in ipairs(size) do
    local longer = {}
    for _, cell in ipairs(cells) do
      for label = 1, n + 1 do
        local one = table.move(cell, 1, d - 1, 1, { at = table.move(cell.at or {}, 1, d - 1, 1, {}) })
        one[d], one.at[d] = label <= n and letters[d] .. label or "Total", label <= n and label or false
        longer[#longer + 1] = one
      end
    end
    cells = longer
  end
  local total = 1
  for _, n in ipairs(size) do total = total * n end
  for _, cell in ipairs(cells) do
    cell.of, cell.keep = {}, true
    for i = 0, total - 1 do
      local rest, fits = i, true
      for d = #size, 1, -1 do
        fits, rest = fits and (not cell.at[d] or cell.at[d] == rest % size[d] + 1), rest // size[d]
      end
      if fits then cell.of[#cell.of + 1] = i + 1 end
    end
    for d = 1, #size do cell.keep = cell.keep and not cell.at[d] end -- the grand total is known
  end
  return cells, total
end

local function draw_counts(size, most)
  local counts, left = {}, most
  for i = 1, size do
    counts[i] = math.min(left, random(3) == 0 and 0 or random(4))
    left = left - counts[i]
  end
  return counts
end

local function key_of(p) return p.table .. "\0" .. p.row end

-- The check says of every figure that is held back what the attacker finds. A count that stands in several tables is asked about once.
local function agree(result, published, least, greatest, names, below)
  local by_place, told, asked = {}, 0, 0
  for k, p in ipairs(published) do by_place[names[p.table] .. "\0" .. p.row] = k end
  local seen = {}
  for i = 1, #result do
    local k = by_place[result.table[i] .. "\0" .. result.row[i]]
    check.equal(result.least[i], least[k], result.cell[i])
    check.equal(result.greatest[i], greatest[k], result.cell[i])
    local expected = least[k] == greatest[k] and "exactly" or greatest[k] < below and "below " .. below or nil
    if not published[k].hidden and (expected ~= "exactly" or least[k] == 0 or least[k] >= below) then expected = nil end
    check.equal(result.told[i], expected, result.cell[i])
    check.equal(result.how[i] ~= nil, result.told[i] ~= nil)
    told, asked = told + (expected and 1 or 0), asked + 1
    seen[table.concat(published[k].of, ",")] = true
  end
  for _, p in ipairs(published) do
    if p.hidden and p.must then check.truthy(seen[table.concat(p.of, ",")], "asked about " .. key_of(p)) end
  end
  return told, asked
end

local function rounds(count, least_told, make)
  local told, asked = 0, 0
  for _ = 1, count do
    local tables, options, published, size, low, high, names = make()
    local least, greatest = attack(published, size, low, high)
    local spec = table.move(tables, 1, #tables, 1, options)
    local a, b = agree(lab.disclosure_check(spec), published, least, greatest, names, options.below or 5)
    told, asked = told + a, asked + b
  end
  check.truthy(told >= least_told and asked > told, ("%d of %d told"):format(told, asked))
end

local function must(published)
  for _, p in ipairs(published) do p.must = true end
  return published
end

for _, size in ipairs { { 4 }, { 2, 3 }, { 2, 2, 2 } } do
  check.test(("%d-way tables with totals: what trial finds, and nothing else"):format(#size), function()
    rounds(60, 30, function()
      local cells, total = cross(size, { "a", "b", "c" })
      local counts = draw_counts(total, 9)
      local sum = sum_of(counts, cells[#cells].of)
      local t, published = publish(1, table.move({ "one", "two", "three" }, 1, #size, 1, {}), cells, counts, 70)
      return { t }, { below = 3 }, must(published), total, sum, sum, { "Table 1" }
    end)
  end)
end

check.test("four quarters with their year, in tables of their own", function()
  rounds(25, 20, function()
    local counts, quarters, years = draw_counts(8, 9), {}, {}
    for force = 1, 2 do
      for quarter = 1, 4 do quarters[#quarters + 1] = { "f" .. force, ("2021 Q%d"):format(quarter), of = { (force - 1) * 4 + quarter } } end
      years[force] = { "f" .. force, "2021", of = { force * 4 - 3, force * 4 - 2, force * 4 - 1, force * 4 } }
    end
    years[3] = { "Total", "2021", of = { 1, 2, 3, 4, 5, 6, 7, 8 }, keep = true }
    local t, first = publish(1, { "force", "quarter" }, quarters, counts, 50)
    local u, second = publish(2, { "force", "year" }, years, counts, 30)
    local sum = sum_of(counts, years[3].of)
    return { t, u }, {}, must(join(first, second)), 8, sum, sum, { "Table 1", "Table 2" }
  end)
end)

check.test("two releases, of which the second has a row more", function()
  rounds(60, 30, function()
    local counts = draw_counts(4, 12)
    local function release(number, rows, share)
      local cells = {}
      for i = 1, rows do cells[i] = { "f" .. i, of = { i } } end
      cells[rows + 1] = { "Total", of = table.move({ 1, 2, 3, 4 }, 1, rows, 1, {}), keep = true }
      return publish(number, { "force" }, cells, counts, share)
    end
    local now, first = release(1, 4, 60)
    local before, second = release(2, 3, 60)
    local sum = sum_of(counts, { 1, 2, 3, 4 })
    return { now }, { previous = before, below = 2 }, join(must(first), second), 4, sum, sum, { "Table 1", "the earlier release" }
  end)
end)

for _, base in ipairs { 3, 5 } do
  check.test(("figures rounded to multiples of %d, totals by themselves"):format(base), function()
    rounds(20, base == 3 and 2 or 0, function()
      local cells, total = cross({ 2, 2 }, { "a", "b" })
      local counts = draw_counts(total, 8)
      local t, published = publish(1, { "one", "two" }, cells, counts, 0)
      for row, p in ipairs(published) do
        local shown = base * math.floor(sum_of(counts, cells[row].of) / base + 0.5)
        p.fits = function(sum) return base * math.floor(sum / base + 0.5) == shown end
      end
      local sum = base * math.floor(sum_of(counts, cells[#cells].of) / base + 0.5)
      return { t:round { "people", base = base } }, {}, published, total, math.max(0, sum - base), sum + base, { "Table 1" }
    end)
  end)
end

check.test("rates beside hidden counts", function()
  rounds(40, 10, function()
    local counts, cells, people = draw_counts(4, 12), {}, { 29, 101, 613, 1009 }
    for i = 1, 4 do cells[i] = { "f" .. i, of = { i } } end
    cells[5] = { "Total", of = { 1, 2, 3, 4 }, keep = true }
    local truth = publish(1, { "force" }, cells, counts, 0):put("population", { 29, 101, 613, 1009, 1752 }, { type = "integer" })
    local rated = truth:rate { of = "people", per = "population", scale = 100 }:round { "rate", dp = 0 }
    local published = {}
    local values, markers = {}, {}
    for row, cell in ipairs(cells) do
      local x = sum_of(counts, cell.of)
      local hidden, rate = row < 5 and x > 0, rated:col("rate")[row]
      values[row], markers[row] = not hidden and x or nil, hidden and "[c]" or nil
      published[row] = { table = 1, row = row, of = cell.of, hidden = hidden, must = true, fits = function(sum)
        return (not hidden and sum == x or hidden and sum >= 1) and (row == 5 or lab.round(100 * sum / people[row], 0) == rate)
      end }
    end
    local sum = sum_of(counts, cells[5].of)
    return { rated:put("people", values, { type = "integer", markers = markers }) }, { below = 2 }, published, 4, sum, sum, { "Table 1" }
  end)
end)

check.test("shares of a whole that is shown beside hidden counts", function()
  rounds(40, 10, function()
    local counts, cells = draw_counts(4, 13), {}
    local sum = sum_of(counts, { 1, 2, 3, 4 })
    counts[5] = 300 + (sum + 1) % 2 -- shown; of an odd whole no share is halfway between two percents
    for i = 1, 5 do cells[i] = { "f" .. i, of = { i } } end
    local truth = publish(1, { "force" }, cells, counts, 0):share("people"):round { "share", dp = 0 }
    local values, markers, published = {}, {}, {}
    for row = 1, 4 do
      local x, share = counts[row], truth:col("share")[row]
      local hidden = is_hidden(x, 80)
      values[row], markers[row] = not hidden and x or nil, hidden and "[c]" or nil
      published[row] = { table = 1, row = row, of = { row }, hidden = hidden, must = true, fits = function(n)
        return (not hidden and n == x or hidden and n >= 1) and lab.round(100 * n / (sum + counts[5]), 0) == share
      end }
    end
    values[5] = counts[5]
    local t = truth:put("people", values, { type = "integer", markers = markers })
    return { t }, { below = 2 }, published, 4, sum, sum, { "Table 1" }
  end)
end)

-- Fails unless f raises a message with that text in it.
local function fails(f, text)
  local done, message = lab.try(f)
  check.equal(done, nil, text)
  check.contains(message, text)
end

-- --- published examples ------------------------------------------------------------------------------------------------------------------

local function parse(text) return lab.parse_csv(text, { markers = "gss" }) end

local function told(result)
  local list = {}
  for i = 1, #result do list[i] = ("%s %s-%s %s"):format(result.cell[i], result.least[i], tostring(result.greatest[i]), tostring(result.told[i])) end
  return table.concat(list, "; ")
end

check.test("a year less its parts, each table protected by itself", function()
  local parts = parse("part,area,people\nspring,A,[c]\nspring,B,[c]\nspring,C,20\nspring,Total,29\n"
    .. "autumn,A,12\nautumn,B,[c]\nautumn,C,[c]\nautumn,Total,23\n")
  local year = parse("area,people\nA,15\nB,8\nC,29\nTotal,52\n")
  check.equal(told(lab.disclosure_check { parts }), "spring, A 1-8 nil; spring, B 1-8 nil; autumn, B 1-10 nil; autumn, C 1-10 nil")
  local result = lab.disclosure_check { parts, year }
  check.equal(told(result), "spring, A 3-3 exactly; spring, B 6-6 exactly; autumn, B 2-2 exactly; autumn, C 9-9 exactly")
  check.equal(result.how[1], "spring, A = 3: Table 2, 15, less Table 1, 12")
end)

check.test("an earlier release whose total is another", function()
  local before = parse("area,people\nA,[c]\nB,[c]\nC,30\nTotal,41\n")
  local now = parse("area,people\nA,[c]\nB,8\nC,30\nD,[c]\nTotal,47\n")
  check.equal(told(lab.disclosure_check { now }), "A 1-8 nil; D 1-8 nil")
  local result = lab.disclosure_check { now, previous = before }
  check.equal(told(result), "A 3-3 exactly; D 6-6 exactly")
  check.equal(result.how[1], "A = 3: the earlier release, 41, less Table 1, 8, and the earlier release, 30")
end)

check.test("counts of 1 or more, and of 0 or more where zeros are held back, too", function()
  local t = parse("row,column,n\nA,1,[c]\nA,2,[c]\nA,3,10\nB,1,10\nB,2,[c]\nB,3,[c]\nC,1,[c]\nC,2,20\nC,3,[c]\n"
    .. "A,Total,29\nB,Total,13\nC,Total,75\nTotal,1,22\nTotal,2,29\nTotal,3,66\nTotal,Total,117\n")
  check.equal(told(lab.disclosure_check { t }),
    "A, 1 11-11 exactly; A, 2 8-8 exactly; B, 2 1-1 exactly; B, 3 2-2 exactly; C, 1 1-1 exactly; C, 3 54-54 exactly")
  check.equal(told(lab.disclosure_check { t, zeros = true, protect = "exact" }),
    "A, 1 10-12 nil; A, 2 7-9 nil; B, 2 0-2 nil; B, 3 1-3 nil; C, 1 0-2 nil; C, 3 53-55 nil")
end)

check.test("a cell that does not apply guards nothing", function()
  check.equal(told(lab.disclosure_check(parse("area,people\nA,[z]\nB,[c]\nC,40\nTotal,43\n"))), "B 3-3 exactly")
end)

check.test("figures rounded to 0 are told by their total", function()
  local t = parse("area,people\nA,2\nB,2\nC,2\nD,2\n"):totals("area"):round { "people", base = 5 }
  check.equal(told(lab.disclosure_check(t)), "A 2-2 exactly; B 2-2 exactly; C 2-2 exactly; D 2-2 exactly")
end)

check.test("tables of different things are not set against each other", function()
  local all = parse("area,people\nA,30\nB,20\nC,10\n")
  local children = parse("area,people\nA,[c]\nB,7\nC,2\n")
  check.equal(told(lab.disclosure_check { children, all }), "A 1-nil nil")
end)

check.test("two years in tables of their own, and the sum of both", function()
  local first, second = parse("year,force,people\n2021,Kent,[c]\n2021,Avon,8\n"), parse("year,force,people\n2022,Kent,9\n2022,Avon,7\n")
  local both = parse("force,people\nKent,13\n")
  check.equal(told(lab.disclosure_check { first, second }), "2021, Kent 1-nil nil")
  check.equal(lab.disclosure_check { first, second, both }.how[1], "2021, Kent = 4: Table 3, 13, less Table 2, 9")
end)

check.test("months add up to quarters and years, and a year is no less than the quarters that are there", function()
  local months = parse("month,people\n2021-01,[c]\n2021-02,3\n2021-03,4\n2021-04,5\n")
  check.equal(told(lab.disclosure_check { months, parse("quarter,people\n2021 Q1,9\n") }), "2021-01 2-2 exactly")
  check.equal(told(lab.disclosure_check { months, parse("year,people\n2021,15\n") }), "2021-01 1-3 below 5")
end)

check.test("columns that add up are a sum, as rows are", function()
  local t = parse("force,adult,child,people\nKent,20,[c],23\nAvon,10,9,19\nEssex,7,8,15\n")
  check.equal(told(lab.disclosure_check(t)), 'Kent "child" 3-3 exactly')
end)

check.test("a total by itself in another table is the sum of all rows", function()
  check.equal(told(lab.disclosure_check { parse("force,people\nKent,[c]\nAvon,8\n"), parse("people\n10\n") }), "Kent 2-2 exactly")
end)

check.test("a total that stands among its parts is counted once", function()
  local south = parse("force,people\nKent,[c]\nEssex,8\nAll of the South,[c]\n")
  check.equal(told(lab.disclosure_check { south, parse("people\n11\n") }), "Kent 3-3 exactly; All of the South 11-11 exactly")
end)

check.test("nothing is asked of tables that hold nothing back", function()
  check.equal(#lab.disclosure_check { parse("area,people\nA,30\nB,20\n") }, 0)
end)

check.test("what a table that was suppressed shows of shares is looked at", function()
  local t = parse("force,people\nAvon,2\nKent,30\nEssex,40\nSurrey,28\n"):share("people"):suppress("people")
  check.equal(told(lab.disclosure_check(t)), "Avon 1-29 nil; Surrey 1-29 nil")
end)

-- --- bad input ------------------------------------------------------------------------------------------------------------------------------

check.test("what cannot be is said, with table, row and value", function()
  local t = parse("area,people\nA,[c]\nB,20\n")
  fails(function() lab.disclosure_check() end, "tables or a report are wanted")
  fails(function() lab.disclosure_check {} end, "no table is there")
  fails(function() lab.disclosure_check { t, 3 } end, "item 2 is a table, not a number")
  fails(function() lab.disclosure_check { t, below = 1 } end, "below is a whole number, 2 or more")
  fails(function() lab.disclosure_check { t, protect = "all" } end, 'protect is "threshold" or "exact", not all')
  fails(function() lab.disclosure_check { t, earlier = t } end, 'unknown option "earlier"')
  fails(function() lab.disclosure_check { t, previous = 3 } end, "previous")
  fails(function() lab.disclosure_check { parse("area,people\nA,[c]\nB,-4\n") } end, 'Table 1, row 2 (B): "people" is -4; counts are not below 0')
  fails(function() lab.disclosure_check { lab.parse_csv("area,people\nA,3\nB,[c]\n") } end,
    'Table 1, row 2: "people" is the text "[c]" among counts that were read as text; read it with markers = "gss"')
  check.equal(#lab.disclosure_check { lab.parse_csv("mark,means\n[c],confidential\n[x],not available\n") }, 0)
  fails(function() lab.disclosure_check { parse("area,people\nA,[c]\nB,[c]\nC,9\nTotal,10\n") } end, "A in Table 1 (row 1), B in Table 1 (row 2)")
end)

-- --- reports --------------------------------------------------------------------------------------------------------------------------------

local function report_of(options, ...)
  local r = lab.report(options)
  for i, t in ipairs { ... } do r:table(t, { title = "Number " .. i }) end
  return r
end

check.test("a report that leaks is not written, and says which cell", function()
  local folder = check.folder()
  local quarters = parse("force,quarter,people\nKent,2021 Q1,[c]\nKent,2021 Q2,4\nKent,2021 Q3,5\nKent,2021 Q4,3\n")
  local year = parse("force,year,people\nKent,2021,15\nEssex,2021,40\n")
  local path = folder .. "/r.txt"
  report_of({ title = "Sound" }, quarters):write { output = path }
  fails(function() report_of({ title = "Leaks" }, quarters, year):write { output = folder .. "/l.txt" } end,
    'Table 1 ("Number 1"), row 1, "people": Kent, 2021 Q1 = 3: Table 2, 15, less Table 1, 12')
  fails(function() report_of({ title = "Leaks", disclosure = { previous = year } }, quarters):write { output = path } end, "the earlier release, 15")
  check.equal(lab.disclosure_check(report_of({ title = "Leaks", disclosure = { previous = year } }, quarters)).told[1], "exactly")
  report_of({ title = "None", { para = "No table." } }):write { output = folder .. "/none.txt" }
  local agreed = report_of({ title = "Agreed", allow_disclosure = "Kent published it." }, quarters, year)
  agreed:write { output = folder .. "/agreed.txt" }
  check.contains(agreed:render "text", "was not checked: Kent published it.")
  fails(function() lab.report { title = "R", disclosure = { belw = 3 } } end, 'unknown option "belw"')
  fails(function() lab.report { title = "R", allow_disclosure = " " } end, "allow_disclosure is the reason why")
end)

check.test("decimals are those that a report shows", function()
  local t = parse("force,people,population\nKent,2,29\nEssex,21,612\n"):rate { of = "people", per = "population", scale = 100 }
  t = t:put("people", { nil, 21 }, { type = "integer", markers = { "[c]" } })
  check.equal(lab.disclosure_check(report_of({ title = "R" }, t)).told[1], "exactly")
  local r = lab.report { title = "R" }
  r:table(t, { decimals = 0 }) -- 7 percent of 29 is from 1.885 to 2.175
  check.equal(told(lab.disclosure_check(r)):find("2-2", 1, true) ~= nil, true)
  r = lab.report { title = "R" }
  r:table(t, { columns = { "force", "people", "population" } })
  check.equal(lab.disclosure_check(r).told[1], nil)
end)

check.run()
