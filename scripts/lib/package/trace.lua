-- trace.lua - t:trace(row, column): the cells of the tables where figures begin that one cell was made from.
--
--     > by_year:trace(1, "people")
--     file                    line  row  column  value  source        title
--     data/nrm_referrals.csv     2    1  people  12     ho-nrm-2023   Modern slavery: NRM statistics ...
--
-- Which they are lineage.lua says; here it is told where they stand in their files.

local lineage = require "lib.figures.lineage.lineage"
local place = require "lib.package.place"
local raise = require "lib.base.raise"
local sources = require "lib.figures.lineage.sources"
local suggest = require "lib.base.suggest"

local trace = {}

local function check(t, row, column)
  local names, there = t:column_names(), false
  for _, name in ipairs(names) do there = there or name == column end
  if type(column) ~= "string" then
    raise('trace: the column is a name, not %s; t:trace(3, "people") is of row 3', column == nil and "nil" or "a " .. type(column))
  end
  if not there then raise('trace: no column "%s"%s; t:trace(3, "people") is of row 3', column, suggest.among(column, names, "columns are")) end
  if math.type(row) ~= "integer" or row < 1 or row > #t then
    raise("trace: the row is a whole number from 1 to %d, not %s; t:trace(3, \"people\") is of row 3", #t,
      type(row) == "number" and tostring(row) or "a " .. type(row))
  end
  if not lineage.is_known(t) then
    raise "trace: nothing is known of where the figures of this table come from; tables of a data package know it, and those of t:with_sources"
  end
end

local columns = { "file", "line", "row", "column", "value", "source", "title" }
local types = { file = "text", line = "integer", row = "integer", column = "text", value = "text", source = "text", title = "text" }

-- One row of the result. What was read from no file of a package has no file; `walks` is place.lua's.
local function list_of(cell, walks)
  local file, line = place.of_cell(cell.view.t, cell.row, cell.name, walks)
  local value = cell.name and cell.view.columns[cell.name][cell.row]
  local entry = { file = file, line = line, row = cell.row, column = cell.name, value = value ~= nil and tostring(value) or nil }
  local ids, titles = {}, {}
  for _, source in ipairs(sources.of_cell(cell.view, cell.name, cell.row)) do
    ids[#ids + 1], titles[#titles + 1] = source.name, source.title or source.text or source.publisher
  end
  entry.source, entry.title = ids[1] and table.concat(ids, "; "), titles[1] and table.concat(titles, "; ")
  return entry
end

local function comes_before(a, b)
  for _, key in ipairs { "file", "row", "column" } do
    local one, other = a[key] or "", b[key] or ""
    if one ~= other then return one < other end
  end
  return false
end

-- t:trace(row, column): a table with a row for each such cell, those of one file together. One that was counted as a row, count(), has no
-- column and no value. Nothing is behind a missing cell.
function trace.trace(t, row, column)
  if getmetatable(t) ~= "slavelab.Table" then raise("trace is a method of tables: t:trace(row, column)") end
  check(t, row, column)
  local rows, walks = {}, {}
  for i, cell in ipairs(lineage.cells(t, column, row)) do rows[i] = list_of(cell, walks) end
  table.sort(rows, comes_before)
  rows.columns, rows.types = columns, types
  return lab.table(rows)
end

lab.method("table", "trace", trace.trace, {
  signature = "(row: integer, column: string): slavelab.Table",
  text = "The cells that the figure in this row and column was made from, in the tables where figures begin: file, line, row, column, value, "
    .. "and id and title of the source. Tables of a data package are traced through all verbs, and those of t:with_sources; a missing cell has "
    .. "nothing behind it.",
  example = [[
local t = lab.table { columns = { "force", "people", "source" }, { "Kent", 12, "a" }, { "Kent", 3, "b" } }
  :with_sources({ { name = "a", title = "A bulletin" }, { name = "b", title = "Another" } }, "source")
print(t:summarise("people = sum(people)"):trace(1, "people"))]],
})

return trace
