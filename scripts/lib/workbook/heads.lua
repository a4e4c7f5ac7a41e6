-- heads.lua - stub =: rows that are heads of others are found (stub.lua), compared with the sums of those, and made a column.

local book = require "slavelab.workbook"
local report = require "lib.workbook.report"
local rows = require "lib.workbook.rows"
local stub = require "lib.workbook.stub"
local take = require "lib.workbook.take"

local list_of = require("lib.workbook.options").list

local heads = {}

-- Sums that heads are of the rows below them, told of in a note; and where they are not, in a notice.
local function check_heads(state, found, columns)
  local heads = {}
  for _, head in ipairs(found.heads) do
    if not head.is_total and #head.parts > 1 then heads[#heads + 1] = head end
  end
  if #heads == 0 then return end
  local equal, compared, wrong = 0, 0, {}
  for _, column in ipairs(columns) do
    if column.is_figure then
      local values = {}
      for _, cell in ipairs(book.column(state.handle, state.region.sheet, column.column, state.body, state.region.last_row)) do
        if cell.type == "number" or cell.type == "currency" then
          for row = cell.row, cell.last_row do values[row] = tonumber(cell.text) end
        end
      end
      local agree, here, off = 0, 0, {}
      for _, head in ipairs(heads) do
        local sum, whole = 0, values[head.row] ~= nil
        for _, row in ipairs(head.parts) do
          if values[row] then sum = sum + values[row] else whole = false end
        end
        if whole then
          here = here + 1
          if math.abs(sum - values[head.row]) <= 0.5 + 1e-9 * math.abs(sum) then
            agree = agree + 1
          else
            off[#off + 1] = ("%s is %s and the rows below it add up to %.10g"):format(book.address(head.row, column.column), values[head.row], sum)
          end
        end
      end
      if agree * 2 > here then -- a column that adds up at all: no rates, no shares
        equal, compared = equal + agree, compared + here
        for _, text in ipairs(off) do wrong[#wrong + 1] = text end
      end
    end
  end
  if compared > 0 then
    state.heads_equal, state.heads_compared = equal, compared
    report.note(state, "%d of %d figures of heads are the sums of the rows below them", equal, compared)
  end
  if #wrong > 0 then
    report.say(state, "%d figure%s of a head not the sum of the rows below: %s", #wrong, #wrong == 1 and " is" or "s are",
      table.concat(wrong, "; ", 1, math.min(3, #wrong)))
  end
end

local function find_heads(state, columns, markers, replacements)
  local kind = state.options.stub
  local place = state.info.name .. ": " .. state.sheet_name
  local places, set = rows.expand(state.rows)
  if kind ~= "sums" then return stub.find(state.handle, state.region, kind, state.body, set, place) end
  local sums_below, vector = require "lib.figures.totals.sums_below", require "lib.figures.vector"
  local spec = take.wide(state, columns, markers, replacements)
  local t = book.take(state.handle, spec)
  local vectors, counts = {}, {}
  for _, column in ipairs(take.below_headings(state, columns)) do
    local is_share = column.is_figure and (state.named.units and state.named.units[column.column] == "percent" or column.name:find("%", 1, true))
    if column.is_figure and not is_share then
      local v = vector.read(t, column.name)
      local counts_up = vector.is_numeric(v)
      for row = 1, v.rows do counts_up = counts_up and (v.values[row] == nil or v.values[row] >= 0) end
      if counts_up then vectors[#vectors + 1] = v end -- changes and shares do not add up
    end
  end
  for i = 1, #places do counts[i] = true end
  local sums = sums_below.find(vectors, #places, counts, 0.5)
  t:close()
  return stub.of_sums(state.handle, state.region, sums, places, state.body, place)
end

local kinds_said = { bold = "in bold", indent = "with indented rows below them", sections = "alone in their row",
  sums = "that are the sum of the rows below them" }

-- Takes the rows that are heads out of the rows, and makes their labels columns.
function heads.take(state, columns, markers, replacements)
  if not state.options.stub then return end
  local found = find_heads(state, columns, markers, replacements)
  local names = list_of(state.options.stub_name)
  local left = {}
  for _, row in ipairs((rows.expand(state.rows))) do
    if not found.skip[row] then left[#left + 1] = row end
  end
  state.rows = rows.compress(left)
  state.groups = found.groups
  for level = 1, #found.groups do state.group_names[level] = names[level] or (level == 1 and "group" or "group_" .. level) end
  report.note(state, "%d rows %s are heads of other rows (column %s) and not among the rows", #found.heads, kinds_said[state.options.stub],
    table.concat(state.group_names, ", "))
  if state.options.stub ~= "sections" then check_heads(state, found, columns) end
end

return heads
