-- read_releases.lua - lab.read_releases(files, options): a publication as it came out again and again, as one table that says what was released
-- when.
--
--     nrm-2023-05-04.csv    force  people           force   people   released
--                           Kent   12               Kent    12       2023-05-04
--     nrm-2023-08-03.csv    Force  People [1]       Kent    13       2023-08-03
--                           Kent   13
--
-- Files are read one by one, by the reader that their ending asks for, and put below one another by the names of their columns
-- (same_columns.lua). When each was released says released.lua. What t:revisions and t:as_of (revisions.lua) ask is what was known when.

local arguments = require "lib.figures.verb_arguments"
local blocks = require "lib.verbs.layout.blocks"
local collected = require "lib.base.collected"
local csv = require "slavelab.csv"
local escape = require "lib.base.escape"
local expand_paths = require "lib.base.expand_paths"
local lists = require "slavelab.lists"
local notes = require "lib.figures.notes"
local promote = require "lib.verbs.layout.promote_header"
local raise = require "lib.base.raise"
local released = require "lib.verbs.releases.released"
local revisions = require "lib.verbs.releases.revisions"
local same = require "lib.verbs.releases.same_columns"

local releases = {}

-- --- reading one ------------------------------------------------------------------------------------------------------------------

-- The readers, by the ending of a name: every other file is CSV.
local sheets = { ods = true, xlsx = true, xlsm = true }

local function ending_of(path) return (path:lower():match("%.(%w+)$")) end

local function is_sheet(path) return sheets[ending_of(path)] == true end

local function has_name(t, name)
  for _, own in ipairs(t:column_names()) do
    if own == name then return true end
  end
  return false
end

local function bare(text)
  local form, without = lab.alike(text)
  return without or form
end

-- The row whose cells include all the names, marks and letter case aside.
local function header_row(t, names, path)
  local columns, found = {}, nil
  for i, name in ipairs(t:column_names()) do columns[i] = t:col(name) end
  for row = 1, #t do
    local cells, all = {}, true
    for _, text in pairs((promote.row_texts(columns, row))) do cells[bare(text)] = true end
    for _, name in ipairs(names) do all = all and cells[bare(name)] == true end
    if all then
      if found then raise("read_releases: %s: rows %d and %d have all cells of header_has; name more of them", path, found, row) end
      found = row
    end
  end
  return found or raise('read_releases: %s: no row has the cells "%s" (header_has)', path, table.concat(names, '", "'))
end

