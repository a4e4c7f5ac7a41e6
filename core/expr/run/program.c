#include "core/expr/run/node.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"
#include "core/expr/run/load.h"
#include "core/expr/run/result.h"
#include "core/expr/tree.h"

/* --- making ------------------------------------------------------------------------------------------------------- */

static bool same_scalar(const SlScalar *a, const SlScalar *b) {
  if (a->type != b->type || a->missing != b->missing || a->untyped != b->untyped) return false;
  if (a->missing) return true;
  if (a->type == SL_NUMBER) return memcmp(&a->number, &b->number, sizeof a->number) == 0;
  return a->type == SL_TEXT ? sl_str_equal(a->text, b->text) : a->integer == b->integer;
}

static bool same_node(const SlNode *a, const SlNode *b) {
  if (a->kind != b->kind || a->type != b->type || a->kernel != b->kernel || a->choice != b->choice ||
      a->count != b->count || a->column != b->column || a->keys != b->keys || a->raw != b->raw || a->data != b->data ||
      a->untyped != b->untyped || a->unknown || b->unknown || !same_scalar(&a->value, &b->value))
    return false;
  return a->count == 0 || memcmp(a->arguments, b->arguments, (size_t)a->count * sizeof *a->arguments) == 0;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ hash >> 32;
}

/* Of what same_node() compares, so that equal nodes have equal hashes. */
static uint64_t hash_of(const SlNode *node) {
  uint64_t hash = mix((uint64_t)node->kind, (uint64_t)node->type);
  const SlScalar *value = &node->value;
  uint64_t bits = (uint64_t)value->integer;
  if (value->type == SL_NUMBER) memcpy(&bits, &value->number, sizeof bits);
  if (value->type == SL_TEXT) bits = sl_str_hash(value->text, sl_seed());
  hash = mix(hash, value->missing ? 1 : bits);
  hash = mix(hash, (uint64_t)node->choice);
  hash = mix(hash, (uint64_t)(uintptr_t)node->column ^ (uint64_t)(uintptr_t)node->data);
  for (int64_t k = 0; k < node->count; k++) hash = mix(hash, (uint64_t)node->arguments[k]->index);
  return hash;
}

/* The slot of an equal node, or the free one where it belongs. */
static SlNode **find_slot(const SlProgram *program, const SlNode *node) {
  uint64_t last = (uint64_t)program->slot_count - 1, at = hash_of(node) & last;
  while (program->slots[at] && !same_node(program->slots[at], node)) at = (at + 1) & last;
  return &program->slots[at];
}

/* Room for another node: slots stay half free. */
static bool grow(SlProgram *program) {
  if (program->count < program->capacity) return true;
  int64_t capacity = program->capacity ? 2 * program->capacity : 32;
  SlNode **nodes = sl_arena_alloc_array(program->arena, (size_t)capacity, sizeof *nodes);
  SlNode **slots = sl_arena_alloc_array(program->arena, (size_t)(2 * capacity), sizeof *slots);
  if (!nodes || !slots) return false;
  if (program->count) memcpy(nodes, program->nodes, (size_t)program->count * sizeof *nodes);
  memset(slots, 0, (size_t)(2 * capacity) * sizeof *slots);
  program->nodes = nodes;
  program->slots = slots;
  program->slot_count = 2 * capacity;
  program->capacity = capacity;
  for (int64_t i = 0; i < program->count; i++)
    if (!nodes[i]->unknown) *find_slot(program, nodes[i]) = nodes[i];
  return true;
}

SlNode *sl_program_add(SlProgram *program, const SlNode *node) {
  if (!grow(program)) return NULL;
  SlNode **slot = node->unknown ? NULL : find_slot(program, node); /* an unknown is equal to none */
  if (slot && *slot) return *slot;
  SlNode *added = sl_arena_alloc(program->arena, sizeof *added);
  if (!added) return NULL;
  *added = *node;
  added->index = (int)program->count;
  program->nodes[program->count++] = added;
  if (slot) *slot = added;
  return added;
}

/* --- for kernels -------------------------------------------------------------------------------------------------- */

void sl_batch_clear(SlBatch *batch, int64_t i, SlReason reason) {
  SlVector *out = batch->out;
  if (!out->present) out->present = memset(out->present_room, 1, SL_BATCH_ROWS);
  if (!out->reasons && reason != SL_REASON_NONE)
    out->reasons = memset(out->reasons_room, SL_REASON_NONE, SL_BATCH_ROWS);
  out->present[i] = 0;
  if (out->reasons) out->reasons[i] = (uint8_t)reason;
  if (out->flags) out->flags[i] = 0;
}

char *sl_batch_room(SlBatch *batch, size_t bytes, SlError *err) {
  char *room = sl_arena_alloc(batch->texts, bytes ? bytes : 1);
  if (!room) sl_fail_alloc(err, bytes);
  return room;
}

