-- dialect.lua - how a file is written, as a description says it, in the options of lab.read_csv.
--
-- The words are those of Frictionless' dialects, old and new, and some of this library. A word that cannot be held is refused by name,
-- with what to write instead; one that says what is so anyway (any of the three line ends) is taken.

local csv = require "slavelab.csv"
local objects = require "lib.package.description.objects"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local dialect = {}

local given, take = objects.given, objects.take

-- Words of dialects that have no option of their own.
local words = { "doubleQuote", "lineTerminator", "skipInitialSpace", "nullSequence", "headerRows", "headerJoin", "caseSensitiveHeader",
  "csvddfVersion" }
for _, option in ipairs(csv.options) do words[#words + 1] = option.dialect end

-- Words that are refused, each with what to do.
local refused = {
  commentRows = 'name what comments begin with ("commentChar"), or leave lines above the header out ("skip")',
  property = "files are CSV", itemType = "files are CSV", itemKeys = "files are CSV",
  sheetNumber = "the file is CSV", sheetName = "the file is CSV", table = "the file is CSV",
}

local line_ends = { ["\n"] = true, ["\r\n"] = true, ["\r"] = true }

-- Rows of a header as skip and header_rows: { 3, 4 } is a header of two rows below two lines.
local function read_header_rows(object, options, where)
  local rows = take(object, "headerRows", "table", where)
  if not rows then return end
  if options.skip or options.header_rows then raise('%s: "headerRows" says it all; "skip" and "header_rows" do not go with it', where) end
  for i, row in ipairs(rows) do
    if math.type(row) ~= "integer" or row ~= rows[1] + i - 1 or row < 1 then
      raise('%s: "headerRows" are numbers of lines that follow each other, as in [3, 4]', where)
    end
  end
  if #rows == 0 then
    options.header = false
  else
    options.skip, options.header_rows = rows[1] - 1, #rows
  end
end

local function check_quotes(object, options, where)
  if given(object.doubleQuote) == false and not options.escape and options.quotes ~= false then
    raise('%s: "doubleQuote" false needs "escapeChar": a quote in quotes is doubled, or has an escape before it', where)
  end
end

-- Fills options with what the dialect says; an error where it says what is not held.
function dialect.read(object, options, where)
  for _, word in ipairs(suggest.keys(object)) do
    if refused[word] and given(object[word]) ~= nil then raise('%s: "%s" is not supported: %s', where, word, refused[word]) end
  end
  objects.check_keys(object, words, where, true)
  for _, option in ipairs(csv.options) do
    local is_no_quote = option.name == "quote" and (object.quoteChar == lab.null or object.quoteChar == "")
    if is_no_quote then
      options.quotes = false
    elseif option.dialect then
      options[option.name] = take(object, option.dialect, option.kind, where)
    end
  end
  check_quotes(object, options, where)
  read_header_rows(object, options, where)
  local join = take(object, "headerJoin", "string", where)
  if join and join ~= " " then raise('%s: "headerJoin": rows of a header are joined with a blank, not with "%s"', where, join) end
  local line_end = take(object, "lineTerminator", "string", where)
  if line_end and not line_ends[line_end] then
    raise('%s: "lineTerminator" %s is not supported: lines end in LF, CRLF or CR', where, lab.json_encode(line_end))
  end
  if given(object.skipInitialSpace) == true then
    raise('%s: "skipInitialSpace" is not supported: a blank belongs to its cell; "trim": true (a word of this library) drops those on '
      .. "both sides of all cells", where)
  end
  local null_sequence = take(object, "nullSequence", "string", where)
  if null_sequence and null_sequence ~= "" then options.missing = { null_sequence } end
end

return dialect
