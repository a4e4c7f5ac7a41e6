-- book.lua - lab.workbook(path): what is in a workbook, printed, and asked.
--
--     wb = lab.workbook("x.ods")     print(wb)       sheets, tables, names, titles, what is hidden, properties
--     wb:tables()                    a table of all tables that were found, and how
--     wb:suggest()                   prints the call that reads each of them, tried on the file
--     wb:read{ sheet = "Table_1" }   lab.read_sheet of it

local book = require "slavelab.workbook"
local escape = require "lib.base.escape"
local raise = require "lib.base.raise"
local locate = require "lib.workbook.locate"
local plain = require "lib.base.words"
local read = require "lib.workbook.read"
local width = require "lib.base.width"
local words = require "lib.workbook.words"

local workbook = {}

-- What lies behind each object: handle, info, path.
local inner = setmetatable({}, { __mode = "k" })

local methods = {}

local function open(path)
  local handle = book.open(path, false)
  return { handle = handle, info = book.info(handle), path = path }
end

local function inside(self, verb)
  local found = inner[self]
  if not found then raise("%s is a method of a workbook: wb:%s()", verb, verb) end
  return found
end

local function range_text(region)
  return book.address(region.first_row, region.first_column) .. ":" .. book.address(region.last_row, region.last_column)
end

local hows = { marked = "marked", title = "title", place = "blank band" }

local function regions(one)
  if not one.regions then one.regions = locate.all(one.handle, one.info, nil, {}) end
  return one.regions
end

-- A table of sheets: sheet, state, range, rows hidden, tables.
function methods:sheets()
  local one = inside(self, "sheets")
  local counts, rows = {}, { columns = { "sheet", "state", "range", "hidden_rows", "tables" },
    types = { sheet = "text", state = "text", range = "text", hidden_rows = "integer", tables = "integer" } }
  for _, region in ipairs(regions(one)) do counts[region.sheet] = (counts[region.sheet] or 0) + 1 end
  for i, sheet in ipairs(one.info.sheets) do
    rows[i] = { sheet = sheet.name, state = sheet.is_chart and "chart" or sheet.state, range = sheet.last_row and range_text(sheet) or nil,
      hidden_rows = sheet.hidden_rows, tables = counts[i] or 0 }
  end
  return lab.table(rows)
end

local function texts(lines)
  local list = {}
  for i, line in ipairs(lines) do list[i] = line.text end
  return #list > 0 and table.concat(list, "\n") or nil
end

-- The unit that is said of a whole table: on a line above it, or in a corner of its header.
local function unit_of(one, region)
  local unit
  for _, line in ipairs(region.before) do unit = words.unit(line.text) or unit end
  local row = book.cells(one.handle, region.sheet, region.first_row, region.first_row)[1]
  if unit or not row or #row > 2 then return unit end
  for _, cell in ipairs(row) do unit = words.unit(cell.text) or unit end
  return unit
end

-- A table of all tables found: sheet, nth, name, range, title, notes, unit, how.
function methods:tables()
  local one = inside(self, "tables")
  local rows = { columns = { "sheet", "nth", "name", "range", "title", "notes", "unit", "how" },
    types = { sheet = "text", nth = "integer", name = "text", range = "text", title = "text", notes = "text", unit = "text", how = "text" } }
  local count = {}
  for i, region in ipairs(regions(one)) do
    count[region.sheet] = (count[region.sheet] or 0) + 1
    rows[i] = { sheet = one.info.sheets[region.sheet].name, nth = count[region.sheet], name = region.name, range = range_text(region), title = region.title,
      notes = texts(region.after), unit = unit_of(one, region), how = hows[region.how] }
  end
  return lab.table(rows)
end

-- What the office said of the file: { title = , author = , ... }.
function methods:properties()
  local list = {}
  for _, pair in ipairs(inside(self, "properties").info.properties) do
    list[pair[1]] = list[pair[1]] and list[pair[1]] .. "; " .. pair[2] or pair[2]
  end
  return list
end

-- The table that lab.read_sheet(path, options) gives, from what is open.
function methods:read(options)
  local one = inside(self, "read")
  if type(options) == "table" and options.values == "shown" then return read.sheet(one.path, options) end
  return (read.from(one.handle, one.info, one.path, options))
end
methods.read_sheet = methods.read

