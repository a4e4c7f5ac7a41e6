#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/forms.h"
#include "core/expr/functions.h"
#include "core/expr/letters.h"
#include "core/expr/run/kernels.h"

/* --- one text to one text ----------------------------------------------------------------------------------------- */

static SlStatus change_case(SlBatch *batch, size_t (*change)(SlStr text, char *out), SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    SlStr text = sl_batch_present(batch, i) ? batch->in[0]->texts[i] : (SlStr){"", 0};
    char *room = sl_batch_room(batch, sl_letters_room(text), err);
    if (!room) return SL_ENOMEM;
    batch->out->texts[i] = (SlStr){room, change(text, room)};
  }
  return SL_OK;
}

static SlStatus lower(SlBatch *batch, SlError *err) { return change_case(batch, sl_letters_lower, err); }
static SlStatus upper(SlBatch *batch, SlError *err) { return change_case(batch, sl_letters_upper, err); }

/* The node's choice is the form. */
static SlStatus normalize(SlBatch *batch, SlError *err) {
  SlForm form = (SlForm)batch->node->choice;
  for (int64_t i = 0; i < batch->count; i++) {
    SlStr text = sl_batch_present(batch, i) ? batch->in[0]->texts[i] : (SlStr){"", 0};
    batch->out->texts[i] = text;
    if (sl_form_is_plain(text)) continue;
    size_t size = sl_form_room(form, text);
    char *room = sl_batch_room(batch, size * sizeof(int32_t), err);
    if (!room) return SL_ENOMEM;
    batch->out->texts[i] = sl_form_write(form, text, (int32_t *)(void *)room, size);
  }
  return SL_OK;
}

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
    char *room = sl_batch_room(batch, length, err), *to = room;
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

/* --- parts by place ----------------------------------------------------------------------------------------------- */

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

/* The text behind its first `count` characters. */
static SlStr skip_characters(SlStr text, int64_t count) {
  size_t i = 0;
  for (; count > 0 && i < text.length; count--)
    for (i++; i < text.length && is_continuation(text.bytes[i]); i++) continue;
  return (SlStr){text.bytes + i, text.length - i};
}

/* Counted from 1, or from the end by -1; what lies outside the text is left out. */
static SlStr cut_out(SlStr text, int64_t start, int64_t length) {
  if (start < 0) {
    int64_t characters = sl_str_length(text);
    start = start < -characters ? 1 : characters + start + 1;
  }
  SlStr rest = skip_characters(text, start - 1);
  SlStr behind = skip_characters(rest, length);
  return (SlStr){rest.bytes, rest.length - behind.length};
}

static const char start_at_1[] = "substr counts characters from 1, or from the end from -1: there is none at 0";
static const char no_length[] = "the length of substr is not negative";
static const char parts_from_1[] = "split_part counts parts from 1, or from the end from -1: there is none at 0";
static const char no_separator[] = "the separator of split_part is not empty";

static SlStatus substr(SlBatch *batch, SlError *err) {
  const int64_t *starts = batch->in[1]->integers, *lengths = batch->node->count > 2 ? batch->in[2]->integers : NULL;
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    if (starts[i] == 0) return sl_batch_fail(batch, i, SL_EARG, err, "%s", start_at_1);
    if (lengths && lengths[i] < 0) return sl_batch_fail(batch, i, SL_EARG, err, "%s", no_length);
    batch->out->texts[i] = cut_out(batch->in[0]->texts[i], starts[i], lengths ? lengths[i] : INT64_MAX);
  }
  return SL_OK;
}

static int64_t count_parts(SlStr text, SlStr separator) {
  int64_t parts = 1;
  for (const char *at; (at = find_part(text, separator)); parts++) {
    size_t taken = (size_t)(at - text.bytes) + separator.length;
    text = (SlStr){text.bytes + taken, text.length - taken};
  }
  return parts;
}

/* The n-th part, from 1 or from the end; false when there are fewer. */
static bool part_at(SlStr text, SlStr separator, int64_t n, SlStr *part) {
  if (n < 0) {
    int64_t parts = count_parts(text, separator);
    if (n < -parts) return false;
    n += parts + 1;
  }
  for (;; n--) {
    const char *at = find_part(text, separator);
    *part = (SlStr){text.bytes, at ? (size_t)(at - text.bytes) : text.length};
    if (n == 1 || !at) return n == 1;
    text = (SlStr){at + separator.length, text.length - part->length - separator.length};
  }
}

static SlStatus split_part(SlBatch *batch, SlError *err) {
  const int64_t *places = batch->in[2]->integers;
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    SlStr separator = batch->in[1]->texts[i], part;
    if (separator.length == 0) return sl_batch_fail(batch, i, SL_EARG, err, "%s", no_separator);
    if (places[i] == 0) return sl_batch_fail(batch, i, SL_EARG, err, "%s", parts_from_1);
    if (part_at(batch->in[0]->texts[i], separator, places[i], &part))
      batch->out->texts[i] = part;
    else
      sl_batch_clear(batch, i, SL_REASON_NONE);
  }
  return SL_OK;
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

static SlStatus concat(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    SlStr a = batch->in[0]->texts[i], b = batch->in[1]->texts[i];
    char *room = sl_batch_room(batch, a.length + b.length, err);
    if (!room) return SL_ENOMEM;
    memcpy(room, a.bytes, a.length);
    memcpy(room + a.length, b.bytes, b.length);
    batch->out->texts[i] = (SlStr){room, a.length + b.length};
  }
  return SL_OK;
}

