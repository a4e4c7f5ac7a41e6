-- findings.lua - { findings = t, title = ... }: what a check found, each with its place. t has the columns file, line, column, rule, message and
-- advice, as the table that lab.package(...):check() gives.
--
-- A format without a handler writes a table. On a terminal a line of its own begins with the place, as compilers write theirs.

local raise = require "lib.base.raise"
local words = require "lib.report.words"

local columns = { "file", "line", "column", "rule", "message", "advice" }

return {
  name = "findings",
  keys = { "findings", "title" },
  arguments = "t, options",
  build = function(spec, where, report)
    local has = {}
    if type(spec.findings) ~= "userdata" or not spec.findings.schema then
      raise("%s: findings is a table as lab.package(...):check() gives it, not a %s", where, type(spec.findings))
    end
    for _, name in ipairs(spec.findings:column_names()) do has[name] = true end
    for _, name in ipairs(columns) do
      if not has[name] then raise('%s: findings has no column "%s"', where, name) end
    end
    local items = {}
    for row in spec.findings:rows() do
      local item = {}
      for _, name in ipairs(columns) do item[name] = row[name] end
      items[#items + 1] = item
    end
    return { { kind = "findings", items = items, title = words.tidy(words.text(spec.title or report.under, "title", where)) } }
  end,
  fallback = function(block)
    local rows = { columns = { "file", "line", "column", "rule", "finding" },
      types = { file = "text", line = "integer", column = "integer", rule = "text", finding = "text" } }
    for i, item in ipairs(block.items) do
      rows[i] = { file = item.file, line = item.line, column = item.column, rule = item.rule,
        finding = item.advice and item.message .. ". " .. item.advice or item.message }
    end
    local shown = { "file", { name = "line", grouping = false }, { name = "column", grouping = false }, "rule", "finding" }
    return { { table = lab.table(rows), columns = shown, title = block.title, missing = "" } }
  end,
}
