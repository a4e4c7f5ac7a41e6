-- lab.read_releases, t:revisions and t:as_of: what was said of a figure when.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"

local folder = check.folder()

local function write(files)
  os.execute("rm -f " .. folder .. "/*")
  for name, text in pairs(files) do lab.write_file(folder .. "/" .. name, text) end
  return folder .. "/*.csv"
end

local function problem(...)
  local result, message = lab.try(...)
  if result then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""):gsub(folder .. "/", ""))
end

-- --- reading ----------------------------------------------------------------------------------------------------------------------

check.test("releases are one table in the order of their days, which stand in the names of the files", function()
  local pattern = write { ["nrm-2023-08-03.csv"] = "force,people\nKent,13\n", ["nrm_20230504_final.csv"] = "force,people\nKent,12\n" }
  local t = lab.read_releases(pattern)
  check.equal(t:to_csv(), "force,people,released\nKent,12,2023-05-04\nKent,13,2023-08-03\n")
  check.equal({ t.released:type(), #t:notes() }, { "date", 0 })
  check.equal(lab.read_releases(folder):to_csv(), t:to_csv())
  check.equal(lab.read_releases({ folder .. "/nrm-2023-08-03.csv" }, { file = true }):to_csv(),
    "force,people,file,released\nKent,13,nrm-2023-08-03.csv,2023-08-03\n")
end)

check.test("columns that moved, and names with marks, are the columns they were", function()
  local t = lab.read_releases(write { ["a-2023-01-01.csv"] = "Force*,people (R)\nKent,12\n", ["a-2023-02-01.csv"] = "People [note 1],force\n13,Kent\n",
    ["a-2023-03-01.csv"] = "force,people2\nKent,14\n" })
  check.equal(t:drop("released"):to_csv(), "force,People\nKent,12\nKent,13\nKent,14\n")
  check.contains(t:notes()[1], 'column "people2" of a-2023-03-01.csv for "People"')
end)

check.test("two columns that differ by a mark alone stay two", function()
  local t = lab.read_releases(write { ["a-2023-01-01.csv"] = "k,n,n [1]\nx,1,2\n", ["a-2023-02-01.csv"] = "k,n,n [1]\nx,3,4\n" })
  check.equal(t:column_names(), { "k", "n", "n [1]", "released" })
  t = lab.read_releases(write { ["a-2023-01-01.csv"] = "k,age,age1\nx,1,2\n", ["a-2023-02-01.csv"] = "k,age,age1\nx,3,4\n" })
  check.equal(t:column_names(), { "k", "age", "age1", "released" })
end)

check.test("labels are those of the latest release, marks off and flags kept", function()
  local t = lab.read_releases(write { ["a-2023-01-01.csv"] = "force,n\nHampshire (R),1\nDevon and  Cornwall,2\nKent,3\nE1,4\n",
    ["a-2023-02-01.csv"] = "force,n\nHampshire1,5\nDevon and Cornwall,6\nKENT,7\nE,8\n" })
  check.equal(t:drop("released"):to_csv(), "force,n\nHampshire [r],1\nDevon and Cornwall,2\nKENT,3\nE1,4\nHampshire,5\nDevon and Cornwall,6\nKENT,7\nE,8\n")
  check.contains(table.concat(t:notes(), " "), '3 labels are written as the latest release does')
  check.equal(#lab.read_releases(folder .. "/*.csv", { marks = "keep" }).force:unique(), 6)
end)

check.test("a header is found wherever it stands, and the table ends at a blank row", function()
  local t = lab.read_releases(write { ["a-2023-01-01.csv"] = "force,people\nKent,12\n",
    ["a-2023-02-01.csv"] = "Referrals,\n\nas of May,\nPeople [1],Force\n\"1,300\",Kent\n,\nNote: late,\n" }, { header_has = { "force", "people" } })
  check.equal(t:drop("released"):to_csv(), "People,Force\n12,Kent\n1300,Kent\n")
  check.equal(t.People:type(), "integer")
  check.equal(lab.read_releases(write { ["a-2023-01-01.csv"] = "Referrals\n\nk,n\nx,1\ny,2\n" }, { header_has = "k" }).n:to_list(), { 1, 2, n = 2 })
  write { ["a-2023-01-01.csv"] = "force,people\n" }
  check.contains(problem(lab.read_releases, folder .. "/*.csv", { header_has = { "force", "n" } }), 'a-2023-01-01.csv: no row has the cells "force", "n"')
  check.contains(problem(lab.read_releases, write { ["a-2023-01-01.csv"] = "k,n\n1,2\nk,n\n" }, { header_has = "k" }), "rows 1 and 3 have all cells")
end)

check.test("markers below a header that was found are read when they are asked for", function()
  local pattern = write { ["a-2023-01-01.csv"] = "T,\nk,n\na,1 [p]\nb,[c]\n" }
  check.equal(lab.read_releases(pattern, { header_has = "k", markers = "gss" }).n:markers(), { "[p]", "[c]" })
  check.equal(lab.read_releases(pattern, { header_has = "k", markers = "none", marks = "keep" }).n:type(), "text")
end)

check.test("types are kept as promised below a header that was found", function()
  local pattern = write { ["a-2023-01-01.csv"] = "T,\nk,n\n1,2\n" }
  local t = lab.read_releases(pattern, { header_has = "k", types = { k = "text", n = "number" } })
  check.equal({ t.k:type(), t.n:type() }, { "text", "number" })
  check.contains(problem(lab.read_releases, pattern, { header_has = "k", types = { k = "date" } }), 'column "k" is integer, not date')
end)

check.test("a workbook is read by the reader of sheets, with the options that are not ours", function()
  write { ["a-2023-01-01.ods"] = "", ["a-2023-02-01.xlsx"] = "", ["a-2023-03-01.csv"] = "k,n\nx,3\n" }
  local asked, before = {}, rawget(lab, "read_sheet")
  rawset(lab, "read_sheet", function(path, options)
    asked[#asked + 1] = { path:match("[^/]*$"), options.table, options.marks, options.columns, tostring(options.fill) }
    return lab.table { columns = { "k", "n" }, { "x", #asked } }
  end)
  local each = function(t) return t end
  local ok, t = pcall(lab.read_releases, { folder .. "/a-2023-01-01.ods", folder .. "/a-2023-02-01.xlsx" }, { table = "Table_1", each = each, columns = "As at:",
    fill = false })
  pcall(lab.read_releases, { folder .. "/a-2023-01-01.ods" }, { table = "Table_1", fill = true })
  local message = problem(lab.read_releases, folder .. "/a-2023-01-01.ods", { header_has = "k" })
  rawset(lab, "read_sheet", before)
  check.equal({ ok, asked }, { true, { { "a-2023-01-01.ods", "Table_1", "strip", "As at:", "false" },
    { "a-2023-02-01.xlsx", "Table_1", "strip", "As at:", "false" }, { "a-2023-01-01.ods", "Table_1", "strip", nil, "nil" } } })
  check.equal(t:to_csv(), "k,n,released\nx,1,2023-01-01\nx,2,2023-02-01\n")
  check.contains(message, "header_has is of CSV files")
end)

check.test("each mends a release before it is put beside the others", function()
  local pattern = write { ["a-2023-01-01.csv"] = "k,2021,2022\nx,1,2\nTotal,1,2\n", ["a-2023-02-01.csv"] = "k,2022,2023\nx,3,4\nTotal,3,4\n" }
  local function long(t)
    return t:drop_totals():unpivot { columns = lab.columns("numeric"), names = "year", values = "n", convert = true }
  end
  check.equal(lab.read_releases(pattern, { each = long }):to_csv(),
    "k,year,n,released\nx,2021,1,2023-01-01\nx,2022,2,2023-01-01\nx,2022,3,2023-02-01\nx,2023,4,2023-02-01\n")
  local names = {}
  lab.read_releases(pattern, { fill = true, each = function(t, name) names[#names + 1] = name return t end })
  check.equal(names, { "a-2023-01-01.csv", "a-2023-02-01.csv" })
  check.contains(problem(lab.read_releases, pattern, { each = function() end }), "each gives a table, and for a-2023-01-01.csv it gave a nil")
  check.contains(problem(lab.read_releases, pattern, { each = "x" }), "each is a function")
end)

check.test("columns that differ are an error that names files, or filled when asked for", function()
  local pattern = write { ["a-2023-01-01.csv"] = "k,n\nx,1\n", ["a-2023-02-01.csv"] = "k,n,m\nx,3,4\n" }
  check.contains(problem(lab.read_releases, pattern), 'the columns differ: "m" is not in a-2023-01-01.csv\n  fill = true')
  local t = lab.read_releases(pattern, { fill = true })
  check.equal(t:drop("released"):to_csv(), "k,n,m\nx,1,\nx,3,4\n")
  check.equal(t:notes(), { 'Missing where a release lacks the column: "m" is not in a-2023-01-01.csv.' })
  check.equal(lab.read_releases(pattern, { columns = { "n", "k" } }):column_names(), { "n", "k", "released" })
  check.contains(problem(lab.read_releases, pattern, { columns = "nn" }), 'no column "nn"; there are k, n, m')
  write { ["a.csv"] = "k,n,said\nx,1,2023-01-01\n", ["b.csv"] = "said,n,k\n2023-02-01,2,y\n" }
  check.equal(lab.read_releases(folder, { released = "said", columns = { "k", "n" } }):to_csv(), "k,n,released\nx,1,2023-01-01\ny,2,2023-02-01\n")
end)

check.test("a column that is text in one release is an error that shows the cell", function()
  local pattern = write { ["a-2023-01-01.csv"] = "k,n\nx,1\n", ["a-2023-02-01.csv"] = "k,n [1]\nx,n/a\ny,4\n" }
  check.contains(problem(lab.read_releases, pattern), 'column "n" holds integer in a-2023-01-01.csv and text in a-2023-02-01.csv (row 1 is "n/a")')
  check.equal(lab.read_releases(pattern, { missing = "n/a" }).n:to_list(), { 1, nil, 4, n = 3 })
  check.equal(lab.read_releases(write { ["a-2023-01-01.csv"] = "n\n1\n", ["a-2023-02-01.csv"] = "n\n1.5\n" }).n:type(), "number")
  check.equal(lab.read_releases(write { ["a-2023-01-01.csv"] = "k,n\nx,\n", ["a-2023-02-01.csv"] = "k,n\nx,2\n" }).n:to_list(), { nil, 2, n = 2 })
end)

check.test("when a file was released is said by its name, by a pattern, a column or the script", function()
  local pattern = write { ["nrm-may-2023.csv"] = "k\nx\n", ["nrm-aug-2023.csv"] = "k\ny\n" }
  local function days(options) return lab.read_releases(pattern, options).released:to_list() end
  check.equal(days { released = [[-(\w+-\d+)]] }, { "2023-05-31", "2023-08-31", n = 2 })
  check.equal(days { released = { "2023-08-03", "4 May 2023" } }, { "2023-05-04", "2023-08-03", n = 2 })
  check.equal(days { released = { ["nrm-may-2023.csv"] = "2023-05-04", ["nrm-aug-2023.csv"] = "2023 Q3" } }, { "2023-05-04", "2023-09-30", n = 2 })
  check.contains(problem(lab.read_releases, pattern), 'the name "nrm-aug-2023.csv" has no date (or several)')
  check.contains(problem(lab.read_releases, pattern, { released = "(x+)" }), 'does not fit the name "nrm-aug-2023.csv"')
  check.contains(problem(lab.read_releases, pattern, { released = "[(]x" }), "captures nothing")
  check.contains(problem(lab.read_releases, pattern, { released = "(nrm)" }), '"nrm" is no day, month or year')
  check.contains(problem(lab.read_releases, pattern, { released = "day" }), 'no column "day"')
  check.contains(problem(lab.read_releases, pattern, { released = { "2023" } }), "1 days for 2 files")
  check.contains(problem(lab.read_releases, pattern, { released = { ["nrm-may-2023.csv"] = "2023" } }), 'says nothing of')
  check.contains(problem(lab.read_releases, pattern, { released = { "2023", "2023" } }), "are both of 2023-12-31")
  write { ["b-20230504-20230803.csv"] = "k\nx\n" }
  check.contains(problem(lab.read_releases, folder), "has no date (or several)")
  check.equal(lab.read_releases(folder, { released = [[-(\d{8})\.]] }).released[1], "2023-08-03")
  write { ["b-20230504-2023-05-04.csv"] = "k\nx\n" }
  check.equal(lab.read_releases(folder).released[1], "2023-05-04")
  write { ["b-2023-05-04.tsv"] = "k\tn\nx\t1\n", ["b-2023-06-04.csv"] = "k,n\nx,1\n", [".b-2023-07-04.csv"] = "k\n", ["notes.txt"] = "n" }
  check.equal(#lab.read_releases(folder), 2)
  write { ["a.csv"] = "k,published\nx,May 2023\n", ["b.csv"] = "k,published\nx,2023-08-03\n" }
  check.equal(lab.read_releases(folder, { released = "published" }):to_csv(), "k,released\nx,2023-05-31\nx,2023-08-03\n")
  write { ["a-2023-01-01.csv"] = "k,released\nx,2023-08-03\n" }
  check.equal(lab.read_releases(folder):to_csv(), "k,released\nx,2023-08-03\n")
  check.contains(problem(lab.read_releases, folder, { released = [[(\d{4}-\d\d-\d\d)]] }), 'a column "released" already')
end)

check.test("rows are chosen when all releases are one table, and what is no file is an error", function()
  local pattern = write { ["a-2023-01-01.csv"] = "k,n\nx,1\ny,2\n", ["a-2023-02-01.csv"] = "k,n\nx,3\n" }
  check.equal(lab.read_releases(pattern, { where = "n > $least", params = { least = 1 } }).n:to_list(), { 2, 3, n = 2 })
  check.contains(problem(lab.read_releases, folder .. "/*.tsv"), "no file matches")
  check.contains(problem(lab.read_releases, pattern, { fil = true }), 'unknown option "fil"')
  os.execute("rm -f " .. folder .. "/*")
  check.contains(problem(lab.read_releases, folder), "has no CSV file or workbook")
end)

-- --- revisions --------------------------------------------------------------------------------------------------------------------

local said = lab.table { columns = { "force", "year", "released", "n" }, types = { released = "date" },
  { "Kent", 2022, "2024-02-01", 13 }, { "Kent", 2022, "2023-05-01", { 12, "[p]" } }, { "Kent", 2022, "2024-05-03", "[c]" },
  { "Essex", 2022, "2023-05-01", 0 }, { "Essex", 2022, "2023-06-01" }, { "Essex", 2022, "2023-07-01", 2 }, { "Kent", 2022, "2025-02-01", 13 },
  { "Kent", 2022, "2025-03-01", 11 }, { "Essex", 2022, "2025-03-01", 2 } }
local key = { "force", "year" }

check.test("revisions say of each release what was said before, by how much it changed, and how", function()
  check.equal(said:revisions { key = key, value = "n" }:drop("year", "percent"):to_csv(), [[
force,released,n,release,days,previous,change,direction
Essex,2023-05-01,0,1,0,,,first
Essex,2023-07-01,2,2,61,0,2,up
Essex,2025-03-01,2,3,670,2,0,same
Kent,2023-05-01,12 [p],1,0,,,first
Kent,2024-02-01,13,2,276,12 [p],1 [p],up
Kent,2024-05-03,[c],3,368,13,[c],withdrawn
Kent,2025-02-01,13,4,642,[c],[c],restored
Kent,2025-03-01,11,5,670,13,-2,down
]])
end)

check.test("days between releases need not be regular, and nothing is said of it", function()
  local said_before, heard = notice.say, {}
  notice.say = function(text) heard[#heard + 1] = text end
  local t = lab.table { columns = { "k", "released", "n" }, types = { released = "date" }, { "a", "2020-01-01", 1 }, { "a", "2020-03-31", 2 },
    { "a", "2020-06-29", 3 }, { "b", "2020-01-01", 1 }, { "b", "2020-03-31", 2 }, { "b", "2020-06-29", 3 } }
  t:revisions { key = "k", value = "n" }
  notice.say = said_before
  check.equal(heard, {})
end)

check.test("releases may be known by their quarter, and a key may be missing", function()
  local t = lab.table { columns = { "k", "released", "n" }, types = { k = "text", released = "quarter" }, { "a", "2020 Q1", 1 }, { nil, "2020 Q1", 5 },
    { "a", "2020 Q3", 3 }, { nil, "2020 Q2", 4 } }
  check.equal(t:revisions { key = "k", value = "n" }:drop("percent"):to_csv(), "k,released,n,release,previous,change,direction\n"
    .. "a,January to March 2020,1,1,,,first\na,July to September 2020,3,2,1,2,up\n,January to March 2020,5,1,,,first\n,April to June 2020,4,2,5,-1,down\n")
  check.equal(t:as_of("2020 Q2", { key = "k" }).n:to_list(), { 1, 4, n = 2 })
  check.equal(t:as_of(lab.period("2020 Q1"), { key = "k" }).n:to_list(), { 1, 5, n = 2 })
end)

check.test("percent is of what was said before, and of nothing it is [z]", function()
  local t = said:filter("force == 'Essex'"):revisions { key = key, value = "n" }
  check.equal({ t.percent:to_list(), t.percent:marker(2) }, { { nil, nil, 0.0, n = 3 }, "[z]" })
end)

check.test("against = first compares with the first release", function()
  local t = said:filter("force == 'Kent'"):revisions { key = key, value = "n", against = "first" }
  check.equal(t:col("change"):to_list(), { nil, 1, nil, 1, -1, n = 5 })
  check.equal(t.previous:to_list(), { nil, 12, 12, 12, 12, n = 5 })
end)

check.test("the triangle has a column for each release and a row for each figure", function()
  check.equal(said:revisions { key = key, value = "n", shape = "triangle" }:to_csv(), [[
force,year,2023-05-01,2023-06-01,2023-07-01,2024-02-01,2024-05-03,2025-02-01,2025-03-01
Essex,2022,0,,2,,,,2
Kent,2022,12 [p],,,13,[c],13,11
]])
end)

check.test("ages say how many figures are revised, which way and by how much, the more often they are said again", function()
  check.equal(said:revisions { key = key, value = "n", shape = "ages" }:select("release", "figures", "revised", "up", "down", "withdrawn", "largest")
    :filter("release ~= 3"):to_csv(), "release,figures,revised,up,down,withdrawn,largest\n2,2,2,2,0,0,2 [p]\n4,1,1,0,0,0,[c]\n5,1,1,0,1,0,2\n")
  check.equal(said:revisions { key = key, value = "n" }:notes(),
    { 'Revisions of "n": 2 figures, given again 6 times; 5 of these differ from what was said before (2 up, 1 down, 1 withdrawn).' })
end)

check.test("as of a day each figure is that of the latest release by then", function()
  check.equal(said:as_of("2024-03-01", { key = key }):sort("force"):to_csv(), "force,year,released,n\nEssex,2022,2023-07-01,2\nKent,2022,2024-02-01,13\n")
  check.equal(#said:as_of("2023-05-01", { key = key }), 2)
  check.equal(said:as_of("May 2024", { key = key }).n:markers(), { "[c]" })
  check.equal(said:as_of("2024-03-01", { key = key }):notes(), { "Figures are those known on 2024-03-01: of each the latest released by then." })
  local pattern = write { ["a-2023-01-01.csv"] = "k,n\nx,1\ny,2\n", ["a-2023-02-01.csv"] = "k,n\nx,3\n" }
  check.equal(lab.read_releases(pattern, { as_of = "2023-02-01", key = "k" }):sort("k").n:to_list(), { 3, 2, n = 2 })
  check.contains(problem(lab.read_releases, pattern, { as_of = "2023-02-01" }), "as_of needs key")
end)

check.test("two releases of Police workforce say of one force, and of the whole, what their tables print", function()
  local t = lab.read_releases("tests/workbooks/police-workforce-sep*.ods", { released = { "2019-01-24", "2020-01-30" }, sheet = "Table_1",
    names = { false, "date" }, headings = "As at:", stub = "bold", stub_name = "region", value_name = "officers" }):rename("force = col_1")
  local figure = { "region", "force", "date" }
  local said_again = t:revisions { key = figure, value = "officers" }:filter("direction ~= 'first' and direction ~= 'same'")
  check.equal({ said_again.force[1], said_again.date[1], #said_again }, { "Northumbria", "2018-09-30", 1 })
  check.equal({ lab.round(said_again.previous[1], 2), lab.round(said_again.officers[1], 2) }, { 3140.62, 3151.62 })
  local function known(day)
    return lab.round(t:as_of(day, { key = figure }):filter("date == '2018-09-30'").officers:sum(), 2)
  end
  check.equal({ known("2019-12-31"), known("2020-01-30") }, { 125861.33, 125872.33 })
end)

check.test("what cannot be asked is an error", function()
  check.contains(problem(said.as_of, said, "2004-03-01", { key = key }), "nothing had been released by 2004-03-01: the first release is of 2023-05-01")
  check.contains(problem(said.as_of, said, "soon", { key = key }), '"soon" is no date as column "released" has')
  check.contains(problem(said.as_of, said, "2024-03-01", {}), "key is needed")
  check.contains(problem(said.as_of, said, "2024-03-01", { key = { "force", "released" } }), "no part of the key")
  check.contains(problem(said.revisions, said, { key = "force" }), "value is needed")
  check.contains(problem(said.revisions, said, { key = "year", value = "n" }),
    "2 figures and releases have more than one row for (year, released), as (2022, 2023-05-01), (2022, 2025-03-01); the key lacks a column")
  check.contains(problem(said.revisions, said, { key = key, value = "force" }), "revisions needs numbers")
  check.contains(problem(said.revisions, said:mutate("released = text(released)"), { key = key, value = "n" }), 'column "released" holds text')
  check.contains(problem(said.revisions, said:rename("release = n"), { key = key, value = "release" }), 'has a column "release" of its own')
  check.contains(problem(said.revisions, said:mutate("released = if_else(n == 13, missing, released)"), { key = key, value = "n" }), "nobody knows when")
  check.contains(problem(said.revisions, said:group_by("force"), { key = key, value = "n" }), "revisions after group_by")
end)

-- Of random figures in random releases: what a plain loop says of each.
check.test("random releases give the triangle, the changes and the figures of a day that a plain model gives", function()
  math.randomseed(3)
  for _ = 1, 30 do
    local rows, model = { columns = { "k", "released", "n" }, types = { k = "text", released = "date", n = "integer" } }, {}
    for r = 1, math.random(1, 6) do
      for k = 1, 4 do
        if math.random() < 0.7 then
          local day, value = ("2023-%02d-15"):format(r), math.random() < 0.85 and math.random(0, 4) or nil
          rows[#rows + 1] = { "k" .. k, day, value }
          model[k] = model[k] or {}
          model[k][#model[k] + 1] = { day, value }
        end
      end
    end
    local t = lab.table(rows):sample(#rows, { seed = 1 })
    local expected, known = {}, {}
    for k = 1, 4 do
      local previous, release = nil, 0
      for _, one in ipairs(model[k] or {}) do
        if one[2] then
          release = release + 1
          expected[#expected + 1] = ("k%d,%s,%d,%d,%s"):format(k, one[1], one[2], release, previous and one[2] - previous or "")
          previous = one[2]
        end
        if one[1] <= "2023-03-20" then known[k] = one[2] or "" end
      end
    end
    local got = t:revisions { key = "k", value = "n" }:select("k", "released", "n", "release", "change"):to_csv()
    check.equal(got, "k,released,n,release,change\n" .. table.concat(expected, "\n") .. (#expected > 0 and "\n" or ""))
    local days, seen, wide = {}, {}, {}
    for k = 1, 4 do
      for _, one in ipairs(model[k] or {}) do
        if not seen[one[1]] then days[#days + 1], seen[one[1]] = one[1], true end
      end
    end
    table.sort(days)
    for k = 1, 4 do
      local cells = { "k" .. k }
      for d, day in ipairs(days) do
        cells[d + 1] = ""
        for _, one in ipairs(model[k] or {}) do
          if one[1] == day then cells[d + 1] = tostring(one[2] or "") end
        end
      end
      if model[k] then wide[#wide + 1] = table.concat(cells, ",") end
    end
    if #days > 0 then
      local triangle = t:revisions { key = "k", value = "n", shape = "triangle" }:to_csv()
      check.equal(triangle, "k," .. table.concat(days, ",") .. "\n" .. table.concat(wide, "\n") .. "\n")
    end
    local lines = {}
    for k = 1, 4 do lines[#lines + 1] = known[k] and ("k%d,%s"):format(k, known[k]) end
    if next(known) then
      table.sort(lines)
      check.equal(t:as_of("2023-03-20", { key = "k" }):sort("k"):select("k", "n"):to_csv(), "k,n\n" .. table.concat(lines, "\n") .. "\n")
    end
  end
end)

check.run()
