/* reshape.h - long to wide and back, and filling what is absent.
 *
 *     year force n            pivot{names force, values n}       year Essex Kent
 *     2018 Kent  4      ----------------------------------->     2018  1    4
 *     2018 Essex 1      <-----------------------------------     2019 nil   2
 *     2019 Kent  2            unpivot of Essex, Kent              (and a row 2019 Essex nil)
 *
 * Marks go with their cells; sources are borrowed, results are new tables that share dictionaries.
 */
#ifndef SL_QUERY_RESHAPE_H
#define SL_QUERY_RESHAPE_H

#include "core/query/groups.h"

typedef struct SlPivot {
  const SlStr *names;  /* whose values become names of columns */
  int64_t name_count;
  const SlStr *values; /* what the cells are filled from */
  int64_t value_count;
  const SlStr *rows;   /* of each combination of these a row; NULL: of all columns that are neither names nor values */
  int64_t row_count;
  bool in_order;       /* rows in the order of their keys, as groups come; else in that of appearance */
  SlStr separator;     /* between the parts of a column's name; "_" unless bytes is set */
  const SlColumn *fill; /* of one row: for cells that nobody has; NULL: they are missing */
} SlPivot;

/* A column for each value and distinct combination of names, in ascending order (missing last, as "missing"), all of the first value
 * before those of the next. It is called by the combination, "2019" or "2019_Q1"; where there are several values, theirs comes first:
 * "people_2019". Columns that are neither rows, names nor values are left out. A row and combination with two values is SL_EDATA
 * naming it: aggregate first. A cell that some row has and that is missing there stays missing, whatever `fill` is. */
SlStatus sl_table_pivot(const SlTable *table, const SlPivot *pivot, SlTable **out, SlError *err);

typedef struct SlUnpivot {
  const SlStr *columns; /* to put below one another */
  int64_t count;
  const SlStr *names;   /* the columns of the result that say which one a row is of */
  int64_t name_count;
  const SlStr *parts;   /* what they say of each column: name_count for the first, and so on; NULL: its name, for one of them */
  SlStr values;         /* the column of the result that has its cells */
} SlUnpivot;

/* The named columns below one another; other columns repeated. Types must agree (integer meets number as number). Row order: all rows
 * of the first row of the table, and so on. */
SlStatus sl_table_unpivot(const SlTable *table, const SlUnpivot *unpivot, SlTable **out, SlError *err);

/* Adds a row for every combination of the named columns' present values that no row has, sorted by them behind the
 * present rows; all other columns are missing there. */
SlStatus sl_table_complete(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);

/* Missing rows of the named columns take the last present value above, of the row's own group when `groups` is not NULL; rows before
 * any stay missing. */
SlStatus sl_table_fill_down(const SlTable *table, const SlStr *names, int64_t count, const SlGroups *groups, SlTable **out,
                            SlError *err);

/* A row for each part of a text column between separators, without blanks around it; the others repeated. An empty part is an empty text,
 * and a missing cell one row that is missing for its reason. Flags of a cell are those of its parts. */
SlStatus sl_table_split_rows(const SlTable *table, SlStr name, SlStr separator, SlTable **out, SlError *err);

#endif
