/* workbook.h - what the files of the module "slavelab.workbook" share.
 *
 *     workbook.c        opens a workbook and says what is in it
 *     workbook_cells.c  looks at single cells
 *     workbook_shape.c  looks at all of a sheet for where its tables are
 *     workbook_looks.c  looks at how the cells of a column are shown
 *     workbook_take.c   takes cells of a sheet as a table, and says what is known of it
 *
 * A workbook is a holder (bindings/base/box.h), which the collector frees or book.close().
 * Private to bindings/files.
 */
#ifndef SLL_WORKBOOK_H
#define SLL_WORKBOOK_H

#include <lua.h>

#include "core/workbook/sheet.h"

/* Raise when there is none: another value, a closed one, no such sheet (from 1). */
SlWorkbook *sll_check_book(lua_State *L, int index);
SlSheet *sll_check_sheet(lua_State *L, const SlWorkbook *book, int index);

/* The rows of a sheet that have cells, from the one to the other that are arguments `index` and `index + 1` (from 1) behind workbook and
 * sheet; one after the other, then NULL. */
typedef struct SllRows {
  const SlWorkbook *book;
  const SlSheet *sheet;
  int64_t at, last;
} SllRows;
SllRows sll_check_rows(lua_State *L, int index);
const SlSheetRow *sll_rows_next(SllRows *rows);

/* The fields first_row, last_row, first_column and last_column of the table on top, from 1. */
void sll_set_range(lua_State *L, const SlRange *range);

int sll_book_cells(lua_State *L);
int sll_book_texts(lua_State *L);
int sll_book_column(lua_State *L);
int sll_book_flagged(lua_State *L);
int sll_book_unmarked(lua_State *L);
int sll_book_filled(lua_State *L);
int sll_book_runs(lua_State *L);
int sll_book_columns(lua_State *L);
int sll_book_hidden_column(lua_State *L);
int sll_book_looks(lua_State *L);
int sll_book_take(lua_State *L);
int sll_book_enter(lua_State *L);
int sll_book_describe(lua_State *L);

#endif
