-- table.lua - { table = t, title =, columns =, ... }. A table that is given no title has its own, if a package or a sheet gave it one and it is still the
-- whole of it; else that of the heading it stands under, or of the report.

local plain = require "lib.figures.plain"
local table_title = require "lib.figures.table_title"
local words = require "lib.report.words"

local function own_title(t)
  if type(t) ~= "userdata" then return nil end
  local title, is_whole = table_title.of(t)
  return is_whole and title or nil
end

return {
  name = "table",
  keys = { "table", "title", "columns", "titles", "units", "decimals", "missing", "notes", "source" },
  arguments = "t, options",
  build = function(spec, where, report)
    local block = plain.table(spec.table, spec, where)
    block.kind = "table"
    local title = spec.title
    if title == nil then title = own_title(spec.table) or report.under end
    block.title = words.tidy(words.text(title, "title", where))
    return { words.below(block, spec, spec.table, where) }
  end,
}
