-- disclosure_check.lua - lab.disclosure_check: what a reader of several tables and earlier releases can tell of the counts that they hold back.
--
--     Table 1  Kent   2021 Q1  [c]      Table 2  Kent  2021  15
--              Kent   2021 Q2  4        "Kent, 2021 Q1 = 3: Table 2, 15, less Table 1, 12"
--              Kent   2021 Q3  5
--              Kent   2021 Q4  3
--
-- linked_sums.lua says what is known, pins.lua what follows; here stand the question, the words and the verdict.

local contains = require "lib.base.contains"
local linked_sums = require "lib.verbs.disclosure.linked_sums"
local lists = require "slavelab.lists"
local pins = require "lib.verbs.disclosure.pins"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.base.words"

local disclosure_check = {}

-- --- what is asked ------------------------------------------------------------------------------------------------------------------------

local options = { "previous", "below", "zeros", "protect" }

local function is_table(value) return type(value) == "userdata" and getmetatable(value) == "slavelab.Table" end

-- A report keeps what it shows.
local function shown_by(value)
  local shown = type(value) == "table" and rawget(value, "_shown")
  return type(shown) == "table" and shown or nil
end

local function check_table(value, where)
  if not is_table(value) then raise("disclosure_check: %s is a table, not a %s", where, type(value)) end
  if value:grouping() then raise("disclosure_check: %s is grouped; give it before group_by", where) end
  return value
end

local function read_previous(given, entries)
  if given == nil then return end
  if not is_table(given) and type(given) ~= "table" then
    raise("disclosure_check: previous is a table or a report as it was published before, or a list of these, not a %s", type(given))
  end
  local list = (is_table(given) or shown_by(given)) and { given } or lists.list(given, "disclosure_check: previous")
  for i, one in ipairs(list) do
    local name = #list == 1 and "the earlier release" or ("earlier release %d"):format(i)
    for _, entry in ipairs(shown_by(one) or { { table = one } }) do
      entries[#entries + 1] = { table = check_table(entry.table, ("previous[%d]"):format(i)), release = i, places = entry.places,
        title = entry.title, name = entry.name and name .. ", " .. entry.name or name }
    end
  end
end

-- A report by itself with the options that it was given.
local function of_report(report)
  local spec = { report }
  for key, value in pairs(rawget(report, "_check") or {}) do spec[key] = value end
  return spec
end

-- Fills in what is not given; raises for what cannot be.
function disclosure_check.check_options(o)
  for _, key in ipairs(suggest.keys(o)) do
    if not contains(options, key) then raise('disclosure_check: unknown option "%s"%s', key, suggest.among(key, options, "it takes")) end
  end
  o.below, o.protect = o.below == nil and 5 or o.below, o.protect == nil and "threshold" or o.protect
  if math.type(o.below) ~= "integer" or o.below < 2 then
    raise("disclosure_check: below is a whole number, 2 or more (counts from 1 to below - 1 are small), not %s", tostring(o.below))
  end
  if o.protect ~= "threshold" and o.protect ~= "exact" then
    raise('disclosure_check: protect is "threshold" or "exact", not %s', tostring(o.protect))
  end
  if o.zeros ~= nil and type(o.zeros) ~= "boolean" then raise("disclosure_check: zeros is true or false, not a %s", type(o.zeros)) end
  return o
end

