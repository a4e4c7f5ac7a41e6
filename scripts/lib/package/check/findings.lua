-- findings.lua - what a check of a package has found, with the place of each.
--
--     findings:add { kind = "fault", rule = "minimum", resource = resource, field = "people", row = 12, value = -3,
--                    says = "...", advice = "..." }
--
-- A fault makes the package unsound; what is "open" is not proved and not disproved: a figure that nobody read a second time, a percentage
-- without its counts. Of findings of one rule in one column (one tie-out) all are counted and the first `most` kept. A row that the
-- description excepts from a rule is open rather than a fault.

local number = require "lib.base.number"
local place = require "lib.package.place"

local Findings = {}
Findings.__index = Findings

local findings = {}

-- parts[name]: the files of a resource with their rows, as place.of takes them.
function findings.new(package, most, parts)
  return setmetatable({ package = package, most = most, parts = parts, list = {}, groups = {}, excuses = {}, texts = {}, walks = {} }, Findings)
end

-- Rows of a table that an exception of its record names; used: whether one was needed.
function Findings:excuse(resource, exception, rows)
  local list = self.excuses[resource.name] or {}
  list[#list + 1] = { exception = exception, rows = rows, used = false }
  self.excuses[resource.name] = list
end

local function excuse_of(self, finding)
  if finding.kind ~= "fault" or not finding.row then return nil end
  for _, excuse in ipairs(self.excuses[finding.resource.name] or {}) do
    if excuse.exception.rule == finding.rule and excuse.rows[finding.row] then
      excuse.used = true
      return excuse.exception
    end
  end
end

local function group_of(self, finding)
  local key = table.concat({ finding.kind, finding.rule, finding.resource.name, finding.about or finding.field or "" }, "\0")
  local group = self.groups[key]
  if not group then
    group = { count = 0 }
    self.groups[key] = group
  end
  return group
end

-- finding: kind, rule, resource, says; and as far as they apply field, row, last_row, value, advice, line, column, file, about (a group of
-- its own), cells (how many it stands for; 1 unless given), near (texts of the description that lead to the place in it, the
-- first the name of a resource or the title of a tie-out).
function Findings:add(finding)
  local excuse = excuse_of(self, finding)
  if excuse then
    finding.kind, finding.advice = "open", nil
    local because = excuse.because:gsub("%.$", "") -- whoever shows it ends the sentence
    finding.says = ("%s. Excepted (%s): %s"):format(finding.says, excuse.word, because)
  end
  local group = group_of(self, finding)
  group.count, group.kept = group.count + (finding.cells or 1), (group.kept or 0) + 1
  if group.kept > self.most then return end
  finding.group = group
  self.list[#self.list + 1] = finding
end

-- How many there are of a kind, and of a rule when one is given.
function Findings:count(kind, name, rule)
  local count = 0
  for key, group in pairs(self.groups) do
    local is, of, table_name = key:match("^(%Z*)%z(%Z*)%z(%Z*)")
    if is == kind and (not name or name == table_name) and (not rule or of == rule) then count = count + group.count end
  end
  return count
end

-- Where texts stand in the description, each behind the one before, the first of them as the name of something: the line and column of the
-- last that is found.
local function place_in_description(text, near)
  local at = 1
  for i, one in ipairs(near) do
    local quoted = lab.json_encode(one):gsub("%p", "%%%0")
    at = i == 1 and text:find('"name"%s*:%s*' .. quoted, at) or text:find(quoted, at) or at
  end
  if at == 1 then return nil end
  local _, lines = text:sub(1, at - 1):gsub("\n", "")
  return lines + 1, at - (text:sub(1, at - 1):match(".*\n()") or 1) + 1
end

-- Fills in file, line and column from what a finding says of its place: a row of the table, or a line of a file and a field.
local function locate(self, finding)
  local resource = finding.resource
  local function read(file)
    self.texts[file] = self.texts[file] or lab.read_file(file)
    return self.texts[file]
  end
  if finding.near then
    finding.file = self.package.path
    finding.line, finding.column = place_in_description(read(finding.file), finding.near)
    return
  end
  if finding.file then
    if finding.field and finding.line then
      finding.column = select(2, place.on_line(resource, read(finding.file), finding.line, finding.field))
    end
    return
  end
  local parts = self.parts[resource.name] or {}
  if not finding.row or #parts == 0 then
    finding.file = resource.files[1]
    return
  end
  local line, column
  finding.file, line, column = place.of(resource, parts, finding.row, finding.field or resource.fields[1].name, self.walks)
  finding.line, finding.column = line, column
  if line and finding.last_row and finding.last_row ~= finding.row then
    local _, last = place.of(resource, parts, finding.last_row, finding.field, self.walks)
    finding.says = ("%s (lines %d to %d)"):format(finding.says, line, last)
  end
end

local columns = { "kind", "rule", "table", "file", "line", "column", "field", "row", "value", "message", "advice", "alike" }
local types = { kind = "text", rule = "text", table = "text", file = "text", line = "integer", column = "integer", field = "text", row = "integer",
  value = "text", message = "text", advice = "text", alike = "integer" }

local function shown(value)
  if value == nil then return nil end
  return type(value) == "number" and (number.exact(value) or tostring(value)) or tostring(value)
end

-- A table with a row for each finding that was kept, faults first, and these in the order of the tables and of
-- their lines. alike: how many
-- there are of its rule in its column.
function Findings:table()
  local order, rows = {}, { columns = columns, types = types }
  for i, resource in ipairs(self.package.resources) do order[resource.name] = i end
  for i, finding in ipairs(self.list) do
    locate(self, finding)
    finding.at = { finding.kind == "fault" and 0 or 1, order[finding.resource.name],
      finding.line or finding.row or 0, finding.column or 0, i }
  end
  table.sort(self.list, function(a, b)
    for i = 1, 5 do
      if a.at[i] ~= b.at[i] then return a.at[i] < b.at[i] end
    end
    return false
  end)
  for i, finding in ipairs(self.list) do
    rows[i] = { kind = finding.kind, rule = finding.rule, table = finding.resource.name, file = finding.file,
      line = finding.line, column = finding.column, field = finding.field, row = finding.row, value = shown(finding.value),
      message = finding.says, advice = finding.advice, alike = finding.group.count }
  end
  return lab.table(rows)
end

return findings
