-- scan.lua - lab.scan_csv: a pipeline over a CSV file that reads what it needs of it when its result is asked for.
--
--     local t = lab.scan_csv("street.csv"):filter("month == '2019-01'"):group_by("force"):summarise("crimes = count()")
--     print(t:explain())      the plan
--     print(t)                runs it
--
-- A pipeline is a source and steps, plain data that plan.lua looks at and run.lua carries out:
--
--     { source = { paths=, options=, names=, file_column=, where=, params=, sieve= }, steps = { { verb = "filter", conditions=, params=, names= }, ... } }
--
-- names are the columns behind the step. The first steps of a pipeline, `sieve` of them, are what the option where asks for, when it is of
-- one file: of several it looks at all rows together. Each verb gives a new pipeline. Verbs that are no steps, and anything else that is
-- asked of a pipeline (#t, t.people, t:rows(), print), run it and go to the table it gives, which is kept.

local csv = require "slavelab.csv"
local csv_paths = require "lib.pipeline.csv_paths"
local plan = require "lib.pipeline.plan"
local raise = require "lib.base.raise"
local run = require "lib.pipeline.run"
local suggest = require "lib.base.suggest"
local core = require "slavelab.scan"
local lists = require "slavelab.lists"

local scan = {}
local Pipeline = { __name = "slavelab.Pipeline" }
local verbs = {}

-- A pipeline knows its last step and what was before that, so that thousands of steps are written as fast as the first: last is
-- { step =, before = last of the pipeline that it was made of }.
local function new(source, last) return setmetatable({ source = source, last = last }, Pipeline) end

local function raw(self, field) return rawget(self, field) end

-- The steps of a pipeline, from the first.
local function steps_of(self)
  local steps, at = {}, raw(self, "last")
  while at do
    steps[#steps + 1], at = at.step, at.before
  end
  for i = 1, #steps // 2 do steps[i], steps[#steps + 1 - i] = steps[#steps + 1 - i], steps[i] end
  return steps
end

-- The columns there are behind the last step.
local function names_of(self)
  local last = raw(self, "last")
  return last and last.step.names or raw(self, "source").names
end

-- A list of names as a set: a file may have 100,000 columns, each of which is asked for.
local function set_of(names)
  local set = {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end

-- A table of no rows under the names: what a verb makes of it says what the verb makes of the names, or why it cannot.
local function without_rows(names) return lab.table { columns = names } end

-- Raises what the table's verb says to arguments that it refuses.
local function refuse(self, verb, ...)
  local t = without_rows(names_of(self))
  t[verb](t, ...)
end

-- Raises unless the wanted columns are there, what the table's verb says to these arguments.
local function require_names(self, wanted, verb, ...)
  local names = names_of(self)
  local there = set_of(names)
  for _, name in ipairs(wanted) do
    if not there[name] then
      local t = without_rows(names)
      local _, message = lab.try(t[verb], t, ...)
      if message and message:find("no column", 1, true) then error(message, 0) end
      raise('no column "%s"%s', name, suggest.among(name, names, "the columns are")) -- it stumbled over a type first
    end
  end
end

local function with_step(self, step)
  step.names = step.names or names_of(self)
  return new(raw(self, "source"), { step = step, before = raw(self, "last") })
end

-- The arguments of a verb without a last table of $values, and that table.
local function split_params(...)
  local arguments = table.pack(...)
  while arguments.n > 1 and arguments[arguments.n] == nil do arguments.n = arguments.n - 1 end
  local last = arguments[arguments.n]
  local is_params = arguments.n > 1 and type(last) == "table" and getmetatable(last) == nil and #last == 0 and next(last) ~= nil
  if not is_params then return arguments, nil end
  arguments[arguments.n] = nil
  arguments.n = arguments.n - 1
  return arguments, last
end

-- Texts and lists of texts, one list.
local function flatten(...)
  local list = {}
  for i, item in ipairs { ... } do
    if type(item) == "table" then
      local items = lists.list(item, "argument " .. i)
      table.move(items, 1, #items, #list + 1, list)
    else
      list[#list + 1] = item
    end
  end
  return list
end

local function check_columns_of(self, expr, verb, ...)
  if plan.is_expression(expr) then require_names(self, core.columns(expr), verb, ...) end
end

-- --- steps: what is recorded, and what is known to be wrong before a row is read --------------------------------------------

function verbs.filter(self, ...)
  local arguments, params = split_params(...)
  local conditions = {}
  for i, condition in ipairs(flatten(table.unpack(arguments, 1, arguments.n))) do
    if type(condition) == "boolean" then refuse(self, "filter", ...) end
    conditions[i] = core.evaluable(condition, "filter: condition " .. i)
    check_columns_of(self, conditions[i], "filter", ...)
  end
  if #conditions == 0 then raise('filter: a condition was expected, as in filter("year >= 2014")') end
  return with_step(self, { verb = "filter", conditions = conditions, params = params })
end

-- The conditions behind "over" in texts, in lists of texts and pairs, and in a pair by its key: mutate("round(*, 1) over numeric").
local function over_conditions(arguments)
  local conditions = {}
  local function look(value, depth)
    if type(value) == "string" then
      conditions[#conditions + 1] = core.over(value)
    elseif type(value) == "table" and getmetatable(value) == nil and depth < 2 then
      for _, item in next, value do look(item, depth + 1) end
    end
  end
  for i = 1, arguments.n do look(arguments[i], 0) end
  return conditions
end

-- The grouping that the last step made: names of its keys, or nil.
local function keys_of(self)
  local last = raw(self, "last")
  if not last or last.step.verb ~= "group_by" then return nil end
  local names = {}
  for i, key in ipairs(last.step.keys) do names[i] = key[1] end
  return names
end

-- A table of no rows that has the columns and the grouping of the pipeline.
local function shape_of(self)
  local names, keys = table.move(names_of(self), 1, #names_of(self), 1, {}), keys_of(self) or {}
  local there = set_of(names)
  for _, key in ipairs(keys) do
    if not there[key] then names[#names + 1] = key end
  end
  return without_rows(names):group_by(keys)
end

-- Values handed in without those that only conditions use, which have been looked at.
local function without_used(params, conditions, list)
  local used, rest = {}, {}
  for _, condition in ipairs(conditions) do
    for _, name in ipairs(core.params(condition)) do used[name] = true end
  end
  for _, pair in ipairs(list) do
    for _, name in ipairs(plan.is_expression(pair[2]) and core.params(pair[2]) or {}) do used[name] = nil end
  end
  for name, value in pairs(params) do
    if not used[name] then rest[name] = value end
  end
  return next(rest) ~= nil and rest or nil
end

-- What only some pipelines need is read when one does.
local function column_sets() return require "lib.figures.column_sets" end

-- { { name, value }, ... } and the values handed in; nil when a condition behind "over" looks at what only the rows show.
local function named(self, verb, ...)
  local arguments, params = split_params(...)
  local conditions = over_conditions(arguments)
  for _, condition in ipairs(conditions) do
    if not column_sets().needs_names_only(condition) then return nil end
  end
  local shape = #conditions > 0 and shape_of(self) or nil
  local list, pairs_of = core.named(verb, shape, params, table.unpack(arguments, 1, arguments.n)), {}
  for i = 1, #list, 2 do pairs_of[#pairs_of + 1] = { list[i], list[i + 1] } end
  if params and #conditions > 0 then params = without_used(params, conditions, pairs_of) end
  return pairs_of, params
end

-- Names among which are sets of columns (lab.columns), as names; nil when a set looks at what only the rows show.
local function settled(self, verb, optional, ...)
  local may_be_sets = false
  for i = 1, select("#", ...) do may_be_sets = may_be_sets or type((select(i, ...))) == "table" end
  local found, by_names = false, false
  if may_be_sets then found, by_names = column_sets().among(...) end
  if not found then return flatten(...) end
  return by_names and column_sets().expand(without_rows(names_of(self)), verb, optional, ...) or nil
end

function verbs.mutate(self, ...)
  local list, params = named(self, "mutate", ...)
  if not list then return verbs.collect(self):mutate(...) end
  local names = table.move(names_of(self), 1, #names_of(self), 1, {})
  local there = set_of(names)
  for _, pair in ipairs(list) do
    check_columns_of(self, pair[2], "mutate", ...)
    if not there[pair[1]] then names[#names + 1], there[pair[1]] = pair[1], true end
  end
  return with_step(self, { verb = "mutate", list = list, params = params, names = names })
end

function verbs.select(self, ...)
  local wanted = settled(self, "select", false, ...)
  if not wanted then return verbs.collect(self):select(...) end
  require_names(self, wanted, "select", wanted)
  return with_step(self, { verb = "select", columns = wanted, names = wanted })
end

function verbs.drop(self, ...)
  local unwanted, names = settled(self, "drop", true, ...), {}
  if not unwanted then return verbs.collect(self):drop(...) end
  require_names(self, unwanted, "drop", unwanted)
  local dropped = set_of(unwanted)
  for _, name in ipairs(names_of(self)) do
    if not dropped[name] then names[#names + 1] = name end
  end
  return with_step(self, { verb = "drop", columns = unwanted, names = names })
end

function verbs.group_by(self, ...)
  local keys, options = settled(self, "group_by", false, ...), {}
  if not keys then return verbs.collect(self):group_by(...) end
  local last = select("#", ...) > 0 and select(-1, ...)
  if type(last) == "table" and getmetatable(last) == nil and #last == 0 then options = last end
  local pairs_of, there = {}, set_of(names_of(self))
  for i, key in ipairs(keys) do
    if type(key) == "string" and there[key] then
      pairs_of[i] = { key }
    else
      local list = core.named("group_by", nil, nil, type(key) == "table" and { key } or key)
      pairs_of[i] = { list[1], list[2] }
      check_columns_of(self, list[2], "group_by", ...)
    end
  end
  return with_step(self, { verb = "group_by", keys = pairs_of, complete = options.complete == true })
end

function verbs.summarise(self, ...)
  local list, params = named(self, "summarise", ...)
  if not list then return verbs.collect(self):summarise(...) end
  local last, names = raw(self, "last"), {}
  local grouping = last and last.step
  for _, key in ipairs(grouping and grouping.verb == "group_by" and grouping.keys or {}) do names[#names + 1] = key[1] end
  for _, pair in ipairs(list) do
    check_columns_of(self, pair[2], "summarise", ...)
    names[#names + 1] = pair[1]
  end
  local there = {}
  for _, name in ipairs(names) do
    if there[name] then
      raise('two columns are called "%s"; summarise gives the keys first, then a column for each expression', name)
    end
    there[name] = true
  end
  return with_step(self, { verb = "summarise", list = list, params = params, names = names })
end
verbs.summarize = verbs.summarise

-- Verbs whose arguments are those of the table's: noted down as they are.
local function with_arguments(self, verb, step, ...)
  step.verb, step.arguments = verb, table.pack(...)
  return with_step(self, step)
end

function verbs.rename(self, ...)
  local before = names_of(self)
  if type((...)) == "table" and column_sets().is_set((...)) then
    local sets, set, how = column_sets(), ...
    local new_name = type(how) == "function" and how or core.evaluable(how, "rename")
    if not sets.needs_names_only(set.condition) or not sets.needs_names_only(new_name) then
      return verbs.collect(self):rename(...)
    end
    return verbs.rename(self, sets.renames(without_rows(before), set, how))
  end
  return with_arguments(self, "rename", { before = before, names = without_rows(before):rename(...):column_names() }, ...)
end

function verbs.split_rows(self, column, separator)
  if type(column) ~= "string" or separator ~= nil and (type(separator) ~= "string" or separator == "") then
    return verbs.collect(self):split_rows(column, separator)
  end
  require_names(self, { column }, "split_rows", column, separator)
  return with_arguments(self, "split_rows", { column = column }, column, separator)
end

local function check_count(self, verb, count)
  if count ~= nil and (math.type(count) ~= "integer" or count < 0) then refuse(self, verb, count) end
end

function verbs.head(self, count)
  check_count(self, "head", count)
  return with_arguments(self, "head", {}, count)
end

function verbs.tail(self, count)
  check_count(self, "tail", count)
  return with_arguments(self, "tail", {}, count)
end

function verbs.distinct(self, ...)
  local columns = settled(self, "distinct", false, ...)
  if not columns then return verbs.collect(self):distinct(...) end
  require_names(self, columns, "distinct", columns)
  return with_arguments(self, "distinct", { columns = columns }, table.unpack(columns))
end

function verbs.sort(self, ...)
  local keys, arguments, there = {}, split_params(...), set_of(names_of(self))
  for i, key in ipairs(flatten(table.unpack(arguments, 1, arguments.n))) do
    local name = type(key) == "string" and key:gsub("^%-", "")
    keys[i] = name and there[name] and name or core.evaluable(key, "sort: key " .. i)
    check_columns_of(self, keys[i], "sort", ...)
  end
  return with_arguments(self, "sort", { keys = keys }, ...)
end

local joined = { left = true, inner = true, semi = true, anti = true }

-- The columns of the left table that a join looks at, and the keys of the right one as a set; nil when something is worked out for it.
local function join_keys(self, other, o)
  local ranges = require "lib.figures.ranges"
  local lefts, rights = {}, {}
  if not ranges.has_condition(o.on, names_of(self)) then
    for key, name in pairs(type(o.on) == "table" and o.on or { o.on }) do
      lefts[#lefts + 1], rights[name] = math.type(key) == "integer" and name or key, true
    end
    table.sort(lefts) -- Lua keeps no order among named keys
    return lefts, rights
  end
  local there = {}
  for _, one in ipairs(ranges.parse(names_of(self), other:column_names(), o.on, o.suffix)) do
    if not one.left_name or not one.right_name then return nil end
    if not there[one.left_name] then lefts[#lefts + 1], there[one.left_name] = one.left_name, true end
    if one.op == "==" then rights[one.right_name] = true end
  end
  return lefts, rights
end

-- A join in which each row finds its own partners is a step; any other collects first.
function verbs.join(self, other, options)
  local o = type(options) == "table" and options or { on = options }
  local how, expect = o.how or "left", o.expect or "m:1"
  if getmetatable(other) == Pipeline then other = verbs.collect(other) end
  if type(other) ~= "userdata" or o.on == nil or o.asof ~= nil or not joined[how] or (expect ~= "m:1" and expect ~= "m:m") then
    return verbs.collect(self):join(other, options)
  end
  local lefts, rights = join_keys(self, other, o)
  if not lefts then return verbs.collect(self):join(other, options) end
  require_names(self, lefts, "join", other, options)
  local names, right = table.move(names_of(self), 1, #names_of(self), 1, {}), other:column_names()
  local there = set_of(names)
  for _, name in ipairs((how == "left" or how == "inner") and right or {}) do
    if not rights[name] then
      names[#names + 1] = there[name] and name .. (o.suffix or "_right") or name
      there[names[#names]] = true
    end
  end
  return with_arguments(self, "join", { names = names, keys = lefts, right = right, other = other }, other, options)
end

-- --- asking for the result ------------------------------------------------------------------------------------------------------

function verbs.collect(self)
  local result = raw(self, "result")
  if not result then
    result = run.collect(raw(self, "source"), steps_of(self))
    rawset(self, "result", result)
  end
  return result
end

-- The names are known before a row is read.
function verbs.column_names(self) return table.move(names_of(self), 1, #names_of(self), 1, {}) end

function verbs.explain(self) return plan.explain(raw(self, "source"), steps_of(self)) end

function Pipeline.__index(self, key)
  if verbs[key] then return verbs[key] end
  local t = verbs.collect(self)
  local value = t[key]
  if type(value) ~= "function" then return value end
  return function(first, ...)
    if rawequal(first, self) then first = t end
    return value(first, ...)
  end
end

function Pipeline.__newindex() raise("a pipeline never changes: its verbs give new ones") end
function Pipeline.__len(self) return #verbs.collect(self) end
function Pipeline.__tostring(self) return tostring(verbs.collect(self)) end

-- --- the source -----------------------------------------------------------------------------------------------------------------

-- Options that belong to the pipeline, not to the reader.
local function reader_options(options)
  local own = lists.options(options, "scan_csv")
  own.where, own.params, own.file = nil, nil, nil
  return own
end

-- The columns of all files, in the order in which they come; nil when a file cannot be read in chunks. A header with an accent is
-- certain only once the whole file is known to be UTF-8.
local function names_in(paths, options)
  local names, there = {}, {}
  for _, path in ipairs(paths) do
    local chunks <close> = path ~= "-" and core.open(path, options) or nil
    if not chunks then return nil end
    local of_file = chunks:names()
    chunks:advise()
    if table.concat(of_file):find("[\x80-\xFF]") and not chunks:prove_text() then return nil end
    core.notices(path, chunks)
    for _, name in ipairs(options.columns and flatten(options.columns) or of_file) do
      if not there[name] then names[#names + 1], there[name] = name, true end
    end
  end
  return names
end

function scan.csv(given, options)
  if options ~= nil and type(options) ~= "table" then raise("scan_csv: options are a table, not a %s", type(options)) end
  local source = {
    paths = csv_paths.expand(given, "scan_csv"),
    file_column = csv_paths.file_column(options, "scan_csv"),
    options = reader_options(options),
  }
  local where, wanted = options and options.where, source.options.columns
  source.where, source.params = where, options and options.params
  source.sieve = where ~= nil and source.paths[1] == given and not source.file_column and (wanted and 2 or 1) or 0
  source.options.columns = csv_paths.columns_read(options or {})
  source.names = names_in(source.paths, source.options)
  if not source.names then -- what cannot be read in chunks is read now, and is a pipeline all the same
    source.table, source.sieve = lab.read_csv(given, options), 0
    source.names = source.table:column_names()
    return new(source)
  end
  source.names[#source.names + 1] = source.file_column
  local pipeline = new(source)
  if where == nil then return pipeline end
  pipeline = options.params and pipeline:filter(where, options.params) or pipeline:filter(where)
  return wanted and pipeline:select(wanted, source.file_column) or pipeline
end

lab.document("lab", "scan_csv", {
  signature = "(path: string|string[], options?: " .. csv.options_type .. "): slavelab.Pipeline",
  text = "A CSV file, or several, as a pipeline: its verbs are noted down, and the files are read when the result is asked for, with "
    .. "t:collect() or any use of values, and then only the columns and rows that are needed, in bounded memory: for "
    .. "files larger than memory. filter, mutate, select, drop, group_by and summarise run chunk by chunk; any other "
    .. "verb collects first. Options are those of read_csv, and types are proved on every row as there. t:explain() "
    .. "says what will be done.",
  example = 'lab.write_file("forces.csv", "force,people\\nKent,12\\nEssex,3\\nKent,5\\n")\n'
    .. 'local t = lab.scan_csv("forces.csv"):group_by("force"):summarise("people = sum(people)")\n'
    .. "print(t:explain())\nprint(t:collect())",
})

return scan.csv
