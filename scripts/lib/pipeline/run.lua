-- run.lua - a pipeline (scan.lua) carried out: chunk after chunk through its steps, and what is left put together.

local core = require "slavelab.scan"
local csv_paths = require "lib.pipeline.csv_paths"
local plan = require "lib.pipeline.plan"
local plain = require "slavelab.plain"
local problems = require "lib.pipeline.problems"
local total_labels = require "lib.figures.total_labels"

local run = {}

-- Rows of parts that wait before they are put together with those before them.
local most_waiting = 500000

local function key_arguments(keys)
  local list = {}
  for i, key in ipairs(keys) do list[i] = key[1] end
  return list
end

-- A key that is an expression becomes its column before group_by.
local function with_keys(t, step)
  local made = {}
  for _, key in ipairs(step.keys) do
    if key[2] ~= nil then made[#made + 1] = key end
  end
  return #made > 0 and t:mutate(made) or t
end

-- group_by as it was written.
local function grouped(t, step, complete)
  t = with_keys(t, step)
  if complete then return t:group_by(key_arguments(step.keys), { complete = true }) end
  return t:group_by(key_arguments(step.keys))
end

-- Columns that nothing needs were not read.
local function those_of(t, names)
  local there, list = {}, {}
  for _, name in ipairs(t:column_names()) do there[name] = true end
  for _, name in ipairs(names) do
    if there[name] then list[#list + 1] = name end
  end
  return list
end

-- Of the columns that were read.
local function renamed(t, step)
  local list, there = {}, {}
  for _, name in ipairs(t:column_names()) do there[name] = true end
  for i, name in ipairs(step.before) do
    if there[name] and step.names[i] ~= name then list[#list + 1] = { name, step.names[i] } end
  end
  return #list > 0 and t:rename(list) or t
end

-- A column that is replaced without being looked at was not read: it takes its place all the same.
local function mutated(t, step)
  local after = t:mutate(step.list, step.params)
  local names = after:column_names()
  if #names == #t:column_names() then return after end
  local in_order = those_of(after, step.names)
  for i, name in ipairs(names) do
    if in_order[i] ~= name then return after:select(in_order) end
  end
  return after
end

local function apply(t, step)
  if step.verb == "filter" then return t:filter(step.conditions, step.params) end
  if step.verb == "mutate" then return mutated(t, step) end
  if step.verb == "select" then return t:select(step.columns) end
  if step.verb == "drop" then return t:drop(those_of(t, step.columns)) end
  if step.verb == "group_by" then return grouped(t, step, step.complete) end
  if step.verb == "summarise" then return t:summarise(step.list, step.params) end
  if step.verb == "rename" then return renamed(t, step) end
  return t[step.verb](t, table.unpack(step.arguments, 1, step.arguments.n))
end

-- The table after steps first to last. Tables on the way are closed rather than left to the collector, which does not know how
-- large a chunk is.
local function through(t, steps, first, last)
  for i = first, last do
    local after = apply(t, steps[i])
    if after ~= t then t:close() end
    t = after
  end
  return t
end

-- The same, where the tables on the way may be another's, too.
local function through_kept(t, steps, first, source)
  for i = first, #steps do
    t = apply(t, steps[i])
    if i == source.sieve then total_labels.notice(t, source.paths[1], true) end
  end
  return t
end

-- --- gathering what chunks leave ------------------------------------------------------------------------------------------------

-- A gatherer takes tables as chunks leave them (add), gives what it has for another to take (give, take), and ends with one
-- table (finish).

-- Tables that wait to be put behind one another. Now and then some are: few rows of a chunk would else hold on to all texts of the
-- chunk.
local most_apart = 8

local function new_stack()
  local stack = { rows = 0 }
  local settled, apart = {}, {}
  local function append(tables)
    local all = #tables == 1 and tables[1] or tables[1]:append(table.unpack(tables, 2))
    for i = 1, #tables > 1 and #tables or 0 do tables[i]:close() end
    return all
  end
  function stack.push(t)
    apart[#apart + 1] = t
    stack.rows = stack.rows + #t
    if #apart == most_apart then settled[#settled + 1], apart = append(apart), {} end
  end
  function stack.is_empty() return #settled + #apart == 0 end
  -- All of them as one table; the stack is empty then.
  function stack.take()
    table.move(apart, 1, #apart, #settled + 1, settled)
    local all = append(settled)
    settled, apart, stack.rows = {}, {}, 0
    return all
  end
  return stack
end

-- Tables behind one another.
local function new_pile()
  local pile, stack = {}, new_stack()
  local columns = nil -- a table of no rows, for when there is no other
  function pile.take(t)
    columns = columns or t:head(0)
    if #t > 0 then stack.push(t) else t:close() end
  end
  pile.add = pile.take
  function pile.finish() return stack.is_empty() and columns or stack.take() end
  function pile.give() return { pile.finish() } end
  return pile
end

-- What steps leave of each chunk, reduced again together now and then.
local function new_reducer(made, steps)
  local reducer, stack, settled = {}, new_stack(), 0
  local function reduce(t) return through(t, steps, made.rest - made.reduce, made.rest - 1) end
  function reducer.take(t)
    stack.push(t)
    if stack.rows > most_waiting + 2 * settled then
      local together = reduce(stack.take())
      settled = #together
      stack.push(together)
    end
  end
  function reducer.add(t) reducer.take(reduce(t)) end
  function reducer.finish() return reduce(stack.take()) end
  function reducer.give() return { reducer.finish() } end
  return reducer
end

-- The values handed in that a stage uses, of those that the step was given.
local function used(params, names)
  local some = nil
  for name in pairs(names) do
    if params and params[name] ~= nil then
      some = some or {}
      some[name] = params[name]
    end
  end
  return some
end

-- Groups of chunks, put together now and then so that they never are many more than there are groups.
local function new_groups(made, step)
  local groups, stack, settled = {}, new_stack(), 0
  local keys = made.grouping and key_arguments(made.grouping.keys) or {}
  local of_nothing = nil -- what a chunk of no rows gives: it stands for all when no chunk has a row

  local function put_together(how, complete)
    local all = stack.is_empty() and of_nothing or stack.take()
    if #keys == 0 then return all:summarise(how) end
    local by = complete and all:group_by(keys, { complete = true }) or all:group_by(keys)
    return by:summarise(how)
  end

  -- Groups of some chunks, or what chunks of no rows gave.
  function groups.take(part, empty)
    if empty then
      of_nothing = of_nothing or part
      return
    end
    stack.push(part)
    if stack.rows > most_waiting + 2 * settled then
      local together = put_together(made.parts.together)
      settled = #together
      stack.push(together)
    end
  end

  function groups.add(t)
    local empty, parts = #t == 0, made.parts
    local keyed = made.grouping and with_keys(t, made.grouping) or t
    local ready = #parts.arguments > 0 and keyed:mutate(parts.arguments, used(step.params, parts.argument_params)) or keyed
    local by = made.grouping and ready:group_by(keys) or ready
    local part = by:summarise(parts.parts, used(step.params, parts.params))
    if by ~= ready then by:close() end
    if ready ~= keyed then ready:close() end
    if keyed ~= t then keyed:close() end
    t:close()
    groups.take(part, empty)
  end

  function groups.give()
    local empty = stack.is_empty()
    return { put_together(made.parts.together) }, empty
  end

  function groups.finish()
    local all = put_together(made.parts.finally, made.grouping and made.grouping.complete)
    local names = key_arguments(made.grouping and made.grouping.keys or {})
    local list = {}
    for i, value in ipairs(made.parts.values) do list[i] = { "value " .. i, value[2] } end
    all = all:mutate(list, used(step.params, made.parts.value_params))
    for i, value in ipairs(made.parts.values) do
      all = all:rename { ["value " .. i] = value[1] }
      names[#names + 1] = value[1]
    end
    return all:select(names)
  end
  return groups
end

-- --- running --------------------------------------------------------------------------------------------------------------------

local function gatherer(made, steps)
  if made.reduce > 0 then return new_reducer(made, steps) end
  if not made.parts then return new_pile() end
  return new_groups(made, steps[made.rest - 1])
end

-- What is known of the columns of the files so far: their types, and which are integers in one and numbers in another.
local function new_types(numbers) return { of = {}, numbers = numbers or {}, mixed = false } end

-- Whether the columns have the types that they had in the tables before; integers go with numbers.
local function types_agree(t, types)
  local types_here, names = plain.types(t)
  for i, name in ipairs(names) do
    local type_here, before = types_here[i], types.of[name]
    types.of[name] = before or type_here
    if before and before ~= type_here then
      local numeric = (before == "integer" or before == "number") and (type_here == "integer" or type_here == "number")
      if not numeric then return false end
      if not types.numbers[name] then types.numbers[name], types.mixed = true, true end
    end
  end
  return true
end

-- The table with integers as numbers in columns that other files have numbers in.
local function with_numbers(t, numbers)
  if next(numbers) == nil then return t end
  local list = {}
  for _, name in ipairs(t:column_names()) do
    if numbers[name] and t:col(name):type() == "integer" then list[#list + 1] = { name, lab.col[name]:number() } end
  end
  if #list == 0 then return t end
  local after = t:mutate(list)
  t:close()
  return after
end

-- The columns that are read of a file: those needed, but for the one that names the file. Rows are counted by a column.
local function columns_of(source, made)
  local columns = {}
  for _, name in ipairs(made.columns) do
    if name ~= source.file_column then columns[#columns + 1] = name end
  end
  if #columns == 0 then columns[1] = source.names[1] end
  return columns
end

local function copy_of(t)
  local copy = {}
  for key, value in pairs(t) do copy[key] = value end
  return copy
end

-- What a step raised, told apart from what reading a file raises: the file may show yet that the step was right to be asked.
local Failed = {}

local function guarded(f, ...)
  local done, result = pcall(f, ...)
  if not done then error(setmetatable({ message = result }, Failed), 0) end
  return result
end

-- Chunks through the steps that each of them goes through. On the way labels are looked at for totals, as whole files are: those of the
-- rows that the option where keeps, whose steps come first.
local function new_passage(source, steps, made)
  local passage, sieve = {}, source.sieve
  local labels = sieve <= made.chunked and total_labels.gathering(sieve > 0) or nil
  function passage.through(t)
    if not labels then return through(t, steps, 1, made.chunked) end
    t = through(t, steps, 1, sieve)
    labels.take(t)
    return through(t, steps, sieve + 1, made.chunked)
  end
  function passage.say(path)
    if labels then labels.say(path) end
  end
  return passage
end

-- One file into a gatherer of its own; nil when it must be read whole, or does not go with those before it: types.mixed says when it
-- does once integers are numbers. `proved`: under the types of all its rows from the first chunk on. `about` gets what a table
-- is to know of the file: what was left out (notes), lines before its rows and between them (preamble), and what the file was (marks).
local function scan_file(source, path, steps, made, types, proved, about)
  local options = copy_of(source.options)
  options.columns = columns_of(source, made)
  local chunks <close> = core.open(path, options)
  local gathered, before, passage = gatherer(made, steps), copy_of(types.of), new_passage(source, steps, made)
  if chunks then chunks:watch(path) end
  if proved and chunks and not chunks:prove() then return nil end
  while chunks do
    local t = chunks:next()
    if t == nil then
      for _, note in ipairs(core.enter(path, chunks) or {}) do about.notes[#about.notes + 1] = note end
      about.preamble = #source.paths == 1 and chunks:preamble() or nil
      about.marks[#about.marks + 1] = chunks:mark()
      passage.say(path)
      return gathered
    elseif t == "again" then
      gathered, types.of, passage = gatherer(made, steps), copy_of(before), new_passage(source, steps, made)
    elseif t == "whole" or not types_agree(t, types) or types.mixed then
      return nil
    else
      t = with_numbers(t, types.numbers)
      local named = csv_paths.with_file(t, source.file_column, path)
      if named ~= t then t:close() end
      guarded(function() gathered.add(passage.through(named)) end)
    end
  end
end

-- Whether each file has all the columns that are needed.
local function all_have(source, made)
  if #source.paths == 1 then return true end
  for _, path in ipairs(source.paths) do
    local chunks <close> = core.open(path, source.options)
    if not chunks then return false end
    local there = { [source.file_column or ""] = true }
    for _, name in ipairs(chunks:names()) do there[name] = true end
    for _, name in ipairs(made.columns) do
      if not there[name] then return false end
    end
  end
  return true
end

-- Options for reading all files as one table. Of several files each has some of the columns.
function run.whole_options(source, columns)
  local options = copy_of(source.options)
  options.file = source.file_column
  if #source.paths == 1 then options.columns = columns or options.columns end
  if source.sieve > 0 then options.where, options.params = source.where, source.params end
  return options
end

-- The table, and the first step that is left to do. A fault is told by a read of all columns: what would mend it is tried, and the
-- columns that are needed may be those of a header that is none.
local function read_whole(source, columns)
  -- A list is read file by file before it is sieved; what is found in one alone has no column that names it.
  local path = (source.sieve > 0 or #source.paths == 1) and source.paths[1] or source.paths
  local options = run.whole_options(source, columns)
  if columns == nil or source.options.columns or source.paths[1] == "-" then return lab.read_csv(path, options), source.sieve + 1 end
  local done, t = pcall(lab.read_csv, path, options)
  if done then return t, source.sieve + 1 end
  if tostring(t):find("fields? where the header has") then lab.read_csv(path, run.whole_options(source)) end
  error(t, 0)
end

-- What reading left out comes before what verbs did.
local function with_found(t, about)
  if about.preamble then t = t:with_about("preamble", about.preamble) end
  if about.problems then t = t:with_about("problems", about.problems) end
  local notes = about.notes
  if #notes == 0 then return t end
  for _, note in ipairs(t:about().notes or {}) do notes[#notes + 1] = note end
  return t:with_about("notes", notes)
end

-- numbers: columns that are integers in some of the files and numbers in others.
local function scanned(source, steps, made, proved, numbers)
  local all, types, about = gatherer(made, steps), new_types(numbers), { notes = {}, marks = {} }
  local fits = all_have(source, made)
  for _, path in ipairs(fits and source.paths or {}) do
    local gathered = scan_file(source, path, steps, made, types, proved, about)
    fits = gathered ~= nil
    if not fits then break end
    guarded(function()
      local tables, empty = gathered.give()
      for _, t in ipairs(tables) do all.take(t, empty) end
    end)
  end
  if fits then
    about.problems = problems.later(source, types.of, about.marks)
    return with_found(guarded(all.finish), about), made.rest
  end
  if types.mixed then return scanned(source, steps, made, proved, types.numbers) end
  return read_whole(source, columns_of(source, made))
end

local function first_present(column)
  for row = 1, #column do
    if column[row] ~= nil then return row end
  end
end

-- Rows of a table: for each name in `open` the first that has a value there. What is found is no longer open.
local function rows_that_show(t, open)
  local rows, there = {}, {}
  for _, name in ipairs(t:column_names()) do
    local row = open[name] and first_present(t:col(name))
    if row then open[name] = nil end
    if row and not there[row] then rows[#rows + 1], there[row] = t:slice(row, row), true end
  end
  return rows
end

-- A few rows under the types of all rows, with a value in each column that has one: to them verbs say of the types what they say to
-- the whole. nil when files have to be read whole for that.
local function few_rows(source)
  local parts, types = {}, new_types()
  for _, path in ipairs(source.paths) do
    local chunks <close> = core.open(path, source.options)
    if not chunks or not chunks:prove() then return nil end
    local open = {}
    for _, name in ipairs(chunks:names()) do open[name] = true end
    repeat
      local t = chunks:next()
      if t ~= nil and (type(t) ~= "userdata" or not types_agree(t, types)) then return nil end
      local rows = t and rows_that_show(t, open) or {}
      if t and #parts == 0 then rows[#rows + 1] = t:head(0) end
      for _, row in ipairs(rows) do parts[#parts + 1] = csv_paths.with_file(row, source.file_column, path) end
      if t then t:close() end
    until t == nil or next(open) == nil
  end
  return #parts > 1 and parts[1]:append(table.unpack(parts, 2)) or parts[1]
end

local function is_about_memory(message)
  local text = tostring(message)
  return text:find("out of memory", 1, true) == 1 or text:find("not enough memory", 1, true) ~= nil
end

-- A step failed on a chunk, or on what chunks left. It fails on the whole, too, unless a later row gives a column another type; and
-- what is said then is what the table's verbs say, of the steps as they were written: most often they say it to a few rows.
local function again_with_proof(source, steps, made, failed)
  if is_about_memory(failed.message) then error(failed.message, 0) end
  -- Numbers as far apart as 1e40 and 1e-40: their exact sum takes all rows at once.
  if tostring(failed.message):find("two numbers do not hold a sum", 1, true) then return read_whole(source, columns_of(source, made)) end
  local done, t, rest = pcall(scanned, source, steps, made, true)
  if done then return t, rest end
  if getmetatable(t) ~= Failed or is_about_memory(t.message) then error(t, 0) end
  local few = few_rows(source)
  if few then through(few, steps, 1, #steps) end
  local read, all, first = pcall(read_whole, source)
  if not read then error(is_about_memory(all) and t.message or all, 0) end
  return all, first
end

function run.collect(source, steps)
  if source.table then return through_kept(source.table, steps, 1, source) end
  local made = plan.make(source, steps)
  local done, t, rest = pcall(scanned, source, steps, made, false)
  if not done and getmetatable(t) == Failed then
    t, rest = again_with_proof(source, steps, made, t)
  elseif not done then
    error(t, 0)
  end
  return through_kept(t, steps, rest, source)
end

return run
