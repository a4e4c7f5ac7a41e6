-- data_file.lua - slavelab FILE, where the file is data: the table `t` of a CSV file, the workbook `wb` of ODS and XLSX.
--
--     slavelab forces.csv       the prompt with t; on a pipe its columns and first rows are printed
--     slavelab x.ods            the prompt with wb; what is in it is printed either way

local data_file = {}

local first_rows = 10

-- bindings/program/program.c knows the endings, so that no script is taken for data.
function data_file.open(path)
  local lower = path:lower()
  if lower:find("%.ods$") or lower:find("%.xls%a?$") then
    local wb = lab.workbook(path)
    rawset(_G, "wb", wb)
    print(wb)
    return
  end
  local t = lab.read_csv(path, lower:find("%.tsv") and { delim = "\t" } or nil)
  rawset(_G, "t", t)
  print(t:describe():select("column", "type", "missing", "distinct", "first"))
  print(t:head(first_rows))
  if #t > first_rows then print(("the first %d of %s rows"):format(first_rows, require("lib.base.number").format(#t))) end
end

return data_file
