#include "core/csv/chunks.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/base/progress.h"
#include "core/csv/chunk.h"
#include "core/csv/doubts/advice.h"
#include "core/csv/doubts/doubts.h"
#include "core/csv/doubts/tries.h"
#include "core/csv/message.h"
#include "core/csv/separator.h"

enum { MOST_BYTES_TRIED = 1 << 28 }; /* a larger file is not read whole for a notice */

struct SlCsvChunks {
  const char *path;      /* in the arena */
  SlInput *input;
  SlCsvOptions options;
  SlDialect dialect;
  SlArena arena;
  SlHeader header;
  SlLines preamble;
  SlBuf notices;
  bool separator_is_open; /* nobody named it */
  SlFeed feed;
  SlSource chunk;        /* the next to be read, when `has_chunk` */
  bool has_chunk, first;
  char guess;            /* a separator that is proved by reading on */
  SlCellKind *kinds, *before; /* of the columns asked for */
  SlChunkPoints *points;
  SlShorthand *shorthands;
  int64_t column_count;
  bool given;            /* a table was given out */
  bool proved;           /* the kinds are those of all rows */
  int64_t rows, blank_rows; /* read so far; left out */
  SlRepeats repeats;
  bool swallowed, note;  /* a cell may have swallowed rows; the rows so far may end in a note */
  SlBuf late, notes;     /* notices that only the rows give; what was left out */
};

static void drop_chunk(SlCsvChunks *chunks) {
  if (chunks->has_chunk) sl_source_reset(&chunks->chunk);
  chunks->has_chunk = false;
}

static SlStatus take_chunk(SlCsvChunks *chunks, SlError *err) {
  if (chunks->has_chunk) sl_feed_give_back(&chunks->feed, &chunks->chunk);
  chunks->has_chunk = false;
  bool more;
  SlStatus status = sl_feed_next(&chunks->feed, &chunks->chunk, &more, err);
  chunks->has_chunk = status == SL_OK && more;
  return status;
}

/* Back to the first chunk. */
static SlStatus rewind_feed(SlCsvChunks *chunks, bool *fits, SlError *err) {
  drop_chunk(chunks);
  sl_feed_close(&chunks->feed);
  chunks->first = true;
  chunks->rows = chunks->blank_rows = 0;
  chunks->swallowed = chunks->note = false;
  for (int64_t i = 0; i < chunks->column_count; i++) {
    chunks->points[i] = (SlChunkPoints){0};
    chunks->shorthands[i] = (SlShorthand){.line = 0};
  }
  SlStatus status = sl_input_rewind(chunks->input, err);
  if (status == SL_OK) status = sl_feed_open(chunks->input, &chunks->dialect, &chunks->feed, fits, err);
  return status == SL_OK && *fits ? take_chunk(chunks, err) : status;
}

/* What was met before the header, anew: all tables are given out once more. */
static SlStatus restart_preamble(SlCsvChunks *chunks, SlError *err) {
  SlHeader header;
  sl_lines_reset(&chunks->preamble);
  sl_lines_init(&chunks->preamble);
  return sl_header_read(&chunks->chunk, &chunks->dialect, &chunks->options, 0, &chunks->arena, &header, &chunks->preamble, NULL, err);
}

static bool options_fit(const SlCsvOptions *options) {
  return options->reader == SL_READER_ANY && options->ragged == SL_BAD_STOP && options->on_error == SL_BAD_STOP &&
         options->quotes != SL_QUOTES_LENIENT && !options->escape && !options->trim && !options->numbers_loose && !options->marks_strip && !options->blank_rows_keep && options->stop_at.length == 0 &&
         (options->encoding == SL_ENCODING_AUTO || options->encoding == SL_ENCODING_UTF8);
}

/* When several are possible, only a read of the whole file settles it. */
static SlStatus choose_separator(SlCsvChunks *chunks, bool *sure, SlError *err) {
  SlStr head = chunks->chunk.text;
  SlCsvOptions *options = &chunks->options;
  *sure = true;
  if (options->delimiter == 0) options->delimiter = sl_separator_said(head, options, chunks->chunk.name);
  if (options->delimiter == 0) {
    SlSeparators look;
    SlStatus status = sl_separators_look(head, options, &look, err);
    if (status != SL_OK) return status;
    if (!look.comma && look.count == 1) options->delimiter = chunks->guess = look.others[0];
    *sure = (!look.beyond || chunks->feed.ended) && (look.comma || look.count <= 1);
  }
  return sl_dialect_resolve(options, &chunks->dialect, err);
}

