-- released.lua - when a file was released, as it or its name says.
--
--     released = nil                         a column `released`, or the one date in the name: nrm-2023-05-04.csv, nrm_20230504.csv
--     released = "nrm-(\\w+-\\d{4})"         a pattern over the name: nrm-may-2023.csv is of May 2023, and so known by its last day
--     released = "published"                 a column of the files
--     released = { "2023-05-04", ... }       one for each file, in their order
--     released = { ["a.csv"] = "2023-05-04" }  by name
--
-- A month, quarter or year stands for its last day: the last on which it can have been.

local escape = require "lib.base.escape"
local lists = require "slavelab.lists"
local parts_of = require("slavelab.reshape").parts
local part_names = require("slavelab.reshape").part_names
local raise = require "lib.base.raise"

local released = {}

local how = 'released = "(...)" is a pattern over the name of a file, released = "column" a column of the files, released = { ["a.csv"] = "2023-05-04" } says it'

function released.name_of(path) return path:match("([^/]*)$") end

-- The day that a text says; raises when it says none.
local function day_of(text, what)
  if type(text) == "string" then text = text:gsub("^(%d%d%d%d)(%d%d)(%d%d)$", "%1-%2-%3"):gsub("^(%d%d%d%d)(%d%d)$", "%1-%2") end
  local period, message = lab.try(lab.period, text)
  if not period then raise('read_releases: %s: "%s" is no day, month or year (%s)', what, escape.line(tostring(text)), (message:gsub("\n.*", ""))) end
  return period.last
end

-- The one date that stands in the name, or nil.
local function date_in(name)
  local found, from = nil, 1
  while true do
    local first, last, year, month, day = name:find("%f[%d](%d%d%d%d)[-_.]?(%d%d)[-_.]?(%d%d)%f[%D]", from)
    if not first then return found end
    local text = year .. "-" .. month .. "-" .. day
    if lab.try(lab.period, text, "date") then
      if found and found ~= text then return nil end
      found = text
    end
    from = last + 1
  end
end

local function by_pattern(pattern, path)
  local name, count = released.name_of(path), #part_names(pattern)
  if count == 0 then raise('read_releases: released: the pattern "%s" captures nothing; put the date in brackets', escape.line(pattern)) end
  local parts = parts_of(pattern, name, count)
  if not parts then raise('read_releases: released: the pattern "%s" does not fit the name "%s"', escape.line(pattern), escape.line(name)) end
  return day_of(table.concat(parts, "-"), "released: " .. name)
end

local function by_list(given, paths)
  local days, list = {}, lists.list(given, "read_releases: released")
  if #list > 0 then
    if #list ~= #paths then raise("read_releases: released has %d days for %d files", #list, #paths) end
    for i, text in ipairs(list) do days[i] = day_of(text, "released[" .. i .. "]") end
    return days
  end
  local named, used = lists.options(given, "read_releases: released"), {}
  for i, path in ipairs(paths) do
    local key = named[path] ~= nil and path or released.name_of(path)
    if named[key] == nil then raise('read_releases: released says nothing of "%s"', escape.line(path)) end
    days[i], used[key] = day_of(named[key], "released: " .. key), true
  end
  for key in next, named do
    if not used[key] then raise('read_releases: released has "%s", which is none of the files', escape.line(tostring(key))) end
  end
  return days
end

-- { days = list } or { column = name }; column_there(name): whether the first file has it.
function released.of(given, paths, column_there)
  if type(given) == "table" then return { days = by_list(given, paths) } end
  if given ~= nil and type(given) ~= "string" then raise("read_releases: released is a text or a table: %s", how) end
  if given and not given:find("(", 1, true) then
    if not column_there(given) then raise('read_releases: released: no column "%s" in %s; %s', escape.line(given), paths[1], how) end
    return { column = given }
  end
  if not given and column_there "released" then return { column = "released" } end
  local days = {}
  for i, path in ipairs(paths) do
    days[i] = given and by_pattern(given, path) or date_in(released.name_of(path))
    if not days[i] then
      raise('read_releases: the name "%s" has no date (or several) that could be its release: %s', escape.line(released.name_of(path)), how)
    end
  end
  return { days = days }
end

return released
