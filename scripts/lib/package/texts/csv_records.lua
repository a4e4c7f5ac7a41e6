-- csv_records.lua - the records of a CSV text as they stand, so that rows can be added to a file without one byte of the others changing.
--
-- For files with commas, double quotes that are doubled within quotes, and one header line: what a description says when it says nothing of
-- how the file is written. Whether a file is one, `plain` tells.

local csv_records = {}

-- Options of reading that change nothing here.
local harmless = { missing = true, markers = true, marks = true, numbers = true, dates = true, decimal = true }

-- Whether files read with these options are written the plain way.
function csv_records.plain(read)
  for option, value in pairs(read) do
    local same = harmless[option] or (option == "delim" and value == ",") or (option == "quote" and value == '"')
      or (option == "encoding" and value == "utf-8") or (option == "header" and value == true) or (option == "header_rows" and value == 1)
      or (option == "skip" and value == 0) or value == false
    if not same then return false end
  end
  return true
end

-- The text as UTF-8 without a mark before it and with LF at its line ends; nil when it is packed, in another encoding, or of lone CRs.
function csv_records.clean(text)
  text = text:gsub("^\u{FEFF}", ""):gsub("\r\n", "\n")
  if not utf8.len(text) or text:find("[\r\0]") then return nil end
  return text:sub(-1) == "\n" and text or text .. "\n"
end

-- The records behind the header, each without its line end. Lines that are no rows, empty or of commas alone, are left out.
function csv_records.of(text)
  local records, open = {}, nil
  local header = true
  for line in text:gmatch("([^\n]*)\n") do
    local record = open and open .. "\n" .. line or line
    local _, quotes = record:gsub('"', "")
    if quotes % 2 == 1 then
      open = record
    else
      open = nil
      if header then
        header = false
      elseif record:find("[^,]") then
        records[#records + 1] = record
      end
    end
  end
  return records
end

return csv_records
