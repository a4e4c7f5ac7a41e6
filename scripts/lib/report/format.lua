-- format.lua - formats: found by name, by file or by the extension of the output, checked when loaded, and used.
--
-- A format is one Lua file that returns one table; docs/documents.md says what may stand in it.

local cite = require "lib.report.cite"
local contains = require "lib.base.contains"
local escape = require "lib.base.escape"
local kinds = require "lib.report.kinds"
local methods = require "lib.report.methods_note"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local format = {}

format.api = 1
-- A format of api 1 handles these; a kind that is added later brings a fallback made of them.
format.kinds = kinds.original

local keys = { "name", "about", "extensions", "api", "binary", "options", "blocks", "begin", "finish", "write", "kinds" }

-- What is wrong with a format's table, as a list of sentences; empty when nothing is.
local function problems_of(f)
  local problems = {}
  local function problem(...) problems[#problems + 1] = string.format(...) end
  if type(f) ~= "table" then return { ("it returns %s, not a table"):format(f == nil and "nothing" or "a " .. type(f)) } end
  for _, key in ipairs(suggest.keys(f)) do
    if not contains(keys, key) then problem('unknown key "%s"%s', key, suggest.among(key, keys, "a format takes")) end
  end
  local function expect(key, kind, needed)
    if f[key] == nil then
      if needed then problem('no %s', key) end
    elseif type(f[key]) ~= kind then
      problem("%s is a %s, not a %s", key, kind, type(f[key]))
    else
      return true
    end
  end
  expect("name", "string", true)
  expect("about", "string")
  expect("binary", "boolean")
  expect("options", "table")
  expect("begin", "function")
  expect("finish", "function")
  if f.api ~= nil and f.api ~= format.api then
    problem("api is %s; this program knows api %d", tostring(f.api), format.api)
  end
  if expect("extensions", "table") then
    for i, extension in ipairs(f.extensions) do
      if type(extension) ~= "string" or not extension:find("^%w[%w.]*$") then
        problem('extensions[%d] is a text without a leading dot ("md")', i)
      end
    end
  end
  if f.write ~= nil and f.blocks ~= nil then
    problem("it has both blocks and write; a format has one of them")
  elseif f.write ~= nil then
    expect("write", "function")
    if f.kinds ~= nil and f.kinds ~= "all" and type(f.kinds) ~= "table" then
      problem('kinds is a list of the kinds of blocks that write knows, or "all"')
    end
    for _, key in ipairs { "begin", "finish" } do
      if f[key] ~= nil then problem("%s goes with blocks, not with write", key) end
    end
  elseif f.blocks == nil then
    problem("it has neither blocks (a function for each kind) nor write (a function for the whole document)")
  elseif expect("blocks", "table") then
    for _, kind in ipairs(suggest.keys(f.blocks)) do
      -- A handler of a kind that this report does not know is of some other report; one that nearly has a known name is a slip.
      local nearest = not contains(kinds.names(), kind) and suggest.nearest(kind, kinds.names())
      if nearest then
        problem('unknown kind "%s" in blocks; did you mean "%s"?', kind, nearest)
      elseif type(f.blocks[kind]) ~= "function" then
        problem("blocks.%s is a function, not a %s", kind, type(f.blocks[kind]))
      end
    end
    if f.kinds ~= nil then problem("kinds goes with write; with blocks, each handler is for a kind") end
    for _, kind in ipairs(format.kinds) do
      if f.blocks[kind] == nil then problem("no handler blocks.%s", kind) end
    end
  end
  return problems
end

-- The format, if nothing is wrong with it; otherwise one error that lists all that is, naming where it comes from.
function format.check(f, where)
  local problems = problems_of(f)
  if #problems > 0 then
    raise("%s: this is not a format:\n  - %s", where, table.concat(problems, "\n  - "))
  end
  return f
end

-- Loads and checks the format in the file at path.
function format.load(path)
  local chunk, message = loadfile(path, "t")
  if not chunk then raise("%s", (message:gsub("^cannot open ", "no format file "))) end
  return format.check(chunk(), path)
end

local function names_found()
  local names = {}
  for _, entry in ipairs(require("lib.base.find").formats()) do names[#names + 1] = entry.name end
  return names
end

local function unknown(name)
  return ('there is no format "%s"%s'):format(name, suggest.among(name, names_found(), "there are"))
end

local function is_path(name)
  return name:find("%.lua$") ~= nil or name:find("[/\\]") ~= nil
end

-- The file that a path means: the path as given, else the same beside the script that runs.
local function file_of(path)
  local beside = lab.script_dir .. "/" .. path
  if not lab.path_kind(path) and lab.path_kind(beside) == "file" then return beside end
  return path
end

-- The format called `name`, or in the file `name` when that is a path (it ends in .lua or has a slash in it).
function format.named(name)
  if type(name) ~= "string" then raise("a format is named by a text, not by a %s", type(name)) end
  if is_path(name) then return format.load(file_of(name)) end
  local path = require("lib.base.find").file("formats", name)
  if not path then raise("%s", unknown(name)) end
  return format.load(path)
end

-- The format that writes files with the extension of `output`. The longest extension wins: "x.vl.json" is Vega-Lite.
function format.for_output(output)
  local file = output:match("[^/\\]*$"):lower()
  local best, length, known, broken = nil, 0, {}, {}
  for _, entry in ipairs(require("lib.base.find").formats()) do
    local ok, f = pcall(format.load, entry.path)
    if ok then
      for _, extension in ipairs(f.extensions or {}) do
        known[#known + 1] = ("." .. extension .. " (" .. entry.name .. ")")
        local dotted = "." .. extension:lower()
        if #dotted > length and file:sub(-#dotted) == dotted and #file > #dotted then best, length = f, #dotted end
      end
    else
      broken[#broken + 1] = f
    end
  end
  if best then return best end
  if #broken > 0 then raise("%s: no format writes files of this kind, and one could not be loaded:\n%s", output, broken[1]) end
  raise("%s: no format writes files of this kind; there are %s; or name the format with -f", output, table.concat(known, ", "))
end

-- Which format is meant: by name, else by the output's extension, else text.
function format.choose(name, output)
  if name then return format.named(name) end
  if output and output ~= "-" then return format.for_output(output) end
  return format.named("text")
end

-- Why no format is meant by the name that the command line gives, as a sentence; nil when one is. Only looks for its file:
-- whether it is whole is seen when it is used. The program asks before it runs a script.
function format.missing(name)
  if not is_path(name) then return not require("lib.base.find").file("formats", name) and unknown(name) or nil end
  local file = io.open(file_of(name))
  if not file then return ('there is no format file "%s"'):format(name) end
  file:close()
  return nil
end

-- The options of a format with their defaults; an option it does not have is an error.
local function read_options(f, given)
  local options, names = {}, suggest.keys(f.options or {})
  for name, default in pairs(f.options or {}) do
    if type(default) == "table" then default = default.default end
    options[name] = default
  end
  for _, name in ipairs(suggest.keys(given or {})) do
    if not contains(names, name) then
      raise('format %s: unknown option "%s"%s', f.name, name, suggest.among(name, names, "it takes"))
    end
    options[name] = given[name]
  end
  return options
end

local function call(f, part, fn, ...)
  local text = fn(...)
  if type(text) ~= "string" then
    raise("format %s: %s gave %s; it must give a text", f.name, part, text == nil and "nothing" or "a " .. type(text))
  end
  return text
end

-- The document as the format f knows it: blocks of other kinds give way to their fallbacks.
local function known_to(f, document)
  if f.kinds == "all" then return document end
  local function has(kind)
    if f.blocks then return f.blocks[kind] ~= nil end
    return kinds.is_original(kind) or (f.kinds and contains(f.kinds, kind)) or false
  end
  local known = {}
  for key, value in pairs(document) do known[key] = value end
  known.blocks = kinds.spread(document.blocks, has, "format " .. f.name)
  return known
end

-- The document as bytes in the format f. options are the format's own.
function format.render(f, document, options)
  options = read_options(f, options)
  document = known_to(f, document)
  if f.write then return call(f, "write", f.write, document, options) end
  local context = {
    document = document, options = options, format = f.name, api = format.api,
    methods = false, position = 0, store = {},
    label = plain.label, legend = plain.legend, cite = cite.line, escape = escape,
  }
  local parts = {}
  if f.begin then parts[#parts + 1] = call(f, "begin", f.begin, document, context) end
  local function add(blocks)
    for _, block in ipairs(blocks) do
      context.position = context.position + 1
      parts[#parts + 1] = call(f, "blocks." .. block.kind, f.blocks[block.kind], block, context)
    end
  end
  add(document.blocks)
  context.methods = true
  add(methods.blocks(document.methods, document.blocks))
  if f.finish then parts[#parts + 1] = call(f, "finish", f.finish, document, context) end
  return table.concat(parts)
end

lab.document("lab", "format", {
  signature = ".named(name: string): slavelab.Format",
  text = "The format of that name, or in the file of that path, checked. lab.format.render(format, document, options) gives the bytes of "
    .. "a document in it. docs/documents.md tells how to write one.",
  example = 'print(lab.format.named("html").extensions[1])',
})

return format
