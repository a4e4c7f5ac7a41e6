-- object.lua - a pipeline (scan.lua) as a script has it: what it knows, and that it runs when its result is asked for.

local plan = require "lib.pipeline.plan"
local raise = require "lib.base.raise"
local run = require "lib.pipeline.run"

local object = { verbs = {} }
local Pipeline = { __name = "slavelab.Pipeline" }

-- A pipeline knows its last step and what was before that, so that thousands of steps are written as fast as the first: last is
-- { step =, before = last of the pipeline that it was made of }.
function object.new(source, last) return setmetatable({ source = source, last = last }, Pipeline) end

function object.raw(self, field) return rawget(self, field) end

-- The steps of a pipeline, from the first.
function object.steps_of(self)
  local steps, at = {}, object.raw(self, "last")
  while at do
    steps[#steps + 1], at = at.step, at.before
  end
  for i = 1, #steps // 2 do steps[i], steps[#steps + 1 - i] = steps[#steps + 1 - i], steps[i] end
  return steps
end

-- The columns there are behind the last step.
function object.names_of(self)
  local last = object.raw(self, "last")
  return last and last.step.names or object.raw(self, "source").names
end

function object.with_step(self, step)
  step.names = step.names or object.names_of(self)
  return object.new(object.raw(self, "source"), { step = step, before = object.raw(self, "last") })
end

function object.verbs.collect(self)
  local result = object.raw(self, "result")
  if not result then
    result = run.collect(object.raw(self, "source"), object.steps_of(self))
    rawset(self, "result", result)
  end
  return result
end

-- The names are known before a row is read.
function object.verbs.column_names(self) return table.move(object.names_of(self), 1, #object.names_of(self), 1, {}) end

function object.verbs.explain(self) return plan.explain(object.raw(self, "source"), object.steps_of(self)) end

function Pipeline.__index(self, key)
  if object.verbs[key] then return object.verbs[key] end
  local t = object.verbs.collect(self)
  local value = t[key]
  if type(value) ~= "function" then return value end
  return function(first, ...)
    if rawequal(first, self) then first = t end
    return value(first, ...)
  end
end

function Pipeline.__newindex() raise("a pipeline never changes: its verbs give new ones") end
function Pipeline.__len(self) return #object.verbs.collect(self) end
function Pipeline.__tostring(self) return tostring(object.verbs.collect(self)) end

function object.is(value) return getmetatable(value) == Pipeline end

return object
