/* t:mutate(...): columns added or replaced, one after the other. */
#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/lineage.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/named.h"
#include "bindings/verbs/expressions/origin.h"
#include "bindings/verbs/notices/bases.h"
#include "bindings/verbs/notices/grouping.h"
#include "bindings/verbs/notices/held_back.h"
#include "bindings/verbs/notices/neighbours.h"

/* The groups were made of the keys as they were. */
static void refuse_key(lua_State *L, const SllScope *scope, SlStr name) {
  for (int64_t i = 0; i < scope->grouping.count; i++)
    if (sl_str_equal(scope->grouping.names[i], name))
      sll_fail(L, "mutate: \"%.*s\" is a key of the grouping and stays as it is; give the column another name",
               SL_STR_ARGS(name));
}

/* (t, expression ..., $values?) */
static int table_mutate(lua_State *L) {
  sll_hold_table(L, 1);
  int last, params = sll_split_params(L, 2, &last);
  lua_Integer count = sll_push_named(L, "mutate", (SllOver){1, params}, 2, last);
  int list = lua_gettop(L);
  SllScope scope = sll_open_scope(L, "mutate", 1, params, SL_PLAN_ROWS);
  sll_check_params_used(L, &scope.params, list, "mutate");
  if (count > 0) sll_check_groups_used(L, "mutate", 1, list);
  sll_look_at_neighbours(L, "mutate", 1, list);
  sll_look_at_bases(L, "mutate", 1, list);
  int said = sll_look_at_held_back(L, "mutate", 1, list);
  bool traced = sll_is_traced(L, 1);
  SllOrigin origin = traced ? sll_push_origin(L, &scope, 1, params) : (SllOrigin){0};
  int grown = list + 1, top = lua_gettop(L); /* the scope's box of the table comes first */
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, list, i * 2 + 1);
    SlStr name = sll_check_text(L, -1, "mutate");
    refuse_key(L, &scope, name);
    lua_rawgeti(L, list, i * 2 + 2);
    SlColumn *column = sll_evaluate(L, &scope, -1, NULL);
    SlTable **box = sll_new_table(L);
    SlError err;
    if (sl_table_with_column(scope.table, name, column, box, &err) != SL_OK) return sll_raise(L, &err);
    scope.table = *box;
    if (traced) sll_record_value(L, &origin, i == 0 ? 1 : grown, name);
    lua_replace(L, grown);
    lua_settop(L, top);
  }
  lua_pushvalue(L, grown);
  if (count == 0) sll_made_of(L, 1);
  sll_keep_about_without(L, 1, list);
  sll_table_done(L);
  sll_note_held_back(L, "mutate", said);
  return 1;
}

static const SllFunction methods[] = {
    {"mutate", table_mutate, "(...: string|slavelab.Expression|table, values?: table): slavelab.Table",
     "The table with columns added, or replaced in their place: \"name = expression\" texts, {{\"name\", expression}} "
     "pairs whose expression may also be a function of a row, or a column. Later ones see earlier ones. A last table "
     "gives the values of $names. \"round(*, 1) over numeric\" does it to each column that the condition holds of (lab.columns), \"*_share = "
     "share(*) over numeric\" beside them. After group_by, aggregates and windows are taken within the row's group.",
     "local t = lab.table { columns = { \"force\", \"n\" }, { \"Kent\", 2 }, { \"Essex\", 3 } }\n"
     "print(t:mutate(\"percent = n / sum(n) * 100\", \"rounded = round(percent, $places)\", { places = 1 }))\n"
     "print(t:mutate { { \"many\", function(r) return r.n > 2 end } })"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_mutate(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
