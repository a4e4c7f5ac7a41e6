-- Words that other tools have: answered with ours, never with whatever is spelt like them (core/base/foreign.h).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local foreign = require "slavelab.foreign"

local x = lab.table { columns = { "x", "y", "w", "condition", "a", "b" }, { 1, 2, 3, true, "2019-03-25", "x" }, { 4, 5, 6, false, "2019-03-26", "y" } }
local t = lab.table { columns = { "k", "n" }, { "Kent", 2 }, { "Essex", 3 } }
local other = lab.table { columns = { "k", "n" }, { "Kent", 5 }, { "Essex", 6 } }

local function problem(...)
  local done, message = lab.try(...)
  if done then error("it went well", 2) end
  return message
end

-- Each of several answers, without the " or " between them.
local function each_answer(row)
  return (row.answer .. " or "):gmatch("(.-) or ")
end

-- f(row, word) for each word of a kind.
local function each_word(kind, f)
  for _, row in ipairs(foreign.rows()) do
    for word in row.words:gmatch("%S+") do
      if row.kind == kind then f(row, word) end
    end
  end
end

check.test("every answer that is an expression can be worked out", function()
  for _, row in ipairs(foreign.rows()) do
    if row.kind == "function" and row.answer ~= "" then
      for answer in each_answer(row) do check.equal(#x:mutate { { "r", answer } }, 2, answer) end
    end
  end
end)

check.test("every answer that is a verb runs", function()
  local quiet = { t = t, other = other, print = function() end }
  setmetatable(quiet, { __index = _G })
  for _, row in ipairs(foreign.rows()) do
    if row.kind == "verb" and row.answer ~= "" then
      for answer in each_answer(row) do
        local quietly = not answer:find("write_csv", 1, true) and not answer:find("glimpse", 1, true)
        if quietly then check.truthy(assert(load("return " .. answer, answer, "t", quiet))() ~= {}, answer) end
        local verb = answer:match("^t:([%w_]+)")
        if verb then check.truthy(t[verb], answer) end
      end
    end
  end
end)

check.test("each word of other tools stands once for its kind", function()
  local seen = {}
  for _, kind in ipairs { "function", "verb", "option" } do
    each_word(kind, function(_, word)
      check.equal(seen[kind .. word], nil, word)
      check.equal(word, word:lower():gsub("_", ""), word)
      seen[kind .. word] = true
    end)
  end
end)

check.test("no word of ours is taken for one of theirs", function()
  local ours = { ["function"] = {}, verb = {} }
  for _, fn in ipairs(package.loaded["slavelab.functions"]()) do ours["function"][fn.name] = true end
  for _, doc in pairs(lab.docs()) do
    if doc.owner == "table" then ours.verb[doc.name] = true end
  end
  for kind, names in pairs(ours) do
    each_word(kind, function(_, word) check.equal(names[word], nil, word) end)
  end
end)

check.test("every word is answered with ours in an expression, or with nothing", function()
  each_word("function", function(row, word)
    local message = problem(t.mutate, t, "m = " .. word .. "(n)")
    check.contains(message, ('no function "%s"'):format(word))
    check.lacks(message, "did you mean")
    if row.answer ~= "" then check.contains(message, "here it is " .. row.answer) else check.lacks(message, "here it is") end
  end)
end)

check.test("every word is answered with ours as a method of a table, or with nothing", function()
  each_word("verb", function(row, word)
    local message = problem(function() return t[word] end)
    check.contains(message, ('no column or method "%s"'):format(word))
    check.lacks(message, "did you mean")
    if row.answer ~= "" then check.contains(message, "here it is " .. row.answer) else check.lacks(message, "here it is") end
  end)
end)

check.test("a case of SQL is told what it is here", function()
  check.contains(problem(t.mutate, t, "m = CASE WHEN n > 2 THEN 1 ELSE 0 END"), "is case_when(condition, a, condition, b, otherwise) here")
end)

check.test("letter case and _ do not matter", function()
  check.contains(problem(t.mutate, t, "m = ISNULL(n)"), "here it is x is missing")
  check.contains(problem(t.mutate, t, "m = is_null(n)"), "here it is x is missing")
  check.contains(problem(function() return t:orderBy("n") end), 'here it is t:sort("n")')
end)

check.test("words that were answered with a wrong neighbour no longer are", function()
  local functions = { power = "x ^ y", least = "min_of(x, y)", paste = "a .. b", iff = "if_else(condition, x, y)", ["if"] = "if_else(condition, x, y)",
    avg = "mean(x)", stdev = "sd(x)", nvl = "coalesce(x, 0)" }
  for word, answer in pairs(functions) do check.contains(problem(t.filter, t, word .. "(n) > 1"), "here it is " .. answer) end
  local verbs = { arrange = "t:sort", where = "t:filter", count = 'summarise("n = count()")', pivot_longer = "t:unpivot", bind_rows = "t:append",
    drop_duplicates = "t:distinct", slice_max = "rank(-n) <= 3" }
  for word, answer in pairs(verbs) do check.contains(problem(function() return t[word] end), answer) end
end)

check.test("a column that is spelt like the word is offered beside the verb", function()
  local t = lab.table { columns = { "arranges" }, { 1 } }
  check.contains(problem(function() return t.arrange end), 'did you mean "arranges"?; here it is t:sort("n")')
end)

check.test("slips of the finger are answered as before", function()
  check.contains(problem(t.mutate, t, "m = rond(n)"), 'did you mean "round"?')
  check.contains(problem(function() return t:filtr("n") end), 'did you mean "filter"?')
end)

check.test("methods of columns and of composed expressions know the words, too", function()
  check.contains(problem(function() return t.n:average() end), 'a column has no method "average"; here it is mean')
  check.lacks(problem(function() return t.n:power() end), "did you mean")
  check.contains(problem(function() return col.n:stddev() end), 'an expression has no method "stddev"; here it is sd(x)')
end)

check.test("options go by other names, too", function()
  check.contains(problem(t.join, t, other, { by = "k" }), 'unknown option "by"; here it is on')
  check.contains(problem(lab.parse_csv, "a\n1\n", { na_values = "x" }), 'unknown option "na_values"; here it is missing')
  check.contains(problem(t.pivot, t, { names_from = "k", values = "n" }), 'unknown option "names_from"; here it is names')
  check.contains(problem(t.unpivot, t, { columns = "n", names_sep = "_" }), 'unknown option "names_sep"; here it is sep')
  check.contains(problem(t.split, t, { col = "k", sep = " " }), 'split: unknown option "col"; here it is column')
  check.lacks(problem(t.sample, t, 1, { by = "k" }), "here it is")
end)

check.test("help on such a word says what it is here", function()
  check.contains(require("lib.prompt.help").about("drop_duplicates", 100), 'here it is t:distinct("k")')
end)

check.run()
