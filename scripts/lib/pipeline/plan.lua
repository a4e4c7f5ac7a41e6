-- plan.lua - what a pipeline (scan.lua) will do: how far its steps run chunk by chunk, how groups are put together from
-- chunks, and which columns of the file are needed.

local core = require "slavelab.scan"

local plan = {}

function plan.is_expression(value)
  return type(value) == "userdata" and getmetatable(value) == "slavelab.Expression"
end

-- --- one row at a time ----------------------------------------------------------------------------------------------------------

-- Whether a value is worked out from its row alone, so that it is the same in a chunk as in the whole table. What lab.define made
-- may look further; and what a function gives has a type that only all its rows show.
local function is_row_wise(value)
  if not plan.is_expression(value) then return false end
  for _, name in ipairs(core.calls(value)) do
    if not core.scalars[name] then return false end
  end
  return true
end

-- Those of a list that are no names.
function plan.expressions(list)
  local values = {}
  for _, value in ipairs(list) do
    if type(value) ~= "string" then values[#values + 1] = value end
  end
  return values
end

local function all_row_wise(values)
  for _, value in ipairs(values) do
    if not is_row_wise(value) then return false end
  end
  return true
end

local function values_of(list)
  local values = {}
  for i, pair in ipairs(list) do values[i] = pair[2] end
  return values
end

local chunked = {
  filter = function(step)
    for _, condition in ipairs(step.conditions) do
      if type(condition) ~= "function" and not is_row_wise(condition) then return false end
    end
    return true
  end,
  mutate = function(step) return all_row_wise(values_of(step.list)) end,
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
  return step.verb == "sort" and all_row_wise(plan.expressions(step.keys)) and following and following.verb == "head" and 2 or 0
end

-- --- groups from parts ----------------------------------------------------------------------------------------------------------

-- How an aggregate of a whole comes from aggregates of its parts: the functions that each part is asked for, those that put parts
-- together, those that are asked once all are together (the same, unless said), and the value. A function puts together the column
-- of its own, or the columns that it names by number. A sum goes in two columns, so that nothing of it is lost
-- (core/query/aggregate.h): in whatever chunks the rows come, it has the bits of a sum over all of them.
local function sum_in_two(finally)
  return { { "sum high", 1, 2 }, { "sum low", 1, 2 } }, { { finally, 1, 2 }, { "sum low", 1, 2 } }
end
local sum_together, sum_finally = sum_in_two("sum of parts")
local mean_together, mean_finally = sum_in_two("number of parts")
mean_together[3], mean_finally[3] = { "sum", 3 }, { "sum", 3 }

local from_parts = {
  sum = { parts = { "sum high", "sum low" }, together = sum_together, finally = sum_finally, value = "%a" },
  count = { parts = { "count" }, together = { { "sum", 1 } }, value = "coalesce(%a, 0)" },
  count_if = { parts = { "count_if" }, together = { { "sum", 1 } }, value = "coalesce(%a, 0)" },
  mean = { parts = { "sum high", "sum low", "count" }, together = mean_together, finally = mean_finally,
    value = "if_else(coalesce(%c, 0) > 0, %a / %c, %a)" },
  min = { parts = { "min" }, together = { { "min", 1 } }, value = "%a" },
  max = { parts = { "max" }, together = { { "max", 1 } }, value = "%a" },
  -- A chunk that leaves the answer open gives a missing part, which has no flags: the greatest or least value of its rows has
  -- theirs, and where the answer is known it is that.
  any = { parts = { "any", "max" }, together = { { "any", 1 }, { "max", 2 } }, value = "if_else(%a is missing, %a, coalesce(%b, %a))" },
  all = { parts = { "all", "min" }, together = { { "all", 1 }, { "min", 2 } }, value = "if_else(%a is missing, %a, coalesce(%b, %a))" },
  -- What follows the column, the separator, is said at each of them.
  join_text = { parts = { "join_text" }, together = { { "join_text", 1 } }, value = "%a", follows = true },
  first = { parts = { "first" }, together = { { "first", 1 } }, value = "%a" },
  last = { parts = { "last" }, together = { { "last", 1 } }, value = "%a" },
}

-- Aggregates that no parts give: what each needs of all its rows together.
plan.needs_all = {
  median = "the middle of all values", quantile = "the order of all values", top = "the order of all values",
  n_distinct = "every different value", mode = "how often each value occurs", share = "the sums of all groups",
  var = "the mean of all values", sd = "the mean of all values", corr = "the means of all values",
  weighted_mean = "sums of products in one order",
}

function plan.has_parts(aggregate) return from_parts[aggregate] ~= nil end

-- Text with %1, %a ... replaced by what they stand for, literally.
local function fill(text, values)
  return (text:gsub("%%(%w)", function(key) return values[key] end))
end

local function column_name(number) return "part " .. number end

local function add_params(set, expr)
  for _, name in ipairs(core.params(expr)) do set[name] = true end
end

-- Calls that put parts together: { { column, expression }, ... }. What follows the columns, a constant, does here, too.
local function calls_together(rules, columns, follows)
  local list = {}
  for j, rule in ipairs(rules) do
    local arguments = {}
    for k = 2, #rule do arguments[k - 1] = lab.col[columns[rule[k]]] end
    arguments[#arguments + 1] = follows
    list[j] = { columns[j], core.call(rule[1], table.unpack(arguments)) }
  end
  return list
end

-- A name for a column of a chunk that is none of its columns.
local function free_name(wanted, taken)
  while taken[wanted] do wanted = wanted .. "'" end
  taken[wanted] = true
  return wanted
end

local function is_column(expr)
  local columns = core.columns(expr)
  return #columns == 1 and tostring(expr) == tostring(lab.col[columns[1]])
end

-- An expression that several parts are asked of is worked out once a chunk, as a column.
local function argument_once(result, argument, taken)
  if #core.columns(argument) == 0 or is_column(argument) then return nil end
  for _, pair in ipairs(result.arguments) do
    if tostring(pair[2]) == tostring(argument) then return lab.col[pair[1]] end
  end
  local name = free_name("argument " .. #result.arguments + 1, taken)
  result.arguments[#result.arguments + 1] = { name, argument }
  add_params(result.argument_params, argument)
  return lab.col[name]
end

-- What the summarise step takes in parts: { arguments = columns that are made first, parts = what each chunk is asked for, together and
-- finally = what groups of chunks are, as { { column, expression }, ... }, values = { {name, text} }, argument_params, params and
-- value_params = the values handed in that the first, the second and the last of these use }; nil when one of its aggregates needs
-- all its rows at once. taken: the names that a chunk has before, as keys.
local function in_parts(step, taken)
  local result = { arguments = {}, parts = {}, together = {}, finally = {}, values = {}, argument_params = {}, params = {}, value_params = {} }
  local used = 0
  for i, pair in ipairs(step.list) do
    if not plan.is_expression(pair[2]) then return nil end
    local rest, aggregates = core.split(pair[2])
    local text = tostring(rest)
    for _, name in ipairs(core.calls(rest)) do
      if not core.scalars[name] then return nil end
    end
    add_params(result.value_params, rest)
    local stands_for = {}
    for k, aggregate in ipairs(aggregates) do
      local rule = from_parts[aggregate.name]
      local follows = aggregate.arguments[2]
      if not rule or (follows and not rule.follows) or not all_row_wise(aggregate.arguments) then return nil end
      if follows and #core.params(follows) > 0 then return nil end -- parts are put together without values handed in
      local argument = aggregate.arguments[1]
      local once = argument and #rule.parts > 1 and argument_once(result, argument, taken)
      if argument and not once then add_params(result.params, argument) end
      local arguments = once and { once, follows } or aggregate.arguments
      local columns, names = {}, {}
      for j, part in ipairs(rule.parts) do
        used = used + 1
        columns[j] = column_name(used)
        names[("abc"):sub(j, j)] = "`" .. columns[j] .. "`"
        result.parts[#result.parts + 1] = { columns[j], core.call(part, table.unpack(arguments)) }
      end
      local together = calls_together(rule.together, columns, follows)
      table.move(together, 1, #together, #result.together + 1, result.together)
      local finally = calls_together(rule.finally or rule.together, columns, follows)
      table.move(finally, 1, #finally, #result.finally + 1, result.finally)
      stands_for["\1" .. k] = "(" .. fill(rule.value, names) .. ")"
    end
    result.values[i] = { pair[1], plan.replace_columns(text, stands_for) }
  end
  return result
end

-- The text of an expression in which columns are replaced by texts. Literals keep their quotes.
function plan.replace_columns(text, stands_for)
  local out, at = {}, 1
  while at <= #text do
    local quote = text:match('^["\']', at)
    local stop = at
    if quote then
      stop = at + 1
      while text:sub(stop, stop) ~= quote do stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1) end
      out[#out + 1] = text:sub(at, stop)
    elseif text:sub(at, at) == "`" then
      stop = text:find("`", at + 1, true)
      out[#out + 1] = stands_for[text:sub(at + 1, stop - 1)] or text:sub(at, stop)
    else
      out[#out + 1] = text:sub(at, at)
    end
    at = stop + 1
  end
  return table.concat(out)
end

-- --- the plan -------------------------------------------------------------------------------------------------------------------

-- The columns that a value looks at; nil: any of them may be meant.
local function columns_of(value)
  if type(value) == "string" then return { value } end
  if plan.is_expression(value) then return core.columns(value) end
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
  if following and following.verb == "summarise" and (not made.grouping or all_row_wise(values_of(made.grouping.keys))) then
    local taken = {}
    for _, name in ipairs(made.chunked > 0 and steps[made.chunked].names or source.names) do taken[name] = true end
    for _, key in ipairs(made.grouping and made.grouping.keys or {}) do taken[key[1]] = true end
    made.parts = in_parts(following, taken)
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
    if plan.is_expression(value) then _, aggregates = core.split(value) end
    for _, aggregate in ipairs(aggregates) do
      local needs = plan.needs_all[aggregate.name]
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
