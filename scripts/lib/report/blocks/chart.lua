-- chart.lua - { chart = t, mark =, ... }, { chart = "bar", table = t, ... } or { chart = { mark =, encoding =, data = t } }.

local chart = require "lib.chart.chart"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.report.words"

local keys = { "chart", "table", "data", "title", "alt", "mark", "layer", "facet", "encoding", "x", "y", "color", "xOffset", "yOffset", "columns", "titles",
  "units", "decimals", "missing", "notes", "source" }

local function check_keys(given, where)
  for _, key in ipairs(suggest.keys(given)) do
    local known = false
    for _, one in ipairs(keys) do known = known or one == key end
    if not known then raise('%s: unknown option "%s"%s', where, tostring(key), suggest.among(key, keys, "it takes")) end
  end
end

-- The three ways to write a chart as one: its words beside each other, its data in `table`.
local function spread(spec, where)
  local flat = lists.options(spec, where)
  local given = flat.chart
  flat.chart = nil
  if type(given) == "string" then
    if flat.mark ~= nil then raise("%s: the mark is given twice", where) end
    flat.mark = given
  elseif type(given) == "table" and (given.mark ~= nil or given.encoding ~= nil or given.layer ~= nil) then
    given = lists.options(given, where)
    check_keys(given, where)
    for key, value in pairs(given) do
      if flat[key] ~= nil then raise("%s: %s is given twice", where, key) end
      flat[key] = value
    end
  elseif given ~= nil and given ~= true then
    if flat.table ~= nil or flat.data ~= nil then raise("%s: the table is given twice", where) end
    flat.table = given
  end
  if flat.data ~= nil then
    if flat.table ~= nil then raise("%s: the table is given twice", where) end
    flat.table, flat.data = flat.data, nil
  end
  return flat
end

return {
  name = "chart",
  keys = keys,
  arguments = "t, options",
  build = function(spec, where)
    local flat = spread(spec, where)
    if type(flat.title) == "string" then flat.title = words.tidy(flat.title) end
    if type(flat.alt) == "string" then flat.alt = words.tidy(flat.alt) end
    return { words.below(chart.block(flat, where), flat, flat.table, where) }
  end,
}