-- The table below the header that has these cells, up to a blank row, wherever it begins.
local function read_below(path, names, o)
  local own, count, types = lists.options(o, "read_releases"), o.header_rows or 1, o.types or {}
  own.types, own.header_rows, own.header, own.blank_rows, own.ragged = nil, nil, false, "keep", own.ragged or "fill"
  local markers, marks = own.markers == "gss" and "gss" or nil, own.marks
  own.markers, own.marks = nil, nil -- they are read when the header is known, whose cells are none
  local t = lab.read_csv(path, own)
  local row, rows, texts = header_row(t, names, path), {}, {}
  for i = count, 1, -1 do
    if row - i + 1 < 1 then raise("read_releases: %s: the header would begin before the first row (header_rows = %d)", path, count) end
    rows[#rows + 1] = row - i + 1
  end
  local last = #t
  for _, blank in ipairs(blocks.blank_rows(t)) do
    if blank > row and blank - 1 < last then last = blank - 1 end
  end
  for name, kind in next, types do texts[name] = kind == "text" end
  local result = promote.with_header(t:slice(1, last), rows, { markers = markers, marks = marks, texts = texts })
  for name, kind in next, types do
    local is = has_name(result, name) and result:col(name):type() or kind
    if kind == "number" and is == "integer" then
      result = result:mutate { { name, lab.col[name]:number() } }
    elseif is ~= kind then
      raise('read_releases: %s: column "%s" is %s, not %s', path, escape.line(name), is, tostring(kind))
    end
  end
  return result
end

local function read_file(path, header_has, o)
  if is_sheet(path) then
    local reader = lab.try(function() return lab.read_sheet end)
    if not reader then raise("read_releases: %s is a workbook, and workbooks cannot be read here; save it as CSV", path) end
    if header_has then raise("read_releases: header_has is of CSV files; a table of %s is found by table=, range= or nth=", path) end
    return reader(path, o)
  end
  return header_has and read_below(path, header_has, o) or lab.read_csv(path, o)
end

-- A release as it is put beside the others: what each() makes of what was read.
local function read_one(path, own, reader)
  local t = read_file(path, own.header_has, reader)
  if not own.each then return t end
  local result = collected(own.each(t, released.name_of(path)))
  if getmetatable(result) ~= "slavelab.Table" then raise("read_releases: each gives a table, and for %s it gave a %s", path, type(result)) end
  return result
end

-- --- putting together -------------------------------------------------------------------------------------------------------------

-- A folder stands for the tables in it.
local function paths_of(given)
  if type(given) == "string" and lab.path_kind(given) == "folder" then
    local list = {}
    for _, name in ipairs(lab.list_folder(given)) do
      local ending = ending_of(name:gsub("%.gz$", ""):gsub("%.zst$", ""))
      local path = given:gsub("/$", "") .. "/" .. name
      if (sheets[ending] or ending == "csv" or ending == "tsv" or ending == "tab") and lab.path_kind(path) == "file" and name:sub(1, 1) ~= "." then
        list[#list + 1] = path
      end
    end
    if #list == 0 then raise("read_releases: the folder %s has no CSV file or workbook", given) end
    return list
  end
  return expand_paths(given, "read_releases")
end

-- Why a column of a release is text: 'row 3 is "n/a"'.
local function culprit(t, name)
  local problems = t:problems()
  for i = 1, #problems do
    if bare(problems.column[i]) == bare(name) then return (' (row %d is "%s")'):format(problems.row[i], escape.line(problems.value[i])) end
  end
  return ""
end

local function check_types(tables, files, names, raw)
  for _, name in ipairs(names) do
    local kind, first
    for i, t in ipairs(tables) do
      local column = has_name(t, name) and t:col(name)
      if column and column:count() > 0 then
        local is = column:type()
        local numeric = (kind == "integer" or kind == "number") and (is == "integer" or is == "number")
        if kind and is ~= kind and not numeric then
          local text = is == "text" and i or first
          raise('read_releases: column "%s" holds %s in %s and %s in %s%s\n  missing = "..." or markers = "gss" may say what that cell is; types = '
            .. '{ ["%s"] = "text" } reads it as text.', escape.line(name), kind, files[first], is, files[i], culprit(raw[text], name),
            escape.line(name))
        end
        if not kind or is == "number" then kind, first = is, i end
      end
    end
  end
end

-- The files in the order of their days, which are all different.
local function in_order(paths, days)
  local order = {}
  for i, path in ipairs(paths) do order[i] = { path = path, day = days[i] } end
  table.sort(order, function(a, b)
    if a.day ~= b.day then return a.day < b.day end
    return a.path < b.path
  end)
  for i = 2, #order do
    if order[i].day == order[i - 1].day then
      raise('read_releases: %s and %s are both of %s; released = { ["%s"] = "...", ... } says which is of when', order[i - 1].path, order[i].path,
        order[i].day, escape.line(released.name_of(order[i].path)))
    end
  end
  return order
end

-- The column of the files that says when, as days under the name `released`.
local function with_day_column(t, column)
  if column ~= "released" then t = t:rename { { column, "released" } } end
  if t.released:type() ~= "text" then return t end
  local day = lab.col.released
  for _, text in ipairs(t.released:unique()) do
    local period = lab.try(lab.period, text)
    if not period then raise('read_releases: column "%s" says "%s", which is no day, month or year', escape.line(column), escape.line(text)) end
    day = day:replace_matches("\\A" .. text:gsub("[^%w%s\x80-\xff]", "\\%0") .. "\\z", period.last)
  end
  return t:mutate { { "released", day:date() } }
end

local own_options = { released = true, fill = true, header_has = true, file = true, where = true, params = true, columns = true, as_of = true, key = true,
  each = true }

local function read_options(options, for_sheets)
  if options ~= nil and type(options) ~= "table" then raise("read_releases: options are a table, not a %s", type(options)) end
  local given, own, reader = lists.options(options or {}, "read_releases"), {}, {}
  for key, value in next, given do
    if own_options[key] then own[key] = value else reader[key] = value end
  end
  if for_sheets then -- which have options of these names: headings of a long table, and columns to fill down
    own.columns, reader.columns = nil, own.columns
    if own.fill ~= true then own.fill, reader.fill = nil, own.fill end
  end
  if own.fill ~= nil and type(own.fill) ~= "boolean" then raise "read_releases: fill is true or false" end
  if own.header_has ~= nil then own.header_has = arguments.texts(own.header_has, "read_releases: header_has") end
  if own.columns ~= nil then own.columns = arguments.texts(own.columns, "read_releases: columns") end
  if own.file == true then own.file = "file" end
  if own.file ~= nil and own.file ~= false and type(own.file) ~= "string" then raise "read_releases: file is true or the name of a column" end
  if own.as_of ~= nil and own.key == nil then raise 'read_releases: as_of needs key = { ... }, the columns that say which figure a row is' end
  if own.each ~= nil and type(own.each) ~= "function" then raise "read_releases: each is a function of the table of a release that gives a table" end
  if reader.marks == nil then reader.marks = "strip" end
  return own, reader
end

function releases.read(given, options)
  local paths = paths_of(given)
  local o, reader = read_options(options, is_sheet(paths[1]))
  local first = read_one(paths[1], o, reader)
  local when = released.of(o.released, paths, function(name) return has_name(first, name) end)
  local raw, files, tables, days = {}, {}, {}, {}
  local order = when.days and in_order(paths, when.days) or nil
  for i = 1, #paths do
    local path = order and order[i].path or paths[i]
    files[i], days[i] = released.name_of(path), order and order[i].day
    raw[i] = path == paths[1] and first or read_one(path, o, reader)
    if when.days and has_name(raw[i], "released") then
      raise('read_releases: %s has a column "released" already; released = "released" takes it', files[i])
    end
    tables[i] = when.column and with_day_column(raw[i], when.column) or raw[i]
  end
  local wanted = o.columns
  if wanted and when.column then wanted = table.move(wanted, 1, #wanted, 1, {}); wanted[#wanted + 1] = "released" end
  local names, renamed, lacking, relabelled
  tables, names, renamed, lacking = same.columns(tables, files, o.fill == true, wanted)
  tables, relabelled = same.labels(tables, files, names)
  check_types(tables, files, names, raw)
  for i, t in ipairs(tables) do
    local there = {}
    for _, name in ipairs(names) do
      if has_name(t, name) then there[#there + 1] = name end
    end
    t = t:select(there)
    if o.file then t = t:mutate { { o.file, lab.lit(files[i]) } } end
    tables[i] = days[i] and t:mutate { { "released", lab.expr(("date('%s')"):format(days[i])) } } or t
  end
  local all = #tables > 1 and tables[1]:append(table.unpack(tables, 2)) or tables[1]
  local last = { "released" }
  local result = {}
  for _, name in ipairs(names) do
    if name ~= "released" then result[#result + 1] = name end
  end
  if o.file then table.insert(last, 1, o.file) end
  all = all:select(table.move(last, 1, #last, #result + 1, result))
  if renamed then all = notes.add(all, "read_releases", same.said(renamed)) end
  if relabelled then all = notes.add(all, "read_releases", same.said(relabelled)) end
  if lacking then all = notes.add(all, "read_releases", same.said("missing where a release lacks the column: " .. lacking)) end
  if o.where ~= nil then all = o.params and all:filter(o.where, o.params) or all:filter(o.where) end
  return o.as_of ~= nil and revisions.as_of(all, o.as_of, { key = o.key }) or all
end

lab.document("lab", "read_releases", {
  signature = "(files: string|string[], options?: {released?: string|string[]|table<string, string>, header_has?: string|string[], each?: function, "
    .. "fill?: boolean, columns?: string|string[], where?: any, params?: table, file?: boolean|string, as_of?: string, key?: string|string[]}"
    .. "|" .. csv.options_type .. "): slavelab.Table",
  text = "The releases of one publication as one table with a column released: files is a folder, a list or a pattern, \"nrm-*.csv\". Options are those "
    .. "of read_csv (of read_sheet for workbooks), with marks taken off unless marks = \"keep\", and: released = how it is known when each came out, a "
    .. "pattern with brackets over the file's name, a column, or { [\"a.csv\"] = \"2023-05-04\" } (unless given, the column released or the date in the "
    .. "name; a month or year is its last day); header_has = { names } finds the header wherever it stands; each = a function that "
    .. "mends the table of each release; fill = true leaves missing what a release lacks, an error otherwise; file = true names the file of each row; as_of = a day with key = { columns }: what was known then (t:as_of). Columns and labels are "
    .. "matched without marks, letter case and blanks, written as in the latest release; t:notes() says which.",
  example = 'lab.write_file("nrm-2023-05-04.csv", "force,people\\nKent,12\\n")\nlab.write_file("nrm-2023-08-03.csv", "Force,People [1]\\nKent,13\\n")\n'
    .. 'print(lab.read_releases("nrm-2023-*.csv"))',
})

return releases.read
