-- Rows told apart by their cells: what is one key, and what is not.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local row_keys = require "lib.figures.row_keys"

check.test("a whole number is one key in columns of either type, and other numbers have all their digits", function()
  local a = lab.table { columns = { "x", "y" }, { 2023, "a" }, { 2024, "a" } }
  local columns = row_keys.columns(a, { "x", "y" })
  local numbers = row_keys.columns(a:mutate("x = number(x)"), { "x", "y" })
  check.equal(row_keys.of(columns, 1), row_keys.of(numbers, 1))
  check.equal(row_keys.of(columns, 1) ~= row_keys.of(columns, 2), true)
  local close = { { 0.12345678901234561, 0.12345678901234567 } }
  check.equal(row_keys.of(close, 1) ~= row_keys.of(close, 2), true)
end)

check.test("a missing cell is the same as another, and as no text", function()
  local columns = { { nil, "nil", nil }, { 1, 1, 1 } }
  check.equal(row_keys.of(columns, 1), row_keys.of(columns, 3))
  check.equal(row_keys.of(columns, 1) ~= row_keys.of(columns, 2), true)
  check.equal({ row_keys.whole(columns, 1), row_keys.whole(columns, 2, " "), row_keys.whole({}, 1) }, { nil, "nil 1", nil })
end)

check.test("the first row of a key stands, and further ones are told of", function()
  local told = {}
  local rows, keys = row_keys.rows({ { "a", "b", "a", "a" } }, 4, function(first, row) told[#told + 1] = first .. " " .. row end)
  check.equal({ rows.a, rows.b, keys[4] }, { 1, 2, "a" })
  check.equal(told, { "1 3", "1 4" })
end)

check.run()
