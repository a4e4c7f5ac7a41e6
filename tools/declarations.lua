-- declarations.lua - writes bindings/slavelab.lua: what editors with LuaLS show and check while a script is written.
--
--     slavelab --no-init tools/declarations.lua        from the root of the project
--
-- Everything about functions comes from lab.docs(). A test holds that the file is what this makes of them.

package.path = "scripts/?.lua;" .. package.path
local language = require "lib.prompt.functions"

local path = "bindings/slavelab.lua"

-- What the documentation of functions does not say: how values are indexed, and with which operators they work.
local classes = {
  { owner = "lab", class = "slavelab.Lab", variable = "lab", fields = {
    "version string", "script_dir string The folder of the script that runs.", "null any The null of JSON.",
  } },
  { owner = "table", class = "slavelab.Table", variable = "Table", fields = {
    "[string] slavelab.Column", "preamble string[] Lines before the header that a read skipped.",
    "footnotes string[] Lines behind the table that a read left out.",
  }, operators = { "len: integer" } },
  { owner = "column", class = "slavelab.Column", variable = "Column", fields = { "[integer] any" },
    operators = { "len: integer" } },
  { owner = "expression", class = "slavelab.Expression", variable = "Expression", operators = {
    "add(any): slavelab.Expression", "sub(any): slavelab.Expression", "mul(any): slavelab.Expression",
    "div(any): slavelab.Expression", "idiv(any): slavelab.Expression", "mod(any): slavelab.Expression",
    "pow(any): slavelab.Expression",
    "concat(any): slavelab.Expression", "unm: slavelab.Expression", "band(slavelab.Expression): slavelab.Expression",
    "bor(slavelab.Expression): slavelab.Expression", "bnot: slavelab.Expression",
  } },
}

local others = [[
---A row, as functions of rows get it: its cells by name, nil where one is missing.
---@class slavelab.Row
---@field [string] any

---The tables of a data package by name.
---@class slavelab.Package
---@field [string] slavelab.Table
---@field names fun(self: slavelab.Package): string[]
---@field describe fun(self: slavelab.Package, name?: string): slavelab.Table
---@field load fun(self: slavelab.Package, name: string, options?: table): slavelab.Table
---@field check fun(self: slavelab.Package, options?: {most?: number}): slavelab.Table, slavelab.Table

---@class slavelab.Columns

---@class slavelab.Pipeline: slavelab.Table
---@field collect fun(self: slavelab.Pipeline): slavelab.Table
---@field explain fun(self: slavelab.Pipeline): string

---One period: lab.period.
---@class slavelab.Period
---@field kind string
---@field text string
---@field short string
---@field phrase string
---@field first string
---@field last string
---@field days integer
---@field months? integer
---@field flags? string
---@field next fun(self: slavelab.Period, n?: integer): slavelab.Period
---@field previous fun(self: slavelab.Period, n?: integer): slavelab.Period
---@operator add(integer): slavelab.Period
---@operator sub(integer): slavelab.Period
---@operator sub(slavelab.Period): integer

---What is in a workbook: lab.workbook.
---@class slavelab.Workbook
---@field sheets fun(self: slavelab.Workbook): slavelab.Table
---@field tables fun(self: slavelab.Workbook): slavelab.Table
---@field properties fun(self: slavelab.Workbook): table<string, string>
---@field read fun(self: slavelab.Workbook, options?: table): slavelab.Table
---@field suggest fun(self: slavelab.Workbook)
---@field close fun(self: slavelab.Workbook)

---@class slavelab.Report
---@class slavelab.Indicator
---@class slavelab.Format
]]

-- --- signatures ------------------------------------------------------------------------------------------------------

