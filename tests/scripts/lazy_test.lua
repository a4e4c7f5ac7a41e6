-- Random programs: what lab.scan_csv gives, in chunks of a few rows, is what the same verbs give on lab.read_csv, to the last bit,
-- type, mark, note and message. By hand, with more of them: slavelab --no-init tests/scripts/lazy_test.lua SEED PROGRAMS
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local core = require "slavelab.scan"

local folder = check.folder()

local first_seed, programs = tonumber(arg and arg[1]) or 2024, tonumber(arg and arg[2]) or 1500
local random = math.random

local function one_of(list) return list[random(#list)] end
local function chance(percent) return random(100) <= percent end

-- --- files ----------------------------------------------------------------------------------------------------------------------

-- Kinds of columns: what a cell may hold.
local kinds = {
  whole = function() return tostring(random(-20, 40)) end,
  large = function() return tostring(random(0, 1) == 0 and random(9e17 // 1 | 0) or -random(9e17 // 1 | 0)) end,
  decimal = function() return ("%.2f"):format(random() * 90 - 20) end,
  -- Numbers whose sums keep no digit of the small ones unless they are exact.
  wild = function() return ("%s%de%d"):format(one_of { "", "-" }, random(9), random(-30, 30)) end,
  wildest = function() return ("%s%de%d"):format(one_of { "", "-" }, random(9), random(-300, 307)) end,
  key = function() return one_of { "Kent", "Essex", "Avon", "Kent", "a b" } end,
  year = function() return tostring(random(2018, 2021)) end,
  date = function() return ("20%02d-%02d-%02d"):format(random(18, 21), random(12), random(28)) end,
  quoted = function() return one_of { '"a, b"', '"two\nlines"', '"say ""so"""', '""', "plain", '"12"' } end,
  accent = function() return one_of { "Orléans", "Köln", "Kent" } end,
  marked = function() return one_of { "1", "2", "7 [p]", "[c]", "[x]", "3 [r]", "4", "-5 [e]", "11" } end,
  -- What a column seems to be until a late row.
  late_decimal = function(at) return at > 0.8 and chance(30) and "2.5" or tostring(random(50)) end,
  late_text = function(at) return at > 0.9 and chance(40) and "oops" or tostring(random(50)) end,
  late_date = function(at) return at > 0.8 and chance(30) and "soon" or "2020-01-0" .. random(9) end,
  late_value = function(at) return at > 0.7 and tostring(random(9)) or "" end,
  code = function(at) return at > 0.85 and "00" .. random(9) or tostring(random(50)) end,
  nothing = function() return "" end,
}
local kind_names = {}
for name in pairs(kinds) do kind_names[#kind_names + 1] = name end
table.sort(kind_names)

local to_1252 = { ["é"] = "\xE9", ["ö"] = "\xF6" }

local file_count = 0
local function write(text)
  file_count = file_count + 1
  local path = ("%s/%d.csv"):format(folder, file_count % 40)
  lab.write_file(path, text)
  return path
end

-- { names, kinds, separator } decide about all files of one program.
local function new_shape()
  local shape = { names = {}, kinds = {}, separator = chance(20) and one_of { ";", "\t", "|" } or "," }
  local some = { "force", "year", "people", "rate", "note", "area code" }
  for i = 1, random(2, 5) do
    shape.names[i] = some[i]
    shape.kinds[i] = one_of(kind_names)
  end
  shape.kinds[1] = chance(70) and "key" or shape.kinds[1]
  shape.marked = chance(35)
  return shape
end

local function new_file(shape, options)
  local lines, rows = {}, chance(8) and 0 or random(1, 60)
  local names = {}
  for i, name in ipairs(shape.names) do names[i] = name end
  lines[1] = table.concat(names, shape.separator)
  for row = 1, rows do
    local cells = {}
    for i, kind in ipairs(shape.kinds) do
      cells[i] = chance(12) and "" or kinds[kind](row / rows)
      if cells[i] == "" and #shape.kinds == 1 then cells[i] = '""' end
    end
    if options.ragged and chance(10) then cells[#cells] = chance(50) and nil or "more" .. shape.separator .. "x" end
    lines[#lines + 1] = table.concat(cells, shape.separator)
  end
  local text = table.concat(lines, chance(20) and "\r\n" or "\n") .. (chance(80) and "\n" or "")
  if shape.encoded then text = text:gsub("[\xC3][\x80-\xBF]", to_1252) end
  return write(text)
end

local function new_options(shape)
  local options = {}
  if shape.separator ~= "," and chance(50) then options.delim = shape.separator end -- else it is proved
  if shape.marked then options.markers = "gss" end
  if chance(10) then options.ragged = "reject" end
  if chance(10) then options.missing = { "-", "7" } end
  if chance(10) then options.types = { [shape.names[random(#shape.names)]] = one_of { "text", "number", "integer" } } end
  if options.types and chance(50) then options.on_error = one_of { "reject", "missing" } end
  if chance(8) then options.file = true end
  if chance(10) then
    options.columns = {}
    for i = #shape.names, 1, -1 do
      if chance(60) or i == 1 then options.columns[#options.columns + 1] = shape.names[i] end
    end
  end
  if chance(6) then options.where = one_of { "year > 3", "force ~= 'Kent'", "year is not missing" } end
  if chance(6) then options.dates = "dd/mm/yyyy" end
  if chance(6) then options.skip = 0 end
  if chance(6) then options.trim = true end
  return next(options) and options or nil
end

-- --- programs -------------------------------------------------------------------------------------------------------------------

-- A program is a list of { what it says, function(t) }, made without a look at the values, so that some of them must fail.
local function quoted(name) return name:find("[^%w_]") and "`" .. name .. "`" or name end

-- What the columns of the program most likely hold: mistakes of type are made on purpose, but not in each program.
local holds = {}
local held = { key = "text", quoted = "text", accent = "text", late_text = "text", late_date = "text", code = "text", date = "date", nothing = "nothing" }

local function pick(names, what)
  local fitting = {}
  for _, name in ipairs(names) do
    if (holds[name] or "number") == what or holds[name] == "nothing" then fitting[#fitting + 1] = name end
  end
  return #fitting > 0 and not chance(4) and one_of(fitting) or one_of(names)
end

local function number_of(name) return one_of { quoted(name), quoted(name) .. " * 2", quoted(name) .. " / 3", "abs(" .. quoted(name) .. ")" } end

local function condition(names)
  local name, text = pick(names, "number"), pick(names, "text")
  return one_of {
    quoted(name) .. " > " .. random(-5, 30), quoted(name) .. " is missing", quoted(text) .. " is not missing",
    quoted(text) .. " == 'Kent'", quoted(text) .. " in ('Kent', 'Essex')", quoted(name) .. " ~= 3",
    quoted(name) .. " > 2 or " .. quoted(one_of(names)) .. " is missing", quoted(name) .. " between 1 and 20",
    quoted(name) .. " > mean(" .. quoted(name) .. ")",
  }
end

local aggregates = { "count()", "count(%s)", "sum(%s)", "mean(%s)", "median(%s)", "min(%s)", "max(%s)", "quantile(%s, 0.3)", "var(%s)",
  "sd(%s)", "n_distinct(%s)", "first(%s)", "last(%s)", "share(%s)", "corr(%s, %s)", "weighted_mean(%s, abs(%s))", "any(%s > 3)",
  "all(%s > 3)", "count_if(%s > 3)", "sum(%s > 3)", "count(%s > 3)", "mode(%s)", "join_text(%s, '; ')", "top(%s, 2)",
  "sum(%s) / count()", "max(%s) - min(%s)", "sum(%s * 0.1)", "mean(%s) + 1", "sum(%s) > $limit" }

local function aggregate(names)
  local name = quoted(pick(names, "number"))
  return (one_of(aggregates):gsub("%%s", name))
end

local function some_of(names)
  local list, there = {}, {}
  for _ = 1, random(1, math.min(3, #names)) do
    local name = one_of(names)
    if not there[name] then list[#list + 1], there[name] = name, true end
  end
  return list
end

local function without(names, gone)
  local left = {}
  for _, name in ipairs(names) do
    if name ~= gone then left[#left + 1] = name end
  end
  return left
end

local other = lab.table { columns = { "force", "region", "people" }, { "Kent", "South", 5 }, { "Essex", "East", 7 }, { "Bute", "North", 1 } }
local other_path = folder .. "/other.csv"
lab.write_file(other_path, "force,region,people\nKent,South,5\nEssex,East,7\nBute,North,1\n")

-- The other table of a verb that takes two: a table, or in half of the lazy runs a pipeline.
local function other_of(t, as_pipeline)
  if as_pipeline and type(t) == "table" then return lab.scan_csv(other_path) end
  return other
end

local verbs = {}

function verbs.filter(names)
  local text = condition(names)
  local form = random(4)
  if form == 1 then
    local name = one_of(names)
    return "filter(function " .. name .. ")", function(t) return t:filter(function(r) return type(r[name]) == "number" and r[name] > 3 end) end
  elseif form == 2 then
    local name, least = pick(names, "number"), random(0, 9)
    return "filter(col." .. name .. ":gt(" .. least .. "))", function(t) return t:filter(lab.col[name]:gt(least)) end
  elseif form == 3 then
    local name = pick(names, "number")
    return "filter(" .. name .. " > $least)", function(t) return t:filter(quoted(name) .. " > $least", { least = 4 }) end
  end
  return "filter(" .. text .. ")", function(t) return t:filter(text) end
end

function verbs.mutate(names)
  local target = chance(50) and one_of(names) or "new"
  local source = pick(names, "number")
  local value = one_of { number_of(source), quoted(source) .. " is missing", "if_else(" .. quoted(source) .. " > 3, 1, 0)",
    "coalesce(" .. quoted(source) .. ", " .. quoted(one_of(names)) .. ")", "lag(" .. quoted(source) .. ")", "sum(" .. quoted(source) .. ")",
    "cut(" .. quoted(source) .. ", 3, 20)", "case_when(" .. quoted(source) .. " > 9, 'many', " .. quoted(source) .. " > 2.5, 'some')",
    "substr(text(" .. quoted(source) .. "), 2)", "cummax(" .. quoted(source) .. ")", "replace_matches(text(" .. quoted(source) .. "), '\\\\d', '<$0>')" }
  local after = table.move(names, 1, #names, 1, {})
  local there = false
  for _, name in ipairs(names) do there = there or name == target end
  if not there then after[#after + 1] = target end
  holds[target] = "number"
  if chance(15) then
    return "mutate(function " .. target .. ")", function(t) return t:mutate { { target, function(r) return r[source] end } } end, after
  end
  return "mutate(" .. target .. " = " .. value .. ")", function(t) return t:mutate { { target, value } } end, after
end

function verbs.select(names)
  local list = some_of(names)
  return "select(" .. table.concat(list, ",") .. ")", function(t) return t:select(list) end, list
end

function verbs.drop(names)
  local gone = one_of(names)
  return "drop(" .. gone .. ")", function(t) return t:drop(gone) end, #names > 1 and without(names, gone) or names
end

function verbs.rename(names)
  local from, to = one_of(names), one_of { "renamed", "other", chance(10) and one_of(names) or "third" }
  holds[to] = holds[from]
  local after = {}
  for i, name in ipairs(names) do after[i] = name == from and to or name end
  return "rename(" .. from .. " to " .. to .. ")", function(t) return t:rename { [from] = to } end, after
end

function verbs.summarise(names)
  local keys, list, after = chance(75) and some_of(names) or {}, {}, {}
  for i, key in ipairs(keys) do after[i] = key end
  for i = 1, random(1, 3) do
    list[i] = { "v" .. i, aggregate(names) }
    holds["v" .. i] = list[i][2]:find("any") and "boolean" or list[i][2]:find("all") and "boolean" or "number"
    after[#after + 1] = "v" .. i
  end
  local complete, params = chance(15), { limit = 20 }
  local uses = false
  local said = {}
  for i, pair in ipairs(list) do
    said[i] = pair[1] .. " = " .. pair[2]
    uses = uses or pair[2]:find("$limit", 1, true)
  end
  return "group_by(" .. table.concat(keys, ",") .. (complete and ", complete" or "") .. "):summarise(" .. table.concat(said, ", ") .. ")", function(t)
    if #keys > 0 then t = complete and t:group_by(keys, { complete = true }) or t:group_by(keys) end
    if uses then return t:summarise(list, params) end
    return t:summarise(list)
  end, after
end

function verbs.distinct(names)
  if chance(40) then return "distinct()", function(t) return t:distinct() end end
  local list = some_of(names)
  return "distinct(" .. table.concat(list, ",") .. ")", function(t) return t:distinct(list) end
end

function verbs.head(names) -- luacheck: ignore
  local verb, count = one_of { "head", "tail" }, random(0, 12)
  return verb .. "(" .. count .. ")", function(t) return t[verb](t, count) end
end

function verbs.sort(names)
  local key = one_of { "", "-" } .. one_of(names)
  local count = random(1, 9)
  if chance(50) then return "sort(" .. key .. ")", function(t) return t:sort(key) end end
  return "sort(" .. key .. "):head(" .. count .. ")", function(t) return t:sort(key):head(count) end
end

function verbs.join(names)
  local on = pick(names, "text")
  local how = one_of { "left", "inner", "semi", "anti", "full" }
  local as_pipeline = chance(50)
  local after = table.move(names, 1, #names, 1, {})
  return "join(" .. how .. " on " .. on .. ")", function(t)
    return t:join(other_of(t, as_pipeline), { on = on == "force" and on or { [on] = "force" }, how = how })
  end, after
end

function verbs.join_by_range(names)
  local number, how, worked_out = pick(names, "number"), one_of { "left", "inner", "semi", "anti", "full" }, chance(20)
  local as_pipeline, expect = chance(50), one_of { "m:m", "m:m", "m:1" }
  local right = #without(names, "people") < #names and "people_right" or "people" -- as the result calls it
  local on = quoted(number) .. (worked_out and " - 1" or "") .. " >= " .. right .. (chance(50) and (" and %s < 4 + %s"):format(quoted(number), right) or "")
  return "join(" .. how .. " " .. expect .. " on " .. on .. ")", function(t)
    return t:join(other_of(t, as_pipeline), { on = on, how = how, expect = expect })
  end, table.move(names, 1, #names, 1, {})
end

function verbs.split_rows(names)
  local text, separator = pick(names, "text"), one_of { "e", "x", "nt" }
  return "split_rows(" .. text .. " at " .. separator .. ")", function(t) return t:split_rows(text, separator) end
end

function verbs.append(names)
  return "append(itself)", function(t) return t:append(t) end, names
end

function verbs.append_other()
  local as_pipeline = chance(50)
  return "append(other)", function(t) return t:append(other_of(t, as_pipeline)) end
end

function verbs.complete(names)
  local list = some_of(names)
  return "complete(" .. table.concat(list, ",") .. ")", function(t) return t:complete(list) end
end

function verbs.pivot(names)
  local key, value = one_of(names), one_of(names)
  return "pivot(" .. key .. "," .. value .. ")", function(t)
    return t:group_by(one_of { names[1] }, key):summarise { { "value", "count(" .. quoted(value) .. ")" } }:pivot { names = key, values = "value" }
  end, { names[1] }
end

function verbs.unmatched(names)
  local on, as_pipeline = pick(names, "text"), chance(50)
  return "unmatched(" .. on .. ")", function(t) return t:unmatched(other_of(t, as_pipeline), { on = on == "force" and on or { [on] = "force" } }) end,
    { "side", on }
end

function verbs.fill_down(names)
  local name = one_of(names)
  return "fill_down(" .. name .. ")", function(t) return t:fill_down(name) end
end

function verbs.slice()
  local from = random(1, 5)
  return "slice(" .. from .. ")", function(t) return t:slice(from, from + 3) end
end

function verbs.grouped(names)
  local key, plain, count, form = one_of(names), pick(names, "number"), random(0, 3), random(8)
  local name = quoted(plain)
  return "group_by(" .. key .. ") and " .. form .. " of " .. name, function(t)
    local by = t:group_by(key)
    if form == 7 then return by:slice(1 + count, 3) end
    if form == 8 then return by:fill_down(plain) end
    if form == 1 then return by:head(count) end
    if form == 2 then return by:mutate { { "new", "mean(" .. name .. ")" } } end
    if form == 3 then return by:filter(name .. " >= mean(" .. name .. ")") end
    if form == 4 then return by:filter(name .. " > 3"):summarise { { "v1", "count()" } } end
    if form == 5 then return by:mutate { { "twice", name .. " * 2" } }:summarise { { "v1", "sum(twice)" } } end
    return by:sort("-" .. key):summarise { { "v1", "first(" .. name .. ")" } }
  end, form > 3 and form < 7 and { key, "v1" } or names
end

function verbs.share(names)
  local of, by = pick(names, "number"), one_of(names)
  return "share(" .. of .. " by " .. by .. ")", function(t) return t:share { of = of, by = by } end
end

function verbs.suppress(names)
  local of = pick(names, "number")
  return "suppress(" .. of .. ")", function(t) return t:suppress { columns = of, below = 5 } end
end

function verbs.where_in_steps(names)
  local name = quoted(pick(names, "number"))
  return "filter(" .. name .. ") twice", function(t) return t:filter(name .. " > 1", name .. " < 30") end
end

function verbs.sample()
  return "sample(5)", function(t) return t:sample(5, { seed = 3 }) end
end

function verbs.totals(names)
  local of, over = one_of(names), names[1]
  return "totals(" .. over .. " of " .. of .. ")", function(t) return t:totals { over, of = of } end
end

function verbs.round(names)
  local of = pick(names, "number")
  return "round(" .. of .. ")", function(t) return t:round(of, { base = 5 }) end
end

function verbs.column_sets(names)
  local number, key, form = pick(names, "number"), one_of(names), random(6)
  local is_number = "name == $number"
  return "columns " .. form .. " of " .. number .. " by " .. key, function(t)
    local values = { number = number }
    if form == 1 then return t:select(names[1], lab.columns(is_number, values)) end
    if form == 2 then return t:mutate("* + 1 over " .. is_number, values) end
    if form == 3 then return t:mutate("*_twice = * * 2 over numeric") end
    if form == 4 then return t:group_by(key):summarise("most_* = max(*) over " .. is_number, "rows = count()", values) end
    if form == 5 then return t:summarise("max(*) over numeric") end
    return t:rename(lab.columns(is_number, values), "'renamed ' .. name")
  end, form == 1 and { names[1] } or form == 4 and { key, "rows" } or form == 5 and { "none" } or form == 6 and { names[1] == number and "renamed " .. number or names[1] } or names
end

local verb_names = {}
for name in pairs(verbs) do verb_names[#verb_names + 1] = name end
table.sort(verb_names)
local usual = { "filter", "filter", "mutate", "mutate", "summarise", "summarise", "select", "rename", "sort", "join" }

local function new_program(shape, options)
  local named = options and options.columns or shape.names
  local names = table.move(named, 1, #named, 1, {})
  if options and options.file then names[#names + 1] = "file" end
  local program = {}
  holds = { file = "text" }
  for i, name in ipairs(shape.names) do holds[name] = held[shape.kinds[i]] end
  for i = 1, random(0, 4) do
    local said, step, after = verbs[one_of(chance(65) and usual or verb_names)](names)
    program[i] = { said, step }
    names = after or names
  end
  return program
end

-- --- what comes of them ---------------------------------------------------------------------------------------------------------

local function bits(value)
  if math.type(value) == "float" then return value ~= value and "nan" or ("%a"):format(value) end
  return tostring(value)
end

local function shown_table(t)
  local lines = {}
  for _, name in ipairs(t:column_names()) do
    local column = t:col(name)
    local cells = { name, column:type() }
    for row = 1, #t do cells[#cells + 1] = bits(column[row]) .. (column:marker(row) or "") end
    lines[#lines + 1] = table.concat(cells, "|")
  end
  for i, note in ipairs(t:notes()) do lines[#lines + 1] = "note " .. i .. ": " .. note end
  return table.concat(lines, "\n")
end

-- The table in words, or the message; and whether the message came when the verbs were written, before a result was asked for.
local function outcome(program, t)
  local asked = false
  local ok, result = lab.try(function()
    local made = t()
    for _, step in ipairs(program) do made = step[2](made) end
    asked = true
    made = made:collect()
    return shown_table(made)
  end)
  if ok then return ok, false end
  return "error: " .. (tostring(result):gsub("\n.*", ""):gsub("^scan_csv:", "read_csv:")), not asked
end

local function said_of(shape, options, program)
  local list = { table.concat(shape.kinds, ",") }
  for key, value in pairs(options or {}) do list[#list + 1] = key .. "=" .. (type(value) == "table" and (value[1] or next(value) .. ":" .. select(2, next(value))) or tostring(value)) end
  for _, step in ipairs(program) do list[#list + 1] = step[1] end
  return table.concat(list, " ")
end

-- What is known before a row is read; a function of rows finds out at the first.
local function is_about_names(message)
  if message:find("^error: row") then return false end
  return message:find('no column "', 1, true) or message:find("two columns are called", 1, true)
    or message:find("meets the condition", 1, true)
end

local differences = {}

local function one_program(seed)
  math.randomseed(seed)
  local shape = new_shape()
  shape.encoded = chance(8)
  local options = new_options(shape)
  local paths = {}
  for i = 1, chance(80) and 1 or random(2, 3) do paths[i] = new_file(shape, options or {}) end
  local given = #paths == 1 and paths[1] or paths
  local program = new_program(shape, options)
  local bytes = one_of { 20, 60, 200, 1000 }
  core.chunk_bytes(bytes)
  local lazy, early = outcome(program, function() return lab.scan_csv(given, options) end)
  core.chunk_bytes(0)
  local eager = outcome(program, function() return lab.read_csv(given, options) end)
  -- A program of two mistakes: a name that is not there is told when the verb is written, before a row is read.
  local told_before = early and is_about_names(lazy) and eager:sub(1, 6) == "error:" and not is_about_names(eager)
  if lazy ~= eager and not told_before then
    local texts = {}
    for i, path in ipairs(paths) do texts[i] = lab.read_file(path) end
    differences[#differences + 1] = ("seed %d: %s\neager:\n%s\nlazy:\n%s\n%s"):format(seed, said_of(shape, options, program), eager, lazy,
      arg[3] and table.concat(texts, "----\n") or "")
  end
  return eager
end

check.test("random programs give the same lazily, in chunks of a few rows, as at once", function()
  local failed = 0
  for seed = first_seed, first_seed + programs - 1 do
    local eager = one_program(seed)
    if eager:sub(1, 6) == "error:" then failed = failed + 1 end
  end
  if #differences > 0 then error(#differences .. " programs of " .. programs .. " differ; the first:\n" .. table.concat(differences, "\n\n", 1, math.min(#differences, tonumber(arg[3]) or 1)), 0) end
  check.truthy(failed < programs * 0.5, "most programs failed: " .. failed)
end)

-- --- a plain model ------------------------------------------------------------------------------------------------------------

-- Rows as Lua tables, { k =, n =, d = }, d in hundredths: what a person would do with a pencil.
local function plain_rows()
  local rows = {}
  for i = 1, random(0, 60) do
    rows[i] = { k = not chance(10) and one_of { "Avon", "Essex", "Kent" } or nil, n = not chance(15) and random(-20, 40) or nil,
      d = not chance(15) and random(-4000, 4000) or nil }
  end
  return rows
end

local function plain_file(rows)
  local lines = { "k,n,d" }
  for i, row in ipairs(rows) do
    lines[i + 1] = ("%s,%s,%s"):format(row.k or "", row.n or "", row.d and ("%s%d.%02d"):format(row.d < 0 and "-" or "", math.abs(row.d) // 100, math.abs(row.d) % 100) or "")
  end
  return write(table.concat(lines, "\n") .. "\n")
end

-- The answer to filter("n > least"):group_by("k"):summarise(...), keys in order, the missing one last.
local function plain_answer(rows, least)
  local groups, order = {}, {}
  for _, row in ipairs(rows) do
    if row.n and row.n > least then
      local key = row.k or "~"
      local g = groups[key]
      if not g then
        g = { k = row.k, rows = 0, known = 0, sum = 0, least = row.n, most = row.n, first = row.n, hundredths = 0 }
        groups[key], order[#order + 1] = g, key
      end
      g.rows, g.sum, g.last = g.rows + 1, g.sum + row.n, row.n
      g.least, g.most = math.min(g.least, row.n), math.max(g.most, row.n)
      if row.d then g.known, g.hundredths = g.known + 1, g.hundredths + row.d end
    end
  end
  table.sort(order)
  local lines = {}
  for i, key in ipairs(order) do
    local g = groups[key]
    lines[i] = ("%s rows %d known %d sum %d mean %a from %d to %d first %d last %d d %s"):format(g.k, g.rows, g.known, g.sum, g.sum / g.rows,
      g.least, g.most, g.first, g.last, g.known > 0 and ("%.2f"):format(g.hundredths / 100):gsub("^-(0.00)$", "%1") or "nil")
  end
  return table.concat(lines, "\n")
end

local function told_answer(t, least)
  local answer = t:filter("n > $least", { least = least }):group_by("k"):summarise("rows = count()", "known = count(d)", "sum = sum(n)",
    "mean = mean(n)", "from = min(n)", "to = max(n)", "first = first(n)", "last = last(n)", "d = sum(d)"):collect()
  local lines = {}
  for i, row in ipairs(answer:to_list()) do
    lines[i] = ("%s rows %d known %d sum %d mean %a from %d to %d first %d last %d d %s"):format(row.k, row.rows, row.known, row.sum, row.mean,
      row.from, row.to, row.first, row.last, row.d and ("%.2f"):format(row.d):gsub("^-(0.00)$", "%1") or "nil")
  end
  return table.concat(lines, "\n")
end

check.test("a pipeline and a table answer as a plain loop over the rows does", function()
  for seed = first_seed, first_seed + programs // 5 do
    math.randomseed(seed)
    local rows = plain_rows()
    rows[#rows + 1] = { k = "Kent", n = 41, d = 1 } -- a value of each, so that the columns are what they are
    local path, least, expected = plain_file(rows), random(-20, 30), nil
    expected = plain_answer(rows, least)
    core.chunk_bytes(one_of { 20, 70, 300 })
    local lazy = told_answer(lab.scan_csv(path), least)
    core.chunk_bytes(0)
    check.equal(lazy, expected, "seed " .. seed .. ", lazily")
    check.equal(told_answer(lab.read_csv(path), least), expected, "seed " .. seed .. ", at once")
  end
end)

check.run()
