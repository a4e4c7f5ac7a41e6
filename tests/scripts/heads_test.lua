-- t:drop_totals of tables whose rows stand above their parts: indented labels, "of which", and sums that say nothing.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local function problem(...)
  local result, message = lab.try(...)
  if result then error("it went well", 2) end
  return (message:gsub("\n  in [^\n]*$", ""))
end

local police = lab.table { columns = { "area", "officers" }, { "England", 30 }, { "  North", 10 }, { "    Durham", 6 }, { "    Cumbria", 4 },
  { "  South", 20 }, { "    Kent", 12 }, { "    Essex", 8 }, { "Wales", 5 }, { "Total", 35 } }

check.test("rows above others that are indented further and add up to them are left out, and so is the total of all", function()
  local t = police:drop_totals()
  check.equal(t:to_csv(), "area,officers\nDurham,6\nCumbria,4\nKent,12\nEssex,8\nWales,5\n")
  check.contains(t:notes()[1], '3 of 9 rows left out that equal the sum of the rows indented below them in "officers"')
  check.contains(t:notes()[1], '1 of 9 rows left out as totals of others: "Total" in column "area" (1)')
end)

check.test("blanks of other kinds indent, too", function()
  for _, blank in ipairs { "\t", "\u{a0}", "\u{2003}", "\u{3000}" } do
    local t = lab.table { columns = { "k", "n" }, { "all", 3 }, { blank .. "a", 1 }, { blank .. "b", 2 } }
    check.equal(t:drop_totals():to_csv(), "k,n\na,1\nb,2\n")
  end
end)

