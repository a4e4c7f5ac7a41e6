-- read.lua - lab.read_sheet: one table of a sheet, as it was published, into a table.
--
--     options -> where the table is (find.lua) -> its header (header.lua) -> its rows (stub.lua) -> what each column takes -> cells proved in C
--
-- Nothing is left out in silence: hidden rows and columns, heads, blank columns, marks and markers each leave a notice or a note.

local book = require "slavelab.workbook"
local find = require "lib.workbook.find"
local header = require "lib.workbook.header"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local stub = require "lib.workbook.stub"
local suggest = require "lib.base.suggest"
local words = require "lib.workbook.words"

local read = {}

read.options = { "sheet", "table", "title", "nth", "range", "skip", "header", "header_rows", "names", "value_name", "stub", "stub_name", "marks", "markers",
  "values", "hidden", "stop_at", "blank_rows", "headings", "columns", "types", "missing", "numbers", "dates", "decimal", "trim", "fill", "on_error", "where", "params" }

local choices = {
  marks = { "strip", "keep" }, values = { "stored", "shown" }, hidden = { "skip", "read" }, blank_rows = { "drop", "keep" }, numbers = { "strict", "loose" },
  dates = { "iso", "dmy", "long" }, on_error = { "stop", "missing" }, decimal = { ".", "," },
}
local kinds = { sheet = "string number", table = "string", title = "string", nth = "number", range = "string", skip = "number", header = "boolean string", header_rows = "number",
  names = "table", value_name = "string", stub = "string", stub_name = "string table", markers = "string table", stop_at = "string", headings = "string table", columns = "string table",
  types = "table", missing = "string table", trim = "boolean", fill = "boolean string table", where = "any", params = "table", marks = "string", values = "string",
  hidden = "string", blank_rows = "string", numbers = "string", dates = "string", decimal = "string", on_error = "string" }

