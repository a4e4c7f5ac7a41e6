/* groups.h - which rows belong together.
 *
 *     key "force"   Kent  Essex  nil  Kent          numbers     1 0 2 1    (the group of each row)
 *                                                   first_row   1 0 2      (row where each group begins)
 *                                                   sizes       1 2 1
 *
 * Invariants
 *   1. Groups are numbered in the order of their keys, ascending, key by key; a missing key sorts last and is a group of
 *      its own (one, whatever its reasons), NaN just before it. Text sorts by code point.
 *   2. Sizes sum to row_count. Without `complete` every group has a row.
 *   3. With complete, first_row is -1 and size 0 for combinations of present keys that no row has.
 * No keys: one group of all rows (also of none).
 * Ownership: held by one owner; free with sl_groups_free().
 */
#ifndef SL_QUERY_GROUPS_H
#define SL_QUERY_GROUPS_H

#include "core/values/table.h"

/* The sums of a column's groups, or of two columns', which an aggregate found and left for the next one to take: "sum high" and "sum low"
 * are halves of the same sums (exact_sums.c). The only thing of groups that changes. */
typedef struct SlLeftSums {
  SlColumn *columns[2]; /* counted; the first is NULL when nothing was left */
  void *sums;
  bool whole;
} SlLeftSums;

typedef struct SlGroups {
  int64_t row_count;
  int64_t group_count; /* below 2^32 */
  void *numbers;       /* the group of each row, in number_bytes bytes; NULL without keys: all rows are of group 0 */
  int number_bytes;    /* 1, 2 or 4, whichever holds all */
  int64_t *first_row;
  int64_t *sizes;
  int64_t key_count;
  SlColumn **keys; /* counted; group_count rows each: the keys as columns, in order */
  SlLeftSums *left;
} SlGroups;

/* complete: every combination of the distinct values of the keys is a group, as group_by(..., {complete=true}) asks. */
SlStatus sl_groups_new(const SlColumn *const *keys, int64_t key_count, int64_t row_count, bool complete, SlGroups **out,
                       SlError *err);
/* The group of one row, and of rows [first, first + count). */
uint32_t sl_groups_of_row(const SlGroups *groups, int64_t row);
void sl_groups_load(const SlGroups *groups, int64_t first, int64_t count, uint32_t *out);

void sl_groups_free(SlGroups *groups); /* NULL is allowed */

/* Rows put in order of their groups, within a group in order of the table: rows of group g are
 * order[starts[g]] .. order[starts[g + 1] - 1]. Both are for the caller to sl_free(). */
SlStatus sl_groups_order(const SlGroups *groups, int64_t **order, int64_t **starts, SlError *err);

#endif
