-- publications.lua - the publications behind the rows of a table of a package: those that its rows name, else those of the description.

local publications = {}

-- The publications that a table lists, one a row, by their id; nil when it is no such table.
local function read_catalogue(t, id)
  local columns = {}
  for _, name in ipairs(t:column_names()) do columns[name] = t:col(name) end
  if not columns.title then return nil end
  local from = { title = columns.title, publisher = columns.publisher, date = columns.published or columns.date,
    url = columns.url or columns.path, licence = columns.licence or columns.license }
  local catalogue = {}
  for row = 1, #t do
    local source = { name = columns[id][row] }
    for key, column in pairs(from) do source[key] = column[row] end
    catalogue[source.name or ""] = source
  end
  return catalogue
end

-- The publications that the rows of a table name, and the column by which they do; nil when rows name none.
local function of_rows(state, t, resource)
  for _, key in ipairs(resource.foreign_keys) do
    if key.resource == "sources" and #key.fields == 1 and resource.name ~= "sources" then
      state.catalogue = state.catalogue or read_catalogue(state.load("sources"), key.references[1])
      if not state.catalogue then return nil end
      local list, seen, columns = {}, {}, { key.fields[1] }
      for _, field in ipairs(resource.fields) do columns[#columns + 1] = field.source end
      for _, column in ipairs(columns) do
        for _, id in ipairs(t:col(column):unique()) do
          if not seen[id] then seen[id], list[#list + 1] = true, state.catalogue[id] end
        end
      end
      return list, key.fields[1]
    end
  end
end

function publications.of(state, t, resource)
  local sources, column = of_rows(state, t, resource)
  if sources then return sources, column end
  return #resource.sources > 0 and resource.sources or state.described.sources
end

return publications
