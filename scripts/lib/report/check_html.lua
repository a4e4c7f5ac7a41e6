-- check_html.lua - a page of HTML, checked by those of the rules of check_rules.lua that a page can break.
--
--     <table>, <caption>, <tr>, <th>, <td>      tables: caption, rows of cells { text =, head =, scope =, colspan =, rowspan =, line = }
--     <html>, <title>, <h1>, <a>, <img>, <svg>  the page
--
-- The page is read tag by tag, as a browser would without building a tree: what is not closed ends with its table.

local rules = require "lib.report.check_rules"

local check_html = {}

local entities = { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'", nbsp = " ", minus = "\u{2212}", ndash = "\u{2013}", mdash = "\u{2014}" }

local function decode(text)
  return (text:gsub("&(#?%w+);", function(name)
    local number = name:match("^#(%d+)$") or name:match("^#[xX](%x+)$") and tostring(tonumber(name:sub(3), 16))
    number = number and math.tointeger(tonumber(number))
    if number and number > 0 and number < 0x110000 then return utf8.char(number) end
    return entities[name:lower()]
  end))
end

local function line(text) return (decode(text):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")) end

local function attributes_of(text)
  local list = {}
  for name, rest in text:gmatch("([%w%-:]+)()") do
    local quote, value = text:match('^%s*=%s*(["\'])(.-)%1', rest)
    if not quote then value = text:match("^%s*=%s*([^%s\"'>]+)", rest) end
    if list[name:lower()] == nil then list[name:lower()] = value and decode(value) or "" end
  end
  return list
end

-- --- reading ----------------------------------------------------------------------------------------------------------------------------

local hidden = { script = true, style = true }

-- Calls take(kind, name or text, attributes, line number) for each tag ("open", "close") and text.
local function walk(html, take)
  local at, number, counted = 1, 1, 1
  local function line_of(place)
    for _ in html:sub(counted, place - 1):gmatch("\n") do number = number + 1 end
    counted = place
    return number
  end
  while true do
    local from = html:find("<", at, true)
    if not from then break end
    if from > at then take("text", html:sub(at, from - 1), nil, line_of(at)) end
    if html:sub(from, from + 3) == "<!--" then
      local _, stop = html:find("-->", from, true)
      at = (stop or #html) + 1
    else
      local slash, name, after = html:match("^<(/?)([%a!][%w%-]*)()", from)
      if not name then
        take("text", "<", nil, line_of(from))
        at = from + 1
      else
        local stop = after -- the ">" outside of quotes
        while true do
          local place, mark = html:match("()([\"'>])", stop)
          if not place then stop = #html break end
          if mark == ">" then stop = place break end
          stop = (html:find(mark, place + 1, true) or #html) + 1
        end
        name = name:lower()
        take(slash == "/" and "close" or "open", name, attributes_of(html:sub(after, stop - 1)), line_of(from))
        at = stop + 1
        if hidden[name] and slash == "" then
          local close = html:lower():find("</" .. name, at, true)
          at = close or #html + 1
        end
      end
    end
  end
  if at <= #html then take("text", html:sub(at), nil, line_of(at)) end
end

-- Whether a cell stands at the right, as figures do: a page has no types, and texts as they were printed ("about a third") may stand among others.
local function is_right(given)
  local class, style = given.class or "", (given.style or ""):lower()
  return given.align == "right" or style:find("text%-align:%s*right") ~= nil or (" " .. class .. " "):find(" num", 1, true) ~= nil or (" " .. class .. " "):find("[ -]right ") ~= nil
end

-- What is on the page: { title, lang, h1 = texts, tables, links = { { text, line } }, pictures = lines without words, words = text outside of tables }.
local function read(html)
  local page = { tables = {}, links = {}, pictures = {}, h1 = {} }
  local open_tables, words, into, svg = {}, {}, nil, nil
  local function begin(key, line_number) into = { key = key, parts = {}, line = line_number } end
  local function finish()
    local text = into and line(table.concat(into.parts)) or ""
    into = nil
    return text
  end
  local cell, caption, link, heading
  local function current() return open_tables[#open_tables] end
  local function close_cell()
    if cell then cell.text = line(table.concat(cell.parts)) end
    cell = nil
  end
  walk(html, function(kind, name, given, number)
    local t = current()
    if kind == "text" then
      if into then into.parts[#into.parts + 1] = name end
      if cell then cell.parts[#cell.parts + 1] = name
      elseif caption then caption[#caption + 1] = name
      elseif not t and not svg then words[#words + 1] = name end
      if link then link.parts[#link.parts + 1] = name end
      if heading then heading[#heading + 1] = name end
    elseif kind == "open" then
      if name == "html" then page.lang = given.lang
      elseif name == "title" and not svg then begin("title", number)
      elseif name == "h1" then heading = {}
      elseif name == "a" and given.href then
        link = { parts = {}, line = number, href = given.href, label = given["aria-label"] }
        page.links[#page.links + 1] = link
      elseif name == "img" then
        if given.alt == nil then page.pictures[#page.pictures + 1] = number end
        if link then link.parts[#link.parts + 1] = given.alt or "" end
      elseif name == "svg" then
        svg = { line = number, named = given["aria-label"] or given["aria-labelledby"] or given["aria-hidden"] == "true" }
      elseif name == "title" and svg then svg.named = true
      elseif name == "table" then
        close_cell()
        t = { rows = {}, line = number, label = given["aria-label"] }
        page.tables[#page.tables + 1], open_tables[#open_tables + 1] = t, t
      elseif t and name == "caption" then caption = {}
      elseif t and name == "tr" then
        close_cell()
        t.rows[#t.rows + 1] = { line = number }
      elseif t and (name == "td" or name == "th") then
        close_cell()
        if #t.rows == 0 then t.rows[1] = { line = number } end
        cell = { parts = {}, head = name == "th", scope = given.scope, right = is_right(given), colspan = tonumber(given.colspan) or 1, rowspan = tonumber(given.rowspan) or 1, line = number }
        table.insert(t.rows[#t.rows], cell)
      elseif cell and name == "sup" then cell.raised = true
      elseif name == "br" or name == "p" or name == "div" or name == "li" then
        words[#words + 1] = "\n"
        if cell then cell.parts[#cell.parts + 1] = " " end
      end
    else
      if name == "title" and into then page.title = finish()
      elseif name == "h1" and heading then
        page.h1[#page.h1 + 1] = line(table.concat(heading))
        heading = nil
      elseif name == "a" and link then
        link.text = line(table.concat(link.parts))
        link = nil
      elseif name == "svg" and svg then
        if not svg.named then page.pictures[#page.pictures + 1] = svg.line end
        svg = nil
      elseif t and name == "caption" and caption then
        t.caption = line(table.concat(caption))
        caption = nil
      elseif t and (name == "td" or name == "th" or name == "tr") then close_cell()
      elseif t and name == "table" then
        close_cell()
        caption = nil
        open_tables[#open_tables] = nil
      elseif name == "p" or name == "div" or name == "li" then words[#words + 1] = "\n" end
    end
  end)
  close_cell()
  page.words = decode(table.concat(words))
  return page
end

-- --- tables -----------------------------------------------------------------------------------------------------------------------------

local function is_header(row)
  for _, cell in ipairs(row) do
    if not cell.head then return false end
  end
  return #row > 0
end

local function shorten(text) return #text > 60 and text:sub(1, (utf8.offset(text, 58) or 58) - 1) .. "..." or text end

local function check_table(page, t, number, add)
  local name = ("table %d%s"):format(number, t.caption and t.caption ~= "" and ' "' .. shorten(t.caption) .. '"' or "")
  local found, order = {}, {}
  local function note(rule, words, row, column, advice)
    local key = rule .. words
    if not found[key] then
      found[key] = { rule = rule, words = words, place = ("%s, row %d, column %d (line %d)"):format(name, row, column, t.rows[row].line), count = 0, advice = advice }
      order[#order + 1] = found[key]
    end
    found[key].count = found[key].count + 1
  end
  if not (t.caption and t.caption:find("%S")) and not t.label then
    add("T1", ("%s (line %d)"):format(name, t.line), "the table has no caption", "a <caption> that says what it is")
  end
  local headers = 0
  while t.rows[headers + 1] and is_header(t.rows[headers + 1]) do headers = headers + 1 end
  if headers == 0 then add("T2", ("%s (line %d)"):format(name, t.line), "there is no header row", "a first row of <th>")
  elseif headers > 1 then
    add("T2", ("%s (line %d)"):format(name, t.line), ("the header has %d rows"):format(headers), "one row, each heading in full")
  end
  local seen = {}
  for column, cell in ipairs(headers > 0 and t.rows[headers] or {}) do
    local words = cell.text:lower()
    if words == "" then note("T2", "a column has no heading", headers, column, "give it one")
    elseif seen[words] then note("T2", ('the heading "%s" is there twice'):format(shorten(cell.text)), headers, column, "make them differ") end
    seen[words] = true
    if not cell.scope then note("T1", "a heading does not say what it is of", headers, column, 'scope="col"') end
    local wrong = rules.period(cell.text)
    if wrong then note("C6", wrong, headers, column, "write it out") end
  end
  local numbers, words = {}, {}
  for row = headers + 1, #t.rows do
    for column, cell in ipairs(t.rows[row]) do
      local bare = rules.bare(cell.text)
      if bare ~= "" and cell.right then
        local list = rules.is_figure(bare) and numbers or words
        list[column] = (list[column] or 0) + 1
      end
    end
  end
  local labels = true
  for row, cells in ipairs(t.rows) do
    labels = true
    for column, cell in ipairs(cells) do
      if cell.colspan > 1 or cell.rowspan > 1 then
        if not (#cells == 1 and row == #t.rows) then note("S6", "cells are merged", row, column, "write each cell for itself") end -- "No rows."
      end
      if row > headers then
        local is_figure = (numbers[column] or 0) > (words[column] or 0)
        labels = labels and not is_figure
        local wrong = rules.cell(cell.text, cell.raised and "above the line" or nil)
        if cell.text == "" then note("C3", "a cell is blank", row, column, "[x], [z] or [c]")
        elseif wrong then note("C2", shorten(wrong), row, column, "shorthand in square brackets, explained on the page")
        elseif is_figure and rules.bare(cell.text) ~= "" and not rules.is_figure(rules.bare(cell.text)) then
          note("C1", "words stand among figures", row, column, "figures and shorthand alone")
        end
        wrong = labels and rules.period(cell.text)
        if wrong then note("C6", wrong, row, column, "write it out") end
        for _, marker in ipairs(rules.markers_in(cell.text)) do
          if not page.words:lower():find(marker .. " ", 1, true) then
            note("S2", marker .. " is used and not explained on the page", row, column, "say what it means")
          end
        end
      end
    end
  end
  for _, one in ipairs(order) do add(one.rule, one.place, one.count > 1 and ("%s (%d cells)"):format(one.words, one.count) or one.words, one.advice) end
end

-- --- all of it --------------------------------------------------------------------------------------------------------------------------

local function check_notes(page, add)
  local defined, told = {}, {}
  for text in (page.words .. "\n"):gmatch("([^\n]*)\n") do
    local number = text:match("^%s*%[?[Nn]ote (%d+)%]?[:%.]? +%S")
    if number then defined[math.tointeger(tonumber(number))] = true end
  end
  for i, t in ipairs(page.tables) do
    local texts = { t.caption or "" }
    for _, row in ipairs(t.rows) do
      for _, cell in ipairs(row) do texts[#texts + 1] = cell.text end
    end
    for _, number in ipairs(rules.notes_in(table.concat(texts, "\n"))) do
      if not defined[number] and not told[number] then
        told[number] = true
        add("C4", "table " .. i, ("[note %d] is explained nowhere on the page"):format(number), "list it below the table")
      end
    end
  end
end

-- All findings of the page at path, in the order of the rules, and what was looked at: { tables =, cells =, links = }.
function check_html.check(path)
  local page, findings = read(lab.read_file(path)), {}
  local function add(rule, place, text, advice) findings[#findings + 1] = { rule = rule, place = place, text = text, advice = advice } end
  local name = path:match("[^/\\]*$")
  if not page.title or page.title == "" then add("W2", name, "the page has no title", "a <title> in its head") end
  if not page.lang or page.lang == "" then add("W2", name, "no language is set", '<html lang="en-GB">') end
  if #page.h1 ~= 1 then add("S1", name, ("the page has %d headings of level 1"):format(#page.h1), "one, the title") end
  for _, number in ipairs(page.pictures) do add("W7", ("line %d"):format(number), "a picture has no words", 'alt="..." on an image, a title in a drawing') end
  local cells = 0
  for i, t in ipairs(page.tables) do
    check_table(page, t, i, add)
    for _, row in ipairs(t.rows) do cells = cells + #row end
  end
  check_notes(page, add)
  for _, link in ipairs(page.links) do
    local text = link.label or link.text or line(table.concat(link.parts))
    local wrong = text == "" and "a link has no words" or rules.link(text)
    if wrong then add("C7", ("line %d"):format(link.line), shorten(wrong), "words that say where it leads") end
  end
  local order = {}
  for i, finding in ipairs(findings) do order[finding] = i end
  table.sort(findings, function(a, b)
    if a.rule ~= b.rule then return rules.order[a.rule] < rules.order[b.rule] end
    return order[a] < order[b]
  end)
  return findings, { tables = #page.tables, cells = cells, links = #page.links, format = "HTML" }
end

return check_html
