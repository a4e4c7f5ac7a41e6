-- objects.lua - values out of the objects of a description, each checked for its kind, and words that nobody knows refused.

local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local objects = {}

-- The value; nil for null.
function objects.given(value)
  if value == lab.null then return nil end
  return value
end

-- The value under a key, which is of that kind or absent.
function objects.take(object, key, kind, where)
  local value = objects.given(object[key])
  if value ~= nil and type(value) ~= kind then
    local words = { string = "a text", table = "a list or an object", boolean = "true or false", number = "a number" }
    raise('%s: "%s" is %s, not a %s', where, key, words[kind], type(value))
  end
  return value
end

-- A text or a list of texts, as a list.
function objects.take_names(object, key, where)
  local value = objects.given(object[key])
  if type(value) == "string" then return { value } end
  if value == nil then return nil end
  if type(value) ~= "table" or #value == 0 then raise('%s: "%s" is a text or a list of texts', where, key) end
  for i, one in ipairs(value) do
    if type(one) ~= "string" then raise('%s: "%s"[%d] is a text, not a %s', where, key, i, type(one)) end
  end
  return value
end

-- Packages carry words of their own, which are nobody's business; a word that is nearly one of ours is a slip. A closed object has
-- none but the known.
function objects.check_keys(object, keys, where, closed)
  local known = {}
  for _, key in ipairs(keys) do known[key] = true end
  for _, key in ipairs(suggest.keys(object)) do
    if not known[key] and (closed or lab.nearest(key, keys, { misspelt = true })[1]) then
      raise('%s: unknown word "%s"%s', where, key, suggest.among(key, keys, "known are"))
    end
  end
end

return objects
