-- percent_change.lua - change in percent against the year before

return lab.indicator {
  id = "percent_change",
  title = "Change on the year before",
  unit = "percent",
  needs = { "year", "people" },
  options = { n = "how many years before; 1 unless given" },
  caveats = { "A year without the year before has no change; a change from 0 cannot be said in percent." },
  compute = function(t, by, options)
    local others = {}
    for _, name in ipairs(by) do
      if name ~= "year" then others[#others + 1] = name end
    end
    local n = options.n or 1
    return t:group_by("year", others):summarise("numerator = sum(people)")
      :change { of = "numerator", over = "year", by = others, n = n, as = "value" }
      :lag { of = "numerator", over = "year", by = others, n = n, as = "denominator" }
  end,
}
