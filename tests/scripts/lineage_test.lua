package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local core = require "slavelab.lineage"

local list = { { name = "a", title = "A" }, { name = "b", title = "B" }, { name = "c", title = "C" }, { name = "d", title = "D" } }

local offences = lab.table { columns = { "year", "force", "n", "m", "source" }, { 2018, "Kent", 3, 1, "a" },
  { 2018, "Essex", 4, nil, "b" }, { 2019, "Kent", nil, 2, "c" }, { 2019, "Essex", 9, 9, "b" } }:with_sources(list, "source")
local people = lab.table { columns = { "force", "residents", "source" }, { "Kent", 100, "d" } }:with_sources(list, "source")

local function ids(t, columns)
  local names = {}
  for i, source in ipairs(t:sources(columns)) do names[i] = source.name end
  return table.concat(names, " ")
end

local function problem(...) return select(2, lab.try(...)):match("^[^\n]*") end

-- --- sources ----------------------------------------------------------------------------------------------------------------------

check.test("a table cites the sources of the rows it has left, in the order of the rows", function()
  check.equal(ids(offences), "a b c")
  check.equal(ids(offences:sort("-year")), "c b a")
  check.equal(ids(offences:filter("year == 2019"):select("year", "n")), "b")
  check.equal(ids(offences:head(0)), "")
end)

check.test("a missing figure comes from nowhere, be it unknown or held back", function()
  check.equal(ids(offences, "n"), "a b")
  check.equal(ids(offences:select("force", "m"):suppress { "m", below = 2, secondary = false }), "c b")
end)

check.test("a total that is known of counts held back cites them", function()
  local t = lab.table { columns = { "force", "n", "source" }, { "Essex", 40, "a" }, { "Kent", 3, "b" }, { "Surrey", 12, "c" } }
    :with_sources(list, "source"):drop("source"):suppress { "n", below = 5 }
  check.equal(ids(t), "a")
  local shares = t:round("n", { base = 5 }):select("force", "n"):share { of = "n", missing = "skip" }
  check.equal(shares:col("share")[1], 100 * 40 / 55)
  check.equal(ids(shares:head(1):select("force", "share")), "a b c")
  check.equal(ids(t:summarise("n = sum(n)")), "a")
end)

check.test("keys count only where there are no figures", function()
  check.equal(ids(offences:select("year", "force", "n"):slice(3, 3)), "")
  check.equal(ids(offences:select("year", "force"):slice(3, 3)), "c")
end)

check.test("a sum cites the rows that it was made of, a count all that it counted", function()
  local sums = offences:group_by("force"):summarise("n = sum(n)", "rows = count()", "known = count(n)"):filter("force == 'Kent'")
  check.equal(ids(sums, "n"), "a")
  check.equal(ids(sums, "rows"), "a c")
  check.equal(ids(sums, "known"), "a")
end)

check.test("through a pivot each cell cites its own rows", function()
  local wide = offences:select("year", "force", "n"):pivot { names = "force", values = "n" }
  check.equal(ids(wide, "Kent"), "a")
  check.equal(ids(wide, "Essex"), "b")
  local summed = offences:pivot { names = "force", values = { "n = sum(n)", "rows = count()" } }
  check.equal(ids(summed, "rows_Kent"), "a c")
  check.equal(ids(summed, "n_Kent"), "a")
  local filled = offences:select("force", "year", "m"):filter("m > 1"):pivot { names = "force", values = "m", fill = 0 }
  check.equal(ids(filled:filter("year == 2019")), "b c")
end)

check.test("through a join each column cites the table it is of", function()
  local joined = offences:join(people, "force", { expect = "m:1" })
  check.equal(ids(joined:select("force", "residents")), "d")
  check.equal(ids(joined:select("force", "n")), "a b")
  check.equal(ids(joined:mutate("rate = n / residents"):select("force", "rate")), "a d")
  local bands = lab.table { columns = { "from", "to", "label" }, { 0, 5, "few" }, { 5, 99, "many" } }
  check.equal(ids(offences:join(bands, "from <= n and n < to"):select("label", "n")), "a b")
  check.equal(ids(bands:join(offences, { on = "from <= n and n < to", expect = "1:m" }):filter("label == 'many'"):select("label", "n")), "b")
end)

