-- record.lua - what a description says of how its rows were read and proved: the words "record", "catalogue" and "tieouts".
--
-- Loading a table asks none of this; `slavelab check` does (docs/data-packages.md, "What is checked"). Which column is which is said here
-- and nowhere else: the library knows no column by its name.
--
--     resource.record = { figures = {"people"}, printed =, read =, period = {"year", "quarter"}, period_end =, year =, released =, verified_on =,
--                         verified_in =, verified_as =, confirmed = {"same"}, numerator =, denominator =, per = 100, growth =,
--                         totals = "none", repeats =, except = { { rule =, where =, because =, word = "except[1]" } } }
--     resource.catalogue = { title =, publisher =, published =, url =, licence =, primary =, retrieved =, first_hand = an expression }
--     package.tieouts = { { title =, word = "tieouts[1]", left = SIDE, right = SIDE or number or { ["2022"] = 16921 },
--                           decimals =, difference =, because = } }
--     SIDE = { resource = "nrm_referrals", sum = "people" or value = an expression, where =, by = { "year" } }

local names_of = require("lib.base.lists").names_of
local objects = require "lib.package.description.objects"
local raise = require "lib.base.raise"
local suggest = require "lib.base.suggest"

local record = {}

local given, take, take_names = objects.given, objects.take, objects.take_names

-- Words of a record that name a field, and the types that it may have; false: any.
local fields = {
  printed = { text = true }, period_end = { date = true }, year = { integer = true },
  released = { date = true }, verified_on = { date = true }, verified_in = { text = true, integer = true }, verified_as = { text = true },
  numerator = { integer = true, number = true }, denominator = { integer = true, number = true },
}

local record_words = { "figure", "printed", "read", "period", "period_end", "year", "released", "verified_on", "verified_in", "verified_as",
  "confirmed", "numerator", "denominator", "per", "growth", "totals", "repeats", "except" }

local catalogue_words = { "title", "publisher", "published", "url", "licence", "primary", "retrieved", "first_hand" }

-- Rules that an exception may be from: those that a record asks for.
local excusable = { "period", "printed", "percentage", "published", "released", "totals", "verified" }

-- Words that need others beside them.
local needs = { read = "printed", confirmed = "verified_as", verified_in = "verified_on", verified_as = "verified_on", growth = "numerator",
  numerator = "denominator", denominator = "numerator", per = "numerator" }

local function need_field(resource, name, where)
  local field = resource.by_name[name]
  if not field then
    raise('%s: there is no field "%s"%s', where, name, suggest.among(name, names_of(resource.fields), "fields are"))
  end
  return field
end

local function is_number(field) return field.type == "integer" or field.type == "number" end

