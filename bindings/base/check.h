/* check.h - what a script hands in, read and checked. Single values, in and out, are in scalar.h.
 *
 * A script's table is read once, and raw:
 *
 *     { "year", "force" }   ->   a list of our own   ->   SlStr names[2], which hold on to that list
 *     { on = "force" }      ->   a table of our own, in the place of the script's on the stack
 *
 * While a binding works, Lua code may run all the same (a function of the script's that is called, a finalizer whenever something
 * is allocated), and it may change or empty any table that it can reach. It cannot reach ours. So:
 *
 *   1. A list is counted and read in one pass into a list of our own; arrays of core are made from that.
 *   2. Texts in such an array live as long as the array, whatever becomes of the script's table.
 *   3. A table with a metatable that would answer for it (__index, __len, __pairs) is refused with a message: read raw it would
 *      seem empty, and asked it could say something else each time. Other metatables (a list of JSON has one) do not matter.
 *
 * Everything here may raise, so nothing of core may be held in a local across a call. Arrays are userdata that are left on the
 * stack, where they live as long as the caller needs them.
 */
#ifndef SLL_CHECK_H
#define SLL_CHECK_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/values/table.h"

/* --- tables of a script -------------------------------------------------------------------------------------------- */

/* Raises when the table at index has a metatable that answers for it (3). `what` names it in messages. */
void sll_check_plain(lua_State *L, int index, const char *what);

/* Pushes a copy, one level deep, of the table at index. */
void sll_push_copy(lua_State *L, int index, const char *what);

/* The length of the list at index. One that claims more items than any memory holds raises, so a count of them may be added to. */
int64_t sll_list_length(lua_State *L, int index);

/* Pushes a copy of the list at index, whose items are all there, and gives its length: an item that is nil raises
 * "what[3]: ...". */
lua_Integer sll_push_list(lua_State *L, int index, const char *what);

/* Pushes an array of `count` items of `size` bytes, not initialised; raises when there is no such memory. */
void *sll_new_array(lua_State *L, int64_t count, size_t size);

/* Whether one of the items of the table at index, as they are without metatables and up to the first hole, is what is asked for;
 * `is` leaves the stack as it was. For a look at a list of somebody else's before it is copied: its length may be a claim. */
bool sll_any_item(lua_State *L, int index, bool (*is)(lua_State *L, int item, const void *context), const void *context);

/* The list of texts on top, which must be our own, becomes an array that keeps it. */
SlStr *sll_list_to_names(lua_State *L, int64_t *count);

/* Arguments first .. last (0 or more), each a text or a list of texts, as one array, which is pushed: t:select("a", {"b", "c"}).
 * `what` names a text in messages: "column name". */
SlStr *sll_check_names(lua_State *L, int first, int last, const char *what, int64_t *count);

/* Arguments first .. last, each a value or a list of values, as one list, which is pushed. Gives its length. */
lua_Integer sll_push_items(lua_State *L, int first, int last);

/* --- single arguments ---------------------------------------------------------------------------------------------- */

/* The text of an argument; numbers are not taken for text. */
SlStr sll_check_text(lua_State *L, int index, const char *what);
/* A whole number, also 3.0. */
int64_t sll_check_integer(lua_State *L, int index, const char *what);

/* --- options: the table at index (nil and none are an empty one) -------------------------------------------------- */

/* First of all: raises when the table has a key that `known` (ended by NULL) lacks, with a suggestion (read_csv: unknown option
 * "delimeter"; did you mean "delim"?), and puts a copy of our own in its place, from which the others read. */
void sll_check_options(lua_State *L, int index, const char *function, const char *const *known);
/* Each leaves *out as it is when the option is absent, and raises `function: option "skip" is ...` for a wrong type.
 * Texts live as long as the table stands at index. */
bool sll_option_text(lua_State *L, int index, const char *function, const char *name, SlStr *out);
bool sll_option_integer(lua_State *L, int index, const char *function, const char *name, int64_t low, int64_t high,
                        int64_t *out);
bool sll_option_number(lua_State *L, int index, const char *function, const char *name, double *out);
bool sll_option_boolean(lua_State *L, int index, const char *function, const char *name, bool *out);
/* One of the words (ended by NULL): its position. */
bool sll_option_choice(lua_State *L, int index, const char *function, const char *name, const char *const *words,
                       int *out);
/* A text or a list of texts; pushes the array when the option is there, else nil (always one value). */
SlStr *sll_option_names(lua_State *L, int index, const char *function, const char *name, int64_t *count);

/* For loops over what a script gives, which may be long: raises at every 4096th item when Ctrl-C was pressed. */
void sll_check_interrupt(lua_State *L, int64_t item);

#endif
