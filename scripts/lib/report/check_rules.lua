-- check_rules.lua - the rules by which published tables are checked, and those of them that are about words alone: a workbook and a page are asked alike.
--
-- The ids and what they ask for follow the checklist of the Analysis Function on accessible spreadsheets, and the tools that test parts of it (aftables,
-- gptables): W the whole file, S a sheet, T a table, C what stands in cells. docs/workbooks.md lists them.

local rules = {}

-- What each asks for, in one line: the list of the page, and of docs/workbooks.md.
rules.list = {
  { "W1", "no formulas, macros or links to other files; an ODS file is one by its first bytes" },
  { "W2", "the document has a title in words and a language" },
  { "W3", "sheets are cover, contents, notes, then tables; one cover, one contents, one notes at most" },
  { "W4", "sheet names are up to 31 letters, digits and underscores, do not begin with a digit, and differ" },
  { "W5", "no sheet is blank or hidden" },
  { "W6", "the file opens on A1 of the first sheet, at 100%" },
  { "W7", "no pictures, charts, text boxes, comments, headers or footers; on a page, each picture has words" },
  { "W8", "the file name is lower case words joined by dashes, 60 characters at most, without a version" },
  { "S1", "A1 is the title of the sheet, in the style Heading 1; on the cover that of the document" },
  { "S2", "above a table stand how many tables there are, what its shorthand means, and whether cells are blank" },
  { "S3", "a table begins in column A, right below the lines about it, has no blank row or column, and nothing stands below or beside it" },
  { "S4", "no frozen panes, no filters" },
  { "S5", "no hidden rows or columns, no groups of them" },
  { "S6", "no merged cells, no turned text" },
  { "S7", "the cover uses column A alone" },
  { "S8", "the contents are a marked table that lists every later sheet, with links; links lead to sheets that are there" },
  { "S9", "the notes are a marked table of numbers and texts" },
  { "T1", "each table is marked, has a name of letters, digits and underscores, and covers its header and rows" },
  { "T2", "one header row; no heading is empty or there twice" },
  { "T3", "texts that something stands beside wrap or fit their column, and so do numbers" },
  { "T4", "letters of 12 points or more, without serifs; no italics, no underline but of links, no fills, no borders" },
  { "T5", "rows of totals stand at the end" },
  { "C1", "a column of figures holds figures and shorthand alone, as numbers" },
  { "C2", "shorthand is letters in square brackets, [c] and the like; no *, -, .., raised marks or NA" },
  { "C3", "no cell of a table is blank, or a line above says why" },
  { "C4", "notes are [note 1], [note 2] in the order in which they are met; all are listed, and all that are listed are used" },
  { "C5", "thousands have commas, years have none, decimals begin with 0, and what is below 0 has a minus" },
  { "C6", "periods are words, January to March 2020, and years have four digits" },
  { "C7", "links are words that say where they lead, the same words to the same place" },
}

rules.order = {}
for i, rule in ipairs(rules.list) do rules.order[rule[1]] = i end

local shorthand = {}
for word in ("c e x z low k p r b u f w ns s ss sss"):gmatch("%S+") do shorthand[word] = true end

-- Letters of shorthand, "e1" as well as "e".
function rules.is_shorthand(word) return shorthand[(word:lower():gsub("%d+$", ""))] == true end

