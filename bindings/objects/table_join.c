/* The verb join. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/about.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "core/query/join.h"
#include "core/values/labels.h"

/* Adds the name on top, a key of the left table, and of the right one too unless `right` names another, to the list. */
static void add_pair(lua_State *L, int list, int left, int right) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  sll_check_text(L, left, "join: on: name of a column");
  sll_check_text(L, right, "join: on: name of a column");
  lua_pushvalue(L, left);
  lua_rawseti(L, list, count + 1);
  lua_pushvalue(L, right);
  lua_rawseti(L, list, count + 2);
}

/* Pairs of keys: a text, a list of texts, or { left = "right" }; pushes the arrays they live in. */
static void read_keys(lua_State *L, int on, SlJoinOptions *options) {
  lua_newtable(L);
  int pairs = lua_gettop(L);
  if (lua_type(L, on) == LUA_TSTRING) {
    add_pair(L, pairs, on, on);
  } else if (lua_istable(L, on)) {
    lua_Integer listed = sll_push_list(L, on, "join: on");
    for (lua_Integer i = 1; i <= listed; i++) { /* a list keeps its order */
      lua_rawgeti(L, pairs + 1, i);
      add_pair(L, pairs, -1, -1);
      lua_pop(L, 1);
    }
    sll_push_copy(L, on, "join: on");
    for (lua_pushnil(L); lua_next(L, pairs + 2); lua_pop(L, 1))
      if (!lua_isinteger(L, -2)) add_pair(L, pairs, lua_absindex(L, -2), lua_absindex(L, -1));
  } else {
    sll_fail(L, "join needs on = \"column\", a list of columns, or { left = \"right\" }");
  }
  lua_settop(L, pairs);
  int64_t count;
  const SlStr *names = sll_list_to_names(L, &count);
  count /= 2;
  SlStr *left = sll_new_array(L, count, sizeof *left), *right = sll_new_array(L, count, sizeof *right);
  for (int64_t i = 0; i < count; i++) left[i] = names[2 * i], right[i] = names[2 * i + 1];
  options->left_keys = left;
  options->right_keys = right;
  options->key_count = count;
}

/* asof = "date" or { left = "right" }; leaves on the stack what the texts live in. */
static void read_asof(lua_State *L, SlJoinOptions *options) {
  lua_pushliteral(L, "asof");
  int type = lua_rawget(L, 3);
  if (type == LUA_TSTRING) {
    options->asof_left = options->asof_right = sll_check_text(L, -1, "join: asof");
  } else if (type == LUA_TTABLE) {
    sll_push_copy(L, -1, "join: asof");
    int pairs = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      options->asof_left = sll_check_text(L, -2, "join: asof");
      options->asof_right = sll_check_text(L, -1, "join: asof");
      pairs++;
    }
    if (pairs != 1) sll_fail(L, "join: asof is one pair, { left = \"right\" }, not %d", pairs);
  } else if (type != LUA_TNIL) {
    sll_fail(L, "join: asof is \"column\" or { left = \"right\" }");
  }
}

/* Whether a label of the left column, or of `both`, that finds no partner may look like one of the other; columns of many texts are
 * left alone. */
static bool may_look_alike(lua_State *L, const SlColumn *left, const SlColumn *right, bool both) {
  enum { MOST_LABELS = 5000 };
  if (left->type != SL_TEXT || right->type != SL_TEXT || !sl_storage_is_code(left->storage) || !sl_storage_is_code(right->storage)) return false;
  if (sl_dict_size(left->dict) > MOST_LABELS || sl_dict_size(right->dict) > MOST_LABELS) return false;
  bool may;
  SlError err;
  if (sl_labels_may_look_alike(left->dict, right->dict, &may, &err) != SL_OK) sll_raise(L, &err);
  if (!may && both && sl_labels_may_look_alike(right->dict, left->dict, &may, &err) != SL_OK) sll_raise(L, &err);
  return may;
}

/* Text keys without a partner that look like one of the other table are named: scripts/lib/figures/alike.lua. Those of the right table
 * count where its rows are all in the result. The tables' boxes are at `tables` and behind it on the stack, the result is on top. */
