-- functions.lua - writes the list of docs/expressions.md that shows each function at work and names its twins elsewhere.
--
--     slavelab --no-init tools/functions.lua        from the root of the project
--
-- Everything comes from scripts/lib/prompt/functions.lua, as help does. A test holds that the page is what this makes of it.
package.path = "scripts/?.lua;" .. package.path
local language = require "lib.prompt.functions"

local path = "docs/expressions.md"
local heading = "## Every function at work, and what it is called elsewhere\n"

local function code(text) return text == "" and "" or "`" .. text:gsub("|", "\\|") .. "`" end

-- "`lag(x)` OVER ..., missing from there on": what is code of a twin, and what is said of it.
local function twin(text)
  local parts = {}
  for part in (text .. " or "):gmatch "(.-) or " do
    local call, said = part:match "^(.-%S), ([%l%d\"][^()']*)$"
    parts[#parts + 1] = call and code(call) .. ", " .. said or code(part)
  end
  return table.concat(parts, " or ")
end

local function list()
  local lines = { heading }
  local function add(text) lines[#lines + 1] = text end
  add "The examples are of these rows, in which an empty cell is missing. `?NAME` at the prompt shows the same, and finds a function by its"
  add "names in R (dplyr and its relatives), Python (pandas) and SQL, too: `?min_rank`.\n"
  add("    " .. language.sample:gsub("\n(.)", "\n    %1"))
  add "| function | example | gives | a missing value | R | Python | SQL |"
  add "|---|---|---|---|---|---|---|"
  for _, fn in ipairs(package.loaded["slavelab.functions"]()) do
    local entry = language.entries[fn.name]
    add(("| `%s` | %s | %s | %s | %s | %s | %s |"):format(fn.name, code(entry[1]), language.result(fn.kind, entry[1]), entry[2], twin(entry[3]),
      twin(entry[4]), twin(entry[5])))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- The page with the list of today, behind all else.
local function page()
  local text = lab.read_file(path)
  local from = text:find("\n" .. heading, 1, true)
  return (from and text:sub(1, from) or text .. "\n") .. list()
end

if ... == "text" then return page() end
lab.write_file(path, page())
