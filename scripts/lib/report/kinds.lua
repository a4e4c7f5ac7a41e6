-- kinds.lua - the kinds of blocks that a report is made of, a file each: found by name, checked when loaded, built from what an
-- author writes.
--
--     { heading = "By year", level = 3 }           spec: what an author writes; the kind is among its keys
--        |  kind.build(spec, where, report)
--     { kind = "heading", text =, level = }        block: what formats see, plain data
--
-- A kind is a table:
--
--     name       "heading": the key of its spec, its method of reports, the kind of its block
--     keys       the keys of its spec
--     build      function(spec, where, report): a list of blocks; raises what is wrong, beginning with `where`. report.under is
--                the last heading, or the title of the report
--     fallback   function(block): the same said in kinds that every format has, as an author would write them. Blocks of the six
--                original kinds need none
--     arguments  of its method, for the message when there is none ("t, options")
--     method     function(value, option): the spec of r:name(value, option), where that is not value and a table of options
--
-- What is shipped lies in lib/report/blocks/; a file of that name in the folder blocks/ of a place where formats are looked for
-- too comes before it; a script gives one of its own to kinds.define(), which is lab.report.kind.

local find = require "lib.base.find"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local kinds = {}

-- Every format has a handler for these, or takes the whole document. No kind is ever added to them: formats of users would break.
kinds.original = { "heading", "para", "table", "chart", "note", "source" }

local is_original = {}
for _, name in ipairs(kinds.original) do is_original[name] = true end

local keys = { name = "string", keys = "table", build = "function", fallback = "function", arguments = "string", method = "function" }
local needed = { "name", "keys", "build" }

local function problems_of(kind)
  if type(kind) ~= "table" then return { ("it is %s, not a table"):format(kind == nil and "nothing" or "a " .. type(kind)) } end
  local problems, allowed = {}, suggest.keys(keys)
  for _, key in ipairs(suggest.keys(kind)) do
    if not keys[key] then
      problems[#problems + 1] = ('unknown key "%s"%s'):format(tostring(key), suggest.among(key, allowed, "a kind has"))
    elseif type(kind[key]) ~= keys[key] then
      problems[#problems + 1] = ("%s is a %s, not a %s"):format(key, keys[key], type(kind[key]))
    end
  end
  for _, key in ipairs(needed) do
    if kind[key] == nil then problems[#problems + 1] = "no " .. key end
  end
  if type(kind.name) == "string" and type(kind.keys) == "table" then
    local named = false
    for _, key in ipairs(kind.keys) do named = named or key == kind.name end
    if not named then problems[#problems + 1] = ('keys lack "%s": a spec names its kind'):format(kind.name) end
  end
  return problems
end

-- The kind, if nothing is wrong with it; otherwise one error that lists all that is, naming where it comes from.
function kinds.check(kind, where)
  local problems = problems_of(kind)
  if #problems > 0 then raise("%s: this is not a kind of block:\n  - %s", where, table.concat(problems, "\n  - ")) end
  return kind
end

local shipped = select(2, ...):gsub("kinds%.lua$", "blocks") -- beside this file, whose path require hands on
local loaded, names = {}, nil

-- The kind of that name, checked; nil when there is none.
function kinds.named(name)
  if loaded[name] then return loaded[name] end
  local path = find.also_shipped("blocks", name, shipped)
  if not path then return nil end
  local chunk, message = loadfile(path, "t")
  if not chunk then raise("%s", message) end
  local kind = kinds.check(chunk(), path)
  if kind.name ~= name then raise('%s: its name is "%s"; a kind has the name of its file', path, kind.name) end
  loaded[name] = kind
  return kind
end

-- A kind of the script's own, from now on; gives it back. One of the six original kinds cannot be replaced so: every report of
-- this run would change with it.
function kinds.define(kind)
  kinds.check(kind, "lab.report.kind")
  if is_original[kind.name] then raise('lab.report.kind: "%s" is a kind that every report has; give yours another name', kind.name) end
  loaded[kind.name], names = kind, nil
  return kind
end

-- The names of all kinds, by the alphabet.
function kinds.names()
  if names then return names end
  local seen = {}
  for _, name in ipairs(find.also_shipped_names("blocks", shipped)) do seen[name] = true end
  for name in pairs(loaded) do seen[name] = true end
  names = suggest.keys(seen)
  return names
end

-- The kind that a spec is of. Of several that it names it is the one whose spec may hold the others: a chart has a table, a table
-- has a source.
function kinds.of(spec, where)
  local named = {}
  for _, name in ipairs(kinds.names()) do
    if spec[name] ~= nil then named[#named + 1] = name end
  end
  if #named == 0 then
    local how = {}
    for i, name in ipairs(kinds.names()) do how[i] = ("{ %s = ... }"):format(name) end
    raise("%s: a block names its kind: %s; this one has %s", where, table.concat(how, ", "),
      next(spec) and table.concat(suggest.keys(spec), ", ") or "nothing")
  end
  for _, name in ipairs(named) do
    local holds = {}
    for _, key in ipairs(kinds.named(name).keys) do holds[key] = true end
    local all = true
    for _, other in ipairs(named) do all = all and holds[other] end
    if all then return kinds.named(name) end
  end
  raise("%s: a block is of one kind; this one names %s", where, table.concat(named, " and "))
end

-- The blocks that a kind makes of a spec, each with its fallback if it needs one.
function kinds.build(kind, spec, where, report)
  for _, key in ipairs(suggest.keys(spec)) do
    local known = false
    for _, one in ipairs(kind.keys) do known = known or one == key end
    if not known then raise('%s: unknown option "%s"%s', where, tostring(key), suggest.among(key, kind.keys, "it takes")) end
  end
  local blocks = kind.build(spec, where, report)
  if type(blocks) ~= "table" or (next(blocks) ~= nil and type(blocks[1]) ~= "table") then
    raise("%s: build of kind %s gives a list of blocks", where, kind.name)
  end
  for _, block in ipairs(blocks) do
    if not is_original[block.kind] then
      if block.kind ~= kind.name then
        raise('%s: build of kind %s gives blocks of its kind or of %s, not of kind "%s"', where, kind.name,
          table.concat(kinds.original, ", "), tostring(block.kind))
      end
      if not kind.fallback then
        raise("%s: kind %s has no fallback: what a format without a handler for it writes instead", where, kind.name)
      end
      block.fallback = {}
      for _, said in ipairs(kind.fallback(block)) do
        if type(said) == "string" then said = { para = said } end
        local other = kinds.of(said, where .. ": fallback")
        if not is_original[other.name] then
          raise("%s: a fallback is made of %s, not of %s", where, table.concat(kinds.original, ", "), other.name)
        end
        for _, one in ipairs(kinds.build(other, said, where .. ": fallback", report)) do table.insert(block.fallback, one) end
      end
    end
  end
  return blocks
end

-- The blocks, those of which has(kind) is false replaced by their fallbacks. `where` opens the message when one has none.
function kinds.spread(blocks, has, where)
  local list = {}
  for _, block in ipairs(blocks) do
    if has(block.kind) then
      list[#list + 1] = block
    elseif block.fallback then
      for _, one in ipairs(kinds.spread(block.fallback, has, where)) do list[#list + 1] = one end
    else
      raise('%s: no handler for a block of kind "%s", which brings no fallback', where, tostring(block.kind))
    end
  end
  return list
end

-- Whether a kind is one of the six.
function kinds.is_original(name)
  return is_original[name] == true
end

return kinds
