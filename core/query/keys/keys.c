#include "core/query/keys/keys.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/query/keys/parts.h"

/* A word is a number in mixed radix: code 0 times the domains behind it, plus code 1 times those behind it, and so on. As
 * every code is below its domain, what stands behind a part adds up to less than the part's weight; so words compare as
 * their first codes that differ do, and equal words mean equal codes. The largest is the product of all domains less one.
 *
 * Where that product passes 2^64 there are far more combinations than rows, and numbering those that occur makes it
 * smaller: first the values of a part with more codes than rows (its domain falls to the number of rows at most), and when
 * every part has fewer, combinations of leading parts. Each round leaves one part fewer that is sparse, or fewer
 * parts, so the rounds end. */

/* Sets the weights of the first `count` parts; false when their words would pass 64 bits. */
static bool set_weights(SlKeys *keys, int64_t count) {
  uint64_t product = 1;
  for (int64_t p = count - 1; p >= 0; p--) {
    uint64_t domain = keys->parts[p].domain;
    keys->parts[p].weight = product;
    if (domain > 0 && __builtin_mul_overflow(product, domain, &product)) return false; /* 0: a column of no rows */
  }
  keys->largest = product - 1;
  return true;
}

static SlKeyPart *widest_sparse_part(const SlKeys *keys) {
  SlKeyPart *widest = NULL;
  for (int64_t p = 0; p < keys->part_count; p++) {
    SlKeyPart *part = &keys->parts[p];
    if (part->kind == SL_KEY_DENSE || part->domain <= (uint64_t)keys->row_count) continue;
    if (!widest || part->domain > widest->domain) widest = part;
  }
  return widest;
}

/* Replaces as many leading parts as fit into a word by one that numbers their distinct combinations. It must be the leading
 * ones: numbers follow the order of words, so the joined part sorts as the parts it stands for did, before all others. Two
 * parts fit, as each has no more codes than there are rows by now, unless rows are more than 2^32: then one is numbered
 * alone, or refused. */
static SlStatus join_leading_parts(SlKeys *keys, SlError *err) {
  SlKeys leading = {.row_count = keys->row_count, .part_count = keys->part_count, .parts = keys->parts};
  while (!set_weights(&leading, leading.part_count)) leading.part_count--;
  SlRadixItem *items;
  SlStatus status = sl_keys_items(&leading, &items, err);
  if (status != SL_OK) return status;
  uint32_t *dense = sl_alloc_array((size_t)keys->row_count, sizeof *dense);
  if (!dense) status = sl_fail_alloc(err, (size_t)keys->row_count * sizeof *dense);
  if (status == SL_OK) status = sl_radix_sort(items, keys->row_count, sl_radix_bits(leading.largest), err);
  int64_t values = 0;
  if (status == SL_OK) status = sl_key_number_items(items, keys->row_count, dense, &values, err);
  sl_free(items);
  if (status != SL_OK) {
    sl_free(dense);
    return status;
  }
  for (int64_t p = 0; p < leading.part_count; p++) sl_key_part_reset(&keys->parts[p]);
  int64_t rest = keys->part_count - leading.part_count;
  keys->parts[0] = (SlKeyPart){.kind = SL_KEY_DENSE, .dense = dense, .values = (uint64_t)values, .domain = (uint64_t)values};
  memmove(keys->parts + 1, keys->parts + leading.part_count, (size_t)rest * sizeof *keys->parts);
  memset(keys->parts + 1 + rest, 0, (size_t)(leading.part_count - 1) * sizeof *keys->parts);
  keys->part_count = 1 + rest;
  return SL_OK;
}

SlStatus sl_keys_init(SlKeys *keys, const SlSortKey *columns, int64_t count, int64_t row_count, SlError *err) {
  *keys = (SlKeys){.row_count = row_count, .part_count = count};
  keys->parts = sl_alloc_zeroed((size_t)count, sizeof *keys->parts);
  if (!keys->parts) return sl_fail_alloc(err, (size_t)count * sizeof *keys->parts);
  SlStatus status = SL_OK;
  for (int64_t p = 0; status == SL_OK && p < count; p++) status = sl_key_part_init(&keys->parts[p], &columns[p], err);
  while (status == SL_OK && !set_weights(keys, keys->part_count)) {
    SlKeyPart *wide = widest_sparse_part(keys);
    status = wide ? sl_key_make_dense(wide, false, row_count, err) : join_leading_parts(keys, err);
  }
  if (status != SL_OK) sl_keys_reset(keys);
  return status;
}

void sl_keys_reset(SlKeys *keys) {
  for (int64_t p = 0; keys->parts && p < keys->part_count; p++) sl_key_part_reset(&keys->parts[p]);
  sl_free(keys->parts);
  *keys = (SlKeys){0};
}
