-- facets.lua - small multiples: a panel for each value of a column, all on the scale of the whole, so that they can be compared.
--
--     { chart = "line", table = t, x = "year", y = "people", facet = "type" }
--
-- Each panel is a chart block of its own with the periods and names of all; what a panel has no row for is missing there. Instead of a fifth
-- series.

local encoding = require "lib.chart.encoding"
local model = require "lib.chart.model"
local plain = require "lib.figures.plain"
local raise = require "lib.base.raise"
local scales = require "lib.chart.scales"
local shapes = require "lib.chart.shapes"
local suggest = require "lib.base.suggest"
local svg = require "lib.chart.svg"

local facets = {}

local most = 24 -- panels, which are as many as anybody compares

-- The rows of a plain table as rows of cells for plain.table, those of one panel, then one for each place along the axis that it lacks; and
-- the set of those that were added so.
local function panel_rows(t, facet, shown, along)
  local names, rows, seen, absent, added = encoding.names(t), {}, {}, {}, {}
  rows.columns = names
  local facets_of, places = encoding.column(t, facet).shown, encoding.column(t, along)
  for row = 1, t.rows do
    local place = places.shown[row]
    if facets_of[row] == shown then
      local cells = {}
      for _, column in ipairs(t.columns) do
        local value, marker = column.values[row], column.markers and column.markers[row]
        cells[column.name] = value ~= nil and marker and { value, marker } or value == nil and marker or value
      end
      rows[#rows + 1], seen[place] = cells, true
    elseif not absent[place] then
      absent[place] = true
      table.insert(absent, { place, places.values[row] })
    end
  end
  for _, one in ipairs(absent) do
    if not seen[one[1]] then
      rows[#rows + 1] = { [along] = one[2] }
      added[rows[#rows]] = true
    end
  end
  return rows, added
end

-- The order of the places in the whole table, so that names stand in one order in all panels.
local function in_order(rows, t, along)
  local order, column = {}, encoding.column(t, along)
  for row = 1, t.rows do
    if column.values[row] ~= nil and not order[column.values[row]] then order[column.values[row]] = row end
  end
  local at = {}
  for i, row in ipairs(rows) do at[row] = i end
  table.sort(rows, function(a, b)
    local x, y = order[a[along]] or math.huge, order[b[along]] or math.huge
    if x ~= y then return x < y end
    return at[a] < at[b]
  end)
  return rows
end

-- The block of a chart with facets; make(spec, where) makes that of a chart without.
function facets.block(spec, make, where)
  local name, whole = spec.facet, plain.table(spec.table, { columns = spec.columns, titles = spec.titles, units = spec.units, decimals = spec.decimals, missing = spec.missing }, where)
  if type(name) ~= "string" or not encoding.column(whole, name) then
    raise('%s: facet is the name of a column, and "%s" is none%s', where, tostring(name), suggest.among(tostring(name), encoding.names(whole), "columns are"))
  end
  local column, list, seen = encoding.column(whole, name), {}, {}
  for row = 1, whole.rows do
    local shown = column.shown[row]
    if not seen[shown] then
      seen[shown] = true
      list[#list + 1] = shown
    end
  end
  if #list > most then raise('%s: facet "%s" makes %d panels, more than anybody compares (%d): filter the table to those that matter', where, name, #list, most) end
  -- Which channel is which is found out on the first panel, the scale from all of them.
  local panels, low, high, first = {}, nil, nil, nil
  local function panel(shown, along, domain)
    local one = {}
    for key, value in pairs(spec) do one[key] = value end
    one.facet, one.title, one.alt, one.titles, one.units = nil, shown, nil, {}, {}
    local rows, added = panel_rows(whole, name, shown, along)
    one.table, one.panel = in_order(rows, whole, along), true
    one.decimals, one.columns = nil, {}
    for i, other in ipairs(whole.columns) do
      one.columns[i] = { name = other.name, title = other.title, unit = other.unit, decimals = other.decimals, grouping = other.grouping, type = other.type, align = other.align }
    end
    one.encoding = {}
    for _, key in ipairs { "x", "y", "color", "xOffset", "yOffset" } do
      local given = spec[key] or (spec.encoding or {})[key]
      if type(given) == "string" then given = { field = given } end
      one[key] = nil
      if given then
        one.encoding[key] = {}
        for word, value in pairs(given) do one.encoding[key][word] = value end
        if domain and domain.key == key then one.encoding[key].scale = { domain = domain.ends } end
      end
    end
    local made = make(one, ("%s: panel \"%s\""):format(where, shown))
    -- What has no row is an empty place, not a figure that somebody lacks.
    for i, row in ipairs(rows) do
      if added[row] then encoding.column(made.table, made.encoding[made.value].field).shown[i] = "" end
    end
    return made
  end
  local function field_of(key)
    local given = spec[key] or (spec.encoding or {})[key]
    return type(given) == "table" and given.field or given
  end
  for _, key in ipairs { "x", "y" } do
    if type(field_of(key)) ~= "string" or not encoding.column(whole, field_of(key)) then
      raise('%s: %s names a column "%s" that is not there%s', where, key, tostring(field_of(key)), suggest.among(tostring(field_of(key)), encoding.names(whole), "columns are"))
    end
  end
  for i, shown in ipairs(list) do
    local made = panel(shown, field_of "x")
    if made.along == "y" then made = panel(shown, field_of "y") end
    first = first or made
    panels[i] = made
    local drawn = model.of(made)
    if drawn.value.low then low, high = math.min(low or drawn.value.low, drawn.value.low), math.max(high or drawn.value.high, drawn.value.high) end
  end
  if not first then raise("%s: facet: the table has no rows", where) end
  local channel = first.encoding[first.value]
  local drawn = model.of(first)
  if not (channel.scale and channel.scale.domain) and low then
    drawn.value.low, drawn.value.high = low, high
    local scale = scales.quantity(drawn, 4)
    local along = first.encoding[first.along].field
    for i, shown in ipairs(list) do panels[i] = panel(shown, along, { key = first.value, ends = { scale.low, scale.high } }) end
  end
  local block = { kind = "chart", title = spec.title, mark = first.mark, encoding = first.encoding, value = first.value, along = first.along, table = whole,
    facet = { field = name, title = column.title }, panels = panels }
  block.alt = spec.alt or ("%s, a panel for each of %d: %s."):format(first.alt:match("^(.-) by ") or column.title, #list, table.concat(list, ", "))
  return block
end

-- The panels beside each other, as many in a row as have room; the elements of the drawing and its height.
function facets.draw(block, width, draw)
  local columns = math.max(1, math.min(#block.panels, width // 230))
  local gap = 24
  local room = (width - gap * (columns - 1)) / columns
  local parts, top, tallest = {}, 0, 0
  for _, words in ipairs(svg.wrap(model.of(block.panels[1]).value.title, shapes.size, width, 2)) do
    top = top + shapes.line_height
    parts[#parts + 1] = svg.text(0, top - 4, words, "start", "title")
  end
  top = top + 6
  for i, panel in ipairs(block.panels) do
    local column = (i - 1) % columns
    local drawn, height = draw(panel, room)
    parts[#parts + 1] = ('<g transform="translate(%s %s)">'):format(svg.number(column * (room + gap)), svg.number(top)) .. "\n" .. table.concat(drawn, "\n") .. "\n</g>"
    tallest = math.max(tallest, height)
    if column == columns - 1 or i == #block.panels then top, tallest = top + tallest + 12, 0 end
  end
  return parts, top
end

return facets
