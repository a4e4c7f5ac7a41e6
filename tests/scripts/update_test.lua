-- slavelab update: what a newer release changes, how the earlier one is kept, and what is refused. The terminal is in tests/live/update.sh.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local json_text = require "lib.package.texts.json_text"
local update = require "lib.package.update.update"

local root = check.folder()

-- Fails unless fn raises an error with that text in it.
local function fails(text, fn, ...) check.contains(check.raises("", fn, ...), text) end

-- --- a package -------------------------------------------------------------------------------------------------------

local counts_csv = [[
year,area,people,note,source
2021,Kent,12,,ho-2022
2021,Essex,7,a guess,ho-2022
2022,Kent,15,,ho-2022
2022,Essex,,,ons-2022
]]

local totals_csv = [[
year,released,people,source
2021,2022-03-01,19,ho-2022
2022,2022-03-01,40,ho-2022
]]

local sources_csv = [[
source,title,published,licence
ho-2022,"Counts, 2022",2022-03-01,OGL
ons-2022,Others,2022-02,OPL
]]

local description = [[
{
  "name": "small",
  "version": "1.4.2",
  "x-own": { "kept":   [1, 2,3] },
  "resources": [
    { "name": "sources", "path": "sources.csv",
      "schema": { "fields": [ { "name": "source" }, { "name": "title" }, { "name": "published" }, { "name": "licence" } ], "primaryKey": "source" } },
    {
      "name": "counts",
      "path": "counts.csv",
      "title": "Counts",
      "licenses": [
        { "name": "O", "title": "OGL", "rows": 3 },
        { "name": "P", "title": "OPL", "rows": 1 }
      ],
      "schema": {
        "fields": [
          { "name": "year", "type": "year" }, { "name": "area" }, { "name": "people", "type": "integer", "unit": "people", "constraints": { "minimum": 0 } },
          { "name": "note" }, { "name": "source" }
        ],
        "missingValues": [""], "markers": "gss",
        "primaryKey": ["year", "area"],
        "foreignKeys": [ { "fields": "source", "reference": { "resource": "sources", "fields": "source" } } ]
      },
      "sources": [
        { "name": "ho-2022", "title": "Counts, 2022",  "date": "2022-03-01" },
        { "name": "ons-2022", "title": "Others" }
      ]
    },
    { "name": "totals", "path": "totals.csv",
      "schema": {
        "fields": [ { "name": "year", "type": "year" }, { "name": "released", "type": "date" }, { "name": "people", "type": "integer", "unit": "people" },
          { "name": "source" } ],
        "primaryKey": ["year", "source"],
        "foreignKeys": [ { "fields": "source", "reference": { "resource": "sources", "fields": "source" } } ] } }
  ]
}
]]

local made = 0

-- The package in a folder of its own, and a file of a newer release beside it. Gives the path of the description and what writes such files.
local function new_package(given)
  made = made + 1
  local folder = ("%s/p%d"):format(root, made)
  assert(os.execute("mkdir " .. folder))
  local files = { ["datapackage.json"] = description, ["counts.csv"] = counts_csv, ["totals.csv"] = totals_csv, ["sources.csv"] = sources_csv }
  for name, text in pairs(given or {}) do files[name] = text end
  for name, text in pairs(files) do lab.write_file(folder .. "/" .. name, text) end
  local function file(name, text)
    local path = ("%s/%d-%s"):format(root, made, name)
    lab.write_file(path, text)
    return path
  end
  return folder .. "/datapackage.json", file, folder
end

local function plan(path, file, options) return update.plan(path, { { file = file, table = options and options.table } }, options or {}) end

-- All files of a folder, by name.
local function files_of(folder)
  local files = {}
  for _, name in ipairs(lab.list_folder(folder)) do files[name] = lab.read_file(folder .. "/" .. name) end
  return files
end

-- --- one release -----------------------------------------------------------------------------------------------------

local newer = [[
year,area,people,note,source
2021,Kent,12,,ho-2022
2021,Essex,9,a guess,ho-2022
2022,Kent,15,sure,ho-2022
2022,Essex,8,,ho-2022
2023,Kent,20,,ho-2022
]]

