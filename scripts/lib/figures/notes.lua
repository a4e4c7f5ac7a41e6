-- notes.lua - what was done to the figures of a table, as sentences for the methods note of a report.
--
--     t:about().notes = { { verb = "suppress", text = 'In "people" 2 counts from 1 to 4 are held back ([c]).' }, ... }
--
-- They go along with the table through every verb that hands on its description.

local notes = {}

-- The sentences, oldest first.
function notes.of(t)
  local texts = {}
  for i, note in ipairs(t:about().notes or {}) do texts[i] = note.text end
  return texts
end

-- The same table with one sentence more, unless it has it already. verb says which verb has done it.
function notes.add(t, verb, text)
  local list = {}
  for i, note in ipairs(t:about().notes or {}) do
    if note.text == text then return t end
    list[i] = note
  end
  list[#list + 1] = { verb = verb, text = text }
  return t:with_about("notes", list)
end

return notes
