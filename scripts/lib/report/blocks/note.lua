-- note.lua - { note = "..." }: a remark on what stands before it.

local words = require "lib.report.words"

return {
  name = "note",
  keys = { "note" },
  build = function(spec, where) return { { kind = "note", text = words.tidy(words.text(spec.note, "note", where)) } } end,
}
