-- pages.lua - tries what pages of documentation show as typed at the prompt.
--
--     cd an-empty-folder && slavelab --no-init PATH/tests/support/pages.lua PAGE...
--
-- In an indented block, lines that begin with "> " are entries (">> " continues one), those below are what the prompt answers.
-- An entry with nothing below it must only work. The entries of a page are one session.

local chunk = require "lib.prompt.chunk"
local help = require "lib.prompt.help"
local show = require "lib.prompt.show"

setmetatable(_G, nil) -- what is assigned at the prompt is a global

local columns, entries, failures = 80, 0, 0

-- The entries of a page: { line, text, answer }; several lines are joined by line ends.
local function entries_of(page)
  local list, last, number = {}, nil, 0
  for line in (page .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    local inside = line:match("^    (.*)$")
    local entry, more = inside and inside:match("^> (.*)$"), inside and inside:match("^>> (.*)$")
    if entry then
      last = { line = number, text = entry }
      list[#list + 1] = last
    elseif more and last then
      last.text = last.text .. "\n" .. more
    elseif inside and last then
      last.answer = (last.answer and last.answer .. "\n" or "") .. inside
    elseif not inside then
      last = nil
    end
  end
  return list
end

local function plain(text)
  return (text:gsub("[ \t]+\n", "\n"):gsub("%s+$", ""))
end

-- What the prompt answers to an entry.
local function answer(text)
  local asked = text:match("^%?([%w_.:]+)$")
  if asked then return help.about(asked, columns) end
  local lines = {}
  local function write(...)
    for i = 1, select("#", ...) do lines[#lines + 1] = tostring((select(i, ...))) end
  end
  local fn, is_value = chunk.compile(text, "entry")
  if not fn then return "syntax error: " .. is_value.message end
  local printed = print
  print = write
  local ok, problem = xpcall(function()
    if not is_value then return fn(function() end) end
    local results = table.pack(fn())
    for i = 1, results.n do
      if not chunk.is_silent(text) then write(show.value(results[i], columns)) end
    end
  end, function(message) return tostring(message) end)
  print = printed
  if not ok then lines[#lines + 1] = "error: " .. problem:gsub("\n  in entry:%d+", ""):gsub("\n  in [^\n]*pages%.lua:%d+$", "") end -- a verb in Lua is called in place of the entry
  return table.concat(lines, "\n")
end

for _, path in ipairs(arg) do
  for _, entry in ipairs(entries_of(lab.read_file(path))) do
    entries = entries + 1
    local got = plain(answer(entry.text))
    local works = not got:find("^error: ") and not got:find("^syntax error: ") and not got:find("^nothing is known")
    if entry.answer and got ~= plain(entry.answer) or not entry.answer and not works then
      failures = failures + 1
      print(("%s:%d: > %s\n%s"):format(path, entry.line, entry.text, got))
    end
  end
end

print(("%d entries, %d failures"):format(entries, failures))
if entries == 0 or failures > 0 then os.exit(1, true) end
