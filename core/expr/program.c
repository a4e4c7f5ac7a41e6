#include "core/expr/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/tree.h"

enum { MORSEL_ROWS = 1 << 16 }; /* a multiple of SL_BATCH_ROWS, which is one of 64: tasks never share a word of a bitmap */

/* --- making ------------------------------------------------------------------------------------------------------------------ */

static bool same_scalar(const SlScalar *a, const SlScalar *b) {
  if (a->type != b->type || a->missing != b->missing || a->untyped != b->untyped) return false;
  if (a->missing) return true;
  if (a->type == SL_NUMBER) return memcmp(&a->number, &b->number, sizeof a->number) == 0;
  return a->type == SL_TEXT ? sl_str_equal(a->text, b->text) : a->integer == b->integer;
}

static bool same_node(const SlNode *a, const SlNode *b) {
  if (a->kind != b->kind || a->type != b->type || a->kernel != b->kernel || a->choice != b->choice || a->count != b->count ||
      a->column != b->column || a->keys != b->keys || a->data != b->data || a->untyped != b->untyped || a->unknown != b->unknown)
    return false;
  if (a->unknown) return false;
  if (a->kind == SL_NODE_LITERAL && !same_scalar(&a->value, &b->value)) return false;
  return a->count == 0 || memcmp(a->arguments, b->arguments, (size_t)a->count * sizeof *a->arguments) == 0;
}

SlNode *sl_program_add(SlProgram *program, const SlNode *node) {
  for (int64_t i = 0; i < program->count; i++)
    if (same_node(program->nodes[i], node)) return program->nodes[i];
  if (program->count == program->capacity) {
    int64_t capacity = program->capacity ? 2 * program->capacity : 32;
    SlNode **grown = sl_arena_alloc_array(program->arena, (size_t)capacity, sizeof(SlNode *));
    if (!grown) return NULL;
    if (program->count) memcpy(grown, program->nodes, (size_t)program->count * sizeof *grown);
    program->nodes = grown;
    program->capacity = capacity;
  }
  SlNode *added = sl_arena_alloc(program->arena, sizeof *added);
  if (!added) return NULL;
  *added = *node;
  added->index = (int)program->count;
  program->nodes[program->count++] = added;
  return added;
}

/* --- for kernels ------------------------------------------------------------------------------------------------------------- */

void sl_batch_clear(SlBatch *batch, int64_t i, SlReason reason) {
  SlVector *out = batch->out;
  out->present[i] = 0;
  if (out->reasons) out->reasons[i] = (uint8_t)reason;
  if (out->flags) out->flags[i] = 0;
}

SlStatus sl_batch_fail(const SlBatch *batch, int64_t i, SlStatus status, SlError *err, const char *format, ...) {
  if (!err) return status;
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  sl_fail(err, status, "row %lld: %s", (long long)(batch->first_row + i + 1), message);
  SlBuf shown;
  sl_buf_init(&shown);
  if (batch->node->expr) sl_expr_print(batch->node->expr, &shown);
  if (!shown.failed && shown.length) sl_fail_more(err, "\n    in %.*s", (int)(shown.length < 200 ? shown.length : 200), shown.bytes);
  sl_buf_reset(&shown);
  return status;
}

/* --- vectors ----------------------------------------------------------------------------------------------------------------- */

static size_t width_of(SlType type) {
  return type == SL_TEXT ? sizeof(SlStr) : type == SL_BOOLEAN ? sizeof(uint8_t) : sizeof(int64_t);
}

/* Room for a batch of each needed node, in one block. Columns that lie as vectors do are looked at where they are. */
typedef struct Run {
  const SlProgram *program;
  const SlNode *root;
  const bool *needed;
  const SlScope *scope;
  SlColumn *out;
  SlBuf *texts;        /* one a morsel, when the result is text */
  int64_t *lengths;    /* of each row's text */
} Run;

static bool lies_as_vector(const SlNode *node) {
  if (node->kind != SL_NODE_COLUMN) return false;
  SlStorage storage = node->column->storage;
  return storage == SL_I64 || storage == SL_F64 || storage == SL_BOOL8;
}

