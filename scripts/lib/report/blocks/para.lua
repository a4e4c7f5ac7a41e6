-- para.lua - { para = "..." }: an empty line in the text begins another paragraph.

local words = require "lib.report.words"

return {
  name = "para",
  keys = { "para" },
  build = function(spec, where)
    local blocks = {}
    for text in (words.text(spec.para, "para", where) .. "\n\n"):gmatch("(.-)\n[ \t]*\n") do
      text = words.tidy(text)
      if text ~= "" then blocks[#blocks + 1] = { kind = "para", text = text } end
    end
    return blocks
  end,
}
