-- Run by tests/support/starve.c with requests for memory failing: what verbs keep of where figures come from, and the walk back to it; writes
-- a line of numbers to the path given.
local list = { { name = "a", title = "A" }, { name = "b", title = "B" }, { name = "c", title = "C" } }
local t = lab.table { columns = { "year", "force", "n", "m", "source" }, { 2018, "Kent", 3, 1, "a" }, { 2018, "Essex", 4, nil, "b" },
  { 2019, "Kent", nil, 2, "c" }, { 2019, "Essex", 9, 9, "b" } }:with_sources(list, "source")
local sums = t:group_by("force"):summarise("s = sum(n)", "k = count()")
local wide = t:select("year", "force", "n"):pivot { names = "force", values = "n" }
local joined = t:join(sums, "force"):mutate("x = coalesce(n, m)", "y = s / k"):filter("year == 2019"):sort("y"):append(t)
local long = t:select("year", "force", "n", "m"):unpivot { columns = { "n", "m" } }:fill_down("value"):rename("v = value"):put("z", { 1, 2 })
lab.write_output(arg[1], ("%d %d %d %d %d\n"):format(#sums:sources(), #wide:sources(), #joined:sources(), #long:sources(), #joined:trace(1, "y")))
