-- lineage.lua - from which cells of which tables a cell was made, back to the rows that name a source.
--
--     data.offences            by_year = group_by("year"):summarise("n = sum(offences)")
--     2018 Kent   3   a        2018   7      <- rows 1 and 2 of data.offences, column offences
--     2018 Essex  4   b
--     2019 Kent       a        2019
--
-- Verbs keep what they were made from of tables with sources (bindings/objects/lineage.h); here it is read, when somebody asks. One walk
-- answers all questions; what it collects at its ends is the caller's: sources, or the cells themselves.
--
-- What a cell was made from:
--   1. A missing cell comes from nowhere: it shows no figure, be it that none was known or that it was held back.
--   2. What an expression looked at: the columns it names, in the rows of the group where it aggregates, but for those whose argument is
--      missing; of coalesce, if_else and case_when the branch that was taken (looked_at.lua).
--   3. A key of a group, or of a pivot, is that of all rows of the group. What chose rows (a condition, an order, the key of a join) is
--      no part of their figures.
-- What is there at the ends, where figures begin, sources.lua says.
--
-- Recipes (made.cells[name]), by what they have:
--     value            an expression, a function of a row or a column that a script gave: looked_at.lua
--     key              the key of this name; of the rows of the group, or of the cells of its row where there are no groups (pivot)
--     taken, rows      the cell of this column in row rows[row]; of several columns in turn (unpivot)
--     fill, groups     the cell of the same column in this row, or in the last row above, of its group, that has one
--     cells            "row": any figure of the same row; a list: these columns in the same row; "held back": the same cell, as far as it is
--                      still shown; a function(row, at): calls at(column, row), at(column, row, t) for another table, or at(column, rows)
--                      for a list of rows, which is best the same list each time; at(column, rows, nil, true) for what a total that is
--                      known was made from, also where cells of it are held back
--     none of these    nothing

local core = require "slavelab.lineage"
local looked_at = require "lib.figures.lineage.looked_at"
local roles = require "lib.figures.roles"

local lineage = {}

local Walk = {}
Walk.__index = Walk

-- A walk that makes of a cell where figures begin ends.cell(view, name, row), name nil for a row that was counted, and of several such things
-- ends.union(list). walk:cell(t, name, row) asks it. What it has found once it keeps, so that it is made for one question and thrown away.
function lineage.walk(ends)
  return setmetatable({ ends = ends, views = {}, lists = {}, groups = {}, made_by = {} }, Walk)
end

-- --- tables ---------------------------------------------------------------------------------------------------------------------

-- What the walk knows of a table: t, made, columns by name, cells found by name and row.
function Walk:view(t)
  local view = self.views[t]
  if view then return view end
  local id = core.id(t) -- boxes of one table are several
  view = self.views[id]
  if not view then
    view = { t = t, made = core.of(t), columns = {}, found = {}, rows = {} }
    for _, name in ipairs(t:column_names()) do view.columns[name] = t:col(name) end
    self.views[id] = view
  end
  self.views[t] = view
  return view
end

