#include "core/csv/names.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/values/dict.h"

enum { LOOK_UP_EVERY = 4096 };

typedef struct Names {
  SlArena *arena;
  SlDict *used;        /* names of the file and those made up */
  int64_t *numbers;    /* by code: the last number tried behind that name, so that no number is tried twice */
  int64_t capacity;
  SlBuf *notices;      /* or NULL */
  int64_t nameless, repeated;
} Names;

static SlStatus add(Names *names, SlStr name, uint32_t *code, bool *is_new, SlError *err) {
  int64_t before = sl_dict_size(names->used);
  SlStatus status = sl_dict_add(names->used, name, code, err);
  *is_new = status == SL_OK && sl_dict_size(names->used) > before;
  if (status != SL_OK || *code < names->capacity) return status;
  size_t capacity = sl_grow_capacity((size_t)names->capacity, (size_t)*code + 1);
  int64_t *grown = sl_realloc_array(names->numbers, capacity, sizeof *grown);
  if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
  for (size_t i = (size_t)names->capacity; i < capacity; i++) grown[i] = 1;
  names->numbers = grown;
  names->capacity = (int64_t)capacity;
  return SL_OK;
}

static SlStatus format_name(SlBuf *trial, SlStr base, int64_t number, SlError *err) {
  trial->length = 0;
  sl_buf_printf(trial, "%.*s_%" PRId64, SL_STR_ARGS(base), number);
  return trial->failed ? sl_fail_alloc(err, base.length + 24) : SL_OK;
}

/* The first of base_2, base_3 ... that no column has. `code` is the base's. */
static SlStatus make_up(Names *names, SlStr base, uint32_t code, SlStr *out, SlError *err) {
  SlBuf trial;
  sl_buf_init(&trial);
  bool is_new = false;
  SlStatus status = SL_OK;
  while (status == SL_OK && !is_new) {
    uint32_t unused;
    status = format_name(&trial, base, ++names->numbers[code], err);
    if (status == SL_OK) status = add(names, sl_buf_str(&trial), &unused, &is_new, err);
  }
  char *copy = status == SL_OK ? sl_arena_copy_text(names->arena, trial.bytes, trial.length) : NULL;
  if (status == SL_OK && !copy) status = sl_fail_alloc(err, trial.length);
  *out = (SlStr){copy, trial.length};
  sl_buf_reset(&trial);
  return status;
}

static SlStatus name_nameless(Names *names, int64_t column, SlStr *name, SlError *err) {
  SlBuf trial;
  sl_buf_init(&trial);
  uint32_t code;
  bool is_new = false;
  SlStatus status = format_name(&trial, sl_str("col"), column, err);
  if (status == SL_OK) status = add(names, sl_buf_str(&trial), &code, &is_new, err);
  if (status == SL_OK && is_new) {
    char *copy = sl_arena_copy_text(names->arena, trial.bytes, trial.length);
    if (!copy) status = sl_fail_alloc(err, trial.length);
    *name = (SlStr){copy, trial.length};
  } else if (status == SL_OK) {
    status = make_up(names, sl_buf_str(&trial), code, name, err);
  }
  sl_buf_reset(&trial);
  if (status == SL_OK && names->notices && names->nameless++ < SL_NOTICES_SHOWN)
    sl_buf_printf(names->notices, "column %" PRId64 " has no name in the header: it is called \"%.*s\"\n", column, SL_STR_ARGS(*name));
  return status;
}

static SlStatus name_repeated(Names *names, int64_t column, uint32_t code, SlStr *name, SlError *err) {
  SlStr old = *name;
  SlStatus status = make_up(names, old, code, name, err);
  if (status == SL_OK && names->notices && names->repeated++ < SL_NOTICES_SHOWN)
    sl_buf_printf(names->notices, "the header has \"%.*s\" twice: column %" PRId64 " is called \"%.*s\"\n", SL_STR_ARGS(old), column,
                  SL_STR_ARGS(*name));
  return status;
}

/* Names that the file has come first, so that none of them is made up; *repeats is 1 for those that stand further left too. */
static SlStatus make_unique(Names *names, SlStr *list, int64_t count, uint8_t *repeats, SlError *err) {
  SlStatus status = SL_OK;
  uint32_t code;
  bool is_new;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (list[i].length == 0) continue;
    status = add(names, list[i], &code, &is_new, err);
    repeats[i] = !is_new;
  }
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (list[i].length == 0) {
      status = name_nameless(names, i + 1, &list[i], err);
    } else if (repeats[i]) {
      status = name_repeated(names, i + 1, (uint32_t)sl_dict_find(names->used, list[i]), &list[i], err);
    }
  }
  if (status != SL_OK || !names->notices) return status;
  sl_csv_tell_others(names->notices, names->nameless, "without a name");
  sl_csv_tell_others(names->notices, names->repeated, "with a name that stands further left");
  return SL_OK;
}

SlStatus sl_names_make_unique(SlArena *arena, SlStr *list, int64_t count, SlBuf *notices, SlError *err) {
  Names names = {.arena = arena, .used = sl_dict_new(), .notices = notices};
  uint8_t *repeats = sl_alloc_zeroed((size_t)count, 1);
  SlStatus status = names.used && repeats ? make_unique(&names, list, count, repeats, err) : sl_fail_alloc(err, (size_t)count);
  sl_dict_release(names.used);
  sl_free(names.numbers);
  sl_free(repeats);
  return status;
}

SlStatus sl_names_find(const SlStr *names, int64_t count, const SlStr *wanted, int64_t wanted_count, int64_t *indices, SlError *err) {
  SlDict *dict = sl_dict_new();
  SlStatus status = dict ? SL_OK : sl_fail_alloc(err, (size_t)count * sizeof *names);
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    uint32_t code; /* the names are unique, so that it is i */
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) status = sl_fail_interrupted(err);
    if (status != SL_OK) break;
    status = sl_dict_add(dict, names[i], &code, err);
  }
  for (int64_t i = 0; i < wanted_count && status == SL_OK; i++) indices[i] = sl_dict_find(dict, wanted[i]);
  sl_dict_release(dict);
  return status;
}
