-- t:order: labels with an order of their own, in every verb and drawing.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local bands = { "5-9", "10-17", "18+" }
local text = "age,sex,n\n10-17,F,2\n18+,F,3\n,M,7\n5-9,F,1\n18+,M,4\n"

local function plain_table() return lab.parse_csv(text) end
local function ordered() return plain_table():order("age", bands) end

local function list(column)
  local values, found = column:to_list(), {}
  for i = 1, values.n do found[i] = values[i] or "missing" end
  return found
end

check.test("sort, group_by, pivot and complete go by the order, missing last", function()
  local t = ordered()
  check.equal(list(t:sort("age").age), { "5-9", "10-17", "18+", "18+", "missing" })
  check.equal(list(t:sort("-age").age), { "18+", "18+", "10-17", "5-9", "missing" })
  check.equal(list(t:group_by("age"):summarise("n = sum(n)").age), { "5-9", "10-17", "18+", "missing" })
  local sums = t:group_by("age"):summarise("n = sum(n)"):filter("age is not missing")
  check.equal(sums:sort("n"):pivot { names = "age", values = "n" }:column_names(), bands)
  check.equal(list(t:group_by("age", "sex", { complete = true }):summarise("n = sum(n)").age),
    { "5-9", "5-9", "10-17", "10-17", "18+", "18+", "missing" })
  check.equal(list(t:mutate("r = rank(age)").r), { 2, 3, "missing", 1, 3 })
  check.equal({ t.age:min(), t.age:max() }, { "5-9", "18+" })
  check.equal(plain_table():sort("age").age[1], "10-17")
end)

check.test("the order goes wherever the column goes", function()
  local t = ordered()
  for name, other in pairs { select = t:select("age"), filter = t:filter("n > 1"), sort = t:sort("n"), head = t:head(2), rename = t:rename("b = n"),
    distinct = t:distinct("age"), fill_down = t:fill_down("age"), group = t:group_by("age"):summarise("n = sum(n)"), take = t:take { 2, 1 },
    mutate = t:mutate("age = age"), round = t:round { base = 5, columns = "n" }, none = t:filter("n > 100"),
    join = t:join(lab.parse_csv("age,k\n18+,a\n"), { on = "age", how = "left" }), append = t:append(ordered()) } do
    check.equal(other.age:order(), bands, name)
  end
  check.equal(plain_table().age:order(), nil)
  check.equal(t:append(plain_table()).age:order(), nil)
  check.equal(t:append(plain_table():order("age", { "18+", "10-17", "5-9" })).age:order(), nil)
  check.equal(t:mutate("b = upper(age)").b:order(), nil)
  local totals = t:totals { "age", of = "n", by = "sex" }
  check.equal(totals.age:order(), { "5-9", "10-17", "18+", "Total" })
  check.equal(list(totals:filter("sex == 'F'"):sort("age").age), { "5-9", "10-17", "18+", "Total" })
end)

check.test("columns with the same order are put below each other by it", function()
  local both = ordered():append(plain_table():sort("-n"):order("age", bands))
  check.equal(both:group_by("age"):summarise("n = sum(n)"):to_csv(), "age,n\n5-9,2\n10-17,4\n18+,14\n,14\n")
end)

check.test("comparisons go by the order, and speak of its labels alone", function()
  local t = ordered()
  local function n(condition) return list(t:filter(condition).n) end
  check.equal(n "age >= '10-17'", { 2, 3, 4 })
  check.equal(n "age < '10-17'", { 1 })
  check.equal(n "'10-17' >= age", { 2, 1 })
  check.equal(n "age between '5-9' and '10-17'", { 2, 1 })
  check.equal(n "age > '18+'", {})
  check.equal(n "not (age > '18+')", { 2, 3, 1, 4 })
  check.equal(n "age <= '18+'", { 2, 3, 1, 4 })
  check.equal(n "age == '18+'", { 3, 4 })
  check.raises('"17" is not in the order of the column: "5%-9", "10%-17", "18%+"', t.filter, t, "age > '17'")
  check.raises("compares with one of its labels", t.filter, t, "age > sex")
end)

check.test("what cannot be an order is an error that says why", function()
  local t = plain_table()
  check.raises('order: column "age": row 1: "10%-17" is not in the order', t.order, t, "age", { "5-9", "18+" })
  check.raises('order: column "age": "5%-9" stands twice', t.order, t, "age", { "5-9", "10-17", "18+", "5-9" })
  check.raises('order: no column "agee"; did you mean "age"', t.order, t, "agee", bands)
  check.raises('order: column "n": it holds integer', t.order, t, "n", { "1" })
  check.raises("t:order%(\"age\", {", t.order, t, "age")
  check.raises("group_by", function() t:group_by("sex"):order("age", bands) end)
end)

check.test("labels that no row has keep their place, and an order of many serves a short table", function()
  local labels = {}
  for i = 1, 300 do labels[i] = "label " .. (301 - i) end
  local t = lab.table { columns = { "l" }, { "label 2" }, { "label 30" }, { "label 1" } }:order("l", labels)
  check.equal(list(t:sort("l").l), { "label 30", "label 2", "label 1" })
  check.equal(list(t:group_by("l"):summarise("n = count()").l), { "label 30", "label 2", "label 1" })
  check.equal(#t.l:order(), 300)
end)

check.test("charts lay categories and series by the order, in every format", function()
  local t = ordered():filter("age is not missing"):sort("-n")
  local report = lab.report { title = "T" }
  report:chart(t:filter("sex == 'F'"), { mark = "bar", x = "age", y = "n", title = "By age" })
  for _, name in ipairs { "text", "html", "vega-lite" } do
    local drawn = report:render(name)
    drawn = name == "vega-lite" and drawn:match('"domain": %[ ?"5.-%]') or drawn
    local at = 1
    for _, label in ipairs(bands) do
      local found = drawn:find(label, at, true)
      check.equal(found ~= nil, true, name .. " " .. label)
      at = found
    end
  end
  local model = require "lib.chart.chart".model(require "lib.chart.chart".block({ table = t, mark = "bar", x = "sex", y = "n", color = "age",
    title = "T" }, "test"))
  check.equal({ model.series[1].name, model.series[2].name, model.series[3].name }, bands)
end)

check.test("a data package says the order, and holds the column to it", function()
  local folder = check.folder()
  lab.write_file(folder .. "/people.csv", text)
  local function package(order)
    lab.write_file(folder .. "/p.json", lab.json_encode { name = "p", resources = { { name = "people", path = "people.csv",
      schema = { fields = { { name = "age", type = "string", order = order }, { name = "sex" }, { name = "n", type = "integer" } } } } } })
    return lab.package(folder .. "/p.json")
  end
  check.equal(package(bands).people.age:order(), bands)
  check.equal(package(bands):describe("people").promises[1], "in the order 5-9, 10-17, 18+")
  check.raises('"10%-17" is not in the order "5%-9", "18%+"', function() return package({ "5-9", "18+" }).people end)
  check.raises('"order" has "5%-9" twice', package, { "5-9", "5-9" })
end)

check.test("a pipeline is collected for an order", function()
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, text)
  check.equal(lab.scan_csv(path):filter("n > 1"):order("age", bands):sort("age").age[1], "10-17")
end)

check.test("age bands of a file come as their order says", function()
  local t = lab.parse_csv("age,n\n5-9,1\n10-17,2\n18+,3\n"):order("age", bands)
  check.equal(t:group_by("age"):summarise("n = sum(n)"):to_csv(), "age,n\n5-9,1\n10-17,2\n18+,3\n")
end)

check.run()
