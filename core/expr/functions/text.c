#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/functions.h"
#include "core/expr/kernels.h"
#include "core/expr/letters.h"
#include "core/expr/pattern.h"

static char *make_room(SlBatch *batch, size_t bytes, SlError *err) {
  char *room = sl_arena_alloc(batch->texts, bytes ? bytes : 1);
  if (!room) sl_fail_alloc(err, bytes);
  return room;
}

/* --- one text to one text ----------------------------------------------------------------------------------------- */

static SlStatus change_case(SlBatch *batch, size_t (*change)(SlStr text, char *out), SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    SlStr text = sl_batch_present(batch, i) ? batch->in[0]->texts[i] : (SlStr){"", 0};
    char *room = make_room(batch, sl_letters_room(text), err);
    if (!room) return SL_ENOMEM;
    batch->out->texts[i] = (SlStr){room, change(text, room)};
  }
  return SL_OK;
}

static SlStatus lower(SlBatch *batch, SlError *err) { return change_case(batch, sl_letters_lower, err); }
static SlStatus upper(SlBatch *batch, SlError *err) { return change_case(batch, sl_letters_upper, err); }

static SlStatus trim(SlBatch *batch, SlError *err) {
  (void)err;
  for (int64_t i = 0; i < batch->count; i++)
    batch->out->texts[i] = sl_batch_present(batch, i) ? sl_str_trim(batch->in[0]->texts[i]) : (SlStr){"", 0};
  return SL_OK;
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

static const char *find_part(SlStr text, SlStr part) {
  if (part.length == 0) return text.bytes;
  return memmem(text.bytes, text.length, part.bytes, part.length);
}

static bool has_part(SlStr text, SlStr part) { return part.length == 0 || find_part(text, part) != NULL; }

static void test_texts(SlBatch *batch, bool (*test)(SlStr text, SlStr part)) {
  for (int64_t i = 0; i < batch->count; i++)
    batch->out->booleans[i] = sl_batch_present(batch, i) && test(batch->in[0]->texts[i], batch->in[1]->texts[i]);
}

static SlStatus contains(SlBatch *batch, SlError *err) {
  (void)err;
  test_texts(batch, has_part);
  return SL_OK;
}

static SlStatus starts_with(SlBatch *batch, SlError *err) {
  (void)err;
  test_texts(batch, sl_str_starts_with);
  return SL_OK;
}

static SlStatus ends_with(SlBatch *batch, SlError *err) {
  (void)err;
  test_texts(batch, sl_str_ends_with);
  return SL_OK;
}

static SlStatus replace(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[0]->texts[i], part = batch->in[1]->texts[i], with = batch->in[2]->texts[i];
    size_t found = 0;
    SlStr rest = text;
    for (const char *at; part.length && (at = find_part(rest, part)); found++) {
      size_t taken = (size_t)(at - rest.bytes) + part.length;
      rest = (SlStr){rest.bytes + taken, rest.length - taken};
    }
    if (found == 0) {
      batch->out->texts[i] = text;
      continue;
    }
    size_t length = text.length - found * part.length + found * with.length;
    char *room = make_room(batch, length, err), *to = room;
    if (!room) return SL_ENOMEM;
    rest = text;
    for (const char *at; (at = find_part(rest, part));) {
      size_t before = (size_t)(at - rest.bytes);
      memcpy(to, rest.bytes, before);
      memcpy(to + before, with.bytes, with.length);
      to += before + with.length;
      rest = (SlStr){at + part.length, rest.length - before - part.length};
    }
    memcpy(to, rest.bytes, rest.length);
    batch->out->texts[i] = (SlStr){room, length};
  }
  return SL_OK;
}

static SlStatus length_of_text(SlBatch *batch, SlError *err) {
  (void)err;
  for (int64_t i = 0; i < batch->count; i++)
    batch->out->integers[i] = sl_batch_present(batch, i) ? sl_str_length(batch->in[0]->texts[i]) : 0;
  return SL_OK;
}

/* --- patterns ----------------------------------------------------------------------------------------------------- */

