-- fill_down.lua - t:fill_down{ columns =, within = }: filling that ends where a block or a group does.
--
--     year   quarter  n            within = "blocks"
--     2019   Q1       5            2019
--     ·      Q2       6            2019
--     ·      ·        ·            ·       blank: nothing is filled here, and nothing from above below it
--     ·      Jan      2            ·
--
-- The filling itself is core's (bindings/objects/table_rows.c), within groups that are made here.

local arguments = require "lib.figures.verb_arguments"
local blocks = require "lib.verbs.layout.blocks"
local raise = require "lib.base.raise"

local fill_down = {}

-- No column of a table is called so: names of files hold no control characters.
local number = "\1block"

-- t with a column that numbers its blocks: a blank row is the first of the one that begins there.
local function with_blocks(t)
  local numbers, blank, next_blank, block = {}, blocks.blank_rows(t), 1, 0
  if #blank == 0 then return t:mutate { { number, lab.lit(0) } } end
  for row = 1, #t do
    if blank[next_blank] == row then next_blank, block = next_blank + 1, block + 1 end
    numbers[row] = block
  end
  return t:put(number, numbers, { type = "integer", from = {} })
end

local function is_blocks(t, within)
  if within ~= "block" and within ~= "blocks" then return false end
  for _, name in ipairs(t:column_names()) do
    if name == within then return false end
  end
  return true
end

-- Called by the method in C when it is handed options.
function fill_down.with_options(t, given)
  local grouping = t:grouping()
  if grouping and given.within ~= nil then raise "fill_down: either within or group_by says within what, not both" end
  if grouping then return t:fill_down(arguments.need(arguments.read(t, "fill_down", { "columns", columns = "columns", groups = true }, given),
    "fill_down", "columns", 't:fill_down{ columns = "force" }')) end
  local by_blocks = is_blocks(t, given.within)
  local o = arguments.read(t, "fill_down", { "columns", columns = "columns", within = by_blocks and "text" or "columns" }, given)
  arguments.need(o, "fill_down", "columns", 't:fill_down{ columns = "force", within = "year" }')
  if o.within == nil then return t:fill_down(o.columns) end
  local seen = {}
  for _, name in ipairs(o.columns) do seen[name] = true end
  for _, name in ipairs(by_blocks and {} or o.within) do
    if seen[name] then raise('fill_down: "%s" is to be filled and says within what', name) end
  end
  if not by_blocks then return t:group_by(o.within):fill_down(o.columns) end
  return with_blocks(t):group_by(number):fill_down(o.columns):drop(number)
end

return fill_down
