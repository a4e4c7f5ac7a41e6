-- promote_header.lua - t:promote_header{ row = n | rows = ... }: a row of the table, or several joined, become the names of its columns.
--
--     Referrals   col_2   col_3            rows = { 2, 3 }
--     ·           2022    ·
--     force       adult   child            force   2022 adult   2022 child
--     Kent        12      7                Kent    12           7
--
-- An empty cell of an upper row takes the one to its left, but not past a column that has a cell of its own further up, as header_rows of
-- read_csv has it. What stood above becomes the preamble, what stands below is proved anew: texts that were texts only because a header
-- stood among figures are figures.

local arguments = require "lib.figures.verb_arguments"
local core = require "slavelab.prove"
local escape = require "lib.base.escape"
local lists = require "slavelab.lists"
local notice = require "lib.base.notice"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local promote = {}

local example = "t:promote_header{ row = 1 }"

-- The text of a cell in a header, blanks and line ends in it as one blank; nil for none.
function promote.cell_text(value)
  if value == nil then return nil end
  local text = type(value) == "number" and (number.exact(value) or tostring(value)) or tostring(value)
  text = text:gsub("\u{a0}", " "):gsub("%s+", " "):match("^ ?(.-) ?$")
  return text ~= "" and text or nil
end

-- The texts of a row by the number of the column, and whether there is one.
function promote.row_texts(columns, row)
  local texts, any = {}, false
  for i, column in ipairs(columns) do
    texts[i] = promote.cell_text(column[row])
    any = any or texts[i] ~= nil
  end
  return texts, any
end

-- Names out of rows of texts, the upper first, nil where no row has one; and which columns have a cell of their own.
local function joined(rows, count, between, fill)
  local names, owned = {}, {}
  for r, texts in ipairs(rows) do
    local left
    for i = 1, count do
      local own = texts[i] ~= nil
      if not own and owned[i] then left = nil end
      local text = texts[i]
      if fill and r < #rows then
        if own then left = text else text = left end
      end
      owned[i] = owned[i] or own
      if text then names[i] = names[i] and names[i] .. between .. text or text end
    end
  end
  return names, owned
end

-- Each name once: a second "n" is n_2, never a name that another column has; an absent one is col_7 after its place.
local function unique(names, count)
  local used, list = {}, {}
  for i = 1, count do if names[i] then used[names[i]] = true end end
  local seen, last = {}, {}
  local function made_up(base)
    local n = last[base] or 1
    repeat n = n + 1 until not used[base .. "_" .. n]
    last[base], used[base .. "_" .. n] = n, true
    return base .. "_" .. n
  end
  for i = 1, count do
    local name = names[i] or "col_" .. i
    if not names[i] then
      list[i] = used[name] and made_up(name) or name
      used[list[i]] = true
      notice.say(('promote_header: column %d has no name in the header: it is called "%s"'):format(i, escape.line(list[i])))
    elseif seen[name] then
      list[i] = made_up(name)
      notice.say(('promote_header: column %d is the second "%s": it is called "%s"'):format(i, escape.line(name), escape.line(list[i])))
    else
      list[i] = name
    end
    seen[name] = true
  end
  return list
end

