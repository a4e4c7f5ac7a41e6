-- lab.force_code and lab.force_name, as functions of lab and of expressions.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local lab = require "slavelab"

local data = lab.package("data")

-- Fails unless fn raises an error with that text in it.
local function fails(text, fn) check.contains(check.raises("", fn), text) end

local state = 20190325
local function below(n)
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % n
end

check.test("every spelling that a source uses is known, and means its force", function()
  local code_of = {}
  for r in data.forces:rows() do code_of[r.force] = r.pfa_code or false end
  for r in data.force_spellings:rows() do
    check.equal(lab.force_code(r.spelling) or false, code_of[r.force], r.spelling)
  end
end)

check.test("no two forces answer to one spelling", function()
  local forces = require "lib.package.lookups.forces"
  local meant = {}
  for r in data.force_spellings:rows() do
    local key = forces.key(r.spelling)
    check.truthy(key ~= "", r.spelling)
    check.truthy(meant[key] == nil or meant[key] == r.force, r.spelling)
    meant[key] = r.force
  end
end)

check.test("every name in a column of police forces of every table has the code that stands beside it", function()
  local named, coded = 0, 0
  for name, t in pairs(data) do
    local columns = {}
    for _, column in ipairs(t:column_names()) do columns[column] = true end
    if columns.force and not name:find("^force_spellings") then
      for r in t:distinct(columns.pfa_code and { "force", "pfa_code" } or { "force" }):rows() do
        local code = lab.force_code(r.force)
        named = named + 1
        if columns.pfa_code then
          coded = coded + 1
          check.equal(code, r.pfa_code, name .. ": " .. r.force)
        end
      end
    end
  end
  check.truthy(named > 200 and coded > 150, named .. " " .. coded)
  for r in data.nrm_referrals_by_responder:filter("responder_type == 'police'"):distinct { "responder", "pfa_code" }:rows() do
    check.equal(lab.force_code(r.responder), r.pfa_code, r.responder)
  end
  for _, area in ipairs(data.recorded_offences.area:unique()) do
    if area:find("Police$") then check.truthy(lab.force_code(area), area) end
  end
end)

