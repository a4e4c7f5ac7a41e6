#include "core/query/groups/fold.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/keys/keys.h"

enum {
  SMALLEST_MORSEL = SL_SIZE(1 << 15, 64), /* rows; cutting finer costs more than it brings */
  MOST_MORSELS = 64,
  ROWS_PER_STATE = SL_SIZE(16, 1),        /* a morsel should have that many rows for each of its states */
  FEWEST_MORSELS = SL_SIZE(4, 2),         /* with fewer, the groups are dealt out instead */
  MOST_DEALS = 16,
  MERGE_GROUPS = SL_SIZE(1 << 12, 4),
  INTERRUPT_BATCHES = 16,
  NEAR_BYTES = SL_SIZE(1 << 17, 1 << 5), /* of states that are not asked for ahead */
  CACHE_LINE = 128
};

typedef struct FoldRun {
  const SlFold *fold;
  int64_t morsel_rows, morsels;
  int64_t deal_groups;  /* groups a task, when groups are dealt out */
  size_t stride_bytes;   /* from one morsel's states to the next one's: whole cache lines, which two cores never share */
  unsigned char *states;
} FoldRun;

/* What a batch needs when rows have to be left out or values widened. */
typedef struct Scratch {
  uint32_t groups[SL_BATCH_ROWS];
  int64_t integers[SL_BATCH_ROWS];
  double numbers[SL_BATCH_ROWS], others[SL_BATCH_ROWS];
  uint16_t kept[SL_BATCH_ROWS]; /* positions in the batch */
} Scratch;

static void load_flags(const SlFold *fold, int64_t first, int64_t count, int64_t *out) {
  memset(out, 0, (size_t)count * sizeof *out);
  for (int c = 0; c < 2; c++) {
    const uint8_t *flags = fold->columns[c] ? fold->columns[c]->flags : NULL;
    for (int64_t i = 0; flags && i < count; i++) out[i] |= flags[first + i];
  }
}

static void load_reasons(const SlFold *fold, int64_t first, int64_t count, int64_t *out) {
  memset(out, 0, (size_t)count * sizeof *out);
  for (int c = 0; c < 2; c++) {
    const SlColumn *column = fold->columns[c];
    for (int64_t i = 0; column && column->reasons && i < count; i++) {
      int64_t reason = sl_column_reason(column, first + i);
      if (reason > out[i]) out[i] = reason;
    }
  }
}

static void load_rows(int64_t first, int64_t count, int64_t *out) {
  for (int64_t i = 0; i < count; i++) out[i] = first + i;
}

static const uint32_t *load_groups(const SlGroups *groups, int64_t first, int64_t count, uint32_t *room) {
  if (groups->number_bytes == sizeof *room) return (const uint32_t *)groups->numbers + first;
  sl_groups_load(groups, first, count, room);
  return room;
}

/* Widens; double columns are read where they lie. */
static const double *load_numbers(const SlColumn *column, int64_t first, int64_t count, double *room) {
  if (column->storage == SL_F64) return (const double *)column->values + first;
  sl_column_load_numbers(column, first, count, room);
  return room;
}

static void load_values(const SlFold *fold, int64_t first, int64_t count, Scratch *scratch, SlFoldBatch *batch) {
  switch (fold->input) {
    case SL_FOLD_PRESENT: return;
    case SL_FOLD_INTEGERS: sl_column_load_integers(fold->columns[0], first, count, scratch->integers); break;
    case SL_FOLD_CODES: {
      uint32_t codes[SL_BATCH_ROWS];
      sl_column_load_codes(fold->columns[0], first, count, codes);
      SL_CONVERT(int64_t, scratch->integers, uint32_t, codes, count);
      break;
    }
    case SL_FOLD_NUMBERS:
      batch->numbers = load_numbers(fold->columns[0], first, count, scratch->numbers);
      if (fold->columns[1]) batch->others = load_numbers(fold->columns[1], first, count, scratch->others);
      return;
    case SL_FOLD_FLAGS: load_flags(fold, first, count, scratch->integers); break;
    case SL_FOLD_REASONS: load_reasons(fold, first, count, scratch->integers); break;
    case SL_FOLD_WORDS: {
      uint64_t words[SL_BATCH_ROWS];
      sl_keys_words(fold->keys, first, count, words);
      memcpy(scratch->integers, words, (size_t)count * sizeof *words);
      break;
    }
    case SL_FOLD_ROWS: load_rows(first, count, scratch->integers); break;
  }
  batch->integers = scratch->integers;
}

