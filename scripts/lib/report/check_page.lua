-- check_page.lua - slavelab check: what lab.package(...):check() finds, as a page, and the exit status that goes with it.
--
--     slavelab check data                     the page on the terminal; 0 when the package is sound, 1 when it has faults
--     slavelab check data -f json -o found.json
--     slavelab check data --most 100          more than ten findings of each kind
--
-- What is checked is looked up as given, in the current folder: another package of that name elsewhere would be the wrong one to call sound.
-- What it is decides which of `checkers` looks at it; a checker of another kind is one more entry there.
--
--     slavelab check annual.ods               a workbook (ODS, XLSX) or a page (HTML), by the rules of check_rules.lua

local number = require "lib.base.number"
local package = require "lib.package.package"
local words = require "lib.base.words"

local check_page = {}

local usage = [[
slavelab check takes the folder of a data package or its datapackage.json, a workbook (ODS, XLSX) or a page (HTML):
  --most NUMBER      how many findings of each kind are listed; 10 unless given
Beside these, -f FORMAT and -o PATH say how the page is written and where to.
Exit status: 0 sound, 1 faults were found, 2 the command line is wrong.
]]

-- --- a data package --------------------------------------------------------------------------------------------------------

local function total(summary, name) return summary:col(name):sum() or 0 end

