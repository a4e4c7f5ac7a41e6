-- drop_totals.lua - t:drop_totals: leaves out the rows that are totals of other rows, after adding up that they are.
--
--     age    sex    people
--     Total  Total  9        sum of rows 2 and 3 (over age)
--     Adult  Total  5        sum of row 4 and 5 (over sex)
--     Child  Total  4        no parts in the table: kept, the four are counted nowhere else
--     Adult  M      2
--     Adult  F      3
--
-- A row is a candidate when a text column of it says Total or the like. Its parts are the rows that have other labels
-- there and the same in all other key columns; with several such columns, in one of them or in several at once. A row
-- that has parts and equals their sum is left out, as is one that equals all rows since the total above it ("Total England" over some
-- of the rows). One that has none is kept. Everyone is then counted once, unless two rows that are kept overlap (Adult in a table by
-- age, M in one by sex, below each other): that cannot be mended and is raised. Sub-totals that do not say so (sums_below.lua) are no
-- parts where sums = true leaves them out.

local arguments = require "lib.figures.verb_arguments"
local heads = require "lib.verbs.heads"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local said = require "lib.verbs.totals_said"
local sums_below = require "lib.figures.sums_below"
local total_labels = require "lib.figures.total_labels"
local vector = require "lib.figures.vector"

local drop_totals = {}

-- --- the table as numbers --------------------------------------------------------------------------------------------

