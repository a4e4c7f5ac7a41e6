-- What a read says of a file besides the table, lab.scan_csv says when its table is asked for.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()

-- name, text, options as Lua has them, and a part of every notice that the file is there for.
local files = {
  { "nothing", "force,n\nKent,1\nEssex,2\n", "" },
  { "names", "a,a,,b\n1,2,3,4\n", "", 'the header has "a" twice', "column 3 has no name" },
  { "separator", "a;b\nx;2\ny;3\n", "", 'cells are separated by ";"' },
  { "title", "Referrals by force,,\nForce,2022,2023\nKent,1,2\nEssex,3,4\n", "", "line 1 looks like a title" },
  { "title_skipped", "x\nReferrals by force,,\nForce,2022,2023\nKent,1,2\n", "skip = 1", "line 2 looks like a title" },
  { "comment", "# as of March,n\nforce,n\nKent,1\nEssex,2\n", "", "looks like a comment" },
  { "padded", "force , n\nKent ,1\nEssex,2\n", "", 'the name "force " has blanks around it' },
  { "padded_asked", "force , n\nKent ,1\nEssex,2\n", 'columns = { " n" }', 'the name " n" has blanks around it' },
  { "accents", "forcé ,n\nKent,1\nEssex,2\n", "", 'the name "forcé " has blanks around it' },
  { "hidden", "Title\nforce;n\nKent;1\nEssex;2\nNote\n", "", "all is in one column; a table of 2 columns is in it" },
  { "row", "Kent,12\nEssex,7\n", "", "the header looks like a row" },
  { "blank", "a,b\n1,2\n,\n3,4\n", "", "1 row of empty cells alone was left out" },
  { "swallowed", "a,b\n1,\"x\n2,y\n4,w\"\n5,v\n", "", "the cell in quotes is of 3 lines that look like rows" },
  { "swallowed_figures", "b,a\nx,1\n\"y,3\nz\",4\n", "", "the cell in quotes is of 2 lines that look like rows" },
  { "cell_of_lines", "a,b\n1,\"Dear all,\nthank you, and\nbye\"\n5,v\n", "" },
  { "cell_with_quotes", "a,b\n1,\"say \"\"x\n2,y\n4,w\"\"\"\n5,v\n", "", "lines that look like rows" },
  { "padded_note", "force,2022,2023\nKent,1,2\nEssex,3,4\n\"Source: Home Office, 2024\",,\nmore,,\n", "", "which looks like a note" },
  { "padded_note_crlf", "force,2022\r\nKent,1\r\nEssex,3\r\nNote: p,\r\n\r\n", "", "which looks like a note" },
  { "no_note", "force,2022,2023\nKent,1,2\nEssex,3,4\nAvon,,\n", "" },
  { "totals", "force,n\nKent,1\nEssex,2\nTotal,3\n", "", 'has rows "Total" beside parts' },
  { "totals_kept", "force,n\nKent,1\nEssex,2\nTotal,3\n", 'where = "n > 1", columns = { "force" }', 'has rows "Total" beside parts' },
  { "totals_sieved", "force,n\nKent,1\nEssex,2\nTotal,3\n", 'where = "n < 3"' },
  { "totals_mean", "force,n\nKent,1\nEssex,3\nTotal,4\n", 'where = "n > mean(n)"', 'has rows "Total" beside parts' },
  { "totals_loose", "force,n\nKent,1\nEssex,2\nTotal,3\n", 'where = "n < 3", trim = true' },
  { "totals_late", "force,n\nKent,1\nEssex,2\nTotal,3\nK\xe9,4\n", 'where = "n < 3"', "the text is not UTF-8" },
  { "totals_of_files", "force,n\nKent,1\nEssex,2\nTotal,3\n", 'where = "n < 3", file = true', 'has rows "Total" beside parts' },
  { "two_figures", "a;b\nx;1,200\ny;3,400\n", "", "1.200 is read as 1.2 and 1,200 as 1200, in 2 cells" },
  { "promised_figures", "a;b\nx;1,200\ny;3,400\n", 'delim = ";", types = { b = "integer" }' },
  { "one_fraction", "a;b\nx;1,200\ny;1.5\n", 'delim = ";"' },
  { "commas", "a;b\nx;1,5\ny;0,25\n;\n", "", "numbers if the comma is their decimal point" },
  { "some_commas", "a;b\nx;1,5\ny;0,25\nz;\"a, b\"\n", 'delim = ";"' },
  { "many_commas", ("a;"):rep(12) .. "b\n" .. ("1,5;"):rep(12) .. "x\n", 'delim = ";"', "and 2 more columns of text whose cells" },
  { "latin", "force,n\nK\xe9nt,1\nEssex,2\n", "", "the text is not UTF-8" },
  { "latin_header", "forc\xe9,n\nKent,1\nEssex,2\n", "", "the text is not UTF-8" },
  { "rejected", "a,b\n1,2\n3\n", 'ragged = "reject"', "1 of 2 rows was left out" },
  { "mended", "a,b\n1,x\n3,4\n", 'types = { b = "integer" }, on_error = "missing"', "1 cell is not what types promises" },
  { "filled", "a,b\n1\n3,4\n", 'ragged = "fill"', "1 row was filled up" },
  { "lenient", "a,b\n6\"7,2\n3,4\n", 'quotes = "lenient"', "1 row was read although quotes stand out of place" },
  { "escaped", "a,b\n1\\,5,2\n3,4\n", 'escape = "\\\\"', "1 row was read with characters behind an escape" },
  { "shorthand", "force,n,m\nKent,1,1\nEssex,[c],1\nAvon,-,n/a\nSurrey,2,3\n", "", 'column "n" is text, for "[c]" in line 3', "and 1 more column is text for such cells" },
  { "shorthand_in_quotes", "force,n\nKent,1\nEssex,\"[c]\"\nAvon,2\n", "" },
  { "shorthand_late", "force,n\n" .. ("Kent,1\n"):rep(50) .. "Essex,n/a\n", "", 'for "n/a" in line 52' },
  { "no_shorthand", "force,n\nKent,n/a\n" .. ("Kent,1\n"):rep(50) .. "Essex,many\n", "" },
  { "trimmed", "a,b\n1 ,2\n3,4\n", "trim = true", "1 row was read without the blanks" },
  { "loose", "a,b\n£5,£2\n$3,£4\n", 'numbers = "loose"', "2 cells were read without", "its figures are not all of one currency" },
  { "marked", "a,b\nKent (R),2*\n3,4\n", 'marks = "strip"', "they are flags of their cells", "they are in t:marks()" },
  { "footnotes", "a,b\n1,2\n" .. ("Note\n"):rep(10007), 'stop_at = "Note"', "the first 10,000 lines of the footnotes are kept, and 7 more are not" },
  { "comments", ("# x\n"):rep(6000) .. "a,b\n1,2\n" .. ("# y\n"):rep(4008) .. "3,4\n", 'comment = "#"', "and 8 more are not" },
  { "late_text", "a,b\n" .. ("# y\n1,2\n"):rep(60) .. "# z\nTotal,2\nx,3\n", 'comment = "#"', 'has rows "Total" beside parts' },
}

