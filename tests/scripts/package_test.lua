-- Data packages: what is found, what is read, and what is said of a file that is not what its description says.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()

local count = 0

-- A package in a folder of its own; files by name. Gives the object and its folder.
local function write_package(descriptor, files)
  count = count + 1
  local at = folder .. "/p" .. count
  assert(os.execute("mkdir " .. at))
  lab.write_file(at .. "/datapackage.json", type(descriptor) == "string" and descriptor or lab.json_encode(descriptor))
  for name, text in pairs(files or {}) do lab.write_file(at .. "/" .. name, text) end
  return at
end

local function open(descriptor, files)
  local at = write_package(descriptor, files)
  return lab.package(at), at
end

-- One resource "people" in people.csv with these fields, and what else its schema says.
local function one(fields, text, schema, resource)
  local entry = { name = "people", path = "people.csv", schema = { fields = fields } }
  for key, value in pairs(schema or {}) do entry.schema[key] = value end
  for key, value in pairs(resource or {}) do entry[key] = value end
  return open({ name = "small", resources = { entry } }, { ["people.csv"] = text })
end

local function read(data) return function() return data.people end end

-- --- what it gives ---------------------------------------------------------------------------------------------------

check.test("a table is read with the types described, once", function()
  local data = one({ { name = "code", type = "string" }, { name = "n", type = "integer" }, { name = "share",
    type = "number" },
    { name = "sure", type = "boolean" }, { name = "day", type = "date" }, { name = "year", type = "year" },
    { name = "quarter", type = "quarter" }, { name = "until", type = "year-ending" } },
    "code,n,share,sure,day,year,quarter,until\n12,5,3,true,2019-03-25,2019,2019 Q1,year ending March 2019\n")
  local types = {}
  for i, column in ipairs(data.people:schema()) do types[i] = column.type end
  check.equal(types, { "text", "integer", "number", "boolean", "date", "integer", "quarter", "year-ending" })
  check.equal(data.people.code[1], "12")
  check.truthy(rawequal(data.people, data.people))
  check.equal(data:names(), { "people" })
end)

check.test("a field of type any has the type that the file proves", function()
  check.equal(one({ { name = "a", type = "any" } }, "a\n1\n").people:col("a"):type(), "integer")
end)

check.test("missing values, markers, dates and dialect are the description's", function()
  local data = one({ { name = "day", type = "date", format = "%d/%m/%Y" }, { name = "n", type = "integer" } },
    "A note\nday;n\n25/03/2019;NA\n26/03/2019;[c]\n27/03/2019;12 [p]\n",
    { missingValues = { "", "NA" }, markers = "gss" }, { dialect = { delimiter = ";", skip = 1 } })
  local n = data.people.n
  check.equal({ data.people.day[1], n[1], n[2], n:marker(2), n[3], n:marker(3) }, { "2019-03-25", nil, nil, "[c]", 12,
    "[p]" })
end)

check.test("a date may be described with its month named", function()
  local data = one({ { name = "day", type = "date", format = "%d %B %Y" } }, "day\n25 March 2019\n1 Apr 2019\n")
  check.equal(data.people:to_csv(), "day\n2019-03-25\n2019-04-01\n")
end)

