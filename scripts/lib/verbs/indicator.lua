-- indicator.lua - an indicator turns columns into one figure with what is needed to judge it.
--
--     return lab.indicator{
--       id = "cps_referral_rate", title = "Recorded offences referred to the CPS", unit = "percent",
--       needs = { "recorded", "referred" }, interval = "wilson",
--       numerator = "sum(referred)", denominator = "sum(recorded)",
--       caveats = { "An offence may be referred in a later year than it was recorded in." },
--     }
--
-- t:indicator(id, { by = "force" }) gives one row a group: the keys, value, lower, upper, numerator, denominator.
-- docs/indicators.md is written for those who write one.

local arguments = require "lib.figures.verb_arguments"
local bases = require "lib.figures.bases"
local contains = require "lib.base.contains"
local find = require "lib.base.find"
local limits = require "lib.figures.limits"
local lineage = require "slavelab.lineage"
local lists = require "slavelab.lists"
local markers = require "lib.figures.markers"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local place = require "slavelab.place"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local total_labels = require "lib.figures.totals.total_labels"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local indicator = {}

local Indicator = { __name = "indicator" }
Indicator.__index = Indicator

local keys = {
  "id", "title", "unit", "needs", "numerator", "denominator", "interval", "scale", "pairs", "compute",
  "over", "weighted", "options", "caveats",
}

