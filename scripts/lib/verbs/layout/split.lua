-- split.lua - t:split{ column =, into =, sep = | pattern = }: one column of texts cut into several.
--
--     period     people                                          year   quarter  people
--     2019 Q1    12          into { "year", "quarter" }, sep " "   2019   Q1       12
--     2019 Q2    7                                                 2019   Q2       7
--
-- What the cells are cut by is an expression for each new column, so that a text that many rows share is cut once. A cell that does not
-- come out in as many parts is an error, or missing in all new columns and counted: a part is never guessed.

local arguments = require "lib.figures.verb_arguments"
local core = require "slavelab.prove"
local escape = require "lib.base.escape"
local notes = require "lib.figures.notes"
local notice = require "lib.base.notice"
local part_names = require("slavelab.reshape").part_names
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local split = {}

local example = 't:split{ column = "period", into = { "year", "quarter" }, sep = " " }'
local most_named = 3 -- cells in a message

-- No column of a table is called so: names of files hold no control characters.
local function part_name(i) return "\1part" .. i end
local unfit, place = "\1unfit", "\1place"

-- { count =, names =, part(i) = an expression of the i-th part, fits = an expression that is true where the cell has all of them }.
local function cut_at(column, separator)
  if separator == "" then raise "split: sep is a text that is not empty" end
  local cell = lab.col[column]
  local without = cell:replace(separator, "")
  return {
    separator = separator,
    part = function(i) return cell:split_part(separator, i) end,
    fits = function(count) return (cell:length() - without:length()):eq(utf8.len(separator) * (count - 1)) end,
  }
end

local function cut_by(column, pattern)
  local cell, names = lab.col[column], part_names(pattern)
  if #names == 0 then
    raise('split: the pattern "%s" captures nothing; put what is wanted in brackets, "^(...) (...)$"', escape.line(pattern))
  end
  local all_named = true
  for _, name in ipairs(names) do all_named = all_named and name ~= "" end
  return {
    count = #names,
    names = all_named and names or nil,
    part = function(i) return cell:extract(pattern, i) end,
    fits = function() return cell:matches(pattern) end,
  }
end

-- The names of the new columns, which are none that stay.
local function read_into(t, o, cut)
  local into = o.into or cut.names
  if not into or #into == 0 then
    raise("split: into is needed, the names of the new columns (or name the brackets of a pattern, (?<year>...)): %s", example)
  end
  if cut.count and #into ~= cut.count then
    raise('split: the pattern "%s" captures %s, and into has %s', escape.line(o.pattern), words.count(cut.count, "part"),
      words.count(#into, "name"))
  end
  local seen = {}
  for _, name in ipairs(into) do
    if name == "" then raise "split: into has an empty name" end
    if seen[name] then raise('split: two new columns would be called "%s"', name) end
    seen[name] = true
  end
  for _, name in ipairs(t:column_names()) do
    if seen[name] and (name ~= o.column or o.keep) then raise('split: there is a column "%s" already; give another name', name) end
  end
  return into
end

-- 'row 4 ("2021"), row 7 ("2022")'
local function cells_named(bad, column)
  local rows, cells, list = bad:col(place), bad:col(column), {}
  for i = 1, math.min(#bad, most_named) do list[i] = ('row %d ("%s")'):format(rows[i], escape.line(cells[i])) end
  return table.concat(list, ", ") .. (#bad > most_named and (" and %s more"):format(words.count(#bad - most_named, "row")) or "")
end

local function raise_unfit(bad, o, count)
  local how = o.sep and ('cut at "%s" gives another number of parts than the %d of into'):format(escape.line(o.sep), count)
    or ('is not what the pattern "%s" fits'):format(escape.line(o.pattern))
  raise('split: %s of column "%s" %s: %s\n  unmatched = "missing" leaves the new columns missing there%s.', words.count(#bad, "cell"),
    escape.line(o.column), how, cells_named(bad, o.column),
    o.sep and [[; pattern = "^(...) (...)$" says more closely where to cut]] or "")
end

-- The columns in their order, the new ones where the old one stood, or behind it when it stays.
local function in_place(names, o, into)
  local order = {}
  for _, name in ipairs(names) do
    if name ~= o.column or o.keep then order[#order + 1] = name end
    if name == o.column then table.move(into, 1, #into, #order + 1, order) end
  end
  return order
end

function split.split(t, ...)
  local o = arguments.read(t, "split", { "column", column = "column", into = "texts", sep = "text", pattern = "text", unmatched =
    { "error", "missing" }, convert = "boolean", keep = "boolean" }, ...)
  arguments.need(o, "split", "column", example)
  if (o.sep == nil) == (o.pattern == nil) then raise('split: either sep = " " or pattern = "^(...) (...)$" says where to cut, %s',
    o.sep and "not both" or "and neither is given") end
  local kind = t:col(o.column):type()
  if kind ~= "text" and t:col(o.column):missing() < #t then
    raise('split: column "%s" holds %s, and only texts are cut; t:mutate("%s = text(%s)") makes texts of it', o.column, kind, o.column, o.column)
  end
  local cut = o.sep and cut_at(o.column, o.sep) or cut_by(o.column, o.pattern)
  local into, cell = read_into(t, o, cut), lab.col[o.column]
  local bad = kind == "text" and t:mutate { { place, lab.expr "row_number()" } }:filter(~cell:is_missing() & ~cut.fits(#into)) or t:head(0)
  if #bad > 0 and o.unmatched ~= "missing" then raise_unfit(bad, o, #into) end
  local list = {}
  for i = 1, #into do
    local part = kind == "text" and cut.part(i) or cell
    list[i] = { part_name(i), #bad > 0 and cut.fits(#into):if_else(part, nil) or part }
  end
  local order = in_place(t:column_names(), o, into)
  local result = t:mutate(list)
  if not o.keep then result = result:drop(o.column) end
  local renames = {}
  for i, name in ipairs(into) do renames[i] = { part_name(i), name } end
  result = result:rename(renames):select(order)
  if o.convert then
    for _, name in ipairs(into) do result = result:put(name, core.prove(result:col(name)), { from = { name } }) end
  end
  if #bad == 0 then return result end
  local text = ('%s of %s of column "%s" could not be cut into %s and %s missing there: %s'):format(words.count(#bad, "cell"),
    words.count(#t, "row"), o.column, table.concat(into, ", "), words.either(#bad, "is", "are"), cells_named(bad, o.column))
  notice.say("split: " .. text)
  return notes.add(result, "split", text .. ".")
end

return split
