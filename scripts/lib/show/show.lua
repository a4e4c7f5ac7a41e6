-- show.lua - a table of the engine as lines of letters, fitted to a width.
--
--     year     force    people
--     integer  text    integer
--     2022     Kent        1,042
--     2023     Kent         [c]
--     2 rows, 3 columns
--
-- Numbers stand right, with thousands separators except in columns of years and codes. A missing cell is its reason, or a dot.
-- Of a long table the first and last rows are shown; columns that do not fit are named below. In a table that is too wide, long
-- names stand on several lines and texts take a third of the width at most, so that more of the columns are seen.

local core = require "slavelab.plain"
local escape = require "lib.base.escape"
local lists = require "slavelab.lists"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"
local width = require "lib.base.width"

local show = {}

local gap, dot = "  ", "·"
local default_rows, widest_cell, narrowest_cell = 20, 40, 8
local folded_name = 16

-- At most so many columns of a text.
local function cut(text, most)
  return width.of(text) > most and width.split(text, most - 3) .. "..." or text
end

-- Numbers of a column are shown with the decimals that tell the shown ones apart, at most four.
local most_decimals = 4

-- The texts of a column's cells in these rows; of texts at most so many columns.
local function cell_texts(column, kind, rows, grouping, most)
  local values, markers = core.read(column, rows)
  if kind ~= "integer" and kind ~= "number" then
    for i, value in pairs(values) do values[i] = cut(escape.line(tostring(value)), most) end
  end
  local decimals = kind == "number" and math.min(core.measure(values, #rows).places, most_decimals) or nil
  return core.show(values, markers, #rows, decimals, grouping and "," or "", dot)
end

-- The rows that are shown: all, or the first and the last ones with false between them.
local function chosen_rows(length, most)
  local rows = {}
  if length <= most then
    for row = 1, length do rows[row] = row end
    return rows
  end
  local first = (most + 1) // 2
  for row = 1, first do rows[row] = row end
  rows[first + 1] = false
  for row = length - (most - first) + 1, length do rows[#rows + 1] = row end
  return rows
end

local function only_rows(rows)
  local kept = {}
  for _, row in ipairs(rows) do
    if row then kept[#kept + 1] = row end
  end
  return kept
end

-- The lines of a name, broken between words where it is longer than the cells below it.
local function name_lines(name, cells, most)
  local longest = math.max(cells, folded_name)
  for word in name:gmatch("%S+") do longest = math.max(longest, width.of(word)) end
  return width.wrap(name, math.min(longest, most))
end

local function build(t, name, rows, most, folded)
  local column = t:col(name)
  local kind = column:type()
  local numeric = kind == "integer" or kind == "number"
  local block = { kind = kind, align = numeric and "right" or "left", cells = {}, columns = #kind }
  local grouping = kind ~= "integer" or roles.of(t, name) == "figure"
  local texts, next_text = cell_texts(column, kind, only_rows(rows), grouping, most), 1
  for i, row in ipairs(rows) do
    block.cells[i] = row and texts[next_text] or "…"
    if row then next_text = next_text + 1 end
    block.columns = math.max(block.columns, width.of(block.cells[i]))
  end
  name = escape.line(name)
  block.name = folded and name_lines(name, block.columns, most) or { cut(name, most) }
  for _, line in ipairs(block.name) do block.columns = math.max(block.columns, width.of(line)) end
  return block
end

-- Columns from the left as far as they fit, at least one, and the names of the others.
local function fit(t, rows, room, folded)
  local blocks, hidden, used = {}, {}, 0
  local most = math.max(math.min(widest_cell, folded and room // 3 or room), narrowest_cell)
  for i, name in ipairs(t:column_names()) do
    if #hidden == 0 then
      local block = build(t, name, rows, most, folded)
      local needed = block.columns + (i > 1 and #gap or 0)
      if i > 1 and used + needed > room then
        hidden[1] = name
      else
        blocks[i], used = block, used + needed
      end
    else
      hidden[#hidden + 1] = name
    end
  end
  return blocks, hidden
end

local function line_of(blocks, pick)
  local parts = {}
  for i, block in ipairs(blocks) do parts[i] = width.pad(pick(block), block.columns, block.align) end
  return (table.concat(parts, gap):gsub("%s+$", ""))
end

local function counted(n, word)
  return ("%s %s%s"):format(number.format(n), word, n == 1 and "" or "s")
end

local most_lines = 4 -- of the names of columns that found no room

-- "3 columns more: a, b, c"; of very many or very long names the first ones.
local function more_columns(hidden, room)
  local list, length = {}, 0
  for i, name in ipairs(hidden) do
    list[i] = escape.line(name)
    length = length + width.of(list[i]) + 2
    if length > (most_lines - 1) * room and #hidden > i + 1 then
      list[i + 1] = ("and %s (t:schema() lists all)"):format(number.format(#hidden - i) .. " others")
      break
    end
  end
  return width.wrap(("%s more: %s"):format(counted(#hidden, "column"), table.concat(list, ", ")), room)
end

local function footer(t, rows, hidden, room)
  local shown = #only_rows(rows)
  local names = t:column_names()
  local text = counted(#t, "row") .. ", " .. counted(#names, "column")
  if shown < #t then text = text .. (" (%s shown)"):format(number.format(shown)) end
  local lines = { text }
  local by = t:grouping()
  if by then lines[#lines + 1] = "grouped by " .. table.concat(by, ", ") end
  if #hidden > 0 then
    for _, line in ipairs(more_columns(hidden, math.max(room, 10))) do lines[#lines + 1] = line end
  end
  return lines
end

local option_names = { "rows", "width" }

local function check_options(options)
  if options == nil then return {} end
  if type(options) ~= "table" then raise("show: the options are a table, not a %s", type(options)) end
  options = lists.options(options, "show")
  for _, key in ipairs(suggest.keys(options)) do
    local known = key == "rows" or key == "width"
    if not known then raise('show: unknown option "%s"%s', key, suggest.among(key, option_names, "show takes")) end
    if math.type(options[key]) ~= "integer" or options[key] < 1 then
      raise("show: %s is a whole number of at least 1", key)
    end
  end
  return options
end

-- options: rows shown (20), width in columns (the terminal's, else 80).
function show.table(t, options)
  options = check_options(options)
  local room = options.width or lab.terminal_width() or 80
  local rows = chosen_rows(#t, options.rows or default_rows)
  local blocks, hidden = fit(t, rows, room, false)
  if #hidden > 0 then blocks, hidden = fit(t, rows, room, true) end
  local lines, tallest = {}, 0
  for _, block in ipairs(blocks) do tallest = math.max(tallest, #block.name) end
  if #blocks > 0 then
    for i = 1, tallest do lines[i] = line_of(blocks, function(block) return block.name[i - tallest + #block.name] or "" end) end
    lines[#lines + 1] = line_of(blocks, function(block) return block.kind end)
    for i = 1, #rows do lines[#lines + 1] = line_of(blocks, function(block) return block.cells[i] end) end
  end
  local below = footer(t, rows, hidden, room)
  table.move(below, 1, #below, #lines + 1, lines)
  return table.concat(lines, "\n")
end

lab.method("table", "show", show.table, {
  signature = "(options?: {rows?: integer, width?: integer}): string",
  text = "The table as lines of text, fitted to width (the terminal's, else 80 columns): the first and last of its "
    .. "rows (20 in all), the type of each column, numbers with thousands separators, a dot where a cell is missing. "
    .. "print(t) shows the same.",
  example = 'print(lab.table({ columns = { "year", "people" }, { 2022, 1042 }, { 2023, "[c]" } }):show({ rows = 10 }))',
})

return show
