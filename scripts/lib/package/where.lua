-- where.lua - where the description of a data package lies.

local raise = require "lib.base.raise"

local where = {}

local function join(folder, path)
  if folder == "." then return path end
  return (folder == "/" and "" or folder) .. "/" .. path
end

-- Folders in which a relative path is looked for: the current one, the script's own and those above it, and where the
-- program's own files lie.
local function search_folders()
  local folders, seen = {}, {}
  local function add(folder)
    if not seen[folder] then
      folders[#folders + 1], seen[folder] = folder, true
    end
  end
  add(".")
  local folder = lab.short_path(lab.script_dir)
  while true do
    add(folder)
    local above = lab.short_path(folder .. "/..")
    if above == folder then break end
    folder = above
  end
  for _, place in ipairs(lab.places()) do
    if place.what == "shipped" then add(lab.short_path(place.folder .. "/..")) end
  end
  return folders
end

-- The description at a path, which is a file or a folder that holds one; nil when there is none.
function where.description_at(path)
  local kind = lab.path_kind(path)
  if kind == "file" then return path end
  if kind ~= "folder" then return nil end
  local file = join(path == "" and "/" or path, "datapackage.json")
  return lab.path_kind(file) == "file" and file or nil
end

function where.find(path)
  if path:find("^/") then
    local file = where.description_at(path)
    if file then return lab.short_path(file) end
    raise('there is no data package %s: %s', path,
      lab.path_kind(path) == "folder" and "the folder has no datapackage.json" or "there is nothing of that name")
  end
  local folders, bare = search_folders(), nil
  for _, folder in ipairs(folders) do
    local file = where.description_at(join(folder, path))
    if file then return lab.short_path(file) end
    if lab.path_kind(join(folder, path)) == "folder" then bare = bare or join(folder, path) end
  end
  raise('there is no data package "%s"%s; looked in %s', path,
    bare and ("; the folder %s has no datapackage.json"):format(bare) or "", table.concat(folders, ", "))
end

return where