-- Prints, for each table, the call that reads it, and what came of it when it was tried.
function methods:suggest()
  local one = inside(self, "suggest")
  require("lib.workbook.suggest").print(one.handle, one.info, one.path, regions(one))
end

-- Gives the memory back; later calls raise.
function methods:close()
  local one = inside(self, "close")
  book.close(one.handle)
  inner[self] = nil
end

local function text_of(one)
  local lines, info, columns = {}, one.info, lab.terminal_width()
  local function add(text, ...) lines[#lines + 1] = escape.line(text:format(...)) end
  add("workbook %s: %d sheet%s (%s)", info.name, #info.sheets, #info.sheets == 1 and "" or "s", info.format)
  for _, pair in ipairs(info.properties) do
    if pair[1] == "title" or pair[1] == "author" or pair[1] == "creator" then add("  %s: %s", pair[1], pair[2]) end
  end
  local by_sheet = {}
  for _, region in ipairs(regions(one)) do
    by_sheet[region.sheet] = by_sheet[region.sheet] or {}
    table.insert(by_sheet[region.sheet], region)
  end
  for i, sheet in ipairs(info.sheets) do
    local said = {}
    if sheet.is_chart then said[#said + 1] = "a chart" end
    if sheet.state ~= "visible" then said[#said + 1] = sheet.state end
    if sheet.hidden_rows > 0 then said[#said + 1] = plain.count(sheet.hidden_rows, "hidden row", "hidden rows") end
    add("  %d  %s  %s%s", i, sheet.name, sheet.last_row and range_text(sheet) or "blank", #said > 0 and "  (" .. table.concat(said, ", ") .. ")" or "")
    for n, region in ipairs(by_sheet[i] or {}) do
      local what = ("       table %d  %s%s"):format(n, range_text(region), region.name and "  " .. region.name .. " (marked)" or "")
      lines[#lines + 1] = region.title and width.hang(escape.line(what) .. "  ", escape.line(region.title), columns) or escape.line(what)
    end
  end
  for _, marked in ipairs(info.tables) do
    if marked.is_name then add("  name %s = %s!%s", marked.name, info.sheets[marked.sheet].name, range_text(marked)) end
  end
  return table.concat(lines, "\n")
end

local meta = {
  __name = "slavelab.Workbook", __metatable = "slavelab.Workbook",
  __tostring = function(self) return text_of(inside(self, "tostring")) end,
  __index = function(_, key)
    if methods[key] then return methods[key] end
    local suggest = require "lib.base.suggest"
    raise("a workbook has no method %q%s", tostring(key), suggest.among(tostring(key), suggest.keys(methods), "it has"))
  end,
  __close = function(self) if inner[self] then methods.close(self) end end,
}

-- lab.workbook(path).
function workbook.open(path)
  if type(path) ~= "string" then raise("workbook: path: a text was expected, not %s", type(path) == "nil" and "nil" or "a " .. type(path)) end
  local self = setmetatable({}, meta)
  inner[self] = open(path)
  return self
end

-- Names for completion of an option: sheets, marked tables, titles.
function workbook.names(self, option)
  local one, list = inner[self], {}
  if not one then return list end
  if option == "sheet" then
    for _, sheet in ipairs(one.info.sheets) do list[#list + 1] = sheet.name end
    return list
  end
  if option == "table" then
    for _, marked in ipairs(one.info.tables) do
      if marked.name ~= "" then list[#list + 1] = marked.name end
    end
    if #list > 0 then return list end
  end
  for _, region in ipairs(regions(one)) do list[#list + 1] = region.title end
  return list
end

-- The names of the methods, sorted.
function workbook.methods() return require("lib.base.suggest").keys(methods) end

lab.document("lab", "workbook", {
  signature = "(path: string): slavelab.Workbook",
  text = "What is in an ODS or XLSX workbook: print(wb) shows its sheets, the tables in them, marked ones by name and others by place and title, named ranges, what is "
    .. "hidden and what the office said of the file. wb:sheets() and wb:tables() are the same as tables, wb:properties() the title and author, wb:suggest() prints "
    .. "the call of lab.read_sheet for each table, tried on the file; wb:read(options) is lab.read_sheet of it, wb:close() gives its memory back.",
  example = 'local wb, problem = lab.try(lab.workbook, "bulletin.ods")\nprint(wb or problem)',
})

-- lab.workbook is this module, and is called.
return setmetatable(workbook, { __call = function(_, path) return workbook.open(path) end })
