/* workbook.h - what the files of the module "slavelab.workbook" share.
 *
 *     workbook.c        opens a workbook, says what is in it and looks at its cells
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

void sll_set_integer(lua_State *L, const char *field, int64_t value); /* of the table on top */

int sll_book_take(lua_State *L);
int sll_book_enter(lua_State *L);
int sll_book_describe(lua_State *L);

#endif
