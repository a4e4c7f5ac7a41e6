-- plan.lua - what a pipeline (scan.lua) will do: how far its steps run chunk by chunk, how groups are put together from
-- chunks, and which columns of the file are needed.

local core = require "slavelab.scan"
local parts = require "lib.pipeline.parts"
local row_wise = require "lib.pipeline.row_wise"

local plan = {}

local function values_of(list)
  local values = {}
  for i, pair in ipairs(list) do values[i] = pair[2] end
  return values
end

local chunked = {
  filter = function(step)
    for _, condition in ipairs(step.conditions) do
      if type(condition) ~= "function" and not row_wise.is(condition) then return false end
    end
    return true
  end,
  mutate = function(step) return row_wise.all(values_of(step.list)) end,
  select = function() return true end,
  drop = function() return true end,
  rename = function() return true end,
  join = function() return true end,
  split_rows = function() return true end,
}

-- What a step, or two, leaves of a chunk can be put behind what it leaves of others and be reduced again: the number of steps.
local function reducing(steps, i)
  local step = steps[i]
  if not step then return 0 end
  if step.verb == "head" or step.verb == "tail" or step.verb == "distinct" then return 1 end
  local following = steps[i + 1]
  return step.verb == "sort" and row_wise.all(row_wise.expressions(step.keys)) and following and following.verb == "head" and 2 or 0
end

-- --- the plan -------------------------------------------------------------------------------------------------------------------

-- The columns that a value looks at; nil: any of them may be meant.
local function columns_of(value)
  if type(value) == "string" then return { value } end
  if row_wise.is_expression(value) then return core.columns(value) end
  if type(value) == "function" then return nil end
  return {}
end