static size_t vector_bytes(const SlNode *node) {
  size_t marks = (size_t)node->may_miss + node->may_reason + node->may_flag;
  return SL_BATCH_ROWS * ((lies_as_vector(node) ? 0 : width_of(node->type)) + marks);
}

static void lay_out(const SlNode *node, SlVector *vector, char **room) {
  if (!lies_as_vector(node)) {
    vector->values = *room;
    *room += SL_BATCH_ROWS * width_of(node->type);
  }
  uint8_t **marks[] = {node->may_miss ? &vector->present : NULL, node->may_reason ? &vector->reasons : NULL,
                       node->may_flag ? &vector->flags : NULL};
  for (int i = 0; i < 3; i++) {
    if (!marks[i]) continue;
    *marks[i] = (uint8_t *)*room;
    *room += SL_BATCH_ROWS;
  }
}

/* --- leaves ------------------------------------------------------------------------------------------------------------------ */

static void load_presence(const uint64_t *validity, int64_t first, int64_t count, uint8_t *present) {
  for (int64_t i = 0; i < count; i++) present[i] = sl_bitmap_get(validity, first + i);
}

static void load_column(const SlNode *node, SlVector *vector, int64_t first, int64_t count) {
  const SlColumn *column = node->column;
  if (column->storage == SL_I64 || column->storage == SL_F64)
    vector->values = (int64_t *)column->values + first;
  else if (column->storage == SL_BOOL8)
    vector->values = (uint8_t *)column->values + first;
  else if (column->type == SL_TEXT)
    for (int64_t i = 0; i < count; i++) vector->texts[i] = sl_column_text(column, first + i);
  else
    sl_column_load_integers(column, first, count, vector->integers);
  if (vector->present) load_presence(column->validity, first, count, vector->present);
  if (vector->reasons) memcpy(vector->reasons, column->reasons + first, (size_t)count);
  if (vector->flags) memcpy(vector->flags, column->flags + first, (size_t)count);
}

/* Row i of the vector becomes row `row` of the node's column. */
static void pick(const SlNode *node, SlVector *vector, int64_t i, int64_t row) {
  const SlColumn *column = node->column;
  switch (node->type) {
    case SL_TEXT: vector->texts[i] = sl_column_text(column, row); break;
    case SL_NUMBER: vector->numbers[i] = ((const double *)column->values)[row]; break;
    case SL_BOOLEAN: vector->booleans[i] = ((const uint8_t *)column->values)[row]; break;
    default: vector->integers[i] = sl_column_integer(column, row); break;
  }
  if (vector->present) vector->present[i] = !sl_column_is_null(column, row);
  if (vector->reasons) vector->reasons[i] = (uint8_t)sl_column_reason(column, row);
  if (vector->flags) vector->flags[i] = (uint8_t)sl_column_flags(column, row);
}

static void load_grouped(const SlNode *node, SlVector *vector, const SlScope *scope, int64_t first, int64_t count) {
  for (int64_t i = 0; i < count; i++) pick(node, vector, i, scope->group_of_row ? scope->group_of_row[first + i] : 0);
}

/* The rows of a mapped column behind the dictionary's entries belong to missing keys, by their reason. */
static void load_mapped(const SlNode *node, SlVector *vector, int64_t first, int64_t count) {
  uint32_t codes[SL_BATCH_ROWS];
  const SlColumn *keys = node->keys;
  sl_column_load_codes(keys, first, count, codes);
  if (keys->validity) {
    int64_t entries = sl_dict_size(keys->dict);
    for (int64_t i = 0; i < count; i++)
      if (!sl_bitmap_get(keys->validity, first + i)) codes[i] = (uint32_t)(entries + sl_column_reason(keys, first + i));
  }
  if (node->type == SL_BOOLEAN && !vector->present && !vector->flags) {
    const uint8_t *values = node->column->values;
    for (int64_t i = 0; i < count; i++) vector->booleans[i] = values[codes[i]];
    return;
  }
  for (int64_t i = 0; i < count; i++) pick(node, vector, i, codes[i]);
}

