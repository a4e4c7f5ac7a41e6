-- options.lua - the options of lab.read_sheet, checked before anything is read: what docs/workbooks.md lists.

local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local stub = require "lib.workbook.stub"
local suggest = require "lib.base.suggest"

local options = {}

options.names = { "sheet", "table", "title", "nth", "range", "skip", "header", "header_rows", "names", "value_name", "stub", "stub_name", "marks", "markers",
  "values", "hidden", "stop_at", "blank_rows", "headings", "columns", "types", "missing", "numbers", "dates", "decimal", "trim", "fill", "on_error", "where", "params" }

local choices = {
  marks = { "strip", "keep" }, values = { "stored", "shown" }, hidden = { "skip", "read" }, blank_rows = { "drop", "keep" }, numbers = { "strict", "loose" },
  dates = { "iso", "dmy", "long" }, on_error = { "stop", "missing", "reject" }, decimal = { ".", "," },
}
local kinds = { sheet = "string number", table = "string", title = "string", nth = "number", range = "string", skip = "number",
  header = "boolean string", header_rows = "number", names = "table", value_name = "string", stub = "string", stub_name = "string table",
  markers = "string table", stop_at = "string", headings = "string table", columns = "string table",
  types = "table", missing = "string table", trim = "boolean", fill = "boolean string table", where = "any", params = "table", marks = "string", values = "string",
  hidden = "string", blank_rows = "string", numbers = "string", dates = "string", decimal = "string", on_error = "string" }

-- A copy of what is given, every value of it checked.
function options.check(given)
  if given == nil then return {} end
  if type(given) ~= "table" or getmetatable(given) ~= nil then raise("read_sheet: options are a table: { sheet = \"Table_1\" }") end
  local checked = {}
  for key, value in next, given do
    if not kinds[key] then
      raise("read_sheet: unknown option %q%s", tostring(key), suggest.among(tostring(key), options.names, "it takes"))
    end
    if kinds[key] ~= "any" and not (" " .. kinds[key] .. " "):find(" " .. type(value) .. " ", 1, true) then
      raise("read_sheet: option %s is a %s, not a %s", key, (kinds[key]:gsub(" ", " or a ")), type(value))
    end
    if choices[key] then
      local good = false
      for _, word in ipairs(choices[key]) do good = good or word == value end
      if not good then raise("read_sheet: option %s is \"%s\", not %q", key, table.concat(choices[key], '" or "'), value) end
    end
    if type(value) == "table" and key ~= "types" and key ~= "params" and key ~= "markers" and key ~= "where" then
      value = lists.list(value, "read_sheet: option " .. key)
      for i, one in ipairs(value) do
        if type(one) ~= "string" and not (key == "names" and one == false) then
          raise("read_sheet: option %s[%d] is a text, not a %s", key, i, type(one))
        end
      end
    end
    checked[key] = value
  end
  for _, key in ipairs { "nth", "header_rows", "skip" } do
    local value = checked[key]
    if value and (math.type(value) ~= "integer" or value < 1 or (value > 1000 and key ~= "skip")) then
      raise("read_sheet: option %s is a whole number from 1, not %s", key, tostring(value))
    end
  end
  for name, kind in next, checked.types or {} do
    if type(name) ~= "string" or type(kind) ~= "string" then
      raise('read_sheet: option types names columns and their types: { people = "integer" }')
    end
  end
  if checked.stub then
    local good = false
    for _, kind in ipairs(stub.kinds) do good = good or kind == checked.stub end
    if not good then raise('read_sheet: option stub is "%s", not %q', table.concat(stub.kinds, '", "'), checked.stub) end
  end
  for key, needed in pairs { stub_name = "stub", value_name = "names" } do
    if checked[key] and not checked[needed] then raise("read_sheet: option %s says what a column is called that option %s makes, and that is not given", key, needed) end
  end
  if type(checked.markers) == "string" and checked.markers ~= "gss" and checked.markers ~= "none" then
    raise('read_sheet: option markers is "gss", "none" or a table: { ["*"] = "z" }')
  end
  if type(checked.header) == "string" and checked.header ~= "wrapped" then raise('read_sheet: option header is true, false or "wrapped"') end
  return checked
end

-- Whether what is hidden is left out.
function options.skips(checked) return checked.hidden ~= "read" end

-- A text or a list of texts, as a list.
function options.list(value)
  if value == nil then return {} end
  return type(value) == "string" and { value } or value
end

return options