-- The text columns of t as what their cells read as, but for those in the set `texts`. t:problems() says which cells prevented it; what a read found
-- is of columns that are no more.
function promote.proved(t, markers, marks, texts)
  local problems = { columns = { "column", "type_wanted", "line", "row", "value", "why" },
    types = { column = "text", type_wanted = "text", line = "integer", row = "integer", value = "text", why = "text" } }
  for _, field in ipairs(t:schema()) do
    if field.type == "text" and not (texts and texts[field.name]) then
      t = t:put(field.name, core.prove(t:col(field.name), markers, marks), { from = { field.name } })
      local row, wanted, why = core.problem(t:col(field.name))
      if row then problems[#problems + 1] = { field.name, wanted, nil, row, t:col(field.name)[row], why } end
    end
  end
  return t:with_about("problems", lab.table(problems))
end

-- Whether a name was made up because there was none.
function promote.is_made_up(name, place) return name == "col_" .. place end

-- Lines added to the preamble of t.
function promote.with_preamble(t, lines)
  if #lines == 0 then return t end
  local list = table.move(t.preamble, 1, #t.preamble, 1, {})
  return t:with_about("preamble", table.move(lines, 1, #lines, #list + 1, list))
end

-- The names and the rows above the header, as lines: they are titles.
local function lines_above(t, columns, rows)
  local list, is_header = {}, {}
  for _, row in ipairs(rows) do is_header[row] = true end
  local names = {}
  for i, name in ipairs(t:column_names()) do
    if not promote.is_made_up(name, i) then names[#names + 1] = name end
  end
  if #names > 0 then list[1] = table.concat(names, " ") end
  for row = 1, rows[#rows] do
    local texts, any = promote.row_texts(columns, row)
    if any and not is_header[row] then
      local cells = {}
      for i = 1, #columns do cells[#cells + 1] = texts[i] end
      list[#list + 1] = table.concat(cells, " ")
    end
  end
  return list
end

-- t without its rows up to the last of `rows`, these as names; o: join, fill, markers, marks. Columns that have neither a name nor a cell
-- are left out.
function promote.with_header(t, rows, o)
  local columns, read = {}, {}
  local old = t:column_names()
  for i, name in ipairs(old) do columns[i] = t:col(name) end
  for _, row in ipairs(rows) do
    local texts, any = promote.row_texts(columns, row)
    if any then read[#read + 1] = texts end -- a blank row between two of a header says nothing
  end
  if #read == 0 then raise("promote_header: row %d has no cell that could be a name", rows[1]) end
  local names, owned = joined(read, #columns, o.join or " ", o.fill ~= false)
  local above = lines_above(t, columns, rows)
  local last = rows[#rows]
  local rest = last < #t and t:slice(last + 1, -1) or t:head(0)
  local kept, kept_names = {}, {}
  for i, name in ipairs(old) do
    if owned[i] or rest:col(name):missing() < #rest then
      kept[#kept + 1] = name
      kept_names[#kept] = names[i] or false
    end
  end
  for i, name in ipairs(kept_names) do kept_names[i] = name or nil end
  local pairs_of = {}
  for i, name in ipairs(unique(kept_names, #kept)) do pairs_of[i] = { kept[i], name } end
  local result = rest:select(kept)
  result = promote.proved(result:rename(pairs_of), o.markers ~= nil, o.marks == "strip", o.texts)
  return promote.with_preamble(result, above)
end

-- rows = 2 is the first two, rows = { 3, 5 } these; row = 3 is one.
local function read_rows(t, o)
  if (o.row == nil) == (o.rows == nil) then
    raise("promote_header: either row or rows says where the names stand, %s: %s", o.row and "not both" or "and neither is given", example)
  end
  local list = {}
  if type(o.rows) == "table" then
    list = lists.list(o.rows, "promote_header: rows")
  elseif o.rows ~= nil then
    local count = math.type(o.rows) and math.tointeger(o.rows)
    if not count or count < 1 then raise("promote_header: rows is how many rows make up the header, or a list of their numbers") end
    for row = 1, math.min(count, #t + 1) do list[row] = row end
  else
    list[1] = o.row
  end
  if #list == 0 then raise "promote_header: rows is empty" end
  for i, row in ipairs(list) do
    if math.type(row) ~= "integer" then raise("promote_header: rows[%d] is the number of a row", i) end
    if row < 1 or row > #t then raise("promote_header: there is no row %d; the table has %s", row, words.count(#t, "row")) end
    if i > 1 and row <= list[i - 1] then raise("promote_header: rows rise, and row %d stands behind row %d", row, list[i - 1]) end
  end
  return list
end

function promote.promote_header(t, ...)
  local o = arguments.read(t, "promote_header", { row = "integer", rows = "any", join = "text", fill = "boolean", markers = { "gss" },
    marks = { "keep", "strip" } }, ...)
  return promote.with_header(t, read_rows(t, o), o)
end

return promote
