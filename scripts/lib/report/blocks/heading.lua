-- heading.lua - { heading = "By year", level = 3 }: level 2 (unless given) to 4.

local raise = require "lib.base.raise"
local words = require "lib.report.words"

return {
  name = "heading",
  keys = { "heading", "level" },
  method = function(text, level) return { heading = text, level = level } end,
  build = function(spec, where)
    local level = spec.level or 2
    if math.type(level) ~= "integer" or level < 2 or level > 4 then
      raise("%s: level is 2, 3 or 4 (the title of the report is level 1)", where)
    end
    return { { kind = "heading", text = words.tidy(words.text(spec.heading, "heading", where)), level = level } }
  end,
}
