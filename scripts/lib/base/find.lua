-- find.lua - formats, indicators and reports are files in known places; this looks for them by name.
--
-- The places and their order are lab.places()'s (docs/paths.md). In each of them formats lie in formats/, indicators in
-- indicators/, marks of charts in marks/, kinds of blocks in blocks/ and reports in the place itself. The first file of a name
-- counts; those behind it are hidden by it.

local names_of = require("lib.base.lists").names_of
local suggest = require "lib.base.suggest"

local find = {}

find.kinds = { "formats", "indicators", "reports" }

local function folder_of(place, kind)
  return kind == "reports" and place.folder or place.folder .. "/" .. kind
end

-- Files NAME.lua of a kind, in the order of places and, in each, of the alphabet:
-- { name =, path =, place = "shipped", hidden_by = the path of the file that is taken instead, or nil }.
local function all_files(kind)
  local files, taken = {}, {}
  for _, place in ipairs(lab.places()) do
    local folder = folder_of(place, kind)
    for _, file in ipairs(lab.path_kind(folder) == "folder" and lab.list_folder(folder) or {}) do
      local name = file:match("^([^.].*)%.lua$")
      if kind == "reports" and name == "init" then name = nil end -- runs before every script; no report
      local path = name and folder .. "/" .. file
      if name and lab.path_kind(path) == "file" then
        files[#files + 1] = { name = name, path = path, place = place.what, hidden_by = taken[name] }
        taken[name] = taken[name] or path
      end
    end
  end
  return files
end

local function visible(kind)
  local list = {}
  for _, file in ipairs(all_files(kind)) do
    if not file.hidden_by then list[#list + 1] = file end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

-- Lists { name =, path =, place = } sorted by name; nothing is loaded.
function find.formats() return visible("formats") end
function find.indicators() return visible("indicators") end
function find.reports() return visible("reports") end

-- The path of the file of that kind and name ("formats", "html"); nil when there is none.
function find.file(kind, name)
  for _, place in ipairs(lab.places()) do
    local path = folder_of(place, kind) .. "/" .. name .. ".lua"
    if lab.path_kind(path) == "file" then return path end
  end
end

-- Marks and kinds of blocks are shipped in folders of the library, which those in the known places come before.

-- The path of that name; nil when there is none.
function find.also_shipped(kind, name, shipped)
  if type(name) ~= "string" or not name:find("^[%w_-]+$") then return nil end
  local path = shipped .. "/" .. name .. ".lua"
  return find.file(kind, name) or (lab.path_kind(path) == "file" and path or nil)
end

-- All names there are, by the alphabet.
function find.also_shipped_names(kind, shipped)
  local seen = {}
  for _, file in ipairs(visible(kind)) do seen[file.name] = true end
  for _, file in ipairs(lab.list_folder(shipped)) do
    local name = file:match("^([^.].*)%.lua$")
    if name then seen[name] = true end
  end
  return suggest.keys(seen)
end

-- What `slavelab NAME` runs: NAME.lua as it stands, else the report of that name, with ".lua" or without. nil and a
-- sentence when there is none.
function find.script(given)
  if lab.path_kind(given) == "folder" then return nil, given .. " is a folder, not a script" end
  if lab.path_kind(given .. ".lua") == "file" then return given .. ".lua" end
  local name = given:gsub("%.lua$", "")
  local path = not name:find("^[./]") and find.file("reports", name)
  if path then return path end
  local nearest = suggest.nearest(name, names_of(find.reports()))
  return nil, ('there is no script "%s"'):format(given) .. (nearest and ('; did you mean "%s"? '):format(nearest) or "; ")
    .. "slavelab reports lists those that have a name"
end

-- --- the lists that the program prints -----------------------------------------------------------------------------------

-- "-- annual.lua - the annual report" gives "the annual report": what a file says of itself in its first line.
local function title_of_file(path)
  local file <close> = assert(io.open(path))
  local first = file:read("l") or ""
  if first:find("^#!") then first = file:read("l") or "" end
  first = first:match("^%-%-+%s*(.*)") or ""
  return (first:gsub("^%S+%.lua%s*%-%s*", ""):gsub("%.$", ""))
end

-- How a file of each kind is loaded to see that it is whole; gives what is said of it. A report is not run for that.
local loaders = {}

function loaders.formats(path)
  local format = lab.format.load(path)
  local extensions = {}
  for i, extension in ipairs(format.extensions or {}) do extensions[i] = "." .. extension end
  return (format.about or title_of_file(path)) .. (#extensions > 0 and " (" .. table.concat(extensions, " ") .. ")" or "")
end

function loaders.indicators(path)
  local chunk, problem = loadfile(path, "t")
  if not chunk then error(problem, 0) end
  local indicator = chunk()
  if indicator == nil then error(path .. ": it returns nothing; an indicator file ends with return lab.indicator{...}", 0) end
  return indicator.title or title_of_file(path)
end

function loaders.reports(path)
  local chunk, problem = loadfile(path, "t")
  if not chunk then error(problem, 0) end
  return title_of_file(path)
end

-- Prints the list of a kind, each with its path; a file that cannot be loaded is listed with the reason. Gives whether
-- all could.
function find.print(kind)
  local files, width = all_files(kind), 0
  table.sort(files, function(a, b)
    if a.name ~= b.name then return a.name < b.name end
    return not a.hidden_by and b.hidden_by ~= nil
  end)
  for _, file in ipairs(files) do width = math.max(width, utf8.len(file.name) or #file.name) end
  local indent, whole = "\n" .. (" "):rep(width + 2), true
  for _, file in ipairs(files) do
    local text = "hidden by " .. tostring(file.hidden_by)
    if not file.hidden_by then
      local ok, said = pcall(loaders[kind], file.path)
      whole = whole and ok
      text = ok and said or "cannot be loaded: " .. tostring(said):gsub("\n", indent)
    end
    local gap = (" "):rep(text == "" and 0 or width - (utf8.len(file.name) or #file.name) + 2)
    print(file.name .. gap .. text .. indent .. file.path .. "  [" .. file.place .. "]")
  end
  if #files == 0 then print("no " .. kind .. " were found") end
  return whole
end

return find
