#include "core/query/joins/match.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/keys/keys.h"
#include "core/query/rows.h"

enum { MOST_DEALS = 16, CACHED_BUCKETS = SL_SIZE(1 << 17, 8) };

void sl_match_reset(SlMatch *match) {
  sl_numbering_free(match->numbering);
  sl_free(match->right_buckets);
  sl_free(match->left_buckets);
  sl_free(match->only);
  sl_free(match->order);
  sl_free(match->starts);
  sl_free(match->left_rows);
  sl_free(match->right_rows);
}

/* --- the right rows of a bucket ----------------------------------------------------------------------------------- */

/* The buckets are dealt out; each task goes over all right rows and takes those of its buckets. */
typedef struct OnlyRun {
  SlMatch *match;
  int64_t deal_buckets;
  bool several[MOST_DEALS];
} OnlyRun;

/* The rows of a batch whose bucket is in [low, low + span), without a branch on which those are. */
static int64_t choose_rows(const uint32_t *buckets, int64_t count, uint32_t low, uint32_t span, uint16_t *chosen) {
  int64_t n = 0;
  for (int64_t i = 0; i < count; i++) {
    chosen[n] = (uint16_t)i;
    n += buckets[i] - low < span;
  }
  return n;
}

static SlStatus find_only_deal(void *context, int64_t deal, SlError *err) {
  OnlyRun *run = context;
  SlMatch *match = run->match;
  int64_t low = deal * run->deal_buckets;
  int64_t span = match->bucket_count - low < run->deal_buckets ? match->bucket_count - low : run->deal_buckets;
  if (span <= 0) return SL_OK;
  memset(match->only + low, 0xFF, (size_t)span * sizeof *match->only); /* SL_NO_ROW */
  bool several = false;
  uint16_t chosen[SL_BATCH_ROWS];
  for (int64_t first = 0; first < match->right_count; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, match->right_count);
    const uint32_t *buckets = match->right_buckets + first;
    int64_t n = choose_rows(buckets, count, (uint32_t)low, (uint32_t)span, chosen);
    for (int64_t i = 0; i < n; i++) {
      uint32_t *only = &match->only[buckets[chosen[i]]];
      several |= *only != SL_NO_ROW;
      *only = *only == SL_NO_ROW ? (uint32_t)(first + chosen[i]) : *only;
    }
  }
  run->several[deal] = several;
  return SL_OK;
}

static SlStatus find_only(SlMatch *match, SlError *err) {
  size_t bytes = (size_t)match->bucket_count * sizeof *match->only;
  match->only = sl_alloc(bytes);
  if (!match->only) return sl_fail_alloc(err, bytes);
  int64_t deals = match->right_count < SL_MORSEL_ROWS ? 1 : sl_threads();
  if (deals > MOST_DEALS) deals = MOST_DEALS;
  OnlyRun run = {.match = match, .deal_buckets = (match->bucket_count + deals - 1) / deals};
  SlStatus status = sl_claim(match->only, bytes, err);
  if (status == SL_OK) status = sl_parallel(deals, find_only_deal, &run, err);
  for (int64_t deal = 0; deal < deals; deal++) match->several |= run.several[deal];
  return status;
}

/* Lists right rows bucket by bucket, in the order of the table or as they come in `sorted`. */
static SlStatus list_right(SlMatch *match, const int64_t *sorted, SlError *err) {
  size_t room = (size_t)match->bucket_count + 2, rows = (size_t)match->right_count;
  match->starts = sl_alloc_zeroed(room, sizeof *match->starts);
  match->order = sl_alloc_array(rows, sizeof *match->order);
  if (!match->starts || !match->order) return sl_fail_alloc(err, (room > rows ? room : rows) * sizeof *match->starts);
  SlStatus status = sl_claim(match->starts, room * sizeof *match->starts, err);
  if (status == SL_OK) status = sl_claim(match->order, rows * sizeof *match->order, err);
  if (status != SL_OK) return status;
  const uint32_t *buckets = match->right_buckets;
  /* starts[b + 2] counts first, so that filling moves starts[b + 1] from the begin of bucket b to its end. */
  for (int64_t row = 0; row < match->right_count; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    if (buckets[row] != SL_NO_BUCKET) match->starts[(int64_t)buckets[row] + 2]++;
  }
  for (int64_t b = 0; b < match->bucket_count; b++) {
    if (sl_interrupted_at(b)) return sl_fail_interrupted(err);
    match->starts[b + 2] += match->starts[b + 1];
  }
  for (int64_t i = 0; i < match->right_count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = sorted ? sorted[i] : i;
    if (buckets[row] != SL_NO_BUCKET) match->order[match->starts[(int64_t)buckets[row] + 1]++] = row;
  }
  return SL_OK;
}

