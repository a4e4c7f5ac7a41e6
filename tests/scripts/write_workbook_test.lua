-- write_workbook_test.lua - t:write_ods and t:write_xlsx: what is written, and that it reads back equal. That LibreOffice 7.4 opens such files
-- without repair was tried by hand.

package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local workbooks = require "support.workbooks"

local kinds = { "ods", "xlsx" }
local folder = check.folder()

local function path_of(kind, name) return ("%s/%s.%s"):format(folder, name or "t", kind) end

local function write(t, kind, options, name)
  local path = path_of(kind, name)
  return t["write_" .. kind](t, path, options), path
end

-- Every test once for each kind of workbook.
local function test(words, f)
  for _, kind in ipairs(kinds) do
    check.test(words .. " (" .. kind .. ")", function() f(kind) end)
  end
end

local function types_of(t)
  local types = {}
  for _, field in ipairs(t:schema()) do types[field.name] = field.type end
  return types
end

local function sample()
  return lab.table { columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" }, { "Surrey", { 1234, "[p]" } } }
end

-- --- reading back ---------------------------------------------------------------------------------------------------------------------

local odd = { "=SUM(A1)", "+1", "@x", "a & b", "<b>\"quoted\"</b>", "two\nlines", "  blanks  at both ends ", "tab\there", "Ynys M\u{f4}n", "\u{1f600}", "'apostrophe",
  "_x0041_", "]]>", "1,234", "0042", "12", "TRUE", "2023-01-01", "\u{a0}", "NA", "-", ("long "):rep(2000), "a\n\nb", "\nfirst", "last\n", "a  b" }

local function random_table(random, rows)
  local columns = { columns = { "text", "label", "whole", "figure", "truth", "day", "moment" },
    types = { text = "text", label = "text", whole = "integer", figure = "number", truth = "boolean", day = "text", moment = "text" } }
  local function cell(value, flagged)
    local die = random(10)
    if die == 1 then return nil end
    if die == 2 and flagged then return ({ "[c]", "[x]", "[z]", "[low]" })[random(4)] end
    if die == 3 and flagged then return { value, ({ "[p]", "[r]", "[e]", "[p][r]", "[b]", "[u]" })[random(6)] } end
    return value
  end
  for i = 1, rows do
    local figure = ({ random() * 10 ^ random(-9, 12), random(-5, 5) + 0.0, -random(), 0.1, 1e300, 5e-324 })[random(6)]
    columns[i] = { odd[random(#odd)], cell("area " .. random(3)), cell(({ random(-100, 100), random(0, 1 << 40), math.mininteger, math.maxinteger, 999999999999999 })[random(5)], true),
      cell(figure, true), cell(random(2) == 1), cell(("%04d-%02d-%02d"):format(random(1000, 9999), random(12), random(28))),
      cell(("%04d-%02d-%02d %02d:%02d:%02d"):format(random(1, 9999), random(12), random(28), random(0, 23), random(0, 59), random(0, 59))) }
  end
  return lab.table(columns):mutate("day = date(day)", "moment = datetime(moment)")
end

local as_written = { trim = false, marks = "keep", markers = "gss", fill = false }

test("random tables of every type read back equal, with their reasons and flags", function(kind)
  math.randomseed(20)
  for _ = 1, 40 do
    local t = random_table(math.random, math.random(1, 30))
    local _, path = write(t, kind)
    as_written.types = types_of(t)
    local back = lab.read_sheet(path, as_written)
    check.equal(back:to_csv(), t:to_csv())
    check.equal(types_of(back), types_of(t))
  end
end)

test("types are proved when a table is read back, without a word about them", function(kind)
  local t = lab.table { columns = { "force", "year", "share", "day", "held" }, { "Kent", 2022, 0.25, "2022-03-31", true },
    { "Essex", 2023, { 0.5, "[p]" }, "2023-03-31", false }, { "Surrey", 2024, "[c]", "2024-03-31", true } }:mutate("day = date(day)")
  local _, path = write(t, kind)
  local back = lab.read_sheet(path)
  check.equal(back:to_csv(), t:to_csv())
  check.equal(types_of(back), types_of(t))
end)

test("periods read back as they were", function(kind)
  local t = lab.table { columns = { "d" }, { "2022-01-31" }, { "2023-06-01" } }:mutate("quarter = quarter(date(d))", "ending = year_ending(date(d), 3)")
  local _, path = write(t, kind)
  local back = lab.read_sheet(path, { types = { quarter = "quarter", ending = "year-ending", d = "text" } })
  check.equal(back:to_csv(), t:to_csv())
  check.equal(back.quarter:type(), "quarter")
end)

test("figures of more than 15 digits keep them", function(kind)
  local t = lab.table { columns = { "id" }, { 9007199254740993 }, { 2 }, { math.mininteger } }
  local _, path = write(t, kind)
  check.equal(lab.read_sheet(path):to_csv(), t:to_csv())
end)

test("a share is a percentage, and a share again when it is read", function(kind)
  local t = lab.table { columns = { "force", "share" }, { "Kent", 0.25 }, { "Essex", 0.123 } }:with_about("fields", { share = { unit = "proportion" } })
  local _, path = write(t, kind)
  local back = lab.read_sheet(path)
  check.equal(back:about().fields.share.unit, "proportion")
  check.equal(back:to_csv(), t:to_csv())
end)

test("notes of the table stand above it and come back with it", function(kind)
  local t = sample():with_about("notes", { { verb = "round", text = "Figures are rounded to tens." } })
  local _, path = write(t, kind, { notes = "Kent is provisional." })
  local back = lab.read_sheet(path)
  local said = table.concat(back:notes(), "\n")
  check.equal({ said:find("Figures are rounded to tens.", 1, true) ~= nil, said:find("Kent is provisional.", 1, true) ~= nil }, { true, true })
end)

test("rows past what is written at once are all there", function(kind)
  local t = lab.parse_csv("a,b\n" .. ("1,x\n"):rep(20000) .. "7,y\n")
  local _, path = write(t, kind)
  local back = lab.read_sheet(path)
  check.equal({ #back, back.a:sum(), back.b[20001] }, { 20001, 20007, "y" })
end)

test("names with quotes, brackets, commas and line ends read back", function(kind)
  local names = { 'The "rate", x & <y>', "a.b", "A-1", "100%", "[sic]", "_x0041_", "it's" }
  local _, path = write(lab.table { columns = names, { 1, 2, 3, 4, 5, 6, 7 } }, kind)
  check.equal(lab.read_sheet(path, { marks = "keep" }):column_names(), names)
end)

test("a table without rows reads back without rows", function(kind)
  local t = lab.parse_csv("force,people\nKent,1\n"):head(0)
  local _, path = write(t, kind)
  check.equal(lab.read_sheet(path):to_csv(), "force,people\n")
end)

check.test("days that Excel counts wrongly, and moments finer than its own, keep their value", function()
  local t = lab.table { columns = { "day", "moment" }, { "1900-02-28", "2023-01-01 10:30:00.123456" }, { "0985-01-01", "2023-01-01 10:30:00.5" } }
    :mutate("day = date(day)", "moment = datetime(moment)")
  local _, path = write(t, "xlsx")
  check.equal(lab.read_sheet(path, { types = { day = "date", moment = "datetime" } }):to_csv(), t:to_csv())
end)

-- --- what stands on the sheet -----------------------------------------------------------------------------------------------------------

test("lines above the table say what it is, what its shorthand means, where it is from", function(kind)
  local t = sample():with_about("sources", { { title = "NRM statistics", publisher = "Home Office" } })
  local _, path = write(t, kind, { title = "Potential victims by force", notes = { "One.", "Two." } })
  check.equal(lab.read_sheet(path).preamble, { "Potential victims by force", "This worksheet contains one table.",
    "Shorthand in this table: [c] confidential; [p] provisional.", "Source: Home Office, NRM statistics", "Note: One.", "Note: Two." })
end)

test("a table of a data package cites the publications behind its rows", function(kind)
  local bulletins = { { name = "a", title = "A bulletin", url = "https://example.org/a" }, { name = "b", title = "Another" }, { name = "c", title = "A third" } }
  local t = lab.table { columns = { "force", "people", "source" }, { "Kent", 12, "a" }, { "Essex", 3, "b" }, { "Surrey", 4, "c" } }
    :with_sources(bulletins, "source"):filter("force ~= 'Surrey'"):select("force", "people")
  local _, path = write(t, kind)
  local cited = {}
  for _, line in ipairs(lab.read_sheet(path).preamble) do cited[#cited + 1] = line:match("^Source: (.+)$") end
  check.equal(cited, { "A bulletin. https://example.org/a", "Another" })
end)

test("blank cells are explained if and only if there are any", function(kind)
  local t = lab.table { columns = { "force", "people" }, { "Kent", 12 }, { "Essex", nil } }
  local _, path = write(t, kind)
  check.equal(lab.read_sheet(path).preamble[3], "Some cells are blank: the figure is not known, and no reason was given.")
  _, path = write(t, kind, { missing = "[x]" })
  check.equal(#lab.read_sheet(path).preamble, 2)
  check.equal(lab.read_sheet(path, { markers = "gss" }):to_csv(), "force,people\nKent,12\nEssex,[x]\n")
end)

test("units stand in round brackets, titles in the place of names", function(kind)
  local _, path = write(sample(), kind, { titles = { force = "Police force" }, units = { people = "number of people" } })
  check.equal(lab.read_sheet(path):column_names(), { "Police force", "people (number of people)" })
end)

test("the table is marked by its name, the document has title, language and author", function(kind)
  local _, path = write(sample(), kind, { sheet = "By_force", title = "Potential victims", author = "A charity", lang = "cy" })
  local wb = lab.workbook(path)
  check.equal(wb:tables():to_csv(), "sheet,nth,name,range,title,notes,unit,how\nBy_force,1,By_force,A4:B7,Potential victims,,people,marked\n")
  local properties = wb:properties()
  check.equal({ properties.title, properties.language, properties.author or properties.creator }, { "Potential victims", "cy", "A charity" })
  check.equal(#lab.read_sheet(path, { table = "By_force" }), 3)
  wb:close()
end)

test("without a title the name of the file is one", function(kind)
  local _, path = write(sample(), kind, nil, "nrm-referrals-by-force")
  check.equal(lab.read_sheet(path).preamble[1], "Nrm referrals by force")
end)

test("a table of a package is called as its description has it, and what is drawn from it says so", function(kind)
  local at = check.folder()
  lab.write_file(at .. "/n.csv", "year,n\n2022,1\n2023,2\n")
  lab.write_file(at .. "/datapackage.json", lab.json_encode { name = "p", resources = { { name = "n", title = "Referrals by year", path = "n.csv",
    schema = { fields = { { name = "year", type = "integer" }, { name = "n", type = "integer", unit = "people" } } } } } })
  local data = lab.package(at)
  local function title(t, options)
    local _, path = write(t, kind, options)
    return lab.read_sheet(path).preamble[1]
  end
  check.equal(title(data.n), "Referrals by year")
  check.equal(title(data.n:sort("-n")), "Referrals by year")
  check.equal(title(data.n:filter("year == 2022")), "Drawn from: Referrals by year")
  check.equal(title(data.n:summarise("n = sum(n)")), "Drawn from: Referrals by year")
  check.equal(title(data.n:rename("y = year")), "Drawn from: Referrals by year")
  check.equal(title(data.n, { title = "Mine" }), "Mine")
  local _, path = write(data.n, kind)
  local again = lab.read_sheet(path)
  check.equal({ title(again), title(again:head(1)), again:column_names()[2] }, { "Referrals by year", "Drawn from: Referrals by year", "n (people)" })
end)

check.test("an ODS file begins with what it is, not packed", function()
  local _, path = write(sample(), "ods")
  check.equal(lab.read_file(path):sub(31, 84), "mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
end)

check.test("figures are shown with thousands separators, years without, fractions with the decimals that tell them apart", function()
  local t = lab.table { columns = { "year", "people", "rate" }, { 2022, 12345, 1.25 }, { 2023, 7, 3.0 } }
  local _, path = write(t, "ods")
  local content
  for _, part in ipairs(workbooks.parts(path)) do content = part[1] == "content.xml" and part[2] or content end
  local shown = {}
  for text in content:gmatch('office:value="[^"]*"><text:p>([^<]*)') do shown[#shown + 1] = text end
  check.equal(shown, { "2022", "12,345", "1.25", "2023", "7", "3.00" })
end)

-- --- what cannot be written ---------------------------------------------------------------------------------------------------------------

local function matches(text, pattern)
  if not text:find(pattern) then error(("%q is not like %q"):format(text, pattern), 2) end
end

local function problem(t, kind, options)
  local ok, message = lab.try(write, t, kind, options, "refused")
  check.equal(ok, nil)
  check.equal(lab.path_kind(path_of(kind, "refused")), nil)
  return (message:gsub("\n  in .*", ""))
end

test("a control character is refused with its place", function(kind)
  local t = lab.table { columns = { "force", "note" }, { "Kent", "fine" }, { "Essex", "bad\1" } }
  matches(problem(t, kind), 'column "note", row 2 %(Table_1!B5%): the text has a control character in it, which no workbook can hold')
end)

test("what is no finite number is refused with its place", function(kind)
  local t = lab.table { columns = { "rate" }, { 1.5 }, { math.huge } }
  matches(problem(t, kind), 'column "rate", row 2 %(Table_1!A5%): an infinite number')
end)

test("names that a workbook cannot have are refused", function(kind)
  matches(problem(sample(), kind, { sheet = "1st" }), 'sheet name "1st": a name is up to 31 letters, digits and underscores')
  matches(problem(sample(), kind, { table = "AB12" }), 'table name "AB12": .* is no address of a cell')
  matches(problem(sample(), kind, { table = "R1C1" }), 'table name "R1C1"')
end)

test("options that are unknown or of another type are named", function(kind)
  matches(problem(sample(), kind, { titel = "x" }), 'unknown option "titel"; did you mean "title"')
  matches(problem(sample(), kind, { titles = { forse = "x" } }), 'titles names a column "forse" that is not there; did you mean "force"%?')
  matches(problem(sample(), kind, { decimals = -1 }), "decimals is a whole number from 0 to 15")
end)

test("a table without columns or with more rows than a sheet is refused", function(kind)
  matches(problem(lab.table { columns = {} }, kind), "a table needs a column")
  matches(problem(lab.parse_csv("a\n" .. ("1\n"):rep(1048575)), kind), "1048575 rows below 3 others are more than the 1048576 that a spreadsheet has")
end)

check.test("XLSX refuses what Excel would call damaged", function()
  matches(problem(lab.table { columns = { "Kent", "KENT" }, { 1, 2 } }, "xlsx"), 'the headings "Kent" and "KENT" are the same to a table of XLSX')
  matches(problem(lab.table { columns = { ("a"):rep(256) }, { 1 } }, "xlsx"), "is longer than the 255 characters that a table of XLSX takes")
  matches(problem(lab.table { columns = { "note" }, { ("a"):rep(32768) } }, "xlsx"), "longer than the 32,767 characters that a cell of XLSX holds")
end)

test("a grouping is not lost in silence", function(kind)
  matches(problem(sample():group_by("force"), kind), "write_" .. kind .. " after group_by: the grouping would be lost")
end)

test("a write that fails leaves the old file", function(kind)
  local _, path = write(sample(), kind, nil, "old")
  local before = lab.read_file(path)
  local ok = lab.try(write, lab.table { columns = { "a" }, { "x" }, { "\2" } }, kind, nil, "old")
  check.equal(ok, nil)
  check.equal(lab.read_file(path), before)
  for _, name in ipairs(lab.list_folder(folder)) do check.lacks(name, "old." .. kind .. ".") end -- nothing is left beside it
end)

test("a name of the other kind of workbook is refused", function(kind)
  local other = kind == "ods" and "xlsx" or "ods"
  local path = path_of(other, "misnamed")
  local ok, message = lab.try(function() return sample()["write_" .. kind](sample(), path) end)
  check.equal(ok, nil)
  matches(message, path .. " has the name of another kind of workbook; t:write_" .. other .. " writes that")
  check.equal(lab.path_kind(path), nil)
end)

check.test("a full disk is told, and the old file stays", function()
  local ok, message = lab.try(function() sample():write_ods("/dev/full") end)
  check.equal(ok, nil)
  matches(message, "cannot write /dev/full: No space left on device")
end)

check.run()
