-- plot.lua - t:plot{...}: a chart at the prompt, in the words of a report's chart (docs/documents.md), without a title to think
-- of.
--
--     t:plot()                                        the first column along, the last numbers up
--     t:plot{ mark = "line", x = "year", y = "people", color = "age" }
--
-- It gives a chart block: r:chart(t, { ... }) draws the same in a report.

local chart = require "lib.chart.chart"
local chart_text = require "lib.chart.chart_text"
local raise = require "lib.base.raise"
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

local function is_number(t, name)
  local kind = t:col(name):type()
  return kind == "integer" or kind == "number"
end

-- What to draw when nobody says: numbers (the last column that has any and is no year) along the first other column.
local function guess(t, spec)
  local names = t:column_names()
  local x, y = spec.x, spec.y
  for _, name in ipairs(names) do
    if not x and name ~= y and (not is_number(t, name) or name:lower():find("year")) then x = name end
  end
  for i = #names, 1, -1 do
    if not y and names[i] ~= x and is_number(t, names[i]) then y = names[i] end
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
  for key, value in pairs(given or {}) do
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
    .. "x and y the last column of numbers is drawn along the first other one.",
  example = 'local t = lab.table{ columns = { "year", "people" }, { 2022, 12 }, { 2023, 19 } }\n'
    .. 'print(t:plot{ mark = "bar", x = "year", y = "people" })',
})

return plot