/* Listing the rows in the order of values leaves each bucket in that order, equal values in that of the table. */
SlStatus sl_match_list_right_by(SlMatch *match, const SlColumn *column, SlError *err) {
  SlSortKey key = {.column = column};
  int64_t *sorted;
  SlStatus status = sl_sort_rows(&key, 1, match->right_count, &sorted, err);
  if (status != SL_OK) return status;
  status = list_right(match, sorted, err);
  sl_free(sorted);
  return status;
}

SlStatus sl_match_init(SlMatch *match, SlError *err) {
  SlStatus status = sl_match_find_buckets(match, err);
  if (status == SL_OK) status = find_only(match, err);
  bool lists = match->asks_left || match->asof_left || match->several;
  if (status == SL_OK && lists) status = sl_match_list_left(match, err);
  if (status == SL_OK && match->asof_left) return sl_match_list_right_by(match, match->asof_right, err);
  if (status == SL_OK && match->several) status = list_right(match, NULL, err);
  return status;
}

/* --- what a left row meets ---------------------------------------------------------------------------------------- */

static bool is_later(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  if (a->type == SL_NUMBER || b->type == SL_NUMBER) return sl_column_number(a, row_a) > sl_column_number(b, row_b);
  return sl_column_integer(a, row_a) > sl_column_integer(b, row_b);
}

/* The last right row of the bucket that is not later than the left row; -1 when there is none. */
static int64_t nearest_before(const SlMatch *match, int64_t left, int64_t bucket) {
  int64_t begin = match->starts[bucket], low = begin, high = match->starts[bucket + 1];
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (is_later(match->asof_right, match->order[middle], match->asof_left, left))
      high = middle;
    else
      low = middle + 1;
  }
  return low > begin ? match->order[low - 1] : -1;
}

typedef struct Pairing {
  SlMatch *match;
  SlJoin how;
  int64_t *partners; /* the right row of each left row, or -1; NULL when left rows may meet several */
  int64_t *starts;   /* morsels + 1: rows of the result that each makes, then where they begin */
} Pairing;

static void find_partners(const SlMatch *match, int64_t first, int64_t count, int64_t *partners) {
  uint32_t buckets[SL_BATCH_ROWS];
  sl_match_left_buckets(match, first, count, buckets);
  if (match->asof_left) {
    for (int64_t i = 0; i < count; i++)
      partners[i] = buckets[i] == SL_NO_BUCKET ? -1 : nearest_before(match, first + i, buckets[i]);
    return;
  }
  for (int64_t i = 0; match->bucket_count > CACHED_BUCKETS && i < count; i++)
    if (buckets[i] != SL_NO_BUCKET) __builtin_prefetch(&match->only[buckets[i]]);
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = buckets[i] == SL_NO_BUCKET ? SL_NO_ROW : match->only[buckets[i]];
    partners[i] = row == SL_NO_ROW ? -1 : (int64_t)row;
  }
}

static int64_t meets(const Pairing *p, int64_t row) {
  if (p->partners) return p->partners[row] >= 0;
  uint32_t bucket = p->match->left_buckets[row];
  return bucket == SL_NO_BUCKET ? 0 : p->match->starts[(int64_t)bucket + 1] - p->match->starts[bucket];
}

static SlStatus count_morsel(void *context, int64_t morsel, SlError *err) {
  Pairing *p = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t first = morsel * SL_MORSEL_ROWS, end = sl_morsel_end(morsel, p->match->left_count), made = 0;
  for (int64_t row = first; p->partners && row < end; row += SL_BATCH_ROWS)
    find_partners(p->match, row, sl_batch_size(row, end), p->partners + row);
  for (int64_t row = first; row < end; row++) made += sl_match_rows_made(p->how, meets(p, row));
  p->starts[morsel + 1] = made;
  return SL_OK;
}

/* Each left row makes one row of the result or none. What stands behind the last one made is overwritten, or not kept. */
static void fill_single(const Pairing *p, int64_t morsel) {
  SlMatch *match = p->match;
  int64_t at = p->starts[morsel], last = p->starts[morsel + 1];
  bool alone = p->how == SL_JOIN_ANTI || p->how == SL_JOIN_LEFT || p->how == SL_JOIN_FULL; /* rows that meet none count */
  bool meeting = p->how != SL_JOIN_ANTI;
  for (int64_t row = morsel * SL_MORSEL_ROWS; at < last; row++) {
    bool met = p->partners[row] >= 0;
    match->left_rows[at] = row;
    if (match->right_rows) match->right_rows[at] = p->partners[row];
    at += met ? meeting : alone;
  }
}

