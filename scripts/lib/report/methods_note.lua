-- methods_note.lua - the note that ends every report: what was read, how figures were rounded, what was held back, and
-- with which version of the program, so that someone else can do it again.

local cite = require "lib.report.cite"
local plain = require "lib.figures.plain"

local methods = {}

local function names_markers(blocks)
  for _, block in ipairs(blocks) do
    local t = block.table or (block.kind == "table" and block)
    if t then
      for _, pair in ipairs(plain.legend(t)) do
        if pair[1] == "[c]" then return true end
      end
    end
  end
  return false
end

local source_keys = { "title", "publisher", "date", "url", "licence" }

-- The publications behind a file: its `sources`, else the one that its own fields name.
local function sources_of(input)
  local list = {}
  for _, record in ipairs(input.sources or { input }) do
    local source = {}
    for _, key in ipairs(source_keys) do source[key] = record[key] end
    list[#list + 1] = cite.source(source)
  end
  return list
end

-- The sentences of the notes of one verb, or of all verbs but these; each once.
local function sentences(done, wanted, others)
  local list, seen = {}, {}
  for _, note in ipairs(done) do
    local fits = others and not others[note.verb] or note.verb == wanted
    if fits and not seen[note.text] then
      seen[note.text] = true
      list[#list + 1] = note.text
    end
  end
  return list
end

local function rounding_of(done)
  local list = sentences(done, "round")
  table.insert(list, 1, "Figures are shown rounded half up on their decimal form; they are worked out unrounded.")
  return table.concat(list, " ")
end

local function suppression_of(done, blocks)
  local list = sentences(done, "suppress")
  if #list > 0 then return table.concat(list, " ") end
  return names_markers(blocks) and "Cells marked [c] are held back to protect confidentiality." or "No figure was held back."
end

-- The note as data: inputs (a list as lab.inputs() gives it), rounding, suppression, treatment (a list of sentences), version.
-- `given` holds what the author of the report said about rounding and suppression; without it the note says what the library
-- did. `done` are the notes that the tables brought along (lib/figures/notes.lua).
function methods.gather(given, blocks, inputs, version, done)
  done = done or {}
  local note = {
    rounding = given.rounding or rounding_of(done),
    suppression = given.suppression or suppression_of(done, blocks),
    treatment = sentences(done, nil, { round = true, suppress = true }),
    version = version,
    inputs = {},
  }
  for i, input in ipairs(inputs or {}) do
    local copy = {}
    for _, key in ipairs { "path", "sha256", "bytes", "rows", "rejected" } do
      copy[key] = input[key]
    end
    copy.sources = sources_of(input)
    note.inputs[i] = copy
  end
  return note
end

-- One table of the inputs: file, rows read, rows rejected, SHA-256.
local function inputs_table(inputs)
  local rows = {}
  for i, input in ipairs(inputs) do
    local rejected = input.rows and (input.rejected or 0) or "[z]" -- a file that is no table has no rows
    rows[i] = { file = input.path, rows = input.rows or "[z]", rejected = rejected, sha256 = input.sha256 }
  end
  local t = plain.table(rows, { columns = {
    { name = "file", title = "File", type = "text" }, { name = "rows", title = "Rows read", type = "integer" },
    { name = "rejected", title = "Rows rejected", type = "integer" }, { name = "sha256", title = "SHA-256", type = "text" },
  } }, "methods note")
  t.kind, t.title, t.notes, t.sources = "table", "Files read", {}, {}
  return t
end

local most_listed = 5

local function key_of(source)
  return source.text .. "\0" .. (source.url or "")
end

-- Publications that the report lists as blocks of its own: the note need not say them again.
local function listed_by(blocks)
  local listed = {}
  for _, block in ipairs(blocks) do
    if block.kind == "source" then listed[key_of(block)] = true end
  end
  return listed
end

-- The sources of the inputs, each once, with the files that came from it when more than one file was read. A file that quotes
-- more publications than can be listed is named with their number: its rows say which figure is whose.
local function source_blocks(inputs, listed)
  local list, by_key, quoting = {}, {}, {}
  for _, input in ipairs(inputs) do
    local file, fresh = input.path:match("[^/\\]*$"), {}
    for _, source in ipairs(input.sources) do
      if not listed[key_of(source)] then fresh[#fresh + 1] = source end
    end
    if #fresh > most_listed then
      quoting[#quoting + 1] = ("%s %d"):format(file, #fresh)
      fresh = {}
    end
    for _, source in ipairs(fresh) do
      local entry = by_key[key_of(source)]
      if not entry then
        entry = { source = source, files = {} }
        by_key[key_of(source)] = entry
        list[#list + 1] = entry
      end
      entry.files[#entry.files + 1] = file
    end
  end
  local blocks = {}
  for i, entry in ipairs(list) do
    local block = { kind = "source" }
    for name, value in pairs(entry.source) do block[name] = value end
    if #inputs > 1 then block.text = ("%s (%s)"):format(block.text, table.concat(entry.files, ", ")) end
    blocks[i] = block
  end
  if #quoting > 0 then
    blocks[#blocks + 1] = { kind = "para", text = "Further publications that files quote, row by row, and that are not listed here: "
      .. table.concat(quoting, ", ") .. "." }
  end
  return blocks
end

-- The note as blocks, for formats that write block by block.
function methods.blocks(note, document_blocks)
  local blocks = { { kind = "heading", level = 2, text = "How these figures were made" } }
  local function para(text) blocks[#blocks + 1] = { kind = "para", text = text } end
  if #note.inputs == 0 then
    para("No file was read.")
  else
    blocks[#blocks + 1] = inputs_table(note.inputs)
    for _, block in ipairs(source_blocks(note.inputs, listed_by(document_blocks or {}))) do blocks[#blocks + 1] = block end
  end
  para(note.rounding)
  para(note.suppression)
  for _, text in ipairs(note.treatment or {}) do para(text) end
  if note.version then para("Made with slavelab " .. note.version .. ".") end
  return blocks
end

return methods
