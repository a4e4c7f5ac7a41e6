#include "core/csv/header.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/csv/message.h"
#include "core/csv/names.h"
#include "core/csv/record.h"
#include "core/csv/separator.h"

typedef struct Joined { /* a name, cell by cell */
  SlBuf text;
  bool owned; /* a row above has a cell of the column's own: cells further left are about other columns */
} Joined;

/* One header row joined to the names above it: a blank cell takes the one to its left, but not past a column that has a cell of its
 * own in a row above. `last` tells the row whose blanks stay blank. */
static SlStatus join_row(const SlSource *source, const SlDialect *dialect, const SlRecord *record, bool last, Joined *joined,
                         SlError *err) {
  SlBuf cell, left;
  sl_buf_init(&cell);
  sl_buf_init(&left);
  for (int64_t i = 0; i < record->count; i++) {
    cell.length = 0;
    sl_record_field(source->text, dialect, record, i, &cell);
    bool own = cell.length > 0;
    if (!own && joined[i].owned) left.length = 0;
    if (!last && !own) {
      sl_buf_add_str(&cell, sl_buf_str(&left));
    } else if (!last) {
      left.length = 0;
      sl_buf_add_str(&left, sl_buf_str(&cell));
    }
    joined[i].owned |= own;
    if (joined[i].text.length && cell.length) sl_buf_add_char(&joined[i].text, ' ');
    sl_buf_add_str(&joined[i].text, sl_buf_str(&cell));
    if (joined[i].text.failed) cell.failed = true;
  }
  bool failed = cell.failed || left.failed;
  sl_buf_reset(&cell);
  sl_buf_reset(&left);
  return failed ? sl_fail_alloc(err, 64) : SL_OK;
}

/* Nothing follows the lines skipped, blank lines and comments. */
static bool is_empty_table(const SlSource *source, const SlCsvOptions *options, size_t start) {
  return !options->has_header && source->whole && start >= source->text.length;
}

static SlStatus fail_no_header(const SlSource *source, const SlCsvOptions *options, bool started, SlError *err) {
  if (source->text.length == 0) return sl_fail(err, SL_EPARSE, "%s: the file is empty: no header, no rows", source->name);
  if (started)
    return sl_fail(err, SL_EPARSE, "%s: the file ends within the header: header_rows = %" PRId64, source->name, options->header_rows);
  return sl_fail(err, SL_EPARSE, "%s: no header was found: every line is blank, skipped or a comment", source->name);
}

static void keep(SlLines *preamble, int64_t line, SlStr text) {
  if (preamble) sl_lines_note(preamble, line, text);
}

void sl_header_skip_to_record(SlStr text, const SlDialect *dialect, size_t *at, int64_t *line, SlLines *preamble) {
  while (*at < text.length) {
    size_t next;
    size_t end = sl_line_end(text, *at, &next);
    SlStr content = {text.bytes + *at, end - *at};
    bool comment = dialect->comment.length && sl_str_starts_with(content, dialect->comment);
    if (content.length && !comment) return;
    if (comment) keep(preamble, *line, content);
    *at = next;
    (*line)++;
  }
}

void sl_header_find(SlStr text, const SlDialect *dialect, const SlCsvOptions *options, size_t *start, int64_t *line, SlLines *preamble) {
  *start = 0;
  *line = 1;
  size_t next;
  int64_t skip = options->skip == 0 && sl_separator_declared(text, &next) ? 1 : options->skip;
  for (; *line <= skip && *start < text.length; (*line)++, *start = next) {
    size_t end = sl_line_end(text, *start, &next);
    keep(preamble, *line, (SlStr){text.bytes + *start, end - *start});
  }
  sl_header_skip_to_record(text, dialect, start, line, preamble);
}

static SlStatus read_names(const SlSource *source, const SlDialect *dialect, const SlCsvOptions *options, int64_t least, SlArena *arena,
                           SlHeader *header, SlRecord *record, SlLines *preamble, SlError *err) {
  int64_t rows = options->has_header ? options->header_rows : 1;
  Joined *joined = NULL;
  int64_t count = 0;
  size_t at = header->start;
  int64_t line = header->body_line;
  SlStatus status = SL_OK;
  for (int64_t row = 0; row < rows && status == SL_OK; row++) {
    if (row > 0) sl_header_skip_to_record(source->text, dialect, &at, &line, preamble);
    if (at >= source->text.length) {
      status = fail_no_header(source, options, row > 0, err);
      break;
    }
    status = sl_record_walk(source->text, dialect, at, record, err);
    if (status == SL_OK && record->fault) status = sl_csv_fail_record(source, record, err);
    if (status != SL_OK) break;
    if (record->count > count) { /* a shorter row of the header leaves the rest blank */
      Joined *grown = sl_realloc_array(joined, (size_t)record->count, sizeof *grown);
      if (!grown) {
        status = sl_fail_alloc(err, (size_t)record->count * sizeof *grown);
        break;
      }
      joined = grown;
      while (count < record->count) joined[count++] = (Joined){.owned = false};
    }
    if (options->has_header) {
      status = join_row(source, dialect, record, row == rows - 1, joined, err);
      at = record->next;
      line += record->lines;
    }
  }
  if (status == SL_OK) {
    header->written = count;
    header->count = count > least ? count : least;
    header->body = at;
    header->body_line = line;
    header->names = sl_arena_alloc_array(arena, (size_t)header->count, sizeof *header->names);
    if (!header->names) status = sl_fail_alloc(err, (size_t)header->count * sizeof *header->names);
  }
  for (int64_t i = count; i < header->count && status == SL_OK; i++) header->names[i] = (SlStr){"", 0};
  for (int64_t i = 0; i < count; i++) {
    if (status == SL_OK) {
      char *copy = sl_arena_copy_text(arena, joined[i].text.bytes, joined[i].text.length);
      header->names[i] = (SlStr){copy, joined[i].text.length};
      if (!copy) status = sl_fail_alloc(err, joined[i].text.length);
    }
    sl_buf_reset(&joined[i].text);
  }
  sl_free(joined);
  return status;
}

SlStatus sl_header_end(SlStr text, const SlDialect *dialect, const SlCsvOptions *options, size_t *end, SlError *err) {
  size_t at;
  int64_t line, rows = options->has_header ? options->header_rows : 1;
  sl_header_find(text, dialect, options, &at, &line, NULL);
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = SL_OK;
  for (int64_t row = 0; row < rows && at < text.length && status == SL_OK; row++) {
    if (row > 0) sl_header_skip_to_record(text, dialect, &at, &line, NULL);
    status = sl_record_walk(text, dialect, at, &record, err);
    at = status == SL_OK && !record.fault ? record.next : text.length;
  }
  sl_record_reset(&record);
  if (status == SL_OK) *end = at;
  return status;
}

SlStatus sl_header_read(const SlSource *source, const SlDialect *dialect, const SlCsvOptions *options, int64_t least, SlArena *arena,
                        SlHeader *header, SlLines *preamble, SlBuf *notices, SlError *err) {
  *header = (SlHeader){.count = 0};
  sl_header_find(source->text, dialect, options, &header->start, &header->body_line, preamble);
  if (is_empty_table(source, options, header->start)) {
    header->body = header->start;
    if (notices) sl_buf_add_text(notices, "there is no row: the table has no columns\n");
    return SL_OK;
  }
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = read_names(source, dialect, options, least, arena, header, &record, preamble, err);
  sl_record_reset(&record);
  if (status != SL_OK) return status;
  /* a file without a header has no names to complain of */
  return sl_names_make_unique(arena, header->names, header->count, options->has_header ? notices : NULL, err);
}
