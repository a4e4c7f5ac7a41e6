/* fields.h - fields of tables that are between this program's C and its Lua: those that the library's own scripts made, read as they
 * are and without errors, and those made for them.
 *
 * A field that is absent, or of another type, is as if it were not given. For what users hand over there is check.h.
 */
#ifndef SLL_FIELDS_H
#define SLL_FIELDS_H

#include <lua.h>

#include "core/base/str.h"

SlStr sll_text_at(lua_State *L, int index); /* lives as long as the value; empty when it is no text: a number as text would live no longer than its place */
SlStr sll_field_text(lua_State *L, int index, const char *field); /* lives as long as the table keeps it; empty when it is absent */
bool sll_field_truth(lua_State *L, int index, const char *field);
int64_t sll_field_integer(lua_State *L, int index, const char *field, int64_t otherwise);

/* Set a field of the table on top of the stack. */
void sll_set_text(lua_State *L, const char *field, SlStr text);
void sll_set_integer(lua_State *L, const char *field, int64_t value);
void sll_set_number(lua_State *L, const char *field, double value);
void sll_set_truth(lua_State *L, const char *field, bool truth);

void sll_push_str(lua_State *L, SlStr text);

#endif