/* Looked up for every so many rows, as a row may take a while. */
static SlStatus find_in_row(SlBatch *batch, SlMatch *match, int64_t i, bool *found, SlError *err) {
  enum { LOOK_UP_ROWS = 64 };
  if (i % LOOK_UP_ROWS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
  SlError said;
  SlStatus status = sl_match_find(match, batch->in[0]->texts[i], 0, found, &said);
  if (status == SL_ERANGE) return sl_batch_fail(batch, i, status, err, "%s", said.text);
  if (status != SL_OK && err) *err = said;
  return status;
}

/* One match block for all rows of a batch. */
static SlStatus matches(SlBatch *batch, SlError *err) {
  SlMatch match;
  SlStatus status = sl_match_open(batch->node->data, &match, err);
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    bool found = false;
    if (sl_batch_present(batch, i)) status = find_in_row(batch, &match, i, &found, err);
    batch->out->booleans[i] = found;
  }
  sl_match_close(&match);
  return status;
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

static SlStatus concat(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    SlStr a = batch->in[0]->texts[i], b = batch->in[1]->texts[i];
    char *room = make_room(batch, a.length + b.length, err);
    if (!room) return SL_ENOMEM;
    memcpy(room, a.bytes, a.length);
    memcpy(room + a.length, b.bytes, b.length);
    batch->out->texts[i] = (SlStr){room, a.length + b.length};
  }
  return SL_OK;
}

SlKernel sl_kernel_concat(void) { return concat; }

/* --- type rules --------------------------------------------------------------------------------------------------- */

static SlStatus need_text(const SlMaking *making, SlNode **nodes, int64_t count, const char *name) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_TEXT) return sl_make_wrong_type(making, nodes[i], name, "needs text; text(x) makes it");
  }
  return SL_OK;
}

/* Of texts alone. */
static SlStatus make_of_texts(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                              SlNode **out) {
  SlStatus status = need_text(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus keep_pattern(const SlMaking *making, SlStr text, void **out) {
  SlError said;
  SlPattern *pattern;
  int64_t searches = making->check->live ? making->check->context->table->length : 0;
  SlStatus status = sl_pattern_new(text, searches, &pattern, &said);
  if (status == SL_EPARSE) return sl_check_fail(making->check, making->expr, status, making->err, "%s", said.text);
  if (status != SL_OK) return sl_fail_alloc(making->err, text.length);
  *out = pattern;
  return sl_check_own(making->check, pattern, sl_pattern_free, making->err);
}

/* Of texts, of which the second is a pattern, compiled once. */
static SlStatus make_of_pattern(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                                SlNode **out) {
  SlStatus status = need_text(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  if (nodes[1]->kind != SL_NODE_LITERAL || nodes[1]->value.missing)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "%s: the pattern is a text that stands there, or a $value", function->doc.usage);
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives};
  status = keep_pattern(making, nodes[1]->value.text, &shape.data);
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

const SlFunction sl_text_functions[] = {
    {{"lower", "lower(text)", "()", "In small letters.", "print(col.force:lower())"},
     1, 1, make_of_texts, SL_TEXT, {lower}},
    {{"upper", "upper(text)", "()", "In capital letters.", "print(col.force:upper())"},
     1, 1, make_of_texts, SL_TEXT, {upper}},
    {{"trim", "trim(text)", "()", "Without blanks at its ends.", "print(col.force:trim())"},
     1, 1, make_of_texts, SL_TEXT, {trim}},
    {{"contains", "contains(text, part)", "(text: string)", "True where the text occurs in it, capitals counting.",
      "print(col.force:contains(\"Police\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {contains}},
    {{"starts_with", "starts_with(text, part)", "(text: string)", "True where it begins with the text.",
      "print(col.code:starts_with(\"E23\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {starts_with}},
    {{"ends_with", "ends_with(text, part)", "(text: string)", "True where it ends with the text.",
      "print(col.force:ends_with(\"Police\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {ends_with}},
    {{"matches", "matches(text, pattern)", "(pattern: string)",
      "True where the regular expression (PCRE2's) fits anywhere in it.", "print(col.code:matches(\"^E[0-9]+$\"))"},
     2, 2, make_of_pattern, SL_BOOLEAN, {matches}},
    {{"replace", "replace(text, part, with)", "(text: string, with: string)",
      "With each occurrence of a text replaced by another.", "print(col.force:replace(\" Police\", \"\"))"},
     3, 3, make_of_texts, SL_TEXT, {replace}},
    {{"length", "length(text)", "()", "The number of its characters.", "print(col.force:length())"},
     1, 1, make_of_texts, SL_INTEGER, {length_of_text}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_TEXT, {NULL}},
};
