-- The questions whose instructions tools/counts counts, over 100,000 rows: counts.lua NAME FOLDER. "data" writes the files that the
-- others read; "load" does nothing but load them, and is taken off the count of every other question.
local name, folder = arg[1], arg[2]

local questions = {}

function questions.data()
  math.randomseed(1)
  local rows = { "force,place,day,people,rate,remark" }
  for _ = 1, 100000 do
    rows[#rows + 1] = ("force %d,%d,20%02d-%02d-%02d,%d,%.3f,%s"):format(math.random(43), math.random(20000), math.random(9, 23),
      math.random(12), math.random(28), math.random(0, 500), math.random() * 100, math.random(3) == 1 and "claimed" or "Not Claimed")
  end
  lab.write_file(folder .. "/referrals.csv", table.concat(rows, "\n") .. "\n")
  rows = { "place,region" }
  for place = 1, 20000, 2 do rows[#rows + 1] = ("%d,region %d"):format(place, place % 9) end
  lab.write_file(folder .. "/places.csv", table.concat(rows, "\n") .. "\n")
end

local t, places
if name ~= "data" and name ~= "scan" then
  t, places = lab.read_csv(folder .. "/referrals.csv"), lab.read_csv(folder .. "/places.csv")
end

function questions.load() end

function questions.group_by_few() t:group_by("force"):summarise("count()", "sum(people)", "mean(rate)") end
function questions.group_by_many() t:group_by("place"):summarise("sum(people)", "max(rate)") end
function questions.group_by_two() t:group_by("force", "place"):summarise("median(rate)", "n_distinct(day)") end
function questions.filter() t:filter("people > 100 and rate < 50 and force ~= 'force 7'") end
function questions.mutate() t:mutate("per = people * 1000 / (rate + 1)", "rest = if_else(people > 10, people - 10, 0)") end
function questions.text() t:mutate("word = upper(remark)"):filter("contains(remark, 'laim')") end
function questions.window() t:group_by("force"):mutate("nth = rank(people)", "from_mean = people - mean(people)") end
function questions.join() t:join(places, { on = "place", how = "left", expect = "m:1" }) end
function questions.sort() t:sort("force", "day", "people") end
function questions.pivot() t:group_by("force", "remark"):summarise("people = sum(people)"):pivot { names = "remark", values = "people" } end
function questions.write_csv() t:write_csv(folder .. "/out.csv") end

-- Reads for itself, so that its count has the load in it.
function questions.scan()
  lab.scan_csv(folder .. "/referrals.csv"):filter("people > 100"):group_by("force"):summarise("sum(people)"):collect()
end

questions[name]()
