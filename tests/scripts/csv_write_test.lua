package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()

local t = lab.table { columns = { "force", "rate", "n" }, { "=Kent", 1.5, 1200 }, { "Essex", { 0.25, "[p]" }, "[c]" } }

check.test("excel = true is a byte order mark, CRLF and guarded texts", function()
  local text = t:to_csv { excel = true }
  check.equal(text, "\xEF\xBB\xBFforce,rate,n\r\n'=Kent,1.5,1200\r\nEssex,0.25 [p],[c]\r\n")
  check.equal(t:to_csv { excel = true, guard = false, bom = false, eol = "\n" }, t:to_csv())
end)

check.test("a byte order mark, the end of lines and the decimal point are chosen", function()
  check.equal(t:to_csv { bom = true }, "\xEF\xBB\xBF" .. t:to_csv())
  check.equal(t:to_csv { eol = "\r\n" }, (t:to_csv():gsub("\n", "\r\n")))
  local text = t:to_csv { decimal = ",", delim = ";" }
  check.equal(text, "force;rate;n\n=Kent;1,5;1200\nEssex;0,25 [p];[c]\n")
  check.equal(lab.parse_csv(text, { decimal = ",", delim = ";", markers = "gss" }):equals(t), true)
  check.equal(lab.parse_csv(t:to_csv { decimal = "," }, { decimal = ",", markers = "gss" }):equals(t), true)
  check.raises('option eol is one of', t.to_csv, t, { eol = "x" })
end)

check.test("what is written reads back equal, or the rows that do not are told", function()
  lab.write_file(folder .. "/rows.lua", [[
    local t = lab.table { columns = { "a", "b" }, types = { a = "integer", b = "text" }, { 1, "x" }, {}, { 2 }, {} }
    t:write_csv((...) .. "/rows.csv")
    print(#lab.parse_csv(t:to_csv { missing = "NA" }, { missing = "NA" }))]])
  local own = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local program <close> = assert(io.popen(("'%s' --no-init '%s/rows.lua' '%s' 2>&1"):format(own, folder, folder)))
  check.equal(program:read("a"), "slavelab: " .. folder .. '/rows.csv: 2 rows have nothing but missing cells, and are no rows when this is '
    .. 'read; missing = "NA", written and read, keeps them\n4\n')
  local state = 1833
  local function random(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n
  end
  local texts = { "x", "", "a;b", "a|b", "a\tb", "1,5", 'say "a"', "two\nlines", "NA", " ", "#", "sep=;" }
  for _ = 1, 300 do
    local columns, made = random(3) + 1, { columns = {}, types = {} }
    for c = 1, columns do
      made.columns[c] = texts[random(#texts - 1) + 2] .. c
      made.types[made.columns[c]] = "text"
    end
    for row = 1, random(6) do
      made[row] = {}
      for c = 1, columns do made[row][c] = c == 1 and columns > 1 and "key" or random(4) > 0 and texts[random(#texts) + 1] or nil end
    end
    local written = lab.table(made)
    check.equal(lab.parse_csv(written:to_csv(), { types = made.types }):to_list(), written:to_list(), written:to_csv())
  end
end)

check.test("a path that ends in .gz or .zst is packed, and equal tables give equal files", function()
  for end_of_path, magic in pairs { [".gz"] = "\x1F\x8B", [".zst"] = "\x28\xB5\x2F\xFD" } do
    local path, again = folder .. "/a.csv" .. end_of_path, folder .. "/b.csv" .. end_of_path
    local long = lab.parse_csv("a,b\n" .. ("1,x\n"):rep(400000) .. "2,y\n")
    long:write_csv(path)
    long:write_csv(again)
    local bytes = lab.read_file(path)
    check.equal({ bytes:sub(1, #magic), bytes == lab.read_file(again), #bytes < 100000 }, { magic, true, true })
    check.equal(lab.read_csv(path):equals(long), true)
    if end_of_path == ".gz" then check.equal(os.execute("gzip -qt '" .. path .. "'"), true) end
  end
end)

check.test("files that end in .tsv have tabs, whatever else is in their cells", function()
  local path = folder .. "/t.TSV"
  lab.write_file(path, "force, region\tpeople, all\nKent, SE\t1,200\n")
  for _, read in ipairs { lab.read_csv, lab.scan_csv } do
    check.equal(read(path):collect():column_names(), { "force, region", "people, all" })
    check.equal(read(path, { delim = "," }):collect():column_names(), { "force", " region\tpeople", " all" })
  end
  -- A name proves nothing of a file without one.
  lab.write_file(path, "force,people\nKent,12\n")
  check.equal({ #lab.read_csv(path):schema(), #lab.scan_csv(path):schema() }, { 2, 2 })
  for _, name in ipairs { "/w.tsv", "/w.tab", "/w.tsv.gz" } do
    t:write_csv(folder .. name)
    check.equal(lab.read_csv(folder .. name, { delim = "\t", markers = "gss" }):equals(t), true)
  end
  t:write_csv(folder .. "/w.tsv", { delim = ";" })
  check.contains(lab.read_file(folder .. "/w.tsv"), "force;rate;n")
end)

check.test("a path that ends as files do which are packed otherwise is refused", function()
  for _, name in ipairs { "/p.csv.bz2", "/p.csv.xz", "/p.csv.zip" } do
    check.raises("files of this ending are packed by other programs; one that ends in .gz or .zst is packed here", t.write_csv, t, folder .. name)
    check.equal(io.open(folder .. name), nil)
  end
end)

check.test("a word for missing cells that would need quotes is refused, as it would read back as a text", function()
  for _, word in ipairs { "a,b", '"', "a\n" } do check.raises("option missing cannot stand without quotes", t.to_csv, t, { missing = word }) end
  check.raises("option missing cannot", t.to_csv, t, { missing = "a;b", delim = ";" })
  check.contains(t:to_csv { missing = "a,b", delim = ";" }, "force;rate;n")
end)

check.run()
