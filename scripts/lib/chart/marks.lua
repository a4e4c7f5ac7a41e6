-- marks.lua - the marks that charts are drawn with, a file each: found by name, checked when loaded.
--
-- A mark is a table that its file returns. What is shipped lies in lib/chart/marks/; a file of that name in the folder marks/
-- of a place where formats are looked for too comes before it. docs/documents.md tells how to write one.
--
--     name, plural    "bar"; "Bars", which opens the words said of a chart whose author gave no alt
--     zero            its quantity's axis holds zero whatever the author says: what is drawn is as long as its figure
--     bands           "always": each slot has a band of the axis, numbers too; "periods": names and periods have; nil: names
--     stacks          several series in one slot stand on each other
--     several         a series may have several points in one slot
--     bounds          it draws an interval alone, and needs no figure between lower and upper
--     check           function(block, where): raises what does not fit
--     said            function(point): what is shown for its figure and its interval
--     svg             how it is drawn upright and, when it can be, lying on its side: upright.lua, lying.lua
--     text            function(model, columns): its lines in letters
--     vega            how Vega-Lite is told: formats/vega-lite.lua

local find = require "lib.base.find"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local marks = {}

-- Key, its type, whether it is needed.
local keys = {
  { "name", "string", true }, { "plural", "string", true }, { "zero", "boolean" }, { "bands", "string" }, { "stacks", "boolean" },
  { "several", "boolean" }, { "bounds", "boolean" }, { "check", "function" }, { "said", "function" }, { "svg", "table", true },
  { "text", "function", true }, { "vega", "table", true },
}
local parts = {
  { "svg", "upright", "function", true }, { "svg", "lying", "function" }, { "svg", "lane", "function" }, { "svg", "key", "function" },
  { "svg", "edges", "function" }, { "svg", "headroom", "number" }, { "svg", "figures", "function" }, { "svg", "round_ends", "boolean" },
  { "svg", "owns_zero", "boolean" },
  { "vega", "type", "string", true }, { "vega", "options", "table" }, { "vega", "interval", "string" },
  { "vega", "holes", "boolean" }, { "vega", "dots", "boolean" }, { "vega", "alone", "boolean" },
}

local function problems_of(mark)
  if type(mark) ~= "table" then return { ("it returns %s, not a table"):format(mark == nil and "nothing" or "a " .. type(mark)) } end
  local problems = {}
  local function look(holder, prefix, key, kind, needed)
    local value = holder[key]
    if value == nil then
      if needed then problems[#problems + 1] = ("no %s%s"):format(prefix, key) end
    elseif type(value) ~= kind then
      problems[#problems + 1] = ("%s%s is a %s, not a %s"):format(prefix, key, kind, type(value))
    end
  end
  local names, of_part = {}, { svg = {}, vega = {} }
  for _, row in ipairs(keys) do
    names[#names + 1] = row[1]
    look(mark, "", row[1], row[2], row[3])
  end
  for _, row in ipairs(parts) do
    table.insert(of_part[row[1]], row[2])
    if type(mark[row[1]]) == "table" then look(mark[row[1]], row[1] .. ".", row[2], row[3], row[4]) end
  end
  local function know(holder, prefix, allowed, what)
    for _, key in ipairs(suggest.keys(holder)) do
      local known = false
      for _, one in ipairs(allowed) do known = known or one == key end
      if not known then problems[#problems + 1] = ('unknown key "%s%s"%s'):format(prefix, key, suggest.among(key, allowed, what)) end
    end
  end
  know(mark, "", names, "a mark has")
  for part, allowed in pairs(of_part) do
    if type(mark[part]) == "table" then know(mark[part], part .. ".", allowed, part .. " has") end
  end
  if type(mark.vega) == "table" and mark.vega.holes and mark.stacks and type(mark.svg) == "table" and not mark.svg.edges then
    problems[#problems + 1] = "a mark that stacks and has vega.holes needs svg.edges"
  end
  if type(mark.svg) == "table" and mark.svg.lying and not mark.svg.lane then problems[#problems + 1] = "svg.lying goes with svg.lane" end
  if type(mark.bands) == "string" and mark.bands ~= "always" and mark.bands ~= "periods" then
    problems[#problems + 1] = 'bands is "always", "periods" or nothing'
  end
  table.sort(problems)
  return problems
end

-- The mark, if nothing is wrong with it; otherwise one error that lists all that is, naming where it comes from.
function marks.check(mark, where)
  local problems = problems_of(mark)
  if #problems > 0 then raise("%s: this is not a mark:\n  - %s", where, table.concat(problems, "\n  - ")) end
  return mark
end

local shipped = select(2, ...):gsub("%.lua$", "") -- beside this file, whose path require hands on

-- The names of all marks that are found, by the alphabet.
function marks.names() return find.also_shipped_names("marks", shipped) end

local loaded = {}

-- The mark of that name, checked; nil when there is none.
function marks.named(name)
  local path = find.also_shipped("marks", name, shipped)
  if not path then return nil end
  if not loaded[path] then
    local chunk, message = loadfile(path, "t")
    if not chunk then raise("%s", message) end
    local mark = marks.check(chunk(), path)
    if mark.name ~= name then raise('%s: its name is "%s"; a mark has the name of its file', path, mark.name) end
    loaded[path] = mark
  end
  return loaded[path]
end

-- A mark as an author gives it, Vega-Lite's way: a name, or { type = name }.
function marks.read(given, where)
  if type(given) == "table" and type(given.type) == "string" then given = given.type end
  if given == nil then raise("%s: a chart needs a mark: %s", where, table.concat(marks.names(), ", ")) end
  local mark = marks.named(given)
  if not mark then
    raise('%s: unknown mark "%s"%s', where, tostring(given), suggest.among(given, marks.names(), "marks are"))
  end
  return mark
end

return marks
