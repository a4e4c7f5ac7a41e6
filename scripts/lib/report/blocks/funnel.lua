-- funnel.lua - { funnel = areas, curve = curve, name = "force", title = ... }: the two tables of t:funnel as a funnel plot.
--
--     r:funnel(areas, { curve = curve, name = "force", title = "One force stands apart" })
--
-- Points are the areas, the limits are drawn behind them, dotted further out, the target across; areas beyond the inner limits are named,
-- those that are farthest from the target first.

local chart = require "lib.chart.chart"
local raise = require "lib.base.raise"
local words = require "lib.report.words"

local quiet = "#5a6268"

local function need(t, names, what, where)
  if type(t) ~= "userdata" or not t.column_names then raise("%s: %s is a table of t:funnel, not a %s", where, what, type(t)) end
  local has = {}
  for _, name in ipairs(t:column_names()) do has[name] = true end
  for _, name in ipairs(names) do
    if not has[name] then raise('%s: %s has no column "%s"; it is a table of t:funnel', where, what, name) end
  end
  return has
end

-- The areas that are named: with a figure and beyond the inner limits, the farthest first.
local function named_rows(areas)
  return areas:filter("z is not missing and starts_with(position, 'above') or z is not missing and starts_with(position, 'below')"):mutate("far = abs(z)"):sort("-far"):drop("far")
end

return {
  name = "funnel",
  keys = { "funnel", "curve", "name", "title", "alt", "titles", "units", "decimals", "notes", "source" },
  arguments = "areas, options",
  build = function(spec, where)
    local areas, curve, name = spec.funnel, spec.curve, spec.name
    local example = 'r:funnel(areas, { curve = curve, name = "force", title = ... }), areas and curve being what t:funnel gives'
    if curve == nil then raise("%s: curve is missing: %s", where, example) end
    if type(name) ~= "string" then raise("%s: name says which column holds the names of the areas: %s", where, example) end
    need(curve, {}, "curve", where)
    local size, limits = curve:column_names()[1], {}
    for _, column in ipairs(curve:column_names()) do
      if column:find("^lower_") or column:find("^upper_") then limits[#limits + 1] = column end
    end
    need(areas, { name, size, "value", "target", "z", "position" }, "funnel", where)
    local layers = {}
    for i, column in ipairs(limits) do
      layers[i] = { mark = { type = "line", color = quiet, strokeDash = i > 2 and { 2, 3 } or nil }, table = curve, x = size, y = column }
    end
    local first = 1
    while first < #areas and areas.target[first] == nil do first = first + 1 end
    if #areas > 0 and areas.target[first] ~= nil then
      layers[#layers + 1] = { mark = { type = "rule", color = quiet }, y = { datum = areas.target[first] } }
    end
    layers[#layers + 1] = { mark = "point", x = size, y = "value" }
    layers[#layers + 1] = { mark = "text", table = named_rows(areas), x = size, y = "value", text = name }
    local shown = { name, size, "value", "target" }
    for _, column in ipairs(limits) do shown[#shown + 1] = column end
    shown[#shown + 1] = "position"
    local block = chart.block({ title = spec.title, alt = spec.alt, table = areas, columns = shown, titles = spec.titles, units = spec.units,
      decimals = spec.decimals, layer = layers }, where)
    return { words.below(block, spec, areas, where) }
  end,
}
