-- publications.lua - that publications listed are used, were read after they came out and quote earlier ones, that a resource
-- names those of its rows, and that each row has a licence which its resource states.

local rows = require "lib.package.rows"

local publications = {}

-- Whether a day, month or year lies before another, as far as both are known.
function publications.is_before(a, b)
  local known = math.min(#a, #b)
  return a:sub(1, known) < b:sub(1, known)
end

-- The list of publications that a foreign key of the resource refers to: the resource, and the fields on both sides; nil when it is no such key.
local function catalogue_of(run, key)
  local listing = run.package.by_name[key.resource]
  if listing and listing.catalogue and #key.fields == 1 then return listing, key.fields[1], key.references[1] end
end

-- The publications of a list by their id: { title =, publisher =, published =, url =, licence =, primary =, retrieved =, first_hand =,
-- row =, id = }. Remembered in the run.
local function entries_of(run, listing, id)
  run.publications = run.publications or {}
  local known = run.publications[listing.name .. "\0" .. id]
  local t = run.tables[listing.name]
  if known or not t then return known end
  known = {}
  local ids, columns = t:col(id), {}
  for word, name in pairs(listing.catalogue) do
    if word ~= "first_hand" then columns[word] = t:col(name) end
  end
  local first_hand, problem = {}, nil
  if listing.catalogue.first_hand then first_hand, problem = rows.where(t, listing.catalogue.first_hand) end
  if problem then run.wrong_expression(listing, 'catalogue, "first_hand"', problem, { listing.name, listing.catalogue.first_hand }) end
  for row = 1, #t do
    local entry = { row = row, id = ids[row], first_hand = first_hand and first_hand[row] }
    for word, column in pairs(columns) do
      local value = column[row]
      if value ~= nil then entry[word] = word == "primary" and value or tostring(value) end
    end
    if entry.id ~= nil then known[entry.id] = known[entry.id] or entry end
  end
  run.publications[listing.name .. "\0" .. id] = known
  return known
end

-- The publications by their id, and the column by which the rows of the resource name theirs: the first foreign key into a list of
-- publications. nil when rows name none.
function publications.of_rows(run, resource)
  if resource.catalogue then return nil end
  for _, key in ipairs(resource.foreign_keys) do
    local listing, field, id = catalogue_of(run, key)
    local entries = listing and entries_of(run, listing, id)
    if entries then return entries, field, listing end
  end
end

-- --- days and who quotes whom ----------------------------------------------------------------------------------------

local function check_entries(run, listing, t, id)
  local names, entries, ids = listing.catalogue, entries_of(run, listing, id), t:col(id)
  local function add(entry, field, value, says, advice)
    run.findings:add { kind = "fault", rule = "sources", resource = listing, field = field, row = entry.row, value = value, says = says, advice = advice }
  end
  for row = 1, #t do
    local entry = ids[row] ~= nil and entries[ids[row]] or {}
    if entry.published and entry.retrieved and publications.is_before(entry.retrieved, entry.published) then
      add(entry, names.retrieved, entry.retrieved, ('column "%s": %s was read on %s, and published %s'):format(names.retrieved, entry.id,
        entry.retrieved, entry.published), "Correct one of the days.")
    end
    local quoted, seen = entry.primary and entries[entry.primary], { [entry.id or ""] = true }
    if quoted and entry.published and quoted.published and publications.is_before(entry.published, quoted.published) then
      add(entry, names.primary, quoted.id, ('column "%s": %s, published %s, cannot quote %s, published %s'):format(names.primary, entry.id,
        entry.published, quoted.id, quoted.published), "Correct whom it quotes, or one of the days.")
    end
    while quoted and not seen[quoted.id] do
      seen[quoted.id] = true
      quoted = quoted.primary and entries[quoted.primary]
    end
    if quoted and quoted.id == entry.id and entry.row == row then
      add(entry, names.primary, entry.primary, ('column "%s": %s quotes itself, by others or without'):format(names.primary, entry.id),
        "Let the publication that printed the figures first quote nobody.")
    end
  end
end

-- --- used and unused -------------------------------------------------------------------------------------------------

local function check_used(run)
  local used, is_listed = {}, {}
  for _, resource in ipairs(run.package.resources) do
    local t = run.tables[resource.name]
    for _, key in ipairs(t and resource.foreign_keys or {}) do
      local listing, field, id = catalogue_of(run, key)
      if listing then
        is_listed[listing.name] = id
        used[listing.name] = used[listing.name] or {}
        for _, value in ipairs(t:col(field):unique()) do used[listing.name][value] = true end
      end
    end
  end
  for _, listing in ipairs(run.package.resources) do
    local id = is_listed[listing.name]
    local t = id and run.tables[listing.name]
    if t then check_entries(run, listing, t, id) end
    for row = 1, t and #t or 0 do
      local value = t:col(id)[row]
      if value ~= nil and not used[listing.name][value] then
        run.findings:add { kind = "fault", rule = "sources", resource = listing, field = id, row = row, value = value,
          says = ('%s is listed, and no row of any table names it'):format(value),
          advice = "Take it out, or name it where it was used." }
      end
    end
  end
end

-- --- the list in the description -------------------------------------------------------------------------------------

local compared = { title = "title", publisher = "publisher", published = "date", url = "url", licence = "licence" }
local compared_order = { "title", "publisher", "published", "url", "licence" }

-- What a resource's "sources" say beside what its rows name. A list without names says less, and is not compared.
local function check_described(run, resource, t)
  local entries, by, listing = publications.of_rows(run, resource)
  local described, any = {}, false
  for _, source in ipairs(resource.sources) do
    if source.name then described[source.name], any = source, true end
  end
  if not entries or not any then return end
  local function add(row, value, says)
    run.findings:add { kind = "fault", rule = "sources", resource = resource, near = not row and { resource.name, "sources", value } or nil, field = row and by, row = row,
      value = value, says = says, advice = ('Let "sources" of "%s" in %s be those of its rows.'):format(resource.name, run.package.path) }
  end
  local seen = {}
  for row, value in t:col(by):values() do
    if value ~= nil and not seen[value] then
      seen[value] = true
      if entries[value] and not described[value] then
        add(row, value, ('column "%s": %s is not among the "sources" that the description gives for this table'):format(by, value))
      end
    end
  end
  for _, source in ipairs(resource.sources) do
    local entry = source.name and entries[source.name]
    if source.name and not seen[source.name] then
      add(nil, source.name, ('resource "%s", "sources": %s is described, and no row names it'):format(resource.name, source.name))
    end
    for _, word in ipairs(compared_order) do
      local theirs = source[compared[word]]
      if word == "licence" and theirs == resource.licence then theirs = nil end -- that of the table, which holds where none is stated
      if entry and listing.catalogue[word] and theirs and theirs ~= entry[word] then
        add(nil, source.name, ('resource "%s", "sources": the %s of %s is "%s", and "%s" has "%s"'):format(resource.name, compared[word], source.name,
          theirs, listing.name, entry[word] or ""))
      end
    end
  end
end

-- --- licences --------------------------------------------------------------------------------------------------------

local function is_stated(licences, text)
  for _, licence in ipairs(licences) do
    if licence.title == text or licence.name == text then return licence end
  end
end

local function check_licences(run, resource, t)
  local licences = #resource.licences > 0 and resource.licences or run.package.licences
  local entries, by, listing = publications.of_rows(run, resource)
  if #licences == 0 then
    run.findings:add { kind = "open", rule = "licences", resource = resource, near = { resource.name, "licenses" },
      says = ('resource "%s": no licence is stated, and the package has none'):format(resource.name) }
  end
  if not entries or not listing.catalogue.licence then return end
  local counts, lacking = {}, 0
  for row, value in t:col(by):values() do
    local entry = value ~= nil and entries[value]
    if entry and not entry.licence then
      lacking = lacking + 1
    elseif entry then
      local stated = is_stated(licences, entry.licence)
      if stated then
        counts[stated] = (counts[stated] or 0) + 1
      elseif #licences > 0 then
        run.findings:add { kind = "fault", rule = "licences", resource = resource, field = by, row = row, value = value,
          says = ('column "%s": %s has the licence "%s", which is not among those of this table'):format(by, value, entry.licence),
          advice = ('Add it to "licenses" of "%s" in %s, or correct the source.'):format(resource.name, run.package.path) }
      end
    end
  end
  if lacking > 0 then
    run.findings:add { kind = "open", rule = "licences", resource = resource, field = by, cells = lacking,
      says = ("%d rows are from publications whose licence is not stated"):format(lacking) }
  end
  for _, licence in ipairs(licences == resource.licences and licences or {}) do
    if licence.rows and licence.rows ~= (counts[licence] or 0) then
      run.findings:add { kind = "fault", rule = "licences", resource = resource, near = { resource.name, "licenses" }, value = licence.rows,
        says = ('resource "%s", "licenses": %d rows are said to have "%s", and %d do'):format(resource.name, licence.rows, licence.title,
          counts[licence] or 0),
        advice = 'Correct "rows", the source of a row, or the licence of a source.' }
    end
  end
end

function publications.check(run)
  check_used(run)
  for _, resource in ipairs(run.package.resources) do
    local t = run.tables[resource.name]
    if t then
      check_described(run, resource, t)
      check_licences(run, resource, t)
    end
  end
end

return publications
