-- report.lua - a report: blocks put together by a script, then written by a format.
--
--     local r = lab.report { title = "Referrals in 2023", { para = "More than ever." } }
--     r:table(by_year, { title = "Referrals by year" })
--     r:write()
--
-- A report becomes a document, a plain Lua table that docs/documents.md describes; formats see that and nothing else.
-- Everything is checked when it is added, so that an error names the line of the script that caused it. What kinds of blocks
-- there are is kinds.lua's matter.

local disclosure_check = require "lib.verbs.disclosure.disclosure_check"
local format = require "lib.report.format"
local kinds = require "lib.report.kinds"
local lists = require "slavelab.lists"
local methods = require "lib.report.methods_note"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.report.words"

local report = {}

local Report = {}
Report.__name = "report"

local function merge(kind, value, options)
  if type(options) ~= "table" and options ~= nil then
    raise("%s(%s, options): options is a table, not a %s", kind.name, kind.name, type(options))
  end
  local spec = lists.options(options, kind.name)
  spec[kind.name] = value
  return spec
end

-- The method that appends a block of a kind: r:note(text), r:table(t, { title = ... }). It gives the report back.
local function method_of(kind)
  return function(self, value, option)
    if value == nil and kind.arguments then
      raise('report "%s": %s(%s): %s is nil', self._head.title, kind.name, kind.arguments, kind.arguments:match("^[^,]*"))
    end
    return self:_append(kind, kind.method and kind.method(value, option) or merge(kind, value, option))
  end
end

