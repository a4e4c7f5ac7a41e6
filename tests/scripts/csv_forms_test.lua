package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local core = require "slavelab.scan"

local folder = check.folder()

local files = {
  bom = "\xEF\xBB\xBFforce,people\r\nKent,12\r\nEssex,7\r\n",
  noend = "force,people\nKent,12\nEssex,7",
  gss = "force,people\nKent,12 [p]\nEssex,[c]\nAvon,[x]\nDyfed,3\nKent,[c]\n",
  dates = "day,n\n2019-03-25,1\n2019-04-01,2\n,3\n",
  dmy = "day,n\n25/03/2019,1\n01/04/2019,2\n",
  long_dates = "day,n\n25 March 2019,1\n,2\n1 APR 2019,3\n",
  two_forms = "day,n\n25 March 2019,1\n26 March 2019,2\n2019-03-27,3\n",
  quoted = 'a,b\n"x, y",1\n"two\nlines",2\n"say ""hi""",3\n"",4\n',
  thousands = 'a,b\n"1,200",x\n"3,400,000",y\n5,z\n',
  missing = "a,b\n,\n,\n1,\n",
  blank = "a\n1\n\n2\n",
  cr = "a,b\r1,2\r3,4\r",
  header = "a,b\n",
  dup = "a,a,\n1,2,3\n",
  codes = "code,n\n007,1\n012,2\n",
  big = "n\n123456789012345678\n-5\n",
  late = "a,b\n" .. ("1,2\n"):rep(200) .. "x,2.5\n" .. ("3,4\n"):rep(200),
  latin = "force,n\nGwynedd \xE9,1\n",
  decimals = "x\n0.1\n-0.0\n1e5\n.5\n3.\n",
}

-- Names, types, values and markers of a table, or the first line of the message, without the path.
local function told(f, path, options)
  local t, message = lab.try(function() return f(path, options):collect() end)
  if not t then return (message:gsub("^.-%.csv[.gz]*", "FILE"):gsub("\n.*", "")) end
  local out = {}
  for i, name in ipairs(t:column_names()) do
    local column, cells = t:col(name), {}
    for row = 1, #t do cells[row] = tostring(column[row]) .. (column:marker(row) or "") end
    out[i] = name .. ":" .. column:type() .. "=" .. table.concat(cells, "|")
  end
  return table.concat(out, " ; ")
end

for name, text in pairs(files) do
  check.test("a file reads alike whole and in chunks, plain and packed: " .. name, function()
    local path = folder .. "/" .. name .. ".csv"
    lab.write_file(path, text)
    assert(os.execute("gzip -kf '" .. path .. "'"))
    for _, options in ipairs { {}, { markers = "gss" }, { missing = { "7" } } } do
      local whole = told(lab.read_csv, path, options)
      for _, bytes in ipairs { 0, 16, 64 } do
        core.chunk_bytes(bytes)
        for _, file in ipairs { path, path .. ".gz" } do
          check.equal(told(lab.read_csv, file, options), whole)
          check.equal(told(lab.scan_csv, file, options), whole)
        end
      end
      core.chunk_bytes(0)
    end
  end)
end

check.run()
