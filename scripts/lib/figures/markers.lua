-- markers.lua - reasons and flags of cells, and which ones a figure has that is worked out from several cells.
--
-- A missing cell may have a reason, "[c]" "[x]" "[z]" "[low]", or none; a present one may have flags, "[p]" "[p][r]".
-- Both are short texts here, as column:marker(row) gives them. The rules are the engine's: the strongest reason of the
-- operands wins, and a result has the flags of every operand.

local markers = {}

-- Strength of a reason; a cell that is plainly missing is weakest.
local strength = { ["[c]"] = 4, ["[x]"] = 3, ["[z]"] = 2, ["[low]"] = 1 }

local flag_order = { "[p]", "[r]", "[e]", "[b]", "[u]" }

-- The stronger of two reasons; nil is plainly missing.
function markers.stronger(a, b)
  return (strength[b] or 0) > (strength[a] or 0) and b or a
end

-- The flags of two present cells together, each once and in one order; nil when there are none.
function markers.both(a, b)
  if a == b or not b then return a end
  if not a then return b end
  local found = {}
  for _, flag in ipairs(flag_order) do
    if a:find(flag, 1, true) or b:find(flag, 1, true) then found[#found + 1] = flag end
  end
  return table.concat(found)
end

-- Folds one cell into what is known of the operands so far: { missing = whether one is, reason =, flags = }.
function markers.add(state, value, marker)
  if value == nil then
    state.missing, state.reason = true, markers.stronger(state.reason, marker)
  elseif marker then
    state.flags = markers.both(state.flags, marker)
  end
end

-- The marker of a result: of a missing one the reason, of a present one the flags.
function markers.of(state)
  if state.missing then return state.reason end
  return state.flags
end

return markers
