-- tieouts.lua - sums that are to be equal: of rows of a table, and of others or a number that was printed.
--
-- Each side is a number for each group. A group that one side lacks is a fault, as is a missing cell among the rows of a sum: what lacks a
-- part equals nothing. Whole numbers are compared exactly; others are equal when they differ by less than a billionth of the larger one.
--
-- run.covered notes the cells of which any changed digit would be found: those in a sum that is compared exactly. A cell that both sides of
-- one tie-out add is none of them.

local number = require "lib.base.number"
local rows = require "lib.package.rows"

local tieouts = {}

-- What a side adds up, in words: 'people of "nrm_referrals"'.
local function words_of(side)
  return ('%s of "%s"'):format(side.sum and "the sum of " .. side.sum or side.value, side.resource)
end

local function text_of(value) return value == nil and "missing" or tostring(value) end

-- { [key] = { value =, rows =, lacking =, first =, last =, says = } }, and the keys in order; nil when the table was not read or an expression
-- is wrong, which is a finding.
local function groups_of(run, side, tieout)
  local t = run.tables[side.resource]
  if not t then return nil end
  local resource = run.package.by_name[side.resource]
  local kept, row = rows.numbered(t)
  local value, count, lacking, first, last = rows.free_name(kept, "tie_value"), rows.free_name(kept, "tie_rows"),
    rows.free_name(kept, "tie_lacking"), rows.free_name(kept, "tie_first"), rows.free_name(kept, "tie_last")
  local problem
  if side.where then
    kept, problem = lab.try(kept.filter, kept, side.where)
    if not kept then
      run.wrong_expression(resource, tieout.word .. ', "where"', problem, { tieout.title, side.where })
      return nil
    end
  end
  local asked = {
    { value, side.sum and ("sum(`%s`)"):format(side.sum) or side.value }, { count, "count()" },
    { lacking, side.sum and ("count() - count(`%s`)"):format(side.sum) or "count() - count()" },
    { first, ("min(`%s`)"):format(row) }, { last, ("max(`%s`)"):format(row) },
  }
  local grouped = side.by and kept:group_by(side.by) or kept
  local sums
  sums, problem = lab.try(grouped.summarise, grouped, asked)
  if not sums then
    run.wrong_expression(resource, tieout.word .. (side.sum and ', "sum"' or ', "value"'), problem, { tieout.title })
    return nil
  end
  local groups, keys = { kept = kept, row = row }, {}
  local by, columns = {}, {}
  for k, name in ipairs(side.by or {}) do by[k] = sums:col(name):to_list() end
  for _, name in ipairs { value, count, lacking, first, last } do columns[name] = sums:col(name):to_list() end
  for i = 1, #sums do
    local parts, said = {}, {}
    for k, cells in ipairs(by) do
      parts[k] = text_of(cells[i])
      said[k] = ("%s %s"):format(side.by[k], parts[k])
    end
    local key = table.concat(parts, ", ")
    keys[#keys + 1] = key
    groups[key] = { value = columns[value][i], rows = columns[count][i], lacking = columns[lacking][i], first = columns[first][i],
      last = columns[last][i], says = table.concat(said, ", ") }
  end
  return groups, keys
end

local function rounded(x, tieout)
  if x == nil or not tieout.decimals then return x end
  return lab.round(x, tieout.decimals)
end

local function agree(a, b, tieout)
  a, b = rounded(a, tieout), rounded(b, tieout)
  if math.type(a) == "integer" and math.type(b) == "integer" then return math.abs(a - b) <= (tieout.difference or 0) end
  local apart = math.abs(a - b)
  return apart <= (tieout.difference or 0) + 1e-9 * math.max(math.abs(a), math.abs(b))
end

-- Whether any changed digit of a summand changes whether the sides agree.
local function is_exact(side, tieout) return side.sum ~= nil and not tieout.decimals and not tieout.difference end

-- The set of a run that notes the covered cells of a side's column.
local function covered_by(run, side)
  local resource = run.covered[side.resource] or {}
  run.covered[side.resource] = resource
  local field = resource[side.sum] or {}
  resource[side.sum] = field
  return field
end

-- The rows of the groups that agree, as a set. Where all do, no row has to be asked for its group.
local function rows_of_groups(groups, side, keys, matched)
  local kept, columns, all = groups.kept, {}, true
  for _, key in ipairs(keys) do all = all and matched[key] end
  local numbers, set, parts = kept:col(groups.row):to_list(), {}, {}
  if all then
    for _, row in ipairs(numbers) do set[row] = true end
    return set
  end
  for i, name in ipairs(side.by or {}) do columns[i] = kept:col(name):to_list() end
  for at = 1, #kept do
    for i, column in ipairs(columns) do parts[i] = text_of(column[at]) end
    if matched[table.concat(parts, ", ")] then set[numbers[at]] = true end
  end
  return set
end

local function add(run, tieout, group, side, says, advice)
  local resource = run.package.by_name[side.resource]
  run.findings:add { kind = "fault", rule = "tieouts", resource = resource, about = tieout.word, field = side.sum, row = group and group.first,
    last_row = group and group.last, near = not (group and group.first) and { tieout.title } or nil, value = group and group.value,
    says = ('%s (%s): %s'):format(tieout.title, tieout.word, says), advice = advice }
end

local function in_group(group) return group.says ~= "" and "for " .. group.says .. " " or "" end

-- Whether a group can be compared at all: it has rows, and no cell of them is missing.
local function is_whole(run, tieout, side, group)
  if group.rows == 0 then
    add(run, tieout, group, side, ('%s: no row is %s'):format(words_of(side), side.where or "there"),
      ('Correct "where", or put back the rows that are gone (%s).'):format(run.package.path))
    return false
  end
  if group.value ~= nil and type(group.value) ~= "number" then
    run.wrong_expression(run.package.by_name[side.resource], tieout.word .. ', "value"', ("%s is no number"):format(side.value), { tieout.title })
    return false
  end
  if group.lacking > 0 or group.value == nil then
    local why = side.sum and ("%d of %d cells are missing, so that it is no sum of all"):format(group.lacking, group.rows) or "it has no value"
    add(run, tieout, group, side, ("%s%s: %s"):format(in_group(group), words_of(side), why), 'Fill the cells, or leave these rows out by "where".')
    return false
  end
  return true
end

local function count_of_rows(n) return n == 1 and "1 row" or number.format(n) .. " rows" end

-- Compares one group; right: { value =, says = its description }.
local function compare(run, tieout, left, value, said)
  if agree(left.value, value, tieout) then return true end
  local says = ("%s%s is %s in %s, and %s"):format(in_group(left), words_of(tieout.left), number.format(left.value), count_of_rows(left.rows), said)
  if tieout.decimals then
    says = ("%s; at %d decimals %s and %s"):format(says, tieout.decimals, number.format(rounded(left.value, tieout)), number.format(rounded(value, tieout)))
  end
  if tieout.difference then says = ("%s; they may differ by %s (%s)"):format(says, number.format(tieout.difference), tieout.because) end
  add(run, tieout, left, tieout.left, says, "Look up these figures where they were published: one is not as printed, or a row is gone, there twice or new.")
  return false
end

local function check_literals(run, tieout, groups, keys)
  local right, matched, all = tieout.right, {}, type(tieout.right) == "number"
  for _, key in ipairs(keys) do
    local group, value = groups[key], nil
    if all then value = right else value = right.literals[key] end
    if value == nil then
      add(run, tieout, group, tieout.left, ("%sthere are rows, and no number to compare them with"):format(in_group(group)),
        ('Add it to "equals" in %s, or leave these rows out by "where".'):format(run.package.path))
    elseif is_whole(run, tieout, tieout.left, group) and compare(run, tieout, group, value, ("is to be %s"):format(number.format(value))) then
      matched[key] = true
    end
  end
  if not all then
    local lone = {}
    for key in pairs(right.literals) do
      if not groups[key] then lone[#lone + 1] = key end
    end
    table.sort(lone)
    for _, key in ipairs(lone) do
      add(run, tieout, nil, tieout.left, ("%s: no row is of %s, for which %s is to be %s"):format(words_of(tieout.left), key, tieout.left.sum or "it",
        number.format(right.literals[key])), "Put back the rows that are gone.")
    end
  end
  return matched
end

local function check_sides(run, tieout, groups, keys)
  local others, other_keys = groups_of(run, tieout.right, tieout)
  if not others then return nil end
  local matched = {}
  for _, key in ipairs(keys) do
    local group, other = groups[key], others[key]
    if not other then
      add(run, tieout, group, tieout.left, ("%s%s has no rows to compare with"):format(in_group(group), words_of(tieout.right)),
        'Put back the rows that are gone, or leave these out by "where".')
    elseif is_whole(run, tieout, tieout.left, group) and is_whole(run, tieout, tieout.right, other) then
      matched[key] = compare(run, tieout, group, other.value, ("%s is %s in %s"):format(words_of(tieout.right), number.format(other.value),
        count_of_rows(other.rows))) or nil
    end
  end
  for _, key in ipairs(other_keys) do
    if not groups[key] then
      add(run, tieout, others[key], tieout.right, ("%s%s has no rows to compare with"):format(in_group(others[key]), words_of(tieout.left)),
        'Put back the rows that are gone, or leave these out by "where".')
    end
  end
  return matched, others, other_keys
end

-- Notes the cells that stand on one side alone.
local function cover(run, tieout, matched, groups, keys, others, other_keys)
  if not is_exact(tieout.left, tieout) then return end
  local field, mine = covered_by(run, tieout.left), rows_of_groups(groups, tieout.left, keys, matched)
  local other_field, theirs = nil, {}
  if others and tieout.right.sum then
    other_field, theirs = covered_by(run, tieout.right), rows_of_groups(others, tieout.right, other_keys, matched)
  end
  for row in pairs(mine) do
    if not (other_field == field and theirs[row]) then field[row] = true end
  end
  for row in pairs(theirs) do
    if not (other_field == field and mine[row]) then other_field[row] = true end
  end
end

function tieouts.check(run)
  for _, tieout in ipairs(run.package.tieouts) do
    local groups, keys = groups_of(run, tieout.left, tieout)
    if groups then
      local matched, others, other_keys
      if type(tieout.right) == "table" and tieout.right.resource then
        matched, others, other_keys = check_sides(run, tieout, groups, keys)
      else
        matched = check_literals(run, tieout, groups, keys)
      end
      if matched then cover(run, tieout, matched, groups, keys, others, other_keys) end
    end
  end
end

return tieouts
