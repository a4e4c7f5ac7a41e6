package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()

local function file(name, text)
  lab.write_file(folder .. "/" .. name, text)
  return folder .. "/" .. name
end

local kent = file("2019-kent.csv", "force,people\nKent,12\nKent,5\n")
local essex = file("2019-essex.csv", "people,force,note\n3.5,Essex,late\n")
local avon = file("2020-avon.csv", "force,people\nAvon,\n")

local function cells(t)
  local rows = {}
  for row in t:rows() do
    local list = {}
    for i, name in ipairs(t:column_names()) do list[i] = tostring(row[name]) end
    rows[#rows + 1] = table.concat(list, ",")
  end
  return table.concat(t:column_names(), ",") .. " | " .. table.concat(rows, " | ")
end

local function problem(f, ...)
  local t, message = lab.try(f, ...)
  if t then error("it was read", 2) end
  return (message:gsub("\n  in [^\n]*$", ""):gsub(folder:gsub("%p", "%%%0") .. "/", ""))
end

check.test("columns are matched by name; one that a file lacks is missing there", function()
  local t = lab.read_csv { kent, essex, avon }
  check.equal(cells(t), "force,people,note | Kent,12.0,nil | Kent,5.0,nil | Essex,3.5,late | Avon,nil,nil")
  check.equal(t.people:type(), "number")
end)

check.test("a pattern means the files it matches, by name; file= says which", function()
  local t = lab.read_csv(folder .. "/2019-*.csv", { file = true, columns = { "force", "people" } })
  check.equal((cells(t):gsub(folder:gsub("%p", "%%%0") .. "/", "")),
    "force,people,file | Essex,3.5,2019-essex.csv | Kent,12.0,2019-kent.csv | Kent,5.0,2019-kent.csv")
  check.equal(lab.read_csv(kent, { file = "source" }):column_names(), { "force", "people", "source" })
  check.equal(problem(lab.read_csv, folder .. "/2018-*.csv"), 'read_csv: no file matches "2018-*.csv"')
  check.equal(problem(lab.read_csv, {}), "read_csv: the list of files is empty")
end)

check.test("a column that is text in one file is text in all, as it is written", function()
  local odd = file("odd.csv", "force,people\nDyfed,1O4\nPowys,7\n")
  local written = file("written.csv", 'force,people\nGwent,"1,200"\n')
  local t = lab.read_csv { written, odd }
  check.equal(cells(t), "force,people | Gwent,1,200 | Dyfed,1O4 | Powys,7")
  local problems = t:problems():to_list()
  check.equal({ #problems, problems[1].value, problems[1].file:match("[^/]*$") }, { 1, "1O4", "odd.csv" })
end)

check.test("rejects come with their file", function()
  local bad = file("bad.csv", "force,people\nGwent,x\nGwent,3\n")
  local t = lab.read_csv({ kent, bad }, { types = { people = "integer" }, on_error = "reject" })
  check.equal({ #t, #t:rejects(), t:rejects().file[1]:match("[^/]*$") }, { 3, 1, "bad.csv" })
end)

check.test("where= sees the types that all files together prove, and columns that are not asked for", function()
  lab.write_file(folder .. "/dated.csv", "when,n\n2020-01-02,1\n2020-01-03,2\n")
  lab.write_file(folder .. "/undated.csv", "when,n\nsoon,3\n2020-01-02,4\n")
  local paths = { folder .. "/dated.csv", folder .. "/undated.csv" }
  for _, read in ipairs { lab.read_csv, lab.scan_csv } do
    local t = read(paths, { where = "when ~= $not", params = { ["not"] = "soon" }, columns = "n", file = true })
    check.equal(t:column_names(), { "n", "file" })
    check.equal(t:collect():col("n"):sum(), 7)
  end
  local one = lab.scan_csv(paths[1], { where = "when > date(2020, 1, 2)", columns = "n" })
  check.equal(one:collect():to_list(), lab.read_csv(paths[1], { where = "when > date(2020, 1, 2)", columns = "n" }):to_list())
end)

check.test("a pipeline over several files gives the same", function()
  local paths = { kent, essex, avon }
  local function verbs(t) return t:filter("people > 4"):group_by("force"):summarise("people = sum(people)", "n = count()") end
  check.equal(cells(verbs(lab.scan_csv(paths)):collect()), cells(verbs(lab.read_csv(paths))))
  local function by_file(t) return t:group_by("file"):summarise("n = count()") end
  check.equal(cells(by_file(lab.scan_csv(paths, { file = true })):collect()), cells(by_file(lab.read_csv(paths, { file = true }))))
  local function late(t) return t:filter("note == 'late'"):select("force", "people") end
  check.equal(cells(late(lab.scan_csv(paths)):collect()), cells(late(lab.read_csv(paths))))
  check.equal(lab.scan_csv(folder .. "/20*.csv"):explain():match("%(2 of") , nil)
end)

check.run()
