#include "core/query/groups/segments.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/runtime.h"

double sl_number_of_word(uint64_t word) {
  if (word == UINT64_MAX) return NAN;
  uint64_t bits = word >> 63 ? word & ~((uint64_t)1 << 63) : ~word;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

void sl_segments_reset(SlSegments *segments) {
  sl_free(segments->words);
  sl_free(segments->starts);
  *segments = (SlSegments){0};
}

/* --- filling ----------------------------------------------------------------------------------------------------------------- */

/* States say where the next value of each group goes. */
typedef struct Filling {
  uint64_t *words;
  const uint32_t *ranks;
} Filling;

static void fill_integers(void *states, const SlFoldBatch *batch, void *context) {
  const Filling *filling = context;
  int64_t *next = states;
  for (int64_t i = 0; i < batch->count; i++) filling->words[next[batch->groups[i]]++] = sl_word_of_integer(batch->integers[i]);
}

static void fill_numbers(void *states, const SlFoldBatch *batch, void *context) {
  const Filling *filling = context;
  int64_t *next = states;
  for (int64_t i = 0; i < batch->count; i++) filling->words[next[batch->groups[i]]++] = sl_word_of_number(batch->numbers[i]);
}

static void fill_ranks(void *states, const SlFoldBatch *batch, void *context) {
  const Filling *filling = context;
  int64_t *next = states;
  for (int64_t i = 0; i < batch->count; i++) filling->words[next[batch->groups[i]]++] = filling->ranks[batch->integers[i]];
}

static void fill_words(void *states, const SlFoldBatch *batch, void *context) {
  const Filling *filling = context;
  int64_t *next = states;
  for (int64_t i = 0; i < batch->count; i++) filling->words[next[batch->groups[i]]++] = (uint64_t)batch->integers[i];
}

static void count_rows(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *counts = states;
  for (int64_t i = 0; i < batch->count; i++) counts[batch->groups[i]]++;
}

enum { SMALLEST_PIECE = SL_SIZE(1 << 15, 64), ROWS_PER_PLACE = SL_SIZE(4, 1), MOST_PIECES = 64 };

/* Pieces of the rows, each of which knows its places beforehand; 0 when there are so many groups that the groups are
 * dealt out instead. The values come to lie the same way. */
static int64_t pieces_of(const SlGroups *groups) {
  int64_t rows = groups->row_count, pieces = 2 * (int64_t)sl_threads();
  if (sl_threads() == 1 || rows < 2 * SMALLEST_PIECE) return 1;
  if (pieces > rows / SMALLEST_PIECE) pieces = rows / SMALLEST_PIECE;
  if (pieces > MOST_PIECES) pieces = MOST_PIECES;
  if (groups->group_count > 0 && pieces > rows / (ROWS_PER_PLACE * groups->group_count))
    pieces = rows / (ROWS_PER_PLACE * groups->group_count);
  return pieces < 2 ? 0 : pieces;
}

/* The counts of pieces become the places where each piece puts its first value of each group. */
static SlStatus place_pieces(int64_t *next, int64_t pieces, const int64_t *starts, int64_t group_count, SlError *err) {
  for (int64_t g = 0; g < group_count; g++) {
    if (sl_interrupted_at(g)) return sl_fail_interrupted(err);
    int64_t place = starts[g];
    for (int64_t piece = 0; piece < pieces; piece++) {
      int64_t count = next[piece * group_count + g];
      next[piece * group_count + g] = place;
      place += count;
    }
  }
  return SL_OK;
}

static SlStatus fill(const SlSegments *segments, SlFold *fold, SlError *err) {
  int64_t pieces = pieces_of(fold->groups), group_count = segments->group_count;
  int64_t *next = sl_alloc_zeroed((size_t)group_count, (size_t)(pieces ? pieces : 1) * sizeof *next);
  if (!next) return sl_fail_alloc(err, (size_t)group_count * sizeof *next);
  SlStatus status = SL_OK;
  if (pieces > 1) {
    SlFold count = {.groups = fold->groups, .input = fold->input == SL_FOLD_ROWS ? SL_FOLD_ROWS : SL_FOLD_PRESENT,
                    .columns = {fold->columns[0]}, .state_bytes = sizeof *next, .rows = count_rows};
    status = sl_fold_into(&count, pieces, next, err);
  }
  if (status == SL_OK) status = place_pieces(next, pieces ? pieces : 1, segments->starts, group_count, err);
  if (status == SL_OK) status = sl_fold_into(fold, pieces, next, err);
  sl_free(next);
  return status;
}

SlStatus sl_segments_init(SlSegments *segments, SlFoldInput input, const SlColumn *column, const uint32_t *ranks,
                          const SlKeys *keys, const SlGroups *groups, const int64_t *present, SlError *err) {
  size_t group_count = (size_t)groups->group_count;
  *segments = (SlSegments){.group_count = groups->group_count};
  segments->starts = sl_alloc_array(group_count + 1, sizeof *segments->starts);
  int64_t total = 0;
  if (segments->starts) {
    for (size_t g = 0; g < group_count; g++) {
      segments->starts[g] = total;
      total += present[g];
    }
    segments->starts[group_count] = total;
    segments->words = sl_alloc_array((size_t)total, sizeof *segments->words);
  }
  if (!segments->words) {
    sl_segments_reset(segments);
    return sl_fail_alloc(err, (size_t)total * sizeof *segments->words);
  }
  Filling filling = {segments->words, ranks};
  SlFold fold = {.groups = groups, .input = input, .columns = {column}, .keys = keys, .state_bytes = sizeof(int64_t),
                 .context = &filling};
  fold.rows = input == SL_FOLD_NUMBERS ? fill_numbers
              : input == SL_FOLD_CODES ? fill_ranks
              : input == SL_FOLD_WORDS || input == SL_FOLD_ROWS ? fill_words
                                       : fill_integers;
  SlStatus status = sl_claim(segments->words, (size_t)total * sizeof *segments->words, err);
  if (status == SL_OK) status = fill(segments, &fold, err);
  if (status != SL_OK) sl_segments_reset(segments);
  return status;
}

/* --- work ------------------------------------------------------------------------------------------------------------------------ */

enum { TASK_WORDS = SL_SIZE(1 << 16, 32) }; /* a task takes the groups that begin in that many words */

/* The first group that begins at or after a place. */
static int64_t group_at(const SlSegments *segments, int64_t place) {
  int64_t low = 0, high = segments->group_count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (segments->starts[middle] < place)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static SlStatus work_task(void *context, int64_t task, SlError *err) {
  const SlSegmentWork *work = context;
  const SlSegments *segments = work->segments;
  int64_t end = group_at(segments, (task + 1) * TASK_WORDS);
  if ((task + 1) * TASK_WORDS > segments->starts[segments->group_count]) end = segments->group_count;
  uint64_t *scratch = NULL;
  size_t capacity = 0;
  SlStatus status = SL_OK;
  for (int64_t g = group_at(segments, task * TASK_WORDS); g < end; g++) {
    if (g % 256 == 0 && sl_interrupted()) {
      status = sl_fail_interrupted(err);
      break;
    }
    int64_t count = segments->starts[g + 1] - segments->starts[g];
    size_t needed = work->scratch_words && count > 0 ? work->scratch_words(count) : 0;
    if (needed > capacity) {
      sl_free(scratch);
      scratch = sl_alloc_array(needed, sizeof *scratch);
      capacity = needed;
      if (!scratch) {
        status = sl_fail_alloc(err, needed * sizeof *scratch);
        break;
      }
    }
    status = work->group(work, g, segments->words + segments->starts[g], count, scratch, err);
    if (status != SL_OK) break;
  }
  sl_free(scratch);
  return status;
}

SlStatus sl_segments_each(const SlSegmentWork *work, SlError *err) {
  int64_t total = work->segments->starts[work->segments->group_count];
  return sl_parallel(total / TASK_WORDS + 1, work_task, (void *)work, err);
}

/* --- selection -------------------------------------------------------------------------------------------------------------------- */

enum { SORTED_COUNT = 16 };

static void insertion_sort(uint64_t *words, int64_t count) {
  for (int64_t i = 1; i < count; i++) {
    uint64_t word = words[i];
    int64_t j = i;
    for (; j > 0 && words[j - 1] > word; j--) words[j] = words[j - 1];
    words[j] = word;
  }
}

static uint64_t median_of_three(uint64_t a, uint64_t b, uint64_t c) {
  uint64_t low = a < b ? a : b, high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}

/* Moves words below pivot (at most pivot, when `equal`) to the front, without a branch on the values; returns how many, -1
 * when it is interrupted. */
static int64_t partition(uint64_t *words, int64_t count, uint64_t pivot, bool equal) {
  int64_t below = 0;
  for (int64_t first = 0; first < count; first += SL_MORSEL_ROWS) {
    if (sl_interrupted()) return -1;
    int64_t end = first + SL_MORSEL_ROWS < count ? first + SL_MORSEL_ROWS : count;
    for (int64_t i = first; i < end; i++) {
      uint64_t word = words[i];
      words[i] = words[below];
      words[below] = word;
      below += equal ? word <= pivot : word < pivot;
    }
  }
  return below;
}

/* Quickselect; places for the pivot are drawn by a fixed generator, so that no order of the data is a bad one. */
SlStatus sl_select_word(uint64_t *words, int64_t count, int64_t rank, uint64_t *selected, SlError *err) {
  SL_ASSERT(rank >= 0 && rank < count);
  uint64_t draw = 0x9E3779B97F4A7C15u;
  int64_t wanted = rank;
  uint64_t *at = words;
  while (count > SORTED_COUNT) {
    uint64_t picked[3];
    for (int i = 0; i < 3; i++) {
      draw = draw * 6364136223846793005u + 1442695040888963407u;
      picked[i] = at[(draw >> 33) % (uint64_t)count];
    }
    uint64_t pivot = median_of_three(picked[0], picked[1], picked[2]);
    int64_t below = partition(at, count, pivot, false);
    if (below < 0) return sl_fail_interrupted(err);
    if (wanted < below) {
      count = below;
      continue;
    }
    at += below;
    count -= below;
    wanted -= below;
    int64_t same = partition(at, count, pivot, true);
    if (same < 0) return sl_fail_interrupted(err);
    if (wanted < same) {
      *selected = pivot;
      return SL_OK;
    }
    at += same;
    count -= same;
    wanted -= same;
  }
  insertion_sort(at, count);
  *selected = at[wanted];
  return SL_OK;
}
