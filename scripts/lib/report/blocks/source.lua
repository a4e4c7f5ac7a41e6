-- source.lua - { source = "..." }, { source = { title =, publisher =, date =, url =, licence = } }, or a list of these.

local words = require "lib.report.words"

return {
  name = "source",
  keys = { "source", "title", "publisher", "date", "url", "licence" },
  arguments = "source",
  build = function(spec, where)
    local given = spec.source
    if given == true or given == nil then
      given = { title = spec.title, publisher = spec.publisher, date = spec.date, url = spec.url, licence = spec.licence }
    end
    local blocks = {}
    for i, source in ipairs(words.sources(given, where)) do
      source.kind = "source"
      blocks[i] = source
    end
    return blocks
  end,
}