local function lead_of(summary)
  local faults, open = total(summary, "faults"), total(summary, "open")
  local figures, tied, unheld = total(summary, "figures"), total(summary, "tied"), total(summary, "unheld")
  local broken = #summary:filter("faults > 0")
  local first = faults == 0 and ("No fault was found in %s with %s."):format(words.count(#summary, "table"), words.count(total(summary, "rows"), "row"))
    or ("%s in %s of %s tables."):format(words.count(faults, "fault"), number.format(broken), number.format(#summary))
  local sentences = { first }
  if figures > 0 then
    sentences[2] = ("Of %s, %s %s in a tie-out in which each digit counts, and %s more beside the digits that were printed%s."):format(
      words.count(figures, "figure"), number.format(tied), tied == 1 and "stands" or "stand", number.format(figures - unheld - tied),
      unheld == 0 and "" or ("; a wrong digit of the other %s is found only if it breaks a rule"):format(unheld == 1 and "one" or number.format(unheld)))
  end
  if open > 0 then
    sentences[#sentences + 1] = ("%s neither proved nor disproved."):format(open == 1 and "1 point is" or number.format(open) .. " points are")
  end
  return table.concat(sentences, " ")
end

local function add_list(report, findings, kind, all, title, most)
  if all == 0 then return end
  local list = findings:filter("kind == $kind", { kind = kind })
  report:heading(title)
  report:findings(list, { title = ("%s of %s"):format(number.format(#list), number.format(all)) })
  if #list:filter("alike > $most", { most = most }) > 0 then
    report:para(("Of one kind in one column the first %d are listed, and all are counted; --most %d lists more."):format(most, most * 10))
  end
end

local titles = { table = "Table", rows = "Rows", figures = "Figures", unheld = "Unheld", verified = "Read twice", faults = "Faults" }

-- The report of a check, and how many faults there are.
local function page(data, path, most)
  local findings, summary = data:check { most = most }
  local faults, open = total(summary, "faults"), total(summary, "open")
  local report = lab.report { title = "Check of " .. path, lead = lead_of(summary) }
  report:table(summary, { title = "What was checked", columns = { "table", "rows", "figures", "unheld", "verified", "faults" },
    titles = titles, missing = "[z]", notes = { "Figures are cells. Unheld: those that stand in no sum in which each digit counts, and not beside the "
      .. "digits that were printed. Read twice: rows whose figure was found again." } })
  add_list(report, findings, "fault", faults, "Faults", most)
  add_list(report, findings, "open", open, "Neither proved nor disproved", most)
  return report, faults
end

-- --- a workbook or a page -------------------------------------------------------------------------------------------

-- Of each rule the first few findings, as a table of the report.
local function listed(findings, most)
  local count, rows = {}, { columns = { "rule", "place", "finding", "advice" } }
  local left = 0
  for _, one in ipairs(findings) do
    count[one.rule] = (count[one.rule] or 0) + 1
    if count[one.rule] <= most then
      rows[#rows + 1] = { rule = one.rule, place = one.place, finding = one.text, advice = one.advice or "[z]" }
    else
      left = left + 1
    end
  end
  return rows, count, left
end

-- The report of a check by the rules of published tables, and how many findings there are.
local function published_page(checker, path, most)
  local findings, looked = require(checker).check(path)
  local rules = require "lib.report.check_rules"
  local rows, count, left = listed(findings, most)
  local broken, asked = 0, { columns = { "rule", "asks", "findings" } }
  for _, rule in ipairs(rules.list) do
    if count[rule[1]] then
      broken = broken + 1
      asked[broken] = { rule = rule[1], asks = rule[2], findings = count[rule[1]] }
    end
  end
  local what = looked.sheets and ("%s, %s, %s"):format(words.count(looked.sheets, "sheet"), words.count(looked.tables, "marked table"), words.count(looked.cells, "cell"))
    or ("%s, %s, %s"):format(words.count(looked.tables, "table"), words.count(looked.cells, "cell"), words.count(looked.links, "link"))
  local report = lab.report { title = "Check of " .. path, lead = #findings == 0
    and ("Nothing was found against the rules of accessible tables in %s with %s."):format(looked.format, what)
    or ("%s against %s of accessible tables, in %s with %s."):format(words.count(#findings, "finding"), words.count(broken, "rule"), looked.format, what) }
  if #findings > 0 then
    report:table(asked, { title = "Rules", titles = { asks = "What it asks for" } })
    report:table(rows, { title = "Findings", titles = { advice = "What to do" } })
    if left > 0 then
      report:para(("Of each rule the first %d are listed, and all are counted; --most %d lists more."):format(most, most * 10))
    end
  end
  return report, #findings
end

-- --- what is checked -------------------------------------------------------------------------------------------------

local function is_package(path, kind)
  if kind == "folder" then return lab.path_kind(path .. "/datapackage.json") == "file" end
  if path:find("datapackage%.json$") then return true end
  if not path:lower():find("%.json$") then return false end
  local object = lab.try(function() return lab.json_decode(lab.read_file(path), path) end)
  return type(object) == "table" and type(object.resources) == "table"
end

local function begins_with(path, patterns)
  local file = io.open(path, "rb")
  local head = file and (file:read(1000) or ""):lower() or ""
  if file then file:close() end
  for _, pattern in ipairs(patterns) do
    if head:find(pattern) then return true end
  end
  return false
end

-- Each: whether it is for what stands at the path, and the report of it with the number of faults. What is found to be wrong in it is called `word`.
local checkers = {
  { word = "fault", fits = is_package, page = function(path, most)
    return page(package.open(path:find("^[/.]") and path or "./" .. path), path, most)
  end },
  { word = "finding", fits = function(path, kind)
    local name = path:lower()
    return kind == "file" and (name:find("%.ods$") or name:find("%.xlsx$") or begins_with(path, { "^pk\3\4" }))
  end, page = function(path, most) return published_page("lib.report.check_workbook", path, most) end },
  { word = "finding", fits = function(path, kind)
    return kind == "file" and (path:lower():find("%.html?$") or begins_with(path, { "^%s*<!doctype html", "^%s*<html" }))
  end, page = function(path, most) return published_page("lib.report.check_html", path, most) end },
}

-- --- the command -----------------------------------------------------------------------------------------------------

local function wrong(message, ...)
  io.stderr:write("slavelab: check: ", message:format(...), "\nslavelab check --help shows what it takes.\n")
  return 2
end

-- { path =, most = } of the words behind "check"; nil and a sentence when they are wrong.
local function read_words(given)
  local asked, i = { most = 10 }, 1
  while i <= #given do
    local word = given[i]
    if word == "--help" or word == "-h" then return { help = true } end
    local most = word:match("^%-%-most=(.*)$")
    if word == "--most" then
      i = i + 1
      most = given[i] or ""
    end
    if most then
      asked.most = most:find("^%d+$") and math.tointeger(tonumber(most)) or 0
      if asked.most < 1 then return nil, ('--most needs a number from 1, not "%s"'):format(most) end
    elseif word:find("^%-.") then
      return nil, ('unknown option "%s"; check takes --most'):format(word)
    elseif asked.path then
      return nil, ('one at a time; "%s" is a second'):format(word)
    else
      asked.path = word
    end
    i = i + 1
  end
  if not asked.path or asked.path == "" then return nil, "the folder of a data package, a workbook or a page is missing" end
  return asked
end

-- Checks what the words behind "check" name, writes the page as -f and -o say, and gives the exit status.
function check_page.command(given)
  local asked, problem = read_words(given)
  if not asked then return wrong("%s", problem) end
  if asked.help then
    io.stdout:write(usage)
    return 0
  end
  local kind = lab.path_kind(asked.path)
  if not kind then return wrong("there is no file or folder %s", asked.path) end
  local checker
  for _, one in ipairs(checkers) do checker = checker or one.fits(asked.path, kind) and one or nil end
  if not checker then
    return wrong("%s is nothing that can be checked: that is %s, a workbook (ODS, XLSX) or a page (HTML)", asked.path,
      kind == "folder" and "a folder with a datapackage.json, which this one lacks" or "a data package (a folder with a datapackage.json, or that file)")
  end
  local path = lab.short_path(asked.path)
  local report, faults = checker.page(path, asked.most)
  report:write()
  io.stdout:flush()
  if faults > 0 then io.stderr:write(("slavelab: %s: %s\n"):format(path, words.count(faults, checker.word))) end
  return faults == 0 and 0 or 1
end

return check_page
