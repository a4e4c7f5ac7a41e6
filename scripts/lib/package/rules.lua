-- rules.lua - what a data package promises of a table, held against the table.
--
-- Whether a rule holds is asked of whole columns: their least and greatest value, their different values. Only when one
-- is broken are the rows gone through, for the first cells at fault and for how many there are. Loading raises for the first;
-- `slavelab check` lists them.

local csv_place = require "lib.package.texts.csv_place"
local number = require "lib.base.number"
local periods = require "slavelab.period"
local place = require "lib.package.place"
local raise = require "lib.base.raise"
local row_keys = require "lib.figures.row_keys"
local words = require "lib.base.words"

local rules = {}

-- A value as a message shows it.
local function shown(value)
  if value == nil then return "a missing cell" end
  if type(value) == "number" then return number.exact(value) or tostring(value) end
  if type(value) ~= "string" then return tostring(value) end
  local text = value:gsub("%c", " ")
  if utf8.len(text) and utf8.len(text) > 80 then text = text:sub(1, utf8.offset(text, 78) - 1) .. "..." end
  return '"' .. text .. '"'
end

local function list_of(values)
  local texts = {}
  for i, value in ipairs(values) do
    if i > 12 then
      texts[i] = ("... (%d in all)"):format(#values)
      break
    end
    texts[i] = shown(value)
  end
  return table.concat(texts, ", ")
end

-- --- rules of single cells -------------------------------------------------------------------------------------------

-- Each of these gives a function that is true of the values that break the rule; nil when no value of the column does.
-- Dates are texts in Lua, which sort as what they stand for; periods are texts that do not, and are compared by their numbers.

local by_number = { month = true, quarter = true, ["financial-year"] = true, ["year-ending"] = true }

-- What a value of the field is compared by.
local function measure_of(field)
  if not by_number[field.type] then return function(value) return value end end
  return function(value) return periods.as(field.type, value) end
end

local function any_broken(column, breaks)
  for _, value in ipairs(column:unique()) do
    if breaks(value) then return breaks end
  end
end

local function below(column, limit, measure)
  local least = column:min()
  local function is_below(value) return measure(value) < measure(limit) end
  if least ~= nil and is_below(least) then return is_below end
end

local function above(column, limit, measure)
  local greatest = column:max()
  local function is_above(value) return measure(value) > measure(limit) end
  if greatest ~= nil and is_above(greatest) then return is_above end
end

local function not_in(column, list, measure)
  local set = {}
  for _, value in ipairs(list) do set[measure(value)] = true end
  return any_broken(column, function(value) return not set[measure(value)] end)
end

-- The engine has the regular expressions, and sees each different text once.
-- A pattern of a package covers the whole text, as those of XML Schema do.
local function unlike(column, pattern)
  local texts = { columns = { "text" }, types = { text = "text" } }
  for i, text in ipairs(column:unique()) do texts[i] = { text = text } end
  local others = lab.table(texts):filter("not matches(text, $pattern)", { pattern = "^(?:" .. pattern .. ")$" })
  if #others == 0 then return nil end
  local set = {}
  for _, text in ipairs(others.text:to_list()) do set[text] = true end
  return function(value) return set[value] end
end

local function shorter(column, least)
  return any_broken(column, function(value) return (utf8.len(value) or #value) < least end)
end

local function longer(column, most)
  return any_broken(column, function(value) return (utf8.len(value) or #value) > most end)
end

local function characters(limit) return words.count(limit, "character") end
local function as_it_is(limit) return limit end

-- name, the function above, what a message says of a broken value and the limit, and how the limit is shown there.
local cell_rules = {
  { "minimum", below, "%s is below %s, the minimum", shown },
  { "maximum", above, "%s is above %s, the maximum", shown },
  { "enum", not_in, "%s is not one of %s", list_of },
  { "order", not_in, "%s is not in the order %s", list_of },
  { "pattern", unlike, "%s does not match the pattern %s", as_it_is },
  { "minLength", shorter, "%s is shorter than %s", characters },
  { "maxLength", longer, "%s is longer than %s", characters },
}

-- A fault: field, rule, cases, cells (how many are at fault); fields, when it is one of several. Cases are { row =, value =, says = },
-- from the first row on, no more than `most` of them. Whether one more is among these, and told:
local function one_more(fault, most)
  fault.cells = fault.cells + 1
  return fault.cells <= most
end

local function add_case(fault, row, value, says) fault.cases[fault.cells] = { row = row, value = value, says = says } end

local function cell_fault(column, field, rule, most)
  local limit = field.constraints[rule[1]]
  local breaks = limit ~= nil and rule[2](column, limit, measure_of(field))
  if not breaks then return nil end
  local fault, limits = { field = field.name, rule = rule[1], cells = 0, cases = {} }, rule[4](limit)
  for row, value in column:values() do
    if value ~= nil and breaks(value) and one_more(fault, most) then
      add_case(fault, row, value, rule[3]:format(shown(value), limits))
    end
  end
  return fault
end

local function missing_fault(column, field, rule, most)
  if not rule or column:missing() == 0 then return nil end
  local fault = { field = field.name, rule = rule, cells = 0, cases = {} }
  local says = "a cell is missing, and the column is " .. (rule == "required" and "required" or "part of the primary key")
  for row, value in column:values() do
    if value == nil and one_more(fault, most) then add_case(fault, row, nil, says) end
  end
  return fault
end

-- --- keys ------------------------------------------------------------------------------------------------------------

-- 'year 2009, quarter "Q2"', or the value alone of a single column.
local function key_text(columns, names, row)
  if #names == 1 then return shown(columns[1][row]) end
  local parts = {}
  for i, name in ipairs(names) do parts[i] = ("%s %s"):format(name, shown(columns[i][row])) end
  return table.concat(parts, ", ")
end

local function key_fault(names, rule)
  return { field = names[1], fields = #names > 1 and names or nil, rule = rule, cells = 0, cases = {} }
end

local function repeats(t, names)
  if #names > 1 then return #t:distinct(names) < #t end
  local column = t:col(names[1])
  return column:n_distinct() < column:count()
end

local function repeated_fault(t, names, rule, most)
  if not repeats(t, names) then return nil end
  local columns, seen, fault = row_keys.columns(t, names), {}, key_fault(names, rule)
  local why = rule == "unique" and "the column is unique" or "is the primary key"
  for row = 1, #t do
    local key = row_keys.whole(columns, row)
    if key and seen[key] then
      if one_more(fault, most) then
        local text = key_text(columns, names, row)
        add_case(fault, row, text, ("%s stands in row %s already, and %s"):format(text, number.format(seen[key]), why))
      end
    elseif key then
      seen[key] = row
    end
  end
  return fault.cells > 0 and fault or nil -- rows that lack a part of the key are told of as missing cells
end

local function key_set(t, names)
  local different = t:select(names):distinct()
  local columns, set = row_keys.columns(different, names), {}
  for row = 1, #different do
    local key = row_keys.whole(columns, row)
    if key then set[key] = true end
  end
  return set
end

-- Rows whose foreign key is not in the other table.
local function reference_fault(t, key, other, other_file, most)
  local known, lone, any = key_set(other, key.references), {}, false
  for text in pairs(key_set(t, key.fields)) do
    if not known[text] then lone[text], any = true, true end
  end
  if not any then return nil end
  local columns, fault = row_keys.columns(t, key.fields), key_fault(key.fields, "foreignKeys")
  local where = ('the %s of "%s" (%s)'):format(table.concat(key.references, ", "), key.resource, other_file)
  for row = 1, #t do
    local cells = row_keys.whole(columns, row)
    if cells and lone[cells] and one_more(fault, most) then
      local text = key_text(columns, key.fields, row)
      add_case(fault, row, text, ("%s is not among %s"):format(text, where))
    end
  end
  return fault
end

-- --- the message -----------------------------------------------------------------------------------------------------

-- What a message says is at fault.
function rules.subject(fault)
  if fault.fields then return ('columns "%s"'):format(table.concat(fault.fields, '", "')) end
  return ('column "%s"'):format(fault.field)
end

-- Raises: the fault that comes first in the table with its place, the others in a line each.
local function fail(t, resource, package, parts, faults)
  for i, fault in ipairs(faults) do
    fault.order, fault.row = i, fault.cases[1].row
  end
  table.sort(faults, function(a, b) return a.row < b.row or (a.row == b.row and a.order < b.order) end)
  local first = faults[1]
  local where, line, column, text = place.of(resource, parts, first.row, first.field)
  if line then where = ("%s:%d:%d"):format(where, line, column) end
  local message = { ("%s: %s: %s (row %s)%s"):format(where, rules.subject(first), first.cases[1].says, number.format(first.row),
    line and "\n" .. csv_place.show(line, column, text) or "") }
  local what = first.fields and "row" or "cell"
  message[2] = ("  %s of %s break%s this rule (%s in %s)."):format(number.format(first.cells), words.count(#t, what),
    first.cells == 1 and "s" or "", first.rule, package.path)
  for i = 2, #faults do
    local fault = faults[i]
    message[#message + 1] = ("  Also in row %s, %s: %s (%s, %s)."):format(number.format(fault.row), rules.subject(fault),
      fault.cases[1].says, fault.rule, words.count(fault.cells, fault.fields and "row" or "cell"))
  end
  message[#message + 1] = ('  Fix the file, or what %s says of "%s".'):format(package.path, resource.name)
  raise("%s", table.concat(message, "\n"))
end

-- Every rule of single cells and of the table's own keys that it breaks, with the first `most` cases of each. Cells that are spared,
-- spared[field][row], are those that could not be read: of these it is known already what is wrong.
function rules.faults(t, resource, most, spared)
  local faults, in_key = {}, {}
  for _, name in ipairs(resource.primary_key) do in_key[name] = "primaryKey" end
  for _, field in ipairs(resource.fields) do
    local column, is_key = t:col(field.name), #resource.primary_key == 1 and in_key[field.name]
    if not (spared and spared[field.name]) then
      faults[#faults + 1] = missing_fault(column, field, field.constraints.required and "required" or in_key[field.name], most)
    end
    for _, rule in ipairs(cell_rules) do faults[#faults + 1] = cell_fault(column, field, rule, most) end
    if field.constraints.unique and not is_key then
      faults[#faults + 1] = repeated_fault(t, { field.name }, "unique", most)
    end
  end
  if #resource.primary_key > 0 then faults[#faults + 1] = repeated_fault(t, resource.primary_key, "primaryKey", most) end
  return faults
end

-- The foreign keys of the table that are not in the table they refer to, which load(name) gives; nil there: not looked at.
function rules.reference_faults(t, resource, package, load, most)
  local faults = {}
  for _, key in ipairs(resource.foreign_keys) do
    local other = load(key.resource)
    faults[#faults + 1] = other and reference_fault(t, key, other, package.by_name[key.resource].files[1], most) or nil
  end
  return faults
end

-- Raises unless the table keeps what the description promises of it. parts: the files of the resource in order, each
-- { file =, rows = }; shifted = true when rows of the table are not those of the file.
function rules.check(t, resource, package, parts)
  local faults = rules.faults(t, resource, 1)
  if #faults > 0 then fail(t, resource, package, parts, faults) end
end

-- Raises unless every foreign key of the table is in the table it refers to, which load(name) gives.
function rules.check_references(t, resource, package, parts, load)
  local faults = rules.reference_faults(t, resource, package, load, 1)
  if #faults > 0 then fail(t, resource, package, parts, faults) end
end

return rules
