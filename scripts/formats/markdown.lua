-- markdown.lua - a report in GitHub's Markdown. A chart is written as letters in a code block, for Markdown has no
-- charts; below it stands what it shows in words, and its figures as a table.

local chart = require "lib.chart.chart"
local chart_text = require "lib.chart.chart_text"
local cite = require "lib.report.cite"
local escape = require "lib.base.escape"

local markdown = {
  name = "markdown",
  about = "GitHub's Markdown",
  extensions = { "md", "markdown" },
  api = 1,
}

local function row(cells)
  return "| " .. table.concat(cells, " | ") .. " |\n"
end

local function table_lines(t, context)
  local headings, rules, parts = {}, {}, {}
  for i, column in ipairs(t.columns) do
    headings[i] = escape.markdown(context.label(column))
    rules[i] = column.align == "right" and "---:" or "---"
  end
  parts[1], parts[2] = row(headings), row(rules)
  for r = 1, t.rows do
    local cells = {}
    for i, column in ipairs(t.columns) do
      local shown = column.shown[r]
      cells[i] = shown:find("^-[%d.,]+$") and shown or escape.markdown(shown) -- no list begins inside a table
    end
    parts[#parts + 1] = row(cells)
  end
  if t.rows == 0 then parts[#parts + 1] = "\nNo rows.\n" end
  return table.concat(parts)
end

local function source_line(source)
  local address = escape.url(source.url)
  if not address then return escape.markdown(cite.line(source)) end
  if source.text == source.url then return "<" .. address .. ">" end
  return escape.markdown(source.text) .. (source.text:find("[.!?]$") and " <" or ". <") .. address .. ">"
end

-- What stands below a table or a chart: the meaning of markers, notes, sources.
local function below(block, t, context)
  local parts, legend = {}, {}
  for i, pair in ipairs(context.legend(t)) do legend[i] = escape.markdown(pair[1] .. " " .. pair[2]) end
  if #legend > 0 then parts[#parts + 1] = table.concat(legend, "; ") end
  for i, note in ipairs(block.notes) do parts[#parts + 1] = ("[note %d] "):format(i) .. escape.markdown(note) end
  for _, source in ipairs(block.sources) do parts[#parts + 1] = "Source: " .. source_line(source) end
  return #parts > 0 and "\n" .. table.concat(parts, "\\\n") .. "\n" or ""
end

local function title_line(words)
  return "\n**" .. escape.markdown(words) .. "**\n\n"
end

function markdown.begin(document)
  local parts = { "# " .. escape.markdown(document.title) .. "\n" }
  if document.subtitle then parts[#parts + 1] = "\n*" .. escape.markdown(document.subtitle) .. "*\n" end
  if document.lead then parts[#parts + 1] = "\n**" .. escape.markdown(document.lead) .. "**\n" end
  return table.concat(parts)
end

markdown.blocks = {}

function markdown.blocks.heading(block)
  return "\n" .. ("#"):rep(block.level) .. " " .. escape.markdown(block.text) .. "\n"
end

function markdown.blocks.para(block)
  return "\n" .. escape.markdown(block.text) .. "\n"
end

function markdown.blocks.table(block, context)
  return title_line(block.title) .. table_lines(block, context) .. below(block, block, context)
end

function markdown.blocks.chart(block, context)
  local lines = table.concat(chart_text.lines(block, 76), "\n"):gsub("```", "'''")
  return title_line(block.title) .. "```text\n" .. lines .. "\n```\n\n" .. escape.markdown(block.alt) .. "\n\n"
    .. table_lines(chart.figures(block), context) .. below(block, block.table, context)
end

function markdown.blocks.note(block)
  return "\n> Note: " .. escape.markdown(block.text) .. "\n"
end

function markdown.blocks.source(block)
  return "\nSource: " .. source_line(block) .. "\n"
end

return markdown
