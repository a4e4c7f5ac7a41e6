-- describe.lua - a first look at a table: what its columns hold, one column a row.
--
--     lab.describe(t)     a table: column, type, missing, distinct, min, median, mean, max, first
--     t:glimpse()         prints each column with its first values, as far as the line goes

local alike = require "lib.figures.alike"
local arguments = require "lib.figures.verb_arguments"
local escape = require "lib.base.escape"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"
local width = require "lib.base.width"
local words = require "lib.base.words"

local describe = {}

local function check_table(t, what)
  if getmetatable(t) ~= "slavelab.Table" then raise("%s: a table was expected, not %s", what,
    t == nil and "nil" or type(t) == "table" and "a table of Lua" or "a " .. type(t)) end
end

local function value_text(value)
  if value == nil then return nil end
  return type(value) == "number" and (number.exact(value) or tostring(value)) or tostring(value)
end

-- A cell as text, its marker behind it; nil for one that is plainly missing.
local function cell_text(column, row)
  local text, marker = value_text(column[row]), column:marker(row)
  return text and marker and text .. " " .. marker or text or marker
end

local most_values = 5

local function first_values(column)
  local texts = {}
  for row = 1, math.min(#column, most_values) do texts[row] = cell_text(column, row) or "·" end
  if #column > most_values then texts[#texts + 1] = "..." end
  return table.concat(texts, ", ")
end

-- Whether a column has a middle: a figure has, and so have ages and months. The mean of years or of codes says nothing.
local function has_middle(column)
  local is_number = column.type == "integer" or column.type == "number"
  return is_number and (column.role == "figure" or column.stands_for == "part")
end

-- One row for each column of t; a notice names labels of a text column that look alike. min and max are of numbers, dates,
-- datetimes and periods, and so are texts; median and mean are of numbers that count or measure.
function describe.table(t)
  check_table(t, "describe")
  arguments.refuse_groups(t, "describe")
  local rows = {
    columns = { "column", "type", "missing", "distinct", "min", "median", "mean", "max", "first" },
    types = { column = "text", type = "text", missing = "integer", distinct = "integer", min = "text",
      median = "number", mean = "number", max = "text", first = "text" },
  }
  for i, one in ipairs(roles.list(t)) do
    local name, kind = one.name, one.type
    local column = t:col(name)
    local row = { column = name, type = kind, missing = column:missing(), distinct = column:n_distinct(),
      first = first_values(column) }
    if kind ~= "text" and kind ~= "boolean" then
      row.min, row.max = value_text(column:min()), value_text(column:max())
    end
    if has_middle(one) then row.median, row.mean = column:median(), column:mean() end
    if kind == "text" then alike.look_within(t, name) end
    rows[i] = row
  end
  return lab.table(rows)
end

-- As many of the first cells as fit into `room`.
local function cells_in(column, room)
  local line, used = {}, 0
  for row = 1, #column do
    local text = escape.line(cell_text(column, row) or "·")
    used = used + width.of(text) + (row > 1 and 2 or 0)
    if used + (row < #column and 5 or 0) > room and row > 1 then
      line[#line + 1] = "..."
      break
    end
    line[#line + 1] = text
  end
  local text = table.concat(line, ", ")
  if width.of(text) > room then text = width.split(text, math.max(room - 3, 1)) .. "..." end
  return text
end

-- The lines of a glimpse, each at most `columns` wide.
function describe.glimpse(t, columns)
  check_table(t, "glimpse")
  local names, widest, kinds = t:column_names(), 0, 0
  for _, name in ipairs(names) do
    widest = math.max(widest, width.of(escape.line(name)))
    kinds = math.max(kinds, #t:col(name):type())
  end
  widest = math.min(widest, math.max(columns // 3, 8))
  local lines = { words.count(#t, "row") .. ", " .. words.count(#names, "column") }
  for i, name in ipairs(names) do
    local column, label = t:col(name), escape.line(name)
    if width.of(label) > widest then label = width.split(label, widest - 3) .. "..." end
    local head = "  " .. width.pad(label, widest) .. "  " .. width.pad(column:type(), kinds) .. "  "
    lines[i + 1] = (head .. cells_in(column, math.max(columns - width.of(head), 10))):gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

local function width_of(options)
  if options == nil then return lab.terminal_width() or 80 end
  if type(options) ~= "table" then raise("glimpse: the options are a table, not a %s", type(options)) end
  for _, key in ipairs(suggest.keys(options)) do
    if key ~= "width" then
      raise('glimpse: unknown option "%s"%s', key, suggest.among(key, { "width" }, "glimpse takes"))
    end
  end
  local given = options.width
  if given ~= nil and (math.type(given) ~= "integer" or given < 20) then
    raise("glimpse: width is a whole number of at least 20")
  end
  return given or lab.terminal_width() or 80
end

lab.document("lab", "describe", {
  signature = "(t: slavelab.Table): slavelab.Table",
  text = "What the columns of a table hold, one column a row: its type, missing and distinct values, least and "
    .. "greatest (not of texts), median and mean of figures (not of years and codes), and the first values. A notice names labels that look alike and "
    .. "are not equal, \"Kent\" and \"Kent \".",
  example = 'print(lab.describe(lab.parse_csv("year,people\\n2022,12\\n2023,\\n")))',
})
lab.method("table", "describe", describe.table, {
  signature = "(): slavelab.Table",
  text = "What the columns hold, one column a row: lab.describe.",
  example = 'print(lab.parse_csv("year,people\\n2022,12\\n2023,\\n"):describe())',
})
lab.method("table", "glimpse", function(t, options) print(describe.glimpse(t, width_of(options))) end, {
  signature = "(options?: {width?: integer})",
  text = "Prints every column on a line of its own: name, type and as many of the first values as fit.",
  example = 'lab.parse_csv("year,people\\n2022,12\\n2023,\\n"):glimpse()',
})

-- lab.describe is this module, and is called.
return setmetatable(describe, { __call = function(_, t) return describe.table(t) end })