local function read(spec)
  if is_table(spec) then spec = { spec } elseif shown_by(spec) then spec = of_report(spec) end
  if type(spec) ~= "table" then
    raise("disclosure_check: tables or a report are wanted, lab.disclosure_check{ t1, t2, below = 5 }, not a %s", spec == nil and "nil" or type(spec))
  end
  local list, o = lists.list(spec, "disclosure_check"), {}
  for key, value in pairs(lists.options(spec, "disclosure_check")) do
    if math.type(key) ~= "integer" then o[key] = value end
  end
  disclosure_check.check_options(o)
  if #list == 0 then raise("disclosure_check: no table is there to be looked at: lab.disclosure_check{ t1, t2 }") end
  local entries = {}
  for i, one in ipairs(list) do
    for _, entry in ipairs(shown_by(one) or { { table = one } }) do
      local t = check_table(entry.table, ("item %d"):format(i))
      local name = entry.name or ("Table %d"):format(#entries + 1)
      entries[#entries + 1] = { table = t, release = 0, places = entry.places, title = entry.title, name = name }
    end
  end
  read_previous(o.previous, entries)
  return o, entries
end

-- --- words -----------------------------------------------------------------------------------------------------------------------------------

-- Where an unknown is shown, or else where it first stands.
local function place_of(system, u)
  for _, seen in ipairs(system.seen[u]) do
    if seen.value ~= nil and not seen.rounded then return seen end
  end
  return system.seen[u][1]
end

local function is_known(system, u) return system.low[u] == system.high[u] end

local function plain_number(x) return math.tointeger(x) and tostring(math.tointeger(x)) or ("%.6g"):format(x) end

-- "Table 4, 15, less Table 2, 12": the known terms of a row by table, those that are added first.
local function known_words(known)
  local parts = {}
  for _, sign in ipairs { 1, -1 } do
    local sums, order = {}, {}
    for _, term in ipairs(known) do
      if term.factor * sign > 0 and term.value ~= 0 then
        if not sums[term.table] then sums[term.table], order[#order + 1] = 0, term.table end
        sums[term.table] = sums[term.table] + math.abs(term.factor) * term.value
      end
    end
    for _, name in ipairs(order) do
      parts[#parts + 1] = (name ~= order[1] and "and " or sign < 0 and "less " or "") .. name .. ", " .. plain_number(sums[name])
    end
  end
  return table.concat(parts, ", ")
end

local function unknown_words(system, terms)
  local parts = {}
  for i, term in ipairs(terms) do
    if i == 5 and #terms > 5 then
      parts[5] = (" and %d more"):format(#terms - 4)
      break
    end
    local seen = system.seen[term.unknown][1]
    local name = seen and seen.cell or "the whole"
    if seen and seen.rounded then name = name .. (" (shown as %s)"):format(tostring(seen.value or seen.marker)) end
    parts[i] = (i == 1 and (term.factor < 0 and "-" or "") or term.factor < 0 and " - " or " + ") .. name
  end
  return table.concat(parts)
end

-- One row in words: of a single unknown what it is made of, of several the sum they have.
local function row_words(system, row, target)
  local from, open, known = row.from, {}, {}
  if from.says then return from.says end
  -- Written so that the target, else the first that is not known, is added.
  local turn, first
  for i = 1, #from.terms, 2 do
    local u, sign = system.root(from.terms[i]), from.terms[i + 1] < 0 and -1 or 1
    if u == target then turn = sign end
    if not is_known(system, u) then first = first or sign end
  end
  turn = turn or first
  local value = 0
  for i = 1, #from.terms, 2 do
    local u, factor = system.root(from.terms[i]), from.terms[i + 1] * turn
    if is_known(system, u) then
      local seen = place_of(system, u)
      known[#known + 1] = { table = seen and seen.table.name or "a total", factor = -factor, value = system.low[u] }
      value = value - factor * system.low[u]
    else
      open[#open + 1] = { unknown = u, factor = factor }
    end
  end
  table.sort(open, function(a, b)
    if a.factor ~= b.factor then return a.factor > b.factor end
    return a.unknown < b.unknown
  end)
  local sources = known_words(known)
  if #open == 1 and from.low == from.high then return sources end
  local sign = from.low == from.high and "=" or turn > 0 and from.low > -math.huge and ">=" or "<="
  return ("%s %s %s%s"):format(unknown_words(system, open), sign, plain_number(value), sources ~= "" and (" (%s)"):format(sources) or "")
end

local most_sums <const> = 6 -- in one sentence

-- "= 3" or "is from 1 to 4"
local function range_words(one)
  if one.least == one.greatest then return "= " .. tostring(one.least) end
  return ("is from %s to %s"):format(plain_number(one.least), plain_number(one.greatest))
end

local function how_words(system, one, told)
  local seen = system.seen[one.unknown][1]
  if is_known(system, one.unknown) then
    local place = place_of(system, one.unknown)
    local why = place.value ~= nil and place.table.name .. " shows it" or "what is shown leaves nothing else"
    return ("%s %s: %s"):format(seen.cell, range_words(one), why)
  end
  local rows = pins.minimal(system, one, function(least, greatest)
    if told == "exactly" then return least == greatest end
    return greatest <= one.greatest
  end)
  local parts, said = {}, {}
  for _, row in ipairs(rows) do
    local text = row_words(system, row, one.unknown)
    if not said[text] then said[text], parts[#parts + 1] = true, text end
  end
  if #parts > most_sums then
    parts[most_sums + 1] = "and " .. words.count(#parts - most_sums, "further sum")
    for i = #parts, most_sums + 2, -1 do parts[i] = nil end
  end
  return ("%s %s: %s"):format(seen.cell, range_words(one), table.concat(parts, "; "))
end

-- --- the answer -------------------------------------------------------------------------------------------------------------------------------

-- Whether a cell holds its count back: hidden, or rounded and perhaps small.
local function guards(system, u, seen, below) return seen.marker == "[c]" or seen.rounded and system.low[u] < below end

-- Unknowns that are held back or rounded somewhere, in the order of tables and rows, with where that is. What was held back once and is shown
-- now is among them when it is small.
local function targets_of(system, below)
  local targets, places, is_target = {}, {}, {}
  for u = 1, system.count do
    local r = system.root(u)
    local first, is_told
    for _, seen in ipairs(is_target[r] and {} or system.seen[r]) do
      if guards(system, r, seen, below) then
        if not first or seen.table.release < first.table.release then first = seen end
      elseif seen.value ~= nil and seen.value >= below and seen.table.release == 0 then
        is_told = true
      end
    end
    if first and not (is_told and first.table.release > 0) then
      is_target[r], targets[#targets + 1], places[#places + 1] = true, r, first
    end
  end
  return targets, places
end

local function contradiction(system, unknowns)
  local shown = {}
  for i = 1, math.min(#unknowns, 3) do
    local seen = system.seen[unknowns[i]][1]
    shown[i] = ("%s in %s (row %d)"):format(seen.cell, seen.table.name, seen.row)
  end
  raise("disclosure_check: no whole numbers fit what is shown around %s%s\n  zeros = true says that hidden counts may be 0 (of a report: "
    .. "disclosure = { zeros = true }); else figures that look like parts and\n  totals of each other are none: give such tables columns of "
    .. "other names, or leave one of them out.",
    table.concat(shown, ", "), #unknowns > 3 and (" and %d more"):format(#unknowns - 3) or "")
end

-- A list of { cell =, column =, table =, row =, shown =, least =, greatest =, told =, how = }; how only of the first `most` that are told, when
-- that is given, as finding the fewest sums asks many times.
local function look(o, entries, most)
  local any = false
  for _, entry in ipairs(entries) do
    linked_sums.refuse_texts(entry)
    any = any or linked_sums.has_secrets(entry.table)
  end
  if not any then return {} end
  local system = linked_sums.read(entries, o.zeros and 0 or 1)
  local targets, places = targets_of(system, o.below)
  local left = most or math.huge
  local found, list = pins.find(system, targets, function(unknowns) contradiction(system, unknowns) end), {}
  for i, one in ipairs(found) do
    local seen, told = places[i], nil
    if one.least == one.greatest then
      if seen.marker == "[c]" or one.least > 0 and one.least < o.below then told = "exactly" end
    elseif o.protect == "threshold" and seen.marker == "[c]" and one.greatest < o.below then
      told = ("below %d"):format(o.below)
    end
    list[i] = { cell = seen.cell, column = seen.column, table = seen.table.name, row = seen.row,
      shown = seen.marker or tostring(seen.value), least = math.tointeger(one.least),
      greatest = one.greatest < math.huge and math.tointeger(one.greatest) or nil,
      told = told, how = told and left > 0 and how_words(system, one, told) or nil }
    if told then left = left - 1 end
  end
  return list
end

local columns = { "cell", "column", "table", "row", "shown", "least", "greatest", "told", "how" }
local types = { cell = "text", column = "text", table = "text", row = "integer", shown = "text", least = "integer", greatest = "integer",
  told = "text", how = "text" }

function disclosure_check.check(spec)
  local o, entries = read(spec)
  local rows = { columns = columns, types = types }
  for i, one in ipairs(look(o, entries)) do rows[i] = one end
  return lab.table(rows)
end

local most_named <const> = 5

-- Raises when a report tells what it holds back.
function disclosure_check.refuse(report, title)
  if #report._shown == 0 then return end
  local told, lines, titles = {}, {}, {}
  local o, entries = read(report)
  for _, entry in ipairs(entries) do titles[entry.name] = entry.title end
  for _, one in ipairs(look(o, entries, most_named)) do
    if one.told then told[#told + 1] = one end
  end
  if #told == 0 then return end
  for i = 1, math.min(#told, most_named) do
    lines[i] = ('    %s ("%s"), row %d, "%s": %s\n'):format(told[i].table, titles[told[i].table], told[i].row, told[i].column, told[i].how)
  end
  if #told > most_named then lines[#lines + 1] = ("    and %d more\n"):format(#told - most_named) end
  raise('report "%s": %s that %s held back can be worked out from what it shows:\n%s'
    .. "  Hold back more (t:suppress), leave a figure out, or say why it is published all the same: allow_disclosure = \"...\";\n"
    .. "  lab.disclosure_check(report) gives them all.", title, words.count(#told, "figure"), words.either(#told, "is", "are"), table.concat(lines))
end

lab.document("lab", "disclosure_check", {
  signature = "(tables: slavelab.Table | slavelab.Report | { previous?: slavelab.Table | slavelab.Table[], below?: integer, zeros?: boolean, "
    .. "protect?: \"threshold\" | \"exact\" }): slavelab.Table",
  text = "What a reader of all these tables and earlier releases together can tell of the counts that they hold back or round: cell, least, "
    .. "greatest, and where it is told \"exactly\" or to be below the threshold, how. Needs lp_solve. A report does this when it is written.",
  example = 'local year = lab.parse_csv("force,year,people\\nKent,2021,15\\n")\n'
    .. 'local quarters = lab.parse_csv("force,year,quarter,people\\nKent,2021,Q1,[c]\\nKent,2021,Q2,4\\nKent,2021,Q3,5\\n'
    .. 'Kent,2021,Q4,3\\n", { markers = "gss" })\n'
    .. 'print(lab.disclosure_check{ quarters, year }.how[1])',
})

return setmetatable(disclosure_check, { __call = function(_, spec) return disclosure_check.check(spec) end })
