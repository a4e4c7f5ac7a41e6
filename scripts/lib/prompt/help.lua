-- help.lua - what the prompt says when it is asked. Everything about functions comes from lab.docs().

local foreign = require "slavelab.foreign"
local language = require "lib.prompt.functions"
local suggest = require "lib.base.suggest"
local width = require "lib.base.width"

local help = {}

help.commands = {
  { "help", "[NAME]", "what there is, or the documentation of NAME; ?NAME and NAME? do the same" },
  { "load", "FILE", "run a script and keep what it defines" },
  { "save", "FILE", "write the entries that worked as a script that runs" },
  { "edit", "[N]", "open the last entry, or entry N, in $VISUAL or $EDITOR; it comes back for Enter" },
  { "history", "[TEXT]", "entries of this and earlier sessions that contain TEXT; Ctrl-R searches as you type" },
  { "mode", "[NAME]", "how tables are shown: table, vertical, csv, markdown or json" },
  { "rows", "[N]", "how many rows of a table are shown" },
  { "timer", "[on|off|auto]", "time every entry, none, or those above 0.1 s" },
  { "mem", "", "memory held" },
  { "who", "", "what you have defined, and the results _1, _2 ..." },
  { "trace", "", "the calls that led to the last error" },
  { "reset", "", "forget what you have defined" },
  { "quit", "", "leave; so does Ctrl-D" },
}

help.first_steps = {
  'data = lab.package("data")',
  "t = data.nrm_referrals_annual",
  "t:glimpse()",
  't:filter("year >= 2024"):select("year", "people")',
}

-- A topic is a text, or gives one for that many columns.
local topics = {}

topics.keys = [[
Enter          run the entry, or begin its next line when it is not complete
Alt-Enter      begin the next line in any case
Tab            complete; Tab again lists what fits
Up, Down       the line above or below in an entry, then the entry before or after
Page-Up        the entry before that begins like this one
Ctrl-R         search the entries as you type
Ctrl-A, Ctrl-E begin and end;  Ctrl-Left, Ctrl-Right by words;  Ctrl-W, Ctrl-U, Ctrl-K delete
Ctrl-C         clear the entry; while work runs, stop it (twice, when it does not stop: leave)
Ctrl-D         leave
A paste goes in as one entry. ~/.editrc can change keys ("bind -v" for those of vi).]]

topics.values = [[
An entry that has a value shows it; a semicolon at its end keeps it quiet.
_ is the last value, _1, _2 ... are the values in their order (the last 50 are kept).
A local is kept as a global, so that lines copied from a script work.]]

local about_expressions = [[
Texts given to filter, mutate and summarise are expressions over columns:
  == ~= < <= > >=   and or not   + - * / // %% ^ ..   in (a, b)   between a and b   is missing   is not missing
  "text"  'text'  numbers  `Age group` (a name with blanks)  $name (a value handed in: t:filter("force == $f", {f = "Kent"}))
%s
Missing is not zero: what is worked out from a missing value, or compared with one, is missing, and filter keeps what is true;
missing (or nil) stands for it, as in if_else(n < 0, missing, n).
?NAME says more of a function, and knows it by its names in R, pandas and SQL, too: ?min_rank. Its examples are of these rows:
%s]]

-- The functions of the language, a table each: kind, name, usage, text, example.
local function functions()
  local list = package.loaded["slavelab.functions"]
  return list and list() or {}
end

