-- check_look.lua - how a workbook is shown, for check_workbook.lua: the same words for ODS and XLSX.
--
--     { macros = true, packed = true, external = "...", language = "en-GB", active = 1,
--       formulas = places, drawings = places, filters = places, grouped = places,       a place: { sheet =, row =, column =, what = }
--       views = { [sheet] = { frozen =, zoom =, cell = "B7" } },
--       widths = { [sheet] = { { first =, last =, width = in characters }, ... } },
--       first = { [sheet] = name of the style of A1 },
--       styles = { { sheet =, row =, column =, size =, italic =, underline =, serif =, fill =, border =, rotated = }, ... },   one for each style of a sheet
--       links = { [sheet] = { ["row:column"] = target } } }
--
-- What a file does not say is nil: an office then does as it likes, and nothing is found.

local core = require "slavelab.workbook_survey"

local look = {}

local function number_in(text) return text and tonumber(text:match("^%-?[%d.]+")) end

local function new_look()
  return { formulas = {}, drawings = {}, filters = {}, grouped = {}, views = {}, widths = {}, first = {}, styles = {}, links = {} }
end

-- Columns from first to last have room for so many characters.
local function add_width(out, sheet, first, last, width)
  out.widths[sheet] = out.widths[sheet] or {}
  table.insert(out.widths[sheet], { first = first, last = last, width = width })
end

-- How many characters a column has room for; nil when that is not said.
function look.width(out, sheet, column)
  for _, one in ipairs(out.widths[sheet] or {}) do
    if column >= one.first and column <= one.last then return one.width end
  end
end

