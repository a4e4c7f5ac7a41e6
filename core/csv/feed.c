#include "core/csv/feed.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/scan/structure.h"
#include "core/csv/stream/record.h"

#ifndef SL_FEED_CHUNK_BYTES
#define SL_FEED_CHUNK_BYTES (1 << 25)
#endif
enum { PIECE_BYTES = 1 << 20 };

static size_t chunk_bytes = SL_FEED_CHUNK_BYTES;

void sl_feed_set_chunk_bytes(size_t bytes) { chunk_bytes = bytes ? bytes : SL_FEED_CHUNK_BYTES; }

SlStatus sl_feed_open(SlInput *input, const SlDialect *dialect, SlFeed *feed, bool *fits, SlError *err) {
  *feed = (SlFeed){.name = sl_input_name(input), .dialect = dialect, .input = input, .line = 1};
  SlStatus status = sl_feed_fetch(feed, err);
  if (status != SL_OK) {
    sl_feed_close(feed);
    return status;
  }
  *fits = sl_source_may_be_utf8(sl_buf_str(&feed->next));
  if (!*fits) sl_feed_close(feed);
  return SL_OK;
}

void sl_feed_close(SlFeed *feed) {
  sl_buf_reset(&feed->next);
  sl_buf_reset(&feed->spare);
  *feed = (SlFeed){0};
}

/* `more` bytes behind those that are there. */
static SlStatus fetch_more(SlFeed *feed, size_t more, SlError *err) {
  while (more > 0 && !feed->ended) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    size_t want = more < PIECE_BYTES ? more : PIECE_BYTES, got;
    char *room = sl_buf_room(&feed->next, want);
    if (!room) return sl_fail_alloc(err, want);
    SlStatus status = sl_input_read(feed->input, room, want, &got, err);
    if (status != SL_OK) return status;
    feed->next.length += got;
    feed->ended = got < want;
    more -= got;
  }
  return SL_OK;
}

SlStatus sl_feed_fetch(SlFeed *feed, SlError *err) {
  if (feed->fetched) return SL_OK;
  size_t have = feed->next.length;
  if (!feed->next.bytes && !sl_buf_room(&feed->next, chunk_bytes)) return sl_fail_alloc(err, chunk_bytes);
  SlStatus status = fetch_more(feed, have < chunk_bytes ? chunk_bytes - have : 0, err);
  feed->fetched = status == SL_OK;
  return status;
}

/* Comments hide quotes, so that records are walked one by one. 0: no record ends here. */
static SlStatus cut_walking(const SlFeed *feed, SlStr text, size_t *cut, SlError *err) {
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = SL_OK;
  size_t at = 0;
  *cut = 0;
  while (at < text.length && status == SL_OK) {
    size_t next, end = sl_line_end(text, at, &next);
    bool comment = sl_str_starts_with((SlStr){text.bytes + at, end - at}, feed->dialect->comment);
    if (!comment) {
      status = sl_record_walk(text, feed->dialect, at, &record, err);
      if (record.fault == SL_RECORD_UNCLOSED) break;
      if (record.fault) { /* the read ends there: all of it goes to whoever tells why, with the line that is shown */
        sl_line_end(text, record.fault_at, &next);
        if (next < text.length) *cut = text.length;
        break;
      }
      next = record.next;
    }
    if (next < text.length) *cut = next; /* the last line may go on in the next chunk */
    at = next;
  }
  sl_record_reset(&record);
  return status;
}

/* Behind the last line feed outside quotes; 0 when there is none. `inside`: the text ends within quotes. */
static SlStatus find_cut(const SlFeed *feed, SlStr text, bool inside, size_t *cut, SlError *err) {
  const SlDialect *dialect = feed->dialect;
  if (dialect->comment.length) return cut_walking(feed, text, cut, err);
  for (size_t at = text.length; at > 0; at--) {
    char c = text.bytes[at - 1];
    if (dialect->quotes && c == dialect->quote) inside = !inside;
    if (c != '\n' || inside) continue;
    *cut = at;
    return SL_OK;
  }
  *cut = 0;
  return SL_OK;
}

/* As an editor counts them: CRLF, LF and CR end a line. */
static int64_t count_lines(SlStr text, const SlSurvey *survey) {
  if (survey->returns == 0) return survey->feeds;
  int64_t lines = survey->feeds;
  const char *at = text.bytes, *end = text.bytes + text.length;
  while (at < end && (at = memchr(at, '\r', (size_t)(end - at)))) {
    at++;
    lines += at == end || *at != '\n';
  }
  return lines;
}

static SlSurvey look(const SlFeed *feed, SlStr text) {
  return sl_structure_survey(text.bytes, text.length, feed->dialect->quotes ? feed->dialect->quote : 0);
}

SlStatus sl_feed_next(SlFeed *feed, SlSource *chunk, bool *more, SlError *err) {
  SlStatus status = sl_feed_fetch(feed, err);
  size_t cut = feed->next.length;
  SlSurvey survey = {0};
  if (status == SL_OK) survey = look(feed, sl_buf_str(&feed->next));
  while (status == SL_OK && !feed->ended) {
    status = find_cut(feed, sl_buf_str(&feed->next), survey.quotes & 1, &cut, err);
    if (status != SL_OK || cut > 0) break;
    status = fetch_more(feed, feed->next.length, err); /* a record longer than a chunk */
    cut = feed->next.length;
    survey = look(feed, sl_buf_str(&feed->next));
  }
  if (status != SL_OK) return status;
  *more = cut > 0 || !feed->begun; /* a text without a byte is a chunk too */
  if (!*more) return SL_OK;

  SlBuf rest = feed->spare;
  sl_buf_init(&feed->spare);
  rest.length = 0;
  size_t left = feed->next.length - cut;
  if (!feed->ended && !sl_buf_room(&rest, left > chunk_bytes ? left : chunk_bytes)) {
    sl_buf_reset(&rest);
    return sl_fail_alloc(err, chunk_bytes);
  }
  if (left) sl_buf_add(&rest, feed->next.bytes + cut, left);
  feed->next.length = cut;
  sl_source_of_chunk(&feed->next, feed->name, feed->line, !feed->begun, chunk);
  SlStr carried = sl_buf_str(&rest);
  feed->line += count_lines(chunk->text, &survey) - (left ? look(feed, carried).feeds : 0);
  feed->next = rest;
  feed->fetched = feed->ended;
  feed->begun = true;
  return SL_OK;
}

void sl_feed_give_back(SlFeed *feed, SlSource *chunk) {
  sl_buf_reset(&feed->spare);
  feed->spare = chunk->bytes;
  sl_buf_init(&chunk->bytes);
  sl_source_reset(chunk);
}
