-- counts.lua - an exercise of which only the counts were published: how many were asked, how many answered, how many said yes.

local figures = require "lib.foi.figures"

local counts = {}

-- What does not fit, as a sentence; nil when all does.
function counts.problem(asked, answered, yes)
  if not (asked and answered and yes) then return "--asked, --answered and --yes go together" end
  if asked < 1 then return "--asked is 1 or more" end
  if answered < 0 or yes < 0 then return "no count is below 0" end
  if answered > asked then return ("--answered %d is more than --asked %d"):format(answered, asked) end
  if yes > answered then return ("--yes %d is more than --answered %d"):format(yes, answered) end
end

function counts.report(asked, answered, yes)
  local function percent(n, d) return d > 0 and lab.decimal(figures.percent(n, d), { decimals = 1 }) .. "%" or "[z]" end
  local silent = asked - answered
  local r = lab.report { title = ("%d of the %d that answered said yes"):format(yes, answered),
    lead = ("%d of the %d asked answered (%s). Silence is neither yes nor no, so the share of all asked lies between %s and %s."):format(answered,
      asked, percent(answered, asked), percent(yes, asked), percent(yes + silent, asked)) }
  local rows = { columns = { "figure", "value", "numerator", "denominator" } }
  local function add(words, n, d) rows[#rows + 1] = { figure = words, value = figures.percent(n, d) or "[z]", numerator = n, denominator = d } end
  add("Answered, of all asked", answered, asked)
  add("Yes, of those that answered", yes, answered)
  add("Yes, of all asked, at least", yes, asked)
  add("Yes, of all asked, at most", yes + silent, asked)
  r:heading("Key figures")
  r:table(lab.table(rows), { title = "What the silent leave open", columns = { { name = "figure", title = "Figure" },
    { name = "value", title = "Share", unit = "percent", decimals = 1 }, { name = "numerator", title = "Of them" },
    { name = "denominator", title = "Out of" } } })
  r:heading("What cannot be said")
  r:para("Names are not published: who answered, who did not, and what each said cannot be told from these counts.")
  r:para(("The share of all asked is not known, as %d did not answer. The bounds hold whatever these would have said; where between them the share lies nobody can tell."):format(silent))
  r:para("Every body was asked, so chance has no part in these shares and they carry no margin of error.")
  return r
end

return counts
