-- made_of.lua - t:made_of{ ... }: where the figures of a table come from that a script put together out of figures of other tables.
--
--     lab.table(rows):made_of{ nearest, { asked, answered } }     row 1 was made of what nearest shows, row 2 of both tables
--
-- Verbs know it by themselves; numbers that a script took out of a table and reckoned with do not.

local core = require "slavelab.lineage"
local lineage = require "lib.figures.lineage.lineage"
local lists = require "slavelab.lists"
local raise = require "lib.base.raise"

local made_of = {}

local function is_table(value) return type(value) == "userdata" and getmetatable(value) == "slavelab.Table" end

-- The tables of one row, with the columns of each that say something.
local function read(given, row)
  if given == nil or is_table(given) then given = { given } end
  if type(given) ~= "table" then raise("made_of: row %d: a table or a list of tables is expected, not a %s", row, type(given)) end
  local tables = {}
  for i, t in ipairs(lists.list(given, "made_of: row " .. row)) do
    if not is_table(t) then raise("made_of: row %d: item %d is a %s, not a table", row, i, type(t)) end
    tables[i] = { t = core.keep(t), names = lineage.telling(t) }
  end
  return tables
end

function made_of.made_of(t, given)
  if type(given) ~= "table" then raise("made_of: a list is expected, with what each row was made of, not a %s", type(given)) end
  local of_row = {}
  for row, one in ipairs(lists.list(given, "made_of")) do of_row[row] = read(one, row) end
  if #of_row ~= #t then raise("made_of: the list has %d items, the table %d rows", #of_row, #t) end
  local recipe = { from = core.keep(t), cells = function(row, at)
    for _, one in ipairs(of_row[row]) do
      for _, name in ipairs(one.names) do
        for other = 1, #one.t do at(name, other, one.t) end
      end
    end
  end }
  local cells = {}
  for _, name in ipairs(t:column_names()) do cells[name] = recipe end
  return core.set(t, { parts = {}, cells = cells })
end

lab.method("table", "made_of", made_of.made_of, {
  signature = "(rows: (slavelab.Table|slavelab.Table[])[]): slavelab.Table",
  text = "The same table, that knows where its figures come from: for each row the table, or the tables, whose figures it was made of. For tables "
    .. "that a script puts together out of numbers it took from others; verbs know it by themselves.",
  example = [[
local t = lab.table { columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 5 } }:with_sources { { title = "A bulletin" } }
local kent = t:filter("force == 'Kent'")
local worked_out = lab.table { columns = { "what", "n" }, { "twice", kent.people[1] * 2 } }:made_of { kent }
print(worked_out:sources()[1].title)]],
})

return made_of
