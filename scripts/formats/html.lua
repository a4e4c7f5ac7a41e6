-- html.lua - a report as one page that needs nothing else: no script, no font, no image from anywhere. It reads on a
-- telephone, on a screen and on paper, and with a screen reader.

local chart = require "lib.chart.chart"
local chart_svg = require "lib.chart.chart_svg"
local escape = require "lib.base.escape"
local look = require "lib.chart.look"

local html = {
  name = "html",
  about = "one self-contained web page",
  extensions = { "html", "htm" },
  api = 1,
}

local text = escape.html

-- Widths of the two drawings of each chart, in CSS pixels: one for windows and paper, one for telephones.
local wide, narrow = 760, 350

local style = [[
:root { color-scheme: light; --ink: #0b0c0c; --quiet: #484f54; --line: #c9ced2; --brand: #12436d; --wash: #f3f6f9; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink); font: 1.0625rem/1.55 "Helvetica Neue", Helvetica, Arial,
  "Liberation Sans", "Noto Sans", sans-serif; overflow-wrap: break-word; }
.page { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: #1a5a96; text-underline-offset: .15em; }
a:hover { text-decoration-thickness: .15em; }
:focus-visible { outline: 3px solid #f46a25; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; display: block; padding: .75rem 1.25rem; background: #fff; }
header { background: var(--brand); color: #fff; padding: 2.75rem 0 2.5rem; margin-bottom: 2.5rem; }
header p { margin: 0; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.6vw, 2.75rem); line-height: 1.15; letter-spacing: -.01em; margin: 0; text-wrap: balance; }
.subtitle { font-size: 1.125rem; margin-top: .75rem; color: #dbe6f0; }
.lead { font-size: 1.25rem; line-height: 1.5; margin-top: 1.25rem; max-width: 42rem; }
nav { border-left: 4px solid var(--brand); padding: .1rem 0 .1rem 1.1rem; margin: 0 0 2.5rem; }
nav h2 { font-size: 1rem; margin: 0 0 .35rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { margin: .2rem 0; }
h2 { font-size: 1.625rem; line-height: 1.25; margin: 3rem 0 1rem; text-wrap: balance; }
h3 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .75rem; }
h4 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
p { margin: 0 0 1rem; max-width: 42rem; }
figure { margin: 1.75rem 0 2.25rem; }
figcaption, caption { font-size: 1.125rem; font-weight: 700; line-height: 1.35; text-align: left; }
figcaption { margin-bottom: .9rem; max-width: 42rem; text-wrap: pretty; }
figure svg { display: block; overflow: visible; max-width: 100%; height: auto; font: 14px/1 "Helvetica Neue", Helvetica, Arial, "Liberation Sans",
  "Noto Sans", sans-serif; }
.narrow { display: none; }
]] .. look.style .. [[
.scroll { overflow-x: auto; position: relative; container-type: inline-size; background:
  linear-gradient(to left, #fff 1.5rem, #fff0) right / 3rem 100% no-repeat local,
  linear-gradient(to left, #0b0c0c29, #0b0c0c00) right / .9rem 100% no-repeat scroll; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9688rem; line-height: 1.4; }
caption { padding: 0 0 .9rem; }
caption span { display: inline-block; position: sticky; left: 0; max-width: min(42rem, calc(100vw - 2.5rem)); max-width: min(42rem, 100cqi); }
th, td { padding: .5rem .9rem .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: .25rem; }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--ink); max-width: 11rem; }
tbody th { font-weight: 400; min-width: 6rem; }
tbody .words { min-width: 11rem; }
.short { white-space: nowrap; }
.scroll th:first-child { position: sticky; left: 0; background: #fff; }
tbody tr:hover { background: var(--wash); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .number { white-space: normal; }
.marker { color: var(--quiet); }
.code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .8125rem; overflow-wrap: anywhere; min-width: 17ch; }
.below { font-size: .9063rem; color: var(--quiet); margin-top: .8rem; }
.below p { margin: 0 0 .3rem; }
details { margin-top: .9rem; }
summary { cursor: pointer; color: #1a5a96; font-size: .9688rem; padding: .25rem 0; }
details .scroll { margin-top: .75rem; }
details caption { font-size: .9688rem; }
.note { border-left: 4px solid var(--line); padding-left: 1rem; color: var(--quiet); }
.source { font-size: .9063rem; color: var(--quiet); }
.methods { margin-top: 4rem; border-top: 4px solid var(--brand); font-size: .9688rem; }
.methods h2 { margin-top: 1.5rem; font-size: 1.375rem; }
footer { height: 4rem; }
@media (max-width: 47.5rem) {
  .wide { display: none !important; }
  .narrow { display: block !important; }
  header { padding: 2rem 0 1.75rem; margin-bottom: 2rem; }
  .lead { font-size: 1.125rem; }
  thead .short { white-space: nowrap; }
  h2 { font-size: 1.375rem; margin-top: 2.5rem; }
}
@page { size: A4; margin: 18mm 17mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #484f54; } }
@media print {
  .wide { display: block !important; }
  .narrow, nav, .skip { display: none !important; }
  html { font-size: 10.5pt; }
  .page { max-width: none; padding: 0; }
  header { background: none; color: var(--ink); padding: 0 0 1.25rem; margin-bottom: 1.5rem; border-bottom: 3pt solid var(--brand); }
  .subtitle { color: var(--quiet); }
  h2, h3, h4, figcaption, caption { break-after: avoid; }
  h2 { margin-top: 2rem; }
  figure svg, figcaption, tr, .note { break-inside: avoid; }
  summary { break-after: avoid; }
  .short, thead .short { white-space: normal; } /* a table wider than the paper shrinks the whole page */
  tbody .words { min-width: 6rem; }
  thead { display: table-header-group; break-after: avoid; }
  tbody tr:nth-child(-n+2) { break-after: avoid; } /* no head, and no first row, alone at the foot of a page */
  p { orphans: 3; widows: 3; max-width: none; }
  .scroll { overflow: visible; container-type: normal; }
  caption span { max-width: 42rem; }
  .scroll th:first-child { position: static; background: none; } /* what sticks is painted over the rules of its row */
  th, td { padding-top: .3rem; padding-bottom: .3rem; }
  tbody tr:hover { background: none; }
  details::details-content { content-visibility: visible; display: block; }
  details > :not(summary) { display: block; }
  summary { list-style: none; color: var(--quiet); }
  a { color: inherit; }
  .below a::after, .source a::after { content: " (" attr(href) ")"; }
  footer { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
]]

-- A name for the address bar: "Referrals by year" becomes "referrals-by-year", and never the same twice on a page.
local function anchor(words, context)
  local base = words:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  if base == "" then base = "section" end
  if base:find("^table%-%d") or base:find("^chart%-%d") then base = "section-" .. base end -- names that tables and charts have
  local used, name, number = context.store.anchors, base, 1
  while used[name] do
    number = number + 1
    name = base .. "-" .. number
  end
  used[name] = true
  return name
end

local function linked(words, source)
  local address = escape.url(source.url)
  if address then return ('<a href="%s">%s</a>'):format(text(address), text(words)) end
  return text(words) .. (source.url and source.url ~= words and " " .. text(source.url) or "")
end

-- The part of a source that names the work carries the link, the rest is text.
local function source_line(source)
  if source.title and source.text ~= source.title and source.text:find(source.title, 1, true) then
    local from, to = source.text:find(source.title, 1, true)
    return text(source.text:sub(1, from - 1)) .. linked(source.title, source) .. text(source.text:sub(to + 1))
  end
  return linked(source.text, source)
end

-- What stands below a table or a chart: the meaning of markers, notes, sources.
local function below(block, t, context)
  local parts, legend = {}, {}
  for i, pair in ipairs(context.legend(t)) do legend[i] = text(pair[1] .. " " .. pair[2]) end
  if #legend > 0 then parts[#parts + 1] = "<p>" .. table.concat(legend, "; ") .. "</p>" end
  for i, note in ipairs(block.notes) do parts[#parts + 1] = ("<p>[note %d] %s</p>"):format(i, text(note)) end
  for _, source in ipairs(block.sources) do parts[#parts + 1] = "<p>Source: " .. source_line(source) .. "</p>" end
  return #parts > 0 and '<div class="below">\n' .. table.concat(parts, "\n") .. "\n</div>\n" or ""
end

-- Whether the texts of a column are codes (hashes, say), which are set in letters of one width and may break anywhere.
local function is_code(column, rows)
  if column.type ~= "text" or rows == 0 then return false end
  for i = 1, rows do
    local value = column.values[i]
    if value and not (#value >= 32 and value:find("^%x+$")) then return false end
  end
  return next(column.values) ~= nil
end

-- Texts of several words must not be squeezed to a word a line beside others; dates and keys must not break at their hyphens.
local short_letters, words_letters = 16, 20

local function text_class(column, rows)
  if column.align == "right" then return nil end
  local longest, has_hyphen = 0, false
  for row = 1, rows do
    longest = math.max(longest, utf8.len(column.shown[row]) or #column.shown[row])
    has_hyphen = has_hyphen or column.shown[row]:find("-", 1, true) ~= nil
  end
  return longest >= words_letters and "words" or has_hyphen and longest <= short_letters and "short" or nil
end

local function cell(column, row, is_head, class)
  local shown = column.shown[row]
  local marker = column.markers and column.markers[row]
  local content
  if column.values[row] == nil then
    content = '<span class="marker">' .. text(shown) .. "</span>"
  elseif marker then
    content = text(shown:sub(1, #shown - #marker - 1)) .. ' <span class="marker">' .. text(marker) .. "</span>"
  else
    content = text(shown)
  end
  local attributes = class and (' class="%s"'):format(class) or ""
  if is_head then return "<th scope=\"row\"" .. attributes .. ">" .. content .. "</th>" end
  return "<td" .. attributes .. ">" .. content .. "</td>"
end

-- A table inside a box of its own, which scrolls when the table is wider than the page.
local function table_markup(t, title, id, context)
  local parts, classes = {}, {}
  parts[#parts + 1] = ('<div class="scroll" role="group" aria-labelledby="%s" tabindex="0">\n<table>'):format(id)
  parts[#parts + 1] = ('<caption id="%s"><span>%s</span></caption>'):format(id, text(title))
  parts[#parts + 1] = "<thead>\n<tr>"
  for i, column in ipairs(t.columns) do
    classes[i] = column.align == "right" and i > 1 and "number" or is_code(column, t.rows) and "code" or text_class(column, t.rows)
    local label = context.label(column)
    local class = classes[i] == "number" and (label:find("^[%d-]+$") and ' class="number short"' or ' class="number"') or ""
    parts[#parts + 1] = ('<th scope="col"%s>%s</th>'):format(class, text(label))
  end
  parts[#parts + 1] = "</tr>\n</thead>\n<tbody>"
  for row = 1, t.rows do
    local cells = {}
    for i, column in ipairs(t.columns) do cells[i] = cell(column, row, i == 1, classes[i]) end
    parts[#parts + 1] = "<tr>" .. table.concat(cells) .. "</tr>"
  end
  if t.rows == 0 then parts[#parts + 1] = ('<tr><td colspan="%d">No rows.</td></tr>'):format(math.max(#t.columns, 1)) end
  parts[#parts + 1] = "</tbody>\n</table>\n</div>\n"
  return table.concat(parts, "\n")
end

-- The headings of level 2, for which a page of several has a list of contents.
local function contents(document, context)
  local items = {}
  for position, block in ipairs(document.blocks) do
    if block.kind == "heading" then
      context.store.ids[position] = anchor(block.text, context)
      if block.level == 2 then
        items[#items + 1] = ('<li><a href="#%s">%s</a></li>'):format(context.store.ids[position], text(block.text))
      end
    end
  end
  if #items < 3 then return "" end
  return '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n' .. table.concat(items, "\n")
    .. '\n<li><a href="#methods">How these figures were made</a></li>\n</ul>\n</nav>\n'
end

function html.begin(document, context)
  context.store = { anchors = { contents = true, main = true, methods = true }, ids = {} }
  local lead = document.lead or document.subtitle
  local head = {
    "<!DOCTYPE html>",
    ('<html lang="%s">'):format(text(document.lang)),
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    [[<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">]],
    ("<title>%s</title>"):format(text(document.title)),
  }
  if lead then head[#head + 1] = ('<meta name="description" content="%s">'):format(text(lead)) end
  head[#head + 1] = "<style>\n" .. style .. "</style>\n</head>\n<body>"
  head[#head + 1] = '<a class="skip" href="#main">Skip to the report</a>'
  head[#head + 1] = '<header>\n<div class="page">'
  head[#head + 1] = ("<h1>%s</h1>"):format(text(document.title))
  if document.subtitle then head[#head + 1] = ('<p class="subtitle">%s</p>'):format(text(document.subtitle)) end
  if document.lead then head[#head + 1] = ('<p class="lead">%s</p>'):format(text(document.lead)) end
  head[#head + 1] = '</div>\n</header>\n<main id="main" class="page">\n'
  return table.concat(head, "\n") .. contents(document, context)
end

html.blocks = {}

function html.blocks.heading(block, context)
  if context.methods then
    return ('<section class="methods" aria-labelledby="methods">\n<h2 id="methods">%s</h2>\n'):format(text(block.text))
  end
  return ('<h%d id="%s">%s</h%d>\n'):format(block.level, context.store.ids[context.position], text(block.text), block.level)
end

function html.blocks.para(block)
  return "<p>" .. text(block.text) .. "</p>\n"
end

function html.blocks.table(block, context)
  local id = ("table-%d"):format(context.position)
  return "<figure>\n" .. table_markup(block, block.title, id, context) .. below(block, block, context) .. "</figure>\n"
end

function html.blocks.chart(block, context)
  local id, figures = ("chart-%d"):format(context.position), chart.figures(block)
  return "<figure>\n<figcaption>" .. text(block.title) .. "</figcaption>\n"
    .. '<div class="wide">\n' .. chart_svg.draw(block, wide, id) .. '\n</div>\n'
    .. '<div class="narrow">\n' .. chart_svg.draw(block, narrow, id .. "-narrow") .. '\n</div>\n'
    .. "<details>\n<summary>Figures of this chart as a table</summary>\n"
    .. table_markup(figures, figures.title, id .. "-table", context) .. "</details>\n"
    .. below(block, block.table, context) .. "</figure>\n"
end

function html.blocks.note(block)
  return '<p class="note">' .. text(block.text) .. "</p>\n"
end

function html.blocks.source(block)
  return '<p class="source">Source: ' .. source_line(block) .. "</p>\n"
end

function html.finish()
  return "</section>\n</main>\n<footer></footer>\n</body>\n</html>\n"
end

return html