static SlStatus fill_morsel(void *context, int64_t morsel, SlError *err) {
  Pairing *p = context;
  SlMatch *match = p->match;
  if (p->partners) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    fill_single(p, morsel);
    return SL_OK;
  }
  int64_t at = p->starts[morsel], end = sl_morsel_end(morsel, p->match->left_count);
  for (int64_t row = morsel * SL_MORSEL_ROWS; row < end; row++) {
    if (row % SL_BATCH_ROWS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    int64_t met = meets(p, row), made = sl_match_rows_made(p->how, met);
    for (int64_t i = 0; i < made; i++) match->left_rows[at + i] = row;
    if (!match->right_rows) {
      /* semi and anti ask only whether there is one */
    } else if (met == 0) {
      if (made) match->right_rows[at] = -1;
    } else {
      memcpy(match->right_rows + at, match->order + match->starts[match->left_buckets[row]], (size_t)met * sizeof(int64_t));
    }
    at += made;
  }
  return SL_OK;
}

static SlStatus pair_rows(Pairing *p, int64_t morsels, SlError *err) {
  SlMatch *match = p->match;
  bool filters = p->how == SL_JOIN_SEMI || p->how == SL_JOIN_ANTI;
  SlStatus status = sl_parallel(morsels, count_morsel, p, err);
  if (status != SL_OK) return status;
  for (int64_t m = 0; m < morsels; m++) p->starts[m + 1] += p->starts[m];
  match->count = p->starts[morsels];
  if (p->partners && match->count == match->left_count) { /* nobody left out, nobody twice */
    match->right_rows = filters ? NULL : p->partners;
    if (!filters) p->partners = NULL;
    return SL_OK;
  }
  size_t count = (size_t)match->count;
  match->left_rows = sl_alloc_array(count, sizeof *match->left_rows);
  match->right_rows = filters ? NULL : sl_alloc_array(count, sizeof *match->right_rows);
  bool ready = match->left_rows && (filters || match->right_rows);
  if (!ready) return sl_fail_alloc(err, count * sizeof *match->left_rows);
  return sl_parallel(morsels, fill_morsel, p, err);
}

/* --- right rows that nobody met ----------------------------------------------------------------------------------- */

static SlStatus make_room(SlMatch *match, int64_t more, SlError *err) {
  size_t count = (size_t)(match->count + more);
  int64_t *left = sl_realloc_array(match->left_rows, count, sizeof *left);
  if (!left) return sl_fail_alloc(err, count * sizeof *left);
  bool made = match->left_rows != NULL;
  match->left_rows = left;
  for (int64_t i = 0; !made && i < match->count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    left[i] = i;
  }
  int64_t *right = sl_realloc_array(match->right_rows, count, sizeof *right);
  if (!right) return sl_fail_alloc(err, count * sizeof *right);
  match->right_rows = right;
  return SL_OK;
}

SlStatus sl_match_add_right(SlMatch *match, SlError *err) {
  bool *met = sl_alloc_zeroed((size_t)match->right_count, sizeof *met);
  if (!met) return sl_fail_alloc(err, (size_t)match->right_count);
  int64_t alone = match->right_count;
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < match->count; i++) {
    if (sl_interrupted_at(i)) status = sl_fail_interrupted(err);
    int64_t row = match->right_rows[i];
    if (row < 0 || met[row]) continue;
    met[row] = true;
    alone--;
  }
  if (status == SL_OK && alone > 0) status = make_room(match, alone, err);
  for (int64_t row = 0; status == SL_OK && alone > 0 && row < match->right_count; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    if (met[row]) continue;
    match->left_rows[match->count] = -1;
    match->right_rows[match->count++] = row;
  }
  sl_free(met);
  return status;
}

SlStatus sl_match_rows(SlMatch *match, SlJoin how, SlError *err) {
  bool filters = how == SL_JOIN_SEMI || how == SL_JOIN_ANTI;
  bool one_each = filters || match->asof_left || !match->several;
  int64_t morsels = sl_morsels_of(match->left_count);
  size_t left = (size_t)match->left_count;
  Pairing p = {.match = match, .how = how, .starts = sl_alloc_zeroed((size_t)morsels + 1, sizeof *p.starts)};
  p.partners = one_each ? sl_alloc_array(left, sizeof *p.partners) : NULL;
  SlStatus status = p.starts && (p.partners || !one_each) ? SL_OK : sl_fail_alloc(err, left * sizeof *p.partners);
  if (status == SL_OK) status = pair_rows(&p, morsels, err);
  sl_free(p.partners);
  sl_free(p.starts);
  if (status == SL_OK && (how == SL_JOIN_RIGHT || how == SL_JOIN_FULL)) status = sl_match_add_right(match, err);
  return status;
}