/* What the head of the file says. *state: the whole text is wanted when its message is. */
static SlStatus read_head(SlCsvChunks *chunks, SlChunksState *state, SlError *err) {
  bool fits;
  SlStatus status = sl_dialect_resolve(&chunks->options, &chunks->dialect, err);
  if (status == SL_OK) status = rewind_feed(chunks, &fits, err);
  if (status != SL_OK) return status;
  *state = SL_CHUNKS_WHOLE;
  if (!fits) return SL_OK;
  bool sure, valid;
  status = choose_separator(chunks, &sure, err);
  if (status != SL_OK || !sure) return status;
  size_t head;
  status = sl_header_end(chunks->chunk.text, &chunks->dialect, &chunks->options, &head, err);
  if (status == SL_OK) status = sl_source_prove_to(&chunks->chunk, head, &valid, err); /* it is kept: it must be text */
  if (status != SL_OK || !valid) return status;
  status = sl_header_read(&chunks->chunk, &chunks->dialect, &chunks->options, 0, &chunks->arena, &chunks->header, &chunks->preamble,
                          &chunks->notices, err);
  if (status == SL_EPARSE) return SL_OK;
  if (status == SL_OK && chunks->guess) sl_separator_tell(chunks->guess, chunks->header.count, &chunks->notices);
  bool beyond_head = chunks->header.body >= chunks->chunk.text.length && !chunks->feed.ended;
  if (status != SL_OK || beyond_head) return status;
  chunks->column_count = chunks->options.columns ? chunks->options.column_count : chunks->header.count;
  chunks->kinds = sl_arena_alloc_array(&chunks->arena, (size_t)chunks->column_count, sizeof *chunks->kinds);
  chunks->before = sl_arena_alloc_array(&chunks->arena, (size_t)chunks->column_count, sizeof *chunks->before);
  chunks->points = sl_arena_alloc_array(&chunks->arena, (size_t)chunks->column_count, sizeof *chunks->points);
  if (chunks->points) memset(chunks->points, 0, (size_t)chunks->column_count * sizeof *chunks->points);
  chunks->shorthands = sl_arena_alloc_array(&chunks->arena, (size_t)chunks->column_count, sizeof *chunks->shorthands);
  if (chunks->shorthands) memset(chunks->shorthands, 0, (size_t)chunks->column_count * sizeof *chunks->shorthands);
  if (!chunks->kinds || !chunks->before || !chunks->points || !chunks->shorthands) return sl_fail_alloc(err, (size_t)chunks->column_count * sizeof *chunks->kinds);
  *state = SL_CHUNKS_TABLE;
  return SL_OK;
}

static SlStatus open_chunks(SlCsvChunks *chunks, const char *path, SlChunksState *state, SlError *err) {
  chunks->path = sl_arena_copy_text(&chunks->arena, path, strlen(path));
  if (!chunks->path) return sl_fail_alloc(err, strlen(path));
  SlStatus status = sl_input_open(chunks->path, &chunks->input, err);
  if (status != SL_OK) return status;
  sl_progress_begin(path, (int64_t)sl_input_expected(chunks->input));
  return read_head(chunks, state, err);
}

SlStatus sl_csv_chunks_open(const char *path, const SlCsvOptions *options, SlCsvChunks **out, SlChunksState *state, SlError *err) {
  *out = NULL;
  *state = SL_CHUNKS_WHOLE;
  SlFileMark mark;
  if (!options_fit(options) || !sl_file_mark(path, &mark)) return SL_OK; /* what is no file can be read once only */
  SlCsvChunks *chunks = sl_alloc_zeroed(1, sizeof *chunks);
  if (!chunks) return sl_fail_alloc(err, sizeof *chunks);
  chunks->options = *options;
  chunks->separator_is_open = options->delimiter == 0;
  sl_arena_init(&chunks->arena);
  sl_lines_init(&chunks->preamble);
  SlStatus status = open_chunks(chunks, path, state, err);
  if (chunks->input && status != SL_OK) status = sl_csv_end_read(chunks->input, status, err);
  if (status == SL_OK && *state == SL_CHUNKS_TABLE)
    *out = chunks;
  else
    sl_csv_chunks_close(chunks);
  return status;
}

