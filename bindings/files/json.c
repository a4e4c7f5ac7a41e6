/* JSON in and out. Reading is jansson's, with line and column in its errors; writing is done here, so that keys have an
 * order, numbers read back equal and an error names the element.
 *
 *     {"a": null, "b": [1, 2.5]}   <->   { a = lab.null, b = { 1, 2.5 } }                             keys sorted
 *     {"b": [], "a": 1}            <--   lab.json_object { { "b", lab.json_list {} }, { "a", 1 } }     keys as given
 */
#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "core/base/alloc.h"
#include "core/values/print.h"

enum { DEPTH_MOST = 1000, NAME_BYTES = 512 };

/* Metatables that say what a table is: [] and {} are both {} in Lua, and an object's keys have no order there. */
static const char list_type[] = "slavelab.json_list", object_type[] = "slavelab.json_object";

static void set_type(lua_State *L, const char *type) {
  luaL_newmetatable(L, type);
  lua_setmetatable(L, -2);
}

static bool has_type(lua_State *L, int table, const char *type) {
  if (!lua_getmetatable(L, table)) return false;
  luaL_getmetatable(L, type);
  bool is = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return is;
}

/* --- jansson's memory ---------------------------------------------------------------------------------------------------- */

/* jansson forgets some requests that failed: its lexer drops the character that it found no room for, and goes on. What was
 * read after such a request is not to be believed, so that each is noted. */
static _Thread_local bool request_failed;

static void *alloc_noting_failure(size_t size) {
  void *block = sl_alloc(size);
  if (!block) request_failed = true;
  return block;
}

/* Once a process, before the first document: each is freed by what made it. */
static void use_gate(void) { json_set_alloc_funcs(alloc_noting_failure, sl_free); }
static pthread_once_t gate_once = PTHREAD_ONCE_INIT;

/* --- in ---------------------------------------------------------------------------------------------------------------- */

static int close_document(lua_State *L) {
  json_t **document = lua_touserdata(L, 1);
  json_decref(*document);
  *document = NULL;
  return 0;
}

