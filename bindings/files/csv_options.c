#include "bindings/files/csv_options.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/verbs/expressions/expression.h"
#include "core/csv/options.h"

/* What a read takes besides the options of core (core/csv/options.h), and what each is in the words of declarations. */
static const struct {
  const char *name, *type;
} own_options[] = {{"where", "any"}, {"params", "table"}, {"file", "boolean|string"}, {"name", "string"}};
enum { OWN_COUNT = sizeof own_options / sizeof *own_options };

static void check_names(lua_State *L, int index, const char *verb) {
  const char *known[SL_CSV_OPTION_COUNT + OWN_COUNT + 1];
  int count = 0;
  for (int i = 0; i < SL_CSV_OPTION_COUNT; i++) known[count++] = sl_csv_options[i].name;
  for (int i = 0; i < OWN_COUNT; i++)
    if (strcmp(own_options[i].name, "file") != 0) known[count++] = own_options[i].name; /* read_many has taken it */
  known[count] = NULL;
  sll_check_options(L, index, verb, known);
}

/* An option that is one byte: a delimiter, a quote. */
static void read_character(lua_State *L, int index, const char *verb, const SlCsvOption *option, char *out) {
  if (option->words) {
    int choice;
    if (sll_option_choice(L, index, verb, option->name, option->words, &choice)) *out = option->words[choice][0];
    return;
  }
  SlStr text;
  if (!sll_option_text(L, index, verb, option->name, &text)) return;
  if (text.length != 1 || (unsigned char)text.bytes[0] >= 0x80)
    sll_fail(L, "%s: option %s is one ASCII character, not \"%s\"", verb, option->name, text.bytes);
  *out = text.bytes[0];
}

/* Pushes the array of declared types, or nil. */
static void read_types(lua_State *L, int index, const char *verb, SlCsvOptions *options) {
  if (lua_isnoneornil(L, index) || lua_getfield(L, index, "types") == LUA_TNIL) {
    lua_pushnil(L);
    return;
  }
  if (!lua_istable(L, -1)) sll_fail(L, "%s: option types is a table: { people = \"integer\" }", verb);
  sll_push_copy(L, -1, "types");
  int types = lua_gettop(L);
  lua_Integer count = 0;
  for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) count++;
  SlCsvType *list = sll_new_array(L, count, sizeof *list);
  lua_Integer at = 0;
  for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) sll_fail(L, "%s: types names columns: { people = \"integer\" }", verb);
    list[at].column = sll_check_text(L, -2, "types");
    SlStr wanted = sll_check_text(L, -1, "types: a type");
    if (!sl_type_find(wanted, &list[at].type)) {
      SlError err;
      sl_fail(&err, SL_EARG, "%s: types: \"%.*s\" is no type; types are", verb, SL_STR_ARGS(wanted));
      for (int type = 0; type < SL_TYPE_COUNT; type++)
        sl_fail_more(&err, "%s %s", type ? "," : "", sl_type_name((SlType)type));
      sll_raise(L, &err);
    }
    at++;
  }
  options->types = list;
  options->type_count = count;
}

typedef struct Wanted {
  SlStr *names; /* NULL: only counted */
  int64_t count;
} Wanted;

static void want(void *context, SlStr name) {
  Wanted *wanted = context;
  bool known = false;
  for (int64_t i = 0; wanted->names && i < wanted->count; i++) known |= sl_str_equal(wanted->names[i], name);
  if (known) return;
  if (wanted->names) wanted->names[wanted->count] = name;
  wanted->count++;
}

/* With columns and where, the columns that where asks about are read too; keep_where() drops them. All are read when
 * where is no expression: a function may look at any. Leaves values on the stack. */
static void widen_columns(lua_State *L, int index, SlCsvOptions *options) {
  if (options->column_count == 0 || lua_getfield(L, index, "where") == LUA_TNIL) return;
  SlExpr *expr = lua_type(L, -1) == LUA_TSTRING  ? sll_push_parsed(L, sll_check_text(L, -1, "where"))
                 : sll_test_expression(L, -1) ? sll_to_operand(L, -1, "where")
                                              : NULL;
  Wanted wanted = {NULL, options->column_count};
  if (expr) sl_expr_columns(expr, want, &wanted);
  SlStr *names = sll_new_array(L, wanted.count, sizeof *names);
  memcpy(names, options->columns, (size_t)options->column_count * sizeof *names);
  wanted = (Wanted){names, options->column_count};
  if (expr) sl_expr_columns(expr, want, &wanted);
  options->columns = expr ? names : NULL;
  options->column_count = expr ? wanted.count : 0;
}

