-- p:check() on small packages, whose tables and columns have names of their own: what each rule finds, and what it leaves alone.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()
local count = 0

-- A package with these resources and files, opened.
local function open(resources, files, more)
  count = count + 1
  local at = folder .. "/p" .. count
  assert(os.execute("mkdir " .. at))
  local object = { name = "small", licenses = { { name = "L", title = "Licence L" } }, resources = resources }
  for key, value in pairs(more or {}) do object[key] = value end
  lab.write_file(at .. "/datapackage.json", lab.json_encode(object))
  for name, text in pairs(files) do lab.write_file(at .. "/" .. name, text) end
  return lab.package(at)
end

local text, integer, number, date = { type = "string" }, { type = "integer" }, { type = "number" }, { type = "date" }

-- fields("where text", ...) in the order given: { "town", text }, { "n", integer, role = "figure" }.
local function fields(list)
  local made = {}
  for i, one in ipairs(list) do
    made[i] = { name = one[1], type = one[2].type, role = one.role, constraints = one.constraints }
  end
  return made
end

local function resource(name, list, schema, more)
  local entry = { name = name, path = name .. ".csv", schema = { fields = fields(list) } }
  for key, value in pairs(schema or {}) do entry.schema[key] = value end
  for key, value in pairs(more or {}) do entry[key] = value end
  return entry
end

-- One resource "counts" in counts.csv.
local function one(list, csv, schema, more, package)
  return open({ resource("counts", list, schema, more) }, { ["counts.csv"] = csv }, package)
end

