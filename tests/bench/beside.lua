-- beside.lua - a script of this folder, asked for processor time as well: beside.lua SCRIPT ARGUMENT ...
-- Before the line of each question comes "cpu", a tab and the seconds of all threads together.
local script, wall, began = table.remove(arg, 1), lab.clock, nil
function lab.clock()
  local cpu = os.clock()
  if began then print(("cpu\t%.4f"):format(cpu - began)) end
  began = not began and cpu or nil
  return wall()
end
dofile(script)
