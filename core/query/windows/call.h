/* call.h - one window at work, for the files of this folder.
 *
 * window.c checks the types, puts rows in the order of their groups and picks the function; each writes a row of `out` for every row of
 * the table, or makes it missing by clear_row(). Values are put, and rows cleared, in any order and by any thread, each once.
 * Private to core/query/windows.
 */
#ifndef SL_QUERY_WINDOW_CALL_H
#define SL_QUERY_WINDOW_CALL_H

#include "core/query/window.h"

/* order[starts[g]] .. order[starts[g + 1] - 1] are the rows of group g, in the order of the table. Without groups the
 * order is that of the table, and order is NULL. A task works on a run of whole groups, a morsel's rows or a little more. */
typedef struct SlWindowCall {
  SlWindow window;
  const SlColumn *column;
  const int64_t *integers; /* the column widened: this for integers, numbers for numbers; the other is NULL */
  const double *numbers;
  void *widened;           /* what is owned of them */
  int64_t n, row_count;
  int64_t *order, *starts;
  int64_t group_count;
  int64_t *run_starts;     /* run_count + 1 groups */
  int64_t run_count;
  SlColumn *out;           /* while rows are worked on, its reasons are 1 + reason at missing rows, 0 at present ones */
} SlWindowCall;

static inline int64_t row_at(const SlWindowCall *w, int64_t place) { return w->order ? w->order[place] : place; }

static inline void clear_row(const SlWindowCall *w, int64_t row, SlReason reason) { w->out->reasons[row] = (uint8_t)(1 + reason); }

static inline void set_flags(const SlWindowCall *w, int64_t row, unsigned flags) {
  if (w->out->flags) w->out->flags[row] = (uint8_t)flags;
}

static inline void put_integer(const SlWindowCall *w, int64_t row, int64_t value) { ((int64_t *)w->out->values)[row] = value; }
static inline void put_number(const SlWindowCall *w, int64_t row, double value) { ((double *)w->out->values)[row] = value; }

/* rank, dense_rank and ntile; groups NULL: one of all rows. */
SlStatus sl_window_rank(const SlWindowCall *w, const SlGroups *groups, SlError *err);

/* cummax and cummin: makes `out` itself. */
SlStatus sl_window_extreme(SlWindowCall *w, SlError *err);

#endif
