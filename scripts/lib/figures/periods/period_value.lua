-- period_value.lua - lab.period: one period as a value of Lua, which knows its neighbours, its length and how it is written.
--
--     local p = lab.period("Q4 2019")      October to December 2019
--     p + 1                                January to March 2020
--     p - lab.period("2018 Q4")            4
--     p.kind, p.first, p.last, p.days      quarter  2019-10-01  2019-12-31  92
--
-- A value never changes. Two of one kind compare by time, those of different kinds are unequal and have no order. Columns do not
-- hold such values but their texts, which expressions compare by time (expressions.md).

local core = require "slavelab.period"
local period_axis = require "lib.figures.periods.period"
local raise = require "lib.base.raise"

local Period = { __name = "slavelab.Period" }

local hidden = setmetatable({}, { __mode = "k" }) -- value -> { kind, number, flags }

local function new(kind, number, flags)
  local value = setmetatable({}, Period)
  hidden[value] = { kind = kind, number = number, flags = flags }
  return value
end

local function state_of(value, what)
  return hidden[value] or raise("%s: a period of lab.period was expected, got %s", what, type(value))
end

local function iso(day) return core.write("date", day) end

-- What a value has beside its methods, by name.
local parts = {}

function parts.kind(self) return self.kind end
function parts.flags(self) return self.flags end
function parts.text(self) return core.write(self.kind, self.number) end
function parts.short(self) return period_axis.label(self.kind, self.number) end
function parts.first(self) return iso((core.days(self.kind, self.number))) end
function parts.last(self) return iso((select(2, core.days(self.kind, self.number)))) end
function parts.months(self) return (select(2, core.shape(self.kind))) end

function parts.days(self)
  local first, last = core.days(self.kind, self.number)
  return last - first + 1
end

-- Within a sentence: "in the " .. p.phrase. Of a day, whose text is that of a column of dates, in words.
function parts.phrase(self)
  if self.kind == "date" then
    local year, month, day = core.date(self.number)
    return ("%d %s"):format(day, core.write("month", year * 12 + month - 1))
  end
  return (parts.text(self):gsub("^Year ending", "year ending"))
end

local methods = {}

local function moved(self, by, what)
  if math.type(by) ~= "integer" then raise("%s: a whole number of periods was expected, got %s", what, tostring(by)) end
  local state = state_of(self, what)
  local there = new(state.kind, state.number + by * core.shape(state.kind))
  core.write(state.kind, hidden[there].number) -- raises beyond the years there are
  return there
end

function methods:next(n) return moved(self, n or 1, "next") end
function methods:previous(n) return moved(self, -(n or 1), "previous") end

function Period:__index(key)
  if methods[key] then return methods[key] end
  if parts[key] then return parts[key](state_of(self, "period")) end
  raise('a period has no "%s"; it has kind, text, short, phrase, first, last, days, months, flags, next and previous', tostring(key))
end

function Period:__newindex() raise("a period does not change") end

function Period:__tostring() return parts.text(state_of(self, "period")) end
Period.__concat = function(a, b) return tostring(a) .. tostring(b) end

function Period.__add(a, b)
  if hidden[b] then a, b = b, a end
  return moved(a, b, "+")
end

-- How many periods a lies after b; or the period that lies b before.
function Period.__sub(a, b)
  local first, second = state_of(a, "-"), hidden[b]
  if not second then return moved(a, -b, "-") end
  local step, distance = core.shape(first.kind), first.number - second.number
  if first.kind ~= second.kind or distance % step ~= 0 then
    raise("-: %s and %s are not whole periods apart", tostring(a), tostring(b))
  end
  return distance // step
end

function Period.__eq(a, b)
  local first, second = hidden[a], hidden[b]
  return first ~= nil and second ~= nil and first.kind == second.kind and first.number == second.number
end

local function pair(a, b)
  local first, second = state_of(a, "<"), state_of(b, "<")
  if first.kind ~= second.kind then raise("%s is a %s, and %s a %s; they have no order", tostring(a), first.kind, tostring(b), second.kind) end
  return first.number, second.number
end

function Period.__lt(a, b)
  local first, second = pair(a, b)
  return first < second
end

function Period.__le(a, b)
  local first, second = pair(a, b)
  return first <= second
end

Period.__metatable = "a period does not change"

local function shown(value) return type(value) == "string" and '"' .. value .. '"' or tostring(value) end

local function period(value, kind)
  if hidden[value] then return value end
  if type(value) ~= "string" and type(value) ~= "number" then
    raise("lab.period: a text or a year was expected, got %s", type(value))
  end
  if kind ~= nil then
    local number = type(value) == "string" and core.as(kind, value)
    return number and new(kind, number) or raise("lab.period: %s is no %s", shown(value), tostring(kind))
  end
  local found, number, flags = core.read(value)
  if not found then raise("lab.period: %s %s", shown(value), number) end
  return new(found, number, flags)
end

lab.document("lab", "period", {
  signature = "(value: string|integer|slavelab.Period, kind?: string): slavelab.Period",
  text = "The period that a text names, in any spelling of official statistics: \"Jan to Mar 2019\", \"2018/19\", \"Sep-19\", \"YE March 2019\"; "
    .. "raises, and says why, when it names none or could be two. kind says what is meant: lab.period(\"2010-11\", \"month\"). "
    .. "It prints as tables write it; p + 1 and p - 1 are its neighbours, p - q counts the periods between, < compares by time. "
    .. "p.kind, p.text, p.short (for an axis), p.phrase (for a sentence), p.first and p.last (its days), p.days, p.months, p.flags.",
  example = 'local p = lab.period("Q4 2019")\nprint(p, p + 1, p.first, p.days, p - lab.period("2018 Q4"))',
})

return period
