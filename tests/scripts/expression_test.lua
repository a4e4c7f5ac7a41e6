-- Composed expressions: what they print as is the text form, so the text is what is compared. What they mean is tried
-- with the verbs (filter_test.lua, mutate_test.lua).
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

check.test("operators and methods make the tree that the text form would", function()
  check.equal(tostring(col.age:gt(17) & col.sex:eq("F")), 'age > 17 and sex == "F"')
  check.equal(tostring(~(col.a:lt(1) | col.b:ge(2)) & col.c:ne(true)), "not (a < 1 or b >= 2) and c ~= true")
  check.equal(tostring((col.a + 1) * -col.b / 2 // 3 % 4 ^ col.c - 6), "(a + 1) * -b / 2 // 3 % 4 ^ c - 6")
  check.equal(tostring(1e5 * col.referrals / col.population), "100000.0 * referrals / population")
  check.equal(tostring(col.first .. " " .. col.last), 'first .. " " .. last')
  check.equal(tostring(col.age:between(18, 24)), "age between 18 and 24")
  check.equal(tostring(col.age:le(col.limit)), "age <= limit")
end)

check.test("every composed expression reads back as the same expression", function()
  for _, made in ipairs { col["Age group"]:isin("Adult", "Child"), ~col.n:is_missing(), col.n:is_not_missing(),
    -(col.a - col.b) ^ 2, col.x:round(1):max_of(col.y, 0), (col.a .. "\"quoted\"") .. col["b`c"] } do
    check.equal(tostring(lab.expr(tostring(made))), tostring(made))
  end
end)

check.test("isin takes values one by one, a list, or a value handed in later", function()
  check.equal(tostring(col.force:isin("Kent", "Essex")), 'force in ("Kent", "Essex")')
  check.equal(tostring(col.force:isin { "Kent", "Essex" }), 'force in ("Kent", "Essex")')
  check.equal(tostring(~col.year:isin { 2018, 2019 }), "year not in (2018, 2019)")
end)

check.test("columns with awkward names are quoted", function()
  check.equal(tostring(col["Age group"]:is_missing()), "`Age group` is missing")
  check.equal(tostring(col["and"]:eq(1)), "`and` == 1")
end)

check.test("functions of the language are methods", function()
  check.equal(tostring(col.rate:round(1)), "round(rate, 1)")
  check.equal(tostring(col.people:sum() / lab.expr("count()")), "sum(people) / count()")
  check.equal(tostring(col.n:ge(3):if_else("many", nil)), 'if_else(n >= 3, "many", missing)')
  check.equal(tostring(col.n:lag(2)), "lag(n, 2)")
end)

check.test("lab.expr reads a text and leaves an expression as it is", function()
  local adult = lab.expr("age >= 18")
  check.equal(tostring(adult & col.sex:eq("F")), 'age >= 18 and sex == "F"')
  check.equal(lab.expr(adult), adult)
end)

check.test("lab.lit is a value, also where a text would be read as a column", function()
  check.equal(tostring(lab.lit("UK")), '"UK"')
  check.equal(tostring(lab.lit(nil)), "missing")
  check.raises("lit: a text, number, boolean or nil was expected, got table", lab.lit, {})
end)

check.test("a text that cannot be read shows where, and the author's line", function()
  local message = check.raises("expression, column 7: ", function() return lab.expr("age > > 17"), 1 end)
  check.contains(message, "    age > > 17\n          ^")
  check.contains(message, "tests/scripts/expression_test.lua:")
end)

check.test("comparison operators raise and say what to write", function()
  check.raises("write col%.age:lt%(17%), or the text 'age < 17'", function() return col.age < 17 end)
  check.raises("write col%.age:gt%(17%), or the text 'age > 17'", function() return col.age > 17 end)
  check.raises("write col%.age:le%(17%), or the text 'age <= 17'", function() return col.age <= 17 end)
  check.raises("write col%.age:le%(17%), or the text 'age <= 17'", function() return 17 >= col.age end)
  check.raises("write col%.a:eq%(col%.b%), or the text 'a == b'", function() return col.a == col.b end)
  check.raises("write %(a %+ 1%):lt%(2%)", function() return col.a + 1 < 2 end)
  check.raises("write col%.a:le%(%(b %+ 1%)%)", function() return col.a <= col.b + 1 end)
  check.raises("true or false before any row is looked at", function() return col.age < 17 end)
end)

check.test("operators without a meaning raise", function()
  check.raises('unequal is written a:ne%(b%)', function() return col.a ~ col.b end)
  check.raises('the length of a text is a:length%(%)', function() return #col.a end)
  check.raises("methods take a colon", function() return col.age(17) end)
end)

check.test("an unknown method names the nearest", function()
  check.raises('an expression has no method "rounds"; did you mean "round"%?', function() return col.a:rounds(1) end)
end)

check.test("operands are values, not tables or columns of a table", function()
  check.raises("%+: a text, number, boolean or nil was expected, got table", function() return col.a + {} end)
  check.raises("gt: takes one value to compare with", function() return col.a:gt() end)
  check.raises("between: takes two values", function() return col.a:between(1) end)
  check.raises('isin: argument 1: a text, number, boolean or nil was expected, got table', function()
    return col.a:isin({ 1 }, 2)
  end)
  check.raises('name it instead, as in col%.people', function()
    return col.a + lab.table({ columns = { "people" }, { 1 } }).people
  end)
end)

check.test("col takes names and holds nothing", function()
  check.raises("col takes the name of a column, as in col%.people", function() return col[1] end)
  check.raises("cannot be empty", function() return col[""] end)
  check.raises("col names columns and holds nothing", function() col.rate = 1 end)
end)

check.test("a chain of a thousand levels is refused in words", function()
  check.raises("more than 1000 levels", function()
    local e = col.a
    for _ = 1, 1001 do e = e + 1 end
  end)
end)

check.test("the cell that makes text of a column of figures is named where an expression needs numbers", function()
  local t = lab.parse_csv("force,people\nKent,12\nEssex,\nSurrey,7 \nDorset,x\ty7\n")
  local said = 'holds figures and texts, such as "x y7" in row 4'
  for _, text in ipairs { "sum(people)", "mean(people)", "median(people)" } do
    check.raises('"people" ' .. said, t.summarise, t, text)
  end
  for _, text in ipairs { "a = people + 1", "a = 1 - people", "a = abs(people)", "a = -people", "a = cumsum(people)", "a = if_else(people > 1, 1, 0)" } do
    check.raises('"people" ' .. said, t.mutate, t, text)
  end
  check.raises('"people" ' .. said, t.filter, t, "people > 5")
  check.raises('"people" ' .. said, t.filter, t, col.people:gt(5))
  -- rows are those of the table at hand
  check.raises('"people" holds figures and texts, such as "x y7" in row 2', function() return t:tail(2):summarise("sum(people)") end)
  local function message(fn, ...) return select(2, lab.try(fn, ...)) end
  check.equal(message(t.mutate, t, "a = force + 1"):find("such as", 1, true), nil, "names of forces are no figures")
  local codes = lab.parse_csv("code\n01\n02\n")
  check.equal(message(codes.summarise, codes, "sum(code)"):find("such as", 1, true), nil, "no cell of codes is at fault")
end)

check.run()
