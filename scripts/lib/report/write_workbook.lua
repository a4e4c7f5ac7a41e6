-- write_workbook.lua - t:write_ods and t:write_xlsx: a table on a sheet of its own, as official figures are published.
--
-- What stands above the table is said in pages.lua; what a cell becomes, in core/workbook/write.h. A document of several tables is written
-- by the formats ods and xlsx.

local arguments = require "lib.figures.verb_arguments"
local cite = require "lib.report.cite"
local lists = require "slavelab.lists"
local notice = require "lib.base.notice"
local number = require "lib.base.number"
local pages = require "lib.report.pages"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"
local table_title = require "lib.figures.table_title"
local words = require "lib.base.words"
local writer = require "slavelab.workbook_write"

local write_workbook = {}

local kinds = { title = "string", sheet = "string", table = "string", titles = "table", units = "table", decimals = "table number", missing = "string",
  notes = "string table", source = "string table", lang = "string", author = "string", keywords = "string" }

local function read_options(t, given, verb)
  if given ~= nil and type(given) ~= "table" then raise("%s: options are a table, not a %s", verb, type(given)) end
  local options = lists.options(given, verb)
  for _, key in ipairs(suggest.keys(options)) do
    if not kinds[key] then raise('%s: unknown option "%s"%s', verb, key, suggest.among(key, suggest.keys(kinds), "it takes")) end
    if not (" " .. kinds[key] .. " "):find(" " .. type(options[key]) .. " ", 1, true) then
      raise("%s: option %s is a %s, not a %s", verb, key, (kinds[key]:gsub(" ", " or a ")), type(options[key]))
    end
  end
  local names = t:column_names()
  for _, key in ipairs { "titles", "units", "decimals" } do
    if type(options[key]) == "table" then
      options[key] = lists.options(options[key], verb .. ": " .. key)
      for _, name in ipairs(suggest.keys(options[key])) do
        local known = false
        for _, have in ipairs(names) do known = known or have == name end
        if not known then raise('%s: %s names a column "%s" that is not there%s', verb, key, name, suggest.among(name, names, "columns are")) end
        local wanted = key == "decimals" and "number" or "string"
        if type(options[key][name]) ~= wanted then raise("%s: %s.%s is a %s, not a %s", verb, key, name, wanted, type(options[key][name])) end
      end
    end
  end
  for _, value in pairs(type(options.decimals) == "table" and options.decimals or { options.decimals }) do
    if math.type(value) ~= "integer" or value < 0 or value > 15 then raise("%s: decimals is a whole number from 0 to 15", verb) end
  end
  local notes = options.notes
  options.notes = type(notes) == "string" and { notes } or notes and lists.list(notes, verb .. ": notes") or {}
  for i, note in ipairs(options.notes) do
    if type(note) ~= "string" then raise("%s: notes[%d] is a text, not a %s", verb, i, type(note)) end
  end
  return options
end

-- "out/nrm-referrals-2023.ods" becomes "Nrm referrals 2023".
local function title_of(path)
  local words_of_it = pages.line(path:match("[^/\\]*$"):gsub("%.%w+$", ""):gsub("[-_]+", " "))
  return words_of_it == "" and "Table" or (words_of_it:gsub("^%l", string.upper))
end

-- The columns as slavelab.workbook_write takes them.
local function columns_of(t, options)
  local found, list = {}, {}
  for _, column in ipairs(roles.list(t)) do found[column.name] = column end
  for i, field in ipairs(t:schema()) do
    local name = field.name
    local unit = options.units and options.units[name] or field.unit
    local is_number = field.type == "number" or field.type == "double" or field.type == "integer" or field.type == "int64"
    local share = is_number and unit == "proportion"
    local decimals = options.decimals
    if type(decimals) == "table" then decimals = decimals[name] elseif not field.type:find("^number") and not field.type:find("^double") then decimals = nil end
    list[i] = { column = name, heading = plain.label { title = options.titles and options.titles[name] or name, unit = not share and unit or nil },
      share = share, decimals = decimals, grouping = not (found[name] and found[name].stands_for) }
  end
  return list
end

