-- columns.lua - lab.columns(condition): the columns of which it holds, where a verb takes names (column_sets.lua).

local column_sets = require "lib.figures.column_sets"

lab.document("lab", "columns", {
  signature = "(condition: string|slavelab.Expression|function, values?: table): slavelab.Columns",
  text = "Columns chosen by what they are, to stand where select, drop, distinct, group_by, fill_down, complete, unpivot and other verbs take "
    .. "names. The condition is an expression over the columns' own properties: name, type, numeric, integer, number, text, boolean, date, "
    .. "datetime, n_missing (how many cells), rows, empty, place, unit, title, and role, figure, key, remark (as t:roles says). A condition that "
    .. "holds of no column is an error, but for drop. rename(columns, \"expression of name\") renames them. In mutate and summarise the same "
    .. 'conditions stand behind "over": summarise("mean(*) over numeric").',
  example = 'local t = lab.table { columns = { "force", "n_2021", "n_2022" }, { "Kent", 3, 4 } }\n'
    .. 'print(t:select("force", lab.columns("starts_with(name, \'n_\')")))\n'
    .. 'print(t:rename(lab.columns("numeric"), "replace(name, \'n_\', \'\')"))',
})

return column_sets.new
