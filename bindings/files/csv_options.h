/* csv_options.h - the options of lab.read_csv: core's (core/csv/options.h), and those that ask about rows once they are read.
 *
 * Ownership: names and types live in values that sll_check_csv_options() leaves on the stack, texts in the options table.
 * Private to bindings/files.
 */
#ifndef SLL_CSV_OPTIONS_H
#define SLL_CSV_OPTIONS_H

#include <lua.h>

#include "core/csv/read.h"

/* The options table at index (nil: none). Leaves values on the stack in which the options live. */
SlCsvOptions sll_check_csv_options(lua_State *L, int index, const char *verb);

/* Pushes core's options for scripts of the library: a list of { name =, kind =, dialect = }, kind being the name of a Lua type. */
void sll_push_csv_option_list(lua_State *L);
/* Pushes all options as a type in declarations: {delim?: string, quotes?: boolean, ...}. */
void sll_push_csv_options_type(lua_State *L);

#endif
