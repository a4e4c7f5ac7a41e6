-- read_many.lua - lab.read_csv of several files: one table, columns matched by name.
--
-- A column has one type in all of it, proved on every row of every file: where files differ, integer meets number as number,
-- and anything else is text, as it is written in the files. Such files are read once more.

local csv_paths = require "lib.pipeline.csv_paths"
local lists = require "slavelab.lists"

local function reader_options(options)
  local own = lists.options(options, "read_csv")
  own.file, own.where, own.params = nil, nil, nil
  return own
end

-- The type of each column over all tables; a column without a value in a table goes with any.
local function types_of(tables)
  local types = {}
  for _, t in ipairs(tables) do
    for _, name in ipairs(t:column_names()) do
      local column = t:col(name)
      local type_here, before = column:type(), types[name]
      if column:count() > 0 and before ~= type_here then
        local numeric = (before == "integer" or before == "number") and (type_here == "integer" or type_here == "number")
        types[name] = before == nil and type_here or numeric and "number" or "text"
      end
    end
  end
  return types
end

-- The table under these types, read again where its own are others.
local function under(t, types, path, options)
  local wanted = nil
  for _, name in ipairs(t:column_names()) do
    local type_here, common = t:col(name):type(), types[name]
    local fits = common == nil or type_here == common or (type_here == "integer" and common == "number")
    if not fits then
      wanted = wanted or {}
      wanted[name] = common
    end
  end
  if not wanted then return t end
  local again = reader_options(options)
  again.types = {}
  for name, declared in pairs(options.types or {}) do again.types[name] = declared end
  for name, common in pairs(wanted) do again.types[name] = common end
  return lab.read_csv(path, again)
end

-- What was found in each file, in one table with the file's name.
local function gathered(tables, paths, what)
  local found = {}
  for i, t in ipairs(tables) do
    local part = t[what](t)
    if #part > 0 then found[#found + 1] = csv_paths.with_file(part, "file", paths[i]) end
  end
  if #found > 1 then return found[1]:append(table.unpack(found, 2)) end
  return found[1]
end

-- where= looks at types that all files together prove.
local function filtered(all, where, options, file_column)
  all = options.params and all:filter(where, options.params) or all:filter(where)
  if not options.columns then return all end
  return file_column and all:select(options.columns, file_column) or all:select(options.columns)
end

local function read_many(given, options)
  local paths, column = csv_paths.expand(given, "read_csv"), csv_paths.file_column(options, "read_csv")
  local own, tables = reader_options(options), {}
  local where = options and options.where
  own.columns = csv_paths.columns_read(options or {})
  for i, path in ipairs(paths) do tables[i] = lab.read_csv(path, own) end
  local types = types_of(tables)
  for i, path in ipairs(paths) do tables[i] = under(tables[i], types, path, own) end
  local found = {}
  for _, what in ipairs { "problems", "rejects", "marks" } do found[what] = gathered(tables, paths, what) end
  for i, path in ipairs(paths) do tables[i] = csv_paths.with_file(tables[i], column, path) end
  local all = #tables == 1 and tables[1] or tables[1]:append(table.unpack(tables, 2))
  if where ~= nil then all = filtered(all, where, options, column) end
  for what, list in pairs(found) do all = all:with_about(what, list) end
  return all
end

return read_many