static json_t **new_document(lua_State *L) {
  json_t **document = lua_newuserdatauv(L, sizeof *document, 0);
  *document = NULL;
  if (luaL_newmetatable(L, "slavelab.json")) {
    lua_pushcfunction(L, close_document);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return document;
}

static void push_value(lua_State *L, json_t *value) {
  luaL_checkstack(L, 4, "JSON nested too deeply");
  switch (json_typeof(value)) {
    case JSON_NULL: lua_pushlightuserdata(L, NULL); break;
    case JSON_TRUE: lua_pushboolean(L, 1); break;
    case JSON_FALSE: lua_pushboolean(L, 0); break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(value)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(value)); break;
    case JSON_STRING: lua_pushlstring(L, json_string_value(value), json_string_length(value)); break;
    case JSON_ARRAY: {
      size_t count = json_array_size(value);
      lua_createtable(L, (int)count, 0);
      for (size_t i = 0; i < count; i++) {
        sll_check_interrupt(L, (int64_t)i);
        push_value(L, json_array_get(value, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
      }
      set_type(L, list_type);
      break;
    }
    case JSON_OBJECT: {
      const char *key;
      json_t *field;
      lua_createtable(L, 0, (int)json_object_size(value));
      json_object_foreach(value, key, field) {
        push_value(L, field);
        lua_setfield(L, -2, key);
      }
      break;
    }
  }
}

static int lab_json_decode(lua_State *L) {
  static const char mark[] = "\xEF\xBB\xBF";
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *name = luaL_optstring(L, 2, "JSON");
  if (length >= 3 && memcmp(text, mark, 3) == 0) text += 3, length -= 3;
  json_t **document = new_document(L);
  json_error_t problem;
  request_failed = false;
  *document = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &problem);
  if (request_failed) return sll_fail(L, "%s: out of memory", name);
  if (!*document) return sll_fail(L, "%s:%d:%d: %s", name, problem.line, problem.column, problem.text);
  push_value(L, *document);
  json_decref(*document);
  *document = NULL;
  return 1;
}

/* --- out --------------------------------------------------------------------------------------------------------------- */

/* Where the writer is: linked to what holds it, so that an error can say "sources[2].title". */
typedef struct Step {
  const struct Step *outer;
  const char *key; /* NULL: an element of a list */
  lua_Integer index;
} Step;

typedef struct Writer {
  lua_State *L;
  SlBuf *out;
  int indent; /* blanks a level; 0: everything on one line */
  bool flat;  /* lists without tables in them on one line, whatever the indent */
} Writer;

static void name_step(const Step *step, SlBuf *name) {
  if (!step) return;
  name_step(step->outer, name);
  if (step->key)
    sl_buf_printf(name, "%s%s", step->outer ? "." : "", step->key);
  else
    sl_buf_printf(name, "[%lld]", (long long)step->index);
}

static int fail_at(Writer *writer, const Step *step, const char *what) {
  /* the message is made in the writer's own buffer, which its box frees */
  writer->out->length = 0;
  name_step(step, writer->out);
  const char *name = sl_buf_text(writer->out);
  return sll_fail(writer->L, "%s%s%s", name ? name : "", name && *name ? ": " : "", what);
}

static void write_text(Writer *writer, const Step *step, SlStr text) {
  static const char digits[] = "0123456789abcdef";
  SlBuf *out = writer->out;
  if (!sl_str_is_utf8(text, NULL)) fail_at(writer, step, "a text that is not UTF-8 cannot be written as JSON");
  sl_buf_add_char(out, '"');
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    const char *short_form = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
    if (short_form) {
      sl_buf_add_text(out, short_form);
    } else if (c < 0x20 || c == 0x7f) {
      char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
      sl_buf_add(out, escape, sizeof escape);
    } else {
      sl_buf_add_char(out, (char)c);
    }
  }
  sl_buf_add_char(out, '"');
}

static void write_line_end(Writer *writer, int depth) {
  if (!writer->indent) return;
  sl_buf_add_char(writer->out, '\n');
  for (int i = 0; i < depth * writer->indent; i++) sl_buf_add_char(writer->out, ' ');
}

static void write_value(Writer *writer, const Step *step, int depth);

static bool holds_tables(lua_State *L, lua_Integer count) {
  bool found = false;
  for (lua_Integer i = 1; i <= count && !found; i++) {
    found = lua_rawgeti(L, -1, i) == LUA_TTABLE;
    lua_pop(L, 1);
  }
  return found;
}

static void write_list(Writer *writer, const Step *outer, int depth, lua_Integer count) {
  lua_State *L = writer->L;
  bool on_one_line = writer->flat && !holds_tables(L, count);
  sl_buf_add_char(writer->out, '[');
  for (lua_Integer i = 1; i <= count; i++) {
    Step step = {outer, NULL, i};
    sll_check_interrupt(L, i);
    if (i > 1) sl_buf_add_text(writer->out, on_one_line ? ", " : ",");
    if (!on_one_line) write_line_end(writer, depth + 1);
    lua_rawgeti(L, -1, i);
    write_value(writer, &step, depth + 1);
    lua_pop(L, 1);
  }
  if (count > 0 && !on_one_line) write_line_end(writer, depth);
  sl_buf_add_char(writer->out, ']');
}

static void write_field(Writer *writer, const Step *step, int depth, bool first) {
  if (!first) sl_buf_add_char(writer->out, ',');
  write_line_end(writer, depth + 1);
  write_text(writer, step, sl_str(step->key));
  sl_buf_add_text(writer->out, writer->indent ? ": " : ":");
  write_value(writer, step, depth + 1);
}

