-- Random chains of verbs over random tables, beside a model that knows nothing of the engine: plain tables of Lua whose cells are
-- { v = value, s = set of the ids of sources }. Of every cell of the result the engine names just the sources that the model has.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local seed = tonumber(os.getenv("LINEAGE_SEED")) or 20190325
local chains = tonumber(os.getenv("LINEAGE_CHAINS")) or 250
local random = math.random

-- --- sets -----------------------------------------------------------------------------------------------------------------------

local function union(...)
  local all = {}
  for i = 1, select("#", ...) do
    for id in pairs((select(i, ...)) or {}) do all[id] = true end
  end
  return all
end

local function text_of(set)
  local ids = {}
  for id in pairs(set) do ids[#ids + 1] = id end
  table.sort(ids)
  return table.concat(ids, " ")
end

local function cell(v, s) return { v = v, s = v == nil and {} or s or {} } end
local none = { s = {} }

-- --- the model ------------------------------------------------------------------------------------------------------------------
-- { names = list, kinds = { name = "int" or "text" or "number" }, rows = { { r = set behind the row, name = cell, ... }, ... } }

local function model_of(names, kinds, rows) return { names = names, kinds = kinds, rows = rows } end

local function copy(row)
  local new = {}
  for key, value in pairs(row) do new[key] = value end
  return new
end

local function with_column(m, name, kind, cell_of)
  local names, kinds, rows = table.move(m.names, 1, #m.names, 1, {}), copy(m.kinds), {}
  if not kinds[name] then names[#names + 1] = name end
  kinds[name] = kind
  for i, row in ipairs(m.rows) do
    rows[i] = copy(row)
    rows[i][name] = cell_of(row, i)
  end
  return model_of(names, kinds, rows)
end

-- Only the named columns, in that order.
local function narrow(m, names)
  local kinds, rows = {}, {}
  for _, name in ipairs(names) do kinds[name] = m.kinds[name] end
  for i, row in ipairs(m.rows) do
    rows[i] = { r = row.r }
    for _, name in ipairs(names) do rows[i][name] = row[name] end
  end
  return model_of(names, kinds, rows)
end

local function keep(m, is_kept)
  local rows = {}
  for i, row in ipairs(m.rows) do
    if is_kept(row, i) then rows[#rows + 1] = row end
  end
  return model_of(m.names, m.kinds, rows)
end

-- The rows of a table may be the same table of Lua more than once (take): each is given one of its own.
local function apart(m)
  local rows = {}
  for i, row in ipairs(m.rows) do rows[i] = copy(row) end
  return model_of(m.names, m.kinds, rows)
end

local function get(row, name) return row[name] or none end

-- Keys in the order of groups: numbers and texts rise, missing is last.
local function before(a, b)
  if a == b then return nil end
  if a == nil or b == nil then return b == nil end
  return a < b
end

local function groups_of(m, keys)
  local list, by_text = {}, {}
  for i, row in ipairs(m.rows) do
    local texts = {}
    for k, key in ipairs(keys) do texts[k] = type(get(row, key).v) .. tostring(get(row, key).v) end
    local text = table.concat(texts, "\0")
    if not by_text[text] then
      by_text[text] = { rows = {}, places = {} }
      list[#list + 1] = by_text[text]
    end
    local group = by_text[text]
    group.rows[#group.rows + 1], group.places[#group.places + 1] = row, i
  end
  table.sort(list, function(a, b)
    for _, key in ipairs(keys) do
      local earlier = before(get(a.rows[1], key).v, get(b.rows[1], key).v)
      if earlier ~= nil then return earlier end
    end
    return false
  end)
  return list
end

-- What a key of a group is: its value, of all rows.
local function key_cell(group, key)
  local s = {}
  for _, row in ipairs(group.rows) do s = union(s, get(row, key).s) end
  return cell(get(group.rows[1], key).v, s)
end

local function sum_of(rows, name)
  local sum, s = nil, {}
  for _, row in ipairs(rows) do
    local one = get(row, name)
    if one.v ~= nil then sum, s = (sum or 0) + one.v, union(s, one.s) end
  end
  return cell(sum, s)
end

local function rows_behind(rows)
  local s = {}
  for _, row in ipairs(rows) do s = union(s, row.r) end
  return s
end

local function summarise(m, keys, made)
  local names, kinds, rows = {}, {}, {}
  for _, key in ipairs(keys) do names[#names + 1], kinds[key] = key, m.kinds[key] end
  for _, one in ipairs(made) do names[#names + 1], kinds[one[1]] = one[1], one[2] end
  local groups = groups_of(m, keys)
  if #keys == 0 then groups = { { rows = m.rows } } end
  for g, group in ipairs(groups) do
    local row = { r = rows_behind(group.rows) }
    for _, key in ipairs(keys) do row[key] = key_cell(group, key) end
    for _, one in ipairs(made) do row[one[1]] = one[3](group.rows) end
    rows[g] = row
  end
  return model_of(names, kinds, rows)
end

-- --- tables to begin with -------------------------------------------------------------------------------------------------------

local sources = {}
for i = 1, 12 do sources[i] = { name = "s" .. i, title = "Source " .. i } end

local function maybe(value) return random(5) > 1 and value or nil end

local function new_table(names, kinds, rows, engine_rows)
  local types = {}
  for name, kind in pairs(kinds) do types[name] = kind == "int" and "integer" or kind end
  engine_rows.columns, engine_rows.types = names, types
  return { t = lab.table(engine_rows):with_sources(sources, "source"):drop("source"), m = model_of(table.move(names, 1, #names - 1, 1, {}), kinds, rows) }
end

local areas, years = { "Avon", "Essex", "Kent" }, { 2019, 2020, 2021 }

local function figures()
  local engine, rows = {}, {}
  for i = 1, random(0, 9) do
    local id = "s" .. random(1, 8)
    local one = { area = areas[random(3)], year = years[random(3)], x = maybe(random(0, 9)), y = maybe(random(0, 9)) }
    engine[i] = { area = one.area, year = one.year, x = one.x, y = one.y, source = id }
    rows[i] = { r = { [id] = true } }
    for name, v in pairs(one) do rows[i][name] = cell(v, { [id] = true }) end
  end
  return new_table({ "area", "year", "x", "y", "source" }, { area = "text", year = "int", x = "int", y = "int", source = "text" }, rows, engine)
end

-- A row for each area or for some of them.
local function people()
  local engine, rows = {}, {}
  for _, area in ipairs(areas) do
    if random(4) > 1 then
      local id, w = "s" .. random(7, 12), maybe(random(1, 9))
      engine[#engine + 1] = { area = area, w = w, source = id }
      rows[#rows + 1] = { r = { [id] = true }, area = cell(area, { [id] = true }), w = cell(w, { [id] = true }) }
    end
  end
  return new_table({ "area", "w", "source" }, { area = "text", w = "int", source = "text" }, rows, engine)
end

-- --- verbs: each does the same to a table and to its model, and says in words what it did; nil when it does not apply --------------

local fresh = 0
local function new_name()
  fresh = fresh + 1
  return "c" .. fresh
end

local function some(m, kind)
  local list = {}
  for _, name in ipairs(m.names) do
    if m.kinds[name] == kind and name ~= "year" then list[#list + 1] = name end
  end
  return #list > 0 and list[random(#list)] or nil
end

local function has(m, ...)
  for _, name in ipairs { ... } do
    if not m.kinds[name] then return false end
  end
  return true
end

local verbs = {}

function verbs.filter(t, m)
  local x, k = some(m, "int"), random(0, 6)
  if not x then return end
  local text = ("%s > %d"):format(x, k)
  return t:filter(text), keep(m, function(row) return get(row, x).v ~= nil and get(row, x).v > k end), "filter " .. text
end

function verbs.keep_of_group(t, m)
  local x = some(m, "int")
  if not x or not has(m, "area") then return end
  local kept = {}
  m = apart(m)
  for _, group in ipairs(groups_of(m, { "area" })) do
    local most
    for _, row in ipairs(group.rows) do
      local v = get(row, x).v
      most = v and math.max(most or v, v) or most
    end
    for _, row in ipairs(group.rows) do kept[row] = get(row, x).v ~= nil and get(row, x).v == most end
  end
  return t:group_by("area"):filter(("%s == max(%s)"):format(x, x)), keep(m, function(row) return kept[row] end), "group_by area, filter max " .. x
end

function verbs.sort(t, m)
  local x = m.names[random(#m.names)]
  if m.kinds[x] == "number" then return end -- of quotients the model has only whether they are there
  local rows = {}
  for i, row in ipairs(m.rows) do rows[i] = { row = row, place = i } end
  table.sort(rows, function(a, b)
    local earlier = before(get(a.row, x).v, get(b.row, x).v)
    if earlier == nil then return a.place < b.place end
    return earlier
  end)
  for i, one in ipairs(rows) do rows[i] = one.row end
  return t:sort(x), model_of(m.names, m.kinds, rows), "sort " .. x
end

function verbs.slice(t, m)
  local first = random(1, 4)
  local last = first + random(0, 6)
  return t:slice(first, last), keep(m, function(_, i) return i >= first and i <= last end), ("slice %d %d"):format(first, last)
end

function verbs.heads(t, m)
  if not has(m, "area") then return end
  local kept = {}
  m = apart(m)
  for _, group in ipairs(groups_of(m, { "area" })) do kept[group.rows[1]] = true end
  return t:group_by("area"):head(1), keep(m, function(row) return kept[row] end), "group_by area, head 1"
end

function verbs.take(t, m)
  if #m.rows == 0 then return end
  local list, rows = {}, {}
  for i = 1, random(1, 6) do
    list[i] = random(#m.rows)
    rows[i] = m.rows[list[i]]
  end
  return t:take(list), model_of(m.names, m.kinds, rows), "take " .. table.concat(list, " ")
end

function verbs.distinct(t, m)
  if not has(m, "area") then return end
  local seen = {}
  return t:distinct("area"), keep(m, function(row)
    local v = get(row, "area").v or false
    local first = not seen[v]
    seen[v] = true
    return first
  end), "distinct area"
end

function verbs.distinct_rows(t, m)
  local seen = {}
  for _, kind in pairs(m.kinds) do
    if kind == "number" then return end
  end
  return t:distinct(), keep(m, function(row)
    local texts = {}
    for i, name in ipairs(m.names) do texts[i] = type(get(row, name).v) .. tostring(get(row, name).v) end
    local text = table.concat(texts, "\0")
    local first = not seen[text]
    seen[text] = true
    return first
  end), "distinct"
end

function verbs.rename(t, m)
  local x, name = some(m, "int"), new_name()
  if not x then return end
  local names, kinds, rows = {}, copy(m.kinds), {}
  for i, one in ipairs(m.names) do names[i] = one == x and name or one end
  kinds[name], kinds[x] = "int", nil
  for i, row in ipairs(m.rows) do
    rows[i] = copy(row)
    rows[i][name], rows[i][x] = row[x], nil
  end
  return t:rename { [x] = name }, model_of(names, kinds, rows), "rename " .. x
end

function verbs.drop(t, m)
  if #m.names < 4 then return end
  local x = some(m, "int")
  if not x then return end
  local names = {}
  for _, one in ipairs(m.names) do
    if one ~= x then names[#names + 1] = one end
  end
  return t:drop(x), narrow(m, names), "drop " .. x
end

local scalars = {
  function(x, y) return ("%s + %s"):format(x, y), function(a, b)
    return cell(a.v ~= nil and b.v ~= nil and a.v + b.v or nil, union(a.s, b.s))
  end end,
  function(x, y) return ("coalesce(%s, %s + 1)"):format(x, y), function(a, b)
    if a.v ~= nil then return a end
    return cell(b.v ~= nil and b.v + 1 or nil, b.s)
  end end,
  function(x, y) return ("if_else(%s > 4, %s, 0)"):format(x, y), function(a, b)
    if a.v == nil then return none end
    return a.v > 4 and cell(b.v, union(a.s, b.s)) or cell(0, a.s)
  end end,
  function(x, y) return ("case_when(%s is missing, 7, %s > 3, %s)"):format(x, y, x), function(a, b)
    if a.v == nil then return cell(7, {}) end
    return b.v ~= nil and b.v > 3 and cell(a.v, union(a.s, b.s)) or none
  end end,
}

function verbs.mutate(t, m)
  local x, y, name = some(m, "int"), some(m, "int"), random(3) == 1 and some(m, "int") or new_name()
  if not x then return end
  local text, of = scalars[random(#scalars)](x, y)
  return t:mutate(("%s = %s"):format(name, text)), with_column(m, name, "int", function(row) return of(get(row, x), get(row, y)) end),
    ("mutate %s = %s"):format(name, text)
end

-- Two at once, the second of which sees the first.
function verbs.mutate_two(t, m)
  local x, y, a, b = some(m, "int"), some(m, "int"), new_name(), new_name()
  if not x then return end
  local after = with_column(m, a, "int", function(row) return cell(get(row, x).v and get(row, x).v * 2, get(row, x).s) end)
  after = with_column(after, b, "int", function(row)
    local one, other = get(row, a), get(row, y)
    return cell(one.v and other.v and one.v - other.v, union(one.s, other.s))
  end)
  return t:mutate(("%s = %s * 2"):format(a, x), ("%s = %s - $k * 0 - %s"):format(b, a, y), { k = 1 }), after, ("mutate two of %s, %s"):format(x, y)
end

function verbs.mutate_function(t, m)
  local x, name = some(m, "int"), new_name()
  if not x then return end
  local function same(r) return r[x] end
  if #m.rows == 0 then return end -- a function that never ran gives texts
  local any = false
  for _, row in ipairs(m.rows) do any = any or get(row, x).v ~= nil end
  if not any then return end
  return t:mutate { { name, same } }, with_column(m, name, "int", function(row) return get(row, x) end), "mutate by a function of " .. x
end

function verbs.put(t, m)
  local x, name = some(m, "int"), new_name()
  if not x then return end
  local values = t:col(x):to_list()
  return t:put(name, values, { type = "integer", from = { x } }), with_column(m, name, "int", function(row) return get(row, x) end), "put " .. x
end

local function by_group(m, keys, name, kind, cells_of)
  local made = {}
  for _, group in ipairs(#keys > 0 and groups_of(m, keys) or { { rows = m.rows } }) do
    for i, row in ipairs(group.rows) do made[row] = { group.rows, i } end
  end
  return with_column(m, name, kind, function(row) return cells_of(row, made[row][1], made[row][2]) end)
end

local windows = {
  { "sum(%s)", function(x) return function(_, rows) return sum_of(rows, x) end end },
  { "%s - min(%s)", function(x) return function(row, rows)
    local least
    for _, one in ipairs(rows) do
      if get(one, x).v ~= nil then least = math.min(least or get(one, x).v, get(one, x).v) end
    end
    return cell(get(row, x).v ~= nil and get(row, x).v - least or nil, union(get(row, x).s, sum_of(rows, x).s))
  end end },
  { "lag(%s)", function(x) return function(_, rows, i) return i > 1 and get(rows[i - 1], x) or none end end },
  { "lead(%s, 2)", function(x) return function(_, rows, i) return rows[i + 2] and get(rows[i + 2], x) or none end end },
  { "roll_sum(%s, 2)", function(x) return function(row, rows, i)
    local last = i > 1 and get(rows[i - 1], x) or none
    local here = get(row, x)
    return cell(last.v and here.v and last.v + here.v, union(last.s, here.s))
  end end },
  { "cumsum(%s)", function(x) return function(row, rows, i)
    if get(row, x).v == nil then return none end
    return sum_of(table.move(rows, 1, i, 1, {}), x)
  end end },
  { "rank(%s)", function(x) return function(row, rows)
    local here, rank = get(row, x).v, 1
    if here == nil then return none end
    for _, one in ipairs(rows) do
      if get(one, x).v ~= nil and get(one, x).v < here then rank = rank + 1 end
    end
    return cell(rank, sum_of(rows, x).s)
  end end },
  { "first(%s)", function(x) return function(_, rows) return get(rows[1], x) end end },
  { "count()", function() return function(_, rows) return cell(#rows, rows_behind(rows)) end end },
}

function verbs.mutate_in_groups(t, m)
  local x, name = some(m, "int"), new_name()
  if not x or not has(m, "area") then return end
  local window = windows[random(#windows)]
  local keys = random(3) > 1 and { "area" } or {}
  local expression = window[1]:gsub("%%s", x)
  local grouped = #keys > 0 and t:group_by(keys) or t
  return grouped:mutate(("%s = %s"):format(name, expression)), by_group(apart(m), keys, name, "int", window[2](x)),
    ("mutate %s = %s by %s"):format(name, expression, tostring(keys[1]))
end

function verbs.summarise(t, m)
  local x, y, keys = some(m, "int"), some(m, "int"), {}
  if not x then return end
  for _, key in ipairs { "area", "year" } do
    if has(m, key) and random(3) > 1 then keys[#keys + 1] = key end
  end
  local a, b, c, d, e = new_name(), new_name(), new_name(), new_name(), new_name()
  local made = {
    { a, "int", function(rows) return sum_of(rows, x) end },
    { b, "int", function(rows) return cell(#rows, rows_behind(rows)) end },
    { c, "int", function(rows)
      local one, other = sum_of(rows, x), sum_of(rows, y)
      return cell(one.v and other.v and one.v + other.v, union(one.s, other.s))
    end },
    { d, "int", function(rows) return rows[#rows] and get(rows[#rows], y) or none end },
    { e, "int", function(rows)
      local sum, s = nil, {}
      for _, row in ipairs(rows) do
        local one, other = get(row, x), get(row, y)
        if one.v ~= nil then
          local v = one.v > 2 and other.v or one.v <= 2 and 0 or nil
          if v ~= nil then sum, s = (sum or 0) + v, union(s, one.s, one.v > 2 and other.s or {}) end
        end
      end
      return cell(sum, s)
    end },
  }
  local grouped = #keys > 0 and t:group_by(keys) or t
  return grouped:summarise(("%s = sum(%s)"):format(a, x), b .. " = count()", ("%s = sum(%s) + sum(%s)"):format(c, x, y),
    ("%s = last(%s)"):format(d, y), ("%s = sum(if_else(%s > 2, %s, 0))"):format(e, x, y)), summarise(m, keys, made),
    ("summarise %s, %s by %s"):format(x, y, table.concat(keys, " "))
end

function verbs.join(t, m)
  if not has(m, "area") or has(m, "w") then return end
  local other, how = people(), random(2) == 1 and "left" or "inner"
  local of_area = {}
  for _, row in ipairs(other.m.rows) do of_area[row.area.v] = row end
  local names, kinds, rows = table.move(m.names, 1, #m.names, 1, {}), copy(m.kinds), {}
  names[#names + 1], kinds.w = "w", "int"
  for _, row in ipairs(m.rows) do
    local found = of_area[get(row, "area").v or false]
    if found or how == "left" then
      local made = copy(row)
      made.w, made.r = found and found.w or none, union(row.r, found and found.r)
      rows[#rows + 1] = made
    end
  end
  return t:join(other.t, { on = "area", how = how }), model_of(names, kinds, rows), "join " .. how
end

function verbs.full_join(t, m)
  if not has(m, "area") or has(m, "w") then return end
  local other = people()
  local of_area, met, rows = {}, {}, {}
  for _, row in ipairs(other.m.rows) do of_area[row.area.v] = row end
  local names, kinds = table.move(m.names, 1, #m.names, 1, {}), copy(m.kinds)
  names[#names + 1], kinds.w = "w", "int"
  for i, row in ipairs(m.rows) do
    local found = of_area[get(row, "area").v or false]
    if found then met[found] = true end
    rows[i] = copy(row)
    rows[i].w, rows[i].r = found and found.w or none, union(row.r, found and found.r)
  end
  for _, row in ipairs(other.m.rows) do
    if not met[row] then rows[#rows + 1] = { r = row.r, area = row.area, w = row.w } end
  end
  return t:join(other.t, { on = "area", how = "full" }), model_of(names, kinds, rows), "join full"
end

function verbs.semi_join(t, m)
  if not has(m, "area") then return end
  local other, there = people(), {}
  for _, row in ipairs(other.m.rows) do there[row.area.v] = true end
  return t:join(other.t, { on = "area", how = "semi" }), keep(m, function(row) return there[get(row, "area").v or false] end), "join semi"
end

function verbs.append(t, m)
  if #m.rows > 30 then return end
  local other = figures()
  for _, name in ipairs(other.m.names) do
    if m.kinds[name] and m.kinds[name] ~= other.m.kinds[name] then return end
  end
  local names, kinds, rows = table.move(m.names, 1, #m.names, 1, {}), copy(m.kinds), table.move(m.rows, 1, #m.rows, 1, {})
  for _, name in ipairs(other.m.names) do
    if not kinds[name] then names[#names + 1], kinds[name] = name, other.m.kinds[name] end
  end
  for _, row in ipairs(other.m.rows) do rows[#rows + 1] = row end
  return t:append(other.t), model_of(names, kinds, rows), "append"
end

function verbs.pivot(t, m)
  local x = some(m, "int")
  if not x or not has(m, "area", "year") or x == "year" then return end
  for _, row in ipairs(m.rows) do
    if get(row, "area").v == nil or get(row, "year").v == nil then return end
  end
  local name = new_name()
  local long = summarise(m, { "area", "year" }, { { name, "int", function(rows) return sum_of(rows, x) end } })
  local labels, rows, of_year = {}, {}, {}
  for _, row in ipairs(long.rows) do
    labels[row.area.v] = true
    local year = row.year.v
    if not of_year[year] then
      of_year[year] = { r = {}, year = cell(year, {}) }
      rows[#rows + 1] = of_year[year]
    end
    local wide = of_year[year]
    wide.r, wide.year = union(wide.r, row.r), cell(year, union(wide.year.s, row.year.s))
    wide[row.area.v] = row[name]
  end
  if #rows == 0 then return end
  local names, kinds = { "year" }, { year = "int" }
  for _, area in ipairs(areas) do
    if labels[area] then names[#names + 1], kinds[area] = area, "int" end
  end
  return t:group_by("area", "year"):summarise(("%s = sum(%s)"):format(name, x)):pivot { names = "area", values = name },
    model_of(names, kinds, rows), "pivot " .. x
end

function verbs.unpivot(t, m)
  local x, y = some(m, "int"), some(m, "int")
  if not x or x == y or has(m, "what") or has(m, "val") then return end
  local names, kinds, rows = {}, { what = "text", val = "int" }, {}
  for _, name in ipairs(m.names) do
    if name ~= x and name ~= y then names[#names + 1], kinds[name] = name, m.kinds[name] end
  end
  names[#names + 1], names[#names + 2] = "what", "val"
  for _, row in ipairs(m.rows) do
    for _, one in ipairs { x, y } do
      local made = copy(row)
      made.what, made.val = cell(one, {}), get(row, one)
      rows[#rows + 1] = made
    end
  end
  return t:unpivot { columns = { x, y }, names = "what", values = "val" }, narrow(model_of(names, kinds, rows), names), ("unpivot %s %s"):format(x, y)
end

function verbs.fill_down(t, m)
  local x = some(m, "int")
  if not x then return end
  local last = none
  return t:fill_down(x), with_column(m, x, "int", function(row)
    if get(row, x).v ~= nil then last = get(row, x) end
    return last
  end), "fill_down " .. x
end

function verbs.complete(t, m)
  if not has(m, "area", "year") then return end
  local seen, found, rows = {}, { area = {}, year = {} }, table.move(m.rows, 1, #m.rows, 1, {})
  for _, row in ipairs(m.rows) do
    local area, year = get(row, "area").v, get(row, "year").v
    if area == nil or year == nil then return end
    seen[area .. year], found.area[area], found.year[year] = true, true, true
  end
  for _, area in ipairs(areas) do
    for _, year in ipairs(years) do
      if found.area[area] and found.year[year] and not seen[area .. year] then
        rows[#rows + 1] = { r = {}, area = cell(area, {}), year = cell(year, {}) }
      end
    end
  end
  return t:complete("area", "year"), model_of(m.names, m.kinds, rows), "complete"
end

-- --- verbs written in Lua ---------------------------------------------------------------------------------------------------------

function verbs.share(t, m)
  local x, name = some(m, "int"), new_name()
  if not x or not has(m, "area") then return end
  for _, row in ipairs(m.rows) do
    if get(row, x).v and get(row, x).v < 0 then return end
  end
  local whole = by_group(apart(m), { "area" }, name, "number", function(row, rows)
    local all = true
    for _, one in ipairs(rows) do all = all and get(one, x).v ~= nil end
    local sum = sum_of(rows, x)
    return all and sum.v > 0 and cell("any", sum.s) or none
  end)
  local total = by_group(whole, { "area" }, name .. "_total", "int", function(_, rows)
    for _, one in ipairs(rows) do
      if get(one, x).v == nil then return none end
    end
    return sum_of(rows, x)
  end)
  return t:share { of = x, by = "area", as = name }, total, "share " .. x
end

function verbs.change(t, m)
  local x, name, made = some(m, "int"), new_name(), new_name()
  if not x or not has(m, "area", "year") then return end
  local after = summarise(m, { "area", "year" }, { { made, "int", function(rows) return sum_of(rows, x) end } })
  local at = {}
  for _, row in ipairs(after.rows) do
    if row.area.v == nil or row.year.v == nil then return end
    at[row.area.v .. row.year.v] = row
  end
  if #after.rows == 0 then return end
  after = with_column(after, name, "number", function(row)
    local last = at[row.area.v .. row.year.v - 1]
    if not last or last[made].v == nil or row[made].v == nil or last[made].v <= 0 then return none end
    return cell("any", union(last[made].s, row[made].s))
  end)
  return t:group_by("area", "year"):summarise(("%s = sum(%s)"):format(made, x)):change { of = made, over = "year", by = "area", as = name },
    after, "change " .. x
end

function verbs.suppress(t, m)
  local x = some(m, "int")
  if not x then return end
  for _, row in ipairs(m.rows) do
    if get(row, x).v and get(row, x).v < 0 then return end
  end
  return t:suppress { x, below = 3, secondary = false }, with_column(m, x, "int", function(row)
    local v = get(row, x).v
    return v ~= nil and (v == 1 or v == 2) and none or get(row, x)
  end), "suppress " .. x
end

function verbs.round(t, m)
  local x = some(m, "int")
  if not x then return end
  return t:round(x, { base = 5 }), with_column(m, x, "int", function(row)
    local v = get(row, x).v
    return v == nil and none or cell(math.tointeger((v + (v < 0 and 2 or 2)) // 5 * 5), get(row, x).s)
  end), "round " .. x
end

function verbs.totals(t, m)
  local x = some(m, "int")
  if not x or not has(m, "area") or m.kinds.area ~= "text" then return end
  local sum, any = sum_of(m.rows, x), false
  for _, row in ipairs(m.rows) do
    any = any or get(row, x).v == nil
    if get(row, "area").v == "Total" then return end
  end
  if #m.rows == 0 then return end
  local rows = table.move(m.rows, 1, #m.rows, 1, {})
  -- A total is a row of the engine's that was the first of its group: that row stands behind it for who counts rows.
  rows[#rows + 1] = { r = m.rows[1].r, area = cell("Total", {}), [x] = any and none or sum }
  return t:select("area", x):totals { "area", of = x }, narrow(model_of({}, m.kinds, rows), { "area", x }), "totals " .. x
end

-- --- the comparison ---------------------------------------------------------------------------------------------------------------

local names_of_verbs = {}
for name in pairs(verbs) do names_of_verbs[#names_of_verbs + 1] = name end
table.sort(names_of_verbs)

local function ids_of(list)
  local set = {}
  for _, one in ipairs(list) do set[one.name] = true end
  return text_of(set)
end

local function traced(t, row, name)
  local set = {}
  for one in t:trace(row, name):rows() do set[one.source] = true end
  return text_of(set)
end

local function compare(t, m, said)
  check.equal(t:column_names(), m.names, said)
  check.equal(#t, #m.rows, said)
  for i, row in ipairs(m.rows) do
    local alone = t:slice(i, i)
    for _, name in ipairs(m.names) do
      local here, wanted = ("%s\n    row %d, column %s"):format(said, i, name), get(row, name)
      local value = t:col(name)[i]
      if wanted.v == "any" then check.equal(value ~= nil, true, here) else check.equal(value, wanted.v, here) end
      check.equal(ids_of(alone:sources(name)), text_of(wanted.s), here)
      check.equal(traced(t, i, name), text_of(wanted.s), here .. ", traced")
    end
  end
  for _, name in ipairs(m.names) do
    local all = {}
    for _, row in ipairs(m.rows) do all = union(all, get(row, name).s) end
    check.equal(ids_of(t:sources(name)), text_of(all), said .. "\n    column " .. name)
  end
end

check.test("of every cell the engine names just the sources of the rows it was made from", function()
  math.randomseed(seed)
  local used, cells = {}, 0
  for chain = 1, chains do
    local start = figures()
    local t, m, steps = start.t, start.m, {}
    for _ = 1, random(1, 6) do
      local name = names_of_verbs[random(#names_of_verbs)]
      local after, model, said = verbs[name](t, m)
      if after then
        t, m, steps[#steps + 1] = after, model, said
        used[name] = (used[name] or 0) + 1
      end
    end
    compare(t, m, ("chain %d of seed %d:\n    %s"):format(chain, seed, table.concat(steps, "\n    ")))
    cells = cells + #m.rows * #m.names
  end
  for _, name in ipairs(names_of_verbs) do check.equal((used[name] or 0) > 0, true, name .. " was never used") end
  check.equal(cells > chains, true)
end)

check.run()
