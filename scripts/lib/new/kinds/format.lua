-- format.lua - slavelab new format NAME: how a report is written, a function for each kind of block.

local text = [[
-- NAME.lua - say here what this format is for: a block goes in, a text comes out
return {
  name = "NAME",
  extensions = { "NAME" }, -- slavelab annual -o annual.NAME chooses this format
  api = 1,
  blocks = {
    heading = function(block) return "\n" .. block.text .. "\n\n" end,
    para = function(block) return block.text .. "\n" end,
    note = function(block) return "(" .. block.text .. ")\n" end,
    source = function(block, context) return "Source: " .. context.cite(block) .. "\n" end,
    chart = function(block) return block.title .. ": " .. block.alt .. "\n" end,
    table = function(block, context)
      local lines = { block.title }
      for row = 1, block.rows do
        local cells = {}
        for i, column in ipairs(block.columns) do cells[i] = context.label(column) .. " " .. column.shown[row] end
        lines[#lines + 1] = table.concat(cells, "; ")
      end
      return table.concat(lines, "\n") .. "\n"
    end,
  },
}
]]

return {
  about = "an output format: scripts/formats/NAME.lua",
  where = function(name) return "scripts/formats/" .. name .. ".lua" end,
  files = function(name) return { { "", (text:gsub("NAME", name)) } } end,
  next = function(_, name) return ("Now: slavelab -f %s annual      docs/documents.md says what a format gets."):format(name) end,
}
