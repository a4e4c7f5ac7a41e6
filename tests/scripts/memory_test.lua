-- memory_test.lua - what a script may do to the objects that it has handed in while they are worked with. Run under asan too.

package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local function sample() return lab.table { columns = { "a", "b" }, { 1, "x" }, { 2, "y" }, { 3, "z" } } end

-- A list that stands for itself: longer each time it is asked, of texts that nobody keeps.
local function proxy(length)
  return setmetatable({}, {
    __len = function() length = length * 100 return length end,
    __index = function(_, i) collectgarbage() return "name " .. i end,
  })
end

check.test("a list or a table of options that answers through metamethods is refused, wherever it stands", function()
  local t = sample()
  local why = "a plain table was expected; this one has a metatable with __index"
  for name, call in pairs {
    select = function() t:select(proxy(1)) end,
    drop = function() t:drop(proxy(1)) end,
    distinct = function() t:distinct(proxy(1)) end,
    complete = function() t:complete(proxy(1)) end,
    fill_down = function() t:fill_down(proxy(1)) end,
    group_by = function() t:group_by(proxy(1)) end,
    unpivot = function() t:unpivot { columns = proxy(1) } end,
    rename = function() t:rename(proxy(1)) end,
    join = function() t:join(t, { on = proxy(1) }) end,
    ["join's options"] = function() t:join(t, proxy(1)) end,
    isin = function() lab.col.a:isin(proxy(1)) end,
    mutate = function() t:mutate(proxy(1)) end,
    filter = function() t:filter(proxy(1)) end,
    params = function() t:filter("a in $list", { list = proxy(1) }) end,
    take = function() t:take(proxy(1)) end,
    put = function() t:put("c", proxy(1)) end,
    ["lab.table"] = function() lab.table { columns = proxy(1) } end,
    ["a row of lab.table"] = function() lab.table { columns = { "a" }, proxy(1) } end,
    parse_csv = function() lab.parse_csv("a\n1\n", proxy(1)) end,
    ["missing="] = function() lab.parse_csv("a\n1\n", { missing = proxy(1) }) end,
    ["types="] = function() lab.parse_csv("a\n1\n", { types = proxy(1) }) end,
    ["several files"] = function() lab.read_csv(proxy(1)) end,
    ["share"] = function() t:share(proxy(1)) end,
    ["of="] = function() t:share { of = proxy(1) } end,
    ["as="] = function() t:share { of = "a", as = proxy(1) } end,
    ["over="] = function() t:lag { of = "a", over = proxy(1) } end,
    ["columns of a report's table"] = function() lab.report { title = "T" }:table(t, { columns = proxy(1) }) end,
    ["rows of a report's table"] = function() lab.report { title = "T" }:table(proxy(1), { columns = { "a" } }) end,
    ["notes of a report's table"] = function() lab.report { title = "T" }:table(t, { notes = proxy(1) }) end,
    ["sources of a report's table"] = function() lab.report { title = "T" }:table(t, { source = proxy(1) }) end,
    ["a report"] = function() lab.report(proxy(1)) end,
    ["options of a report's table"] = function() lab.report { title = "T" }:table(t, proxy(1)) end,
    ["titles of a report's table"] = function() lab.report { title = "T" }:table(t, { titles = proxy(1) }) end,
    ["a source"] = function() lab.report { title = "T" }:source(proxy(1)) end,
    ["a channel of a chart"] = function()
      lab.report { title = "T" }:chart(t, { title = "T", mark = "bar", x = "a", y = proxy(1) })
    end,
    ["an indicator"] = function() lab.indicator(proxy(1)) end,
    show = function() t:show(proxy(1)) end,
    roles = function() t:roles(proxy(1)) end,
    ["options of several files"] = function() lab.read_csv({ "data/nrm_referrals.csv" }, proxy(1)) end,
    ["options of a pipeline"] = function() lab.scan_csv("data/nrm_referrals.csv", proxy(1)) end,
    ["select of a pipeline"] = function() lab.scan_csv("data/nrm_referrals.csv"):select(proxy(1)) end,
  } do
    local ok, message = pcall(call)
    check.equal(ok, false, name)
    check.contains(message, why)
  end
end)

