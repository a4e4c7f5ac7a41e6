-- chart_text.lua - a chart in letters: bars, sparklines, points with their intervals, as its mark draws them.

local escape = require "lib.base.escape"
local letters = require "lib.chart.letters"
local model_of = require("lib.chart.model").of
local plane_lines = require "lib.chart.plane_text"

local chart_text = {}

-- A chart block as lines of at most about `columns` columns, without its title.
function chart_text.lines(block, columns)
  if block.panels then
    local all = {}
    for i, panel in ipairs(block.panels) do
      local lines = chart_text.lines(panel, columns)
      if i > 1 then table.remove(lines, 1) end -- what is drawn is said once
      table.insert(lines, i > 1 and 1 or 2, letters.clip(escape.line(panel.title), columns))
      if i > 1 then table.insert(lines, 1, "") end
      table.move(lines, 1, #lines, #all + 1, all)
    end
    return all
  end
  if block.layer then
    local lines = plane_lines(block, columns)
    for i, line in ipairs(lines) do lines[i] = line:gsub("%s+$", "") end
    return lines
  end
  local model = model_of(block)
  if #model.axis.labels == 0 then
    return { "No figures to draw." }
  end
  local lines = model.drawing.text(model, columns)
  for i, line in ipairs(lines) do lines[i] = line:gsub("%s+$", "") end
  local by = model.axis.title:gsub("^%u%l", string.lower)
  table.insert(lines, 1, letters.clip(escape.line(("%s by %s"):format(model.value.title, by)), columns))
  if model.skipped > 0 then
    lines[#lines + 1] = ("%d %s without %s: not drawn."):format(model.skipped, model.skipped == 1 and "row" or "rows",
      escape.line(model.axis.title))
  end
  return lines
end

return chart_text