/* A list of pairs { key, value }; what has no value is left out. */
static void write_pairs(Writer *writer, const Step *outer, int depth) {
  lua_State *L = writer->L;
  bool first = true;
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  sl_buf_add_char(writer->out, '{');
  for (lua_Integer i = 1; i <= count; i++) {
    Step place = {outer, NULL, i};
    if (lua_rawgeti(L, -1, i) != LUA_TTABLE) fail_at(writer, &place, "lab.json_object takes a list of pairs { key, value }");
    if (lua_rawgeti(L, -1, 1) != LUA_TSTRING || strlen(lua_tostring(L, -1)) != lua_rawlen(L, -1))
      fail_at(writer, &place, "the first of a pair is a key: a text without 0 bytes");
    Step step = {outer, lua_tostring(L, -1), 0}; /* stays on the stack */
    if (lua_rawgeti(L, -2, 2) != LUA_TNIL) {
      write_field(writer, &step, depth, first);
      first = false;
    }
    lua_pop(L, 3);
  }
  if (!first) write_line_end(writer, depth);
  sl_buf_add_char(writer->out, '}');
}

static void write_object(Writer *writer, const Step *outer, int depth) {
  lua_State *L = writer->L;
  int object = lua_gettop(L);
  int64_t count = 0;
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, object);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, object + 1, ++count);
  }
  SlStr *keys = sll_list_to_names(L, &count);
  sll_sort_names(keys, count);
  sl_buf_add_char(writer->out, '{');
  for (lua_Integer i = 0; i < count; i++) {
    Step step = {outer, keys[i].bytes, 0};
    sll_push_str(L, keys[i]);
    lua_rawget(L, object);
    write_field(writer, &step, depth, i == 0);
    lua_pop(L, 1);
  }
  if (count > 0) write_line_end(writer, depth);
  sl_buf_add_char(writer->out, '}');
  lua_pop(L, 1);
}

/* A table is a list when its keys are 1 .. n, an object when they are texts or lab.json_object said so. */
static void write_table(Writer *writer, const Step *step, int depth) {
  lua_State *L = writer->L;
  int table = lua_gettop(L);
  if (has_type(L, table, object_type)) {
    write_pairs(writer, step, depth);
    return;
  }
  lua_Integer texts = 0, integers = 0, largest = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) {
      if (strlen(lua_tostring(L, -1)) != lua_rawlen(L, -1)) fail_at(writer, step, "a key with a 0 byte cannot be written as JSON");
      texts++;
    } else if (lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0) {
      integers++;
      if (lua_tointeger(L, -1) > largest) largest = lua_tointeger(L, -1);
    } else {
      fail_at(writer, step, "a key that is neither a text nor a position in a list cannot be written as JSON");
    }
  }
  if (texts > 0 && integers > 0) fail_at(writer, step, "a table with both names and positions is neither a list nor an object of JSON");
  if (largest != integers) fail_at(writer, step, "a list with a hole; lab.null stands for null");
  bool is_list = integers > 0 || (texts == 0 && has_type(L, table, list_type));
  if (is_list)
    write_list(writer, step, depth, integers);
  else
    write_object(writer, step, depth);
}

static void write_value(Writer *writer, const Step *step, int depth) {
  lua_State *L = writer->L;
  if (depth > DEPTH_MOST) fail_at(writer, NULL, "tables nested more than 1,000 deep, or holding themselves, cannot be written as JSON");
  luaL_checkstack(L, 8, "JSON nested too deeply");
  char message[NAME_BYTES];
  switch (lua_type(L, -1)) {
    case LUA_TNIL: sl_buf_add_text(writer->out, "null"); break;
    case LUA_TBOOLEAN: sl_buf_add_text(writer->out, lua_toboolean(L, -1) ? "true" : "false"); break;
    case LUA_TSTRING: {
      SlStr text;
      text.bytes = lua_tolstring(L, -1, &text.length);
      write_text(writer, step, text);
      break;
    }
    case LUA_TNUMBER:
      if (lua_isinteger(L, -1)) {
        sl_print_integer(lua_tointeger(L, -1), writer->out);
      } else {
        double number = lua_tonumber(L, -1);
        if (!isfinite(number)) fail_at(writer, step, "JSON has no infinite number and no NaN");
        sl_print_number(number, writer->out);
      }
      break;
    case LUA_TTABLE: write_table(writer, step, depth); break;
    case LUA_TLIGHTUSERDATA:
      if (!lua_touserdata(L, -1)) {
        sl_buf_add_text(writer->out, "null");
        break;
      }
      /* fall through */
    default:
      snprintf(message, sizeof message, "a %s cannot be written as JSON", luaL_typename(L, -1));
      fail_at(writer, step, message);
  }
}

