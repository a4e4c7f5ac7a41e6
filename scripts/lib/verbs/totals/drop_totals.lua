-- drop_totals.lua - t:drop_totals: leaves out the rows that are totals of other rows, after adding up that they are.
--
--     age    sex    people
--     Total  Total  9        sum of rows 2 and 3 (over age)
--     Adult  Total  5        sum of row 4 and 5 (over sex)
--     Child  Total  4        no parts in the table: kept, the four are counted nowhere else
--     Adult  M      2
--     Adult  F      3
--
-- A row is a candidate when a text column of it says Total or the like (total_rows.lua). One that has parts and equals their sum is left
-- out, as is one that equals all rows since the total above it ("Total England" over some of the rows). One that has none is kept.
-- Everyone is then counted once, unless two rows that are kept overlap (Adult in a table by age, M in one by sex, below each other): that
-- cannot be mended and is raised. Sub-totals that labels show by their place (heads.lua) or that only the figures show (sums_below.lua)
-- are no parts of totals.

local arguments = require "lib.figures.verb_arguments"
local heads = require "lib.verbs.totals.heads"
local notes = require "lib.figures.notes"
local not_numbers = require "lib.figures.not_numbers"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local said = require "lib.verbs.totals.totals_said"
local sums_below = require "lib.figures.totals.sums_below"
local total_rows = require "lib.verbs.totals.total_rows"

local drop_totals = {}

-- --- sub-totals that no word gives away ----------------------------------------------------------------------------------

