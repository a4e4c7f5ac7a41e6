/* Every combination of the keys' values is a group, whether a row has it or not.
 *
 *     year 2018 2019          slots     0      1      2      3      4      5        a slot for each combination, those of
 *     force Essex Kent nil            18 E   18 K   18 nil  19 E   19 K   19 nil     a missing key included
 *     rows 2019 Kent, 2019 nil groups   0      1      -      2      3      4
 *
 * A slot's number is its keys' group numbers in mixed radix, so the order of slots is that of the keys. Digits are counted
 * up like an odometer's: a division for each key of each slot would cost more than all the rest.
 */
#include <inttypes.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups/build.h"

#define NO_GROUP UINT32_MAX

/* What one slot takes while groups are made: its first row, its number, and for a group first_row, size, and the row of a
 * key and the key. */
enum { BYTES_A_SLOT = sizeof(int64_t) + sizeof(uint32_t) + 4 * sizeof(int64_t) };

typedef struct Complete {
  const SlGroups *const *of_key; /* the groups of each key alone */
  int64_t key_count;
  int64_t slot_count;      /* product of the keys' group counts, a missing key's included */
  int64_t *first_row;      /* of each slot; -1: no row has it */
  uint32_t *numbers;       /* of each slot: its group, or NO_GROUP */
  int64_t *digits;         /* of the slot at hand, a digit a key */
} Complete;

static int64_t domain_of(const Complete *c, int64_t key) { return c->of_key[key]->group_count; }

/* The digit that stands for a missing key; none when all are there: groups with a missing key come last. */
static bool is_missing(const Complete *c, int64_t key, int64_t digit) {
  const SlColumn *values = c->of_key[key]->keys[0];
  return digit >= values->length - values->null_count;
}

static size_t memory_of_machine(void) {
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX;
}

/* Sparse keys have few rows and many combinations: said before memory for them is asked for. */
static SlStatus count_slots(Complete *c, SlError *err) {
  int64_t slots = 1, most = INT64_C(4294967294);
  for (int64_t k = 0; k < c->key_count; k++)
    if (__builtin_mul_overflow(slots, domain_of(c, k), &slots) || slots > most)
      return sl_fail(err, SL_ERANGE, "the keys have more than 4,294,967,294 combinations; complete fewer of them");
  size_t limit = sl_memory_limit(), room = limit ? limit : memory_of_machine();
  if ((size_t)slots > room / BYTES_A_SLOT)
    return sl_fail(err, SL_ENOMEM,
                   "the keys have %" PRId64 " combinations, which take some %" PRId64 " MB, more than the %" PRId64
                   " MB %s; complete fewer of them",
                   slots, slots / 1000000 * BYTES_A_SLOT, (int64_t)(room / 1000000),
                   limit ? "that are allowed" : "of this machine");
  c->slot_count = slots;
  return SL_OK;
}

/* slot_of_row[row] becomes the row's slot: it is the groups' numbers for now. */
static SlStatus find_slots(const Complete *c, int64_t row_count, uint32_t *slot_of_row, SlError *err) {
  for (int64_t first = 0; first < row_count; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, row_count);
    uint32_t *slots = slot_of_row + first, digits[SL_BATCH_ROWS];
    sl_groups_load(c->of_key[0], first, count, slots);
    for (int64_t k = 1; k < c->key_count; k++) {
      uint32_t domain = (uint32_t)domain_of(c, k);
      sl_groups_load(c->of_key[k], first, count, digits);
      for (int64_t i = 0; i < count; i++) slots[i] = slots[i] * domain + digits[i];
    }
  }
  return SL_OK;
}

static SlStatus find_first_rows(const Complete *c, int64_t row_count, const uint32_t *slot_of_row, SlError *err) {
  for (int64_t slot = 0; slot < c->slot_count; slot++) {
    if (sl_interrupted_at(slot)) return sl_fail_interrupted(err);
    c->first_row[slot] = -1;
  }
  for (int64_t row = row_count - 1; row >= 0; row--) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    c->first_row[slot_of_row[row]] = row;
  }
  return SL_OK;
}

/* The next slot's digits; *missing counts those that stand for a missing key. */
static void advance(const Complete *c, int64_t *missing) {
  for (int64_t k = c->key_count - 1; k >= 0; k--) {
    *missing -= is_missing(c, k, c->digits[k]);
    c->digits[k] = c->digits[k] + 1 < domain_of(c, k) ? c->digits[k] + 1 : 0;
    *missing += is_missing(c, k, c->digits[k]);
    if (c->digits[k] > 0) return;
  }
}

