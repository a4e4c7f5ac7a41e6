-- total_rows.lua - rows whose label says Total: what they are totals of, and whether they add up.
--
--     masks    bit d: the row says Total in dimension d, a text column that has such labels
--     codes    the number of each label, by key column; those with totals come first
--
-- The parts of a row are the rows that have other labels where it says Total and the same in all other key columns; with several such
-- columns, in one of them or in several at once. Rows in no_parts, sub-totals found by other means, are parts of nothing.

local roles = require "lib.figures.roles"
local sums_below = require "lib.figures.totals.sums_below"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local total_rows = {}

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

-- What the table says, as far as totals need it: masks[row] has bit d set when dimension d says Total;
-- codes[k][row] is the number of the row's label in key column k, and the key columns with totals come first.
function total_rows.read(t, o)
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

-- --- all of them ---------------------------------------------------------------------------------------------------------

-- By row that says Total and stands above no parts: what it is.
function total_rows.judge(data, tolerance)
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

-- Two rows overlap when every key is equal or a total in one of them. Rows of the same mask with equal labels are
-- duplicates, which are not totals.
function total_rows.overlap(data, kept)
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

return total_rows
