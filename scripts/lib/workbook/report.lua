-- report.lua - what is said of a table that is read from a sheet: notices, notes that go with its figures, units, the lines around it.

local book = require "slavelab.workbook"
local notice = require "lib.base.notice"
local suggest = require "lib.base.suggest"
local table_title = require "lib.figures.table_title"
local words = require "lib.workbook.words"

local report = {}

-- A note of the table, which goes with its figures.
function report.note(state, text, ...)
  state.notes[#state.notes + 1] = { verb = "read_sheet", text = ("%s, sheet %s: %s."):format(state.info.name, state.sheet_name, text:format(...)) }
end

-- The same, and a notice now.
function report.say(state, text, ...)
  text = text:format(...)
  notice.say(("%s: %s: %s"):format(state.info.name, state.sheet_name, text))
  report.note(state, "%s", text)
end

function report.found(state, spec, found)
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
    if one.broken > 0 and state.options.on_error == "missing" then
      local is_one = one.broken == 1
      report.say(state, 'column "%s": %d cell%s not what types promises and %s missing (on_error = "missing"): t:problems() has the text', name, one.broken,
        is_one and " is" or "s are", is_one and "is" or "are")
    end
    if one.unlike > 0 then
      report.say(state, 'column "%s": %d number%s a text without a digit, such as "-"; the stored number was read (values = "shown" reads what is seen)',
        name, one.unlike, one.unlike == 1 and " shows" or "s show")
    end
    if one.errors > 0 then
      local one_cell = one.errors == 1
      report.say(state, 'column "%s": %d cell%s an error of the spreadsheet and %s missing: t:problems() says where', name, one.errors,
        one_cell and " holds" or "s hold", one_cell and "is" or "are")
    end
  end
  if #mixed > 0 then
    report.say(state, "%d percentage%s (stored as shares: 0.25) among the other figures of %s%s", cells, cells == 1 and " stands" or "s stand",
      table.concat(mixed, ", ", 1, math.min(3, #mixed)), #mixed > 3 and (" and %d columns more"):format(#mixed - 3) or "")
  end
end

-- How many rows were left out because a cell of theirs breaks its promise.
function report.rejected(state, t)
  local list = t:about().rejects
  if not list or state.options.on_error ~= "reject" then return 0 end
  report.say(state, '%d of %d rows %s left out (on_error = "reject"): t:rejects() has %s, with the reason', #list, #t + #list, #list == 1 and "was" or "were",
    #list == 1 and "it" or "them")
  return #list
end

function report.units(state, spec, columns)
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

-- The description of the table: notes, units, lines around it.
function report.describe(state, t)
  local region, about = state.region, t:about()
  local lines = {}
  for i, line in ipairs(region.after) do
    if i > most_notes then break end
    local text = line.text
    if not words.begins_notes(text) or #text > 12 then
      lines[#lines + 1] = { verb = "read_sheet", text = ("%s, sheet %s, note below the table: %s"):format(state.info.name, state.sheet_name, text) }
    end
  end
  for _, line in ipairs(region.before) do
    local text = line.text:match("^Notes?: (.+)$") -- as t:write_ods has them
    if text then lines[#lines + 1] = { verb = "read_sheet", text = ("%s, sheet %s, note above the table: %s"):format(state.info.name, state.sheet_name, text) } end
  end
  for _, note in ipairs(lines) do state.notes[#state.notes + 1] = note end
  local fields = next(state.fields) and state.fields or nil
  local preamble = table.move(region.before, 1, #region.before, 1, {})
  table.move(state.named.captions, 1, #state.named.captions, #preamble + 1, preamble)
  book.describe(t, { notes = #state.notes > 0 and state.notes or nil, fields = fields, preamble = texts_of(preamble), footnotes = texts_of(region.after),
    title = region.title, titled = table_title.record(t, region.title), sheet = { path = state.path, sheet = state.sheet_name, name = region.name,
      range = book.address(region.first_row, region.first_column) .. ":" .. book.address(region.last_row, region.last_column) },
    problems = about.problems, marks = about.marks, rejects = about.rejects })
  return t
end

function report.tokens(state)
  local list = {}
  for _, token in ipairs(suggest.keys(state.tokens)) do list[#list + 1] = ('"%s" is %s'):format(token, state.tokens[token]) end
  if #list > 0 then
    report.note(state, "as the words around the table or in the workbook's notes have it, %s", table.concat(list, ", "))
  end
end

return report
