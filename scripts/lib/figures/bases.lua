-- bases.lua - figures that were counted in different ways are not set against each other unnoticed.
--
--     year   basis          offences   change of 2017
--     2016   report 2016         884
--     2017   ONS 2024          2,362   167%, which nobody published: refused, and both bases are named
--
-- A column that was declared a basis (`role` of a field in a data package, t:roles{ basis = "basis" }) says of each row which release,
-- definition or area its figure belongs to. Verbs that set rows against each other (change, index_to, lag, roll, cumulate, share,
-- indicators, windows of expressions) refuse two bases in one series: by, group_by or a filter keeps them apart. rate and indicators also
-- refuse a row that holds figures of two bases side by side, as a join can make it; bases without a value in common, of offences and of
-- population, are not of one kind, and stand side by side by right. Sums over several bases are added up, with a notice.
--
-- A basis that is missing is another one than all that are known. In every other respect a basis is a key (roles.lua).

local contains = require "lib.base.contains"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"

local bases = {}

-- The columns that were declared a basis, in their order.
function bases.columns(t)
  local fields, names = t:about().fields, {}
  if not fields then return names end
  for _, name in ipairs(t:column_names()) do
    if fields[name] and fields[name].role == "basis" then names[#names + 1] = name end
  end
  return names
end

local function quoted(value) return value == nil and "a missing one" or '"' .. tostring(value) .. '"' end

-- The first two rows of one group that differ in a column; nil when no two do.
local function two_rows(t, name, by)
  local values, group, first = t:col(name):to_list(), t:group_numbers(by), {}
  for row = 1, #t do
    local g = group[row]
    if not first[g] then
      first[g] = row
    elseif values[row] ~= values[first[g]] then
      return first[g], row, values[first[g]], values[row]
    end
  end
end

local function with(by, name)
  local names = {}
  for i, key in ipairs(by) do names[i] = '"' .. key .. '"' end
  names[#names + 1] = '"' .. name .. '"'
  return table.concat(names, ", ")
end

-- Of an expression the grouping is what by is of a verb.
local function advice(t, name, by, expression)
  local apart = (expression or t:grouping()) and "group_by(" .. with(by, name) .. ")" or "by = { " .. with(by, name) .. " }"
  return ('%s keeps them apart; t:roles{ ["%s"] = "key" } says that they are one count'):format(apart, name)
end

-- Raises when rows of one group of `by` are of two bases, which `what` would set against each other. Columns in `aside` are looked at by
-- the script itself; with `aside` an expression does the comparing.
function bases.refuse(t, what, by, aside)
  for _, name in ipairs(bases.columns(t)) do
    if not contains(by, name) and not (aside and contains(aside, name)) then
      local first, second, one, other = two_rows(t, name, by)
      if first then
        raise('%s: figures of two bases would be set against each other: %s and %s in column "%s" (rows %d and %d); %s', what, quoted(one),
          quoted(other), name, first, second, advice(t, name, by, aside))
      end
    end
  end
end

-- Whether two columns hold bases of one kind: some value stands in both.
local function share_values(a, b, rows)
  local seen = {}
  for row = 1, rows do
    if a[row] ~= nil then seen[a[row]] = true end
  end
  for row = 1, rows do
    if b[row] ~= nil and seen[b[row]] then return true end
  end
  return false
end

-- The first row that has two bases of one kind which differ, and the names of their columns.
local function row_of_two(t)
  local names = bases.columns(t)
  for i = 2, #names do
    for j = 1, i - 1 do
      local a, b = t:col(names[j]):to_list(), t:col(names[i]):to_list()
      if share_values(a, b, #t) then
        for row = 1, #t do
          if a[row] ~= b[row] then return row, names[j], a[row], names[i], b[row] end
        end
      end
    end
  end
end

local function beside(row, first, one, second, other)
  return ('row %d has figures of two bases side by side, %s ("%s") and %s ("%s"); t:filter("`%s` == `%s`") keeps those of one, '
    .. 't:roles{ ["%s"] = "key" } says that they are one count'):format(row, quoted(one), first, quoted(other), second, first, second, second)
end

-- Raises when a row has two bases of one kind that differ, as a table joined with another release of itself has.
function bases.refuse_beside(t, what)
  local row, first, one, second, other = row_of_two(t)
  if row then raise("%s: %s", what, beside(row, first, one, second, other)) end
end

-- The same as a notice, for a join, which sets nothing against each other yet.
function bases.look_beside(t)
  local row, first, one, second, other = row_of_two(t)
  if row then notice.say("join: " .. beside(row, first, one, second, other)) end
end

-- Aggregates that an expression takes over the groups of t, { "sum", "offences", ... } with their columns: shares of two bases are
-- refused, sums and means of them are said.
function bases.look(t, verb, calls)
  local by = t:grouping() or {}
  for i = 1, #calls, 2 do
    if calls[i] == "share" then return bases.refuse(t, verb .. ": share()", by, {}) end
  end
  for _, name in ipairs(bases.columns(t)) do
    local first, _, one, other = two_rows(t, name, by)
    if first and not contains(by, name) then
      notice.say(('%s: %s(%s) takes figures of several bases together, %s and %s in column "%s"; group_by(%s) keeps them apart'):format(verb,
        calls[1], calls[2] or "", quoted(one), quoted(other), name, with(by, name)))
    end
  end
end

return bases
