-- sources.lua - t:sources(): the publications behind the figures of a table.
--
--     force  n   source          n of Kent is of source a, as its row says; n of a table without such a column is of all its sources
--     Kent   12  a
--
-- In a table where figures begin (lineage.lua) a cell is of the source that its row names: in the column that the field's `source` says, or
-- else in the source column of the table. Where rows name none, it is of all sources of the table.

local core = require "slavelab.lineage"
local lineage = require "lib.figures.lineage.lineage"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local sources = {}

-- Where figures begin, how a column of the table names its sources: the column for its cells, that for rows, the list by name, all of it.
local function naming(view, name)
  local about = view.t:about()
  local field = name and about.fields and about.fields[name]
  local by_name, all = {}, about.sources or {}
  for _, source in ipairs(all) do
    if type(source) == "table" and source.name then by_name[source.name] = { source } end
  end
  return { own = field and field.source and view.columns[field.source], column = about.source_column and view.columns[about.source_column],
    by_name = by_name, all = all, none = {} }
end

-- The sources of a cell where figures begin, as a list: the same one for the same name.
function sources.of_cell(view, name, row)
  view.naming = view.naming or {}
  local key = name or view
  local how = view.naming[key]
  if not how then
    how = naming(view, name)
    view.naming[key] = how
  end
  local id = how.own and how.own[row] or nil
  if id == nil and how.column then id = how.column[row] end
  if id == nil then return how.column and how.none or how.all end
  return how.by_name[id] or how.all -- a name of no source: the column was written anew, and says nothing
end

-- Sets of sources: two equal ones are the same table, so that a set of a set is found and not made again.
local function new_sets()
  local sets, number, count, known, united = {}, {}, 0, {}, {}
  local function of_numbers(numbers)
    table.sort(numbers)
    local key = table.concat(numbers, " ")
    known[key] = known[key] or { key = key, numbers = numbers }
    return known[key]
  end
  local source_of, of_list = {}, {}
  function sets.of(list)
    if of_list[list] ~= nil then return of_list[list] or nil end
    local numbers = {}
    for i, source in ipairs(list) do
      if not number[source] then
        count = count + 1
        number[source], source_of[count] = count, source
      end
      numbers[i] = number[source]
    end
    of_list[list] = #numbers > 0 and of_numbers(numbers)
    return of_list[list] or nil
  end
  local function union(a, b)
    if a == b then return a end
    local key = a.key .. "|" .. b.key
    if not united[key] then
      local seen, numbers = {}, {}
      for _, set in ipairs { a, b } do
        for _, one in ipairs(set.numbers) do
          if not seen[one] then seen[one], numbers[#numbers + 1] = true, one end
        end
      end
      united[key] = of_numbers(numbers)
    end
    return united[key]
  end
  function sets.union(list)
    local all, met = list[1], {}
    for _, set in ipairs(list) do
      if not met[set] then all, met[set] = union(all, set), true end
    end
    return all
  end
  function sets.list(set)
    local list = {}
    for i, one in ipairs(set.numbers) do list[i] = source_of[one] end
    return list
  end
  return sets
end

local function read_columns(t, given)
  if given == nil then return nil end
  if type(given) == "string" then given = { given } end
  if type(given) ~= "table" then raise("sources: columns is a name or a list of names, not a %s", type(given)) end
  local names, there = {}, t:column_names()
  for i, name in ipairs(lists.list(given, "sources: columns")) do
    local found = false
    for _, have in ipairs(there) do found = found or have == name end
    if not found then raise('sources: no column "%s"%s', tostring(name), suggest.among(name, there, "columns are")) end
    names[i] = name
  end
  return names
end

-- t:sources(columns?): the publications behind the figures of a table, each once, in the order in which one meets them row by row.
function sources.of(t, columns)
  local names = read_columns(t, columns)
  local _, traced = core.of(t)
  if not traced then return {} end
  local sets = new_sets()
  local walk = lineage.walk { union = sets.union,
    cell = function(view, name, row) return sets.of(sources.of_cell(view, name, row)) end }
  local told, seen, in_set = {}, {}, {}
  local telling, view = lineage.telling(t, names), walk:view(t)
  for row = 1, #t do
    for _, name in ipairs(telling) do
      local set = walk:cell_of(view, name, row)
      if set and not in_set[set] then
        in_set[set] = true
        for _, source in ipairs(sets.list(set)) do
          if not seen[source] then seen[source], told[#told + 1] = true, source end
        end
      end
    end
  end
  return told
end

return sources
