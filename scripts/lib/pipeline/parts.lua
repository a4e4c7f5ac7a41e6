-- parts.lua - groups of a whole out of groups of its parts: which aggregates come from which, and how.

local core = require "slavelab.scan"
local row_wise = require "lib.pipeline.row_wise"

local parts = {}

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
parts.needs_all = {
  median = "the middle of all values", quantile = "the order of all values", top = "the order of all values",
  n_distinct = "every different value", mode = "how often each value occurs", share = "the sums of all groups",
  var = "the mean of all values", sd = "the mean of all values", corr = "the means of all values",
  weighted_mean = "sums of products in one order",
}

function parts.are_known(aggregate) return from_parts[aggregate] ~= nil end

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

-- The text of an expression in which columns are replaced by texts. Literals keep their quotes.
local function replace_columns(text, stands_for)
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

-- What the summarise step takes in parts: { arguments = columns that are made first, parts = what each chunk is asked for, together and
-- finally = what groups of chunks are, as { { column, expression }, ... }, values = { {name, text} }, argument_params, params and
-- value_params = the values handed in that the first, the second and the last of these use }; nil when one of its aggregates needs
-- all its rows at once. taken: the names that a chunk has before, as keys.
function parts.of(step, taken)
  local result = { arguments = {}, parts = {}, together = {}, finally = {}, values = {}, argument_params = {}, params = {}, value_params = {} }
  local used = 0
  for i, pair in ipairs(step.list) do
    if not row_wise.is_expression(pair[2]) then return nil end
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
      if not rule or (follows and not rule.follows) or not row_wise.all(aggregate.arguments) then return nil end
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
    result.values[i] = { pair[1], replace_columns(text, stands_for) }
  end
  return result
end

return parts