for _, file in ipairs(files) do lab.write_file(("%s/%s.csv"):format(folder, file[1]), file[2]) end

-- Every CSV file of the tree, too.
local function look(place)
  for _, name in ipairs(lab.list_folder(place)) do
    local path = place .. "/" .. name
    if lab.path_kind(path) == "folder" then
      look(path)
    elseif name:find("%.csv$") then
      files[#files + 1] = { path, nil, "" }
    end
  end
end
look("tests")
look("data")

local function path_of(file) return file[2] and ("%s/%s.csv"):format(folder, file[1]) or file[1] end

-- What is said of each file when it is read by `f` in chunks of so many bytes: path -> lines, sorted, each once.
local function told(f, bytes, verbs)
  local script = { ('require("slavelab.scan").chunk_bytes(%d)'):format(bytes), "local function show(text) io.stderr:write(text, '\\n') end" }
  for _, file in ipairs(files) do
    local path = path_of(file)
    script[#script + 1] = ('show("== %s") do local t = lab.%s("%s", { %s })%s:collect() show(table.concat(t.preamble, "|"):sub(1, 50) .. #t.preamble) end')
      :format(path, f, path, file[3], verbs or "")
  end
  lab.write_file(folder .. "/script.lua", table.concat(script, "\n"))
  local own = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local program <close> = assert(io.popen(("'%s' --no-init '%s/script.lua' 2>&1"):format(own, folder)))
  local lines, at = {}, nil
  for line in program:lines() do
    local path = line:match("^== (.*)")
    if path then at, lines[path] = path, {} else table.insert(lines[at], line) end
  end
  for path, list in pairs(lines) do
    table.sort(list)
    local once = {}
    for i, line in ipairs(list) do
      if line ~= list[i - 1] then once[#once + 1] = line end
    end
    lines[path] = once
  end
  return lines
end

local read, scanned = told("read_csv", 0), {}
for _, bytes in ipairs { 0, 16, 90 } do scanned[bytes] = told("scan_csv", bytes) end

check.test("a read says of each file what it is there for, and of the others nothing", function()
  for _, file in ipairs(files) do
    local said = table.concat(read[path_of(file)], "\n")
    for i = 4, #file do check.contains(said, file[i], file[1]) end
    if file[2] and #file == 3 then check.lacks(said, "slavelab:", file[1]) end
  end
end)

check.test("a pipeline says what a read says, and keeps the lines that were skipped", function()
  for _, file in ipairs(files) do check.equal(scanned[0][path_of(file)], read[path_of(file)], file[1]) end
end)

check.test("what only all rows tell is told whatever the chunks", function()
  local tried = { title = true, title_skipped = true, comment = true, padded = true, padded_asked = true, hidden = true, accents = true }
  for _, bytes in ipairs { 16, 90 } do
    for _, file in ipairs(files) do
      if not tried[file[1]] then check.equal(scanned[bytes][path_of(file)], read[path_of(file)], file[1] .. " in chunks of " .. bytes) end
    end
  end
end)

check.test("rows that were swallowed and notes below are told of once, whatever columns and rows a pipeline asks for", function()
  local doubtful = { "swallowed", "swallowed_figures", "padded_note", "padded_note_crlf" }
  for _, verbs in ipairs { ':summarise("rows = count()")', ':filter("false")' } do
    local said = told("scan_csv", 16, verbs)
    for _, file in ipairs(files) do
      for _, name in ipairs(doubtful) do
        if file[1] == name then
          local count = select(2, table.concat(said[path_of(file)], "\n"):gsub(file[4], ""))
          check.equal(count, 1, name .. verbs)
        end
      end
    end
  end
end)

check.run()
