#include "core/csv/reading.h"

#include <inttypes.h>

#include "core/csv/message.h"
#include "core/csv/stream/record.h"

SlStatus sl_reading_fail_ragged(const SlReading *reading, SlError *err) {
  const SlRagged *ragged = &reading->ragged;
  int64_t wanted = reading->header.count;
  sl_csv_fail_at(err, reading->source, ragged->first, "%" PRId64 " field%s where the header has %" PRId64 " (row %s)", ragged->fields[0],
                 ragged->fields[0] == 1 ? "" : "s", wanted, sl_count_text(ragged->first_record).text);
  sl_fail_more(err, "\n  %s of %s rows %s another number of fields than the header: line", sl_count_text(ragged->count).text,
               sl_count_text(reading->records).text, ragged->count == 1 ? "has" : "have");
  if (ragged->count > 1) sl_fail_more(err, "s");
  int64_t shown = ragged->count < SL_RAGGED_LINES_SHOWN ? ragged->count : SL_RAGGED_LINES_SHOWN;
  for (int64_t i = 0; i < shown; i++)
    sl_fail_more(err, "%s %" PRId64 " (%" PRId64 ")", i ? "," : "", ragged->lines[i], ragged->fields[i]);
  sl_fail_more(err, shown < ragged->count ? ", and more." : ".");
  return SL_EPARSE;
}

void sl_record_place_reset(SlRecordPlace *place) {
  sl_record_reset(&place->record);
  sl_buf_reset(&place->room);
}

/* Where the walk to a record begins: where its stretch begins, or behind a record of that stretch that was found before. */
static SlStatus begin_walk(const SlReading *reading, int64_t stretch_number, int64_t record_number, SlRecordPlace *place, size_t *at,
                           int64_t *number, SlError *err) {
  if (place->found && place->stretch == stretch_number && record_number > place->number) {
    *at = place->record.next;
    *number = place->number + 1;
    place->line += place->record.lines;
    place->found = false;
    return SL_OK;
  }
  const SlReadStretch *stretch = &reading->stretches[stretch_number];
  *at = 0;
  *number = stretch->first_record;
  place->record.unclosed = 0; /* what is known of another text */
  place->found = false;
  place->stretch = stretch_number;
  place->start = stretch->text.start;
  place->line = stretch->text.line;
  return sl_source_piece(reading->source, stretch->text.start, stretch->text.end, &place->room, &place->text, err);
}

SlStatus sl_reading_locate(const SlReading *reading, int64_t record_number, SlRecordPlace *place, SlError *err) {
  int64_t low = 0, high = reading->stretch_count;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (reading->stretches[middle].first_record <= record_number)
      low = middle;
    else
      high = middle;
  }
  if (place->found && place->number == record_number) return SL_OK;
  const SlDialect *dialect = &reading->dialect;
  size_t at;
  int64_t number;
  SlStatus status = begin_walk(reading, low, record_number, place, &at, &number, err);
  while (status == SL_OK) {
    if (at >= place->text.length) return sl_fail_changed(reading->source->name, err); /* the record was there */
    size_t next;
    SlStr content = {place->text.bytes + at, sl_line_end(place->text, at, &next) - at};
    bool comment = dialect->comment.length && sl_str_starts_with(content, dialect->comment);
    bool empty = content.length == 0 && reading->header.count != 1;
    if (comment || empty) {
      number += empty && !comment && dialect->keeps_blank; /* a row, and never at fault */
      at = next;
      place->line++;
      continue;
    }
    status = sl_record_walk(place->text, dialect, at, &place->record, err);
    if (status == SL_OK && place->record.fault) sl_record_pass_fault(place->text, &place->record);
    bool blank = !place->record.fault && !dialect->keeps_blank && sl_record_is_blank(&place->record);
    if (status != SL_OK || (number == record_number && !blank)) break;
    number += !blank;
    at = place->record.next;
    place->line += place->record.lines;
  }
  if (status == SL_OK && place->record.count != reading->header.count && !dialect->fills) status = sl_fail_changed(reading->source->name, err);
  place->found = status == SL_OK;
  place->number = record_number;
  place->counted_to = place->record.start;
  place->counted = 0;
  return status;
}

int64_t sl_record_place_line(SlRecordPlace *place, int64_t field) {
  const SlRecord *record = &place->record;
  if (record->lines == 1 || field >= record->count) return place->line;
  size_t start = record->fields[field].start;
  if (start < place->counted_to) place->counted_to = record->start, place->counted = 0;
  SlStr before = {place->text.bytes + place->counted_to, start - place->counted_to};
  int64_t lines, column;
  sl_text_position(before, before.length, &lines, &column); /* fields begin between characters and not within a CRLF */
  place->counted_to = start;
  place->counted += lines - 1;
  return place->line + place->counted;
}

static int64_t count_present(const SlReading *reading, int64_t column) {
  int64_t present = 0;
  for (int64_t i = 0; i < reading->stretch_count; i++) present += reading->blocks[i * reading->column_count + column].present;
  return present;
}

SlStatus sl_reading_fail_promise(SlReading *reading, SlError *err) {
  int64_t first = -1;
  const SlReadOdds *odds = NULL;
  for (int64_t i = 0; reading->odds && i < reading->column_count; i++) {
    const SlReadOdds *other = &reading->odds[i];
    if (other->bad == 0) continue;
    if (first >= 0 && (other->first_bad_record > odds->first_bad_record ||
                       (other->first_bad_record == odds->first_bad_record && reading->columns[i].field > reading->columns[first].field)))
      continue;
    first = i;
    odds = other;
  }
  reading->needs_whole = first >= 0 && reading->partial; /* the message counts its lines from the first */
  if (first < 0 || reading->needs_whole) return SL_OK;
  const SlScanColumn *column = &reading->columns[first];
  int64_t present = count_present(reading, first);
  SlRecordPlace place = {0};
  SlBuf value;
  sl_buf_init(&value);
  SlStatus status = sl_reading_locate(reading, odds->first_bad_record, &place, err);
  if (status == SL_OK) {
    sl_record_field(place.text, &reading->dialect, &place.record, column->field, &value);
    SlField field = place.record.fields[column->field];
    status = sl_csv_fail_cell(err, reading->source,
                              &(SlBrokenCell){
                                .column = sl_reading_name(reading, first),
                                .type = column->rules->type,
                                .value = sl_buf_str(&value),
                                .offset = place.start + field.start + (field.quoted ? 1 : 0),
                                .row = odds->first_bad_record + 1,
                                .good = present - odds->bad,
                                .cells = present,
                              });
  }
  sl_buf_reset(&value);
  sl_record_place_reset(&place);
  return status;
}
