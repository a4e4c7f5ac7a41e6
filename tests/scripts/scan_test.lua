package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local core = require "slavelab.scan"

local folder = check.folder()

local function file(name, text)
  local path = folder .. "/" .. name
  lab.write_file(path, text)
  return path
end

-- 4,000 rows with missing figures and forces, quotes and line feeds in texts, and a column that is whole numbers for long.
local function made()
  math.randomseed(2019)
  local lines = { "force,year,people,rate,note" }
  for row = 1, 4000 do
    local people = math.random(20) == 1 and "" or tostring(math.random(0, 900))
    local force = math.random(30) == 1 and "" or "force " .. math.random(1, 43)
    local note = math.random(50) == 1 and '"two\nlines, ""quoted"""' or "plain"
    local rate = row > 3000 and ("%.2f"):format(math.random() * 9) or tostring(math.random(1, 9))
    lines[#lines + 1] = table.concat({ force, 2010 + row % 9, people, rate, note }, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

local path = file("made.csv", made())

-- The same verbs over a pipeline whose chunks are small and over the table read whole.
local function both(verbs, options)
  core.chunk_bytes(3000)
  local scanned = verbs(lab.scan_csv(path, options)):collect()
  core.chunk_bytes(0)
  return scanned, verbs(lab.read_csv(path, options))
end

local function same(verbs, options)
  local scanned, read = both(verbs, options)
  check.equal(scanned:column_names(), read:column_names())
  check.equal(scanned:to_list(), read:to_list())
  for _, name in ipairs(read:column_names()) do check.equal(scanned:col(name):type(), read:col(name):type()) end
end

-- --- what comes out -------------------------------------------------------------------------------------------------------------

check.test("a pipeline gives what the same verbs give on the table", function()
  same(function(t) return t:filter("people > 450") end)
  same(function(t) return t:filter("force in $forces", { forces = { "force 3", "force 7" } }):select("year", "people") end)
  same(function(t) return t:mutate("double = people * 2", "half = people / 2"):drop("note"):filter("double > 1000") end)
  same(function(t) return t:filter(function(r) return r.people and r.people > 800 end) end)
  same(function(t) return t:mutate({ { "people", "people + 1" } }):select("people") end)
  same(function(t) return t:filter("note ~= 'plain'") end)
  same(function(t) return t:mutate("year = 7", "force = people") end)
  same(function(t) return t:mutate { { "force", function(r) return r.note end } } end)
  same(function(t) return t:filter(function(r) return r.note ~= "plain" end):select("people") end)
  same(function(t) return t end)
end)

check.test("groups are put together from the groups of chunks", function()
  same(function(t) return t:group_by("year"):summarise("people = sum(people)", "rows = count()", "known = count(people)") end)
  same(function(t) return t:group_by("force", "year"):summarise("least = min(people)", "most = max(people)") end)
  same(function(t) return t:group_by("decade = year // 4"):summarise("per_row = sum(people) / count()") end)
  same(function(t) return t:group_by("force"):summarise("mean = mean(people)", "note = first(note)", "last = last(people)") end)
  same(function(t) return t:group_by("year"):summarise("any = any(people > 890)", "all = all(people >= 0)") end)
  same(function(t) return t:summarise("people = sum(people)", "rows = count()") end)
  same(function(t) return t:group_by("year"):summarise("share = sum(people) / $whole * 100", { whole = 1e6 }) end)
  same(function(t) return t:group_by("year"):summarise("sum = sum(people * $k)", "mean = mean(people * $k)", "of = sum(people) / $k", { k = 2 }) end)
  same(function(t) return t:group_by("people = people // 100"):summarise("sum = sum(people * 2)", "any = any(people > 4)") end)
  same(function(t) return t:mutate("`argument 1` = year"):group_by("argument 1"):summarise("sum = sum(people * 2)") end)
  same(function(t) return t:group_by("`argument 1` = year // 4"):summarise("sum = sum(people * 2)") end)
  same(function(t) return t:group_by("force", "year", { complete = true }):filter("people >= mean(people)"):summarise("n = count()") end)
end)

check.test("what is put together from chunks does not read the file whole", function()
  local read_csv = lab.read_csv
  lab.read_csv = function() error("read whole") end
  local questions = {
    function(t) return t:group_by("year"):summarise("sum = sum(people)", "mean = mean(rate)", "least = min(people)") end,
    function(t) return t:group_by("decade = year // 4"):summarise("sum = sum(people * $k)", "any = any(people > $k)", { k = 2 }) end,
    function(t) return t:summarise("sum = sum(rate)", "of = mean(people / 2)") end,
  }
  core.chunk_bytes(500)
  for i, question in ipairs(questions) do
    local done, message = pcall(function() return question(lab.scan_csv(path)):collect() end)
    check.equal({ i, done, not done and message }, { i, true, false })
  end
  core.chunk_bytes(0)
  lab.read_csv = read_csv
end)

-- Values with their reasons and flags, as a table shows them.
local function shown(t)
  local rows = {}
  for _, name in ipairs(t:column_names()) do
    local column = t:col(name)
    for row = 1, #t do
      rows[row] = (rows[row] or "") .. name .. "=" .. tostring(column[row]) .. (column:marker(row) or "") .. " "
    end
  end
  return table.concat(rows, "\n")
end

check.test("reasons and flags of groups are those of all their rows, in whatever chunks these are", function()
  math.randomseed(1807)
  local cells = { "1", "2", "7", "2 [p]", "9 [r]", "1 [e]", "", "[c]", "[x]", "5 [p][r]" }
  local questions = { "count(n)", "sum(n)", "mean(n)", "min(n)", "max(n)", "first(n)", "last(n)", "any(n > 3)", "all(n > 1)",
    "any(n > 99)", "all(n > 0)", "count_if(n > 3)", "sum(n > 1)", "mode(n)",
    "join_text(n, ' ')" }
  local list = {}
  for i, question in ipairs(questions) do list[i] = ("q%d = %s"):format(i, question) end
  for round = 1, 60 do
    local lines = { "g,n" }
    for _ = 1, math.random(0, 40) do lines[#lines + 1] = "g" .. math.random(3) .. "," .. cells[math.random(#cells)] end
    local marked = file("marked.csv", table.concat(lines, "\n") .. "\n")
    core.chunk_bytes(20)
    local function asked(t) return t:group_by("g"):summarise(list) end
    local scanned = shown(asked(lab.scan_csv(marked, { markers = "gss", types = { n = "integer" } })):collect())
    core.chunk_bytes(0)
    check.equal(scanned, shown(asked(lab.read_csv(marked, { markers = "gss", types = { n = "integer" } }))), "round " .. round)
  end
end)

check.test("texts are joined across chunks, with the separator that stands there or is handed in", function()
  same(function(t) return t:group_by("force"):summarise("years = join_text(year, ';')", "n = count()") end)
  same(function(t) return t:group_by("force"):summarise({ "years = join_text(year, $sep)" }, { sep = " and " }) end)
end)

check.test("what no chunk has a row of is nothing, not zero", function()
  same(function(t) return t:filter("year > 3000"):summarise("people = sum(people)", "rows = count()", "mean = mean(people)") end)
  same(function(t) return t:filter("year > 3000"):group_by("force"):summarise("people = sum(people)") end)
  same(function(t) return t:filter("year > 3000") end)
  same(function(t) return t:filter("year == 2012 and people is missing"):summarise("people = sum(people)", "mean = mean(people)") end)
end)

check.test("sums of numbers have the same bits in whatever chunks and order their rows come", function()
  same(function(t) return t:group_by("year"):summarise("rate = sum(rate)", "mean = mean(rate)", "tenth = sum(people * 0.1)") end)
  local lines, values = { "n" }, { "1e30", "1", "-1e30", "0.1", "7e15", "-7e15", "3e-9" }
  for row = 1, 700 do lines[#lines + 1] = values[row % 7 + 1] end
  local far = file("far.csv", table.concat(lines, "\n") .. "\n")
  core.chunk_bytes(50)
  local scanned = lab.scan_csv(far):summarise("s = sum(n)", "m = mean(n)"):collect()
  core.chunk_bytes(0)
  local read = lab.read_csv(far):sort("n"):summarise("s = sum(n)", "m = mean(n)")
  check.equal({ scanned.s[1], scanned.m[1] }, { read.s[1], read.m[1] })
  check.near(scanned.s[1], 100 * 1.1 + 3e-7, 1e-12)
  local apart = file("apart.csv", "n\n1e200\n1e100\n1\n-1e200\n-1e100\n")
  core.chunk_bytes(8)
  check.equal(lab.scan_csv(apart):summarise("s = sum(n)"):collect().s[1], 1.0)
  core.chunk_bytes(0)
  check.equal(lab.read_csv(apart):summarise("s = sum(n)").s[1], 1.0)
end)

check.test("whole numbers in one file and decimals in the next are summed as numbers, in chunks", function()
  local whole, decimal = file("whole.csv", "k,n\na,9007199254740993\nb,2\na,1\n"), file("decimal.csv", "k,n\na,0.5\nb,0.25\n")
  local function asked(t) return t:group_by("k"):summarise("n = sum(n)", "m = mean(n)", "most = max(n)") end
  core.chunk_bytes(8)
  local scanned = asked(lab.scan_csv { whole, decimal }):collect()
  core.chunk_bytes(0)
  local read = asked(lab.read_csv { whole, decimal })
  check.equal(scanned:to_list(), read:to_list())
  check.equal(scanned.n:type(), "number")
end)

check.test("rows that are few are kept few: head, tail, distinct, the first of a sort", function()
  same(function(t) return t:head(7) end)
  same(function(t) return t:head() end)
  same(function(t) return t:filter("people > 890"):tail(3) end)
  same(function(t) return t:distinct("force", "year") end)
  same(function(t) return t:select("year", "force"):distinct() end)
  same(function(t) return t:sort("-people", "force"):head(12) end)
  same(function(t) return t:sort("year % 3", "people"):head(5):mutate("n = people * 2") end)
  same(function(t) return t:filter("year > 3000"):head(3) end)
  same(function(t) return t:sort("-people"):select("people"):head(4) end)
end)

check.test("columns get other names, and the columns of another table", function()
  same(function(t) return t:rename("people = year", { people = "persons" }):filter("persons > 800") end)
  same(function(t) return t:rename({ note = "remark" }):select("force", "remark"):head(3) end)
  local areas = lab.table { columns = { "area force", "area", "note" }, { "force 1", "North", "x" }, { "force 2", "South", nil } }
  for _, how in ipairs { "left", "inner", "semi", "anti" } do
    same(function(t) return t:join(areas, { on = { force = "area force" }, how = how }):filter("people > 700") end)
  end
  same(function(t) return t:join(areas, { on = { force = "area force" } }):select("area", "note_right", "people") end)
  same(function(t) return t:join(areas:rename { ["area force"] = "force" }, "force"):group_by("area"):summarise("n = count()") end)
  same(function(t) return t:join(areas, { on = { force = "area force" }, how = "full" }):filter("people is missing") end)
end)

check.test("few rows do not hold on to the texts of the chunks they come from", function()
  local lines = { "n,text" }
  for row = 1, 20000 do lines[#lines + 1] = ("%d,%s"):format(row, ("text %d "):format(row):rep(9)) end
  local many = file("many.csv", table.concat(lines, "\n"))
  lines = nil
  core.chunk_bytes(20000)
  collectgarbage()
  local before = lab.memory().held
  local t = lab.scan_csv(many):filter("n % 250 == 0"):collect()
  collectgarbage()
  check.equal({ #t, lab.memory().held - before < 300000 }, { 80, true })
  core.chunk_bytes(0)
end)

check.test("what needs all rows at once collects first", function()
  local function halved_late(r) return r.year and (r.rate and r.rate ~= r.rate // 1 and 0.5 or 5000000000) end
  same(function(t) return t:mutate { { "f", halved_late } }:group_by("force"):summarise("s = sum(f)", "m = mean(f)") end)
  same(function(t) return t:mutate { { "f", function(r) return r.rate ~= r.rate // 1 and 2 or nil end } }:filter("year > 3000"):summarise("most = max(f)") end)
  same(function(t) return t:group_by("year"):summarise("median = median(people)", "n = n_distinct(force)") end)
  same(function(t) return t:filter("people > mean(people)") end)
  same(function(t) return t:mutate("before = lag(people)"):filter("before == 5") end)
  same(function(t) return t:filter("people > 100"):sort("-people", "force"):head(20) end)
  same(function(t) return t:group_by("year"):summarise("people = sum(people)"):filter("people > 1"):mutate("of_all = people / sum(people)") end)
  same(function(t) return t:select("year", "people"):rate { of = "people", per = "year" } end)
end)

check.test("a type is proved on every row, however far down the file", function()
  core.chunk_bytes(500)
  local late = { "a,b" }
  for row = 1, 400 do late[#late + 1] = row .. "," .. (row < 390 and "" or "x") end
  late[#late + 1] = "oops,7"
  local t = lab.scan_csv(file("late.csv", table.concat(late, "\n")))
  check.equal({ t.a:type(), t.b:type() }, { "text", "text" })
  local ok, message = lab.try(function() return lab.scan_csv(folder .. "/late.csv"):filter("a > 3"):collect() end)
  check.equal(ok, nil)
  check.equal(message:match("^[^\n]*"):find("text", 1, true) ~= nil, true)
  core.chunk_bytes(0)
end)

-- --- what it says ---------------------------------------------------------------------------------------------------------------

check.test("explain says what is read and where each step runs", function()
  local t = lab.scan_csv(path):filter("year >= 2014"):group_by("force"):summarise("people = sum(people)"):filter("people > 10")
  check.equal((t:explain():gsub(folder, "FOLDER")), table.concat({
    "scan FOLDER/made.csv in chunks: force, year, people (3 of 5 columns)",
    "  each chunk: filter year >= 2014",
    "  each chunk, then all: group_by force",
    "  each chunk, then all: summarise people = sum(people)",
    "  all: filter people > 10",
  }, "\n"))
end)

local function problem(f, ...)
  local t, message = lab.try(f, ...)
  if t then error("it was done", 2) end
  return (message:gsub("\n  in [^\n]*$", ""):gsub(folder:gsub("%p", "%%%0") .. "/", ""))
end

check.test("the columns are known before a row is read", function()
  local t = lab.scan_csv(path):drop("note"):mutate("double = people * 2")
  check.equal(t:column_names(), { "force", "year", "people", "rate", "double" })
  check.equal(rawget(t, "result"), nil)
end)

check.test("a column that is not there is told when the verb is written", function()
  local t = lab.scan_csv(path)
  local said = problem(function() return t:filter("peple > 3") end)
  check.contains(said, 'no column "peple"; did you mean "people"?')
  check.contains(problem(function() return t:select("yeer") end), 'no column "yeer"')
  check.contains(problem(function() return t:drop("note"):filter("note == 'x'") end), 'no column "note"')
  check.equal(problem(function() t.people = 3 end), "a pipeline never changes: its verbs give new ones")
end)

check.test("what a verb refuses is told in the words of the table's verb", function()
  local whole = lab.read_csv(path)
  for _, verbs in ipairs {
    function(t) return t:filter("yeer > 2000") end, function(t) return t:select("yeer") end, function(t) return t:sort("-yeer") end,
    function(t) return t:group_by("yeer") end, function(t) return t:group_by("force"):summarise("sum(yeer)") end,
    function(t) return t:group_by("force"):summarise("n = count()", "n = count()") end, function(t) return t:head(-1) end,
    function(t) return t:filter(true) end, function(t) return t:group_by("year"):summarise("m = mean(force * 2)"):collect() end,
    function(t) return t:group_by("year"):summarise("n = count()", "m = any(force > 3)"):collect() end,
    function(t) return t:mutate("late = note > 3"):filter("late"):collect() end,
  } do
    local said = problem(verbs, whole)
    core.chunk_bytes(3000)
    check.equal(problem(verbs, lab.scan_csv(path)), said)
    core.chunk_bytes(0)
  end
end)

check.test("a late row that changes a type is seen before a verb refuses", function()
  local lines = { "when,n" }
  for row = 1, 300 do lines[#lines + 1] = ("%s,%s"):format(row < 290 and "2020-01-0" .. row % 9 + 1 or "soon", row < 290 and row or "2.5") end
  local late = file("late_types.csv", table.concat(lines, "\n") .. "\n")
  for _, verbs in ipairs {
    function(t) return t:filter("when ~= 'soon'"):filter("n > 280"):collect():to_list() end,
    function(t) return t:mutate("early = when < date(2020, 1, 5)"):collect():to_list() end,
  } do
    core.chunk_bytes(200)
    local scanned = table.pack(lab.try(verbs, lab.scan_csv(late)))
    core.chunk_bytes(0)
    check.equal(scanned, table.pack(lab.try(verbs, lab.read_csv(late))))
  end
end)

check.test("a promise about a column is kept though nothing else asks for the column", function()
  core.chunk_bytes(500)
  local t = lab.scan_csv(path, { types = { note = "integer" } }):select("year")
  local said = problem(function() return t:collect() end)
  core.chunk_bytes(0)
  check.contains(said, 'column "note": "plain" is not an integer')
end)

check.test("a pipeline is taken where a table is", function()
  local few = { columns = { "force", "area" }, { "force 1", "North" }, { "force 2", "South" } }
  lab.table(few):write_csv(folder .. "/areas.csv")
  local areas, there = lab.scan_csv(folder .. "/areas.csv"), lab.table(few)
  same(function(t) return t:join(areas, "force") end)
  same(function(t) return t:join(areas, { on = "force", how = "full" }) end)
  same(function(t) return t:select("force"):append(areas:select("force")) end)
  same(function(t) return t:unmatched(areas, { on = "force" }) end)
  local newer = lab.table { columns = { "force", "area" }, { "force 2", "West" } }
  newer:write_csv(folder .. "/newer.csv")
  check.equal(areas:revise(lab.scan_csv(folder .. "/newer.csv"), { on = "force" }):to_list(), there:revise(newer, { on = "force" }):to_list())
  check.equal(there:join(lab.scan_csv(folder .. "/newer.csv"), "force"):to_list(), there:join(newer, "force"):to_list())
end)

check.test("a fault in the file is told as a whole read tells it", function()
  core.chunk_bytes(200)
  local rows = { "a,b" }
  for row = 1, 100 do rows[#rows + 1] = row .. ",x" end
  rows[77] = "76"
  local bad = file("ragged.csv", table.concat(rows, "\n") .. "\n")
  check.equal(problem(function() return lab.scan_csv(bad):collect() end), problem(function() return lab.read_csv(bad) end))
  check.equal(problem(lab.scan_csv, folder .. "/none.csv"), problem(lab.read_csv, folder .. "/none.csv"))
  -- What is offered was tried with another header, whose columns are not those of the pipeline.
  local commented = file("commented.csv", "# made by x\n# on 2020\nforce,people\nKent,12\nEssex,7\n")
  local offered = problem(lab.read_csv, commented)
  check.contains(offered, 'read_csv(path, { comment = "#" })')
  check.equal(problem(function() return lab.scan_csv(commented):collect() end), offered)
  check.equal(problem(function() return lab.scan_csv(commented):filter("`# made by x` == 'x'"):collect() end), offered)
  local t = lab.scan_csv(bad, { ragged = "reject" })
  check.equal({ #t, #t:rejects() }, { 99, 1 })
  core.chunk_bytes(0)
end)

check.test("a file that changes while its pipeline runs is an error", function()
  for _, packed in ipairs { false, true } do
    for _, bytes in ipairs { 500, 0 } do
      core.chunk_bytes(bytes)
      local changing = file("changing.csv", made())
      if packed then
        assert(os.execute("gzip -f '" .. changing .. "'"))
        changing = changing .. ".gz"
      end
      local pipeline = lab.scan_csv(changing):filter(function()
        local out = assert(io.open(changing, "ab"))
        out:write("force 1,2010,5,1,late\n")
        out:close()
        return true
      end)
      check.raises(changing .. ": the file was changed while it was read; read it again", function() return #pipeline end)
      core.chunk_bytes(0)
    end
  end
end)

check.test("a header is read in the encoding that a late byte proves", function()
  local lines = { "caf\xC3\xA9,n" }
  for row = 1, 60 do lines[#lines + 1] = "Kent," .. row end
  local clean = file("clean.csv", table.concat(lines, "\n") .. "\n")
  lines[#lines + 1] = "K\xF6ln,7"
  local mixed = file("mixed.csv", table.concat(lines, "\n") .. "\n")
  core.chunk_bytes(40)
  local of_clean, of_mixed = lab.scan_csv(clean):filter("n > 58"), lab.scan_csv(mixed):filter("n > 58")
  check.equal({ of_clean:column_names(), of_mixed:column_names() }, { { "café", "n" }, { "cafÃ©", "n" } })
  check.equal(of_clean:explain():match("^%a+"), "scan")
  check.equal({ #of_clean, #of_mixed }, { 2, 2 })
  core.chunk_bytes(0)
end)

check.test("a header with a letter of Windows-1252, or with a NUL, is read as a whole read does", function()
  for _, text in ipairs { "Stra\xDFe,n\nx,1\ny,2\n", "Stra\xDFe,n\n", "a\0b,n\nx,1\n" } do
    local narrow = file("narrow.csv", text)
    local function told(read)
      local names, message = lab.try(function() return read(narrow):select("n"):collect():column_names() end)
      local first = lab.try(function() return read(narrow):column_names()[1] end)
      return { names or message:match("^[^\n]*"), first or "none" }
    end
    check.equal(told(lab.scan_csv), told(lab.read_csv))
  end
  check.equal(lab.scan_csv(file("narrow.csv", "Stra\xDFe,n\nx,1\n")):collect():column_names(), { "Straße", "n" })
end)

check.test("a pipeline of thousands of verbs gives what they give on the table", function()
  local small = file("small.csv", "a\n" .. table.concat({ 1, 2, 3, 4, 5 }, "\n") .. "\n")
  local scanned, read = lab.scan_csv(small), lab.read_csv(small)
  for i = 1, 5000 do
    local keep = "a ~= " .. (i % 7 == 0 and 3 or -i)
    scanned, read = scanned:filter(keep), read:filter(keep)
  end
  check.equal(scanned:collect():to_list(), read:to_list())
end)

check.test("options are those of read_csv; where= is a filter", function()
  core.chunk_bytes(100)
  local semicolons = file("semicolons.csv", "title\nforce;people\nKent;1,5\nEssex;-\nAvon;3,5\n")
  local options = { delim = ";", decimal = ",", missing = "-", skip = 1, where = "people > $n", params = { n = 1 } }
  local t = lab.scan_csv(semicolons, options)
  check.equal(t:to_list(), lab.read_csv(semicolons, options):to_list())
  check.equal(#t, 2)
  local said = problem(lab.scan_csv, semicolons, { delimm = ";" })
  check.equal(said:find('delim', 1, true) ~= nil, true)
  core.chunk_bytes(0)
end)

check.test("a pipeline is used like the table it gives", function()
  local t = lab.scan_csv(path):filter("year == 2012")
  check.equal(#t, #t:collect())
  check.equal(t.people:sum(), t:collect().people:sum())
  check.equal(tostring(t), tostring(t:collect()))
  check.equal(t:collect() == t:collect(), true)
  check.equal(lab.inputs()[1].path:match("[^/]*$"), "made.csv")
end)

-- A figure written as 1O4 in a row, far down, and one that has a blank.
local function with_problems(name, at)
  at = at or 700
  local lines = { "force,people,rate,code" }
  for row = 1, 900 do lines[#lines + 1] = ("force %d,%s,%s,c%d"):format(row, row == at and "1O4" or row, row == 20 and '" 1.5"' or "0.5", row) end
  return file(name, table.concat(lines, "\n") .. "\n")
end

-- Of the chunks, with what was read whole counted: read_csv does not run.
local function in_chunks(pipeline)
  core.chunk_bytes(2000)
  local read_csv = lab.read_csv
  lab.read_csv = function() error("read whole") end
  local done, t = pcall(function() return pipeline:collect() end)
  lab.read_csv = read_csv
  core.chunk_bytes(0)
  return done and t or error(t, 0)
end

check.test("the cells that prevented a type are those of a read, found when they are asked for", function()
  local bad = with_problems("bad.csv")
  local whole = lab.read_csv(bad):problems()
  check.equal(#whole, 2)
  check.equal(tostring(in_chunks(lab.scan_csv(bad)):problems()), tostring(whole))
  check.equal(tostring(in_chunks(lab.scan_csv(bad):filter("code ~= 'c3'"):mutate("n = 1")):problems()), tostring(whole))
end)

check.test("of a pipeline that reads some columns the problems are theirs", function()
  local bad = with_problems("bad.csv")
  local t = in_chunks(lab.scan_csv(bad):select("force", "rate"))
  check.equal({ #t:problems(), t:problems().column[1], t:problems().line[1] }, { 1, "rate", 21 })
  check.equal(#in_chunks(lab.scan_csv(bad, { types = { people = "text" } }):select("people")):problems(), 0)
  check.equal(#in_chunks(lab.scan_csv(path):select("year")):problems(), 0)
end)

check.test("problems of several files name the file", function()
  local paths = { with_problems("bad.csv", 5), with_problems("bad_too.csv", 7) }
  local t = in_chunks(lab.scan_csv(paths))
  check.equal(tostring(t:problems()), tostring(lab.read_csv(paths):problems()))
  check.equal(t:problems().file:to_list()[3]:match("[^/]*$"), "bad_too.csv")
end)

check.test("a file that was changed since has no problems that could be told", function()
  local bad = with_problems("bad.csv")
  local t = in_chunks(lab.scan_csv(bad))
  lab.write_file(bad, "force,people,rate,code\nKent,1,2,3\n")
  check.raises("changed while it was read", function() t:problems() end)
end)

check.test("what a pipeline of one file cannot read in chunks has the problems of a read", function()
  local bad = with_problems("bad.csv")
  local options = { ragged = "fill" }
  local whole = lab.read_csv(bad, options):problems()
  check.equal(#whole, 2)
  check.equal(tostring(lab.scan_csv(bad, options):collect():problems()), tostring(whole))
end)

check.run()
