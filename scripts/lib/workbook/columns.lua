-- columns.lua - the columns of a table: which hold anything, what they are called, which hold flags of others.
--
-- { column = of the sheet, name =, parts = its headings by row of the header, flag_column =, flag =, is_label =, is_figure =, counts = of its cells }

local book = require "slavelab.workbook"
local header = require "lib.workbook.header"
local report = require "lib.workbook.report"
local words = require "lib.workbook.words"

local skips = require("lib.workbook.options").skips

local columns = {}

local flag_letters = { r = true, p = true, e = true, b = true, u = true }

-- Whether a column without a heading holds nothing but flags of the column at its left.
local function is_flag_column(state, column, first)
  for _, cell in ipairs(book.column(state.handle, state.region.sheet, column, first, state.region.last_row)) do
    local letter = words.line(cell.text):lower():match("^[%[%(]?(%a)[%]%)]?$")
    if not (letter and flag_letters[letter]) then return false end
  end
  return true
end

-- The columns: { column =, name =, parts =, flag_column =, flag =, is_figure =, counts = }.
function columns.of(state)
  local handle, region, options = state.handle, state.region, state.options
  local counts, list, hidden = {}, {}, 0
  for _, one in ipairs(book.columns(handle, region.sheet, state.body, region.last_row, skips(options))) do counts[one.column] = one end
  local all = {}
  for column = region.first_column, region.last_column do all[#all + 1] = column end
  local is_used = {}
  for column in next, counts do is_used[column] = true end
  local named = header.names(handle, region, state.info, state.header, all, options.marks == "keep",
    { header_rows = options.header_rows, wrapped = options.header == "wrapped", is_used = is_used, dropped = state.dropped })
  state.named = named
  local rows = #state.header
  for _, column in ipairs(all) do
    local parts, own = named.parts[column], counts[column]
    local has_name = false
    for i = 1, rows do has_name = has_name or (parts[i] ~= nil and parts[i].own == true) or (parts[i] ~= nil and own ~= nil) end
    local left = list[#list]
    local bare = true
    for i = 1, rows do bare = bare and not (parts[i] and parts[i].own) end
    if not own and (bare or not has_name) then
      -- a blank column: it parts others for the eye
    elseif skips(options) and book.hidden_column(handle, region.sheet, column) then
      hidden = hidden + 1
    elseif own and bare and rows > 0 and left and left.column == column - 1 and own.numbers + own.dates + own.others == 0 and own.texts == own.short
      and is_flag_column(state, column, state.body) then
      left.flag_column = column
      state.flag_columns = (state.flag_columns or 0) + 1
    else
      local flag
      for i = 1, rows do flag = parts[i] and parts[i].flag or flag end
      list[#list + 1] = { column = column, parts = parts, flag = flag, counts = own or { texts = 0, numbers = 0, dates = 0, short = 0, others = 0 },
        is_figure = own ~= nil and own.numbers > 0 }
    end
  end
  if hidden > 0 then report.say(state, '%d hidden column%s left out (hidden = "read" reads them)', hidden, hidden == 1 and " was" or "s were") end
  local labels = true
  for i, column in ipairs(list) do
    labels = labels and (i == 1 or not column.is_figure)
    column.is_label = labels
    local own = 0
    for row = 1, rows do own = own + (column.parts[row] and column.parts[row].own and 1 or 0) end
    if column.is_label and own > 2 and options.names and #options.names > 2 then -- it names the rows of the header
      column.name = column.counts.dates > 0 and "date" or "label"
    else
      column.name = header.join(column.parts, rows, column.is_label and named.spanned)
    end
  end
  return list
end

local most_said = 10

-- Gives every column a name of its own; the first changes are told, the others counted.
function columns.make_unique(state, list)
  local taken, seen, last, said = {}, {}, {}, 0
  local function tell(text, ...)
    said = said + 1
    if said <= most_said then report.say(state, text, ...) end
  end
  for _, column in ipairs(list) do taken[column.name] = true end
  for _, column in ipairs(list) do
    local name, place = column.name, book.address(state.body, column.column):gsub("%d", "")
    if name == "" then
      name = "col_" .. column.column - state.region.first_column + 1
      while taken[name] do name = name .. "_2" end
      if #state.header > 0 then tell("column %s has no heading and is called %s", place, name) end
    elseif seen[name] then
      local n = last[name] or 2
      while taken[name .. "_" .. n] do n = n + 1 end
      last[name] = n + 1
      tell('two columns are called "%s"; the one in %s is %s_%d', name, place, name, n)
      name = name .. "_" .. n
    end
    column.name, taken[name], seen[name] = name, true, true
  end
  if said > most_said then report.say(state, "%d columns more have a name that was made or changed", said - most_said) end
end

return columns
