-- new.lua - slavelab new KIND NAME: writes a commented start that runs as it is.
--
-- What each kind writes stands in kinds/KIND.lua, a table:
--
--     about    one line for the list
--     where    function(name): the path that is made, a file or a folder
--     files    function(name, options): a list of { path, text }; paths are below the folder, and not looked at for a file
--     folder   true when a folder is made
--     next     function(path, name): what to do then
--     takes_sent   true when it takes --sent

local suggest = require "lib.base.suggest"

local new = {}

local kinds = {
  foi = require "lib.new.kinds.foi",
  format = require "lib.new.kinds.format",
  indicator = require "lib.new.kinds.indicator",
  report = require "lib.new.kinds.report",
}
local names = suggest.keys(kinds)

local function usage()
  local lines = { "slavelab new KIND NAME - write a commented start that runs as it is\n\n" }
  for _, name in ipairs(names) do
    lines[#lines + 1] = ("  %-10s %s\n"):format(name, kinds[name].about)
  end
  lines[#lines + 1] = "\n      --sent DATE   foi: the day on which the requests go out; the letter then says by when an answer is due\n  -h, --help\n\n"
  lines[#lines + 1] = "Nothing that is there is overwritten.\nExit status: 0 written, 1 not written, 2 the command line is wrong.\n"
  return table.concat(lines)
end

local function wrong(message)
  io.stderr:write("slavelab: new: ", message, "\nslavelab new --help shows what it takes.\n")
  return 2
end

-- { kind, name }, { option = value }; nil and a sentence when the words are wrong.
local function read_words(given)
  local words, options, i = {}, {}, 1
  while i <= #given do
    local option, value = given[i]:match("^%-%-([^=]+)=?(.*)$")
    if option == "sent" then
      if value == "" then i, value = i + 1, given[i + 1] end
      options.sent = value and lab.try(lab.period, value, "date")
      if not options.sent then return nil, ('--sent: "%s" is no date, as in 2026-12-01'):format(value or "") end
      options.sent = options.sent.first
    elseif given[i]:find("^%-.") then
      return nil, ('unknown option "%s"'):format(given[i])
    else
      words[#words + 1] = given[i]
    end
    i = i + 1
  end
  return words, options
end

-- Makes a folder and those above it; raises when it cannot.
local function make_folder(path)
  local quoted = "'" .. path:gsub("'", "'\\''") .. "'"
  if not os.execute("mkdir -p -- " .. quoted) then lab.fail(path .. ": the folder cannot be made") end
end

function new.run(given)
  for _, word in ipairs(given) do
    if word == "--help" or word == "-h" then
      io.stdout:write(usage())
      return 0
    end
  end
  local words, options = read_words(given)
  if not words then return wrong(options) end
  if #words == 0 then return wrong("what is to be new is missing: " .. table.concat(names, ", ")) end
  local kind, name = kinds[words[1]], words[2]
  if not kind then return wrong(('"%s" is no kind%s'):format(words[1], suggest.among(words[1], names, "there are"))) end
  if #words ~= 2 then return wrong(("one name is expected: slavelab new %s NAME"):format(words[1])) end
  if options.sent and not kind.takes_sent then return wrong(("--sent has no meaning with %s"):format(words[1])) end
  if not kind.folder and not name:find("^%l[%l%d_]*$") then
    return wrong(('"%s" is no name: small letters, digits and "_", beginning with a letter'):format(name))
  end
  local path = kind.where(name):gsub("(.)/+$", "%1")
  if lab.path_kind(path) then
    io.stderr:write(("slavelab: new: %s is there already; nothing was written\n"):format(path))
    return 1
  end
  local files = kind.files(name, options)
  make_folder(kind.folder and path or path:match("^(.*)/"))
  for _, file in ipairs(files) do
    local target = kind.folder and path .. "/" .. file[1] or path
    lab.write_file(target, file[2])
    print("written: " .. target)
  end
  print("\n" .. kind.next(path, name))
  return 0
end

return new
