-- report.lua - a report: blocks put together by a script, then written by a format.
--
--     local r = lab.report { title = "Referrals in 2023", { para = "More than ever." } }
--     r:table(by_year, { title = "Referrals by year" })
--     r:write()
--
-- A report becomes a document, a plain Lua table that docs/documents.md describes; formats see that and nothing else.
-- Everything is checked when it is added, so that an error names the line of the script that caused it.

local chart = require "lib.chart.chart"
local cite = require "lib.report.cite"
local format = require "lib.report.format"
local methods = require "lib.report.methods_note"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local report = {}

local Report = {}
Report.__name = "report"

-- A method that does not exist is named with the nearest, as that of a table is.
function Report.__index(_, key)
  local method = Report[key]
  if method ~= nil or type(key) ~= "string" then return method end
  local names = {}
  for _, name in ipairs(suggest.keys(Report)) do
    if not name:find("^_") then names[#names + 1] = name end
  end
  raise('a report has no method "%s"%s', key, suggest.among(key, names, "it has"))
end

local report_keys = { "id", "title", "subtitle", "lead", "lang", "rounding", "suppression" }

local block_keys = {
  heading = { "heading", "level" },
  para = { "para" },
  table = { "table", "title", "columns", "titles", "units", "decimals", "missing", "notes", "source" },
  chart = { "chart", "table", "data", "title", "alt", "mark", "encoding", "x", "y", "color", "xOffset", "yOffset", "columns", "titles",
    "units", "decimals", "missing", "notes", "source" },
  note = { "note" },
  source = { "source", "title", "publisher", "date", "url", "licence" },
}

-- A block that names several kinds is of the first of these: a chart has a table, a table has a source.
local precedence = { "chart", "table", "heading", "para", "note", "source" }

local function check_keys(given, allowed, where)
  for _, key in ipairs(suggest.keys(given)) do
    local known = false
    for _, one in ipairs(allowed) do known = known or one == key end
    if not known then raise('%s: unknown option "%s"%s', where, key, suggest.among(key, allowed, "it takes")) end
  end
end

-- Text of a script: line ends inside a paragraph are blanks, so that long strings can be broken in the source.
local function tidy(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function need_text(value, what, where)
  if type(value) == "number" then value = tostring(value) end
  if type(value) ~= "string" then raise("%s: %s is a text, not a %s", where, what, value == nil and "nil" or type(value)) end
  return value
end

local function read_notes(given, where)
  if given == nil then return {} end
  if type(given) ~= "table" then given = { given } end
  local notes = {}
  for i, note in ipairs(given) do notes[i] = tidy(need_text(note, ("notes[%d]"):format(i), where)) end
  return notes
end

-- The sources that a table of the engine carries with it, each once, for when the script names none.
local function carried_sources(t)
  if type(t) ~= "userdata" then return nil end
  local list, seen = {}, {}
  for _, record in ipairs(t:sources()) do
    local source = { title = record.title, publisher = record.publisher, date = record.date, url = record.url, licence = record.licence }
    local full = cite.source(source)
    local key = full and full.text .. "\0" .. (full.url or "")
    if full and not seen[key] then
      seen[key] = true
      list[#list + 1] = source
    end
  end
  return #list > 0 and list or nil
end

-- What was done to the figures of a table of the engine (t:notes()): the methods note says it.
local function carried_notes(t)
  return type(t) == "userdata" and t:about().notes or {}
end

local function read_sources(given, where)
  local sources, problem = cite.sources(given)
  if not sources then raise("%s: %s", where, problem) end
  return sources
end

-- "Referrals: UK, 2023" becomes "referrals-uk-2023".
local function id_of(title)
  local id = title:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  return id ~= "" and id or "report"
end

local builders = {}

function builders.heading(spec, where)
  local level = spec.level or 2
  if math.type(level) ~= "integer" or level < 2 or level > 4 then
    raise("%s: level is 2, 3 or 4 (the title of the report is level 1)", where)
  end
  return { { kind = "heading", text = tidy(need_text(spec.heading, "heading", where)), level = level } }
end

-- An empty line begins another paragraph.
function builders.para(spec, where)
  local blocks = {}
  for text in (need_text(spec.para, "para", where) .. "\n\n"):gmatch("(.-)\n[ \t]*\n") do
    text = tidy(text)
    if text ~= "" then blocks[#blocks + 1] = { kind = "para", text = text } end
  end
  return blocks
end

-- A table without a title of its own has that of the heading it stands under, or of the report.
function builders.table(spec, where, fallback)
  local block = plain.table(spec.table, spec, where)
  block.kind = "table"
  block.title = tidy(need_text(spec.title == nil and fallback or spec.title, "title", where))
  block.notes, block.sources = read_notes(spec.notes, where), read_sources(spec.source or carried_sources(spec.table), where)
  block.done = carried_notes(spec.table)
  return { block }
end

-- A chart is given as { chart = t, mark =, ... }, as { chart = "bar", table = t, ... }, or as
-- { chart = { mark =, encoding =, data = t } }.
local function spread_chart(spec, where)
  local flat = {}
  for key, value in pairs(spec) do flat[key] = value end
  local given = flat.chart
  flat.chart = nil
  if type(given) == "string" then
    if flat.mark ~= nil then raise("%s: the mark is given twice", where) end
    flat.mark = given
  elseif type(given) == "table" and (given.mark ~= nil or given.encoding ~= nil) then
    check_keys(given, block_keys.chart, where)
    for key, value in pairs(given) do
      if flat[key] ~= nil then raise("%s: %s is given twice", where, key) end
      flat[key] = value
    end
  elseif given ~= nil and given ~= true then
    if flat.table ~= nil or flat.data ~= nil then raise("%s: the table is given twice", where) end
    flat.table = given
  end
  if flat.data ~= nil then
    if flat.table ~= nil then raise("%s: the table is given twice", where) end
    flat.table, flat.data = flat.data, nil
  end
  return flat
end

function builders.chart(spec, where)
  local flat = spread_chart(spec, where)
  if type(flat.title) == "string" then flat.title = tidy(flat.title) end
  if type(flat.alt) == "string" then flat.alt = tidy(flat.alt) end
  local block = chart.block(flat, where)
  block.notes, block.sources = read_notes(spec.notes, where), read_sources(spec.source or carried_sources(flat.table), where)
  block.done = carried_notes(flat.table)
  return { block }
end

function builders.note(spec, where)
  return { { kind = "note", text = tidy(need_text(spec.note, "note", where)) } }
end

function builders.source(spec, where)
  local given = spec.source
  if given == true or given == nil then
    given = { title = spec.title, publisher = spec.publisher, date = spec.date, url = spec.url, licence = spec.licence }
  end
  local blocks = {}
  for i, source in ipairs(read_sources(given, where)) do
    source.kind = "source"
    blocks[i] = source
  end
  return blocks
end

local function kind_of(spec)
  for _, kind in ipairs(precedence) do
    if spec[kind] ~= nil then return kind end
  end
end

function Report:_append(kind, spec)
  self._count = self._count + 1
  local where = ('report "%s", block %d (%s)'):format(self._head.title, self._count, kind)
  check_keys(spec, block_keys[kind], where)
  for _, block in ipairs(builders[kind](spec, where, self._under)) do
    if kind == "heading" then self._under = block.text end
    for _, note in ipairs(block.done or {}) do self._done[#self._done + 1] = note end
    block.done = nil
    self._blocks[#self._blocks + 1] = block
  end
  return self
end

function Report:_add(spec)
  if type(spec) == "string" then return self:_append("para", { para = spec }) end
  local where = ('report "%s", block %d'):format(self._head.title, self._count + 1)
  if type(spec) ~= "table" then raise("%s: a block is a table or a text, not a %s", where, type(spec)) end
  local kind = kind_of(spec)
  if not kind then
    raise("%s: a block names its kind: { heading = ... }, { para = ... }, { table = ... }, { chart = ... }, { note = ... } or "
      .. "{ source = ... }; this one has %s", where, next(spec) and table.concat(suggest.keys(spec), ", ") or "nothing")
  end
  return self:_append(kind, spec)
end

-- lab.report{ title=, id=, subtitle=, lead=, lang=, rounding=, suppression=, block, block, ... }
--
-- A report with the blocks given, to which more can be appended. title is needed; id, a short name made of letters,
-- digits and "-", is made from it unless given; lang is "en-GB" unless given; rounding and suppression are sentences of
-- the methods note, for when the library cannot know what the script did. A block is a table with the key of its kind,
-- or a text, which is a paragraph.
function report.new(spec)
  if type(spec) ~= "table" then raise('lab.report takes a table: lab.report { title = "...", ... }') end
  local named = {}
  for key, value in pairs(spec) do
    if math.type(key) ~= "integer" then named[key] = value end
  end
  check_keys(named, report_keys, "report")
  if type(spec.title) ~= "string" or not spec.title:find("%S") then raise("report: it needs a title") end
  local self = setmetatable({ _blocks = {}, _count = 0, _head = {}, _done = {}, _under = tidy(spec.title) }, Report)
  for _, key in ipairs(report_keys) do
    if spec[key] ~= nil then self._head[key] = tidy(need_text(spec[key], key, "report")) end
  end
  self._head.id = self._head.id or id_of(self._head.title)
  self._head.lang = self._head.lang or "en-GB"
  local last = 0
  for key in pairs(spec) do
    if math.type(key) == "integer" then last = math.max(last, key) end
  end
  for i = 1, last do
    if spec[i] == nil then raise('report "%s": block %d is nil', self._head.title, i) end
    self:_add(spec[i])
  end
  return self
end

local function merge(options, kind, value)
  local spec = {}
  for key, option in pairs(options or {}) do spec[key] = option end
  spec[kind] = value
  return spec
end

-- r:heading(text, level): level 2 (unless given) to 4. Every method that appends gives the report back.
function Report:heading(text, level)
  return self:_append("heading", { heading = text, level = level })
end

-- r:para(text): an empty line in the text begins another paragraph. Text is text: no markup in it has a meaning.
function Report:para(text)
  return self:_append("para", { para = text })
end

-- r:table(t, { title=, columns=, titles=, units=, decimals=, missing=, notes=, source= })
function Report:table(t, options)
  if t == nil then raise('report "%s": table(t, options): t is nil', self._head.title) end
  return self:_append("table", merge(options, "table", t))
end

-- r:chart(t, { title=, alt=, mark=, encoding=, ... }), or r:chart{ mark=, encoding=, data=t, ... }
function Report:chart(t, options)
  if t == nil then raise('report "%s": chart(t, options): t is nil', self._head.title) end
  return self:_append("chart", merge(options, "chart", t))
end

-- r:note(text)
function Report:note(text)
  return self:_append("note", { note = text })
end

-- r:source(text), r:source{ title=, publisher=, date=, url=, licence= }, or a list of these.
function Report:source(source)
  if source == nil then raise('report "%s": source(nil)', self._head.title) end
  return self:_append("source", { source = source })
end

local function copy(value)
  if type(value) ~= "table" then return value end
  local result = {}
  for key, inner in pairs(value) do result[key] = copy(inner) end
  return result
end

-- r:document(): the report as a plain Lua table, methods note included. It is a copy: whoever changes it changes
-- nothing else.
function Report:document()
  local document = copy(self._head)
  document.blocks = copy(self._blocks)
  document.methods = methods.gather(self._head, document.blocks, lab.inputs(), lab.version, self._done)
  document.rounding, document.suppression = nil, nil
  return document
end

-- r:render(name, options): the report as bytes in the format of that name (or file); options are the format's.
function Report:render(name, options)
  return format.render(format.choose(name), self:document(), options)
end

-- One run writes no file twice: the second report would silently take the place of the first.
local written = {}

-- r:write{ format=, output=, ... }: renders the report and writes it. The command line's --format and --output win over
-- what is given here; without either the format follows the extension of the output, and is text on standard output
-- otherwise. Further options are the format's. Gives the path written to, nil for standard output.
function Report:write(options)
  local asked = lab.options
  local own = {}
  for key, value in pairs(options or {}) do own[key] = value end
  local output = asked.output or own.output
  local name = asked.format or (not asked.output and own.format) or nil
  own.format, own.output = nil, nil
  local f = format.choose(name, output)
  if asked.format or asked.output then
    -- The script's options were meant for the format it had in mind, not for the one asked for.
    for key in pairs(own) do
      if (f.options or {})[key] == nil then own[key] = nil end
    end
  end
  local bytes = format.render(f, self:document(), own)
  if f.binary and not output then
    raise('format %s writes bytes that are no text: name a file with -o, or "-o -" for standard output', f.name)
  end
  if not output or output == "-" then
    local ok, message = io.stdout:write(bytes)
    if not ok then raise("cannot write to standard output: %s", message) end
    return nil
  end
  if asked.output and written[output] then
    raise('%s: this run has already written the report "%s" there; write reports to files of their own with '
      .. 'r:write{ output = "..." }', output, written[output])
  end
  lab.write_output(output, bytes)
  if asked.output then written[output] = self._head.title end
  return output
end

function Report:__tostring()
  return ('report "%s" (%d blocks)'):format(self._head.title, #self._blocks)
end

-- report.plain(t, options): a table of any origin in plain form; see plain.lua. The one place where documents meet
-- the engine's tables.
report.plain = plain.table

lab.document("lab", "report", {
  signature = "(spec: table): slavelab.Report",
  text = "A report of the blocks in spec (heading, para, table, chart, note, source), with title, lead and other words. Its methods "
    .. "heading, para, table, chart, note and source append; write{} writes it as --format and --output say, render(format) "
    .. "gives it as a text. docs/documents.md tells all.",
  example = 'local r = lab.report { title = "Referrals", { para = "None yet." } }\nprint(#r:render("text") > 0)',
})

-- lab.report is this module, and is called.
return setmetatable(report, { __call = function(_, spec) return report.new(spec) end })
