/* groups.h - the grouping of the next verb.
 *
 * t:group_by("year", "force") is t with the names in user value 2 of its box (box.h); the groups are made when a verb
 * that works group by group asks for them. Its result is no longer grouped.
 */
#ifndef SLL_GROUPS_H
#define SLL_GROUPS_H

#include <lua.h>
#include <stdbool.h>

#include "core/query/groups.h"

typedef struct SllGrouping {
  SlGroups *groups; /* NULL: not grouped */
  SlStr *names;     /* of its keys */
  int64_t count;
} SllGrouping;

/* The groups of the table at index. Pushes two values that they live in. */
SllGrouping sll_push_grouping(lua_State *L, int table);

/* The rows in order of their groups (sl_groups_order). Pushes two values that the arrays live in. */
void sll_push_group_order(lua_State *L, const SlGroups *groups, int64_t **order, int64_t **starts);

#endif