-- The name as somebody else might write it.
local function mangled(name)
  local function at_random(letter) return below(2) == 0 and letter:upper() or letter:lower() end
  local blanks = { " ", "  ", "\u{A0}", "-", "\u{2013}", "_", "\u{202F}" }
  name = name:gsub("%s+", function() return blanks[1 + below(#blanks)] end)
  if below(2) == 0 then name = name:gsub("%f[%w]and%f[%W]", "&") end
  if below(2) == 0 then name = name:gsub("%f[%w]Police%f[%W]", "Constabulary") end
  if below(2) == 0 then name = name:gsub("%-", " ") end
  name = name:gsub("%a", at_random)
  return (below(2) == 0 and " " or "") .. name .. (below(2) == 0 and ", " or "") .. (below(3) == 0 and " Service" or "")
end

check.test("capitals, punctuation, blanks and words for police make no difference", function()
  for r in data.force_spellings:rows() do
    for _ = 1, 20 do
      local name = mangled(r.spelling)
      check.equal(lab.force_code(name), lab.force_code(r.spelling), name)
    end
  end
end)

check.test("a force is known by its names of old and of today, in Welsh, and by its initials", function()
  local code = lab.force_code
  check.equal({ code("Hampshire Constabulary"), code("Hampshire and Isle of Wight"), code("Hants Police") }, { "E23000030", "E23000030", "E23000030" })
  check.equal({ code("Heddlu De Cymru"), code("Heddlu Gogledd Cymru"), code("HEDDLU GWENT") }, { "W15000003", "W15000001", "W15000002" })
  check.equal({ code("the Met"), code("MPS"), code("Metropolitan Police Service (MPS)") }, { "E23000001", "E23000001", "E23000001" })
  check.equal({ code("London, City of"), code("City of London"), code("Devon &amp; Cornwall") }, { "E23000034", "E23000034", "E23000035" })
  check.equal({ code("Police Scotland"), code("E23000032") }, { "S23000009", "E23000032" })
end)

check.test("bodies without a code have none, and nothing has nothing", function()
  for _, name in ipairs { "British Transport Police", "PSNI", "Tarian ROCU", "ERSOU" } do check.equal(lab.force_code(name), nil, name) end
  check.equal(lab.force_code(nil), nil)
  check.equal(lab.force_name(nil), nil)
end)

check.test("an unknown name is an error that says the nearest", function()
  fails('"Kentt Police" is the name of no police force; did you mean "Kent Police"?', function() lab.force_code("Kentt Police") end)
  fails('"London" is the name of no police force', function() lab.force_code("London") end)
  fails('"Police" is the name of no police force', function() lab.force_code("Police") end)
  fails('"" is the name of no police force', function() lab.force_code("") end)
  fails("is the name of no police force", function() lab.force_code("Ḱent Police") end)
  fails("lab.force_code: the name of a police force is a text, not a number", function() lab.force_code(23) end)
  fails('"E2300003" is the code of no police force area; did you mean E2300003', function() lab.force_name("E2300003") end)
  fails("(they are like E23000032, Kent)", function() lab.force_name("Kent") end)
end)

check.test("a code leads back to one name of its force", function()
  for r in data.forces:filter("pfa_code is not missing"):rows() do
    check.equal(lab.force_name(r.pfa_code), r.force)
    check.equal(lab.force_code(r.force), r.pfa_code)
  end
end)

check.test("expressions give the codes of a column, missing where there is no name", function()
  local t = lab.parse_csv("force,n\nKent Police,1\nBTP,2\n,3\nHeddlu Gwent,4\nKENT,5\n")
  check.equal(t:mutate("c = force_code(force)"):select("c"):to_csv(), "c\nE23000032\n\n\nW15000002\nE23000032\n")
  check.equal(t:mutate { c = col.force:force_code():force_name() }:select("c"):to_csv(), "c\nKent Police\n\n\nGwent Police\nKent Police\n")
  check.equal(t:filter("force_code(force) == 'E23000032'").n:sum(), 6)
  check.equal(t:group_by("force_code(force)"):summarise("n = sum(n)").n:to_list()[1], 6)
  check.equal(t:mutate("c = force_code('Kent')").c:n_distinct(), 1)
  check.equal(t:filter("n > 9"):mutate("c = force_code(force)"):to_csv(), "force,n,c\n")
end)

check.test("what is missing because its argument is keeps the reason", function()
  local t = lab.parse_csv("force,day\nKent,2019-03-01\n[c],[x]\nBTP,2019-03-01\n[x],[c]\n", { markers = "gss" })
  local made = t:mutate("code = force_code(force)", "due = add_working_days(day, if_else(code is missing, 1, 2))")
  check.equal({ made.code:marker(2), made.code:marker(3), made.code:marker(4) }, { "[c]", nil, "[x]" })
  check.equal({ made.due:marker(2), made.due[3], made.due:marker(4) }, { "[x]", "2019-03-04", "[c]" })
end)

check.test("in expressions an unknown name is told with its first row", function()
  local t = lab.parse_csv("force\nKent\nEssex\nKernt Police\nKent\nKernt Police\n")
  fails('row 3: force_code: "Kernt Police" is the name of no police force; did you mean "Kent Police"?', function() t:mutate("c = force_code(force)") end)
  fails("force_code has 1 argument, and got 0", function() t:mutate("c = force_code()") end)
  fails("force_code has 1 argument, and got 2", function() t:mutate("c = force_code(force, force)") end)
  fails("force_code: argument 1 is integer, and text was expected", function() t:mutate("c = force_code(row_number())") end)
  fails('did you mean "force_code"?', function() t:mutate("c = force_cod(force)") end)
end)

check.test("a name is looked up once, however many rows have it", function()
  local forces = require "lib.package.lookups.forces"
  local asked, named = 0, forces.named
  forces.named = function(name)
    asked = asked + 1
    return named(name)
  end
  local list = {}
  for i = 1, 3000 do list[i] = i % 3 == 0 and "Kent" or i % 3 == 1 and "Essex" or "" end
  local t = lab.parse_csv("i,force\n" .. table.concat(list, "\n"):gsub("([^\n]*)\n?", "1,%1\n"))
  local made = t:mutate("c = force_code(force)")
  forces.named = named
  check.equal(asked, 2)
  check.equal(made:filter("c is not missing").i:count(), 2000)
end)

check.test("pipelines know them too", function()
  local path = check.folder() .. "/forces.csv"
  lab.write_file(path, "force,n\nKent,1\nGwent,2\nKENT POLICE,3\n")
  local t = lab.scan_csv(path):mutate("c = force_code(force)"):group_by("c"):summarise("n = sum(n)"):collect()
  check.equal(t:to_csv(), "c,n\nE23000032,4\nW15000002,2\n")
end)

check.test("the library's functions keep their meaning", function()
  fails("define: there is a function force_code() already", function() lab.define("force_code", function() end) end)
end)

check.test("a package of the user's own called data is not looked up", function()
  local forces = require "lib.package.package"
  check.contains(tostring(forces.shipped()), "slavelab-data")
end)

check.run()