/* A slot is a group when no key is missing in it or some row has it. */
static SlStatus number_slots(const Complete *c, int64_t *group_count, SlError *err) {
  int64_t missing = 0, groups = 0;
  for (int64_t k = 0; k < c->key_count; k++) {
    c->digits[k] = 0;
    missing += is_missing(c, k, 0);
  }
  for (int64_t slot = 0; slot < c->slot_count; slot++) {
    if (sl_interrupted_at(slot)) return sl_fail_interrupted(err);
    bool is_group = missing == 0 || c->first_row[slot] >= 0;
    c->numbers[slot] = is_group ? (uint32_t)groups : NO_GROUP;
    groups += is_group;
    advance(c, &missing);
  }
  *group_count = groups;
  return SL_OK;
}

static SlStatus fill_groups(const Complete *c, SlGroups *groups, SlError *err) {
  uint32_t *numbers = groups->numbers;
  for (int64_t g = 0; g < groups->group_count; g++) {
    if (sl_interrupted_at(g)) return sl_fail_interrupted(err);
    groups->sizes[g] = 0;
  }
  for (int64_t slot = 0; slot < c->slot_count; slot++) {
    if (sl_interrupted_at(slot)) return sl_fail_interrupted(err);
    if (c->numbers[slot] != NO_GROUP) groups->first_row[c->numbers[slot]] = c->first_row[slot];
  }
  for (int64_t row = 0; row < groups->row_count; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    numbers[row] = c->numbers[numbers[row]];
    groups->sizes[numbers[row]]++;
  }
  return SL_OK;
}

/* A key's digit changes every `weight` slots. */
static SlStatus take_key(const Complete *c, int64_t key, int64_t weight, int64_t *rows, SlGroups *groups, SlError *err) {
  int64_t digit = 0, left = weight;
  for (int64_t slot = 0; slot < c->slot_count; slot++) {
    if (sl_interrupted_at(slot)) return sl_fail_interrupted(err);
    if (c->numbers[slot] != NO_GROUP) rows[c->numbers[slot]] = digit;
    if (--left > 0) continue;
    digit = digit + 1 < domain_of(c, key) ? digit + 1 : 0;
    left = weight;
  }
  return sl_column_take(c->of_key[key]->keys[0], rows, groups->group_count, &groups->keys[key], err);
}

static SlStatus take_keys(const Complete *c, SlGroups *groups, SlError *err) {
  int64_t *rows = sl_alloc_array((size_t)groups->group_count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)groups->group_count * sizeof *rows);
  SlStatus status = SL_OK;
  int64_t weight = 1;
  for (int64_t k = c->key_count - 1; status == SL_OK && k >= 0; k--) {
    status = take_key(c, k, weight, rows, groups, err);
    weight *= domain_of(c, k);
  }
  sl_free(rows);
  return status;
}

static SlStatus combine(Complete *c, SlGroups *groups, SlError *err) {
  SlStatus status = count_slots(c, err);
  if (status == SL_OK) status = sl_groups_alloc_numbers(groups, UINT32_MAX, err);
  if (status != SL_OK) return status;
  c->first_row = sl_alloc_array((size_t)c->slot_count, sizeof *c->first_row);
  c->numbers = sl_alloc_array((size_t)c->slot_count, sizeof *c->numbers);
  c->digits = sl_alloc_array((size_t)c->key_count, sizeof *c->digits);
  bool room = c->first_row && c->numbers && c->digits;
  int64_t group_count = 0;
  status = room ? find_slots(c, groups->row_count, groups->numbers, err)
                : sl_fail_alloc(err, (size_t)c->slot_count * sizeof *c->first_row);
  if (status == SL_OK) status = find_first_rows(c, groups->row_count, groups->numbers, err);
  if (status == SL_OK) status = number_slots(c, &group_count, err);
  if (status == SL_OK) status = sl_groups_alloc(groups, group_count, err);
  if (status == SL_OK) status = fill_groups(c, groups, err);
  if (status == SL_OK) status = take_keys(c, groups, err);
  sl_free(c->first_row);
  sl_free(c->numbers);
  sl_free(c->digits);
  return status;
}

SlStatus sl_groups_find_complete(const SlColumn *const *keys, SlGroups *groups, SlError *err) {
  int64_t key_count = groups->key_count;
  SlGroups **of_key = sl_alloc_zeroed((size_t)key_count, sizeof *of_key);
  if (!of_key) return sl_fail_alloc(err, (size_t)key_count * sizeof *of_key);
  SlStatus status = SL_OK;
  for (int64_t k = 0; status == SL_OK && k < key_count; k++)
    status = sl_groups_new(&keys[k], 1, groups->row_count, false, &of_key[k], err);
  Complete complete = {.of_key = (const SlGroups *const *)of_key, .key_count = key_count};
  if (status == SL_OK) status = combine(&complete, groups, err);
  for (int64_t k = 0; k < key_count; k++) sl_groups_free(of_key[k]);
  sl_free(of_key);
  return status;
}