-- The columns of figures in the order of the table, where nothing says which they are.
local function figures_of(resource)
  local list = {}
  for _, field in ipairs(resource.fields) do
    if field.role == "figure" and is_number(field) then list[#list + 1] = field.name end
  end
  return list
end

-- The columns that `printed` gives the digits of, and the percentage that `numerator` belongs to.
local function read_figures(object, said, resource, where)
  said.figures = take_names(object, "figure", where) or figures_of(resource)
  for _, name in ipairs(said.figures) do
    if not is_number(need_field(resource, name, where .. ', "figure"')) then raise('%s, "figure": the field "%s" holds no numbers', where, name) end
  end
  if said.printed and #said.figures == 0 then raise('%s: "figure" is missing: the field whose digits were printed', where) end
  if said.numerator and #said.figures ~= 1 then raise('%s: "figure" is missing: the field that holds the percentage', where) end
  said.figure = said.figures[1]
end

local function read_exceptions(object, where)
  local list = {}
  for i, entry in ipairs(take(object, "except", "table", where) or {}) do
    local here = ("%s, except[%d]"):format(where, i)
    if type(entry) ~= "table" then raise('%s is an object: { "rule": ..., "where": ..., "because": ... }', here) end
    objects.check_keys(entry, { "rule", "where", "because" }, here, true)
    local one = { word = ("except[%d]"):format(i) }
    for _, word in ipairs { "rule", "where", "because" } do
      one[word] = take(entry, word, "string", here)
      if not one[word] or not one[word]:find("%S") then raise('%s: "%s" is missing', here, word) end
    end
    local known = false
    for _, rule in ipairs(excusable) do known = known or rule == one.rule end
    if not known then
      raise('%s: no row is an exception from "%s"%s', here, one.rule, suggest.among(one.rule, excusable, "exceptions are from"))
    end
    list[i] = one
  end
  return list
end

-- The record of a resource, from its schema; its fields are known by then.
function record.read(schema, resource, where)
  local object = take(schema, "record", "table", where)
  if not object then return { except = {}, figures = figures_of(resource) } end
  where = where .. ", record"
  objects.check_keys(object, record_words, where, true)
  local said = { except = read_exceptions(object, where) }
  for _, word in ipairs(record_words) do
    if fields[word] then
      said[word] = take(object, word, "string", where)
      local field = said[word] and need_field(resource, said[word], ('%s, "%s"'):format(where, word))
      if field and not fields[word][field.type] then
        raise('%s, "%s": a field of type %s cannot be it', where, word, field.stated)
      end
    end
  end
  said.period = take_names(object, "period", where)
  for _, name in ipairs(said.period or {}) do need_field(resource, name, where .. ', "period"') end
  said.confirmed = take_names(object, "confirmed", where)
  for _, word in ipairs { "read", "growth", "repeats", "totals" } do said[word] = take(object, word, "string", where) end
  if said.totals and said.totals ~= "none" then raise('%s: "totals" is "none" or not there, not "%s"', where, said.totals) end
  said.per = take(object, "per", "number", where) or (said.numerator and 100) or nil
  read_figures(object, said, resource, where)
  for _, word in ipairs(record_words) do
    local other = said[word] and needs[word]
    if other and not said[other] and not (word == "per" and not given(object.per)) then
      raise('%s: "%s" needs "%s" beside it', where, word, other)
    end
  end
  return said
end

-- The columns of a list of publications; nil where the table is none. A table called "sources" with a title is one by itself.
function record.read_catalogue(schema, resource, where)
  local object = take(schema, "catalogue", "table", where)
  if not object then
    if resource.name ~= "sources" or not resource.by_name.title then return nil end
    local has = resource.by_name
    local function first(...)
      for _, name in ipairs { ... } do
        if has[name] then return name end
      end
    end
    return { title = "title", publisher = first("publisher"), published = first("published", "date"), url = first("url", "path"),
      licence = first("licence", "license") }
  end
  where = where .. ", catalogue"
  objects.check_keys(object, catalogue_words, where, true)
  local said = {}
  for _, word in ipairs(catalogue_words) do
    said[word] = take(object, word, "string", where)
    if said[word] and word ~= "first_hand" then need_field(resource, said[word], ('%s, "%s"'):format(where, word)) end
  end
  if not said.title then raise('%s: "title" is missing: the field that holds the titles', where) end
  return said
end

-- --- tie-outs --------------------------------------------------------------------------------------------------------

local side_words = { "sum", "value", "of", "where", "by" }
local tieout_words = { "title", "sum", "value", "of", "where", "by", "equals", "decimals", "difference", "because" }

local function read_side(object, package, home, where)
  local side = { resource = take(object, "of", "string", where) or home, sum = take(object, "sum", "string", where),
    value = take(object, "value", "string", where), where = take(object, "where", "string", where), by = take_names(object, "by", where) }
  if not side.resource then raise('%s: "of" is missing: the name of a table', where) end
  local resource = package.by_name[side.resource]
  if not resource then
    local names = {}
    for i, one in ipairs(package.resources) do names[i] = one.name end
    raise('%s: there is no resource "%s"%s', where, side.resource, suggest.among(side.resource, names, "resources are"))
  end
  if (side.sum == nil) == (side.value == nil) then
    raise('%s: either "sum", a column, or "value", an expression such as "max(people)"', where)
  end
  if side.sum and not is_number(need_field(resource, side.sum, where .. ', "sum"')) then
    raise('%s, "sum": the field "%s" holds no numbers', where, side.sum)
  end
  for _, name in ipairs(side.by or {}) do need_field(resource, name, where .. ', "by"') end
  return side
end

-- A number, one for each group ({ "2022": 16921 }), or another sum.
local function read_right(equals, tieout, package, home, where)
  if type(equals) == "number" then return equals end
  if type(equals) ~= "table" then
    raise('%s: "equals" is a number, an object with a number for each group, or another sum', where)
  end
  if given(equals.sum) ~= nil or given(equals.value) ~= nil then
    where = where .. ", equals"
    objects.check_keys(equals, side_words, where, true)
    local side = read_side(equals, package, home, where)
    side.by = side.by or tieout.left.by
    if #(side.by or {}) ~= #(tieout.left.by or {}) then raise('%s: "by" has as many columns on both sides', where) end
    for _, name in ipairs(side.by or {}) do need_field(package.by_name[side.resource], name, where .. ', "by"') end
    return side
  end
  if not tieout.left.by then raise('%s: a number for each group needs "by"', where) end
  local literals = {}
  for key, value in pairs(equals) do
    if type(key) ~= "string" or type(value) ~= "number" then
      raise('%s, "equals": a number for each group: { "2022": 16921, "2023": 17004 }', where)
    end
    literals[key] = value
  end
  if next(literals) == nil then raise('%s: "equals" has no number', where) end
  return { literals = literals }
end

local function read_tieout(entry, package, home, where)
  if type(entry) ~= "table" then raise('%s is an object: { "title": ..., "sum": ..., "of": ..., "equals": ... }', where) end
  objects.check_keys(entry, tieout_words, where, true)
  local tieout = { title = take(entry, "title", "string", where), decimals = take(entry, "decimals", "number", where),
    difference = take(entry, "difference", "number", where), because = take(entry, "because", "string", where) }
  if not tieout.title or not tieout.title:find("%S") then raise('%s: "title" is missing: what is said to be so', where) end
  tieout.left = read_side(entry, package, home, where)
  if given(entry.equals) == nil then raise('%s: "equals" is missing', where) end
  tieout.right = read_right(given(entry.equals), tieout, package, home, where)
  if tieout.decimals and (math.type(tieout.decimals) ~= "integer" or math.abs(tieout.decimals) > 12) then
    raise('%s: "decimals" is a whole number from -12 to 12', where)
  end
  if tieout.difference and tieout.difference <= 0 then raise('%s: "difference" is a number above 0', where) end
  if tieout.difference and not (tieout.because and tieout.because:find("%S")) then
    raise('%s: a difference needs its reason: "because"', where)
  end
  if tieout.because and not tieout.difference then raise('%s: "because" gives the reason for a "difference", and there is none', where) end
  return tieout
end

-- The tie-outs of an object, the package or a resource, whose name is then the table they are about; all resources are known by then.
function record.read_tieouts(object, package, home, where)
  for i, entry in ipairs(take(object, "tieouts", "table", where) or {}) do
    local tieout = read_tieout(entry, package, home, ("%s, tieouts[%d]"):format(where, i))
    tieout.word = (home and ('"%s", '):format(home) or "") .. ("tieouts[%d]"):format(i)
    package.tieouts[#package.tieouts + 1] = tieout
  end
end

return record
