-- rooms_test.lua - who may include or require whom: each file depends on rooms before its own, never on later ones.
--
-- The order of rooms is in docs/architecture.md, and here. A room is a folder.

package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

-- Rooms in their order. Rooms of one line do not know each other.
local orders = {
  core = { "base", "values", "cells stats disclosure", "csv workbook", "query", "expr" },
  bindings = { "base", "objects", "verbs", "files", "prompt", "program" },
  lib = { "base", "figures", "verbs pipeline package chart workbook", "show report", "foi", "new", "prompt" },
}
local function level_of(tree, room)
  for level, names in ipairs(orders[tree]) do
    for name in names:gmatch("%S+") do
      if name == room then return level end
    end
  end
end

local function each_line(path, visit)
  local number = 0
  for line in (lab.read_file(path) .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    visit(line, number)
  end
end

-- A room may keep the files of one idea in a folder of their own, a shelf: they belong to the room, and the header by which the others
-- know them stands in the room itself. Shelves have an order, too: one may use those named before it.
local shelves = {
  ["core/csv"] = { "stream", "scan", "doubts" },
  ["core/query"] = { "keys", "groups", "aggregates", "windows", "joins", "reshape" },
  ["core/expr"] = { "parse", "run", "check", "functions" },
  ["bindings/base"] = { "modules", "lua" },
  ["bindings/verbs"] = { "expressions", "notices" },
  ["lib/figures"] = { "periods", "totals", "lineage" },
  ["lib/verbs"] = { "totals", "layout", "releases", "disclosure", "statistics" },
  ["lib/package"] = { "texts", "description", "check", "update", "lookups" },
  ["lib/chart"] = { "marks", "plane" },
  ["lib/report"] = { "blocks" },
  ["lib/new"] = { "kinds" },
}
local function off_the_shelf(path)
  return (path:gsub("^(%a+/[%w_]+/)[%w_]+/([^/]+)$", "%1%2"))
end

-- "core/expr/run/load.c" -> "core/expr", "run"; "scripts/lib/verbs/totals/heads.lua" -> "lib/verbs", "totals"; nothing for a file that lies
-- on no shelf.
local function shelf_of(path)
  return path:gsub("^scripts/", ""):match("^(%a+/[%w_]+)/([%w_]+)/[^/]+$")
end

local function place_of(list, wanted)
  for i, name in ipairs(list or {}) do
    if name == wanted then return i end
  end
end

-- What is wrong with a file using a file of another shelf of its room, as a phrase; nil when nothing is.
local function wrong_shelf(path, target)
  local room, from = shelf_of(path)
  local to_room, to = shelf_of(target)
  if not from or not to or room ~= to_room or from == to then return end
  local below, above = place_of(shelves[room], from), place_of(shelves[room], to)
  if not below then return "shelf " .. from .. " has no place in the order" end
  if not above then return "shelf " .. to .. " has no place in the order" end
  return above > below and "a shelf looks up the stairs" or nil
end

-- "core/csv/read.c" -> "core", "csv"; "scripts/lib/base/find.lua" -> "lib", "base". Nothing for a file of no room.
local function room_of(path)
  local tree, room = off_the_shelf(path):match("^(%a+)/([%w_]+)/[^/]+$")
  if orders[tree] then return tree, room end
  room = path:match("^scripts/lib/([%w_]+)/.+$")
  if room then return "lib", room end
end

-- What is wrong with a file of one room using a file of another, as a phrase; nil when nothing is.
local function wrong(from_tree, from, to_tree, to)
  if from_tree ~= to_tree then
    return from_tree == "core" and "core knows nothing of bindings" or nil
  end
  local below, above = level_of(from_tree, from), level_of(to_tree, to)
  if not below then return "room " .. from .. " has no place in the order" end
  if not above then return "room " .. to .. " has no place in the order" end
  if from == to or above < below then return end
  return above == below and "rooms beside each other do not know each other" or "a room looks up the stairs"
end

local function tell(faults, path, number, line, target, why)
  faults[#faults + 1] = ("%s:%d: %s:\n    %s\n  %s"):format(path, number, why, line, target)
end

local function check_none(faults)
  if #faults > 0 then error(#faults .. " lines break the order of rooms\n" .. table.concat(faults, "\n"), 0) end
end

local function check_includes(tree, faults)
  for _, path in ipairs(check.files(tree, "%.[ch]$")) do
    local from_tree, from = room_of(path)
    check.equal(from_tree, tree, path .. " lies in no room")
    each_line(path, function(line, number)
      local target = line:match('^#include "([^"]+)"')
      if not target then return end
      local to_tree, to = room_of(target)
      if not to_tree then
        faults[#faults + 1] = ("%s:%d: %s is in no room"):format(path, number, target)
        return
      end
      local why = wrong(from_tree, from, to_tree, to) or wrong_shelf(path, target)
      if why then tell(faults, path, number, line, target, why) end
    end)
  end
end

-- A header says of itself "Private to core/query." when other rooms have no business with it; "Private to core/expr/run." of a shelf.
local function private_to(path)
  return (lab.read_file(path):match("^/%*(.-)%*/") or ""):match("Private to ([%w_/]+)%.")
end

check.test("no room of core includes one that comes after it", function()
  local faults = {}
  check_includes("core", faults)
  check_none(faults)
end)

check.test("no room of bindings includes one that comes after it", function()
  local faults = {}
  check_includes("bindings", faults)
  check_none(faults)
end)

check.test("no room of scripts/lib requires one that comes after it", function()
  local faults = {}
  for _, path in ipairs(check.files("scripts", "%.lua$")) do
    local tree, from = room_of(path)
    each_line(path, function(line, number)
      if line:find("^%s*%-%-") then return end
      for name in line:gmatch('require%s*%(?%s*"([^"]+)"') do
        local to, rest = name:match("^lib%.([%w_]+)%.([%w_.]+)$")
        if tree and to then
          local why = wrong(tree, from, "lib", to) or wrong_shelf(path, name:gsub("%.", "/") .. ".lua")
          if why then tell(faults, path, number, line, name, why) end
        elseif tree and name:find("^lib%.") then
          faults[#faults + 1] = ("%s:%d: the library names modules by their room, not %s"):format(path, number, name)
        elseif not tree and to == "prompt" then
          faults[#faults + 1] = ("%s:%d: only the prompt uses %s"):format(path, number, name)
        elseif name:find("^formats%.") or name:find("^indicators%.") then
          faults[#faults + 1] = ("%s:%d: formats and indicators do not know each other: %s"):format(path, number, name)
        end
        if to and not level_of("lib", to) then faults[#faults + 1] = ("%s:%d: no room %s"):format(path, number, to) end
        if to and lab.path_kind("scripts/lib/" .. to .. "/" .. rest:gsub("%.", "/") .. ".lua") ~= "file" then
          faults[#faults + 1] = ("%s:%d: there is no %s"):format(path, number, name)
        end
      end
    end)
  end
  check_none(faults)
end)

local function folders_in(folder)
  local names = {}
  for _, name in ipairs(lab.list_folder(folder)) do
    if lab.path_kind(folder .. "/" .. name) == "folder" then names[#names + 1] = name end
  end
  return names
end

check.test("every folder of core, bindings and scripts/lib is a room in the order, and each folder in a room a shelf in its order", function()
  for tree, folder in pairs { core = "core", bindings = "bindings", lib = "scripts/lib" } do
    for _, room in ipairs(folders_in(folder)) do
      check.truthy(level_of(tree, room), folder .. "/" .. room)
      for _, shelf in ipairs(folders_in(folder .. "/" .. room)) do
        check.truthy(place_of(shelves[tree .. "/" .. room], shelf), folder .. "/" .. room .. "/" .. shelf)
      end
    end
  end
end)

check.test("headers that a room keeps to itself are included by that room alone", function()
  local faults, known = {}, 0
  for _, tree in ipairs { "core", "bindings" } do
    local rooms = {}
    for _, path in ipairs(check.files(tree, "%.h$")) do
      rooms[path] = private_to(path)
      known = known + (rooms[path] and 1 or 0)
    end
    for _, path in ipairs(check.files(tree, "%.[ch]$")) do
      each_line(path, function(line, number)
        local target = line:match('^#include "([^"]+)"')
        local room = target and rooms[target]
        if room and path:match("^(.*)/") ~= room and off_the_shelf(path):match("^(.*)/") ~= room then
          faults[#faults + 1] = ("%s:%d: %s\n  and %s says: Private to %s."):format(path, number, line, target, room)
        end
      end)
    end
  end
  check_none(faults)
  check.truthy(known > 20)
end)

check.run()
