/* box.h - the userdata that hold core's objects in Lua.
 *
 *     kind         __name                holds                user values
 *     table        slavelab.Table        SlTable              1 about, 2 by, 3 made
 *     column       slavelab.Column       SlColumn             1 its name, a text or nil, 2 read
 *     expression   slavelab.Expression   SlExpr               -
 *
 * about is the description of a table, a Lua table or nil (objects/about.h). Verbs hand it on; it is never changed once a
 * table has it.
 *     { sources = list of source tables, fields = { [column] = { title=, unit=, description= } },
 *       source_column = name of the column by which rows name their sources (scripts/lib/figures/lineage/sources.lua),
 *       notes = list of { verb=, text= } (scripts/lib/figures/notes.lua),
 *       problems = table or what finds it (lib.pipeline.problems), rejects = table, preamble = list of texts, footnotes = list of texts }
 * by is a Lua table or nil: the grouping of the next verb, { "year", "force", complete = true or nil }.
 * made is a Lua table or nil: which cells of which tables it was made from (objects/lineage.h).
 * read is a Lua table or nil: of a column that a function of a row gave, the names of the columns that it looked at, as keys.
 *
 * A box is made empty (closed) first and filled by one core call, so that an error anywhere leaks nothing:
 *     SlTable **box = sll_new_table(L);
 *     if (sl_csv_read(path, &options, box, &report, &err) != SL_OK) return sll_raise(L, &err);
 *     sll_table_done(L);
 * Boxes close by t:close(), `local t <close>` and the collector, in any order. A closed box raises when it is used.
 */
#ifndef SLL_BOX_H
#define SLL_BOX_H

#include <lua.h>
#include <stdbool.h>

#include "core/expr/expr.h"
#include "core/values/table.h"

#define SLL_TABLE "slavelab.Table"
#define SLL_COLUMN "slavelab.Column"
#define SLL_EXPRESSION "slavelab.Expression"

enum { SLL_TABLE_ABOUT = 1, SLL_TABLE_BY = 2, SLL_TABLE_MADE = 3, SLL_COLUMN_NAME = 1, SLL_COLUMN_READ = 2 };

/* Each pushes an empty box with its metatable and gives its slot. */
SlTable **sll_new_table(lua_State *L);
SlColumn **sll_new_column(lua_State *L);
SlExpr **sll_new_expression(lua_State *L);

/* After the box on top was filled: the collector sees only the box, so it is told what weighs behind it. */
void sll_table_done(lua_State *L);
void sll_column_done(lua_State *L);

/* The object of an argument; raises when it is something else or closed. Borrowed: a script can close the box, and does when
 * something is allocated in Lua (which runs finalizers) or a function of the script's is called. For one look, then. */
SlTable *sll_check_table(lua_State *L, int index);
SlColumn *sll_check_column(lua_State *L, int index);
SlExpr *sll_check_expression(lua_State *L, int index);
/* The same for longer: a box of our own takes the argument's place on the stack and keeps the object until the calling C function
 * returns, or raises. Where a table is expected, a pipeline is collected. Arguments are held from the lowest index up, and their
 * places left alone afterwards. */
SlTable *sll_hold_table(lua_State *L, int index);
SlColumn *sll_hold_column(lua_State *L, int index);
SlExpr *sll_hold_expression(lua_State *L, int index);
/* NULL when the value at index is no such box. */
SlTable *sll_test_table(lua_State *L, int index);
SlColumn *sll_test_column(lua_State *L, int index);
SlExpr *sll_test_expression(lua_State *L, int index);

/* Creates the three metatables (close, __gc, __close, __name, and __metatable, so that a script that asks for a box's metatable gets
 * the name of its kind); their files add the rest. */
void sll_open_boxes(lua_State *L);
/* Pushes the metatable of a kind. */
void sll_push_metatable(lua_State *L, const char *name);

/* Boxes made and neither closed nor collected yet: what a test of leaks counts. */
int64_t sll_boxes_open(void);

/* Holds any other core object across calls that may raise: pushes an empty holder and gives its slot; what the slot
 * points to is released when the holder is collected, or by sll_release_now(), which is safe twice. */
typedef void (*SllRelease)(void *object);
void **sll_new_holder(lua_State *L, SllRelease release);
void sll_release_now(lua_State *L, int index);

/* Pushes an empty buffer that the collector resets: for text that core makes and Lua takes. */
SlBuf *sll_new_buffer(lua_State *L);
/* The buffer on top becomes its text; raises when it failed. */
void sll_buffer_done(lua_State *L);

#endif
