-- suggest.lua - wb:suggest(): the call of lab.read_sheet for each table of a workbook, tried on it, and what would take it further.
--
--     lab.read_sheet("x.ods", { sheet = "Table_1" })
--         -- 55 rows, 8 columns: Table 1: Police officers
--         -- stub = "bold": 12 rows are heads of others; 50 of 50 of their figures are the sums of the rows below
--         -- names = { "heading", "date" }: a long table of 385 rows
--
-- Only what came out well is printed: heads whose figures add up, headings of every column.

local escape = require "lib.base.escape"
local notice = require "lib.base.notice"
local read = require "lib.workbook.read"
local width = require "lib.base.width"
local words = require "lib.workbook.words"

local suggest = {}

local most_rows = 5000 -- of tables whose heads are looked for

local function quoted(text) return (("%q"):format(text):gsub("\\\n", "\\n")) end

-- Tries a read without its notices. Gives the table and how it was read, or the message.
local function try(handle, info, path, options)
  local said = notice.say
  notice.say = function() end
  local ok, t, state = pcall(read.from, handle, info, path, options, true)
  notice.say = said
  if ok then return t, state end
  return nil, tostring(t):match("^[^\n]*")
end

local function with(options, more)
  local all = {}
  for key, value in next, options do all[key] = value end
  for key, value in next, more do all[key] = value end
  return all
end

-- Heads of rows, of the first kind that is borne out by figures.
local function heads(handle, info, path, options, lines)
  for _, kind in ipairs { "bold", "indent", "sections" } do
    local t, state = try(handle, info, path, with(options, { stub = kind }))
    if t then
      local found, equal, compared = 0, state.heads_equal or 0, state.heads_compared or 0
      for _, note in ipairs(state.notes) do found = math.tointeger(note.text:match(": (%d+) rows .* are heads of other rows")) or found end
      t:close()
      local is_borne_out = kind == "sections" and found > 1 or equal * 10 >= compared * 9 and equal > 1
      if is_borne_out then
        lines[#lines + 1] = ('stub = "%s": %d rows are heads of others'):format(kind, found)
          .. (compared > 0 and ("; %d of %d of their figures are the sums of the rows below"):format(equal, compared) or "")
        return
      end
    end
  end
end

-- "Q1", "Jan to Mar", "March": of no year by itself.
local function is_part_of_year(text)
  local month = ("JanFebMarAprMayJunJulAugSepOctNovDec"):find(text:sub(1, 3), 1, true)
  return text:find("^Q[1-4]$") ~= nil or (#text >= 3 and month ~= nil and month % 3 == 1)
end

-- What a row of headings is of: "year", "date", "period", "heading".
local function name_of(texts)
  local years, dates, periods, count = 0, 0, 0, 0
  for _, text in ipairs(texts) do
    count = count + 1
    if words.is_year(text) then years = years + 1
    elseif text:find("^%d%d%d%d%-%d%d%-%d%d$") then dates = dates + 1
    elseif is_part_of_year(text) or lab.try(lab.period, text) then periods = periods + 1 end
  end
  if years == count then return "year" elseif dates == count then return "date" end
  return (years + dates + periods) * 2 > count and "period" or "heading" -- beside "Total"
end

-- A long table, where every column of figures has a heading in each row of the header.
local function long(handle, info, path, options, state, lines)
  local figures, rows = {}, #state.header
  for _, column in ipairs(state.columns) do
    if not column.is_label then figures[#figures + 1] = column end
  end
  if rows < 2 or #figures < 3 then return end
  local names, seen = {}, {}
  for row = 1, rows do
    local texts = {}
    for _, column in ipairs(figures) do
      if not column.parts[row] then return end
      texts[#texts + 1] = column.parts[row].text
    end
    local name = name_of(texts)
    seen[name] = (seen[name] or 0) + 1
    names[row] = seen[name] > 1 and name .. "_" .. seen[name] or name
  end
  local t = try(handle, info, path, with(options, { names = names }))
  if not t then return end
  for i, name in ipairs(names) do names[i] = quoted(name) end
  lines[#lines + 1] = ("names = { %s }: a long table of %d rows"):format(table.concat(names, ", "), #t)
  t:close()
end

local function options_of(info, region, nth, count)
  if region.how == "marked" and region.name then return { table = region.name }, "table = " .. quoted(region.name) end
  local name = info.sheets[region.sheet].name
  if count == 1 then return { sheet = name }, "sheet = " .. quoted(name) end
  return { sheet = name, nth = nth }, ("sheet = %s, nth = %d"):format(quoted(name), nth)
end

function suggest.print(handle, info, path, regions)
  local counts, nth = {}, {}
  for _, region in ipairs(regions) do counts[region.sheet] = (counts[region.sheet] or 0) + 1 end
  for _, region in ipairs(regions) do
    nth[region.sheet] = (nth[region.sheet] or 0) + 1
    local options, written = options_of(info, region, nth[region.sheet], counts[region.sheet])
    local t, state = try(handle, info, path, options)
    local lines = {}
    if t then
      local count = #t:column_names()
      lines[1] = ("%d row%s, %d column%s%s"):format(#t, #t == 1 and "" or "s", count, count == 1 and "" or "s",
        region.title and ": " .. region.title or "")
      if #t <= most_rows then heads(handle, info, path, options, lines) end
      long(handle, info, path, options, state, lines)
      t:close()
    else
      lines[1] = state
    end
    print(("lab.read_sheet(%s, { %s })"):format(quoted(path), written))
    for _, line in ipairs(lines) do print((width.hang("    -- ", escape.line(line), lab.terminal_width()):gsub("\n       ", "\n    -- "))) end
  end
end

return suggest