static void look_at_keys(lua_State *L, int tables, const SlJoinOptions *options) {
  const SlTable *left = sll_check_table(L, tables), *right = sll_check_table(L, tables + 1);
  bool both = options->how == SL_JOIN_RIGHT || options->how == SL_JOIN_FULL;
  int result = lua_gettop(L);
  lua_newtable(L);
  lua_newtable(L);
  for (int64_t i = 0; i < options->key_count; i++) {
    const SlStr names[] = {options->left_keys[i], options->right_keys[i]};
    if (!may_look_alike(L, sl_table_column(left, names[0]), sl_table_column(right, names[1]), both)) continue;
    for (int side = 0; side < 2; side++) {
      sll_push_str(L, names[side]);
      lua_rawseti(L, result + 1 + side, (lua_Integer)lua_rawlen(L, result + 1 + side) + 1);
    }
  }
  if (lua_rawlen(L, result + 1) > 0) {
    const int arguments[] = {tables, tables + 1, result + 1, result + 2, result};
    for (int i = 0; i < 5; i++) lua_pushvalue(L, arguments[i]);
    lua_pushboolean(L, both);
    sll_call_module(L, "lib.figures.alike", "look", 6, 1);
    lua_replace(L, result);
  }
  lua_settop(L, result);
}

/* The list of that name in the table on top, of our own, as an array that is pushed. */
static const SlStr *push_texts(lua_State *L, int from, const char *name, int64_t *count) {
  lua_getfield(L, from, name);
  return sll_list_to_names(L, count);
}

/* "<=" and so on. */
static SlRangeOperator range_operator(SlStr sign) {
  bool equal = sign.length == 2;
  return sign.bytes[0] == '<' ? (equal ? SL_RANGE_LE : SL_RANGE_LT) : equal ? SL_RANGE_GE : SL_RANGE_GT;
}

/* Conditions among the keys. Pushes the boxes of the tables to join, which are those at 1 and 2 or have columns beside theirs that were
 * worked out, and then what the options live in; *tables is where the boxes are. Returns the names of these columns, to be dropped from
 * the result. */
static SlStr *read_conditions(lua_State *L, int on, SlJoinOptions *options, int *tables, int64_t *drop_count) {
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, on);
  if (options->suffix.length)
    sll_push_str(L, options->suffix);
  else
    lua_pushnil(L);
  sll_call_module(L, "lib.figures.ranges", "prepare", 4, 3);
  int read = lua_gettop(L);
  *tables = read - 2;
  int64_t count;
  const SlStr *keys = push_texts(L, read, "keys", &count);
  options->key_count = count / 2;
  SlStr *left = sll_new_array(L, options->key_count, sizeof *left), *right = sll_new_array(L, options->key_count, sizeof *right);
  for (int64_t i = 0; i < options->key_count; i++) left[i] = keys[2 * i], right[i] = keys[2 * i + 1];
  options->left_keys = left;
  options->right_keys = right;
  const SlStr *texts = push_texts(L, read, "ranges", &count);
  options->range_count = count / 3;
  SlJoinRange *ranges = sll_new_array(L, options->range_count, sizeof *ranges);
  for (int64_t i = 0; i < options->range_count; i++)
    ranges[i] = (SlJoinRange){texts[3 * i], texts[3 * i + 1], range_operator(texts[3 * i + 2])};
  options->ranges = ranges;
  lua_getfield(L, read, "drop");
  return sll_list_to_names(L, drop_count);
}

/* A text that compares and is the name of no column of the left table, or a composed expression. */
static bool is_condition(lua_State *L, int index, const void *left) {
  if (luaL_testudata(L, index, SLL_EXPRESSION)) return true;
  if (lua_type(L, index) != LUA_TSTRING) return false;
  SlStr text = sll_check_text(L, index, "join: on");
  return sl_table_find(left, text) < 0 && (strpbrk(text.bytes, "<>=") || strstr(text.bytes, " between "));
}

/* Whether a condition is among the keys at `on`. */
static bool has_condition(lua_State *L, int on, const SlTable *left) {
  return lua_istable(L, on) ? sll_any_item(L, on, is_condition, left) : is_condition(L, on, left);
}

/* Those of the names that the table has come first; gives how many. semi and anti have no columns of the right table. */
static int64_t keep_there(const SlTable *table, SlStr *names, int64_t count) {
  int64_t kept = 0;
  for (int64_t i = 0; i < count; i++)
    if (sl_table_find(table, names[i]) >= 0) names[kept++] = names[i];
  return kept;
}

