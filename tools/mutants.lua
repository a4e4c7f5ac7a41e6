-- The work of tools/mutants, which see: run in the copy of the tree, where build/dev is built. Arguments: N, SEED.

local wanted, seed = tonumber(arg[1]), tonumber(arg[2])
math.randomseed(seed)

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local lines = {}
  for line in pipe:lines() do lines[#lines + 1] = line end
  pipe:close()
  return lines
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- --- faults -----------------------------------------------------------------------------------------------------------

-- Of a token, what stands there instead. Blanks around operators are those of the house's layout: "*p" and "i++" are none.
local swaps = {
  { "comparison", " < ", " <= " }, { "comparison", " <= ", " < " }, { "comparison", " > ", " >= " }, { "comparison", " >= ", " > " },
  { "comparison", " == ", " != " }, { "comparison", " != ", " == " },
  { "operator", " + ", " - " }, { "operator", " - ", " + " }, { "operator", " * ", " + " }, { "operator", " / ", " * " },
  { "operator", " && ", " || " }, { "operator", " || ", " && " }, { "operator", " & ", " | " }, { "operator", " | ", " & " },
  { "operator", " << ", " >> " }, { "operator", " += ", " -= " },
}

local function is_code(line)
  return not (line:find("^%s*[/ ]%*") or line:find("^%s*#") or line:find("^%s*//") or line:find("_Static_assert") or line:find("SL_ASSERT"))
end

-- Whether a position of the line lies in quotes or behind the start of a comment.
local function is_hidden(line, at)
  local before = line:sub(1, at - 1):gsub("\\.", ""):gsub("'.'", "")
  local _, quotes = before:gsub('"', "")
  return quotes % 2 == 1 or before:find("/*", 1, true) ~= nil
end

-- All faults that can be made of a line: { kind, the line with the fault }.
local function faults_of(line)
  local found = {}
  if not is_code(line) then return found end
  for _, swap in ipairs(swaps) do
    local kind, from, to = swap[1], swap[2], swap[3]
    local at = line:find(from, 1, true)
    while at do
      if not is_hidden(line, at) then found[#found + 1] = { kind, line:sub(1, at - 1) .. to .. line:sub(at + #from) } end
      at = line:find(from, at + 1, true)
    end
  end
  for at, number, after in line:gmatch("()%f[%w_](%d+)%f[^%w_.]()") do
    local value = math.tointeger(tonumber(number))
    if value and not is_hidden(line, at) then
      local other = value == 1 and 0 or value + 1
      found[#found + 1] = { "constant", line:sub(1, at - 1) .. other .. line:sub(after) }
    end
  end
  if line:find("^%s*if %(.*%) return .*;%s*$") then found[#found + 1] = { "dropped return", "" } end
  if line:find("^%s+[%w_]+%(.*%);%s*$") and not line:find("^%s*return") then found[#found + 1] = { "dropped call", "" } end
  return found
end

-- By kind, so that constants, which are everywhere, do not crowd the others out.
local kinds, by_kind = {}, {}
for _, path in ipairs(lines_of("ls core/*/*.c core/*/*/*.c 2>/dev/null")) do
  local number = 0
  for line in (read(path) .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    for _, fault in ipairs(faults_of(line)) do
      local kind = fault[1]
      if not by_kind[kind] then
        by_kind[kind] = {}
        kinds[#kinds + 1] = kind
      end
      table.insert(by_kind[kind], { kind = kind, path = path, line = number, old = line, new = fault[2] })
    end
  end
end
table.sort(kinds)

local function apply(fault)
  local text, number = read(fault.path), 0
  local out = text:gsub("([^\n]*)\n", function(line)
    number = number + 1
    if number == fault.line then return fault.new .. "\n" end
  end)
  write(fault.path, out)
  return text
end

-- --- tests ------------------------------------------------------------------------------------------------------------

-- The headers of core that a test names, itself or through tests/support.
local function included(path, into)
  for name in read(path):gmatch('#include "([^"]+)"') do
    if name:find("^tests/support/") and not into[name] then
      into[name] = true
      included(name, into)
    end
    into[name] = true
  end
  return into
end

-- Names of ctest's tests of core that link a room, those of the file's own name first; and all others.
local function tests_near(path)
  local room = path:match("^(core/%w+/)")
  local near, rest = {}, {}
  for _, test in ipairs(lines_of("ls tests/core/test_*.c")) do
    local name, knows = test:match("(test_[%w_]+)%.c"), false
    for header in pairs(included(test, {})) do knows = knows or header:sub(1, #room) == room end
    table.insert(knows and near or rest, name)
  end
  return near, rest
end

local function build(preset, targets)
  local named = targets and " --target " .. table.concat(targets, " ") or ""
  return os.execute("cmake --build build/" .. preset .. named .. " >../build.log 2>&1")
end

-- Runs the tests up to the first that fails: its name, or nil.
local function first_failure(preset, pattern)
  local out = lines_of("ctest --test-dir build/" .. preset .. " -j2 --stop-on-failure --timeout 300 -R '" .. pattern .. "' 2>&1")
  for _, line in ipairs(out) do
    local name = line:match("Test +#%d+: ([%w_.]+) .*%*%*%*")
    if name then return name end
  end
  if not out[#out] or not table.concat(out, "\n"):find("100%% tests passed") then return "a ctest that came to no result" end
end

-- "killed by ...", "does not compile", or nil when it survives.
local function try(fault)
  local near = tests_near(fault.path)
  local targets = { "slavelab" }
  for _, name in ipairs(near) do targets[#targets + 1] = name end
  if not build("dev", targets) then return "does not compile" end
  local nearest = #near > 0 and "^core\\.(" .. table.concat(near, "|") .. ")(_tiny)?$"
  local others = "^(core\\..*_tiny|fuzz\\..*|bindings\\..*|live\\.(annual|examples|pages|exit_status))$"
  local name = nearest and first_failure("dev", nearest:gsub("%(_tiny%)%?", "")) or first_failure("dev", "^scripts\\.")
  if not name then
    if not build("dev") then return "does not compile" end
    name = first_failure("dev", others)
  end
  -- what is not given back, and what is read or written where nothing is, shows only there
  if not name and nearest then
    if not build("asan") then return "does not compile" end
    name = first_failure("asan", nearest) or first_failure("asan", "^(fuzz|bindings)\\.")
  end
  return name and "killed by " .. name
end

local killed, survivors, unborn = 0, {}, 0
for i = 1, wanted do
  local candidates = by_kind[kinds[math.random(#kinds)]]
  local fault = candidates[math.random(#candidates)]
  local kept = apply(fault)
  local ok, verdict = pcall(try, fault)
  write(fault.path, kept)
  if not ok then error(verdict, 0) end
  print(("%d/%d %s:%d %s: %s"):format(i, wanted, fault.path, fault.line, fault.kind, verdict or "SURVIVES"))
  io.stdout:flush()
  if not verdict then
    survivors[#survivors + 1] = fault
    print("  - " .. fault.old:gsub("^%s+", "") .. "\n  + " .. fault.new:gsub("^%s+", ""))
  elseif verdict == "does not compile" then
    unborn = unborn + 1
  else
    killed = killed + 1
  end
end

print(("\n%d mutants (seed %d): %d killed, %d survive, %d do not compile; killed of those that compile: %.0f%%"):format(
  wanted, seed, killed, #survivors, unborn, killed + #survivors > 0 and 100 * killed / (killed + #survivors) or 0))
os.exit(0, true)
