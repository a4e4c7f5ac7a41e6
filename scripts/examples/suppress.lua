-- suppress.lua - a small count is held back, and as many others as it takes so that it cannot be worked out from the totals
-- The forces are invented. docs/disclosure.md says what this does not protect against.

local t = lab.parse_csv("force,Adult,Child\nKent,20,3\nEssex,9,11\nSurrey,25,16\n")
  :unpivot { columns = { "Adult", "Child" }, names = "age", values = "people" }:totals("force", "age")
local safe = t:suppress("people")
print(safe:pivot { names = "age", values = "people" })
for _, note in ipairs(safe:notes()) do print(note) end