local function check_options(given)
  if given == nil then return {} end
  if type(given) ~= "table" or getmetatable(given) ~= nil then raise("read_sheet: options are a table: { sheet = \"Table_1\" }") end
  local options = {}
  for key, value in next, given do
    if not kinds[key] then
      raise("read_sheet: unknown option %q%s", tostring(key), suggest.among(tostring(key), read.options, "it takes"))
    end
    if kinds[key] ~= "any" and not (" " .. kinds[key] .. " "):find(" " .. type(value) .. " ", 1, true) then
      raise("read_sheet: option %s is a %s, not a %s", key, (kinds[key]:gsub(" ", " or a ")), type(value))
    end
    if choices[key] then
      local good = false
      for _, word in ipairs(choices[key]) do good = good or word == value end
      if not good then raise("read_sheet: option %s is \"%s\", not %q", key, table.concat(choices[key], '" or "'), value) end
    end
    if type(value) == "table" and key ~= "types" and key ~= "params" and key ~= "markers" then value = table.move(value, 1, #value, 1, {}) end
    options[key] = value
  end
  for _, key in ipairs { "nth", "header_rows", "skip" } do
    local value = options[key]
    if value and (math.type(value) ~= "integer" or value < 1 or (value > 1000 and key ~= "skip")) then raise("read_sheet: option %s is a whole number from 1, not %s", key, tostring(value)) end
  end
  if options.stub then
    local good = false
    for _, kind in ipairs(stub.kinds) do good = good or kind == options.stub end
    if not good then raise('read_sheet: option stub is "%s", not %q', table.concat(stub.kinds, '", "'), options.stub) end
  end
  if type(options.markers) == "string" and options.markers ~= "gss" and options.markers ~= "none" then
    raise('read_sheet: option markers is "gss", "none" or a table: { ["*"] = "z" }')
  end
  if type(options.header) == "string" and options.header ~= "wrapped" then raise('read_sheet: option header is true, false or "wrapped"') end
  return options
end

-- --- where the table is -----------------------------------------------------------------------------------------------------------

local function sheet_names(info, all)
  local list = {}
  for _, sheet in ipairs(info.sheets) do
    if all or sheet.state == "visible" then list[#list + 1] = sheet.name end
  end
  return list
end

local function find_sheet(info, wanted)
  if math.type(wanted) == "integer" then
    if wanted < 1 or wanted > #info.sheets then raise("%s: there is no sheet %d: it has %d", info.name, wanted, #info.sheets) end
    return wanted
  end
  if type(wanted) == "number" then raise("read_sheet: option sheet is a name or a whole number, not %s", tostring(wanted)) end
  for i, sheet in ipairs(info.sheets) do
    if sheet.name == wanted then return i end
  end
  local plain, found = words.line(wanted):lower(), nil
  for i, sheet in ipairs(info.sheets) do
    if words.line(sheet.name):lower() == plain then found = i end
  end
  if found then return found end
  raise("%s: no sheet %q%s", info.name, wanted, suggest.among(wanted, sheet_names(info, true), "its sheets are"))
end

local function skips(options) return options.hidden ~= "read" end

local function describe_region(info, region)
  local range = book.address(region.first_row, region.first_column) .. ":" .. book.address(region.last_row, region.last_column)
  return ("%s %s%s"):format(info.sheets[region.sheet].name, range, region.title and ' "' .. region.title .. '"' or "")
end
read.describe_region = describe_region

-- All regions of a workbook, or of one sheet.
local function regions_of(handle, info, sheet, options)
  local list = {}
  for i, one in ipairs(info.sheets) do
    if (not sheet or i == sheet) and not one.is_chart and (sheet or one.state == "visible" or not skips(options)) then
      for _, region in ipairs((find.in_sheet(handle, info, i, skips(options)))) do list[#list + 1] = region end
    end
  end
  return list
end
read.regions_of = regions_of

local function range_of(handle, info, options)
  local sheet_name, range = book.range(options.range)
  if not range then raise("%s: range %q is none; ranges are \"A5:K20\", \"Table_1!A5:K20\", \"A:K\"", info.name, options.range) end
  local sheet = sheet_name and find_sheet(info, sheet_name) or options.sheet and find_sheet(info, options.sheet)
  if not sheet then
    if #info.sheets > 1 then raise("%s: range %q is of which sheet? (sheet = ...; %s)", info.name, options.range, table.concat(sheet_names(info, true), ", ")) end
    sheet = 1
  end
  return find.of_range(handle, info, sheet, range)
end

local function named_table(handle, info, options, sheet)
  local wanted = options.table:lower()
  for _, marked in ipairs(info.tables) do
    if marked.name:lower() == wanted and not marked.is_filter and (not sheet or marked.sheet == sheet) then
      if marked.is_name then return find.of_range(handle, info, marked.sheet, marked, marked.name) end
      for _, region in ipairs((find.in_sheet(handle, info, marked.sheet, skips(options)))) do
        if region.name == marked.name then return region end
      end
    end
  end
end

local function titled_table(info, regions, title)
  local wanted, found = words.alike(title), nil
  for _, exact in ipairs { "equal", "begins", "within" } do
    for _, region in ipairs(regions) do
      local own = region.title and words.alike(region.title) or ""
      local fits = exact == "equal" and own == wanted
      if exact == "begins" then fits = own:sub(1, #wanted) == wanted and not own:sub(#wanted + 1, #wanted + 1):find("^%w") end
      if exact == "within" then fits = own:find(wanted, 1, true) ~= nil end
      if fits then
        if found then
          raise("%s: two tables have a title like %q: %s, and %s; name the sheet, or more of the title", info.name, title, describe_region(info, found),
            describe_region(info, region))
        end
        found = region
      end
    end
    if found then return found end
  end
end

local function region_names(info, regions)
  local list = {}
  for _, region in ipairs(regions) do list[#list + 1] = region.name or region.title or describe_region(info, region) end
  return list
end

local function locate(handle, info, options)
  if options.values == "shown" and info.format == "xlsx" then
    raise('%s: values = "shown": an XLSX file stores no texts for what its numbers show; leave it out, and round or format the stored values', info.name)
  end
  if options.range then return range_of(handle, info, options) end
  local sheet = options.sheet and find_sheet(info, options.sheet)
  if options.table then
    local region = named_table(handle, info, options, sheet)
    if region then return region end
    local regions = regions_of(handle, info, sheet, options)
    region = titled_table(info, regions, options.table)
    if region then return region end
    if not sheet then -- a sheet may be called as its table is
      for i, one in ipairs(info.sheets) do
        if one.name:lower() == options.table:lower() then sheet = i end
      end
    end
    if not sheet or options.sheet then
      local names, seen = region_names(info, regions), {}
      for _, name in ipairs(names) do seen[name] = true end
      for _, marked in ipairs(info.tables) do
        if marked.name ~= "" and not seen[marked.name] then names[#names + 1] = marked.name end
      end
      raise("%s: no table %q%s", info.name, options.table, suggest.among(options.table, names, "its tables are"))
    end
  end
  if not sheet then
    local visible = {}
    for i, one in ipairs(info.sheets) do
      if one.state == "visible" and one.cells > 0 then visible[#visible + 1] = i end
    end
    if #visible == 1 then sheet = visible[1] end
    if #visible == 0 then raise("%s: no sheet has anything in it, but for hidden ones (sheet = ...)", info.name) end
  end
  local regions = regions_of(handle, info, sheet, options)
  if options.title then
    local region = titled_table(info, regions, options.title)
    if not region then raise("%s: no table with a title like %q%s", info.name, options.title, suggest.among(options.title, region_names(info, regions), "titles are")) end
    return region
  end
  if not sheet then
    local with = {}
    for _, region in ipairs(regions) do with[region.sheet] = true end
    local names = {}
    for i, one in ipairs(info.sheets) do
      if with[i] then names[#names + 1] = one.name end
    end
    if #regions ~= 1 then
      raise("%s: which sheet? (sheet = ...) Tables are in %s; lab.workbook(path) shows them", info.name, table.concat(names, ", "))
    end
    return regions[1]
  end
  local name = info.sheets[sheet].name
  if #regions == 0 then
    raise('%s: %s: no table was found in it%s; name its place (range = "A1:C9")', info.name, name, info.sheets[sheet].cells == 0 and ", it is blank" or "")
  end
  local nth = options.nth or 1
  if not regions[nth] then raise("%s: %s: there is no table %d: it has %d", info.name, name, nth, #regions) end
  if not options.nth and #regions > 1 then
    local list = {}
    for i, region in ipairs(regions) do list[i] = ("%d: %s"):format(i, region.name or region.title or describe_region(info, region)) end
    notice.say(("%s: %s has %d tables, of which the first is read (nth = or title = for another): %s"):format(info.name, name, #regions, table.concat(list, "; ", 1, math.min(#list, 6))))
  end
  return regions[nth]
end

-- --- what is read -----------------------------------------------------------------------------------------------------------------

-- One read on its way.
local function say(state, text, ...)
  text = text:format(...)
  notice.say(("%s: %s: %s"):format(state.info.name, state.sheet_name, text))
  state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: %s."):format(state.info.name, state.sheet_name, text) }
end

-- skip = 3: the header begins below the third row of the sheet.
local function skip_rows(state)
  local region, skip = state.region, state.options.skip
  if not skip then return end
  if skip >= region.last_row then
    raise("%s: %s: skip = %d goes past the table, %s", state.info.name, state.sheet_name, skip, describe_region(state.info, region))
  end
  region.first_row, region.header_rows = math.max(region.first_row, skip + 1), nil
end

local function stop_at(state)
  local wanted = state.options.stop_at
  if not wanted then return end
  local region = state.region
  for _, cell in ipairs(book.column(state.handle, region.sheet, region.first_column, region.first_row, state.info.sheets[region.sheet].last_row or 1)) do
    if words.line(cell.text):sub(1, #wanted) == wanted then
      region.last_row = cell.row - 1
      return
    end
  end
  raise('%s: %s: stop_at = "%s": no cell of its first column begins so', state.info.name, state.sheet_name, wanted)
end

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
local function columns_of(state)
  local handle, region, options = state.handle, state.region, state.options
  local counts, columns, hidden = {}, {}, 0
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
    local left = columns[#columns]
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
      columns[#columns + 1] = { column = column, parts = parts, flag = flag, counts = own or { texts = 0, numbers = 0, dates = 0, short = 0, others = 0 },
        is_figure = own ~= nil and own.numbers > 0 }
    end
  end
  if hidden > 0 then say(state, '%d hidden column%s left out (hidden = "read" reads them)', hidden, hidden == 1 and " was" or "s were") end
  local labels = true
  for i, column in ipairs(columns) do
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
  return columns
end

local function make_unique(state, columns)
  local taken, said = {}, 0
  for _, column in ipairs(columns) do taken[column.name] = true end
  local seen = {}
  for _, column in ipairs(columns) do
    local name = column.name
    if name == "" then
      name = "col_" .. column.column - state.region.first_column + 1
      while taken[name] do name = name .. "_2" end
      if #state.header > 0 then said = said + 1 end
      if said <= 10 and #state.header > 0 then
        say(state, "column %s has no heading and is called %s", book.address(state.body, column.column):gsub("%d", ""), name)
      end
    elseif seen[name] then
      local n = 2
      while taken[name .. "_" .. n] do n = n + 1 end
      said = said + 1
      if said <= 10 then say(state, 'two columns are called "%s"; the one in %s is %s_%d', name, book.address(state.body, column.column):gsub("%d", ""), name, n) end
      name = name .. "_" .. n
    end
    column.name, taken[name], seen[name] = name, true, true
  end
end

-- --- rows -------------------------------------------------------------------------------------------------------------------------

local function expand(ranges)
  local list, set = {}, {}
  for i = 1, #ranges, 2 do
    for row = ranges[i], ranges[i + 1] do
      list[#list + 1] = row
      set[row] = true
    end
  end
  return list, set
end

local function compress(rows)
  local ranges = {}
  for _, row in ipairs(rows) do
    if ranges[#ranges] == row - 1 then ranges[#ranges] = row else ranges[#ranges + 1], ranges[#ranges + 2] = row, row end
  end
  return ranges
end

local function count_rows(ranges)
  local count = 0
  for i = 1, #ranges, 2 do count = count + ranges[i + 1] - ranges[i] + 1 end
  return count
end

-- Labels that are written once for the rows below: { [row] = text } of a column whose blank cells stand beside labels of another.
local function filled_labels(state, column, beside, rows)
  local region = state.region
  local texts, right, any, blank, filled = {}, {}, false, 0, 0
  for _, cell in ipairs(book.column(state.handle, region.sheet, column.column, state.body, region.last_row)) do
    for row = cell.row, math.min(cell.last_row, region.last_row) do texts[row] = words.line(cell.text) end
  end
  for _, cell in ipairs(book.column(state.handle, region.sheet, beside.column, state.body, region.last_row)) do
    for row = cell.row, math.min(cell.last_row, region.last_row) do right[row] = true end
  end
  local last, previous
  local list = {}
  for _, row in ipairs(rows) do
    if previous and row > previous + 1 and not texts[row] then last = nil end -- a block ends at a blank row
    if texts[row] then
      last, filled = texts[row], filled + 1
      list[row] = texts[row]
    elseif right[row] then
      blank = blank + 1
      list[row] = last
      any = any or last ~= nil
    end
    previous = row
  end
  return any and texts[rows[1]] and list or nil, blank, filled
end

local function fill_labels(state, columns)
  local fill = state.options.fill
  if fill == false or #columns < 2 then return end
  local asked = {}
  for _, name in ipairs(type(fill) == "table" and fill or type(fill) == "string" and { fill } or {}) do asked[name] = true end
  local rows = count_rows(state.rows)
  for i = 1, #columns - 1 do
    local column, beside = columns[i], columns[i + 1]
    local has = column.counts.texts + column.counts.numbers + column.counts.dates
    local is_asked = asked[column.name] or fill == true
    asked[column.name] = nil
    local may = column.is_label and beside.is_label and beside.counts.texts > 0 and has < rows and state.region.how ~= "marked"
    if is_asked or may then
      local list = expand(state.rows)
      local texts, blank, filled = filled_labels(state, column, beside, list)
      if texts and (is_asked or blank >= filled) then
        column.row_texts = texts
        say(state, 'column "%s": %d blank cells below a label have the label (fill = false leaves them blank)', column.name, blank)
      end
    end
  end
  local left = next(asked)
  if left then
    local names = {}
    for i, column in ipairs(columns) do names[i] = column.name end
    raise('%s: %s: fill: no column "%s"%s', state.info.name, state.sheet_name, left, suggest.among(left, names, "columns are"))
  end
end

-- --- markers, notes ---------------------------------------------------------------------------------------------------------------

local function texts_around(state)
  local list = {}
  for _, lines in ipairs { state.region.before, state.region.after, state.named.captions } do
    for _, line in ipairs(lines) do list[#list + 1] = line.text end
  end
  return list
end

-- Lines of cover and notes sheets, where workbooks explain their shorthand.
local function texts_of_notes(state)
  local list = {}
  for i, sheet in ipairs(state.info.sheets) do
    local name = sheet.name:lower()
    if i ~= state.region.sheet and (name:find("cover") or name:find("note") or name:find("information") or name:find("shorthand")) then
      for _, line in ipairs(find.lines_of(state.handle, i, 1, math.min(sheet.last_row or 0, 80))) do list[#list + 1] = line.text end
    end
  end
  return list
end

-- Bytes of a meaning: lists stand on sheets of notes more often than below a table.
local longest_around, longest_elsewhere = 80, 40

local function markers_of(state)
  local asked = state.options.markers
  if asked == "none" then return false, {} end
  local replacements, gss = {}, true
  if type(asked) == "table" then
    for token, reason in next, asked do
      if type(token) ~= "string" or type(reason) ~= "string" then raise('read_sheet: markers is a table of texts: { ["*"] = "z" }') end
      local letter = reason:lower():match("^%[?(%a+)%]?$")
      if not letter or not ({ c = true, x = true, z = true, low = true })[letter] then
        raise('read_sheet: markers: %q stands for "c" confidential, "x" not available, "z" not applicable or "low", not for %q', token, reason)
      end
      replacements[#replacements + 1], replacements[#replacements + 2] = token, "[" .. letter .. "]"
    end
    return true, replacements
  end
  local around, elsewhere = texts_around(state), texts_of_notes(state)
  if asked == nil then gss = words.has_shorthand(around) or words.has_shorthand(elsewhere) end
  local said = words.markers(elsewhere, longest_elsewhere)
  for token, reason in next, words.markers(around, longest_around) do said[token] = reason end
  for _, token in ipairs(suggest.keys(said)) do
    replacements[#replacements + 1], replacements[#replacements + 2] = token, said[token]
    state.tokens[token] = said[token]
  end
  return gss or #replacements > 0, replacements
end

-- --- taking -----------------------------------------------------------------------------------------------------------------------

local function list_of(value)
  if value == nil then return {} end
  return type(value) == "string" and { value } or value
end

-- The columns of figures below the headings that are asked for, whichever row of the header these stand in, and those of labels.
local function below_headings(state, columns)
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
local function chosen(state, t)
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
    mends = options.on_error == "missing", missing = list_of(options.missing), replacements = replacements, decimal = options.decimal,
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

-- A column of texts, one a row, from { [row of the sheet] = text }.
local function row_texts(state, spec, name, texts)
  local numbers, list = {}, {}
  for _, row in ipairs((expand(state.rows))) do
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
  return column_spec(state, spec, name, {}, { row_texts = list })
end

local function take_wide(state, columns, markers, replacements)
  local spec = base_spec(state, markers, replacements)
  for i, texts in ipairs(state.groups) do row_texts(state, spec, state.group_names[i], texts) end
  for _, column in ipairs(columns) do
    if column.row_texts then
      row_texts(state, spec, column.name, column.row_texts)
    else
      column_spec(state, spec, column.name, { column.column }, { flags = { column.flag_column or false }, cell_flags = { column.flag or "" }, fill = "merged",
        is_figure = not column.is_label })
    end
  end
  return spec
end

local function take_long(state, columns, markers, replacements)
  local names, options = state.options.names, state.options
  if #names > #state.header then
    local rows = {}
    for i, row in ipairs(state.header) do rows[i] = tostring(row) end
    raise("%s: %s: names has %d names, but the header has %d row%s (%s); header_rows = says how many there are", state.info.name, state.sheet_name, #names,
      #state.header, #state.header == 1 and "" or "s", #rows > 0 and "row " .. table.concat(rows, ", ") or "none")
  end
  local labels, figures = {}, {}
  for _, column in ipairs(columns) do table.insert(column.is_label and labels or figures, column) end
  if #figures == 0 then raise("%s: %s: names: there is no column of figures beside %s", state.info.name, state.sheet_name, labels[1] and labels[1].name or "none") end
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
      row_texts(state, spec, column.name, column.row_texts)
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
local function row_flags(state, spec, columns)
  if state.options.marks == "keep" then return end
  local places, flags, any
  for _, column in ipairs(columns) do
    if column.is_label then
      for _, hit in ipairs(book.flagged(state.handle, state.region.sheet, column.column, state.body, state.region.last_row)) do
        if not places then
          places = {}
          for i, row in ipairs((expand(state.rows))) do places[row] = i end
          flags = {}
        end
        if places[hit[1]] then flags[places[hit[1]]], any = hit[2], (any or 0) + 1 end
      end
    end
  end
  if any then
    spec.row_flags = flags
    say(state, "%d label%s a mark, (R) or the like, which is now a flag of the figures of %s", any, any == 1 and " has" or "s have", any == 1 and "its row" or "their rows")
  end
end

local function check_types(state)
  for name in next, state.options.types or {} do
    if not state.used_types[name] then
      raise('%s: %s: types: no column "%s"%s', state.info.name, state.sheet_name, tostring(name), suggest.among(tostring(name), suggest.keys(state.used_types), "columns are"))
    end
  end
end

-- Sums that heads are of the rows below them, told of in a note; and where they are not, in a notice.
local function check_heads(state, found, columns)
  local heads = {}
  for _, head in ipairs(found.heads) do
    if not head.is_total and #head.parts > 1 then heads[#heads + 1] = head end
  end
  if #heads == 0 then return end
  local equal, compared, wrong = 0, 0, {}
  for _, column in ipairs(columns) do
    if column.is_figure then
      local values = {}
      for _, cell in ipairs(book.column(state.handle, state.region.sheet, column.column, state.body, state.region.last_row)) do
        if cell.type == "number" or cell.type == "currency" then
          for row = cell.row, cell.last_row do values[row] = tonumber(cell.text) end
        end
      end
      local agree, here, off = 0, 0, {}
      for _, head in ipairs(heads) do
        local sum, whole = 0, values[head.row] ~= nil
        for _, row in ipairs(head.parts) do
          if values[row] then sum = sum + values[row] else whole = false end
        end
        if whole then
          here = here + 1
          if math.abs(sum - values[head.row]) <= 0.5 + 1e-9 * math.abs(sum) then agree = agree + 1 else
            off[#off + 1] = ("%s is %s and the rows below it add up to %s"):format(book.address(head.row, column.column), values[head.row], ("%.10g"):format(sum)) end
        end
      end
      if agree * 2 > here then -- a column that adds up at all: no rates, no shares
        equal, compared = equal + agree, compared + here
        for _, text in ipairs(off) do wrong[#wrong + 1] = text end
      end
    end
  end
  if compared > 0 then
    state.heads_equal, state.heads_compared = equal, compared
    state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: %d of %d figures of heads are the sums of the rows below them."):format(
      state.info.name, state.sheet_name, equal, compared) }
  end
  if #wrong > 0 then
    say(state, "%d figure%s of a head not the sum of the rows below: %s", #wrong, #wrong == 1 and " is" or "s are", table.concat(wrong, "; ", 1, math.min(3, #wrong)))
  end
end

local function find_heads(state, columns, markers, replacements)
  local kind = state.options.stub
  local place = state.info.name .. ": " .. state.sheet_name
  local rows, set = expand(state.rows)
  if kind ~= "sums" then return stub.find(state.handle, state.region, kind, state.body, set, place) end
  local sums_below, vector = require "lib.figures.sums_below", require "lib.figures.vector"
  local spec = take_wide(state, columns, markers, replacements)
  local t = book.take(state.handle, spec)
  local vectors, counts = {}, {}
  for _, column in ipairs(below_headings(state, columns)) do
    local is_share = column.is_figure and (state.named.units and state.named.units[column.column] == "percent" or column.name:find("%", 1, true))
    if column.is_figure and not is_share then
      local v = vector.read(t, column.name)
      local counts_up = vector.is_numeric(v)
      for row = 1, v.rows do counts_up = counts_up and (v.values[row] == nil or v.values[row] >= 0) end
      if counts_up then vectors[#vectors + 1] = v end -- changes and shares do not add up
    end
  end
  for i = 1, #rows do counts[i] = true end
  local sums = sums_below.find(vectors, #rows, counts, 0.5)
  t:close()
  return stub.of_sums(state.handle, state.region, sums, rows, state.body, place)
end

local function take_heads(state, columns, markers, replacements)
  if not state.options.stub then return end
  local found = find_heads(state, columns, markers, replacements)
  local names = list_of(state.options.stub_name)
  local rows = {}
  for _, row in ipairs((expand(state.rows))) do
    if not found.skip[row] then rows[#rows + 1] = row end
  end
  state.rows = compress(rows)
  state.groups = found.groups
  for level = 1, #found.groups do state.group_names[level] = names[level] or (level == 1 and "group" or "group_" .. level) end
  local kinds_said = { bold = "in bold", indent = "with indented rows below them", sections = "alone in their row", sums = "that are the sum of the rows below them" }
  state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: %d rows %s are heads of other rows (column %s) and not among the rows."):format(
    state.info.name, state.sheet_name, #found.heads, kinds_said[state.options.stub], table.concat(state.group_names, ", ")) }
  if state.options.stub ~= "sections" then check_heads(state, found, columns) end
end

-- --- what is said of the table ----------------------------------------------------------------------------------------------------

local function tell_found(state, spec, found)
  local mixed, cells = {}, 0
  for i, one in ipairs(found) do
    local name = spec.columns[i].name
    if one.percentages > 0 and one.percentages < one.numbers then
      mixed[#mixed + 1] = '"' .. name .. '"'
      cells = cells + one.percentages
    elseif one.percentages > 0 then
      state.fields[name] = state.fields[name] or {}
      state.fields[name].unit = "proportion"
      state.fields[name].description = "shown as a percentage, stored as a share of 1"
    end
    if one.unlike > 0 then
      say(state, 'column "%s": %d number%s a text without a digit, such as "-"; the stored number was read (values = "shown" reads what is seen)', name, one.unlike,
        one.unlike == 1 and " shows" or "s show")
    end
    if one.errors > 0 then
      say(state, 'column "%s": %d cell%s an error of the spreadsheet and %s missing: t:problems() says where', name, one.errors, one.errors == 1 and " holds" or "s hold",
        one.errors == 1 and "is" or "are")
    end
  end
  if #mixed > 0 then
    say(state, "%d percentage%s (stored as shares: 0.25) among the other figures of %s%s", cells, cells == 1 and " stands" or "s stand",
      table.concat(mixed, ", ", 1, math.min(3, #mixed)), #mixed > 3 and (" and %d columns more"):format(#mixed - 3) or "")
  end
end

local function set_units(state, spec, columns)
  local named, all = state.named, nil
  for _, caption in ipairs(named.captions) do all = words.unit(caption.text:match("%S.*$")) or all end
  for _, line in ipairs(state.region.before) do
    if words.unit(line.text) then all = words.unit(line.text) end
  end
  local of = {}
  if state.options.names then
    of[state.options.value_name or "value"] = all
  else
    for _, column in ipairs(columns) do
      if not column.is_label then of[column.name] = named.units and named.units[column.column] or words.unit_of_name(column.name) or all end
    end
  end
  for name, unit in next, of do
    state.fields[name] = state.fields[name] or {}
    state.fields[name].unit = state.fields[name].unit or unit
  end
end

local function texts_of(lines)
  local list = {}
  for i, line in ipairs(lines) do list[i] = line.text .. (line.mark and " " .. line.mark or "") end
  return #list > 0 and list or nil
end

local most_notes = 40

local function describe(state, t)
  local region, about = state.region, t:about()
  local lines = {}
  for i, line in ipairs(region.after) do
    if i > most_notes then break end
    local text = line.text
    if not words.begins_notes(text) or #text > 12 then
      lines[#lines + 1] = { verb = "read_sheet", text = ("%s, sheet %s, note below the table: %s"):format(state.info.name, state.sheet_name, text) }
    end
  end
  for _, note in ipairs(lines) do state.notes[#state.notes + 1] = note end
  local fields = next(state.fields) and state.fields or nil
  local preamble = table.move(region.before, 1, #region.before, 1, {})
  table.move(state.named.captions, 1, #state.named.captions, #preamble + 1, preamble)
  book.describe(t, { notes = #state.notes > 0 and state.notes or nil, fields = fields, preamble = texts_of(preamble), footnotes = texts_of(region.after),
    title = region.title, sheet = { path = state.path, sheet = state.sheet_name, name = region.name,
      range = book.address(region.first_row, region.first_column) .. ":" .. book.address(region.last_row, region.last_column) },
    problems = about.problems, marks = about.marks })
  return t
end

local function tell_tokens(state, t)
  local list = {}
  for _, token in ipairs(suggest.keys(state.tokens)) do list[#list + 1] = ('"%s" is %s'):format(token, state.tokens[token]) end
  if #list > 0 then
    state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: as the words around the table or in the workbook's notes have it, %s."):format(state.info.name, state.sheet_name,
      table.concat(list, ", ")) }
  end
end

-- --- all of it --------------------------------------------------------------------------------------------------------------------

-- The rows with those between them that are blank; not those that are hidden.
local function with_blank_rows(state, rows)
  if #rows == 0 then return rows end
  local hidden = {}
  if skips(state.options) then
    for _, row in ipairs(book.cells(state.handle, state.region.sheet, rows[1], rows[#rows])) do
      for number = row.number, row.hidden and row.last or 0 do hidden[number] = true end
    end
  end
  local list = {}
  for row = rows[1], rows[#rows] do
    if not hidden[row] then list[#list + 1] = row end
  end
  return compress(list)
end

local function find_rows(state)
  local region, options = state.region, state.options
  if options.header == false then
    state.header, state.body = {}, region.first_row
  else
    local dropped
    state.header, state.body, dropped = header.rows(state.handle, region, options.header_rows or region.header_rows, skips(options))
    for _, row in ipairs(dropped) do
      state.dropped = row
      say(state, "row %d, figures of another measure within the header, was left out", row)
    end
  end
  if skips(options) then -- hidden rows at its end are of the table, too
    for _, row in ipairs(book.cells(state.handle, region.sheet, region.last_row + 1, region.last_row + 200)) do
      if not row.hidden or row.number ~= region.last_row + 1 then break end
      region.last_row = row.last
    end
  end
  local rows, hidden = book.filled(state.handle, region.sheet, state.body, region.last_row, region.first_column, region.last_column, skips(options))
  if hidden > 0 then say(state, '%d hidden row%s left out (hidden = "read" reads them)', hidden, hidden == 1 and " was" or "s were") end
  state.rows = options.blank_rows == "keep" and with_blank_rows(state, rows) or rows
end

-- The table of a workbook that is open; and how it was read, for suggest.lua, whose trials are no inputs of the run.
function read.from(handle, info, path, given, is_trial)
  local options = check_options(given)
  local region = locate(handle, info, options)
  local state = { handle = handle, info = info, path = path, options = options, region = region, sheet_name = info.sheets[region.sheet].name, notes = {}, fields = {},
    groups = {}, group_names = {}, tokens = {}, used_types = {} }
  if info.sheets[region.sheet].state ~= "visible" then say(state, "the sheet is hidden") end
  skip_rows(state)
  stop_at(state)
  find_rows(state)
  local columns = columns_of(state)
  if #columns == 0 then raise("%s: %s: there is nothing to read in %s", info.name, state.sheet_name, describe_region(info, region)) end
  make_unique(state, columns)
  local markers, replacements = markers_of(state)
  fill_labels(state, columns)
  take_heads(state, columns, markers, replacements)
  local taken = below_headings(state, columns)
  local spec = options.names and take_long(state, taken, markers, replacements) or take_wide(state, taken, markers, replacements)
  check_types(state)
  row_flags(state, spec, columns)
  local t, found = book.take(handle, spec)
  tell_found(state, spec, found)
  tell_tokens(state, t)
  set_units(state, spec, columns)
  if state.flag_columns then
    state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: %d columns without a heading hold flags, and belong to the figures at their left."):format(
      info.name, state.sheet_name, state.flag_columns) }
  end
  if not is_trial then book.enter(handle, path, #t) end
  describe(state, t)
  if options.where ~= nil then t = t:filter(options.where, options.params) end
  t = chosen(state, t)
  state.columns = columns
  return t, state
end

-- lab.read_sheet(path, options).
function read.sheet(path, options)
  if type(path) == "table" and getmetatable(path) == "slavelab.Workbook" then return path:read(options) end
  if type(path) ~= "string" then raise("read_sheet: path: a text was expected, not %s", type(path) == "nil" and "nil" or "a " .. type(path)) end
  local checked = check_options(options)
  local handle = book.open(path, checked.values == "shown")
  local t = read.from(handle, book.info(handle), path, options) -- after an error the collector closes it
  book.close(handle)
  return t
end

lab.document("lab", "read_sheet", {
  signature = "(path: string|slavelab.Workbook, options?: {sheet?: string|integer, table?: string, title?: string, nth?: integer, range?: string, skip?: integer, "
    .. "header?: boolean|\"wrapped\", header_rows?: integer, names?: (string|false)[], value_name?: string, stub?: \"bold\"|\"indent\"|\"sections\"|\"sums\", "
    .. "stub_name?: string|string[], marks?: \"strip\"|\"keep\", markers?: \"gss\"|\"none\"|table<string, string>, values?: \"stored\"|\"shown\", "
    .. "hidden?: \"skip\"|\"read\", stop_at?: string, blank_rows?: \"drop\"|\"keep\", headings?: string|string[], columns?: string|string[], types?: table<string, string>, missing?: string|string[], "
    .. "numbers?: \"strict\"|\"loose\", dates?: \"iso\"|\"dmy\"|\"long\", decimal?: \".\"|\",\", trim?: boolean, fill?: boolean|string|string[], "
    .. "on_error?: \"stop\"|\"missing\", where?: any, params?: table}): slavelab.Table",
  text = "One table of an ODS or XLSX workbook, as it was published: a marked table by its name, one by its title, the nth of a sheet, or a range. Headers of "
    .. "several rows are joined along merged cells; names = { \"year\", \"quarter\" } makes them columns of a long table instead. stub makes heads of rows a column: "
    .. "those in bold, less indented, alone in their row, or sums of the rows below. Note marks are taken off labels and figures (t:marks()), (R) and [p] become flags; "
    .. "values are the stored ones; hidden rows and columns are left out, and said. Types are proved on every cell, as lab.read_csv proves them. The lines above and "
    .. "below stay in t.preamble and t.footnotes.",
  example = 'local t, problem = lab.try(lab.read_sheet, "bulletin.ods", { sheet = "Table_1", names = { "year", "quarter" } })\nprint(t or problem)',
})

-- lab.read_sheet is this module, and is called.
return setmetatable(read, { __call = function(_, path, options) return read.sheet(path, options) end })
