/* cell.h - one cell: whether it is missing, and of which kind its text is.
 *
 * A cell is text from somewhere, a CSV field or a cell of a sheet; this room does not know which. Under the rules of its
 * column it is taken apart (missing, reason, flags) and its text tried for the strictest kind that it reads as:
 *
 *     integer -> number -> a date, ISO, day/month/year or with a named month -> the same with a time -> text        undeclared
 *     integer -> long integer -> text                                     beyond what a double holds: codes keep their digits
 *     the declared type's own kind, or SL_CELLS_TEXT: the promise broken  declared
 *
 * Ownership: texts are borrowed; nothing here allocates.
 */
#ifndef SL_CELLS_CELL_H
#define SL_CELLS_CELL_H

#include "core/values/datetime.h"
#include "core/values/period.h"
#include "core/values/type.h"

typedef enum SlCellKind {
  SL_CELLS_NONE, SL_CELLS_INTEGER,
  SL_CELLS_LONG, /* integers of which some would change their last digits as a number: 12345678901234567 */
  SL_CELLS_NUMBER, SL_CELLS_DATE_ISO, SL_CELLS_DATE_DMY, SL_CELLS_DATE_LONG,
  SL_CELLS_DATETIME_ISO, SL_CELLS_DATETIME_DMY, SL_CELLS_DATETIME_LONG, /* with a time behind the day */
  SL_CELLS_BOOLEAN,
  SL_CELLS_PERIOD, /* of the type that is declared: none is guessed */
  SL_CELLS_TEXT
} SlCellKind;

typedef struct SlCellRules { /* how the cells of a column are to be read; does not change while reading */
  bool declared;
  SlType type;               /* the promise, when declared */
  const SlStr *missing;
  int64_t missing_count;
  bool markers;
  bool strips_marks;         /* marks at the end (base/alike.h) are taken off: flags among them are kept, [r] and (r) alike */
  char decimal;
  int date_order;            /* -1 or SlDateOrder */
  bool loose_numbers;        /* £1,200, 12%, (12) and U+2212 for the minus are read as numbers: loose_number.h */
  bool doubts_point;         /* the source may have decimal commas: spellings such as 1.200 are counted (cells.h) */
} SlCellRules;

/* 1.200 or 1,200: a figure of one kind with a decimal point, of another with a decimal comma. 0.125 and 1,200.5 are not. */
bool sl_cell_is_two_figures(SlStr text);

/* One cell taken apart: what does not depend on the column's kind. */
typedef struct SlCell {
  SlStr text;      /* without flags, and without marks where rules strip them */
  bool missing;
  SlReason reason; /* of a missing one */
  unsigned flags;  /* of a present one */
} SlCell;

typedef enum SlCellForm { /* how the text stood in its source, as far as that says what is meant */
  SL_CELL_PLAIN,
  SL_CELL_ABSENT, /* there is none: the cell is missing */
  SL_CELL_QUOTED  /* in quotes: neither a text that means missing nor a reason */
} SlCellForm;
/* The flag that a mark taken off a cell is: "[r]", "(R)", "[e]"; 0: none. */
unsigned sl_cell_flag_of_mark(SlStr mark);
SlCell sl_cell_of(const SlCellRules *rules, SlStr text, SlCellForm form);

typedef union SlCellSlot {
  int64_t integer; /* of all kinds but number: values, codes, or where a plain string ends in bytes */
  double number;
} SlCellSlot;

/* The value of a text of that kind; false when it is not of that kind. The slot of a text is left as it is. */
bool sl_cell_parse(const SlCellRules *rules, SlCellKind kind, SlStr text, SlCellSlot *slot);
bool sl_cell_parse_number(const SlCellRules *rules, SlStr text, double *value);
/* Whether a number would not be the integer. */
static inline bool sl_cell_is_long(int64_t value) {
  const int64_t all_held = INT64_C(1) << 53;
  return (value > all_held || value < -all_held) && ((double)value >= 0x1p63 || (int64_t)(double)value != value);
}

/* The strictest kind the text has by itself under the rules; for a declared column its kind, or SL_CELLS_TEXT when the
 * text is none. */
SlCellKind sl_cell_kind(const SlCellRules *rules, SlStr text);
/* True when the text is of that kind. */
bool sl_cell_is(const SlCellRules *rules, SlCellKind kind, SlStr text);
SlType sl_cell_type(SlCellKind kind); /* of what is guessed */

/* What a column is that has cells of both kinds. */
SlCellKind sl_cell_kinds_meet(SlCellKind a, SlCellKind b);

#endif
