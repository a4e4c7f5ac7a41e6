-- How long lab.disclosure_check takes: slavelab --no-init tests/bench/disclosure.lua
--
-- Two-way tables that t:suppress made safe; and eight quarters with their two years, each made safe by itself, which tell each other.

local state = 7
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

local function measure(what, tables)
  local start = lab.clock()
  local found = lab.disclosure_check(tables)
  print(("%s: %d held back, %d told, %.2f s"):format(what, #found, #found:filter("told is not missing"), lab.clock() - start))
end

for _, size in ipairs { { 43, 10 }, { 100, 20 }, { 200, 20 } } do
  local spec = { columns = { "force", "year", "people" } }
  for force = 1, size[1] do
    for year = 1, size[2] do spec[#spec + 1] = { "f" .. force, "y" .. year, random(10) == 0 and random(5) or random(200) } end
  end
  measure(("%d x %d"):format(size[1], size[2]), { lab.table(spec):totals("force", "year"):suppress("people") })
end

local spec, tables = { columns = { "force", "year", "quarter", "people" } }, {}
for force = 1, 43 do
  for q = 0, 7 do spec[#spec + 1] = { "f" .. force, 2020 + q // 4, "Q" .. q % 4 + 1, random(6) == 0 and random(5) or random(40) } end
end
local t = lab.table(spec)
for q = 0, 7 do
  tables[q + 1] = t:filter("year == $y and quarter == $q", { y = 2020 + q // 4, q = "Q" .. q % 4 + 1 }):totals("force"):suppress("people")
end
local by_year = t:group_by("force", "year"):summarise("people = sum(people)")
for i = 0, 1 do tables[9 + i] = by_year:filter("year == $y", { y = 2020 + i }):totals("force"):suppress("people") end
measure("8 quarters and 2 years of 43 forces", tables)