static const char *const encode_options[] = {"indent", "flat_lists", NULL};

static int lab_json_encode(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 2);
  int64_t indent = 0;
  bool flat = false;
  if (lua_isinteger(L, 2)) {
    indent = lua_tointeger(L, 2);
    if (indent < 0 || indent > 16) return sll_fail(L, "json_encode: the indent is a number of blanks from 0 to 16");
  } else {
    sll_check_options(L, 2, "json_encode", encode_options);
    sll_option_integer(L, 2, "json_encode", "indent", 0, 16, &indent);
    sll_option_boolean(L, 2, "json_encode", "flat_lists", &flat);
  }
  Writer writer = {L, sll_new_buffer(L), (int)indent, flat};
  lua_pushvalue(L, 1);
  write_value(&writer, NULL, 0);
  lua_pop(L, 1);
  sll_buffer_done(L);
  return 1;
}

static int lab_json_list(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_isnoneornil(L, 2)) {
    lua_settop(L, 1);
  } else {
    lua_Integer count = luaL_checkinteger(L, 2);
    if (count < 0 || count > INT32_MAX) return sll_fail(L, "json_list: the number of elements is from 0 to 2,147,483,647");
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
      if (lua_rawgeti(L, 1, i) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushlightuserdata(L, NULL);
      }
      lua_rawseti(L, -2, i);
    }
  }
  set_type(L, list_type);
  return 1;
}

static int lab_json_object(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  set_type(L, object_type);
  return 1;
}

static const SllFunction functions[] = {
    {"json_decode", lab_json_decode, "(text: string, name?: string): any",
     "The value of a JSON text. null is lab.null; a list is a Lua list, an object a table; integers stay exact. Raises for "
     "text that is no JSON, or with a key twice, as name:line:column: why.",
     "print(lab.json_decode('{\"people\": [12, 7]}').people[2])"},
    {"json_encode", lab_json_encode, "(value: any, options?: integer|{indent?: integer, flat_lists?: boolean}): string",
     "The value as JSON text, keys sorted unless lab.json_object gave them an order, numbers so that they read back equal; indent "
     "(or a number alone) is the number of blanks a level, without it everything stands on one line; flat_lists = true keeps "
     "lists of single values on one. An empty table is {} unless lab.json_list made it a list. Raises with the name of the "
     "element that JSON cannot hold.",
     "print(lab.json_encode({ year = 2023, people = { 12, 7 } }))"},
    {"json_list", lab_json_list, "(list: table, n?: integer): table",
     "Marks the table, which is given back, as a list: empty, it is written as []. With n it is a new list of that many elements, "
     "null where the first has nil.",
     "print(lab.json_encode(lab.json_list({})), lab.json_encode(lab.json_list({ 1, nil, 3 }, 3)))"},
    {"json_object", lab_json_object, "(pairs: table): table",
     "Marks the table, which is given back, as an object whose keys come in the order of its pairs { key, value }; a pair "
     "without a value is left out.",
     "print(lab.json_encode(lab.json_object { { \"year\", 2023 }, { \"people\", 12 } }))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_json(lua_State *L) {
  pthread_once(&gate_once, use_gate);
  sll_register(L, "lab", functions);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
