/* check.h - what a script hands in, read and checked; and single values on their way out.
 *
 * Everything here may raise, so nothing of core may be held in a local across a call. Arrays are userdata that are left
 * on the stack, where they live as long as the caller needs them.
 */
#ifndef SLL_CHECK_H
#define SLL_CHECK_H

#include <lua.h>
#include <stdbool.h>

#include "core/expr/expr.h"
#include "core/values/table.h"

/* Arguments first .. last (0 or more), each a text or a list of texts, as one array: t:select("a", {"b", "c"}). Pushes
 * the array's userdata; texts are borrowed from the arguments. `what` names the argument in messages: "column name". */
SlStr *sll_check_names(lua_State *L, int first, int last, const char *what, int64_t *count);

/* Arguments first .. last, each a value or a list of values, as one list, which is pushed. Gives its length. */
lua_Integer sll_push_items(lua_State *L, int first, int last);

/* The text of an argument; numbers are not taken for text. */
SlStr sll_check_text(lua_State *L, int index, const char *what);
/* A whole number, also 3.0. */
int64_t sll_check_integer(lua_State *L, int index, const char *what);

/* --- options: the table at index (nil and none are an empty one) -------------------------------------------------- */

/* Raises when the table has a key that `known` (ended by NULL) lacks, with a suggestion: read_csv: unknown option
 * "delimeter"; did you mean "delim"? Keys must be texts. */
void sll_check_options(lua_State *L, int index, const char *function, const char *const *known);
/* Each leaves *out as it is when the option is absent, and raises `function: option "skip" is ...` for a wrong type.
 * Texts are borrowed from the table. */
bool sll_option_text(lua_State *L, int index, const char *function, const char *name, SlStr *out);
bool sll_option_integer(lua_State *L, int index, const char *function, const char *name, int64_t low, int64_t high,
                        int64_t *out);
bool sll_option_number(lua_State *L, int index, const char *function, const char *name, double *out);
bool sll_option_boolean(lua_State *L, int index, const char *function, const char *name, bool *out);
/* One of the words (ended by NULL): its position. */
bool sll_option_choice(lua_State *L, int index, const char *function, const char *name, const char *const *words,
                       int *out);
/* A text or a list of texts; pushes the array's userdata when the option is there, else nil (always one value). */
SlStr *sll_option_names(lua_State *L, int index, const char *function, const char *name, int64_t *count);

/* --- single values ------------------------------------------------------------------------------------------------ */

/* A cell: integer, float, boolean; text, dates and periods as text ("2023-03-31", "2023 Q1"); nil when missing. */
void sll_push_cell(lua_State *L, const SlColumn *column, int64_t row);
/* The value of a scalar without a date or period: nil when it is missing. */
void sll_push_scalar(lua_State *L, const SlScalar *scalar);
/* nil, boolean, integer, number or text as a scalar (text borrowed); raises for anything else, naming `what`. */
SlScalar sll_check_scalar(lua_State *L, int index, const char *what);

#endif