-- What a row shares with others in all keys but one column.
local function all_but(data)
  return function(row, column)
    local parts = {}
    for k, name in ipairs(data.keys) do
      if name ~= column then parts[#parts + 1] = data.codes[k][row] end
    end
    return table.concat(parts, ",")
  end
end

local function text_keys(data, t)
  local list = {}
  for _, name in ipairs(data.keys) do
    if t:col(name):type() == "text" then list[#list + 1] = name end
  end
  return list
end

-- Rows that stand above their parts (heads.lua). Labels that are indented without any figure that adds up are indented for another reason, unless
-- `wanted`; then the result is empty.
local function find_heads(data, t, tolerance, wanted)
  local found = heads.find(t, text_keys(data, t), data.measures, all_but(data), tolerance)
  local proved = wanted
  for _, one in ipairs(found.list) do
    proved = proved or one.why == "of which" or one.verdict == "equal" and #one.rows > 1
  end
  if not proved then found = { list = {}, parent = {} } end
  for _, one in ipairs(found.list) do data.no_parts[one.row] = true end
  return found
end

-- Rows that are sums of those below them without saying so; they are no parts of totals then.
local function leave_out_sums(data, tolerance)
  local counts = {}
  for row = 1, data.rows do counts[row] = data.masks[row] == 0 and not data.no_parts[row] or nil end
  local found = sums_below.find(data.measures, data.rows, counts, tolerance)
  data.sums = nil
  for _, one in ipairs(found) do data.no_parts[one.row] = true end
  return found
end

-- The sub-totals without which no total differs, if there are such.
local function sums_that_explain(data, tolerance)
  local found = leave_out_sums(data, tolerance)
  if #found == 0 then return nil end
  for _, result in pairs(total_rows.judge(data, tolerance)) do
    if result.verdict == "different" then return nil end
  end
  return found
end

-- --- the verb ------------------------------------------------------------------------------------------------------------

-- What becomes of each row: dropped (a total), heads and sums (sub-totals), kept, or a case that differs from its parts.
local function sort_rows(data, found, results, o)
  local sorted = { dropped = {}, heads = {}, headings = {}, cases = {}, kept = {}, tally = { equal = 0, unknown = 0, different = 0, alone = 0 } }
  for _, one in ipairs(found.list) do
    local differs = one.verdict == "different" or one.verdict == "open"
    if differs then sorted.cases[#sorted.cases + 1] = one end
    if one.verdict == "heading" then
      local list = o.heads and sorted.headings or nil
      if list then list[#list + 1] = one else sorted.kept[one.row] = true end
    elseif not differs or o.mismatch == "drop" then
      sorted.heads[#sorted.heads + 1] = one
    end
  end
  for row = 1, data.rows do
    local result = results[row]
    local verdict = result and result.verdict
    if result then sorted.tally[verdict] = sorted.tally[verdict] + 1 end
    if verdict == "different" then sorted.cases[#sorted.cases + 1] = result end
    if verdict == "equal" or verdict == "unknown" or (verdict == "different" and o.mismatch == "drop") then
      sorted.dropped[#sorted.dropped + 1] = row
    elseif not data.no_parts[row] then
      sorted.kept[row] = true
    end
  end
  return sorted
end

local function rows_kept(data, kept)
  local list = {}
  for row = 1, data.rows do
    if kept[row] then list[#list + 1] = row end
  end
  return list
end

-- The head above each row, be it told by a label or by the figures.
local function all_parents(found, sums)
  local parent = {}
  for row, head in pairs(found.parent) do parent[row] = head end
  for _, one in ipairs(sums) do
    for _, row in ipairs(one.rows) do parent[row] = parent[row] or one.row end
  end
  return parent
end

-- Labels whose indent has been used up, without it; as they are when two would become one.
local function without_indent(t, column)
  local new, seen = {}, {}
  for _, label in ipairs(t:col(column):unique()) do
    local bare = heads.unindented(label)
    if seen[bare] then return t end
    seen[bare] = true
    if bare ~= label then new[#new + 1] = label end
  end
  if #new == 0 then return t end
  return t:mutate { { column, lab.col[column]:replace_matches("\\A[\\s\u{a0}\u{2002}\u{2003}\u{3000}]+", "") } }
end

local function read_arguments(t, ...)
  local o = arguments.read(t, "drop_totals", { "columns", columns = "columns", of = "columns", by = "columns",
    tolerance = "number", mismatch = { "error", "drop", "keep" }, sums = "boolean", heads = "texts" }, ...)
  if o.of then arguments.need_numbers(t, "drop_totals", o.of) end
  for _, name in ipairs(o.heads or {}) do
    for _, there in ipairs(t:column_names()) do
      if name == there or name == "" then raise('drop_totals: heads: there is a column "%s" already; give another name', name) end
    end
  end
  o.tolerance, o.mismatch = o.tolerance or 0, o.mismatch or "error"
  return o
end

-- '; "people" is text, such as "12 approx" in row 3': the columns that would be figures but for a cell.
local function say_almost(t)
  local said = {}
  for _, name in ipairs(t:column_names()) do
    local culprit, some_are_figures = not_numbers.first(t, name)
    if culprit and some_are_figures then said[#said + 1] = ('; "%s" is text, %s'):format(name, culprit) end
  end
  return table.concat(said)
end

function drop_totals.drop_totals(t, ...)
  local o = read_arguments(t, ...)
  local data = total_rows.read(t, o)
  if #data.measures == 0 then
    notice.say("drop_totals: no column of figures is there to check totals by; nothing was left out" .. say_almost(t))
    return t
  end
  local found = find_heads(data, t, o.tolerance, o.heads ~= nil)
  local sums = o.sums and leave_out_sums(data, o.tolerance) or {}
  local sorted = sort_rows(data, found, total_rows.judge(data, o.tolerance), o)
  local cases, kept = sorted.cases, sorted.kept
  if #cases > 0 and o.mismatch == "error" then
    said.raise_different(data, t, cases, not o.sums and sums_that_explain(data, o.tolerance))
  end
  if o.mismatch == "keep" then
    for _, case in ipairs(cases) do kept[case.row] = nil end -- they overlap their parts
  end
  if not o.sums then said.offer_sums(data, t, sums_below.find(data.measures, data.rows, kept, o.tolerance)) end
  local first, second = total_rows.overlap(data, kept)
  if first then
    raise("drop_totals: %s and %s count some of the same people, and neither is the sum of other rows; keep one kind "
      .. "with t:filter(...) first", said.row(data, t, first), said.row(data, t, second))
  end
  local stay = o.mismatch == "keep" and cases or {}
  for _, case in ipairs(stay) do kept[case.row] = true end
  if #sorted.dropped + #sorted.heads + #sorted.headings + #sums + #stay == 0 then
    if o.heads then raise("drop_totals: no row stands above others that add up to it, so that heads has nothing to say") end
    notice.say(#data.dimensions == 0 and "drop_totals: no column has labels like Total beside others; nothing was left out"
      or "drop_totals: no row that says Total equals the sum of others; nothing was left out")
    return t
  end
  local text = said.sentence(data, t, sorted, sums, o)
  notice.say("drop_totals: " .. text)
  local column = found.column or text_keys(data, t)[1]
  local result = o.heads and column and heads.with_columns(t, all_parents(found, sums), column, o.heads) or t
  result = result:take(rows_kept(data, kept))
  if found.indented and #found.list > 0 then
    result = o.heads and result:mutate { { column, lab.col[column]:replace_matches("\\A[\\s\u{a0}\u{2002}\u{2003}\u{3000}]+", "") } }
      or without_indent(result, column)
  end
  result = notes.add(result, "drop_totals", text .. ".")
  return data.taken and notes.add(result, "drop_totals", data.taken) or result
end

return drop_totals
