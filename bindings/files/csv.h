/* csv.h - what reading a CSV file whole (csv.c) and reading it in chunks (scan.c) share: their words to the person at the terminal.
 *
 *     slavelab: data/forces.csv: the header has "people" twice: column 2 is called "people_2"
 *
 * Core, which never prints, gives them as lines without the file's name.
 * Private to bindings/files.
 */
#ifndef SLL_CSV_H
#define SLL_CSV_H

#include <lua.h>

#include "core/values/table.h"

/* Pushes { { verb = "read_csv", text = "name: line." }, ... }, as about.notes has them; nil when there are no lines. */
void sll_push_read_notes(lua_State *L, const char *name, SlStr lines);
/* Pushes the texts of kept lines, a table (line, text), as about.preamble has them; nil for NULL. */
void sll_push_lines(lua_State *L, const SlTable *lines);
/* Notices go to standard error, one a line: they are for the person, not for the script. */
void sll_print_notices(lua_State *L, const char *name, SlStr notices);

#endif