local function add(list, found, sheet, what) list[#list + 1] = { sheet = sheet, row = found.row, column = found.column, what = what } end

local function add_link(out, sheet, row, column, target)
  out.links[sheet] = out.links[sheet] or {}
  out.links[sheet][row .. ":" .. column] = target
end

-- --- ODS --------------------------------------------------------------------------------------------------------------------------------

local style_rules = { { "style" }, { "default-style" }, { "text-properties" }, { "table-cell-properties" }, { "table-column-properties" } }

-- Whether a font is known to have serifs; nil where none is named, so that a style goes by the one it stands on.
local function is_serif(font)
  if not font then return nil end
  local name = font:lower()
  for _, one in ipairs { "times", "cambria", "georgia", "garamond", "palatino", "bookman", "century", "serif" } do
    if name:find(one, 1, true) and not name:find("sans", 1, true) then return font end
  end
  return false
end

local column_key = "column " -- before the names of styles of columns, which may be those of cells

-- "2.26cm" in characters, of ten points.
local function characters_in(length)
  local number, unit = (length or ""):match("^([%d.]+)(%a+)$")
  local centimetres = ({ cm = 1, mm = 0.1, ["in"] = 2.54, pt = 0.0353 })[unit]
  return centimetres and tonumber(number) and tonumber(number) * centimetres / 0.2
end

-- Styles by name, of what was found in both parts by style_rules, the first of their rules: { parent =, size =, ... }.
local function ods_styles(...)
  local styles, language = {}, nil
  for _, list in ipairs { ... } do
    local current, is_default = {}, false
    for _, found in ipairs(list) do
      local given = found.attributes
      if found.rule > #style_rules then
        current = {} -- of something else
      elseif found.rule <= 2 then
        current, is_default = {}, found.rule == 2 and given.family == "table-cell"
        if found.rule == 1 and given.family == "table-cell" and given.name then
          current = { parent = given["parent-style-name"], name = given.name }
          styles[given.name] = current
        elseif found.rule == 1 and given.family == "table-column" and given.name then
          styles[column_key .. given.name] = current
        elseif is_default then
          styles[""] = current
        end
      elseif found.rule == 3 then
        current.size, current.italic = number_in(given["font-size"]), given["font-style"] and given["font-style"] ~= "normal"
        if given["font-size"] and given["font-size"]:find("%%") then current.size = nil end
        current.serif = is_serif(given["font-name"] or given["font-family"])
        current.underline = given["text-underline-style"] and given["text-underline-style"] ~= "none"
        if is_default and given.language and given.language ~= "none" then
          language = given.language .. (given.country and given.country ~= "none" and "-" .. given.country or "")
        end
      elseif found.rule == 5 then
        current.width = characters_in(given["column-width"])
      else
        current.fill = given["background-color"]
        current.border = nil
        for _, side in ipairs { "border", "border-top", "border-bottom", "border-left", "border-right" } do
          local border = given[side]
          if border and border ~= "none" and not border:find("^0[%a ]") then current.border = true end
        end
        current.rotated = given["rotation-angle"] and number_in(given["rotation-angle"]) ~= 0 or given.direction == "ttb"
      end
    end
  end
  return styles, language
end

-- A property of a style, or of those it stands on.
local function property(styles, name, key)
  for _ = 1, 20 do
    local style = styles[name]
    if not style then break end
    if style[key] ~= nil then return style[key] end
    if not style.parent then break end
    name = style.parent
  end
  return styles[""] and styles[""][key]
end

local function ods_named(styles, name) -- the first of the chain with a name of its own, "Heading_20_1" as "Heading 1"
  local seen = {}
  for _ = 1, 20 do
    seen[#seen + 1] = name:gsub("_[23][02]_", " ") -- a blank: Excel counts in tens, LibreOffice in sixteens
    local style = styles[name]
    if not style or not style.parent then break end
    name = style.parent
  end
  return table.concat(seen, "\n")
end

local content_rules = { { "table-cell", "formula" }, { "table-source" }, { "table-cell", "style-name", "first" }, { "table-cell", "style-name", "each" },
    { "database-range", "display-filter-buttons" }, { "table-row-group" }, { "table-column-group" }, { "a", "href" } }
for _, shape in ipairs { "frame", "custom-shape", "object", "control", "line", "rect", "annotation" } do content_rules[#content_rules + 1] = { shape } end
content_rules[#content_rules + 1] = { "table-column" }

-- What was found by style_rules and behind them content_rules.
local function ods_content(list, out, styles)
  local columns = {} -- of each sheet, how many were met
  for _, found in ipairs(list) do
    local given, sheet, rule = found.attributes, found.sheet, found.rule - #style_rules
    if rule < 1 then goto next end
    if rule == 1 then add(out.formulas, found, sheet)
    elseif rule == 2 then out.external = given.href or "another file"
    elseif rule == 3 then out.first[sheet] = ods_named(styles, given["style-name"])
    elseif rule == 4 then
      local name, one = given["style-name"], { sheet = sheet, row = found.row, column = found.column }
      for _, key in ipairs { "size", "italic", "underline", "fill", "border", "rotated", "serif" } do one[key] = property(styles, name, key) end
      if one.fill == "transparent" or one.fill and one.fill:lower() == "#ffffff" then one.fill = nil end
      out.styles[#out.styles + 1] = one
    elseif rule == 5 then
      if given["display-filter-buttons"] == "true" then out.filters[#out.filters + 1] = { range = given["target-range-address"] } end
    elseif rule <= 7 then add(out.grouped, found, sheet)
    elseif rule == 8 then if found.column then add_link(out, sheet, found.row, found.column, given.href) end
    elseif rule == #content_rules then
      local style, first = styles[column_key .. (given["style-name"] or "")], (columns[sheet] or 0) + 1
      columns[sheet] = first - 1 + (tonumber(given["number-columns-repeated"]) or 1)
      if style and style.width then add_width(out, sheet, first, columns[sheet], style.width) end
    else add(out.drawings, found, sheet, content_rules[rule][1]) end
    ::next::
  end
end

local function ods_settings(path, out, numbers)
  local sheet
  for _, found in ipairs(core.survey(path, "settings.xml", { { "config-item-map-entry" }, { "config-item" } })) do
    local name, text = found.attributes.name, found.text
    if found.rule == 1 then
      sheet = name and numbers[name]
    elseif name == "ActiveTable" then
      out.active = numbers[text]
    elseif sheet then
      local view = out.views[sheet] or { x = 0, y = 0 }
      out.views[sheet] = view
      if name == "CursorPositionX" then view.x = tonumber(text) or 0 end
      if name == "CursorPositionY" then view.y = tonumber(text) or 0 end
      if name == "ZoomValue" then view.zoom = tonumber(text) end
      if (name == "HorizontalSplitMode" or name == "VerticalSplitMode") and text ~= "0" then view.frozen = true end
    end
  end
  for _, view in pairs(out.views) do view.column, view.row = view.x + 1, view.y + 1 end
end

local function of_ods(path, info)
  local out, numbers = new_look(), {}
  for i, sheet in ipairs(info.sheets) do numbers[sheet.name] = i end
  local content_all = table.move(content_rules, 1, #content_rules, #style_rules + 1, table.move(style_rules, 1, #style_rules, 1, {}))
  local content, styles = core.survey(path, "content.xml", content_all), nil -- once: it is nearly all of the file
  styles, out.language = ods_styles(core.survey(path, "styles.xml", style_rules), content)
  ods_content(content, out, styles)
  ods_settings(path, out, numbers)
  -- Headers and footers of pages: an element of their own holds texts.
  local open
  for _, found in ipairs(core.survey(path, "styles.xml", { { "header" }, { "footer" }, { "p" }, { "master-page" } })) do
    if found.rule <= 2 then open = found.attributes.display ~= "false" and ({ "header", "footer" })[found.rule]
    elseif found.rule == 4 then open = nil
    elseif open and found.text:find("%S") then out.page_words = out.page_words or { open, found.text } end
  end
  for name in core.parts(path):gmatch("[^\n]+") do
    if name:find("^basic/.") or name:find("^scripts/.") then out.macros = name end
  end
  local file = io.open(path, "rb")
  if file then
    out.packed = not (file:read(100) or ""):find("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 1, true)
    file:close()
  end
  return out
end

-- --- XLSX -------------------------------------------------------------------------------------------------------------------------------

-- "xl/worksheets" and "../tables/table1.xml" make "xl/tables/table1.xml".
local function resolve(folder, target)
  if target:sub(1, 1) == "/" then return target:sub(2) end
  local parts = {}
  for piece in (folder .. "/" .. target):gmatch("[^/]+") do
    if piece == ".." then parts[#parts] = nil elseif piece ~= "." then parts[#parts + 1] = piece end
  end
  return table.concat(parts, "/")
end

local function relations(path, part)
  local folder, file = part:match("^(.-)/?([^/]*)$")
  local list = {}
  for _, found in ipairs(core.survey(path, (folder ~= "" and folder .. "/" or "") .. "_rels/" .. file .. ".rels", { { "Relationship" } })) do
    local given = found.attributes
    list[given.Id or ""] = { target = given.TargetMode == "External" and given.Target or resolve(folder, given.Target or ""), type = given.Type or "" }
  end
  return list
end

local function xlsx_styles(path, part)
  local fonts, fills, borders, formats, named, cells, mode, current = {}, {}, {}, {}, {}, {}, nil, nil
  local rules, elements = {}, { "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "font", "sz", "i", "u", "name", "patternFill", "border", "left", "right",
    "top", "bottom", "xf", "alignment", "cellStyle", "fgColor" }
  for i, element in ipairs(elements) do rules[i] = { element } end
  for _, found in ipairs(core.survey(path, part, rules)) do
    local element, given = elements[found.rule], found.attributes
    if found.rule <= 7 then mode = element
    elseif mode == "fonts" then
      if element == "font" then
        current = {}
        fonts[#fonts + 1] = current
      elseif element == "sz" then current.size = tonumber(given.val)
      elseif element == "i" then current.italic = given.val ~= "0"
      elseif element == "u" then current.underline = given.val ~= "none"
      elseif element == "name" then current.serif = is_serif(given.val) end
    elseif mode == "fills" and element == "patternFill" then fills[#fills + 1] = given.patternType ~= "none" and given.patternType ~= "gray125" and given.patternType or false
    elseif mode == "fills" and element == "fgColor" then
      if given.rgb and given.rgb:upper() == "FFFFFFFF" or given.theme == "0" and not given.tint or given.indexed == "9" then fills[#fills] = false end -- white
    elseif mode == "borders" then
      if element == "border" then borders[#borders + 1] = false
      elseif given.style and given.style ~= "none" and element ~= "font" then borders[#borders] = true end
    elseif mode == "cellStyleXfs" and element == "xf" then formats[#formats + 1] = given
    elseif mode == "cellXfs" then
      if element == "xf" then cells[#cells + 1] = { xf = given }
      elseif element == "alignment" and cells[#cells] then cells[#cells].rotated = given.textRotation and given.textRotation ~= "0" end
    elseif mode == "cellStyles" and element == "cellStyle" then named[given.xfId or ""] = given.name end
  end
  local list = {}
  for i, cell in ipairs(cells) do
    local font = fonts[(tonumber(cell.xf.fontId) or 0) + 1] or {}
    list[i - 1] = { size = font.size, italic = font.italic, underline = font.underline, serif = font.serif, fill = fills[(tonumber(cell.xf.fillId) or 0) + 1] or nil,
      border = borders[(tonumber(cell.xf.borderId) or 0) + 1] or nil, rotated = cell.rotated, named = named[cell.xf.xfId or "0"] or "Normal" }
  end
  return list
end

local function cell_of(address)
  local letters, row = (address or ""):match("^%$?(%a+)%$?(%d+)")
  if not letters then return nil end
  local column = 0
  for letter in letters:upper():gmatch(".") do column = column * 26 + letter:byte() - 64 end
  return tonumber(row), column
end

local function xlsx_sheet(path, part, out, sheet, styles)
  local rules = { { "f" }, { "c", "s", "first" }, { "c", "s", "each" }, { "autoFilter" }, { "row", "outlineLevel", "each" }, { "col", "outlineLevel", "each" },
    { "hyperlink" }, { "sheetView" }, { "selection" }, { "pane" }, { "drawing" }, { "legacyDrawing" }, { "oddHeader" }, { "oddFooter" },
    { "sheetFormatPr" }, { "col" } }
  local rels = relations(path, part)
  local view = { row = 1, column = 1 }
  local usual = 8.43
  out.views[sheet] = view
  for _, found in ipairs(core.survey(path, part, rules)) do
    local given, rule = found.attributes, found.rule
    if rule == 1 then add(out.formulas, found, sheet)
    elseif rule == 2 then out.first[sheet] = styles[tonumber(given.s)] and styles[tonumber(given.s)].named
    elseif rule == 3 then
      local one = { sheet = sheet, row = found.row, column = found.column }
      for key, value in pairs(styles[tonumber(given.s)] or {}) do one[key] = value end
      if one.named == "Hyperlink" then one.underline = nil end
      out.styles[#out.styles + 1] = one
    elseif rule == 4 then out.filters[#out.filters + 1] = { sheet = sheet, range = given.ref }
    elseif rule <= 6 then
      if given.outlineLevel ~= "0" then add(out.grouped, found, sheet) end
    elseif rule == 7 then
      local row, column = cell_of(given.ref)
      if row then add_link(out, sheet, row, column, given.location and "#" .. given.location or (rels[given.id or ""] or {}).target or "") end
    elseif rule == 8 then
      view.zoom = tonumber(given.zoomScale)
      if given.tabSelected == "1" then view.selected = true end
    elseif rule == 9 then
      local row, column = cell_of(given.activeCell or "A1")
      if row and not view.frozen then view.row, view.column = row, column end
    elseif rule == 10 then view.frozen = true
    elseif rule <= 12 then out.drawings[#out.drawings + 1] = { sheet = sheet, what = rule == 11 and "drawing" or "comment or control" }
    elseif rule == 15 then usual = tonumber(given.defaultColWidth) or usual
    elseif rule == 16 then
      local first, last, width = tonumber(given.min), tonumber(given.max), tonumber(given.width)
      if first and last and width then add_width(out, sheet, first, last, width) end
    elseif found.text:find("%S") then out.page_words = out.page_words or { rule == 13 and "header" or "footer", found.text } end
  end
  add_width(out, sheet, 1, math.huge, usual) -- of those that were not named
  for _, relation in pairs(rels) do
    if relation.type:find("/table$") then
      for _ in ipairs(core.survey(path, relation.target, { { "autoFilter" } })) do out.filters[#out.filters + 1] = { sheet = sheet } end
    end
  end
end

local function of_xlsx(path, info)
  local out, numbers = new_look(), {}
  for i, sheet in ipairs(info.sheets) do numbers[sheet.name] = i end
  local workbook = "xl/workbook.xml"
  for _, relation in pairs(relations(path, "")) do
    if relation.type:find("/officeDocument$") then workbook = relation.target end
  end
  local rels, styles, sheets = relations(path, workbook), {}, {}
  for _, relation in pairs(rels) do
    if relation.type:find("/styles$") then styles = xlsx_styles(path, relation.target) end
    if relation.type:find("/externalLink$") then out.external = relation.target end
  end
  for _, found in ipairs(core.survey(path, workbook, { { "sheet" }, { "workbookView" } })) do
    local given = found.attributes
    if found.rule == 1 then sheets[#sheets + 1] = given else out.active = (tonumber(given.activeTab) or 0) + 1 end
  end
  for _, sheet in ipairs(sheets) do
    local relation, number = rels[sheet.id or ""], numbers[sheet.name or ""]
    if relation and number and not info.sheets[number].is_chart then xlsx_sheet(path, relation.target, out, number, styles) end
  end
  for name in core.parts(path):gmatch("[^\n]+") do
    if name:find("vbaproject") then out.macros = name end
  end
  return out
end

function look.of(path, info)
  if info.format == "ods" then return of_ods(path, info) end
  return of_xlsx(path, info)
end

return look