-- "rule file:line:column" of the faults, or of the open points, in the order of the table. The description is one line here.
local function found(data, kind, options)
  local list = {}
  for r in data:check(options):filter("kind == $kind", { kind = kind or "fault" }):rows() do
    local file = r.file:match("[^/]*$")
    list[#list + 1] = ("%s %s:%s:%s"):format(r.rule, file, r.line or "", file ~= "datapackage.json" and r.column or "")
  end
  return table.concat(list, "; ")
end

local function messages(data, kind)
  return table.concat(data:check():filter("kind == $kind", { kind = kind or "fault" }).message:to_list(), "\n")
end

local town, n = { "town", text }, { "n", integer, role = "figure" }

-- --- rules and keys --------------------------------------------------------------------------------------------------

check.test("a sound package has no fault, and a row of the summary for each table", function()
  local data = one({ town, n }, "town,n\nBath,1\nYork,2\n", { primaryKey = "town" })
  local findings, summary = data:check()
  check.equal(#findings, 0)
  check.equal(summary:column_names(), { "table", "rows", "figures", "tied", "unheld", "printed", "verified", "open", "faults" })
  check.equal({ summary.table[1], summary:col("rows")[1], summary.figures[1], summary.unheld[1], summary.verified[1] or "none" },
    { "counts", 2, 2, 2, "none" })
end)

check.test("all faults are found, not the first alone, each with its place and value", function()
  local data = one({ { "town", text, constraints = { enum = { "Bath", "York" } } }, { "n", integer, role = "figure", constraints = { minimum = 0, required = true } } },
    "town,n\nBath,-1\nYrok,2\nYork,\nBath,-30\n")
  check.equal(found(data), "minimum counts.csv:2:6; enum counts.csv:3:1; required counts.csv:4:6; minimum counts.csv:5:6")
  local t = data:check()
  check.equal({ t.value[1], t.value[2], t.field[1], t.row[4], t.alike[1] }, { "-1", "Yrok", "n", 4, 2 })
  check.contains(t.message[1], 'column "n": -1 is below 0, the minimum')
  check.contains(t.advice[1], "Mend the cell")
end)

check.test("cells of a wrong type are all found, and the other cells are checked; a cell that cannot be read is not said to be missing, too", function()
  local data = one({ town, { "n", integer, constraints = { required = true, maximum = 9 } } }, "town,n\nBath,1O\nYork,12\nHull,x\n")
  check.equal(found(data), "type counts.csv:2:6; maximum counts.csv:3:6; type counts.csv:4:6")
end)

check.test("cells of a wrong type are found in a sheet of a workbook, too, with their address", function()
  local at = folder .. "/sheets"
  assert(os.execute("mkdir " .. at))
  lab.table { columns = { "town", "n" }, { "Ash", "12" }, { "Elm", "1O4" }, { "Oak", "x" } }:write_ods(at .. "/counts.ods")
  lab.write_file(at .. "/datapackage.json", lab.json_encode { name = "small", licenses = { { name = "L", title = "Licence L" } },
    resources = { { name = "counts", path = "counts.ods", dialect = { sheet = "Table_1" }, schema = { fields = fields { town, n } } } } })
  local data = lab.package(at)
  check.equal(found(data), "type counts.ods:5:; type counts.ods:6:")
  check.contains(messages(data), 'column "n": "1O4" is not an integer (Table_1!B5)')
end)

check.test("rows of another length are found, and the rest is checked", function()
  local data = one({ town, { "n", integer, constraints = { maximum = 9 } } }, "town,n\nBath\nYork,12\n")
  check.equal(found(data), "maximum counts.csv::; row counts.csv:2:")
end)

check.test("of several files of a table, of one without a header and of one with its own separator the places are those in the file", function()
  local list = { town, { "n", integer, constraints = { minimum = 0 } } }
  local parts = resource("counts", list, nil, { path = { "a.csv", "b.csv" } })
  check.equal(found(open({ parts }, { ["a.csv"] = "town,n\nBath,1\nYork,2\n", ["b.csv"] = "town,n\nHull,1\nEly,-2\n" })), "minimum b.csv:3:5")
  check.equal(found(open({ parts }, { ["a.csv"] = "town,n\nBath,1\nYork,2x\n", ["b.csv"] = "town,n\nHull,1\nEly,-2\n" })), "minimum b.csv:3:5; type a.csv:3:6")
  local bare = resource("counts", list, nil, { dialect = { header = false, delimiter = ";" } })
  check.equal(found(open({ bare }, { ["counts.csv"] = "Bath;1\nYork;-2\n\"a; b\nc\";-3\n" })), "minimum counts.csv:2:6; minimum counts.csv:4:4")
end)

check.test("the places of many faults in a long file are right, also behind cells of several lines and empty lines", function()
  local lines = { "town,n" }
  for i = 1, 4000 do
    local name = i % 700 == 0 and '"a\nb"' or i % 900 == 0 and '\n"c, d"' or "Bath"
    lines[#lines + 1] = ("%s,%d"):format(name, i % 1000 == 23 and -i or i)
  end
  local text_of, expected, line = table.concat(lines, "\n") .. "\n", {}, 0
  for one in text_of:gmatch("([^\n]*)\n") do
    line = line + 1
    local at = one:find("-", 1, true)
    if at then expected[#expected + 1] = ("minimum counts.csv:%d:%d"):format(line, at) end
  end
  check.equal(#expected, 4)
  check.equal(found(one({ town, { "n", integer, constraints = { minimum = 0 } } }, text_of, { record = { repeats = "so" } })), table.concat(expected, "; "))
end)

check.test("a file that is not there, or has other columns, is a finding, and the other tables are checked", function()
  local list = { { "town", text, constraints = { enum = { "Bath" } } } }
  local data = open({ resource("gone", list), resource("other", list), resource("third", list) },
    { ["other.csv"] = "city\nBath\n", ["third.csv"] = "town\nYork\n" })
  check.equal(found(data), "file gone.csv::; file other.csv::; enum third.csv:2:1")
  check.contains(messages(data), 'column 1 is "city", and is to be "town"')
end)

check.test("no more than `most` findings of one kind in one column are kept, and all are counted", function()
  local lines = { "town,n" }
  for i = 1, 40 do lines[#lines + 1] = "Bath," .. -i end
  local data = one({ town, { "n", integer, role = "figure", constraints = { minimum = 0 } } }, table.concat(lines, "\n") .. "\n", { record = { repeats = "a town may be told of more than once" } })
  local t, summary = data:check { most = 3 }
  check.equal({ #t, t.alike[1], summary.faults[1] }, { 3, 40, 40 })
  check.equal(#data:check(), 10)
  check.raises("most is a number", data.check, data, { most = 0 })
  check.raises('unknown option "mots"', data.check, data, { mots = 1 })
end)

check.test("an unknown spelling of a key of another table is found on its line", function()
  local data = open({ resource("places", { town }, { primaryKey = "town" }),
    resource("counts", { town, n }, { foreignKeys = { { fields = "town", reference = { resource = "places", fields = "town" } } } }) },
    { ["places.csv"] = "town\nBath\nYork\n", ["counts.csv"] = "town,n\nBath,1\nYork ,2\nYork,3\n" })
  check.equal(found(data), "foreignKeys counts.csv:3:1")
end)

check.test("a row that stands twice is found without a key, unless the record says why it may", function()
  local csv = "town,n\nBath,1\nYork,2\nBath,1\n"
  check.equal(found(one({ town, n }, csv)), "repeats counts.csv:4:1")
  check.equal(found(one({ town, n }, csv, { record = { repeats = "a row is an incident" } })), "")
end)

check.test("a total among its parts is found where the record says that there is none", function()
  local csv = "town,n\nBath,1\nYork,2\nTotal,3\n"
  check.equal(found(one({ town, n }, csv, { record = { totals = "none" } })), "totals counts.csv:4:1")
  check.equal(found(one({ town, n }, csv)), "")
end)

-- --- tie-outs --------------------------------------------------------------------------------------------------------

local year = { "y", integer }

local function tied(csv, tieout)
  tieout.title = "it adds up"
  return one({ year, town, n }, csv, nil, { tieouts = { tieout } })
end

local two_years = "y,town,n\n2022,Bath,1\n2022,York,2\n2023,Bath,3\n2023,York,4\n"

check.test("a sum is a number, for all rows or for each group", function()
  check.equal(found(tied(two_years, { sum = "n", equals = 10 })), "")
  check.equal(found(tied(two_years, { sum = "n", where = "y == 2023", equals = 7 })), "")
  check.equal(found(tied(two_years, { sum = "n", by = "y", equals = { ["2022"] = 3, ["2023"] = 7 } })), "")
  check.equal(found(tied(two_years, { sum = "n", by = { "y", "town" }, equals = { ["2022, Bath"] = 1, ["2022, York"] = 2, ["2023, Bath"] = 3, ["2023, York"] = 4 } })), "")
end)

check.test("a sum that differs is told with its rows, its group, and what it is to be", function()
  local data = tied(two_years, { sum = "n", by = "y", equals = { ["2022"] = 3, ["2023"] = 8 } })
  check.equal(found(data), "tieouts counts.csv:4:11")
  check.equal(messages(data), 'it adds up ("counts", tieouts[1]): for y 2023 the sum of n of "counts" is 7 in 2 rows, and is to be 8 (lines 4 to 5)')
  check.equal(data:check().value[1], "7")
end)

check.test("a group without a number, and a number without a group, are faults", function()
  check.contains(messages(tied(two_years, { sum = "n", by = "y", equals = { ["2022"] = 3 } })), "for y 2023 there are rows, and no number")
  check.contains(messages(tied(two_years, { sum = "n", by = "y", equals = { ["2022"] = 3, ["2023"] = 7, ["2024"] = 0 } })), "no row is of 2024")
end)

check.test("rows that are none, and cells that are missing, add up to nothing that could be right", function()
  check.contains(messages(tied(two_years, { sum = "n", where = "y == 1999", equals = 0 })), "no row is y == 1999")
  check.contains(messages(tied("y,town,n\n2022,Bath,\n2022,York,2\n", { sum = "n", equals = 2 })), "1 of 2 cells are missing")
  check.contains(messages(tied("y,town,n\n2022,Bath,\n", { value = "max(n)", equals = 2 })), 'max(n) of "counts": it has no value')
end)

check.test("a sum equals that of other rows or of another table, whose groups may be called otherwise", function()
  local function two(other)
    return open({ resource("parts", { year, town, n }), resource("wholes", { { "when", integer }, { "all", integer } }) },
      { ["parts.csv"] = two_years, ["wholes.csv"] = other },
      { tieouts = { { title = "parts are the whole", sum = "n", of = "parts", by = "y", equals = { sum = "all", of = "wholes", by = "when" } } } })
  end
  check.equal(found(two("when,all\n2022,3\n2023,7\n")), "")
  local wrong = two("when,all\n2022,3\n2023,9\n")
  check.equal(found(wrong), "tieouts parts.csv:4:11")
  check.contains(messages(wrong), 'the sum of n of "parts" is 7 in 2 rows, and the sum of all of "wholes" is 9 in 1 row')
  check.equal(found(two("when,all\n2022,3\n")), "tieouts parts.csv:4:11")
  check.equal(found(two("when,all\n2022,3\n2023,7\n2024,1\n")), "tieouts wholes.csv:4:6")
end)

check.test("sides are compared at the decimals that were printed, half up, and within a difference that has its reason", function()
  local function half(decimals, equals) return found(one({ { "x", number } }, "x\n0.125\n0.25\n", nil, { tieouts = { { title = "t", sum = "x", equals = equals, decimals = decimals } } })) end
  check.equal(half(2, 0.38), "")
  check.equal(half(2, 0.37), "tieouts counts.csv:2:1")
  check.equal(half(nil, 0.375), "")
  local function near(difference, equals) return found(tied(two_years, { sum = "n", equals = equals, difference = difference, because = "rounded" })) end
  check.equal(near(1, 11), "")
  check.equal(near(1, 12), "tieouts counts.csv:2:11")
end)

check.test("sums of numbers that are no whole ones are equal when the last bit alone differs", function()
  check.equal(found(one({ { "x", number } }, "x\n0.1\n0.2\n", nil, { tieouts = { { title = "t", sum = "x", equals = 0.3 } } })), "")
end)

check.test("a value is any expression of a group", function()
  local share = "100 * max(n) / sum(n)"
  check.equal(found(tied(two_years, { value = share, by = "y", equals = { ["2022"] = 67, ["2023"] = 57 }, decimals = 0 })), "")
  check.contains(messages(tied(two_years, { value = share, equals = 41, decimals = 0 })), "100 * max(n) / sum(n) of \"counts\" is 40 in 4 rows, and is to be 41; at 0 decimals 40 and 41")
end)

check.test("figures of which any digit counts are counted as tied; those on both sides, rounded ones and ratios are not", function()
  local function count_tied(tieout)
    local _, summary = tied(two_years, tieout):check()
    return summary.tied[1]
  end
  check.equal(count_tied { sum = "n", where = "y == 2022", equals = 3 }, 2)
  check.equal(count_tied { sum = "n", where = "y == 2022", equals = 3, decimals = 0 }, 0)
  check.equal(count_tied { value = "sum(n)", where = "y == 2022", equals = 3 }, 0)
  check.equal(count_tied { sum = "n", where = "y == 2022", equals = 4 }, 0)
  check.equal(count_tied { sum = "n", where = "y == 2022", equals = { sum = "n", of = "counts", where = "town == 'York' and y == 2022 or town == 'Bath' and y == 2022" } }, 0)
end)

check.test("a tie-out that is not written right is refused when the package is opened, an expression that is wrong is a finding", function()
  local function refused(pattern, tieout)
    tieout.title = tieout.title or "t"
    check.raises(pattern, one, { year, town, n }, two_years, nil, { tieouts = { tieout } })
  end
  refused('unknown word "equal"', { sum = "n", equal = 3 })
  refused('"equals" is missing', { sum = "n" })
  refused('there is no field "m"', { sum = "m", equals = 3 })
  refused('the field "town" holds no numbers', { sum = "town", equals = 3 })
  refused('either "sum"', { equals = 3 })
  refused('there is no resource "cuonts"; did you mean "counts"', { sum = "n", of = "cuonts", equals = 3 })
  refused('needs "by"', { sum = "n", equals = { ["2022"] = 3 } })
  refused('a difference needs its reason', { sum = "n", equals = 3, difference = 1 })
  refused('reason for a "difference"', { sum = "n", equals = 3, because = "so" })
  refused('"title" is missing', { title = " ", sum = "n", equals = 3 })
  refused('as many columns on both sides', { sum = "n", by = "y", equals = { sum = "n", by = { "y", "town" } } })
  refused("a number for each group", { sum = "n", by = "y", equals = { 3, 4 } })
  refused('"decimals" is a whole number', { sum = "n", equals = 3, decimals = 0.5 })
  refused('"difference" is a number above 0', { sum = "n", equals = 3, difference = 0, because = "so" })
  check.contains(messages(tied(two_years, { sum = "n", where = "z == 1", equals = 3 })), 'no column "z"')
  check.contains(messages(tied(two_years, { value = "max(town)", equals = 3 })), "max(town) is no number")
  check.contains(messages(tied(two_years, { value = "n", equals = 3 })), '"value"')
end)

-- --- records ---------------------------------------------------------------------------------------------------------

check.test("a figure is the number that was printed, with its thousands and in words", function()
  local function printed(lines, record)
    record = record or { figure = "n", printed = "words" }
    return one({ n, { "words", text } }, "n,words\n" .. lines, { record = record })
  end
  check.equal(found(printed('1821,"more than 1,821"\n7,7\n1200000,1.2 million people\n322,322 in 2018-19\n')), "")
  check.equal(found(printed("1821,1 821 offences\n7,at least seven\n0,none\n-6,down by 6\n")), "")
  check.equal(found(printed('1812,"more than 1,821"\n8,seven\n')), "printed counts.csv:2:1; printed counts.csv:3:1")
  check.equal(found(printed("3,a few\n4,\n"), "open"), "not printed counts.csv::; printed counts.csv::")
  check.equal(found(printed("2,one in 50\n", { figure = "n", printed = "words", read = "n ~= 2" })), "")
end)

check.test("several figures of a row are printed in the order of the columns, with a semicolon between", function()
  local function printed(lines)
    return one({ n, { "young", integer, role = "figure" }, { "words", text } }, "n,young,words\n" .. lines, { record = { printed = "words" } })
  end
  check.equal(found(printed("96,43,96; at least 43\n70,,70\n,5,five\n")), "")
  check.equal(found(printed("96,43,43; 96\n")), "printed counts.csv:2:1; printed counts.csv:2:4")
  check.equal(found(printed("96,43,96\n")), "printed counts.csv:2:7")
  check.equal(select(2, printed("96,43,96; at least 43\n70,,\n"):check()).unheld[1], 1)
end)

local function percentages(lines, more)
  local record = { figure = "pc", printed = "words", numerator = "part", denominator = "whole", growth = "how == 'growth'" }
  for key, value in pairs(more or {}) do record[key] = value end
  return one({ { "pc", number }, { "words", text }, { "part", integer }, { "whole", integer }, { "how", text } },
    "pc,words,part,whole,how\n" .. lines, { record = record })
end

check.test("a percentage follows from its two counts at the decimals that were printed", function()
  check.equal(found(percentages("67,67%,239,355,share\n67.3,67.3%,239,355,share\n7.0,7.0%,239,3412,share\n51,51%,5144,3412,growth\n")), "")
  check.equal(found(percentages("67.0,67.0%,239,355,share\n52,52%,5144,3412,growth\n")), "percentage counts.csv:2:1; percentage counts.csv:3:1")
  check.contains(messages(percentages("7.58,7.58%,94,1214,share\n")), "94 of 1,214 gives 7.7430, at the decimals printed 7.74, and 7.58 is written")
  check.equal(found(percentages("1,1%,1,0,share\n")), "percentage counts.csv:2:1")
end)

check.test("percentages that lack a count are counted, with how many lack which", function()
  check.contains(messages(percentages("5,5%,1,,share\n6,6%,,,share\n50,50%,1,2,share\n"), "open"), "2 of 3 percentages cannot be checked: 1 without either count, 1 with one alone")
end)

check.test("an exception makes a fault an open point with its reason; one that nothing needs is a fault", function()
  local except = { { rule = "percentage", where = "pc == 7.58", because = "printed so" } }
  local data = percentages("7.58,7.58%,94,1214,share\n", { except = except })
  check.equal(found(data), "")
  check.contains(messages(data, "open"), "Excepted (except[1]): printed so")
  except[1].because = "Printed so."
  check.equal(messages(percentages("7.58,7.58%,94,1214,share\n", { except = except }), "open"):match("Excepted.*"), "Excepted (except[1]): Printed so")
  local spent = percentages("7.74,7.74%,94,1214,share\n", { except = except })
  check.equal(found(spent), "except datapackage.json:1:")
  check.contains(messages(spent), "no row that is pc == 7.58 needs an exception")
end)

check.test("the columns of a period say the same", function()
  local function periods(lines)
    return one({ year, { "q", text }, { "ends", date } }, "y,q,ends\n" .. lines, { record = { period = { "y", "q" }, period_end = "ends", year = "y" } })
  end
  check.equal(found(periods("2019,Q2,2019-06-30\n2019,Q4,2019-12-31\n")), "")
  check.equal(found(periods("2019,Q2,2019-06-29\n")), "period counts.csv:2:9")
  check.equal(found(periods("2018,Q2,2019-06-30\n")), "period counts.csv:2:1; period counts.csv:2:9")
  check.equal(found(periods("2019,spring,2019-06-30\n"), "open"), "period counts.csv::")
end)

check.test("nothing is released before its period ended", function()
  local function released(lines) return one({ { "when", text }, { "out", date } }, "when,out\n" .. lines, { record = { period = "when", released = "out" } }) end
  check.equal(found(released("2019 Q2,2019-08-29\nyear ending March 2019,2019-07-18\n2018,2019-03-20\n")), "")
  check.equal(found(released("2019 Q2,2019-06-29\n2018,2018-03-20\n")), "released counts.csv:2:9; released counts.csv:3:6")
end)

check.test("what is read in a publication that prints its figures first was released with it", function()
  local list = resource("shelf", { { "key", text }, { "name", text }, { "out", text }, { "by", text } }, { primaryKey = "key",
    catalogue = { title = "name", published = "out", first_hand = "by == 'Office'" } })
  local counts = resource("counts", { { "out", date }, n, { "from", text } }, { record = { released = "out" },
    foreignKeys = { { fields = "from", reference = { resource = "shelf", fields = "key" } } } })
  local function released(rows)
    return found(open({ list, counts }, { ["shelf.csv"] = "key,name,out,by\na,A,2020-05,Office\nb,B,2020-05-01,Paper\n", ["counts.csv"] = "out,n,from\n" .. rows }))
  end
  check.equal(released("2020-05-31,1,a\n2020-01-01,2,b\n"), "")
  check.equal(released("2020-04-30,1,a\n2020-05-02,2,b\n"), "released counts.csv:2:1; released counts.csv:3:1")
end)

check.test("second readings that are half said are faults, those that never were are listed", function()
  local function readings(lines)
    return one({ n, { "on", date }, { "as", text } }, "n,on,as\n" .. lines, { record = { verified_on = "on", verified_as = "as", confirmed = "same" } })
  end
  local data = readings("1,2026-11-30,same\n2,,\n3,2026-11-30,not found\n")
  check.equal(found(data), "")
  check.equal(found(data, "open"), "unverified counts.csv:3:3; unverified counts.csv:4:14")
  check.equal(select(2, data:check()).verified[1], 1)
  check.equal(found(readings("1,2026-11-30,\n2,,same\n")), "verified counts.csv:2:14; verified counts.csv:3:3")
end)

check.test("a record that names what there is not, or half of what is needed, is refused", function()
  local function refused(pattern, record) check.raises(pattern, one, { year, town, n, { "d", date } }, two_years, { record = record }) end
  refused('there is no field "m"', { period_end = "m" })
  refused("a field of type string cannot be it", { year = "town" })
  refused('unknown word "perod"', { perod = "town" })
  refused('"numerator" needs "denominator"', { numerator = "n", figure = "n" })
  refused('"verified_in" needs "verified_on"', { verified_in = "town" })
  refused('"because" is missing', { except = { { rule = "period", where = "true" } } })
  refused('no row is an exception from "minimum"', { except = { { rule = "minimum", where = "true", because = "so" } } })
end)

-- --- publications ----------------------------------------------------------------------------------------------------

local shelf = resource("shelf", { { "key", text }, { "name", text }, { "out", text }, { "terms", text } },
  { primaryKey = "key", catalogue = { title = "name", published = "out", licence = "terms" } })

local function cited(shelf_rows, rows, more)
  local counts = resource("counts", { { "ends", date }, n, { "from", text } },
    { record = { period_end = "ends" }, foreignKeys = { { fields = "from", reference = { resource = "shelf", fields = "key" } } } }, more)
  return open({ shelf, counts }, { ["shelf.csv"] = "key,name,out,terms\n" .. shelf_rows, ["counts.csv"] = "ends,n,from\n" .. rows })
end

check.test("publications are used and known, and none came out before the period of its figure ended", function()
  check.equal(found(cited("a,A,2020,Licence L\nb,B,2020-05,L\n", "2019-12-31,1,a\n2020-05-31,2,b\n")), "")
  check.equal(found(cited("a,A,2020,Licence L\nb,B,2020-05,L\n", "2019-12-31,1,a\n")), "sources shelf.csv:3:1")
  check.equal(found(cited("a,A,2020,Licence L\n", "2019-12-31,1,a\n2019-12-31,1,c\n")), "foreignKeys counts.csv:3:14")
  check.equal(found(cited("a,A,2020,Licence L\n", "2021-12-31,1,a\n")), "published counts.csv:2:14")
end)

check.test("a publication was read after it came out, and quotes an earlier one, but not itself", function()
  local list = resource("shelf", { { "key", text }, { "name", text }, { "out", text }, { "read", date }, { "of", text } }, { primaryKey = "key",
    catalogue = { title = "name", published = "out", retrieved = "read", primary = "of" },
    foreignKeys = { { fields = "of", reference = { resource = "", fields = "key" } } } })
  local function shelves(lines)
    return found(open({ list, resource("counts", { n, { "from", text } }, { foreignKeys = { { fields = "from", reference = { resource = "shelf", fields = "key" } } } }) },
      { ["shelf.csv"] = "key,name,out,read,of\n" .. lines, ["counts.csv"] = "n,from\n1,a\n" }))
  end
  check.equal(shelves("a,A,2020,2020-03-01,b\nb,B,2020-02-03,2026-01-01,\n"), "")
  check.equal(shelves("a,A,2020-03,2020-02-28,\n"), "sources shelf.csv:2:13")
  check.equal(shelves("a,A,2019,2026-01-01,b\nb,B,2020-02-03,2026-01-01,\n"), "sources shelf.csv:2:21")
  check.equal(shelves("a,A,2019,2026-01-01,b\nb,B,2019,2026-01-01,a\n"), "sources shelf.csv:2:21; sources shelf.csv:3:21")
end)

check.test("a second reading is made after the publication came out, and in another one if one is named", function()
  local counts = resource("counts", { n, { "on", date }, { "in", text }, { "from", text } }, { record = { verified_on = "on", verified_in = "in" },
    foreignKeys = { { fields = "from", reference = { resource = "shelf", fields = "key" } }, { fields = "in", reference = { resource = "shelf", fields = "key" } } } })
  local function readings(rows)
    return found(open({ shelf, counts }, { ["shelf.csv"] = "key,name,out,terms\na,A,2020-05-01,L\nb,B,2020,L\n", ["counts.csv"] = "n,on,in,from\n" .. rows }))
  end
  check.equal(readings("1,2026-11-30,b,a\n2,2026-11-30,,b\n"), "")
  check.equal(readings("1,2020-04-30,b,a\n2,2020-01-01,,b\n"), "verified counts.csv:2:3")
  check.equal(readings("1,2026-11-30,a,a\n2,2026-11-30,,b\n"), "verified counts.csv:2:14")
  check.equal(readings("1,,b,a\n"), "verified counts.csv:2:4")
end)

check.test("each publication has a licence that the table lists, and rows are counted right", function()
  check.equal(found(cited("a,A,2020,Other\n", "2019-12-31,1,a\n")), "licences counts.csv:2:14")
  local licences = { licenses = { { title = "Licence L", rows = 1 }, { title = "Other", rows = 1 } } }
  check.equal(found(cited("a,A,2020,Licence L\nb,B,2020,Other\n", "2019-12-31,1,a\n2019-12-31,2,b\n", licences)), "")
  check.equal(found(cited("a,A,2020,Licence L\nb,B,2020,Other\n", "2019-12-31,1,a\n2019-12-31,2,b\n2019-12-31,3,b\n", licences)), "licences datapackage.json:1:")
  check.equal(found(cited("a,A,2020,\n", "2019-12-31,1,a\n"), "open"), "licences counts.csv::")
end)

check.test("the sources that a description gives by name are those of the rows, and say the same", function()
  local function described(sources) return cited("a,A,2020,Licence L\nb,B,2020,Licence L\n", "2019-12-31,1,a\n2019-12-31,2,b\n", { sources = sources }) end
  local a, b = { name = "a", title = "A", date = "2020" }, { name = "b", title = "B", date = "2020" }
  check.equal(found(described { a, b }), "")
  check.equal(found(described { { name = "a", title = "A" }, b }), "") -- says less, and nothing else
  check.equal(found(described { a }), "sources counts.csv:3:14")
  check.equal(found(described { a, b, { name = "c", title = "C" } }), "sources datapackage.json:1:")
  check.contains(messages(described { a, { name = "b", title = "BB", date = "2020" } }), 'the title of b is "BB", and "shelf" has "B"')
end)

check.test("a package without any licence is told of, and is sound", function()
  local data = one({ town, n }, "town,n\nBath,1\n", nil, nil, { licenses = lab.null })
  check.equal(found(data), "")
  check.equal(found(data, "open"), "licences datapackage.json:1:")
end)

check.test("a table without rows, and an empty column, are checked like others", function()
  local record = { figure = "n", printed = "words", verified_on = "on", period = "when", released = "out" }
  local data = one({ n, { "words", text }, { "on", date }, { "when", text }, { "out", date } }, "n,words,on,when,out\n", { record = record },
    { tieouts = { { title = "t", sum = "n", equals = 0 } } })
  check.equal(found(data), "tieouts datapackage.json:1:")
end)


check.run()
