-- estimate_population.lua - lab.estimate_population: how many there are in all, from lists that each hold a part of them.
--
--     LA  NG  PF  count        a row for each set of lists that people stand on, 1 or true where they do
--      1   0   0     54
--      0   1   1     56
--
-- Formulas, sources and what makes an estimate exist: core/stats/capture.h. One number is never all there is to say: models that data cannot
-- tell apart differ by a factor of two and more, so that the second result is the table of models, and the notes give their range.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local capture = require "slavelab.capture"
local collected = require "lib.base.collected"
local lists = require "slavelab.lists"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.base.words"

local estimate_population = {}

local where = "lab.estimate_population"
local most_lists, most_candidates = 10, 15 -- 2^15 models

-- --- the data ------------------------------------------------------------------------------------------------------------------------

-- Whether somebody of the row stands on the list.
local function on_list(value, name, row)
  if value == 1 or value == true then return true end
  if value == 0 or value == false then return false end
  raise('%s: row %d: column "%s" holds %s; a list is a column of 1 and 0 (or true and false)', where, row, name,
    value == nil and "a missing cell" or tostring(value))
end

-- counts by history; row by row, as equal histories are added up.
local function read_counts(t, o)
  local columns, counts, cases = {}, {}, o.count and t:col(o.count) or nil
  for i, name in ipairs(o.lists) do columns[i] = t:col(name):to_list() end
  for row = 1, #t do
    local history = 0
    for i, name in ipairs(o.lists) do
      if on_list(columns[i][row], name, row) then history = history | 1 << (i - 1) end
    end
    local count = not cases and 1 or cases[row]
    if count == nil then raise('%s: row %d: "%s" is missing: a set of lists that nobody stands on is 0, or has no row', where, row, o.count) end
    if type(count) ~= "number" or count < 0 or math.tointeger(count) == nil then
      raise('%s: row %d: "%s" is %s; whole counts of people are needed', where, row, o.count, tostring(count))
    end
    if history == 0 and count > 0 then
      raise("%s: row %d is of people on no list; how many these are is what is looked for", where, row)
    end
    if history > 0 then counts[history] = (counts[history] or 0) + math.tointeger(count) end
  end
  return counts
end

local function popcount(set)
  local count = 0
  while set > 0 do set, count = set & (set - 1), count + 1 end
  return count
end

-- Raises when nothing can be estimated, whatever the model: nobody, or a list without a case.
local function check_lists(o, counts)
  local of_list, total = {}, 0
  for i = 1, #o.lists do of_list[i] = 0 end
  for history, count in pairs(counts) do
    total = total + count
    for i = 1, #o.lists do
      if history >> (i - 1) & 1 == 1 then of_list[i] = of_list[i] + count end
    end
  end
  if total == 0 then raise("%s: there is nobody on any list", where) end
  for i, name in ipairs(o.lists) do
    if of_list[i] == 0 then raise('%s: nobody is on the list "%s": leave it out', where, name) end
  end
  return total, of_list
end

-- --- models --------------------------------------------------------------------------------------------------------------------------