-- "1,234 [p][r]" without its shorthand and notes: "1,234".
function rules.bare(text)
  return (text:gsub("%s*%[([^%[%]]*)%]", function(word)
    return (rules.is_shorthand(word) or word:lower():find("^notes? [%d, ]+$")) and "" or nil
  end):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- Whether a text is a figure, as a reader sees one.
function rules.is_figure(text)
  local plain = text:gsub("\u{2212}", "-"):gsub("\u{a3}", ""):gsub("\u{20ac}", ""):gsub("%$", "")
  return plain:find("^%-?%d[%d,]*%.?%d*%%?$") ~= nil or plain:find("^%-?%.%d+%%?$") ~= nil
end

local no_words = { na = true, ["n/a"] = true, ["n.a."] = true, null = true, ["-"] = true, [".."] = true, ["."] = true, [":"] = true, ["*"] = true }

-- What is wrong with a cell by C2, as a sentence; nil when nothing is.
function rules.cell(text, mark)
  local plain = text:gsub("\u{a0}", " "):gsub("^%s+", ""):gsub("%s+$", "")
  if plain == "" then return nil end
  if mark then return ("the raised mark %s stands behind %s"):format(mark, plain) end
  if no_words[plain:lower()] then return ("%s stands for something; [x], [z] or [c] says for what"):format(plain) end
  if not plain:find("[%w\x80-\xff]") then return ("%s has no letter and no digit"):format(plain) end
  local word = plain:match("^%[([^%[%]]*)%]$")
  if word and not rules.is_shorthand(word) and not word:lower():find("^notes? ") then return ("[%s] is no shorthand that is known"):format(word) end
  if plain:gsub("\u{2020}", "*"):find("^[%d,.%%%-]+%s*[%*%^~]+$") or plain:find("^[%d,.%%%-]+%s*%([%a]%)$") then return ("%s has a mark that is no shorthand in square brackets"):format(plain) end
  if plain:find("%w%s*%*+$") or plain:find("^%*+%s*%w") then return ("%s has an asterisk"):format(plain) end
  return nil
end

-- The numbers of the notes that a text refers to, in order: "[note 1][note 2]", "[note 1, 2]".
function rules.notes_in(text)
  local list = {}
  for inside in text:gmatch("%[[Nn]otes? ([%d, ]+)%]") do
    for number in inside:gmatch("%d+") do list[#list + 1] = math.tointeger(tonumber(number)) end
  end
  return list
end

-- Whether a heading is of numbers that name something, in which no comma belongs.
function rules.is_of_codes(heading)
  for word in heading:lower():gmatch("%a+") do
    if word == "code" or word == "codes" or word == "id" or word == "identifier" or word == "reference" or word == "sic" or word == "soc" then return true end
  end
  return false
end

-- What is wrong with how the numbers of a column are shown by C5, as a list of { sign, words }; looks: of slavelab.workbook.looks.
function rules.numbers(looks, heading)
  local list = {}
  local are_years = looks.numbers > 0 and looks.years == looks.numbers
  if looks.plain and not are_years and not rules.is_of_codes(heading) then list[1] = { looks.plain, "a number of a thousand or more has no comma", "a format with commas, #,##0" } end
  if looks.grouped and are_years and heading:lower():find("year", 1, true) then list[#list + 1] = { looks.grouped, "a year has a comma", "a format without commas" } end
  if looks.bare then list[#list + 1] = { looks.bare, "a decimal does not begin with 0", "a format that begins with 0, 0.0" } end
  if looks.unsign then list[#list + 1] = { looks.unsign, "a number below 0 has no minus", "a format with a minus" } end
  return list
end

-- What is wrong with the words for a period by C6; nil when nothing is.
function rules.period(text)
  local plain = text:gsub("^%s+", ""):gsub("%s+$", "")
  if plain:find("^Q[1-4][ ,/:-]*%d%d%d?%d?$") or plain:find("^%d%d%d%d[ ,/:-]*Q[1-4]$") or plain:find("^Q[1-4]$") then
    return ("%s: a quarter is written in words, January to March 2020"):format(plain)
  end
  if plain:find("^%d%d[/-]%d%d$") or plain:find("^%u%l%l[%-' ]?%d%d$") then return ("%s: years have four digits"):format(plain) end
  return nil
end

-- What is wrong with the words of a link by C7, or of a text that is an address; nil when nothing is.
function rules.link(text)
  local plain = text:gsub("^%s+", ""):gsub("%s+$", "")
  if plain:find("^https?://") or plain:find("^www%.") then return ("%s: an address stands in the place of words"):format(plain) end
  local low = plain:lower()
  if low == "here" or low == "click here" or low == "link" or low == "this link" or low == "more" then return ('"%s" does not say where it leads'):format(plain) end
  return nil
end

-- The markers in a text: { "[c]", ... } without notes.
function rules.markers_in(text)
  local list = {}
  for word in text:gmatch("%[([^%[%]]*)%]") do
    if rules.is_shorthand(word) then list[#list + 1] = "[" .. word:lower() .. "]" end
  end
  return list
end

return rules
