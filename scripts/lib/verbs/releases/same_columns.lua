-- same_columns.lua - the columns, and the labels in them, that are the same in several releases though they are written a little differently.
--
--     release of May        release of August            both
--     Force, People [1]     people, force , change       Force, People, change
--
-- Names are compared as lab.alike compares them, without marks at the end. What is left then are digits that were set high and have lost that:
-- "People1" is "People" where the one release has the one and the other the other, and none has both. The latest release says how a name is
-- written. Whatever was taken for something else is told.

local escape = require "lib.base.escape"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local unmarked = require("slavelab.prove").unmarked
local words = require "lib.base.words"

local same = {}

local most_labels = 2000 -- of a column: free texts have more, and are left alone
local least_letters = 3  -- before a digit that may have been set high: codes, "E1", have fewer
local most_named = 5

-- "people1" -> "people"
local function without_digits(form)
  local base = form:match("^(.*%D)%d%d?$")
  return base and base:find(("[%a\x80-\xff]"):rep(least_letters) .. "$") and base or nil
end

-- For each list of names, the form by which each of them is known in all lists.
--
--     { { "Force", "People [1]" }, { "people", "force " } }  ->  { { "force", "people" }, { "people", "force" } }
local function common_forms(name_lists, ignore_marks)
  local forms, count = {}, {} -- count[form]: lists that have it
  for i, names in ipairs(name_lists) do
    local own, times = {}, {}
    for j, name in ipairs(names) do
      local form, bare = lab.alike(name)
      own[j] = { form, ignore_marks and bare or form }
      times[own[j][2]] = (times[own[j][2]] or 0) + 1
    end
    forms[i] = {}
    for j, pair in ipairs(own) do forms[i][j] = times[pair[2]] == 1 and pair[2] or names[j] end -- told apart by what they differ in
    for _, form in ipairs(forms[i]) do
      count[form] = count[form] or {}
      count[form][i] = true
    end
  end
  local function never_together(a, b)
    for i in pairs(count[a]) do
      if count[b][i] then return false end
    end
    return true
  end
  for _, own in ipairs(forms) do
    for j, form in ipairs(own) do
      local base = without_digits(form)
      if base and count[base] and never_together(form, base) then own[j] = base end
    end
  end
  return forms
end

-- How each form is written: as in the last list that has it, without marks; `plainest`: the one without digits set high.
local function spellings(name_lists, forms, ignore_marks)
  local spelt = {}
  for i = #name_lists, 1, -1 do
    for j, name in ipairs(name_lists[i]) do
      local form = forms[i][j]
      local is_plain = lab.alike(name) == form or ignore_marks and select(2, lab.alike(name)) == form
      if not spelt[form] or is_plain and not spelt[form].plain then
        spelt[form] = { text = ignore_marks and form ~= name and unmarked(name) or name, plain = is_plain }
      end
    end
  end
  return spelt
end

local function trimmed(text) return (text:gsub("^%s+", ""):gsub("%s+$", "")) end

-- Sentences of what was taken for what: { 'column "People1" of a.csv for "People"' }.
local function told(list)
  local parts = {}
  for i = 1, math.min(#list, most_named) do parts[i] = list[i] end
  return table.concat(parts, ", ") .. (#list > most_named and (" and %d more"):format(#list - most_named) or "")
end

-- The tables with the names of their columns made the same, and the names in the order of the latest, those that it lacks behind them; a
-- sentence of what was renamed, or nil, and one of what is lacking. files are what messages call them; wanted, if not nil, the columns that are
-- of interest, as they are called in the end.
function same.columns(tables, files, fill, wanted)
  local lists = {}
  for i, t in ipairs(tables) do lists[i] = t:column_names() end
  local forms = common_forms(lists, true)
  local spelt, renamed, order, there = spellings(lists, forms, true), {}, {}, {}
  local result = {}
  for i = #tables, 1, -1 do
    local pairs_of = {}
    for j, name in ipairs(lists[i]) do
      local form = forms[i][j]
      local new = trimmed(spelt[form].text)
      if new ~= name then
        pairs_of[#pairs_of + 1] = { name, new }
        renamed[#renamed + 1] = ('column "%s" of %s for "%s"'):format(escape.line(name), files[i], escape.line(new))
      end
      if not there[new] then order[#order + 1], there[new] = new, {} end
      there[new][i] = true
    end
    result[i] = #pairs_of > 0 and tables[i]:rename(pairs_of) or tables[i]
  end
  if wanted then
    for _, name in ipairs(wanted) do
      if not there[name] then raise('read_releases: columns: no column "%s"%s', escape.line(name), suggest.among(name, order, "there are")) end
    end
    order = wanted
  end
  local lacking = {}
  for _, name in ipairs(order) do
    local without = {}
    for i = 1, #tables do
      if not there[name][i] then without[#without + 1] = files[i] end
    end
    if #without > 0 then lacking[#lacking + 1] = ('"%s" is not in %s'):format(escape.line(name), table.concat(without, ", ")) end
  end
  if #lacking > 0 and not fill then
    raise("read_releases: the columns differ: %s\n  fill = true leaves missing what a release lacks; columns = { ... } reads those that all have; header_has = "
      .. "{ ... } finds\n  a header that does not stand in the first line.", table.concat(lacking, "; "))
  end
  return result, order, #renamed > 0 and "taken as the same: " .. told(renamed) or nil, #lacking > 0 and table.concat(lacking, "; ") or nil
end

local function text_column(t, name)
  for _, own in ipairs(t:column_names()) do
    if own == name then return t:col(name):type() == "text" and t:col(name) or nil end
  end
end

-- The labels of a text column in each table that has it, with the numbers of these tables; nil when one has too many.
local function labels_of(tables, name)
  local lists, holders = {}, {}
  for i, t in ipairs(tables) do
    local column = text_column(t, name)
    if column then
      if not column:labels(most_labels) then return nil end
      lists[#lists + 1], holders[#holders + 1] = column:unique(), i
    end
  end
  return lists, holders
end

-- `cell` with a label in the place of another: flags of the cell stay, as they would not in a choice between two texts.
local function relabelled(cell, old, new)
  return cell:replace_matches("\\A" .. old:gsub("[^%w%s\x80-\xff]", "\\%0") .. "\\z", (new:gsub("%$", "$$")))
end

-- The tables, whose columns have the same names, with labels of their text columns written as the latest release writes them; a sentence of
-- which, or nil.
function same.labels(tables, files, names)
  local changed = {}
  for _, name in ipairs(names) do
    local lists, holders = labels_of(tables, name)
    local forms = lists and common_forms(lists, false)
    local spelt = lists and spellings(lists, forms, false)
    for l, labels in ipairs(lists or {}) do
      local i, cell, before = holders[l], lab.col[name], #changed
      for j, label in ipairs(labels) do
        local new = spelt[forms[l][j]].text
        if new ~= label then
          cell = relabelled(cell, label, new)
          changed[#changed + 1] = ('"%s" in column "%s" of %s for "%s"'):format(escape.line(label), escape.line(name), files[i], escape.line(new))
        end
      end
      if #changed > before then tables[i] = tables[i]:mutate { { name, cell } } end
    end
  end
  return tables, #changed > 0 and words.count(#changed, "label is", "labels are") .. " written as the latest release does: " .. told(changed) or nil
end

-- Says a sentence and gives it as a note.
function same.said(text)
  notice.say("read_releases: " .. text)
  return text:gsub("^%l", string.upper) .. "."
end

return same
