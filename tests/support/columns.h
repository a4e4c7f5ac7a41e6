/* columns.h - columns from short texts, as random as wanted, and the slow sure way to compare their cells.
 */
#ifndef SL_TESTS_SUPPORT_COLUMNS_H
#define SL_TESTS_SUPPORT_COLUMNS_H

#include <stdlib.h>

#include "core/values/builder.h"
#include "core/values/datetime.h"
#include "core/values/print.h"
#include "core/values/table.h"
#include "tests/support/test.h"

/* Cells are parted by blanks: "1 2 nil [c] 4[p]". nil and a bare reason are missing, flags stand behind a value. Texts are
 * bare words, dates and datetimes ISO (with a T), booleans true and false. */
static inline SlColumn *column_of(SlType type, const char *cells) {
  SlBuilder builder;
  sl_builder_init(&builder, type);
  while (*cells == ' ') cells++;
  while (*cells) {
    size_t length = strcspn(cells, " "), value = length;
    unsigned flags = 0;
    SlReason reason;
    SlFlag flag;
    if (sl_reason_find((SlStr){cells, length}, &reason) || (length == 3 && !strncmp(cells, "nil", 3))) {
      sl_builder_add_null(&builder, length == 3 && *cells == 'n' ? SL_REASON_NONE : reason);
    } else {
      while (value > 3 && sl_flag_find((SlStr){cells + value - 3, 3}, &flag)) flags |= flag, value -= 3;
      SlStr text = {cells, value};
      int64_t day = 0;
      switch (type) {
        case SL_INTEGER: sl_builder_add_integer(&builder, strtoll(cells, NULL, 10)); break;
        case SL_NUMBER: sl_builder_add_number(&builder, strtod(cells, NULL)); break;
        case SL_TEXT: sl_builder_add_text(&builder, text); break;
        case SL_BOOLEAN: sl_builder_add_boolean(&builder, *cells == 't'); break;
        case SL_DATETIME:
          assert_true(sl_datetime_parse(text, SL_DATE_ISO, &day));
          sl_builder_add_integer(&builder, day);
          break;
        default:
          assert_true(sl_date_parse(text, SL_DATE_ISO, &day));
          sl_builder_add_integer(&builder, day);
      }
      if (flags) sl_builder_flag_last(&builder, flags);
    }
    cells += length;
    while (*cells == ' ') cells++;
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

/* Texts of any letters; NULL is missing. */
static inline SlColumn *texts_of(const char *const *texts, int64_t count) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t i = 0; i < count; i++) {
    if (texts[i])
      sl_builder_add_text(&builder, sl_str(texts[i]));
    else
      sl_builder_add_null(&builder, SL_REASON_NONE);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static inline void assert_column(const SlColumn *column, const char *cells) {
  SlBuf out;
  sl_buf_init(&out);
  for (int64_t row = 0; row < column->length; row++) {
    if (row) sl_buf_add_char(&out, ' ');
    if (sl_column_is_null(column, row) && sl_column_reason(column, row) == SL_REASON_NONE)
      sl_buf_add_text(&out, "nil");
    else
      sl_print_cell(column, row, &out);
  }
  assert_string_equal(column->length ? sl_buf_text(&out) : "", cells);
  sl_buf_reset(&out);
}

/* Of columns of one type. NaN is the same as NaN, 0 is not as -0. */
static inline bool same_cell_and_marks(const SlColumn *a, const SlColumn *b, int64_t row) {
  bool missing = sl_column_is_null(a, row);
  if (missing != sl_column_is_null(b, row) || sl_column_reason(a, row) != sl_column_reason(b, row) ||
      sl_column_flags(a, row) != sl_column_flags(b, row))
    return false;
  if (missing) return true;
  if (a->type == SL_TEXT) return sl_str_equal(sl_column_text(a, row), sl_column_text(b, row));
  if (a->type != SL_NUMBER) return sl_column_integer(a, row) == sl_column_integer(b, row);
  double x = sl_column_number(a, row), y = sl_column_number(b, row);
  return (x != x && y != y) || memcmp(&x, &y, sizeof x) == 0;
}

/* Every byte that can be seen through the column: types, values, missingness, reasons, flags. */
static inline void assert_same_column(const SlColumn *a, const SlColumn *b) {
  assert_int_equal(a->type, b->type);
  assert_int_equal(a->length, b->length);
  assert_int_equal(a->null_count, b->null_count);
  for (int64_t row = 0; row < a->length; row++)
    if (!same_cell_and_marks(a, b, row)) {
      SlBuf cells;
      sl_buf_init(&cells);
      sl_print_cell(a, row, &cells);
      sl_buf_add_text(&cells, " and ");
      sl_print_cell(b, row, &cells);
      fail_msg("row %lld is not the same: %s", (long long)row, sl_buf_text(&cells));
    }
}

/* splitmix64 (Steele, Lea & Flood 2014): a seed gives the same run everywhere. */
static inline uint64_t random_word(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}
static inline int64_t random_below(uint64_t *state, int64_t limit) { return (int64_t)(random_word(state) % (uint64_t)limit); }

typedef enum RandomKind {
  RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_NUMBERS, RANDOM_ODD_NUMBERS, RANDOM_WORDS, RANDOM_LONG_TEXTS,
  RANDOM_FEW_OF_MANY_TEXTS, RANDOM_BOOLEANS, RANDOM_DATES, RANDOM_DATETIMES, RANDOM_ALL_EQUAL, RANDOM_ALL_MISSING, RANDOM_KINDS
} RandomKind;

static inline void add_random_cell(SlBuilder *builder, RandomKind kind, uint64_t *state) {
  char text[96];
  switch (kind) {
    case RANDOM_SMALL_INTEGERS: sl_builder_add_integer(builder, random_below(state, 7) - 3); break;
    case RANDOM_MANY_INTEGERS: sl_builder_add_integer(builder, random_below(state, 100000) * 1000003); break;
    case RANDOM_WIDE_INTEGERS: {
      static const int64_t wide[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_C(1) << 53, (INT64_C(1) << 53) + 1, INT64_MAX - 1, INT64_MAX};
      sl_builder_add_integer(builder, wide[random_below(state, 9)]);
      break;
    }
    case RANDOM_NUMBERS: sl_builder_add_number(builder, (double)(random_below(state, 2000001) - 1000000) / 1000); break;
    case RANDOM_ODD_NUMBERS: {
      static const double odd[] = {0.0, -0.0, 0.1, 1e300, -1e300, 5e-324, NAN, INFINITY, -INFINITY, 1, 2, 3};
      sl_builder_add_number(builder, odd[random_below(state, 12)]);
      break;
    }
    case RANDOM_WORDS: {
      static const char *const words[] = {"Kent", "Essex", "", "Devon & Cornwall", "\xC3\x89ire", "kent", "Kent "};
      sl_builder_add_text(builder, sl_str(words[random_below(state, 7)]));
      break;
    }
    case RANDOM_LONG_TEXTS:
    case RANDOM_FEW_OF_MANY_TEXTS: {
      int length = snprintf(text, sizeof text, "a long name shared by all of them, told apart by its end alone: %d",
                            (int)random_below(state, 5000));
      sl_builder_add_text(builder, (SlStr){text, (size_t)length});
      break;
    }
    case RANDOM_BOOLEANS: sl_builder_add_boolean(builder, random_word(state) & 1); break;
    case RANDOM_DATES: sl_builder_add_integer(builder, 17000 + random_below(state, 900)); break;
    case RANDOM_DATETIMES: { /* hours of a few days on both sides of 1970, some a microsecond off */
      int64_t hour = random_below(state, 480) - 240;
      sl_builder_add_integer(builder, hour * 3600 * SL_SECOND_MICROSECONDS + (random_below(state, 4) == 0));
      break;
    }
    default: sl_builder_add_integer(builder, 42);
  }
}

static inline SlType random_type(RandomKind kind) {
  switch (kind) {
    case RANDOM_NUMBERS: case RANDOM_ODD_NUMBERS: return SL_NUMBER;
    case RANDOM_WORDS: case RANDOM_LONG_TEXTS: case RANDOM_FEW_OF_MANY_TEXTS: return SL_TEXT;
    case RANDOM_BOOLEANS: return SL_BOOLEAN;
    case RANDOM_DATES: return SL_DATE;
    case RANDOM_DATETIMES: return SL_DATETIME;
    default: return SL_INTEGER;
  }
}

/* The text column with plain strings for storage. */
static inline SlColumn *as_strings(const SlColumn *column) {
  SlColumn *strings = NULL;
  SlError err;
  assert_ok(sl_column_alloc(SL_TEXT, SL_STRING, column->length, true, NULL, &strings, &err), err);
  size_t bytes = 0;
  for (int64_t row = 0; row < column->length; row++) bytes += sl_column_text(column, row).length;
  strings->values = sl_alloc(bytes);
  char *to = strings->values;
  for (int64_t row = 0; row < column->length; row++) {
    SlStr text = sl_column_text(column, row);
    if (text.length) memcpy(to, text.bytes, text.length);
    to += text.length;
    strings->offsets[row + 1] = to - (char *)strings->values;
    if (sl_column_is_null(column, row)) sl_bitmap_clear(strings->validity, row);
  }
  sl_column_seal(strings);
  return strings;
}

/* A column of that kind; one time in two with missing rows, some of them with reasons, and with flags. */
static inline SlColumn *random_column(RandomKind kind, int64_t length, uint64_t *state) {
  SlBuilder builder;
  sl_builder_init(&builder, random_type(kind));
  int64_t missing_percent = kind == RANDOM_ALL_MISSING ? 100 : (random_word(state) & 1) ? random_below(state, 30) : 0;
  bool marked = random_below(state, 3) == 0;
  int64_t made = kind == RANDOM_FEW_OF_MANY_TEXTS ? length + 3000 : length;
  for (int64_t row = 0; row < made; row++) {
    if (random_below(state, 100) < missing_percent) {
      sl_builder_add_null(&builder, marked ? (SlReason)random_below(state, 5) : SL_REASON_NONE);
      continue;
    }
    add_random_cell(&builder, kind, state);
    if (marked && random_below(state, 4) == 0) sl_builder_flag_last(&builder, 1u << random_below(state, 5));
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  if (kind == RANDOM_LONG_TEXTS && (random_word(state) & 1)) {
    SlColumn *strings = as_strings(column);
    sl_column_release(column);
    column = strings;
  } else if (kind == RANDOM_FEW_OF_MANY_TEXTS) { /* a dictionary with far more entries than rows use */
    int64_t *rows = sl_alloc_array((size_t)length, sizeof *rows);
    for (int64_t i = 0; i < length; i++) rows[i] = made - 1 - i;
    SlColumn *few = NULL;
    assert_ok(sl_column_take(column, rows, length, &few, &err), err);
    sl_free(rows);
    sl_column_release(column);
    column = few;
  }
  return column;
}

/* 0, 1, 2, ...: which row a row was. */
static inline SlColumn *row_numbers(int64_t length) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 0; row < length; row++) sl_builder_add_integer(&builder, row);
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

/* Numbers of rows that meet the ends of batches and words, and now and then one that makes work for several threads. */
static inline int64_t random_length(uint64_t *state) {
  static const int64_t lengths[] = {0, 1, 2, 3, 17, 63, 64, 65, 500, 1023, 1024, 1025, 3000};
  return lengths[random_below(state, 13)];
}

/* -1, 0, 1 in the order of sorting: values, NaN, missing. */
static inline int compare_cells(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  bool null_a = sl_column_is_null(a, row_a), null_b = sl_column_is_null(b, row_b);
  if (null_a || null_b) return null_a - null_b;
  if (a->type == SL_TEXT) {
    int order = sl_str_compare(sl_column_text(a, row_a), sl_column_text(b, row_b));
    return (order > 0) - (order < 0);
  }
  if (a->type != SL_NUMBER) {
    int64_t x = sl_column_integer(a, row_a), y = sl_column_integer(b, row_b);
    return (x > y) - (x < y);
  }
  double x = sl_column_number(a, row_a), y = sl_column_number(b, row_b);
  if (x != x || y != y) return (x != x) - (y != y);
  return (x > y) - (x < y);
}

#endif
