/* lineage.h - which cells of which tables the cells of a table were made from.
 *
 *     box of t   user value 3 -> made, a Lua table, or nil: t is where its figures come from, or nobody knows of any source
 *
 *     made = { parts = { { from = table, rows = column, integer or false?, columns = { [name] = name in from }? }, ... },
 *              cells = { [name] = recipe, ... }?,
 *              from = table?, groups = column? }
 *
 *     parts     a cell is that of the same name (or of columns) in row rows[row] of `from`; in the same row where there are no rows, and
 *               where rows is a number in the row that many further up. Of several parts (append, join) the first that has the row. False
 *               says that nobody knows in which row: a verb changed them and did not number them. It is then any, as it is where a column
 *               is new that no recipe tells of: rather too many sources than one too few
 *     cells     columns that a verb made: of which columns, in which rows. scripts/lib/figures/lineage/lineage.lua has the kinds of recipes and
 *               reads all of this
 *     groups    of summarise: by row of `from` the number of the row that it went into; none where all went into one
 *
 * Only what a verb has at hand is kept, and only of tables with sources (sll_is_traced): a table without any pays for one look.
 * Rows are found by number: a verb that chooses or pairs rows is given its table with a column of their numbers, which core takes along as
 * it does any other, and which is taken off the result again. So what is recorded is what core did, not what is thought that it does.
 * The tables kept are boxes of our own, which a script cannot close.
 */
#ifndef SLL_LINEAGE_H
#define SLL_LINEAGE_H

#include <lua.h>
#include <stdbool.h>

#include "core/query/groups.h"
#include "core/values/table.h"

/* Whether it is known of the table at index where its figures come from. */
bool sll_is_traced(lua_State *L, int table);

/* Pushes one value: a box of `table` with the numbers of its rows in a last column when `traced`, nil otherwise. Gives what core is to work
 * on. `side` tells the two tables of a join apart, 0 or 1. */
SlTable *sll_number_rows(lua_State *L, SlTable *table, bool traced, int side);

/* Pushes the column of numbers that the box at index has, and takes it off the box; nil when it has none. */
void sll_push_rows(lua_State *L, int box, int side);

/* The box on top, filled by a verb from the table at index, is made of the rows of that one that were numbered, or of the same rows. Nothing
 * when the table is not traced. */
void sll_made_of(lua_State *L, int from);

/* Adds a part to the box: the table at index with its `rows` and `columns`, each of which may be nil. Stack: box, rows, columns -> box. */
void sll_add_part(lua_State *L, int from);

/* The recipe on top, popped, becomes that of the column `name` of the box below it. */
void sll_set_recipe(lua_State *L, SlStr name);

/* Pushes a recipe { from = the table at index } to be filled. */
void sll_push_recipe(lua_State *L, int from);

/* Pushes the number of the group of each row, from 1, as a column; nil for no groups. */
void sll_push_group_column(lua_State *L, const SlGroups *groups);

/* Opens the module "slavelab.lineage", for scripts/lib/figures/lineage/lineage.lua. */
void sll_open_lineage(lua_State *L);

#endif
