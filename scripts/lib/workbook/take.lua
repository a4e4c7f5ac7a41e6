-- take.lua - what each column of the result takes from which cells, in the words of slavelab.workbook.take.
--
--     wide    a column of the sheet, a column of the table
--     long    names = {...}: each row of the sheet once for each column of figures, with the headings of that beside

local book = require "slavelab.workbook"
local raise = require "lib.base.raise"
local report = require "lib.workbook.report"
local rows = require "lib.workbook.rows"
local suggest = require "lib.base.suggest"
local words = require "lib.workbook.words"

local list_of = require("lib.workbook.options").list

local take = {}

-- The columns of figures below the headings that are asked for, whichever row of the header these stand in, and those of labels.
function take.below_headings(state, columns)
  local asked = list_of(state.options.headings)
  if #asked == 0 then return columns end
  local list, kept = {}, {}
  for _, column in ipairs(columns) do
    local fits = column.is_label
    for _, name in ipairs(asked) do
      local wanted = words.alike(name)
      local is_below = words.alike(column.name) == wanted
      for i = 1, #state.header do is_below = is_below or (column.parts[i] ~= nil and words.alike(column.parts[i].text) == wanted) end
      if is_below and not column.is_label then fits, kept[name] = true, true end
    end
    if fits then list[#list + 1] = column end
  end
  for _, name in ipairs(asked) do
    if not kept[name] then
      local all, seen = {}, {}
      for _, column in ipairs(columns) do
        for i = 1, #state.header do
          local text = not column.is_label and column.parts[i] and column.parts[i].text
          if text and not seen[text] then all[#all + 1], seen[text] = text, true end
        end
      end
      raise('%s: %s: no heading "%s"%s', state.info.name, state.sheet_name, name, suggest.among(name, all, "headings are"))
    end
  end
  return list
end

-- The columns of the table that are asked for, in that order.
function take.chosen(state, t)
  local asked = list_of(state.options.columns)
  if #asked == 0 then return t end
  local names, has = t:column_names(), {}
  for _, name in ipairs(names) do has[name] = true end
  for _, name in ipairs(asked) do
    if not has[name] then raise('%s: %s: no column "%s"%s', state.info.name, state.sheet_name, name, suggest.among(name, names, "columns are")) end
  end
  return t:select(asked)
end

local function base_spec(state, markers, replacements)
  local options = state.options
  return { sheet = state.region.sheet, rows = state.rows, trim = options.trim ~= false, shown = options.values == "shown", keeps_marks = options.marks == "keep",
    on_error = options.on_error, missing = list_of(options.missing), replacements = replacements, decimal = options.decimal,
    date_order = options.dates and ({ iso = 0, dmy = 1, long = 2 })[options.dates] or nil, passes = 1, texts = {}, columns = {}, markers = markers }
end

local function column_spec(state, spec, name, cells, extra)
  local types = state.options.types or {}
  local one = { name = name, cells = cells, type = types[name], markers = spec.markers, loose = state.options.numbers == "loose" or state.options.values == "shown",
    strips = state.options.marks ~= "keep" }
  state.used_types[name] = true
  for key, value in next, extra or {} do one[key] = value end
  spec.columns[#spec.columns + 1] = one
  return one
end

-- A column of texts, one a row, from { [row of the sheet] = text }, in the place of a column of the sheet if it is one.
local function row_texts(state, spec, name, texts, column)
  local numbers, list = {}, {}
  for _, row in ipairs((rows.expand(state.rows))) do
    local text = texts[row]
    if text and text ~= "" then
      if not numbers[text] then
        spec.texts[#spec.texts + 1] = text
        numbers[text] = #spec.texts
      end
      list[#list + 1] = numbers[text]
    else
      list[#list + 1] = false
    end
  end
  local cells = {}
  for pass = 1, spec.passes do cells[pass] = column end
  return column_spec(state, spec, name, cells, { row_texts = list })
end

function take.wide(state, columns, markers, replacements)
  local spec = base_spec(state, markers, replacements)
  for i, texts in ipairs(state.groups) do row_texts(state, spec, state.group_names[i], texts) end
  for _, column in ipairs(columns) do
    if column.row_texts then
      row_texts(state, spec, column.name, column.row_texts, column.column)
    else
      column_spec(state, spec, column.name, { column.column }, { flags = { column.flag_column or false }, cell_flags = { column.flag or "" }, fill = "merged",
        is_figure = not column.is_label })
    end
  end
  return spec
end

function take.long(state, columns, markers, replacements)
  local names, options = state.options.names, state.options
  if #names > #state.header then
    local numbers = {}
    for i, row in ipairs(state.header) do numbers[i] = tostring(row) end
    raise("%s: %s: names has %d names, but the header has %d row%s (%s); header_rows = says how many there are", state.info.name, state.sheet_name, #names,
      #state.header, #state.header == 1 and "" or "s", #numbers > 0 and "row " .. table.concat(numbers, ", ") or "none")
  end
  local labels, figures = {}, {}
  for _, column in ipairs(columns) do table.insert(column.is_label and labels or figures, column) end
  if #figures == 0 then
    raise("%s: %s: names: there is no column of figures beside %s", state.info.name, state.sheet_name, labels[1] and labels[1].name or "none")
  end
  local spec = base_spec(state, markers, replacements)
  spec.passes = #figures
  local function all(value)
    local list = {}
    for i = 1, #figures do list[i] = value end
    return list
  end
  for i, texts in ipairs(state.groups) do row_texts(state, spec, state.group_names[i], texts) end
  for _, column in ipairs(labels) do
    if column.row_texts then
      row_texts(state, spec, column.name, column.row_texts, column.column)
    else
      column_spec(state, spec, column.name, all(column.column), { fill = "merged" })
    end
  end
  local cells, flags, cell_flags = {}, {}, {}
  for i, column in ipairs(figures) do cells[i], flags[i], cell_flags[i] = column.column, column.flag_column or false, column.flag or "" end
  -- The last name is of the lowest row, so that a spanner may be left out at the top.
  local offset = #state.header - #names
  for n, name in ipairs(names) do
    if name and name ~= "" then
      if type(name) ~= "string" then raise("read_sheet: names is a list of names, one for a row of the header, false for one that is left out") end
      local texts = {}
      for i, column in ipairs(figures) do
        local part = column.parts[offset + n]
        if not part then -- of a heading merged down from above
          for up = offset + n - 1, 1, -1 do part = part or column.parts[up] end
        end
        texts[i] = part and part.text or ""
      end
      column_spec(state, spec, name, texts)
    end
  end
  column_spec(state, spec, options.value_name or "value", cells, { flags = flags, cell_flags = cell_flags, is_figure = true, fill = "merged" })
  return spec
end

-- Flags that labels carry: "Hampshire (R)" marks the figures of its row.
function take.row_flags(state, spec, columns)
  if state.options.marks == "keep" then return end
  local places, flags, any
  for _, column in ipairs(columns) do
    if column.is_label then
      for _, hit in ipairs(book.flagged(state.handle, state.region.sheet, column.column, state.body, state.region.last_row)) do
        if not places then
          places = {}
          for i, row in ipairs((rows.expand(state.rows))) do places[row] = i end
          flags = {}
        end
        if places[hit[1]] then flags[places[hit[1]]], any = hit[2], (any or 0) + 1 end
      end
    end
  end
  if any then
    spec.row_flags = flags
    report.say(state, "%d label%s a mark, (R) or the like, which is now a flag of the figures of %s", any, any == 1 and " has" or "s have",
      any == 1 and "its row" or "their rows")
  end
end

-- Names that the options give, and those of the sheet, each once.
function take.check_names(state, spec)
  local seen = {}
  for _, column in ipairs(spec.columns) do
    if seen[column.name] then
      raise('%s: %s: two columns would be called "%s"; give names, value_name or stub_name other words', state.info.name, state.sheet_name, column.name)
    end
    seen[column.name] = true
  end
end

-- Promises of columns that are not there.
function take.check_types(state)
  for name in next, state.options.types or {} do
    if not state.used_types[name] then
      raise('%s: %s: types: no column "%s"%s', state.info.name, state.sheet_name, tostring(name),
        suggest.among(tostring(name), suggest.keys(state.used_types), "columns are"))
    end
  end
end

return take
