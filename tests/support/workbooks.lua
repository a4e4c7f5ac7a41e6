-- workbooks.lua - small workbooks for tests, made from their parts: a zip file whose parts are not packed.
--
--     workbooks.ods("x.ods", { { name = "Table_1", rows = [[<table:table-row>...]] } })
--     workbooks.xlsx("x.xlsx", { { name = "Table 1", rows = '<row r="1"><c r="A1"><v>12</v></c></row>' } })
--     workbooks.parts("x.ods")                                 the parts of any workbook, to be changed and zipped again
--     workbooks.rows{ { "Force", 2022 }, { "Kent", 12 } }     rows of ODS: texts and numbers

local workbooks = {}

local crc_of = {}
for i = 0, 255 do
  local value = i
  for _ = 1, 8 do value = value & 1 == 1 and 0xEDB88320 ~ (value >> 1) or value >> 1 end
  crc_of[i] = value
end

local function crc32(text)
  local crc = 0xFFFFFFFF
  for i = 1, #text do crc = crc_of[(crc ~ text:byte(i)) & 0xFF] ~ (crc >> 8) end
  return crc ~ 0xFFFFFFFF
end

-- parts: a list of { name, text }.
function workbooks.zip(path, parts)
  local out, directory, at = {}, {}, 0
  for _, part in ipairs(parts) do
    local name, text = part[1], part[2]
    local crc, flags = crc32(text), part.encrypted and 1 or 0
    local head = string.pack("<c4I2I2I2I2I2I4I4I4I2I2", "PK\3\4", 20, flags, 0, 0, 33, crc, #text, #text, #name, 0) .. name
    directory[#directory + 1] = string.pack("<c4I2I2I2I2I2I2I4I4I4I2I2I2I2I2I4I4", "PK\1\2", 20, 20, flags, 0, 0, 33, crc, #text, #text, #name, 0, 0, 0, 0, 0, at) .. name
    out[#out + 1] = head .. text
    at = at + #head + #text
  end
  local list = table.concat(directory)
  out[#out + 1] = list .. string.pack("<c4I2I2I2I2I4I4I2", "PK\5\6", 0, 0, #parts, #parts, #list, at, 0)
  lab.write_file(path, table.concat(out))
  return path
end

-- The parts of a workbook, a list of { name, text } in their order, unpacked by the system's unzip.
function workbooks.parts(path)
  local function said(command)
    local pipe = assert(io.popen(command))
    local text = pipe:read("a")
    pipe:close()
    return text
  end
  local list = {}
  for name in said(("unzip -Z1 '%s'"):format(path)):gmatch("[^\n]+") do
    list[#list + 1] = { name, said(("unzip -p '%s' '%s'"):format(path, (name:gsub("%[", "\\["):gsub("%]", "\\]")))) }
  end
  return list
end

local function escape(text) return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" })) end

-- A cell of ODS: a text, a number, a boolean, false or "" for a blank one, or XML as it stands: { xml }.
local function ods_cell(value)
  if value == false or value == "" then return "<table:table-cell/>" end
  if type(value) == "table" then return value[1] end
  if type(value) == "number" then
    return ('<table:table-cell office:value-type="float" office:value="%s"><text:p>%s</text:p></table:table-cell>'):format(value, value)
  end
  return ('<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'):format(escape(value))
end

function workbooks.rows(list)
  local out = {}
  for i, row in ipairs(list) do
    local cells = {}
    for j, value in ipairs(row) do cells[j] = ods_cell(value) end
    out[i] = ("<table:table-row%s>%s</table:table-row>"):format(row.attributes and " " .. row.attributes or "", table.concat(cells))
  end
  return table.concat(out)
end

local ods_head = '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
  .. 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
  .. 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
  .. 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'

-- sheets: { name =, rows = XML or a list for workbooks.rows, attributes = of the table, columns = XML }; more: { styles =, after =, parts = }.
function workbooks.ods(path, sheets, more)
  more = more or {}
  local out = { ods_head, "<office:automatic-styles>", more.styles or "", "</office:automatic-styles><office:body><office:spreadsheet>" }
  for _, sheet in ipairs(sheets) do
    out[#out + 1] = ('<table:table table:name="%s"%s>%s%s</table:table>'):format(escape(sheet.name), sheet.attributes and " " .. sheet.attributes or "", sheet.columns or "",
      type(sheet.rows) == "table" and workbooks.rows(sheet.rows) or sheet.rows)
  end
  out[#out + 1] = (more.after or "") .. "</office:spreadsheet></office:body></office:document-content>"
  local parts = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" }, { "content.xml", table.concat(out) } }
  for _, part in ipairs(more.parts or {}) do parts[#parts + 1] = part end
  return workbooks.zip(path, parts)
end

local relation = '<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
local function relations(list) return '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' .. list .. "</Relationships>" end

-- sheets: { name =, rows = XML of sheetData, before =, after = XML around it, attributes = of its name, table = XML of a table part };
-- more: { book = XML in the workbook's part, styles =, strings = XML of their parts' content }.
function workbooks.xlsx(path, sheets, more)
  more = more or {}
  local names, ids, parts = {}, {}, {}
  for i, sheet in ipairs(sheets) do
    names[i] = ('<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>'):format(escape(sheet.name), i, sheet.attributes and " " .. sheet.attributes or "", i)
    ids[i] = relation:format("rId" .. i, "worksheet", "worksheets/sheet" .. i .. ".xml")
    parts[#parts + 1] = { "xl/worksheets/sheet" .. i .. ".xml", '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
      .. (sheet.before or "") .. "<sheetData>" .. sheet.rows .. "</sheetData>" .. (sheet.after or "") .. "</worksheet>" }
    if sheet.table then
      parts[#parts + 1] = { "xl/worksheets/_rels/sheet" .. i .. ".xml.rels", relations(relation:format("rId1", "table", "../tables/table" .. i .. ".xml")) }
      parts[#parts + 1] = { "xl/tables/table" .. i .. ".xml", '<?xml version="1.0"?>' .. sheet.table }
    end
  end
  for _, kind in ipairs { "styles", "strings" } do
    if more[kind] then
      local target = kind == "strings" and "sharedStrings" or kind
      ids[#ids + 1] = relation:format("r" .. target, target, target .. ".xml")
      parts[#parts + 1] = { "xl/" .. target .. ".xml", '<?xml version="1.0"?>' .. more[kind] }
    end
  end
  table.insert(parts, 1, { "_rels/.rels", relations(relation:format("rId1", "officeDocument", more.target or "xl/workbook.xml")) })
  parts[#parts + 1] = { "xl/workbook.xml", '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    .. 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' .. (more.book or "") .. "<sheets>" .. table.concat(names) .. "</sheets>"
    .. (more.names or "") .. "</workbook>" }
  parts[#parts + 1] = { "xl/_rels/workbook.xml.rels", relations(table.concat(ids)) }
  return workbooks.zip(path, parts)
end

return workbooks
