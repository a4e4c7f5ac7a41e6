-- total_labels.lua - words that say that a row is the sum of others: Total, All, Grand total, All ages, "X - Total".
--
-- Published tables mix such rows with their parts. Whoever sums a column of them counts people twice and more, so that
-- lab.read_csv says when it has read such labels (total_labels.notice), and t:drop_totals() can leave the rows out.

local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local plain = require "slavelab.plain"

local total_labels = {}

local whole = {
  total = true, totals = true, all = true, overall = true, subtotal = true, ["sub total"] = true,
  ["grand total"] = true, ["both sexes"] = true, everyone = true, cyfanswm = true,
}

-- "All" before one of these is a total; "All Saints" is a place.
local groups = {
  "ages", "adults", "areas", "categories", "children", "claims", "countries", "courts", "crime", "crimes",
  "ethnicities", "forces", "genders", "months", "nationalities", "offences", "organisations", "others", "outcomes",
  "people", "periods", "persons", "police", "quarters", "reasons", "referrals", "regions", "sexes", "types", "victims",
  "years",
}

local is_group = {}
for _, word in ipairs(groups) do is_group[word] = true end

local longest_label = 200 -- bytes; a longer text is no label

-- One of these is in every label that is a total: the last words of them ("sexes", "everyone"), less those that have another in them, as "overall"
-- has "all". Most labels have none, and a table may have many columns.
local hints, last_words = {}, {}
for words in pairs(whole) do last_words[words:match("%a+$")] = true end
for word in pairs(last_words) do
  local longer = false
  for other in pairs(last_words) do longer = longer or (other ~= word and word:find(other, 1, true) ~= nil) end
  if not longer then hints[#hints + 1] = word end
end

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

-- { { column =, labels = { "Total" } } } of the text columns of t, but for those of `apart`, a set.
-- labels_of(column) gives the distinct labels, or nil when there are too many to be the labels of groups; with `most` those are not
-- looked at whose dictionary has more.
local function found_by(t, labels_of, loose, most, apart)
  local list = {}
  for _, name in ipairs(plain.texts_with(t, hints, most)) do
    local labels = not (apart and apart[name]) and labels_of(t:col(name))
    local found = labels and mixed(labels, loose)
    if found then list[#list + 1] = { column = name, labels = found } end
  end
  return list
end

-- The labels that rows of t have now, but for columns of the set `apart`.
function total_labels.found(t, loose, apart)
  return found_by(t, function(column) return column:unique() end, loose, nil, apart)
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
local most_labels = 5000

local function labels_of_rows(column)
  local labels = column:unique()
  return #labels <= most_labels and labels or nil
end

local function labels_of_dictionary(column) return column:labels(most_labels) end

-- The sentence, or nil. With `rows` true the labels are those that rows have, and not all of the dictionary.
function total_labels.sentence(t, rows)
  if rows then return sentence_of(found_by(t, labels_of_rows)) end
  return sentence_of(found_by(t, labels_of_dictionary, false, most_labels))
end

local function say(name, sentence)
  if sentence then notice.say(name .. ": " .. sentence) end
end

-- Prints the notice of a table just read, when there is one; `name` is the file's.
function total_labels.notice(t, name, rows) say(name, total_labels.sentence(t, rows)) end

-- The same for a table that comes in pieces: take(t) each of them, then say(name).
function total_labels.gathering(rows)
  local gathering, columns, by_name, hinted = {}, {}, {}, {}
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
    for _, name in ipairs(plain.texts_with(t, hints, not rows and most_labels or nil)) do hinted[name] = true end
    local types, names = plain.types(t)
    for i, name in ipairs(names) do
      local column = types[i] == "text" and column_of(name)
      if column and column.labels then add(column, (rows and labels_of_rows or labels_of_dictionary)(t:col(name))) end
    end
  end
  function gathering.say(name)
    local list = {}
    for _, column in ipairs(columns) do
      local found = hinted[column.name] and column.labels and mixed(column.labels)
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
