-- place.lua - the file, line and column in which a cell of a table of a package stands.

local csv_place = require "lib.package.texts.csv_place"

local place = {}

function place.position(resource, name)
  for i, field in ipairs(resource.fields) do
    if field.name == name then return i end
  end
end

-- The file in which a row of the table stands, and its row there. parts: { { file =, rows = } }.
local function part_of(parts, row)
  for i, part in ipairs(parts) do
    if i == #parts or not part.rows or row <= part.rows then return part.file, row end
    row = row - part.rows
  end
end

-- How the files of a resource are written, for csv_place.
local function dialect_of(resource)
  local read = resource.read
  return { delim = read.delim, escape = read.escape, quote = read.quotes ~= false and (read.quote or '"') or nil,
    comment = read.comment, skip = read.skip, header_rows = read.header == false and 0 or read.header_rows or 1,
    columns = #resource.fields }
end

-- File, line, column and the line itself of a cell; the file alone when the place cannot be found. parts: the files of the resource in
-- order, each { file =, rows = }; shifted = true when rows of the table are not those of the file. `walks` is a table that remembers, for who asks
-- often.
function place.of(resource, parts, row, name, walks)
  local file, row_there = part_of(parts, row)
  if parts.shifted or resource.read.trim then return file end -- of cells without their blanks the rows cannot be told again
  local key = resource.name .. "\0" .. file
  local walk = walks and walks[key] or csv_place.walk(lab.read_file(file), dialect_of(resource))
  if walks then walks[key] = walk end
  return file, walk(row_there, place.position(resource, name) or 1)
end

-- What t:about().read_from says of a table of the resource: the names of its files. How these are written is kept beside the list: whoever
-- looks at about() does not want to read it.
local written = setmetatable({}, { __mode = "k" })

function place.read_from(resource, parts)
  local files = {}
  for i, part in ipairs(parts) do files[i] = part.file end
  written[files] = { resource = resource, parts = parts }
  return files
end

-- File and line of a cell of a table as a package read it; nil when it read none such.
function place.of_cell(t, row, name, walks)
  local how = written[t:about().read_from or false]
  if how then return place.of(how.resource, how.parts, row, name, walks) end
end

-- Line, column and the line itself of a cell of the record that begins on a line of a file's text; nil when it cannot be found.
function place.on_line(resource, text, line, name)
  return csv_place.on_line(text, dialect_of(resource), line, place.position(resource, name) or 1)
end

return place
