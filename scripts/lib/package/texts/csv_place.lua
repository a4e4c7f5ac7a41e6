-- csv_place.lua - where a cell of a CSV text stands, for messages that point to it as the engine's reader does.
--
--     data/nrm.csv:12:17: ...
--         12 | 2009,Q2,2009-06-30,adlt,47
--                                 ^
--
-- Only what is wrong is looked for, so this may read the text once more: a table does not keep where its cells stand.

local escape = require "lib.base.escape"

local csv_place = {}

-- The first byte behind the line end that begins at `at`.
local function after_line_end(text, at)
  return text:sub(at, at + 1) == "\r\n" and at + 2 or at + 1
end

-- The first byte behind the line that holds `at`.
local function next_line(text, at)
  local stop = text:find("[\r\n]", at)
  return stop and after_line_end(text, stop) or #text + 1
end

-- The set of these characters, for string.find.
local function set_of(...)
  return "[" .. table.concat({ ... }):gsub("%p", "%%%0") .. "]"
end

-- The first byte behind the quoted cell that begins at `at`. What stands behind an escape is no end.
local function after_quotes(text, at, dialect)
  local quote, ends = dialect.quote, set_of(dialect.quote, dialect.escape or "")
  at = at + 1
  while true do
    local stop = text:find(ends, at)
    if not stop then return #text + 1 end
    if text:sub(stop, stop) == quote and text:sub(stop + 1, stop + 1) ~= quote then return stop + 1 end
    at = stop + 2
  end
end

