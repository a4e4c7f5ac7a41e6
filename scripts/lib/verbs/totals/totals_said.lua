-- totals_said.lua - what t:drop_totals says of the rows that it leaves out, and of those that do not add up.

local notice = require "lib.base.notice"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local said = {}

local most_named = 3

-- "row 4 (Kent, 2019)"
function said.row(data, t, row)
  local parts = {}
  for _, name in ipairs(data.keys) do
    local value = t:col(name)[row]
    parts[#parts + 1] = value == nil and "(missing)" or tostring(value)
  end
  return ("row %d (%s)"):format(row, table.concat(parts, ", "))
end

-- "row 1 (North) equals the sum of the 2 rows below it, and so does 1 other row"
local function sums_named(data, t, found)
  return ("%s equals the sum of the %d rows below it%s"):format(said.row(data, t, found[1].row), #found[1].rows,
    #found > 1 and (", and so %s %s"):format(words.either(#found - 1, "does", "do"), words.count(#found - 1, "other row")) or "")
end

-- Says which of the rows that stay are sums of those below them, and how they are left out.
function said.offer_sums(data, t, found)
  if #found == 0 then return end
  notice.say(("drop_totals: %s, though no label says Total; if these are sub-totals, t:drop_totals{ sums = true } leaves them out")
    :format(sums_named(data, t, found)))
end

-- 'row 9 (Total): "people" is 12, its 2 parts add up to 11'; with the difference behind it when that is asked for.
local function difference(data, t, case, with_difference)
  local v = case.measure and data.measures[case.measure]
  if not v then
    v = data.measures[1]
    return ('%s: "%s" is %s, and no number of rows below it adds up to that'):format(said.row(data, t, case.row), v.name,
      v.values[case.row] == nil and "missing" or number.format(v.values[case.row]))
  end
  local total, sum = v.values[case.row], case.sum[case.measure]
  return ('%s: "%s" is %s, its %s %s up to %s%s'):format(said.row(data, t, case.row), v.name, number.format(total),
    words.count(case.sum.rows, "part"), words.either(case.sum.rows, "adds", "add"), number.format(sum),
    with_difference and (", %s %s"):format(number.format(math.abs(total - sum)), total > sum and "less" or "more") or "")
end

function said.raise_different(data, t, cases, sums)
  local lines = {}
  for i = 1, math.min(#cases, most_named) do lines[i] = "    " .. difference(data, t, cases[i]) end
  if sums then
    lines[#lines + 1] = ("  %s, though no label says Total; t:drop_totals{ sums = true }\n"
      .. "  leaves sub-totals out first, and then nothing differs."):format(sums_named(data, t, sums))
  end
  raise("drop_totals: %s called total %s from the sum of the parts\n%s\n"
    .. '  Without them what the parts lack would be lost. tolerance = 2 allows for rounding; mismatch = "drop" leaves\n'
    .. '  them out all the same, "keep" keeps them; of = "..." names the columns that add up.',
    words.count(#cases, "row"), words.either(#cases, "differs", "differ"), table.concat(lines, "\n"))
end

local function labels_dropped(data, dropped)
  local parts = {}
  for d, dimension in ipairs(data.dimensions) do
    local counts, order = {}, {}
    for _, row in ipairs(dropped) do
      if data.masks[row] >> (d - 1) & 1 == 1 then
        local label = dimension.labels[row]
        if not counts[label] then order[#order + 1] = label end
        counts[label] = (counts[label] or 0) + 1
      end
    end
    for _, label in ipairs(order) do
      parts[#parts + 1] = ('"%s" in column "%s" (%s)'):format(label, dimension.column, number.format(counts[label]))
    end
  end
  return table.concat(parts, ", ")
end

local function measures_named(data)
  local names, more = {}, #data.measures - 3
  for m = 1, math.min(#data.measures, 3) do names[m] = '"' .. data.measures[m].name .. '"' end
  return table.concat(names, ", ") .. (more > 0 and " and " .. words.count(more, "more column") or "")
end

-- How many heads of a kind, with that verdict or any.
local function count_heads(list, why, verdict)
  local count = 0
  for _, one in ipairs(list) do
    if one.why == why and (verdict == nil or one.verdict == verdict) then count = count + 1 end
  end
  return count
end

-- The cases that are dropped or kept knowingly, each with its row and difference.
local function differences(data, t, cases)
  local parts = {}
  for i = 1, math.min(#cases, most_named) do parts[i] = difference(data, t, cases[i], true) end
  return table.concat(parts, "; ") .. (#cases > most_named and ("; and %s more"):format(words.count(#cases - most_named, "row")) or "")
end

-- The sentence of the notice and of the note.
function said.sentence(data, t, sorted, sums, o)
  local parts, tally, rows = {}, sorted.tally, words.count(data.rows, "row")
  local function add(count, one, many, more)
    if count > 0 then parts[#parts + 1] = words.count(count, one, many) .. " " .. more end
  end
  if #sorted.dropped > 0 then
    parts[1] = ("%s of %s left out as totals of others: %s"):format(number.format(#sorted.dropped), rows, labels_dropped(data, sorted.dropped))
    add(tally.equal, "equals", "equal", "the sum of the parts in " .. measures_named(data))
    add(tally.unknown, "could", "could", "not be checked, because a figure is missing")
  end
  local function left_out(count, what)
    if count > 0 then parts[#parts + 1] = ("%s of %s left out that %s"):format(number.format(count), rows, what) end
  end
  left_out(count_heads(sorted.heads, "indented", "equal"), "equal the sum of the rows indented below them in " .. measures_named(data))
  left_out(count_heads(sorted.heads, "indented", "unknown"), "stand above indented rows and could not be checked, because a figure is missing")
  left_out(count_heads(sorted.heads, "of which", "equal"), 'say "of which" and equal the sum of the rows below them in ' .. measures_named(data))
  left_out(#sorted.headings, "have no figure and stand above indented rows")
  left_out(#sums, "equal the sum of the rows below them in " .. measures_named(data))
  if #sorted.cases > 0 then
    parts[#parts + 1] = ("%s from the sum of the parts and %s: %s"):format(words.count(#sorted.cases, "row differs", "rows differ"),
      o.mismatch == "drop" and words.either(#sorted.cases, "is left out", "are left out") or words.either(#sorted.cases, "stays", "stay"),
      differences(data, t, sorted.cases))
  end
  if #sorted.dropped > 0 then add(tally.alone, "other is", "others are", "kept, because the table has no parts of them") end
  return table.concat(parts, "; ")
end

return said
