-- check_printed.lua - that a figure is the one whose printed words and digits stand beside it, and that a printed percentage follows from
-- its two counts at the decimals that were printed.

local number = require "lib.base.number"
local rows = require "lib.package.rows"

local printed = {}

local scales = { thousand = 1e3, million = 1e6, billion = 1e9 }

-- The numbers in a text, each with its decimals: "more than 1,821 (7.58%)" has 1821 and 7.58. Commas group thousands.
local function numbers_in(text)
  local list = {}
  for digits, behind in text:gmatch("(%d[%d,]*%.?%d*)()") do
    local plain = digits:gsub(",", ""):gsub("%.$", "")
    local value, decimals = tonumber(plain), #(plain:match("%.(%d+)$") or "")
    if value then
      list[#list + 1] = { value = value, decimals = decimals }
      local scale = scales[(text:match("^%s+(%a+)", behind) or ""):lower()]
      if scale then list[#list + 1] = { value = value * scale, decimals = 0 } end
    end
  end
  return list
end

-- The number of the text that is the figure; nil when none is.
local function printed_as(text, figure)
  for _, one in ipairs(numbers_in(text)) do
    if one.value == figure then return one end
  end
end

-- Rows for which an expression of the record is true; all when it says nothing. An expression that is wrong is a finding, and no row is meant.
local function rows_of(run, resource, t, word)
  local expression = resource.record[word]
  if not expression then return setmetatable({}, { __index = function() return word == "read" end }) end
  local set, problem = rows.where(t, expression)
  if not set then run.wrong_expression(resource, ('record, "%s"'):format(word), problem) end
  return set or {}
end

local function check_digits(run, resource, t)
  local record, read = resource.record, rows_of(run, resource, t, "read")
  local texts, figures, lacking, wordy = t:col(record.printed), t:col(record.figure), 0, 0
  local beside = {}
  run.beside[resource.name] = beside
  for row = 1, #t do
    local text, figure = texts[row], figures[row]
    if figure ~= nil and text == nil then
      lacking = lacking + 1
    elseif figure ~= nil and read[row] then
      local numbers = numbers_in(text)
      if #numbers == 0 then
        wordy = wordy + 1
      elseif not printed_as(text, figure) then
        run.findings:add { kind = "fault", rule = "printed", resource = resource, field = record.figure, row = row, value = figure,
          says = ('column "%s": the figure is %s, and "%s" was printed'):format(record.figure, number.format(figure), text),
          advice = "Correct the figure or what was printed." }
      else
        beside[row] = true
      end
    end
  end
  if lacking > 0 then
    run.findings:add { kind = "open", rule = "not printed", resource = resource, field = record.printed, cells = lacking,
      says = ('column "%s": of %d of %d figures it is not noted down what was printed'):format(record.printed, lacking, figures:count()) }
  end
  if wordy > 0 then
    run.findings:add { kind = "open", rule = "printed", resource = resource, field = record.printed, cells = wordy,
      says = ('column "%s": %d printed in words without digits were not compared'):format(record.printed, wordy) }
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
