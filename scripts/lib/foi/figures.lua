-- figures.lua - every figure of an exercise by a name of its own, each share with the counts that it is made of.
--
--     { name = "replied_share", value = 74.35897435897436, unit = "percent", numerator = 29, denominator = 39, words = "Replied, of all asked" }
--
-- The names are those of format json, for programs: a question's figures begin with the question, those of a sum go on with its period.

local figures = {}

-- 100 n / d; nil when there is nothing to divide by.
function figures.percent(n, d) return d > 0 and n / d * 100 or nil end

-- "2017/18" -> "2017_18"
local function slug(text) return (text:lower():gsub("[^%w]+", "_"):gsub("^_+", ""):gsub("_+$", "")) end

local function names_of(requests)
  local names = {}
  for i, request in ipairs(requests) do names[i] = request.body end
  table.sort(names)
  return names
end

-- The name of a sum: the question, its period, and its unit where that is not the one asked for.
local function sum_name(question, group)
  local parts = { question.question, group.period, group.unit ~= question.unit and group.unit or nil }
  local name = slug(parts[1])
  for i = 2, 3 do
    if parts[i] then name = name .. "_" .. slug(parts[i]) end
  end
  return name
end

-- The list of all figures. Lists of names (who is overdue) have their count for a number, and `list`.
function figures.of(counts)
  local list = {}
  local function add(name, value, words, more)
    local figure = more or {}
    figure.name, figure.value, figure.words = name, value, words
    list[#list + 1] = figure
  end
  local function share(name, n, d, words)
    add(name, figures.percent(n, d), words, { unit = "percent", numerator = n, denominator = d })
  end
  local function bodies(name, names, words) add(name, #names, words, { list = names }) end

  add("asked", counts.asked, "Asked")
  add("replied", counts.replied, "Replied")
  share("replied_share", counts.replied, counts.asked, "Replied, of all asked")
  add("gave_information", counts.gave, "Gave information")
  share("gave_information_share", counts.gave, counts.asked, "Gave information, of all asked")
  add("due_or_answered", counts.due_or_answered, "Answered, or past the date")
  add("on_time", counts.on_time, "Answered on time")
  add("late", counts.late, "Answered late")
  bodies("overdue", names_of(counts.overdue), "Silent and past the date")
  local waiting = table.move(counts.waiting, 1, #counts.waiting, 1, {})
  table.move(counts.clarifying, 1, #counts.clarifying, #waiting + 1, waiting)
  bodies("waiting", names_of(waiting), "Silent, not yet due")
  bodies("awaiting_clarification", names_of(counts.clarifying), "Of these waiting for a clarification")
  bodies("withdrawn", names_of(counts.withdrawn), "Request withdrawn")
  add("median_working_days_answered_only", counts.median_answered, "Median working days, those that answered", { unit = "working days" })
  add("median_working_days_kaplan_meier", counts.median_all, "Median working days, the silent counted in", { unit = "working days" })
  for _, exemption in ipairs(counts.exemptions) do
    add("exemption_" .. exemption.name, exemption.bodies, "Relied on " .. exemption.name)
  end
  for _, cover in ipairs(counts.cover) do
    share(slug(cover.weight) .. "_coverage", cover.gave, cover.all, ("Gave information, weighed by %s"):format(cover.weight))
    share(slug(cover.weight) .. "_replied_coverage", cover.replied, cover.all, ("Replied, weighed by %s"):format(cover.weight))
  end
  for _, one in ipairs(counts.questions) do
    local name, q = slug(one.question.question), one.question.question
    local y = one.yes_no
    if y then
      add(name .. "_yes", y.yes, q .. ": yes")
      add(name .. "_no", y.no, q .. ": no")
      if y.other > 0 then add(name .. "_other", y.other, q .. ": another answer") end
      add(name .. "_unknown", y.unknown, q .. ": not known")
      share(name .. "_yes_of_answering", y.yes, y.answered, q .. ": yes, of those that answered")
      share(name .. "_lower", y.yes, counts.asked, q .. ": yes, of all asked, at least")
      share(name .. "_upper", y.yes + y.unknown, counts.asked, q .. ": yes, of all asked, at most")
    end
    for _, choice in ipairs(one.choices or {}) do add(name .. "_" .. slug(choice.choice), choice.bodies, q .. ": " .. choice.choice) end
    for _, code in ipairs(one.codes or {}) do add(name .. "_code_" .. slug(code.choice), code.bodies, q .. ", coded: " .. code.choice) end
    for _, group in ipairs(one.sums or {}) do
      local of = sum_name(one.question, group)
      local said = table.concat({ q, group.period, group.unit }, ", ")
      if not group.period then said = q .. (group.unit and ", " .. group.unit or "") end
      add(of .. "_bodies", group.count, said .. ": bodies")
      add(of .. "_known_sum", group.known, said .. ": sum of exact figures")
      add(of .. "_suppressed", group.held_back, said .. ": figures given as a range")
      add(of .. "_low", group.low, said .. ": lowest sum")
      add(of .. "_high", group.high, said .. ": highest sum")
    end
    if one.sums then
      bodies(name .. "_other_period", one.other_period, q .. ": of another kind of period than asked")
      bodies(name .. "_other_unit", one.other_unit, q .. ": in another unit than asked")
    end
  end
  return list
end

-- As one Lua table by name, for format json: lists as lists of names, exemptions in a table of their own.
function figures.by_name(counts)
  local by = { exemptions = {} }
  for _, figure in ipairs(figures.of(counts)) do
    local exemption = figure.name:match("^exemption_(.*)$")
    if exemption then by.exemptions[exemption] = figure.value else by[figure.name] = figure.list or figure.value end
  end
  return by
end

return figures
