-- width.lua - texts cut, padded and wrapped to columns of a terminal, as lab.text_width counts them.

local width = {}

-- Columns that text takes on one line.
width.of = lab.text_width

-- Walks the code points of text: for start, stop (bytes), columns in width.each(text).
function width.each(text)
  local at = 1
  return function()
    if at > #text then return nil end
    local start = at
    local stop = utf8.offset(text, 2, at)
    local ok = stop and utf8.len(text, start, stop - 1) == 1
    if not ok then
      at = start + 1
      return start, start, 1
    end
    at = stop
    return start, stop - 1, width.of(text:sub(start, stop - 1))
  end
end

-- text filled up with blanks to `columns`; align is "left", "right" or "centre". Longer texts are left as they are.
function width.pad(text, columns, align)
  local blanks = columns - width.of(text)
  if blanks <= 0 then return text end
  if align == "right" then return (" "):rep(blanks) .. text end
  if align == "centre" then return (" "):rep(blanks // 2) .. text .. (" "):rep(blanks - blanks // 2) end
  return text .. (" "):rep(blanks)
end

-- The longest beginning of text that fits into `columns`, and the rest.
function width.split(text, columns)
  local used, cut = 0, 0
  for _, stop, one in width.each(text) do
    if used + one > columns then break end
    used, cut = used + one, stop
  end
  return text:sub(1, cut), text:sub(cut + 1)
end

-- text broken at blanks into lines of at most `columns` columns; a word longer than a line is cut.
-- Runs of white space count as one blank. An empty text is one empty line.
function width.wrap(text, columns)
  columns = math.max(columns, 1)
  local lines, line, used = {}, nil, 0
  for word in text:gmatch("%S+") do
    local size = width.of(word)
    if line and used + 1 + size <= columns then
      line, used = line .. " " .. word, used + 1 + size
    else
      if line then lines[#lines + 1] = line end
      while size > columns do
        local head, rest = width.split(word, columns)
        if head == "" then break end
        lines[#lines + 1] = head
        word, size = rest, width.of(rest)
      end
      line, used = word, size
    end
  end
  lines[#lines + 1] = line or ""
  return lines
end

-- The text behind a prefix, its lines below each other; where the prefix leaves little room, on lines of its own. On one line without `columns`.
function width.hang(prefix, text, columns)
  local before = width.of(prefix)
  if not columns or before + width.of(text) <= columns then return prefix .. text end
  local indent = columns - before >= 40 and before or 11
  local body = table.concat(width.wrap(text, columns - indent), "\n" .. (" "):rep(indent))
  return indent == before and prefix .. body or prefix .. "\n" .. (" "):rep(indent) .. body
end

return width