SlStatus sl_batch_fail(const SlBatch *batch, int64_t i, SlStatus status, SlError *err, const char *format, ...) {
  if (!err) return status;
  char message[512];
  va_list args;
  va_start(args, format);
  sl_vprint_cut(message, sizeof message, format, args);
  va_end(args);
  sl_fail(err, status, "row %lld: %s", (long long)(batch->first_row + i + 1), message);
  SlBuf shown;
  sl_buf_init(&shown);
  if (batch->node->expr) sl_expr_print(batch->node->expr, &shown);
  if (!shown.failed && shown.length)
    sl_fail_more(err, "\n    in %.*s", (int)sl_str_cut(sl_buf_str(&shown), 200), shown.bytes);
  sl_buf_reset(&shown);
  return status;
}

/* --- marks -------------------------------------------------------------------------------------------------------- */

/* The arrays that the batch needs: those that an argument has. */
static void open_marks(const SlNode *node, const SlVector *vectors, SlVector *out) {
  out->present = out->reasons = out->flags = NULL;
  for (int64_t k = 0; k < node->count; k++) {
    const SlVector *in = &vectors[node->arguments[k]->index];
    if (in->present) out->present = out->present_room;
    if (in->reasons) out->reasons = out->reasons_room;
    if (in->flags) out->flags = out->flags_room;
  }
}

/* A row is there when all arguments are; else the strongest of their reasons is its own. Flags are united. */
static void unite_marks(const SlNode *node, const SlVector *vectors, SlVector *out, int64_t count) {
  open_marks(node, vectors, out);
  if (out->present) memset(out->present, 1, (size_t)count);
  if (out->reasons) memset(out->reasons, SL_REASON_NONE, (size_t)count);
  if (out->flags) memset(out->flags, 0, (size_t)count);
  for (int64_t k = 0; k < node->count; k++) {
    const SlVector *in = &vectors[node->arguments[k]->index];
    if (in->present)
      for (int64_t i = 0; i < count; i++) out->present[i] &= in->present[i];
    if (in->reasons)
      for (int64_t i = 0; i < count; i++) {
        uint8_t reason = in->present[i] ? SL_REASON_NONE : in->reasons[i];
        out->reasons[i] = reason > out->reasons[i] ? reason : out->reasons[i]; /* the strongest is the greatest */
      }
    if (in->flags)
      for (int64_t i = 0; i < count; i++) out->flags[i] |= in->flags[i];
  }
  if (out->flags && out->present)
    for (int64_t i = 0; i < count; i++) out->flags[i] &= (uint8_t)-out->present[i];
}

/* --- running ------------------------------------------------------------------------------------------------------ */

typedef struct Run {
  const SlProgram *program;
  const SlNode *root;
  const bool *needed;
  const SlScope *scope;
  SlResult *result;
} Run;

static bool is_needed(const Run *run, int64_t n, bool constant) {
  return run->needed[n] && run->program->nodes[n]->constant == constant;
}

static SlStatus run_node(const Run *run, const SlNode *node, SlVector *vectors, SlBatch *batch, SlError *err) {
  SL_ASSERT(node->index >= 0 && node->index < run->program->count && run->program->nodes[node->index] == node);
  for (int64_t k = 0; k < node->count; k++) SL_ASSERT(node->arguments[k]->index < node->index); /* worked out before */
  SlVector *out = &vectors[node->index];
  if (node->kind != SL_NODE_KERNEL) {
    sl_leaf_load(node, out, run->scope, batch->first_row, batch->count);
    return SL_OK;
  }
  if (node->own_marks)
    open_marks(node, vectors, out);
  else
    unite_marks(node, vectors, out, batch->count);
  batch->node = node;
  batch->out = out;
  batch->all = vectors;
  for (int64_t k = 0; k < node->count && k < 4; k++) batch->in[k] = &vectors[node->arguments[k]->index];
  return node->kernel(batch, err);
}

static SlStatus run_nodes(const Run *run, bool constant, SlVector *vectors, SlBatch *batch, SlError *err) {
  for (int64_t n = 0; n < run->program->count; n++) {
    if (!is_needed(run, n, constant)) continue;
    SlStatus status = run_node(run, run->program->nodes[n], vectors, batch, err);
    if (status != SL_OK) return status;
  }
  return SL_OK;
}

