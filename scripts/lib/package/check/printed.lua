-- printed.lua - that figures are those whose printed words and digits stand beside them, and that a printed percentage follows from
-- its two counts at the decimals that were printed.

local number = require "lib.base.number"
local rows = require "lib.package.rows"

local printed = {}

local scales = { thousand = 1e3, million = 1e6, billion = 1e9 }

-- Small counts are printed in words.
local words = { none = 0, zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10, eleven = 11,
  twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17, eighteen = 18, nineteen = 19, twenty = 20 }

-- Blanks of all widths between the thousands, as commas: "1 821".
local function with_commas(text)
  for _, blank in ipairs { " ", "\u{A0}", "\u{2009}", "\u{202F}" } do
    text = text:gsub("(%f[%d]%d%d?%d?)" .. blank .. "(%d%d%d)%f[%D]", "%1,%2")
  end
  return text
end

local function add_numbers(list, text)
  for digits, behind in text:gmatch("(%d[%d,]*%.?%d*)()") do
    local plain = digits:gsub(",", ""):gsub("%.$", "")
    local value, decimals = tonumber(plain), #(plain:match("%.(%d+)$") or "")
    if value then
      list[#list + 1] = { value = value, decimals = decimals }
      local scale = scales[(text:match("^%s+(%a+)", behind) or ""):lower()]
      if scale then list[#list + 1] = { value = lab.round(value * scale, 3), decimals = 0 } end
    end
  end
end

-- The numbers in a text, each with its decimals: "more than 1,821 (7.58%)" has 1821 and 7.58, "seven" has 7.
local function numbers_in(text)
  local list, joined = {}, with_commas(text)
  add_numbers(list, text)
  if joined ~= text then add_numbers(list, joined) end
  if #list > 0 then return list end
  for word in text:lower():gmatch("%a+") do
    if words[word] then list[#list + 1] = { value = words[word], decimals = 0 } end
  end
  return list
end

-- The number of the text that is the figure, whose sign is said in words; nil when none is.
local function printed_as(text, figure)
  for _, one in ipairs(numbers_in(text)) do
    if one.value == math.abs(figure) then return one end
  end
end

-- Rows for which an expression of the record is true; all when it says nothing. An expression that is wrong is a finding, and no row is meant.
local function rows_of(run, resource, t, word)
  local expression = resource.record[word]
  if not expression then return setmetatable({}, { __index = function() return word == "read" end }) end
  local set, problem = rows.where(t, expression)
  if not set then run.wrong_expression(resource, ('record, "%s"'):format(word), problem, { resource.name, expression }) end
  return set or {}
end

-- The figures of a row that are there, in the order of the columns: { name =, value = }.
local function figures_of(columns, row)
  local list = {}
  for _, one in ipairs(columns) do
    local value = one.column[row]
    if value ~= nil then list[#list + 1] = { name = one.name, value = value } end
  end
  return list
end

-- The parts of a text that has one for each of several figures: "96; at least 43".
local function parts_of(text, several)
  if not several then return { text } end
  local parts = {}
  for part in (text .. ";"):gmatch("%s*(.-)%s*;") do parts[#parts + 1] = part end
  return parts
end

-- Adds what is wrong with a row to the findings; gives the figures that are as printed, and how many were printed without a number.
local function compare_row(run, resource, row, text, figures)
  local record, parts, good, wordy = resource.record, parts_of(text, #figures > 1), {}, 0
  local function add(field, value, says)
    run.findings:add { kind = "fault", rule = "printed", resource = resource, field = field, row = row, value = value, says = says,
      advice = "Correct the figure or what was printed." }
  end
  if #parts ~= #figures then
    add(record.printed, text, ('column "%s": "%s" has %d parts (";" stands between them), and the row has %d figures'):format(record.printed, text,
      #parts, #figures))
    return good, wordy
  end
  for i, figure in ipairs(figures) do
    if #numbers_in(parts[i]) == 0 then
      wordy = wordy + 1
    elseif printed_as(parts[i], figure.value) then
      good[#good + 1] = figure.name
    else
      add(figure.name, figure.value, ('column "%s": the figure is %s, and "%s" was printed'):format(figure.name, number.format(figure.value), parts[i]))
    end
  end
  return good, wordy
end

local function check_digits(run, resource, t)
  local record, read, columns, beside = resource.record, rows_of(run, resource, t, "read"), {}, {}
  for i, name in ipairs(record.figures) do columns[i], beside[name] = { name = name, column = t:col(name) }, {} end
  run.beside[resource.name] = beside
  local texts, count, lacking, wordy = t:col(record.printed), 0, 0, 0
  for row = 1, #t do
    local figures, text = figures_of(columns, row), texts[row]
    count = count + #figures
    if text == nil then
      lacking = lacking + #figures
    elseif #figures > 0 and read[row] then
      local good, without = compare_row(run, resource, row, text, figures)
      for _, name in ipairs(good) do beside[name][row] = true end
      wordy = wordy + without
    end
  end
  if lacking > 0 then
    run.findings:add { kind = "open", rule = "not printed", resource = resource, field = record.printed, cells = lacking,
      says = ('column "%s": of %d of %d figures it is not noted down what was printed'):format(record.printed, lacking, count) }
  end
  if wordy > 0 then
    run.findings:add { kind = "open", rule = "printed", resource = resource, field = record.printed, cells = wordy,
      says = ('column "%s": %d printed in words that hold no number were not compared'):format(record.printed, wordy) }
  end
end

-- The decimals at which a percentage was printed: those of its digits in the printed text, else those it is written with.
local function decimals_of(text, figure)
  local one = text and printed_as(text, figure)
  if one then return one.decimals end
  return number.places(figure)
end

local function check_percentages(run, resource, t)
  local record, grows = resource.record, rows_of(run, resource, t, "growth")
  local figures, above, below = t:col(record.figure), t:col(record.numerator), t:col(record.denominator)
  local texts = record.printed and t:col(record.printed)
  local one, none = 0, 0
  for row = 1, #t do
    local figure, n, d = figures[row], above[row], below[row]
    if figure ~= nil and n ~= nil and d ~= nil then
      local decimals = decimals_of(texts and texts[row] or nil, figure)
      local finding = { kind = "fault", rule = "percentage", resource = resource, field = record.figure, row = row, value = figure,
        advice = "Look up the counts and what was printed; if the publication has it so, except the row in the record, with the reason." }
      if d == 0 then
        finding.says = ('column "%s": the denominator is 0'):format(record.figure)
      else
        local value = record.per * (grows[row] and n / d - 1 or n / d)
        if lab.round(value, decimals) ~= lab.round(figure, decimals) then
          finding.says = ('column "%s": %s %s %s gives %s, at the decimals printed %s, and %s is written'):format(record.figure, number.format(n),
            grows[row] and "from" or "of", number.format(d), number.format(value, { decimals = decimals + 2 }),
            number.format(value, { decimals = decimals }), number.format(figure))
        end
      end
      if finding.says then run.findings:add(finding) end
    elseif figure ~= nil then
      if n == nil and d == nil then none = none + 1 else one = one + 1 end
    end
  end
  if one + none > 0 then
    run.findings:add { kind = "open", rule = "percentage", resource = resource, field = record.figure, cells = one + none,
      says = ('column "%s": %d of %d percentages cannot be checked: %d without either count, %d with one alone'):format(record.figure, one + none,
        figures:count(), none, one) }
  end
end

function printed.check(run)
  for _, resource in ipairs(run.package.resources) do
    local t, record = run.tables[resource.name], resource.record
    if t and record.printed then check_digits(run, resource, t) end
    if t and record.numerator then check_percentages(run, resource, t) end
  end
end

return printed
