-- k_anonymity.lua - t:k_anonymity: how many records can be told apart by what others may know of a person.
--
--     age    sex     records       k = 5: the class "Child, Male" has 2 records, so that who knows a boy in the data
--     Adult  Female       31       has him down to one of two
--     Child  Male          2
--
-- A class is all the records with the same values in the named columns; a missing value is a value of its own. Samarati & Sweeney 1998. What
-- all records of a class have in common (all of them victims of one kind) is told of each of them whatever their number, and not looked at.

local arguments = require "lib.figures.verb_arguments"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local total_labels = require "lib.figures.totals.total_labels"
local words = require "lib.base.words"

local k_anonymity = {}

local example = 't:k_anonymity{ columns = { "age", "sex", "nationality" }, k = 5 }'

local function check_counts(t, name)
  arguments.need_numbers(t, "k_anonymity", { name })
  local counts = t:col(name):to_list()
  for row = 1, #t do
    local count = counts[row]
    if count == nil or count < 0 or not math.tointeger(count) then
      raise('k_anonymity: row %d: "%s" is %s, and a row stands for a whole number of records', row, name, count and number.format(count) or "missing")
    end
  end
end

function k_anonymity.verb(t, ...)
  local o = arguments.read(t, "k_anonymity", { "columns", columns = "columns", k = "integer", count = "column" }, ...)
  arguments.need(o, "k_anonymity", "columns", example)
  local k = o.k or 5
  if k < 2 then raise("k_anonymity: k is 2 or more records, as every record is a class of one at least; not %d", k) end
  for _, name in ipairs(o.columns) do
    if name == "records" then raise('k_anonymity: it writes a column "records"; rename yours first: t:rename{ records = "..." }') end
    if name == o.count then raise('k_anonymity: "%s" is the count of records, and no column that tells them apart', name) end
  end
  if o.count then check_counts(t, o.count) end
  t = total_labels.warn(t, "k_anonymity", {})
  local records, n = lab.col.records, o.count and lab.col[o.count]:sum() or lab.expr "count()"
  local classes = t:group_by(o.columns):summarise { { "records", n } }:filter(records:gt(0))
  local few = records:lt(k)
  local result = classes:summarise {
    { "records", records:sum():coalesce(0) }, { "classes", lab.expr "count()" }, { "smallest", records:min() },
    { "classes_below", few:if_else(1, 0):sum():coalesce(0) }, { "records_below", few:if_else(records, 0):sum():coalesce(0) },
  }
  local below = classes:filter(few):sort("records", o.columns)
  local counts = { result:col("classes_below")[1], result:col("records_below")[1] }
  local text = ("k-anonymity by %s: the smallest class has %s; %s of %s in classes of fewer than %d, %d of %s."):format(table.concat(o.columns, ", "),
    #classes == 0 and "no record" or words.count(result:col("smallest")[1], "record"), words.count(counts[2], "record"),
    number.format(result:col("records")[1]) .. " " .. words.either(counts[2], "stands", "stand"), k, counts[1], words.count(#classes, "class", "classes"))
  return notes.add(result, "k_anonymity", text), notes.add(below, "k_anonymity", text)
end

lab.method("table", "k_anonymity", k_anonymity.verb, {
  signature = "(columns: string|string[]|{columns: string|string[], k?: integer, count?: string}, options?: table): slavelab.Table, slavelab.Table",
  text = "Whether every combination of the named columns, by which somebody might be recognised, has k records or more (5 unless given): one row with "
    .. "records, classes (combinations that are there), the size of the smallest, and how many classes and records are in classes below k; the second result "
    .. "is these classes, the smallest first. A missing value is a value of its own. Each row is a record, or count = names the column that says how many.",
  example = [[
local t = lab.parse_csv("age,sex,people\nAdult,Female,31\nAdult,Male,40\nChild,Female,8\nChild,Male,2\n")
local whole, few = t:k_anonymity{ columns = { "age", "sex" }, count = "people" }
print(whole, few)]],
})

return k_anonymity
