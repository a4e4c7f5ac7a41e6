-- groupby.lua - the ten group-by questions of the database-like ops benchmark: groupby.lua ROUNDS FILE
local t = lab.read_csv(arg[2])
local questions = {
  { by = { "id1" }, "v1 = sum(v1)" },
  { by = { "id1", "id2" }, "v1 = sum(v1)" },
  { by = { "id3" }, "v1 = sum(v1)", "v3 = mean(v3)" },
  { by = { "id4" }, "v1 = mean(v1)", "v2 = mean(v2)", "v3 = mean(v3)" },
  { by = { "id6" }, "v1 = sum(v1)", "v2 = sum(v2)", "v3 = sum(v3)" },
  { by = { "id4", "id5" }, "v1 = median(v3)", "v2 = sd(v3)" },
  { by = { "id3" }, "v1 = max(v1) - min(v2)" },
  { by = { "id6" }, "v1 = top(v3, 1)", "v2 = top(v3, 2)" },
  { by = { "id2", "id4" }, "v1 = corr(v1, v2) ^ 2" },
  { by = { "id1", "id2", "id3", "id4", "id5", "id6" }, "v1 = sum(v3)", "v2 = count()" },
}

local function checksums(answer)
  local sums = { #answer }
  for _, name in ipairs { "v1", "v2", "v3" } do
    local sum = pcall(answer.col, answer, name) and answer:col(name):sum()
    if sum then sums[#sums + 1] = math.type(sum) == "integer" and ("%d"):format(sum) or ("%.14e"):format(sum) end
  end
  return table.concat(sums, " ")
end

for q, question in ipairs(questions) do
  for _ = 1, arg[1] do
    collectgarbage()
    local start = lab.clock()
    local answer = t:group_by(question.by):summarise(question)
    local seconds = lab.clock() - start
    print(("slavelab\tq%d\t%.4f\t%s"):format(q, seconds, checksums(answer)))
  end
end