-- Every kind of block is a method. One that does not exist is named with the nearest, as that of a table is.
function Report.__index(_, key)
  local method = Report[key]
  if method ~= nil or type(key) ~= "string" then return method end
  local kind = kinds.named(key)
  if kind then return method_of(kind) end
  local names = {}
  for _, name in ipairs(suggest.keys(Report)) do
    if not name:find("^_") then names[#names + 1] = name end
  end
  table.move(kinds.names(), 1, #kinds.names(), #names + 1, names)
  table.sort(names)
  raise('a report has no method "%s"%s', key, suggest.among(key, names, "it has"))
end

local report_keys = { "id", "title", "subtitle", "lead", "lang", "rounding", "suppression" }
local all_keys = { "allow_disclosure", "disclosure", table.unpack(report_keys) }

local function check_keys(given, allowed, where)
  for _, key in ipairs(suggest.keys(given)) do
    local known = false
    for _, one in ipairs(allowed) do known = known or one == key end
    if not known then raise('%s: unknown option "%s"%s', where, key, suggest.among(key, allowed, "it takes")) end
  end
end

-- "Referrals: UK, 2023" becomes "referrals-uk-2023".
local function id_of(title)
  local id = title:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  return id ~= "" and id or "report"
end

-- Keeps the table of a block as a reader sees it, for lab.disclosure_check.
function Report:_keep(block)
  if not block.shows then return end
  local places, word = {}, block.kind == "table" and "Table" or "Chart"
  for _, column in ipairs(block.kind == "table" and block.columns or {}) do places[column.name] = column.decimals end
  self._shown[word] = (self._shown[word] or 0) + 1
  self._shown[#self._shown + 1] = { table = block.shows, name = ("%s %d"):format(word, self._shown[word]), title = block.title, places = places }
end

function Report:_append(kind, spec)
  self._count = self._count + 1
  local where = ('report "%s", block %d (%s)'):format(self._head.title, self._count, kind.name)
  for _, block in ipairs(kinds.build(kind, spec, where, { under = self._under })) do
    if block.kind == "heading" then self._under = block.text end
    for _, one in ipairs(block.fallback or { block }) do
      for _, note in ipairs(one.done or {}) do self._done[#self._done + 1] = note end
      self:_keep(one)
      one.done, one.shows = nil, nil
    end
    self._blocks[#self._blocks + 1] = block
  end
  return self
end

function Report:_add(spec)
  if type(spec) == "string" then spec = { para = spec } end
  local where = ('report "%s", block %d'):format(self._head.title, self._count + 1)
  if type(spec) ~= "table" then raise("%s: a block is a table or a text, not a %s", where, type(spec)) end
  spec = lists.options(spec, where)
  return self:_append(kinds.of(spec, where), spec)
end

-- lab.report{ title=, id=, subtitle=, lead=, lang=, rounding=, suppression=, disclosure=, allow_disclosure=, block, block, ... }
--
-- A report with the blocks given, to which more can be appended. title is needed; id, a short name made of letters,
-- digits and "-", is made from it unless given; lang is "en-GB" unless given; rounding and suppression are sentences of
-- the methods note, for when the library cannot know what the script did; disclosure are the options of lab.disclosure_check, which looks at
-- the report before it is written, unless allow_disclosure gives a reason why not. A block is a table with the key of its kind,
-- or a text, which is a paragraph.
function report.new(spec)
  if type(spec) ~= "table" then raise('lab.report takes a table: lab.report { title = "...", ... }') end
  spec = lists.options(spec, "report")
  local named = {}
  for key, value in pairs(spec) do
    if math.type(key) ~= "integer" then named[key] = value end
  end
  check_keys(named, all_keys, "report")
  if type(spec.title) ~= "string" or not spec.title:find("%S") then raise("report: it needs a title") end
  local self = setmetatable({ _blocks = {}, _count = 0, _head = {}, _done = {}, _shown = {}, _under = words.tidy(spec.title) }, Report)
  for _, key in ipairs(report_keys) do
    if spec[key] ~= nil then self._head[key] = words.tidy(words.text(spec[key], key, "report")) end
  end
  self._check = spec.disclosure ~= nil and disclosure_check.check_options(lists.options(spec.disclosure, "report: disclosure")) or {}
  self._allowed = false
  if spec.allow_disclosure ~= nil then
    self._allowed = words.tidy(words.text(spec.allow_disclosure, "allow_disclosure", "report")):gsub("%.$", "")
    if self._allowed == "" then raise("report: allow_disclosure is the reason why, in words") end
    self._done[1] = { verb = "disclosure", text = ("Whether figures that are held back can be worked out from others of this report was not checked: %s.")
      :format(self._allowed) }
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

local function copy(value)
  if type(value) ~= "table" then return value end
  local result = {}
  for key, inner in pairs(value) do result[key] = copy(inner) end
  return result
end

-- r:document(): the report as a plain Lua table, methods note included. It is a copy: the
-- report stays as it is when the copy is changed.
function Report:document()
  local document = copy(self._head)
  document.blocks = copy(self._blocks)
  document.methods = methods.gather(self._head, kinds.spread(document.blocks, kinds.is_original, self._head.title), lab.inputs(), lab.version, self._done)
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
  local own = lists.options(options, "write")
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
  if asked.chart then
    if (f.options or {}).chart == nil then raise("--chart is for formats that draw one chart, and %s is none: -o FILE.svg", f.name) end
    own.chart = asked.chart
  end
  if not self._allowed then disclosure_check.refuse(self, self._head.title) end
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

-- report.kind{ name =, keys =, build =, fallback = }: a kind of block of the script's own; see kinds.lua.
report.kind = kinds.define

-- report.plain(t, options): a table of any origin in plain form; see plain.lua. The one place where documents meet
-- the engine's tables.
report.plain = plain.table

lab.document("lab", "report", {
  signature = "(spec: table): slavelab.Report",
  text = "A report of the blocks in spec (heading, para, table, chart, note, source), with title, lead and other words. Each kind of "
    .. "block is a method that appends one; write{} writes it as --format and --output say, render(format) "
    .. "gives it as a text. docs/documents.md tells all.",
  example = 'local r = lab.report { title = "Referrals", { para = "None yet." } }\nprint(#r:render("text") > 0)',
})

-- lab.report is this module, and is called.
return setmetatable(report, { __call = function(_, spec) return report.new(spec) end })