static void fill_literal(const SlNode *node, SlVector *vector) {
  const SlScalar *value = &node->value;
  for (int64_t i = 0; i < SL_BATCH_ROWS; i++) {
    switch (node->type) {
      case SL_TEXT: vector->texts[i] = value->missing ? (SlStr){"", 0} : value->text; break;
      case SL_NUMBER: vector->numbers[i] = value->number; break;
      case SL_BOOLEAN: vector->booleans[i] = (uint8_t)value->integer; break;
      default: vector->integers[i] = value->integer; break;
    }
  }
  if (vector->present) memset(vector->present, !value->missing, SL_BATCH_ROWS);
  if (vector->reasons) memset(vector->reasons, SL_REASON_NONE, SL_BATCH_ROWS);
  if (vector->flags) memset(vector->flags, 0, SL_BATCH_ROWS);
}

/* --- marks --------------------------------------------------------------------------------------------------------------------- */

/* A row is there when all arguments are; else the strongest of their reasons is its own. Flags are united. */
static void unite_marks(const SlNode *node, const SlVector *vectors, SlVector *out, int64_t count) {
  if (out->present) memset(out->present, 1, (size_t)count);
  if (out->reasons) memset(out->reasons, SL_REASON_NONE, (size_t)count);
  if (out->flags) memset(out->flags, 0, (size_t)count);
  for (int64_t k = 0; k < node->count; k++) {
    const SlVector *in = &vectors[node->arguments[k]->index];
    if (in->present)
      for (int64_t i = 0; i < count; i++) out->present[i] &= in->present[i];
    if (in->reasons)
      for (int64_t i = 0; i < count; i++)
        if (!in->present[i]) out->reasons[i] = (uint8_t)sl_reason_stronger((SlReason)out->reasons[i], (SlReason)in->reasons[i]);
    if (in->flags)
      for (int64_t i = 0; i < count; i++) out->flags[i] |= in->flags[i];
  }
  if (out->flags && out->present)
    for (int64_t i = 0; i < count; i++) out->flags[i] &= (uint8_t)-out->present[i];
}

/* --- the result -------------------------------------------------------------------------------------------------------------- */

static void store_marks(const SlVector *vector, SlColumn *out, int64_t first, int64_t count) {
  if (vector->present)
    for (int64_t i = 0; i < count; i++)
      if (!vector->present[i]) sl_bitmap_clear(out->validity, first + i);
  if (vector->reasons)
    for (int64_t i = 0; i < count; i++) out->reasons[first + i] = vector->present[i] ? SL_REASON_NONE : vector->reasons[i];
  if (vector->flags) memcpy(out->flags + first, vector->flags, (size_t)count);
}

#define STORE(type, field)                                                                                                   \
  do {                                                                                                                       \
    type *to = (type *)out->values + first;                                                                                  \
    if (vector->present)                                                                                                     \
      for (int64_t i = 0; i < count; i++) to[i] = vector->present[i] ? (type)vector->field[i] : (type)0;                     \
    else                                                                                                                     \
      for (int64_t i = 0; i < count; i++) to[i] = (type)vector->field[i];                                                    \
  } while (0)

static void store_texts(const SlVector *vector, SlBuf *texts, int64_t *lengths, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    SlStr text = vector->present && !vector->present[i] ? (SlStr){"", 0} : vector->texts[i];
    if (text.length) sl_buf_add_str(texts, text);
    lengths[i] = (int64_t)text.length;
  }
}

static void store(const Run *run, const SlVector *vector, int64_t morsel, int64_t first, int64_t count) {
  SlColumn *out = run->out;
  switch (out->storage) {
    case SL_I64: STORE(int64_t, integers); break;
    case SL_I32: STORE(int32_t, integers); break;
    case SL_F64: STORE(double, numbers); break;
    case SL_BOOL8: STORE(uint8_t, booleans); break;
    default: store_texts(vector, &run->texts[morsel], run->lengths + first, count); break;
  }
  store_marks(vector, out, first, count);
}

/* --- running ------------------------------------------------------------------------------------------------------------------- */

