-- locate.lua - which of the tables of a workbook is meant: by sheet, name, title, place or range.

local book = require "slavelab.workbook"
local find = require "lib.workbook.find"
local notice = require "lib.base.notice"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"
local words = require "lib.workbook.words"

local skips = require("lib.workbook.options").skips

local locate = {}

local function sheet_names(info, all)
  local list = {}
  for _, sheet in ipairs(info.sheets) do
    if all or sheet.state == "visible" then list[#list + 1] = sheet.name end
  end
  return list
end

local function find_sheet(info, wanted)
  if math.type(wanted) == "integer" then
    if wanted < 1 or wanted > #info.sheets then raise("%s: there is no sheet %d: it has %d", info.name, wanted, #info.sheets) end
    return wanted
  end
  if type(wanted) == "number" then raise("read_sheet: option sheet is a name or a whole number, not %s", tostring(wanted)) end
  for i, sheet in ipairs(info.sheets) do
    if sheet.name == wanted then return i end
  end
  local plain, found = words.line(wanted):lower(), nil
  for i, sheet in ipairs(info.sheets) do
    if words.line(sheet.name):lower() == plain then found = i end
  end
  if found then return found end
  raise("%s: no sheet %q%s", info.name, wanted, suggest.among(wanted, sheet_names(info, true), "its sheets are"))
end

function locate.describe(info, region)
  local range = book.address(region.first_row, region.first_column) .. ":" .. book.address(region.last_row, region.last_column)
  return ("%s %s%s"):format(info.sheets[region.sheet].name, range, region.title and ' "' .. region.title .. '"' or "")
end

-- All regions of a workbook, or of one sheet.
function locate.all(handle, info, sheet, options)
  local list = {}
  for i, one in ipairs(info.sheets) do
    if (not sheet or i == sheet) and not one.is_chart and (sheet or one.state == "visible" or not skips(options)) then
      for _, region in ipairs((find.in_sheet(handle, info, i, skips(options)))) do list[#list + 1] = region end
    end
  end
  return list
end

local function range_of(handle, info, options)
  local sheet_name, range = book.range(options.range)
  if not range then raise("%s: range %q is none; ranges are \"A5:K20\", \"Table_1!A5:K20\", \"A:K\"", info.name, options.range) end
  local sheet = sheet_name and find_sheet(info, sheet_name) or options.sheet and find_sheet(info, options.sheet)
  if not sheet then
    if #info.sheets > 1 then
      raise("%s: range %q is of which sheet? (sheet = ...; %s)", info.name, options.range, table.concat(sheet_names(info, true), ", "))
    end
    sheet = 1
  end
  local used = info.sheets[sheet]
  if not used.last_row or range.first_row > used.last_row or range.first_column > used.last_column then
    raise("%s: %s: nothing stands in %s; %s", info.name, used.name, options.range, used.last_row and ("the sheet is used from %s to %s"):format(
      book.address(used.first_row, used.first_column), book.address(used.last_row, used.last_column)) or "the sheet is blank")
  end
  return find.of_range(handle, info, sheet, range)
end

local function named_table(handle, info, options, sheet)
  local wanted = options.table:lower()
  for _, marked in ipairs(info.tables) do
    if marked.name:lower() == wanted and not marked.is_filter and (not sheet or marked.sheet == sheet) then
      if marked.is_name then return find.of_range(handle, info, marked.sheet, marked, marked.name) end
      for _, region in ipairs((find.in_sheet(handle, info, marked.sheet, skips(options)))) do
        if region.name == marked.name then return region end
      end
    end
  end
end

local function titled_table(info, regions, title)
  local wanted, found = words.alike(title), nil
  for _, exact in ipairs { "equal", "begins", "within" } do
    for _, region in ipairs(regions) do
      local own = region.title and words.alike(region.title) or ""
      local fits = exact == "equal" and own == wanted
      if exact == "begins" then fits = own:sub(1, #wanted) == wanted and not own:sub(#wanted + 1, #wanted + 1):find("^%w") end
      if exact == "within" then fits = own:find(wanted, 1, true) ~= nil end
      if fits then
        if found then
          raise("%s: two tables have a title like %q: %s, and %s; name the sheet, or more of the title", info.name, title, locate.describe(info, found),
            locate.describe(info, region))
        end
        found = region
      end
    end
    if found then return found end
  end
end

local function region_names(info, regions)
  local list = {}
  for _, region in ipairs(regions) do list[#list + 1] = region.name or region.title or locate.describe(info, region) end
  return list
end

-- The region that the options name.
function locate.region(handle, info, options)
  if options.range then return range_of(handle, info, options) end
  local sheet = options.sheet and find_sheet(info, options.sheet)
  if options.table then
    local region = named_table(handle, info, options, sheet)
    if region then return region end
    local regions = locate.all(handle, info, sheet, options)
    region = titled_table(info, regions, options.table)
    if region then return region end
    if not sheet then -- a sheet may be called as its table is
      for i, one in ipairs(info.sheets) do
        if one.name:lower() == options.table:lower() then sheet = i end
      end
    end
    if not sheet or options.sheet then
      local names, seen = region_names(info, regions), {}
      for _, name in ipairs(names) do seen[name] = true end
      for _, marked in ipairs(info.tables) do
        if marked.name ~= "" and not seen[marked.name] then names[#names + 1] = marked.name end
      end
      raise("%s: no table %q%s", info.name, options.table, suggest.among(options.table, names, "its tables are"))
    end
  end
  if not sheet then
    local visible = {}
    for i, one in ipairs(info.sheets) do
      if one.state == "visible" and one.cells > 0 then visible[#visible + 1] = i end
    end
    if #visible == 1 then sheet = visible[1] end
    if #visible == 0 then raise("%s: no sheet has anything in it, but for hidden ones (sheet = ...)", info.name) end
  end
  local regions = locate.all(handle, info, sheet, options)
  if options.title then
    local region = titled_table(info, regions, options.title)
    if not region then
      raise("%s: no table with a title like %q%s", info.name, options.title, suggest.among(options.title, region_names(info, regions), "titles are"))
    end
    return region
  end
  if not sheet then
    local with = {}
    for _, region in ipairs(regions) do with[region.sheet] = true end
    local names = {}
    for i, one in ipairs(info.sheets) do
      if with[i] then names[#names + 1] = one.name end
    end
    if #regions ~= 1 then
      raise("%s: which sheet? (sheet = ...) Tables are in %s; lab.workbook(path) shows them", info.name, table.concat(names, ", "))
    end
    return regions[1]
  end
  local name = info.sheets[sheet].name
  if #regions == 0 and info.sheets[sheet].cells > 0 then -- one column alone, or one row
    local one = info.sheets[sheet]
    notice.say(("%s: %s has no rows of several cells: what stands in it is read as a table"):format(info.name, name))
    return find.of_range(handle, info, sheet, one)
  end
  if #regions == 0 then
    raise('%s: %s: no table was found in it: it %s', info.name, name, info.sheets[sheet].is_chart and "is a chart" or "is blank")
  end
  local nth = options.nth or 1
  if not regions[nth] then raise("%s: %s: there is no table %d: it has %d", info.name, name, nth, #regions) end
  if not options.nth and #regions > 1 then
    local list = {}
    for i, region in ipairs(regions) do list[i] = ("%d: %s"):format(i, region.name or region.title or locate.describe(info, region)) end
    notice.say(("%s: %s has %d tables, of which the first is read (nth = or title = for another): %s"):format(info.name, name, #regions,
      table.concat(list, "; ", 1, math.min(#list, 6))))
  end
  return regions[nth]
end

return locate
