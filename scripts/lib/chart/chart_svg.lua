-- chart_svg.lua - a chart as SVG: a picture that prints, needs no script and says in words what it shows.
--
-- The drawing has the width it is asked for, and letters of one size whatever that width, so that a page can hold one
-- drawing for wide windows and one for phones. Classes (tick, label, grid, base ...) are styled by the page.
--
--     title of the quantity
--     20,000 ┼ - - - - - - - - - - - -           plot: left, right, top, bottom
--            │         ●────●  Adults            labels stand on the lines
--          0 ┼──────────────────────
--             2019   2020   2021

local axis = require "lib.chart.axis"
local chart = require "lib.chart.chart"
local escape = require "lib.base.escape"
local period = require "lib.figures.period"
local svg = require "lib.chart.svg"

local chart_svg = {}

local size = 14
local line_height = 18
local palette = chart.palette

local function color_of(i)
  return palette[i]
end

-- What a pointer is told when it rests on a mark.
local function hint(model, series, slot, point)
  local where = model.axis.labels[slot]
  local name = #model.series > 1 and series.name .. ", " or ""
  local what = point.shown .. (point.interval and " (" .. point.interval .. ")" or "")
  return "<title>" .. escape.html(("%s%s: %s"):format(name, where, what)) .. "</title>"
end

local function line(x1, y1, x2, y2, class)
  return svg.element("line", { "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", class })
end

-- The scale of the quantity, and a function from values to units between `from` (low) and `to` (high).
local function value_scale(model, from, to, ticks)
  local column = model.value.column
  local options = { count = ticks, zero = model.value.zero, whole = column.type == "integer" }
  local low, high = model.value.low or 0, model.value.high or 0
  if model.value.domain then low, high, options.exact, options.zero = model.value.domain[1], model.value.domain[2], true, false end
  local scale = axis.linear(low, high, options)
  local function at(value)
    return from + (value - scale.low) / (scale.high - scale.low) * (to - from)
  end
  return scale, at
end

local function widest_tick(scale)
  local room = 0
  for _, tick in ipairs(scale.ticks) do room = math.max(room, svg.width(chart.tick(tick, scale.decimals), size)) end
  return room
end

-- Titles that a reader does not miss, because the labels say it.
local obvious = { year = true, quarter = true, month = true, date = true, period = true }

local function axis_title(model)
  if model.axis.type == "temporal" and obvious[model.axis.title:lower()] then return nil end
  return model.axis.title
end

