-- join.lua - the five join questions of the database-like ops benchmark: join.lua ROUNDS X SMALL MEDIUM BIG
local x, small, medium, big = lab.read_csv(arg[2]), lab.read_csv(arg[3]), lab.read_csv(arg[4]), lab.read_csv(arg[5])
local questions = {
  { small, { on = "id1", how = "inner" } },
  { medium, { on = "id2", how = "inner" } },
  { medium, { on = "id2", how = "left" } },
  { medium, { on = "id5", how = "inner" } },
  { big, { on = "id3", how = "inner" } },
}

local function checksums(answer)
  local ids = answer.id1:sum() + answer.id2:sum() + answer.id3:sum()
  return ("%d %d %.14e %.14e"):format(#answer, ids, answer.v1:sum(), answer.v2:sum())
end

for q, question in ipairs(questions) do
  for _ = 1, arg[1] do
    collectgarbage()
    local start = lab.clock()
    local answer <close> = x:join(table.unpack(question))
    local seconds = lab.clock() - start
    print(("slavelab\tq%d\t%.4f\t%s"):format(q, seconds, checksums(answer)))
  end
end
