/* The order of a dictionary's texts. Eight bytes at a time are a word, and words are sorted; what all texts of a run share
 * is passed over first, so that mostly one sort settles everything. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/batches.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/values/dict.h"

enum { MORSEL_TEXTS = SL_SIZE(1 << 15, 4), COMPARED_COUNT = SL_SIZE(64, 2) /* shorter runs are compared text by text */ };

typedef struct Words {
  const SlDict *dict;
  SlRadixItem *items; /* rows are codes */
  int64_t count;
  size_t from;        /* where the eight bytes begin */
} Words;

/* The eight bytes from there on, the first one highest; zeros behind the end. */
static uint64_t word_at(SlStr text, size_t from) {
  uint64_t word = 0;
  size_t left = text.length > from ? text.length - from : 0;
  if (left >= 8) {
    memcpy(&word, text.bytes + from, 8);
    return __builtin_bswap64(word);
  }
  for (size_t i = 0; i < left; i++) word |= (uint64_t)(unsigned char)text.bytes[from + i] << (56 - 8 * i);
  return word;
}

static SlStatus fill_words(void *context, int64_t morsel, SlError *err) {
  Words *words = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t end = sl_piece_end(morsel, MORSEL_TEXTS, words->count);
  for (int64_t i = morsel * MORSEL_TEXTS; i < end; i++)
    words->items[i].word = word_at(sl_dict_get(words->dict, words->items[i].row), words->from);
  return SL_OK;
}

/* How many bytes, `known` at least, all texts of the run begin with alike. */
static size_t common_length(const SlDict *dict, const SlRadixItem *items, int64_t count, size_t known) {
  SlStr first = sl_dict_get(dict, items[0].row);
  size_t common = first.length;
  for (int64_t i = 1; i < count && common > known; i++) {
    SlStr text = sl_dict_get(dict, items[i].row);
    size_t end = text.length < common ? text.length : common, at = known;
    while (at < end && text.bytes[at] == first.bytes[at]) at++;
    common = at;
  }
  return common > known ? common : known;
}

static int compare_items(const void *a, const void *b, void *dict) {
  return sl_str_compare(sl_dict_get(dict, ((const SlRadixItem *)a)->row), sl_dict_get(dict, ((const SlRadixItem *)b)->row));
}

static bool any_longer(const SlDict *dict, const SlRadixItem *items, int64_t count, size_t length) {
  for (int64_t i = 0; i < count; i++)
    if (sl_dict_get(dict, items[i].row).length > length) return true;
  return false;
}

/* Sorts texts that are alike in their first `known` bytes. Words cannot tell a text from the same with zero bytes behind
 * it: a run of such is compared. */
static SlStatus sort_texts(const SlDict *dict, SlRadixItem *items, int64_t count, size_t known, SlError *err) {
  if (count < 2) return SL_OK;
  if (count <= COMPARED_COUNT || !any_longer(dict, items, count, known)) {
    qsort_r(items, (size_t)count, sizeof *items, compare_items, (void *)dict);
    return SL_OK;
  }
  Words words = {dict, items, count, common_length(dict, items, count, known)};
  SlStatus status = sl_parallel(sl_pieces_of(count, MORSEL_TEXTS), fill_words, &words, err);
  if (status == SL_OK) status = sl_radix_sort(items, count, 64, err);
  int64_t begin = 0;
  for (int64_t i = 1; status == SL_OK && i <= count; i++) {
    if (i < count && items[i].word == items[begin].word) continue;
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    status = sort_texts(dict, items + begin, i - begin, words.from + 8, err);
    begin = i;
  }
  return status;
}

static SlStatus rank_texts(const SlDict *dict, uint32_t *ranks, int64_t count, SlError *err) {
  SlRadixItem *items = sl_alloc_array((size_t)count, sizeof *items);
  if (!items) return sl_fail_alloc(err, (size_t)count * sizeof *items);
  SlStatus status = sl_claim(items, (size_t)count * sizeof *items, err);
  for (int64_t code = 0; status == SL_OK && code < count; code++) items[code] = (SlRadixItem){0, code};
  if (status == SL_OK) status = sort_texts(dict, items, count, 0, err);
  for (int64_t rank = 0; status == SL_OK && rank < count; rank++) ranks[items[rank].row] = (uint32_t)rank;
  sl_free(items);
  return status;
}

SlStatus sl_dict_ranks(const SlDict *dict, const uint32_t **ranks, SlError *err) {
  static const uint32_t none[1];
  int64_t count = sl_dict_size(dict);
  const uint32_t *known = count > 0 ? sl_dict_known_ranks(dict) : none;
  if (known) {
    *ranks = known;
    return SL_OK;
  }
  uint32_t *made = sl_alloc_array((size_t)count, sizeof *made);
  if (!made) return sl_fail_alloc(err, (size_t)count * sizeof *made);
  SlStatus status = rank_texts(dict, made, count, err);
  if (status != SL_OK) {
    sl_free(made);
    return status;
  }
  sl_dict_keep_ranks(dict, made);
  *ranks = made;
  return SL_OK;
}
