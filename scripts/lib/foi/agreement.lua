-- agreement.lua - Cohen's kappa: how far two people who coded the same answers agree beyond what chance would give.
--
--     kappa = (observed - expected) / (1 - expected)      observed: share of answers with the same code from both
--                                                         expected: sum over codes of one's share times the other's

local agreement = {}

-- pairs: a list of { code =, second_code = }. Gives kappa, how many agree, how many there are; kappa is nil where it has no meaning: no
-- pairs, or both gave one and the same code throughout.
function agreement.of(list)
  local one, other, same = {}, {}, 0
  for _, pair in ipairs(list) do
    one[pair.code] = (one[pair.code] or 0) + 1
    other[pair.second_code] = (other[pair.second_code] or 0) + 1
    if pair.code == pair.second_code then same = same + 1 end
  end
  local n, both = #list, 0
  for code, count in pairs(one) do both = both + count * (other[code] or 0) end
  if n == 0 or both == n * n then return nil, same, n end
  return (same * n - both) / (n * n - both), same, n
end

return agreement
