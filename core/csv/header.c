#include "core/csv/header.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/csv/names.h"
#include "core/csv/separator.h"
#include "core/csv/stream/record.h"

enum { LOOK_UP_EVERY = 4096 }; /* names */

typedef struct Joined { /* names, cell by cell; in the arena */
  SlStr *names;
  bool *owned; /* a row above has a cell of the column's own: cells further left are about other columns */
  int64_t count;
} Joined;

/* A shorter row of the header leaves the rest blank. */
static SlStatus widen(Joined *joined, int64_t count, SlArena *arena, SlError *err) {
  if (count <= joined->count) return SL_OK;
  SlStr *names = sl_arena_alloc_array(arena, (size_t)count, sizeof *names);
  bool *owned = sl_arena_alloc_array(arena, (size_t)count, sizeof *owned);
  if (!names || !owned) return sl_fail_alloc(err, (size_t)count * sizeof *names);
  for (int64_t i = 0; i < joined->count; i++) {
    names[i] = joined->names[i];
    owned[i] = joined->owned[i];
  }
  for (int64_t i = joined->count; i < count; i++) names[i] = (SlStr){"", 0};
  *joined = (Joined){names, owned, count};
  return SL_OK;
}

/* What a column has from the rows above, and its cell behind that. */
static SlStatus join(SlStr *name, SlStr cell, SlBuf *room, SlArena *arena, SlError *err) {
  if (cell.length == 0) return SL_OK;
  if (name->length) {
    room->length = 0;
    sl_buf_add_str(room, *name);
    sl_buf_add_char(room, ' ');
    sl_buf_add_str(room, cell);
    if (room->failed) return sl_fail_alloc(err, cell.length);
    cell = sl_buf_str(room);
  }
  char *copy = sl_arena_copy_text(arena, cell.bytes, cell.length);
  if (!copy) return sl_fail_alloc(err, cell.length);
  *name = (SlStr){copy, cell.length};
  return SL_OK;
}

/* One header row joined to the names above it: a blank cell takes the one to its left, but not past a column that has a cell of its
 * own in a row above. `last` tells the row whose blanks stay blank. */
static SlStatus join_row(const SlSource *source, const SlDialect *dialect, const SlRecord *record, bool last, SlArena *arena, Joined *joined,
                         SlError *err) {
  SlBuf cell, left, room;
  sl_buf_init(&cell);
  sl_buf_init(&left);
  sl_buf_init(&room);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < record->count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) status = sl_fail_interrupted(err);
    cell.length = 0;
    sl_record_field(source->text, dialect, record, i, &cell);
    bool own = cell.length > 0;
    if (!own && joined->owned[i]) left.length = 0;
    if (!last && !own) {
      sl_buf_add_str(&cell, sl_buf_str(&left));
    } else if (!last) {
      left.length = 0;
      sl_buf_add_str(&left, sl_buf_str(&cell));
    }
    joined->owned[i] |= own;
    if (status == SL_OK) status = cell.failed || left.failed ? sl_fail_alloc(err, 64) : join(&joined->names[i], sl_buf_str(&cell), &room, arena, err);
  }
  sl_buf_reset(&cell);
  sl_buf_reset(&left);
  sl_buf_reset(&room);
  return status;
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
  Joined joined = {.count = 0};
  size_t at = header->start;
  int64_t line = header->body_line;
  SlStatus status = SL_OK;
  for (int64_t row = 0; row < rows && status == SL_OK; row++) {
    if (row > 0) sl_header_skip_to_record(source->text, dialect, &at, &line, preamble);
    if (at >= source->text.length) return fail_no_header(source, options, row > 0, err);
    status = sl_record_walk(source->text, dialect, at, record, err);
    if (status == SL_OK && record->fault) status = sl_csv_fail_record(source, record, err);
    if (status == SL_OK) status = widen(&joined, record->count, arena, err);
    if (status != SL_OK || !options->has_header) continue;
    status = join_row(source, dialect, record, row == rows - 1, arena, &joined, err);
    at = record->next;
    line += record->lines;
  }
  int64_t written = joined.count;
  if (status == SL_OK) status = widen(&joined, least, arena, err);
  if (status != SL_OK) return status;
  header->names = joined.names;
  header->written = written;
  header->count = joined.count;
  header->body = at;
  header->body_line = line;
  return SL_OK;
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
