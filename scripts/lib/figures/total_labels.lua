-- total_labels.lua - words that say that a row is the sum of others: Total, All, Grand total, All ages, "X - Total".
--
-- Published tables mix such rows with their parts. Whoever sums a column of them counts people twice and more, so that
-- lab.read_csv says when it has read such labels (total_labels.notice), and t:drop_totals() can leave the rows out.

local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"

local total_labels = {}

local whole = {
  total = true, totals = true, all = true, overall = true, subtotal = true, ["sub total"] = true,
  ["grand total"] = true, ["both sexes"] = true, everyone = true, cyfanswm = true,
}

-- A label of a total has one of these in it, in small letters or capitals.
local parts = { "total", "all", "both", "everyone", "cyfanswm" }

-- "All" before one of these is a total; "All Saints" is a place.
local groups = {
  "ages", "adults", "areas", "categories", "children", "claims", "countries", "courts", "crime", "crimes",
  "ethnicities", "forces", "genders", "months", "nationalities", "offences", "organisations", "others", "outcomes",
  "people", "periods", "persons", "police", "quarters", "reasons", "referrals", "regions", "sexes", "types", "victims",
  "years",
}

local is_group = {}
for _, word in ipairs(groups) do is_group[word] = true end

local most_labels = 5000 -- that are looked at one by one
local longest_label = 200 -- bytes; a longer text is no label

-- Whether a label says so by itself. `loose` takes any "All ..." for one: fit where the figures are checked afterwards.
function total_labels.is_total(label, loose)
  if #label > longest_label then return false end
  local text = label:lower():gsub("–", "-"):gsub("[%s_%-:,%.%*%(%)%[%]]+", " "):gsub("^ ", ""):gsub(" $", "")
  if whole[text] or text:find("^total ") or text:find(" totals?$") then return true end
  local rest = text:match("^all (.+)$")
  return rest ~= nil and (loose or is_group[rest:match("(%a+)$") or ""] == true)
end

-- What "Adult - Total" is the total of: the labels that begin with "Adult". nil for a bare "Total".
function total_labels.prefix(label)
  return label:gsub("–", "-"):match("^(.-[%w%)])[%s%-:,]+[Tt][Oo][Tt][Aa][Ll][Ss]?$")
end