void sl_csv_chunks_close(SlCsvChunks *chunks) {
  if (!chunks) return;
  if (chunks->input) sl_progress_end();
  drop_chunk(chunks);
  sl_feed_close(&chunks->feed);
  sl_input_close(chunks->input);
  sl_lines_reset(&chunks->preamble);
  sl_buf_reset(&chunks->notices);
  sl_buf_reset(&chunks->late);
  sl_buf_reset(&chunks->notes);
  sl_arena_reset(&chunks->arena);
  sl_free(chunks);
}

const SlFileMark *sl_csv_chunks_mark(const SlCsvChunks *chunks) { return &sl_input_file(chunks->input)->mark; }

int64_t sl_csv_chunks_names(const SlCsvChunks *chunks, const SlStr **names) {
  *names = chunks->header.names;
  return chunks->header.count;
}

/* Under options that name the separator; for advice.h. */
static SlStatus read_first_chunk(void *context, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlCsvChunks *chunks = context;
  SlCutOutcome outcome;
  return sl_read_source(&chunks->chunk, options, out, report, &outcome, err);
}

SlStatus sl_csv_chunks_advise(SlCsvChunks *chunks, SlError *err) {
  SlTrial trial = {.context = chunks, .read = read_first_chunk};
  bool asked = chunks->options.columns != NULL;
  SlNames names = {asked ? chunks->options.columns : chunks->header.names, chunks->column_count};
  if (chunks->has_chunk && chunks->first)
    sl_advise_head(&chunks->chunk, &chunks->options, chunks->separator_is_open, names, &trial, &chunks->notices);
  if (trial.status != SL_OK && err) *err = trial.err;
  if (trial.status == SL_OK && chunks->notices.failed) return sl_fail_alloc(err, chunks->notices.length);
  return trial.status;
}

SlStatus sl_csv_chunks_preamble(SlCsvChunks *chunks, SlTable **out, SlError *err) {
  *out = NULL;
  return sl_lines_finish(&chunks->preamble, false, out, err);
}

SlStr sl_csv_chunks_notices(const SlCsvChunks *chunks) { return sl_buf_str(&chunks->notices); }

SlStr sl_csv_chunks_notes(SlCsvChunks *chunks) {
  chunks->notes.length = 0;
  if (chunks->blank_rows) sl_csv_tell_blank_rows(chunks->blank_rows, &chunks->notes);
  return sl_buf_str(&chunks->notes);
}

SlStr sl_csv_chunks_late_notices(SlCsvChunks *chunks) {
  sl_repeats_tell(&chunks->repeats, &chunks->late);
  chunks->repeats = (SlRepeats){0};
  if (chunks->blank_rows) sl_csv_tell_blank_rows(chunks->blank_rows, &chunks->late);
  chunks->blank_rows = 0;
  SlPointNotices told = {0};
  for (int64_t i = 0; i < chunks->column_count; i++) {
    SlChunkPoints *points = &chunks->points[i];
    SlStr name = chunks->options.columns ? chunks->options.columns[i] : chunks->header.names[i];
    bool number = chunks->kinds[i] == SL_CELLS_INTEGER || chunks->kinds[i] == SL_CELLS_NUMBER;
    if (number && points->two_figures && !points->plain_fractions) sl_csv_tell_two_figures(&told, name, points->two_figures, &chunks->late);
    if (points->comma_tables && !points->other_tables) sl_csv_tell_comma_text(&told, name, &chunks->late);
    *points = (SlChunkPoints){0};
  }
  sl_csv_tell_other_points(&told, &chunks->late);
  SlShorthandNotice shorthands = {0};
  for (int64_t i = 0; i < chunks->column_count; i++) {
    SlStr name = chunks->options.columns ? chunks->options.columns[i] : chunks->header.names[i];
    sl_shorthand_tell(&shorthands, &chunks->shorthands[i], name, &chunks->late);
    chunks->shorthands[i] = (SlShorthand){.line = 0};
  }
  sl_shorthand_tell_others(&shorthands, &chunks->late);
  sl_csv_tell_not_kept(&chunks->preamble, SL_PREAMBLE_WORDS, &chunks->late);
  chunks->preamble.not_kept = 0;
  return sl_buf_str(&chunks->late);
}