local function names_of_kind(kind)
  local names = {}
  for _, fn in ipairs(functions()) do
    if fn.kind == kind then names[#names + 1] = fn.name end
  end
  return names
end

local function add_names(lines, title, names, columns)
  for i, line in ipairs(width.wrap(table.concat(names, " "), math.max(40, columns - 14))) do
    lines[#lines + 1] = width.pad(i == 1 and title or "", 14) .. line
  end
end

-- Those that look up tables of the program (lib/package) are written in Lua, and functions of lab and methods as well.
local function names_of_lookups()
  local all, own = lab.docs(true), {}
  for _, fn in ipairs(functions()) do own[fn.name] = true end
  local names = {}
  for _, doc in pairs(all) do
    if doc.owner == "lab" and all["expression:" .. doc.name] and not own[doc.name] then names[#names + 1] = doc.name end
  end
  table.sort(names)
  return names
end

function topics.expressions(columns)
  local lines = {}
  add_names(lines, "Over rows:", names_of_kind("scalar"), columns)
  add_names(lines, "Over groups:", names_of_kind("aggregate"), columns)
  add_names(lines, "Over windows:", names_of_kind("window"), columns)
  add_names(lines, "From tables:", names_of_lookups(), columns)
  return about_expressions:format(table.concat(lines, "\n"), (language.sample:gsub("[^\n]+", "  %0"):gsub("\n$", "")))
end

local topic_names = { "expressions", "keys", "values" }

local owners = {
  { "lab", "Functions of lab" },
  { "table", "Methods of a table" },
  { "column", "Methods of a column" },
  { "expression", "Methods of a composed expression" },
}

local function docs()
  local library = package.loaded.slavelab
  return library and library.docs and library.docs(true) or {}
end

local function sorted_names(of)
  local names = {}
  for name, doc in pairs(docs()) do
    if not of or doc.owner == of then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function add_wrapped(lines, text, columns, indent)
  for _, line in ipairs(width.wrap(text, columns - #indent)) do lines[#lines + 1] = indent .. line end
end

local function function_called(name)
  for _, fn in ipairs(functions()) do
    if fn.name == name then return fn end
  end
end

-- What a missing value does, an example with what it gives, and the names elsewhere.
local function add_more(lines, fn, columns)
  local entry = language.entries[fn.name]
  if not entry then return end -- a function that has none yet
  add_wrapped(lines, "A missing value: " .. entry[2] .. ".", columns, "  ")
  add_wrapped(lines, ("%s gives %s (of the rows that ?expressions shows)."):format(entry[1], language.result(fn.kind, entry[1])), columns, "  ")
  add_wrapped(lines, language.elsewhere(fn.name), columns, "  ")
end

-- A function of the language is called in texts first of all, and is a method of composed expressions, too.
local function full(name, doc, columns, fn)
  local lines = {}
  fn = fn or (doc.owner == "expression" and function_called(doc.name))
  if fn and doc.signature then add_wrapped(lines, fn.usage .. ", in a text; composed:", columns, "") end
  add_wrapped(lines, name .. (doc.signature or ""), columns, "")
  add_wrapped(lines, doc.text, columns, "  ")
  if fn then add_more(lines, fn, columns) end
  if doc.example ~= "" then
    lines[#lines + 1] = "  Example:"
    for line in (doc.example .. "\n"):gmatch("([^\n]*)\n") do lines[#lines + 1] = "    " .. line end
  end
  return table.concat(lines, "\n")
end

local function first_sentence(text)
  return (text:match("^(.-[^.][.:])%s") or text):gsub("[.:]$", "") -- "..." ends none
end

local function summary_lines(names, columns)
  local known, widest, lines = docs(), 0, {}
  for _, name in ipairs(names) do widest = math.max(widest, #name) end
  widest = math.min(widest, 28)
  for _, name in ipairs(names) do
    local room = math.max(20, columns - widest - 4)
    local sentence = first_sentence(known[name].text)
    if width.of(sentence) > room then sentence = width.wrap(sentence, room - 4)[1] .. " ..." end
    lines[#lines + 1] = "  " .. width.pad(name, widest) .. "  " .. sentence
  end
  return lines
end

local function overview(columns)
  local lines = { "Commands:" }
  for _, command in ipairs(help.commands) do
    local wrapped = width.wrap(command[3], math.max(20, columns - 24))
    for i, text in ipairs(wrapped) do
      lines[#lines + 1] = "  " .. width.pad(i == 1 and ("." .. command[1] .. " " .. command[2]) or "", 20) .. "  " .. text
    end
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = "Begin with:"
  for _, line in ipairs(help.first_steps) do lines[#lines + 1] = "  " .. line end
  lines[#lines + 1] = ""
  lines[#lines + 1] = "More: .help lab, .help table, .help column, .help " .. table.concat(topic_names, ", .help ")
  return table.concat(lines, "\n")
end

-- The documented names that what was asked may mean: the name itself, else functions whose own name it is.
local function matches(asked)
  local known = docs()
  if known[asked] then return { asked } end
  local last = asked:match("([%w_]+)$")
  local found = {}
  for _, name in ipairs(sorted_names()) do
    if known[name].name == last then found[#found + 1] = name end
  end
  return found
end

-- Names whose text or signature speaks of the word.
local function mentions(word)
  local found, known = {}, docs()
  for _, name in ipairs(sorted_names()) do
    if (name .. " " .. known[name].text):lower():find(word:lower(), 1, true) then found[#found + 1] = name end
  end
  return found
end

-- What a word of another tool is called here, as a function or a verb; nil when nothing is known.
local function foreign_answer(word)
  for _, kind in ipairs { "function", "verb" } do
    local answer = foreign.answer(kind, word)
    if answer and answer ~= "" then return answer end
  end
end

-- All about a function of the language; nil when there is none of that name.
local function known_function(name, columns)
  local fn = function_called(name)
  local doc = fn and docs()["expression:" .. name]
  if doc then return full("expression:" .. name, doc, columns, fn) end
  return fn and full(fn.usage, { text = fn.text, example = fn.example }, columns, fn) -- row_number() is no method
end

-- What is said of the functions that another tool's name means; nil when it is none.
local function about_twins(asked, columns)
  local found, tool = language.of_twin(asked, functions())
  if #found == 0 or #found > 4 then return nil end
  local names, texts = {}, {}
  for i, fn in ipairs(found) do names[i], texts[i] = fn.name, known_function(fn.name, columns) end
  return ("%s, of %s, is %s here:\n\n"):format(asked, tool, table.concat(names, " or ")) .. table.concat(texts, "\n\n")
end

-- Words that are commands of the program: in a terminal, not at the prompt.
help.program_commands = {
  check = "slavelab check FOLDER\n  In a terminal: holds a data package to its description, its tie-outs and its\n"
    .. "  sources. slavelab check --help says more; data:check() does it in a script.",
  new = "slavelab new report|indicator|format|foi NAME\n  In a terminal: writes a commented start that runs as it is. slavelab new --help\n  says more.",
  update = "slavelab update FILE\n  In a terminal: takes a newer release of a table into a data package.\n  slavelab update --help says more.",
}

local function about(asked, columns)
  if asked == "" then return overview(columns) end
  local topic = topics[asked]
  if topic then return type(topic) == "function" and topic(columns) or topic end
  for _, command in ipairs(help.commands) do
    if "." .. command[1] == asked then return (".%s %s\n  %s"):format(command[1], command[2], command[3]) end
  end
  for _, owner in ipairs(owners) do
    if owner[1] == asked then
      local lines = summary_lines(sorted_names(asked), columns)
      table.insert(lines, 1, owner[2] .. " (?NAME says more):")
      return table.concat(lines, "\n")
    end
  end
  local whole = asked:find("%a%.%a") and about_twins(asked, columns) -- np.select is not the select of tables
  if whole then return whole end
  local found = matches(asked)
  if #found > 0 and #found <= 4 then
    local known, texts = docs(), {}
    for i, name in ipairs(found) do texts[i] = full(name, known[name], columns) end
    return table.concat(texts, "\n\n")
  end
  local last = asked:match("[%w_]*$") -- df.nunique
  local own = #found == 0 and (known_function(asked, columns) or about_twins(asked, columns) or about_twins(last, columns))
  if own then return own end
  if #found == 0 then found = mentions(asked) end
  if #found > 0 then
    return ("%s is mentioned by:\n"):format(asked) .. table.concat(summary_lines(found, columns), "\n")
  end
  local here = foreign_answer(asked)
  if here then
    local text = ('"%s" is a word of other tools; here it is %s'):format(asked, here)
    local called = known_function(here:match("^([%w_]+)%("), columns)
    return called and text .. "\n\n" .. called or text
  end
  local names = {}
  for name, doc in pairs(docs()) do names[#names + 1], names[#names + 2] = name, doc.name end
  table.sort(names)
  local nearest = suggest.nearest(asked, names)
  return ('nothing is known of "%s"%s'):format(asked, nearest and ('; did you mean "%s"?'):format(nearest) or "; .help shows what there is")
end

-- The text about what was asked ("" for the overview), at most `columns` wide.
function help.about(asked, columns)
  asked = asked:match("^%s*(.-)%s*$"):gsub("%(.*$", "")
  local command, text = help.program_commands[asked], about(asked, columns)
  return command and command .. "\n\n" .. text or text
end

-- slavelab help NAME: the same on standard output, as wide as the terminal. Whether something is known of the name.
function help.print(asked)
  local text = help.about(asked, lab.terminal_width() or 80)
  if not asked:find("%S") then print("At the prompt, slavelab without arguments (slavelab --help is about the command line):\n") end
  print(text)
  return not text:find("^nothing is known of")
end

-- The documentation of a function of the library, or nil.
function help.doc_of(fn)
  local library = package.loaded.slavelab
  for name, doc in pairs(library and docs() or {}) do
    if doc.owner == "lab" and rawget(library, doc.name) == fn then return name, doc end
  end
end

-- What may follow "?" or ".help ".
function help.names()
  local names = {}
  for name, doc in pairs(docs()) do names[#names + 1], names[#names + 2] = name, doc.name end
  for _, fn in ipairs(functions()) do
    if not fn.signature then names[#names + 1] = fn.name end
  end
  for _, topic in ipairs(topic_names) do names[#names + 1] = topic end
  for _, owner in ipairs(owners) do names[#names + 1] = owner[1] end
  for _, command in ipairs(help.commands) do names[#names + 1] = "." .. command[1] end
  return names
end

help.docs = docs

return help
