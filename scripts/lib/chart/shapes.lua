-- shapes.lua - what every drawing is made of: letters of one size, colours, dots, whiskers, and what a pointer is told.

local escape = require "lib.base.escape"
local palette = require "lib.chart.palette"
local point_in = require("lib.chart.model").point
local svg = require "lib.chart.svg"

local shapes = {}

shapes.size = 14        -- of letters, in units of the drawing
shapes.line_height = 18 -- from one line of letters to the next

function shapes.color(i)
  return palette[i]
end

-- What a pointer is told when it rests on a mark.
function shapes.hint(model, series, slot, point)
  local where = model.axis.labels[slot]
  local name = #model.series > 1 and series.name .. ", " or ""
  local what = point.shown .. (point.interval and " (" .. point.interval .. ")" or "")
  return "<title>" .. escape.html(("%s%s: %s"):format(name, where, what)) .. "</title>"
end

function shapes.line(x1, y1, x2, y2, class)
  return svg.element("line", { "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", class })
end

function shapes.square(i, x, y)
  return svg.element("rect", { "x", x - 7, "y", y - 7, "width", 14, "height", 14, "fill", shapes.color(i) })
end

-- Each series of points has a shape of its own besides its colour.
function shapes.dot(i, x, y, content)
  local fill = shapes.color(i)
  if i == 1 then return svg.element("circle", { "cx", x, "cy", y, "r", 5, "fill", fill, "class", "dot" }, content) end
  if i == 2 then
    return svg.element("rect", { "x", x - 4.5, "y", y - 4.5, "width", 9, "height", 9, "fill", fill, "class", "dot" }, content)
  end
  local corners = i == 3 and { { x, y - 6 }, { x + 6, y }, { x, y + 6 }, { x - 6, y } }
    or { { x, y - 6 }, { x + 5.5, y + 4.5 }, { x - 5.5, y + 4.5 } }
  return svg.element("path", { "d", svg.path(corners) .. "Z", "fill", fill, "class", "dot" }, content)
end

-- An interval with caps at its ends, upright and lying.
function shapes.whisker_up(x, top, bottom)
  return shapes.line(x, top, x, bottom, "whisker") .. shapes.line(x - 4, top, x + 4, top, "whisker") .. shapes.line(x - 4, bottom, x + 4, bottom, "whisker")
end

function shapes.whisker_across(y, left, right)
  return shapes.line(left, y, right, y, "whisker") .. shapes.line(left, y - 4, left, y + 4, "whisker") .. shapes.line(right, y - 4, right, y + 4, "whisker")
end

-- The intervals of a run of slots (shapes.runs) as bands behind or over what is drawn there. A slot without one ends a band; an
-- interval with none beside it, which would be a band without width, has a whisker.
function shapes.bands(parts, i, series, run, along, at)
  for _, slots in ipairs(shapes.with_intervals(series, run)) do
    local above, below = {}, {}
    for n, slot in ipairs(slots) do
      local point = point_in(series, slot)
      above[n], below[#slots + 1 - n] = { along(slot), at(point.upper) }, { along(slot), at(point.lower) }
    end
    if #slots > 1 then
      table.move(below, 1, #below, #above + 1, above)
      parts[#parts + 1] = svg.element("path", { "d", svg.path(above) .. "Z", "fill", shapes.color(i), "class", "ribbon" })
    else
      parts[#parts + 1] = shapes.whisker_up(above[1][1], above[1][2], below[1][2])
    end
  end
end

-- How far from the middle of its band the i-th of `count` series stands, so that they do not hide each other: `wide` apart at most. Also
-- how much room each has.
local function beside(i, count, band, wide)
  if band == 0 or count == 1 then return 0, band end
  local apart = math.min(wide, band / (count + 1))
  return (i - (count + 1) / 2) * apart, apart
end

-- Why a figure is missing, where it would be: at the foot of its band, if it fits, or at the beginning of its lane.
local function missing_upright(parts, plot, x, room, point)
  if svg.width(point.shown, shapes.size) <= room then
    parts[#parts + 1] = svg.text(x, plot.bottom - 6, point.shown, "middle", "missing")
  end
end

local function missing_lying(parts, plot, y, point)
  parts[#parts + 1] = svg.text(plot.left + 6, y + 5, point.shown, "start", "missing")
end

-- The figure of a point: at the end of its bar, or, where an interval is drawn, in a column at the right edge, lest it be
-- taken for the end of the interval.
function shapes.lying_figure(model, plot, y, edge, point)
  if model.value.interval then return svg.text(plot.width, y + 5, point.shown, "end", "figure") end
  return svg.text(edge + 6, y + 5, point.shown, "start", "figure")
end

-- Marks that stand beside one another, one a figure, each at most `wide` from the next: draw(x, i, point, hint) adds that of series i, and where
-- a figure is missing stands why.
function shapes.each_upright(model, parts, along, plot, wide, draw)
  for i, series in ipairs(model.series) do
    local shift, room = beside(i, #model.series, plot.band, wide)
    for slot = 1, #model.axis.labels do
      for _, point in ipairs(series.slots[slot] or {}) do
        local x = along(slot) + shift
        if point.value then
          draw(x, i, point, shapes.hint(model, series, slot, point))
        else
          missing_upright(parts, plot, x, room, point)
        end
      end
    end
  end
end

-- The same on their side, below one another in the lane of a slot; draw(y, i, point, hint) gives where the mark ends, behind which the figure is
-- written.
function shapes.each_lying(model, parts, slot, top, plot, draw)
  for i, series in ipairs(model.series) do
    local y = top + (i - 0.5) * plot.thickness
    for _, point in ipairs(series.slots[slot] or {}) do
      if point.value then
        local edge = draw(y, i, point, shapes.hint(model, series, slot, point))
        parts[#parts + 1] = shapes.lying_figure(model, plot, y, edge, point)
      else
        missing_lying(parts, plot, y, point)
      end
    end
  end
end

local function runs_where(slots, is_there)
  local runs, run = {}, nil
  for _, slot in ipairs(slots) do
    if is_there(slot) then
      if not run then
        run = {}
        runs[#runs + 1] = run
      end
      run[#run + 1] = slot
    else
      run = nil
    end
  end
  return runs
end

-- A series as runs of slots that follow each other with values in them: a hole ends a run.
function shapes.runs(series, count)
  local slots = {}
  for slot = 1, count do slots[slot] = slot end
  return runs_where(slots, function(slot)
    local point = point_in(series, slot)
    return point and point.value
  end)
end

-- A run of slots as runs of those that have intervals.
function shapes.with_intervals(series, run)
  return runs_where(run, function(slot) return point_in(series, slot).lower end)
end

return shapes
