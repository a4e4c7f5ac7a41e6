-- update_command.lua - slavelab update: shows what a newer release changes, asks, and writes.

local difference = require "lib.package.update.difference"
local number = require "lib.base.number"
local suggest = require "lib.base.suggest"
local update = require "lib.package.update.update"
local words = require "lib.base.words"

local update_command = {}

local usage = [[
slavelab update FILE [FILE...] - take a newer release of tables into a data package

  Each FILE is a CSV file with the columns of a table of the package. What it changes is shown: rows that are new, figures
  that were revised, rows that are gone. Then it is asked whether to write. The release until now is kept: below the new rows where the
  table has a column "released", beside it, as a table and a file of its own, where it holds one release. A file
  of the table "sources" adds publications, and is best given together with the figures read in them.

      --package DIR       the folder of the package (data)
      --table NAME        the table that FILE is of, where several have its columns
      --add               rows are added to those that are there; none is changed and none is gone
      --all               show every row, not 20 of each kind
      --yes               write without asking
  -h, --help

  Nothing is written when a file, or the package as it would be, breaks what datapackage.json says (slavelab check).
  Exit status: 0 written or nothing to do, 1 not written, 2 the command line is wrong.
]]

local most_shown = 20

local switches = { ["--add"] = "add", ["--all"] = "all", ["--yes"] = "yes", ["--help"] = "help", ["-h"] = "help" }
local with_value = { ["--package"] = "package", ["--table"] = "table" }
local known = { "--add", "--all", "--help", "--package", "--table", "--yes" }

-- { files =, package =, table =, add =, all =, yes =, help = }; nil and a sentence when the words are wrong.
local function read_words(given)
  local asked, i = { files = {} }, 1
  while i <= #given do
    local word = given[i]
    local name, value = word:match("^(%-%-[^=]+)=(.*)$")
    name = name or word
    if switches[name] and not value then
      asked[switches[name]] = true
    elseif with_value[name] then
      if not value then
        i = i + 1
        value = given[i]
      end
      if not value or value == "" then return nil, ("%s needs a name: %s NAME"):format(name, name) end
      asked[with_value[name]] = value
    elseif word:find("^%-.") then
      return nil, ('unknown option "%s"%s'):format(word, suggest.among(name, known, "update takes"))
    else
      asked.files[#asked.files + 1] = word
    end
    i = i + 1
  end
  if asked.help then return asked end
  if #asked.files == 0 then return nil, "the file of the newer release is missing: slavelab update FILE" end
  if asked.table and #asked.files > 1 then return nil, "--table is of one file; give it alone" end
  for _, file in ipairs(asked.files) do
    if lab.path_kind(file) ~= "file" then return nil, ("there is no file %s"):format(file) end
  end
  return asked
end

-- The datapackage.json of a folder, or that file itself; nil and a sentence when there is none. Only what is named is written to.
local function find_description(path)
  local kind = lab.path_kind(path)
  local file = kind == "folder" and (path:gsub("/+$", "") .. "/datapackage.json") or path
  if kind and lab.path_kind(file) == "file" then return (file:gsub("^%./", "")) end
  return nil, kind and ("the folder %s has no datapackage.json"):format(path)
    or ("there is no data package %s; --package DIR names its folder"):format(path)
end

local function wrong(message)
  io.stderr:write("slavelab: update: ", message, "\nslavelab update --help shows what it takes.\n")
  return 2
end

-- --- what is shown ---------------------------------------------------------------------------------------------------

local function show(title, t, all)
  if #t == 0 then return end
  local count = #t
  print(("\n%s:"):format(title))
  print(all and t or t:head(most_shown))
  if count > most_shown and not all then print(("... and %s more; --all shows them"):format(number.format(count - most_shown))) end
end

local function gone_title(change)
  return change.mode == "release" and "In the release before and not in this one (these rows stay)" or "Gone"
end

local function show_change(change, all)
  local resource, found = change.resource, change.found
  print(("%s: %s of %s, %s in %s"):format(resource.name, words.count(#change.old, "row"), resource.files[1], words.count(#change.t, "row"), change.file))
  if not change.bytes then
    print("  nothing new: every row stands there already")
    return
  end
  print(("  %s new, %s revised, %s gone, %s the same"):format(words.count(#found.new, "row"), words.count(#found.revised, "value"),
    words.count(#found.gone, "row"), number.format(found.same)))
  if change.kept then
    print(('  kept: the release until now, as "%s" in %s'):format(change.kept.name, change.kept.file))
  else
    print("  kept: every row that is there; new rows stand below them")
  end
  show("New", difference.take(change.later, found.new), all)
  if #found.revised > 0 then show("Revised", difference.revised_table(change.later, found, change.keys), all) end
  if #found.gone > 0 then show(gone_title(change), difference.take(change.earlier, found.gone), all) end
end

local function ask(plan)
  local paths = {}
  for i, write in ipairs(plan.writes) do paths[i] = write.path end
  io.stdout:write(("\nWrite %s? yes or no: "):format(table.concat(paths, ", ")))
  io.stdout:flush()
  local answer = (io.stdin:read("l") or ""):lower():match("^%s*(.-)%s*$")
  return answer == "yes" or answer == "y"
end

-- Shows what the files change and writes it when told to; gives the exit status. terminal: whether somebody can be asked.
function update_command.run(given, terminal)
  local asked, problem = read_words(given)
  if not asked then return wrong(problem) end
  if asked.help then
    io.stdout:write(usage)
    return 0
  end
  local path
  path, problem = find_description(asked.package or "data")
  if not path then return wrong(problem) end
  local requests = {}
  for i, file in ipairs(asked.files) do requests[i] = { file = file, table = asked.table } end
  local plan = update.plan(path, requests, { add = asked.add })
  for i, change in ipairs(plan.changes) do
    if i > 1 then print("") end
    show_change(change, asked.all)
  end
  if #plan.writes == 0 then return 0 end
  if not asked.yes and not terminal then
    io.stderr:write("slavelab: update: nothing was written, as there is no terminal to ask at; --yes writes without asking\n")
    return 1
  end
  if not asked.yes and not ask(plan) then
    print("Nothing was written.")
    return 1
  end
  update.write(plan)
  for _, write in ipairs(plan.writes) do print("written: " .. write.path) end
  return 0
end

return update_command
