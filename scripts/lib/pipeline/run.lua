-- run.lua - a pipeline (scan.lua) carried out: chunk after chunk through its steps, and what is left put together.

local apply = require "lib.pipeline.apply"
local copy_of = require("lib.base.lists").copy_of
local core = require "slavelab.scan"
local csv_paths = require "lib.pipeline.csv_paths"
local gather = require "lib.pipeline.gather"
local plan = require "lib.pipeline.plan"
local plain = require "slavelab.plain"
local problems = require "lib.pipeline.problems"
local total_labels = require "lib.figures.totals.total_labels"

local run = {}

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
    if not labels then return apply.through(t, steps, 1, made.chunked) end
    t = apply.through(t, steps, 1, sieve)
    labels.take(t)
    return apply.through(t, steps, sieve + 1, made.chunked)
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
  local gathered, before, passage = gather.new(made, steps), copy_of(types.of), new_passage(source, steps, made)
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
      gathered, types.of, passage = gather.new(made, steps), copy_of(before), new_passage(source, steps, made)
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
  local all, types, about = gather.new(made, steps), new_types(numbers), { notes = {}, marks = {} }
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
  if few then apply.through(few, steps, 1, #steps) end
  local read, all, first = pcall(read_whole, source)
  if not read then error(is_about_memory(all) and t.message or all, 0) end
  return all, first
end

function run.collect(source, steps)
  if source.table then return apply.through_kept(source.table, steps, 1, source) end
  local made = plan.make(source, steps)
  local done, t, rest = pcall(scanned, source, steps, made, false)
  if not done and getmetatable(t) == Failed then
    t, rest = again_with_proof(source, steps, made, t)
  elseif not done then
    error(t, 0)
  end
  return apply.through_kept(t, steps, rest, source)
end

return run
