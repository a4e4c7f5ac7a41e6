-- sheet_dialect.lua - which table of a workbook a resource is, as its dialect says it, in the options of lab.read_sheet.
--
--     "path": "bulletin.ods", "dialect": { "sheet": "Table_1", "names": ["year", "quarter"], "stub": "bold" }
--
-- The words are those of lab.read_sheet; of Frictionless' dialects sheetName, sheetNumber and headerRows are read, too. null in a list of names
-- leaves a row of the header out.

local objects = require "lib.package.description.objects"
local raise = require "lib.base.raise"

local sheet_dialect = {}

local given, take = objects.given, objects.take

local kinds = { sheet = "string", table = "string", title = "string", nth = "number", range = "string", skip = "number", header = "boolean", header_rows = "number", value_name = "string",
  stub = "string", marks = "string", values = "string", hidden = "string", stop_at = "string", blank_rows = "string", numbers = "string", decimal = "string", trim = "boolean", where = "string" }
local lists = { "names", "headings", "columns", "stub_name", "fill" }

local words = { "sheetName", "sheetNumber", "headerRows", "markers" }
for word in pairs(kinds) do words[#words + 1] = word end
for _, word in ipairs(lists) do words[#words + 1] = word end
table.sort(words)

-- Whether a file is a workbook by its name, or by the format that the resource states.
function sheet_dialect.is_for(file, format)
  if format then return format == "ods" or format == "xlsx" end
  local lower = file:lower()
  return lower:find("%.ods$") ~= nil or lower:find("%.xlsx$") ~= nil or lower:find("%.xlsm$") ~= nil
end

-- Fills options with what the dialect says.
function sheet_dialect.read(object, options, where)
  objects.check_keys(object, words, where, true)
  for word, kind in pairs(kinds) do options[word] = take(object, word, kind, where) end
  for _, word in ipairs(lists) do
    local value = given(object[word])
    if type(value) == "table" then
      local list = {}
      for i = 1, #value do list[i] = given(value[i]) or false end
      value = list
    end
    options[word] = value
  end
  local markers = take(object, "markers", "table", where)
  if markers then options.markers = markers end
  local name, number, rows = take(object, "sheetName", "string", where), take(object, "sheetNumber", "number", where), take(object, "headerRows", "table", where)
  if name then options.sheet = options.sheet or name end
  if number then options.sheet = options.sheet or math.tointeger(number) end
  if rows then options.header_rows = options.header_rows or #rows end
  for _, word in ipairs { "nth", "header_rows", "skip" } do
    if options[word] then options[word] = math.tointeger(options[word]) or raise('%s: "%s" is a whole number', where, word) end
  end
end

return sheet_dialect
