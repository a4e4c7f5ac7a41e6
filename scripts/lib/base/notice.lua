-- notice.lua - what an author should know although nothing is wrong: one line on standard error, the same line once a
-- run.

local notice = {}

local said = {}

function notice.say(text)
  if said[text] then return end
  said[text] = true
  io.stderr:write("slavelab: ", text, "\n")
end

return notice
