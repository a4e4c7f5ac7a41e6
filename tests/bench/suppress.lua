-- suppress.lua - how long t:suppress takes on a random table with all totals, of which a tenth of the cells are small.
--
--     build/release/slavelab --no-init --threads 1 tests/bench/suppress.lua 1000 50
--     build/release/slavelab --no-init --threads 1 tests/bench/suppress.lua 20 20 10

local sizes, names = {}, {}
for i, size in ipairs(arg) do sizes[i], names[i] = assert(math.tointeger(tonumber(size)), "sizes are whole numbers"), "key" .. i end
assert(#sizes > 0, "the sizes of the table are needed: 1000 50")

local state = 5
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

local spec, row = { columns = table.move(names, 1, #names, 1, {}) }, {}
table.insert(spec.columns, "n")
local function fill(dimension)
  if dimension > #sizes then
    row[dimension] = random(10) == 0 and 1 + random(4) or 5 + random(200)
    spec[#spec + 1] = table.move(row, 1, dimension, 1, {})
    return
  end
  for i = 1, sizes[dimension] do
    row[dimension] = "k" .. i
    fill(dimension + 1)
  end
end
fill(1)

local t = lab.table(spec):totals(table.unpack(names))
local begin, begin_cpu = lab.clock(), os.clock()
local s = t:suppress("n")
local seconds, cpu = lab.clock() - begin, os.clock() - begin_cpu
local kinds = s:log():group_by("kind"):summarise("cells = count()")
print(("%d rows: %.2f s of processor, %.2f s"):format(#t, cpu, seconds))
print(kinds)
for _, note in ipairs(s:notes()) do print(note) end
