-- linked_sums.lua - what a reader of several tables knows of their counts: one system of sums over all of them.
--
--     Table 1                     Table 2
--     force  quarter  people      force  year  people        Kent 2021 Q1 + ... + Kent 2021 Q4 = Kent 2021
--     Kent   2021 Q1  [c]         Kent   2021  15
--
-- A count is known by its column and its keys, { force = "Kent", year = 2021, quarter = 1 }: the same in two tables is one unknown. A row that
-- says Total in a column has no such key, and so is the same as the row of a table that lacks the column. Periods are cut into year, quarter
-- and month whatever their columns are called. The names of its keys are the *shape* of a count.
--
-- Sums are those of each table by itself (known_sums.lua), and where a table has counts of some shape and another one counts with fewer keys,
-- which are of the same release or of one that alone has such: what agrees in these adds up to that. Where more such sums are wrong than right
-- among those that can be seen, the two are of different things; so are equal keys where more counts differ than agree. A count is an
-- interval: shown, rounded, or hidden.

local core = require "slavelab.plain"
local held_back = require "lib.figures.held_back"
local known_sums = require "lib.verbs.disclosure.known_sums"
local lists = require "lib.base.lists"
local made_from = require "lib.figures.lineage.made_from"
local period = require "lib.figures.periods.period"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local row_keys = require "lib.figures.row_keys"
local suggest = require "lib.base.suggest"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"

local linked_sums = {}

-- --- one table: its counts, their keys -------------------------------------------------------------------------------------------------