static SlStatus run_node(const Run *run, const SlNode *node, SlVector *vectors, SlBatch *batch, SlError *err) {
  SlVector *out = &vectors[node->index];
  switch (node->kind) {
    case SL_NODE_COLUMN: load_column(node, out, batch->first_row, batch->count); return SL_OK;
    case SL_NODE_GROUPED: load_grouped(node, out, run->scope, batch->first_row, batch->count); return SL_OK;
    case SL_NODE_MAPPED: load_mapped(node, out, batch->first_row, batch->count); return SL_OK;
    case SL_NODE_LITERAL: fill_literal(node, out); return SL_OK;
    case SL_NODE_KERNEL: break;
  }
  if (!node->own_marks) unite_marks(node, vectors, out, batch->count);
  batch->node = node;
  batch->out = out;
  batch->all = vectors;
  for (int64_t k = 0; k < node->count && k < 4; k++) batch->in[k] = &vectors[node->arguments[k]->index];
  return node->kernel(batch, err);
}

/* Nodes that are the same for every row are worked out once, over a whole batch of rows. */
static SlStatus run_constants(const Run *run, SlVector *vectors, SlBatch *batch, SlError *err) {
  SlStatus status = SL_OK;
  batch->count = SL_BATCH_ROWS;
  for (int64_t n = 0; status == SL_OK && n < run->program->count; n++)
    if (run->needed[n] && run->program->nodes[n]->constant) status = run_node(run, run->program->nodes[n], vectors, batch, err);
  return status;
}

static SlStatus run_batches(const Run *run, int64_t morsel, SlVector *vectors, SlArena *constants, SlArena *texts, SlError *err) {
  int64_t end = (morsel + 1) * MORSEL_ROWS < run->scope->length ? (morsel + 1) * MORSEL_ROWS : run->scope->length;
  SlBatch batch = {.first_row = morsel * MORSEL_ROWS, .texts = constants};
  SlStatus status = run_constants(run, vectors, &batch, err);
  batch.texts = texts;
  for (int64_t first = morsel * MORSEL_ROWS; status == SL_OK && first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    batch.first_row = first;
    batch.count = end - first < SL_BATCH_ROWS ? end - first : SL_BATCH_ROWS;
    for (int64_t n = 0; status == SL_OK && n < run->program->count; n++) {
      const SlNode *node = run->program->nodes[n];
      if (run->needed[n] && !node->constant) status = run_node(run, node, vectors, &batch, err);
    }
    if (status == SL_OK) store(run, &vectors[run->root->index], morsel, first, batch.count);
    sl_arena_reset(texts);
  }
  return status;
}

static SlStatus run_morsel(void *context, int64_t morsel, SlError *err) {
  Run *run = context;
  size_t bytes = 0;
  for (int64_t n = 0; n < run->program->count; n++)
    if (run->needed[n]) bytes += vector_bytes(run->program->nodes[n]);
  SlVector *vectors = sl_alloc_zeroed((size_t)run->program->count, sizeof *vectors);
  char *room = sl_alloc(bytes), *next = room;
  SlArena constants, texts;
  sl_arena_init(&constants);
  sl_arena_init(&texts);
  SlStatus status = vectors && room ? SL_OK : sl_fail_alloc(err, bytes);
  if (status == SL_OK) {
    for (int64_t n = 0; n < run->program->count; n++)
      if (run->needed[n]) lay_out(run->program->nodes[n], &vectors[n], &next);
    status = run_batches(run, morsel, vectors, &constants, &texts, err);
  }
  if (status == SL_OK && run->texts && run->texts[morsel].failed) status = sl_fail_alloc(err, run->texts[morsel].capacity);
  sl_arena_reset(&texts);
  sl_arena_reset(&constants);
  sl_free(room);
  sl_free(vectors);
  return status;
}

static void mark_needed(const SlNode *node, bool *needed) {
  if (needed[node->index]) return;
  needed[node->index] = true;
  for (int64_t k = 0; k < node->count; k++) mark_needed(node->arguments[k], needed);
}