/* A choice whose first two words are false and true by other names. */
static bool is_boolean(lua_State *L, int index, const char *name, int *out) {
  if (!lua_istable(L, index)) return false;
  lua_pushstring(L, name);
  bool found = lua_rawget(L, index) == LUA_TBOOLEAN;
  if (found) *out = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return found;
}

/* Leaves a value on the stack in which the option lives, or none. */
static void read_option(lua_State *L, int index, const char *verb, const SlCsvOption *option, SlCsvOptions *options) {
  void *field = (char *)options + option->field;
  int64_t *count = (int64_t *)(void *)((char *)options + option->count_field);
  switch (option->kind) {
    case SL_OPTION_CHARACTER: read_character(L, index, verb, option, field); break;
    case SL_OPTION_BOOLEAN: sll_option_boolean(L, index, verb, option->name, field); break;
    case SL_OPTION_INTEGER: sll_option_integer(L, index, verb, option->name, option->low, option->high, field); break;
    case SL_OPTION_TEXT: sll_option_text(L, index, verb, option->name, field); break;
    case SL_OPTION_CHOICE:
      if (option->high == 1 && is_boolean(L, index, option->name, field)) break;
      sll_option_choice(L, index, verb, option->name, option->words, field);
      break;
    case SL_OPTION_NAMES: *(const SlStr **)field = sll_option_names(L, index, verb, option->name, count); break;
    case SL_OPTION_TYPES: read_types(L, index, verb, options); break;
  }
}

SlCsvOptions sll_check_csv_options(lua_State *L, int index, const char *verb) {
  SlCsvOptions options;
  sl_csv_options_init(&options);
  check_names(L, index, verb);
  luaL_checkstack(L, SL_CSV_OPTION_COUNT + 8, NULL);
  for (const SlCsvOption *option = sl_csv_options; option->name; option++) read_option(L, index, verb, option, &options);
  widen_columns(L, index, &options);
  return options;
}

void sll_push_csv_option_list(lua_State *L) {
  static const char *const kinds[] = {"string", "boolean", "number", "string", "string", "table", "table"}; /* by SlCsvOptionKind */
  lua_createtable(L, SL_CSV_OPTION_COUNT, 0);
  for (int i = 0; i < SL_CSV_OPTION_COUNT; i++) {
    lua_createtable(L, 0, 3);
    lua_pushstring(L, sl_csv_options[i].name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, kinds[sl_csv_options[i].kind]);
    lua_setfield(L, -2, "kind");
    lua_pushstring(L, sl_csv_options[i].dialect); /* nil for NULL */
    lua_setfield(L, -2, "dialect");
    lua_rawseti(L, -2, i + 1);
  }
}

static void add_words(luaL_Buffer *out, const char *const *words) {
  for (int i = 0; words[i]; i++) {
    luaL_addstring(out, i ? "|\"" : "\"");
    luaL_addstring(out, words[i]);
    luaL_addchar(out, '"');
  }
}

void sll_push_csv_options_type(lua_State *L) {
  static const char *const types[] = {"string", "boolean", "integer", "string", "string", "string|string[]", "table<string, string>"};
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  luaL_addchar(&out, '{');
  for (const SlCsvOption *option = sl_csv_options; option->name; option++) {
    luaL_addstring(&out, option->name);
    luaL_addstring(&out, "?: ");
    if (option->kind == SL_OPTION_CHOICE && option->high == 1) luaL_addstring(&out, "boolean|");
    if (option->words)
      add_words(&out, option->words);
    else
      luaL_addstring(&out, types[option->kind]);
    luaL_addstring(&out, ", ");
  }
  for (int i = 0; i < OWN_COUNT; i++) {
    luaL_addstring(&out, own_options[i].name);
    luaL_addstring(&out, "?: ");
    luaL_addstring(&out, own_options[i].type);
    luaL_addstring(&out, i + 1 < OWN_COUNT ? ", " : "}");
  }
  luaL_pushresult(&out);
}
