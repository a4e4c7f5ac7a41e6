-- The words tests are written with, tested: a check that cannot fail proves nothing.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

check.test("equal tells an integer from a float and looks inside tables", function()
  check.equal({ 1, { "a" } }, { 1, { "a" } })
  check.raises("expected 1%.0", check.equal, 1, 1.0)
  check.raises("expected", check.equal, { 1, 2 }, { 1 })
  check.raises("expected", check.equal, { 1 }, { 1, 2 })
end)

check.test("long texts are told apart by their first differing line", function()
  local message = check.raises("line 2", check.equal, "a\nb\nc", "a\nx\nc")
  check.contains(message, 'expected "x"')
end)

check.test("raises fails when nothing is raised or the message is another", function()
  check.raises("none was raised", check.raises, "anything", function() end)
  check.raises('got "other"', check.raises, "this", function() error("other", 0) end)
end)

check.test("near, contains and lacks can fail", function()
  check.raises("within", check.near, 1.1, 1)
  check.raises("expected a text with", check.contains, "abc", "x")
  check.raises("expected a text without", check.lacks, "abc", "b")
end)

check.test("a golden file that is not there is a failure", function()
  if os.getenv("GOLDEN") then return end
  check.raises("no golden file", check.golden, "tests/golden/none-of-this-name", "")
end)

check.run()
