-- json.lua - the document itself, for programs: the keys always in the same order, numbers in full, what is missing null.

local json = {
  name = "json",
  about = "the whole document, for programs",
  extensions = { "json" },
  api = 1,
  kinds = "all",
}

local object = lab.json_object

-- Numbers that JSON has no word for are null; what is shown of them stands beside.
local function list(t, n)
  local values = {}
  for i = 1, n or #t do
    local value = t[i]
    if type(value) == "number" and (value ~= value or value == math.huge or value == -math.huge) then value = nil end
    values[i] = value
  end
  return lab.json_list(values, n or #t)
end

local function each(items, make)
  local made = {}
  for i, item in ipairs(items) do made[i] = make(item) end
  return list(made)
end

local function source(s)
  return object { { "text", s.text }, { "title", s.title }, { "publisher", s.publisher }, { "date", s.date }, { "url", s.url },
    { "licence", s.licence } }
end

local function column_of(rows)
  return function(c)
    return object { { "name", c.name }, { "title", c.title }, { "type", c.type }, { "unit", c.unit }, { "decimals", c.decimals },
      { "align", c.align }, { "values", list(c.values, rows) }, { "shown", list(c.shown, rows) },
      { "markers", c.markers and list(c.markers, rows) or nil } }
  end
end

local function channel(c)
  if not c then return nil end
  local scale = c.scale and object { { "zero", c.scale.zero }, { "domain", c.scale.domain and list(c.scale.domain) or nil } } or nil
  return object { { "field", c.field }, { "type", c.type }, { "title", c.title }, { "lower", c.lower }, { "upper", c.upper },
    { "stack", c.stack }, { "scale", scale } }
end

local any

-- A layer; its table only where it is one of its own.
local function layer(l) return any { mark = l.mark, encoding = l.encoding, table = l.own and l.table or nil } end

local blocks = {}

function blocks.heading(b)
  return object { { "kind", b.kind }, { "level", b.level }, { "text", b.text } }
end

function blocks.para(b)
  return object { { "kind", b.kind }, { "text", b.text } }
end

blocks.note = blocks.para

function blocks.source(b)
  return object { { "kind", b.kind }, { "text", b.text }, { "title", b.title }, { "publisher", b.publisher }, { "date", b.date },
    { "url", b.url }, { "licence", b.licence } }
end

function blocks.table(b)
  return object { { "kind", b.kind }, { "title", b.title }, { "rows", b.rows }, { "columns", each(b.columns, column_of(b.rows)) },
    { "notes", list(b.notes) }, { "sources", each(b.sources, source) } }
end

function blocks.chart(b)
  local e = b.encoding
  local encoding = object { { "x", channel(e.x) }, { "y", channel(e.y) }, { "color", channel(e.color) }, { "xOffset", channel(e.xOffset) },
    { "yOffset", channel(e.yOffset) } }
  local t = object { { "rows", b.table.rows }, { "columns", each(b.table.columns, column_of(b.table.rows)) } }
  return object { { "kind", b.kind }, { "title", b.title }, { "alt", b.alt }, { "mark", b.mark }, { "encoding", encoding }, { "table", t },
    { "facet", b.facet and b.facet.field or nil }, { "layer", b.layer and each(b.layer, layer) or nil },
    { "notes", list(b.notes) }, { "sources", each(b.sources, source) } }
end

local write_block

-- A block of a kind that is not known here: its keys by the alphabet, tables as those of other blocks are, and its fallback last.
function any(value)
  if type(value) ~= "table" then return value end
  if type(value.columns) == "table" and math.type(value.rows) then
    return object { { "rows", value.rows }, { "columns", each(value.columns, column_of(value.rows)) } }
  end
  if value[1] ~= nil or next(value) == nil then return each(value, any) end -- an empty table is a list: no kind has use for an empty object
  local keys, entries = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, key in ipairs(keys) do entries[i] = { key, any(value[key]) } end
  return object(entries)
end

function write_block(block)
  if blocks[block.kind] then return blocks[block.kind](block) end
  local keys, entries = {}, { { "kind", block.kind } }
  for key in pairs(block) do
    if key ~= "kind" and key ~= "fallback" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do entries[#entries + 1] = { key, any(block[key]) } end
  entries[#entries + 1] = { "fallback", block.fallback and each(block.fallback, write_block) or nil }
  return object(entries)
end

local function input(i)
  return object { { "path", i.path }, { "sha256", i.sha256 }, { "bytes", i.bytes }, { "rows", i.rows }, { "rejected", i.rejected },
    { "sources", each(i.sources, source) } }
end

function json.write(document)
  local m = document.methods
  return lab.json_encode(object {
    { "id", document.id }, { "title", document.title }, { "subtitle", document.subtitle }, { "lead", document.lead }, { "lang", document.lang },
    { "blocks", each(document.blocks, write_block) },
    { "methods", object { { "rounding", m.rounding }, { "suppression", m.suppression },
      { "treatment", m.treatment and #m.treatment > 0 and each(m.treatment, tostring) or nil }, { "version", m.version },
      { "inputs", each(m.inputs, input) } } },
  }, { indent = 2, flat_lists = true }) .. "\n"
end

return json
