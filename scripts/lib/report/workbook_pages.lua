-- workbook_pages.lua - a document as the pages of a workbook, for the formats ods and xlsx.
--
--     Cover       title, summary, what the report says in words, with a link where a table stands, how it was made, sources, contact, licence
--     Contents    a marked table: each worksheet, with a link, and its title
--     Notes       a marked table: [note 1] ... in the order in which they are met; no such sheet without notes
--     Table_1 ... one table each, in the order of the document; a chart is given as its table, with what it shows in words
--
-- In a document, notes are numbered within their table. Here they are numbered through the workbook, and a note that its table does not refer to is
-- referred to at the end of the title.

local chart = require "lib.chart.chart"
local cite = require "lib.report.cite"
local escape = require "lib.base.escape"
local methods = require "lib.report.methods_note"
local pages = require "lib.report.pages"
local plain = require "lib.figures.plain"
local writer = require "slavelab.workbook_write"

local workbook_pages = {}

-- Of both formats.
local options = {
  author = { default = "", about = "the organisation that publishes, for the properties of the document and the cover" },
  contact = { default = "", about = "whom to ask, on the cover" },
  published = { default = "", about = "the date of publication, on the cover" },
  next_update = { default = "", about = "when the next release comes out, on the cover" },
  keywords = { default = "", about = "keywords of the document" },
}

-- --- notes ----------------------------------------------------------------------------------------------------------------------------

local function new_notes() return { list = {}, number = {} } end

