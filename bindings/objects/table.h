/* table.h - what the files of table methods share, and their openers.
 *
 * A method takes its table through sll_check_self(), makes an empty box, has core fill it, and ends with sll_table_result(). While it
 * runs, a box of its own at index 1 holds the table: a finalizer or a function of the script may close the script's.
 */
#ifndef SLL_TABLE_METHODS_H
#define SLL_TABLE_METHODS_H

#include <lua.h>

#include "core/values/table.h"

/* self as a table that is not grouped: verbs that would lose a grouping raise "sort after group_by: ...". */
SlTable *sll_check_self(lua_State *L, const char *verb);

/* The filled box on top becomes the result of a verb on the table at index 1: it gets the description of that, and is made of the rows of it
 * that were numbered (lineage.h), or of the same rows. */
int sll_table_result(lua_State *L);

/* --- openers: each takes lab on top of the stack and leaves it there --- */

void sll_open_table(lua_State *L);          /* table.c: shape, access, iteration */
void sll_open_table_columns(lua_State *L);  /* table_columns.c: select, drop, rename */
void sll_open_table_rows(lua_State *L);     /* table_rows.c: verbs that choose rows by place, and append */
void sll_open_table_join(lua_State *L);     /* table_join.c: join */
void sll_open_table_reshape(lua_State *L);  /* table_reshape.c: pivot, unpivot, split_rows */
void sll_open_column(lua_State *L);         /* column.c */
void sll_open_csv(lua_State *L);            /* csv.c, csv_write.c */
void sll_open_csv_write(lua_State *L);
void sll_open_scan(lua_State *L);           /* scan.c: what lib.scan needs */
void sll_open_workbook(lua_State *L);        /* workbook.c: what lib.workbook needs */
void sll_open_workbook_write(lua_State *L);  /* workbook_write.c: the same for writing */
void sll_open_workbook_survey(lua_State *L); /* workbook_survey.c: the same for checking */
void sll_open_make(lua_State *L);           /* make.c: lab.table */
void sll_open_period(lua_State *L);         /* period.c: the module slavelab.period */
void sll_open_stats(lua_State *L);          /* stats.c: round, interval, difference, ratio */
void sll_open_stats_columns(lua_State *L);  /* stats_columns.c: the module slavelab.stats */
void sll_open_prove(lua_State *L);          /* prove.c: the module slavelab.prove */
void sll_open_capture(lua_State *L);        /* capture.c: the module slavelab.capture */
void sll_open_disclosure(lua_State *L);     /* disclosure.c: the module slavelab.disclosure */
void sll_open_vectors(lua_State *L);        /* vectors.c: put, take, group_numbers, markers, labels */

#endif
