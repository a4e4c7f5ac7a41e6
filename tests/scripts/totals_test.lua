-- t:totals, t:drop_totals, t:totals_found, and what is said of a file that mixes totals with parts.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local notice = require "lib.base.notice"
local total_labels = require "lib.figures.totals.total_labels"

local function rows_of(t)
  local lines = {}
  for row in t:rows() do
    local parts = {}
    for i, name in ipairs(t:column_names()) do parts[i] = tostring(row[name]) end
    lines[#lines + 1] = table.concat(parts, " ")
  end
  return lines
end

check.test("labels that say total are told from names", function()
  for _, label in ipairs { "Total", "TOTAL", " total ", "Totals", "Grand total", "Sub-total", "All", "All ages", "All police forces",
    "Adult (18 or over) - Total", "Government agency total", "Total referrals", "Both sexes", "Total (UK)", "Total: all ages" } do
    check.truthy(total_labels.is_total(label), label)
  end
  for _, label in ipairs { "Totally", "All Saints", "Kent", "Subtotalling", "Adult", "", "Overall rating", "Wall" } do
    check.equal(total_labels.is_total(label), false, label)
  end
  check.truthy(total_labels.is_total("All government agencies", true))
end)

check.test("totals_found lists labels beside parts, and not a column that holds nothing else", function()
  local t = lab.table { columns = { "age", "sex", "kind", "n" }, { "Total", "Total", "a", 3 }, { "Adult", "Total", "b", 2 }, { "Child", "Total", "c", 1 } }
  check.equal(rows_of(t:totals_found()), { "age Total 1" })
  check.equal(rows_of(t:take { 2, 3 }:totals_found()), {})
end)

check.test("every spelling of a total is found beside parts", function()
  for _, label in ipairs { "TOTAL", "Totals", "Grand-total", "SUBTOTAL", "All", "All Ages", "Overall", "both_sexes", "Everyone", "CYFANSWM", "Adult - Total" } do
    local t = lab.table { columns = { "who", "n" }, { label, 3 }, { "Kent", 1 } }
    check.equal(rows_of(t:totals_found()), { "who " .. label .. " 1" })
  end
end)

check.test("a read says that totals stand beside parts", function()
  local t = lab.parse_csv("age,n\nTotal,3\nAdult,2\nChild,1\n")
  check.equal(total_labels.sentence(t),
    'column "age" has rows "Total" beside parts: sums would count twice; t:drop_totals() leaves out those that equal the sum of their parts')
  check.equal(total_labels.sentence(lab.parse_csv("age,n\nAdult,2\nChild,1\n")), nil)
end)

check.test("read_csv says it on standard error, once a run", function()
  local folder = check.folder()
  lab.write_file(folder .. "/n.csv", "age,n\nTotal,3\nAdult,2\nChild,1\n")
  lab.write_file(folder .. "/read.lua", "for i = 1, 2 do lab.read_csv((...)) end")
  local program = assert(io.open("/proc/self/cmdline", "rb")):read("a"):match("^[^%z]+")
  local pipe = assert(io.popen(("%s --no-init %s/read.lua %s/n.csv 2>&1"):format(program, folder, folder)))
  check.equal(pipe:read("a"), "slavelab: " .. folder .. '/n.csv: column "age" has rows "Total" beside parts: sums would count twice; '
    .. "t:drop_totals() leaves out those that equal the sum of their parts\n")
  pipe:close()
end)

check.test("of rows that where= left out nothing is said", function()
  local t = lab.parse_csv("age,n\nTotal,3\nAdult,2\nChild,1\n"):filter("age ~= 'Total'")
  check.contains(total_labels.sentence(t), '"Total"', "the dictionary still has it")
  check.equal(total_labels.sentence(t, true), nil)
end)

check.test("what was left out is known after figures were added up", function()
  local t = lab.table { columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 5 } }:drop_totals()
  check.equal(t:summarise("people = sum(people)"):notes(), t:notes())
  check.equal(t:filter("people > 5"):mutate("half = people / 2"):notes(), t:notes())
end)

