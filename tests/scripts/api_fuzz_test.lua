-- api_fuzz_test.lua - every function and method with arguments that no author means: nothing crashes, hangs or changes a table.
--
--     slavelab --no-init tests/scripts/api_fuzz_test.lua                        a bounded run, as the project's tests make it
--     slavelab --no-init tests/scripts/api_fuzz_test.lua SEED CALLS             another one, as long as you like
--     slavelab --no-init tests/scripts/api_fuzz_test.lua SEED CALLS say         each call is told before it is made
--
-- What may go wrong is memory, so run it with the asan preset. Arguments are values of all kinds, objects that were closed, lists
-- that stand for themselves through metamethods and say something else each time they are asked, lists that claim a length they
-- do not have, tables that hold themselves, and functions that call the library again, close its objects, raise or yield. Garbage
-- with finalizers lies about, and the collector runs at every step: a finalizer closes the objects and empties or extends the
-- lists that are being worked with. When it does is not ours to say, so two runs with one seed may differ.

package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local seed, calls, says = tonumber(arg[1]) or 1, tonumber(arg[2]) or 4000, arg[3] == "say"
math.randomseed(seed)
local random = math.random

local function one_of(list) return list[random(#list)] end

-- --- what is called ------------------------------------------------------------------------------------------------------------

-- Left out: what waits for standard input or stays for good (another test's turn), and functions that change the library itself.
local left_out = { ["lab.method"] = true, ["lab.document"] = true, ["lab.docs"] = true, ["table:plot"] = true }

local surface = {}
for name, doc in pairs(lab.docs(true)) do
  if not left_out[name] then surface[#surface + 1] = { name = name, owner = doc.owner, method = doc.name, signature = doc.signature } end
end
table.sort(surface, function(a, b) return a.name < b.name end)
local modules = { lab = lab, scan = require "slavelab.scan", plain = require "slavelab.plain", lists = require "slavelab.lists",
  place = require "slavelab.place", disclosure = require "slavelab.disclosure" }
for _, name in ipairs { "scan.columns", "scan.params", "scan.calls", "scan.split", "scan.named", "scan.evaluable", "scan.enter", "scan.glob",
  "scan.open", "scan.notices", "plain.read", "plain.measure", "plain.show", "plain.number", "plain.places", "lists.list", "place.without", "disclosure.protect", "disclosure.range" } do
  local owner, method = name:match("(.+)%.(.+)")
  surface[#surface + 1] = { name = name, owner = owner, method = method, signature = "" }
end

-- --- objects ---------------------------------------------------------------------------------------------------------------------

local function new_table()
  return lab.table { columns = { "a", "b", "year", "day" }, types = { day = "date" },
    { 1, "x", 2021, "2021-01-31" }, { 2, "y", 2022, "2022-02-28" }, { { 3, "[p]" }, nil, 2022, nil }, { "[c]", "Total", 2023, "2023-03-31" } }
end

local pool = {} -- what finalizers and callbacks close, empty and extend

local function keep(value)
  pool[random(24)] = value
  return value
end

local function disturb()
  local value = pool[random(24)]
  if type(value) == "userdata" then
    value:close()
  elseif type(value) == "table" and random(2) == 1 then
    for key in pairs(value) do value[key] = nil end
  elseif type(value) == "table" then
    for _ = 1, random(40) do rawset(value, #value + 1, "more" .. random(1000)) end
  end
end

local running = true
local function litter()
  for _ = 1, random(3) do
    setmetatable({}, { __gc = function() if running then disturb() end end })
  end
end

-- --- arguments -------------------------------------------------------------------------------------------------------------------

local texts = { "", "a", "b", "year", "day", "c", "a > 1", "z = a + 1", "sum(a)", "a = b", "a in $list", "a > $k", "f(a)", "-a", "[c]", "[p]",
  "Total", "left", "m:m", "integer", "date", "2022", "2022-01-01", "\xff\xfe", "a\0b", ("x"):rep(300), "a,b\n1,2\n3,x\n", "{\"a\":[1,2]}", "*",
  "wilson", "percent", "1 +", "`a", "lag(a)", "a == a and b ~= 'x'" }
local numbers = { 0, 1, 2, -1, 3, 12, 1000, 0.5, -0.0, 1e300, 0 / 0, 1 / 0, -1 / 0, math.maxinteger, math.mininteger, 2 ^ 53 }
local keys = { "of", "by", "on", "over", "names", "values", "columns", "types", "missing", "how", "expect", "suffix", "asof", "n", "base", "as",
  "scale", "per", "interval", "confidence", "dp", "below", "complete", "seed", "type", "markers", "delim", "guard", "where", "params", "header",
  "skip", "a", "b", "list", "k", "f", 1, 2, "table", "mark", "x", "y", "title", "id", "unit", "needs", "numerator", "denominator", "kind" }

local value -- of any kind; depth bounds what holds what

local function plain_list(depth)
  local list = {}
  for i = 1, random(0, 4) do list[i] = random(3) > 1 and one_of(texts) or value(depth - 1) end
  return list
end

local function options(depth)
  local t = {}
  for _ = 1, random(0, 4) do t[one_of(keys)] = value(depth - 1) end
  return t
end

-- An item of a list that stands for itself and has no end.
local function item(i) return ("name " .. tostring(i)):rep(4) end

-- A list whose length is no number of items. It is made by one expression: written item by item, Lua may find its true length.
local powers = {}
for power = 0, 62 do powers[#powers + 1] = ("[1 << %d] = 'a'"):format(power) end
local claiming = load("return { [math.maxinteger] = 'a', " .. table.concat(powers, ", ") .. " }")

-- Lists that are not what they seem.
local strange = {
  function() -- longer whenever it is asked
    local n = 0
    return setmetatable({}, { __len = function() n = n + random(5000) return n end, __index = function(_, i) return item(i) end })
  end,
  function() return setmetatable({}, { __len = function() return 1 << 60 end, __index = function(_, i) return item(i) end }) end,
  function() -- fresh texts that nobody keeps
    return setmetatable({}, { __len = function() return 3 end,
      __index = function(_, i) collectgarbage("step", 100) return item(i) end })
  end,
  function() return setmetatable({ "a" }, { __index = function(_, i) disturb() return item(i) end }) end,
  function() return setmetatable({}, { __pairs = function() return function() end end }) end,
  claiming,
  function() local t = { "a" } t[2], t.on = t, t return t end,
  function() return setmetatable({ "a", "b" }, { __gc = function() if running then disturb() end end }) end,
}

local depth_of_calls = 0
local call_something

-- Functions: of a row, of a group, of values.
local functions = {
  function(x) return x end,
  function() return true end,
  function() return 1.5 end,
  function() return {} end,
  function() error("no") end,
  function() error({}) end,
  function(r) return r.a end,
  function() disturb() return 1 end,
  function() collectgarbage() return nil end,
  function() return coroutine.yield(1) end,
  function()
    if depth_of_calls < 3 then call_something() end
    return 1
  end,
}

value = function(depth)
  local kind = random(depth > 0 and 12 or 7)
  if kind == 1 then return nil end
  if kind == 2 then return random(2) == 1 end
  if kind == 3 then return one_of(numbers) end
  if kind <= 5 then return one_of(texts) end
  if kind == 6 then return one_of(functions) end
  if kind == 7 then return keep(one_of { new_table, function() return new_table().a end, function() return lab.col.a end,
    function() return lab.col.a + 1 end, function() return new_table():group_by("b") end,
    function() local t = new_table() t:close() return t end, function() return io.stderr end,
    function() return coroutine.create(function() end) end }()) end
  if kind == 8 then return keep(one_of(strange)()) end
  if kind <= 10 then return keep(options(depth)) end
  return keep(plain_list(depth))
end

-- --- calls -----------------------------------------------------------------------------------------------------------------------

local folder = check.folder()

local function subject_of(owner)
  if random(20) == 1 then return value(1) end
  if owner == "column" then return one_of { "a", "b", "year", "day" } and new_table():col(one_of { "a", "b", "year", "day" }) end
  if owner == "expression" then return lab.col[one_of { "a", "b" }] end
  return random(3) == 1 and new_table():group_by("b") or new_table()
end

-- What writes is given a path of its own, and what reads is not given standard input.
local function tame(name, arguments)
  if name:find("write_") then
    local at = name:find("^table:") and 2 or 1
    local given = type(arguments[at])
    if given == "string" or given == "number" then arguments[at] = folder .. "/written" end
  end
  return arguments
end

local function describe(v) return type(v) == "string" and ("%q"):format(v:sub(1, 40)) or type(v) end

local number = 0

-- A call that takes this many steps of Lua is taken for one that does not end.
local most_steps = 3e7

local function bounded(fn, ...)
  local thread = coroutine.create(function(...) return fn(...) end) -- what is called need not be a function
  debug.sethook(thread, function() error("no end in sight") end, "", math.tointeger(most_steps))
  return coroutine.resume(thread, ...)
end

call_something = function()
  depth_of_calls = depth_of_calls + 1
  local entry = one_of(surface)
  local holder = modules[entry.owner] or subject_of(entry.owner)
  local arguments = { n = random(0, 4) }
  for i = 1, arguments.n do arguments[i] = value(3) end
  if not modules[entry.owner] then
    table.insert(arguments, 1, keep(holder))
    arguments.n = arguments.n + 1
  end
  tame(entry.name, arguments)
  litter()
  if says and depth_of_calls == 1 then
    local shown = {}
    for i = 1, arguments.n do shown[i] = describe(arguments[i]) end
    io.stdout:write(number, " ", entry.name, "(", table.concat(shown, ", "), ")\n"):flush()
  end
  local found, fn = pcall(function() return holder[entry.method] end)
  if not found or fn == nil then
    depth_of_calls = depth_of_calls - 1
    return entry, true
  end
  local ok, result = bounded(fn, table.unpack(arguments, 1, arguments.n))
  if ok and type(result) == "userdata" then pcall(tostring, result) end
  depth_of_calls = depth_of_calls - 1
  return entry, ok, result
end

-- The library says what it has to say on standard error, and glimpse() prints.
require("lib.base.notice").say = function() end
rawset(_G, "print", function() end)

check.test(("%d calls with seed %d end, with a value or with a message"):format(calls, seed), function()
  local witness, twin = new_table(), new_table()
  collectgarbage("incremental", 50, 200, 10) -- always at work, a little at a time
  for i = 1, calls do
    number = i
    local entry, ok, result = call_something()
    local whole = ok or type(result) == "string" or type(result) == "table" -- error({}) of a function of ours
    if not whole then error(("call %d, %s: it raised a %s"):format(i, entry.name, type(result)), 0) end
    if not ok and type(result) == "string" and result:find("no end in sight", 1, true) then
      error(("call %d, %s takes more than %d steps"):format(i, entry.name, most_steps), 0)
    end
  end
  check.truthy(witness:equals(twin), "a table that nobody changed is as it was")
end)

check.test("a list that claims a length it does not have ends every call, whatever argument or option it is", function()
  check.equal(#claiming(), math.maxinteger)
  local before = { {}, { "a" }, { new_table() }, { "a", "b" } }
  for _, entry in ipairs(surface) do
    local function try(...)
      local arguments = table.pack(...)
      local holder = modules[entry.owner] or subject_of(entry.owner)
      if not modules[entry.owner] then
        table.insert(arguments, 1, holder)
        arguments.n = arguments.n + 1
      end
      tame(entry.name, arguments)
      local found, fn = pcall(function() return holder[entry.method] end)
      if not found or fn == nil then return end
      if says then
        local shown = {}
        for i = 1, arguments.n do shown[i] = describe(arguments[i]) end
        io.stdout:write(entry.name, "(", table.concat(shown, ", "), ")\n"):flush()
      end
      local ok, result = bounded(fn, table.unpack(arguments, 1, arguments.n))
      check.truthy(ok or not tostring(result):find("no end in sight", 1, true), entry.name)
    end
    for _, given in ipairs(before) do
      local list = table.move(given, 1, #given, 1, {})
      list[#given + 1] = claiming()
      try(table.unpack(list))
      for option in entry.signature:gmatch("([%w_]+)%??:") do
        list[#given + 1] = { [option] = claiming() }
        try(table.unpack(list))
      end
    end
  end
end)

check.run()
running = false
