-- new_faults.lua - what `slavelab check` would find wrong in a package after a change, and does not today.
--
-- Faults that are there already are nobody's new mistake, and do not keep a release out. The earlier release that is kept as a table of its own
-- has those that it had.

local check = require "lib.package.check.check"
local raise = require "lib.base.raise"
local words = require "lib.base.words"

local new_faults = {}

local most_read, most_shown = 1000, 5

-- A text for each fault that is the same wherever its line is now, and what is said of it, by that text.
local function faults_of(described, names)
  local list, says = {}, {}
  for fault in check.run(described, most_read):filter("kind == 'fault'"):rows() do
    local text = ("%s, %s: %s"):format(fault.table or "", fault.rule, fault.message)
    local file = names[fault.file] or fault.file
    list[#list + 1] = text
    says[text] = (file and file .. (fault.line and ":" .. fault.line or "") .. ": " or "") .. fault.message
  end
  return list, says
end

local function plain(text) return (text:gsub("%p", "%%%0")) end

-- The text of a fault when its table is called otherwise.
local function renamed(text, name, other)
  return (text:gsub("^" .. plain(name) .. ",", other .. ","):gsub('"' .. plain(name) .. '"', '"' .. other .. '"'))
end

-- Raises for faults of the package as it will be that the one of today does not have. kept: the tables under which earlier releases are kept, by
-- the names of theirs; names: paths that stand in for others meanwhile.
function new_faults.check(described, will_be, kept, names)
  local faults, says = faults_of(will_be, names)
  if #faults == 0 then return end
  local had, new = {}, {}
  for _, fault in ipairs((faults_of(described, {}))) do
    had[fault] = true
    for name, other in pairs(kept) do had[renamed(fault, name, other)] = true end
  end
  for _, fault in ipairs(faults) do
    if not had[fault] then new[#new + 1] = "  " .. says[fault] end
  end
  if #new == 0 then return end
  raise("the package would no longer be sound, and nothing was written: %s\n%s%s\n  Mend the new file; where what is found is the earlier release's, as a "
    .. "total in a tie-out, mend %s first.", words.count(#new, "fault"), table.concat(new, "\n", 1, math.min(#new, most_shown)),
    #new > most_shown and "\n  ..." or "", described.path)
end

return new_faults