-- The columns among names (all of the table unless given) that say something: its figures and those for which a data package says where
-- they were read ("source": what was printed, in words), or all where there are none.
function lineage.telling(t, names)
  local wanted, figures, all, fields = nil, {}, {}, t:about().fields or {}
  if names then
    wanted = {}
    for _, name in ipairs(names) do wanted[name] = true end
  end
  for _, column in ipairs(roles.list(t)) do
    if not wanted or wanted[column.name] then
      all[#all + 1] = column.name
      if column.role == "figure" or fields[column.name] and fields[column.name].source then figures[#figures + 1] = column.name end
    end
  end
  return #figures > 0 and figures or all
end

-- The row of a part that a row of the table was made from; nil when it has none, and all of them where nobody knows.
local function row_of(walk, part, row)
  local rows = part.rows
  if rows == nil then return row end
  if rows == false then return walk:group_rows(part.from, nil)[1] end
  if math.type(rows) ~= "integer" then return rows[row] end
  local at = row - rows -- below other tables
  return at >= 1 and at <= #part.from and at or nil
end

-- --- cells ----------------------------------------------------------------------------------------------------------------------

function Walk:union(list) return #list > 1 and self.ends.union(list) or list[1] end

-- What the cell was made from; nil for nothing.
function Walk:cell(t, name, row) return self:cell_of(self:view(t), name, row) end

function Walk:cell_of(view, name, row)
  local column = view.columns[name]
  if not column or column[row] == nil then return nil end
  if not view.made then return self.ends.cell(view, name, row) end
  local found = view.found[name]
  if not found then
    found = {}
    view.found[name] = found
  end
  local known = found[row]
  if known == nil then
    known = self:work_out(view, name, row) or false
    found[row] = known
  end
  return known or nil
end

-- What the cells of these rows were made from. The same list gives the same at once.
function Walk:cells(t, name, rows)
  local of_list = self.lists[rows]
  if not of_list then
    of_list = {}
    self.lists[rows] = of_list
  end
  local key = core.id(t) .. name
  if of_list[key] == nil then
    local list, view = {}, self:view(t)
    for _, row in ipairs(rows) do list[#list + 1] = self:cell_of(view, name, row) end
    of_list[key] = self:union(list) or false
  end
  return of_list[key] or nil
end

-- The same of a cell that may have been held back (suppress) on the way: what it was made from before.
function Walk:held_back(t, name, row)
  local view = self:view(t)
  local column, made = view.columns[name], view.made
  if not column or not made or column[row] ~= nil then return self:cell(t, name, row) end
  local recipe = made.cells and made.cells[name]
  if recipe then -- and no part
    local cells = recipe.cells
    local same = cells == "held back" or type(cells) == "table" and #cells == 1 and cells[1] == name -- or rounded since
    return same and self:held_back(recipe.from, name, row) or nil
  end
  for _, part in ipairs(made.parts or {}) do
    local at, from = row_of(self, part, row), part.columns == nil and name or part.columns[name]
    if math.type(at) and from then return self:held_back(part.from, from, at) end
  end
end

-- What the figures of a row were made from.
function Walk:figures(t, row)
  local view, list = self:view(t), {}
  view.telling = view.telling or lineage.telling(t)
  for _, name in ipairs(view.telling) do list[#list + 1] = self:cell(t, name, row) end
  return self:union(list)
end

-- What a row itself was made from, for who counts rows: the rows behind it, whatever is missing in them.
function Walk:row(t, row)
  local view = self:view(t)
  if view.rows[row] == nil then
    local list, made = {}, view.made
    if not made then
      list[1] = self.ends.cell(view, nil, row)
    elseif made.from then
      for _, at in ipairs(self:group_rows(made.from, made.groups)[row] or {}) do list[#list + 1] = self:row(made.from, at) end
    elseif made.parts then
      for _, part in ipairs(made.parts) do
        local at = row_of(self, part, row)
        for _, one in ipairs(type(at) == "table" and at or { at }) do list[#list + 1] = self:row(part.from, one) end
      end
    else -- a pivot: the rows that its cells were taken from
      for _, recipe in pairs(made.cells) do
        local at = recipe.rows and recipe.rows[row]
        if at then list[#list + 1] = self:row(recipe.from, at) end
      end
    end
    view.rows[row] = self:union(list) or false
  end
  return view.rows[row] or nil
end

-- The rows of each group, as lists; of one group of all rows where there are no groups.
function Walk:group_rows(t, groups)
  local key = groups or t
  local of_group = self.groups[key]
  if not of_group then
    of_group = groups and {} or { {} }
    for row = 1, #t do
      local group = groups and groups[row] or 1
      of_group[group] = of_group[group] or {}
      table.insert(of_group[group], row)
    end
    self.groups[key] = of_group
  end
  return of_group
end

-- --- recipes --------------------------------------------------------------------------------------------------------------------

local function follow_key(walk, view, recipe, row)
  if view.made.from then return walk:cells(recipe.from, recipe.key, walk:group_rows(recipe.from, recipe.groups)[row] or {}) end
  local list = {}
  for _, name in ipairs(view.t:column_names()) do
    local other = view.made.cells[name]
    local at = other and other.rows and other.rows[row]
    if at then list[#list + 1] = walk:cell(recipe.from, recipe.key, at) end
  end
  return walk:union(list)
end

local function follow_taken(walk, recipe, row)
  local taken, at = recipe.taken, recipe.rows[row]
  if at == nil then return nil end
  return walk:cell(recipe.from, type(taken) == "string" and taken or taken[(row - 1) % #taken + 1], at)
end

-- By row, the last one of its group, from it upwards, that has a value.
local function rows_above(t, name, groups)
  local column, last, above = t:col(name), {}, {}
  for row = 1, #t do
    local group = groups and groups[row] or 1
    if column[row] ~= nil then last[group] = row end
    above[row] = last[group]
  end
  return above
end

local function follow_fill(walk, recipe, name, row)
  recipe.above = recipe.above or rows_above(recipe.from, name, recipe.groups)
  local at = recipe.above[row]
  return at and walk:cell(recipe.from, name, at)
end

local function follow_cells(walk, recipe, name, row)
  local cells, list = recipe.cells, {}
  if cells == "held back" then return walk:cell(recipe.from, name, row) end
  if cells == "row" then return walk:figures(recipe.from, row) end
  if type(cells) == "function" then
    cells(row, function(name, at, t, held_back)
      t = t or recipe.from
      if held_back then
        for _, one in ipairs(at) do list[#list + 1] = walk:held_back(t, name, one) end
      else
        list[#list + 1] = (type(at) == "table" and walk.cells or walk.cell)(walk, t, name, at)
      end
    end)
  else
    for _, name in ipairs(cells) do list[#list + 1] = walk:cell(recipe.from, name, row) end
  end
  return walk:union(list)
end

-- A cell of a part. A column that the part lacks was made by a verb that did not say of what: any figure of the row.
function Walk:of_part(t, name, at)
  local is_there = self:view(t).columns[name]
  if math.type(at) then return is_there and self:cell(t, name, at) or not is_there and self:figures(t, at) or nil end
  if is_there then return self:cells(t, name, at) end
  local list = {}
  for _, row in ipairs(at) do list[#list + 1] = self:figures(t, row) end
  return self:union(list)
end

function Walk:work_out(view, name, row)
  local made = view.made
  if not made then return self.ends.cell(view, name, row) end
  local recipe = made.cells and made.cells[name]
  if recipe then
    if recipe.value ~= nil then return looked_at.by(self, recipe, row) end
    if recipe.key then return follow_key(self, view, recipe, row) end
    if recipe.taken then return follow_taken(self, recipe, row) end
    if recipe.fill then return follow_fill(self, recipe, name, row) end
    return recipe.cells and follow_cells(self, recipe, name, row)
  end
  for _, part in ipairs(made.parts or {}) do
    local at = row_of(self, part, row)
    local from = part.columns == nil and name or part.columns[name]
    if at and from then return self:of_part(part.from, from, at) end
  end
end

-- --- the cells themselves -------------------------------------------------------------------------------------------------------

-- The cells where figures begin that a cell was made from, each once: a list of { view =, name =, row = }, name nil where a row
-- was counted.
function lineage.cells(t, name, row)
  local walk = lineage.walk { union = function(list) return { list = list } end,
    cell = function(view, column, at) return { view = view, name = column, row = at } end }
  local cells, seen, met = {}, {}, {}
  local function visit(one)
    if not one or met[one] then return end
    met[one] = true
    for _, inner in ipairs(one.list or {}) do visit(inner) end
    if one.list then return end
    local key = ("%s %s %d"):format(core.id(one.view.t), one.name or "", one.row)
    if not seen[key] then seen[key], cells[#cells + 1] = true, one end
  end
  visit(walk:cell(t, name, row))
  return cells
end

-- Whether it is known of a table where its figures come from.
function lineage.is_known(t) return select(2, core.of(t)) end

return lineage
