-- arguments.lua - the options of a report, read from what follows its name on the command line.
--
--     local options = arguments.read("annual", {
--       { "year", "year", "the year the report is about" },
--       { "from", "year", "the first year of its series" },
--     })
--
--     slavelab annual --year 2022 --from=2014
--
-- An option is a name, a kind (year, integer, number, text, or switch, which takes no value) and what it is for. Options that
-- were not given are nil. A command line that is wrong is answered with a sentence and exit status 2, --help with the list
-- and exit status 0.

local suggest = require "lib.base.suggest"

local arguments = {}

local kinds = {}

function kinds.text(given) return given end
function kinds.integer(given) return given:find("^%-?%d+$") and math.tointeger(tonumber(given)), "a whole number" end
function kinds.number(given) return given:find("^%-?[%d.]+$") and tonumber(given), "a number" end
function kinds.year(given) return given:find("^%d%d%d%d$") and math.tointeger(tonumber(given)), "a year, as in 2023" end

local function usage(name, known)
  local lines = { ("slavelab %s takes:"):format(name) }
  for _, option in ipairs(known) do
    local left = "--" .. option[1] .. (option[2] == "switch" and "" or " " .. option[2]:upper())
    lines[#lines + 1] = ("  %-18s %s"):format(left, option[3])
  end
  lines[#lines + 1] = "Beside these, -f FORMAT and -o PATH say how the report is written and where to."
  return table.concat(lines, "\n") .. "\n"
end

-- The options as a table, or nil and a sentence.
function arguments.parse(words, name, known)
  local by_name, names, options, i = {}, {}, {}, 1
  for n, option in ipairs(known) do
    by_name[option[1]], names[n] = option, "--" .. option[1]
  end
  while i <= #words do
    local key, value = words[i]:match("^%-%-([%w_-]+)=(.*)$")
    key = key or words[i]:match("^%-%-([%w_-]+)$")
    local option = by_name[key]
    if not option then
      return nil, ('unknown argument "%s"%s'):format(words[i], suggest.among(words[i]:match("^[^=]*"), names, name .. " takes"))
    end
    if options[key] ~= nil then return nil, ("--%s is given twice"):format(key) end
    if option[2] == "switch" then
      if value then return nil, ("--%s takes no value"):format(key) end
      options[key] = true
    else
      if not value then
        i = i + 1
        value = words[i]
      end
      if not value then return nil, ("--%s needs a value"):format(key) end
      local read, wanted = kinds[option[2]](value)
      if not read then return nil, ('--%s: "%s" is not %s'):format(key, value, wanted) end
      options[key] = read
    end
    i = i + 1
  end
  return options
end

-- As parse, of the program's own command line.
function arguments.read(name, known)
  for _, word in ipairs(arg) do
    if word == "--help" or word == "-h" then
      io.stdout:write(usage(name, known))
      os.exit(0, true)
    end
  end
  local options, problem = arguments.parse(arg, name, known)
  if options then return options end
  io.stderr:write(("slavelab %s: %s\n"):format(name, problem))
  os.exit(2, true)
end

return arguments
