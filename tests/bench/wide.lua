-- Tables of very many columns and lists of very many items: seconds of processor time for each question, all threads together, and what
-- making a list takes by itself.
--
--     slavelab --no-init tests/bench/wide.lua

local folder = os.tmpname()
os.remove(folder)
assert(os.execute("mkdir '" .. folder .. "'"))

local function ask(name, question)
  collectgarbage()
  local start = os.clock()
  local answer = question()
  print(("%-58s %6.2f"):format(name, os.clock() - start))
  return answer
end

local function repeated(count, item, between)
  local list = {}
  for i = 1, count do list[i] = item(i) end
  return between and table.concat(list, between) or list
end

local million, many = 1000000, 200000
local equal, mixed, long = folder .. "/equal.csv", folder .. "/mixed.csv", folder .. "/long.csv"
local rows = {
  { "1", "1.5", "Kent", "2020-01-02", "TRUE", "[c]", "2020-01-02 10:30", "12345678901234567" },
  { "2", "", "Essex", "2021-02-03", "FALSE", "5", "2021-02-03 11:30", "2" },
}
local function cell(row) return function(i) return rows[row][i % 8 + 1] end end
lab.write_file(equal, repeated(million, function() return "a" end, ",") .. "\n" .. repeated(million, function() return "1" end, ",") .. "\n")
lab.write_file(mixed, repeated(many, function(i) return "n" .. i end, ",") .. "\n" .. repeated(many, cell(1), ",") .. "\n" .. repeated(many, cell(2), ",") .. "\n")
lab.write_file(long, "k,v\n" .. repeated(many, function(i) return ("k%d,%d"):format(i, i) end, "\n") .. "\n")

ask("read_csv of a million equal names", function() return lab.read_csv(equal) end):close()
local t = ask("read_csv of 200,000 columns of all types", function() return lab.read_csv(mixed) end)
local names = repeated(many // 2, function(i) return "n" .. 2 * i end)
ask("read_csv of 100,000 columns of them, named", function() return lab.read_csv(mixed, { columns = names }) end)
ask("scan_csv of all of them", function() return lab.scan_csv(mixed):collect() end)
ask("scan_csv, a sum of one", function() return lab.scan_csv(mixed):summarise("sum(n8)"):collect() end)
ask("select 100,000 of them", function() return t:select(names) end)
ask("rename one", function() return t:rename { n1 = "first" } end)
ask("mutate one", function() return t:mutate("twice = n8 * 2") end)
ask("filter", function() return t:filter("n8 > 1") end)
ask("print", function() return tostring(t) end)
local pairs_of = lab.read_csv(long)
ask("pivot to 200,000 columns", function() return pairs_of:pivot { names = "k", values = "v" } end)

local few = lab.table { columns = { "n", "name" }, { 2, "n7" }, { 3, "none" } }
local integers = ask("a list of a million integers, in Lua alone", function() return repeated(million, function(i) return 2 * i end) end)
ask("n in $list", function() return few:filter("n in $list", { list = integers }) end)
ask("col.n:isin(list)", function() return few:filter(col.n:isin(integers)) end)
local texts = ask("a list of a million texts, in Lua alone", function() return repeated(million, function(i) return "n" .. i end) end)
ask("name in $list", function() return few:filter("name in $list", { list = texts }) end)
ask("col.name:isin(list)", function() return few:filter(col.name:isin(texts)) end)

os.execute("rm -r '" .. folder .. "'")
