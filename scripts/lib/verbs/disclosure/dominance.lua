-- dominance.lua - t:dominance: totals of which one or two contributors hold so much that each can work out the other.
--
--     town     fined                    contributors  total  largest   rule     verdict
--     Dover    80, 12, 5, 3                        4    100     92 %   n-k      unsafe      two hold 90 percent or more
--     Deal     30, 25, 25, 20                      4    100     55 %            safe
--
-- n-k: unsafe where the n largest hold the share k of the total, or more. p%: unsafe where what is left without the two largest is less than the
-- share p of the largest, so that the second could work out the first to within p percent. After Hundepool et al., Statistical Disclosure Control
-- (Wiley 2012), chapter 4; n = 2, k = 0.9, p = 0.1 are those of ACRO.
--
-- "review", and never safe: a contribution below 0 (the rules are undefined), one that is missing, a row whose contributor is not known, a total of 0.

local arguments = require "lib.figures.verb_arguments"
local notes = require "lib.figures.notes"
local number = require "lib.base.number"
local raise = require "lib.base.raise"
local total_labels = require "lib.figures.totals.total_labels"
local words = require "lib.base.words"

local dominance = {}

local example = 't:dominance{ of = "turnover", by = "town" }'

-- Names of columns of our own, which no key is likely to have.
local of_rank, amount, unknown = "(rank)", "(amount)", "(unknown)"

-- Shares that are equal on paper differ by less than this in doubles: 8 / 80 is no less than 0.1.
local nearly = 1e-12

local results = { "contributors", "total", "largest", "remainder", "rule", "verdict" }

local function read_options(t, ...)
  local o = arguments.read(t, "dominance", { "of", groups = true, of = "columns", by = "columns", contributor = "column", n = "integer", k = "number",
    p = "number" }, ...)
  arguments.need(o, "dominance", "of", example)
  if #o.of > 1 then raise("dominance: of is one column") end
  arguments.need_numbers(t, "dominance", o.of)
  o.n, o.k, o.p = o.n or 2, o.k or 0.9, o.p or 0.1
  if o.n < 1 then raise("dominance: n is 1 or more contributors, not %d", o.n) end
  if not (o.k > 0 and o.k <= 1) then raise("dominance: k is a share of the total above 0 and at most 1, as 0.9; not %s", number.format(o.k)) end
  if not (o.p > 0 and o.p < math.huge) then raise("dominance: p is a share of the largest above 0, as 0.1; not %s", number.format(o.p)) end
  o.by = arguments.by(t, o)
  for _, name in ipairs(o.by) do
    for _, own in ipairs(results) do
      if name == own then raise('dominance: it writes a column "%s"; rename yours first: t:rename{ %s = "..." }', name, name) end
    end
  end
  return o
end

-- One row a contributor: amount, and whether something about it is not known.
local function contributions(t, o)
  local x, keys = lab.col[o.of[1]], table.move(o.by, 1, #o.by, 1, {})
  local gap = x:is_missing()
  if o.contributor then gap = gap | lab.col[o.contributor]:is_missing() end
  t = t:mutate { { unknown, gap:if_else(1, 0) } }
  if not o.contributor then return t:mutate { { amount, x } } end
  keys[#keys + 1] = o.contributor
  return t:group_by(keys):summarise { { amount, x:sum() }, { unknown, lab.col[unknown]:sum() } }
end

-- The sums of each group that the rules ask for.
local function sums(t, o)
  local x, rank = lab.col[amount], lab.col[of_rank]
  local function of_first(n) return rank:le(n):if_else(x, 0):sum() end
  local grouped = #o.by > 0 and t:sort("-" .. amount):group_by(o.by) or t:sort("-" .. amount)
  local ranked = grouped:mutate { { of_rank, lab.expr "row_number()" } }
  return (#o.by > 0 and ranked:group_by(o.by) or ranked):summarise {
    { "contributors", lab.expr "count()" }, { "total", x:sum() }, { "first", x:max() }, { "least", x:min() }, { "top", of_first(o.n) },
    { "rest", rank:gt(2):if_else(x, 0):sum() }, { unknown, lab.col[unknown]:sum() },
  }
end

local function sentences(result, o)
  local count = { unsafe = 0, review = 0, safe = 0 }
  for _, verdict in ipairs(result:col("verdict"):to_list()) do count[verdict] = count[verdict] + 1 end
  local list = { ("Dominance in %q: %d of %s unsafe by the n-k rule (the largest %s hold %s%% or more) or the p%% rule (all but the two largest are less "
    .. "than %s%% of the largest)."):format(o.of[1], count.unsafe, words.count(#result, "total"), words.count(o.n, "contributor"),
    number.format(lab.round(o.k * 100, 6)), number.format(lab.round(o.p * 100, 6))) }
  if count.review > 0 then
    list[2] = ("Dominance in %q: %s to be looked at by a person: contributions are missing, not attributed, below 0 or all 0."):format(o.of[1],
      words.count(count.review, "total") .. " " .. words.either(count.review, "is", "are"))
  end
  return list
end

function dominance.verb(t, ...)
  local o = read_options(t, ...)
  t = total_labels.warn(t, "dominance", o.by)
  local col, known = lab.col, lab.col.total:gt(0) & lab.col.least:ge(0) & lab.col[unknown]:eq(0)
  local held = col.top:ge(col.total * (o.k * (1 - nearly)))
  local near = col.rest:lt(col.first * (o.p * (1 - nearly)))
  local text = held:if_else(near:if_else(lab.lit "n-k, p%", lab.lit "n-k"), near:if_else(lab.lit "p%", nil))
  known = known:coalesce(false)
  local result = sums(contributions(t, o), o):mutate {
    { "largest", known:if_else(col.top * 100.0 / col.total, nil) }, { "remainder", known:if_else(col.rest * 100.0 / col.first, nil) },
    { "rule", known:if_else(text, nil) },
  }:mutate { { "verdict", known:case_when(col.rule:is_missing():if_else(lab.lit "safe", lab.lit "unsafe"), lab.lit "review") } }
  result = result:select(o.by, results):with_fields {
    largest = { title = ("Held by the largest %s"):format(words.count(o.n, "contributor")), unit = "percent" },
    remainder = { title = "All but the two largest, of the largest", unit = "percent" },
  }
  for _, sentence in ipairs(sentences(result, o)) do result = notes.add(result, "dominance", sentence) end
  return result
end

lab.method("table", "dominance", dominance.verb, {
  signature = "(of: string|{of: string, by?: string|string[], contributor?: string, n?: integer, k?: number, p?: number}, options?: table): slavelab.Table",
  text = "Totals of which few contributors hold so much that they can work out one another. Each row is a contribution (or contributor = names the column "
    .. "that says whose it is); for each group of by= its contributors, total, the percentage that the n largest hold (largest), what is left without "
    .. "the two largest as percent of the largest (remainder), rule and verdict: \"unsafe\" by n-k where the n largest hold the share k or more, by p% where "
    .. "the remainder is less than the share p; \"review\" where a contribution is missing, below 0 or of nobody that is known, or all are 0. n = 2, k = 0.9 and "
    .. "p = 0.1 unless given. For the author alone: what the largest hold must not be published either.",
  example = [[
local t = lab.parse_csv("town,firm,fined\nDover,A,80\nDover,B,12\nDover,C,5\nDover,D,3\nDeal,A,30\nDeal,B,25\nDeal,C,45\n")
print(t:dominance{ of = "fined", by = "town" })]],
})

return dominance
