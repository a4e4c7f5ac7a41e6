-- plot.lua - t:plot{...}: a chart at the prompt, in the words of a report's chart (docs/documents.md), without a title to think
-- of.
--
--     t:plot()                                        the last figure up, along the first key (roles.lua)
--     t:plot{ mark = "line", x = "year", y = "people", color = "age" }
--
-- It gives a chart block: r:chart(t, { ... }) draws the same in a report.

local chart = require "lib.chart.chart"
local chart_text = require "lib.chart.chart_text"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local roles = require "lib.figures.roles"
local suggest = require "lib.base.suggest"

local keys = { "mark", "x", "y", "color", "xOffset", "yOffset", "encoding", "title", "columns" }
local Plot = {}

function Plot.__tostring(block)
  return (block.titled and block.title .. "\n" or "") .. table.concat(chart_text.lines(block, lab.terminal_width() or 80), "\n")
end

local function is_known(key)
  for _, known in ipairs(keys) do
    if known == key then return true end
  end
  return false
end

-- What to draw when nobody says: the last figure along the first key.
local function guess(t, spec)
  local x, y = spec.x, spec.y
  local columns = roles.list(t)
  for _, column in ipairs(columns) do
    if not x and column.name ~= y and column.role == "key" then x = column.name end
  end
  for i = #columns, 1, -1 do
    if not y and columns[i].name ~= x and columns[i].role == "figure" then y = columns[i].name end
  end
  if not x or not y then
    raise("plot: which columns to draw is not plain; say so: t:plot{ x = \"year\", y = \"people\" }")
  end
  return x, y
end

local function field_name(channel)
  return type(channel) == "table" and (channel.title or channel.field) or channel
end

local function plot(t, given)
  if given ~= nil and type(given) ~= "table" then raise("plot: its words are a table: t:plot{ mark = \"bar\", x = \"year\" }") end
  local spec = {}
  for key, value in pairs(lists.options(given, "plot")) do
    if not is_known(key) then
      raise('plot: unknown word "%s"%s', tostring(key), suggest.among(key, keys, "plot takes"))
    end
    spec[key] = value
  end
  if not spec.encoding then spec.x, spec.y = guess(t, spec) end
  spec.mark = spec.mark or "bar"
  spec.table = t
  local encoding = spec.encoding or spec
  spec.title = spec.title or ("%s by %s"):format(tostring(field_name(encoding.y)), tostring(field_name(encoding.x)))
  local block = chart.block(spec, "plot")
  block.titled = given ~= nil and given.title ~= nil
  return setmetatable(block, Plot)
end

lab.method("table", "plot", plot, {
  signature = "(spec?: {mark?: \"bar\"|\"line\"|\"area\"|\"point\"|\"errorbar\"|string, x?: any, y?: any, color?: any, title?: string}): table",
  text = "A chart of the table in letters, for a look at the prompt: mark, x, y and color are those of a report's chart. Without "
    .. "x and y the last figure is drawn along the first key (?table:roles).",
  example = 'local t = lab.table{ columns = { "year", "people" }, { 2022, 12 }, { 2023, 19 } }\n'
    .. 'print(t:plot{ mark = "bar", x = "year", y = "people" })',
})

return plot
