-- suppress.lua - t:suppress: small counts are held back, and as many others as it takes so that they stay so.
--
--     force  people                          force  people
--     Essex  40                              Essex  40
--     Kent   3       below = 5               Kent   [c]      primary: 1 to 4
--     Surrey 12      ------>                 Surrey [c]      secondary: else 55 - 40 - 12 would tell
--     total  55                              total  55
--
-- Primary: counts from 1 to below - 1 (0 too with zeros = true), and parts that leave so few of their whole. Secondary: what it takes so
-- that a reader who knows the sums (known_sums.lua), that counts are whole and not below 0 and, unless zeros = true, that zeros are shown,
-- cannot show of a small count that it is small (protect = "threshold"), or cannot tell which it is ("exact"). Sums that are a graph are
-- solved by flows (by_bounds.lua), others by linear programs (by_program.lua), fractional figures by rules (by_elimination.lua).
-- Columns that were made from a count go with it (made_from.lua). After:
-- Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4; GSS guidance on tables of counts.

local arguments = require "lib.figures.verb_arguments"
local as_published = require "lib.verbs.disclosure.as_published"
local by_bounds = require "lib.verbs.disclosure.by_bounds"
local by_elimination = require "lib.verbs.disclosure.by_elimination"
local by_program = require "lib.verbs.disclosure.by_program"
local held_back = require "lib.figures.held_back"
local hide_made = require "lib.verbs.disclosure.hide_made"
local hierarchy = require "lib.verbs.disclosure.hierarchy"
local keep_shown = require "lib.verbs.disclosure.keep_shown"
local known_sums = require "lib.verbs.disclosure.known_sums"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suppress_log = require "lib.verbs.disclosure.suppress_log"
local vector = require "lib.figures.vector"
local words = require "lib.base.words"

local suppress = {}

-- --- what is hidden ---------------------------------------------------------------------------------------------------------------

local function hide_primary(state, vectors, o)
  for c, v in ipairs(vectors) do
    for row = 1, v.rows do
      local value, cell = v.values[row], (c - 1) * v.rows + row
      state.value[cell] = value
      if value == nil then
        if known_sums.hides(v, row) then state.hidden[cell], state.before[cell] = "before", true end
      elseif value < 0 then
        raise('suppress: row %d: "%s" is %s; counts are not below 0', row, v.name, tostring(value))
      elseif value < o.below and (value > 0 or o.zeros) then
        state.hidden[cell] = "primary"
      end
    end
  end
  state.cells = #vectors * (vectors[1] and vectors[1].rows or 0)
end

-- "Kent, 2022 (row 3)"
local function row_name(t, keys, row)
  local parts = {}
  for i, name in ipairs(keys) do parts[i] = tostring(t:col(name)[row]) end
  return #parts == 0 and ("row %d"):format(row) or ("row %d (%s)"):format(row, table.concat(parts, ", "))
end

-- The cells of rows that are to stay shown. Raises for a small count among them.
local function keep_rows(state, t, vectors, o)
  local rows = keep_shown.rows(t, o.keep)
  for c, v in ipairs(vectors) do
    for row = 1, v.rows do
      local cell = (c - 1) * v.rows + row
      if rows[row] and state.hidden[cell] == "primary" then
        raise('suppress: keep: %s: "%s" is %s, which is held back itself; leave the row out of keep',
          row_name(t, roles.keys(t, o.columns), row), v.name, tostring(v.values[row]))
      end
      state.kept[cell] = rows[row]
    end
  end
end