local intervals = table.pack(table.unpack(limits.names))
intervals[#intervals + 1] = "none"

local result_columns = { "value", "lower", "upper", "numerator", "denominator" }

-- --- checking --------------------------------------------------------------------------------------------------------

-- What a unit multiplies numerator / denominator with; nil when it does not say.
local function scale_of(unit)
  if unit == "percent" or unit == "%" then return 100 end
  if unit == "ratio" or unit == "proportion" then return 1 end
  local per = unit:match("^per ([%d,]+)") or unit:match(" per ([%d,]+)")
  local number = per and tonumber((per:gsub(",", "")))
  return number and number > 0 and number or nil
end

local function is_text(value) return type(value) == "string" and value ~= "" end

local function is_list_of_texts(value)
  if type(value) ~= "table" or #value == 0 then return false end
  for key, text in pairs(value) do
    if math.type(key) ~= "integer" or not is_text(text) then return false end
  end
  return true
end

-- An expression as text, or an expression of lab.expr or col.
local function is_expression(value) return is_text(value) or type(value) == "userdata" end

local function expression_faults(given, add)
  for _, key in ipairs { "numerator", "denominator" } do
    local value = given[key]
    if value == nil then
      add('%s is missing: an expression such as "sum(people)" (or compute = function(t, by) ... end)', key)
    elseif not is_expression(value) then
      add("%s is an expression, not a %s", key, type(value))
    elseif type(value) == "string" then
      local fine, message = pcall(lab.expr, value)
      if not fine then add("%s: %s", key, place.without(message)) end
    end
  end
  if given.interval ~= nil and type(given.interval) ~= "function" and not contains(intervals, given.interval) then
    add('interval is one of "%s"; not "%s"', table.concat(intervals, '", "'), tostring(given.interval))
  end
end

-- Everything that is wrong with what was handed in, as sentences.
local function faults_of(given)
  local faults = {}
  local function add(text, ...) faults[#faults + 1] = text:format(...) end
  for _, key in ipairs(suggest.keys(given)) do
    if not contains(keys, key) then add('unknown key "%s"%s', key, suggest.among(key, keys, "an indicator takes")) end
  end
  if not (is_text(given.id) and given.id:find("^[%a][%w_]*$")) then
    add("id is a short name of letters, digits and _, as its file has")
  end
  if not is_text(given.title) then add("title is missing: what the figure says, in words of a reader") end
  if not is_text(given.unit) then
    add('unit is missing: "percent", "per 100,000", ...')
  elseif given.scale == nil and given.compute == nil and not scale_of(given.unit) then
    add('unit "%s" does not say what to multiply with; add scale = 1, 100 ...', given.unit)
  end
  if given.scale ~= nil and not (type(given.scale) == "number" and given.scale > 0) then
    add("scale is a number above 0")
  end
  if not is_list_of_texts(given.needs) then
    add('needs is the list of the columns that it reads: { "recorded", "referred" }')
  end
  if given.caveats ~= nil and not is_list_of_texts(given.caveats) then add("caveats is a list of sentences") end
  if given.over ~= nil and given.over ~= "allow" and given.over ~= "error" then
    add('over is "allow" where a numerator may exceed its denominator, else "error"')
  end
  if given.weighted ~= nil and type(given.weighted) ~= "boolean" then add("weighted is true or false") end
  if given.pairs ~= nil and type(given.pairs) ~= "boolean" then add("pairs is true or false") end
  if given.options ~= nil and type(given.options) ~= "table" then add("options is a table: name = what it means") end
  if given.compute ~= nil then
    if type(given.compute) ~= "function" then add("compute is a function(t, by), not a %s", type(given.compute)) end
    for _, key in ipairs { "numerator", "denominator", "interval", "scale" } do
      if given[key] ~= nil then add("compute works the figure out by itself: leave out %s", key) end
    end
  else
    expression_faults(given, add)
  end
  return faults
end

local function name_of(given)
  return is_text(given.id) and 'indicator "' .. given.id .. '"' or "indicator"
end

-- lab.indicator(spec): the indicator, checked; all that is wrong is said at once.
local function new(spec)
  if type(spec) ~= "table" then raise("lab.indicator{ id =, title =, ... } takes a table, not a %s", type(spec)) end
  spec = lists.options(spec, "indicator")
  local faults = faults_of(spec)
  if #faults > 0 then raise("%s", name_of(spec) .. ": " .. table.concat(faults, "\n  ")) end
  local made = setmetatable({}, Indicator)
  for key, value in pairs(spec) do made[key] = value end
  made.caveats = spec.caveats or {}
  made.scale = spec.scale or scale_of(spec.unit)
  return made
end

function Indicator:__tostring()
  return ("%s: %s (%s; needs %s)"):format(self.id, self.title, self.unit, table.concat(self.needs, ", "))
end

-- --- finding ---------------------------------------------------------------------------------------------------------

local function names_of(files)
  local names = {}
  for i, file in ipairs(files) do names[i] = file.name end
  return names
end

-- The indicator of that id: the file indicators/ID.lua of the first place that has one.
function indicator.load(id)
  local path = find.file("indicators", id)
  if not path then
    raise('there is no indicator "%s"%s', id, suggest.among(id, names_of(find.indicators()), "indicators are"))
  end
  local chunk, problem = loadfile(path, "t")
  if not chunk then raise("%s", problem) end
  local made = chunk()
  if getmetatable(made) ~= Indicator then raise("%s: it ends with return lab.indicator{ ... }", path) end
  if made.id ~= id then -- a copy whose id was left as it was would give its figures another's name
    local other = find.file("indicators", made.id)
    raise('%s: its id is "%s"%s; an indicator has the name of its file: id = "%s"', path, made.id,
      other and (', which is the indicator of %s'):format(other) or "", id)
  end
  return made
end

-- --- working it out -------------------------------------------------------------------------------------------------------

-- t with the columns that the indicator needs. `columns` says which column of t plays the part of a needed one.
local function with_needs(self, t, columns)
  local names, where = t:column_names(), name_of(self)
  for _, role in ipairs(suggest.keys(columns or {})) do
    if not contains(self.needs, role) then
      raise('%s: columns: it needs no "%s"%s', where, role, suggest.among(role, self.needs, "it needs"))
    end
    arguments.need_column(t, columns[role], where .. ": columns")
  end
  local missing, parts = {}, {}
  for _, need in ipairs(self.needs) do
    if not contains(names, columns and columns[need] or need) then
      local nearest = suggest.nearest(need, names)
      missing[#missing + 1] = ('"%s"'):format(need) .. (nearest and (' (did you mean "%s"?)'):format(nearest) or "")
      parts[#parts + 1] = ('%s = "%s"'):format(need, nearest or "...")
    end
  end
  if #missing > 0 then
    raise("%s needs %s; the table has no %s\n  its columns: %s\n  when other columns hold them: { columns = { %s } }",
      where, table.concat(self.needs, ", "), table.concat(missing, ", "), table.concat(names, ", "),
      table.concat(parts, ", "))
  end
  local taken = {}
  for _, need in ipairs(self.needs) do
    if columns and columns[need] then taken[#taken + 1] = { need, t:col(columns[need]) } end
  end
  local before = lineage.keep(t)
  for _, pair in ipairs(taken) do
    t = t:put(pair[1], pair[2], { from = function(row, at) at(columns[pair[1]], row, before) end })
  end
  return t
end

-- What the sums of an expression add up: the columns of sum(column), and whether there is nothing else that looks at rows. Decided
-- on the parsed expression, so that 100 * sum(`people referred`) is as good as sum(people).
local function summed(expression)
  local columns, only_sums = {}, true
  local function visit(node)
    if node.kind == "call" and node.name == "sum" and node[1].kind == "column" then
      columns[#columns + 1] = node[1].name
    elseif node.kind == "column" then
      only_sums = false
    elseif node.kind == "call" and #node == 0 then
      only_sums = false -- count()
    else
      for _, operand in ipairs(node) do visit(operand) end
    end
  end
  visit(lab.expr(expression):tree())
  return columns, only_sums and #columns > 0
end

-- Every column that an expression names, each once.
local function columns_in(expression, into)
  local function visit(node)
    if node.kind == "column" and not contains(into, node.name) then into[#into + 1] = node.name end
    for _, operand in ipairs(node) do visit(operand) end
  end
  visit(lab.expr(expression):tree())
  return into
end

local function quoted(names) return '"' .. table.concat(names, '", "') .. '"' end

-- The sentence about rows in which one of the two figures may be missing and the other not, where they cannot be paired.
local function unpaired(self, t)
  if self.pairs == false then return nil end
  local names = {}
  for _, name in ipairs(columns_in(self.denominator, columns_in(self.numerator, {}))) do
    if contains(t:column_names(), name) and t:col(name):missing() > 0 then names[#names + 1] = name end
  end
  return #names > 0 and ("%s: cells of %s are missing, and such rows may count in one of the two figures only: numerator %s, "
    .. "denominator %s."):format(self.title, quoted(names), tostring(self.numerator), tostring(self.denominator)) or nil
end

-- A ratio of sums is one only over the same rows: where one of the figures added up is missing, the row counts in none. Gives
-- the table with all of them missing there, and a sentence when there are such rows or when rows cannot be paired.
local function only_pairs(self, t)
  local above, sums_above = summed(self.numerator)
  local below, sums_below = summed(self.denominator)
  if self.pairs == false or not (sums_above and sums_below) then return t, unpaired(self, t) end
  local names, vectors, alone = {}, {}, 0
  for _, list in ipairs { above, below } do
    for _, name in ipairs(list) do
      if not contains(names, name) then names[#names + 1] = name end
    end
  end
  local complete = true
  for _, name in ipairs(names) do
    if not contains(t:column_names(), name) then return t end -- the expression will say so
    complete = complete and t:col(name):missing() == 0
  end
  if complete then return t end
  for i, name in ipairs(names) do vectors[i] = vector.read(t, name) end
  for row = 1, #t do
    local absent, reason = 0, nil
    for _, v in ipairs(vectors) do
      if v.values[row] == nil then absent, reason = absent + 1, markers.stronger(reason, v.markers[row]) end
    end
    if absent > 0 and absent < #vectors then
      for _, v in ipairs(vectors) do
        if v.values[row] ~= nil then v.values[row], v.markers[row] = nil, reason end
      end
      alone = alone + 1
    end
  end
  if alone == 0 then return t end
  for _, v in ipairs(vectors) do
    v.from = { v.name }
    t = vector.put(t, v)
  end
  return t, ("%s: %s without one of %s %s in neither."):format(self.title, words.count(alone, "row"),
    table.concat(names, " and "), words.either(alone, "counts", "count"))
end

-- "force Kent, year 2022": which row of the result it is.
local function row_named(t, by, row)
  local parts, names = {}, t:column_names()
  for _, name in ipairs(by) do
    if contains(names, name) then parts[#parts + 1] = name .. " " .. tostring(t:col(name)[row]) end
  end
  return #parts > 0 and table.concat(parts, ", ") or "all rows"
end

-- Limits that a function gave, or compute, may have changed places.
local function check_limits(self, t, by, lower, upper)
  for row = 1, lower.rows do
    local low, high = lower.values[row], upper.values[row]
    if math.type(low) and math.type(high) and low > high then
      raise("%s: %s: its interval goes from %s to %s: lower and upper have changed places", name_of(self), row_named(t, by, row),
        number.format(low), number.format(high))
    end
  end
end

-- t with lower and upper as the indicator's own function gives them.
local function own_limits(self, t, confidence)
  local value, top, bottom = vector.read(t, "value"), vector.read(t, "numerator"), vector.read(t, "denominator")
  local lower, upper = vector.new("lower", "number", value.rows), vector.new("upper", "number", value.rows)
  for row = 1, value.rows do
    local marker = value.markers[row]
    if value.values[row] ~= nil then
      lower.values[row], upper.values[row] = self.interval(top.values[row], bottom.values[row], confidence or 0.95)
      if lower.values[row] == nil then marker = "[z]" end
    end
    lower.markers[row], upper.markers[row] = marker, marker
  end
  lower.from, upper.from = { "numerator", "denominator" }, { "numerator", "denominator" }
  return vector.put(vector.put(t, lower), upper)
end

-- value, lower and upper of a table that has numerator and denominator.
local function add_figures(self, t, by, o)
  for _, name in ipairs { "numerator", "denominator" } do
    local v = t:col(name)
    if v:type() ~= "integer" and v:type() ~= "number" and v:missing() < #t then
      raise("%s: its %s gives %s, not numbers", name_of(self), name, v:type())
    end
  end
  local known = type(self.interval) == "string" and self.interval ~= "none"
  t = limits.add(t, { top = "numerator", bottom = "denominator", scale = self.scale, interval = known and self.interval or nil,
    confidence = o.confidence, over = self.over, weighted = self.weighted or o.weighted,
    names = known and { "value", "lower", "upper" } or { "value" }, where = name_of(self),
    row_named = function(row) return row_named(t, by, row) end,
    called = { "its numerator " .. tostring(self.numerator), "its denominator " .. tostring(self.denominator) } })
  if type(self.interval) == "function" then
    t = own_limits(self, t, o.confidence)
  elseif not known then -- x * 0 / 0 is [z] where there is an x, and missing for its reason where there is none
    t = t:mutate { { "lower", lab.col.value * 0 / 0 }, { "upper", lab.col.value * 0 / 0 } }
  end
  check_limits(self, t, by, vector.read(t, "lower"), vector.read(t, "upper"))
  return t
end

-- numerator and denominator of each group. What is wrong with an expression is the indicator's fault, and says so.
local function summarise(self, t, by)
  local grouped = t:group_by(by)
  local sums, problem = lab.try(grouped.summarise, grouped,
    { { "numerator", self.numerator }, { "denominator", self.denominator } })
  if not sums then raise("%s: %s", name_of(self), problem) end
  return sums
end

local function computed(self, t, by, given)
  local result = self.compute(t, by, given)
  if type(result) ~= "userdata" then
    raise("%s: compute gave a %s, not a table of figures", name_of(self), type(result))
  end
  local names = result:column_names()
  if not contains(names, "value") then
    raise('%s: the table that compute gave has no column "value"%s', name_of(self),
      suggest.among("value", names, "it has"))
  end
  for _, name in ipairs(result_columns) do
    if not contains(names, name) then
      local v = vector.new(name, "number", #result)
      for row = 1, v.rows do v.markers[row] = "[z]" end
      result = vector.put(result, v)
    end
  end
  local lower, upper = vector.read(result, "lower"), vector.read(result, "upper")
  if vector.is_numeric(lower) and vector.is_numeric(upper) then check_limits(self, result, by, lower, upper) end
  return result
end

local function check_confidence(confidence, where)
  if confidence ~= nil and not (type(confidence) == "number" and confidence > 0 and confidence < 1) then
    raise("%s: confidence is between 0 and 1, as 0.95; not %s", where, tostring(confidence))
  end
end

-- Options of the call: those of every indicator, and those that this one declares.
local function read_options(self, t, ...)
  local description = { groups = true, by = "columns", confidence = "number", weighted = "boolean", columns = "any" }
  for name in pairs(self.options or {}) do description[name] = "any" end
  local o = arguments.read(t, name_of(self), description, ...)
  check_confidence(o.confidence, name_of(self))
  if o.columns ~= nil and type(o.columns) ~= "table" then
    raise('%s: columns is a table: needed column = "column of the table"', name_of(self))
  end
  return o
end

-- Titles and units of the result: those of the keys as they were, and the indicator's own for its value.
local function fields_of(self, t, by)
  local before, fields = t:about().fields or {}, {}
  for _, name in ipairs(by) do fields[name] = before[name] end
  fields.value = { title = self.title, unit = self.unit }
  fields.lower, fields.upper = { title = "Lower limit", unit = self.unit }, { title = "Upper limit", unit = self.unit }
  return fields
end

-- What intervals are for, as most figures they stand beside are counts of all cases and no samples.
local function about_intervals(confidence)
  return ("Intervals (%g%%) say how far chance alone could move a figure of so few cases, also where all cases were counted; of cases that "
    .. "were never reported or recorded they say nothing."):format((confidence or 0.95) * 100)
end

-- t:indicator(which, options)
function indicator.apply(t, which, ...)
  local self = type(which) == "string" and indicator.load(which) or which
  if getmetatable(self) ~= Indicator then
    raise("indicator: an id or what lab.indicator{} gave comes first, not a %s", type(which))
  end
  local o = read_options(self, t, ...)
  local by = arguments.by(t, o)
  bases.refuse(t, name_of(self), by)
  bases.refuse_beside(t, name_of(self))
  t = with_needs(self, t, o.columns)
  t = total_labels.warn(t, name_of(self), by)
  local result, said = nil, nil
  if self.compute then
    result = computed(self, t, by, o)
  else
    local rows
    rows, said = only_pairs(self, t)
    result = add_figures(self, summarise(self, rows, by), by, o)
  end
  result = result:select(by, result_columns)
  result = result:with_fields(fields_of(self, t, by))
  for _, caveat in ipairs(self.caveats) do result = notes.add(result, "indicator", self.title .. ": " .. caveat) end
  if said then result = notes.add(result, "indicator", said) end
  if self.weighted or o.weighted then
    result = notes.add(result, "indicator", self.title .. ": cases are weighted, and intervals take the sums of weights for counts.")
  end
  if result:col("lower"):count() > 0 then result = notes.add(result, "indicator", about_intervals(o.confidence)) end
  return result
end

lab.document("lab", "indicator", {
  signature = "(spec: table): slavelab.Indicator",
  text = "An indicator, for t:indicator(): id, title, unit, needs, then numerator, denominator and interval or compute, and caveats. "
    .. "Each is a file indicators/ID.lua that returns one. docs/indicators.md tells all.",
  example = [[
local child_share = lab.indicator {
  id = "child_share", title = "Children among the people referred", unit = "percent", needs = { "age", "people" },
  numerator = "sum(if_else(age == 'child', people, 0))", denominator = "sum(people)", interval = "wilson",
}
local t = lab.table { columns = { "age", "people" }, { "child", 12 }, { "adult", 30 } }
print(t:indicator(child_share))]],
})

return setmetatable(indicator, { __call = function(_, spec) return new(spec) end })
