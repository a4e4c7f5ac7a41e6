#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/keys/keys.h"
#include "core/query/windows/call.h"

/* What is known of a group while its rows come in the order of their values. */
typedef struct Place {
  int64_t present; /* rows of the group; for ntile alone */
  int64_t seen;    /* present rows so far */
  int64_t rank;    /* of the last one */
  uint64_t word;   /* of the last one */
} Place;

static int64_t group_of(const SlGroups *groups, int64_t row) { return groups ? sl_groups_of_row(groups, row) : 0; }

static SlStatus count_present(const SlWindowCall *w, const SlGroups *groups, Place *places, SlError *err) {
  for (int64_t row = 0; row < w->row_count; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    places[group_of(groups, row)].present += !sl_column_is_null(w->column, row);
  }
  return SL_OK;
}

/* The part of the row at place `seen`, from 0, of `present` rows: the first ones have a row more when they do not go up in n. */
static int64_t part_of(int64_t seen, int64_t present, int64_t n) {
  int64_t rows = present / n, larger = present % n;
  if (seen < larger * (rows + 1)) return 1 + seen / (rows + 1);
  return 1 + larger + (seen - larger * (rows + 1)) / rows;
}

static int64_t next_rank(const SlWindowCall *w, Place *place, uint64_t word) {
  if (w->window == SL_WIN_NTILE) return part_of(place->seen, place->present, w->n);
  if (place->seen > 0 && place->word == word) return place->rank;
  return w->window == SL_WIN_RANK ? place->seen + 1 : place->rank + 1;
}

static SlStatus walk_in_order(const SlWindowCall *w, const SlGroups *groups, const SlRadixItem *items, Place *places, SlError *err) {
  for (int64_t i = 0; i < w->row_count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = items[i].row;
    if (sl_column_is_null(w->column, row)) {
      clear_row(w, row, sl_column_reason(w->column, row));
      continue;
    }
    Place *place = &places[group_of(groups, row)];
    place->rank = next_rank(w, place, items[i].word);
    place->word = items[i].word;
    place->seen++;
    put_integer(w, row, place->rank);
    set_flags(w, row, sl_column_flags(w->column, row));
  }
  return SL_OK;
}

/* All rows are put in order at once, whatever their groups: rows of a group come in order, too. */
SlStatus sl_window_rank(const SlWindowCall *w, const SlGroups *groups, SlError *err) {
  SlSortKey key = {.column = w->column};
  SlKeys packed = {0};
  SlRadixItem *items = NULL;
  Place *places = sl_alloc_zeroed((size_t)w->group_count, sizeof *places);
  SlStatus status = places ? SL_OK : sl_fail_alloc(err, (size_t)w->group_count * sizeof *places);
  if (status == SL_OK && w->window == SL_WIN_NTILE) status = count_present(w, groups, places, err);
  if (status == SL_OK) status = sl_keys_init(&packed, &key, 1, w->row_count, err);
  if (status == SL_OK) status = sl_keys_items(&packed, &items, err);
  if (status == SL_OK) status = sl_radix_sort(items, w->row_count, sl_radix_bits(packed.largest), err);
  if (status == SL_OK) status = walk_in_order(w, groups, items, places, err);
  sl_keys_reset(&packed);
  sl_free(items);
  sl_free(places);
  return status;
}