check.test("a dialect has escapes, a null sequence, rows of a header, blanks that are dropped and marks that are taken off", function()
  local fields = { { name = "force", type = "string" }, { name = "n", type = "integer" } }
  local function of(text, dialect, names)
    local data = one(names or fields, text, { missingValues = { "NA" } }, { dialect = dialect })
    local list = {}
    for row in data.people:rows() do
      local first = (names or fields)[1].name
      list[#list + 1] = tostring(row[first]) .. "|" .. tostring(row[(names or fields)[2].name])
    end
    return list
  end
  check.equal(of('force,n\n"say \\"hi\\"",1\na\\,b,2\n', { escapeChar = "\\", doubleQuote = false }), { 'say "hi"|1', "a,b|2" })
  check.equal(of("force,n\n\\N,1\nNA,\\N\n", { nullSequence = "\\N" }), { "nil|1", "nil|nil" })
  check.equal(of("force,n\n Kent , 1\n", { trim = true }), { "Kent|1" })
  check.equal(of("force,n\nKent [note 1],1*\n", { marks = "strip" }), { "Kent|1" })
  check.equal(of("title\nforce,\n,n\nKent,1\n", { headerRows = { 2, 3 }, headerJoin = " ", lineTerminator = "\n" },
    { fields[1], { name = "force n", type = "integer" } }), { "Kent|1" })
end)

check.test("a datetime is a date and a time of day, in the form that is described", function()
  local text = "at\n25/03/2019 10:30\n25/03/2019 9:30:05\n"
  local data = one({ { name = "at", type = "datetime", format = "%d/%m/%Y %H:%M" } }, text)
  check.equal(data.people:to_csv(), "at\n2019-03-25 10:30:00\n2019-03-25 09:30:05\n")
  data = one({ { name = "at", type = "datetime", constraints = { minimum = "2019-03-25 10:00" } } }, "at\n2019-03-25T10:30\n")
  check.equal(data.people.at[1], "2019-03-25 10:30:00")
  data = one({ { name = "at", type = "datetime", constraints = { minimum = "2019-03-25 11:00" } } }, "at\n2019-03-25T10:30\n")
  check.raises('is below "2019%-03%-25 11:00", the minimum', read(data))
  check.raises("is not a datetime", read(one({ { name = "at", type = "datetime" } }, text)))
end)

check.test("a file without a header takes the names of its fields", function()
  local data = one({ { name = "year", type = "integer" }, { name = "n", type = "integer" } }, "2019,5\n", nil,
    { dialect = { header = false } })
  check.equal(data.people:column_names(), { "year", "n" })
  check.equal(data.people.n[1], 5)
  data = one({ { name = "year", type = "any" } }, "2019,5\n", nil, { dialect = { header = false } })
  check.raises("it has 2 columns, and .*datapackage.json describes 1", read(data))
end)

check.test("several files of a resource are one table", function()
  local data = open({ resources = { { name = "people", path = { "a.csv", "b.csv" }, schema = { fields = { { name = "n",
    type = "integer",
    constraints = { maximum = 9 } } } } } } }, { ["a.csv"] = "n\n1\n2\n", ["b.csv"] = "n\n3\n" })
  check.equal(data.people.n:to_list(), { 1, 2, 3, n = 3 })
  data = open({ resources = { { name = "people", path = { "a.csv", "b.csv" }, schema = { fields = { { name = "n",
    type = "integer",
    constraints = { maximum = 9 } } } } } } }, { ["a.csv"] = "n\n1\n2\n", ["b.csv"] = "n\n3\n10\n" })
  check.raises("/b%.csv:3:1: column \"n\": 10 is above 9, the maximum", read(data))
end)

check.test("titles, units and descriptions of fields come with the table", function()
  local data = one({ { name = "n", type = "integer", title = "Referred", unit = "people" } }, "n\n5\n")
  local column = data.people:schema()[1]
  check.equal({ column.title, column.unit }, { "Referred", "people" })
end)

check.test("a table is read anew with options, and not kept", function()
  local data = one({ { name = "year", type = "integer" }, { name = "n", type = "integer",
    constraints = { maximum = 5 } } },
    "year,n\n2018,1\n2019,5\n2020,6\n")
  check.raises("6 is above 5", read(data))
  local t = data:load("people", { check = false, where = "year >= 2019", columns = { "n" } })
  check.equal({ #t, t:column_names() }, { 2, { "n" } })
  check.raises('load: unknown option "wehre"; did you mean "where"%?', function() data:load("people",
    { wehre = "n > 1" }) end)
  data = one({ { name = "n", type = "integer" } }, "n\n1\nx\n")
  check.raises('"x" is not an integer', read(data))
  t = data:load("people", { on_error = "reject" })
  check.equal({ #t, #t:rejects() }, { 1, 1 })
end)

check.test("the package and its tables say what they are", function()
  local data, at = one({ { name = "year", type = "integer", description = "The year.", constraints = { required = true,
    minimum = 2009 } },
    { name = "kind", type = "string", unit = "-", constraints = { enum = { "a", "b" }, maxLength = 3 } } },
    "year,kind\n2019,a\n", { primaryKey = { "year", "kind" } }, { title = "People referred" })
  check.equal(tostring(data), ('data package "small" (%s/datapackage.json)\n  people  People referred'):format(at))
  local fields = data:describe("people")
  check.equal(fields:to_list(), {
    { column = "year", type = "integer", promises = "part 1 of the primary key; required; at least 2009",
      description = "The year." },
    { column = "kind", type = "string", unit = "-",
      promises = "part 2 of the primary key; at most 3 characters; one of a, b" },
  })
  check.equal(data:describe():to_list(), { { table = "people", title = "People referred",
    file = at .. "/people.csv" } })
end)

check.test("the prompt completes the names of tables and what a package does", function()
  local complete = require "lib.prompt.complete"
  rawset(_G, "small_package", one({ { name = "n" } }, "n\n1\n"))
  local from, list = complete.at({}, "small_package.pe", 17)
  check.equal({ from, list }, { 15, { "people" } })
  check.equal(select(2, complete.at({}, "small_package:de", 17)), { "describe(" })
  rawset(_G, "small_package", nil)
end)

check.test("an unknown table is an error with the nearest name", function()
  local data = one({ { name = "n" } }, "n\n1\n")
  local message = check.raises('data package "small" %(.*/datapackage.json%) has no table "poeple"; did you mean "people"%?',
    function() return data.poeple end)
  check.contains(message, "tests/scripts/package_test.lua:")
  check.raises("is read only", function() data.people = 1 end)
  check.raises("with a colon", function() data.names() end)
end)

-- --- where it is found -----------------------------------------------------------------------------------------------

check.test("a package is opened by its folder or by its description", function()
  local _, at = one({ { name = "n" } }, "n\n1\n")
  check.equal(#lab.package(at .. "/datapackage.json").people, 1)
  check.raises("there is no data package " .. at .. "/none: there is nothing of that name", lab.package, at .. "/none")
  assert(os.execute("mkdir " .. at .. "/bare"))
  check.raises("the folder has no datapackage.json", lab.package, at .. "/bare")
  check.raises('there is no data package "no/such"; looked in %., ', lab.package, "no/such")
  check.raises("was expected, not nil", lab.package)
end)

check.test("a relative path is looked for from the script's place, whatever the current folder", function()
  local at = write_package({ resources = { { name = "people", path = "people.csv", schema = { fields = { { name = "n",
    type = "integer" } } } } } },
    { ["people.csv"] = "n\n5\n" })
  assert(os.execute(("mkdir -p %s/project/scripts/deep && mv %s %s/project/figures"):format(folder, at, folder)))
  lab.write_file(folder .. "/project/scripts/deep/a.lua", 'io.write(tostring(lab.package("figures").people.n[1]))')
  local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^\0]*")
  if not program:find("^/") then program = os.getenv("PWD") .. "/" .. program end
  local pipe = assert(io.popen(("cd / && %s --no-init %s/project/scripts/deep/a.lua 2>&1"):format(program, folder)))
  check.equal(pipe:read("a"), "5")
  pipe:close()
end)

-- --- promises --------------------------------------------------------------------------------------------------------

-- Fields, text of the CSV, schema; then what the message says.
local broken = {
  { "a cell of another type", { { name = "n", type = "integer" } }, "n\n1\nx\n", nil,
    { 'people.csv:3:1: column "n": "x" is not an integer (row 2)' } },
  { "a missing cell where one is required", { { name = "a" }, { name = "n", type = "integer",
    constraints = { required = true } } },
    "a,n\nx,1\ny,\nz,\n", nil,
    { 'people.csv:3:3: column "n": a cell is missing, and the column is required (row 2)', "    3 | y,\n          ^",
      "2 of 3 cells break this rule (required in " } },
  { "a missing cell of the primary key", { { name = "n", type = "integer" }, { name = "m" } }, "n,m\n1,a\n,b\n",
    { primaryKey = "n" },
    { "a cell is missing, and the column is part of the primary key (row 2)" } },
  { "a number below the minimum", { { name = "n", type = "integer", constraints = { minimum = 0 } } }, "n\n1\n-3\n",
    nil,
    { 'people.csv:3:1: column "n": -3 is below 0, the minimum (row 2)', "    3 | -3\n        ^",
      "1 of 2 cells breaks this rule (minimum in ",
      'Fix the file, or what ', ' says of "people".', "tests/scripts/package_test.lua:" } },
  { "a number above the maximum", { { name = "n", type = "number", constraints = { maximum = 1 } } }, "n\n0.5\n1.25\n",
    nil,
    { "1.25 is above 1, the maximum" } },
  { "a date out of bounds", { { name = "d", type = "date", constraints = { minimum = "2009-01-01" } } },
    "d\n2008-12-31\n", nil,
    { '"2008-12-31" is below "2009-01-01", the minimum' } },
  { "a quarter out of bounds", { { name = "q", type = "quarter", constraints = { maximum = "2019 Q1" } } },
    "q\n2019 Q1\nQ2 2019\n", nil,
    { '"April to June 2019" is above "2019 Q1", the maximum (row 2)' } },
  { "a year that is none", { { name = "y", type = "year" } }, "y\n20190\n", nil,
    { "20190 is above 9999, the maximum" } },
  { "a text that is not in the list", { { name = "age", constraints = { enum = { "adult", "child" } } } },
    'age\nadult\n"adlt"\n', nil, { 'column "age": "adlt" is not one of "adult", "child" (row 2)' } },
  { "a number that is not in the list", { { name = "n", type = "integer", constraints = { enum = { 1, 100 } } } },
    "n\n100\n10\n", nil,
    { "10 is not one of 1, 100" } },
  { "a date that is not in the list", { { name = "d", type = "date", constraints = { enum = { "2019-03-31",
    "2020-03-31" } } } },
    "d\n2020-03-31\n2020-03-30\n", nil, { '"2020-03-30" is not one of "2019-03-31", "2020-03-31" (row 2)' } },
  { "a text of another pattern", { { name = "d", constraints = { pattern = "\\d{4}(?:-\\d{2})?" } } },
    "d\n2019\n2019-03\nx2019\n", nil,
    { '"x2019" does not match the pattern \\d{4}(?:-\\d{2})? (row 3)' } },
  { "a text too short", { { name = "d", constraints = { minLength = 2 } } }, "d\näö\nä\n", nil,
    { '"ä" is shorter than 2 characters' } },
  { "a text too long", { { name = "d", constraints = { maxLength = 1 } } }, "d\nä\näö\n", nil,
    { '"äö" is longer than 1 character (row 2)' } },
  { "a value that stands twice", { { name = "n", type = "integer", constraints = { unique = true } } },
    "n\n1\n2\n\n1\n1\n", nil,
    { 'column "n": 1 stands in row 1 already, and the column is unique (row 4)',
      "2 of 5 cells break this rule (unique in " } },
  { "a key of several columns that stands twice", { { name = "year", type = "integer" }, { name = "age" } },
    "year,age\n2019,adult\n2019,child\n2020,adult\n2019,child\n", { primaryKey = { "year", "age" } },
    { 'people.csv:5:1: columns "year", "age": year 2019, age "child" stands in row 2 already, and is the primary key (row 4)',
      "1 of 4 rows breaks this rule (primaryKey in " } },
  { "a key that is in no row of its own table", { { name = "id" }, { name = "parent" } }, "id,parent\na,\nb,a\nc,x\n",
    { primaryKey = "id", foreignKeys = { { fields = "parent", reference = { resource = "", fields = "id" } } } },
    { 'people.csv:4:3: column "parent": "x" is not among the id of "people" (', "people.csv) (row 3)" } },
  { "columns of another name", { { name = "year", type = "integer" }, { name = "n", type = "integer" } },
    "year,m\n2019,5\n", nil,
    { 'people.csv: the columns are not those described: column 2 is "m", and is to be "n" (' } },
  { "columns in another order", { { name = "n", type = "integer" }, { name = "year", type = "integer" } },
    "year,n\n2019,5\n", nil,
    { 'column 1 is "year", and is to be "n"' } },
  { "a column too many", { { name = "year", type = "integer" } }, "year,n\n2019,5\n", nil, { 'column 2 is "n", which ',
    "does not describe" } },
  { "a column too few", { { name = "year", type = "integer" }, { name = "n", type = "integer" } }, "year\n2019\n", nil,
    { 'column 2 is to be "n" (', "and there are only 1" } },
}
for _, case in ipairs(broken) do
  check.test(case[1] .. " is an error that says where", function()
    local message = check.raises("", read((one(case[2], case[3], case[4]))))
    for _, fragment in ipairs(case[5]) do check.contains(message, fragment) end
  end)
end

check.test("what keeps the rules passes, missing cells too", function()
  local data = one({ { name = "n", type = "integer", constraints = { unique = true, minimum = 1, maximum = 3,
    enum = { 1, 2, 3 } } },
    { name = "a", constraints = { pattern = "^[a-c]$", minLength = 1, maxLength = 1 } } },
      "n,a\n1,a\n,b\n2,\n,c\n3,a\n")
  check.equal(#data.people, 5)
end)

check.test("all broken rules are told at once", function()
  local message = check.raises("", read((one({ { name = "n", type = "integer", constraints = { minimum = 0 } },
    { name = "a", constraints = { required = true } } }, "n,a\n1,\n-1,x\n-2,y\n"))))
  check.contains(message, 'people.csv:2:3: column "a": a cell is missing')
  check.contains(message, '  Also in row 2, column "n": -1 is below 0, the minimum (minimum, 2 cells).')
end)

check.test("the place is that of the file, whatever separates and escapes its cells, and past rows that are none", function()
  local fields = { { name = "a" }, { name = "n", type = "integer", constraints = { maximum = 9 } } }
  local function place(text, dialect)
    local message = check.raises("is above 9", read((one(fields, text, nil, { dialect = dialect }))))
    return message:match("people%.csv:(%S+):") or "none"
  end
  check.equal(place("a,n\nKent,1\n,\n\n,\nx,40\n"), "6:3")
  check.equal(place("a;n\nKent;1\n;\nx, y;40\n"), "4:6")
  check.equal(place("sep=;\na;n\nx, y;40\n"), "3:6")
  check.equal(place('a,n\n"x\\"\ny",1\nz\\,\\\n,2\nw\\,,40\n', { escapeChar = "\\" }), "6:5")
  check.equal(place("a , n\nKent , 40\n", { trim = true }), "none")
end)

check.test("the place is that of the file, whatever stands between the rows", function()
  local message = check.raises("", read((one({ { name = "a" }, { name = "n", type = "integer",
    constraints = { minimum = 0 } } },
    '# made by hand\na,n\n"two\nlines",1\n\n# a remark\n"a ""b"", c",-2\n', nil, { dialect = { commentChar = "#" } }))))
  check.contains(message, 'people.csv:7:14: column "n": -2')
  check.contains(message, '    7 | "a ""b"", c",-2\n                     ^')
end)

local function two(references, text)
  return open({ name = "pair", resources = {
    { name = "people", path = "people.csv", schema = { fields = { { name = "force" }, { name = "n",
      type = "integer" } },
      foreignKeys = { { fields = "force", reference = { resource = "forces", fields = references or "force" } } } } },
    { name = "forces", path = "forces.csv", schema = { fields = { { name = "force" } }, primaryKey = "force" } },
  } }, { ["people.csv"] = text, ["forces.csv"] = "force\nKent\nEssex\n" })
end

check.test("a foreign key is looked up in the table that it refers to", function()
  check.equal(#two(nil, "force,n\nKent,1\nKent,2\n,3\n").people, 3)
  local data, at = two(nil, "force,n\nKent,1\nDevon,2\nCornwall,3\n")
  local message = check.raises("", read(data))
  check.contains(message, ('people.csv:3:1: column "force": "Devon" is not among the force of "forces" (%s/forces.csv) (row 2)'):format(at))
  check.contains(message, "2 of 3 cells break this rule (foreignKeys in ")
  check.raises("Devon", read(data))
end)

check.test("two tables may refer to each other", function()
  local function entry(name, other)
    return { name = name, path = name .. ".csv", schema = { fields = { { name = "id" } },
      foreignKeys = { { fields = "id", reference = { resource = other, fields = "id" } } } } }
  end
  local data = open({ resources = { entry("a", "b"), entry("b", "a") } }, { ["a.csv"] = "id\nx\n",
    ["b.csv"] = "id\nx\n" })
  check.equal({ #data.a, #data.b }, { 1, 1 })
end)

-- --- sources ---------------------------------------------------------------------------------------------------------

local function input(path)
  for _, entry in ipairs(lab.inputs()) do
    if entry.path == path then return entry end
  end
end

local function plain_sources(list)
  local out = {}
  for i, source in ipairs(list) do
    out[i] = { title = source.title, publisher = source.publisher, date = source.date, url = source.url,
      licence = source.licence }
  end
  return out
end

check.test("a table and its file know the sources of the resource, with the licence of the package", function()
  local data, at = open({ licenses = { { name = "OGL-UK-3.0", title = "Open Government Licence v3.0" } },
    sources = { { title = "All of it" } },
    resources = {
      { name = "a", path = "a.csv", schema = { fields = { { name = "n" } } }, sources = { { title = "NRM statistics",
        publisher = "Home Office",
        date = "2024-03-07", path = "https://www.gov.uk/nrm" } } },
      { name = "b", path = "b.csv", schema = { fields = { { name = "n" } } } },
    } }, { ["a.csv"] = "n\n1\n", ["b.csv"] = "n\n1\n" })
  local source = { title = "NRM statistics", publisher = "Home Office", date = "2024-03-07",
    url = "https://www.gov.uk/nrm",
    licence = "Open Government Licence v3.0" }
  check.equal(plain_sources(data.a:sources()), { source })
  check.equal(plain_sources(input(at .. "/a.csv").sources), { source })
  check.equal(plain_sources(data.b:sources()), { { title = "All of it", licence = "Open Government Licence v3.0" } })
end)

check.test("rows that name their source give the table its sources", function()
  local data, at = open({ resources = {
    { name = "figures", path = "figures.csv", schema = { fields = { { name = "n", type = "integer" },
      { name = "source" } },
      foreignKeys = { { fields = "source", reference = { resource = "sources", fields = "source" } } } } },
    { name = "sources", path = "sources.csv", schema = { fields = { { name = "source" }, { name = "title" },
      { name = "publisher" },
      { name = "published" }, { name = "url" }, { name = "licence" } }, primaryKey = "source" } },
  } }, { ["figures.csv"] = "n,source\n1,b\n2,a\n3,b\n", ["sources.csv"] =
    "source,title,publisher,published,url,licence\na,One,NCA,2019,,OGL\nb,Two,ONS,,https://ons.gov.uk,OGL\nc,Three,CPS,2020,,OGL\n" })
  check.equal(plain_sources(data.figures:sources()), { { title = "Two", publisher = "ONS", url = "https://ons.gov.uk",
    licence = "OGL" },
    { title = "One", publisher = "NCA", date = "2019", licence = "OGL" } })
  check.equal(#input(at .. "/figures.csv").sources, 2)
  check.equal(data.figures:filter("n > 2"):sources()[1].title, "Two")
end)

check.test("of several columns that name sources the first key is the source of the row", function()
  local function key(column) return { fields = column, reference = { resource = "sources", fields = "source" } } end
  local data = open({ resources = {
    { name = "figures", path = "figures.csv", schema = { fields = { { name = "source" }, { name = "verified_in" } },
      foreignKeys = { key("source"), key("verified_in") } } },
    { name = "sources", path = "sources.csv", schema = { fields = { { name = "source" }, { name = "title" } }, primaryKey = "source" } },
  } }, { ["figures.csv"] = "source,verified_in\na,b\n", ["sources.csv"] = "source,title\na,One\nb,Two\n" })
  check.equal(plain_sources(data.figures:sources()), { { title = "One" } })
  check.equal({ data.figures:roles().role[1], data.figures:roles().role[2] }, { "remark", "remark" })
end)

-- Claims with a source of their own, and of their counts.
local function claims(of_numerator, text)
  local function key(column) return { fields = column, reference = { resource = "sources", fields = "source" } } end
  return open({ resources = {
    { name = "claims", path = "claims.csv", schema = { fields = { { name = "claim" }, { name = "printed", source = "source" },
      { name = "numerator", type = "integer", source = of_numerator }, { name = "numerator_source" }, { name = "source" } },
      foreignKeys = { key("source"), key("numerator_source") } } },
    { name = "sources", path = "sources.csv", schema = { fields = { { name = "source" }, { name = "title" } }, primaryKey = "source" } },
  } }, { ["claims.csv"] = text or "claim,printed,numerator,numerator_source,source\n1,7%,12,b,a\n\n2,8%,,,c\n3,,5,,c\n",
    ["sources.csv"] = "source,title\na,One\nb,Two\nc,Three\n" })
end

check.test("a cell is of the source that its field names, else of the source of the row", function()
  local data = claims("numerator_source")
  check.equal(plain_sources(data.claims:sources("numerator")), { { title = "Two" }, { title = "Three" } })
  check.equal(plain_sources(data.claims:sources("printed")), { { title = "One" }, { title = "Three" } })
  check.equal(plain_sources(data.claims:head(1):sources()), { { title = "One" }, { title = "Two" } })
  check.equal(plain_sources(data.claims:summarise("n = sum(numerator)"):sources()), { { title = "Two" }, { title = "Three" } })
end)

check.test("the source of a field is a key into the sources", function()
  check.raises('field "numerator": "source" is a field that is a foreign key into the resource "sources", not "claim"', function() claims("claim") end)
  check.raises('not "numerator_sorce"; did you mean "numerator_source"', function() claims("numerator_sorce") end)
end)

check.test("what is said of a table names the files that it was read from, not how they are written", function()
  local data, at = open({ name = "two", resources = { { name = "people", path = { "a.csv", "b.csv" }, schema = { fields = { { name = "n", type = "integer" } } } } } },
    { ["a.csv"] = "n\n1\n", ["b.csv"] = "n\n2\n" })
  check.equal(data.people:about().read_from, { at .. "/a.csv", at .. "/b.csv" })
end)

check.test("trace tells the file and the line of each cell", function()
  local data, at = claims("numerator_source")
  check.equal(data.claims:summarise("n = sum(numerator)"):trace(1, "n"):to_list(), {
    { file = at .. "/claims.csv", line = 2, row = 1, column = "numerator", value = "12", source = "b", title = "Two" },
    { file = at .. "/claims.csv", line = 5, row = 3, column = "numerator", value = "5", source = "c", title = "Three" },
  })
end)

check.test("the methods note of a report names the sources of the files read", function()
  local data = open({ resources = { { name = "a", path = "only.csv", schema = { fields = { { name = "n",
    type = "integer" } } },
    sources = { { title = "Counts by hand", publisher = "A charity" } } } } }, { ["only.csv"] = "n\n1\n" })
  local text = lab.report { title = "T", { table = data.a, title = "Counts" } }:render("text")
  check.contains(text, "A charity, Counts by hand (only.csv)")
end)

-- --- descriptions ----------------------------------------------------------------------------------------------------

local function field(extra)
  local entry = { name = "n", type = "integer" }
  for key, value in pairs(extra) do entry[key] = value end
  return { resources = { { name = "people", path = "people.csv", schema = { fields = { entry } } } } }
end

local function resource(extra)
  local entry = { name = "people", path = "people.csv", schema = { fields = { { name = "n", type = "integer" } } } }
  for key, value in pairs(extra) do entry[key] = value end
  return { resources = { entry } }
end

local refused = {
  { "text that is no JSON", "{", "datapackage%.json:1:%d+: " },
  { "a package without resources", { name = "x" },
    'datapackage.json: a data package has "resources", a list of at least one' },
  { "a resource without a name", { resources = { {} } }, 'resources%[1%]: "name" is missing' },
  { "a resource without a path", { resources = { { name = "a" } } }, 'resource "a": "path" is missing' },
  { "a resource without a schema", { resources = { { name = "a", path = "a.csv" } } },
    'resource "a": "schema" is missing' },
  { "two resources of one name", { resources = { resource({}).resources[1], resource({}).resources[1] } },
    'resource "people" is described twice' },
  { "an address in place of a file", resource { path = "https://x.org/a.csv" },
    '"https://x.org/a.csv" is an address; fetch the file' },
  { "a path that leaves the folder", resource { path = "../a.csv" }, '"../a.csv" leaves the folder of the package' },
  { "an absolute path", resource { path = "/etc/passwd" }, "leaves the folder of the package" },
  { "data within the description", resource { data = { { 1 } } }, '"data" within the description is not supported' },
  { "a file that is no CSV", resource { format = "parquet" }, 'format "parquet" is not supported; files are CSV, ODS or XLSX' },
  { "an unknown encoding", resource { encoding = "latin-9" }, 'encoding "latin%-9" is not supported' },
  { "a misspelt word of a resource", resource { titel = "x" }, 'unknown word "titel"; did you mean "title"%?' },
  { "an unknown word of a dialect", resource { dialect = { delim = ";" } },
    'resource "people", dialect: unknown word "delim"' },
  { "quotes that are not doubled", resource { dialect = { doubleQuote = false } }, '"doubleQuote" false needs "escapeChar"' },
  { "blanks behind separators", resource { dialect = { skipInitialSpace = true } }, '"skipInitialSpace" is not supported: .*"trim": true' },
  { "lines that end otherwise", resource { dialect = { lineTerminator = "|" } }, '"lineTerminator" "|" is not supported: lines end in LF' },
  { "rows of a header with rows between them", resource { dialect = { headerRows = { 1, 3 } } }, '"headerRows" are numbers of lines that follow' },
  { "rows of a header, twice", resource { dialect = { headerRows = { 1 }, skip = 1 } }, '"headerRows" says it all' },
  { "names joined otherwise", resource { dialect = { headerJoin = "_" } }, 'joined with a blank, not with "_"' },
  { "a sheet", resource { dialect = { sheetName = "T" } }, '"sheetName" is not supported: the file is CSV' },
  { "rows of comments", resource { dialect = { commentRows = { 1 } } }, '"commentRows" is not supported: name what comments begin with' },
  { "an unknown type", field { type = "integr" },
    'fields%[1%] %(n%): unknown type "integr"; did you mean "integer"%?' },
  { "a type of another tool", field { type = "text" }, 'type "text" is not supported; declare it "string"' },
  { "a time of day", field { type = "time" }, 'type "time" is not supported; declare it "string"' },
  { "a month that is none", field { type = "month", constraints = { minimum = "2019 Q1" } },
    '"2019 Q1" is no month as it is written here: "2019%-03"' },
  { "a date format", field { type = "date", format = "%m/%d/%Y" }, 'format "%%m/%%d/%%Y" is not supported' },
  { "a datetime format", field { type = "datetime", format = "%m/%d/%Y %H:%M" }, 'format "%%m/%%d/%%Y %%H:%%M" is not supported' },
  { "a date's format of a datetime", field { type = "datetime", format = "%d/%m/%Y" },
    'format "%%d/%%m/%%Y" is not supported; datetimes are a date' },
  { "an unknown constraint", field { constraints = { min = 0 } }, 'constraints: unknown word "min"' },
  { "a text as minimum of a number", field { constraints = { minimum = "0" } },
    '"minimum": "0" cannot be compared with a field of type integer' },
  { "a minimum of texts", field { type = "string", constraints = { minimum = 1 } },
    '"minimum" is for numbers and dates, not for a string' },
  { "a date that is none", field { type = "date", constraints = { minimum = "2009" } },
    '"2009" is no date as it is written here: "2019%-03%-31"' },
  { "an empty list of values", field { constraints = { enum = lab.json_list {} } },
    '"enum" is a list of at least one value' },
  { "a pattern of numbers", field { constraints = { pattern = "a" } },
    '"pattern" is for fields of type string, not integer' },
  { "a pattern that is none", field { type = "string", constraints = { pattern = "[a" } },
    'constraints, "pattern": "%[a" is not a pattern %(regular expression%): missing terminating' },
  { "a rule of a wrong kind", field { constraints = { required = "yes" } },
    '"required" is true or false, not a string' },
  { "a field described twice", resource { schema = { fields = { { name = "n" }, { name = "n" } } } },
    'field "n" is described twice' },
  { "a primary key that is no field", resource { schema = { fields = { { name = "n" } }, primaryKey = "m" } },
    'primaryKey: there is no field "m"' },
  { "a foreign key to nowhere", resource { schema = { fields = { { name = "n" } }, foreignKeys = { { fields = "n",
    reference = { resource = "poeple", fields = "n" } } } } },
      'there is no resource "poeple"; did you mean "people"%?' },
  { "a foreign key of another type", resource { schema = { fields = { { name = "n" }, { name = "m",
    type = "integer" } },
    foreignKeys = { { fields = "n", reference = { resource = "", fields = "m" } } } } },
      '"n" is of type string, "m" of people is of type integer' },
  { "a source without a title", resource { sources = { { email = "a@b.org" } } },
    "sources%[1%]: a source needs a title, a publisher or a path" },
}
for _, case in ipairs(refused) do
  check.test(case[1] .. " is refused when the package is opened", function()
    check.raises(case[3], lab.package, write_package(case[2]))
  end)
end

-- --- workbooks -------------------------------------------------------------------------------------------------------------

local workbooks = require "support.workbooks"

-- One resource "people" in people.ods, whose sheet Table_1 has these rows.
local function sheet(fields, rows, dialect, resource)
  local entry = { name = "people", path = "people.ods", dialect = dialect, schema = { fields = fields } }
  for key, value in pairs(resource or {}) do entry[key] = value end
  local at = write_package({ name = "small", resources = { entry } })
  workbooks.ods(at .. "/people.ods", { { name = "Cover", rows = { { "About" } } }, { name = "Table_1", rows = rows } })
  return lab.package(at), at
end

local sheet_rows = { { "Table 1: people" }, { "force", "2022", "2023" }, { "Kent", 1, 2 }, { "Essex", 3, 4 } }
local sheet_fields = { { name = "force", type = "string" }, { name = "year", type = "year" }, { name = "value", type = "integer", title = "People" } }

check.test("a resource may be a table of a workbook", function()
  local data = sheet(sheet_fields, sheet_rows, { sheet = "Table_1", names = { "year" } })
  check.equal({ #data.people, data.people.value:sum(), data.people.year[2], data.people:about().fields.value.title }, { 4, 10, 2023, "People" })
  data = sheet(sheet_fields, sheet_rows, { sheetName = "Table_1", names = { "year" } })
  check.equal(data.people.value:sum(), 10)
end)

check.test("what a workbook breaks of its description is said", function()
  local data = sheet({ sheet_fields[1], { name = "year", type = "integer" }, { name = "people", type = "integer" } }, sheet_rows, { sheet = "Table_1", names = { "year" } })
  check.raises('column 3 is "value", and is to be "people"', read(data))
  local fields = { sheet_fields[1], sheet_fields[2], { name = "value", type = "integer", constraints = { maximum = 3 } } }
  check.raises('"value"', read((sheet(fields, sheet_rows, { sheet = "Table_1", names = { "year" } }))))
  check.raises('unknown word "shet"', sheet, sheet_fields, sheet_rows, { shet = "Table_1" })
  check.raises('no sheet "Table_9"', read((sheet(sheet_fields, sheet_rows, { sheet = "Table_9", names = { "year" } }))))
end)

check.run()
