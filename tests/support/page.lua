-- Looks at HTML pages as someone does who cannot see them, and says what would be missed: slavelab page.lua FILE...
-- Whether a page is HTML at all is tidy's question (tests/live/html.sh).

local faults = 0

local function fault(path, words, ...)
  faults = faults + 1
  io.stderr:write(path, ": ", words:format(...), "\n")
end

local function text_of(html) return (html:gsub("<[^>]*>", ""):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")) end

-- One h1, first; no level is left out on the way down; none is empty.
local function look_at_headings(path, page)
  local last, count = 0, 0
  for level, inside in page:gmatch("<h([1-6])[^>]*>(.-)</h[1-6]>") do
    level = tonumber(level)
    if level == 1 then count = count + 1 end
    if level > last + 1 then fault(path, 'h%d "%s" follows h%d', level, text_of(inside), last) end
    if text_of(inside) == "" then fault(path, "an h%d is empty", level) end
    last = level
  end
  if count ~= 1 then fault(path, "%d headings of the first level, not one", count) end
end

-- A caption or a name from elsewhere; headers that say what they head; as many cells in each row.
local function look_at_tables(path, page)
  for attributes, inside in page:gmatch("<table([^>]*)>(.-)</table>") do
    local caption = inside:match("<caption[^>]*>(.-)</caption>")
    if not (caption and text_of(caption) ~= "") and not attributes:find("aria%-label") then fault(path, "a table has no caption") end
    local headers = 0
    for header in inside:gmatch("<th([%s>][^>]*)") do
      headers = headers + 1
      if not header:find('scope="[%a]+"') then fault(path, "a th has no scope: <th%s>", header) end
    end
    if headers == 0 then fault(path, "a table has no header cells") end
    local width
    for row in inside:gmatch("<tr[^>]*>(.-)</tr>") do
      local cells = 0
      for _ in row:gmatch("<t[hd][%s>]") do cells = cells + 1 end
      width = width or cells
      if cells ~= width and not row:find("colspan") then fault(path, "a row has %d cells and the first one %d", cells, width) end
    end
  end
end

-- A picture is named by a text that is there and is not empty.
local function look_at_pictures(path, page)
  for attributes, inside in page:gmatch("<svg([^>]*)>(.-)</svg>") do
    if not attributes:find('role="img"') and not attributes:find('aria%-hidden="true"') then fault(path, "an svg has no role") end
    local names = attributes:match('aria%-labelledby="([^"]+)"')
    if not names and not attributes:find('aria%-label="[^"]') and not attributes:find('aria%-hidden="true"') then
      fault(path, "an svg has no name")
    end
    for id in (names or ""):gmatch("%S+") do
      local named = inside:match('id="' .. id:gsub("%p", "%%%0") .. '"[^>]*>(.-)</')
      if not named or text_of(named) == "" then fault(path, "an svg is named by %s, which is no text", id) end
    end
  end
  for attributes in page:gmatch("<img([^>]*)>") do
    if not attributes:find('alt="[^"]') then fault(path, "an img has no alt") end
  end
end

for _, path in ipairs(arg) do
  local file = assert(io.open(path, "rb"))
  local page = file:read("a"):gsub("<style>.-</style>", "")
  file:close()
  if not page:find('<html lang="%a') then fault(path, "the page does not say its language") end
  if not page:find("<title>[^<]") then fault(path, "the page has no title") end
  look_at_headings(path, page)
  look_at_tables(path, page)
  look_at_pictures(path, page)
end
if #arg == 0 then fault("page.lua", "no page was given") end
os.exit(faults == 0 and 0 or 1, true)
