-- history.lua - the entries of this session and those before it, in a file that only its owner may read.
--
-- One entry a line, its line breaks written "\n" and its backslashes "\\". Each session appends what it is told when it is
-- told, so two that run at once lose nothing; of entries that are alike the last one counts. A file that has grown to
-- twice what is kept is written anew when a session begins.

local history = {}

local most_kept = 2000

local function encode(entry)
  return (entry:gsub("\\", "\\\\"):gsub("\n", "\\n"))
end

local function decode(line)
  return (line:gsub("\\(.)", { n = "\n", ["\\"] = "\\" }))
end

-- Where the history is kept: $XDG_STATE_HOME/slavelab, or ~/.local/state/slavelab. nil when there is no home.
function history.directory()
  local state = os.getenv("XDG_STATE_HOME")
  if state and state:sub(1, 1) == "/" then return state .. "/slavelab" end
  local home = os.getenv("HOME")
  if home and home ~= "" then return home .. "/.local/state/slavelab" end
  return nil
end

-- The lines without those that come again later, the newest `most_kept` of them, oldest first.
local function newest(lines)
  local seen, reversed = {}, {}
  for i = #lines, 1, -1 do
    if not seen[lines[i]] and lines[i] ~= "" then
      seen[lines[i]] = true
      reversed[#reversed + 1] = lines[i]
      if #reversed == most_kept then break end
    end
  end
  local kept = {}
  for i = #reversed, 1, -1 do kept[#kept + 1] = reversed[i] end
  return kept
end

-- Opens the history: { entries, add(entry) }. Without a place to keep it the entries of this session are all there is, and
-- `problem` says why.
function history.open(terminal)
  local directory = history.directory()
  local self = { entries = {} }
  local path = directory and directory .. "/history"
  if path then
    local file = io.open(path, "rb")
    if file then
      local lines = {}
      for line in file:lines() do lines[#lines + 1] = line end
      file:close()
      local kept = newest(lines)
      if #lines > 2 * most_kept then terminal.replace(path, table.concat(kept, "\n") .. "\n") end
      for i, line in ipairs(kept) do self.entries[i] = decode(line) end
    end
  end

  -- Enters what was typed. A repetition of the entry before is not entered again.
  function self.add(entry)
    if entry:find("^%s*$") or self.entries[#self.entries] == entry then return false end
    self.entries[#self.entries + 1] = entry
    if path then
      local ok, why = terminal.make_directories(directory)
      if ok then ok, why = terminal.append(path, encode(entry) .. "\n") end
      if not ok then
        path = nil
        self.problem = why
      end
    end
    return true
  end

  return self
end

return history