check.test("rows are new, revised or the same by the primary key", function()
  local path, file = new_package()
  local change = plan(path, file("a.csv", newer:gsub("2021,Kent[^\n]*\n", ""))).changes[1]
  check.equal({ #change.found.new, #change.found.gone, change.found.same }, { 1, 1, 0 })
  check.equal(change.later.year[change.found.new[1]], 2023)
  check.equal(change.earlier.area[change.found.gone[1]], "Kent")
  local seen = {}
  for i, one in ipairs(change.found.revised) do seen[i] = ("%s %s>%s %s"):format(one.column, one.old, one.new, one.by or "none") end
  check.equal(table.concat(seen, "; "), "people 7>9 2; note >sure none; people >8 none")
end)

check.test("a table of one release is replaced, and the earlier one stays as a table beside it", function()
  local path, file, folder = new_package()
  update.write(plan(path, file("a.csv", newer)))
  local data = lab.package(path)
  check.equal(data:names(), { "sources", "counts", "counts_2022_03_01", "totals" })
  check.equal(lab.read_file(folder .. "/counts.csv"), newer)
  check.equal(lab.read_file(folder .. "/counts.2022-03-01.csv"), counts_csv)
  check.equal({ data.counts.people:sum(), data.counts_2022_03_01.people:sum() }, { 64, 34 })
  check.equal(data:describe():col("title"):to_list()[3], "Counts, release of 2022-03-01")
  check.contains(lab.read_file(path), '"name": "counts_2022_03_01",\n      "earlierReleaseOf": "counts",\n')
end)

check.test("a second update on the same day keeps the first one, too", function()
  local path, file, folder = new_package()
  update.write(plan(path, file("a.csv", newer)))
  local again = newer:gsub("2023,Kent,20", "2023,Kent,21")
  update.write(plan(path, file("b.csv", again)))
  check.equal(lab.package(path):names(), { "sources", "counts", "counts_2022_03_01_2", "counts_2022_03_01", "totals" })
  check.equal(lab.read_file(folder .. "/counts.2022-03-01.2.csv"), newer)
end)

check.test("the description counts the rows of each licence, and names the publications of the rows", function()
  local path, file = new_package()
  update.write(plan(path, file("a.csv", newer)))
  local counts = lab.json_decode(lab.read_file(path)).resources[2]
  check.equal(#counts.licenses, 1)
  check.equal({ counts.licenses[1].name, counts.licenses[1].title, counts.licenses[1].rows }, { "O", "OGL", 5 })
  check.equal(#counts.sources, 1)
  local kept = lab.json_decode(lab.read_file(path)).resources[3]
  check.equal({ kept.licenses[1].rows, kept.licenses[2].rows, #kept.sources }, { 3, 1, 2 })
end)

check.test("nothing else of the description changes, byte for byte, but for its version", function()
  local path, file = new_package()
  update.write(plan(path, file("a.csv", newer)))
  local text = lab.read_file(path)
  local kept = text:sub(text:find('    {\n      "name": "counts_2022_03_01".-\n    },\n'))
  local expected = description:gsub("1%.4%.2", "1.5.0"):gsub('"rows": 3 },\n[^\n]*', '"rows": 5 }'):gsub('2022%-03%-01" },\n[^\n]*', '2022-03-01" }')
  check.equal(text:gsub(kept:gsub("%p", "%%%0"), ""), expected)
end)

check.test("the same file again is nothing new", function()
  local path, file = new_package()
  local done = plan(path, file("a.csv", counts_csv))
  check.equal({ #done.writes, done.changes[1].found.same }, { 0, 4 })
end)

check.test("a byte order mark and line ends of another system are not taken over", function()
  local path, file, folder = new_package()
  update.write(plan(path, file("a.csv", "\u{FEFF}" .. newer:gsub("\n", "\r\n"))))
  check.equal(lab.read_file(folder .. "/counts.csv"), newer)
end)

check.test("a file that is packed, or in an encoding that the package is not in, is not taken over", function()
  local path, file, folder = new_package()
  local before = files_of(folder)
  fails("is packed or not UTF-8", plan, path, file("a.csv", (newer:gsub("sure", "s\xfcre"))))
  local gz = file("b.csv", newer)
  assert(os.execute(("gzip -c '%s' > '%s.gz'"):format(gz, gz)))
  fails("is packed or not UTF-8", plan, path, gz .. ".gz")
  check.equal(files_of(folder), before)
end)

check.test("a file with a dialect of its own is taken over as it is, and nothing is added to it", function()
  local function with_semicolons(text) return (text:gsub(",", ";")) end
  local path, file, folder = new_package { ["counts.csv"] = with_semicolons(counts_csv),
    ["datapackage.json"] = description:gsub('"path": "counts.csv",', '%0 "dialect": { "delimiter": ";" },') }
  local newer_file = file("a.csv", with_semicolons(newer))
  fails("counts.csv is not written as comma-separated UTF-8 with one header line", plan, path, file("b.csv", with_semicolons("year,area,people,note,source\n2023,Kent,1,,ho-2022\n")),
    { add = true })
  update.write(plan(path, newer_file))
  check.equal(lab.read_file(folder .. "/counts.csv"), with_semicolons(newer))
  check.equal(lab.package(path).counts.people:sum(), 64)
end)

check.test("the length and the hash of the file are those of the new one, where they are stated", function()
  local path, file = new_package { ["datapackage.json"] = description:gsub('"path": "counts.csv",', '%0 "bytes": 1, "hash": "0123",') }
  update.write(plan(path, file("a.csv", newer)))
  local resources = lab.json_decode(lab.read_file(path)).resources
  check.equal({ resources[2].bytes, resources[2].hash }, { #newer, "sha256:" .. lab.sha256(newer) })
  check.equal(resources[3].bytes, 1) -- what was said of the one that is kept
end)

check.test("why a cell is missing can be revised", function()
  local path, file = new_package { ["counts.csv"] = counts_csv:gsub("2022,Essex,,", "2022,Essex,[x],") }
  local change = plan(path, file("a.csv", (counts_csv:gsub("2022,Essex,,", "2022,Essex,[c],")))).changes[1]
  check.equal({ #change.found.revised, change.found.revised[1].old, change.found.revised[1].new }, { 1, "[x]", "[c]" })
end)

-- --- several releases ------------------------------------------------------------------------------------------------

local released = "year,released,people,source\n2022,2023-03-01,42,ho-2023\n2023,2023-03-01,50,ho-2023\n"
local publication = 'source,title,published,licence\nho-2023,"Counts, 2023",2023-03-01,OGL\n'

check.test("a table with days of release gets the new rows below the old ones, which stay", function()
  local path, file, folder = new_package()
  local files = { { file = file("t.csv", released) }, { file = file("s.csv", publication) } }
  local done = update.plan(path, files, {})
  check.equal({ done.changes[1].resource.name, done.changes[2].resource.name }, { "sources", "totals" })
  local found = done.changes[2].found
  check.equal({ #found.new, #found.gone, #found.revised }, { 1, 1, 1 })
  check.equal({ found.revised[1].old, found.revised[1].new, found.revised[1].by }, { "40", "42", 2 })
  update.write(done)
  check.equal(lab.read_file(folder .. "/totals.csv"), totals_csv .. released:gsub("^[^\n]*\n", ""))
  check.equal(lab.read_file(folder .. "/sources.csv"), sources_csv .. publication:gsub("^[^\n]*\n", ""))
  local data = lab.package(path)
  check.equal(data.totals:group_by("year"):filter("released == max(released)").people:sum(), 19 + 42 + 50)
end)

check.test("a row that is there already is not added twice", function()
  local path, file, folder = new_package()
  local done = plan(path, file("t.csv", totals_csv .. "2023,2023-03-01,50,ho-2022\n"))
  check.equal({ done.changes[1].found.same, #done.changes[1].found.new }, { 2, 1 })
  update.write(done)
  check.equal(lab.read_file(folder .. "/totals.csv"), totals_csv .. "2023,2023-03-01,50,ho-2022\n")
end)

check.test("a revision is beside the release before it, whatever the order of the rows", function()
  local path, file = new_package { ["totals.csv"] = "year,released,people,source\n2021,2022-03-01,19,ho-2022\n2021,2021-03-01,17,ons-2022\n" }
  local files = { { file = file("t.csv", "year,released,people,source\n2021,2023-03-01,20,ho-2023\n") }, { file = file("s.csv", publication) } }
  local found = update.plan(path, files, {}).changes[2].found
  check.equal({ found.revised[1].old, found.revised[1].new }, { "19", "20" })
end)

check.test("what was published is never changed by a file that says otherwise", function()
  local path, file, folder = new_package()
  local before = files_of(folder)
  fails('row 2 (year 2022, source ho-2022) stands in "totals" already, with another people: 40 there, 41 here',
    plan, path, file("t.csv", (totals_csv:gsub(",40,", ",41,"))))
  check.equal(files_of(folder), before)
end)

check.test("--add adds rows to a table of one release", function()
  local path, file, folder = new_package()
  local more = "year,area,people,note,source\n2023,Kent,20,\"two\nlines, quoted\",ho-2022\n\n2021,Kent,12,,ho-2022\n"
  local done = plan(path, file("a.csv", more), { add = true })
  check.equal({ #done.changes[1].found.new, done.changes[1].found.same, done.changes[1].kept == nil }, { 1, 1, true })
  update.write(done)
  check.equal(lab.read_file(folder .. "/counts.csv"), counts_csv .. '2023,Kent,20,"two\nlines, quoted",ho-2022\n')
  check.equal(lab.json_decode(lab.read_file(path)).resources[2].licenses[1].rows, 4)
end)

-- --- which table -----------------------------------------------------------------------------------------------------

check.test("a file of two tables is for neither until one is named", function()
  local twin = description:gsub('("name": )"totals", "path": "totals.csv"', '%1"totals", "path": "totals.csv"')
  twin = twin:gsub('(    { "name": "totals".*)\n  %]\n}\n$', function(entry)
    return entry .. ",\n" .. entry:gsub("totals", "others") .. "\n  ]\n}\n"
  end)
  local path, file = new_package { ["datapackage.json"] = twin, ["others.csv"] = totals_csv }
  local newer_file = file("t.csv", totals_csv .. "2023,2023-03-01,50,ho-2022\n")
  fails('has the columns of several tables: "totals", "others". Say which one is meant: --table totals', plan, path, newer_file)
  check.equal(plan(path, newer_file, { table = "others" }).changes[1].resource.name, "others")
end)

check.test("a file of no table is told the nearest", function()
  local path, file = new_package()
  fails('has the columns of no table of ' .. path .. '; nearest is "totals", which has "year", "released", "people", "source"',
    plan, path, file("t.csv", "year,people,released,source\n"))
  fails('column 2 is "people", and is to be "released"', plan, path, file("u.csv", "year,people,released,source\n2021,1,2022-03-01,ho-2022\n"),
    { table = "totals" })
  fails('has no table "total"; did you mean "totals"?', plan, path, file("v.csv", totals_csv), { table = "total" })
end)

check.test("two files of one table are refused", function()
  local path, file = new_package()
  local a, b = file("a.csv", totals_csv), file("b.csv", totals_csv)
  fails('are both for "totals"', update.plan, path, { { file = a }, { file = b } }, {})
end)

-- --- what is refused -------------------------------------------------------------------------------------------------

local broken = {
  { "a cell of another type", newer:gsub(",9,", ",nine,"), 'a.csv:3:12: column "people": "nine" is not an integer' },
  { "a value below its minimum", newer:gsub(",9,", ",-9,"), 'a.csv:3:12: column "people": -9 is below 0, the minimum' },
  { "a key that stands twice", newer:gsub("2021,Essex", "2021,Kent"), "a.csv:3:1" },
  { "a publication that nobody knows", newer:gsub("ho%-2022\n$", "ho-2023\n"), '"ho-2023" is not among the source of "sources"' },
}

for _, case in ipairs(broken) do
  check.test(case[1] .. " is told with its place in the new file, and nothing is written", function()
    local path, file, folder = new_package()
    local before = files_of(folder)
    fails(case[3], plan, path, file("a.csv", case[2]))
    check.equal(files_of(folder), before)
  end)
end

check.test("a table on whose rows others depend keeps them", function()
  local with_key = description:gsub('"fields": "source", "reference": { "resource": "sources", "fields": "source" } } %] } }\n  %]',
    function(all) return (all:gsub("} %] } }", '}, { "fields": "year", "reference": { "resource": "counts", "fields": "year" } } ] } }')) end)
  local path, file, folder = new_package { ["datapackage.json"] = with_key }
  local before = files_of(folder)
  fails('2022 is not among the year of "counts"', plan, path, file("a.csv", newer:gsub("2022,[^\n]*\n", "")))
  check.equal(files_of(folder), before)
end)

check.test("a tie-out that would no longer hold is refused, with its sums", function()
  local tied = description:gsub('"resources"', '"tieouts": [ { "title": "Counts of 2021", "sum": "people", "of": "counts", "where": "year == 2021", "equals": 19 } ],\n  %0')
  local path, file, folder = new_package { ["datapackage.json"] = tied }
  local before, newer_file = files_of(folder), file("a.csv", newer)
  fails("the package would no longer be sound, and nothing was written: 1 fault\n  " .. newer_file .. ":2: Counts of 2021 (", plan, path, newer_file)
  fails("21", plan, path, newer_file)
  check.equal(files_of(folder), before)
  update.write(plan(path, file("b.csv", (newer:gsub("Essex,9,", "Essex,7,")))))
end)

check.test("publications that no row names are refused, and taken with the rows that do", function()
  local path, file = new_package()
  local s = file("s.csv", publication)
  fails("ho-2023", plan, path, s)
  check.equal(#update.plan(path, { { file = s }, { file = file("t.csv", released) } }, {}).writes, 3)
end)

check.test("faults that the package has already keep nothing out", function()
  local path, file = new_package { ["datapackage.json"] = description:gsub('"title": "Others"', '"title": "Another"') }
  local faults = lab.package(path):check():filter("kind == 'fault'")
  check.truthy(#faults > 0)
  update.write(plan(path, file("a.csv", newer)))
  check.truthy(#lab.package(path):check():filter("kind == 'fault'") > 0)
end)

check.test("a table without a primary key cannot be updated", function()
  local path, file = new_package { ["datapackage.json"] = description:gsub('"primaryKey": %["year", "area"%],', "") }
  fails('"counts" has no primaryKey', plan, path, file("a.csv", newer))
end)

check.test("a package that was changed since it was looked at is not written", function()
  local path, file, folder = new_package()
  local done = plan(path, file("a.csv", newer))
  lab.write_file(folder .. "/counts.csv", counts_csv .. "2020,Kent,1,,ho-2022\n")
  local before = files_of(folder)
  fails("was changed meanwhile, and nothing was written", update.write, done)
  check.equal(files_of(folder), before)
end)

check.test("when a file cannot be written, those before it are as they were", function()
  for which = 1, 3 do
    local path, file, folder = new_package()
    local before, done = files_of(folder), plan(path, file("a.csv", newer))
    local write_file, count = lab.write_file, 0
    lab.write_file = function(...)
      count = count + 1
      if count == which then error("no space left", 0) end
      return write_file(...)
    end
    local _, problem = lab.try(update.write, done)
    lab.write_file = write_file
    check.contains(problem, "no space left")
    check.equal(files_of(folder), before)
  end
end)

-- --- the shipped package ---------------------------------------------------------------------------------------------

check.test("every table of data/ is the same as itself", function()
  local data = lab.package("data")
  for _, name in ipairs(data:names()) do
    local done = update.plan("data/datapackage.json", { { file = "data/" .. name .. ".csv", table = name } }, {})
    check.equal({ #done.writes, done.changes[1].found.same }, { 0, #data[name] }, name)
  end
end)

check.test("parts of a JSON text are found where they stand, and edits leave the rest", function()
  local text = lab.read_file("data/datapackage.json")
  local whole = json_text.read(text)
  check.equal(json_text.edit(text, {}), text)
  local decoded = lab.json_decode(text)
  local list = json_text.member(whole, "resources").value
  check.equal(#list.entries, #decoded.resources)
  for i, entry in ipairs(list.entries) do
    check.equal(lab.json_decode(text:sub(entry.first, entry.last)), decoded.resources[i])
  end
end)

check.test("JSON of any layout is found its way through", function()
  local text = ' { "a\\"b" :[ 1,{ "c":"}]\\\\" } ,-2.5e3, null,[],{} ], "d":true } '
  local whole = json_text.read(text)
  local list = json_text.member(whole, 'a"b').value
  local items = {}
  for i, entry in ipairs(list.entries) do items[i] = text:sub(entry.first, entry.last) end
  check.equal(items, { "1", '{ "c":"}]\\\\" }', "-2.5e3", "null", "[]", "{}" })
  check.equal(text:sub(json_text.member(whole, "d").value.first, json_text.member(whole, "d").value.last), "true")
end)

check.run()
