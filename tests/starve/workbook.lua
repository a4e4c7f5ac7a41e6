-- Run by tests/support/starve.c with requests for memory failing: tables and a report as workbooks of both kinds, to nowhere; writes a line of numbers to the
-- path given.
local t = lab.table { columns = { "force", "people", "rate" }, { "Kent", 12, 1.5 }, { "Essex", "[c]", { 2.25, "[p]" } }, { "Surrey", nil, 3.0 } }
t:write_ods("/dev/null", { notes = "A note.", source = "Home Office" })
t:write_xlsx("/dev/null", { titles = { force = "Police force" } })
local r = lab.report { title = "Forces", { heading = "By force" }, { para = "All of them." } }
r:table(t, { title = "People [note 1]", notes = "Recorded." })
local ods, xlsx = r:render("ods"), r:render("xlsx")
lab.write_output(arg[1], ("%d %d\n"):format(#ods > 1000 and 1 or 0, #xlsx > 1000 and 1 or 0))