check.test("a choice cites what it took, and what it asked", function()
  check.equal(ids(offences:mutate("best = coalesce(m, n)"):select("force", "best"):slice(2, 3)), "b c")
  local both = offences:join(people, "force")
  check.equal(ids(both:mutate("x = coalesce(residents, n)"):select("force", "x"):head(2)), "d b")
  check.equal(ids(both:mutate("x = if_else(residents > $k, 1, n)", { k = 5 }):select("force", "x"):head(1)), "d")
  check.equal(ids(both:mutate("x = case_when(residents is missing, n, residents)"):select("force", "x"):head(2)), "d b")
end)

check.test("a window cites the rows it looks at", function()
  local t = offences:select("force", "n"):mutate("last = lag(n)", "so_far = cumsum(n)", "place = row_number()")
  check.equal(ids(t:slice(2, 2), "last"), "a")
  check.equal(ids(t:slice(2, 2), "so_far"), "a b")
  check.equal(ids(t, "place"), "")
end)

check.test("a function of a row cites the columns it looked at", function()
  local both = offences:join(people, "force")
  check.equal(ids(both:mutate { { "x", function(r) return r.residents end } }:select("force", "x")), "d")
  check.equal(ids(both:mutate { { "x", function(r) return r.n end } }:select("force", "x")), "a b")
  check.equal(ids(offences:group_by("force"):summarise { { "x", function(t) return #t end } }:filter("force == 'Kent'")), "a c")
end)

check.test("functions that a script defined cite their arguments", function()
  lab.define("lineage_twice", function(x) return x and x * 2 end)
  lab.define("lineage_most", function(x) return x:max() end, { kind = "aggregate" })
  local both = offences:join(people, "force")
  check.equal(ids(both:mutate("x = lineage_twice(residents)"):select("force", "x")), "d")
  check.equal(ids(offences:group_by("year"):summarise("x = lineage_most(m)"):filter("year == 2019"):select("x")), "c b")
end)

check.test("a key that is worked out is a column like others", function()
  local grouped = offences:group_by("many = m > 1"):summarise("n = sum(n)")
  check.equal(ids(grouped:filter("many is missing")), "b")
  check.equal(ids(grouped, "many"), "a c b")
end)

check.test("what a script puts is made of the figures of its row, or of the columns it names", function()
  local both = offences:join(people, "force"):head(1)
  check.equal(ids(both:put("x", { 7 }):select("force", "x")), "a d")
  check.equal(ids(both:put("x", { 7 }, { from = { "residents" } }):select("force", "x")), "d")
  check.equal(ids(both:put("x", { 7 }, { from = {} }):select("force", "x")), "")
  check.equal(ids(both:put("x", { 7 }, { from = "residents" }):select("force", "x")), "d")
  check.equal(problem(both.put, both, "x", { 7 }, { from = 3 }), "put: from is the name of a column or a list of names, not a number")
  check.contains(problem(both.put, both, "x", { 7 }, { from = { "resident" } }), 'no column "resident"; did you mean "residents"?')
end)

check.test("a table that a script put together is of the tables that it names", function()
  local kent, essex = offences:filter("force == 'Kent'"), offences:filter("force == 'Essex'"):select("n")
  local made = lab.table { columns = { "what", "n" }, { "both", 16 }, { "one", 3 } }:made_of { { kent, essex }, kent:select("n") }
  check.equal(ids(made), "a c b")
  check.equal(ids(made:slice(2, 2)), "a")
  check.equal(problem(made.made_of, made, { kent }), "made_of: the list has 1 items, the table 2 rows")
  check.equal(problem(made.made_of, made, { kent, 3 }), "made_of: row 2: a table or a list of tables is expected, not a number")
  check.equal(problem(made.made_of, made, { kent, { "x" } }), "made_of: row 2: item 1 is a string, not a table")
  check.equal(problem(made.made_of, made, 3), "made_of: a list is expected, with what each row was made of, not a number")
end)

check.test("of two releases each figure cites the one that it is of", function()
  local old = lab.table { columns = { "year", "n", "source" }, { 2018, 3, "a" }, { 2019, 4, "a" } }:with_sources(list, "source"):drop("source")
  local newer = lab.table { columns = { "year", "n", "source" }, { 2019, 5, "b" }, { 2020, 6, "c" } }:with_sources(list, "source"):drop("source")
  local revised = old:revise(newer, { on = "year" })
  check.equal({ ids(revised:slice(1, 1)), ids(revised:slice(2, 2)), ids(revised:slice(3, 3)) }, { "a", "b", "c" })
  local of_nobody = lab.table { columns = { "year", "n" }, { 2018, 3 }, { 2019, 4 } }:revise(newer, { on = "year" })
  check.equal({ ids(of_nobody:slice(1, 1)), ids(of_nobody:slice(2, 2)) }, { "", "b" })
end)

check.test("series, rates and indicators cite what they divide", function()
  local kent = lab.table { columns = { "year", "n", "source" }, { 2018, 3, "a" }, { 2019, 6, "b" }, { 2020, 9, "c" } }
    :with_sources(list, "source"):drop("source")
  check.equal(ids(kent:index_to { of = "n", over = "year", base = 2018 }:slice(3, 3), "index"), "c a")
  check.equal(ids(kent:lag { of = "n", over = "year" }:slice(3, 3), "lag"), "b")
  check.equal(ids(kent:roll { of = "n", over = "year", n = 2, stat = "sum" }:slice(3, 3), "roll"), "c b")
  check.equal(ids(kent:cumulate { of = "n", over = "year" }:slice(2, 2), "cumulated"), "b a")
  local both = offences:filter("n is not missing"):join(people, "force", { how = "inner" })
  check.equal(ids(both:rate { of = "n", per = "residents" }:select("force", "rate"):head(1)), "a d")
  check.equal(ids(both:indicator("share", { by = "force", columns = { part = "n", whole = "residents" } }):filter("force == 'Kent'")
    :select("value")), "a d")
end)

check.test("rows that are split, drawn or filled keep where they come from", function()
  local cases = lab.table { columns = { "case", "kinds", "n", "source" }, { "x", "theft; fraud", 1, "a" }, { "y", "fraud", nil, "b" } }
    :with_sources(list, "source"):drop("source")
  check.equal(ids(cases:split_rows("kinds"):filter("kinds == 'fraud'")), "a")
  check.equal(ids(cases:fill_down("n"):slice(2, 2)), "a")
  check.equal(ids(cases:sample(2, { seed = 3 })), "a")
end)

check.test("sources set anew begin anew", function()
  check.equal(offences:summarise("n = sum(n)"):with_sources({ { title = "Mine" } }):sources(), { { title = "Mine" } })
  check.equal(ids(offences:with_about("hint", {}):with_fields({}):head(1)), "a")
end)

check.test("columns of sources() are columns of the table", function()
  check.equal(problem(offences.sources, offences, "forc"), 'sources: no column "forc"; did you mean "force"? (columns are year, force, n, m, source)')
  check.equal(problem(offences.sources, offences, 3), "sources: columns is a name or a list of names, not a number")
end)

-- --- all verbs --------------------------------------------------------------------------------------------------------------------

local areas = lab.table { columns = { "force", "n", "m", "source" }, { "Kent", 3, 10, "a" }, { "Essex", 4, 20, "b" } }
  :with_sources(list, "source"):drop("source")
local releases = lab.table { columns = { "year", "released", "n", "source" }, types = { released = "date" }, { 2018, "2019-01-01", 3, "a" },
  { 2018, "2020-01-01", 4, "b" } }:with_sources(list, "source"):drop("source")
local printed = lab.table { columns = { "x", "y" }, { "force", "n" }, { "Kent", "3" } }:with_sources { list[1] }
local weights = lab.table { columns = { "force", "weight" }, { "Kent", 1 }, { "Essex", 2 } }

-- Arguments of each method that gives a table of the same figures, and the sources that its first row then cites; `of`: of which table, unless
-- the offences.
local known = {
  control_chart = { { { of = "n", over = "year", by = "force", kind = "xmr" } }, "a" },
  rank_interval = { { { of = "n", lower = "n", upper = "n" } }, "a b", of = areas },
  trend = { { { of = "n", over = "year", by = "force", kind = "linear" } }, "b" },
  as_of = { { "2020-06-01", { key = "year" } }, "b", of = releases },
  dominance = { { { of = "n" } }, "b a", of = areas }, funnel = { { { of = "n", per = "m", kind = "rate" } }, "a b", of = areas },
  patch = { { { where = "year == 2018 and force == 'Kent'", set = "n = 5", because = "it was misread", source = { title = "P", name = "p" } } }, "p a" },
  promote_header = { { row = 1 }, "a", of = printed }, quantile_group = { { "n", { groups = 2 } }, "a b", of = areas },
  revisions = { { "n", { key = "year" } }, "a", of = releases },
  split = { { { column = "force", pattern = "^(.)(.*)$", into = { "initial", "rest" } } }, "a" },
  standardise = { { { of = "n", per = "m", over = "force", standard = weights } }, "b a", of = areas },
  append = { { people }, "a" }, change = { { of = "n", over = "year", by = "force" }, "a" }, complete = { { "year", "force" }, "a" },
  cumulate = { { of = "n", over = "year", by = "force" }, "a" }, distinct = { { "force" }, "a" }, drop = { { "m" }, "a" },
  drop_totals = { {}, "a" }, fill_down = { { "n" }, "a" }, filter = { { "n > 3" }, "b" }, group_by = { { "force" }, "a b" }, head = { { 1 }, "a" },
  index_to = { { of = "n", over = "year", by = "force", base = 2018 }, "a" },
  indicator = { { "share", { by = "force", columns = { part = "m", whole = "n" } } }, "b" },
  join = { { people, "force" }, "a d" }, lag = { { of = "n", over = "year", by = "force" }, "a" },
  made_of = { { { people, people, people, people } }, "d" }, mutate = { { "x = n" }, "a" }, order = { { "force", { "Kent", "Essex" } }, "a" },
  pivot = { { names = "force", values = "sum(n)" }, "a" }, put = { { "x", { 1 } }, "a" }, rate = { { of = "n", per = "m" }, "a" },
  rename = { { "k = n" }, "a" }, revise = { { people:rename("n = residents"), { on = "force" } }, "d" }, roles = { { { n = "figure" } }, "a" },
  roll = { { of = "n", over = "year", by = "force", n = 1 }, "a" }, round = { { "n", { base = 5 } }, "a" }, sample = { { 9 }, "a" },
  select = { { "n" }, "a" }, share = { { of = "n", by = "year" }, "a b" }, slice = { { 2, 3 }, "b" }, sort = { { "-n" }, "b" },
  split_rows = { { "force" }, "a" }, summarise = { { "n = sum(n)" }, "a b" }, summarize = { { "n = sum(n)" }, "a b" },
  suppress = { { "n", below = 2 }, "a" }, tail = { { 1 }, "b" }, take = { { { 2 } }, "b" }, totals = { { "force", of = "n", by = {} }, "a" },
  unpivot = { { columns = { "n", "m" } }, "a" }, with_about = { { "hint", {} }, "a" }, with_fields = { { {} }, "a" }, collect = { {}, "a" },
}
-- Those that give a table of something else: of columns, of faults, of keys, or of the cells behind a figure.
local other = { describe = true, log = true, problems = true, rejects = true, marks = true, totals_found = true, unmatched = true, trace = true, with_sources = true,
  write_csv = true, write_ods = true, write_xlsx = true }

check.test("every verb hands on where figures come from", function()
  for _, doc in pairs(lab.docs(true)) do
    local gives_table = doc.owner == "table" and doc.signature:find(": slavelab%.Table$")
    if gives_table and not other[doc.name] then
      local one = known[doc.name]
      if not one then error(("how does %s hand on where figures come from? Say it in this test, and in lineage_chains_test"):format(doc.name)) end
      local t = one.of or doc.name == "revise" and offences:select("force", "n", "source"):head(2) or offences
      local made = t[doc.name](t, table.unpack(#one[1] > 0 and one[1] or { next(one[1]) and one[1] or nil }))
      check.equal(ids(made:head(1)), one[2], doc.name)
    end
  end
end)

-- --- what is kept -----------------------------------------------------------------------------------------------------------------

check.test("of a table without sources nothing is kept", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", 1 }, { "Essex", 2 } }
  local made = { t:filter("n > 1"), t:sort("n"), t:mutate("m = n + 1"), t:group_by("force"):summarise("n = sum(n)"), t:head(1), t:append(t),
    t:join(t, "force"), t:pivot { names = "force", values = "n" }, t:unpivot { columns = { "n" } }, t:rename("m = n"), t:put("m", { 1, 2 }),
    t:share("n"), t:take { 1 }, t:fill_down("n"), t:group_by("many = n > 1") }
  for i, one in ipairs(made) do check.equal({ core.of(one) }, { nil, false }, i) end
end)

check.test("no verb shows the numbers of rows that it was handed", function()
  local made = { offences:filter("n > 1"), offences:sort("n"), offences:head(1), offences:append(offences), offences:distinct(),
    offences:join(people, "force"), offences:join(people, { on = "force", how = "anti" }), offences:take { 1 }, offences:sample(2),
    offences:complete("year", "force"), offences:split_rows("force") }
  for i, one in ipairs(made) do
    for _, name in ipairs(one:column_names()) do check.equal(name:find("[\1-\31]"), nil, i) end
  end
  check.equal(#offences:append(offences):distinct(), 4)
end)

check.test("a table that a script closed still stands behind what was made of it", function()
  local t = lab.table { columns = { "n", "source" }, { 1, "a" } }:with_sources(list, "source")
  local made = t:mutate("m = n + 1"):select("m")
  t:close()
  check.equal(ids(made), "a")
end)

-- --- trace ------------------------------------------------------------------------------------------------------------------------

check.test("trace names each cell behind a figure, once", function()
  local sums = offences:group_by("force"):summarise("n = sum(n)"):mutate("twice = n + n")
  check.equal(sums:trace(1, "twice"):to_list(), {
    { row = 2, column = "n", value = "4", source = "b", title = "B" }, { row = 4, column = "n", value = "9", source = "b", title = "B" } })
  check.equal(#offences:trace(3, "n"), 0)
  check.equal(offences:summarise("rows = count()"):trace(1, "rows"):to_list()[3], { row = 3, source = "c", title = "C" })
end)

check.test("trace says what is wrong with its arguments", function()
  check.equal(problem(offences.trace, offences, 1, "forc"), 'trace: no column "forc"; did you mean "force"? (columns are year, force, n, m, source); '
    .. 't:trace(3, "people") is of row 3')
  check.equal(problem(offences.trace, offences, 9, "n"), 'trace: the row is a whole number from 1 to 4, not 9; t:trace(3, "people") is of row 3')
  check.equal(problem(offences.trace, offences, "n"), 'trace: the column is a name, not nil; t:trace(3, "people") is of row 3')
  local t = lab.table { columns = { "n" }, { 1 } }
  check.contains(problem(t.trace, t, 1, "n"), "trace: nothing is known of where the figures of this table come from")
end)

-- --- reports ----------------------------------------------------------------------------------------------------------------------

local function cited(block)
  local texts = {}
  for i, source in ipairs(block.sources) do texts[i] = source.title end
  return table.concat(texts, " ")
end

check.test("a table of a report cites the columns it shows, a chart what it draws", function()
  local both = offences:join(people, "force")
  local r = lab.report { title = "Offences",
    { table = both, columns = { "force", "n" } }, { table = both, columns = { "force", "residents" } },
    { chart = both:filter("force == 'Kent'"), mark = "line", title = "Kent", x = "year", y = "m" } }
  local blocks = r:document().blocks
  check.equal({ cited(blocks[1]), cited(blocks[2]), cited(blocks[3]) }, { "A B", "D", "A C" })
end)

check.run()