static SlStatus read_again(void *context, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlCutOutcome outcome;
  return sl_read_source(context, options, out, report, &outcome, err);
}

/* All of the file, all of its columns. */
static SlStatus look_at_rows(SlCsvChunks *chunks, SlInput *input, SlSource *source, SlBuf *unused, SlError *err) {
  SlCsvOptions own = chunks->options;
  own.columns = NULL;
  own.column_count = 0;
  SlTable *table = NULL;
  SlCsvReport report;
  SlCutOutcome outcome;
  sl_csv_report_init(&report);
  SlStatus status = source->whole ? SL_OK : sl_source_load(source, input, own.encoding, unused, err);
  if (status == SL_OK) status = sl_read_source(source, &own, &table, &report, &outcome, err);
  SlTrial trial = {.context = source, .read = read_again};
  if (status == SL_OK) sl_advise_rows(&own, outcome.spans_lines, table, &trial, &chunks->late);
  if (trial.status != SL_OK && err) *err = trial.err;
  if (status == SL_OK) status = trial.status;
  sl_table_release(table);
  sl_csv_report_reset(&report);
  return status;
}

static SlStatus doubt_rows(SlCsvChunks *chunks, SlError *err) {
  SlInput *input;
  SlSource source;
  SlStatus status = sl_input_open(chunks->path, &input, err);
  if (status != SL_OK) return status;
  SlBuf unused; /* notices about the encoding: the chunks were UTF-8 */
  sl_buf_init(&unused);
  status = sl_source_open(input, chunks->options.encoding, &source, &unused, err);
  if (status == SL_OK) {
    status = look_at_rows(chunks, input, &source, &unused, err);
    sl_source_reset(&source);
  }
  sl_buf_reset(&unused);
  sl_input_close(input);
  return status;
}

SlStatus sl_csv_chunks_doubt_rows(SlCsvChunks *chunks, SlError *err) {
  if (!chunks->swallowed && !chunks->note) return SL_OK;
  if (sl_csv_chunks_mark(chunks)->size_bytes > MOST_BYTES_TRIED) {
    if (chunks->swallowed) sl_buf_add_text(&chunks->late, "a cell in quotes is of lines that look like rows: a quote may be out of place there\n");
    return SL_OK;
  }
  SlStatus status = doubt_rows(chunks, err);
  return status == SL_ENOMEM && sl_memory_limit() > 0 ? SL_OK : status; /* a limit is why the file is read in chunks: no notice is worth it */
}

int64_t sl_csv_chunks_rows(const SlCsvChunks *chunks) { return chunks->rows; }

/* The chunk at hand; without `out` only for its kinds. */
static SlStatus read_chunk(SlCsvChunks *chunks, SlTable **out, bool *needs_whole, SlError *err) {
  bool spans_lines = false;
  SlChunkReading how = {&chunks->options, &chunks->header, chunks->kinds, &chunks->feed, &chunks->blank_rows, chunks->points, chunks->shorthands,
                        &chunks->preamble, &spans_lines};
  size_t start = chunks->first ? chunks->header.body : 0;
  int64_t line = chunks->first ? chunks->header.body_line : chunks->chunk.first_line, records = 0;
  SlStatus status = sl_csv_read_chunk(&how, &chunks->chunk, start, line, out, &records, needs_whole, err);
  if (status == SL_EPARSE) { /* a read of the whole file tells it better, or finds that another separator is right */
    *needs_whole = true;
    return SL_OK;
  }
  if (status != SL_OK || *needs_whole) return status;
  SlStr rows = {chunks->chunk.text.bytes + start, chunks->chunk.text.length - start};
  const SlDialect *dialect = &chunks->dialect;
  chunks->swallowed |= spans_lines && sl_may_have_swallowed(rows, dialect->delimiter, dialect->quote, chunks->header.count);
  if (records > 0) chunks->note = sl_may_end_in_note(rows, dialect->delimiter, chunks->header.count);
  chunks->rows += records;
  chunks->first = false;
  return take_chunk(chunks, err);
}

