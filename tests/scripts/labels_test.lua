-- In no chart of the reports that are shipped, and of the documents that formats are tested with, do two words touch or leave the drawing.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local boxes = require "support.boxes"
local check = require "support.check"
local chart_svg = require "lib.chart.chart_svg"
local shipped_reports = require "support.shipped_reports"

local function look(document)
  local charts = 0
  for i, block in ipairs(document.blocks) do
    if block.kind == "chart" then
      charts = charts + 1
      for _, width in ipairs { 350, 660, 760, 936 } do
        local faults = boxes.faults(chart_svg.draw(block, width, "c"))
        for n, fault in ipairs(faults) do faults[n] = ("block %d, %d wide: %s"):format(i, width, fault) end
        check.equal(faults, {})
      end
    end
  end
  return charts
end

check.test("a word on another, and one beyond the edge, are seen", function()
  local drawing = '<svg viewBox="0 0 200 50"><text x="10" y="20">Kent</text><text x="30" y="22">Essex</text><text x="180" y="40">Surrey</text></svg>'
  check.equal(boxes.faults(drawing), { '"Kent" touches "Essex"', '"Surrey" leaves the drawing' })
end)

check.test("reports that are shipped", function()
  local charts = 0
  shipped_reports.each(function(shipped) charts = charts + look(shipped:document()) end)
  check.truthy(charts > 0)
end)

check.test("documents that formats are tested with", function()
  check.truthy(look(dofile("tests/golden/documents/referrals.lua"):document()) > 0)
end)

check.run()