/* Texts of the morsels one behind the other, lengths summed to offsets. */
static SlStatus join_texts(Run *run, int64_t morsels, SlError *err) {
  SlColumn *out = run->out;
  size_t total = 0;
  for (int64_t m = 0; m < morsels; m++) total += run->texts[m].length;
  char *bytes = sl_alloc(total);
  if (!bytes) return sl_fail_alloc(err, total);
  size_t at = 0;
  for (int64_t m = 0; m < morsels; m++) {
    if (run->texts[m].length) memcpy(bytes + at, run->texts[m].bytes, run->texts[m].length);
    at += run->texts[m].length;
  }
  sl_free(out->values);
  out->values = bytes;
  int64_t offset = 0;
  for (int64_t row = 0; row < out->length; row++) {
    int64_t length = out->offsets[row + 1];
    out->offsets[row] = offset;
    offset += length;
  }
  out->offsets[out->length] = offset;
  return SL_OK;
}

static SlStatus new_result(const SlNode *root, int64_t length, SlColumn **out, SlError *err) {
  SlStorage storage = root->type == SL_TEXT ? SL_STRING : sl_storage_default(root->type);
  SlStatus status = sl_column_alloc(root->type, storage, length, root->may_miss, NULL, out, err);
  if (status != SL_OK) return status;
  if (root->may_reason) (*out)->reasons = sl_alloc_zeroed((size_t)length, 1);
  if (root->may_flag) (*out)->flags = sl_alloc_zeroed((size_t)length, 1);
  if ((root->may_reason && !(*out)->reasons) || (root->may_flag && !(*out)->flags)) {
    sl_column_release(*out);
    *out = NULL;
    return sl_fail_alloc(err, (size_t)length);
  }
  return SL_OK;
}

/* A text that only depends on an entry of a dictionary stays an entry of one. */
static SlStatus run_mapped_text(const SlNode *root, const SlScope *scope, SlColumn **out, SlError *err) {
  SlColumn *values = NULL;
  int64_t *rows = sl_alloc_array((size_t)scope->length, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)scope->length * sizeof *rows);
  SlStatus status = sl_column_encode(root->column, &values, err);
  int64_t entries = sl_dict_size(root->keys->dict);
  for (int64_t row = 0; row < scope->length; row++)
    rows[row] = sl_column_is_null(root->keys, row) ? entries + sl_column_reason(root->keys, row) : sl_column_code(root->keys, row);
  if (status == SL_OK) status = sl_column_take(values, rows, scope->length, out, err);
  sl_column_release(values);
  sl_free(rows);
  return status;
}

SlStatus sl_program_run(const SlProgram *program, const SlNode *root, const SlScope *scope, SlColumn **out, SlError *err) {
  if (root->kind == SL_NODE_COLUMN) {
    *out = sl_column_retain(root->column);
    return SL_OK;
  }
  if (root->kind == SL_NODE_MAPPED && root->type == SL_TEXT) return run_mapped_text(root, scope, out, err);
  int64_t morsels = (scope->length + MORSEL_ROWS - 1) / MORSEL_ROWS;
  bool *needed = sl_alloc_zeroed((size_t)program->count, sizeof *needed);
  if (!needed) return sl_fail_alloc(err, (size_t)program->count);
  mark_needed(root, needed);
  Run run = {.program = program, .root = root, .needed = needed, .scope = scope};
  SlStatus status = new_result(root, scope->length, &run.out, err);
  if (status == SL_OK && root->type == SL_TEXT) {
    run.texts = sl_alloc_zeroed((size_t)morsels, sizeof *run.texts);
    run.lengths = run.out->offsets + 1;
    if (!run.texts) status = sl_fail_alloc(err, (size_t)morsels * sizeof *run.texts);
  }
  if (status == SL_OK) status = sl_parallel(morsels, run_morsel, &run, err);
  if (status == SL_OK && run.texts) status = join_texts(&run, morsels, err);
  for (int64_t m = 0; run.texts && m < morsels; m++) sl_buf_reset(&run.texts[m]);
  sl_free(run.texts);
  sl_free(needed);
  if (status != SL_OK) {
    sl_column_release(run.out);
    return status;
  }
  sl_column_seal(run.out);
  *out = run.out;
  return SL_OK;
}