/* Whether the right table's column `name` is `renamed` in the result: both tables have the one, and none of them the other. */
static bool is_renamed(const SlTable *left, const SlTable *right, const SlTable *result, SlStr name, SlStr renamed) {
  return sl_table_find(left, name) >= 0 && sl_table_find(left, renamed) < 0 && sl_table_find(right, renamed) < 0 &&
         sl_table_find(result, renamed) >= 0;
}

/* Columns of the right table that got the suffix keep what was said of them (unit, role). The box is on top, with the about of both
 * tables. */
static void describe_renamed(lua_State *L, int right, const SlTable *left, const char *suffix) {
  int box = lua_gettop(L), about = box + 1, fields = box + 2, others = box + 4;
  const SlTable *result = sll_check_table(L, box), *own = sll_check_table(L, right);
  sll_push_about_copy(L, box);
  if (lua_getfield(L, about, "fields") == LUA_TTABLE) sll_push_shallow_copy(L), lua_replace(L, fields);
  sll_push_about(L, right);
  if (lua_istable(L, fields) && lua_istable(L, -1) && lua_getfield(L, -1, "fields") == LUA_TTABLE) {
    for (lua_pushnil(L); lua_next(L, others); lua_settop(L, others + 1)) {
      if (lua_type(L, -2) != LUA_TSTRING) continue;
      SlStr name = sll_check_text(L, -2, "join");
      lua_pushfstring(L, "%s%s", name.bytes, suffix);
      if (!is_renamed(left, own, result, name, sll_check_text(L, -1, "join"))) continue;
      lua_pushvalue(L, -2);
      lua_rawset(L, fields);
    }
    lua_pushvalue(L, fields);
    lua_setfield(L, about, "fields");
    lua_pushvalue(L, about);
    sll_set_about(L, box);
  }
  lua_settop(L, box);
}

/* The result in the box on top is made of rows of both tables. Keys are the left table's, and where only the right one has the row, that
 * one's. Its other columns come behind the left table's, in their order. */
static void record_join(lua_State *L, const SlTable *left, const SlTable *right, const SlJoinOptions *options) {
  int box = lua_gettop(L);
  sll_push_rows(L, box, 0);
  sll_push_rows(L, box, 1);
  const SlTable *made = sll_check_table(L, box);
  lua_pushvalue(L, box);
  lua_pushvalue(L, box + 1);
  lua_createtable(L, 0, (int)left->column_count);
  for (int64_t i = 0; i < left->column_count; i++) {
    sll_push_str(L, left->names[i]);
    lua_pushvalue(L, -1);
    lua_rawset(L, -3);
  }
  sll_add_part(L, 1);
  lua_pushvalue(L, box + 2);
  lua_newtable(L);
  for (int64_t i = 0, place = left->column_count; i < right->column_count; i++) {
    SlStr name = right->names[i];
    int64_t key = 0;
    while (key < options->key_count && !sl_str_equal(options->right_keys[key], name)) key++;
    bool is_key = key < options->key_count;
    if (!is_key && place >= made->column_count) continue; /* semi and anti */
    SlStr shown = is_key ? options->left_keys[key] : made->names[place++];
    sll_push_str(L, shown);
    sll_push_str(L, name);
    lua_rawset(L, -3);
  }
  if (lua_isnil(L, -2)) {
    lua_settop(L, box);
    return; /* no row of the right table stands in the result */
  }
  sll_add_part(L, 2);
  lua_settop(L, box);
}

