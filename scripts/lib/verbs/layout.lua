-- layout.lua - the methods of tables that mend a layout, with their documentation: from a table as it was published to a long one. What they
-- mean is in their files, and docs/layout.md shows them on one table after the other.
--
-- Loaded when one of them is first asked for.

local blocks = require "lib.verbs.layout.blocks"
local patch = require "lib.verbs.releases.patch"
local promote_header = require "lib.verbs.layout.promote_header"
local revisions = require "lib.verbs.releases.revisions"
local split = require "lib.verbs.layout.split"

local said = [[
local t = lab.table{ columns = { "year", "people", "released" }, types = { released = "date" },
  { 2022, 16938, "2023-03-02" }, { 2022, 16921, "2024-03-07" }, { 2023, 17004, "2024-03-07" } }
]]

local verbs = {
  { "split", split.split,
    '(column: string|{column: string, into?: string|string[], sep?: string, pattern?: string, unmatched?: "error"|"missing", '
      .. 'convert?: boolean, keep?: boolean}, options?: table): slavelab.Table',
    [[Cuts a column of texts into several, named by into: at each separator (sep), or into what the brackets of a pattern (PCRE2's)
capture, whose names, (?<year>...), stand for into. The new columns take the place of the old one (keep = true leaves it
before them). A cell that gives another number of parts, or that the pattern does not fit, is an error that names rows; unmatched =
"missing" leaves the new columns missing there and says how many. They are texts; convert = true makes them what all their cells
read as. Missing cells keep their reasons.]],
    'local t = lab.table{ columns = { "period", "people" }, { "2019 Q1", 12 }, { "2019 Q2", 7 } }\n'
      .. 'print(t:split{ column = "period", into = { "year", "quarter" }, sep = " ", convert = true })\n'
      .. 'print(t:split("period", { pattern = "^(?<year>\\\\d{4}) Q(?<quarter>[1-4])$", convert = true }))' },
  { "promote_header", promote_header.promote_header,
    '(options: {row?: integer, rows?: integer|integer[], join?: string, fill?: boolean, markers?: "gss", marks?: "keep"|"strip"}): '
      .. 'slavelab.Table',
    [[Makes a row the names of the columns, or several rows joined by a blank (join): rows = 2 are the first two, rows = { 3, 5 } these. An
empty cell of an upper row takes the one to its left, but not past a column that has a cell further up; fill = false joins what stands
there. What stood above goes to t.preamble; of what stands below, texts are proved anew: figures that were texts only because of the header are
figures. markers and marks are those of read_csv. Columns with neither a name nor a cell are left out.]],
    'local t = lab.parse_csv("Referrals,\\nforce,people\\nKent,12\\n", { header = false })\n'
      .. 'print(t:promote_header{ row = 2 })' },
  { "blocks", blocks.blocks,
    '(by?: string|string[]|{by?: string|string[], as?: string, header?: boolean|integer, markers?: "gss", marks?: "keep"|"strip"}, '
      .. 'options?: table): slavelab.Table[]|slavelab.Table',
    [[The table cut at its blank rows (read_csv keeps them with blank_rows = "keep"), as a list of tables; printing it shows them. Rows at the
top of a block with one cell alone, at the left, are its title, in list.titles and in the preamble of the block; list["Table 2"] is the block whose
title begins so. Lines between blocks that are no title are footnotes of the one above. header = true (or a number of rows) makes the
first row of each the names of its columns, and proves its types anew. as = "name" gives one table, with a first column that says which
block a row is of. by= (or group_by) cuts by the values of columns instead.]],
    'local t = lab.parse_csv("Table 1,\\nforce,people\\nKent,12\\n,\\nTable 2,\\nforce,charged\\nKent,3\\n", { header = false, blank_rows = "keep" })\n'
      .. 'local list = t:blocks{ header = true }\nprint(list)\nprint(list["Table 2"])' },
  { "patch", patch.patch,
    '(correction: slavelab.Patch|table[]|{where: string|slavelab.Expression|table<string, any>, set: string|string[]|table<string, any>, '
      .. 'because: string, source?: string|table, expect?: integer, params?: table}): slavelab.Table',
    [[The table with a documented correction, or a list of them one after the other: where, set, because, source and expect are those of
lab.patch. t:notes() says what was corrected in which rows, the old values, why, and by what source.]],
    'local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 7 } }\n'
      .. 't = t:patch{ where = "force == \'Kent\'", set = "people = people * 10", because = "a digit was lost", expect = 1 }\n'
      .. 'print(t, t:notes()[1])' },
  { "revisions", revisions.revisions,
    '(value: string|{value: string, key: string|string[], released?: string, against?: "previous"|"first", shape?: "long"|"triangle"|"ages"}, '
      .. 'options?: table): slavelab.Table',
    [[What was said of each figure when: a row for each release that says something of it, with release (1, 2, ...), days since the first
(where days are known), previous (what the release before said, or the first with against = "first"), change, percent and direction (first, up, down, same,
withdrawn: missing for a reason, restored). key are the columns that say which figure a row is, released (a date or a period) when it was
said. shape = "triangle" has a column for each release; shape = "ages" a row for each release after the first: how many figures, how
many of them revised, up, down, withdrawn, the mean change and its mean size. A release without a row, or with a cell plainly missing, says nothing.]],
    said .. 'print(t:revisions{ key = "year", value = "people" })\nprint(t:revisions{ key = "year", value = "people", shape = "triangle" })' },
  { "as_of", revisions.as_of,
    '(day: string|slavelab.Period, options: {key: string|string[], released?: string}): slavelab.Table',
    [[What was known on a day: of each figure, which key tells apart, the row of the latest release at or before it. A day before all releases is
an error. lab.read_releases takes as_of, too.]],
    said .. 'print(t:as_of("2023-12-31", { key = "year" }))' },
}

for _, verb in ipairs(verbs) do
  lab.method("table", verb[1], verb[2], { signature = verb[3], text = verb[4]:gsub("\n", " "), example = verb[5] })
end

return verbs
