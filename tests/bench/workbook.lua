-- A workbook of a million cells: 100,000 rows (or so many) of three texts and seven numbers below a header.
--
--     slavelab --no-init tests/bench/workbook.lua make x.csv 100000       the table
--     slavelab --no-init tests/bench/workbook.lua write x.csv x.ods       as a workbook: ODS or XLSX by the name
--     slavelab --no-init tests/bench/workbook.lua read x.ods              prints rows and the sum of all numbers; so does x.csv

local what, path, other = arg[1], arg[2], arg[3]
local names = { "force", "area", "offence", "n1", "n2", "n3", "n4", "rate", "share", "mean" }

local function make(rows)
  local lines, random = { table.concat(names, ",") }, 7
  local function next_number(below)
    random = (random * 1103515245 + 12345) % 2147483648
    return random // 65536 % below
  end
  for i = 1, rows do
    lines[i + 1] = ("Force %d,E0%07d,Offence %d,%d,%d,%d,%d,%.2f,%.3f,%.1f"):format(next_number(43), i, next_number(200), next_number(10), next_number(1000), next_number(30000),
      next_number(7), next_number(10000) / 100, next_number(1000) / 1000, next_number(5000) / 10)
  end
  lab.write_file(path, table.concat(lines, "\n") .. "\n")
end

if what == "make" then
  make(math.tointeger(tonumber(other)))
elseif what == "write" then
  local t = lab.read_csv(path)
  t[other:find("%.ods$") and "write_ods" or "write_xlsx"](t, other, { title = "Offences by area" })
else
  local t = path:find("%.csv$") and lab.read_csv(path) or lab.read_sheet(path)
  local sum = 0
  for i = 4, #names do sum = sum + t:col(names[i]):sum() end
  print(("%d rows, sum %.3f"):format(#t, sum))
end