-- The lines above the table.
local function lines_of(t, options, title, marks)
  local lines = { { text = title, style = "title" }, { text = "This worksheet contains one table." } }
  local function add(text)
    if text then lines[#lines + 1] = { text = pages.line(text) } end
  end
  add(pages.shorthand(marks.markers))
  if marks.blanks > 0 and not (options.missing and options.missing ~= "") then add(pages.blanks) end
  local sources, problem = cite.sources(options.source or cite.of_table(t))
  if not sources then raise("source: %s", problem) end
  for _, source in ipairs(sources) do add("Source: " .. cite.line(source)) end
  for _, note in ipairs(options.notes) do add("Note: " .. note) end
  for _, note in ipairs(t:about().notes or {}) do add("Note: " .. note.text) end
  return lines
end

local function tell_lost(path, rows)
  if rows == 0 then return end
  notice.say(("%s: %s nothing but missing cells, and %s no %s to whoever reads the workbook; missing = \"[x]\" says what they are"):format(path,
    words.count(rows, "row has", "rows have"), words.either(rows, "is", "are"), words.either(rows, "row", "rows")))
end

local function write(t, kind, verb, path, given)
  if type(path) ~= "string" then raise("%s: path: a text was expected, not %s", verb, path == nil and "nil" or "a " .. type(path)) end
  arguments.refuse_groups(t, verb)
  local other = kind == "ods" and "xlsx" or "ods" -- programs go by the name, and call the file damaged
  if path:lower():find("%." .. other .. "$") then raise("%s: %s has the name of another kind of workbook; t:write_%s writes that", verb, path, other) end
  local options = read_options(t, given, verb)
  local own = t:select(t:column_names()) -- a script cannot close this one
  local marks, title = writer.marks(own), pages.line(options.title or table_title.words(t) or title_of(path))
  local sheet = options.sheet or "Table_1"
  local page = { name = sheet, lines = lines_of(t, options, title, marks), table = columns_of(own, options) }
  page.table.name, page.table.t, page.table.missing = options.table or pages.name(sheet, {}), own, options.missing or ""
  local book = { title = title, language = options.lang or "en-GB", author = options.author, keywords = options.keywords, page }
  if path == "-" then
    local ok, message = io.stdout:write(writer.bytes(kind, book))
    if not ok then raise("cannot write to standard output: %s", message) end
  else
    writer.write(kind, path, book)
  end
  own:close()
  if not options.missing or options.missing == "" then tell_lost(path == "-" and "standard output" or path, marks.blank_rows) end
  return t
end

function write_workbook.write_ods(t, path, options) return write(t, "ods", "write_ods", path, options) end
function write_workbook.write_xlsx(t, path, options) return write(t, "xlsx", "write_xlsx", path, options) end

local signature = "(path: string, options?: {title?: string, sheet?: string, table?: string, titles?: table<string, string>, units?: table<string, string>, "
  .. "decimals?: integer|table<string, integer>, missing?: string, notes?: string|string[], source?: string|table, lang?: string, author?: string, keywords?: string})"
  .. ": slavelab.Table"

lab.method("table", "write_ods", write_workbook.write_ods, {
  signature = signature,
  text = "Writes the table as an ODS workbook of one sheet, complete or not at all, and gives it back: a title, how to read the table (shorthand, blank cells, sources, "
    .. "notes), and below that the table, marked, with one header row and units in round brackets. Numbers, dates and booleans are what they are, a share "
    .. "(unit \"proportion\") is a percentage; reasons and flags are written as shorthand ([c], 12 [p]). lab.read_sheet reads it back equal. missing = \"[x]\" is what "
    .. "stands for a missing cell without a reason; it is blank unless given. A table of any length is written in the same memory.",
  example = [[
local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
t:write_ods("forces.ods", { title = "Potential victims by force", units = { people = "number" } })
print(lab.read_sheet("forces.ods"))]],
})

lab.method("table", "write_xlsx", write_workbook.write_xlsx, {
  signature = signature,
  text = "The same as an XLSX workbook. A cell holds 32,767 characters at most; two headings that differ by large and small letters alone are refused, as Excel takes "
    .. "such a table for damaged. ODS is what statistics are published in.",
  example = [[
local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
t:write_xlsx("forces.xlsx", { title = "Potential victims by force" })
print(lab.workbook("forces.xlsx"))]],
})

return write_workbook
