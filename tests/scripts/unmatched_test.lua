package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"

local figures = lab.table { columns = { "force", "year", "people" },
  { "Kent", 2022, 12 }, { "Avon", 2022, 7 }, { "Avon", 2023, 3 }, { nil, 2023, 1 } }
local areas = lab.table { columns = { "Police force", "area" }, { "Kent", "South East" }, { "Surrey", "South East" } }

check.test("keys without a partner are listed with their rows, on both sides", function()
  check.equal(figures:unmatched(areas, { on = { force = "Police force" } }):to_list(), {
    { side = "left", force = "Avon", rows = 2 }, { side = "left", rows = 1 }, { side = "right", force = "Surrey", rows = 1 },
  })
  local same = areas:rename { ["Police force"] = "force" }
  check.equal(figures:unmatched(same, "force"):to_list(), figures:unmatched(areas, { on = { force = "Police force" } }):to_list())
end)

check.test("tables that match leave nothing", function()
  local both = figures:filter("force == 'Kent'")
  check.equal(#both:unmatched(both, { on = { "force", "year" } }), 0)
  check.equal(both:unmatched(both, "force"):column_names(), { "side", "force", "rows" })
end)

check.test("keys must be said", function()
  local message = select(2, lab.try(figures.unmatched, figures, areas, {}))
  check.equal(message:match("^[^\n]*"), 'unmatched needs on = "column", a list of columns, or { left = "right" }')
end)

check.run()
