-- What the functions of cases and normal forms make of every character there is, and of random texts of them, as JSON for
-- tests/node/unicode.js. Characters that PCRE2's tables do not know yet are left out: other tables may.
local seed = 14
math.randomseed(seed)

local texts = {}
for point = 1, 0x10FFFF do
  local is_private = point >= 0xE000 and point < 0xF900 or point >= 0xF0000
  if not is_private and (point < 0xD800 or point > 0xDFFF) then texts[#texts + 1] = { utf8.char(point) } end
end
texts.columns = { "text" }
local known = lab.table(texts):filter("not matches(text, $unknown)", { unknown = [[^\p{Cn}]] })
local characters = known:col("text"):to_list()
local marks = known:filter("matches(text, $mark)", { mark = [[^\p{M}]] }):col("text"):to_list()

local random = { columns = { "text" } }
for i = 1, 20000 do
  local pieces = {}
  for k = 1, math.random(9) do
    local from = math.random(3) == 1 and marks or characters
    -- Most letters that have an accent, and most pairs of cases, are among the first.
    pieces[k] = from[math.random(math.random(2) == 1 and math.min(#from, 3000) or #from)]
  end
  random[i] = { table.concat(pieces) }
end

local all = { columns = { "text" } }
for i, character in ipairs(characters) do all[i] = { character } end
local function made(t)
  t = lab.table(t):mutate("lower = lower(text)", "upper = upper(text)", "NFC = normalize(text)", "NFD = normalize(text, 'NFD')",
    "NFKC = normalize(text, 'NFKC')", "NFKD = normalize(text, 'NFKD')", "n = length(text)", "back = substr(text, -2, 1)")
  local lists = {}
  for _, name in ipairs(t:column_names()) do
    lists[name] = t:col(name):to_list()
    lists[name].n = nil -- a list of JSON
  end
  return lists
end
lab.write_file(arg[1], lab.json_encode { characters = made(all), random = made(random) })
