-- check.lua - the few words that tests in Lua are written with.
--
--     local check = require "support.check"
--
--     check.test("missing is never shown as zero", function()
--       check.equal(shown(nil), "")
--     end)
--
--     check.run()
--
-- Every test runs, also after one has failed. run() prints each failure with its line, then
-- "N passed, N failed", and leaves with status 1 when one failed or when there was none to run.

local check = {}

local tests = {}

local folders = setmetatable({}, { __gc = function(made)
  for _, folder in ipairs(made) do os.execute("rm -rf '" .. folder .. "'") end
end })

local longest_shown = 2000 -- bytes of a text in a message; a whole page tells nobody what it lacks

-- A value as it would be written in Lua; tables with their keys in order, so that two can be compared by eye.
local function show(value, indent)
  if type(value) == "string" then return string.format("%q", value):gsub("\\\n", "\\n") end
  if type(value) ~= "table" then return tostring(value) end
  indent = indent or ""
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if math.type(a) and math.type(b) then return a < b end
    if type(a) ~= type(b) then return type(a) < type(b) end
    return tostring(a) < tostring(b)
  end)
  if #keys == 0 then return "{}" end
  local lines = {}
  for _, key in ipairs(keys) do
    lines[#lines + 1] = indent .. "  [" .. show(key) .. "] = " .. show(value[key], indent .. "  ") .. ","
  end
  return "{\n" .. table.concat(lines, "\n") .. "\n" .. indent .. "}"
end

-- Equal in value and in type of number (1 and 1.0 differ: one is a count, one is not); tables by their contents.
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    if a ~= a and b ~= b then return true end
    return a == b and math.type(a) == math.type(b)
  end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

-- Two long texts are best told apart by the first line in which they differ.
local function first_difference(got, expected)
  local line, rest_got, rest_expected = 1, got .. "\n", expected .. "\n"
  while true do
    local a, after_a = rest_got:match("^(.-)\n()")
    local b, after_b = rest_expected:match("^(.-)\n()")
    if a ~= b or not a then
      return string.format("line %d\n    expected %s\n    got      %s", line, show(b), show(a))
    end
    rest_got, rest_expected, line = rest_got:sub(after_a), rest_expected:sub(after_b), line + 1
  end
end

-- A new, empty folder, which is there until the program has ended, in whatever way: then it is removed with all that is in it.
function check.folder()
  local pipe = assert(io.popen("mktemp -d"))
  local folder = assert(pipe:read("l"), "no temporary folder")
  pipe:close()
  folders[#folders + 1] = folder
  return folder
end
local tmpname = os.tmpname
os.tmpname = function() -- the program itself removes what it makes
  local from_test = debug.getinfo(2, "S").source:find("^@?tests/") or debug.getinfo(2, "S").source:find("/tests/", 1, true)
  if from_test then error("a file of os.tmpname() stays behind when a test fails; check.folder() is removed", 2) end
  return tmpname()
end

-- The files below a folder whose names match the pattern, as a list.
function check.files(folder, pattern, list)
  list = list or {}
  for _, name in ipairs(lab.list_folder(folder)) do
    local path = folder .. "/" .. name
    if lab.path_kind(path) == "folder" then
      check.files(path, pattern, list)
    elseif name:find(pattern) then
      list[#list + 1] = path
    end
  end
  return list
end

-- Registers a test. The name is a sentence that says what holds.
function check.test(name, fn)
  assert(type(name) == "string" and type(fn) == "function", "check.test(name, function)")
  tests[#tests + 1] = { name = name, fn = fn }
end

-- Fails unless got equals expected (see same() above for what equal means).
function check.equal(got, expected, what)
  if same(got, expected) then return end
  local prefix = what and (what .. ": ") or ""
  if type(got) == "string" and type(expected) == "string" and (got .. expected):find("\n", 1, true) then
    error(prefix .. "texts differ in " .. first_difference(got, expected), 2)
  end
  error(prefix .. "expected " .. show(expected) .. "\n  got " .. show(got), 2)
end

-- Fails unless value is neither nil nor false; gives it back.
function check.truthy(value, what)
  if not value then error((what or "value") .. " is " .. tostring(value), 2) end
  return value
end

-- Fails unless |got - expected| <= tolerance (1e-9 unless given).
function check.near(got, expected, tolerance)
  tolerance = tolerance or 1e-9
  if type(got) == "number" and math.abs(got - expected) <= tolerance then return end
  error(string.format("expected %s within %s, got %s", show(expected), show(tolerance), show(got)), 2)
end

-- Fails unless text holds the fragment, letter for letter.
function check.contains(text, fragment)
  if type(text) == "string" and text:find(fragment, 1, true) then return end
  local got = show(text)
  if #got > longest_shown then got = got:sub(1, longest_shown) .. ("... (%d bytes)"):format(#got) end
  error("expected a text with " .. show(fragment) .. "\n  got " .. got, 2)
end

-- Fails if text holds the fragment.
function check.lacks(text, fragment)
  if type(text) == "string" and not text:find(fragment, 1, true) then return end
  error("expected a text without " .. show(fragment) .. "\n  got " .. show(text), 2)
end

-- Fails unless fn(...) raises a message that matches the Lua pattern; gives the message back for closer looks.
function check.raises(pattern, fn, ...)
  local ok, message = pcall(fn, ...)
  if ok then error("expected an error like " .. show(pattern) .. ", but none was raised", 2) end
  message = tostring(message)
  if not message:find(pattern) then
    error("expected an error like " .. show(pattern) .. "\n  got " .. show(message), 2)
  end
  return message
end

-- Puts text into a file of the folder GOLDEN, where tools/golden looks.
local function leave_for_review(path, text)
  local folder = os.getenv("GOLDEN")
  if not folder then return end
  local file = assert(io.open(folder .. "/" .. path:match("[^/]+$"), "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- Compares text with the file at path, byte for byte. After a change that is meant, tools/golden shows how each file differs
-- and writes those it is told to.
function check.golden(path, text)
  local file, reason = io.open(path, "rb")
  local expected = file and file:read("a")
  if file then file:close() end
  if text == expected then return end
  leave_for_review(path, text)
  if not expected then error("no golden file: " .. reason, 2) end
  error(path .. ": differs in " .. first_difference(text, expected), 2)
end

-- Runs what was registered, in order, and prints the tally. Exits with status 1 on failure.
function check.run()
  local passed, failed = 0, 0
  for _, test in ipairs(tests) do
    local ok, message = xpcall(test.fn, function(raised)
      if type(raised) == "string" and raised:find("_test%.lua:%d+:") then return raised end
      return debug.traceback(tostring(raised), 2)
    end)
    if ok then
      passed = passed + 1
    else
      failed = failed + 1
      io.stdout:write("FAILED ", test.name, "\n  ", (message:gsub("\n", "\n  ")), "\n")
    end
  end
  if #tests == 0 then
    io.stdout:write("no test was registered\n")
    failed = 1
  end
  io.stdout:write(passed, " passed, ", failed, " failed\n")
  tests = {}
  if failed > 0 then os.exit(1, true) end
end

return check
