package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local core = require "slavelab.plain"
local plain = require "lib.figures.plain"

local function column(t, name)
  for _, one in ipairs(t.columns) do
    if one.name == name then return one end
  end
end

check.test("missing is nil in values and never shown as zero", function()
  local t = plain.table({ { n = 1 }, {}, { n = 3 } }, { columns = { "n" } })
  check.equal(t.rows, 3)
  check.equal(column(t, "n").values, { [1] = 1, [3] = 3 })
  check.equal(column(t, "n").shown, { "1", "[x]", "3" })
end)

check.test("reasons and flags stay with their cells", function()
  local t = plain.table({ { n = "[c]" }, { n = { 1234, "[p]" } }, { n = 5 } }, { columns = { "n" } })
  local n = column(t, "n")
  check.equal({ n.type, n.values, n.shown, n.markers },
    { "integer", { [2] = 1234, [3] = 5 }, { "[c]", "1,234 [p]", "5" }, { "[c]", "[p]" } })
  check.equal(plain.legend(t), { { "[c]", "confidential" }, { "[p]", "provisional" } })
end)

check.test("a marker in a column of texts is a text", function()
  local t = plain.table({ { s = "[c]" }, { s = "Kent" } }, { columns = { "s" } })
  check.equal(column(t, "s").values, { "[c]", "Kent" })
end)

check.test("years have no thousands separator", function()
  local t = plain.table({ { year = 2023, ["Financial year"] = 2023, n = 2023 } }, { columns = { "year", "Financial year", "n" } })
  check.equal({ t.columns[1].shown[1], t.columns[2].shown[1], t.columns[3].shown[1] }, { "2023", "2023", "2,023" })
end)

check.test("decimals are those given, else as many as tell the values apart", function()
  local rows = { { p = 6.896551724, q = 0.00123456, r = 1.5 }, { p = 41.2, q = 0.002, r = 2.0 } }
  local t = plain.table(rows, { columns = { "p", "q", { name = "r", decimals = 3 } }, decimals = { p = 1 } })
  check.equal({ t.columns[1].shown, t.columns[2].shown, t.columns[3].shown },
    { { "6.9", "41.2" }, { "0.00123", "0.00200" }, { "1.500", "2.000" } })
end)

check.test("one number of decimals for all leaves integers alone", function()
  local t = plain.table({ { n = 3, p = 0.25 } }, { columns = { "n", "p" }, decimals = 1 })
  check.equal({ t.columns[1].shown[1], t.columns[2].shown[1] }, { "3", "0.3" })
end)

check.test("a title is made from the name and a unit is said once", function()
  local t = plain.table({ { cps_share = 7 } }, { columns = { "cps_share" }, units = { cps_share = "percent" } })
  check.equal(plain.label(t.columns[1]), "Cps share (percent)")
  check.equal(plain.label { title = "Share (percent)", unit = "percent" }, "Share (percent)")
end)

check.test("titles for a column that is there but not chosen do no harm", function()
  local t = plain.table({ { a = 1, b = 2 } }, { columns = { "a" }, titles = { a = "Ay", b = "Bee" } })
  check.equal({ #t.columns, t.columns[1].title }, { 1, "Ay" })
end)

check.test("a table of no rows keeps its columns", function()
  local t = plain.table({}, { columns = { "a", "b" } })
  check.equal({ t.rows, #t.columns }, { 0, 2 })
end)

check.test("a plain table can be narrowed and keeps what it knew", function()
  local t = plain.table({ { a = 1, b = "[c]" }, { a = 2, b = 2.5 } }, { columns = { "a", { name = "b", title = "Bee" } }, missing = "-" })
  local narrowed = plain.table(t, { columns = { "b" } })
  check.equal({ #narrowed.columns, narrowed.columns[1].title, narrowed.columns[1].shown }, { 1, "Bee", { "[c]", "2.5" } })
end)

check.test("what is wrong with columns is said with what there is", function()
  check.raises('no row has a "forse"; did you mean "force"%? %(rows have force, n%)', plain.table, { { force = "Kent", n = 1 } },
    { columns = { "forse" } })
  check.raises("a Lua table keeps no order", plain.table, { { a = 1 } })
  check.raises('unknown setting "titel"; did you mean "title"', plain.table, { { a = 1 } }, { columns = { { name = "a", titel = "A" } } })
  check.raises('units names a column "b" that is not there', plain.table, { { a = 1 } }, { columns = { "a" }, units = { b = "x" } })
  check.raises("named twice", plain.table, { { a = 1 } }, { columns = { "a", "a" } })
  check.raises("row 2 is a number", plain.table, { { a = 1 }, 7 }, { columns = { "a" } })
  check.raises("not a nil", plain.table, nil)
end)

check.test("a table of the engine, rows of a script and a plain table of the same cells are shown the same", function()
  local cells = { { 2021, 1234.5, "[c]" }, { 2022, { -0.25, "[p]" }, 12 }, { 2023, "[z]", { 1000, "[r][p]" } }, { 2024, 1 / 0, nil } }
  local rows = {}
  for i, cell in ipairs(cells) do rows[i] = { year = cell[1], rate = cell[2], n = cell[3] } end
  local columns = { "year", "rate", { name = "n", type = "integer" } }
  local engine = plain.table(lab.table { columns = { "year", "rate", "n" }, table.unpack(cells) }, { columns = columns })
  local own = plain.table(rows, { columns = columns })
  for i, shown in ipairs {
    { "2021", "2022", "2023", "2024" },
    { "1,234.50", "-0.25 [p]", "[z]", "infinite" },
    { "[c]", "12", "1,000 [p][r]", "[x]" },
  } do
    check.equal(engine.columns[i].shown, shown)
    check.equal(plain.table(engine, { columns = columns }).columns[i].shown, shown)
    if i < 3 then check.equal(own.columns[i].shown, shown) end
  end
  check.equal(own.columns[3].shown, { "[c]", "12", "1,000 [r][p]", "[x]" }) -- flags as the script wrote them
end)

check.test("what marks a cell of a script's row is a text", function()
  check.raises("row 2: a marker is a text, not a table", plain.table, { { n = 1 }, { n = { 2, {} } } }, { columns = { "n" } })
end)

check.test("types are those of all columns, beside their names", function()
  local types, names = core.types(lab.table { columns = { "n", "name", "x" }, { 1, "Kent", 0.5 } })
  check.equal({ types, names }, { { "integer", "text", "number" }, { "n", "name", "x" } })
end)

check.test("text columns are found by a word that a label of theirs has", function()
  local t = lab.table { columns = { "who", "n", "what", "note" }, { "Kent", 1, "All ages", "total" }, { "Grand Total", 2, "Adults", "part" } }
  check.equal(core.texts_with(t, { "total" }), { "who", "note" })
  check.equal(core.texts_with(t, { "all", "part" }), { "what", "note" })
  check.equal(core.texts_with(t, { "none" }), {})
  check.equal(core.texts_with(t, { "total" }, 2), { "who", "note" })
  check.equal(core.texts_with(t, { "total" }, 1), {})
end)

check.run()
