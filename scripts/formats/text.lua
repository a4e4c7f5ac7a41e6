-- text.lua - a report for a terminal, or for a file that is read in one: plain letters, no colour, no more than
-- `width` columns.

local chart_text = require "lib.chart.chart_text"
local cite = require "lib.report.cite"
local escape = require "lib.base.escape"
local table_text = require "lib.show.table_text"
local width = require "lib.base.width"

local text = {
  name = "text",
  about = "plain text for a terminal",
  extensions = { "txt" },
  api = 1,
  options = { width = { default = 80, about = "columns of the page" } },
}

-- Longer lines than this are hard to read, however wide the terminal.
local prose_columns = 84

local function wrapped(words, indent, context)
  local columns = math.min(context.options.width, prose_columns) - #indent
  local lines = width.wrap(escape.line(words), columns)
  return indent .. table.concat(lines, "\n" .. indent) .. "\n"
end

local function underlined(words, stroke, context)
  local lines = width.wrap(escape.line(words), context.options.width)
  local longest = 0
  for _, line in ipairs(lines) do longest = math.max(longest, width.of(line)) end
  return table.concat(lines, "\n") .. "\n" .. stroke:rep(longest) .. "\n"
end

-- What stands below a table or a chart: the meaning of markers, notes, sources.
local function below(block, t, context)
  local parts = {}
  local legend = {}
  for i, pair in ipairs(context.legend(t)) do legend[i] = pair[1] .. " " .. pair[2] end
  if #legend > 0 then parts[#parts + 1] = wrapped(table.concat(legend, "; "), "  ", context) end
  for i, note in ipairs(block.notes) do parts[#parts + 1] = wrapped(("[note %d] %s"):format(i, note), "  ", context) end
  for _, source in ipairs(block.sources) do parts[#parts + 1] = wrapped("Source: " .. cite.line(source), "  ", context) end
  return #parts > 0 and "\n" .. table.concat(parts) or ""
end

local function indented(lines)
  local parts = {}
  for i, line in ipairs(lines) do parts[i] = line == "" and "\n" or "  " .. line .. "\n" end
  return table.concat(parts)
end

function text.begin(document, context)
  local parts = { underlined(document.title, "═", context) }
  if document.subtitle then parts[#parts + 1] = wrapped(document.subtitle, "", context) end
  if document.lead then parts[#parts + 1] = "\n" .. wrapped(document.lead, "", context) end
  return table.concat(parts)
end

text.blocks = {}

function text.blocks.heading(block, context)
  if block.level > 2 then return "\n" .. wrapped(block.text, "", context) end
  return "\n\n" .. underlined(block.text, "─", context)
end

function text.blocks.para(block, context)
  return "\n" .. wrapped(block.text, "", context)
end

function text.blocks.table(block, context)
  return "\n" .. wrapped(block.title, "", context) .. "\n" .. indented(table_text.lines(block, context.options.width - 2))
    .. below(block, block, context)
end

function text.blocks.chart(block, context)
  return "\n" .. wrapped(block.title, "", context) .. "\n" .. indented(chart_text.lines(block, context.options.width - 2))
    .. below(block, block.table, context)
end

function text.blocks.note(block, context)
  return "\n" .. wrapped("Note: " .. block.text, "  ", context)
end

function text.blocks.source(block, context)
  return "\n" .. wrapped("Source: " .. cite.line(block), "  ", context)
end

-- The place whole on a line of its own, however long it is: that is what gets copied.
function text.blocks.findings(block, context)
  local parts = { "\n" .. wrapped(block.title, "", context) }
  for _, item in ipairs(block.items) do
    local place = item.file
    if item.line then place = place .. ":" .. item.line end
    if item.line and item.column then place = place .. ":" .. item.column end
    parts[#parts + 1] = ("\n  %s: %s\n"):format(escape.line(place), item.rule)
    parts[#parts + 1] = wrapped(item.message .. ".", "    ", context)
    if item.advice then parts[#parts + 1] = wrapped(item.advice, "    ", context) end
  end
  return table.concat(parts)
end

return text
