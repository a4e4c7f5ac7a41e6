-- index.lua - figures as percent of those of a base year, which is 100

-- The values of a row under these names, as one text.
local function key_of(row, names)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = tostring(row[name]) end
  return table.concat(parts, "\0")
end

return lab.indicator {
  id = "index",
  title = "Index (base year = 100)",
  unit = "percent of the base year",
  needs = { "year", "people" },
  options = { base = "the year that is 100; the first one unless given" },
  caveats = { "A base year that was unusual makes all others look so." },
  compute = function(t, by, options)
    local others = {}
    for _, name in ipairs(by) do
      if name ~= "year" then others[#others + 1] = name end
    end
    local base = options.base or t:col("year"):min()
    local sums = t:group_by("year", others):summarise("numerator = sum(people)")
    local at_base = {}
    for row in sums:rows() do
      if row.year == base then at_base[key_of(row, others)] = row.numerator end
    end
    return sums:mutate { { "denominator", function(row) return at_base[key_of(row, others)] end } }
      :index_to { of = "numerator", over = "year", by = others, base = base, as = "value" }
  end,
}