-- Where the cells of the record at `at` begin, and where the next record does. Without `starts` only the latter.
local function read_record(text, at, dialect, starts)
  local ends = set_of("\r\n", dialect.delim, dialect.escape or "")
  while true do
    if starts then starts[#starts + 1] = at end
    if dialect.quote and text:sub(at, at) == dialect.quote then at = after_quotes(text, at, dialect) end
    local stop = text:find(ends, at)
    while stop and text:sub(stop, stop) == dialect.escape do stop = text:find(ends, stop + 2) end
    if not stop then return #text + 1 end
    if text:sub(stop, stop) ~= dialect.delim then return after_line_end(text, stop) end
    at = stop + 1
  end
end

-- Whether the line at `at` is a row of empty cells alone, which is no row of the table.
local function is_blank(text, at, dialect)
  local first = text:sub(at, at)
  if first ~= dialect.delim and first ~= "\n" and first ~= "\r" then return false end
  local stop = text:find("[\r\n]", at) or #text + 1
  return dialect.columns ~= 1 and text:sub(at, stop - 1):gsub(set_of(dialect.delim), "") == ""
end

local function begins_with(text, at, prefix)
  return prefix ~= nil and prefix ~= "" and text:sub(at, at + #prefix - 1) == prefix
end

-- The dialect with the separator that the file has where none was said: that of a first line "sep=;", or the one that cuts the first
-- record into as many cells as there are columns.
local function with_separator(text, dialect)
  if dialect.delim then return dialect end
  local whole = {}
  for key, value in pairs(dialect) do whole[key] = value end
  local said = text:match("^[\xEF\xBB\xBF]*sep=([^\r\n])[\r\n]")
  if said then
    whole.delim, whole.skip = said, math.max(dialect.skip or 0, 1)
    return whole
  end
  local at = text:sub(1, 3) == "\u{FEFF}" and 4 or 1
  for _ = 1, dialect.skip or 0 do at = next_line(text, at) end
  while begins_with(text, at, dialect.comment) or text:find("^[\r\n]", at) do at = next_line(text, at) end
  for _, delim in ipairs { ",", ";", "\t", "|" } do
    local starts = {}
    whole.delim = delim
    read_record(text, at, whole, starts)
    if #starts == dialect.columns then return whole end
  end
  whole.delim = ","
  return whole
end

-- How texts begin that are compressed (gzip, zstd, workbooks) or UTF-16: no letters to be shown.
local closed = { "\x1f\x8b", "\x28\xb5\x2f\xfd", "PK\3\4", "\xff\xfe", "\xfe\xff" }

local function is_closed(text)
  for _, start in ipairs(closed) do
    if begins_with(text, 1, start) then return true end
  end
  return false
end

-- Where the text itself begins.
local function start_of(text) return text:sub(1, 3) == "\u{FEFF}" and 4 or 1 end

-- Line, column (in characters) and the line itself of a byte, of which `line` begins at `start` at or before it.
local function place_of(text, offset, line, start)
  while true do
    local behind = next_line(text, start)
    if behind > offset or behind > #text then break end
    line, start = line + 1, behind
  end
  local before = text:sub(start, offset - 1)
  return line, (utf8.len(before) or #before) + 1, text:match("^[^\r\n]*", start)
end

local mark_every = 1024 -- records between two places that a walk remembers

-- One record further: where the next begins, how many lines later, and whether this was a record at all.
local function step(text, at, dialect, in_header, quote_at)
  if begins_with(text, at, dialect.comment) or (not in_header and is_blank(text, at, dialect))
    or (dialect.columns ~= 1 and text:find("^[\r\n]", at)) then
    return next_line(text, at), 1, false
  end
  -- A line without quotes is a record: no need to look at its cells.
  local behind = next_line(text, at)
  if not dialect.escape and (not dialect.quote or behind <= quote_at) then return behind, 1, true end
  local last, lines = read_record(text, at, dialect), 1
  while behind < last do
    behind, lines = next_line(text, behind), lines + 1
  end
  return last, lines, true
end

-- A function that gives line, column (in characters) and the line itself of a cell, for who asks for several of one text: it remembers how
-- far it went. row and column count from 1, without header rows. nil when the cell cannot be found, as in a compressed text. dialect: delim (nil:
-- the file shows it), quote (nil: quotes are plain characters), escape, comment, skip, header_rows, columns (how many there are).
function csv_place.walk(text, dialect)
  if is_closed(text) then return function() end end
  dialect = with_separator(text, dialect)
  local header_rows = dialect.header_rows or 1
  local at, line = start_of(text), 1
  for _ = 1, dialect.skip or 0 do at, line = next_line(text, at), line + 1 end
  local marks = { [0] = { at = at, line = line } } -- marks[i]: behind i * mark_every records
  return function(row, column)
    local wanted = row + header_rows - 1 -- records before it
    local mark = math.min(wanted // mark_every, #marks)
    local passed, here, line_here, quote_at = mark * mark_every, marks[mark].at, marks[mark].line, 0
    while here <= #text do
      if dialect.quote and quote_at < here then quote_at = text:find(dialect.quote, here, true) or #text + 1 end
      local behind, lines, is_record = step(text, here, dialect, passed < header_rows, quote_at)
      if is_record and passed == wanted then
        local starts = {}
        read_record(text, here, dialect, starts)
        if not starts[column] then return nil end
        return place_of(text, starts[column], line_here, here)
      end
      here, line_here, passed = behind, line_here + lines, passed + (is_record and 1 or 0)
      if is_record and passed % mark_every == 0 then marks[passed // mark_every] = { at = here, line = line_here } end
    end
  end
end

-- The same of one cell.
function csv_place.of(text, dialect, row, column) return csv_place.walk(text, dialect)(row, column) end

-- The same of a cell of the record that begins on a line, for who knows the line and not the row.
function csv_place.on_line(text, dialect, line, column)
  if is_closed(text) then return nil end
  local start = start_of(text)
  for _ = 2, line do start = next_line(text, start) end
  if start > #text then return nil end
  local starts = {}
  read_record(text, start, with_separator(text, dialect), starts)
  if starts[column] then return place_of(text, starts[column], line, start) end
end

local most_shown, most_after = 100, 24

-- The line with a caret under the column. Of a long line only the neighbourhood is shown.
function csv_place.show(line, column, text)
  if not utf8.len(text) then text = text:gsub("[\x80-\xff]", "?") end
  local length, first = utf8.len(text), 0
  if length > most_shown and column - 1 + most_after > most_shown then
    first = math.min(column - 1 + most_after, length) - most_shown
  end
  local stop = math.min(length, first + most_shown)
  local part = escape.line(text:sub(utf8.offset(text, first + 1), utf8.offset(text, stop + 1) - 1))
  local left, right = first > 0 and "..." or "", stop < length and "..." or ""
  local label = tostring(line)
  return ("    %s | %s%s%s\n    %s   %s^"):format(label, left, part, right, (" "):rep(#label),
    (" "):rep(column - 1 - first + #left))
end

return csv_place
