-- scan.lua - lab.scan_csv: a pipeline over a CSV file that reads what it needs of it when its result is asked for.
--
--     local t = lab.scan_csv("street.csv"):filter("month == '2019-01'"):group_by("force"):summarise("crimes = count()")
--     print(t:explain())      the plan
--     print(t)                runs it
--
-- A pipeline is a source and steps, plain data noted down by noted.lua, that plan.lua looks at and run.lua carries out:
--
--     { source = { paths=, options=, names=, file_column=, where=, params=, sieve= }, steps = { { verb = "filter", conditions=, params=, names= }, ... } }
--
-- names are the columns behind the step. The first steps of a pipeline, `sieve` of them, are what the option where asks for, when it is of
-- one file: of several it looks at all rows together. Each verb gives a new pipeline. Verbs that are no steps, and anything else that is
-- asked of a pipeline (#t, t.people, t:rows(), print), run it and go to the table it gives, which is kept.

local core = require "slavelab.scan"
local csv = require "slavelab.csv"
local csv_paths = require "lib.pipeline.csv_paths"
local lists = require "slavelab.lists"
local noted = require "lib.pipeline.noted"
local object = require "lib.pipeline.object"
local raise = require "lib.base.raise"

local scan = {}

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
    for _, name in ipairs(options.columns and noted.flatten(options.columns) or of_file) do
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
    return object.new(source)
  end
  source.names[#source.names + 1] = source.file_column
  local pipeline = object.new(source)
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