check.test("totals are added for each combination of the columns named", function()
  local t = lab.table { columns = { "year", "force", "people" }, { 2022, "Essex", 3 }, { 2022, "Kent", 5 }, { 2023, "Kent", 7 } }
  check.equal(rows_of(t:totals("force")),
    { "2022 Essex 3", "2022 Kent 5", "2023 Kent 7", "2022 Total 8", "2023 Total 7" })
  local both = t:totals("year", "force")
  check.equal(rows_of(both), { "2022 Essex 3", "2022 Kent 5", "2023 Kent 7", "Total Essex 3", "Total Kent 12", "2022 Total 8",
    "2023 Total 7", "Total Total 15" })
  check.equal({ both:col("year"):type(), both.people:type() }, { "text", "integer" })

end)

check.test("rates are not added up, remarks are no groups, and a part held back holds back the total", function()
  local t = lab.table { columns = { "force", "people", "rate", "note" }, { "A", 3, 1.5, "x" }, { "B", "[c]", 2.5, "y" } }
  local totals = t:totals("force"):tail(1)
  check.equal(#totals, 1)
  check.equal({ totals.people[1], totals.people:marker(1), totals:col("rate")[1], totals:col("rate"):marker(1), totals.note[1] }, { nil, "[c]", nil, "[z]", nil })
  check.equal(t:totals { "force", missing = "skip", label = "England" }:tail(1):to_list()[1].people, 3)
  check.equal(t:totals { "force", label = "England" }.force[3], "England")
end)

check.test("totals refuses a table that has some already", function()
  local t = lab.table { columns = { "force", "n" }, { "A", 1 }, { "Total", 1 } }
  check.contains(check.raises('column "force" has rows "Total" already', t.totals, t, "force"), "drop_totals")
  check.raises("over is needed", t.totals, t)
  check.raises("no column of whole numbers", t.totals, t:select("force"), "force")
end)

-- A cube: each of age, sex and their totals.
local cube = lab.table { columns = { "year", "age", "sex", "people" },
  { 2023, "Total", "Total", 10 }, { 2023, "Total", "F", 4 }, { 2023, "Total", "M", 6 },
  { 2023, "Adult", "Total", 7 }, { 2023, "Adult", "F", 3 }, { 2023, "Adult", "M", 4 },
  { 2023, "Child", "Total", 3 }, { 2023, "Child", "F", 1 }, { 2023, "Child", "M", 2 } }

check.test("dropping totals leaves everyone once", function()
  local t = cube:drop_totals()
  check.equal(rows_of(t), { "2023 Adult F 3", "2023 Adult M 4", "2023 Child F 1", "2023 Child M 2" })
  check.equal(t.people:sum(), 10)
  check.equal(t:notes(), { '5 of 9 rows left out as totals of others: "Total" in column "age" (3), "Total" in '
    .. 'column "sex" (3); 5 equal the sum of the parts in "people".',
    'drop_totals took as figures: "people"; as keys: "age", "sex", "year".' })
end)

check.test("totals and drop_totals undo each other", function()
  local parts = cube:drop_totals()
  check.equal(parts:totals("age", "sex"):drop_totals():equals(parts), true)
end)

check.test("columns= restricts where totals are looked for", function()
  local t = cube:drop_totals("sex")
  check.equal(rows_of(t), { "2023 Total F 4", "2023 Total M 6", "2023 Adult F 3", "2023 Adult M 4", "2023 Child F 1", "2023 Child M 2" })
end)

check.test("a total whose parts are not in the table is kept", function()
  local t = lab.table { columns = { "kind", "age", "people" }, { "Total", "Total", 9 }, { "Labour", "Total", 5 }, { "Labour", "Adult", 3 },
    { "Labour", "Child", 2 }, { "Organs", "Total", 4 } }:drop_totals()
  check.equal(rows_of(t), { "Labour Adult 3", "Labour Child 2", "Organs Total 4" })
end)

check.test("a total that differs from its parts is an error that shows both", function()
  local t = lab.table { columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 4 } }
  local message = check.raises("1 row called total differs from the sum of the parts", t.drop_totals, t)
  check.contains(message, 'row 1 (Total): "people" is 12, its 2 parts add up to 11')
  check.equal(rows_of(t:drop_totals { mismatch = "drop" }), { "Adult 7", "Child 4" })
  check.equal(#t:drop_totals { mismatch = "keep" }, 3)
  check.equal(rows_of(t:drop_totals { tolerance = 1 }), { "Adult 7", "Child 4" })
end)

check.test("a total with a part held back cannot be checked, and is dropped with a word", function()
  local t = lab.table { columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", "[c]" } }:drop_totals()
  check.equal(#t, 2)
  check.contains(t:notes()[1], "1 could not be checked, because a figure is missing")
end)

check.test("a total of some labels is told by how they begin", function()
  local t = lab.table { columns = { "group", "people" }, { "Adult - Negative", 2 }, { "Adult - Positive", 3 }, { "Adult - Total", 5 },
    { "Child - Negative", 1 }, { "Child - Positive", 1 }, { "Child - Total", 2 }, { "Total", 7 } }:drop_totals()
  check.equal(rows_of(t), { "Adult - Negative 2", "Adult - Positive 3", "Child - Negative 1", "Child - Positive 1" })
end)

check.test("totals of nested columns may have words of their own", function()
  local t = lab.table { columns = { "type", "body", "people" }, { "Agency", "Border Force", 2 }, { "Agency", "Immigration", 3 },
    { "Agency", "Agency total", 5 }, { "NGO", "Unseen", 4 }, { "NGO", "NGO total", 4 }, { "Total", "Total", 9 } }:drop_totals()
  check.equal(rows_of(t), { "Agency Border Force 2", "Agency Immigration 3", "NGO Unseen 4" })
end)

check.test("tables by age and by sex below each other cannot be counted once", function()
  local t = lab.table { columns = { "age", "sex", "people" }, { "Adult", "Total", 7 }, { "Child", "Total", 3 }, { "Total", "F", 4 }, { "Total", "M", 6 } }
  local message = check.raises("count some of the same people", t.drop_totals, t)
  check.contains(message, "row 1 (Adult, Total) and row 3 (Total, F)")
end)

check.test("remarks beside a total do not hide that it is one", function()
  local t = lab.table { columns = { "age", "people", "note" }, { "Total", 12, "as printed" }, { "Adult", 7, nil }, { "Child", 5, "x" } }
  check.equal(#t:drop_totals(), 2)
end)

check.test("a table without totals stays as it is", function()
  local t = lab.table { columns = { "age", "people" }, { "Adult", 7 } }
  check.equal(t:drop_totals():equals(t), true)
  check.equal(t:drop_totals():notes(), {})
end)

check.test("a grand total with a label of its own in another column is a total", function()
  local t = lab.table { columns = { "force", "region", "n" }, { "Total England and Wales", "England and Wales", 30 }, { "Total A", "A", 10 },
    { "Kent", "A", 10 }, { "Total B", "B", 20 }, { "Essex", "B", 20 } }:drop_totals()
  check.equal(rows_of(t), { "Kent A 10", "Essex B 20" })
  -- One row of the same size is no sum.
  local alone = lab.table { columns = { "force", "region", "n" }, { "Total", "Wales", 10 }, { "Kent", "A", 10 } }
  check.equal(#alone:drop_totals(), 2)
end)

check.test("without a figure nothing is checked, and nothing is left out", function()
  local t = lab.table { columns = { "x", "n" }, { "a", "text" }, { "Total", "text" } }
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  local rows = #t:drop_totals()
  notice.say = say
  check.equal({ rows, lines[1] }, { 2, "drop_totals: no column of figures is there to check totals by; nothing was left out" })
end)

check.test("the cell that makes text of a column of figures is named", function()
  local t = lab.table { columns = { "x", "n" }, { "a", "7" }, { "b", "x7" }, { "Total", "7" } }
  local say, lines = notice.say, {}
  notice.say = function(text) lines[#lines + 1] = text end
  t:drop_totals()
  notice.say = say
  check.contains(lines[1], 'nothing was left out; "n" is text, such as "x7" in row 2')
end)

-- Regions over forces, England over regions, and no row says Total.
local areas = lab.table { columns = { "area", "officers", "staff" }, { "England", 30, 11 }, { "North", 10, 4 }, { "Durham", 6, 1 },
  { "Cumbria", 4, 3 }, { "South", 20, 7 }, { "Kent", 12, 2 }, { "Essex", 8, 5 } }

check.test("sub-totals that do not say so are offered, and left out when asked for", function()
  check.equal(#areas:drop_totals(), 7)
  local t = areas:drop_totals { sums = true }
  check.equal(rows_of(t:select("area", "officers")), { "Durham 6", "Cumbria 4", "Kent 12", "Essex 8" })
  check.contains(t:notes()[1], '3 of 7 rows left out that equal the sum of the rows below them in "officers", "staff"')
  check.equal(#areas:select("area", "officers"):drop_totals { sums = true }, 4)
end)

-- The same under a total, with a total of some of the rows before it, as offices print it.
local with_totals = lab.table { columns = { "area", "officers", "staff" }, { "North", 10, 4 }, { "Durham", 6, 1 }, { "Cumbria", 4, 3 },
  { "South", 20, 7 }, { "Kent", 12, 2 }, { "Essex", 8, 5 }, { "Total 4 forces", 30, 11 }, { "Transport police", 3, 2 }, { "Total", 33, 13 } }

check.test("sub-totals under a total are offered where the total differs for them alone, and left out before it is checked", function()
  local message = check.raises("2 rows called total differ from the sum of the parts", with_totals.drop_totals, with_totals)
  check.contains(message, "row 1 (North) equals the sum of the 2 rows below it, and so does 1 other row, though no label says Total; "
    .. "t:drop_totals{ sums = true }\n  leaves sub-totals out first, and then nothing differs.")
  check.equal(rows_of(with_totals:drop_totals { sums = true }:select("area", "staff")),
    { "Durham 1", "Cumbria 3", "Kent 2", "Essex 5", "Transport police 2" })
  check.equal(#with_totals:select("area", "officers"):drop_totals { sums = true }, 5)
  -- A fault is no sub-total: that is not offered.
  local wrong = lab.table { columns = { "area", "n", "m" }, { "Total", 81, 8 }, { "North", 30, 3 }, { "A", 10, 1 }, { "B", 20, 2 },
    { "South", 50, 5 }, { "C", 5, 2 }, { "D", 45, 3 } }
  check.equal(check.raises("differs from the sum", wrong.drop_totals, wrong):find("sums = true", 1, true), nil)
end)

check.test("sub-totals of rounded figures are found within the tolerance", function()
  local t = lab.table { columns = { "area", "n", "m" }, { "North", 31, 3 }, { "A", 10, 1 }, { "B", 20, 3 }, { "C", 7, 9 } }
  check.equal(#t:drop_totals { sums = true }, 4)
  check.equal(#t:drop_totals { sums = true, tolerance = 1 }, 3)
end)

check.test("a total of the rows since the total before is one", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", 10 }, { "Essex", 20 }, { "Total England", 30 }, { "Gwent", 5 }, { "Powys", 6 },
    { "Total Wales", 11 }, { "Total", 41 } }
  check.equal(rows_of(t:drop_totals()), { "Kent 10", "Essex 20", "Gwent 5", "Powys 6" })
  local wrong = lab.table { columns = { "force", "n" }, { "Kent", 10 }, { "Essex", 20 }, { "Avon", 5 }, { "Total", 25 } }
  check.raises("differs from the sum", wrong.drop_totals, wrong)
end)

check.test("sums by chance are not offered", function()
  local t = lab.table { columns = { "area", "n" }, { "a", 3 }, { "b", 1 }, { "c", 2 }, { "d", 9 }, { "e", 7 }, { "f", 8 }, { "g", 5 } }
  check.equal(#t:drop_totals { sums = true }, 7)
end)

check.test("a total is seen among many thousand labels, too", function()
  local lines = { "area,x" }
  for i = 1, 6000 do lines[#lines + 1] = ("A%d,%d"):format(i, i) end
  local without = lab.parse_csv(table.concat(lines, "\n") .. "\n")
  check.equal(#without:totals_found(), 0)
  lines[#lines + 1] = "ALL AREAS,18003000"
  local t = lab.parse_csv(table.concat(lines, "\n") .. "\n")
  check.equal(t:totals_found():col("label"):to_list(), { "ALL AREAS", n = 1 })
  check.contains(t:group_by("x"):share("x"):notes()[1], 'has rows "ALL AREAS" beside parts')
  check.equal(#t:group_by("area"):share("x"):notes(), 0)
end)

check.run()