-- What a part leaves of its whole is a cell that is never shown: small ones are primary. Its sum with the part is the whole.
local function add_rests(state, lines, t, o, vectors)
  local column_of = {}
  for c, v in ipairs(vectors) do column_of[v.name] = c end
  local part, whole = vector.read(t, o.part), vector.read(t, o.whole)
  local base, whole_column = (column_of[o.part] - 1) * part.rows, column_of[o.whole]
  for row = 1, part.rows do
    local x, n = part.values[row], whole.values[row]
    if x ~= nil and n ~= nil then
      if x > n then
        raise('suppress: row %d: "%s" is %s and "%s" %s: the part is more than the whole', row, o.part, tostring(x), o.whole, tostring(n))
      end
      local rest, cell = n - x, state.cells + 1
      state.cells, state.value[cell], state.rest_of[cell] = cell, rest, base + row
      state.hidden[cell] = x > 0 and rest > 0 and rest < o.below and "primary" or "before"
      lines[#lines + 1] = { cells = { base + row, cell }, total = whole_column and (whole_column - 1) * part.rows + row, rest_of = o.whole }
    end
  end
end

local function are_whole(state)
  for cell, value in pairs(state.value) do
    state.value[cell] = math.tointeger(value)
    if not state.value[cell] then
      state.value[cell] = value
      return false
    end
  end
  return true
end

-- Raises for small counts that nothing can protect; `exact_holds` says whether the lower level could be held.
local function refuse_exposed(t, o, vectors, state, exposed, exact_holds)
  local cells, keys, shown, rows = {}, roles.keys(t, o.columns), {}, #t
  for cell in pairs(exposed) do cells[#cells + 1] = cell end
  table.sort(cells)
  for i = 1, math.min(#cells, 5) do
    local cell = state.rest_of[cells[i]] or cells[i]
    local v, row = vectors[(cell - 1) // rows + 1], (cell - 1) % rows + 1
    local what = cell == cells[i] and ("is %d"):format(state.value[cell]) or ('leaves %d of "%s"'):format(state.value[cells[i]], o.whole)
    shown[i] = ('    %s: "%s" %s\n'):format(row_name(t, keys, row), v.name, what)
  end
  if #cells > 5 then shown[6] = ("    and %d more\n"):format(#cells - 5) end
  raise("suppress: %s would follow from sums whatever else is held back, as too little else is in them:\n%s"
    .. "  Put rows together, or leave out the sums they are in (by = says within which groups totals are known);\n%s"
    .. "  secondary = false holds back small counts alone, and then such sums must not be published.",
    words.count(#cells, "small count"), table.concat(shown),
    exact_holds and '  protect = "exact" lets it be seen that a count is small, but not which it is;\n' or "")
end

-- Hides what it takes; gives cells that are given away all the same and whether the table was solved.
local function hide_secondary(t, state, vectors, o)
  local known = known_sums.read(t, o, vectors)
  local lines, rows, counts = known.lines, #t, #vectors * #t
  state.total_column = known.total_column
  if o.part then add_rests(state, lines, t, o, vectors) end
  for cell in pairs(known.told) do state.fixed[cell] = true end
  state.lines = lines
  local function is_total(cell)
    return cell <= counts and (known.total_rows[(cell - 1) % rows + 1] == true or (cell - 1) // rows + 1 == known.total_column)
  end
  state.is_total = is_total
  local least = o.zeros and 0 or 1
  if are_whole(state) then
    local how = { below = o.below, least = least, exact = o.protect == "exact", by_value = o.cost == "value", is_total = is_total,
      is_kept = function(cell) return state.kept[cell] == true end }
    local hide, exposed = by_bounds.hide, by_bounds.hide(state, lines, how)
    if not exposed then hide, exposed = by_program.hide, by_program.hide(state, lines, how) end
    if next(exposed) then
      local lower = not how.exact
      how.exact = true
      refuse_exposed(t, o, vectors, state, exposed, lower and not next(hide(state, lines, how)))
    end
    return exposed, true
  end
  return by_elimination.hide(state, lines, least, o.below - 1), false
end

-- --- what is said ----------------------------------------------------------------------------------------------------

-- How many cells of a column are hidden, by kind, and how many of them a sum still gives away.
local function tally(state, exposed, c, rows)
  local counts = { primary = 0, secondary = 0, exposed = 0, totals = false }
  for row = 1, rows do
    local cell = (c - 1) * rows + row
    local kind = state.hidden[cell]
    if kind == "primary" or kind == "secondary" then
      counts[kind] = counts[kind] + 1
      counts.totals = counts.totals or (state.is_total ~= nil and state.is_total(cell))
    end
    if exposed[cell] and kind ~= "before" then counts.exposed = counts.exposed + 1 end
  end
  return counts
end

local function sentence(v, counts, o, solved)
  local low, high = o.zeros and 0 or 1, o.below - 1
  local from = v.name == o.part and ("totals, nor what is left of %q"):format(o.whole) or "totals"
  local text
  if counts.primary > 0 then
    text = ('In "%s" %s from %d to %d %s held back (%s)'):format(v.name, words.count(counts.primary, "count"), low, high,
      words.either(counts.primary, "is", "are"), o.reason)
    if o.secondary == false then return text .. "; other counts were not, so that totals may give them away." end
    if counts.secondary > 0 then
      text = text .. ", and " .. words.count(counts.secondary, "other") .. " so that they cannot be worked out from " .. from
    end
  else
    text = ('In "%s" %s %s held back (%s) so that counts from %d to %d cannot be worked out from %s'):format(v.name,
      words.count(counts.secondary, "count"), words.either(counts.secondary, "is", "are"), o.reason, low, high, from)
  end
  if counts.exposed > 0 then
    text = text .. "; " .. words.count(counts.exposed, "count")
      .. " would still follow from a total that has no other part, which must not be published"
  end
  if not solved then text = text .. "; sums of this kind are checked by rules and not by what each count could be" end
  return text .. "."
end

-- Says on standard error, to the author alone, which of the rows that were to be kept are held back all the same.
local function tell_kept(t, state, vectors, o)
  for c, v in ipairs(vectors) do
    for row = 1, v.rows do
      local cell = (c - 1) * v.rows + row
      if state.kept[cell] and state.hidden[cell] == "secondary" then
        notice.say(('suppress: %s: "%s" was to be kept, and is held back: nothing else protects a small count'):format(
          row_name(t, roles.keys(t, o.columns), row), v.name))
      end
    end
  end
end

-- --- the verb ------------------------------------------------------------------------------------------------------------------------

local function read_options(t, ...)
  local o = arguments.read(t, "suppress", { "columns", groups = true, columns = "columns", below = "integer", by = "columns",
    secondary = "boolean", zeros = "boolean", across = "boolean", reason = { "[c]", "[x]", "[z]", "[low]" }, part = "column", whole = "column",
    protect = { "threshold", "exact" }, previous = "any", hierarchy = "any", keep = "any", cost = { "cells", "value" } }, ...)
  o.told = o.columns ~= nil
  o.columns, o.below, o.reason = o.columns or roles.figures(t), o.below or 5, o.reason or "[c]"
  if #o.columns == 0 then raise("suppress: no column of whole numbers is there; name it: columns = \"people\"") end
  if o.below < 2 then
    raise("suppress: below is 2 or more (counts from 1 to below - 1 are held back), not %d", o.below)
  end
  if (o.part == nil) ~= (o.whole == nil) or (o.part and o.part == o.whole) then
    raise('suppress: part and whole are two columns, as part = "referred", whole = "recorded"')
  end
  if o.part and #roles.without({ o.part }, o.columns) > 0 then raise('suppress: part, "%s", is none of the columns that are held back', o.part) end
  if o.part and o.secondary == false then raise("suppress: secondary = false guards no sums, and what a part leaves of its whole is one") end
  if o.previous ~= nil and getmetatable(o.previous) ~= "slavelab.Table" then
    raise("suppress: previous is the table as it was published before, not a %s", type(o.previous))
  end
  arguments.need_numbers(t, "suppress", o.columns)
  if o.whole then arguments.need_numbers(t, "suppress", { o.whole }) end
  if o.hierarchy ~= nil then o.tree = hierarchy.read(t, o.hierarchy, o.columns) end
  return o
end

function suppress.suppress(t, ...)
  local o = read_options(t, ...)
  -- A column that a verb made from a count is hidden with it, and is none itself.
  if not o.told then o.columns = roles.without(o.columns, hide_made.names(t)) end
  local vectors = vector.read_all(t, o.columns)
  local state = { value = {}, hidden = {}, before = {}, fixed = {}, kept = {}, earlier = {}, rest_of = {}, lines = {}, cells = 0 }
  hide_primary(state, vectors, o)
  local published = o.previous and as_published.settle(t, o, state, vectors) or 0
  if o.keep ~= nil then keep_rows(state, t, vectors, o) end
  local exposed, solved = {}, true
  if o.secondary ~= false then exposed, solved = hide_secondary(t, state, vectors, o) end
  local by, original = arguments.by(t, o), t
  for c, v in ipairs(vectors) do
    local before = table.move(v.values, 1, v.rows, 1, {})
    for row = 1, v.rows do
      local kind = state.hidden[(c - 1) * v.rows + row]
      if kind == "primary" or kind == "secondary" then v.values[row], v.markers[row] = nil, o.reason end
    end
    local counts = tally(state, exposed, c, v.rows)
    v.from = "held back"
    t = vector.put(t, v)
    local totals_stand = o.secondary ~= false and counts.exposed == 0 and not counts.totals
    if totals_stand and o.reason == "[c]" then t = held_back.note(t, v, before, by) end
    if counts.primary + counts.secondary > 0 then
      local text = sentence(v, counts, o, solved)
      if counts.exposed > 0 then notice.say("suppress: " .. text) end
      t = notes.add(t, "suppress", text)
    end
  end
  if o.previous then
    t = notes.add(t, "suppress", "What an earlier release held back is held back here, and what it showed is shown"
      .. (published > 0 and (", %s among it."):format(words.count(published, "small count")) or "."))
  end
  if state.total_column then
    t = notes.add(t, "suppress", ('suppress took "%s" for the sum of the other columns.'):format(vectors[state.total_column].name))
  end
  tell_kept(original, state, vectors, o)
  local made
  t, made = hide_made.hide(t, original, o)
  if not o.told then t = notes.add(t, "suppress", roles.sentence("suppress", o.columns, roles.keys(t, o.columns))) end
  suppress_log.keep(t, original, state, state.lines, vectors, o, made)
  return t
end

return suppress