local function name_of(o, term)
  local parts = {}
  for i, name in ipairs(o.lists) do
    if term >> (i - 1) & 1 == 1 then parts[#parts + 1] = name end
  end
  return table.concat(parts, ":")
end

local function model_text(o, terms)
  if #terms == 0 then return "main effects" end
  local parts = {}
  for i, term in ipairs(terms) do parts[i] = name_of(o, term) end
  return table.concat(parts, " ")
end

-- Sets of two lists, and of three for order 3, in the order of the lists.
local function candidates(o)
  local terms = {}
  for size = 2, o.order or 2 do
    for set = 1, (1 << #o.lists) - 1 do
      if popcount(set) == size then terms[#terms + 1] = set end
    end
  end
  -- 12, 13, ... 23, ...: in the order of the first list in which two differ.
  table.sort(terms, function(a, b)
    if popcount(a) ~= popcount(b) then return popcount(a) < popcount(b) end
    local differ = a ~ b
    return a & (differ & -differ) ~= 0
  end)
  return terms
end

-- A term that a script gives, "LA:NG" or { "LA", "NG" }.
local function read_term(o, given)
  local parts, set = {}, 0
  if type(given) == "string" then
    for part in (given .. ":"):gmatch("(.-):") do parts[#parts + 1] = part end
  elseif type(given) == "table" then
    parts = lists.list(given, where .. ": model")
  end
  for _, part in ipairs(parts) do
    local place
    for i, name in ipairs(o.lists) do place = place or (name == part and i) end
    if not place then raise('%s: model: no list "%s"%s', where, tostring(part), suggest.among(tostring(part), o.lists, "lists are")) end
    set = set | 1 << (place - 1)
  end
  local size = popcount(set)
  if size < 2 or size > (o.order or 2) or size ~= #parts then
    raise('%s: model: "%s" is no %s of lists, as "%s:%s"', where, type(given) == "string" and given or table.concat(parts, ":"),
      o.order == 3 and "pair or three" or "pair", o.lists[1], o.lists[2])
  end
  return set
end

local function given_terms(o)
  local terms, seen = {}, {}
  for i, given in ipairs(lists.list(o.model, where .. ": model")) do
    terms[i] = read_term(o, given)
    if seen[terms[i]] then raise("%s: model names %s twice", where, name_of(o, terms[i])) end
    seen[terms[i]] = true
  end
  for _, term in ipairs(terms) do
    for i = 0, popcount(term) == 3 and #o.lists - 1 or -1 do
      local pair = term & ~(1 << i)
      if pair ~= term and not seen[pair] then raise("%s: model: %s stands with its pairs, and %s is not there", where, name_of(o, term), name_of(o, pair)) end
    end
  end
  return terms
end

-- Why a model has no estimate, in words that name lists.
local function explain(o, counts, terms, verdict)
  if verdict == "not told" then
    return ("the terms of this model cannot be told apart by %s: leave out pairs, or use more lists"):format(words.count(#o.lists, "list"))
  end
  for i, name in ipairs(o.lists) do
    local meets = false
    for history, count in pairs(counts) do meets = meets or (count > 0 and history >> (i - 1) & 1 == 1 and history ~= 1 << (i - 1)) end
    if not meets then
      return ('nobody on the list "%s" is on another list too, so that those whom nobody listed could be any number; leave the list out, or join '
        .. "it with another"):format(name)
    end
  end
  return ("the lists of the model %s overlap too little: those whom nobody listed could be any number"):format(model_text(o, terms))
end

-- All models of the candidates, the best by BIC first: { { terms =, estimate =, bic = } }, and how many have no estimate.
local function all_models(o, counts)
  local terms = candidates(o)
  if #terms > most_candidates then return nil, 0 end
  local sets, estimates, bics, without = capture.models(#o.lists, counts, terms)
  local models = {}
  for i, set in ipairs(sets) do
    local own = {}
    for k, term in ipairs(terms) do
      if set >> (k - 1) & 1 == 1 then own[#own + 1] = term end
    end
    models[i] = { terms = own, estimate = estimates[i], bic = bics[i], set = set }
  end
  table.sort(models, function(a, b)
    if a.bic ~= b.bic then return a.bic < b.bic end
    return a.set < b.set
  end)
  return models, without
end

local function models_table(o, models, found)
  local list = { columns = { "model", "estimate", "bic", "above_the_best" },
    types = { model = "text", estimate = "number", bic = "number", above_the_best = "number" } }
  if not models then list[1] = { found.model, found.estimate, found.fit and found.fit.bic } end
  for _, one in ipairs(models or {}) do
    if one.bic - models[1].bic <= 2 then
      list[#list + 1] = { model_text(o, one.terms), one.estimate, one.bic, one.bic - models[1].bic }
    end
  end
  return lab.table(list)
end

-- --- two lists: Chapman ----------------------------------------------------------------------------------------------------------------

local function chapman(o, counts, observed)
  local both = counts[3] or 0
  local first, second = (counts[1] or 0) + both, (counts[2] or 0) + both
  local estimate = (first + 1) * (second + 1) / (both + 1) - 1
  local variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ^ 2 * (both + 2))
  local z = capture.critical_value(o.confidence)
  return { estimate = estimate, lower = math.max(observed, estimate - z * math.sqrt(variance)), upper = estimate + z * math.sqrt(variance),
    model = "two lists (Chapman)", said = { "Chapman's estimate of two lists (1951), with its normal interval." } }
end

-- --- the function ----------------------------------------------------------------------------------------------------------------------

local function choose(o, counts, models)
  if o.model == "main" then return {}, "main effects" end
  if o.model == "stepwise" then
    local terms = capture.stepwise(#o.lists, counts, o.threshold)
    if not terms then raise("%s: %s", where, explain(o, counts, {}, "no estimate")) end
    return terms, ("pairs added by steps while an overlap is as surprising as p < %g"):format(o.threshold)
  end
  if o.model == "bic" then
    if not models then
      raise('%s: model = "bic" looks at all models, and of %s there are too many; model = "stepwise" goes by steps', where, words.count(#o.lists, "list"))
    end
    if #models == 0 then raise("%s: %s", where, explain(o, counts, {}, "no estimate")) end
    return models[1].terms, ("the least BIC of %d models"):format(#models)
  end
  local terms = given_terms(o)
  return terms, "as given"
end

local function limits_of(o, counts, terms, fit)
  if o.interval ~= "bootstrap" then return capture.limits(#o.lists, counts, terms, o.interval, o.confidence) end
  if o.model ~= "stepwise" then raise('%s: interval = "bootstrap" chooses the model anew in each replicate: it goes with model = "stepwise"', where) end
  local lower, upper, acceleration, bias, without = capture.bootstrap(#o.lists, counts, { threshold = o.threshold, confidence = o.confidence,
    replicates = o.replicates, seed = o.seed, estimate = fit.estimate })
  if lower ~= lower or lower == -math.huge then
    raise("%s: all replicates lie on one side of the estimate, so that no interval can be said", where)
  end
  return lower, upper, ("BCa bootstrap of %d replicates, seed %d, with the choice of pairs made anew in each (acceleration %s, bias %s%s)"):format(o.replicates,
    o.seed, number.format(lab.round(acceleration, 6)), number.format(lab.round(bias, 4)),
    without > 0 and ("; %d without an estimate left out"):format(without) or "")
end

local function say_models(t, models, without)
  if not models then return notes.add(t, "estimate", "There are too many models of so many lists to look at all: how far they differ is not known.") end
  local least, most, near = math.huge, 0, 0
  for _, one in ipairs(models) do
    least, most = math.min(least, one.estimate), math.max(most, one.estimate)
    if one.bic - models[1].bic <= 2 then near = near + 1 end
  end
  return notes.add(t, "estimate", ("Of %d models (%d without an estimate) %d %s within 2 of the least BIC; over all, the estimate goes from %s to %s."):format(
    #models + without, without, near, words.either(near, "is", "are"), number.format(lab.round(least)), number.format(lab.round(most))))
end

local kinds = { lists = "columns", count = "column", model = "any", order = "integer", interval = { "profile", "wald", "bootstrap" },
  confidence = "number", threshold = "number", replicates = "integer", seed = "integer" }

local function read_options(t, given)
  local o = arguments.read(t, where, kinds, given)
  arguments.need(o, where, "lists", 'lab.estimate_population(t, { lists = { "LA", "NG", "PF" }, count = "people" })')
  if #o.lists < 2 then raise("%s: at least two lists are needed: of one alone nothing follows", where) end
  if #o.lists > most_lists then raise("%s: at most %d lists, not %d", where, most_lists, #o.lists) end
  o.model, o.interval, o.confidence = o.model or "stepwise", o.interval or "profile", o.confidence or 0.95
  o.threshold, o.replicates, o.seed, o.order = o.threshold or 0.02, o.replicates or 1000, o.seed or 1, o.order or 2
  if type(o.model) ~= "table" and o.model ~= "main" and o.model ~= "stepwise" and o.model ~= "bic" then
    raise('%s: model is "main", "stepwise", "bic" or a list of pairs, { "LA:NG" }; not %s', where, tostring(o.model))
  end
  if o.order ~= 2 and o.order ~= 3 then raise("%s: order is 2 (pairs) or 3 (three lists together), not %d", where, o.order) end
  if not (o.confidence > 0 and o.confidence < 1) then raise("%s: confidence is between 0 and 1, as 0.95", where) end
  if not (o.threshold > 0 and o.threshold < 1) then raise("%s: threshold is between 0 and 1, as 0.02", where) end
  if o.replicates < 100 or o.replicates > 1000000 then raise("%s: replicates are from 100 to a million, not %d", where, o.replicates) end
  return o
end

function estimate_population.of(t, given)
  t = collected(t)
  local o = read_options(t, given)
  bases.refuse(t, where, {})
  local counts = read_counts(t, o)
  local observed, found, models, without = check_lists(o, counts), nil, nil, 0
  if #o.lists == 2 then
    found = chapman(o, counts, observed)
  else
    models, without = all_models(o, counts)
    local terms, chosen = choose(o, counts, models)
    local verdict = capture.check(#o.lists, counts, terms)
    if verdict ~= "sound" then raise("%s: %s", where, explain(o, counts, terms, verdict)) end
    local fit = capture.fit(#o.lists, counts, terms)
    local lower, upper, how = limits_of(o, counts, terms, fit)
    found = { estimate = fit.estimate, lower = lower, upper = upper, model = model_text(o, terms), fit = fit,
      said = { ("Multiple systems estimation over %d lists (%s); the model: %s."):format(#o.lists, table.concat(o.lists, ", "), chosen),
        ("Interval: %s."):format(how or (o.interval == "profile" and "profile of the multinomial likelihood" or "Wald, on the logarithm of the dark figure")) } }
  end
  local fit = found.fit or {}
  local result = lab.table { columns = { "estimate", "lower", "upper", "observed", "unobserved", "model", "aic", "bic", "deviance" },
    types = { estimate = "number", lower = "number", upper = "number", observed = "integer", unobserved = "number", model = "text", aic = "number",
      bic = "number", deviance = "number" },
    { found.estimate, found.lower, found.upper, observed, found.estimate - observed, found.model, fit.aic, fit.bic, fit.deviance } }
  for _, text in ipairs(found.said) do result = notes.add(result, "estimate", text) end
  if #o.lists > 2 then result = say_models(result, models, without) end
  result = notes.add(result, "estimate", "It holds if each person is as likely as any other to be on a list, lists depend on each other in pairs only as the "
    .. "model says, and nobody came or left meanwhile; lists of victims are no random samples, and some hold the method unsound here "
    .. "(Whitehead and others, J. Human Trafficking 2021).")
  return result, models_table(o, models, found)
end

lab.document("lab", "estimate_population", {
  signature = "(t: slavelab.Table, options: {lists: string[], count?: string, model?: \"main\"|\"stepwise\"|\"bic\"|string[], order?: 2|3, "
    .. 'interval?: "profile"|"wald"|"bootstrap", confidence?: number, threshold?: number, replicates?: integer, seed?: integer}): '
    .. "slavelab.Table, slavelab.Table",
  text = "How many there are in all, from lists that each hold a part (multiple systems estimation). Each row of t is a set of lists, columns of 1 "
    .. "and 0, with the number of people in count= (1 unless given). Gives a table of one row: estimate, lower, upper, observed, unobserved, "
    .. "model, aic, bic, deviance; and the table of the models whose BIC is within 2 of the least, as data cannot tell these apart. The notes give "
    .. 'the range of the estimate over all models: print it beside the estimate. model: "stepwise" (pairs whose overlap is surprising, '
    .. 'threshold= 0.02), "main", "bic", or a list of pairs { "LA:NG" }. interval: "profile", "wald" or "bootstrap" (BCa, replicates= and '
    .. "seed=, the model chosen anew in each). Where no estimate exists an error names the list. Of two lists Chapman's. docs/indicators.md.",
  example = [[
local t = lab.parse_csv("police,charity,council,people\n1,0,0,90\n0,1,0,60\n0,0,1,40\n1,1,0,12\n1,0,1,9\n0,1,1,6\n1,1,1,2\n")
local estimate, models = lab.estimate_population(t, { lists = { "police", "charity", "council" }, count = "people" })
print(estimate)
print(models)]],
})

return setmetatable(estimate_population, { __call = function(_, t, options) return estimate_population.of(t, options) end })