static bool asks_validity(const SlFold *fold) {
  if (fold->input == SL_FOLD_ROWS) return false;
  if (fold->input == SL_FOLD_REASONS) return true;
  return (fold->columns[0] && fold->columns[0]->validity) || (fold->columns[1] && fold->columns[1]->validity);
}

/* Bits of rows [word * 64, word * 64 + 64) that the fold takes. */
static uint64_t taken_bits(const SlFold *fold, int64_t word) {
  uint64_t present = UINT64_MAX;
  for (int c = 0; c < 2; c++)
    if (fold->columns[c] && fold->columns[c]->validity) present &= fold->columns[c]->validity[word];
  return fold->input == SL_FOLD_REASONS ? ~present : present;
}

/* The positions in [first, first + count) that count: present, and of a group in [low, low + span). */
static int64_t choose_rows(const SlFold *fold, const uint32_t *groups, int64_t first, int64_t count, uint32_t low, uint32_t span, uint16_t *kept) {
  int64_t n = 0;
  if (!asks_validity(fold)) {
    for (int64_t i = 0; i < count; i++) {
      kept[n] = (uint16_t)i;
      n += groups[i] - low < span;
    }
    return n;
  }
  for (int64_t start = 0; start < count; start += 64) { /* first is a multiple of 64 */
    uint64_t bits = taken_bits(fold, (first + start) / 64);
    int64_t end = count - start < 64 ? count - start : 64;
    for (int64_t i = 0; i < end; i++, bits >>= 1) {
      kept[n] = (uint16_t)(start + i);
      n += (int64_t)(bits & 1) & (groups[start + i] - low < span);
    }
  }
  return n;
}

static void pick_integers(int64_t *values, const uint16_t *kept, int64_t n) {
  for (int64_t i = 0; i < n; i++) values[i] = values[kept[i]]; /* kept[i] >= i */
}

static const double *pick_numbers(const double *values, double *room, const uint16_t *kept, int64_t n) {
  for (int64_t i = 0; i < n; i++) room[i] = values[kept[i]];
  return room;
}

static void fold_batch(const SlFold *fold, void *states, int64_t first, int64_t count, uint32_t low, uint32_t span,
                       Scratch *scratch) {
  SlFoldBatch batch = {.count = count, .groups = load_groups(fold->groups, first, count, scratch->groups)};
  load_values(fold, first, count, scratch, &batch);
  bool all_groups = span == (uint32_t)fold->groups->group_count;
  if (!all_groups || asks_validity(fold)) {
    int64_t n = choose_rows(fold, batch.groups, first, count, low, span, scratch->kept);
    if (n < count) {
      for (int64_t i = 0; i < n; i++) scratch->groups[i] = batch.groups[scratch->kept[i]]; /* kept[i] >= i */
      if (batch.integers) pick_integers(scratch->integers, scratch->kept, n);
      if (batch.numbers) batch.numbers = pick_numbers(batch.numbers, scratch->numbers, scratch->kept, n);
      if (batch.others) batch.others = pick_numbers(batch.others, scratch->others, scratch->kept, n);
      batch.groups = scratch->groups;
      batch.count = n;
    }
  }
  if ((size_t)span * fold->state_bytes > NEAR_BYTES) batch.asking = batch.count - SL_FOLD_AHEAD;
  if (batch.count > 0) fold->rows(states, &batch, fold->context);
}

