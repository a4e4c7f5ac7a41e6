-- show.lua - how a value looks at the prompt.

local escape = require "lib.base.escape"
local number = require "lib.base.number"
local width = require "lib.base.width"

local show = {}

local most_items, most_depth = 100, 6

local function is_name(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") ~= nil
end

local function quoted(text)
  return (('"%s"'):format((text:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("\t", "\\t"):gsub("[%c]", function(c)
    return ("\\x%02X"):format(c:byte())
  end))))
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function sorted_keys(t)
  local keys = {}
  for key in next, t do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local rank_a, rank_b = ranks[type(a)] or 4, ranks[type(b)] or 4
    if rank_a ~= rank_b then return rank_a < rank_b end
    if rank_a <= 2 then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

local value_of

-- The pieces of a table: its list first, then the other keys in order.
local function pieces_of(t, room, depth, open)
  local pieces, listed, count = {}, 0, 0
  for i = 1, rawlen(t) do
    if rawget(t, i) == nil then break end
    listed = i
  end
  for i = 1, math.min(listed, most_items) do pieces[i] = value_of(rawget(t, i), room, depth, open) end
  local more = listed - #pieces
  for _, key in ipairs(sorted_keys(t)) do
    if not (math.type(key) == "integer" and key >= 1 and key <= listed) then
      count = count + 1
      if count <= most_items then
        local name = is_name(key) and key or "[" .. value_of(key, room, depth, open) .. "]"
        pieces[#pieces + 1] = name .. " = " .. value_of(rawget(t, key), room, depth, open)
      end
    end
  end
  more = more + math.max(0, count - most_items)
  if more > 0 then pieces[#pieces + 1] = ("... %d more"):format(more) end
  return pieces
end

local function table_text(t, room, depth, open)
  if open[t] then return "{...}" end
  if next(t) == nil then return "{}" end
  if depth >= most_depth then return "{...}" end
  open[t] = true
  local pieces = pieces_of(t, room - 2, depth + 1, open)
  open[t] = nil
  local line = "{ " .. table.concat(pieces, ", ") .. " }"
  if #line <= room and not line:find("\n", 1, true) then return line end
  for i, piece in ipairs(pieces) do pieces[i] = "  " .. piece:gsub("\n", "\n  ") end
  return "{\n" .. table.concat(pieces, ",\n") .. "\n}"
end

function value_of(value, room, depth, open)
  local kind = type(value)
  if kind == "string" then return quoted(value) end
  if kind == "table" then
    local meta = debug.getmetatable(value) -- also of one that hides it
    if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(value) end
    return table_text(value, room, depth, open)
  end
  return tostring(value)
end

-- --- the engine's values --------------------------------------------------------------------------------------------------

local most_rows_written = 10000
local heights = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

-- "table" or "column" for a value of the engine, else nil.
local function engine_kind(value)
  if type(value) ~= "userdata" then return nil end
  local meta = debug.getmetatable(value)
  local name = type(meta) == "table" and meta.__name
  return name == "slavelab.Table" and "table" or name == "slavelab.Column" and "column" or nil
end

-- A cell as text: its value with its flags, its reason where it is missing. Empty for a plain missing one.
local function cell(column, row)
  local value, marker = column[row], column:marker(row)
  if value == nil then return marker or "" end
  local text = type(value) == "number" and (number.exact(value) or tostring(value)) or tostring(value)
  return marker and text .. " " .. marker or text
end

local function columns_of(t)
  local names, columns = t:column_names(), {}
  for i, name in ipairs(names) do columns[i] = t:col(name) end
  return names, columns
end

local writers = {}

function writers.vertical(t, rows, columns)
  local names, cells = columns_of(t)
  local widest, lines = 0, {}
  for _, name in ipairs(names) do widest = math.max(widest, width.of(name)) end
  for row = 1, math.min(#t, rows) do
    lines[#lines + 1] = ("row %d"):format(row)
    for i, name in ipairs(names) do
      local text = cell(cells[i], row)
      local wrapped = width.wrap(text == "" and "·" or escape.line(text), math.max(20, columns - widest - 4))
      for k, line in ipairs(wrapped) do
        lines[#lines + 1] = "  " .. width.pad(k == 1 and escape.line(name) or "", widest) .. "  " .. line
      end
    end
  end
  lines[#lines + 1] = ("%d %s, %d columns"):format(#t, #t == 1 and "row" or "rows", #names)
    .. (#t > rows and (" (the first %d shown)"):format(rows) or "")
  return table.concat(lines, "\n")
end

function writers.csv(t)
  local names, columns = columns_of(t)
  local lines, fields = {}, {}
  for i, name in ipairs(names) do fields[i] = escape.csv(name) end
  lines[1] = table.concat(fields, ",")
  for row = 1, #t do
    for i, column in ipairs(columns) do
      local value = column[row]
      fields[i] = escape.csv(cell(column, row), type(value) == "string")
    end
    lines[#lines + 1] = table.concat(fields, ",")
  end
  return table.concat(lines, "\n")
end

function writers.markdown(t)
  local names, columns = columns_of(t)
  local lines, fields, rules = {}, {}, {}
  for i, name in ipairs(names) do
    local kind = columns[i]:type()
    fields[i], rules[i] = escape.markdown(name), (kind == "integer" or kind == "number") and "---:" or "---"
  end
  lines[1] = "| " .. table.concat(fields, " | ") .. " |"
  lines[2] = "| " .. table.concat(rules, " | ") .. " |"
  for row = 1, #t do
    for i, column in ipairs(columns) do fields[i] = escape.markdown(cell(column, row)) end
    lines[#lines + 1] = "| " .. table.concat(fields, " | ") .. " |"
  end
  return table.concat(lines, "\n")
end

local function json_value(value)
  if value == nil then return "null" end
  if type(value) == "number" then return number.exact(value) or "null" end
  if type(value) == "boolean" then return tostring(value) end
  return '"' .. value:gsub('[%c"\\]', function(c)
    return c == '"' and '\\"' or c == "\\" and "\\\\" or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

function writers.json(t)
  local names, columns = columns_of(t)
  local lines, keys = {}, {}
  for i, name in ipairs(names) do keys[i] = json_value(name) .. ":" end
  for row = 1, #t do
    local fields = {}
    for i, column in ipairs(columns) do fields[i] = keys[i] .. json_value(column[row]) end
    lines[row] = "{" .. table.concat(fields, ",") .. "}"
  end
  return "[" .. table.concat(lines, ",\n ") .. "]"
end

show.modes = { "table", "vertical", "csv", "markdown", "json" }

local function table_in_mode(t, columns, settings)
  if settings.mode == "table" then return (t:show { rows = settings.rows, width = columns }:gsub("\n$", "")) end
  if settings.mode ~= "vertical" and #t > most_rows_written then
    error(("the table has %d rows; .mode %s shows at most %d of them. t:write_csv(path) writes all"):format(#t, settings.mode,
      most_rows_written), 0)
  end
  return writers[settings.mode](t, settings.rows, columns)
end

-- One letter for each value, or for each of as many equal parts of the list as there is room for: its mean.
local function spark(values, low, high, room)
  local parts = math.min(#values, room)
  local marks = {}
  for i = 1, parts do
    local from, to = (i - 1) * #values // parts + 1, i * #values // parts
    local sum, count = 0.0, 0
    for k = from, to do
      if values[k] then sum, count = sum + values[k], count + 1 end
    end
    local share = count > 0 and (high > low and (sum / count - low) / (high - low) or 0.5)
    marks[i] = share and heights[math.max(1, math.min(8, 1 + math.floor(share * 8)))] or " "
  end
  return table.concat(marks)
end

local function shown_number(value)
  if value == nil then return "none" end
  return number.format(value, { decimals = math.min(number.places(value), 4) })
end

local most_values_drawn = 1000000

local function column_summary(column, columns)
  local kind, length = column:type(), #column
  local name = column:name()
  local lines = { ("%s%s, %s %s, %s missing"):format(name and name .. ": " or "", kind, shown_number(length),
    length == 1 and "value" or "values", column:missing() == 0 and "none" or shown_number(column:missing())) }
  local first = {}
  for row = 1, math.min(length, 12) do
    local text = cell(column, row)
    first[row] = text == "" and "·" or kind == "text" and column[row] ~= nil and quoted(text) or text
  end
  if length > 12 then first[#first + 1] = "..." end
  lines[2] = "  " .. width.split(table.concat(first, "  "), columns - 2)
  if kind == "integer" or kind == "number" then
    lines[3] = ("  lowest %s, median %s, mean %s, highest %s"):format(shown_number(column:min()), shown_number(column:median()),
      shown_number(column:mean()), shown_number(column:max()))
    if column:count() > 1 and length <= most_values_drawn then
      local values = {}
      for row, value in column:values() do values[row] = value or false end
      lines[4] = "  " .. spark(values, column:min(), column:max(), math.min(60, columns - 4))
    end
  elseif kind ~= "boolean" and column:count() > 0 then
    lines[3] = ("  %s different, from %s to %s"):format(shown_number(column:n_distinct()), quoted(tostring(column:min())),
      quoted(tostring(column:max())))
  end
  return table.concat(lines, "\n")
end

-- The text of a value, at most `columns` wide where that can be done. A text of several lines is shown as it is.
-- settings: rows of a table that are shown, mode (one of show.modes).
function show.value(value, columns, settings)
  if type(value) == "string" and value:find("\n", 1, true) then return (value:gsub("\n$", "")) end
  local kind = engine_kind(value)
  if kind == "table" then return table_in_mode(value, columns, settings or { rows = 20, mode = "table" }) end
  if kind == "column" then return column_summary(value, columns) end
  if type(value) == "table" and rawget(value, "kind") == "chart" and rawget(value, "mark") then
    return table.concat(require("lib.chart.chart_text").lines(value, columns), "\n")
  end
  local meta = type(value) == "table" and debug.getmetatable(value)
  if type(value) == "function" or type(meta) == "table" and rawget(meta, "__call") then -- lab.force_code is called like a function
    local name, doc = require("lib.prompt.help").doc_of(value)
    if name then return name .. doc.signature end
  end
  return value_of(value, columns, 0, {})
end

-- One short line about a value, for lists of them.
function show.brief(value, columns)
  local kind = engine_kind(value)
  local text
  if kind == "table" then
    text = ("table, %s %s, %d columns"):format(shown_number(#value), #value == 1 and "row" or "rows", #value:column_names())
  elseif kind == "column" then
    text = ("column, %s, %s %s"):format(value:type(), shown_number(#value), #value == 1 and "value" or "values")
  elseif type(value) == "table" then
    local count = 0
    for _ in next, value do count = count + 1 end
    text = ("a Lua table of %d %s"):format(count, count == 1 and "entry" or "entries")
  elseif type(value) == "string" then
    text = quoted(value)
  else
    text = tostring(value):match("^[^\n]*")
  end
  if width.of(text) > columns then text = width.split(text, columns - 3) .. "..." end
  return text
end

return show