-- The parts of a text between commas that stand in no brackets and no quotes.
local function split(text)
  local parts, depth, from, quoted = {}, 0, 1, false
  for i = 1, #text do
    local c = text:sub(i, i)
    if c == '"' then quoted = not quoted end
    if not quoted then
      if c:find("[%(%[{<]") then depth = depth + 1 end
      if c:find("[%)%]}>]") then depth = depth - 1 end
      if c == "," and depth == 0 then
        parts[#parts + 1] = text:sub(from, i - 1)
        from = i + 1
      end
    end
  end
  parts[#parts + 1] = text:sub(from)
  for i, part in ipairs(parts) do parts[i] = part:match("^%s*(.-)%s*$") end
  if #parts == 1 and parts[1] == "" then return {} end
  return parts
end

-- "(a: string, b?: integer): number, number" as { {name, type} ... } and { type ... }. What follows ... joins its
-- type: a function takes it last.
local function read_signature(signature)
  local arguments, results = signature:match("^(%b())(.*)$")
  local parameters = {}
  for _, part in ipairs(split(arguments:sub(2, -2))) do
    local name, kind = part:match("^([%w_%.]+%??):%s*(.+)$")
    local last = parameters[#parameters]
    if last and last.name == "..." then
      last.type = last.type .. "|" .. kind
    else
      parameters[#parameters + 1] = { name = name, type = kind }
    end
  end
  results = results:match("^:%s*(.+)$")
  -- the commas behind fun() belong to it
  if not results then return parameters, {} end
  return parameters, results:find("^fun%(") and { results } or split(results)
end

-- --- writing ---------------------------------------------------------------------------------------------------------

local lines

local function add(text, ...) lines[#lines + 1] = select("#", ...) > 0 and text:format(...) or text end

local most_letters = 116

local function add_text(text)
  local line = ""
  for word in text:gmatch("%S+") do
    if line ~= "" and #line + #word + 1 > most_letters then
      add("---" .. line)
      line = ""
    end
    line = line == "" and word or line .. " " .. word
  end
  add("---" .. line)
end

local function add_example(example)
  add("---```lua")
  for line in (example .. "\n"):gmatch("(.-)\n") do add("---" .. line) end
  add("---```")
end

-- What a missing value does to a function of the language, and its names elsewhere.
local function add_twins(doc)
  local entry = doc.owner == "expression" and language.entries[doc.name]
  if not entry then return end
  add("---")
  add_text(("A missing value: %s. %s"):format(entry[2], language.elsewhere(doc.name)))
end

local function add_function(variable, separator, doc)
  add("")
  add_text(doc.text)
  add_twins(doc)
  add_example(doc.example)
  local parameters, results = read_signature(doc.signature)
  local names = {}
  for i, parameter in ipairs(parameters) do
    names[i] = parameter.name:gsub("%?$", "")
    add("---@param %s %s", parameter.name, parameter.type)
  end
  for _, result in ipairs(results) do add("---@return %s", result) end
  add("function %s%s%s(%s) end", variable, separator, doc.name, table.concat(names, ", "))
end

-- A field of lab that is no function: col, which is indexed, and format, which is a module.
local function add_field(doc)
  add("")
  add_text(doc.text)
  add_example(doc.example)
  local key, value = doc.signature:match("^%[[%w_]+: ([^%]]+)%]: (.+)$")
  add("---@type %s", key and ("table<%s, %s>"):format(key, value) or "table<string, function>")
  add("lab.%s = nil", doc.name)
end

local function docs_of(owner)
  local list = {}
  for _, doc in pairs(lab.docs(true)) do
    if doc.owner == owner then list[#list + 1] = doc end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local function add_class(class)
  add("")
  add("---@class %s", class.class)
  for _, field in ipairs(class.fields or {}) do add("---@field " .. field) end
  for _, operator in ipairs(class.operators or {}) do add("---@operator " .. operator) end
  add("%s%s = {}", class.owner == "lab" and "" or "local ", class.variable)
  for _, doc in ipairs(docs_of(class.owner)) do
    if doc.signature:find("^%(") then
      add_function(class.variable, class.owner == "lab" and "." or ":", doc)
    else
      add_field(doc)
    end
  end
end

local function declarations()
  lines = {}
  add("---@meta slavelab")
  add("")
  add("-- What a script of slavelab finds, for editors. Made by tools/declarations.lua from lab.docs(): change those.")
  add("")
  add((others:gsub("\n$", "")))
  for _, class in ipairs(classes) do add_class(class) end
  add("")
  add("---The columns of a table, to compose expressions with: col.age:gt(17).")
  add("---@type table<string, slavelab.Expression>")
  add("col = lab.col")
  add("")
  add("return lab")
  return table.concat(lines, "\n") .. "\n"
end

if ... == "text" then return declarations() end
lab.write_file(path, declarations())