check.test("a row that differs from those below it is an error that shows both, or told with its difference", function()
  local t = police:put("officers", { 30, 10, 6, 4, 21, 12, 8, 5, 35 }):head(8)
  local message = problem(t.drop_totals, t)
  check.contains(message, 'row 1 (England): "officers" is 30, its 2 parts add up to 31')
  check.contains(message, 'row 5 (  South): "officers" is 21, its 2 parts add up to 20')
  local rest = t:drop_totals { mismatch = "drop" }
  check.equal(#rest, 5)
  check.contains(rest:notes()[1], '2 rows differ from the sum of the parts and are left out: row 1 (England): "officers" is 30, its 2 parts add up to 31, '
    .. '1 more; row 5 (  South): "officers" is 21, its 2 parts add up to 20, 1 less')
  check.equal(#t:drop_totals { mismatch = "keep" }, 7)
  check.equal(#t:drop_totals { tolerance = 1 }, 5)
end)

check.test("labels that are indented for no reason that the figures show are left as they are", function()
  local t = lab.table { columns = { "force", "n" }, { "Kent", 12 }, { " Essex", 5 }, { "Surrey", 7 } }
  check.equal(t:drop_totals():to_csv(), t:to_csv())
end)

check.test("a figure that is held back leaves the row unchecked, and left out", function()
  local t = lab.table { columns = { "k", "n" }, { "A", 5 }, { " a", 2 }, { " b", 3 }, { "B", 9 }, { " c", "[c]" }, { " d", 4 } }:drop_totals()
  check.equal(t.k:to_list(), { "a", "b", "c", "d", n = 4 })
  check.contains(t:notes()[1], "1 of 6 rows left out that stand above indented rows and could not be checked")
end)

check.test("heads= says below which rows each stood", function()
  check.equal(police:drop_totals { heads = { "country", "region" } }:to_csv(), "area,officers,country,region\nDurham,6,England,North\n"
    .. "Cumbria,4,England,North\nKent,12,England,South\nEssex,8,England,South\nWales,5,,\n")
  check.contains(problem(police.drop_totals, police, { heads = "region" }), "heads names 1 column, and some rows stand below 2 heads")
  check.contains(problem(police.drop_totals, police, { heads = "area" }), 'there is a column "area" already')
  local flat = police:slice(8, 8)
  check.contains(problem(flat.drop_totals, flat, { heads = "x" }), "heads has nothing to say")
end)

check.test("a heading without a figure is left out where heads= takes its label", function()
  local t = lab.table { columns = { "industry", "n" }, { "MINING" }, { "  coal", 1 }, { "  oil", 2 }, { "RETAIL" }, { "  shops", 3 } }
  check.equal(t:drop_totals { heads = "sector" }:to_csv(), "industry,n,sector\ncoal,1,MINING\noil,2,MINING\nshops,3,RETAIL\n")
  check.equal(#t:drop_totals(), 5)
  local both = t:append(lab.table { columns = { "industry", "n" }, { "WATER", 3 }, { "  supply", 1 }, { "  sewers", 2 } })
  check.equal(both:drop_totals().industry:to_list(), { "MINING", "coal", "oil", "RETAIL", "shops", "supply", "sewers", n = 7 })
end)

check.test("the same label below two heads keeps its indent, unless heads= tells them apart", function()
  local t = lab.table { columns = { "k", "n" }, { "Kent", 5 }, { " male", 2 }, { " female", 3 }, { "male", 7 } }
  check.equal(t:drop_totals().k:to_list(), { " male", " female", "male", n = 3 })
end)

check.test("a row that says of which is left out with as many rows below it as add up to it", function()
  local t = lab.table { columns = { "force", "tactic", "n", "m" }, { "Kent", "Handcuffing, of which", 5, 2 }, { "Kent", "Compliant", 3, 2 },
    { "Kent", "Other handcuffing", 2, 0 }, { "Kent", "Ground", 4, 1 }, { "Essex", "Handcuffing, of which", 0, 0 }, { "Essex", "Compliant", 0, 0 },
    { "Essex", "Other handcuffing", 0, 0 }, { "Essex", "Ground", 0, 0 } }
  local rest = t:drop_totals { heads = "kind" }
  check.equal(rest:to_csv(), "force,tactic,n,m,kind\nKent,Compliant,3,2,Handcuffing\nKent,Other handcuffing,2,0,Handcuffing\nKent,Ground,4,1,\n"
    .. "Essex,Compliant,0,0,Handcuffing\nEssex,Other handcuffing,0,0,Handcuffing\nEssex,Ground,0,0,\n")
  check.contains(rest:notes()[1], '2 of 8 rows left out that say "of which" and equal the sum of the rows below them in "n", "m"')
  local off = t:put("n", { 6, 3, 2, 4, 0, 0, 0, 0 })
  check.contains(problem(off.drop_totals, off), 'row 1 (Kent, Handcuffing, of which): "n" is 6, and no number of rows below it adds up to that')
end)

check.test("rows of another key are no parts of a row that says of which", function()
  local t = lab.table { columns = { "force", "tactic", "n" }, { "Kent", "Baton, of which", 5 }, { "Essex", "Baton, of which", 5 }, { "Essex", "drawn", 4 },
    { "Essex", "used", 1 } }
  check.contains(problem(t.drop_totals, t), 'row 1 (Kent, Baton, of which): "n" is 5, and no number of rows below it')
end)

check.test("many rows that differ are counted behind the first", function()
  local rows = { columns = { "k", "n" }, { "all", 3 }, { " a", 1 }, { " b", 2 } }
  for i = 1, 5 do
    rows[#rows + 1] = { "head " .. i, 9 }
    rows[#rows + 1] = { " c" .. i, 1 }
    rows[#rows + 1] = { " d" .. i, 2 }
  end
  check.contains(lab.table(rows):drop_totals { mismatch = "drop" }:notes()[1], "its 2 parts add up to 3, 6 less; and 2 rows more")
end)

check.test("sums that say nothing give heads, too", function()
  local t = lab.table { columns = { "area", "n", "m" }, { "North", 10, 3 }, { "Durham", 6, 1 }, { "Cumbria", 4, 2 }, { "South", 20, 7 }, { "Kent", 12, 4 },
    { "Essex", 8, 3 } }
  check.equal(t:drop_totals { sums = true, heads = "region" }:to_csv(),
    "area,n,m,region\nDurham,6,1,North\nCumbria,4,2,North\nKent,12,4,South\nEssex,8,3,South\n")
end)

-- Of a random tree, drawn with indents, the leaves and all heads above them.
check.test("of random trees the leaves stay, each with its heads, and their sum is the whole", function()
  math.randomseed(9)
  for _ = 1, 40 do
    local rows, leaves, number = { columns = { "k", "n" } }, {}, 0
    local function grow(level, chain)
      number = number + 1
      local label, at = "node " .. number, #rows + 1
      rows[at] = { ("  "):rep(level) .. label, 0 }
      local children = level < 3 and math.random() < 0.7 and math.random(2, 3) or 0
      if children == 0 then
        rows[at][2] = math.random(1, 99)
        leaves[#leaves + 1] = ("%s,%d,%s"):format(label, rows[at][2], table.concat({ chain[1] or "", chain[2] or "", chain[3] or "" }, ","))
        return rows[at][2]
      end
      local below = table.move(chain, 1, #chain, 1, {})
      below[#below + 1] = label
      for _ = 1, children do rows[at][2] = rows[at][2] + grow(level + 1, below) end
      return rows[at][2]
    end
    local whole = 0
    for _ = 1, math.random(2, 4) do whole = whole + grow(0, {}) end
    if #leaves < #rows then
      local t = lab.table(rows):drop_totals { heads = { "a", "b", "c" } }
      check.equal(t:to_csv(), "k,n,a,b,c\n" .. table.concat(leaves, "\n") .. "\n")
      check.equal(t.n:sum(), whole)
    end
  end
end)

check.run()
