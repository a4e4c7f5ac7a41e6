-- Lists of many items and chains of many comparisons: what they keep, and that they are worked out in reasonable space. Work
-- that grew with the square of the list would not end within a day here, nor its memory fit the machine.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local many, more, million = 20000, 200000, 1000000

local rows = { columns = { "n", "x", "name", "none", "flag" } }
for i = 1, 50 do rows[i] = { i, i / 2, "name " .. i, nil, i % 2 == 0 } end
rows[51] = { nil, nil, nil, nil, nil }
local t = lab.table(rows)

local function even_numbers(count)
  local list = {}
  for i = 1, count do list[i] = i * 2 end
  return list
end

local function written(list, between, form)
  local texts = {}
  for i, value in ipairs(list) do texts[i] = form:format(value) end
  return table.concat(texts, between)
end

check.test("a list written out may have hundreds of thousands of items", function()
  local text = "n in (" .. written(even_numbers(more), ", ", "%d") .. ")"
  check.equal(#t:filter(text), 25)
  check.equal(#t:filter("not (" .. text .. ")"), 25)
end)

check.test("a composed isin may have a million items, more than fit the stack of Lua", function()
  check.equal(#t:filter(col.n:isin(even_numbers(million))), 25)
  local names = {}
  for i = 1, more do names[i] = "name " .. i * 5 end
  check.equal(#t:filter(col.name:isin(names)), 10)
end)

check.test("a list handed in may be as long, of values of other types that are equal too", function()
  check.equal(#t:filter("n in $list", { list = even_numbers(more) }), 25)
  check.equal(#t:filter("x in $list", { list = even_numbers(more) }), 12)
end)

check.test("a column without a value is in no list, and nobody knows", function()
  check.equal(#t:filter("none in $list", { list = even_numbers(more) }), 0)
  check.equal(#t:filter("not (none in $list)", { list = even_numbers(more) }), 0)
  check.equal(#t:filter("(none in $list) is missing", { list = even_numbers(more) }), 51)
  check.equal(#t:filter("(none in $list) is missing", { list = {} }), 0)
end)

check.test("what a function of Lua gives is looked up like a column", function()
  lab.define("twice_for_lists", function(n) return n and n * 2 end)
  check.equal(#t:filter("twice_for_lists(n) in $list", { list = even_numbers(more) }), 50)
  lab.define("nothing_for_lists", function() return nil end)
  check.equal(#t:filter("nothing_for_lists(n) in $list", { list = even_numbers(more) }), 0)
end)

check.test("items that no value equals make no difference, and rows without a value stay missing", function()
  local fractions, texts = {}, {}
  for i = 1, many do fractions[i], texts[i] = i + 0.5, "no name " .. i end
  check.equal(#t:filter("n in $list", { list = fractions }), 0)
  check.equal(#t:filter("not (n in $list)", { list = fractions }), 50)
  check.equal(#t:filter("not (name in $list)", { list = texts }), 50)
end)

check.test("integers beyond 2^53 and numbers are equal when they are the same number", function()
  local big = lab.table { columns = { "n", "x" }, { 9007199254740993, 9007199254740992.0 }, { 1, 1.0 } }
  local list = { 9007199254740992.0, 2.5, 3.5, 4.5, 5.5 }
  check.equal(#big:filter("n in $list", { list = list }), 0)
  check.equal(#big:filter("x in (9007199254740993, 5, 6, 7, 8)"), 0)
  check.equal(#big:filter("x in (9007199254740992, 5, 6, 7, 8)"), 1)
  check.equal(#big:filter("x in (9223372036854775807, 1, 6, 7, 8)"), 1)
end)

check.test("true and false in a long list are those of the column", function()
  check.equal(#t:filter("flag in (true, true, true, true, true)"), 25)
  check.equal(#t:filter("flag in (true, true, false, true, true)"), 50)
end)

check.test("a missing item among many is what nobody knows", function()
  check.equal(#t:filter("n in (1, 2, 3, 4, missing)"), 4)
  check.equal(#t:filter("not (n in (1, 2, 3, 4, missing))"), 0)
end)

check.test("an item of another type is named, however many there are", function()
  local text = "n in (" .. written(even_numbers(many), ", ", "%d") .. ", 'Kent')"
  check.raises("these cannot be compared: integer and text", function() t:filter(text) end)
end)

check.test("a chain of equalities keeps what the list keeps", function()
  local chain = written(even_numbers(many), " or ", "n == %d")
  check.equal(#t:filter(chain), 25)
  check.equal(#t:filter("not (" .. chain .. ")"), 25)
  check.equal(#t:filter(chain .. " or name == 'name 7'"), 26)
  check.equal(#t:filter(chain .. " or x == 0.5 or 3 == n"), 27)
end)

check.test("a chain of inequalities leaves out what the list keeps", function()
  check.equal(#t:filter(written(even_numbers(many), " and ", "n ~= %d")), 25)
  check.equal(#t:filter(written(even_numbers(many), " and ", "n ~= %d") .. " and x > 10"), 15)
end)

check.test("a chain with an aggregate in it keeps the same", function()
  check.equal(#t:filter(written(even_numbers(30), " or ", "n == %d") .. " or n == max(n) - 1"), 26)
end)

check.test("what is wrong in a long chain is shown in its place", function()
  local message = check.raises("these cannot be compared: integer and text", function()
    t:filter(written(even_numbers(12), " or ", "n == %d") .. " or n == 'Kent'")
  end)
  check.contains(message, "n == 'Kent'\n")
end)

check.test("a long chain prints as it was written, and reads back", function()
  local chain = written(even_numbers(many), " or ", "n == %d")
  check.equal(tostring(lab.expr(chain)), chain)
  local list = "n in (" .. written(even_numbers(many), ", ", "%d") .. ")"
  check.equal(tostring(lab.expr(list)), list)
end)

check.test("a chain is the same, written or composed", function()
  check.equal(tostring(col.a:eq(1) | col.b:eq(2) | col.c:eq(3)), "a == 1 or b == 2 or c == 3")
  check.equal(tostring(col.a:eq(1) | (col.b:eq(2) | col.c:eq(3))), "a == 1 or (b == 2 or c == 3)")
  check.equal(tostring(lab.expr("(a or b) or c") & col.d), "(a or b or c) and d")
end)

check.run()
