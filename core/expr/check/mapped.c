#include "core/expr/check/mapped.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/run/kernels.h"

enum { REASONS = SL_REASON_CONFIDENTIAL + 1 };

/* The one dictionary column that the arguments depend on; NULL when there is another thing they depend on. */
static const SlColumn *keys_of(const SlNode *node, int64_t rows) {
  const SlColumn *keys = NULL;
  for (int64_t k = 0; k < node->count; k++) {
    const SlNode *argument = node->arguments[k]->mapped ? node->arguments[k]->mapped : node->arguments[k];
    if (argument->constant) continue;
    const SlColumn *own =
        argument->kind == SL_NODE_MAPPED ? argument->keys
        : argument->kind == SL_NODE_COLUMN && argument->column && sl_storage_is_code(argument->column->storage)
            ? argument->column
            : NULL;
    if (!own || own->flags || (keys && keys != own)) return NULL;
    keys = own;
  }
  if (!keys || 2 * (sl_dict_size(keys->dict) + REASONS) > rows) return NULL;
  return keys;
}

/* The entries of the dictionary as a column, and behind them a missing row for each reason. */
static SlStatus column_of_entries(const SlMaking *making, const SlColumn *keys, SlColumn **out) {
  int64_t entries = sl_dict_size(keys->dict);
  SlColumn *column;
  SlStatus status = sl_column_alloc(SL_TEXT, SL_CODE32, entries + REASONS, true, keys->dict, &column, making->err);
  if (status != SL_OK) return status;
  column->reasons = sl_alloc_zeroed((size_t)(entries + REASONS), 1);
  if (!column->reasons) {
    sl_column_release(column);
    return sl_fail_alloc(making->err, (size_t)(entries + REASONS));
  }
  for (int64_t code = 0; code < entries; code++) ((uint32_t *)column->values)[code] = (uint32_t)code;
  for (int reason = 0; reason < REASONS; reason++) {
    sl_bitmap_clear(column->validity, entries + reason);
    column->reasons[entries + reason] = (uint8_t)reason;
  }
  sl_column_seal(column);
  *out = column;
  return SL_OK;
}

/* The node in another program, whose rows are entries: it depends on `entries` there, or on what was mapped before. */
static SlNode *copy_node(SlProgram *program, const SlNode *node, SlColumn *entries) {
  if (node->mapped) node = node->mapped;
  SlNode copy = *node;
  if (node->kind == SL_NODE_MAPPED || node->kind == SL_NODE_COLUMN) {
    copy.kind = SL_NODE_COLUMN;
    if (node->kind == SL_NODE_COLUMN) copy.column = entries;
    copy.keys = NULL;
    copy.may_miss = copy.column->validity != NULL;
    copy.may_reason = copy.column->reasons != NULL;
    copy.may_flag = false;
    return sl_program_add(program, &copy);
  }
  copy.arguments = sl_arena_alloc_array(program->arena, (size_t)node->count + 1, sizeof *copy.arguments);
  if (!copy.arguments) return NULL;
  for (int64_t k = 0; k < node->count; k++) {
    copy.arguments[k] = copy_node(program, node->arguments[k], entries);
    if (!copy.arguments[k]) return NULL;
    if (!node->own_marks || node->choice != SL_OP_IS_MISSING) {
      copy.may_miss |= copy.arguments[k]->may_miss;
      copy.may_reason |= copy.arguments[k]->may_reason;
    }
  }
  return sl_program_add(program, &copy);
}

/* Of rows that are true or false alone, with keys missing where they are: the code of the only entry that is `value`;
 * -1 when there is not one. */
static int64_t only_entry(const SlNode *mapped, uint8_t value) {
  const SlColumn *column = mapped->column, *keys = mapped->keys;
  const uint8_t *values = column->values;
  int64_t entries = sl_dict_size(keys->dict), only = -1;
  for (int64_t code = 0; code < entries; code++) {
    if (sl_column_is_null(column, code)) return -1;
    if (values[code] != value) continue;
    if (only >= 0) return -1;
    only = code;
  }
  for (int reason = 0; keys->validity && reason < REASONS; reason++)
    if (!sl_column_is_null(column, entries + reason) || (int)sl_column_reason(column, entries + reason) != reason)
      return -1;
  return only;
}

static SlStatus compare_codes(const SlMaking *making, SlNode *mapped, SlOperator op, int64_t code, SlNode **out) {
  SlNode node = {.kind = SL_NODE_KERNEL,
                 .type = SL_BOOLEAN,
                 .kernel = sl_kernel_narrow(mapped->keys->storage),
                 .choice = op,
                 .value = {.type = SL_INTEGER, .integer = code},
                 .count = 1,
                 .mapped = mapped,
                 .expr = mapped->expr};
  node.arguments = sl_arena_alloc_array(making->program->arena, 1, sizeof *node.arguments);
  if (!node.arguments) return sl_fail_alloc(making->err, sizeof *node.arguments);
  SlStatus status = sl_make_column(making, (SlColumn *)mapped->keys, SL_NODE_COLUMN, &node.arguments[0]);
  if (status == SL_OK) status = sl_make_raw(making, node.arguments[0], &node.arguments[0]);
  if (status != SL_OK) return status;
  node.may_miss = node.arguments[0]->may_miss;
  node.may_reason = node.arguments[0]->may_reason;
  *out = sl_program_add(making->program, &node);
  return *out ? SL_OK : sl_fail_alloc(making->err, sizeof node);
}

SlStatus sl_make_mapped(const SlMaking *making, const SlNode *node, SlNode **out) {
  *out = NULL;
  if (making->program != &making->check->rows) return SL_OK;
  const SlColumn *keys = keys_of(node, making->check->context->table->length);
  if (!keys) return SL_OK;
  SlColumn *entries, *values = NULL;
  SlStatus status = column_of_entries(making, keys, &entries);
  if (status != SL_OK) return status;
  SlArena arena;
  sl_arena_init(&arena);
  SlProgram program = {.arena = &arena};
  SlNode *root = copy_node(&program, node, entries);
  SlScope scope = {entries->length, NULL};
  status =
      root ? sl_program_run(&program, root, &scope, &values, making->err) : sl_fail_alloc(making->err, sizeof *node);
  sl_arena_reset(&arena);
  sl_column_release(entries);
  /* What fails on an entry is left to the rows, of which none may have it; and their error names the row. */
  if (status != SL_OK && status != SL_ENOMEM && status != SL_EINTERRUPTED) return SL_OK;
  if (status == SL_OK) status = sl_check_keep(making->check, values, making->err);
  if (status != SL_OK) return status;
  /* Missing rows at the end stand for those of the keys; when the keys have none, no row looks there. */
  bool misses = node->may_miss;
  SlNode mapped = {.kind = SL_NODE_MAPPED,
                   .type = node->type,
                   .column = values,
                   .keys = keys,
                   .may_miss = misses && values->validity,
                   .may_reason = misses && values->reasons,
                   .expr = node->expr};
  *out = sl_program_add(making->program, &mapped);
  if (!*out) return sl_fail_alloc(making->err, sizeof mapped);
  if (node->type != SL_BOOLEAN) return SL_OK;
  int64_t yes = only_entry(*out, 1), no = only_entry(*out, 0);
  if (yes >= 0) return compare_codes(making, *out, SL_OP_EQ, yes, out);
  return no >= 0 ? compare_codes(making, *out, SL_OP_NE, no, out) : SL_OK;
}
