-- table_title.lua - what a table is called where it was published or described, as long as that is true of it.
--
--     data.nrm_referrals                              "NRM referrals by quarter and age at exploitation"
--     data.nrm_referrals:filter("year == 2023")       "Drawn from: NRM referrals by quarter and age at exploitation"
--
-- t:about() is handed on through every verb, and a sum by year is no table by quarter: `titled` says of which rows and columns the title was said.

local table_title = {}

-- What stands in the description of t, called so.
function table_title.record(t, title) return title and { text = title, rows = #t, columns = t:column_names() } end

-- t under a title; nil leaves it as it is.
function table_title.put(t, title)
  if not title then return t end
  return t:with_about("titled", table_title.record(t, title))
end

-- The title of t, and whether t is still the whole of what has it; nil when it has none.
function table_title.of(t)
  local titled = t:about().titled
  if not titled then return nil end
  local names = t:column_names()
  local is_whole = #t == titled.rows and #names == #titled.columns
  for i, name in ipairs(names) do is_whole = is_whole and name == titled.columns[i] end
  return titled.text, is_whole
end

-- The title of t, which says when it is only drawn from what has it; nil when it has none.
function table_title.words(t)
  local title, is_whole = table_title.of(t)
  return title and not is_whole and "Drawn from: " .. title or title
end

return table_title
