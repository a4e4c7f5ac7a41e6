-- csv.lua - the tables of a report as one CSV file: one header row, one table of cells, ready for any program.
--
-- A report with one table gives that table and nothing else. With several, the first column, "table", names the table
-- that each row belongs to, and the other columns are those of all tables, equal names shared; a cell that a table does
-- not have is empty. The files read, from the methods note, are then the last table. Values are written in full, not
-- as rounded for reading; missing cells are empty or hold their reason ([c]), flags follow their value (1234 [p]).
-- Texts that a spreadsheet would run as formulas get an apostrophe in front; numbers never do.

local escape = require "lib.base.escape"
local methods = require "lib.report.methods_note"
local number = require "lib.base.number"

local csv = {
  name = "csv",
  about = "the report's tables as comma-separated values",
  extensions = { "csv" },
  api = 1,
  options = { methods = { default = "auto", about = 'the files read as a table: true, false, or "auto", when there are several tables' } },
}

local function field(column, row)
  local value = column.values[row]
  local marker = column.markers and column.markers[row]
  if value == nil then return escape.csv(marker or "", false) end
  if type(value) == "number" then
    local digits = number.exact(value) or column.shown[row]
    return escape.csv(marker and digits .. " " .. marker or digits, false)
  end
  if type(value) == "boolean" then value = tostring(value) end
  return escape.csv(marker and value .. " " .. marker or value)
end

local function same_cells(a, b)
  if a.rows ~= b.rows then return false end
  for row = 1, a.rows do
    if a.values[row] ~= b.values[row] then return false end
  end
  return true
end

-- Whether every column of a chart's table stands in a table of the report already.
local function is_shown(t, tables)
  for _, other in ipairs(tables) do
    local found = #t.columns > 0 and other.rows == t.rows
    for _, column in ipairs(t.columns) do
      local match = false
      for _, candidate in ipairs(other.columns) do
        local a, b = { rows = t.rows, values = column.values }, { rows = other.rows, values = candidate.values }
        match = match or (candidate.name == column.name and same_cells(a, b))
      end
      found = found and match
    end
    if found then return true end
  end
  return false
end

-- The tables of the document in its order; the table of a chart only where nothing else shows its cells.
local function tables_of(document)
  local shown, list = {}, {}
  for _, block in ipairs(document.blocks) do
    if block.kind == "table" then shown[#shown + 1] = block end
  end
  for _, block in ipairs(document.blocks) do
    if block.kind == "table" then
      list[#list + 1] = block
    elseif block.kind == "chart" and not is_shown(block.table, shown) then
      local t = { title = block.title, columns = block.table.columns, rows = block.table.rows }
      list[#list + 1], shown[#shown + 1] = t, t
    end
  end
  return list
end

local function write_one(t)
  local lines, cells = {}, {}
  for i, column in ipairs(t.columns) do cells[i] = escape.csv(column.name) end
  lines[1] = table.concat(cells, ",")
  for row = 1, t.rows do
    for i, column in ipairs(t.columns) do cells[i] = field(column, row) end
    -- A lone empty cell would be an empty line, which readers skip.
    lines[#lines + 1] = #cells == 1 and cells[1] == "" and '""' or table.concat(cells, ",", 1, #t.columns)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- The titles of tables, each once: of two with one title the second is "TITLE (2)".
local function titles_of(tables)
  local titles, used, seen = {}, {}, {}
  for _, t in ipairs(tables) do used[t.title] = true end
  for i, t in ipairs(tables) do
    local title, number = t.title, 1
    while seen[t.title] and used[title] do
      number = number + 1
      title = ("%s (%d)"):format(t.title, number)
    end
    titles[i], used[title], seen[t.title] = title, true, true
  end
  return titles
end

local function write_several(tables)
  local names, position = {}, {}
  for _, t in ipairs(tables) do
    for _, column in ipairs(t.columns) do
      if not position[column.name] then
        names[#names + 1] = column.name
        position[column.name] = #names
      end
    end
  end
  local first = "table"
  while position[first] do first = first .. "_" end
  local cells = { first }
  for i, name in ipairs(names) do cells[i + 1] = escape.csv(name) end
  local lines = { table.concat(cells, ",") }
  local titles = titles_of(tables)
  for n, t in ipairs(tables) do
    for row = 1, t.rows do
      cells = { escape.csv(titles[n]) }
      for i = 1, #names do cells[i + 1] = "" end
      for _, column in ipairs(t.columns) do cells[position[column.name] + 1] = field(column, row) end
      lines[#lines + 1] = table.concat(cells, ",")
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

function csv.write(document, options)
  local tables = tables_of(document)
  local with_methods = options.methods
  if with_methods == "auto" then with_methods = #tables > 1 end
  if with_methods then
    for _, block in ipairs(methods.blocks(document.methods, document.blocks)) do
      if block.kind == "table" then tables[#tables + 1] = block end
    end
  end
  if #tables == 0 then error(('report "%s" has no table to write as CSV'):format(document.title), 0) end
  if #tables == 1 then return write_one(tables[1]) end
  return write_several(tables)
end

return csv
