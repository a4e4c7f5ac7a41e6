/* grouping.h - a verb after group_by uses the groups or refuses: none spends them without a word.
 *
 *     t:group_by("g"):filter("n >= 0"):mutate("total = sum(n)")     the filter would leave mutate without groups
 *
 * Private to bindings/verbs.
 */
#ifndef SLL_GROUPING_H
#define SLL_GROUPING_H

#include <lua.h>

/* Raises when the table at `table` is grouped and none of the expressions in the list at `list` (its other values are passed over)
 * has an aggregate or a window, which are taken over groups. */
void sll_check_groups_used(lua_State *L, const char *verb, int table, int list);

#endif
