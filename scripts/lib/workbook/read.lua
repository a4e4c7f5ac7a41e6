-- read.lua - lab.read_sheet: one table of a sheet, as it was published, into a table.
--
--     options -> where the table is (locate, find) -> its header and rows (rows, header) -> its columns -> heads of rows -> what each column takes (take)
--     -> cells proved in C -> what is said of it (report)
--
-- Nothing is left out in silence: hidden rows and columns, heads, blank columns, marks and markers each leave a notice or a note.
-- What the files hand on is the *state* of a read: { handle =, info = of the workbook, options =, region =, header = rows, body = first row, rows = ranges,
-- named = headings, groups = of heads, notes =, fields = of columns, tokens = signs and their meaning }.

local book = require "slavelab.workbook"
local columns = require "lib.workbook.columns"
local heads = require "lib.workbook.heads"
local locate = require "lib.workbook.locate"
local markers = require "lib.workbook.markers"
local options_of = require "lib.workbook.options"
local raise = require "lib.base.raise"
local report = require "lib.workbook.report"
local rows = require "lib.workbook.rows"
local take = require "lib.workbook.take"

local read = {}

-- The table of a workbook that is open; and how it was read, for suggest.lua, whose trials are no inputs of the run.
function read.from(handle, info, path, given, is_trial)
  local options = options_of.check(given)
  local region = locate.region(handle, info, options)
  local state = { handle = handle, info = info, path = path, options = options, region = region, sheet_name = info.sheets[region.sheet].name,
    notes = {}, fields = {}, groups = {}, group_names = {}, tokens = {}, used_types = {} }
  if info.sheets[region.sheet].state ~= "visible" then report.say(state, "the sheet is hidden") end
  rows.skip(state)
  rows.stop_at(state)
  rows.find(state)
  local list = columns.of(state)
  if #list == 0 then raise("%s: %s: there is nothing to read in %s", info.name, state.sheet_name, locate.describe(info, region)) end
  columns.make_unique(state, list)
  local has_markers, replacements = markers.of(state)
  rows.fill_labels(state, list)
  heads.take(state, list, has_markers, replacements)
  local taken = take.below_headings(state, list)
  local spec = options.names and take.long(state, taken, has_markers, replacements) or take.wide(state, taken, has_markers, replacements)
  take.check_names(state, spec)
  take.check_types(state)
  take.row_flags(state, spec, list)
  local t, found = book.take(handle, spec)
  report.found(state, spec, found)
  report.tokens(state)
  report.units(state, spec, list)
  if state.flag_columns then
    report.note(state, "%d columns without a heading hold flags, and belong to the figures at their left", state.flag_columns)
  end
  local rejected = report.rejected(state, t)
  if not is_trial then book.enter(handle, path, #t + rejected, rejected) end
  report.describe(state, t)
  if options.where ~= nil then t = t:filter(options.where, options.params) end
  t = take.chosen(state, t)
  state.columns = list
  return t, state
end

-- lab.read_sheet(path, options).
function read.sheet(path, options)
  if type(path) == "table" and getmetatable(path) == "slavelab.Workbook" then return path:read(options) end
  if type(path) ~= "string" then raise("read_sheet: path: a text was expected, not %s", type(path) == "nil" and "nil" or "a " .. type(path)) end
  local checked = options_of.check(options)
  local handle = book.open(path, checked.values == "shown")
  local t = read.from(handle, book.info(handle), path, options) -- after an error the collector closes it
  book.close(handle)
  return t
end

lab.document("lab", "read_sheet", {
  signature = "(path: string|slavelab.Workbook, options?: {sheet?: string|integer, table?: string, title?: string, nth?: integer, range?: string, skip?: integer, "
    .. "header?: boolean|\"wrapped\", header_rows?: integer, names?: (string|false)[], value_name?: string, stub?: \"bold\"|\"indent\"|\"sections\"|\"sums\", "
    .. "stub_name?: string|string[], marks?: \"strip\"|\"keep\", markers?: \"gss\"|\"none\"|table<string, string>, values?: \"stored\"|\"shown\", "
    .. "hidden?: \"skip\"|\"read\", stop_at?: string, blank_rows?: \"drop\"|\"keep\", headings?: string|string[], columns?: string|string[], "
    .. "types?: table<string, string>, missing?: string|string[], "
    .. "numbers?: \"strict\"|\"loose\", dates?: \"iso\"|\"dmy\"|\"long\", decimal?: \".\"|\",\", trim?: boolean, fill?: boolean|string|string[], "
    .. "on_error?: \"stop\"|\"missing\"|\"reject\", where?: any, params?: table}): slavelab.Table",
  text = "One table of an ODS or XLSX workbook, as it was published: a marked table by its name, one by its title, the nth of a sheet, or a range. Headers of "
    .. "several rows are joined along merged cells; names = { \"year\", \"quarter\" } makes them columns of a long table instead. stub makes heads of rows a column: "
    .. "those in bold, less indented, alone in their row, or sums of the rows below. Note marks are taken off labels and figures (t:marks()), (R) and [p] become flags; "
    .. "values are the stored ones; hidden rows and columns are left out, and said. Types are proved on every cell, as lab.read_csv proves them. The lines above and "
    .. "below stay in t.preamble and t.footnotes.",
  example = 'local t, problem = lab.try(lab.read_sheet, "bulletin.ods", { sheet = "Table_1", names = { "year", "quarter" } })\nprint(t or problem)',
})

-- lab.read_sheet is this module, and is called.
return setmetatable(read, { __call = function(_, path, options) return read.sheet(path, options) end })