-- The key to the colours, on as many lines as it takes; its parts and its height.
local function legend(model, left, top, right, shape)
  local parts, x, y = {}, left, top
  for i, series in ipairs(model.series) do
    local room = 20 + svg.width(series.name, size) + 18
    if x + room > right and x > left then x, y = left, y + line_height + 4 end
    parts[#parts + 1] = shape(i, x + 7, y + 7)
    parts[#parts + 1] = svg.text(x + 20, y + 12, series.name, "start", "label")
    x = x + room
  end
  return parts, y + line_height + 8 - top
end

local function square(i, x, y)
  return svg.element("rect", { "x", x - 7, "y", y - 7, "width", 14, "height", 14, "fill", color_of(i) })
end

-- Each series of points has a shape of its own besides its colour.
local function dot(i, x, y, content)
  local fill = color_of(i)
  if i == 1 then return svg.element("circle", { "cx", x, "cy", y, "r", 5, "fill", fill, "class", "dot" }, content) end
  if i == 2 then
    return svg.element("rect", { "x", x - 4.5, "y", y - 4.5, "width", 9, "height", 9, "fill", fill, "class", "dot" }, content)
  end
  local corners = i == 3 and { { x, y - 6 }, { x + 6, y }, { x, y + 6 }, { x - 6, y } }
    or { { x, y - 6 }, { x + 5.5, y + 4.5 }, { x - 5.5, y + 4.5 } }
  return svg.element("path", { "d", svg.path(corners) .. "Z", "fill", fill, "class", "dot" }, content)
end

local function whisker_up(x, top, bottom)
  return line(x, top, x, bottom, "whisker") .. line(x - 4, top, x + 4, top, "whisker") .. line(x - 4, bottom, x + 4, bottom, "whisker")
end

local function whisker_across(y, left, right)
  return line(left, y, right, y, "whisker") .. line(left, y - 4, left, y + 4, "whisker") .. line(right, y - 4, right, y + 4, "whisker")
end

-- ---------------------------------------------------------------------------------------------------------------
-- Charts that stand upright: the quantity runs up.

local function is_banded(model)
  return model.mark == "bar" or (model.mark == "point" and model.axis.type ~= "quantitative") or model.axis.type == "nominal"
    or model.axis.type == "ordinal"
end

-- Where things stand along the axis: slot(i) for a slot and place(p) for a period or a number between slots, the width of a
-- slot's band (0 when slots are points), and the scale of numbers that has ticks of its own, if it is one.
local function along_scale(model, left, right)
  local labels, positions = model.axis.labels, model.axis.positions
  local count = #labels
  if is_banded(model) then
    local band = (right - left) / math.max(count, 1)
    local function slot(i) return left + (i - 0.5) * band end
    local periods = model.axis.periods
    local function place(at) return slot((at - periods.first) // periods.step + 1) end
    return { slot = slot, place = not model.axis.sparse and place or nil, band = band }
  end
  local first, last, from, to, scale = positions[1], positions[count], left + 6, right - 6, nil
  if model.mark == "point" then
    scale = axis.linear(first, last, { zero = false })
    first, last, from, to = scale.low, scale.high, left, right
  end
  local function place(at)
    if last == first then return (from + to) / 2 end
    return from + (at - first) / (last - first) * (to - from)
  end
  return { slot = function(i) return place(positions[i]) end, place = place, band = 0, scale = scale }
end

-- The labels of the axis that fit into `span` units, as a list of { x, text }.
local function axis_labels(model, along, span)
  local list, labels = {}, model.axis.labels
  local widest = 0
  for _, label in ipairs(labels) do widest = math.max(widest, svg.width(label, size)) end
  local series = model.axis.periods
  if series and along.place then
    -- Labels of years alone are short, and more of them fit.
    local ticks = period.ticks(series, span // (svg.width("2000", size) + 14))
    local words = period.tick_labels(series, ticks)
    if #(words[1] or "") > 4 then
      ticks = period.ticks(series, span // (math.min(widest, svg.width("Sep 2000", size)) + 14))
      words = period.tick_labels(series, ticks)
      if svg.width(words[1] or "", size) > svg.width("Sep 2000", size) then
        ticks = period.ticks(series, span // (widest + 14))
        words = period.tick_labels(series, ticks)
      end
    end
    for i, at in ipairs(ticks) do list[i] = { along.place(at), words[i] } end
    return list
  end
  local each = math.max(1, math.ceil(#labels * (widest + 14) / span))
  for slot = 1, #labels, each do list[#list + 1] = { along.slot(slot), labels[slot] } end
  return list
end

-- Names under bars are all shown, on up to three lines each; nil when they do not fit the band.
local function name_lines(model, band)
  local lines, most = {}, 1
  for slot, label in ipairs(model.axis.labels) do
    local broken, fits = svg.wrap(label, size, band - 6, 3)
    if not fits then return nil end
    lines[slot], most = broken, math.max(most, #broken)
  end
  return lines, most
end

local function draw_bars(model, parts, at, along, band, plot)
  local zero = at(0)
  local count = model.layout == "grouped" and #model.series or 1
  local wide = math.min(band * 0.76, 72 * count)
  local one = wide / count
  for slot = 1, #model.axis.labels do
    local middle = along(slot)
    local up, down, reasons = 0, 0, {}
    for i, series in ipairs(model.series) do
      local point = chart.point(series, slot)
      local x = middle - wide / 2 + (model.layout == "grouped" and (i - 1) * one or 0)
      if point and point.value then
        local base, tip = zero, at(point.value)
        if model.layout == "stacked" then
          if point.value >= 0 then
            base, tip, up = at(up), at(up + point.value), up + point.value
          else
            base, tip, down = at(down), at(down + point.value), down + point.value
          end
        end
        parts[#parts + 1] = svg.element("rect", { "x", x, "y", math.min(base, tip), "width", math.max(one - (count > 1 and 1 or 0), 1),
          "height", math.abs(base - tip), "fill", color_of(i), "class", model.layout == "stacked" and "piece" or false },
          hint(model, series, slot, point))
        if point.lower then parts[#parts + 1] = whisker_up(x + one / 2, at(point.upper), at(point.lower)) end
        if plot.figures then
          local edge = point.lower and at(point.value >= 0 and point.upper or point.lower) or tip
          parts[#parts + 1] = svg.text(x + one / 2, point.value >= 0 and edge - 6 or edge + size + 2, point.shown, "middle", "figure")
        end
      elseif point and svg.width(point.shown, size) <= one + 8 then
        reasons[#reasons + 1] = point.shown
        if model.layout ~= "stacked" then parts[#parts + 1] = svg.text(x + one / 2, zero - 6, point.shown, "middle", "missing") end
      end
    end
    if model.layout == "stacked" and #reasons > 0 then
      parts[#parts + 1] = svg.text(middle, at(up) - 6, table.concat(reasons, " "), "middle", "missing")
    end
  end
  parts[#parts + 1] = line(plot.left, zero, plot.right, zero, "base")
end

-- A series as runs of slots that follow each other with values in them: a hole ends a run.
local function runs_of(series, count)
  local runs, run = {}, nil
  for slot = 1, count do
    local point = chart.point(series, slot)
    if point and point.value then
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

local function draw_lines(model, parts, at, along)
  local count = #model.axis.labels
  for i, series in ipairs(model.series) do
    for _, run in ipairs(runs_of(series, count)) do
      local path, ribbon, back = {}, {}, {}
      for n, slot in ipairs(run) do
        local point = chart.point(series, slot)
        path[n] = { along(slot), at(point.value) }
        if point.lower then
          ribbon[#ribbon + 1] = { along(slot), at(point.upper) }
          table.insert(back, 1, { along(slot), at(point.lower) })
        end
      end
      if #ribbon > 1 then
        table.move(back, 1, #back, #ribbon + 1, ribbon)
        parts[#parts + 1] = svg.element("path", { "d", svg.path(ribbon) .. "Z", "fill", color_of(i), "class", "ribbon" })
      end
      if #path > 1 then parts[#parts + 1] = svg.element("path", { "d", svg.path(path), "stroke", color_of(i), "class", "line" }) end
    end
  end
  for i, series in ipairs(model.series) do
    for _, run in ipairs(runs_of(series, count)) do
      for _, slot in ipairs(run) do
        local point = chart.point(series, slot)
        local seen = count <= 24 or #run == 1
        parts[#parts + 1] = svg.element("circle", { "cx", along(slot), "cy", at(point.value), "r", seen and 4 or 6, "fill", color_of(i),
          "class", seen and "dot" or "touch" }, hint(model, series, slot, point))
      end
    end
  end
end

-- The lower and upper edge of each series in each slot; on top of each other when stacked.
local function edges_of(model)
  local edges, tops = {}, {}
  for i, series in ipairs(model.series) do
    edges[i] = {}
    for slot = 1, #model.axis.labels do
      local point = chart.point(series, slot)
      if point and point.value then
        local base = model.layout == "stacked" and tops[slot] or 0
        edges[i][slot] = { base, base + point.value }
        tops[slot] = base + point.value
      end
      tops[slot] = tops[slot] or 0
    end
  end
  return edges
end

local function draw_areas(model, parts, at, along)
  local edges = edges_of(model)
  for i, series in ipairs(model.series) do
    for _, run in ipairs(runs_of(series, #model.axis.labels)) do
      local points = {}
      for n, slot in ipairs(run) do points[n] = { along(slot), at(edges[i][slot][2]) } end
      for n = #run, 1, -1 do points[#points + 1] = { along(run[n]), at(edges[i][run[n]][1]) } end
      parts[#parts + 1] = svg.element("path", { "d", svg.path(points) .. "Z", "fill", color_of(i),
        "class", model.layout == "stacked" and "piece" or "sheet" })
    end
  end
end

local function draw_points(model, parts, at, along, band)
  local count = #model.series
  for i, series in ipairs(model.series) do
    local shift = band > 0 and count > 1 and (i - (count + 1) / 2) * math.min(14, band / (count + 1)) or 0
    for slot = 1, #model.axis.labels do
      for _, point in ipairs(series.slots[slot] or {}) do
        local x = along(slot) + shift
        if point.value then
          if point.lower then parts[#parts + 1] = whisker_up(x, at(point.upper), at(point.lower)) end
          parts[#parts + 1] = dot(i, x, at(point.value), hint(model, series, slot, point))
        end
      end
    end
  end
end

-- Names of series at the right end of their lines, moved apart where they would touch.
local function end_labels(model, at, along, plot)
  local list = {}
  local edges = model.mark == "area" and edges_of(model)
  for i, series in ipairs(model.series) do
    for slot = #model.axis.labels, 1, -1 do
      local point = chart.point(series, slot)
      if point and point.value then
        local y = edges and (at(edges[i][slot][1]) + at(edges[i][slot][2])) / 2 or at(point.value)
        list[#list + 1] = { i = i, lines = plot.names[i], from = { along(slot), y }, y = y }
        break
      end
    end
  end
  table.sort(list, function(a, b)
    if a.y ~= b.y then return a.y < b.y end
    return a.i < b.i
  end)
  local function height(one) return #one.lines * line_height end
  for n = 2, #list do
    list[n].y = math.max(list[n].y, list[n - 1].y + (height(list[n - 1]) + height(list[n])) / 2)
  end
  local floor = plot.bottom + line_height / 2
  for n = #list, 1, -1 do
    list[n].y = math.min(list[n].y, floor - height(list[n]) / 2)
    floor = list[n].y - height(list[n]) / 2
  end
  local parts = {}
  for _, one in ipairs(list) do
    local far = math.abs(one.y - one.from[2]) > 6 or plot.right - one.from[1] > 12
    if far and not edges then parts[#parts + 1] = line(one.from[1] + 6, one.from[2], plot.right + 8, one.y, "leader") end
    parts[#parts + 1] = svg.element("rect", { "x", plot.right + 10, "y", one.y - height(one) / 2 + 3, "width", 4,
      "height", height(one) - 6, "fill", color_of(one.i) })
    for n, words in ipairs(one.lines) do
      parts[#parts + 1] = svg.text(plot.right + 19, one.y - height(one) / 2 + n * line_height - 4, words, "start", "label")
    end
  end
  return parts
end

local function value_title(model, plot, parts)
  local lines = svg.wrap(model.value.title, size, plot.width, 2)
  for n, words in ipairs(lines) do parts[#parts + 1] = svg.text(0, plot.top + n * line_height - 4, words, "start", "title") end
  plot.top = plot.top + #lines * line_height + 6
end

-- Whether figures can stand over bars without touching their neighbours.
local function figures_fit(model, band)
  if model.layout == "stacked" or model.mark ~= "bar" then return false end
  local one = math.min(band * 0.76, 72 * #model.series) / (model.layout == "grouped" and #model.series or 1)
  local room = model.layout == "grouped" and one or band - 4
  for _, series in ipairs(model.series) do
    for slot = 1, #model.axis.labels do
      local point = chart.point(series, slot)
      if point and svg.width(point.shown, size) > room then return false end
    end
  end
  return true
end

local function draw_upright(model, drawing_width)
  local parts, plot = {}, { width = drawing_width, top = 0 }
  local direct = (model.mark == "line" or model.mark == "area") and #model.series > 1
  value_title(model, plot, parts)
  if #model.series > 1 and not direct then
    local key, height = legend(model, 0, plot.top, drawing_width, model.mark == "point" and dot or square)
    table.move(key, 1, #key, #parts + 1, parts)
    plot.top = plot.top + height
  end
  plot.height = math.min(360, math.max(220, drawing_width * 0.48))
  plot.top = plot.top + (model.mark == "bar" and 20 or 10)
  plot.bottom = plot.top + plot.height
  local scale, at = value_scale(model, plot.bottom, plot.top, drawing_width < 480 and 4 or 5)
  plot.left = widest_tick(scale) + 10
  plot.right = drawing_width - 10
  if direct then
    local most, room = 0, drawing_width * (drawing_width < 480 and 0.3 or 0.26)
    plot.names = {}
    for i, series in ipairs(model.series) do
      plot.names[i] = svg.wrap(series.name, size, room, 3)
      for _, words in ipairs(plot.names[i]) do most = math.max(most, svg.width(words, size)) end
    end
    plot.right = drawing_width - most - 22
  end
  local place = along_scale(model, plot.left, plot.right)
  local along, band, across = place.slot, place.band, place.scale

  local names, name_height
  if model.axis.type == "nominal" or model.axis.type == "ordinal" then
    names, name_height = name_lines(model, band)
    local may_lie = model.mark == "bar" or model.mark == "point"
    if not names and may_lie then return nil end
  end
  plot.figures = figures_fit(model, band)

  for _, tick in ipairs(scale.ticks) do
    local y = at(tick)
    parts[#parts + 1] = line(plot.left, y, plot.right, y, tick == 0 and "base" or "grid")
    parts[#parts + 1] = svg.text(plot.left - 8, y + 5, chart.tick(tick, scale.decimals), "end", "tick")
  end
  local below = plot.bottom
  if names then
    for slot, lines in ipairs(names) do
      for n, words in ipairs(lines) do parts[#parts + 1] = svg.text(along(slot), plot.bottom + 2 + n * line_height, words, "middle", "tick") end
    end
    below = below + name_height * line_height + 6
  elseif across then
    for _, tick in ipairs(across.ticks) do
      local x = plot.left + (tick - across.low) / (across.high - across.low) * (plot.right - plot.left)
      parts[#parts + 1] = line(x, plot.bottom, x, plot.bottom + 5, "stroke")
      local words = chart.tick(tick, across.decimals)
      parts[#parts + 1] = svg.text(math.min(x, drawing_width - svg.width(words, size) / 2), plot.bottom + 21, words, "middle", "tick")
    end
    below = below + 26
  else
    for _, label in ipairs(axis_labels(model, place, plot.right - plot.left)) do
      local x = label[1]
      if band == 0 then parts[#parts + 1] = line(x, plot.bottom, x, plot.bottom + 5, "stroke") end
      local half = svg.width(label[2], size) / 2
      parts[#parts + 1] = svg.text(math.min(math.max(x, half), drawing_width - half), plot.bottom + 21, label[2], "middle", "tick")
    end
    below = below + 26
  end
  local title = axis_title(model)
  if title then
    below = below + line_height + 2
    parts[#parts + 1] = svg.text((plot.left + plot.right) / 2, below - 4, title, "middle", "title")
  end

  if model.mark == "bar" then
    draw_bars(model, parts, at, along, band, plot)
  elseif model.mark == "line" then
    draw_lines(model, parts, at, along)
  elseif model.mark == "area" then
    draw_areas(model, parts, at, along)
  else
    draw_points(model, parts, at, along, band)
  end
  if scale.low < 0 and scale.high > 0 and model.mark ~= "bar" then parts[#parts + 1] = line(plot.left, at(0), plot.right, at(0), "base") end
  if direct then
    local labels = end_labels(model, at, along, plot)
    table.move(labels, 1, #labels, #parts + 1, parts)
  end
  return parts, below + 4
end

-- ---------------------------------------------------------------------------------------------------------------
-- Charts that lie on their side: the quantity runs to the right, and every slot has a line of its own.

local function figure_room(model)
  local room = 0
  for _, series in ipairs(model.series) do
    for slot = 1, #model.axis.labels do
      local point = chart.point(series, slot)
      if point then room = math.max(room, svg.width(point.shown, size)) end
    end
  end
  return room + 10
end

-- The figure of a point: at the end of its bar, or, where an interval is drawn, in a column at the right edge, lest it be
-- taken for the end of the interval.
local function lying_figure(model, plot, y, edge, point)
  if model.value.interval then return svg.text(plot.width, y + 5, point.shown, "end", "figure") end
  return svg.text(edge + 6, y + 5, point.shown, "start", "figure")
end

local function draw_lying_bar(model, parts, at, slot, top, plot)
  local thickness = plot.thickness
  local right, left, reasons = 0, 0, {}
  for i, series in ipairs(model.series) do
    local point = chart.point(series, slot)
    local y = top + (model.layout == "grouped" and (i - 1) * (thickness + 2) or 0)
    if point and point.value then
      local base, tip = at(0), at(point.value)
      if model.layout == "stacked" then
        if point.value >= 0 then
          base, tip, right = at(right), at(right + point.value), right + point.value
        else
          base, tip, left = at(left), at(left + point.value), left + point.value
        end
      end
      parts[#parts + 1] = svg.element("rect", { "x", math.min(base, tip), "y", y, "width", math.abs(tip - base), "height", thickness,
        "fill", color_of(i), "class", model.layout == "stacked" and "piece" or false }, hint(model, series, slot, point))
      if point.lower then parts[#parts + 1] = whisker_across(y + thickness / 2, at(point.lower), at(point.upper)) end
      if model.layout ~= "stacked" then
        parts[#parts + 1] = lying_figure(model, plot, y + thickness / 2, math.max(tip, base), point)
      end
    elseif point and model.layout == "stacked" then
      reasons[#reasons + 1] = point.shown
    elseif point then
      parts[#parts + 1] = svg.text(at(0) + 6, y + thickness / 2 + 5, point.shown, "start", "missing")
    end
  end
  if #reasons > 0 then
    parts[#parts + 1] = svg.text(at(right) + 6, top + thickness / 2 + 5, table.concat(reasons, " "), "start", "missing")
  end
end

local function draw_lying_points(model, parts, at, slot, top, plot)
  for i, series in ipairs(model.series) do
    local y = top + (i - 0.5) * plot.thickness
    for _, point in ipairs(series.slots[slot] or {}) do
      if point.value then
        if point.lower then parts[#parts + 1] = whisker_across(y, at(point.lower), at(point.upper)) end
        parts[#parts + 1] = dot(i, at(point.value), y, hint(model, series, slot, point))
        parts[#parts + 1] = lying_figure(model, plot, y, at(point.value) + 5, point)
      else
        parts[#parts + 1] = svg.text(plot.left + 6, y + 5, point.shown, "start", "missing")
      end
    end
  end
end

local function draw_lying(model, drawing_width)
  local parts, plot = {}, { width = drawing_width, top = 0 }
  if #model.series > 1 then
    local key, height = legend(model, 0, 0, drawing_width, model.mark == "point" and dot or square)
    table.move(key, 1, #key, #parts + 1, parts)
    plot.top = height
  end
  local above = drawing_width < 480
  local labels, label_room = {}, 0
  for slot, label in ipairs(model.axis.labels) do
    labels[slot] = svg.wrap(label, size, above and drawing_width or drawing_width * 0.32, above and 2 or 3)
    for _, words in ipairs(labels[slot]) do label_room = math.max(label_room, svg.width(words, size)) end
  end
  plot.left = above and 1 or label_room + 12
  plot.right = drawing_width - (model.layout == "stacked" and 10 or figure_room(model))
  local beside = (model.layout == "grouped" or model.mark == "point") and #model.series or 1
  plot.thickness = model.mark == "point" and 20 or beside > 1 and 18 or 24
  local stack = beside * (plot.thickness + (model.mark == "bar" and beside > 1 and 2 or 0))
  local scale, at = value_scale(model, plot.left, plot.right, drawing_width < 480 and 4 or 6)
  plot.top = plot.top + 6
  local y = plot.top
  local rows = {}
  for slot in ipairs(model.axis.labels) do
    local text_height = #labels[slot] * line_height
    local height = above and text_height + stack + 12 or math.max(stack, text_height) + 10
    rows[slot] = { top = y, bar = above and y + text_height + 2 or y + (height - stack) / 2, height = height }
    y = y + height
  end
  plot.bottom = y + 2

  for _, tick in ipairs(scale.ticks) do
    parts[#parts + 1] = line(at(tick), plot.top, at(tick), plot.bottom, tick == 0 and "base" or "grid")
    local text = chart.tick(tick, scale.decimals)
    local half = svg.width(text, size) / 2
    parts[#parts + 1] = svg.text(math.min(math.max(at(tick), half), drawing_width - half), plot.bottom + line_height, text, "middle", "tick")
  end
  for slot, row in ipairs(rows) do
    for n, words in ipairs(labels[slot]) do
      if above then
        parts[#parts + 1] = svg.text(plot.left + 4, row.top + n * line_height - 4, words, "start", "label halo")
      else
        local first = row.top + (row.height - #labels[slot] * line_height) / 2
        parts[#parts + 1] = svg.text(plot.left - 10, first + n * line_height - 4, words, "end", "label")
      end
    end
    if model.mark == "bar" then
      draw_lying_bar(model, parts, at, slot, row.bar, plot)
    else
      draw_lying_points(model, parts, at, slot, row.bar, plot)
    end
  end
  local below = plot.bottom + line_height + 4
  for _, words in ipairs(svg.wrap(model.value.title, size, drawing_width - plot.left, 2)) do
    below = below + line_height
    parts[#parts + 1] = svg.text(plot.left, below, words, "start", "title")
  end
  return parts, below + 6
end

-- The chart of a block as one svg element, `drawing_width` units wide, with ids that begin with `id`. Bars and points whose
-- names do not fit under them are laid on their side.
function chart_svg.draw(block, drawing_width, id)
  local model = chart.model(block)
  local parts, height
  if #model.axis.labels == 0 or not model.value.low then
    parts, height = { svg.text(drawing_width / 2, 34, "No figures to draw", "middle", "missing") }, 56
  elseif model.horizontal then
    parts, height = draw_lying(model, drawing_width)
  else
    parts, height = draw_upright(model, drawing_width)
    if not parts then parts, height = draw_lying(model, drawing_width) end
  end
  local box = ("0 0 %s %s"):format(svg.number(drawing_width), svg.number(height))
  local words = ('<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>'):format(id, escape.html(block.title), id, escape.html(block.alt))
  return svg.element("svg", { "xmlns", "http://www.w3.org/2000/svg", "viewBox", box, "width", drawing_width, "height", height, "role", "img",
    "aria-labelledby", id .. "-title " .. id .. "-desc" }, words .. "\n" .. table.concat(parts, "\n") .. "\n")
end

return chart_svg
