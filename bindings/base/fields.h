/* fields.h - fields of a table that the library's own scripts made: read as they are, without errors.
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

#endif
