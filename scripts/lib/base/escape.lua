-- escape.lua - text made safe for where it goes. Every format escapes every text: titles, cells, notes, names of
-- files and columns all come from outside, and none of them may turn into markup, a formula or a terminal command.

local escape = {}

-- Control characters could drive a terminal or break a line; each becomes its picture (U+2400 ff.), so that it
-- is seen instead of obeyed. C1 controls, which are control characters in UTF-8 dress, and the marks that turn
-- the direction of writing, become U+FFFD. Line ends and tabs become one blank.
function escape.line(text)
  if not text:find("[%c\x80-\xff]") then return text end
  text = text:gsub("\r\n", " "):gsub("[\r\n\t]", " ")
  text = text:gsub("[\0-\x1f]", function(c) return utf8.char(0x2400 + c:byte()) end):gsub("\x7f", "\u{2421}")
  text = text:gsub("\xc2[\x80-\x9f]", "\u{FFFD}")
  return (text:gsub("\xe2\x80[\xaa-\xae]", "\u{FFFD}"):gsub("\xe2\x81[\xa6-\xa9]", "\u{FFFD}"))
end

local html_entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

-- For the content of an element and for an attribute in quotes, in HTML and in SVG.
function escape.html(text)
  return (escape.line(text):gsub("[&<>\"']", html_entities))
end

local function escape_words(text)
  text = text:gsub("[\\`*_|~<>$]", "\\%0"):gsub("&(#?%w+;)", "\\&%1")
  return (text:gsub("%](%s*[%(%[:])", "\\]%1"):gsub("!%[", "\\!["))
end

-- An address in running text, without the full stop, the comma or the bracket that belongs to the sentence around it.
local function address_at(text, from)
  local start, stop = text:find("%f[%w]https?://[%w%[][^%s%c<>\"`\\|]*", from)
  if not start then return nil end
  local address = text:sub(start, stop):gsub("[.,;:!?'*_~]+$", "")
  while address:sub(-1) == ")" and select(2, address:gsub("%)", "")) > select(2, address:gsub("%(", "")) do
    address = address:sub(1, -2):gsub("[.,;:!?'*_~]+$", "")
  end
  return start, start + #address - 1
end

-- For running text in GitHub's Markdown. Only what could be taken for markup is escaped, so that the source stays
-- readable: [c] and 3 - 2 are left alone, a link, a list at the start of a line, emphasis and HTML are not. An address stands
-- between < and >, where a reader of Markdown takes each letter as it is: an escape would become part of the link.
function escape.markdown(text)
  text = escape.line(text)
  local parts, from = {}, 1
  while true do
    local start, stop = address_at(text, from)
    parts[#parts + 1] = escape_words(text:sub(from, (start or 0) - 1))
    if not start then break end
    parts[#parts + 1] = "<" .. text:sub(start, stop):gsub("&(#?%w+;)", "&amp;%1") .. ">"
    from = stop + 1
  end
  text = table.concat(parts)
  return (text:gsub("^(%s*)([#+%-=])", "%1\\%2"):gsub("^(%s*%d+)([.)])%f[%s\0]", "%1\\%2"))
end

-- One field of a CSV file (RFC 4180): quoted when it has to be, quotes doubled. Texts that a spreadsheet would take
-- for a formula get an apostrophe in front; pass guard=false for numbers, which are never changed.
function escape.csv(text, guard)
  if guard ~= false and text:find("^[=+%-@\t\r]") then text = "'" .. text end
  if text == "" then return text end
  if text:find('[,"\r\n]') or text:find("^%s") or text:find("%s$") then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

-- The address of a link, or nil when it is not one a reader may be sent to: http and https alone, no blanks or
-- control characters, so that "javascript:" never becomes a link.
function escape.url(address)
  if type(address) ~= "string" or not address:lower():find("^https?://[%w%[]") or address:find("[%s%c<>\"'`\\]") then
    return nil
  end
  return address
end

return escape