/* Nodes that are the same for every row are worked out once, over a whole batch of rows, and their texts kept. */
static SlStatus run_batches(const Run *run, int64_t morsel, SlVector *vectors, SlArena *constants, SlArena *texts,
                            SlError *err) {
  int64_t first = morsel * SL_MORSEL_ROWS, end = sl_morsel_end(morsel, run->scope->length);
  SlVector *root = &vectors[run->root->index];
  SlBatch batch = {.first_row = first, .count = SL_BATCH_ROWS, .texts = constants};
  SlStatus status = run_nodes(run, true, vectors, &batch, err);
  batch.texts = texts;
  for (; status == SL_OK && first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    batch.first_row = first;
    batch.count = sl_batch_size(first, end);
    void *place = run->root->constant ? NULL : sl_result_place(run->result, first);
    if (place) root->values = place;
    status = run_nodes(run, false, vectors, &batch, err);
    if (status == SL_OK) sl_result_store(run->result, root, first, batch.count);
    sl_arena_reset(texts);
  }
  return status;
}

/* Room for a batch of each needed node, in one block. */
static size_t room_bytes(const SlNode *node) {
  size_t width = sl_leaf_lies_as_vector(node) ? 0 : sl_vector_width(node->type);
  return SL_BATCH_ROWS * (width + (size_t)node->may_miss + (size_t)node->may_reason + (size_t)node->may_flag);
}

static char *take_room(char **room, size_t width) {
  char *taken = *room;
  *room += SL_BATCH_ROWS * width;
  return taken;
}

static void lay_out(const SlNode *node, SlVector *vector, char **room) {
  if (!sl_leaf_lies_as_vector(node)) vector->values = take_room(room, sl_vector_width(node->type));
  if (node->may_miss) vector->present_room = (uint8_t *)take_room(room, 1);
  if (node->may_reason) vector->reasons_room = (uint8_t *)take_room(room, 1);
  if (node->may_flag) vector->flags_room = (uint8_t *)take_room(room, 1);
}

static SlStatus run_morsel(void *context, int64_t morsel, SlError *err) {
  const Run *run = context;
  int64_t nodes = run->program->count;
  size_t bytes = 0;
  for (int64_t n = 0; n < nodes; n++)
    if (run->needed[n]) bytes += room_bytes(run->program->nodes[n]);
  SlVector *vectors = sl_alloc_zeroed((size_t)nodes, sizeof *vectors);
  char *room = sl_alloc(bytes), *next = room;
  SlArena constants, texts;
  sl_arena_init(&constants);
  sl_arena_init(&texts);
  SlStatus status = vectors && room ? SL_OK : sl_fail_alloc(err, bytes);
  if (status == SL_OK) {
    for (int64_t n = 0; n < nodes; n++)
      if (run->needed[n]) lay_out(run->program->nodes[n], &vectors[n], &next);
    status = run_batches(run, morsel, vectors, &constants, &texts, err);
  }
  sl_arena_reset(&texts);
  sl_arena_reset(&constants);
  sl_free(room);
  sl_free(vectors);
  return status;
}

/* Arguments stand before those that use them, so one pass from the root to the first node finds all. */
static void mark_needed(const SlProgram *program, const SlNode *root, bool *needed) {
  needed[root->index] = true;
  for (int64_t n = root->index; n >= 0; n--) {
    const SlNode *node = program->nodes[n];
    for (int64_t k = 0; needed[n] && k < node->count; k++) needed[node->arguments[k]->index] = true;
  }
}

/* A text that only depends on an entry of a dictionary stays an entry of one. */
static SlStatus run_mapped_text(const SlNode *root, const SlScope *scope, SlColumn **out, SlError *err) {
  SlColumn *values = NULL;
  int64_t *rows = sl_alloc_array((size_t)scope->length, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)scope->length * sizeof *rows);
  SlStatus status = sl_column_encode(root->column, &values, err);
  int64_t entries = sl_dict_size(root->keys->dict);
  for (int64_t row = 0; status == SL_OK && row < scope->length; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    rows[row] = sl_column_is_null(root->keys, row) ? entries + sl_column_reason(root->keys, row)
                                                   : sl_column_code(root->keys, row);
  }
  if (status == SL_OK) status = sl_column_take(values, rows, scope->length, out, err);
  sl_column_release(values);
  sl_free(rows);
  return status;
}

SlStatus sl_program_run(const SlProgram *program, const SlNode *root, const SlScope *scope, SlColumn **out,
                        SlError *err) {
  if (root->kind == SL_NODE_COLUMN) {
    *out = sl_column_retain(root->column);
    return SL_OK;
  }
  if (root->kind == SL_NODE_MAPPED && root->type == SL_TEXT) return run_mapped_text(root, scope, out, err);
  bool *needed = sl_alloc_zeroed((size_t)program->count, sizeof *needed);
  if (!needed) return sl_fail_alloc(err, (size_t)program->count);
  mark_needed(program, root, needed);
  SlResult result;
  Run run = {.program = program, .root = root, .needed = needed, .scope = scope, .result = &result};
  SlStatus status = sl_result_open(&result, root, scope->length, err);
  if (status == SL_OK) status = sl_parallel(sl_morsels_of(scope->length), run_morsel, &run, err);
  status = sl_result_close(&result, status, out, err);
  sl_free(needed);
  return status;
}