static SlStatus fold_rows(const SlFold *fold, void *states, int64_t first, int64_t end, uint32_t low, uint32_t span,
                          SlError *err) {
  Scratch scratch;
  for (int64_t batches = 0; first < end; first += SL_BATCH_ROWS, batches++) {
    if (batches % INTERRUPT_BATCHES == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    fold_batch(fold, states, first, sl_batch_size(first, end), low, span, &scratch);
  }
  return SL_OK;
}

static SlStatus fold_morsel(void *context, int64_t morsel, SlError *err) {
  FoldRun *run = context;
  const SlFold *fold = run->fold;
  int64_t first = morsel * run->morsel_rows, end = first + run->morsel_rows;
  if (end > fold->groups->row_count) end = fold->groups->row_count; /* the last morsels may have no rows */
  void *states = run->states + (size_t)morsel * run->stride_bytes;
  if (fold->start) fold->start(states, 0, fold->groups->group_count);
  return fold_rows(fold, states, first, end, 0, (uint32_t)fold->groups->group_count, err);
}

static SlStatus fold_deal(void *context, int64_t deal, SlError *err) {
  FoldRun *run = context;
  const SlGroups *groups = run->fold->groups;
  int64_t low = deal * run->deal_groups;
  int64_t span = groups->group_count - low < run->deal_groups ? groups->group_count - low : run->deal_groups;
  if (span <= 0) return SL_OK;
  if (run->fold->start) run->fold->start(run->states, low, span);
  return fold_rows(run->fold, run->states, 0, groups->row_count, (uint32_t)low, (uint32_t)span, err);
}

static SlStatus merge_block(void *context, int64_t block, SlError *err) {
  FoldRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t group_count = run->fold->groups->group_count;
  int64_t first = block * MERGE_GROUPS;
  int64_t count = sl_piece_end(block, MERGE_GROUPS, group_count) - first;
  for (int64_t morsel = 1; morsel < run->morsels; morsel++)
    run->fold->merge(run->states, run->states + (size_t)morsel * run->stride_bytes, first, count,
                     run->fold->context);
  return SL_OK;
}

/* Morsels of whole batches. */
static void cut_rows(FoldRun *run, int64_t morsels) {
  int64_t batches = sl_pieces_of(run->fold->groups->row_count, SL_BATCH_ROWS);
  run->morsels = morsels;
  run->morsel_rows = sl_pieces_of(batches, morsels) * SL_BATCH_ROWS;
}

static SlStatus deal_groups(FoldRun *run, SlError *err) {
  int64_t rows = run->fold->groups->row_count, groups = run->fold->groups->group_count;
  int64_t deals = rows < SMALLEST_MORSEL ? 1 : sl_threads();
  if (deals > MOST_DEALS) deals = MOST_DEALS;
  if (deals > groups) deals = groups;
  run->deal_groups = deals > 0 ? (groups + deals - 1) / deals : 0;
  return sl_parallel(deals, fold_deal, run, err);
}

SlStatus sl_fold_into(const SlFold *fold, int64_t pieces, void *states, SlError *err) {
  FoldRun run = {.fold = fold, .states = states, .stride_bytes = (size_t)fold->groups->group_count * fold->state_bytes};
  if (pieces == 0) return deal_groups(&run, err);
  cut_rows(&run, pieces);
  return sl_parallel(pieces, fold_morsel, &run, err);
}

SlStatus sl_fold(const SlFold *fold, void **states, SlError *err) {
  int64_t rows = fold->groups->row_count, groups = fold->groups->group_count;
  FoldRun run = {.fold = fold, .morsels = 1};
  if (fold->merge && groups > 0) {
    int64_t by_states = rows / (ROWS_PER_STATE * groups), by_size = rows / SMALLEST_MORSEL;
    run.morsels = by_states < by_size ? by_states : by_size;
    if (run.morsels > MOST_MORSELS) run.morsels = MOST_MORSELS;
    if (run.morsels < FEWEST_MORSELS) run.morsels = 1;
  }
  run.stride_bytes = ((size_t)groups * fold->state_bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  run.states = sl_alloc_zeroed((size_t)run.morsels, run.stride_bytes);
  if (!run.states) return sl_fail_alloc(err, (size_t)run.morsels * run.stride_bytes);
  SlStatus status = sl_claim(run.states, (size_t)run.morsels * run.stride_bytes, err);
  if (status != SL_OK) {
    /* interrupted */
  } else if (run.morsels > 1) {
    cut_rows(&run, run.morsels);
    status = sl_parallel(run.morsels, fold_morsel, &run, err);
    if (status == SL_OK) status = sl_parallel(sl_pieces_of(groups, MERGE_GROUPS), merge_block, &run, err);
  } else {
    status = deal_groups(&run, err);
  }
  if (status != SL_OK) {
    sl_free(run.states);
    return status;
  }
  *states = run.states;
  return SL_OK;
}

void sl_fold_strongest(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  uint8_t *reasons = states;
  for (int64_t i = 0; i < batch->count; i++) {
    uint8_t reason = (uint8_t)batch->integers[i];
    if (reason > reasons[batch->groups[i]]) reasons[batch->groups[i]] = reason;
  }
}

void sl_fold_merge_strongest(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  uint8_t *reasons = states;
  const uint8_t *others = later;
  for (int64_t g = first; g < first + count; g++)
    if (others[g] > reasons[g]) reasons[g] = others[g];
}
