package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local folder = os.tmpname()
os.remove(folder)
assert(os.execute("mkdir '" .. folder .. "'"))

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

check.run()
os.execute("rm -rf '" .. folder .. "'")
