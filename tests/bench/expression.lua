-- expression.lua - expressions of five operations, beside expression.c: expression.lua ROUNDS FILE, on one thread
local t = lab.read_csv(arg[2], { columns = { "id4", "id5", "id6", "v1", "v2", "v3" } })
local expressions = {
  "(v3 * 2 + v1 - v2 / 4) * 1.5 + 1",
  "(id4 + id5) * v1 - v2 * 3 + id6",
  "id4 > 50 and v1 == 2 and v2 + 1 < 9 and v3 > 10",
}
for _ = 1, arg[1] do
  for e, expression in ipairs(expressions) do
    collectgarbage()
    local start = lab.clock()
    local answer = t:mutate { { "answer", expression } }
    local seconds = lab.clock() - start
    local sum = e == 3 and answer:filter("answer"):summarise("n = count()").n[1] or answer.answer:sum()
    print(("slavelab\te%d\t%.4f\t%.6e"):format(e, seconds, sum))
    answer:close()
  end
end
