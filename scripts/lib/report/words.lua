-- words.lua - what authors write in blocks, read: texts, notes, sources.

local cite = require "lib.report.cite"
local encoding = require "lib.chart.encoding"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"

local words = {}

-- Text of a script: line ends inside a paragraph are blanks, so that long strings can be broken in the source.
function words.tidy(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- A text, or a number as one; anything else is an error that says what it was to be.
function words.text(value, what, where)
  if type(value) == "number" then value = tostring(value) end
  if type(value) ~= "string" then raise("%s: %s is a text, not a %s", where, what, value == nil and "nil" or type(value)) end
  return value
end

-- One note or a list of them, as a list.
function words.notes(given, where)
  if given == nil then return {} end
  if type(given) ~= "table" then given = { given } end
  local notes = {}
  for i, note in ipairs(lists.list(given, where .. ": notes")) do notes[i] = words.tidy(words.text(note, ("notes[%d]"):format(i), where)) end
  return notes
end

-- One source or a list of them, as a list in full form.
function words.sources(given, where)
  local sources, problem = cite.sources(given)
  if not sources then raise("%s: %s", where, problem) end
  return sources
end

-- The columns that a block shows: those of its table, of a chart those that are drawn.
local function names_of(block)
  if block.encoding and not block.layer and not block.panels then return encoding.fields(block.encoding) end
  local names = {}
  for i, column in ipairs((block.table or block).columns) do names[i] = column.name end
  return names
end

-- The sources of what a block shows of a table of the engine, for when the script names none.
local function carried_sources(t, block)
  return type(t) == "userdata" and cite.of_table(t, names_of(block)) or nil
end

-- Puts into a block what stands below a table or a chart: notes, sources, and what was done to the figures of a table of the
-- engine (t:notes()), which the methods note says, and the table as far as it is shown, for the report alone.
function words.below(block, spec, t, where)
  block.notes, block.sources = words.notes(spec.notes, where), words.sources(spec.source or carried_sources(t, block), where)
  block.done = type(t) == "userdata" and t:about().notes or {}
  block.shows = type(t) == "userdata" and (t:grouping() and t:group_by() or t):select(names_of(block)) or nil
  return block
end

return words
