#include "core/cells/prove.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/values/builder.h"

typedef struct Read { /* a text, read; of an entry of a dictionary it is kept */
  bool ready;
  SlCell cell;
  SlCellSlot slot;
} Read;

typedef struct Proof {
  const SlColumn *column;
  const SlCellRules *rules;
  SlCellKind kind; /* of all cells so far */
  Read *entries;   /* by code; NULL without a dictionary */
} Proof;

static SlCell cell_of(const SlCellRules *rules, SlStr text) {
  return sl_cell_of(rules, text, text.length == 0 ? SL_CELL_ABSENT : SL_CELL_PLAIN);
}

static void meet(Proof *proof, const SlCell *cell) {
  if (!cell->missing) proof->kind = sl_cell_kinds_meet(proof->kind, sl_cell_kind(proof->rules, cell->text));
}

/* What the present cells are together. Entries of a dictionary count when a row has them. */
static SlStatus find_kind(Proof *proof, SlError *err) {
  const SlColumn *column = proof->column;
  for (int64_t row = 0; row < column->length && proof->kind != SL_CELLS_TEXT; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    if (sl_column_is_null(column, row)) continue;
    Read *entry = proof->entries ? &proof->entries[sl_column_code(column, row)] : NULL;
    if (entry && entry->ready) continue;
    SlCell cell = cell_of(proof->rules, sl_column_text(column, row));
    meet(proof, &cell);
    if (entry) *entry = (Read){.ready = true, .cell = cell};
  }
  return SL_OK;
}

static void read_text(const Proof *proof, SlStr text, Read *out) {
  out->cell = cell_of(proof->rules, text);
  if (proof->kind == SL_CELLS_TEXT && text.length == 0) out->cell.missing = false; /* among texts an empty one is a text, as it was */
  out->slot = (SlCellSlot){0};
  out->ready = true;
  if (out->cell.missing) return;
  bool is = sl_cell_parse(proof->rules, proof->kind, out->cell.text, &out->slot);
  assert(is); /* kinds_meet gives a kind that each of the cells is of */
  (void)is;
}

static void add_row(const Proof *proof, SlBuilder *builder, int64_t row) {
  const SlColumn *column = proof->column;
  if (sl_column_is_null(column, row)) {
    sl_builder_add_null(builder, sl_column_reason(column, row));
    return;
  }
  Read own = {0}, *read = proof->entries ? &proof->entries[sl_column_code(column, row)] : &own;
  if (!read->ready) read_text(proof, sl_column_text(column, row), read);
  if (read->cell.missing) {
    sl_builder_add_null(builder, read->cell.reason);
    return;
  }
  if (proof->kind == SL_CELLS_TEXT)
    sl_builder_add_text(builder, read->cell.text);
  else if (proof->kind == SL_CELLS_NUMBER)
    sl_builder_add_number(builder, read->slot.number);
  else
    sl_builder_add_integer(builder, read->slot.integer);
  unsigned flags = read->cell.flags | sl_column_flags(column, row);
  if (flags) sl_builder_flag_last(builder, flags);
}

static SlStatus build(Proof *proof, int64_t entry_count, SlColumn **out, SlError *err) {
  for (int64_t code = 0; code < entry_count; code++) proof->entries[code].ready = false; /* they were read before the kind was known */
  SlBuilder builder;
  sl_builder_init(&builder, sl_cell_type(proof->kind));
  sl_builder_reserve(&builder, proof->column->length);
  for (int64_t row = 0; row < proof->column->length && builder.status == SL_OK; row++) {
    if (sl_interrupted_at(row)) {
      sl_builder_reset(&builder);
      return sl_fail_interrupted(err);
    }
    add_row(proof, &builder, row);
  }
  return sl_builder_finish(&builder, out, err);
}

SlStatus sl_column_prove(const SlColumn *column, const SlCellRules *rules, SlColumn **out, SlError *err) {
  assert(!rules->declared && !rules->loose_numbers);
  if (column->type != SL_TEXT) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  Proof proof = {.column = column, .rules = rules, .kind = SL_CELLS_NONE};
  int64_t entries = column->dict && sl_dict_size(column->dict) <= column->length ? sl_dict_size(column->dict) : 0;
  if (entries > 0) {
    proof.entries = sl_alloc_zeroed((size_t)entries, sizeof *proof.entries);
    if (!proof.entries) return sl_fail_alloc(err, (size_t)entries * sizeof *proof.entries);
  }
  SlStatus status = find_kind(&proof, err);
  bool takes_off = rules->markers || rules->strips_marks || rules->missing_count > 0;
  if (proof.kind == SL_CELLS_NONE) proof.kind = SL_CELLS_TEXT; /* nothing is there to say what it is */
  if (status == SL_OK && proof.kind == SL_CELLS_TEXT && !takes_off)
    *out = sl_column_retain(column);
  else if (status == SL_OK)
    status = build(&proof, entries, out, err);
  sl_free(proof.entries);
  return status;
}