SlKernel sl_kernel_concat(void) { return concat; }

/* --- type rules --------------------------------------------------------------------------------------------------- */

/* Of texts alone. */
static SlStatus make_of_texts(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                              SlNode **out) {
  SlStatus status = sl_make_texts(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus need_integer(const SlMaking *making, SlNode **node, const char *what, const char *wanted) {
  SlStatus status = sl_make_typed(making, SL_INTEGER, node);
  if (status == SL_OK && (*node)->type != SL_INTEGER) return sl_make_wrong_type(making, *node, what, wanted);
  return status;
}

static bool stands_there(const SlNode *node) { return node->kind == SL_NODE_LITERAL && !node->value.missing; }

/* What stands there is checked at once, so that only rows are told of with their number. */
static SlStatus refuse(const SlMaking *making, bool wrong, const char *why) {
  return wrong ? sl_check_fail(making->check, making->expr, SL_EARG, making->err, "%s", why) : SL_OK;
}

static SlStatus make_normalize(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlForm form = SL_FORM_NFC;
  SlStatus status = sl_make_texts(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  if (count > 1 && (!stands_there(nodes[1]) || !sl_form_find(nodes[1]->value.text, &form)))
    return refuse(making, true, "the form is one of \"NFC\", \"NFD\", \"NFKC\", \"NFKD\", and stands there or is a $value");
  SlShape shape = {.kernel = function->kernels[0], .type = SL_TEXT, .choice = form};
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

static SlStatus make_substr(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlShape shape = {.kernel = function->kernels[0], .type = SL_TEXT};
  SlStatus status = sl_make_texts(making, nodes, 1, function->doc.name);
  for (int64_t i = 1; status == SL_OK && i < count; i++) {
    status = need_integer(making, &nodes[i], function->doc.name, "counts characters by integers");
    shape.fails |= status == SL_OK && !stands_there(nodes[i]);
  }
  if (status == SL_OK) status = refuse(making, stands_there(nodes[1]) && nodes[1]->value.integer == 0, start_at_1);
  if (status == SL_OK) status = refuse(making, count > 2 && stands_there(nodes[2]) && nodes[2]->value.integer < 0, no_length);
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus make_split_part(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = sl_make_texts(making, nodes, 2, function->doc.name);
  if (status == SL_OK) status = need_integer(making, &nodes[2], function->doc.name, "counts parts by integers");
  if (status != SL_OK) return status;
  status = refuse(making, stands_there(nodes[1]) && nodes[1]->value.text.length == 0, no_separator);
  if (status == SL_OK) status = refuse(making, stands_there(nodes[2]) && nodes[2]->value.integer == 0, parts_from_1);
  bool fails = !stands_there(nodes[1]) || !stands_there(nodes[2]);
  SlShape shape = {.kernel = function->kernels[0], .type = SL_TEXT, .clears = true, .fails = fails};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

const SlFunction sl_text_functions[] = {
    {{"lower", "lower(text)", "()", "In small letters.", "print(col.force:lower())"},
     1, 1, make_of_texts, SL_TEXT, {lower}},
    {{"upper", "upper(text)", "()", "In capital letters.", "print(col.force:upper())"},
     1, 1, make_of_texts, SL_TEXT, {upper}},
    {{"trim", "trim(text)", "()", "Without blanks at its ends.", "print(col.force:trim())"},
     1, 1, make_of_texts, SL_TEXT, {trim}},
    {{"normalize", "normalize(text, form)", "(form?: string)",
      "In a normal form of Unicode, \"NFC\" unless \"NFD\", \"NFKC\" or \"NFKD\" is asked for: a letter and its accent become one character, or "
      "two, however they were typed.",
      "print(col.name:normalize())"},
     1, 2, make_normalize, SL_TEXT, {normalize}},
    {{"contains", "contains(text, part)", "(text: string)", "True where the text occurs in it, capitals counting.",
      "print(col.force:contains(\"Police\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {contains}},
    {{"starts_with", "starts_with(text, part)", "(text: string)", "True where it begins with the text.",
      "print(col.code:starts_with(\"E23\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {starts_with}},
    {{"ends_with", "ends_with(text, part)", "(text: string)", "True where it ends with the text.",
      "print(col.force:ends_with(\"Police\"))"},
     2, 2, make_of_texts, SL_BOOLEAN, {ends_with}},
    {{"replace", "replace(text, part, with)", "(text: string, with: string)",
      "With each occurrence of a text replaced by another.", "print(col.force:replace(\" Police\", \"\"))"},
     3, 3, make_of_texts, SL_TEXT, {replace}},
    {{"substr", "substr(text, start, length)", "(start: integer, length?: integer)",
      "The characters from that place on, counted from 1 (from the end from -1): all of them, or as many as length says.",
      "print(col.code:substr(1, 3))"},
     2, 3, make_substr, SL_TEXT, {substr}},
    {{"split_part", "split_part(text, separator, n)", "(separator: string, n: integer)",
      "The n-th of the parts that a separator leaves, from 1 (from the end from -1); missing where there are fewer.",
      "print(col.code:split_part(\"-\", 2))"},
     3, 3, make_split_part, SL_TEXT, {split_part}},
    {{"length", "length(text)", "()", "The number of its characters.", "print(col.force:length())"},
     1, 1, make_of_texts, SL_INTEGER, {length_of_text}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_TEXT, {NULL}},
};