/* The kinds of the chunks that are left; then back to the first. */
static SlStatus prove_rest(SlCsvChunks *chunks, bool *needs_whole, SlError *err) {
  SlStatus status = SL_OK;
  *needs_whole = false;
  while (chunks->has_chunk && status == SL_OK && !*needs_whole) status = read_chunk(chunks, NULL, needs_whole, err);
  bool fits = true;
  if (status == SL_OK && !*needs_whole) status = rewind_feed(chunks, &fits, err);
  *needs_whole |= !fits;
  if (status == SL_OK && !*needs_whole) status = restart_preamble(chunks, err);
  chunks->proved = true;
  return status;
}

SlStatus sl_csv_chunks_prove_text(SlCsvChunks *chunks, bool *valid, SlError *err) {
  SlStatus status = SL_OK;
  *valid = true;
  while (status == SL_OK && chunks->has_chunk && *valid) {
    status = sl_source_prove(&chunks->chunk, valid, err);
    if (status == SL_OK && *valid) status = take_chunk(chunks, err);
  }
  return sl_csv_end_read(chunks->input, status, err);
}

SlStatus sl_csv_chunks_prove(SlCsvChunks *chunks, SlChunksState *state, SlError *err) {
  bool needs_whole;
  SlStatus status = prove_rest(chunks, &needs_whole, err);
  *state = needs_whole ? SL_CHUNKS_WHOLE : SL_CHUNKS_TABLE;
  return status == SL_OK && !needs_whole ? SL_OK : sl_csv_end_read(chunks->input, status, err);
}

/* Whether tables so far would be of other types under the kinds now, or of a type that the next chunk may change. */
static bool kinds_are_settled(const SlCsvChunks *chunks) {
  if (chunks->proved) return true;
  for (int64_t i = 0; i < chunks->column_count; i++) {
    if (chunks->kinds[i] == SL_CELLS_NONE && chunks->has_chunk) return false;
    if (chunks->given && chunks->kinds[i] != chunks->before[i]) return false;
  }
  return true;
}

static SlStatus next_table(SlCsvChunks *chunks, SlTable **out, SlChunksState *state, SlError *err) {
  *state = SL_CHUNKS_END;
  if (!chunks->has_chunk) return SL_OK;
  memcpy(chunks->before, chunks->kinds, (size_t)chunks->column_count * sizeof *chunks->kinds);
  SlTable *table = NULL;
  bool needs_whole;
  SlStatus status = read_chunk(chunks, &table, &needs_whole, err);
  if (status == SL_OK && !needs_whole && !kinds_are_settled(chunks)) {
    sl_table_release(table);
    table = NULL;
    status = prove_rest(chunks, &needs_whole, err);
    if (status == SL_OK && !needs_whole && chunks->given) {
      *state = SL_CHUNKS_AGAIN;
      chunks->given = false;
      return SL_OK;
    }
    if (status == SL_OK && !needs_whole) status = read_chunk(chunks, &table, &needs_whole, err);
  }
  if (status != SL_OK || needs_whole) {
    sl_table_release(table);
    *state = SL_CHUNKS_WHOLE;
    return status;
  }
  if (!chunks->given) {
    chunks->late.length = 0;
    if (chunks->options.has_header) sl_doubt_header(table, &chunks->late);
    chunks->repeats = (SlRepeats){0};
  }
  if (chunks->options.has_header) status = sl_repeats_add(&chunks->repeats, table, chunks->rows - table->length, err);
  chunks->given = true;
  if (status == SL_OK)
    *out = table;
  else
    sl_table_release(table);
  *state = SL_CHUNKS_TABLE;
  return status;
}

SlStatus sl_csv_chunks_next(SlCsvChunks *chunks, SlTable **out, SlChunksState *state, SlError *err) {
  SlStatus status = next_table(chunks, out, state, err);
  bool ends = status != SL_OK || *state == SL_CHUNKS_END || *state == SL_CHUNKS_WHOLE;
  return ends ? sl_csv_end_read(chunks->input, status, err) : status;
}