-- Total-like labels of a list; nil unless others stand beside them (a column that holds nothing but Total is not
-- mixed).
local function mixed(labels, loose)
  local found = {}
  for _, label in ipairs(labels) do
    if total_labels.is_total(label, loose) then found[#found + 1] = label end
  end
  if #found == 0 or #found == #labels then return nil end
  return found
end

-- { { column =, labels = { "Total" } } } of the text columns of t.
-- labels_of(column) gives the distinct labels, or nil when there are too many to be the labels of groups. Columns of `apart`, a set, are
-- left out.
local function found_by(t, labels_of, loose, apart)
  local list = {}
  for _, field in ipairs(t:schema()) do
    local labels = field.type == "text" and not (apart and apart[field.name]) and labels_of(t:col(field.name), field.name)
    local found = labels and mixed(labels, loose)
    if found then list[#list + 1] = { column = field.name, labels = found } end
  end
  return list
end

-- Of many labels the engine passes over those that cannot be totals; one of these stays, so that a total stands beside others.
local function few_of(t, name)
  local alone = t:put(name, t:col(name)):select(name) -- put, as it spends a grouping
  local may_be = lab.col[name]:lower():contains(parts[1])
  for i = 2, #parts do may_be = may_be | lab.col[name]:lower():contains(parts[i]) end
  local labels = alone:filter(may_be):col(name):unique()
  labels[#labels + 1] = alone:filter(~may_be):head(1):col(name)[1]
  return labels
end

-- The labels that rows of t have now, but for columns of the set `apart`.
function total_labels.found(t, loose, apart)
  return found_by(t, function(column, name) return #t > most_labels and few_of(t, name) or column:unique() end, loose, apart)
end

local function list_of(labels)
  local shown = {}
  for i = 1, math.min(#labels, 3) do shown[i] = '"' .. labels[i] .. '"' end
  return table.concat(shown, ", ") .. (#labels > 3 and (" and %d more"):format(#labels - 3) or "")
end

local function sentence_of(list)
  local parts = {}
  for _, found in ipairs(list) do
    parts[#parts + 1] = ('column "%s" has rows %s beside parts'):format(found.column, list_of(found.labels))
  end
  if #parts == 0 then return nil end
  return table.concat(parts, "; ") .. ": sums would count twice; t:drop_totals() leaves out those that equal the sum of their parts"
end

-- What is said after a file was read: only dictionaries are looked at, so that a large file costs no more than a small
-- one.

local function labels_of_rows(column)
  local labels = column:unique()
  return #labels <= most_labels and labels or nil
end

local function labels_of_dictionary(column) return column:labels(most_labels) end

-- The sentence, or nil. With `rows` true the labels are those that rows have, and not all of the dictionary.
function total_labels.sentence(t, rows)
  return sentence_of(found_by(t, rows and labels_of_rows or labels_of_dictionary))
end

local function say(name, sentence)
  if sentence then notice.say(name .. ": " .. sentence) end
end

-- Prints the notice of a table just read, when there is one; `name` is the file's.
function total_labels.notice(t, name, rows) say(name, total_labels.sentence(t, rows)) end

-- The same for a table that comes in pieces: take(t) each of them, then say(name).
function total_labels.gathering(rows)
  local gathering, columns, by_name = {}, {}, {}
  local function column_of(name)
    local column = by_name[name] or { name = name, labels = {}, seen = {} }
    if not by_name[name] then by_name[name], columns[#columns + 1] = column, column end
    return column
  end
  local function add(column, labels)
    for _, label in ipairs(labels or {}) do
      if not column.seen[label] then
        column.seen[label] = true
        column.labels[#column.labels + 1] = label
      end
    end
    if not labels or #column.labels > most_labels then column.labels, column.seen = nil, nil end
  end
  function gathering.take(t)
    for _, field in ipairs(t:schema()) do
      local column = field.type == "text" and column_of(field.name)
      if column and column.labels then add(column, (rows and labels_of_rows or labels_of_dictionary)(t:col(field.name))) end
    end
  end
  function gathering.say(name)
    local list = {}
    for _, column in ipairs(columns) do
      local found = column.labels and mixed(column.labels)
      if found then list[#list + 1] = { column = column.name, labels = found } end
    end
    say(name, sentence_of(list))
  end
  return gathering
end

-- The table with a note that `verb` adds up rows of it with totals among them, unless they stand in a column of `by`, which
-- keeps them apart; said on standard error, too.
function total_labels.warn(t, verb, by)
  local apart = {}
  for _, name in ipairs(by) do apart[name] = true end
  for _, found in ipairs(total_labels.found(t, false, apart)) do
    local text = ('%s: column "%s" has rows %s beside parts, and all are added up; t:drop_totals() leaves totals out')
      :format(verb, found.column, list_of(found.labels))
    notice.say(text)
    t = notes.add(t, verb, text .. ".")
  end
  return t
end

-- t:totals_found(): a table column, label, rows.
function total_labels.table(t)
  local types = { column = "text", label = "text", rows = "integer" }
  local list = { columns = { "column", "label", "rows" }, types = types }
  for _, found in ipairs(total_labels.found(t)) do
    local rows = {}
    for _, label in ipairs(found.labels) do rows[label] = 0 end
    local values = t:col(found.column):to_list()
    for row = 1, #t do
      local label = values[row]
      if label ~= nil and rows[label] then rows[label] = rows[label] + 1 end
    end
    for _, label in ipairs(found.labels) do list[#list + 1] = { found.column, label, rows[label] } end
  end
  return lab.table(list)
end

return total_labels
