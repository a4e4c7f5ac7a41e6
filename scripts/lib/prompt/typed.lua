-- typed.lua - slavelab -e CHUNK: the value of what was typed, when it has one.
--
--     slavelab -e 'lab.read_csv("x.csv"):group_by("force"):summarise("n = count()")'          the table, as print writes it
--     slavelab -f csv -e '...'     the same as CSV; -f markdown, html, json, ods ... as a report of that table; -o says where to
--
-- A text is written as it is, so that a shell can use it; nil writes nothing, nor does an open file (io.write gives one).

local show = require "lib.prompt.show"
local table_title = require "lib.figures.table_title"

local typed = {}

local function is_table(value) return type(value) == "userdata" and getmetatable(value) == "slavelab.Table" end

-- The endings of files that hold a table alone.
local function separator_of(output, format)
  if format == "csv" or (not format and output and output:lower():find("%.csv$")) then return "," end
  if not format and output and output:lower():find("%.tsv$") then return "\t" end
end

local function write_table(t)
  local format, output = lab.options.format, lab.options.output
  if not format and not output then return print(t) end
  local delim = separator_of(output, format)
  if delim then return t:write_csv(output or "-", { delim = delim }) end
  local report = lab.report { title = table_title.words(t) or "Table" }
  report:table(t)
  report:write()
end

local function write(value)
  if value == nil or io.type(value) then return end
  if is_table(value) then
    write_table(value)
  elseif type(value) == "string" then
    print(value)
  else
    print(show.value(value, lab.terminal_width() or 80))
  end
end

-- Writes each of the values.
function typed.write(...)
  for i = 1, select("#", ...) do write((select(i, ...))) end
end

return typed