-- The columns needed before a step, when those in `needed` are needed behind it. `before` are all there are.
local function needed_before(step, needed, before)
  local set, all = {}, false
  local function need(names)
    all = all or names == nil
    for _, name in ipairs(names or {}) do set[name] = true end
  end
  if step.verb == "summarise" then
    needed = {}
  end
  for name in pairs(needed) do set[name] = true end
  if step.verb == "filter" then
    for _, condition in ipairs(step.conditions) do need(columns_of(condition)) end
  elseif step.verb == "mutate" then
    for i = #step.list, 1, -1 do
      set[step.list[i][1]] = nil
      need(columns_of(step.list[i][2]))
    end
  elseif step.verb == "select" then
    need(step.columns)
  elseif step.verb == "split_rows" then
    need { step.column }
  elseif step.verb == "rename" then
    set = {}
    for i, name in ipairs(before) do
      if needed[step.names[i]] then set[name] = true end
    end
  elseif step.verb == "join" then
    set = {}
    need(step.keys)
    local right = {}
    for _, name in ipairs(step.right) do right[name] = true end
    for _, name in ipairs(before) do -- a name that both have decides how the other's is called
      if needed[name] or right[name] then set[name] = true end
    end
  elseif step.verb == "distinct" then
    need(#step.columns > 0 and step.columns or nil)
  elseif step.verb == "sort" then
    for _, key in ipairs(step.keys) do need(columns_of(key)) end
  elseif step.verb == "group_by" then
    for _, key in ipairs(step.keys) do
      set[key[1]] = nil
      if key[2] == nil then set[key[1]] = true else need(columns_of(key[2])) end
    end
  elseif step.verb == "summarise" then
    for _, pair in ipairs(step.list) do need(columns_of(pair[2])) end
  end
  if all then
    for _, name in ipairs(before) do set[name] = true end
  end
  return set
end

-- { chunked = number of steps that run on each chunk, parts = how the summarise step behind them is taken in parts or nil,
--   grouping = its group_by step or nil, reduce = number of steps behind them that reduce a chunk, and chunks together,
--   rest = number of the first step that runs on the whole, columns = of the file }
function plan.make(source, steps)
  local made = { chunked = 0 }
  while steps[made.chunked + 1] and chunked[steps[made.chunked + 1].verb] and chunked[steps[made.chunked + 1].verb](steps[made.chunked + 1]) do
    made.chunked = made.chunked + 1
  end
  made.rest = made.chunked + 1
  local following = steps[made.rest]
  if following and following.verb == "group_by" then
    made.grouping, following = following, steps[made.rest + 1]
  end
  if following and following.verb == "summarise" and (not made.grouping or row_wise.all(values_of(made.grouping.keys))) then
    local taken = {}
    for _, name in ipairs(made.chunked > 0 and steps[made.chunked].names or source.names) do taken[name] = true end
    for _, key in ipairs(made.grouping and made.grouping.keys or {}) do taken[key[1]] = true end
    made.parts = parts.of(following, taken)
  end
  made.reduce = 0
  if made.parts then
    made.rest = made.rest + (made.grouping and 2 or 1)
  else
    made.grouping = nil
    made.reduce = reducing(steps, made.rest)
    made.rest = made.rest + made.reduce
  end

  local needed = {}
  local names = #steps > 0 and steps[#steps].names or source.names
  for _, name in ipairs(names) do needed[name] = true end
  for i = #steps, 1, -1 do needed = needed_before(steps[i], needed, i > 1 and steps[i - 1].names or source.names) end
  made.columns = {}
  local promised = type(source.options.types) == "table" and source.options.types or {} -- a promise is kept on every row
  for _, name in ipairs(source.names) do
    if needed[name] or promised[name] ~= nil then made.columns[#made.columns + 1] = name end
  end
  if #made.columns == 0 then made.columns[1] = source.names[1] end -- rows are counted by a column
  return made
end

-- --- in words -------------------------------------------------------------------------------------------------------------------

local function texts_of(values)
  local texts = {}
  for i, value in ipairs(values) do texts[i] = type(value) == "function" and "a function" or tostring(value) end
  return texts
end

local function named_texts(list)
  local texts = {}
  for i, pair in ipairs(list) do texts[i] = pair[1] .. (pair[2] ~= nil and " = " .. texts_of({ pair[2] })[1] or "") end
  return table.concat(texts, ", ")
end

local in_words = {
  filter = function(step) return table.concat(texts_of(step.conditions), " and ") end,
  mutate = function(step) return named_texts(step.list) end,
  select = function(step) return table.concat(step.columns, ", ") end,
  drop = function(step) return table.concat(step.columns, ", ") end,
  group_by = function(step) return named_texts(step.keys) .. (step.complete and ", every combination" or "") end,
  summarise = function(step) return named_texts(step.list) end,
  rename = function(step) return "to " .. table.concat(step.names, ", ") end,
  join = function(step) return ("with %d rows on %s"):format(#step.other, table.concat(step.keys, ", ")) end,
  split_rows = function(step) return ('%s at "%s"'):format(step.column, step.arguments[2] or ";") end,
  distinct = function(step) return #step.columns > 0 and table.concat(step.columns, ", ") or "rows" end,
  sort = function(step) return table.concat(texts_of(step.keys), ", ") end,
  head = function(step) return tostring(step.arguments[1] or 10) end,
  tail = function(step) return tostring(step.arguments[1] or 10) end,
}

-- Why a summarise step is not taken in parts: "median(people) needs the middle of all values".
local function reasons(step)
  local list = {}
  for _, value in ipairs(values_of(step.list)) do
    local _, aggregates = {}, {}
    if row_wise.is_expression(value) then _, aggregates = core.split(value) end
    for _, aggregate in ipairs(aggregates) do
      local needs = parts.needs_all[aggregate.name]
      if needs then
        list[#list + 1] = ("%s(%s) needs %s"):format(aggregate.name, table.concat(texts_of(aggregate.arguments), ", "), needs)
      end
    end
  end
  return list
end

function plan.explain(source, steps)
  local made = plan.make(source, steps)
  local lines = {}
  local function say(indent, ...) lines[#lines + 1] = ("  "):rep(indent) .. table.concat { ... } end
  if source.table then
    say(0, "read ", table.concat(source.paths, ", "), " whole")
  else
    say(0, "scan ", table.concat(source.paths, ", "), " in chunks: ", table.concat(made.columns, ", "), " (", #made.columns, " of ",
      #source.names, " columns)")
  end
  for i, step in ipairs(steps) do
    local is_part = i > made.chunked and i < made.rest
    local where = i <= made.chunked and "each chunk: " or is_part and "each chunk, then all: " or "all: "
    say(1, where, step.verb, " ", in_words[step.verb](step))
    if step.verb == "summarise" and not is_part then
      for _, reason in ipairs(reasons(step)) do say(2, reason) end
    end
  end
  return table.concat(lines, "\n")
end

return plan