check.test("a list of JSON has a metatable that does not matter", function()
  check.equal(sample():select(lab.json_decode('["b"]')):column_names(), { "b" })
  check.equal(#sample():filter("a in $list", { list = lab.json_list { 1, 3 } }), 2)
end)

check.test("a list that claims a length it does not have ends where its items end", function()
  local claims = {}
  for power = 0, 62 do claims[1 << power] = "a" end
  claims[math.maxinteger] = "a"
  check.raises("argument 1%[3%]: a column name was expected, got nil", function() sample():select(claims) end)
  check.raises("%[3%]: a value was expected, got nil", function() sample():sort(claims) end)
end)

-- Runs fn while finalizers that call `act` run at every step of the collector.
local function while_finalized(act, fn)
  local running = true
  local function litter()
    setmetatable({}, { __gc = function() if running then act() litter() end end })
  end
  for _ = 1, 20 do litter() end
  collectgarbage("incremental", 50, 1000, 10)
  local ok, result = pcall(fn)
  running = false
  collectgarbage("incremental", 200, 100, 13)
  collectgarbage()
  return ok, result
end

check.test("a finalizer that closes a table while a verb works on it does no harm", function()
  for _, verb in ipairs { "sort", "select", "head", "distinct", "filter", "mutate", "group_by", "to_list", "schema", "columns", "append" } do
    for _ = 1, 5 do
      local t
      local arguments = { sort = "a", select = "b", filter = "a > 1", mutate = "c = a + 1", group_by = "b" }
      while_finalized(function() if t then t:close() end end, function()
        for _ = 1, 20 do
          t = sample()
          local given = verb == "append" and t or arguments[verb]
          local result = t[verb](t, given)
          if verb == "select" then check.equal(result:column_names(), { "b" }) end
        end
      end)
    end
  end
end)

check.test("a finalizer that empties or extends a list while it is read does no harm", function()
  local list
  local function act()
    if not list then return end
    for i = #list + 1, #list + 50 do list[i] = "more" .. i end
    for i = 1, #list // 2 do list[#list] = nil end
  end
  while_finalized(act, function()
    for _ = 1, 200 do
      list = { "a", "b" }
      pcall(function() sample():select(list) end)
      pcall(function() sample():filter("b in $list", { list = list }) end)
      pcall(function() lab.json_encode(list) end)
    end
  end)
end)

check.test("the metatables of objects are closed, and their finalizers take nothing else", function()
  local t = sample()
  check.equal(getmetatable(t), "slavelab.Table")
  check.equal(getmetatable(t.a), "slavelab.Column")
  check.equal(getmetatable(lab.col.a), "slavelab.Expression")
  local row
  t:filter(function(r) row = getmetatable(r) return true end)
  check.equal(row, "slavelab.Row")
  for _, wrong in ipairs { t.a, lab.col.a, io.stderr, 1, "x" } do
    for _, event in ipairs { "__gc", "__close" } do
      check.raises("bad argument #1", debug.getmetatable(t)[event], wrong)
    end
  end
end)

check.test("functions of the library's metatables take no other values than theirs", function()
  check.raises("bad argument #1", getmetatable(lab).__index, "x", "report")
  check.raises("bad argument #1", load("getmetatable(_G).__newindex(1, 2, 3)", "=typed"))
end)

check.test("more arguments than a function takes are left alone", function()
  local path = check.folder() .. "/t.csv"
  lab.write_output(path, "seen", 1, {}, print)
end)

check.test("what a verb is working with stays until it has ended, also when it is closed by a function that the verb calls", function()
  local t = sample()
  local column, close_column, close_table = t.a, t.a.close, t.close
  local function close_all() close_column(column) close_table(t) return 1 end
  check.equal(t:sort(column, close_all):col("b"):to_list(), { "x", "y", "z", n = 3 })
end)

check.test("the names that a grouping hands out are a copy", function()
  local grouped = sample():group_by("b")
  grouped:grouping()[1] = "nonsense"
  check.equal(#grouped:summarise("sum(a)"), 3)
end)

check.run()