static int table_join(lua_State *L) {
  static const char *const known[] = {"on", "how", "expect", "suffix", "asof", NULL};
  static const char *const hows[] = {"inner", "left", "right", "full", "semi", "anti", NULL};
  static const char *const cardinalities[] = {"m:1", "1:1", "1:m", "m:m", NULL};
  luaL_checkstack(L, 3 * LUA_MINSTACK, NULL); /* all that options live in */
  SlTable *left = sll_check_self(L, "join");
  SlTable *right = sll_hold_table(L, 2);
  lua_settop(L, 3);
  if (lua_type(L, 3) == LUA_TSTRING || luaL_testudata(L, 3, SLL_EXPRESSION)) { /* t:join(other, "force") */
    lua_newtable(L);
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, "on");
    lua_replace(L, 3);
  }
  sll_check_options(L, 3, "join", known);
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .expect = SL_MANY_TO_ONE};
  int choice;
  if (sll_option_choice(L, 3, "join", "how", hows, &choice)) sl_join_find(sl_str(hows[choice]), &options.how);
  if (sll_option_choice(L, 3, "join", "expect", cardinalities, &choice))
    sl_cardinality_find(sl_str(cardinalities[choice]), &options.expect);
  sll_option_text(L, 3, "join", "suffix", &options.suffix);
  if (lua_isnil(L, 3)) return sll_fail(L, "join needs on = \"column\", a list of columns, or { left = \"right\" }");
  read_asof(L, &options);
  int on = lua_gettop(L) + 1;
  lua_pushliteral(L, "on");
  int tables = 1;
  int64_t drop_count = 0;
  SlStr *drop = NULL;
  lua_rawget(L, 3);
  if (has_condition(L, on, left)) {
    drop = read_conditions(L, on, &options, &tables, &drop_count);
    left = sll_check_table(L, tables), right = sll_check_table(L, tables + 1);
  } else if (!lua_isnil(L, on) || options.asof_left.length == 0) {
    read_keys(L, on, &options);
  }
  bool traced = sll_is_traced(L, 1) || sll_is_traced(L, 2);
  SlTable *both[] = {left, right};
  if (traced)
    for (int side = 0; side < 2; side++) both[side] = sll_number_rows(L, both[side], true, side);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_join(both[0], both[1], &options, box, &err) != SL_OK) return sll_raise(L, &err);
  if (traced) record_join(L, left, right, &options);
  drop_count = keep_there(*box, drop, drop_count);
  if (drop_count > 0) { /* columns that were worked out for the join alone */
    SlTable **rest = sll_new_table(L);
    if (sl_table_drop(*box, drop, drop_count, rest, &err) != SL_OK) return sll_raise(L, &err);
    lua_getiuservalue(L, -2, SLL_TABLE_MADE);
    lua_setiuservalue(L, -2, SLL_TABLE_MADE);
  }
  sll_unite_about(L, 1, 2);
  describe_renamed(L, 2, left, options.suffix.length ? options.suffix.bytes : "_right");
  sll_table_done(L);
  if (sll_count_role(L, -1, "basis") > 1) {
    lua_pushvalue(L, -1);
    sll_call_module(L, "lib.figures.bases", "look_beside", 1, 0);
  }
  look_at_keys(L, tables, &options);
  return 1;
}

#define LONG                                                        \
  "local t = lab.table({ columns = { \"year\", \"age\", \"people\" },\n" \
  "  { 2022, \"adult\", 12 }, { 2022, \"child\", 7 }, { 2023, \"adult\", 9 } })\n"

static const SllFunction functions[] = {
    {"join", table_join,
     "(other: slavelab.Table, options: string|slavelab.Expression|{on?: string|slavelab.Expression|string[]|table<string, string>, how?: "
     "\"left\"|\"inner\"|\"right\"|\"full\"|\"semi\"|\"anti\", expect?: \"m:1\"|\"1:1\"|\"1:m\"|\"m:m\", "
     "suffix?: string, asof?: string|table<string, string>}): slavelab.Table",
     "The columns of other beside those of this table, where the keys in on are equal, { left = \"right\" } where their names differ, or "
     "where a condition holds: on = \"force == area and start <= day and day < stop\". how is \"left\" unless "
     "given: every row of this table stays. expect is a promise, \"m:1\" unless given: no key occurs twice in "
     "other; when it is broken, the join raises and names three such keys. A missing key matches nothing. Columns "
     "of both names get suffix (\"_right\"). asof matches a last pair to the nearest key at or before.",
     LONG "local labels = lab.table({ columns = { \"age\", \"label\" },\n"
          "  { \"adult\", \"Adults\" }, { \"child\", \"Children\" } })\n"
          "print(t:join(labels, { on = \"age\", expect = \"m:1\" }))\n"
          "local bands = lab.table({ columns = { \"from\", \"to\", \"band\" }, { 0, 10, \"few\" }, { 10, 99, \"many\" } })\n"
          "print(t:join(bands, \"from <= people and people < to\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_table_join(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", functions);
  lua_pop(L, 1);
}
