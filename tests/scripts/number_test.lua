package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local number = require "lib.base.number"

-- value, places, rounded, shown
local cases = {
  { 2.675, 2, 2.68, "2.68" }, { 1.005, 2, 1.01, "1.01" }, { 0.5, 0, 1, "1" }, { 2.5, 0, 3, "3" }, { -2.5, 0, -3, "-3" },
  { 999.95, 1, 1000.0, "1,000.0" }, { 9.995, 2, 10.0, "10.00" }, { 0.04, 1, 0.0, "0.0" }, { -0.04, 1, 0.0, "0.0" },
  { 1234567.891, 1, 1234567.9, "1,234,567.9" }, { 17004, 1, 17004, "17,004.0" }, { 1e21, 0, 1e21, "1,000,000,000,000,000,000,000" },
  { 1e-9, 3, 0.0, "0.000" }, { 6.896551724137931, 1, 6.9, "6.9" },
}

check.test("halves go up on the decimal form a reader sees", function()
  for _, case in ipairs(cases) do
    check.equal(lab.round(case[1], case[2]), case[3], tostring(case[1]))
    check.equal(number.format(case[1], { decimals = case[2] }), case[4])
  end
end)

check.test("what arithmetic missed by a hair is the half that a reader works out", function()
  check.equal({ lab.round(115 / 200 * 100), lab.round((257 - 200) / 200 * 100), lab.round(0.15 / 0.1) }, { 58, 29, 2 })
  check.equal(number.format(115 / 200 * 100, { decimals = 0 }), "58")
end)

check.test("integers are rounded by all their digits, or not at all", function()
  check.equal({ lab.round(9007199254740993, -1), lab.round(math.mininteger, -2) }, { 9007199254740990, -9223372036854775800 })
  check.raises("9223372036854775807 to %-1 decimals does not fit into 64 bits", lab.round, math.maxinteger, -1)
end)

check.test("decimal digits are written out, grouped as asked", function()
  check.equal({ lab.decimal(1234.5), lab.decimal(1234.5, { decimals = 0, group = true }), lab.decimal(0.25, { decimals = 1 }),
    lab.decimal(12, { decimals = 2 }), lab.decimal(1e22, { group = " " }), lab.decimal(-0.0), lab.decimal(-1 / 0) },
    { "1234.5", "1,235", "0.3", "12.00", "10 000 000 000 000 000 000 000", "0", "-inf" })
  check.equal(lab.decimal(nil, { decimals = 1 }), nil)
  check.raises("a number was expected, got string", lab.decimal, "1")
  check.raises('unknown option "groups"; did you mean "group"', lab.decimal, 1, { groups = true })
  check.raises("group is true or a text", lab.decimal, 1, { group = 3 })
end)

check.test("numbers, letters and their order stay those of the C locale", function()
  local locale, why = os.setlocale("fa_IR.UTF-8")
  check.equal(locale, nil)
  check.truthy(why:find('os%.setlocale%("fa_IR%.UTF%-8", "time"%)'))
  check.equal({ os.setlocale(), os.setlocale("C"), os.setlocale(nil, "numeric"), os.setlocale("C", "time") }, { "C", "C", "C", "C" })
  check.equal(os.setlocale("", "ctype"), nil)
end)

check.test("negative places round to tens and hundreds and keep integers integers", function()
  check.equal(lab.round(149, -2), 100)
  check.equal(lab.round(150, -2), 200)
  check.equal(lab.round(-150, -2), -200)
end)

check.test("what is no number to round comes back as it is", function()
  check.equal(lab.round(nil, 1), nil)
  check.equal(lab.round(math.huge, 1), math.huge)
  check.equal(number.format(0 / 0), "not a number")
  check.equal(number.format(-math.huge), "minus infinite")
end)

check.test("thousands are separated at the ends of the range of integers too", function()
  check.equal(number.format(math.mininteger), "-9,223,372,036,854,775,808")
  check.equal(number.format(123), "123")
  check.equal(number.format(-1234, { separator = "" }), "-1234")
end)

check.test("exact texts read back as the same number", function()
  local state = 42
  for _ = 1, 2000 do
    state = (state * 6364136223846793005 + 1442695040888963407)
    local x = string.unpack("d", string.pack("j", state))
    if x == x and x ~= math.huge and x ~= -math.huge then check.equal(tonumber(number.exact(x)) + 0.0, x) end
  end
  check.equal(number.exact(3.0), "3")
  check.equal(number.exact(0.1), "0.1")
  check.equal(number.exact(math.maxinteger), "9223372036854775807")
  check.equal(number.exact(0 / 0), nil)
end)

check.test("what is rounded to no decimals is an integer, when one holds it", function()
  check.equal({ lab.round(2.5), lab.round(-0.5), lab.round(-0.4), lab.round(72.04, 0), lab.round(12345, -2), lab.round(7) },
    { 3, -1, 0, 72, 12300, 7 })
  check.equal({ lab.round(2.675, 2), lab.round(3.0, 1), lab.round(1e300) }, { 2.68, 3.0, 1e300 })
end)

check.run()
