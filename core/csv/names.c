#include "core/csv/names.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/name_index.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/values/print.h"

enum { LOOK_UP_EVERY = 4096 };

typedef struct Names {
  SlArena *arena;
  SlStr *list;
  SlNameIndex used;    /* names of the file and those made up, where they stand in the list */
  int64_t *numbers;    /* by place of the first that has it: the last number tried behind that name less 1, so that none is tried twice */
  bool may_meet;       /* a name that is made up may be there already; else none is looked for, which in a long list costs a cache miss each */
  SlBuf trial;
  SlBuf *notices;      /* or NULL */
  int64_t nameless, repeated;
} Names;

static SlStatus format_name(SlBuf *trial, SlStr base, int64_t number, SlError *err) {
  trial->length = 0;
  sl_buf_add_str(trial, base);
  sl_buf_add_char(trial, '_');
  sl_print_integer(number, trial);
  return trial->failed ? sl_fail_alloc(err, base.length + 24) : SL_OK;
}

/* A name such as those that are made up, "n_2"; and "col", whose repeats are called as columns without a name are. Where the file has
 * neither, names made up differ from all of the file and among themselves: what stands before their last "_" differs, or the number. */
static bool looks_made_up(SlStr name) {
  size_t digits = name.length;
  while (digits > 0 && name.bytes[digits - 1] >= '0' && name.bytes[digits - 1] <= '9') digits--;
  if (digits < name.length && digits > 0 && name.bytes[digits - 1] == '_') return true;
  return sl_str_equal(name, sl_str("col"));
}

/* The column gets the name in trial unless another has it; *taken_by is that one, or the column itself. */
static SlStatus try_name(Names *names, int64_t column, int64_t *taken_by, SlError *err) {
  *taken_by = names->may_meet ? sl_name_index_find(&names->used, names->list, sl_buf_str(&names->trial)) : -1;
  if (*taken_by >= 0) return SL_OK;
  char *copy = sl_arena_copy_text(names->arena, names->trial.bytes, names->trial.length);
  if (!copy) return sl_fail_alloc(err, names->trial.length);
  names->list[column] = (SlStr){copy, names->trial.length};
  *taken_by = names->may_meet ? sl_name_index_add(&names->used, names->list, column) : column;
  return SL_OK;
}

/* The first of base_2, base_3 ... that no column has; the base is the name of the column `of`. */
static SlStatus make_up(Names *names, int64_t column, int64_t of, SlError *err) {
  SlStr base = names->list[of];
  SlStatus status = SL_OK;
  for (int64_t taken_by = -1; status == SL_OK && taken_by != column;) {
    status = format_name(&names->trial, base, ++names->numbers[of] + 1, err);
    if (status == SL_OK) status = try_name(names, column, &taken_by, err);
  }
  return status;
}

static SlStatus name_nameless(Names *names, int64_t column, SlError *err) {
  int64_t taken_by = -1;
  SlStatus status = format_name(&names->trial, sl_str("col"), column + 1, err);
  if (status == SL_OK) status = try_name(names, column, &taken_by, err);
  if (status == SL_OK && taken_by != column) status = make_up(names, column, taken_by, err);
  if (status == SL_OK && names->notices && names->nameless++ < SL_NOTICES_SHOWN)
    sl_buf_printf(names->notices, "column %" PRId64 " has no name in the header: it is called \"%.*s\"\n", column + 1,
                  SL_STR_ARGS(names->list[column]));
  return status;
}

static SlStatus name_repeated(Names *names, int64_t column, SlError *err) {
  int64_t first = sl_name_index_find(&names->used, names->list, names->list[column]);
  SlStatus status = make_up(names, column, first, err);
  if (status == SL_OK && names->notices && names->repeated++ < SL_NOTICES_SHOWN)
    sl_buf_printf(names->notices, "the header has \"%.*s\" twice: column %" PRId64 " is called \"%.*s\"\n", SL_STR_ARGS(names->list[first]),
                  column + 1, SL_STR_ARGS(names->list[column]));
  return status;
}

/* Names that the file has come first, so that none of them is made up; repeats is 1 for those that stand further left too. */
static SlStatus make_unique(Names *names, int64_t count, uint8_t *repeats, SlError *err) {
  for (int64_t i = 0; i < count; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (names->list[i].length) repeats[i] = sl_name_index_add(&names->used, names->list, i) != i;
    names->may_meet |= looks_made_up(names->list[i]);
  }
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (names->list[i].length == 0)
      status = name_nameless(names, i, err);
    else if (repeats[i])
      status = name_repeated(names, i, err);
  }
  if (status != SL_OK || !names->notices) return status;
  sl_csv_tell_others(names->notices, names->nameless, "without a name");
  sl_csv_tell_others(names->notices, names->repeated, "with a name that stands further left");
  return SL_OK;
}

SlStatus sl_names_make_unique(SlArena *arena, SlStr *list, int64_t count, SlBuf *notices, SlError *err) {
  Names names = {.arena = arena, .list = list, .notices = notices};
  sl_buf_init(&names.trial);
  uint8_t *repeats = sl_alloc_zeroed((size_t)count, 1);
  names.numbers = sl_alloc_zeroed((size_t)count, sizeof *names.numbers);
  SlStatus status = repeats && names.numbers ? sl_name_index_init(&names.used, count, err) : sl_fail_alloc(err, (size_t)count);
  if (status == SL_OK) status = make_unique(&names, count, repeats, err);
  sl_name_index_reset(&names.used);
  sl_buf_reset(&names.trial);
  sl_free(names.numbers);
  sl_free(repeats);
  return status;
}

SlStatus sl_names_find(const SlStr *names, int64_t count, const SlStr *wanted, int64_t wanted_count, int64_t *indices, SlError *err) {
  SlNameIndex index;
  SlStatus status = sl_name_index_init(&index, count, err);
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) status = sl_fail_interrupted(err);
    if (status == SL_OK) sl_name_index_add(&index, names, i);
  }
  for (int64_t i = 0; i < wanted_count && status == SL_OK; i++) indices[i] = sl_name_index_find(&index, names, wanted[i]);
  sl_name_index_reset(&index);
  return status;
}