-- One text column that has totals: by row whether its label is one, and which labels are its parts when it says so.
local function read_dimension(t, found)
  local labels, is_total = t:col(found.column):to_list(), {}
  local of_label, prefixes = {}, {}
  for _, label in ipairs(found.labels) do of_label[label] = true end
  local parts = {}
  for row = 1, #t do
    local label = labels[row]
    is_total[row] = label ~= nil and of_label[label] == true
    if label ~= nil and not of_label[label] then parts[label] = true end
  end
  -- "Adult - Total" is the total of the labels that begin with "Adult"; when there are none, it is an ordinary total.
  for _, label in ipairs(found.labels) do
    local prefix = total_labels.prefix(label)
    for part in pairs(prefix and parts or {}) do
      if part:sub(1, #prefix) == prefix and part:find("^[%s%-:,]", #prefix + 1) then prefixes[label] = prefix end
    end
  end
  local prefix_of_part = {}
  for _, prefix in pairs(prefixes) do
    for part in pairs(parts) do
      if part:sub(1, #prefix) == prefix then prefix_of_part[part] = prefix end
    end
  end
  return {
    column = found.column, labels = labels, is_total = is_total, prefix = prefixes, prefix_of_part = prefix_of_part,
  }
end

-- What the table says, as far as this verb needs it: masks[row] has bit d set when dimension d says Total;
-- codes[k][row] is the number of the row's label in key column k, and the key columns with totals come first.
local function read_table(t, o)
  local measures = o.of or roles.figures(t, true)
  local found = {}
  for _, one in ipairs(total_labels.found(t, true)) do
    local wanted = not o.columns
    for _, name in ipairs(o.columns or {}) do wanted = wanted or name == one.column end
    if wanted and not roles.is_remark(t, one.column) then found[#found + 1] = one end
  end
  local data = { rows = #t, dimensions = {}, codes = {}, masks = {}, no_parts = {}, measures = vector.read_all(t, measures) }
  local names = {}
  for d, one in ipairs(found) do
    data.dimensions[d], names[d] = read_dimension(t, one), one.column
  end
  local others = roles.without(o.by or roles.keys(t, measures), names)
  table.move(others, 1, #others, #names + 1, names)
  for k, name in ipairs(names) do data.codes[k] = t:group_numbers { name } end
  data.keys = names
  -- Sets of key columns, as bits, in which a grand total may have a label of its own: each text column, then all of them.
  data.wider = {}
  local all = 0
  for k = #found + 1, #names do
    if t:col(names[k]):type() == "text" then
      data.wider[#data.wider + 1], all = 1 << (k - 1), all | 1 << (k - 1)
    end
  end
  if #data.wider > 1 then data.wider[#data.wider + 1] = all end
  if not (o.of and o.by) then data.taken = roles.sentence("drop_totals", measures, names) end
  for row = 1, data.rows do
    local mask = 0
    for d, dimension in ipairs(data.dimensions) do
      if dimension.is_total[row] then mask = mask | 1 << (d - 1) end
    end
    data.masks[row] = mask
  end
  return data
end

-- --- parts -----------------------------------------------------------------------------------------------------------

-- What must be equal between a total and its parts when they differ in the dimensions of `differ`: the labels of all
-- other keys. `alike` takes all totals of one column for the same label ("Total" and "Government agency total").
local function context(data, row, differ, alike)
  local pieces = {}
  for k, codes in ipairs(data.codes) do
    if differ >> (k - 1) & 1 == 0 then
      local is_total = alike and data.masks[row] >> (k - 1) & 1 == 1
      pieces[#pieces + 1] = is_total and "T" or codes[row]
    end
  end
  return table.concat(pieces, ",")
end

local function new_sum(count)
  local sum = { rows = 0, unknown = false }
  for m = 1, count do sum[m] = 0 end
  return sum
end

local function add_row(sum, measures, row)
  sum.rows = sum.rows + 1
  for m, v in ipairs(measures) do
    if v.values[row] == nil then sum.unknown = true else sum[m] = vector.add(sum[m], v.values[row]) end
  end
end

-- Sums of the rows of one mask by context, and by context and prefix where the one dimension that differs has prefixes.
local function sum_parts(data, mask, differ, alike)
  local sums, single, no_parts = {}, nil, data.no_parts
  for d, dimension in ipairs(data.dimensions) do
    if differ == 1 << (d - 1) and next(dimension.prefix) then single = dimension end
  end
  for row = 1, data.rows do
    if data.masks[row] == mask and not no_parts[row] then
      local key = context(data, row, differ, alike)
      sums[key] = sums[key] or new_sum(#data.measures)
      add_row(sums[key], data.measures, row)
      local prefix = single and single.prefix_of_part[single.labels[row]]
      if prefix then
        local narrow = key .. "\0" .. prefix
        sums[narrow] = sums[narrow] or new_sum(#data.measures)
        add_row(sums[narrow], data.measures, row)
      end
    end
  end
  return sums
end

local function parts_of(data, row, differ, alike)
  local mask = data.masks[row] & ~differ
  local name = mask .. ":" .. differ .. (alike and "~" or "")
  data.sums = data.sums or {}
  data.sums[name] = data.sums[name] or sum_parts(data, mask, differ, alike)
  local key = context(data, row, differ, alike)
  for d, dimension in ipairs(data.dimensions) do
    local prefix = differ == 1 << (d - 1) and dimension.prefix[dimension.labels[row]]
    if prefix then return data.sums[name][key .. "\0" .. prefix] end
  end
  return data.sums[name][key]
end

-- --- judging a row ---------------------------------------------------------------------------------------------------

-- "equal", "unknown" (a cell is missing: nothing can be said) or "different", then the first measure that differs.
local function compare(data, row, sum, tolerance)
  local verdict = sum.unknown and "unknown" or "equal"
  for m, v in ipairs(data.measures) do
    local total = v.values[row]
    if total == nil then
      verdict = "unknown"
    elseif not sum.unknown and not sums_below.close(total, sum[m], tolerance) then
      return "different", m
    end
  end
  return verdict
end

local function bits_of(mask)
  local count = 0
  while mask > 0 do count, mask = count + (mask & 1), mask >> 1 end
  return count
end

-- The subsets of the dimensions of a mask: one column first, then several at once.
local function subsets_of(mask)
  local list, subset = {}, mask
  while subset > 0 do
    list[#list + 1] = subset
    subset = (subset - 1) & mask
  end
  table.sort(list, function(a, b)
    local bits_a, bits_b = bits_of(a), bits_of(b)
    if bits_a ~= bits_b then return bits_a < bits_b end
    return a < b
  end)
  return list
end

-- A grand total stands beside a label of its own in another column ("England and Wales" among regions), so that no row agrees with
-- it there. It is a total all the same when it equals the sum of two or more rows that agree in what else there is.
local function equals_wider(data, row, differ, tolerance)
  for _, wider in ipairs(data.wider) do
    local sum = parts_of(data, row, differ | wider, false)
    if sum and sum.rows > 1 and compare(data, row, sum, tolerance) == "equal" then return true end
  end
  return false
end

-- Whether the row equals all rows between it and the total before it, or the end of the table; or those up to the total behind it.
local function equals_block(data, row, tolerance)
  for step = -1, 1, 2 do
    local sum, other = new_sum(#data.measures), row + step
    while other >= 1 and other <= data.rows and not (data.masks[other] > 0 and sum.rows > 0) do
      if data.masks[other] == 0 and not data.no_parts[other] then add_row(sum, data.measures, other) end
      other = other + step
    end
    if sum.rows > 1 and compare(data, row, sum, tolerance) == "equal" then return true end
  end
  return false
end

-- What a total-like row is: "equal", "unknown", "different" or "alone" (no parts), with the parts and the measure at
-- fault.
local function judge(data, row, tolerance, subsets)
  local result = { verdict = "alone" }
  for _, differ in ipairs(subsets) do
    local sum = parts_of(data, row, differ, false)
    if sum then
      local verdict, measure = compare(data, row, sum, tolerance)
      if verdict == "equal" then return { verdict = "equal" } end
      if verdict == "unknown" or result.verdict == "alone" then
        result = { verdict = verdict, sum = sum, measure = measure }
      end
    end
  end
  if result.verdict == "different" and equals_block(data, row, tolerance) then return { verdict = "equal" } end
  if result.verdict ~= "alone" then return result end
  for _, differ in ipairs(subsets) do
    local sum = parts_of(data, row, differ, true)
    if sum and compare(data, row, sum, tolerance) == "equal" then return { verdict = "equal" } end
  end
  for _, differ in ipairs(subsets) do
    if equals_wider(data, row, differ, tolerance) then return { verdict = "equal" } end
  end
  return result
end

-- --- what stays ------------------------------------------------------------------------------------------------------

-- Two rows overlap when every key is equal or a total in one of them. Rows of the same mask with equal labels are
-- duplicates, which are not totals.
local function find_overlap(data, kept)
  local of_mask, masks = {}, {}
  for row = 1, data.rows do
    if kept[row] then
      local mask = data.masks[row]
      if not of_mask[mask] then
        of_mask[mask] = {}
        masks[#masks + 1] = mask
      end
      table.insert(of_mask[mask], row)
    end
  end
  for i, a in ipairs(masks) do
    for j = i + 1, #masks do
      local b, seen = masks[j], {}
      for _, row in ipairs(of_mask[a]) do
        local key = context(data, row, a | b, false)
        seen[key] = seen[key] or row
      end
      for _, row in ipairs(of_mask[b]) do
        local other = seen[context(data, row, a | b, false)]
        if other then return math.min(row, other), math.max(row, other) end
      end
    end
  end
end

-- --- sub-totals that no word gives away ----------------------------------------------------------------------------------

-- What a row shares with others in all keys but one column.
local function all_but(data)
  local seen = {}
  return function(row, column)
    local parts = {}
    for k, name in ipairs(data.keys) do
      if name ~= column then parts[#parts + 1] = data.codes[k][row] end
    end
    local key = table.concat(parts, ",")
    seen[key] = seen[key] or key
    return seen[key]
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

-- By row that says Total and stands above no parts: what it is.
local function judge_all(data, tolerance)
  local results, subsets = {}, {}
  for row = 1, data.rows do
    local mask = data.masks[row]
    if mask > 0 and not data.no_parts[row] then
      subsets[mask] = subsets[mask] or subsets_of(mask)
      results[row] = judge(data, row, tolerance, subsets[mask])
      results[row].row = row
    end
  end
  return results
end

-- The sub-totals without which no total differs, if there are such.
local function sums_that_explain(data, tolerance)
  local found = leave_out_sums(data, tolerance)
  if #found == 0 then return nil end
  for _, result in pairs(judge_all(data, tolerance)) do
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

function drop_totals.drop_totals(t, ...)
  local o = read_arguments(t, ...)
  local data = read_table(t, o)
  if #data.measures == 0 then
    notice.say("drop_totals: no column of figures is there to check totals by; nothing was left out")
    return t
  end
  local found = find_heads(data, t, o.tolerance, o.heads ~= nil)
  local sums = o.sums and leave_out_sums(data, o.tolerance) or {}
  local sorted = sort_rows(data, found, judge_all(data, o.tolerance), o)
  local cases, kept = sorted.cases, sorted.kept
  if #cases > 0 and o.mismatch == "error" then
    said.raise_different(data, t, cases, not o.sums and sums_that_explain(data, o.tolerance))
  end
  if o.mismatch == "keep" then
    for _, case in ipairs(cases) do kept[case.row] = nil end -- they overlap their parts
  end
  if not o.sums then said.offer_sums(data, t, sums_below.find(data.measures, data.rows, kept, o.tolerance)) end
  local first, second = find_overlap(data, kept)
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
