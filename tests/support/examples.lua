-- examples.lua - runs the example of every documented function, and finds functions without documentation.
--
--     cd an-empty-folder && slavelab --no-init PATH/tests/support/examples.lua [NAME]
--
-- NAME, "table:select", runs that one alone and shows what it prints. Each example is a chunk of its own, as a reader
-- would paste it.

local only = arg[1]
local failures = 0

local function fail(...)
  failures = failures + 1
  io.stdout:write(string.format(...), "\n")
end

-- --- what there is to document ---------------------------------------------------------------------------------------

local documented = lab.docs(true)

-- Names that start with _ are for the library alone.
local function check_documented(owner, functions)
  for name, value in pairs(functions) do
    local full = owner .. (owner == "lab" and "." or ":") .. tostring(name)
    local is_public = type(name) == "string" and name:sub(1, 1) ~= "_"
    if is_public and type(value) == "function" and not documented[full] then fail("%s has no documentation", full) end
  end
end

check_documented("lab", lab)
for kind, methods in pairs(debug.getregistry()["slavelab.methods"]) do check_documented(kind, methods) end

-- --- running them ----------------------------------------------------------------------------------------------------

local shown = print

local function run(full, doc)
  local signature, text, example = doc.signature, doc.text, doc.example
  if not signature:find("^[%(%[%.]") then
    fail("%s: the signature begins with its arguments, [ or .: %s", full, signature)
  end
  if not text:find("%.$") then fail("%s: the text ends without a full stop: %s", full, text) end
  local chunk, problem = load(example, "=example")
  if not chunk then return fail("%s: the example is no Lua: %s", full, problem) end
  if not only then print = function(...) for i = 1, select("#", ...) do tostring((select(i, ...))) end end end
  local ok, message = xpcall(chunk, debug.traceback)
  print = shown
  if not ok then fail("%s: the example fails: %s\n%s", full, message, example) end
end

local names = {}
for full in pairs(documented) do
  if not only or full == only then names[#names + 1] = full end
end
table.sort(names)
for _, full in ipairs(names) do run(full, documented[full]) end
if #names == 0 then fail("nothing is documented%s", only and " as " .. only or "") end

print(("%d examples, %d failures"):format(#names, failures))
if failures > 0 then os.exit(1, true) end
