-- scan.lua - three questions asked of a CSV file itself: scan.lua ROUNDS FILE
local rounds, path = tonumber(arg[1]), arg[2]
local questions = {
  function(t) return t:group_by("id1"):summarise("v = sum(v1)") end,
  function(t) return t:group_by("id2", "id4"):summarise("v = mean(v3)") end,
  function(t) return t:filter("id4 > 90 and v2 == 7"):group_by("id5"):summarise("v = max(v3)") end,
}
for q, question in ipairs(questions) do
  for _ = 1, rounds do
    collectgarbage()
    local start = lab.clock()
    local answer = question(lab.scan_csv(path)):collect()
    local seconds = lab.clock() - start
    local sum = answer.v:sum()
    print(("slavelab\ts%d\t%.4f\t%d %s"):format(q, seconds, #answer, math.type(sum) == "integer" and sum or ("%.14e"):format(sum)))
  end
end
