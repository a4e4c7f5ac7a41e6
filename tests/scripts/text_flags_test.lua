-- A flag on a text belongs to its row: "Kent [p]" is Kent wherever names are compared, and is written back as it came.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local csv = "force,n\nKent [p],1\nKent,2\nEssex,3\nAvon [1],5\n[c],4\nKent [p][r],6\n"
local t = lab.parse_csv(csv, { markers = "gss" })

check.test("a flag is taken off a text and kept beside it; what is no marker stays in the text", function()
  check.equal(t.force:to_list(), { "Kent", "Kent", "Essex", "Avon [1]", nil, "Kent" , n = 6 })
  check.equal({ t.force:marker(1), t.force:marker(2), t.force:marker(5), t.force:marker(6) }, { "[p]", nil, "[c]", "[p][r]" })
end)

check.test("texts with and without a flag are one group and one value", function()
  check.equal(t:group_by("force"):summarise("n = sum(n)"):to_csv(), "force,n\nAvon [1],5\nEssex,3\nKent,9\n[c],4\n")
  check.equal({ #t:filter("force == 'Kent'"), #t:filter("force == 'Kent [p]'"), t.force:n_distinct() }, { 3, 0, 3 })
  check.equal(#t:distinct("force"), 4)
end)

check.test("a text with a flag finds the partner of the text", function()
  local areas = lab.parse_csv("force,area\nKent,South East\nEssex,East\nAvon [1],West\n")
  check.equal(t:join(areas, "force").area:to_list(), { "South East", "South East", "East", "West", nil, "South East", n = 6 })
  check.equal(t:unmatched(areas, "force"):to_list(), { { side = "left", rows = 1 } })
end)

check.test("a text is written back with its flags, through every verb that keeps rows", function()
  check.equal(t:to_csv(), csv)
  check.equal(t:filter("n < 3"):to_csv(), "force,n\nKent [p],1\nKent,2\n")
  check.equal(t:mutate("force = upper(force)"):head(2):to_csv(), "force,n\nKENT [p],1\nKENT,2\n")
  check.equal(t:to_csv { markers = false }:match("^[^\n]*\n([^\n]*)"), "Kent,1")
end)

check.test("a pipeline over a file sees the same", function()
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, csv)
  local sums = lab.scan_csv(path, { markers = "gss" }):group_by("force"):summarise("n = sum(n)"):collect()
  check.equal(sums:to_csv(), "force,n\nAvon [1],5\nEssex,3\nKent,9\n[c],4\n")
end)

check.run()
