-- Every verb of figures with tables that nothing can be made of: no rows, all zeros, one row, figures below 0, infinite, not a number,
-- missing, parts above their whole. It gives a table of finite figures, or a sentence that names the verb and what is wrong.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local full = "area,year,n,d\nA,2019,5,100\nA,2020,7,110\nB,2019,0,90\nB,2020,9,95\n"

local function with_n(value)
  return lab.parse_csv(full):mutate { { "n", function(r) return r.area == "A" and value or 1.0 end } }
end

local kinds = {
  empty = lab.parse_csv(full):filter("n > 1000"),
  zeros = lab.parse_csv("area,year,n,d\nA,2019,0,0\nA,2020,0,0\nB,2019,0,0\nB,2020,0,0\n"),
  one = lab.parse_csv("area,year,n,d\nA,2019,5,100\n"),
  not_a_number = with_n(0 / 0), infinite = with_n(math.huge), below = with_n(-math.huge),
  negative = lab.parse_csv("area,year,n,d\nA,2019,-5,100\nA,2020,7,110\nB,2019,0,90\nB,2020,9,95\n"),
  missing = lab.parse_csv("area,year,n,d\nA,2019,,\nA,2020,,\n", { types = { n = "integer", d = "integer" } }),
  above = lab.parse_csv("area,year,n,d\nA,2019,500,100\nA,2020,7,110\n"),
}

local over = { over = "year", by = "area" }
local function options(more)
  local o = { of = "n", over = "year", by = "area" }
  for key, value in pairs(more) do o[key] = value end
  return o
end

local verbs = {
  { "share", function(t) return t:share("n", { by = "year" }) end }, { "rate", function(t) return t:rate("n", { per = "d" }) end },
  { "change", function(t) return t:change("n", over) end }, { "roll", function(t) return t:roll("n", { over = "year", by = "area", n = 2 }) end },
  { "index_to", function(t) return t:index_to("n", { over = "year", by = "area", base = 2019 }) end },
  { "cumulate", function(t) return t:cumulate("n", over) end },
  { "round", function(t) return t:round { columns = "n", base = 5 } end },
  { "funnel", function(t) return (t:funnel { of = "n", per = "d", by = "area", kind = "proportion" }) end },
  { "funnel", function(t) return (t:funnel { of = "n", per = "d", by = "area", kind = "rate" }) end },
  { "quantile_group", function(t) return t:quantile_group { of = "n", groups = 5 } end },
  { "suppress", function(t) return t:suppress("n") end }, { "dominance", function(t) return t:dominance { of = "n", by = "area" } end },
  { "lab.pathway", function(t)
    t = t:filter("area == 'A'")
    return lab.pathway { { stage = "a", table = t, of = "d", unit = "person", over = "year" }, { stage = "b", table = t, of = "n", unit = "person", over = "year" } }
  end },
}
for _, kind in ipairs { "poisson", "linear", "proportion" } do
  verbs[#verbs + 1] = { "trend", function(t) return t:trend(options { kind = kind, per = kind ~= "linear" and "d" or nil }) end }
end
for _, kind in ipairs { "c", "p", "u", "xmr" } do
  verbs[#verbs + 1] = { "control_chart", function(t) return t:control_chart(options { kind = kind, per = (kind == "p" or kind == "u") and "d" or nil }) end }
end

local function is_finite(t)
  for _, field in ipairs(t:schema()) do
    if field.type == "number" then
      for row = 1, #t do
        local value = t:col(field.name)[row]
        if value and value - value ~= 0 then return false end
      end
    end
  end
  return true
end

for name, t in pairs(kinds) do
  check.test(name, function()
    local figure = ({ infinite = "infinite", not_a_number = "not a number", below = "minus infinite" })[name]
    for _, verb in ipairs(verbs) do
      local ok, result = pcall(verb[2], t)
      if ok then
        check.truthy(is_finite(result), verb[1] .. " gives figures that are none")
        check.truthy(not figure, verb[1] .. " takes figures that are " .. tostring(figure))
      else
        check.equal(result:sub(1, #verb[1] + 1), verb[1] .. ":")
        if figure then check.truthy(result:find('row 1: "n" is ' .. figure .. ", and figures are finite numbers"), result) end
      end
    end
  end)
end

check.test("a table without rows has no totals, no groups and no trend", function()
  local none = kinds.empty
  check.equal(#none:totals("area"), 0)
  check.equal({ none:group_numbers() }, { {}, 0, {} })
  check.equal(#none:trend { of = "n", over = "year", kind = "linear" }, 0)
  check.raises("the table has no rows, and so none of 2019", none.index_to, none, "n", { over = "year", base = 2019 })
end)

check.run()
