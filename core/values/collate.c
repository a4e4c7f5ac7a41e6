#include "core/values/collate.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/base/runtime.h"
#include "core/values/order.h"

/* --- ICU: what is used of it, as its headers have it ------------------------------------------------------------------ */

typedef uint16_t Unit; /* of UTF-16 */
typedef struct Icu {
  void *texts, *words; /* libicuuc, libicui18n */
  void *collator;
  void (*close)(void *collator);
  Unit *(*from_utf8)(Unit *out, int32_t capacity, int32_t *length, const char *text, int32_t bytes, int *error);
  int32_t (*sort_key)(const void *collator, const Unit *text, int32_t units, uint8_t *out, int32_t capacity);
} Icu;

static Icu icu;
static const char *wanted = "libicui18n.so";

void sl_collate_look_for(const char *library) {
  wanted = library ? library : "libicui18n.so";
  if (icu.collator) icu.close(icu.collator);
  icu = (Icu){0}; /* the library itself stays loaded */
}

static void *take_memory(const void *context, size_t bytes) {
  (void)context;
  return sl_alloc(bytes);
}

static void *grow_memory(const void *context, void *block, size_t bytes) {
  (void)context;
  return sl_realloc(block, bytes);
}

static void give_memory(const void *context, void *block) {
  (void)context;
  sl_free(block);
}

/* Names of functions carry the version: ucol_open_72. */
static void *function_of(void *library, const char *name, int version) {
  char versioned[64];
  snprintf(versioned, sizeof versioned, "%s_%d", name, version);
  return dlsym(library, versioned);
}

static SlStatus open_collator(Icu *found, int version, SlError *err) {
  enum { NO_MEMORY = 7 };
  void (*set_memory)(const void *context, void *(*take)(const void *, size_t), void *(*grow)(const void *, void *, size_t),
                     void (*give)(const void *, void *), int *error);
  void *(*open)(const char *locale, int *error);
  *(void **)&set_memory = function_of(found->texts, "u_setMemoryFunctions", version);
  *(void **)&open = function_of(found->words, "ucol_open", version);
  *(void **)&found->close = function_of(found->words, "ucol_close", version);
  *(void **)&found->from_utf8 = function_of(found->texts, "u_strFromUTF8", version);
  *(void **)&found->sort_key = function_of(found->words, "ucol_getSortKey", version);
  if (!set_memory || !open || !found->close || !found->from_utf8 || !found->sort_key)
    return sl_fail(err, SL_EIO, "collate: the ICU that was found (version %d) lacks functions that are needed", version);
  int error = 0;
  set_memory(NULL, take_memory, grow_memory, give_memory, &error); /* fails where ICU is in use already; its own memory does then */
  error = 0;
  found->collator = open("", &error);
  if (error == NO_MEMORY) return sl_fail_alloc(err, 0);
  if (error > 0 || !found->collator) return sl_fail(err, SL_EIO, "collate: ICU cannot open its order of texts (error %d)", error);
  return SL_OK;
}

static SlStatus load(SlError *err) {
  enum { NEWEST = 99, OLDEST = 50 };
  if (icu.collator) return SL_OK;
  Icu found = {0};
  for (int version = NEWEST; version >= OLDEST; version--) {
    char words[64], texts[64];
    snprintf(words, sizeof words, "%s.%d", wanted, version);
    snprintf(texts, sizeof texts, "libicuuc.so.%d", version);
    found.words = dlopen(words, RTLD_LAZY | RTLD_LOCAL);
    found.texts = found.words ? dlopen(texts, RTLD_LAZY | RTLD_LOCAL) : NULL;
    if (!found.texts) continue;
    SlStatus status = open_collator(&found, version, err);
    if (status == SL_OK) icu = found;
    return status;
  }
  return sl_fail(err, SL_EIO, "collate needs ICU, which is not installed: on Debian and Ubuntu apt-get install libicu-dev");
}

/* --- keys, whose bytes compare as texts do ---------------------------------------------------------------------------- */

typedef struct Entry {
  SlStr text, key;
} Entry;

/* Two calls: how long, then what. */
static SlStatus make_key(Entry *entry, Unit **units, int32_t *capacity, SlArena *arena, SlError *err) {
  if (entry->text.length > INT32_MAX / 4) return sl_fail(err, SL_ERANGE, "collate: a text of %zu bytes is too long", entry->text.length);
  int32_t needed = (int32_t)entry->text.length + 1, length = 0;
  if (needed > *capacity) {
    Unit *grown = sl_realloc_array(*units, (size_t)needed, sizeof **units);
    if (!grown) return sl_fail_alloc(err, (size_t)needed * sizeof **units);
    *units = grown;
    *capacity = needed;
  }
  int error = 0;
  icu.from_utf8(*units, *capacity, &length, entry->text.bytes, (int32_t)entry->text.length, &error);
  if (error > 0) return sl_fail(err, SL_EDATA, "collate: a text is not UTF-8");
  int32_t bytes = icu.sort_key(icu.collator, *units, length, NULL, 0);
  char *key = bytes > 0 ? sl_arena_alloc(arena, (size_t)bytes) : NULL;
  if (!key || icu.sort_key(icu.collator, *units, length, (uint8_t *)key, bytes) != bytes) return sl_fail_alloc(err, (size_t)bytes);
  entry->key = (SlStr){key, (size_t)bytes};
  return SL_OK;
}

static int compare_entries(const void *a, const void *b) {
  const Entry *first = a, *second = b;
  int by_key = sl_str_compare(first->key, second->key);
  return by_key != 0 ? by_key : sl_str_compare(first->text, second->text);
}

static SlStatus sort_entries(const SlDict *dict, Entry *entries, int64_t count, SlError *err) {
  SlArena arena;
  sl_arena_init(&arena);
  Unit *units = NULL;
  int32_t capacity = 0;
  SlStatus status = SL_OK;
  for (int64_t code = 0; status == SL_OK && code < count; code++) {
    if (sl_interrupted_at(code)) status = sl_fail_interrupted(err);
    entries[code].text = sl_dict_get(dict, code);
    if (status == SL_OK) status = make_key(&entries[code], &units, &capacity, &arena, err);
  }
  if (status == SL_OK) qsort(entries, (size_t)count, sizeof *entries, compare_entries);
  sl_free(units);
  sl_arena_reset(&arena);
  return status;
}

SlStatus sl_column_collate(const SlColumn *column, SlColumn **out, SlError *err) {
  if (column->type != SL_TEXT || (column->dict && sl_dict_is_ordered(column->dict))) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  SlColumn *coded;
  SlStatus status = load(err);
  if (status == SL_OK) status = sl_column_encode(column, &coded, err);
  if (status != SL_OK) return status;
  int64_t count = sl_dict_size(coded->dict);
  Entry *entries = sl_alloc_array((size_t)count + 1, sizeof *entries);
  SlStr *texts = sl_alloc_array((size_t)count + 1, sizeof *texts);
  if (!entries || !texts) status = sl_fail_alloc(err, (size_t)count * sizeof *entries);
  if (status == SL_OK) status = sort_entries(coded->dict, entries, count, err);
  for (int64_t i = 0; status == SL_OK && i < count; i++) texts[i] = entries[i].text;
  if (status == SL_OK) status = sl_column_order(coded, texts, count, out, err);
  sl_free(entries);
  sl_free(texts);
  sl_column_release(coded);
  return status;
}