-- Columns of whole numbers that no verb made from others; the wholes that stand beside shares are looked at with these.
local function counts_of(t)
  local made, names = {}, {}
  for _, one in ipairs(made_from.list(t)) do
    made[one.name] = true
    if one.entry.verb == "share" then made[one.name .. "_total"] = true end
  end
  for _, column in ipairs(roles.list(t)) do
    if column.role == "figure" and column.type == "integer" and not made[column.name] then names[#names + 1] = column.name end
  end
  return names
end

local units = { year = { "year" }, quarter = { "year", "quarter" }, month = { "year", "quarter", "month" } }

-- The parts of a period, a whole number of its kind.
local function cut(kind, at)
  if kind == "year" then return { year = at } end
  if kind == "quarter" then return { year = at // 4, quarter = at % 4 + 1 } end
  return { year = at // 12, quarter = at % 12 // 3 + 1, month = at % 12 + 1 }
end

-- The one column of periods of years, quarters or months as { name =, kind =, index = by row }; nil when there is none, or several.
local function periods_of(t, keys)
  local found
  for _, column in ipairs(roles.list(t)) do
    if #roles.without({ column.name }, keys) == 0 and roles.are_periods(t, column) then
      local series = period.series(t:col(column.name):to_list(), #t)
      if series and units[series.kind] then
        if found then return nil end
        found = { name = column.name, kind = series.kind, index = series.index }
      end
    end
  end
  return found
end

-- "Q3" and 3 of a column "quarter" beside one of years.
local function quarter_number(value)
  local digit = tostring(value):match("^[Qq]?([1-4])$")
  return digit and math.tointeger(tonumber(digit))
end

-- By row the keys of its counts, { name = text }, and how a person reads them.
local function read_keys(t, measures)
  local names, keys, words = roles.keys(t, measures), {}, {}
  local says_total, periods = {}, periods_of(t, names)
  for _, found in ipairs(total_labels.found(t)) do
    local set = {}
    for _, label in ipairs(found.labels) do set[label] = total_labels.prefix(label) == nil end -- "Adult - Total" is a key
    says_total[found.column] = set
  end
  for row = 1, #t do keys[row], words[row] = {}, {} end
  for _, name in ipairs(names) do
    local column, totals = t:col(name), says_total[name]
    local is_quarter = periods and periods.kind == "year" and name:lower() == "quarter"
    for row = 1, #t do
      local value = column[row]
      local of_period = periods and periods.name == name and periods.index[row]
      table.insert(words[row], value == nil and "(missing)" or tostring(value))
      if of_period then
        for unit, number in pairs(cut(periods.kind, of_period)) do keys[row][unit] = tostring(number) end
      elseif is_quarter and value ~= nil and quarter_number(value) then
        keys[row].quarter = tostring(quarter_number(value))
      elseif not (totals and value ~= nil and totals[value]) then
        keys[row][name] = row_keys.of({ { value } }, 1)
      end
    end
  end
  for row = 1, #t do words[row] = #words[row] > 0 and table.concat(words[row], ", ") or ("row %d"):format(row) end
  return keys, words
end

-- The key as one text, of these names of it.
local function key_text(key, names)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = name .. "\2" .. key[name] end
  return table.concat(parts, "\0")
end

-- --- unknowns --------------------------------------------------------------------------------------------------------------------------------

local function root(system, u)
  while system.parent[u] do u = system.parent[u] end
  return u
end

local function new_unknown(system, low, high)
  system.count = system.count + 1
  system.low[system.count], system.high[system.count], system.seen[system.count] = low, high, {}
  return system.count
end

-- What a shown figure lies between that was rounded to multiples of `base`, halves up.
local function rounded_range(value, base) return math.max(0, value - base // 2), value + (base + 1) // 2 - 1 end

-- The interval of a cell, and what the reader sees there; nil when nothing is known to be there.
local function interval(v, row, least)
  local value, marker = v.values[row], v.markers[row]
  if value ~= nil then
    if not v.base or v.base == 1 then return value, value, { value = value } end
    local low, high = rounded_range(value, v.base)
    return low, high, { value = value, rounded = true }
  end
  if marker == "[c]" then return least, math.huge, { marker = marker } end
  if marker == "[z]" then return 0, 0, { marker = marker } end
  if marker == "[low]" and v.base then return 1, math.max(1, (v.base + 1) // 2 - 1), { marker = marker, rounded = true } end
  return 0, math.huge, { marker = marker or "missing" }
end

local function is_shown(system, u) return system.low[u] == system.high[u] end

local function disjoint(system, a, b) return system.low[a] > system.high[b] or system.low[b] > system.high[a] end

-- Two unknowns that are the same from now on.
local function unite(system, a, b)
  a, b = root(system, a), root(system, b)
  if a == b or disjoint(system, a, b) then return end
  system.parent[b] = a
  system.low[a], system.high[a] = math.max(system.low[a], system.low[b]), math.min(system.high[a], system.high[b])
  table.move(system.seen[b], 1, #system.seen[b], #system.seen[a] + 1, system.seen[a])
end

-- --- sums -----------------------------------------------------------------------------------------------------------------------------------------

-- terms: { unknown, factor, ... }; `says`: the row in words, where it is no plain sum.
local function add_row(system, terms, low, high, says) system.rows[#system.rows + 1] = { terms = terms, low = low, high = high, says = says } end

-- cells add up to total; `partial`: to no more than it.
local function add_sum(system, cells, total, partial)
  local terms = { total, 1 }
  for _, u in ipairs(cells) do
    terms[#terms + 1] = u
    terms[#terms + 1] = -1
  end
  add_row(system, terms, 0, partial and math.huge or 0)
end

-- The sums of one table. A total that stands among its parts, with the same keys, is none of the counts that add up to something elsewhere.
local function own_sums(system, t, vectors, keys)
  local function unknown_at(cell) return vectors[(cell - 1) // #t + 1].unknown[(cell - 1) % #t + 1] end
  local function shape_at(cell) return (cell - 1) // #t .. "\1" .. table.concat(suggest.keys(keys[(cell - 1) % #t + 1]), "\0") end
  if #t == 0 then return end
  for _, line in ipairs(known_sums.read(t, { columns = lists.names_of(vectors), by = {} }, vectors).lines) do
    if line.total then
      local cells = {}
      for i, cell in ipairs(line.cells) do cells[i] = unknown_at(cell) end
      add_sum(system, cells, unknown_at(line.total), line.partial)
      if shape_at(line.total) == shape_at(line.cells[1]) then system.among_parts[unknown_at(line.total)] = true end
    end
  end
end

-- How far a figure that is shown with so many places can be off.
local function half_of(places, value) return 0.5 * 10.0 ^ -places + 1e-9 * math.abs(value) end

-- A share or rate of a count: x is about value / scale of the whole.
local function add_ratio(system, x, whole, value, places, scale, says)
  local half = half_of(places, value)
  add_row(system, { x, 1, whole, -(value + half) / scale }, -math.huge, 0, says)
  add_row(system, { x, 1, whole, -(value - half) / scale }, 0, math.huge, says)
end

-- Whether the shares of these rows are all shown and make up the whole, as far as decimals tell: else rows may have been left out since.
local function make_up_all(share, rows)
  local percent = 0
  for _, row in ipairs(rows) do
    if share.values[row] == nil then return false end
    percent = percent + share.values[row]
  end
  return math.abs(percent - 100) <= #rows * half_of(share.places, 100)
end

-- The whole of each group of rows as a column of totals says it.
local function wholes_shown(system, t, made, x, share, total, rows_of)
  local by = made.entry.by
  local group, count = t:group_numbers(by)
  local known, whole, is_said = held_back.totals(t, x, by, group, count), {}, {}
  for row = 1, #t do
    local value, g = total.values[row], group[row]
    whole[row] = value ~= nil and new_unknown(system, value, value) or new_unknown(system, 0, math.huge)
    if value ~= nil and not is_said[g] then
      local cells = {}
      for i, at in ipairs(rows_of(row)) do cells[i] = x.unknown[at] end
      is_said[g] = true
      system.seen[whole[row]][1] = { table = x.entry, value = value, row = row, cell = "the whole" }
      add_sum(system, cells, whole[row], known[g] ~= value and not make_up_all(share, rows_of(row)))
    end
  end
  return whole
end

-- By row the whole that shares are of: as the column of totals says, else the sum of the group.
local function wholes_of(system, t, made, x, share)
  local total, whole, names = made.name .. "_total", {}, t:column_names()
  if #roles.without(made.entry.by, names) > 0 then return whole end
  local rows_of, of_group = vector.groups(t:group_numbers(made.entry.by), #t), {}
  if #roles.without({ total }, names) == 0 then return wholes_shown(system, t, made, x, share, vector.read(t, total), rows_of) end
  for row = 1, #t do
    local rows = rows_of(row)
    if not of_group[rows] then
      local cells = {}
      for i, at in ipairs(rows) do cells[i] = x.unknown[at] end
      of_group[rows] = new_unknown(system, 0, math.huge)
      add_sum(system, cells, of_group[rows], not make_up_all(share, rows))
    end
    whole[row] = of_group[rows]
  end
  return whole
end

local function ratios(system, t, by_name, places, name)
  local names = t:column_names()
  for _, made in ipairs(made_from.list(t)) do
    local entry, x = made.entry, by_name[made.entry.of]
    local base = made.name:match("^(.*)_lower$") or made.name:match("^(.*)_upper$")
    local is_limit = base and #roles.without({ base }, names) == 0
    local v = x and not is_limit and (entry.verb == "share" or entry.verb == "rate" and entry.scale) and vector.read(t, made.name)
    if v then
      v.places = places and places[made.name] or core.measure(v.values, v.rows).places
      local whole = {}
      if entry.verb == "share" then
        whole = wholes_of(system, t, made, x, v)
      elseif by_name[entry.per] then
        whole = by_name[entry.per].unknown
      elseif #roles.without({ entry.per }, names) == 0 then
        local per = vector.read(t, entry.per)
        for row = 1, #t do whole[row] = per.values[row] ~= nil and new_unknown(system, per.values[row], per.values[row]) or nil end
      end
      for row = 1, #t do
        if v.values[row] ~= nil and whole[row] then
          local shown = core.show({ v.values[row] }, nil, 1, v.places, "")[1]
          add_ratio(system, x.unknown[row], whole[row], v.values[row], v.places, entry.verb == "share" and 100 or entry.scale,
            ('its %s, %s, in %s, row %d'):format(made.name, shown, name, row))
        end
      end
    end
  end
end

-- --- several tables ---------------------------------------------------------------------------------------------------------------------------

-- The counts of a table by measure and shape: shapes[measure .. shape] = { names =, cells = { [key text] = unknown }, keys = { key text -> key },
-- measure = }. Keys that tell no rows apart are left out: which row is meant nobody knows.
local function read_shapes(vectors, keys)
  local shapes = {}
  for _, v in ipairs(vectors) do
    for row = 1, v.rows do
      local names = suggest.keys(keys[row])
      local shape = v.name .. "\1" .. table.concat(names, "\0")
      local group = shapes[shape] or { names = names, cells = {}, keys = {}, measure = v.name }
      shapes[shape] = group
      local text = key_text(keys[row], names)
      group.twice = group.twice or group.cells[text] ~= nil
      group.cells[text], group.keys[text] = v.unknown[row], keys[row]
    end
  end
  for shape, group in pairs(shapes) do
    if group.twice then shapes[shape] = nil end
  end
  return shapes
end

local function in_order(map) return ipairs(suggest.keys(map)) end

-- Counts of two tables with the same keys are the same, unless more of those that are shown differ than agree. Of a figure that an earlier
-- release had, it is enough that one agrees: others were revised.
local function link(system, shapes, others, is_earlier)
  for _, shape in in_order(shapes) do
    local here, there = shapes[shape], others[shape]
    if there then
      local agree, differ, pairs_found = 0, 0, {}
      for _, text in in_order(here.cells) do
        local a, b = here.cells[text], there.cells[text]
        if b then
          pairs_found[#pairs_found + 1] = { a, b }
          if disjoint(system, a, b) then differ = differ + 1
          elseif is_shown(system, a) and is_shown(system, b) then agree = agree + 1 end
        end
      end
      if differ == 0 or (is_earlier and agree > 0) or agree > differ then
        for _, pair in ipairs(pairs_found) do unite(system, pair[1], pair[2]) end
      end
    end
  end
end

local function contains(names, part)
  return #part < #names and #roles.without(part, names) == 0
end

-- How many periods a whole has, whose parts have the keys `names` and which has those of `part`; nil when it is no matter of the calendar.
local function periods_in(names, part)
  local has, keeps = lists.set_of(names), lists.set_of(part)
  if not keeps.year or keeps.month then return nil end
  if has.month then return keeps.quarter and 3 or 12 end
  return has.quarter and not keeps.quarter and 4 or nil
end

-- Whether the cells that are seen add up to the total: "right", "wrong", or "unseen".
local function judge(system, cells, total)
  local low, high = 0, 0
  for _, u in ipairs(cells) do
    u = root(system, u)
    low, high = low + system.low[u], high + system.high[u]
  end
  total = root(system, total)
  if low > system.high[total] or high < system.low[total] then return "wrong" end
  return low == high and is_shown(system, total) and "right" or "unseen"
end

-- Counts of one shape and release out of all tables that have some: a list of { release =, names =, measure =, cells =, keys =, tables = by key
-- text }. Tables that differ where they meet, as link() left them, stand apart.
local function pools_of(system, tables)
  local pools, of_shape = {}, {}
  local function fits(pool, shape)
    for text, u in pairs(shape.cells) do
      local other = pool.cells[text]
      if other and root(system, other) ~= root(system, u) then return false end
    end
    return true
  end
  for _, entry in ipairs(tables) do
    for _, name in in_order(entry.shapes) do
      local shape, key = entry.shapes[name], entry.release .. "\1" .. name
      local list, pool = of_shape[key] or {}, nil
      of_shape[key] = list
      for _, one in ipairs(list) do pool = pool or fits(one, shape) and one end
      if not pool then
        pool = { release = entry.release, shape = name, names = shape.names, measure = shape.measure, cells = {}, keys = {}, tables = {} }
        list[#list + 1], pools[#pools + 1] = pool, pool
      end
      for text, u in pairs(shape.cells) do
        pool.cells[text], pool.keys[text] = u, shape.keys[text]
        pool.tables[text] = pool.tables[text] or {}
        pool.tables[text][entry] = true
      end
    end
  end
  return pools
end

-- Whether one table has all of these cells and their total: its own sums say it then.
local function is_own(group, of_total)
  for entry in pairs(of_total) do
    local all = true
    for _, of_cell in ipairs(group.tables) do all = all and of_cell[entry] end
    if all then return true end
  end
  return false
end

-- The counts of one pool that agree in the keys of another, by its key text.
local function groups_of(system, fine, coarse)
  local groups = {}
  for _, text in in_order(fine.cells) do
    local key = key_text(fine.keys[text], coarse.names)
    if coarse.cells[key] and not system.among_parts[fine.cells[text]] then
      local group = groups[key] or { cells = {}, tables = {}, periods = {}, count = 0 }
      groups[key] = group
      table.insert(group.cells, fine.cells[text])
      table.insert(group.tables, fine.tables[text])
      local at = (fine.keys[text].quarter or "") .. "\0" .. (fine.keys[text].month or "")
      if not group.periods[at] then group.periods[at], group.count = true, group.count + 1 end
    end
  end
  return groups
end

-- Adds that groups of the one pool are counts of the other, as far as that can be.
local function add_between(system, fine, coarse)
  local groups, expected = groups_of(system, fine, coarse), periods_in(fine.names, coarse.names)
  local right, wrong, sums = 0, 0, {}
  for _, key in in_order(groups) do
    local group, total = groups[key], coarse.cells[key]
    local verdict = judge(system, group.cells, total)
    local short = expected and group.count < expected -- a year of which some quarters are not here
    if short and verdict ~= "right" then
      local low = 0
      for _, u in ipairs(group.cells) do low = low + system.low[root(system, u)] end
      verdict = low <= system.high[root(system, total)] and "short" or "wrong"
    end
    if verdict == "right" then right = right + 1 elseif verdict == "wrong" then wrong = wrong + 1 end
    if verdict ~= "wrong" and not is_own(group, coarse.tables[key]) then
      sums[#sums + 1] = { cells = group.cells, total = total, short = verdict == "short" }
    end
  end
  if wrong > right then return end
  for _, sum in ipairs(sums) do
    -- That one count alone is a total is believed where others are seen to be.
    if #sum.cells > 1 or right > 0 then add_sum(system, sum.cells, sum.total, sum.short) end
  end
end

local function between(system, tables)
  local pools, has = pools_of(system, tables), {}
  for _, pool in ipairs(pools) do has[pool.release .. "\1" .. pool.shape] = true end
  for _, fine in ipairs(pools) do
    for _, coarse in ipairs(pools) do
      local of_release = coarse.release == fine.release or not has[fine.release .. "\1" .. coarse.shape]
      if of_release and coarse.measure == fine.measure and contains(fine.names, coarse.names) then add_between(system, fine, coarse) end
    end
  end
end

-- --- the whole -----------------------------------------------------------------------------------------------------------------------------------

-- Rounded columns, with what they were rounded to: t:round says it of its results.
local function base_of(t, name)
  local field = (t:about().fields or {})[name]
  return field and field.rounded
end

-- Raises for a column of counts that was read as text because of its [c], which would be taken for labels.
function linked_sums.refuse_texts(entry)
  for _, name in ipairs(core.texts_with(entry.table, { "[c]" }, 5000)) do
    local numbers, others = 0, 0
    local column = entry.table:col(name)
    for _, label in ipairs(column:unique()) do
      if tonumber((label:gsub(",", ""))) then numbers = numbers + 1 elseif not label:find("^%[%a+%]$") then others = others + 1 end
    end
    for row = 1, numbers > 0 and others == 0 and #column or 0 do
      if column[row] == "[c]" then
        raise('disclosure_check: %s, row %d: "%s" is the text "[c]" among counts that were read as text; read it with markers = "gss"',
          entry.name, row, name)
      end
    end
  end
end

-- Whether a table holds back or rounds any count.
function linked_sums.has_secrets(t)
  for _, name in ipairs(counts_of(t)) do
    if base_of(t, name) then return true end
    if t:col(name):missing() > 0 then
      for _, marker in pairs(vector.read(t, name).markers) do
        if marker == "[c]" then return true end
      end
    end
  end
  return false
end

local function read_table(system, entry, least)
  local t, vectors, by_name = entry.table, {}, {}
  local names = counts_of(t)
  local keys, words = read_keys(t, names)
  for c, name in ipairs(names) do
    local v = vector.read(t, name)
    v.base, v.entry, v.unknown, vectors[c], by_name[name] = base_of(t, name), entry, {}, v, v
    for row = 1, v.rows do
      local value = v.values[row]
      if value ~= nil and value < 0 then
        raise('disclosure_check: %s, row %d (%s): "%s" is %s; counts are not below 0', entry.name, row, words[row], name, tostring(value))
      end
      local low, high, seen = interval(v, row, least)
      v.unknown[row] = new_unknown(system, low, high)
      seen.table, seen.row, seen.column, seen.cell = entry, row, name, words[row] .. (#names > 1 and (' "%s"'):format(name) or "")
      table.insert(system.seen[v.unknown[row]], seen)
    end
  end
  own_sums(system, t, vectors, keys)
  ratios(system, t, by_name, entry.places, entry.name)
  entry.shapes = read_shapes(vectors, keys)
end

-- tables: a list of { table =, name =, release = 0 or the number of an earlier one, places = decimals by
-- column, where not all are shown }.
-- Gives by unknown (1 .. count) low, high and seen, where it stands in which table, those that are the same as another one left out (root(u)
-- says which); and rows, { terms = { unknown, factor, ... }, low, high }.
function linked_sums.read(tables, least)
  local system = { count = 0, low = {}, high = {}, seen = {}, parent = {}, rows = {}, among_parts = {} }
  for _, entry in ipairs(tables) do read_table(system, entry, least) end
  for i, entry in ipairs(tables) do
    for j = 1, i - 1 do link(system, entry.shapes, tables[j].shapes, entry.release ~= tables[j].release) end
  end
  between(system, tables)
  function system.root(u) return root(system, u) end
  return system
end

return linked_sums