-- The number of a note in the workbook: its own from the first time it is met.
local function number_of(notes, text)
  if not notes.number[text] then
    notes.list[#notes.list + 1] = text
    notes.number[text] = #notes.list
  end
  return notes.number[text]
end

-- A text in which the numbers of the table's notes are those of the workbook. A number without a note stays out.
local function renumber(notes, own, text)
  return (text:gsub("%s*%[note (%d+)%]", function(number)
    local note = own[tonumber(number)]
    return note and (" [note %d]"):format(number_of(notes, note)) or ""
  end))
end

local function refers_to(text, number) return text:find("[note " .. number .. "]", 1, true) ~= nil end

-- --- tables ---------------------------------------------------------------------------------------------------------------------------

local engine_types = { integer = "integer", number = "number", boolean = "boolean", date = "date", datetime = "datetime" }

-- A plain table as one of the engine, columns c1, c2, ...
local function to_engine(t)
  local rows = {}
  for i = 1, t.rows do rows[i] = { i } end
  rows.columns = { "row" }
  local result = t.rows > 0 and lab.table(rows) or lab.table { columns = { "row" }, { 1 } }:head(0)
  for i, column in ipairs(t.columns) do
    local values, kind = column.values, engine_types[column.type] or "text"
    if kind == "text" then -- an empty text would be a blank cell
      values = {}
      for row = 1, t.rows do
        if column.values[row] ~= "" then values[row] = column.values[row] end
      end
    end
    result = result:put("c" .. i, values, { type = kind, markers = column.markers })
  end
  return result
end

-- Headings as the sheet has them, each once: large and small letters are the same.
local function headings_of(t, notes, own)
  local list, used = {}, {}
  for i, column in ipairs(t.columns) do
    local words = pages.line(renumber(notes, own, plain.label { title = column.title, unit = column.unit ~= "proportion" and column.unit or nil }))
    if words == "" then words = "Column " .. i end
    local heading, number = words, 1
    while used[heading:lower()] do
      number = number + 1
      heading = ("%s %d"):format(words, number)
    end
    used[heading:lower()] = true
    list[i] = heading
  end
  return list
end

local function markers_of(t)
  local list = {}
  for i, pair in ipairs(plain.legend(t)) do list[i] = pair[1] end
  return list
end

-- Whether a cell is missing without a reason, or an empty text.
local function has_blanks(t)
  for _, column in ipairs(t.columns) do
    for row = 1, t.rows do
      local value = column.values[row]
      if value == "" or value == nil and not (column.markers and column.markers[row]) then return true end
    end
  end
  return false
end

local function add_line(lines, text, link, style) lines[#lines + 1] = { text = pages.line(text), link = link, style = style } end

local function add_source(lines, source)
  local address = escape.url(source.url)
  local text = source.text == source.url and "the publication" or source.text
  add_line(lines, "Source: " .. (address and text or cite.line(source)), address)
end

-- A heading stands on the cover if something is said below it there.
local function settle_heading(book)
  if book.heading then add_line(book.cover, book.heading, nil, "heading") end
  book.heading = nil
end

-- The page of a table: `block` has title, notes and sources, `t` the cells, `alt` what a chart shows.
local function table_page(book, block, t, alt)
  local own, place = block.notes, #book.tables + 1
  local title, referred = block.title, {}
  for number in ipairs(own) do
    referred[number] = refers_to(title, number)
    for _, column in ipairs(t.columns) do referred[number] = referred[number] or refers_to(column.title, number) end
    if not referred[number] then title = ("%s [note %d]"):format(title, number) end
  end
  local shown = pages.line(("Table %d: %s"):format(place, renumber(book.notes, own, title)))
  local lines = { { text = shown, style = "title" }, { text = "This worksheet contains one table." .. (#own > 0 and " Notes are explained on the worksheet Notes." or "") } }
  local shorthand = pages.shorthand(markers_of(t))
  if shorthand then add_line(lines, shorthand) end
  -- Words of the author's for what is missing, "none", stand in a line above: among figures stand figures and shorthand alone.
  local missing = t.missing:find("^%[%a+%]$") and t.missing or ""
  if missing == "" and has_blanks(t) then
    add_line(lines, t.missing == "" and pages.blanks or ('Some cells are blank: the report shows "%s" there.'):format(t.missing))
  end
  if alt then add_line(lines, "These are the figures of a chart: " .. alt) end
  if t.rows == 0 then add_line(lines, "The table has no rows.") end
  for _, source in ipairs(block.sources) do add_source(lines, source) end
  local page = { name = "Table_" .. place, title = pages.line(renumber(book.notes, {}, block.title)), lines = lines,
    table = { name = pages.name(block.title:gsub("%[note %d+%]", ""), book.names), t = to_engine(t), missing = missing, rounds = true } }
  for i, heading in ipairs(headings_of(t, book.notes, own)) do
    local column = t.columns[i]
    page.table[i] = { column = "c" .. i, heading = heading, decimals = column.type == "number" and column.unit ~= "proportion" and column.decimals or nil,
      grouping = column.grouping ~= false, share = column.unit == "proportion" and (column.type == "number" or column.type == "integer") }
  end
  book.tables[place] = page
  if not book.in_methods then
    settle_heading(book)
    add_line(book.cover, ("Table %d: %s"):format(place, page.title), "#" .. page.name)
  end
end

-- --- the sheets before the tables -------------------------------------------------------------------------------------------------------

local builders = {}

function builders.heading(book, block) book.heading = block.text end

function builders.para(book, block)
  settle_heading(book)
  for paragraph in (block.text .. "\n"):gmatch("([^\n]+)\n") do add_line(book.cover, paragraph) end
end

function builders.note(book, block)
  settle_heading(book)
  add_line(book.cover, "Note: " .. block.text)
end

function builders.source(book, block)
  settle_heading(book)
  add_source(book.cover, block)
end

function builders.table(book, block)
  if #block.columns > 0 then return table_page(book, block, block) end
  settle_heading(book)
  add_line(book.cover, block.title .. ": no rows.")
end

function builders.chart(book, block) table_page(book, block, chart.figures(block), block.alt) end

local function licences_of(document)
  local list, seen = {}, {}
  local function take(source)
    if source.licence and not seen[source.licence] then
      seen[source.licence] = true
      list[#list + 1] = source.licence
    end
  end
  for _, block in ipairs(document.blocks) do
    if block.kind == "source" then take(block) end
    for _, source in ipairs(block.sources or {}) do take(source) end
  end
  for _, input in ipairs(document.methods.inputs) do
    for _, source in ipairs(input.sources) do take(source) end
  end
  return list
end

local function finish_cover(book, document, options)
  local function part(heading, texts)
    local lines = {}
    for _, text in ipairs(texts) do
      if text ~= "" then lines[#lines + 1] = text end
    end
    if #lines > 0 then add_line(book.cover, heading, nil, "heading") end
    for _, line in ipairs(lines) do add_line(book.cover, line) end
  end
  part("Published", { options.published, options.next_update ~= "" and "Next update: " .. options.next_update or "", options.author })
  part("Contact", { options.contact })
  part("Licence", licences_of(document))
  add_line(book.cover, "In this workbook", nil, "heading")
  add_line(book.cover, "Contents: a list of all worksheets", "#Contents")
  if #book.notes.list > 0 then add_line(book.cover, "Notes: what the numbers of notes behind titles and headings mean", "#Notes") end
end

-- A page with one table of texts. `rows` are lists as long as `headings`; links lead from the first column.
local function listing(name, title, mark, headings, rows, links)
  local list = { columns = {} }
  for i in ipairs(headings) do list.columns[i] = "c" .. i end
  list.columns[#list.columns + 1] = "link"
  for i, row in ipairs(rows) do
    local copy = table.move(row, 1, #row, 1, {})
    copy[#headings + 1] = links and links[i] or nil
    list[i] = copy
  end
  list.types = { link = "text" }
  for i in ipairs(headings) do list.types["c" .. i] = "text" end
  local page = { name = name, title = title, lines = { { text = title, style = "title" }, { text = "This worksheet contains one table." } },
    table = { name = mark, t = lab.table(list), missing = "" } }
  for i, heading in ipairs(headings) do page.table[i] = { column = "c" .. i, heading = heading, width = i == 1 and 16 or 56 } end
  if links then page.table[1].links = "link" end
  return page
end

-- The pages of a document, as slavelab.workbook_write takes them.
function workbook_pages.of(document, options)
  local book = { cover = {}, tables = {}, notes = new_notes(), names = { table_of_contents = true, notes_of_tables = true } }
  add_line(book.cover, document.title, nil, "title")
  if document.subtitle then add_line(book.cover, document.subtitle) end
  if document.lead then add_line(book.cover, document.lead) end
  for _, block in ipairs(document.blocks) do builders[block.kind](book, block) end
  book.heading, book.in_methods = nil, true
  for _, block in ipairs(methods.blocks(document.methods, document.blocks)) do builders[block.kind](book, block) end
  finish_cover(book, document, options)
  local after, rows, links = {}, {}, {}
  if #book.notes.list > 0 then
    local notes = {}
    for i, text in ipairs(book.notes.list) do notes[i] = { ("[note %d]"):format(i), pages.line(text) } end
    after[1] = listing("Notes", "Notes", "Notes_of_tables", { "Note number", "Note text" }, notes)
  end
  table.move(book.tables, 1, #book.tables, #after + 1, after)
  for i, page in ipairs(after) do rows[i], links[i] = { page.name, page.title }, "#" .. page.name end
  local result = { title = pages.line(document.title), language = document.lang, author = options.author, keywords = options.keywords,
    { name = "Cover", lines = book.cover } }
  if #after > 0 then result[2] = listing("Contents", "Table of contents", "Table_of_contents", { "Worksheet", "Title" }, rows, links) end
  table.move(after, 1, #after, #result + 1, result)
  return result
end

-- The format "ods" or "xlsx", as scripts/formats returns it. `slavelab check FILE` tests any workbook against the rules that these sheets follow.
function workbook_pages.format(kind)
  return {
    name = kind,
    about = ("an accessible %s workbook: cover, contents, notes, one table a sheet"):format(kind:upper()),
    extensions = { kind },
    api = 1,
    binary = true,
    options = options,
    write = function(document, given) return writer.bytes(kind, workbook_pages.of(document, given)) end,
  }
end

return workbook_pages
